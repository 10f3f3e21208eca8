"""The register of cases: its rows, what they show, and what the filters read."""

import json
import re
from functools import cache
from typing import Any

import pytest
from tests.support.documents import UNSUPPORTED, templates, unsupported_judgment
from tests.support.sample import AS_OF, bench, case_ids, judged

from casebound.judge import RULES
from casebound.model.labels import ON_HOLD
from casebound.model.terms import Role
from casebound.plan.project_plan import planned
from casebound.plan.urgency import proof_ends
from casebound.render.handbook.overview import on_hold
from casebound.render.handbook.register import RegisterRow, register_rows
from casebound.render.view import CaseView, case_view

BY_ID = {rule.id: rule for rule in RULES}


@cache
def sample_views() -> tuple[CaseView, ...]:
    return tuple(case_view(planned(judged(bench(case))), BY_ID, AS_OF) for case in case_ids())


@cache
def sample_rows() -> dict[str, RegisterRow]:
    return {row.view.id: row for row in register_rows(sample_views())}


def markup(views: tuple[CaseView, ...]) -> dict[str, str]:
    """The row of each case as the page has it, in order."""
    page = templates().render("handbook/cases.html.j2", rows=register_rows(views), preview=False)
    rows = re.findall(r"<tr data-filtered=.*?</tr>", page, re.DOTALL)
    assert len(rows) == len(views)
    return {re.findall(r'class="id"[^>]*>([^<]+)<', row)[0]: row for row in rows}


def cell(row: str, label: str) -> str:
    (found,) = re.findall(rf'<td data-label="{label}">(.*?)</td>', row, re.DOTALL)
    return str(found)


def shows_its_verdict_and_hold(view: CaseView, row: str) -> None:
    stage = cell(row, "Stage")
    filtered = json.loads(re.findall(r"data-filtered='(.*?)'", row)[0])
    assert view.stage.label in stage
    assert (ON_HOLD.label in stage) == view.plan.on_hold == (filtered["hold"] == ON_HOLD.label)
    assert (view.stage.label, view.verdict.label) == (filtered["stage"], filtered["verdict"])
    if view.verdict.label in ("PROPOSED, NOT EXEMPT", "Not supported"):
        assert view.verdict.label in stage
    assert view.plan.reservation.split("-")[0] in stage
    assert view.verdict.label in cell(row, "Next step")


def test_every_sample_row_shows_stage_hold_and_verdict_as_the_case_has_them() -> None:
    rows = markup(sample_views())
    for view in sample_views():
        shows_its_verdict_and_hold(view, rows[view.id])
    held = sum(ON_HOLD.label in cell(row, "Stage") for row in rows.values())
    assert held == on_hold(sample_views()).number > 0


@pytest.mark.parametrize("case", UNSUPPORTED)
def test_an_unsupported_claim_is_unmistakable_in_the_register(case: str) -> None:
    view = case_view(planned(unsupported_judgment()[case]), BY_ID, AS_OF)
    row = markup((view,))[view.id]
    assert "Not supported" in cell(row, "Stage")
    shows_its_verdict_and_hold(view, row)


def test_every_row_shows_the_country_the_worker_reference_and_the_employer_or_activity() -> None:
    for view in sample_views():
        row = markup((view,))[view.id]
        assert view.country in row
        assert f"<small>{view.case.worker.reference}</small>" in row
        assert cell(row, "Employer" if view.case.employer else "Activity") == view.employer


def test_a_person_in_any_role_finds_the_case() -> None:
    for view in sample_views():
        people: Any = sample_rows()[view.id].filtered["person"]
        assert {view.people[view.case.people.in_role(role)] for role in Role} <= set(people)
        assert {owner.name for step in view.plan.steps for owner in step.owners} <= set(people)


def test_the_end_of_the_proof_is_a_day_with_its_distance_in_words() -> None:
    shown = {case: row.proof for case, row in sample_rows().items()}
    assert shown["BE-2025-018"] == "ended 22 days ago"
    assert shown["KR-2026-015"] == "in 70 days"
    assert shown["NO-2026-001"] == "in 17 months"
    assert shown["BE-2026-020"] == "in 3 years; no exemption yet"
    assert shown["GB-2026-009"] == "not received"
    assert shown["CH-2026-010"] == "no matching certificate"
    assert [case for case, row in sample_rows().items() if proof_ends(row.view.plan) != row.proof_ends] == []


def test_a_late_step_beside_the_next_step_names_the_person_who_is_late() -> None:
    late = {case: row.late for case, row in sample_rows().items() if row.is_late}
    assert late == {"FR-2026-005": ("João Ferreira: 52 days late",), "KR-2026-015": (), "PL-2026-012": ()}


def test_cases_that_are_equally_urgent_keep_their_order() -> None:
    settled = ["DK-2026-016", "FR-2026-004", "SG-2026-006"]
    assert [case for case in sample_rows() if case in settled] == settled
    backward = [row.view.id for row in register_rows(reversed(sample_views())) if row.view.id in settled]
    assert backward == settled[::-1]


def test_the_row_shows_the_direction_in_words() -> None:
    ways = {case: row.way for case, row in sample_rows().items()}
    assert (ways["NO-2026-001"], ways["DE-2026-024"]) == ("U.S. to Norway", "Germany to U.S.")
