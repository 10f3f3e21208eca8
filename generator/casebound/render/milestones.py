"""How far a case has come, in finished values: what is known, the stations on the way, who answered for what."""

from collections.abc import Iterator
from dataclasses import dataclass

from casebound.model.case import Certificate, Evidence, Question
from casebound.model.days import Day
from casebound.model.labels import AGREEMENT_RULES, ANSWERS, APPROVAL_STEPS, CHANNELS, DECISIONS, ROLES, Words, spoken
from casebound.model.terms import Answer
from casebound.render.view import CaseView

CONDITIONS = {
    "cross_border": "The case is cross-border",
    "agreement": "An agreement for the pair is confirmed",
    "double_contributions": "Both systems could take contributions",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of the ledger as it is shown: a condition, the fit, or a point."""

    anchor: str
    label: str
    answer: Words
    text: str
    evidence: Evidence
    escalated: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """One station on the way from question to exemption, and how far the case has come there."""

    label: str
    reached: bool
    says: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Signature:
    """Who answered for what, and when."""

    what: str
    who: str
    role: str
    when: str


def facts(view: CaseView) -> Iterator[Fact]:
    """The ledger: the three conditions, the fit of the rule, and every point."""
    case = view.case
    for name, label in CONDITIONS.items():
        condition = getattr(case.conditions, name)
        answer = ANSWERS[condition.met]
        yield Fact(f"condition-{name}", label, answer, condition.because, condition.evidence, "")
    rule = f" ({AGREEMENT_RULES[case.rule.kind].lower()} rule)" if case.rule.kind else ""
    escalated = _escalated(view, case.rule.escalated_to, None)
    yield Fact(
        "rule",
        f"A rule of the agreement fits{rule}",
        ANSWERS[case.rule.confirmed],
        case.rule.because,
        case.rule.evidence,
        escalated,
    )
    for name, point in case.questions.items():
        yield _point(view, name, point)


def _escalated(view: CaseView, to: str | None, on: Day | None) -> str:
    if to is None:
        return ""
    return f"escalated to {view.people.get(to, to)}" + (f" on {on}" if on else "")


def _point(view: CaseView, name: str, point: Question) -> Fact:
    escalated = _escalated(view, point.escalated_to, point.escalated_on)
    if point.unknown is not None:
        answer, text = ANSWERS[Answer.UNKNOWN], point.unknown
    elif point.known is not None:
        answer, text = Words("Known", "", "good"), point.known
    else:
        answer, text = Words("Not applicable", "", "quiet"), point.not_applicable or ""
    return Fact(f"point-{name}", spoken(name), answer, text, point.evidence, escalated)


def milestones(view: CaseView) -> Iterator[Milestone]:
    """The stations of the case, from the agreement to the exemption."""
    case, filing, agreement = view.case, view.case.filing, view.agreement
    yield Milestone(
        "Agreement", bool(agreement and agreement.in_force), _agreement_says(view), case.conditions.agreement.evidence
    )
    rule = f": {AGREEMENT_RULES[case.rule.kind].lower()} rule" if case.rule.kind else ""
    yield Milestone(
        "Rule fits", case.rule.confirmed is Answer.YES, ANSWERS[case.rule.confirmed].label + rule, case.rule.evidence
    )
    on = f", on {filing.decided_on}" if filing.decided_on else ""
    yield Milestone("Filing decision", filing.decided_on is not None, DECISIONS[filing.decision] + on, ())
    sent = case.submission
    channel = f", {CHANNELS[case.route.channel].lower()}" if case.route else ""
    yield Milestone(
        "Request", bool(sent), f"Sent on {sent.sent_on}{channel}" if sent else "Not sent", sent.proof if sent else ()
    )
    last = case.tracker[-1] if case.tracker else None
    shown = f"“{last.shown}” on {last.at.on}" if last else "Nothing shown yet"
    yield Milestone("Status shown", bool(last), shown, (last.capture,) if last else ())
    certificates = case.certificates.values()
    says = "; ".join(_certificate_says(key, one, view.as_of) for key, one in case.certificates.items()) or "None"
    received = any(one.received_on and one.received_on <= view.as_of for one in certificates)
    yield Milestone("Certificate", received, says, tuple(one.document for one in certificates))
    claims = "; ".join(f"{one.id}: exempt in {one.exempt_in}" for one in view.claims) or "None"
    yield Milestone("Exemption claimed", bool(view.claims), claims, ())


def _agreement_says(view: CaseView) -> str:
    if view.agreement is None:
        return f"None with {view.country} in the register"
    if view.agreement.in_force:
        return f"With {view.country}, in force since {view.agreement.in_force}"
    return f"With {view.country}: {spoken(view.agreement.status).lower()}"


def _certificate_says(key: str, one: Certificate, as_of: Day) -> str:
    if one.received_on and one.received_on <= as_of:
        return f"{key} received on {one.received_on}"
    return f"{key} issued on {one.issued_on}, not received"


def signatures(view: CaseView) -> Iterator[Signature]:
    """Everyone who checked, decided or approved, in the order of the process."""
    case, people = view.case, view.people
    for name, label in CONDITIONS.items():
        condition = getattr(case.conditions, name)
        if condition.checked_by:
            yield Signature(
                f"{label}: checked",
                people.get(condition.checked_by, condition.checked_by),
                "",
                str(condition.checked_on or ""),
            )
    if case.rule.confirmed_by:
        yield Signature(
            "Fit of the rule: judged",
            people.get(case.rule.confirmed_by, case.rule.confirmed_by),
            "",
            str(case.rule.confirmed_on or ""),
        )
    if case.filing.decided_by:
        who = people.get(case.filing.decided_by, case.filing.decided_by)
        yield Signature(
            f"Filing: {DECISIONS[case.filing.decision].lower()}", who, "", str(case.filing.decided_on or "")
        )
    for one in case.approvals:
        claim = f" ({one.claim})" if one.claim else ""
        who = people.get(one.by, one.by)
        yield Signature(f"{APPROVAL_STEPS[one.step]}{claim}: approved", who, ROLES[one.role], str(one.at.on))
