"""Every control objects to what it should, and to nothing else."""

import json
from collections import Counter
from functools import cache
from typing import Any

import pytest
from tests.support.sample import Bench, judged, objecting, sample, schemas, standing
from tests.verification.faults import BASES, BOUNDARIES, FAULTS, Fault

from casebound.controls import CONTROLS
from casebound.model.judgment import JudgedCase, State, Verdict
from casebound.model.rules import Link
from casebound.model.terms import Severity

CLAIMS = frozenset(fault.base for fault in BOUNDARIES)
BLOCKING = frozenset(one.id for one in CONTROLS if one.severity is Severity.BLOCKING)
LINKED = {one.id: one.link for one in CONTROLS if one.link is not None and one.severity is Severity.BLOCKING}

ASKED_FOR = {
    "the certificate issue and receipt, the approvals and the payroll entry are on the same day",
    "the decision, the approvals, the destination check and the sending are on the same day",
    "the claim covers only the last day of the assignment and the certificate",
    "the work, the certificate and the claim end on a leap day",
    "only one program is claimed",
    "the certificate is recorded as showing no end date",
    "the request was faxed with an approved exception and a fax report",
    "the certificate for the extension begins the day after the first certificate ends",
}
"""Equal dates, the last day and one day, the leap day, one program, an open end, the fax, the extension."""


@cache
def _seen(fault: Fault) -> tuple[Bench, JudgedCase]:
    one = fault.made()
    return one, judged(one)


def _named(fault: Fault) -> str:
    return f"{fault.base}: {fault.says}"


@pytest.mark.parametrize("fault", FAULTS, ids=_named)
def test_a_fault_is_objected_to_by_exactly_the_controls_it_concerns(fault: Fault) -> None:
    _, case = _seen(fault)
    assert objecting(case) - (standing(fault.base) - fault.objects) == fault.objects


@pytest.mark.parametrize("fault", [one for one in FAULTS if one.base in CLAIMS], ids=_named)
def test_a_broken_link_and_only_a_broken_link_takes_the_support_from_the_claim(fault: Fault) -> None:
    _, case = _seen(fault)
    broken = {LINKED[control] for control in fault.objects if control in LINKED}
    missing = {link.link for claim in case.claims for link in claim.chain if not link.holds}
    assert missing == broken
    relied_on = all(claim.relied_on for claim in case.claims)
    lost = Verdict.UNSUPPORTED if relied_on else Verdict.PROPOSED
    assert case.verdict is (lost if broken else Verdict.SUPPORTED)


def test_every_objection_has_a_place_a_message_and_a_remedy() -> None:
    found = {_named(fault): _seen(fault) for fault in FAULTS}
    assert [fault for fault, (_, case) in found.items() if not case.findings] == []
    assert [
        f"{fault}: {finding.control}"
        for fault, (changed, case) in found.items()
        for finding in case.findings
        if not finding.message or not finding.remedy or not _is_in(changed.case, finding.location.path)
    ] == []


def _is_in(record: Any, path: str) -> bool:
    """Whether a place is in the record, or would be the next key of a place that is."""
    for part in path.split("/")[1:-1]:
        if isinstance(record, list):
            record = record[int(part)] if int(part) < len(record) else None
        elif isinstance(record, dict):
            record = record.get(part)
        if record is None:
            return False
    return isinstance(record, dict | list)


@pytest.mark.parametrize("boundary", BOUNDARIES, ids=_named)
def test_what_lies_just_inside_the_rules_is_supported(boundary: Fault) -> None:
    _, case = _seen(boundary)
    assert objecting(case) <= standing(boundary.base)
    assert case.verdict is Verdict.SUPPORTED


def test_no_control_lacks_a_fault() -> None:
    assert {one.id for one in CONTROLS} - {control for fault in FAULTS for control in fault.objects} == set()


def test_every_control_is_the_only_one_to_object_somewhere() -> None:
    """A control that never objects alone might be dead weight, or its faults might prove another."""
    together = {"D02", "X02", "X06", "X07"}  # each brings a second one along: D05, or the warning X09,
    together |= {"A10", "A11", "E10", "E11"}  # or the note A12, or E05 about a claim that nobody relies on
    alone = {next(iter(fault.objects)) for fault in FAULTS if len(fault.objects) == 1}
    assert {one.id for one in CONTROLS} - alone == together


def test_every_link_of_the_chain_has_a_fault_that_breaks_it_alone() -> None:
    broken = [{LINKED[control] for control in fault.objects if control in LINKED} for fault in FAULTS]
    assert {next(iter(links)) for links in broken if len(links) == 1} == set(Link)


def test_no_two_faults_say_the_same() -> None:
    told = [(fault.base, fault.says) for fault in (*FAULTS, *BOUNDARIES)]
    assert len(told) == len(set(told))


def test_no_two_faults_make_the_same_change() -> None:
    made = [_whole(_seen(fault)[0]) for fault in (*FAULTS, *BOUNDARIES)]
    assert len(made) == len(set(made))


def _whole(one: Bench) -> str:
    """All that is on the bench, as text; of the registers those that were changed."""
    changed = {
        name: one.registers[name] for name, (_, content) in sample().registers.items() if one.registers[name] != content
    }
    found = [repr(sorted(some.items())) for some in (one.exhibits, one.captures)]
    decided = {name: file.data.decode() for name, file in one.decisions.items()}
    return json.dumps([one.case, changed, decided, one.others, one.as_of.isoformat(), *found], sort_keys=True)


def test_every_kind_of_case_has_faults_and_boundaries_of_its_own() -> None:
    faults, inside = (Counter(one.base for one in some) for some in (FAULTS, BOUNDARIES))
    assert sum(faults[base] for base in BASES) >= 150
    assert min(faults[base] for base in BASES) >= 35
    assert sum(inside[base] for base in BASES) >= 60
    assert min(inside[base] for base in BASES) >= 8


def test_the_boundaries_that_are_asked_for_by_name_are_there() -> None:
    told = {boundary.says for boundary in BOUNDARIES}
    assert told >= ASKED_FOR, ASKED_FOR - told


def test_every_fault_is_a_record_of_the_right_shape() -> None:
    assert {
        _named(fault) for fault in (*FAULTS, *BOUNDARIES) if schemas()["case"].errors(_seen(fault)[0].case)
    } == set()


def test_every_outcome_is_recorded_for_every_control() -> None:
    _, case = _seen(BOUNDARIES[0])
    assert [outcome.control for outcome in case.outcomes] == [one.id for one in CONTROLS]
    states = {outcome.state for outcome in case.outcomes if outcome.control not in standing(BOUNDARIES[0].base)}
    assert states == {State.MET, State.NOT_REACHED, State.NOT_APPLICABLE}
