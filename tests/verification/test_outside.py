"""Attacks from outside: no record that deserves no support passes, and each is refused for a reason of its kind.

By default each attack is tried on one base case, in one of its ways. `make long` tries every way on the base cases,
and each attack on the other supported samples and on cases with other names, companies and countries.
"""

import contextlib
from collections import Counter
from collections.abc import Iterator
from itertools import count

import pytest
from tests.support.honest_events import SUPPORTED
from tests.support.sample import Bench, bench
from tests.verification.outside import ATTACKS, KINDS
from tests.verification.outside.generated import GENERATED
from tests.verification.outside.records import BASES, Attack, DoesNotApply, Outcome, Way, alone, tried

OTHERS = tuple(case for case in SUPPORTED if case not in BASES)
"""The other samples that are supported."""

OFF_TARGET = {
    "BE-2025-018": (9, 11, 12, 16),
    "CA-2026-023": (1, 9, 12, 16, 17, 23),
    "PT-2026-013": (3, 9, 11, 17),
    "DE-2026-002": (10, 30),
    "SE-2026-019": (9, 12, 16),
}
"""The kinds that miss the claim of a case: its days have passed, or it has a breach, an exception or two requests."""

_TOOL_REFUSES = ("ValidationError", "CannotJudge")


def wrong(attack: Attack, case: Bench, way: Way) -> str:
    """What is wrong with the outcome of an attack: nothing, that it passed, or the reason."""
    outcome = tried(case, attack.edit, way)
    right = attack.right or KINDS[attack.kind].right
    if outcome.refused.startswith(_TOOL_REFUSES) or right & outcome.blocking.keys():
        return ""
    return f"{case.case['case']}, {way.name}: {_said(outcome)}"


def _said(outcome: Outcome) -> str:
    if outcome.passed:
        return "passed"
    return outcome.refused or f"refused by {sorted(outcome.blocking)} only"


def wrong_on(attack: Attack, cases: Iterator[Bench], ways: tuple[Way, ...], at_most: int = 99) -> list[str]:
    """What is wrong with an attack on the first cases to which it applies."""
    found: list[str] = []
    applied = 0
    for case, way in zip(cases, _ways(ways), strict=False):
        try:
            found.append(wrong(attack, case, way))
        except DoesNotApply:
            continue
        applied += 1
        if applied == at_most:
            break
    assert applied, "the attack applies to no case"
    return [problem for problem in found if problem]


def _ways(ways: tuple[Way, ...]) -> Iterator[Way]:
    return (ways[number % len(ways)] for number in count())


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_is_refused_for_a_reason_of_its_kind(attack: Attack) -> None:
    turn = ATTACKS.index(attack)
    cases, ways = attack.bases or BASES, attack.ways
    first, way = turn % len(cases), turn % len(ways)
    ordered = (alone(case) for case in (*cases[first:], *cases[:first]))
    assert wrong_on(attack, ordered, (*ways[way:], *ways[:way]), at_most=1) == []


@pytest.mark.long
@pytest.mark.parametrize("way", Way)
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_is_refused_in_every_way_on_every_base_case(attack: Attack, way: Way) -> None:
    if way in attack.ways:
        assert wrong_on(attack, (bench(case) for case in attack.bases or BASES), (way,)) == []


@pytest.mark.long
@pytest.mark.parametrize("case", OTHERS)
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_is_refused_on_the_other_samples(attack: Attack, case: str) -> None:
    if not attack.bases and attack.kind not in OFF_TARGET.get(case, ()):
        problems = []
        with contextlib.suppress(DoesNotApply):
            problems = [wrong(attack, alone(case), way) for way in attack.ways]
        assert [problem for problem in problems if problem] == []


@pytest.mark.long
@pytest.mark.parametrize("variant", GENERATED)
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_is_refused_on_a_variant(attack: Attack, variant: str) -> None:
    made = (bench(case, GENERATED[variant]) for case in attack.bases or BASES)
    assert wrong_on(attack, made, attack.ways) == []


@pytest.mark.parametrize("variant", GENERATED)
def test_a_variant_is_supported_without_an_attack(variant: str) -> None:
    for case in BASES:
        outcome = tried(bench(case, GENERATED[variant]), lambda _: None, Way.EDITED)
        assert (outcome.supported, dict(outcome.blocking)) == (True, {})


def test_there_are_eight_attacks_or_more_of_each_kind_and_three_hundred_in_all() -> None:
    kinds = Counter(attack.kind for attack in ATTACKS)
    assert kinds.keys() == KINDS.keys()
    assert {kind: number for kind, number in kinds.items() if number < 8} == {}
    assert kinds.total() >= 300
    assert max(Counter(attack.name for attack in ATTACKS).values()) == 1
