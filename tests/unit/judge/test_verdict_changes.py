"""The days on which time alone changes the verdict on a case, and what changes."""

import pytest
from tests.support.sample import AS_OF, Edit, as_of, bench, judgment, loaded, sample, schemas

from casebound.judge import changes, judge, next_changes
from casebound.model.days import Day
from casebound.model.judgment import VerdictChange
from casebound.plan.project_plan import project_plan
from casebound.report import as_value

NO, SE, GB = "NO-2026-001", "SE-2026-025", "GB-2026-009"
BEFORE_PAYROLL = Day(2026, 4, 26)


OVER = ("C1: The exemption is over.", "The stage “Exemption in effect” becomes “Exemption ended”.")


def next_of(case: str, *edits: Edit) -> VerdictChange | None:
    benches = [bench(case, edits)]
    return next_changes(loaded(benches), judgment(benches)).get(case)


def test_a_supported_case_is_supported_until_its_last_claimed_day() -> None:
    assert next_of(NO) == VerdictChange(Day(2028, 5, 1), OVER, blocks=False)


def test_a_proposed_exemption_blocks_when_its_term_is_over() -> None:
    change = next_of(SE)
    assert change is not None
    assert (change.on, change.blocks) == (Day(2027, 2, 1), True)
    assert change.says[0].startswith("The case is blocked: C1 is only proposed")


def test_a_warning_changes_no_verdict() -> None:
    assert next_of(GB) is None


@pytest.mark.parametrize("case", [NO, SE])
def test_after_the_last_change_nothing_changes(case: str) -> None:
    project = judge(sample(), schemas(), Day(2030, 1, 1), Day.max)
    assert next_changes(sample(), project).get(case) is None


def test_what_was_entered_for_a_later_day_counts_from_this_day() -> None:
    change = next_of(NO, as_of(BEFORE_PAYROLL.isoformat()))
    assert change is not None
    assert change.on == Day(2026, 4, 27)
    assert change.says == (
        "C1: “Not supported” becomes “Supported”.",
        "The stage “Exemption unsupported” becomes “Exemption in effect”.",
        "The case is no longer blocked.",
    )


def test_in_a_forecast_what_was_entered_for_a_later_day_never_counts() -> None:
    project = loaded([bench(NO)])
    (case,) = judge(project, schemas(), AS_OF, BEFORE_PAYROLL).cases
    assert list(changes(Day.max, project.cases[0], case)) == []


def test_the_report_has_the_last_day_of_the_verdict_and_what_changes_then() -> None:
    whole = judgment([bench(NO), bench(GB)])
    value = as_value(project_plan(whole, next_changes(sample(), whole)))
    found = {case["folder"]: (case["until"], case["then"]) for case in value["cases"]}
    assert found == {NO: ("2028-04-30", [*OVER]), GB: (None, [])}
