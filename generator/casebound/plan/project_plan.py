"""The plan of each judged case, computed once, right after the cases are judged."""

from collections.abc import Iterator, Mapping

from casebound.controls.identity import matches
from casebound.controls.predicates import received
from casebound.controls.tracking import earliest_follow_up
from casebound.model.facts import Facts
from casebound.model.judgment import JudgedCase, Judgment, Verdict, VerdictChange
from casebound.model.labels import LINKS, STAGES
from casebound.model.requests import open_requests, refusal_of
from casebound.model.terms import ENDED_STAGES, Severity
from casebound.plan.answer import exempt, would_change
from casebound.plan.case_plan import OpenWait, Plan, PlannedCase, ProjectPlan, Step, StepKind, refusal_says
from casebound.plan.certificates import certificate_states
from casebound.plan.coverage_gaps import coverage_gaps, days_of_breach
from casebound.plan.decision_rows import sheet_rows
from casebound.plan.link_facts import link_facts
from casebound.plan.milestones import milestones, signatures
from casebound.plan.payroll import money_at_risk, payroll_lines
from casebound.plan.progress import links
from casebound.plan.questions import answers
from casebound.plan.steps import misfits, steps

_KEEPING = (
    StepKind.EXEMPTION_ENDING,
    StepKind.CERTIFICATE_ENDING,
    StepKind.RETENTION_ENDING,
    StepKind.DECIDE_AGAIN,
)


def project_plan(judgment: Judgment, changes: Mapping[str, VerdictChange] | None = None) -> ProjectPlan:
    """Plan every case of a judgment. `changes` are the next changes of the verdicts, by folder."""
    return ProjectPlan(judgment, {judged.folder: plan_for(judged) for judged in judgment.cases}, changes or {})


def planned(judged: JudgedCase) -> PlannedCase:
    """A judged case with its plan."""
    return PlannedCase(judged, plan_for(judged))


def plan_for(judged: JudgedCase) -> Plan:
    """What is missing in a case, who does what next, and how far it has come."""
    facts = judged.facts
    ahead = steps(judged)
    missing = tuple(dict.fromkeys(missing for step in ahead if not step.later for missing in step.missing))
    answered = tuple(answers(judged))
    on_hold = STAGES[judged.stage].tone == "hold" or any(_holds(step) for step in ahead)
    title, because = _why(judged, on_hold=on_hold)
    payroll = tuple(payroll_lines(judged))
    states = dict(certificate_states(facts))
    return Plan(
        title=title,
        because=because,
        answer=exempt(judged, because, ahead, states.values()),
        would_change=tuple(would_change(judged, ahead, answered, states)),
        steps=ahead,
        missing=missing,
        on_hold=on_hold,
        nothing_open=all(_keeps(step) for step in ahead)
        and not any(answer.unknown for answer in answered)
        and not any(finding.severity is not Severity.NOTE and not finding.waived for finding in judged.findings),
        links=() if judged.claims else tuple(links(judged)),
        answers=answered,
        certificates=states,
        link_facts={key or "": link_facts(facts, answered, key) for key in judged.case.claims or (None,)},
        milestones=tuple(milestones(facts, misfits(facts))),
        signatures=tuple(signatures(facts)),
        coverage_gaps=tuple(coverage_gaps(judged.case)),
        breach_days=dict(days_of_breach(judged)),
        certificate_ends=_certificate_ends(facts),
        open_waits=tuple(_open_waits(facts)),
        sheets=tuple(sheet_rows(facts)),
        payroll=payroll,
        money=money_at_risk(judged, payroll),
    )


def _open_waits(facts: Facts) -> Iterator[OpenWait]:
    for key, request, sent in open_requests(facts.case):
        yield OpenWait(key, sent.on, earliest_follow_up(facts, request))


def _holds(step: Step) -> bool:
    return step.kind is StepKind.HOLD and not step.later


def _keeps(step: Step) -> bool:
    """Whether a step only watches for a day that is still to come."""
    return step.kind in _KEEPING and not step.is_due


def _why(judged: JudgedCase, *, on_hold: bool) -> tuple[str, str]:
    """A title and one or two sentences: why the case is supported, held, not supported, or over."""
    verdict, stage = judged.verdict, STAGES[judged.stage]
    if verdict is Verdict.SUPPORTED:
        until = max(claim.ends for claim in judged.case.claims.values() if claim.is_relied_on)
        marked = "".join(f" {claim} is {words}." for claim, words in days_of_breach(judged))
        return (
            "Why this is supported",
            f"All links of the chain of support are complete for every claimed day up to {until}.{marked}",
        )
    if verdict is Verdict.UNSUPPORTED:
        return "Why this is not supported", _first_break(judged)
    if judged.stage in ENDED_STAGES:
        refused = refusal_of(judged.case)
        because = f" {refusal_says(refused[1])}" if refused else ""
        return "Why there is no exemption", stage.meaning + because
    if verdict is Verdict.PROPOSED:
        return "PROPOSED, NOT EXEMPT: what is still needed", _proposed(judged)
    title = "Why this is on hold" if on_hold else "What is still needed for an exemption"
    return title, "No exemption may be applied yet."


def _proposed(judged: JudgedCase) -> str:
    """Which links of the proposed claims are incomplete."""
    missing = [
        f"{claim.claim}: {', '.join(LINKS[link.link].lower() for link in claim.chain if not link.holds)}"
        for claim in judged.claims
    ]
    return f"Nobody may rely on this exemption yet, and contributions continue. Still missing for {'; '.join(missing)}."


def _first_break(judged: JudgedCase) -> str:
    broken = [(claim, link) for claim in judged.claims if claim.relied_on for link in claim.chain if not link.holds]
    claim, first = broken[0]
    more = len(broken) - 1
    beside = f" {more} other {'link is' if more == 1 else 'links are'} also incomplete." if more else ""
    missing = f": {first.missing[0]}." if first.missing else "."
    return f"Claim {claim.claim} is not supported at “{LINKS[first.link]}”{missing}{beside}"


def _certificate_ends(facts: Facts) -> str:
    """The last day of this case's own certificate that reaches furthest, in words."""
    certificates = facts.case.certificates
    in_hand = [key for key, certificate in certificates.items() if received(facts, certificate)]
    matched = [certificates[key] for key in in_hand if matches(facts, key)]
    if not matched:
        return "no matching certificate" if in_hand else "not received"
    if any(certificate.ends is None for certificate in matched):
        return "no end shown"
    return max(certificate.ends for certificate in matched if certificate.ends).isoformat()
