"""What the first page and the register tell across cases."""

import dataclasses

from tests.support.sample import at, bench, case_ids, judged, request, sign

from casebound.judge import RULES
from casebound.model.days import Day
from casebound.model.findings import Location
from casebound.model.judgment import Judgment
from casebound.plan.case_plan import ProjectPlan, StepKind
from casebound.plan.project_plan import planned
from casebound.plan.worklist import Task, worklist
from casebound.render.handbook.attention import attention
from casebound.render.handbook.charts import periods_chart, waiting_chart, years_chart
from casebound.render.handbook.overview import (
    case_rows,
    country_counts,
    on_hold,
    people_rows,
    stage_counts,
    verdict_counts,
)
from casebound.render.view import CaseView, case_view

BY_ID = {rule.id: rule for rule in RULES}
AS_OF = Day(2026, 11, 22)


def sample_views() -> tuple[CaseView, ...]:
    return tuple(case_view(planned(judged(bench(case))), BY_ID) for case in case_ids())


def tasks_of(views: tuple[CaseView, ...], days: int = 30) -> tuple[Task, ...]:
    judgment = Judgment(AS_OF, views[0].judged.facts.registers, tuple(view.judged for view in views), ())
    plan = ProjectPlan(judgment, {view.id: view.plan for view in views})
    return worklist(plan, lambda folder, path: Location(folder, 1, 1), days).tasks


def test_everything_on_the_worklist_is_on_the_home_page_and_nothing_else() -> None:
    tasks = tasks_of(sample_views())
    lists = attention(tasks, AS_OF)
    assert len(tasks) > 10
    shown = [(row.case, row.says) for found in lists for row in found.tasks]
    assert set(shown) <= {(task.case, task.step.says) for task in tasks}
    assert len(shown) + sum(found.more for found in lists) == len(tasks)
    assert {one.anchor for one in lists} >= {"holds", "due", "beginning", "no-relief", "ending", "stale", "ready"}


def test_every_kind_of_step_has_one_list() -> None:
    task = tasks_of(sample_views(), 3660)[0]
    for kind in StepKind:
        step = dataclasses.replace(task.step, kind=kind, says="x")
        lists = attention([dataclasses.replace(task, step=step)], AS_OF)
        assert [found.tasks[0].says for found in lists] == ["x"], kind


def test_a_list_that_finds_no_room_counts_the_rest() -> None:
    (found,) = attention(tasks_of(sample_views())[:1] * 40, AS_OF)
    assert (len(found.tasks), found.more, found.number) == (12, 28, 40)


def test_payroll_to_revert_leads_the_home_page_and_the_blocking_findings_follow() -> None:
    edits = [at("certificates/K1/ends", "2028-04-29")]
    view = case_view(planned(judged(sign(bench("NO-2026-001", edits)))), BY_ID)
    first, second, *_ = attention(tasks_of((view,)), AS_OF)
    assert (first.title, second.title) == ("Payroll to revert", "Blocking findings")


def test_the_running_assignments_without_relief_are_in_two_lists() -> None:
    lists = {found.anchor: found for found in attention(tasks_of(sample_views()), AS_OF)}
    running = {anchor: [row.case for row in lists[anchor].tasks if row.when.startswith("since")] for anchor in lists}
    assert running["beginning"] == ["CH-2026-010", "RO-2026-007"]
    assert sorted(running["no-relief"]) == ["CZ-2026-017", "FR-2026-004", "SG-2026-006"]


def test_on_hold_is_counted_the_same_everywhere() -> None:
    rows = case_rows(sample_views())
    held = [row.view.id for row in rows if row.view.plan.on_hold]
    assert "BE-2026-020" in held
    assert len(held) == on_hold(rows).number == sum(one.held for one in country_counts(rows))
    assert len(held) == sum(one.held for one in stage_counts(rows)) == sum(one.held for one in verdict_counts(rows))


def test_days_left_count_to_the_end_of_the_certificate_in_hand() -> None:
    rows = {row.view.id: row.days_left for row in case_rows(sample_views())}
    assert rows["KR-2026-015"] == (Day(2027, 1, 31) - AS_OF).days
    assert rows["BE-2025-018"] == -22
    assert rows["GB-2026-009"] is None


def test_the_countries_count_every_case_once() -> None:
    views = sample_views()
    told = country_counts(case_rows(views))
    assert sum(one.cases for one in told) == len(views)
    assert [one.cases for one in told] == sorted((one.cases for one in told), reverse=True)
    assert sum(one.supported for one in told) == sum(1 for view in views if view.verdict.label == "Supported")


def test_everybody_of_the_register_is_listed_with_the_parts_they_play() -> None:
    views = sample_views()
    registers = views[0].judged.facts.registers
    rows = people_rows(registers, views)
    assert {row.id for row in rows} == set(registers.people)
    ingrid = next(row for row in rows if row.id == "ingrid-dahl")
    assert [part for part, _ in ingrid.parts] == ["Operations owner"]
    assert "NO-2026-001" in ingrid.parts[0][1]


def test_the_waiting_chart_holds_open_requests_alone_and_a_window_only_where_it_is_sourced() -> None:
    chart = waiting_chart(sample_views(), AS_OF)
    assert chart is not None
    kinds = {row.label: {bar.kind for bar in row.bars} for row in chart.rows}
    assert kinds == {
        "GB-2026-009": {"waited", "window"},
        "DE-2026-024": {"waited"},
        "PL-2026-012": {"waited"},
        "KR-2026-008": {"waited", "window"},
    }
    assert "no stated waiting time" in next(row.says for row in chart.rows if row.label == "PL-2026-012")


def test_a_wait_longer_than_its_window_is_drawn_as_late() -> None:
    view = case_view(planned(judged(sign(bench("GB-2026-009", [request("waiting/days", 5)])))), BY_ID)
    chart = waiting_chart((view,), AS_OF)
    assert chart is not None
    assert {bar.kind for bar in chart.rows[0].bars} == {"late", "window"}


def test_the_chart_ahead_leaves_out_what_is_over_and_puts_first_what_ends_first() -> None:
    chart = periods_chart(sample_views(), AS_OF)
    assert chart is not None
    labels = [row.label for row in chart.rows]
    assert labels[0] == "KR-2026-015"
    assert "BE-2025-018" not in labels  # closed
    assert all(132 <= bar.x <= bar.x + bar.width <= 640 for row in chart.rows for bar in row.bars)


def test_without_cases_there_is_no_chart() -> None:
    assert waiting_chart((), AS_OF) is None
    assert periods_chart((), AS_OF) is None
    assert years_chart("x", "x", [("Romania", "RO.html", None)]) is None


def test_the_years_run_from_the_oldest_agreement_and_what_is_not_in_force_comes_last() -> None:
    found = [
        ("Norway", "NO.html", Day(1984, 7, 1)),
        ("Romania", "RO.html", None),
        ("Italy", "IT.html", Day(1978, 11, 1)),
    ]
    chart = years_chart("force", "x", found)
    assert chart is not None
    assert [row.label for row in chart.rows] == ["Italy", "Norway", "Romania"]
    assert chart.rows[2].says == "not in force"
    dots = [row.dot or 0 for row in chart.rows]
    assert dots == sorted(dots)
