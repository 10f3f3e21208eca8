"""How far a case has come, station by station, and who answered for what."""

from collections.abc import Iterator

from casebound.controls.predicates import happened
from casebound.model.case import Certificate, Request, Sent
from casebound.model.countries import country_name
from casebound.model.days import Day
from casebound.model.facts import Facts
from casebound.model.labels import (
    AGREEMENT_RULES,
    ANSWERS,
    APPROVAL_STEPS,
    CHANNELS,
    CONDITIONS,
    DECISIONS,
    REPLIES,
    ROLES,
    Label,
    spoken,
)
from casebound.model.mail_answers import BY_MAIL
from casebound.model.requests import any_sent, sent_requests
from casebound.model.terms import Answer, Decision
from casebound.plan.case_plan import REFUSED, Milestone, Signature, refusal_says
from casebound.plan.questions import name_of

_YES = Label("Yes", "", "good")
_NO = Label("No", "", "quiet")
_HOLD = Label("On hold", "", "hold")
_STOP = Label("Stopped", "", "stop")


def milestones(facts: Facts, misfits: dict[str, str]) -> Iterator[Milestone]:
    """The stations from the agreement to the exemption. `misfits` says of received certificates why they do not fit."""
    case, agreement = facts.case, facts.registers.agreements.get(facts.case.partner)
    stands = _HOLD if agreement and agreement.reported else _NO
    stands = _YES if agreement and agreement.period else stands
    yield Milestone("Agreement", stands, agreement_says(facts), case.conditions.agreement.evidence)
    kind = f": {AGREEMENT_RULES[case.rule.kind].lower()} rule" if case.rule.kind else ""
    confirmed = case.rule.confirmed
    words = _YES if confirmed is Answer.YES else _HOLD if confirmed is Answer.UNKNOWN else _NO
    yield Milestone("Rule applies", words, ANSWERS[confirmed].label + kind, case.rule.evidence)
    yield _filing_decision(facts)
    several = len(case.requests) > 1
    if not any_sent(case):
        yield Milestone("Request", _NO, "Not sent", ())
        yield Milestone("Status shown", _NO, "Nothing shown yet", ())
    for key, request, sent in sent_requests(case):
        yield from _request(request, sent, f" {key}" if several else "")
    yield _certificates(facts, misfits)
    claims = "; ".join(f"{key}: exempt in {country_name(claim.exempt_in)}" for key, claim in case.claims.items())
    yield Milestone("Exemption claimed", _YES if claims else _NO, claims or "None", ())


def _request(request: Request, sent: Sent, number: str) -> Iterator[Milestone]:
    """The stations of one request; its number where the case has several."""
    channel = f", {CHANNELS[request.route.channel].lower()}" if request.route else ""
    yield Milestone(f"Request{number}", _YES, f"Sent on {sent.on}{channel}", sent.proof)
    last = request.tracker[-1] if request.tracker else None
    shown = f"“{last.shown}” on {last.at.on}" if last else "Nothing shown yet"
    yield Milestone(
        f"Status shown{number}", _YES if last else _NO, shown, (last.capture,) if last and last.capture else ()
    )
    if request.refusal:
        says = f"{REFUSED} {refusal_says(request.refusal)}"
        yield Milestone(f"Answer{number}", _STOP, says, request.refusal.evidence)
    if request.withdrawn:
        says = f"The request was withdrawn on {request.withdrawn.on}. {request.withdrawn.because}"
        yield Milestone(f"Answer{number}", _STOP, says, ())


def _filing_decision(facts: Facts) -> Milestone:
    filing, rule = facts.case.filing, facts.case.rule
    on = f", on {filing.decided_on}" if filing.decided_on else ""
    says = DECISIONS[filing.decision] + on
    if filing.decision is Decision.ESCALATE:
        days = [question.escalated_on for question in facts.case.questions.values() if question.escalated_on]
        day = filing.decided_on or max(days, default=None)
        to = name_of(facts, rule.escalated_to or facts.case.people.legal)
        return Milestone("Filing decision", _HOLD, f"Handed to {to}" + (f" on {day}" if day else ""), ())
    words = {Decision.FILE: _YES, Decision.DO_NOT_FILE: _STOP}.get(filing.decision, _HOLD)
    return Milestone("Filing decision", words, says, ())


def _certificates(facts: Facts, misfits: dict[str, str]) -> Milestone:
    certificates = facts.case.certificates
    received = [key for key, held in certificates.items() if happened(held.received_on, facts)]
    says = "; ".join(_certificate_says(key, held, here=key in received) for key, held in certificates.items()) or "None"
    words = _YES if received else _NO
    if received and all(key in misfits for key in received):
        words, says = _STOP, f"{says}. {' '.join(misfits[key] for key in received)}"
    return Milestone("Certificate", words, says, tuple(certificate.document for certificate in certificates.values()))


def agreement_says(facts: Facts) -> str:
    agreement, country = facts.registers.agreements.get(facts.case.partner), country_name(facts.case.partner)
    if agreement is None:
        return f"None with {country} in the register"
    if agreement.period:
        return f"With {country}, in force since {agreement.in_force}"
    if agreement.reported:
        return f"With {country}, reported to be in force since {agreement.in_force}, not confirmed"
    return f"With {country}: {spoken(agreement.status).lower()}"


def _certificate_says(key: str, certificate: Certificate, *, here: bool) -> str:
    if here:
        return f"{key} received on {certificate.received_on}"
    return f"{key} issued on {certificate.issued_on}, not received"


def signatures(facts: Facts) -> Iterator[Signature]:
    """Everyone who checked, decided or approved, in the order of the process."""
    case = facts.case
    for name, label in CONDITIONS.items():
        condition = getattr(case.conditions, name)
        if condition.checked_by:
            yield _signature(facts, f"{label}: checked", condition.checked_by, "", condition.checked_on)
    if case.rule.confirmed_by:
        yield _signature(facts, "Applicable rule: confirmed", case.rule.confirmed_by, "", case.rule.confirmed_on)
    if case.filing.decided_by:
        what = f"Filing: {DECISIONS[case.filing.decision].lower()}"
        yield _signature(facts, what, case.filing.decided_by, "", case.filing.decided_on)
    for sheet in facts.decisions.sheets:
        what = f"{APPROVAL_STEPS[sheet.head.step]} ({', '.join(sheet.head.subject)}, sheet {sheet.id})"
        for _, answer in facts.decisions.answers_to(sheet):
            role = ROLES[answer.role].lower()
            place = f"{role}, deputy of {name_of(facts, answer.deputy_of)}" if answer.deputy_of else role
            reply = f"{REPLIES[answer.answer]}, {BY_MAIL}" if answer.message else REPLIES[answer.answer]
            yield _signature(facts, f"{what}: {reply}", answer.by, place, answer.counts_from.on)


def _signature(facts: Facts, what: str, by: str, role: str, on: Day | None) -> Signature:
    return Signature(what, name_of(facts, by), role, str(on or ""))
