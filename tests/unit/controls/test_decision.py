"""The filing matrix: three conditions, the agreement and the fit come to one of three answers."""

import itertools

import pytest
from tests.support.sample import AS_OF, Edit, at, bench, facts_of, register

from casebound.controls.decision import agreement_listed, decision_follows_matrix
from casebound.controls.predicates import (
    agreement_stands,
    asks,
    happened,
    lane_confirmed,
    matrix_decision,
)
from casebound.controls.typed_questions import needed_questions
from casebound.model.days import ONE_DAY, Day
from casebound.model.facts import Facts
from casebound.model.terms import Answer, Decision

NO = "NO-2026-001"
ANSWERS = tuple(Answer)
BOLD = (Decision.DO_NOT_FILE, Decision.ESCALATE, Decision.FILE)


@pytest.mark.parametrize("answers", list(itertools.product(ANSWERS, repeat=4)))
@pytest.mark.parametrize("in_force", [Answer.YES, Answer.NO, Answer.UNKNOWN])
def test_a_no_means_do_not_file_and_an_unknown_means_escalate(answers: tuple[Answer, ...], in_force: Answer) -> None:
    cross_border, agreement, exposure, fit = answers
    facts = facts_of(
        bench(
            NO,
            [
                at("conditions/cross_border/met", cross_border.value),
                at("conditions/agreement/met", agreement.value),
                at("conditions/double_contributions/met", exposure.value),
                at("rule/confirmed", fit.value),
                register("agreements", "NO/status", "signed_not_in_force" if in_force is Answer.NO else "in_force"),
                register("agreements", "NO/label", "third-party" if in_force is Answer.UNKNOWN else "official"),
            ],
        )
    )
    wanted = Decision.FILE
    if Answer.UNKNOWN in (*answers, in_force):
        wanted = Decision.ESCALATE
    if Answer.NO in (*answers, in_force):
        wanted = Decision.DO_NOT_FILE
    assert matrix_decision(facts) is wanted


@pytest.mark.parametrize(("stated", "allowed"), list(itertools.product(BOLD, repeat=2)))
def test_a_decision_may_be_more_careful_than_the_facts_but_never_bolder(stated: Decision, allowed: Decision) -> None:
    fit = {Decision.DO_NOT_FILE: "no", Decision.ESCALATE: "unknown", Decision.FILE: "yes"}[allowed]
    facts = facts_of(bench("FI-2026-021", [at("filing/decision", stated.value), at("rule/confirmed", fit)]))
    objected = any("facts allow" in objection.message for objection in decision_follows_matrix.objections(facts))
    assert objected == (BOLD.index(stated) > BOLD.index(allowed))


@pytest.mark.parametrize("decision", ["escalate", "do-not-file", "undecided"])
def test_only_the_decision_to_file_is_the_approvers_alone(decision: str) -> None:
    edits = [at("filing/decision", decision), at("filing/decided_by", "ingrid-dahl")]
    assert not list(decision_follows_matrix.objections(facts_of(bench("FI-2026-021", edits))))


def test_a_case_asks_once_it_is_decided_to_file_or_something_was_done() -> None:
    undecided = at("filing/decision", "undecided")
    assert asks(facts_of(bench("FI-2026-021")))
    assert not asks(facts_of(bench("FI-2026-021", [undecided])))
    assert asks(facts_of(bench(NO, [undecided])))


def test_what_happened_lies_on_the_as_of_date_or_before() -> None:
    facts = facts_of(bench(NO))
    days = (AS_OF - ONE_DAY, AS_OF, AS_OF + ONE_DAY, None)
    assert [happened(day, facts) for day in days] == [True, True, False, False]


def test_a_country_off_the_register_allows_no_request() -> None:
    assert matrix_decision(facts_of(bench("SG-2026-006"))) is Decision.DO_NOT_FILE


OFFICIAL_PAGE = {"name": "SSA list (SPECIMEN)", "url": "https://secure.ssa.gov/list", "label": "official"}


def in_romania(*edits: Edit) -> Facts:
    """The case in Romania, with answers that leave only the agreement open."""
    answered = (at("conditions/agreement/met", "yes"), at("rule/confirmed", "yes"), at("filing/decision", "file"))
    return facts_of(bench("RO-2026-007", [*answered, *edits]))


def test_an_agreement_that_is_only_reported_escalates_the_case() -> None:
    facts = in_romania()
    assert matrix_decision(facts) is Decision.ESCALATE
    (objection,) = agreement_listed.objections(facts)
    assert "reported to be in force" in objection.message
    assert any("escalate at most" in objection.message for objection in decision_follows_matrix.objections(facts))


def test_an_official_page_in_the_register_allows_the_request() -> None:
    pages = [register("agreements", f"RO/{key}", value) for key, value in (
        ("label", "official"), ("pages", ["SSA list (SPECIMEN)"]), ("sources", [OFFICIAL_PAGE]),
    )]  # fmt: skip
    facts = in_romania(*pages)
    assert matrix_decision(facts) is Decision.FILE
    assert not list(agreement_listed.objections(facts))


def test_a_decision_before_the_reported_day_stays_do_not_file() -> None:
    assert matrix_decision(in_romania(at("filing/decided_on", "2026-08-31"))) is Decision.DO_NOT_FILE


def test_an_agreement_is_in_force_from_its_first_day() -> None:
    facts = facts_of(bench(NO))
    assert agreement_stands(facts, Day(1984, 7, 1)) is Answer.YES
    assert agreement_stands(facts, Day(1984, 6, 30)) is Answer.NO


@pytest.mark.parametrize("label", ["Performer", "employer certificate", " Employer Certificate", "Self Employed", "x"])
def test_a_label_that_is_not_exactly_a_confirmed_one_is_a_hold(label: str) -> None:
    assert not lane_confirmed(facts_of(bench(NO, [at("worker/intake_label", label)])))


def test_a_confirmed_label_of_the_other_lane_is_a_hold() -> None:
    edits: list[Edit] = [at("worker/intake_label", "Self Employed Certificate")]
    assert not lane_confirmed(facts_of(bench(NO, edits)))


def test_the_needed_points_follow_direction_lane_and_partner() -> None:
    assert needed_questions(facts_of(bench(NO))) == ("coverage-assignment", "single-employment", "prior-hire")
    assert "pension-plan" in needed_questions(facts_of(bench("CA-2026-023")))
    assert "prior-hire" not in needed_questions(facts_of(bench("CA-2026-023")))
