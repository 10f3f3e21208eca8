"""The register and the worklist as tables for a spreadsheet: one row a case or a task."""

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casebound.model.countries import country_name
from casebound.model.days import Day
from casebound.model.labels import DIRECTIONS, LANES, ROLES, STAGES, VERDICTS
from casebound.model.requests import latest_sent
from casebound.plan.case_plan import PlannedCase, ProjectPlan
from casebound.plan.worklist import Worklist
from casebound.report.sanitize import escape_unprintable

_LONG_TEXTS = frozenset({"Next step", "Missing", "Payroll", "What", "Why", "Employer or activity"})
_WIDE, _NARROW = 48, 15  # characters
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class SpreadsheetTable:
    """Column heads and rows of texts and days; None is an empty cell."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str | Day | None]]


def as_csv(table: SpreadsheetTable) -> bytes:
    """CSV that Excel opens: UTF-8 with a byte order mark, days in ISO 8601.

    A text that looks like a formula gets an apostrophe.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.heads)
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(table: SpreadsheetTable, title: str, made_on: Day) -> bytes:
    """An Excel workbook with days as days, a fixed header and filters. No text is a formula or a link."""
    import xlsxwriter

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties(
            {"title": title, "created": dt.datetime(made_on.year, made_on.month, made_on.day, tzinfo=dt.UTC)}
        )
        head, day, text = (
            book.add_format({"valign": "top", "text_wrap": True} | more)
            for more in ({"bold": True, "bottom": 1}, {"num_format": "mmm d, yyyy", "align": "left"}, {})
        )
        sheet = book.add_worksheet(title)
        sheet.write_row(0, 0, table.heads, head)
        for number, row in enumerate(table.rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, escape_unprintable(value), text)
                elif value is not None:
                    sheet.write_datetime(number, column, value, day)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(table.rows), len(table.heads) - 1)
        for column, name in enumerate(table.heads):
            sheet.set_column(column, column, _WIDE if name in _LONG_TEXTS else _NARROW)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return file.getvalue()


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
            task.step.due or "now",
            task.step.since,
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


def _case(planned: PlannedCase) -> Iterator[str | Day | None]:
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
    yield min((line.begins for line in exempt if line.begins), default=None)
    yield max((line.ends for line in exempt if line.ends), default=None)
    yield case.assignment.begins
    yield case.assignment.ends
    yield sent[2].on if sent else None
    yield (sent[2].reference or "") if sent else ""
    yield plan.certificate_ends
    yield plan.next_step
    yield plan.next.who
    yield plan.next.due
    yield "; ".join(plan.missing)
    yield " ".join(line.says for line in plan.payroll)


def _cell(value: str | Day | None) -> str:
    if not isinstance(value, str):
        return value.isoformat() if value else ""
    text = escape_unprintable(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
