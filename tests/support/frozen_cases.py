"""A case frozen, to be taken up again and again at little cost, each time with other faults made in it."""

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations, product

from tests.support.sample import Bench, BenchRegisters, FrozenRegisters, bench, frozen_registers
from tests.verification.faults import Fault

Combination = tuple[Fault, ...]

CANNOT_BE_MADE = (LookupError, TypeError, AttributeError)


@dataclass(frozen=True)
class Ground:
    """A case frozen, with or without faults in it, to put further faults on."""

    plain: bytes
    registers: FrozenRegisters
    found: Bench

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims that the case makes."""
        return tuple(self.found.case.get("claims") or ())

    def thawed(self) -> Bench:
        """The case on a bench of its own."""
        case, plan, others = pickle.loads(self.plain)
        found = self.found
        files = (dict(found.exhibits), dict(found.captures))
        return Bench(case, BenchRegisters(self.registers), *files, found.as_of, plan, dict(found.decisions), others)


@cache
def ground(base: str) -> Ground:
    """A sample case as it is."""
    one = bench(base)
    return Ground(pickle.dumps((one.case, one.plan, one.others)), frozen_registers(), one)


def frozen(one: Bench) -> Ground:
    """The case on a bench that `Ground.thawed` gave, frozen as it now is."""
    registers = one.registers
    pickled = {**registers.frozen.pickled, **{name: pickle.dumps(value) for name, value in registers.items()}}
    frozen = FrozenRegisters(registers.whole(), pickled, registers.typed())
    return Ground(pickle.dumps((one.case, one.plan, one.others)), frozen, one)


def made(on: Ground, faults: Sequence[Fault]) -> Bench | None:
    """The case with these faults made in this order; None where that cannot be done."""
    one = on.thawed()
    try:
        for fault in faults:
            for edit in fault.edits:
                edit(one)
    except CANNOT_BE_MADE:
        return None
    return one


def orders(faults: Combination) -> Iterator[Combination]:
    """The orders in which faults may be made: those that everybody approves afterwards come first in each."""
    renewed = [fault for fault in faults if fault.renewed]
    stale = [fault for fault in faults if not fault.renewed]
    for first, last in product(permutations(renewed), permutations(stale)):
        yield (*first, *last)
