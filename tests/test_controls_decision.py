"""The filing matrix: three conditions, the agreement and the fit come to one of three answers."""

import itertools

import pytest
from tests.sample import Edit, at, bench, facts_of, register

from casebound.controls.decision import decision_follows_matrix
from casebound.controls.reading import agreement_in_force, lane_confirmed, matrix_decision, needed_points
from casebound.model.days import Day
from casebound.model.terms import Answer, Decision

NO = "NO-2026-001"
ANSWERS = tuple(Answer)
BOLD = (Decision.DO_NOT_FILE, Decision.ESCALATE, Decision.FILE)


@pytest.mark.parametrize("answers", list(itertools.product(ANSWERS, repeat=4)))
@pytest.mark.parametrize("in_force", [True, False])
def test_a_no_means_do_not_file_and_an_unknown_means_escalate(answers: tuple[Answer, ...], in_force: bool) -> None:
    cross_border, agreement, exposure, fit = answers
    facts = facts_of(
        bench(
            NO,
            [
                at("conditions/cross_border/met", cross_border.value),
                at("conditions/agreement/met", agreement.value),
                at("conditions/dual_exposure/met", exposure.value),
                at("fit/confirmed", fit.value),
                register("agreements", "NO/status", "in_force" if in_force else "signed_not_in_force"),
            ],
        )
    )
    wanted = Decision.FILE
    if Answer.UNKNOWN in answers:
        wanted = Decision.ESCALATE
    if Answer.NO in answers or not in_force:
        wanted = Decision.DO_NOT_FILE
    assert matrix_decision(facts) is wanted


@pytest.mark.parametrize(("stated", "allowed"), list(itertools.product(BOLD, repeat=2)))
def test_a_decision_may_be_more_careful_than_the_facts_but_never_bolder(stated: Decision, allowed: Decision) -> None:
    fit = {Decision.DO_NOT_FILE: "no", Decision.ESCALATE: "unknown", Decision.FILE: "yes"}[allowed]
    facts = facts_of(bench("FI-2026-021", [at("filing/decision", stated.value), at("fit/confirmed", fit)]))
    objected = any("facts allow" in gap.message for gap in decision_follows_matrix.gaps(facts))
    assert objected == (BOLD.index(stated) > BOLD.index(allowed))


def test_a_country_off_the_register_allows_no_request() -> None:
    assert matrix_decision(facts_of(bench("SG-2026-006"))) is Decision.DO_NOT_FILE
    assert matrix_decision(facts_of(bench("RO-2026-007"))) is Decision.DO_NOT_FILE


def test_an_agreement_is_in_force_from_its_first_day() -> None:
    facts = facts_of(bench(NO))
    assert agreement_in_force(facts, Day(1984, 7, 1))
    assert not agreement_in_force(facts, Day(1984, 6, 30))


@pytest.mark.parametrize("label", ["Performer", "employer certificate", " Employer Certificate", "Self Employed", "x"])
def test_a_label_that_is_not_exactly_a_confirmed_one_is_a_hold(label: str) -> None:
    assert not lane_confirmed(facts_of(bench(NO, [at("worker/intake_label", label)])))


def test_a_confirmed_label_of_the_other_lane_is_a_hold() -> None:
    edits: list[Edit] = [at("worker/intake_label", "Self Employed Certificate")]
    assert not lane_confirmed(facts_of(bench(NO, edits)))


def test_the_needed_points_follow_direction_lane_and_partner() -> None:
    assert needed_points(facts_of(bench(NO))) == ("coverage-assignment", "single-employment", "prior-hire")
    assert "pension-plan" in needed_points(facts_of(bench("CA-2026-023")))
    assert "prior-hire" not in needed_points(facts_of(bench("CA-2026-023")))
