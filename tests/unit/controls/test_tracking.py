"""Tracking: what the tracker shows, and when a follow-up is due."""

import pytest
from tests.support.sample import GONE, as_of, bench, facts_of, register, request
from tests.verification.oracle import changed

from casebound.controls.tracking import earliest_follow_up, latest_check, shows_completed, speaks_against
from casebound.model.case import Request
from casebound.model.days import Day
from casebound.model.facts import Facts
from casebound.model.requests import open_requests

NO, GB = "NO-2026-001", "GB-2026-009"


def with_request(facts: Facts) -> tuple[Facts, Request]:
    """The facts with the only request of the case."""
    (request,) = facts.case.requests.values()
    return facts, request


def waits(facts: Facts) -> bool:
    return any(open_requests(facts.case))


def test_the_latest_look_is_the_last_one_by_the_as_of_date_whatever_the_order() -> None:
    facts = facts_of(bench(NO, [lambda one: one.case["requests"]["R1"]["tracker"].reverse()]))
    check = latest_check(*with_request(facts))
    assert check is not None
    assert check.shown == "Completed"
    early = latest_check(*with_request(facts_of(bench(NO, [as_of("2026-03-02")]))))
    assert early is not None
    assert early.shown == "Pending"
    assert latest_check(*with_request(facts_of(bench(NO, [as_of("2026-02-01")])))) is None


@pytest.mark.parametrize(
    ("shown", "completed"),
    [("Completed", True), ("completed ", True), ("Not completed", False), ("Complete", False), ("Approved", False)],
)
def test_only_the_policys_words_mean_completed(shown: str, completed: bool) -> None:
    assert shows_completed(*with_request(facts_of(bench(GB, [request("tracker/2/shown", shown)])))) is completed


def test_a_look_on_the_very_as_of_date_counts() -> None:
    check = latest_check(
        *with_request(facts_of(bench(NO, [as_of("2026-03-02"), request("tracker/1/at", "2026-03-02T09:00-05:00")])))
    )
    assert check is not None
    assert check.at.on == Day(2026, 3, 2)


def test_completed_is_what_was_shown_last() -> None:
    later = {"at": "2026-11-13T09:00-05:00", "by": "ingrid-dahl", "shown": "Pending", "capture": "E12"}
    assert not shows_completed(*with_request(facts_of(bench(GB, [request("tracker/3", later)]))))


def test_a_follow_up_waits_for_the_sourced_time() -> None:
    assert earliest_follow_up(*with_request(facts_of(bench(NO)))) == Day(2026, 6, 1)
    assert earliest_follow_up(*with_request(facts_of(bench(NO, [request("waiting/unit", "calendar-days")])))) == Day(
        2026, 4, 22
    )
    closed = register("policy", "closures", ["2026-02-03"])
    assert earliest_follow_up(*with_request(facts_of(bench(NO, [closed])))) == Day(2026, 6, 2)


@pytest.mark.parametrize(
    "edit", [request("waiting", GONE), request("waiting/evidence", ["E99"]), request("waiting", {"unknown": "x"}),
             request("waiting/days", GONE),
             request("sent", GONE)]
)  # fmt: skip
def test_without_a_source_no_date_is_computed(edit: object) -> None:
    assert earliest_follow_up(*with_request(facts_of(bench(NO, [edit])))) is None  # type: ignore[list-item]


def test_the_wait_is_over_with_a_certificate_a_refusal_or_a_closing() -> None:
    assert waits(facts_of(bench(GB)))
    assert not waits(facts_of(bench(NO)))
    assert not waits(facts_of(bench("CZ-2026-017")))
    assert not waits(facts_of(bench("BE-2025-018")))
    assert not waits(facts_of(bench("FI-2026-021")))


@pytest.mark.parametrize(
    ("shown", "against"),
    [
        ("Revoked", True),
        ("DENIED - letter mailed", True),
        ("Request NOT approved.", True),
        ("This certificate is no longer valid", True),
        ("Canceled by the employer", True),
        ("Widerrufen", True),
        ("Certificate no longer in force", True),
        ("Not a covered worker", True),
        ("Returned unprocessed", True),
        ("Nicht genehmigt", True),
        ("Søknaden er avslått", True),
        ("Verzoek afgewezen", True),
        ("Demande rejetée", True),
        ("Solicitud no aprobada", True),
        ("申請却下", True),
        ("Abandoned", True),
        ("Request withdrawn", True),
        ("VOIDED", True),
        ("The certificate cannot be issued", True),
        ("A certificate will not be issued", True),
        ("Unable to process this request", True),
        ("Worker does not qualify: not entitled", True),
        ("Dismissed", True),
        ("Storniert", True),
        ("Antrag zurückgezogen", True),
        ("Geannuleerd", True),
        ("Dossier classé sans suite", True),
        ("Anulowano", True),
        ("Žádost zrušena", True),
        ("Hakemus peruttu", True),
        ("Ακυρώθηκε", True),
        ("申請取り下げ", True),
        ("신청 취하", True),
        ("Cannot be changed online", False),
        ("Unable to show more details", False),
        ("Prelucrat în anul 2026", False),
        ("Not yet in the system", False),
        ("No approval is needed", False),
        ("Noch nicht bearbeitet", False),
        ("Completed", False),
        ("Pending: not yet received", False),
        ("Assigned to Denise Wade", False),
        ("Approved and issued", False),
    ],
)
def test_a_status_that_says_no_is_read_as_such_by_the_control_and_by_the_policy(shown: str, against: bool) -> None:
    assert speaks_against(shown) is against
    assert changed.speaks_against(shown) is against
