"""The stage of a case, derived from its facts alone."""

from casebound.controls.approval import missing_filing_roles
from casebound.controls.identity import matches
from casebound.controls.packet import missing_documents
from casebound.controls.predicates import (
    lane_confirmed,
    matrix_decision,
    received,
)
from casebound.controls.tracking import shows_completed
from casebound.model.facts import Facts
from casebound.model.judgment import ClaimVerdict
from casebound.model.requests import refusal_of, standing_requests
from casebound.model.terms import CertificateState, Decision, Stage

_LEAST_FIRST = (
    (Stage.EXEMPTION_UNSUPPORTED, Stage.DO_NOT_FILE, Stage.DENIED, Stage.CLOSED),
    (Stage.ESCALATE, Stage.HOLD_LANE),
    (Stage.PREPARING,),
    (Stage.READY_TO_FILE,),
    (Stage.SUBMITTED,),
    (Stage.COMPLETED_NOT_RECEIVED,),
    (Stage.RECEIVED_NOT_MATCHED,),
    (Stage.CERTIFICATE_MATCHED,),
    (Stage.EXEMPTION_PROPOSED,),
    (Stage.EXEMPTION_IN_EFFECT,),
    (Stage.EXEMPTION_ENDED,),
)
PROMISE = {stage: place for place, stages in enumerate(_LEAST_FIRST) for stage in stages}
"""How far a stage goes. A recorded stage below the facts is allowed; a stage above them is a blocking finding."""


def stage(facts: Facts, claims: tuple[ClaimVerdict, ...]) -> Stage:
    """The first that applies: closed, relied on, received, denied, submitted; otherwise a stage before submission."""
    case = facts.case
    if case.closure is not None:
        return Stage.DENIED if case.closure.outcome == "denied" else Stage.CLOSED
    relied_on = [claim for claim in claims if claim.relied_on]
    if relied_on:
        if not all(claim.supported for claim in relied_on):
            return Stage.EXEMPTION_UNSUPPORTED
        return Stage.EXEMPTION_ENDED if all(claim.ended for claim in relied_on) else Stage.EXEMPTION_IN_EFFECT
    on_file = [key for key, certificate in case.certificates.items() if received(facts, certificate)]
    if any(matches(facts, key) for key in on_file):
        return Stage.EXEMPTION_PROPOSED if claims else Stage.CERTIFICATE_MATCHED
    if any(case.certificates[key].state is CertificateState.FINAL for key in on_file):
        return Stage.RECEIVED_NOT_MATCHED
    return _without_certificate(facts)


def _without_certificate(facts: Facts) -> Stage:
    case = facts.case
    if refusal_of(case) is not None:
        return Stage.DENIED
    pending = [request for _, request, _ in standing_requests(case)]
    if pending:
        done = any(shows_completed(facts, request) for request in pending) or bool(case.certificates)
        return Stage.COMPLETED_NOT_RECEIVED if done else Stage.SUBMITTED
    return _before_sending(facts)


def _before_sending(facts: Facts) -> Stage:
    allowed, stated = matrix_decision(facts), facts.case.filing.decision
    if Decision.DO_NOT_FILE in (allowed, stated):
        return Stage.DO_NOT_FILE
    if allowed is Decision.ESCALATE or stated in (Decision.ESCALATE, Decision.UNDECIDED):
        return Stage.ESCALATE
    if not lane_confirmed(facts):
        return Stage.HOLD_LANE
    if missing_documents(facts) or missing_filing_roles(facts):
        return Stage.PREPARING
    return Stage.READY_TO_FILE
