"""Faults of one case made together, two or three at a time, and a quick judge that can ask about all of them.

Every approval is given anew after the faults, but for faults in approvals themselves, so that a combination is never
refused merely because an approval has gone stale. The quick judge gets there without sealing anything: it leaves out
the two controls that compare seals, and stops at the first of the others that takes the support away. Only where none
of them does is the case approved anew and judged in full.

A fault is left out as a whole where none of its controls guards a link of the chain: it cannot break support. What is
neither refused nor passed is counted as one of three things. Faults that cannot be made together in any order (one
takes away what the other changes) are skipped. Faults that leave a record or a register without its shape leave no
claim to judge. And faults may mend each other: "it shows no end" and "it is said to show none" are two faults, but
together they are the acceptor of that name. Only a case that is the same in every value as an acceptor counts as one.
"""

import pickle
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from itertools import combinations, permutations, product
from typing import Any

import msgspec
from tests.faults import BOUNDARIES, FAULTS, Fault
from tests.sample import Bench, bench, judgement_of, registers_of
from tests.two_sides import renew

from casebound.controls import CONTROL_SET, CONTROLS
from casebound.model.terms import Severity
from casebound.record.base import structure
from casebound.record.case import Case
from casebound.record.cites import cites
from casebound.record.registers import Registers
from casebound.verdict import CaseControl, Control, Facts, JudgedCase

SEALS = frozenset({"A04", "A05"})
"""The controls that compare an approval's seal with what stands in the record now."""

LINKED = frozenset(one.id for one in CONTROLS if one.link is not None and one.severity is Severity.BLOCKING)
QUICK: tuple[Control, ...] = tuple(one for one in CONTROLS if one.id in LINKED - SEALS)
_BY_ID = {one.id: one for one in QUICK}
_KINDS = {one.name: one.type for one in msgspec.structs.fields(Registers)}
_CANNOT_BE_MADE = (LookupError, TypeError, AttributeError)

Combination = tuple[Fault, ...]


class Came(StrEnum):
    """What a combination came to."""

    REFUSED = "refused"
    UNSHAPED = "not in shape"
    SKIPPED = "skipped"
    MENDED = "mended"
    PASSED = "passed"


@dataclass
class Tally:
    """How often combinations came to what, and the names of those that passed, or mended each other."""

    came: Counter[Came] = field(default_factory=Counter)
    passed: list[tuple[str, ...]] = field(default_factory=list)
    mended: list[tuple[str, ...]] = field(default_factory=list)

    def note(self, faults: Combination, came: Came) -> None:
        """Count one combination."""
        self.came[came] += 1
        names = (faults[0].base, *(fault.says for fault in faults))
        if came is Came.PASSED:
            self.passed.append(names)
        if came is Came.MENDED:
            self.mended.append(names)

    def add(self, other: "Tally") -> None:
        """Count another tally's combinations too."""
        self.came += other.came
        self.passed += other.passed
        self.mended += other.mended

    @property
    def tried(self) -> int:
        """The combinations that could be made."""
        return self.came.total() - self.came[Came.SKIPPED]


@cache
def faults_of(base: str) -> Combination:
    """The faults of a base that break a link of the chain, those first that everybody approves afterwards."""
    linked = [fault for fault in FAULTS if fault.base == base and fault.objects & LINKED]
    return tuple(sorted(linked, key=lambda fault: not fault.renewed))


# ── taking a case up again and again, cheaply ──


class _Registers(dict[str, Any]):
    """The registers as plain values, each thawed when it is first asked for; what was asked for may have changed."""

    def __init__(self, frozen: Mapping[str, bytes], typed: Registers) -> None:
        super().__init__()
        self.frozen, self.unchanged = frozen, typed

    def __missing__(self, name: str) -> Any:
        thawed = self[name] = pickle.loads(self.frozen[name])
        return thawed

    def typed(self) -> Registers:
        """The registers as a control sees them."""
        changed = {name: structure(value, _KINDS[name]) for name, value in self.items()}
        return msgspec.structs.replace(self.unchanged, **changed) if changed else self.unchanged


@dataclass(frozen=True)
class Ground:
    """A case frozen, with or without faults in it, to put further faults on."""

    plain: bytes
    registers: Mapping[str, bytes]
    typed: Registers
    found: Bench

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims that the case makes."""
        return tuple(self.found.case.get("claims") or ())

    def thawed(self) -> Bench:
        """The case on a bench of its own."""
        case, others = pickle.loads(self.plain)
        registers = _Registers(self.registers, self.typed)
        found = self.found
        return Bench(case, registers, dict(found.exhibits), dict(found.captures), found.as_of, others)


@cache
def ground(base: str) -> Ground:
    """A sample case as it is."""
    one = bench(base)
    frozen = {name: pickle.dumps(value) for name, value in one.registers.items()}
    return Ground(pickle.dumps((one.case, one.others)), frozen, registers_of(one), one)


def _frozen(one: Bench) -> Ground:
    """The case on a bench that `Ground.thawed` gave, frozen as it now is."""
    registers = one.registers
    assert isinstance(registers, _Registers)
    frozen = {**registers.frozen, **{name: pickle.dumps(value) for name, value in registers.items()}}
    return Ground(pickle.dumps((one.case, one.others)), frozen, registers.typed(), one)


def _made(on: Ground, faults: Sequence[Fault]) -> Bench | None:
    """The case with these faults made in this order; None where that cannot be done."""
    one = on.thawed()
    try:
        for fault in faults:
            for edit in fault.edits:
                edit(one)
    except _CANNOT_BE_MADE:
        return None
    return one


def _orders(faults: Combination) -> Iterator[Combination]:
    """The orders in which faults may be made: those that everybody approves afterwards come first in each."""
    renewed = [fault for fault in faults if fault.renewed]
    stale = [fault for fault in faults if not fault.renewed]
    for first, last in product(permutations(renewed), permutations(stale)):
        yield (*first, *last)


# ── the quick judge ──


class _QuickFacts(Facts):
    """Facts that walk the case for its citations only when a control asks for them."""

    def __post_init__(self) -> None:
        """Put the walk off."""

    def __getattr__(self, name: str) -> Any:
        if name != "cites":
            raise AttributeError(name)
        found = tuple(cites(self.case))
        object.__setattr__(self, "cites", found)
        return found


def quick_facts(one: Bench) -> Facts:
    """What a control is given. Raises `ValueError` where the record or a register is not in its shape."""
    typed = one.registers.typed() if isinstance(one.registers, _Registers) else registers_of(one)
    case = structure(one.case, Case)
    return _QuickFacts(case, typed, one.as_of, one.exhibits, one.captures, control_set=CONTROL_SET)


def _asks(control: Control, facts: Facts, claims: Sequence[str]) -> Sequence[str]:
    """The claims among these that a control takes the support from; one that fails takes it, as in the full judge."""
    if isinstance(control, CaseControl):
        return claims if _wants(control, facts) else ()
    return [key for key in claims if _wants(control, facts, key, facts.case.claims[key])]


def _wants(control: Any, *of: object) -> bool:
    try:
        return control.applies(*of) and next(control.gaps(*of), None) is not None
    except Exception:  # noqa: BLE001 - the full judge fails closed in the same way
        return True


def objecting_quickly(facts: Facts) -> frozenset[str]:
    """Every control that objects, but for the two that compare seals and those that guard no link."""
    return frozenset(one.id for one in QUICK if _asks(one, facts, tuple(facts.case.claims)))


def _refused(facts: Facts, faults: Combination) -> bool:
    """Whether every claim has lost its support, whatever the seals say; the controls that the faults name go first."""
    standing = tuple(facts.case.claims)
    for control in (*(_BY_ID[name] for fault in faults for name in _named(fault)), *QUICK):
        lost = _asks(control, facts, standing)
        standing = tuple(key for key in standing if key not in lost)
        if not standing:
            return True
    return False


@cache
def _named(fault: Fault) -> tuple[str, ...]:
    return tuple(sorted(fault.objects & _BY_ID.keys()))


# ── the judge in full ──


def in_full(faults: Combination) -> JudgedCase | None:
    """The case with these faults as the product judges it, everything approved anew; None where it has no shape."""
    for order in _orders(faults):
        one = bench(faults[0].base)
        try:
            for fault in (fault for fault in order if fault.renewed):
                for edit in fault.edits:
                    edit(one)
            if any(fault.renewed for fault in order):
                renew(one)
            for fault in (fault for fault in order if not fault.renewed):
                for edit in fault.edits:
                    edit(one)
        except _CANNOT_BE_MADE:
            continue
        return next((case for case in judgement_of(one).cases if case.folder == one.case["case"]), None)
    raise ValueError("these faults cannot be made together")


def _judged_in_full(faults: Combination) -> Came:
    case = in_full(faults)
    if case is None:
        return Came.UNSHAPED
    if not any(claim.supported for claim in case.claims):
        return Came.REFUSED
    return Came.MENDED if is_an_acceptor(faults) else Came.PASSED


def is_an_acceptor(faults: Combination) -> bool:
    """Whether the case with these faults is one that must be supported: a case just inside the rules, value by value.

    Faults of approvals never mend anything: seals are what the comparison leaves out.
    """
    if not all(fault.renewed for fault in faults):
        return False
    made = made_together(faults)
    return made is not None and any(_same(made, one) for one in _acceptors(made.case["case"]))


@cache
def _acceptors(base: str) -> tuple[Bench, ...]:
    return tuple(bench(base, one.edits) for one in BOUNDARIES if one.base == base and one.renewed)


def _same(one: Bench, other: Bench) -> bool:
    registers = all(one.registers[name] == other.registers[name] for name in _KINDS)
    found = (one.exhibits, one.captures, one.as_of, one.others)
    return registers and one.case == other.case and found == (other.exhibits, other.captures, other.as_of, other.others)


# ── combinations ──


def made_together(faults: Combination) -> Bench | None:
    """The case with these faults, in the first order in which they can be made; None where there is no such order."""
    every = (_made(ground(faults[0].base), order) for order in _orders(faults))
    return next((made for made in every if made is not None), None)


def judged_together(faults: Combination, on: Ground | None = None) -> Came:
    """What faults of one base come to together. `on` holds all but the last of them, where that is at hand."""
    one = (_made(on, faults[-1:]) if on else None) or made_together(faults)
    if one is None:
        return Came.SKIPPED
    if one.others:  # whether they are rivals is for the full judge to say
        return _judged_in_full(faults)
    try:
        facts = quick_facts(one)
    except ValueError:
        return Came.UNSHAPED
    return Came.REFUSED if _refused(facts, faults) else _judged_in_full(faults)


def extended(start: Combination, further: Sequence[Fault]) -> Tally:
    """What some faults, made first, come to with each of the further ones."""
    tally = Tally()
    one = _made(ground(start[0].base), start)
    try:
        on = None if one is None else _frozen(one)
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
