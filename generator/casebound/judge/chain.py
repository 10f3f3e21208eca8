"""The chain of support of a claim, built from the outcomes of the controls."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from casebound.controls import CONTROLS
from casebound.controls.typed_questions import needed_questions
from casebound.model.case import Claim
from casebound.model.facts import Facts
from casebound.model.judgment import ClaimVerdict, LinkVerdict, Outcome, State
from casebound.model.requests import requests_of
from casebound.model.rules import Link
from casebound.model.terms import Severity

_BY_LINK: Mapping[Link, tuple[str, ...]] = {
    link: tuple(rule.id for rule in CONTROLS if rule.link is link and rule.severity is Severity.BLOCKING)
    for link in Link
}

_ANSWERED = frozenset({State.MET, State.NOT_MET})


def claim_verdict(facts: Facts, key: str, claim: Claim, outcomes: Iterable[Outcome]) -> ClaimVerdict:
    """Whether one claim is supported: for every link, at least one control is met and none is not met."""
    unrelated = {*facts.case.requests} - {*requests_of(facts.case, claim)}
    found = {outcome.control: _without(unrelated, outcome) for outcome in outcomes if outcome.claim in (None, key)}
    chain = tuple(_link(link, found, _evidence(facts, claim, link)) for link in Link)
    supported = claim.is_relied_on and all(link.holds for link in chain)
    begins = max(claim.begins, claim.breach.cured_on) if claim.breach else claim.begins
    ended = supported and facts.clock.passed(claim.ends)
    return ClaimVerdict(key, claim.is_relied_on, supported, chain, begins if supported else None, ended)


def _without(requests: Collection[str], outcome: Outcome) -> Outcome:
    """The outcome without a case control's objections about requests on which the claim does not rest."""
    if not requests or outcome.claim is not None or outcome.state is not State.NOT_MET:
        return outcome
    places = {("requests", request) for request in requests}
    about = tuple(objection for objection in outcome.objections if objection.at[:2] not in places)
    return replace(outcome, state=State.NOT_MET if about else State.MET, objections=about)


def _link(link: Link, found: Mapping[str, Outcome], evidence: tuple[str, ...]) -> LinkVerdict:
    controls = tuple(key for key in _BY_LINK[link] if key in found and found[key].state in _ANSWERED)
    broken = [found[key] for key in controls if found[key].state is State.NOT_MET]
    missing = tuple(objection.message for outcome in broken for objection in outcome.objections)
    judged = set(_BY_LINK[link]) <= set(found)
    holds = judged and not broken and bool(controls)
    return LinkVerdict(link, holds, controls, missing if controls else ("no control checked this link",), evidence)


def _evidence(facts: Facts, claim: Claim, link: Link) -> tuple[str, ...]:
    """The exhibits and sources that show a link to a reader."""
    case = facts.case
    documents = tuple(case.certificates[key].document for key in claim.certificates if key in case.certificates)
    requests = [case.requests[key] for key in requests_of(case, claim)]
    proof_of_sending = [key for request in requests if request.sent for key in request.sent.proof]
    evidence_of_questions = (
        case.questions[question].evidence for question in needed_questions(facts) if question in case.questions
    )
    shown: Mapping[Link, tuple[str, ...]] = {
        Link.AGREEMENT: case.conditions.agreement.evidence,
        Link.RULE: case.rule.evidence,
        Link.LANE: (*case.packet.filing_lane, *proof_of_sending),
        Link.ISSUER: documents,
        Link.RECEIPT: documents,
        Link.IDENTITY: (*documents, *case.packet.worker_identity),
        Link.PERIOD: (*documents, *case.packet.assignment_dates),
        Link.PROGRAMS: case.rule.evidence,
        Link.KNOWLEDGE: tuple(key for evidence in evidence_of_questions for key in evidence),
        Link.APPROVALS: (),
        Link.PAYROLL: tuple(key for relied in claim.relied for key in relied.evidence),
    }
    out_of_use = {key for key, exhibit in case.exhibits.items() if not exhibit.in_use}
    return tuple(key for key in dict.fromkeys(shown[link]) if key not in out_of_use)
