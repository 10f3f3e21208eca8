"""Deviations, takeovers and breaches: their bounds, and that the people who approve must accept them."""

import copy
from typing import Any

import pytest
from tests.support.sample import (
    AS_OF,
    GONE,
    Bench,
    Edit,
    at,
    bench,
    judged,
    objecting,
    plan,
    register,
    sealed,
)
from tests.verification.faults.table import another_document, answered

from casebound.model.judgment import JudgedCase, Verdict

NO = "NO-2026-001"
LATE = plan("D1/answers/1/at", "2026-01-25T10:05-05:00")
ACCEPTED = (
    plan("D1/instead", {"people.approver": "helen-okafor"}),
    answered("D2", "approver", by="david-lindqvist"),
    at("people/approver", "david-lindqvist"),
)


def deviation(kind: str, request: str = "R1") -> Edit:
    return at("deviations", {"V1": {"kind": kind, "request": request, "because": "It was overlooked."}})


def case(*edits: Edit) -> JudgedCase:
    return judged(sealed(bench(NO, (at("stage", GONE), *edits))))


def blocking(*edits: Edit) -> set[str]:
    return {finding.control for finding in case(*edits).findings if finding.severity.value == "blocking"}


def test_a_late_sign_off_blocks_until_it_is_recorded_and_accepted() -> None:
    assert blocking(LATE) == {"A01"}
    assert blocking(LATE, deviation("late-sign-off")) == {"A10"}  # accepted by the person who was late
    accepted = case(LATE, deviation("late-sign-off"), *ACCEPTED)
    assert accepted.verdict is Verdict.SUPPORTED
    assert "A12" in objecting(accepted)


@pytest.mark.parametrize(
    "late",
    [
        plan("D1/answers/1/at", "2026-04-16T10:05-04:00"),  # the day on which the certificate arrived
        plan("D1/answers/1", GONE),  # absent
    ],
)
def test_a_sign_off_that_is_absent_or_came_after_the_certificate_is_no_deviation(late: Edit) -> None:
    assert "A01" in blocking(late, deviation("late-sign-off"))


def _corrected_without_a_filing_sheet(one: Bench) -> None:
    """A second request was sent, which no certificate answers and whose filing nobody approved."""
    requests = one.case["requests"]
    requests["R2"] = {**copy.deepcopy(requests["R1"]), "follows": {"request": "R1", "as": "corrects"}}
    requests["R2"]["sent"]["form_checked_on"] = "2026-01-22"


def test_a_request_without_a_filing_sheet_does_not_undo_the_filing_sheet_of_another() -> None:
    noted = (deviation("form-check-not-noted"), at("requests/R1/sent/form_checked_on", GONE))
    found = {one.control: one.location.path for one in case(*noted, _corrected_without_a_filing_sheet).findings}
    assert found["A01"] == "/requests/R2/sent"
    assert "L07" not in found


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer": "refuse", "because": "The dates are wrong."},
        {"at": "2026-01-19T04:30-05:00"},  # before the decision to file
    ],
)
def test_a_filing_of_another_request_that_counts_as_wrong_blocks_the_record_and_not_the_claim(
    wrong: dict[str, str],
) -> None:
    def edit(one: Bench) -> None:
        _corrected_without_a_filing_sheet(one)
        filing = copy.deepcopy({**one.plan["D1"], "subject": ["R2"], "proposed_at": "2026-01-19T04:00-05:00"})
        filing["answers"][0].update(wrong)
        one.plan = {"D1": one.plan["D1"], "D2": filing, "D3": one.plan["D2"]}

    found = case(edit)
    assert found.verdict is Verdict.SUPPORTED
    assert {one.location.path for one in found.findings if one.control == "A01"} == {"/requests/R2/sent"}


@pytest.mark.parametrize(
    ("day", "without", "recorded"),
    [("2025-12-10", {"L05"}, set()), ("2025-11-10", {"L05"}, {"L05"})],
)
def test_a_page_may_have_been_read_up_to_twice_as_early(day: str, without: set[str], recorded: set[str]) -> None:
    edits = (
        at("requests/R1/route/destination_seen_on", day),
        register("sources", "ssa-online-service-2026-01/accessed_on", day),
    )
    assert blocking(*edits) == without
    assert blocking(*edits, deviation("stale-page")) == recorded


def test_a_form_check_may_have_gone_unnoted() -> None:
    gone = at("requests/R1/sent/form_checked_on", GONE)
    assert blocking(gone) == {"L07"}
    assert blocking(gone, deviation("form-check-not-noted")) == set()


def test_a_deviation_for_another_kind_or_request_changes_nothing() -> None:
    assert blocking(LATE, deviation("stale-page")) == {"A01"}
    assert "A01" in blocking(LATE, deviation("late-sign-off", "R2"))


def test_a_deviation_that_is_on_no_approved_sheet_blocks() -> None:
    one = sealed(bench(NO, (at("stage", GONE), LATE)))
    deviation("late-sign-off")(one)
    assert {"A10", "A05"} <= objecting(judged(one))


OUTSIDER = (
    register("people", "rosa-marin", {"name": "Rosa Marín", "title": "Counsel of the worker", "roles": []}),
    at("requests/R1/sent/by", "rosa-marin"),
)


def without_filing(*edits: Edit) -> tuple[Edit, ...]:
    takeover = {"requests": ["R1"], "stated_on": "2026-04-17", "by": "ingrid-dahl", "because": "Sent before we began."}
    return (_only_the_exemption, at("takeover", takeover), *edits)


def _only_the_exemption(one: Any) -> None:
    plans = copy.deepcopy(one.plan)
    one.plan = {"D1": {**plans["D2"]}}


@pytest.mark.parametrize(
    ("edits", "objects"),
    [
        ((register("policy", "cut_over", "2026-02-01"),), set()),
        ((register("policy", "cut_over", AS_OF.isoformat()),), set()),
        ((register("policy", "cut_over", "2026-01-22"),), {"A11"}),
        ((), {"A11"}),
        ((at("requests/R1/requester", "home-employer"), at("requests/R1/authority", ["E1"]), *OUTSIDER), set()),
        ((at("requests/R1/requester", "home-employer"), at("requests/R1/authority", ["E1"])), {"A11"}),
        ((at("requests/R1/requester", "home-employer"), *OUTSIDER), {"A11", "L10"}),
        ((at("takeover/requests", ["R2"]), register("policy", "cut_over", "2026-02-01")), {"A01", "A11"}),
    ],
)
def test_a_takeover_has_bounds(edits: tuple[Edit, ...], objects: set[str]) -> None:
    assert blocking(*without_filing(*edits)) == objects


def test_a_request_with_a_filing_sheet_cannot_be_taken_over() -> None:
    takeover = {"requests": ["R1"], "stated_on": "2026-04-17", "by": "ingrid-dahl", "because": "Simpler."}
    assert blocking(at("takeover", takeover), register("policy", "cut_over", "2026-02-01")) == {"A11"}


BREACH = {
    "noticed_on": "2026-04-18",
    "remedy": "contributions-paid",
    "cured_on": "2026-04-19",
    "because": "Payroll read “Completed” as received.",
    "evidence": ["E914"],
}
EARLY = at("claims/C1/relied/0/entered_on", "2026-04-10")


def breach(**changes: Any) -> tuple[Edit, ...]:
    """Payroll was changed too early, and a payroll record shows the cure."""
    return EARLY, another_document("E14"), at("claims/C1/breach", {**BREACH, **changes})


def test_a_breach_blocks_until_it_is_cured_and_stays_marked() -> None:
    assert blocking(EARLY) == {"E05"}
    cured = case(*breach())
    assert cured.verdict is Verdict.SUPPORTED
    assert "A12" in objecting(cured)


@pytest.mark.parametrize(
    "change",
    [
        {"cured_on": "2027-01-01"},
        {"noticed_on": "2026-04-09"},
        {"cured_on": "2026-04-17"},
        {"evidence": ["E99"]},
        {"evidence": ["E14"]},
    ],
)
def test_a_breach_that_is_not_cured_blocks(change: dict[str, Any]) -> None:
    assert "E05" in blocking(*breach(**change))


def test_a_breach_that_nobody_approved_blocks() -> None:
    one = sealed(bench(NO, (at("stage", GONE), EARLY)))
    at("claims/C1/breach", BREACH)(one)
    assert {"E05", "A05"} <= objecting(judged(one))


def test_a_deviation_gives_an_old_decision_twice_the_time() -> None:
    deviation = at("deviations/V1", {"kind": "stale-page", "request": "R1", "because": "The owner was ill."})
    cases = (("2025-10-22", False, False), ("2025-10-21", True, False), ("2025-07-21", True, True))
    for decided, late, very_late in cases:
        old = at("filing/decided_on", decided)
        assert ("D05" in blocking(old)) is late
        assert ("D05" in blocking(old, deviation)) is very_late
