"""What a case shows for each link of the chain of support, in a few words, for a claim or for a case without one.

The words state facts of the record and of the registers. Whether a link is complete, only the chain says.
"""

from collections.abc import Iterable, Iterator, Mapping

from casebound.controls.predicates import agreement, outbound, received
from casebound.controls.sheet_status import approved_sheet
from casebound.model.case import Certificate, Claim
from casebound.model.countries import country_name, with_article
from casebound.model.days import Day, Period, last_day_of, uncovered
from casebound.model.facts import Facts
from casebound.model.labels import AGREEMENT_RULES, CHANNELS, LANES, RELIANCE, spoken
from casebound.model.requests import requests_of, sent_requests
from casebound.model.rules import Link
from casebound.model.terms import AgreementRule, Answer, CertificateState, Lane, SheetReply
from casebound.plan.case_plan import Answered, listed
from casebound.plan.milestones import agreement_says

LINK_STAGES: Mapping[str, tuple[Link, ...]] = {
    "May we ask?": (Link.AGREEMENT, Link.RULE),
    "Did we ask in the right way?": (Link.LANE,),
    "What came back?": (Link.ISSUER, Link.RECEIPT, Link.IDENTITY, Link.PERIOD, Link.PROGRAMS, Link.KNOWLEDGE),
    "Did we act after it came?": (Link.APPROVALS, Link.PAYROLL),
}
"""The four stages of the chain, each with its links in order."""

_LONGEST = 1200  # months


def link_facts(facts: Facts, answers: Iterable[Answered], claimed: str | None = None) -> Mapping[Link, str]:
    """The facts for each link of a claim's chain, or of the case if it has no claim. A link may have none."""
    claim = facts.case.claims[claimed] if claimed else None
    certificates = _certificates(facts, claim)
    said: Mapping[Link, Iterable[str]] = {
        Link.AGREEMENT: (agreement_says(facts),),
        Link.RULE: _rule(facts),
        Link.LANE: _lane(facts, claim),
        Link.ISSUER: (f"{key}: {certificate.issuer}" for key, certificate in certificates.items()),
        Link.RECEIPT: (_receipt(key, certificate) for key, certificate in certificates.items()),
        Link.IDENTITY: (_identity(key, certificate) for key, certificate in certificates.items()),
        Link.PERIOD: _period(claim, certificates),
        Link.PROGRAMS: (listed(spoken(name).lower() for name in claim.programs),) if claim else (),
        Link.KNOWLEDGE: _knowledge(answers),
        Link.APPROVALS: _approvals(facts, claimed),
        Link.PAYROLL: _payroll(claim),
    }
    joined = {link: "; ".join(words) for link, words in said.items()}
    return {link: f"{words[:1].upper()}{words[1:]}" for link, words in joined.items()}


def _certificates(facts: Facts, claim: Claim | None) -> dict[str, Certificate]:
    """The certificates that a claim names; those received if there is no claim."""
    held = facts.case.certificates
    if claim is not None:
        return {key: held[key] for key in claim.certificates if key in held}
    return {
        key: certificate
        for key, certificate in held.items()
        if certificate.state is CertificateState.FINAL and received(facts, certificate)
    }


def _rule(facts: Facts) -> Iterator[str]:
    rule, work, row = facts.case.rule, facts.case.assignment, agreement(facts)
    if rule.kind:
        confirmed = {Answer.YES: "confirmed", Answer.NO: "does not apply", Answer.UNKNOWN: "not confirmed"}
        on = f" ({rule.confirmed_on})" if rule.confirmed_on else ""
        yield f"{AGREEMENT_RULES[rule.kind]} rule, {confirmed[rule.confirmed]}{on}"
    if rule.kind is AgreementRule.DETACHED_WORKER and row is not None and row.limit.is_official:
        limit = row.limit.outbound_months if outbound(facts) else row.limit.inbound_months
        months = _months(work.begins, work.ends) if work.ends else None
        if limit and months:
            yield f"{months} months, limit {limit}"


def _months(begins: Day, ends: Day) -> int | None:
    """The calendar months that a period takes, a month that has begun counting in full."""
    return next((months for months in range(1, _LONGEST) if ends <= last_day_of(begins, months)), None)


def _lane(facts: Facts, claim: Claim | None) -> Iterator[str]:
    case = facts.case
    if case.filing.lane is not Lane.UNCONFIRMED:
        yield f"request type {LANES[case.filing.lane].lower()}"
    about = requests_of(case, claim) if claim else tuple(case.requests)
    for key, request, sent in sent_requests(case):
        if key in about:
            channel = f" ({CHANNELS[request.route.channel].lower()})" if request.route else ""
            yield f"request {key} sent on {sent.on}{channel}"


def _receipt(key: str, certificate: Certificate) -> str:
    return f"{key} received on {certificate.received_on}" if certificate.received_on else f"{key} not received"


def _identity(key: str, certificate: Certificate) -> str:
    named = certificate.activity or certificate.employer
    countries = f"covered by {_country(certificate.covered_by)}, exempt in {_country(certificate.exempt_in)}"
    return f"{key} names {named}, {countries}" if named else f"{key}: {countries}"


def _country(code: str) -> str:
    return with_article(country_name(code))


def _period(claim: Claim | None, certificates: Mapping[str, Certificate]) -> Iterator[str]:
    if claim is None:
        yield from (f"{key}: {certificate.period}" for key, certificate in certificates.items())
        return
    free = uncovered(claim.period, [certificate.period for certificate in certificates.values()])
    claimed = _days(claim.period)
    yield f"{claimed - sum(map(_days, free)):,} of {claimed:,} days"


def _days(period: Period) -> int:
    """The days of a period that has an end."""
    assert period.ends is not None
    return (period.ends - period.begins).days + 1


def _knowledge(answers: Iterable[Answered]) -> Iterator[str]:
    found = list(answers)
    needed = [answer for answer in found if answer.needed]
    known = sum(not answer.unknown for answer in needed)
    yield f"{known} of {len(needed)} answered"
    not_needed = sum(answer.unknown for answer in found if not answer.needed)
    if not_needed:
        yield f"{not_needed} other open, which no exemption needs"


def _approvals(facts: Facts, key: str | None) -> Iterator[str]:
    sheet = approved_sheet(facts, key) if key else None
    if sheet is None:
        return
    approvals = [answer for _, answer in facts.decisions.answers_to(sheet) if answer.answer is SheetReply.APPROVE]
    days = sorted(answer.counts_from.on for answer in approvals)
    people = len({answer.by for answer in approvals})
    yield f"{sheet.id} approved by {people} {'person' if people == 1 else 'people'}, {Period(days[0], days[-1])}"


def _payroll(claim: Claim | None) -> Iterator[str]:
    for relied in claim.relied if claim else ():
        yield f"{RELIANCE[relied.how]}, effective {relied.begins}, entered on {relied.entered_on}"
