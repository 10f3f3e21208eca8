"""Honest later events: what the check asks for, and the way to a supported claim, followed to the end."""

import copy
from collections import Counter, defaultdict

import pytest
from tests.support.honest_events import HONEST_EVENTS, NEUTRAL_EVENTS, SUPPORTED, HonestEvent
from tests.support.sample import Bench, bench, judged, judgment, standing

from casebound.model.findings import Finding
from casebound.model.judgment import JudgedCase, Verdict
from casebound.model.terms import Severity
from casebound.plan.project_plan import plan_for


def is_clean(case: JudgedCase, of: str) -> bool:
    """Whether a case is supported, without a finding that the sample does not have, other than notes."""
    found = {finding.control for finding in case.findings if finding.severity is not Severity.NOTE}
    return case.verdict is Verdict.SUPPORTED and found <= standing(of)


def without_stage(case: str) -> Bench:
    """A sample case whose record does not state its stage."""
    found = bench(case)
    found.case.pop("stage", None)
    return found


@pytest.mark.parametrize("event", HONEST_EVENTS, ids=[event.name for event in HONEST_EVENTS])
def test_the_steps_that_the_finding_names_lead_to_a_supported_claim_and_nothing_less_does(event: HonestEvent) -> None:
    changed = without_stage(event.case)
    assert is_clean(judged(changed), event.case)
    for edit in event.event:
        edit(changed)
    if event.asks:
        control, words = event.asks.split(" ", 1)
        assert [found for found in judged(changed).findings if asks(found, control, words)], judged(changed).findings
    for step in event.steps:
        assert not is_clean(judged(changed), event.case)
        before = dict(changed.decisions)
        step(changed)
        assert before.items() <= changed.decisions.items()
    assert is_clean(judged(changed), event.case), judged(changed).findings


def asks(finding: Finding, control: str, words: str) -> bool:
    return finding.control == control and words in finding.remedy.replace("`", "")


ON_RECORD = frozenset({"A01", "A05", "A10", "E04", "F27", "L05", "L07", "L10", "P01", "X11"})
"""The controls whose remedies complete the record. Payroll does not change unless nobody follows them."""


def test_no_first_step_reverts_payroll_where_the_record_can_be_completed() -> None:
    first_steps = {}
    for event in HONEST_EVENTS:
        fewer_days = "fewer days" in event.says
        if event.asks[:3] in ON_RECORD and event.kind != "taken over" and not fewer_days:
            changed = without_stage(event.case)
            for edit in event.event:
                edit(changed)
            first_steps[event.name] = plan_for(judged(changed)).steps[0].says
    assert len(first_steps) > 15
    assert {name: says for name, says in first_steps.items() if says.startswith("Revert")} == {}


def test_there_are_three_records_or_more_of_each_of_the_fifteen_kinds() -> None:
    cases = defaultdict(set)
    for event in HONEST_EVENTS:
        cases[event.kind].add(event.case)
    assert len(cases) == 15
    assert {kind: len(found) for kind, found in cases.items() if len(found) < 3} == {}
    assert max(Counter(event.name for event in HONEST_EVENTS).values()) == 1


def test_an_event_that_asks_for_a_step_has_one() -> None:
    assert [event.name for event in HONEST_EVENTS if bool(event.asks) is not bool(event.steps)] == []


@pytest.mark.parametrize("name", NEUTRAL_EVENTS)
def test_a_neutral_event_takes_no_claim_from_any_supported_case(name: str) -> None:
    benches = [without_stage(case) for case in SUPPORTED]
    for changed in benches:
        before = copy.deepcopy((changed.case, changed.registers.whole()))
        NEUTRAL_EVENTS[name](changed)
        assert (changed.case, changed.registers.whole()) != before
    lost = {
        case.folder: (case.verdict, blocking)
        for case in judgment(benches).cases
        if (blocking := [found for found in case.findings if found.severity is Severity.BLOCKING])
        or case.verdict is not Verdict.SUPPORTED
    }
    assert lost == {}
    assert len(NEUTRAL_EVENTS) >= 20
