"""A judge that stops at the first control to take the support away, with sheets that are never put into files."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from specimens.decision_files import PlannedSheet, written
from tests.support.frozen_cases import Combination
from tests.support.sample import Bench
from tests.verification.faults import Fault

from casebound.controls import CONTROL_SET, CONTROLS
from casebound.controls.filed import with_filed
from casebound.model.case import Case
from casebound.model.clock import Clock
from casebound.model.facts import Facts
from casebound.model.record_base import structure
from casebound.model.rules import CaseControl, Control
from casebound.model.terms import Severity

LINKED = frozenset(one.id for one in CONTROLS if one.link is not None and one.severity is Severity.BLOCKING)
QUICK: tuple[Control, ...] = tuple(one for one in CONTROLS if one.id in LINKED)
_BY_ID = {one.id: one for one in QUICK}


def quick_facts(one: Bench) -> Facts:
    """What a control is given once everybody has decided.

    Raises `ValueError` where the record, a register or the plan is not in its shape.
    """
    case = structure(one.case, Case)
    facts = Facts(case, one.registers.typed(), Clock(one.as_of), one.exhibits, one.captures, control_set=CONTROL_SET)
    plan = {key: structure(planned, PlannedSheet) for key, planned in one.plan.items()}
    try:
        return with_filed(replace(facts, decisions=written(facts, plan).decisions))
    except LookupError as error:
        raise ValueError("a sheet is about something that is not there") from error


def _asks(control: Control, facts: Facts, claims: Sequence[str]) -> Sequence[str]:
    """The claims among these that a control takes the support from."""
    if isinstance(control, CaseControl):
        return claims if _wants(control, facts) else ()
    return [key for key in claims if _wants(control, facts, key, facts.case.claims[key])]


def _wants(control: Any, *of: object) -> bool:
    return control.applies(*of) and next(control.objections(*of), None) is not None


def objecting_quickly(facts: Facts) -> frozenset[str]:
    """Every control that objects, but for those that guard no link."""
    return frozenset(one.id for one in QUICK if _asks(one, facts, tuple(facts.case.claims)))


def refused(facts: Facts, faults: Combination) -> bool:
    """Whether every claim has lost its support; the controls that the faults name go first."""
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
