"""A case frozen, to be taken up again and again at little cost, each time with other faults made in it."""

import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations, product
from typing import Any

import msgspec
from tests.support.sample import Bench, bench, registers_of
from tests.verification.faults import Fault

from casebound.load.project import REGISTERS
from casebound.model.record_base import structure
from casebound.model.registers import Registers, rows_by_register

Combination = tuple[Fault, ...]

KINDS = {one.name: one.type for one in msgspec.structs.fields(Registers) if one.name in REGISTERS}
CANNOT_BE_MADE = (LookupError, TypeError, AttributeError)


class ThawingRegisters(dict[str, Any]):
    """The registers as plain values, each thawed when it is first asked for; what was asked for may have changed."""

    def __init__(self, frozen: Mapping[str, bytes], typed: Registers) -> None:
        super().__init__()
        self.frozen, self.unchanged = frozen, typed

    def __missing__(self, name: str) -> Any:
        thawed = self[name] = pickle.loads(self.frozen[name])
        return thawed

    def typed(self) -> Registers:
        """The registers as a control sees them."""
        changed = {name: structure(value, KINDS[name]) for name, value in rows_by_register(self).items()}
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
        case, plan, others = pickle.loads(self.plain)
        registers = ThawingRegisters(self.registers, self.typed)
        found = self.found
        files = (dict(found.exhibits), dict(found.captures))
        return Bench(case, registers, *files, found.as_of, plan, dict(found.decisions), others)


@cache
def ground(base: str) -> Ground:
    """A sample case as it is."""
    one = bench(base)
    frozen = {name: pickle.dumps(value) for name, value in one.registers.items()}
    return Ground(pickle.dumps((one.case, one.plan, one.others)), frozen, registers_of(one), one)


def frozen(one: Bench) -> Ground:
    """The case on a bench that `Ground.thawed` gave, frozen as it now is."""
    registers = one.registers
    assert isinstance(registers, ThawingRegisters)
    frozen = {**registers.frozen, **{name: pickle.dumps(value) for name, value in registers.items()}}
    return Ground(pickle.dumps((one.case, one.plan, one.others)), frozen, registers.typed(), one)


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
