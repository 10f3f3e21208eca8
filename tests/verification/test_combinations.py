"""No two or three faults of one case make up for each other; single faults and boundary cases are counted here too."""

import multiprocessing
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations
from math import comb
from random import Random

import pytest
from tests.support.combinations import (
    Came,
    Start,
    Tally,
    extended,
    faults_of,
    from_start,
    in_full,
    is_a_boundary_case,
    judged_together,
    made_together,
    starts,
)
from tests.support.frozen_cases import Combination, ground
from tests.support.quick_judge import LINKED, QUICK, objecting_quickly, quick_facts
from tests.support.sample import GONE, Bench, at, bench, judged, objecting, standing
from tests.support.verification_figures import record
from tests.verification.faults import BOUNDARIES, FAULTS, SOUND_TOGETHER, Fault

from casebound.model.judgment import JudgedCase, Verdict

NO, SPECIAL = "NO-2026-001", "PT-2026-013"
BASES = tuple(sorted({fault.base for fault in FAULTS if ground(fault.base).claims}))
"""Every case that faults start from and that claims an exemption; employees and the self-employed, both ways."""

ABOUT = 40_000
"""So many triples of a base are tested, or all of them if there are fewer than twice as many."""

QUICK_IDS = frozenset(one.id for one in QUICK)
EVERY = [fault for base in BASES for fault in faults_of(base)]


def _together(some: Iterable[Start]) -> Tally:
    """What all of these came to, asked in this process."""
    whole = Tally()
    for start in some:
        whole.add(from_start(start))
    return whole


def _spread(some: Sequence[Start]) -> Tally:
    """What all of these came to, asked on every core at once."""
    whole = Tally()
    with multiprocessing.get_context("fork").Pool() as pool:
        for tally in pool.imap_unordered(from_start, some, chunksize=32):
            whole.add(tally)
    return whole


def _some(size: int, count: int) -> Tally:
    """What so many combinations of faults of the largest base came to, always the same ones."""
    rng, faults, whole = Random("a share of the combinations"), faults_of(NO), Tally()
    for _ in range(count):
        together = tuple(faults[place] for place in sorted(rng.sample(range(len(faults)), size)))
        whole.note(together, judged_together(together))
    return whole


def _kept(name: str, tally: Tally) -> Tally:
    """The tally, its figures kept and what passed shown."""
    for word, names in (("passed", tally.passed), ("canceled out", tally.canceled_out)):
        for says in sorted(names)[:20]:
            print(f"{word}:", *says, sep="\n  ")
    came = tally.came
    record(
        name,
        {
            "tried": tally.tried,
            "refused": came[Came.REFUSED],
            "invalid": came[Came.INVALID],
            "canceled out": came[Came.CANCELED_OUT],
            "skipped": came[Came.SKIPPED],
            "disagreements": came[Came.PASSED],
        },
    )
    return tally


# ── the quick judge is as good as the whole one ──


def _objects(one: Bench) -> frozenset[str]:
    return objecting_quickly(quick_facts(one))


@pytest.mark.parametrize("base", BASES)
def test_a_case_without_a_fault_is_refused_by_no_control_that_the_quick_judge_asks(base: str) -> None:
    assert _objects(ground(base).thawed()) == frozenset()


def test_the_quick_judge_asks_every_control_that_guards_a_link() -> None:
    assert QUICK_IDS == LINKED


def _is_judged_quickly(one: Bench, *faults: Fault) -> bool:
    """Whether no other case is beside the case, and no fault comes after the decisions."""
    return not one.others and all(fault.renewed for fault in faults)


@cache
def _in_full(fault: Fault) -> JudgedCase:
    return judged(fault.made())


@pytest.mark.verification
def test_the_quick_judge_says_of_a_fault_what_the_whole_one_says() -> None:
    for fault in EVERY:
        if _is_judged_quickly(one := bench(fault.base, fault.edits), fault):
            assert _objects(one) == objecting(_in_full(fault)) & QUICK_IDS, fault.says
        assert judged_together((fault,)) is Came.REFUSED, fault.says


@pytest.mark.parametrize("base", BASES)
def test_the_quick_judge_says_of_a_fault_what_the_fault_says_itself(base: str) -> None:
    """The faults' own sets are held against the whole judge where each of them is tried."""
    for fault in faults_of(base):
        if _is_judged_quickly(one := bench(base, fault.edits), fault):
            assert _objects(one) == fault.objects & QUICK_IDS, fault.says
        assert judged_together((fault,)) is Came.REFUSED, fault.says


def _some_pairs(count: int) -> list[Combination]:
    every = [pair for base in BASES for pair in combinations(faults_of(base), 2)]
    return Random("pairs to judge twice").sample(every, count)


def _agree(pair: Combination) -> None:
    came = judged_together(pair)
    one = made_together(pair)
    if one is None or came is Came.SKIPPED:
        assert came is Came.SKIPPED
        assert one is None or not all(fault.renewed for fault in pair)
        return
    case = in_full(pair)
    says = [fault.says for fault in pair]
    if case is None:
        assert came in (Came.INVALID, Came.REFUSED), says
        return
    supported = any(claim.supported for claim in case.claims)
    assert (came in (Came.PASSED, Came.CANCELED_OUT)) is supported, says
    if _is_judged_quickly(one, *pair):
        assert _objects(one) == objecting(case) & QUICK_IDS, says


def test_the_quick_judge_agrees_with_the_whole_one_on_pairs() -> None:
    for pair in _some_pairs(200):
        _agree(pair)


@pytest.mark.verification
def test_the_quick_judge_agrees_with_the_whole_one_on_many_pairs() -> None:
    for pair in _some_pairs(1_000):
        _agree(pair)


ENDS_EARLY = (
    Fault("the certificate stops early", NO, (at("certificates/K1/ends", "2028-04-28"),), frozenset({"X08"})),
    Fault("the claim stops just as early", NO, (at("claims/C1/ends", "2028-04-28"),), frozenset({"X08"})),
)
SHOWS_NO_END = (
    Fault("it shows no end", NO, (at("certificates/K1/ends", GONE),), frozenset({"X08"})),
    Fault("it is said to show none", NO, (at("certificates/K1/no_end_shown", True),), frozenset({"X08"})),
)


def test_a_combination_that_nobody_refuses_is_told_by_its_names() -> None:
    tally = extended(ENDS_EARLY[:1], ENDS_EARLY[1:])
    assert tally.came[Came.PASSED] == 1
    assert tally.passed == [(NO, "the certificate stops early", "the claim stops just as early")]


def test_two_faults_cancel_each_other_out_only_if_together_they_are_a_boundary_case() -> None:
    tally = extended(SHOWS_NO_END[:1], SHOWS_NO_END[1:])
    assert tally.came == {Came.CANCELED_OUT: 1}
    assert tally.canceled_out == [(NO, "it shows no end", "it is said to show none")]
    assert not is_a_boundary_case(ENDS_EARLY)
    assert not is_a_boundary_case(SHOWS_NO_END[:1])
    assert not is_a_boundary_case((SHOWS_NO_END[0], replace(SHOWS_NO_END[1], renewed=False)))


def test_faults_that_cannot_be_made_together_in_any_order_are_skipped_and_counted() -> None:
    gone = at("log/99/did", "x")
    one = Fault("there is no such place", NO, (gone,), frozenset({"A01"}))
    tally = extended((one,), faults_of(NO)[:3])
    assert tally.came[Came.SKIPPED] == 3
    assert tally.tried == 0


def test_a_record_that_has_lost_its_shape_is_counted_as_such() -> None:
    one = Fault("the claim's first day is no day", NO, (at("claims/C1/begins", "soon"),), frozenset({"X08"}))
    assert judged_together((one,)) is Came.INVALID


@pytest.mark.parametrize("pair", SOUND_TOGETHER, ids=lambda pair: pair.says)
def test_faults_that_make_each_other_good_are_supported_together(pair: Fault) -> None:
    assert judged(pair.made()).verdict is Verdict.SUPPORTED


# ── pairs and triples ──


@pytest.mark.parametrize("size", [2, 3])
def test_the_starts_hold_every_combination_once(size: int) -> None:
    count = len(faults_of(SPECIAL))
    found = [(*places, last) for _, places in starts(SPECIAL, size) for last in range(places[-1] + 1, count)]
    assert found == list(combinations(range(count), size))


def test_no_pair_of_faults_in_a_case_leaves_a_claim_supported() -> None:
    few = [start for base in BASES if base != NO for start in starts(base, 2)]
    tally = _together(few[::6])
    tally.add(_some(2, 700))
    assert tally.passed == []


def test_no_triple_of_faults_in_a_case_leaves_a_claim_supported() -> None:
    tally = _together(starts(SPECIAL, 3))
    tally.add(_some(3, 700))
    assert tally.passed == []


@pytest.mark.verification
def test_every_pair_of_faults_in_a_case_is_refused() -> None:
    tally = _kept("pairs", _spread([start for base in BASES for start in starts(base, 2)]))
    assert tally.passed == []
    assert tally.tried + tally.came[Came.SKIPPED] == sum(comb(len(faults_of(base)), 2) for base in BASES)
    assert tally.came[Came.SKIPPED] < tally.tried / 20


def _some_starts(base: str) -> list[Start]:
    """The starts of triples: a fixed share of them, spread evenly, since the largest base has three million triples."""
    return starts(base, 3)[:: max(1, comb(len(faults_of(base)), 3) // ABOUT)]


@pytest.mark.verification
def test_a_share_of_the_triples_of_faults_in_a_case_is_refused() -> None:
    tally = _kept("triples", _spread([start for base in BASES for start in _some_starts(base)]))
    assert tally.passed == []
    assert tally.tried >= 120_000
    assert tally.came[Came.SKIPPED] < tally.tried / 20


# ── one at a time, for the figures ──


@pytest.mark.verification
def test_every_fault_is_objected_to_for_the_right_reason_and_breaks_what_it_should() -> None:
    broken = [fault for fault in FAULTS if fault.objects & LINKED]
    passed = [fault.says for fault in broken if _in_full(fault).verdict is Verdict.SUPPORTED]
    wrong = [fault.says for fault in FAULTS if _reasons(fault) != fault.objects]
    refused = len(broken) - len(passed)
    record("singles", {"tried": len(broken), "refused": refused, "disagreements": len(passed)})
    record("reasons", {"tried": len(FAULTS), "disagreements": len(wrong)})
    assert (passed, wrong) == ([], [])


def _reasons(fault: Fault) -> frozenset[str]:
    """Who objects, without the warnings that time brought to the case before anything was changed."""
    return objecting(_in_full(fault)) - (standing(fault.base) - fault.objects)


@pytest.mark.verification
def test_every_boundary_case_is_supported() -> None:
    refused = [one.says for one in BOUNDARIES if judged(one.made()).verdict is not Verdict.SUPPORTED]
    supported = len(BOUNDARIES) - len(refused)
    record("boundary-cases", {"tried": len(BOUNDARIES), "supported": supported, "disagreements": len(refused)})
    assert refused == []
