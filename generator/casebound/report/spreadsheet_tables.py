"""The register and the worklist as tables for a spreadsheet: one row a case or a task."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casebound.model.countries import country_name
from casebound.model.labels import DIRECTIONS, LANES, ROLES, STAGES, VERDICTS
from casebound.model.requests import latest_sent
from casebound.plan.case_plan import PlannedCase, ProjectPlan
from casebound.plan.worklist import Worklist
from casebound.report.sanitize import escape_unprintable

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class SpreadsheetTable:
    """Column heads and rows of text; days are ISO 8601."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


def as_csv(table: SpreadsheetTable) -> bytes:
    """CSV that Excel opens: UTF-8 with a byte order mark. A text that looks like a formula gets an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.heads)
    writer.writerows([_safe(value) for value in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def register_table(plan: ProjectPlan) -> SpreadsheetTable:
    """A row for each case, in the order of the report."""
    heads = (
        *("Case", "Worker reference", "Employer or activity", "Country", "Direction", "Request type", "Stage"),
        *("On hold", "Verdict", "Exempt from", "Exempt to", "Work begins", "Work ends", "Request sent", "Reference"),
        *("Certificate ends", "Next step", "Owner", "Due", "Missing", "Payroll"),
    )
    return SpreadsheetTable(heads, [tuple(_case(planned)) for planned in plan.cases])


def worklist_table(worklist: Worklist) -> SpreadsheetTable:
    """A row for each task, in the order in which the tasks are due."""
    heads = ("Due", "Open since", "Case", "What", "Why", "Owners", "Roles", "Missing", "Kind")
    rows = [
        (
            task.step.due.isoformat() if task.step.due else "now",
            task.step.since.isoformat() if task.step.since else "",
            task.case,
            task.step.says,
            task.step.because,
            "; ".join(owner.name for owner in task.step.owners),
            "; ".join(ROLES[owner.role] for owner in task.step.owners if owner.role),
            "; ".join(task.step.missing),
            task.step.kind.value,
        )
        for task in worklist.tasks
    ]
    return SpreadsheetTable(heads, rows)


def _case(planned: PlannedCase) -> Iterator[str]:
    judged, plan = planned.judged, planned.plan
    case, registers = judged.case, judged.facts.registers
    employer = registers.employers.get(case.employer or "")
    sent = latest_sent(case)
    exempt = [line for line in plan.payroll if line.exempts(judged.facts.as_of)]
    yield judged.folder
    yield case.worker.reference
    yield employer.name if employer else (case.activity.name if case.activity else case.employer or "")
    yield country_name(case.partner)
    yield DIRECTIONS[case.direction].label
    yield LANES[case.filing.lane]
    yield STAGES[judged.stage].label
    yield "yes" if plan.on_hold else "no"
    yield VERDICTS[judged.verdict].label
    yield "; ".join(str(line.begins) for line in exempt)
    yield "; ".join(str(line.ends) for line in exempt)
    yield str(case.assignment.begins)
    yield str(case.assignment.ends or "")
    yield str(sent[2].on) if sent else ""
    yield (sent[2].reference or "") if sent else ""
    yield plan.certificate_ends
    yield plan.next_step
    yield plan.next.who
    yield str(plan.next.due or "")
    yield "; ".join(plan.missing)
    yield " ".join(line.says for line in plan.payroll)


def _safe(value: str) -> str:
    text = escape_unprintable(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
