"""A check for a day that has not come: what is dated after today supports nothing, and nothing is published."""

import json
from pathlib import Path

import pytest
from tests.support.sample import AS_OF, Edit, as_of, at, bench, judgment_of, sign

from casebound import report
from casebound.cli import worklist_command
from casebound.load.workspace import workspace
from casebound.model.days import Day
from casebound.model.errors import CannotJudge
from casebound.model.findings import Location
from casebound.model.judgment import Judgment
from casebound.model.terms import Severity
from casebound.pipeline.build import BuildRequest, build
from casebound.pipeline.check import RULES
from casebound.plan.project_plan import project_plan
from casebound.plan.worklist import worklist
from casebound.report import worklist_formats

NO = "NO-2026-001"
NEXT_SUMMER = "2027-06-01"


def in_summer(*edits: Edit) -> Judgment:
    """The judgment of a case for a day of next summer, made on the as-of date of the sample."""
    return judgment_of(sign(bench(NO, (*edits, as_of(NEXT_SUMMER)))), today=AS_OF)


def test_a_supported_case_stays_supported_in_a_forecast_that_says_so() -> None:
    judgment = in_summer()
    (case,) = judgment.cases
    assert judgment.is_forecast
    assert [claim.supported for claim in case.claims] == [True]
    found = [finding for finding in judgment.findings if finding.control == "F35"]
    assert [(finding.severity, finding.message) for finding in found] == [
        (Severity.WARNING, f"this is a forecast: the as-of date {NEXT_SUMMER} is after today, {AS_OF}")
    ]


@pytest.mark.parametrize(
    "edit",
    [
        at("claims/C1/relied/0/entered_on", "2027-01-04"),
        at("certificates/K1/received_on", "2027-01-04"),
        at("exhibits/E13/recorded", "2027-01-04"),
        at("rule/confirmed_on", "2027-01-04"),
        at("requests/R1/sent/on", "2027-01-04"),
        at("requests/R1/tracker/0/at", "2027-01-04T09:00-05:00"),
        at("log/0/at", "2027-01-04T09:00-05:00"),
    ],
)
def test_what_is_dated_after_today_supports_nothing_in_a_forecast(edit: Edit) -> None:
    judgment = in_summer(edit)
    assert [claim.supported for case in judgment.cases for claim in case.claims] == [False]
    assert any("is after today, 2026-11-22" in finding.message for finding in judgment.findings)


def test_every_format_says_that_a_check_is_a_forecast() -> None:
    shown = report.Report(project_plan(in_summer()), RULES)
    for name, made in report.FORMATS.items():
        assert "forecast" in made(shown), name
    assert json.loads(report.FORMATS["json"](shown))["forecast"] is True
    assert not judgment_of(bench(NO)).is_forecast


def test_every_format_of_the_worklist_says_that_it_is_a_forecast() -> None:
    for judgment, expected in ((in_summer(), True), (judgment_of(sign(bench(NO)), today=AS_OF), False)):
        tasks = worklist(project_plan(judgment), lambda folder, _: Location(folder, 1, 1), 3660)
        for name in worklist_command.FORMATS.values():
            made = getattr(worklist_formats, name)(tasks)
            says = '"forecast": true' in made if name == "as_json" else "forecast" in made.lower()
            assert says == expected, name


@pytest.mark.parametrize(("day", "today"), [(None, Day(2026, 11, 21)), (Day(2026, 11, 23), AS_OF)])
def test_a_forecast_is_never_published(small: Path, day: Day | None, today: Day) -> None:
    with pytest.raises(CannotJudge, match="a forecast is never published"):
        build(workspace(small), BuildRequest(day, today, documents=False))
    assert not (small / "build" / "handbook").exists()


def test_a_preview_shows_a_forecast_as_a_forecast(small: Path) -> None:
    built = build(workspace(small), BuildRequest(Day(2027, 6, 1), AS_OF, preview=True, documents=False))
    assert built.release is not None
    for page in ("index.html", f"cases/{NO}/index.html"):
        text = (built.release.folder / page).read_text(encoding="utf-8")
        assert "forecast" in text
        assert "blocking findings" not in text.partition("<h1")[0]
