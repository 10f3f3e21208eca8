"""Every control objects to what it should, and to nothing else: each fault is judged once, and read in several ways."""

import json
from collections import Counter
from typing import Any

import pytest
from tests.support import verdicts
from tests.support.golden import compare
from tests.support.oracle_pairs import figures_of, pairs_with
from tests.support.sample import Bench, bench, objecting, sample, schemas, standing
from tests.support.verdicts import made_and_judged
from tests.verification.faults import BASES, BOUNDARIES, FAULTS, Fault

from casebound.controls import CONTROLS
from casebound.model.judgment import JudgedCase, State, Verdict
from casebound.model.rules import Link
from casebound.model.terms import Severity
from casebound.plan.project_plan import plan_for

CHANGED = (*FAULTS, *BOUNDARIES)
CLAIMS = frozenset(fault.base for fault in BOUNDARIES)
BLOCKING = frozenset(one.id for one in CONTROLS if one.severity is Severity.BLOCKING)
LINKED = {one.id: one.link for one in CONTROLS if one.link is not None and one.severity is Severity.BLOCKING}

TOLD_APART: dict[str, set[str]] = {
    "the applicable rule is not named": {"issuer"},
    "the request type is not confirmed": {"rule", "knowledge"},
    "an exemption is claimed, but no request was sent": {"issuer", "approvals", "rule"},
    "one of the two certificates of the claim does not exist": {
        "receipt",
        "identity",
        "period",
        "approvals",
        "payroll",
    },
    "the only certificate of the claim does not exist": {"receipt", "identity", "period", "payroll"},
    "a condition check is dated after the as-of date": {"rule"},
    "the agreement was checked the day after the decision": {"rule"},
    "the date of the decision is not recorded": {"approvals"},
    "the register has no agreement with the partner country": {"issuer"},
    "the applicable rule is extension, but no extension is recorded": {"issuer"},
}
"""Faults where something is missing that several links ask for: the oracle blames each, the controls the root alone."""

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


def _named(fault: Fault) -> str:
    return f"{fault.base}: {fault.says}"


def _judged(fault: Fault) -> JudgedCase:
    return made_and_judged(fault)[1]


def test_a_fault_is_objected_to_by_exactly_the_controls_it_concerns() -> None:
    assert {
        _named(fault): sorted(found)
        for fault in FAULTS
        if (found := objecting(_judged(fault)) - (standing(fault.base) - fault.objects)) != fault.objects
    } == {}


def test_a_broken_link_and_only_a_broken_link_takes_the_support_from_the_claim() -> None:
    for fault in (fault for fault in FAULTS if fault.base in CLAIMS):
        case = _judged(fault)
        broken = {LINKED[control] for control in fault.objects if control in LINKED}
        missing = {link.link for claim in case.claims for link in claim.chain if not link.holds}
        assert missing == broken, _named(fault)
        relied_on = all(claim.relied_on for claim in case.claims)
        lost = Verdict.UNSUPPORTED if relied_on else Verdict.PROPOSED
        assert case.verdict is (lost if broken else Verdict.SUPPORTED), _named(fault)


def test_what_lies_just_inside_the_rules_is_supported() -> None:
    for boundary in BOUNDARIES:
        case = _judged(boundary)
        assert objecting(case) <= standing(boundary.base), _named(boundary)
        assert case.verdict is Verdict.SUPPORTED, _named(boundary)


def test_what_every_case_and_every_fault_is_judged_to_be(request: pytest.FixtureRequest) -> None:
    compare(verdicts.FILE.name, verdicts.as_text(), request)


def test_the_controls_and_the_oracle_say_the_same_of_every_fault() -> None:
    every = []
    for fault in CHANGED:
        one, case = made_and_judged(fault)
        found = pairs_with([one], [case])
        assert found or "claims" not in bench(fault.base).case, _named(fault)
        for pair in found:
            assert set(pair.links_that_differ) <= TOLD_APART.get(fault.says, set()), pair
        every += found
    assert figures_of("faults", every)["disagreements"] == 0


def test_every_fault_leaves_a_next_step_and_no_blocking_finding_without_a_step() -> None:
    for fault in CHANGED:
        case = _judged(fault)
        plan = plan_for(case)
        assert not plan.next.later, fault.says
        asked = {control for step in plan.now for control in step.controls}
        blocking = {one.control for one in case.findings if one.severity == "blocking" and not one.waived}
        assert blocking <= asked, fault.says
        assert plan.nothing_open <= (not blocking), fault.says


def test_every_objection_has_a_place_a_message_and_a_remedy() -> None:
    found = {_named(fault): made_and_judged(fault) for fault in FAULTS}
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
    told = [(fault.base, fault.says) for fault in CHANGED]
    assert len(told) == len(set(told))


def test_no_two_faults_make_the_same_change() -> None:
    made = [_whole(made_and_judged(fault)[0]) for fault in CHANGED]
    assert len(made) == len(set(made))


def _whole(one: Bench) -> str:
    """All that is on the bench, as text; of the registers those that were changed."""
    changed = {name: content for name, content in one.registers.items() if content != sample().registers[name][1]}
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
    assert {_named(fault) for fault in CHANGED if schemas()["case"].errors(made_and_judged(fault)[0].case)} == set()


def test_every_outcome_is_recorded_for_every_control() -> None:
    case = _judged(BOUNDARIES[0])
    assert [outcome.control for outcome in case.outcomes] == [one.id for one in CONTROLS]
    states = {outcome.state for outcome in case.outcomes if outcome.control not in standing(BOUNDARIES[0].base)}
    assert states == {State.MET, State.NOT_REACHED, State.NOT_APPLICABLE}
