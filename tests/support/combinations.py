"""Faults of one case made together, two or three at a time, and a quick judge that can ask about all of them.

Everybody decides again after the faults, but for faults that come after the decisions, so that a combination is never
refused merely because a sheet is out of date. The quick judge stops at the first control that takes the support away,
and puts no sheet into a file. Only where no control does, or where a fault comes after the decisions, is the case
judged in full.

A fault is left out as a whole where none of its controls guards a link of the chain: it cannot break support. What is
neither refused nor passed is counted as one of three things. Faults that cannot be made together in any order (one
takes away what the other changes) are skipped. Faults that make a record or a register invalid leave no claim to
judge. And faults may cancel each other out: "it shows no end" and "it is said to show none" are two faults, but
together they are the boundary case of that name. Only a case that equals a boundary case in every value counts as one.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from itertools import combinations

from tests.support.frozen_cases import CANNOT_BE_MADE, Combination, Ground, frozen, ground, made, orders
from tests.support.oracle_pairs import renew
from tests.support.quick_judge import LINKED, quick_facts, refused
from tests.support.sample import Bench, bench, judgment_of
from tests.verification.faults import BOUNDARIES, FAULTS, SOUND_TOGETHER, TRIED_ALONE, Fault

from casebound.model.judgment import JudgedCase


class Came(StrEnum):
    """What a combination came to."""

    REFUSED = "refused"
    INVALID = "invalid"
    SKIPPED = "skipped"
    CANCELED_OUT = "canceled out"
    PASSED = "passed"


@dataclass
class Tally:
    """How often combinations came to what, and the names of those that passed, or canceled each other out."""

    came: Counter[Came] = field(default_factory=Counter)
    passed: list[tuple[str, ...]] = field(default_factory=list)
    canceled_out: list[tuple[str, ...]] = field(default_factory=list)

    def note(self, faults: Combination, came: Came) -> None:
        """Count one combination."""
        self.came[came] += 1
        names = (faults[0].base, *(fault.says for fault in faults))
        if came is Came.PASSED:
            self.passed.append(names)
        if came is Came.CANCELED_OUT:
            self.canceled_out.append(names)

    def add(self, other: "Tally") -> None:
        """Count another tally's combinations too."""
        self.came += other.came
        self.passed += other.passed
        self.canceled_out += other.canceled_out

    @property
    def tried(self) -> int:
        """The combinations that could be made."""
        return self.came.total() - self.came[Came.SKIPPED]


@cache
def faults_of(base: str) -> Combination:
    """The faults of a base that break a link of the chain, those first that everybody approves afterwards."""
    combined = [fault for fault in FAULTS if fault.base == base and fault.says not in TRIED_ALONE]
    linked = [fault for fault in combined if fault.objects & LINKED]
    return tuple(sorted(linked, key=lambda fault: not fault.renewed))


# ── the judge in full ──


class CannotBeMade(Exception):
    """These faults cannot be made together, in any order."""


def in_full(faults: Combination) -> JudgedCase | None:
    """The case with these faults and renewed approvals, as casebound judges it; None if the record is invalid."""
    for order in orders(faults):
        one = bench(faults[0].base)
        try:
            for fault in (fault for fault in order if fault.renewed):
                for edit in fault.edits:
                    edit(one)
            if any(fault.renewed for fault in order) and not renew(one):
                return None
            for fault in (fault for fault in order if not fault.renewed):
                for edit in fault.edits:
                    edit(one)
        except CANNOT_BE_MADE:
            continue
        return next((case for case in judgment_of(one).cases if case.folder == one.case["case"]), None)
    raise CannotBeMade


def _judged_in_full(faults: Combination) -> Came:
    try:
        case = in_full(faults)
    except CannotBeMade:  # a file that a later fault changes is not there once everybody has decided
        return Came.SKIPPED
    if case is None:
        return Came.INVALID
    if not any(claim.supported for claim in case.claims):
        return Came.REFUSED
    return Came.CANCELED_OUT if is_a_boundary_case(faults) else Came.PASSED


def is_a_boundary_case(faults: Combination) -> bool:
    """Whether the case with these faults is one that must be supported: a case just inside the rules, value by value.

    Faults that come after the decisions never cancel anything out.
    """
    if not all(fault.renewed for fault in faults):
        return False
    made = made_together(faults)
    return made is not None and any(_same(made, one) for one in _boundary_cases(made.case["case"]))


@cache
def _boundary_cases(base: str) -> tuple[Bench, ...]:
    supported = (*BOUNDARIES, *SOUND_TOGETHER, *(fault for fault in FAULTS if not fault.objects & LINKED))
    return tuple(bench(base, one.edits) for one in supported if one.base == base and one.renewed)


def _same(one: Bench, other: Bench) -> bool:
    registers = one.registers.whole() == other.registers.whole()
    found = (one.exhibits, one.captures, one.as_of, one.others)
    same = registers and one.case == other.case and one.plan == other.plan
    return same and found == (other.exhibits, other.captures, other.as_of, other.others)


# ── combinations ──


def made_together(faults: Combination) -> Bench | None:
    """The case with these faults, in the first order in which they can be made; None where there is no such order."""
    every = (made(ground(faults[0].base), order) for order in orders(faults))
    return next((made for made in every if made is not None), None)


def judged_together(faults: Combination, on: Ground | None = None) -> Came:
    """What faults of one base come to together. `on` holds all but the last of them, where that is at hand."""
    one = (made(on, faults[-1:]) if on else None) or made_together(faults)
    if one is None:
        return Came.SKIPPED
    if one.others or not all(fault.renewed for fault in faults):  # competing requests and sheets are for the full judge
        return _judged_in_full(faults)
    try:
        facts = quick_facts(one)
    except ValueError:
        return Came.INVALID
    return Came.REFUSED if refused(facts, faults) else _judged_in_full(faults)


def extended(start: Combination, further: Sequence[Fault]) -> Tally:
    """What some faults, made first, come to with each of the further ones."""
    tally = Tally()
    one = made(ground(start[0].base), start)
    try:
        on = None if one is None else frozen(one)
    except ValueError:  # a register has lost its shape; perhaps the next fault gives it back
        on = None
    for fault in further:
        together = (*start, fault)
        tally.note(together, judged_together(together, on))
    return tally


Start = tuple[str, tuple[int, ...]]
"""A base and the places of some of its faults, in order: stands for these with each fault that comes after them."""


def starts(base: str, size: int) -> list[Start]:
    """All combinations of a size, each in exactly one of the starts."""
    return [(base, places) for places in combinations(range(len(faults_of(base)) - 1), size - 1)]


def from_start(start: Start) -> Tally:
    """What the combinations of one start come to."""
    faults, places = faults_of(start[0]), start[1]
    return extended(tuple(faults[place] for place in places), faults[places[-1] + 1 :])
