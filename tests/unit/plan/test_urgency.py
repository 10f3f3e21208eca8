"""The order in which lists show cases, and the short lists that a case is on."""

from functools import cache

import pytest
from tests.support.sample import as_of, at, bench, case_ids, exhibit_file, judged, judgment, sign

from casebound.model.days import Day, parse_day
from casebound.model.judgment import JudgedCase
from casebound.plan.ages import distance, span
from casebound.plan.approval_queue import approval_queue
from casebound.plan.case_plan import PlannedCase
from casebound.plan.project_plan import planned, project_plan
from casebound.plan.urgency import Group, QuickView, Rank, Urgency, age, urgency

AS_OF = Day(2026, 11, 22)


@cache
def samples() -> dict[str, tuple[PlannedCase, Urgency]]:
    found = {case: planned(judged(bench(case))) for case in case_ids()}
    return {case: (one, urgency(one.judged, one.plan, AS_OF)) for case, one in found.items()}


def urgent(case: JudgedCase, day: Day = AS_OF) -> Urgency:
    return urgency(case, planned(case).plan, day)


def test_the_samples_come_in_the_order_of_urgency() -> None:
    found = sorted(samples(), key=lambda case: samples()[case][1].order)
    assert found[:8] == [
        "FR-2026-005",
        "KR-2026-015",
        "PL-2026-012",
        "CH-2026-010",
        "RO-2026-007",
        "BE-2026-020",
        "GB-2026-009",
        "DE-2026-024",
    ]
    assert found[-5:] == ["JP-2026-014", "DK-2026-016", "FR-2026-004", "SG-2026-006", "BE-2025-018"]


def test_a_case_on_hold_needs_action_and_ranks_no_later() -> None:
    for planned_case, found in samples().values():
        if planned_case.plan.on_hold:
            assert found.rank <= Rank.ON_HOLD
            assert Group.NEEDS_ACTION in found.groups


def test_a_late_step_makes_the_case_late_and_nothing_else_does() -> None:
    for planned_case, found in samples().values():
        late = [step for step in planned_case.plan.steps if step.overdue]
        assert (QuickView.LATE in found.views) == bool(late)
        assert sorted(step.says for step in found.late) == sorted(step.says for step in late)
    late_cases = {case for case, (_, found) in samples().items() if found.late}
    assert late_cases == {"FR-2026-005", "KR-2026-015", "PL-2026-012"}


def test_a_refused_case_with_an_open_review_needs_action_and_stays_refused() -> None:
    assert samples()["CZ-2026-017"][1].groups == (Group.NEEDS_ACTION, Group.NOT_FILED)
    assert samples()["DK-2026-016"][1].groups == (Group.NOT_FILED,)


def test_a_proved_case_is_proved_also_where_something_is_late() -> None:
    assert samples()["KR-2026-015"][1].groups == (Group.NEEDS_ACTION, Group.PROVED)
    assert samples()["NO-2026-001"][1].groups == (Group.PROVED,)
    assert samples()["BE-2025-018"][1].groups == (Group.CLOSED,)


def test_an_unsupported_claim_and_a_blocking_finding_come_first() -> None:
    unsupported = urgent(judged(sign(bench("NO-2026-001", [at("certificates/K1/ends", "2028-04-29")]))))
    assert (unsupported.rank, unsupported.groups) == (Rank.UNSUPPORTED, (Group.NEEDS_ACTION,))
    blocked = urgent(judged(sign(bench("GB-2026-009", [exhibit_file("E1", sha256="0" * 64)]))))
    assert blocked.rank is Rank.UNSUPPORTED


@pytest.mark.parametrize(
    ("day", "rank", "group"),
    [("2026-10-30", Rank.WAITING, Group.WAITING), ("2026-11-03", Rank.BEGINS_SOON, Group.WAITING)],
)
def test_a_request_that_is_out_waits_until_the_work_begins_soon(day: str, rank: Rank, group: Group) -> None:
    found = urgent(judged(bench("PL-2026-012", [as_of(day)])), parse_day(day))
    assert (found.rank, found.groups) == (rank, (group,))


def test_the_quick_views_hold_the_cases_that_they_name() -> None:
    shown = {view: [case for case in samples() if view in samples()[case][1].views] for view in QuickView}
    assert shown[QuickView.BEGINS] == ["BE-2026-020", "GB-2026-009", "PL-2026-012"]
    assert shown[QuickView.ENDS] == ["KR-2026-015"]
    assert "SE-2026-025" in shown[QuickView.APPROVAL]
    cases = [planned_case for planned_case, _ in samples().values()]
    queue = approval_queue(project_plan(judgment([bench(case.judged.folder) for case in cases])))
    assert shown[QuickView.APPROVAL] == sorted({row.case for row in queue if row.blocked_by is None})


def test_the_age_of_a_step_is_in_words() -> None:
    ages = {case: age(one.plan.next, AS_OF) for case, (one, _) in samples().items()}
    assert ages["KR-2026-015"] == "20 days late"
    assert ages["CH-2026-010"] == "open 88 days"
    assert ages["GB-2026-009"] == "due in 4 days"
    assert ages["FI-2026-021"] == "open now"
    assert ages["SG-2026-006"] == ""


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-22, "22 days ago"),
        (-1, "1 day ago"),
        (0, "today"),
        (1, "in 1 day"),
        (90, "in 90 days"),
        (91, "in 2 months"),
        (525, "in 17 months"),
        (730, "in 23 months"),
        (731, "in 2 years"),
        (1104, "in 3 years"),
    ],
)
def test_a_distance_is_in_days_then_months_then_years(days: int, words: str) -> None:
    assert distance(days) == words
    assert not days or span(abs(days)) in words
