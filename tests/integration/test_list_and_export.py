"""`list` and `export`: the cases that were asked for, as the plan sees them, and files that spreadsheets open."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.commands import Run
from tests.support.sample import PROJECT

from casebound.load.workspace import workspace
from casebound.model.days import Day
from casebound.model.judgment import Verdict
from casebound.model.terms import Stage
from casebound.pipeline.check import plan_of
from casebound.plan.case_plan import PlannedCase, ProjectPlan
from casebound.plan.selection import Selection, selected

TODAY = Day(2026, 11, 30)


@pytest.fixture(scope="module")
def plan() -> ProjectPlan:
    return plan_of(workspace(PROJECT), None, TODAY)


def names(cases: tuple[PlannedCase, ...]) -> set[str]:
    return {planned.judged.folder for planned in cases}


FILTERS: list[tuple[tuple[str, str], Selection, Any]] = [
    (("--stage", "Denied"), Selection(stage=Stage.DENIED), lambda one: one.judged.stage is Stage.DENIED),
    (("--country", "norway"), Selection(country="NO"), lambda one: one.judged.case.partner == "NO"),
    (("--country", "FR"), Selection(country="FR"), lambda one: one.judged.case.partner == "FR"),
    (
        ("--verdict", "supported"),
        Selection(verdict=Verdict.SUPPORTED),
        lambda one: one.judged.verdict is Verdict.SUPPORTED,
    ),
    (
        ("--owner", "Priya Raman"),
        Selection(owner="priya-raman"),
        lambda one: any(owner.id == "priya-raman" for step in one.plan.now for owner in step.owners),
    ),
    (
        ("--employer", "fjordline-subsea"),
        Selection(employer="fjordline-subsea"),
        lambda one: one.judged.case.employer == "fjordline-subsea",
    ),
    (
        ("--due", "2026-11-24"),
        Selection(due=Day(2026, 11, 24)),
        lambda one: any(not step.is_standing and (step.due or Day.min) <= Day(2026, 11, 24) for step in one.plan.now),
    ),
]


@pytest.mark.parametrize(("words", "selection", "holds"), FILTERS)
def test_a_filter_lists_the_cases_that_have_what_it_asks_for(
    plan: ProjectPlan, run: Run, words: tuple[str, str], selection: Selection, holds: Any
) -> None:
    expected = {one.judged.folder for one in plan.cases if holds(one)}
    assert 0 < len(expected) < len(plan.cases)
    assert names(selected(plan, selection)) == expected
    told = run("list", *words, "--format", "json", "-C", PROJECT)
    assert (told.code, told.err) == (0, "")
    assert {row["case"] for row in json.loads(told.out)["rows"]} == expected


def test_list_says_what_the_plan_says(plan: ProjectPlan, run: Run) -> None:
    told = run("list", "-C", PROJECT)
    lines = told.out.splitlines()
    assert len(lines) == len(plan.cases) + 2
    assert lines[-1] == f"{len(plan.cases)} cases as of 2026-11-22"
    for planned, line in zip(selected(plan, Selection()), lines[1:], strict=False):
        assert line.startswith(planned.judged.folder)
        assert line.endswith(planned.plan.next_step)
        assert all(owner.name in line for owner in planned.plan.next.owners)


def test_a_list_without_a_case_says_so(run: Run) -> None:
    told = run("list", "--country", "NO", "--stage", "denied", "-C", PROJECT)
    assert (told.code, told.out) == (0, "0 of 25 cases as of 2026-11-22\n")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--owner", "priya-ramen"), "did you mean `priya-raman`?"),
        (("--country", "Norwy"), "did you mean `Norway`?"),
        (("--employer", "xyz"), "'xyz' is not known; known are"),
        (("--stage", "submited"), "did you mean `submitted`?"),
    ],
)
def test_what_no_register_has_is_an_error(run: Run, words: tuple[str, str], says: str) -> None:
    told = run("list", *words, "-C", PROJECT)
    assert told.code == 2
    assert says in " ".join(told.err.split())


@pytest.mark.parametrize("what", ["register", "worklist", "chain"])
def test_an_export_is_a_file_for_a_spreadsheet(tmp_path: Path, run: Run, what: str) -> None:
    told = run("export", what, "--format", "csv", "--owner", "priya-raman", "-C", PROJECT)
    found = {row["Case"] for row in csv.DictReader(io.StringIO(told.out.removeprefix("\ufeff"), newline=""))}
    assert (told.code, found) == (0, {"KR-2026-015", "DE-2026-024"})
    assert run("export", what, "--output", tmp_path / "out.xlsx", "-C", PROJECT).code == 0
    assert (tmp_path / "out.xlsx").read_bytes().startswith(b"PK")


def test_an_excel_file_needs_a_name(run: Run) -> None:
    told = run("export", "register", "-C", PROJECT)
    assert (told.code, "--output register.xlsx" in told.err) == (2, True)


def test_a_forecast_says_so(run: Run) -> None:
    assert run("list", "--as-of", "2090-01-01", "-C", PROJECT).out.endswith("(forecast: this day has not come)\n")
