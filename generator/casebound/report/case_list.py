"""The cases as a list for the terminal: one line a case."""

from collections.abc import Sequence

from casebound.model.countries import country_name
from casebound.model.labels import STAGES, VERDICTS
from casebound.plan.case_plan import PlannedCase, ProjectPlan
from casebound.report.excerpt import cells
from casebound.report.sanitize import escape_unprintable

_HEADS = ("Case", "Country", "Stage", "Verdict", "Due", "Owner", "Next step")
_APART = "  "


def as_table(project: ProjectPlan, cases: Sequence[PlannedCase]) -> str:
    """A line for each case under the column heads, and a count. The next step comes last and is not cut."""
    rows = [_HEADS, *map(_row, cases)]
    widths = [max(map(cells, column)) for column in list(zip(*rows, strict=True))[:-1]]
    judgment, total = project.judgment, len(project.cases)
    count = f"{len(cases)} of {total} cases" if len(cases) < total else f"{total} {'case' if total == 1 else 'cases'}"
    forecast = " (forecast: this day has not come)" if judgment.is_forecast else ""
    lines = [_line(row, widths) for row in rows] if cases else []
    return "\n".join((*lines, f"{count} as of {judgment.as_of}{forecast}")) + "\n"


def _row(planned: PlannedCase) -> tuple[str, ...]:
    judged, step = planned.judged, planned.plan.next
    owners = ", ".join(owner.name for owner in step.owners)
    due = step.due.isoformat() if step.due else "now"
    stage, verdict = STAGES[judged.stage].label, VERDICTS[judged.verdict].label
    row = (judged.folder, country_name(judged.case.partner), stage, verdict, due, owners, step.says)
    return tuple(map(escape_unprintable, row))


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = (text + " " * (width - cells(text)) for text, width in zip(row, widths, strict=False))
    return _APART.join((*padded, row[-1]))
