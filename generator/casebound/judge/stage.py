"""Where a case stands, derived from its facts alone, and what to do next."""

from collections.abc import Callable, Mapping

from casebound.controls.approval import missing_roles
from casebound.controls.packet import missing_documents
from casebound.controls.predicates import (
    agreement,
    agreement_in_force,
    decision_day,
    lane_confirmed,
    matches,
    matrix_decision,
    received,
)
from casebound.controls.tracking import earliest_follow_up, shows_completed
from casebound.model.facts import Facts
from casebound.model.judgment import ClaimVerdict, LinkVerdict
from casebound.model.terms import Answer, ApprovalStep, CertificateState, Decision, Stage

# How much a stage promises. A record may say less than its facts do; saying more is a blocking finding.
PROMISE = {
    Stage.EXEMPTION_UNSUPPORTED: 0,
    Stage.DO_NOT_FILE: 0,
    Stage.DENIED: 0,
    Stage.CLOSED: 0,
    Stage.ESCALATE: 1,
    Stage.HOLD_LANE: 1,
    Stage.PREPARING: 2,
    Stage.READY_TO_FILE: 3,
    Stage.SUBMITTED: 4,
    Stage.COMPLETED_NOT_RECEIVED: 5,
    Stage.RECEIVED_NOT_MATCHED: 6,
    Stage.CERTIFICATE_MATCHED: 7,
    Stage.EXEMPTION_IN_EFFECT: 8,
}


def stage(facts: Facts, claims: tuple[ClaimVerdict, ...]) -> Stage:
    """The first of these that holds: closed, claimed, in hand, denied, sent, and then the way to sending."""
    case = facts.case
    if case.closure is not None:
        return Stage.DENIED if case.closure.outcome == "denied" else Stage.CLOSED
    if claims:
        supported = all(claim.supported for claim in claims)
        return Stage.EXEMPTION_IN_EFFECT if supported else Stage.EXEMPTION_UNSUPPORTED
    in_hand = [key for key, one in case.certificates.items() if received(facts, one)]
    current = [key for key in in_hand if case.certificates[key].state is CertificateState.FINAL]
    if current:
        matched = any(matches(facts, key) for key in current)
        return Stage.CERTIFICATE_MATCHED if matched else Stage.RECEIVED_NOT_MATCHED
    if case.denial is not None:
        return Stage.DENIED
    if case.submission is not None:
        done = shows_completed(facts) or bool(case.certificates)
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
    if missing_documents(facts) or missing_roles(facts, ApprovalStep.FILING):
        return Stage.PREPARING
    return Stage.READY_TO_FILE


def next_step(facts: Facts, stands: Stage, claims: tuple[ClaimVerdict, ...]) -> str:
    """What the case's owner does next, in one or two sentences."""
    if stands is Stage.EXEMPTION_UNSUPPORTED:
        return f"Revert the payroll treatment now. {_first_break(claims)}"
    return _NEXT[stands](facts)


def _why_not(facts: Facts) -> str:
    conditions, row = facts.case.conditions, agreement(facts)
    if row is None:
        return "No agreement with this country is on the register."
    if not agreement_in_force(facts, decision_day(facts)):
        return f"The agreement with {row.country} is not in force."
    for name in ("cross_border", "agreement", "double_contributions"):
        condition = getattr(conditions, name)
        if condition.met is Answer.NO:
            return str(condition.because)
    return facts.case.rule.because if facts.case.rule.confirmed is Answer.NO else facts.case.filing.because


def _unknowns(facts: Facts) -> str:
    conditions, fit = facts.case.conditions, facts.case.rule
    unknown = [
        name.replace("_", " ")
        for name in ("cross_border", "agreement", "double_contributions")
        if getattr(conditions, name).met is Answer.UNKNOWN
    ]
    if fit.confirmed is not Answer.YES:
        unknown.append("which rule of the agreement fits")
    person = facts.registers.people.get(fit.escalated_to or facts.case.people.legal)
    who = person.name if person else "the legal reviewer"
    what = ", ".join(unknown) or "the filing decision"
    return f"{who} settles: {what}. Until then nothing is filed and payroll stays as it is."


def _incomplete(facts: Facts) -> str:
    fields = [name.replace("_", " ") for name in missing_documents(facts)]
    roles = [f"approval by the {role.value.replace('_', '-')} owner" if role.value == "data_quality"
             else f"approval by the {role.value}" for role in missing_roles(facts, ApprovalStep.FILING)]  # fmt: skip
    return ", ".join([*fields, *roles])


def _when(facts: Facts) -> str:
    earliest = earliest_follow_up(facts)
    if earliest is None:
        return "No sourced waiting time is on file, so no follow-up is due; look it up in the current instructions."
    passed = "A follow-up has been allowed since" if earliest <= facts.as_of else "No follow-up before"
    return f"{passed} {earliest}."


def _unmatched(facts: Facts) -> str:
    asked = [one.rerequested_on for one in facts.case.certificates.values() if one.rerequested_on]
    if asked:
        return f"Claim nothing. A corrected certificate was asked for on {max(asked)}; wait for it."
    return "Claim nothing. Write to the authority and ask for a corrected certificate."


def _until(facts: Facts) -> str:
    ends = [claim.ends for claim in facts.case.claims.values()]
    return f"the last claimed day is {max(ends)}"


def _first_break(claims: tuple[ClaimVerdict, ...]) -> str:
    broken: list[tuple[str, LinkVerdict]] = [
        (claim.claim, link) for claim in claims for link in claim.chain if not link.holds
    ]
    if not broken:
        return ""
    claim, link = broken[0]
    return f"{claim} breaks first at: {link.link.says.lower()} ({'; '.join(link.missing)})."


def _reclassify(facts: Facts) -> str:
    label = facts.case.worker.intake_label
    return f"Hold. “{label}” is no confirmed lane: have it reclassified, with a reason, or escalate."


def _keep(facts: Facts) -> str:
    closure = facts.case.closure
    return f"Keep the file until {closure.retain_until}." if closure else "Keep the file."


_NEXT: Mapping[Stage, Callable[[Facts], str]] = {
    Stage.DO_NOT_FILE: lambda facts: f"Do not file; keep contributions as they are. {_why_not(facts)}",
    Stage.ESCALATE: lambda facts: f"Hold. {_unknowns(facts)}",
    Stage.HOLD_LANE: _reclassify,
    Stage.PREPARING: lambda facts: f"Complete the file before sending. Missing: {_incomplete(facts)}.",
    Stage.READY_TO_FILE: lambda _: (
        "Send the request, on the day the live form and the destination are looked up, and file the proof."
    ),
    Stage.SUBMITTED: lambda facts: f"Wait; pending is not approved. {_when(facts)}",
    Stage.COMPLETED_NOT_RECEIVED: lambda _: (
        "Hold until the document itself arrives; completed is not received. Payroll stays as it is."
    ),
    Stage.RECEIVED_NOT_MATCHED: _unmatched,
    Stage.CERTIFICATE_MATCHED: lambda _: (
        "Have the exemption approved, then change payroll, then record the claim. Until then nothing changes."
    ),
    Stage.EXEMPTION_IN_EFFECT: lambda facts: f"Nothing is open. Keep the file; {_until(facts)}.",
    Stage.DENIED: lambda _: (
        "Keep contributions as they are; have legal review the refusal before anything new is filed."
    ),
    Stage.CLOSED: _keep,
}
