"""Judging: nothing by silence, nothing by accident, and the same whatever the order."""

import copy
import datetime as dt
import random
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.support.sample import (
    AS_OF,
    FAR_AHEAD,
    GONE,
    Edit,
    as_of,
    at,
    bench,
    beside,
    day_after,
    judged,
    judgment_of,
    objecting,
    put,
    register,
    sample,
    schemas,
    sign,
)
from tests.verification.faults import BOUNDARIES, FAULTS

from casebound.controls import CONTROLS
from casebound.judge import RULES, judge
from casebound.judge import engine as judging
from casebound.load.decision_files import DecisionFile
from casebound.load.project import LoadedCase, LoadedProject
from casebound.model.errors import InternalError
from casebound.model.judgment import Judgment, State, Verdict
from casebound.model.rules import CaseControl
from casebound.model.terms import Severity, Stage
from casebound.plan.project_plan import project_plan
from casebound.report import as_value

NO = "NO-2026-001"


def judge_all(loaded: LoadedProject) -> Judgment:
    return judge(loaded, schemas(), None, FAR_AHEAD)


def shuffled(content: Any, order: random.Random) -> Any:
    """The same content with the keys of every mapping in another order."""
    if isinstance(content, dict):
        keys = list(content)
        order.shuffle(keys)
        return {key: shuffled(content[key], order) for key in keys}
    return [shuffled(item, order) for item in content] if isinstance(content, list) else content


def test_the_as_of_date_is_the_one_given_else_the_policys_else_today() -> None:
    assert judge_all(sample()).as_of == AS_OF
    assert judge(sample(), schemas(), dt.date(2026, 12, 1), FAR_AHEAD).as_of == dt.date(2026, 12, 1)
    source, policy = sample().registers["policy"]
    registers = {**sample().registers, "policy": (source, {k: v for k, v in policy.items() if k != "as_of"})}
    assert judge_all(replace(sample(), registers=registers)).as_of == FAR_AHEAD


def test_judging_twice_is_judging_once_and_leaves_the_records_as_they_were() -> None:
    before = copy.deepcopy([one.content for one in sample().cases])
    assert judge_all(sample()) == judge_all(sample())
    assert [one.content for one in sample().cases] == before


@settings(max_examples=12)
@given(st.integers(0, 10_000))
def test_the_order_of_keys_and_of_cases_changes_no_verdict(seed: int) -> None:
    order = random.Random(seed)
    cases = [replace(one, content=shuffled(one.content, order)) for one in sample().cases]
    order.shuffle(cases)
    registers = {name: (source, shuffled(content, order)) for name, (source, content) in sample().registers.items()}
    told = {one.folder: one for one in judge_all(replace(sample(), registers=registers, cases=tuple(cases))).cases}
    for one in judge_all(sample()).cases:
        other = told[one.folder]
        assert other.stage is one.stage
        assert other.verdict is one.verdict
        assert {(o.control, o.claim, o.state) for o in other.outcomes} == {
            (o.control, o.claim, o.state) for o in one.outcomes
        }


_DATE = re.compile(r"\b(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")


def _moved(content: Any, days: int) -> Any:
    if isinstance(content, dict):
        return {key: _moved(item, days) for key, item in content.items()}
    if isinstance(content, list):
        return [_moved(item, days) for item in content]
    if isinstance(content, str) and _DATE.match(content) and content[10:11] in ("", "T"):
        return day_after(content[:10], days) + content[10:]
    return content


@pytest.mark.parametrize("days", [-5000, -366, -1, 1, 28, 366, 1461, 20_000])
def test_moving_every_date_by_as_many_days_keeps_the_verdict(days: int) -> None:
    one = bench(NO)
    one.case, one.as_of = _moved(one.case, days), AS_OF + dt.timedelta(days=days)
    one.plan = _moved(one.plan, days)
    one.registers["sources"] = _moved(one.registers["sources"], days)
    one.registers["agreements"]["NO"] = _moved(one.registers["agreements"]["NO"], days)
    one.registers["people"] = _moved(one.registers["people"], days)
    case = judged(sign(one))
    assert objecting(case) == frozenset()
    assert case.verdict is Verdict.SUPPORTED


@settings(max_examples=25)
@given(st.integers(-800, 400), st.integers(-800, 800), st.integers(0, 500))
def test_a_longer_certificate_never_loses_support(first: int, last: int, more: int) -> None:
    begins, ends = day_after("2026-05-01", first), day_after("2028-04-30", last)
    assume(begins <= ends)

    def held(start: str, end: str) -> set[str]:
        one = bench(NO, [at("certificates/K1/begins", start), at("certificates/K1/ends", end)])
        return set(objecting(judged(sign(one))))

    assert held(day_after(begins, -more), day_after(ends, more)) <= held(begins, ends)


@pytest.mark.parametrize("fault", [one for one in FAULTS if one.base == NO][::3], ids=lambda one: one.says)
def test_an_unknown_more_never_turns_a_failure_into_a_pass(fault: Any) -> None:
    one = fault.made()
    before = objecting(judged(one))
    cited = one.case["questions"]["single-employment"].get("evidence", [])
    put(one.case, "questions/single-employment", {"unknown": "Not asked.", "evidence": cited})
    if fault.renewed:
        sign(one)
    after = judged(one)
    replaced = {"E06", "I04"}  # I04 can rest on the answer that is now unknown, as E06 does
    assert before <= objecting(after) | replaced
    assert after.verdict is not Verdict.SUPPORTED


@settings(max_examples=40)
@given(st.sampled_from([one.base for one in BOUNDARIES[:9]]), st.data())
def test_taking_anything_out_of_a_supported_case_never_brings_a_broken_judgment(base: str, data: st.DataObject) -> None:
    """Whatever is missing, the case is judged or has findings, and no control fails."""
    one = bench(base)
    places = [(key, inner) for key, value in one.case.items() if isinstance(value, dict) for inner in value]
    key, inner = data.draw(st.sampled_from(places))
    del one.case[key][inner]
    judgment = judgment_of(one)
    assert judgment.cases or judgment.blocked


@pytest.mark.parametrize("control", CONTROLS, ids=lambda one: one.id)
@pytest.mark.parametrize("part", ["applies", "objections"])
def test_a_control_that_fails_is_an_error_of_casebound(
    control: Any, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> Any:
        raise KeyError("x")

    failing = replace(control, **{"applies": lambda *_: True, part: fails})
    monkeypatch.setattr(judging, "CONTROLS", tuple(failing if one is control else one for one in CONTROLS))
    with pytest.raises(InternalError) as failure:
        judged(bench(NO))
    assert f"in the control {control.id} for the case {NO}" in failure.value.message
    assert "KeyError in judge/engine.py" in failure.value.message
    assert "Report this error to the casebound project" in failure.value.remedy


def test_a_control_that_finds_no_memory_is_not_said_to_be_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> Any:
        raise MemoryError

    first: Any = CONTROLS[0]
    monkeypatch.setattr(judging, "CONTROLS", (replace(first, applies=fails),))
    with pytest.raises(MemoryError):
        judged(bench(NO))


def test_a_control_that_is_left_out_takes_its_link_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for control in CONTROLS:
        if control.link is None or control.severity is not Severity.BLOCKING:
            continue
        monkeypatch.setattr(judging, "CONTROLS", tuple(one for one in CONTROLS if one is not control))
        case = judged(bench(NO))
        broken = [link.link for claim in case.claims for link in claim.chain if not link.holds]
        assert broken == [control.link]


def test_every_control_comes_to_an_outcome_for_every_case_and_claim() -> None:
    for case in judge_all(sample()).cases:
        wanted = [
            (one.id, claim)
            for one in CONTROLS
            for claim in ([None] if isinstance(one, CaseControl) else case.case.claims)
        ]
        assert [(outcome.control, outcome.claim) for outcome in case.outcomes] == wanted


def test_a_claim_is_supported_only_if_every_link_holds_by_a_control_that_applies() -> None:
    for case in judge_all(sample()).cases:
        for claim in case.claims:
            assert claim.supported == all(link.holds for link in claim.chain)
            for link in claim.chain:
                assert link.controls
                states = {
                    o.state for o in case.outcomes if o.control in link.controls and o.claim in (None, claim.claim)
                }
                assert link.holds == (states == {State.MET})


def test_a_case_of_the_wrong_shape_is_not_judged_and_says_so() -> None:
    one = bench(NO)
    put(one.case, "worker/name", GONE)
    judgment = judgment_of(one)
    assert judgment.cases == ()
    assert judgment.unjudged == (NO,)
    assert judgment.blocked
    assert [finding.control for finding in judgment.findings] == ["F04"]


def _with_changes(whole: LoadedCase, **changes: Any) -> LoadedCase:
    """Another worker's case, with the same certificate unless that is changed."""
    worker = {**whole.content["worker"], "reference": "W-9999", "name": "Sara Berg"}
    content = {**whole.content, "case": "NO-2026-991", "worker": worker, **changes}
    return replace(whole, folder="NO-2026-991", content=content)


_LOST = DecisionFile("cases/NO-2026-991/decisions/D1.filing.txt", unreadable="it is a folder")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda whole: (_with_changes(whole, assignment={**whole.content["assignment"], "ends": "2026-04-30"}),),
        lambda whole: (replace(_with_changes(whole), decisions={_LOST.name: _LOST}),),
        lambda whole: (
            _with_changes(whole),
            replace(_with_changes(whole, case=NO, certificates={}, claims={}), folder="NO-2026-992"),
        ),
    ],
    ids=["a period that ends before it begins", "a sheet that cannot be read", "a copied folder with the first id"],
)
def test_what_is_wrong_in_other_cases_hides_no_certificate(
    wrong: Callable[[LoadedCase], tuple[LoadedCase, ...]],
) -> None:
    whole = next(one for one in sample().cases if one.folder == NO)
    judgment = judge_all(replace(sample(), cases=(whole, *wrong(whole))))
    assert [(one.control, one.message) for one in judgment.cases[0].findings] == [
        ("I03", "case NO-2026-991 of another worker has the number or a file of K1")
    ]


def test_a_broken_register_leaves_every_case_unjudged_and_blocks() -> None:
    judgment = judgment_of(bench(NO, [register("policy", "approvals/exemption", [])]))
    assert judgment.registers is None
    assert judgment.unjudged == (NO,)
    assert judgment.blocked
    assert {finding.location.file for finding in judgment.findings} == {"registers/policy.yml"}


@pytest.mark.parametrize("edits", [[], [at("certificates/K1/ends", "2027-01-01")]])
def test_a_record_without_a_stage_has_the_one_that_its_facts_give_it(edits: list[Edit]) -> None:
    stated, unstated = bench(NO, edits), bench(NO, [*edits, at("stage", GONE)])
    assert judged(unstated).stage is judged(sign(stated)).stage
    assert not [one for one in judged(unstated).findings if one.control == "F15"]
    assert [one["stated_stage"] for one in as_value(project_plan(judgment_of(unstated)))["cases"]] == [None]


@pytest.mark.parametrize(
    ("stated", "severity"),
    [
        (Stage.EXEMPTION_IN_EFFECT, Severity.BLOCKING),
        (Stage.RECEIVED_NOT_MATCHED, Severity.BLOCKING),
        (Stage.COMPLETED_NOT_RECEIVED, None),
        (Stage.SUBMITTED, Severity.WARNING),
        (Stage.ESCALATE, Severity.WARNING),
        (Stage.CLOSED, Severity.WARNING),
    ],
)
def test_a_stated_stage_may_lag_behind_the_facts_and_never_run_ahead(stated: Stage, severity: Severity | None) -> None:
    case = judged(bench("GB-2026-009", [at("stage", stated.value)]))
    assert case.stage is Stage.COMPLETED_NOT_RECEIVED
    assert [one.severity for one in case.findings if one.control == "F15"] == ([severity] if severity else [])


def test_the_stage_of_an_unsupported_case_cannot_be_stated_away() -> None:
    for stated in Stage:
        one = bench(NO, [at("certificates/K1/ends", "2027-01-01"), at("stage", stated.value)])
        judgment = judgment_of(one)
        assert judgment.blocked
        assert judgment.cases[0].stage is Stage.EXEMPTION_UNSUPPORTED


def test_two_open_requests_object_to_each_other() -> None:
    judgment = judgment_of(bench(NO, [beside("NO-2026-991", ("certificates", {}), ("claims", {}))]))
    assert [one.case for one in judgment.findings if one.control == "L08"] == [NO, "NO-2026-991"]


def test_findings_come_in_the_order_of_their_places() -> None:
    judgment = judgment_of(bench(NO, [at("worker/name", "x"), at("claims/C1/exempt_in", "US"), as_of("2026-01-01")]))
    places = [(one.location.file, one.location.line, one.location.column, one.control) for one in judgment.findings]
    assert places == sorted(places)
    known = {rule.id for rule in RULES}
    assert {one.control for one in judgment.findings} <= known


@pytest.mark.parametrize("other", ["lngrld-dahl", "ingrid-dah1", "ingriddahl"])
def test_ids_that_look_alike_are_refused(other: str) -> None:
    one = bench("NO-2026-001")
    one.registers["people"][other] = dict(one.registers["people"]["ruth-abernathy"])
    found = [finding for finding in judgment_of(one).findings if finding.control == "F17"]
    assert [finding.message for finding in found] == [f"the id {other} can be taken for ingrid-dahl"]
    assert found[0].related


def test_the_people_of_the_sample_cannot_be_taken_for_each_other() -> None:
    assert "F17" not in {finding.control for finding in judgment_of(bench("NO-2026-001")).findings}
