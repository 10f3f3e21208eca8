"""Tracking: what the tracker shows, and when a follow-up is due."""

import pytest
from tests.support.sample import GONE, as_of, at, bench, facts_of, register

from casebound.controls.tracking import earliest_follow_up, latest_check, open_wait, shows_completed
from casebound.model.days import Day

NO, GB = "NO-2026-001", "GB-2026-009"


def test_the_latest_look_is_the_last_one_by_the_as_of_date_whatever_the_order() -> None:
    facts = facts_of(bench(NO, [lambda one: one.case["tracker"].reverse()]))
    check = latest_check(facts)
    assert check is not None
    assert check.shown == "Completed"
    early = latest_check(facts_of(bench(NO, [as_of("2026-03-02")])))
    assert early is not None
    assert early.shown == "Pending"
    assert latest_check(facts_of(bench(NO, [as_of("2026-02-01")]))) is None


@pytest.mark.parametrize(
    ("shown", "completed"),
    [("Completed", True), ("completed ", True), ("Not completed", False), ("Complete", False), ("Approved", False)],
)
def test_only_the_policys_words_mean_completed(shown: str, completed: bool) -> None:
    assert shows_completed(facts_of(bench(GB, [at("tracker/2/shown", shown)]))) is completed


def test_a_look_on_the_very_as_of_date_counts() -> None:
    check = latest_check(facts_of(bench(NO, [as_of("2026-03-02"), at("tracker/1/at", "2026-03-02T09:00-05:00")])))
    assert check is not None
    assert check.at.on == Day(2026, 3, 2)


def test_completed_is_what_was_shown_last() -> None:
    later = {"at": "2026-11-13T09:00-05:00", "by": "ingrid-dahl", "shown": "Pending", "capture": "E12"}
    assert not shows_completed(facts_of(bench(GB, [at("tracker/3", later)])))


def test_a_follow_up_waits_for_the_sourced_time() -> None:
    assert earliest_follow_up(facts_of(bench(NO))) == Day(2026, 6, 1)
    assert earliest_follow_up(facts_of(bench(NO, [at("waiting/unit", "calendar-days")]))) == Day(2026, 4, 22)
    closed = register("policy", "closures", ["2026-02-03"])
    assert earliest_follow_up(facts_of(bench(NO, [closed]))) == Day(2026, 6, 2)


@pytest.mark.parametrize(
    "edit", [at("waiting", GONE), at("waiting/evidence", ["E99"]), at("waiting", {"unknown": "x"}),
             at("waiting/days", GONE),
             at("submission", GONE)]
)  # fmt: skip
def test_without_a_source_no_date_is_computed(edit: object) -> None:
    assert earliest_follow_up(facts_of(bench(NO, [edit]))) is None  # type: ignore[list-item]


def test_the_wait_is_over_with_a_certificate_a_refusal_or_a_closing() -> None:
    assert open_wait(facts_of(bench(GB)))
    assert not open_wait(facts_of(bench(NO)))
    assert not open_wait(facts_of(bench("CZ-2026-017")))
    assert not open_wait(facts_of(bench("BE-2025-018")))
    assert not open_wait(facts_of(bench("FI-2026-021")))
