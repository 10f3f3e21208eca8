"""What went wrong in the team's own process, or happened before it: deviations, takeovers and breaches.

Each has bounds, is accepted by the people who approve the exemption on its decision sheet, and stays visible for good.
None of them replaces proof.
"""

from casebound.controls.definition import case_control, claim_control, objection
from casebound.controls.predicates import exhibits_of_kind, happened, in_use
from casebound.controls.sheet_status import approved_sheet, is_taken_over, statuses
from casebound.model.case import Breach, Claim, Relied
from casebound.model.days import Day
from casebound.model.facts import Facts
from casebound.model.requests import requests_of
from casebound.model.rules import Link, Objections, Section, support_policy
from casebound.model.terms import ApprovalStep, Requester, Role, Severity

_ACCEPTED_BY = frozenset({Role.APPROVER, Role.LEGAL, Role.PAYROLL})
_OUTSIDERS = frozenset({Requester.AGENT, Requester.HOME_EMPLOYER})


def cures(facts: Facts, claim: str, breach: Breach | None, relied: Relied) -> bool:
    """Whether a breach covers a payroll change that came too early: cured later, and accepted on the claim's sheet."""
    sheet = approved_sheet(facts, claim)
    return (
        breach is not None
        and sheet is not None
        and happened(breach.cured_on, facts)
        and relied.entered_on <= breach.noticed_on <= breach.cured_on
        and sheet.lines.get(f"claims.{claim}.breach.cured_on") == breach.cured_on.isoformat()
        and frozenset(sheet.roles) >= _ACCEPTED_BY
        and bool(exhibits_of_kind(facts, breach.evidence, "payroll-record"))
        and all(_received_by(facts, key, breach.cured_on) for key in facts.case.claims[claim].certificates)
    )


def _received_by(facts: Facts, certificate: str, day: Day) -> bool:
    """Whether a certificate had been received by a day: without it, nothing was cured."""
    entry = facts.case.certificates.get(certificate)
    return entry is not None and entry.received_on is not None and entry.received_on <= day


@claim_control(
    "A10",
    "exceptions-accepted",
    Section.APPROVAL,
    question="Is every deviation and takeover that the claim depends on accepted on its decision sheet?",
    why="Where the team's own process went wrong, or where somebody else sent the request, the people who approve the"
    " exemption must know it and accept it.",
    remedy="Propose a new sheet (casebound propose CASE exemption), and have it approved.",
    basis=(support_policy("10 Approvals"),),
    link=Link.APPROVALS,
    applies=lambda facts, _key, claim: bool(_exceptions(facts, claim)),
)
def exceptions_accepted(facts: Facts, key: str, claim: Claim) -> Objections:
    sheet = approved_sheet(facts, key)
    for name in _exceptions(facts, claim):
        line = "takeover.stated_on" if name == "takeover" else f"deviations.{name}.kind"
        if sheet is None or line not in sheet.lines:
            at = ("takeover",) if name == "takeover" else ("deviations", name)
            yield objection(at, f"no approved sheet of {key} contains this", ("claims", key))


def _exceptions(facts: Facts, claim: Claim) -> tuple[str, ...]:
    """The deviations, and the takeover, of the requests that a claim rests on."""
    requests = requests_of(facts.case, claim)
    deviations = [key for key, entry in facts.case.deviations.items() if entry.request in requests]
    return (*deviations, *(["takeover"] if any(is_taken_over(facts, key) for key in requests) else ()))


@case_control(
    "A11",
    "takeover-in-bounds",
    Section.APPROVAL,
    question="Was every request that is taken over really sent by somebody else, or before the team used casebound?",
    why="A takeover accepts that nothing shows how a request was decided. A request of the team's own has a filing"
    " sheet instead.",
    remedy="Set cut_over in registers/policy.yml to the day from which the team records requests, once and for all"
    " cases, or name the requester (agent or home-employer) with the exhibit of its authority. Otherwise remove the"
    " request from takeover.requests.",
    basis=(support_policy("10 Approvals"),),
    link=Link.APPROVALS,
    applies=lambda facts: facts.case.takeover is not None,
)
def takeover_in_bounds(facts: Facts) -> Objections:
    takeover, cut_over = facts.case.takeover, facts.registers.policy.cut_over
    for index, key in enumerate(takeover.requests if takeover else ()):
        at, request = ("takeover", "requests", index), facts.case.requests.get(key)
        if takeover is None or request is None or request.sent is None:
            yield objection(at, f"{key} is not a request that was sent")
        elif statuses(facts, ApprovalStep.FILING, key):
            yield objection(at, f"{key} has a filing sheet, so it cannot be taken over", ("requests", key))
        elif request.requester in _OUTSIDERS:
            if not any(in_use(facts, exhibit) for exhibit in request.authority):
                yield objection(at, f"no exhibit shows that {key} was sent by the {request.requester.value}")
        elif cut_over is not None and cut_over > facts.as_of:
            yield objection(at, f"the cut-over day of the policy, {cut_over}, is after the as-of date {facts.as_of}")
        elif cut_over is None or request.sent.on >= cut_over:
            day = f"on {cut_over} or later" if cut_over else "and the policy names no cut-over day"
            yield objection(at, f"{key} was sent by the employer {day}", ("requests", key, "sent", "on"))


@case_control(
    "A12",
    "exceptions-on-record",
    Section.APPROVAL,
    question="Did everything go as the team's process requires?",
    why="A deviation, a takeover or a breach stays visible for good, so that readers know what is not evidenced.",
    remedy="No action is required if it is accepted on the decision sheet.",
    basis=(support_policy("10 Approvals"),),
    severity=Severity.NOTE,
)
def exceptions_on_record(facts: Facts) -> Objections:
    case = facts.case
    for key, deviation in case.deviations.items():
        message = f"deviation {deviation.kind.value} for {deviation.request}: {deviation.because}"
        yield objection(("deviations", key), message)
    if case.takeover is not None:
        requests = ", ".join(case.takeover.requests)
        yield objection(("takeover",), f"{requests} was taken over and is not evidenced: {case.takeover.because}")
    for key, claim in case.claims.items():
        if claim.breach is not None:
            breach = claim.breach
            message = f"payroll relied on {key} too early; cured on {breach.cured_on} ({breach.remedy.value})"
            yield objection(("claims", key, "breach"), f"{message}: {breach.because}")


CONTROLS = (exceptions_accepted, takeover_in_bounds, exceptions_on_record)
