"""The controls and the oracle agree: on samples, in every order of days, on claims made at random.

Whether they agree on faults is tested in `test_faults.py`.
"""

import datetime as dt
import multiprocessing
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import pytest
from tests.support import claims, orderings
from tests.support.oracle_pairs import Pair, figures_of, pairs, told_to_oracle
from tests.support.sample import PROJECT, as_of, at, bench, case_ids, register, request
from tests.verification.faults import Fault
from tests.verification.oracle import LINKS, TABLE, links, verdict
from tests.verification.oracle.dates import Day, day, day_of_moment, days_between, fits

from casebound.model.rules import Link

POLICY = PROJECT / "docs" / "policy" / "support.md"

FOLLOWS = {
    ("agreement", 1), ("agreement", 2), ("rule", 9), ("lane", 1), ("lane", 3), ("issuer", 1), ("payroll", 1),
}  # fmt: skip
"""Sentences that are hardly ever false alone, since others ask for much the same."""

WITHOUT_MAILS = {("approvals", 8)}
"""Sentences on e-mails, which the random claims have none of; `test_mailed_answers` compares those."""

TIGHT = (
    Fault(
        "a special exception applies, and the self-employed rules are not confirmed",
        "CA-2026-023",
        (
            at("rule/kind", "special-exception"),
            at("exhibits/E1/kind", "exception-agreement"),
            at("assignment/exception_until", "2027-12-31"),
            at("questions/special-exception", {"answer": "yes", "known": "Both agreed.", "evidence": ["E1"]}),
            register("agreements", "CA/self_employed/label", "copy"),
        ),
    ),
    Fault(
        "an official page is cited as the copy of the fax",
        "DE-2026-002",
        (request("route/exception/sent", ["ssa-certificates"]),),
    ),
    Fault(
        "the Form 2032 agreement takes effect before the work and after the as-of date",
        "DE-2026-002",
        (
            as_of("2026-06-10"),
            at("exhibits/E16/recorded", "2026-06-09"),
            at("assignment/affiliate/form_2032_effective", "2026-06-11"),
        ),
    ),
)
"""Changes in places where the policy's words were once read in two ways."""

T = TypeVar("T")


# ── the oracle itself ──


def _sentences() -> Iterator[tuple[str, int]]:
    link = None
    for line in POLICY.read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"## ([0-9]+) (\w+)", line):
            link = heading[2].lower()
            assert LINKS[int(heading[1]) - 1] == link
        elif link and (numbered := re.match(r"([0-9]+)\. ", line)):
            yield link, int(numbered[1])
        elif line.startswith("## "):
            link = None


def test_every_numbered_sentence_of_the_policy_has_its_row_and_every_row_its_sentence() -> None:
    assert [(row.link, row.number) for row in TABLE] == list(_sentences())


def test_the_oracle_and_the_chain_speak_of_the_same_links() -> None:
    assert tuple(Link) == LINKS


def test_the_oracle_imports_nothing_of_the_package() -> None:
    modules = sorted((PROJECT / "tests" / "verification" / "oracle").glob("*.py"))
    imported = {name for module in modules for name in re.findall(r"(?:import|from) +(\w+)", module.read_text("utf-8"))}
    assert {"tests", "dataclasses"} <= imported
    assert "casebound" not in imported


def test_the_oracle_counts_days_and_months_as_a_calendar_does() -> None:
    first = dt.date(1999, 11, 27)
    for step in range(0, 1600, 7):
        one = first + dt.timedelta(days=step)
        assert days_between(day(first.isoformat()), day(one.isoformat())) == step
        for months in (1, 2, 3, 12, 60):
            last = _last_of(one, months)
            begins, ends = day(one.isoformat()), day(last.isoformat())
            assert fits(begins, ends, months)
            assert not fits(begins, day((last + dt.timedelta(days=1)).isoformat()), months)


def _last_of(first: dt.date, months: int) -> dt.date:
    """The last day of so many months, found by trying: the first day whose month and number have been reached."""
    reached = divmod(first.year * 12 + first.month - 1 + months, 12)
    one = dt.date(reached[0], reached[1] + 1, 1)
    while one.day < first.day and (one + dt.timedelta(days=1)).month == one.month:
        one += dt.timedelta(days=1)
    return one - dt.timedelta(days=1) if one.day == first.day else one


@pytest.mark.parametrize(
    "text", ["2026-02-29", "2026-00-10", "0000-01-01", "2026-1-01", "2026-01-01\n", "２０２６-01-01"]
)
def test_what_is_no_day_is_not_read_as_one(text: str) -> None:
    with pytest.raises(ValueError, match=text.strip()):
        day(text)


def test_a_moment_falls_on_the_day_written_in_it() -> None:
    assert day_of_moment("2026-01-20T23:59-05:00") == Day(2026, 1, 20)
    with pytest.raises(ValueError, match="24:00"):
        day_of_moment("2026-01-20T24:00Z")


def test_an_empty_record_holds_on_no_link() -> None:
    told = told_to_oracle(bench("NO-2026-001"))
    assert not any(verdict({}, "C1", **told).values())


def test_a_link_holds_only_where_all_its_sentences_do() -> None:
    rows = {(row.link, row.number): row.number != 2 for row in TABLE}
    assert [link for link, held in links(rows).items() if held] == ["programs"]


# ── both sides, one case at a time ──


def test_both_sides_say_the_same_of_every_claim_of_the_samples() -> None:
    claimed = {(case, claim) for case in case_ids() for claim in bench(case).case.get("claims", ())}
    compared = [pair for case in case_ids() for pair in pairs(bench(case))]
    assert {(pair.case, pair.claim) for pair in compared} == claimed
    assert len(compared) >= 9
    assert [pair for pair in compared if pair.controls != pair.oracle] == []


@pytest.mark.parametrize("fault", TIGHT, ids=lambda fault: fault.says)
def test_both_sides_say_the_same_where_the_policy_once_left_room(fault: Fault) -> None:
    found = pairs(fault.made())
    assert found
    assert not any(pair.differs for pair in found)


# ── both sides, many at a time ──


def _spread(ask: Callable[[T], list[Pair]], some: Iterable[T]) -> list[Pair]:
    """The answers to many questions, asked on every core at once."""
    with multiprocessing.get_context("fork").Pool() as pool:
        return [pair for answered in pool.imap(ask, some, chunksize=4) for pair in answered]


def _seven(some: Sequence[orderings.Order]) -> list[Pair]:
    return orderings.both_sides(orderings.SEVEN, some)


def _chunks(some: Sequence[T], size: int = 100) -> list[Sequence[T]]:
    return [some[start : start + size] for start in range(0, len(some), size)]


def test_there_are_47293_orders_of_seven_days() -> None:
    every = list(orderings.orders(7))
    assert len(every) == len(set(every)) == 47_293


def test_every_order_in_turn_and_every_hundredth_other_of_seven_days_is_judged_alike() -> None:
    every = list(orderings.orders(7))
    some = [order for place, order in enumerate(every) if place % 100 == 0 or orderings.in_turn(order)]
    figures = figures_of("orders-of-seven-slice", [pair for part in _chunks(some) for pair in _seven(part)])
    assert figures["tried"] == 536
    assert figures["disagreements"] == 0
    assert figures["supported"] == 64


@pytest.mark.verification
def test_every_order_of_seven_days_is_judged_alike() -> None:
    figures = figures_of("orders-of-seven", _spread(_seven, _chunks(list(orderings.orders(7)))))
    assert figures == {"tried": 47_293, "supported": 64, "refused": 47_229, "invalid": 0, "disagreements": 0}


def test_every_order_of_the_last_five_days_is_judged_alike() -> None:
    every = list(orderings.orders(5))
    found = [pair for part in _chunks(every) for pair in orderings.both_sides(orderings.LAST_FIVE, part)]
    figures = figures_of("orders-of-the-last-five", found)
    assert figures == {"tried": 541, "supported": 16, "refused": 525, "invalid": 0, "disagreements": 0}


def test_six_hundred_claims_made_at_random_are_judged_alike() -> None:
    figures = figures_of("claims-slice", [pair for number in range(15) for pair in claims.both_sides(number)])
    assert figures["tried"] >= 600
    assert figures["disagreements"] == 0
    assert figures["supported"] >= 60
    assert figures["invalid"] < 30


@pytest.mark.parametrize("number", [131, 656, 697, 878])
def test_claims_that_were_once_judged_otherwise_are_judged_alike(number: int) -> None:
    """A second request that was sent late, and a sheet that was proposed before its documents were on file."""
    assert [pair for pair in claims.both_sides(number) if pair.differs] == []


@pytest.mark.verification
def test_a_hundred_thousand_claims_made_at_random_are_judged_alike() -> None:
    found = _spread(claims.both_sides, range(2_500))
    figures = figures_of("claims", found)
    assert figures["tried"] >= 100_000
    assert figures["disagreements"] == 0
    assert figures["supported"] >= 1_000
    assert _alone(found) >= {(row.link, row.number) for row in TABLE} - FOLLOWS - WITHOUT_MAILS


def _alone(found: Sequence[Pair]) -> set[tuple[str, int]]:
    """The sentences that refused a claim all by themselves, at least once: the claims reach every one of them."""
    return {pair.sentences[0] for pair in found if len(pair.sentences) == 1}
