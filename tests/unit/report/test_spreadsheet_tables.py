"""The register and the worklist as tables: one row a case or task, and no cell that a spreadsheet runs."""

import csv
import io
import json
import zipfile

from tests.support.sample import at, bench, case_ids, judged, sign

from casebound.model.days import Day
from casebound.model.findings import Location
from casebound.model.judgment import Judgment
from casebound.plan.case_plan import ProjectPlan
from casebound.plan.project_plan import project_plan
from casebound.plan.worklist import worklist
from casebound.report.spreadsheet_tables import SpreadsheetTable, as_csv, as_json, as_xlsx
from casebound.report.work_tables import chain_table, register_table, worklist_table

AS_OF = Day(2026, 11, 22)


def project() -> ProjectPlan:
    cases = tuple(judged(bench(case)) for case in case_ids())
    return project_plan(Judgment(AS_OF, cases[0].facts.registers, cases, ()))


def register_table_of(plan: ProjectPlan) -> SpreadsheetTable:
    return register_table(plan.judgment, plan.cases)


def rows(table: SpreadsheetTable) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(table).decode("utf-8-sig"), newline="")))


def test_every_case_has_a_row_that_says_what_the_plan_says() -> None:
    plan = project()
    found = {row["Case"]: row for row in rows(register_table_of(plan))}
    assert set(found) == set(case_ids())
    for planned in plan.cases:
        row = found[planned.judged.folder]
        assert row["Next step"] == planned.plan.next_step
        assert row["Owner"] == planned.plan.next.who
    assert found["NO-2026-001"]["Exempt to"] == "2028-04-30"
    assert found["CZ-2026-017"]["Exempt to"] == ""


def test_every_task_has_a_row() -> None:
    plan = project()
    tasks = worklist(plan, lambda folder, _: Location(folder, 1, 1), 30)
    found = rows(worklist_table(tasks))
    assert [(row["Case"], row["What"]) for row in found] == [(task.case, task.step.says) for task in tasks.tasks]


def test_a_register_row_has_the_request_the_answer_and_the_exempt_days() -> None:
    row = {row["Case"]: row for row in rows(register_table_of(project()))}["NO-2026-001"]
    assert (row["Channel"], row["Request sent"], row["Status text"]) == ("Online", "2026-01-22", "Completed")
    assert (row["Certificate"], row["Exempt days"], row["As of"]) == ("SPECIMEN-US-NO-0001", "731", "2026-11-22")


def test_every_link_of_every_case_has_a_row() -> None:
    plan = project()
    found = rows(chain_table(plan.judgment, plan.cases))
    for planned in plan.cases:
        judged = planned.judged
        states = [(row["Claim"], row["State"]) for row in found if row["Case"] == judged.folder]
        judging = [
            (claim.claim, "Complete" if link.holds else "Not complete")
            for claim in judged.claims
            for link in claim.chain
        ]
        assert states == (judging or [("", link.words.label) for link in planned.plan.links])


def test_json_has_names_and_empty_values() -> None:
    value = json.loads(as_json(register_table_of(project())))
    assert (value["as_of"], value["forecast"]) == ("2026-11-22", False)
    row = {row["case"]: row for row in value["rows"]}["CZ-2026-017"]
    assert (row["exempt_from"], row["exempt_days"]) == (None, 0)


def test_every_format_says_that_a_table_is_a_forecast() -> None:
    table = SpreadsheetTable(("Case",), [("X",)], AS_OF, is_forecast=True)
    assert b"Forecast for 2026-11-22" in as_csv(table)
    assert json.loads(as_json(table))["forecast"] is True
    with zipfile.ZipFile(io.BytesIO(as_xlsx(table, "Cases"))) as book:
        assert b"Forecast for 2026-11-22" in book.read("xl/sharedStrings.xml")


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    one = judged(sign(bench("NO-2026-001", [at("worker/reference", "=HYPERLINK(1)")])))
    plan = project_plan(Judgment(AS_OF, one.facts.registers, (one,), ()))
    assert rows(register_table_of(plan))[0]["Worker reference"] == "'=HYPERLINK(1)"
    for start in "=+-@":
        assert as_csv(SpreadsheetTable(("x",), [(f"{start}1",)], AS_OF)).splitlines()[1][:1] == b"'"


def test_a_workbook_has_days_as_days_and_no_formula_or_link() -> None:
    table = SpreadsheetTable(("Case", "Due"), [("=1+1", AS_OF), ("https://example.com", None)], AS_OF)
    data = as_xlsx(table, "Cases")
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
        assert not [name for name in book.namelist() if "rels" in name and "sheet1" in name]
    assert "=1+1" in texts
    assert "<f>" not in sheet
    assert f"<v>{(AS_OF - Day(1899, 12, 30)).days}</v>" in sheet
    assert '<autoFilter ref="A1:C3"/>' in sheet
    assert 'state="frozen"' in sheet


def test_the_same_table_gives_the_same_workbook() -> None:
    table = register_table_of(project())
    assert as_xlsx(table, "Cases") == as_xlsx(table, "Cases")
