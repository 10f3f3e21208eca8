"""Duties, the four answers, approvals, calendar and changes: they follow from the plans and lose nothing."""

from collections.abc import Iterable
from datetime import timedelta
from functools import cache

import pytest
from tests.support.sample import GONE, Bench, as_of, at, bench, case_ids, judged, sign

from casebound.model.days import Day
from casebound.model.findings import Location
from casebound.model.judgment import Judgment, Verdict, VerdictChange
from casebound.model.terms import Stage
from casebound.plan.agenda import agenda, by_week
from casebound.plan.approval_queue import approval_queue
from casebound.plan.case_plan import PlannedCase, ProjectPlan, StepKind
from casebound.plan.duties import Duty, Pressure, duties, of_person
from casebound.plan.portfolio import portfolio
from casebound.plan.project_plan import project_plan
from casebound.plan.recent import recent
from casebound.plan.worklist import Task, worklist

AS_OF = Day(2026, 11, 22)
NO, KR, FR, BE = "NO-2026-001", "KR-2026-015", "FR-2026-005", "BE-2026-020"


def project(benches: Iterable[Bench]) -> ProjectPlan:
    cases = tuple(judged(one) for one in benches)
    return project_plan(Judgment(AS_OF, cases[0].facts.registers, cases, ()))


@cache
def samples() -> ProjectPlan:
    return project(bench(case) for case in case_ids())


def tasks(plan: ProjectPlan, days: int = 30) -> tuple[Task, ...]:
    return worklist(plan, lambda folder, _: Location(folder, 1, 1), days).tasks


def found(plan: ProjectPlan) -> tuple[Duty, ...]:
    return duties(plan, tasks(plan))


def ids(cases: tuple[PlannedCase, ...]) -> list[str]:
    return [planned.judged.folder for planned in cases]


def test_every_task_is_in_one_duty_of_its_owners() -> None:
    listed = [(duty.case, duty.owners, step) for duty in found(samples()) for step in duty.steps]
    assert len(listed) > 20
    assert sorted(map(repr, listed)) == sorted(
        repr((task.case, task.step.owners, task.step)) for task in tasks(samples())
    )


def test_every_person_finds_all_that_the_plans_ask_of_them() -> None:
    everything = found(samples())
    people = {owner.id for task in tasks(samples()) for owner in task.step.owners}
    for person in people:
        asked = {
            (task.case, task.step) for task in tasks(samples()) if any(owner.id == person for owner in task.step.owners)
        }
        assert {(duty.case, step) for duty in of_person(everything, person) for step in duty.steps} == asked


def test_what_is_late_comes_first_and_says_by_how_much() -> None:
    late = [(duty.case, duty.when) for duty in found(samples()) if duty.pressure is Pressure.LATE]
    assert late == [(FR, "late 52 days"), (KR, "late 20 days"), ("PL-2026-012", "late 10 days")]
    order = [duty.pressure for duty in found(samples())]
    assert order == sorted(order)


def test_an_exemption_in_use_without_proof_comes_before_everything() -> None:
    plan = project([sign(bench(NO, [at("certificates/K1/ends", "2028-04-29")])), bench(FR)])
    first = found(plan)[0]
    assert (first.case, first.pressure) == (NO, Pressure.BLOCKS)
    assert StepKind.REVERT in {step.kind for step in first.steps}
    assert ids(portfolio(plan).unsupported) == [NO]
    assert ids(portfolio(plan).exempt) == []


def test_an_open_question_presses_when_the_work_begins_soon() -> None:
    (duty,) = [duty for duty in found(samples()) if duty.case == BE and duty.pressure is not Pressure.STANDING]
    assert duty.when == "work begins in 9 days"


def test_nothing_is_open_without_an_age() -> None:
    for duty in found(samples()):
        assert any(digit.isdigit() for digit in duty.when) or "today" in duty.when or duty.when == "now", duty.when


def test_every_case_whose_next_step_is_not_to_keep_has_a_duty() -> None:
    """A case with something to do is on the list of the home page, or its day is more than 30 days away."""
    far = duties(samples(), tasks(samples(), 3660))
    assert {duty.case for duty in far} == set(samples().plans)


def test_the_four_answers_of_the_samples() -> None:
    answer = portfolio(samples())
    assert ids(answer.waiting) == ["CH-2026-010", "RO-2026-007"]
    assert ids(answer.decided) == ["CZ-2026-017", "SG-2026-006", "FR-2026-004"]
    assert ids(answer.beginning) == [BE, "GB-2026-009", "PL-2026-012"]
    assert len(answer.exempt) == 8
    assert ids(answer.ended) == ["BE-2025-018"]


def test_a_running_case_is_exempt_or_without_an_exemption_and_never_both() -> None:
    answer = portfolio(samples())
    exempt, unrelieved = set(ids(answer.exempt)), set(ids(answer.unrelieved))
    assert not exempt & unrelieved
    for planned in samples().cases:
        work, folder = planned.judged.case.assignment, planned.judged.folder
        runs = work.begins <= AS_OF and (work.ends is None or work.ends >= AS_OF)
        if runs and planned.judged.stage is not Stage.CLOSED:
            assert folder in exempt | unrelieved
        assert (folder in exempt) <= (planned.judged.verdict is Verdict.SUPPORTED)


def test_an_exemption_that_ends_soon_is_announced() -> None:
    late = judged(bench(KR, [as_of("2027-01-10")]))
    plan = project_plan(Judgment(Day(2027, 1, 10), late.facts.registers, (late,), ()))
    assert ids(portfolio(plan).ending) == [KR]
    assert ids(portfolio(samples()).ending) == []
    events = {(event.case, event.says, event.on) for event in agenda(samples(), (), AS_OF + timedelta(days=90))}
    assert (KR, "The exemption has ended.", Day(2027, 2, 1)) in events


@pytest.mark.parametrize("blocks", [True, False])
def test_the_calendar_has_the_day_on_which_time_alone_blocks_a_case(blocks: bool) -> None:
    change = VerdictChange(Day(2027, 2, 1), ("The case is blocked: nobody decided.",), blocks)
    plan = project_plan(samples().judgment, {"SE-2026-025": change})
    said = [
        event.says for event in agenda(plan, (), change.on) if event.on == change.on and event.case.startswith("SE")
    ]
    assert said == ["If nothing is recorded: The case is blocked: nobody decided."] * blocks


def test_every_approval_that_a_plan_asks_for_waits_in_the_queue() -> None:
    queue = approval_queue(samples())
    asked = {
        (folder, step.kind, step.owners)
        for folder, plan in samples().plans.items()
        for step in plan.steps
        if step.kind in (StepKind.FILING_APPROVAL, StepKind.EXEMPTION_APPROVAL)
    }
    assert len(asked) == len(queue)
    assert [waiting.case for waiting in queue if waiting.blocked_by is None] == ["SE-2026-025"]
    blocked = next(waiting for waiting in queue if waiting.case == BE)
    assert blocked.blocked_by is not None
    assert blocked.blocked_by.says == "Find out whether the worker has any other work."


@pytest.mark.parametrize("days", [7, 90])
def test_the_calendar_has_every_task_with_a_day_in_its_week(days: int) -> None:
    until = AS_OF + timedelta(days=days)
    events = agenda(samples(), tasks(samples(), days), until)
    due = {
        (task.case, task.step.says, task.step.due)
        for task in tasks(samples(), days)
        if task.step.due and task.step.due >= AS_OF and not task.step.is_standing
    }
    assert due <= {(event.case, event.says, event.on) for event in events}
    assert [event for week in by_week(events) for event in week.events] == list(events)
    for week in by_week(events):
        assert week.begins.weekday() == 0
        assert all(week.begins <= event.on < week.begins + timedelta(days=7) for event in week.events)


def test_recent_changes_have_log_answers_checks_and_documents_of_the_days_asked_for() -> None:
    events = recent(samples(), 14)
    assert all(AS_OF - timedelta(days=14) <= event.on <= AS_OF for event in events)
    says = {(event.case, event.says) for event in events}
    assert ("FI-2026-021", "Approved the filing (D1) as final approver.") in says
    assert ("KR-2026-008", "Checked the status: “Pending”.") in says
    assert ("KR-2026-008", "Added E11.") in says
    assert recent(project([bench(NO, [at("log", GONE)])]), 0) == ()
