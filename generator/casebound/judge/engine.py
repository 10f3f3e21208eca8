"""The judgment of a loaded project: the schemas first, then every control over every case and claim."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from casebound.controls import CONTROL_SET, CONTROLS
from casebound.controls.filed import with_filed
from casebound.judge import policy_floor, register_order, waivers
from casebound.judge.across_cases import elsewhere
from casebound.judge.chain import claim_verdict
from casebound.judge.decision_records import decisions_of
from casebound.judge.stage import PROMISE, stage
from casebound.load import file_rules as load_rules
from casebound.load import schema_rule
from casebound.load.project import REGISTERS, LoadedCase, LoadedProject, Source
from casebound.load.schema import Schema
from casebound.load.schema_rule import SHAPE
from casebound.model.case import Case
from casebound.model.clock import Clock
from casebound.model.days import Day
from casebound.model.decisions import Decisions
from casebound.model.errors import InternalError, origin
from casebound.model.facts import Facts
from casebound.model.findings import Finding
from casebound.model.judgment import JudgedCase, Judgment, Outcome, State
from casebound.model.people import Person
from casebound.model.record_base import structure
from casebound.model.registers import Agreement, Employer, OfficialSource, Policy, Registers, Waiver, rows
from casebound.model.rules import CaseControl, ClaimControl, Control, Objection, Rule, Section, support_policy
from casebound.model.spans import spans
from casebound.model.terms import Severity, Stage

STAGE = Rule(
    "F15",
    "stage-agrees",
    Section.FILE,
    Severity.BLOCKING,
    "Does the recorded stage match the facts?",
    "Readers rely on the recorded stage. It may be more cautious than the facts, but it must not overstate them.",
    "Set `stage` to the stage that the facts show, or record the missing facts.",
    (support_policy("How files are read"),),
)
FORECAST = Rule(
    "F35",
    "no-forecast",
    Section.FILE,
    Severity.WARNING,
    "Is the as-of date not after today?",
    "A check for a date in the future is a forecast. A forecast shows what changes as time passes. In a forecast, an"
    " event that is dated after today does not count, and `casebound build` does not publish a forecast.",
    "Leave out `--as-of`, and `as_of` in `registers/policy.yml`, to check the cases as of today.",
    (support_policy("The as-of date"),),
)
RULES: tuple[Rule, ...] = (
    *CONTROLS,
    *load_rules.RULES,
    *schema_rule.RULES,
    STAGE,
    *register_order.RULES,
    *waivers.RULES,
    FORECAST,
    policy_floor.FLOOR,
)

_SHAPES: Mapping[str, Any] = {
    "agreements": dict[str, Agreement],
    "people": dict[str, Person],
    "employers": dict[str, Employer],
    "sources": dict[str, OfficialSource],
    "policy": Policy,
    "waivers": dict[str, Waiver],
}

_IN_ORDER: Mapping[str, Callable[[Any, register_order.Locate], Iterator[Finding]]] = {
    "people": register_order.people_findings,
    "employers": register_order.employer_findings,
    "agreements": register_order.agreement_findings,
}


def judge(loaded: LoadedProject, schemas: Mapping[str, Schema], as_of: Day | None, today: Day) -> Judgment:
    """Judge everything that was read.

    `schemas` contains the schema of each register and the schema "case". Raises InternalError if a control fails.
    """
    findings = list(loaded.findings)
    registers = _registers(loaded, schemas, findings)
    if registers is None:
        unjudged = (*loaded.unreadable, *(case.folder for case in loaded.cases))
        return Judgment(as_of or today, None, (), _ordered(findings), tuple(sorted(unjudged)), today)
    day = day_of(registers, as_of, today)
    findings += _forecast(loaded, day, today)
    findings += policy_floor.below_floor(registers.policy, Clock(day, today), loaded.registers["policy"][0].locate)
    held_back = list(loaded.unreadable)
    readable: list[Case] = []
    sound: list[tuple[LoadedCase, Case, Decisions]] = []
    for entry in loaded.cases:
        case, decisions = _shaped(entry, schemas["case"], findings), decisions_of(entry, schemas, findings)
        backward = list(_backward_periods(entry, case)) if case else []
        findings += backward
        if case is not None:  # a copied folder may still have the id of the first one
            readable.append(msgspec.structs.replace(case, case=entry.folder))
        if case is None or decisions is None or backward:
            held_back.append(entry.folder)
        else:
            sound.append((entry, case, decisions))
    uncompared = tuple(sorted({*held_back} - {case.case for case in readable}))
    compared = elsewhere(
        readable, registers.employers
    )  # a case that cannot be judged may have the certificate of another case
    judged: list[JudgedCase] = []
    for entry, case, decisions in sound:
        facts = Facts(
            case,
            registers,
            Clock(day, today),
            entry.exhibits,
            loaded.captures,
            elsewhere=compared[entry.folder],
            control_set=CONTROL_SET,
            decisions=decisions,
        )
        judged.append(_judged(entry, with_filed(facts)))
    findings += [finding for judged_case in judged for finding in judged_case.findings]
    if registers.waivers:
        judged, findings = _waived(loaded, registers, Clock(day, today), judged, findings)
    return Judgment(day, registers, tuple(judged), _ordered(findings), tuple(sorted(held_back)), today, uncompared)


def registers_in(loaded: LoadedProject, schemas: Mapping[str, Schema]) -> Registers | None:
    """The registers alone; None if an invalid register prevents the judgment."""
    return _registers(loaded, schemas, [])


def day_of(registers: Registers, as_of: Day | None, today: Day) -> Day:
    """The as-of date: the date given, else the date in the policy, else today."""
    return as_of or registers.policy.as_of or today


def _forecast(loaded: LoadedProject, day: Day, today: Day) -> Iterator[Finding]:
    if today < day:
        place = loaded.registers["policy"][0].locate(("as_of",))
        message = f"this is a forecast: the as-of date {day} is after today, {today}"
        yield Finding(FORECAST.id, FORECAST.severity, message, FORECAST.remedy, place)


def _waived(
    loaded: LoadedProject, registers: Registers, clock: Clock, judged: Iterable[JudgedCase], findings: Iterable[Finding]
) -> tuple[list[JudgedCase], list[Finding]]:
    """The cases and the findings, with waived findings marked and with the findings about the waivers."""
    source, _ = loaded.registers["waivers"]
    waiving = waivers.waiving(registers, clock, _BY_ID, source.locate)
    marked = waiving.over(findings, clock)
    cases = [replace(case, findings=waiving.over(case.findings, case.facts.clock)) for case in judged]
    return cases, [*marked, *waiving.wrong, *waiving.idle(marked, clock)]


def with_findings(judgment: Judgment, more: Iterable[Finding]) -> Judgment:
    """The judgment with the findings of another stage added. Findings about a case are also added to that case."""
    added = tuple(more)
    if not added:
        return judgment
    cases = tuple(
        replace(
            case, findings=_ordered((*case.findings, *(finding for finding in added if finding.case == case.folder)))
        )
        for case in judgment.cases
    )
    return replace(judgment, cases=cases, findings=_ordered((*judgment.findings, *added)))


def _ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    def place(finding: Finding) -> tuple[str, int, int, str, str, str]:
        where = finding.location
        return (where.file, where.line, where.column, finding.control, finding.claim or "", finding.message)

    return tuple(sorted(findings, key=place))


def _shape_findings(source: Source, content: object, schema: Schema, case: str | None) -> Iterator[Finding]:
    for error in schema.errors(content):
        yield Finding(SHAPE.id, SHAPE.severity, error.message, error.remedy, source.locate(error.path), case)


def _registers(loaded: LoadedProject, schemas: Mapping[str, Schema], findings: list[Finding]) -> Registers | None:
    values: dict[str, Any] = {}
    for name, kind in _SHAPES.items():
        if name not in loaded.registers:
            continue
        source, content = loaded.registers[name]
        wrong = list(_shape_findings(source, content, schemas[name], None))
        findings += wrong
        if not wrong:
            values[name] = _typed(source, content if kind is Policy else rows(content), kind, findings, None)
    for name, check in _IN_ORDER.items():
        if values.get(name) is not None:
            findings += check(values[name], loaded.registers[name][0].locate)
    wanted = {*REGISTERS, *loaded.registers}
    complete = wanted <= values.keys() and all(value is not None for value in values.values())
    return Registers(**values) if complete else None


def _shaped(loaded: LoadedCase, schema: Schema, findings: list[Finding]) -> Case | None:
    wrong = list(_shape_findings(loaded.source, loaded.content, schema, loaded.folder))
    findings += wrong
    return None if wrong else _typed(loaded.source, loaded.content, Case, findings, loaded.folder)


def _backward_periods(loaded: LoadedCase, case: Case) -> Iterator[Finding]:
    """A finding for each period that ends before it begins. No control can be applied to such a period."""
    for path, first, last in spans(case):
        begins, ends = first[1], last[1]
        if ends < begins and path[-1] != "as_sent":  # a request may have stated wrong days
            place, start = loaded.source.locate((*path, last[0])), loaded.source.locate((*path, first[0]))
            message = f"this ends on {ends}, before it begins on {begins}"
            yield Finding(SHAPE.id, SHAPE.severity, message, SHAPE.remedy, place, loaded.folder, related=(start,))


def _typed(source: Source, content: object, kind: Any, findings: list[Finding], case: str | None) -> Any:
    try:
        return structure(content, kind)
    except (msgspec.ValidationError, ValueError) as error:
        message = f"the schema accepts this value, but the record type does not: {error}"
        findings.append(Finding(SHAPE.id, SHAPE.severity, message, SHAPE.remedy, source.locate(()), case))
        return None


def judge_on(loaded: LoadedCase, judged: JudgedCase, day: Day) -> JudgedCase:
    """Judge a case again on another day, with the same record and registers. No finding is marked as waived."""
    facts = replace(judged.facts, clock=judged.facts.clock.on(day), filed={})
    return _judged(loaded, with_filed(facts))


def _judged(loaded: LoadedCase, facts: Facts) -> JudgedCase:
    deciding = tuple(_outcomes(loaded.folder, facts, deciding=True))
    claims = tuple(claim_verdict(facts, key, claim, deciding) for key, claim in facts.case.claims.items())
    stands = stage(facts, claims)
    verdict_days = facts.clock.same_days
    position = {control.id: number for number, control in enumerate(CONTROLS)}
    advising = _outcomes(loaded.folder, facts, deciding=False)
    outcomes = tuple(sorted((*deciding, *advising), key=lambda outcome: position[outcome.control]))
    findings = [*_findings(loaded, facts.case, outcomes)]
    if stands is not Stage.EXEMPTION_UNSUPPORTED or not any(each.severity is Severity.BLOCKING for each in findings):
        findings += _stage_finding(loaded, facts, stands)  # else it only follows from the findings about the claim
    return JudgedCase(
        facts=facts,
        folder=loaded.folder,
        record_sha256=hashlib.sha256(loaded.source.data).hexdigest(),
        stage=stands,
        claims=claims,
        outcomes=outcomes,
        findings=_ordered(findings),
        verdict_days=verdict_days,
    )


def _outcomes(folder: str, facts: Facts, *, deciding: bool) -> Iterator[Outcome]:
    """The outcome of each control that blocks, or of each that does not.

    Raises InternalError, with the control and the case, if a control fails.
    """
    for control in CONTROLS:
        if (control.severity is Severity.BLOCKING) is not deciding:
            continue
        try:
            if isinstance(control, CaseControl):
                yield _case_outcome(control, facts)
            else:
                yield from _claim_outcomes(control, facts)
        except MemoryError:
            raise
        except Exception as error:
            raise InternalError(
                f"internal error ({origin(error)}) in the control {control.id} for the case {folder}; nothing is known"
                " to be wrong with the record",
                "Report this error to the casebound project. An earlier release is unchanged.",
            ) from error


def _case_outcome(control: CaseControl, facts: Facts) -> Outcome:
    """The outcome of a control over the case as a whole. The outcome may be "not reached yet"."""
    if control.applies(facts):
        return _answered(control, None, control.objections(facts))
    return Outcome(control.id, State.NOT_REACHED if control.may_apply_later(facts) else State.NOT_APPLICABLE)


def _claim_outcomes(control: ClaimControl, facts: Facts) -> Iterator[Outcome]:
    for key, claim in facts.case.claims.items():
        if control.applies(facts, key, claim):
            yield _answered(control, key, control.objections(facts, key, claim))
        else:
            yield Outcome(control.id, State.NOT_APPLICABLE, key)


def _answered(control: Control, claim: str | None, objections: Iterable[Objection]) -> Outcome:
    found = tuple(objections)
    return Outcome(control.id, State.NOT_MET if found else State.MET, claim, found)


_BY_ID = {rule.id: rule for rule in RULES}


def _findings(loaded: LoadedCase, case: Case, outcomes: Iterable[Outcome]) -> Iterator[Finding]:
    """The findings of a case. What a claim still lacks is a note while nobody relies on the claim."""
    proposed = {key for key, claim in case.claims.items() if not claim.is_relied_on}
    for outcome in outcomes:
        rule = _BY_ID[outcome.control]
        severity = Severity.NOTE if outcome.claim in proposed else rule.severity
        for objection in outcome.objections:
            yield Finding(
                control=rule.id,
                severity=severity,
                message=objection.message,
                remedy=objection.remedy or rule.remedy,
                location=loaded.locate(objection.at),
                case=loaded.folder,
                claim=outcome.claim,
                related=tuple(loaded.locate(place) for place in objection.related),
            )


def _stage_finding(loaded: LoadedCase, facts: Facts, derived: Stage) -> Iterator[Finding]:
    stated = facts.case.stage
    only_time_passed = (stated, derived) == (Stage.EXEMPTION_IN_EFFECT, Stage.EXEMPTION_ENDED)
    if stated is None or stated is derived or only_time_passed:
        return
    ahead = PROMISE[stated] >= PROMISE[derived] and PROMISE[stated] > 0
    severity = Severity.BLOCKING if ahead else Severity.WARNING
    problem = "overstates the case" if ahead else "does not match"
    message = f"the recorded stage {problem}: {stated.value} is recorded, but the facts show {derived.value}"
    yield Finding(STAGE.id, severity, message, STAGE.remedy, loaded.source.locate(("stage",)), loaded.folder)
