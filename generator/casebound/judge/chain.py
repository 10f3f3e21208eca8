"""The chain of support of a claim, put together from what the controls came to."""

from collections.abc import Iterable, Mapping

from casebound.controls import CONTROLS
from casebound.controls.predicates import needed_questions
from casebound.model.case import Claim
from casebound.model.facts import Facts
from casebound.model.judgment import ClaimVerdict, LinkVerdict, Outcome, State
from casebound.model.rules import Link
from casebound.model.terms import Severity

_BY_LINK: Mapping[Link, tuple[str, ...]] = {
    link: tuple(one.id for one in CONTROLS if one.link is link and one.severity is Severity.BLOCKING) for link in Link
}

_ANSWERED = frozenset({State.MET, State.NOT_MET})


def claim_verdict(facts: Facts, key: str, claim: Claim, outcomes: Iterable[Outcome]) -> ClaimVerdict:
    """Whether one claim is supported: every link must be held by at least one control and broken by none."""
    found = {one.control: one for one in outcomes if one.claim in (None, key)}
    chain = tuple(_link(link, found, _evidence(facts, claim, link)) for link in Link)
    return ClaimVerdict(key, all(link.holds for link in chain), chain)


def _link(link: Link, found: Mapping[str, Outcome], evidence: tuple[str, ...]) -> LinkVerdict:
    controls = tuple(one for one in _BY_LINK[link] if one in found and found[one].state in _ANSWERED)
    broken = [found[one] for one in controls if found[one].state is State.NOT_MET]
    missing = tuple(objection.message for outcome in broken for objection in outcome.objections)
    judged = set(_BY_LINK[link]) <= set(found)
    holds = judged and not broken and bool(controls)
    return LinkVerdict(link, holds, controls, missing if controls else ("no control speaks for this link",), evidence)


def _evidence(facts: Facts, claim: Claim, link: Link) -> tuple[str, ...]:
    """The exhibits and sources a reader should open to see a link for themselves."""
    case = facts.case
    documents = tuple(case.certificates[key].document for key in claim.certificates if key in case.certificates)
    points = (case.questions[point].evidence for point in needed_questions(facts) if point in case.questions)
    shown: Mapping[Link, tuple[str, ...]] = {
        Link.AGREEMENT: case.conditions.agreement.evidence,
        Link.RULE: case.rule.evidence,
        Link.LANE: (*case.packet.filing_lane, *(case.submission.proof if case.submission else ())),
        Link.ISSUER: documents,
        Link.RECEIPT: documents,
        Link.IDENTITY: (*documents, *case.packet.worker_identity),
        Link.PERIOD: (*documents, *case.packet.assignment_dates),
        Link.PROGRAMS: case.rule.evidence,
        Link.KNOWLEDGE: tuple(key for evidence in points for key in evidence),
        Link.APPROVALS: (),
        Link.PAYROLL: claim.payroll_change.evidence if claim.payroll_change else (),
    }
    return tuple(dict.fromkeys(shown[link]))
