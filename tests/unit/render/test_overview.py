"""What the register and the charts show across cases."""

from tests.support.sample import AS_OF, bench, case_ids, judged, request, sign

from casebound.judge import RULES
from casebound.plan.project_plan import planned
from casebound.render.handbook.charts import periods_chart, waiting_chart
from casebound.render.handbook.overview import on_hold, people_rows, stage_counts
from casebound.render.view import CaseView, case_view

BY_ID = {rule.id: rule for rule in RULES}


def sample_views() -> tuple[CaseView, ...]:
    return tuple(case_view(planned(judged(bench(case))), BY_ID, AS_OF) for case in case_ids())


def test_on_hold_is_counted_the_same_everywhere() -> None:
    views = sample_views()
    held = [view.id for view in views if view.plan.on_hold]
    assert "BE-2026-020" in held
    assert len(held) == on_hold(views).number == sum(one.held for one in stage_counts(views))


def test_everybody_of_the_register_is_listed_with_the_parts_they_play() -> None:
    views = sample_views()
    registers = views[0].judged.facts.registers
    rows = people_rows(registers, views, ())
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
    view = case_view(planned(judged(sign(bench("GB-2026-009", [request("waiting/days", 5)])))), BY_ID, AS_OF)
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


def test_a_certificate_of_another_employer_is_not_drawn_as_proof() -> None:
    chart = periods_chart(sample_views(), AS_OF)
    assert chart is not None
    kinds = {row.label: {bar.kind for bar in row.bars} for row in chart.rows}
    assert kinds["CH-2026-010"] == {"assignment", "misfit"}
    assert kinds["NO-2026-001"] == {"assignment", "certificate"}
    assert "does not match the case" in next(row.says for row in chart.rows if row.label == "CH-2026-010")
