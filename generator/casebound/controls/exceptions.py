"""What went wrong in the team's own process, or happened before it: deviations, takeovers and breaches.

Each has bounds, is accepted by the people who approve the exemption on its decision sheet, and stays visible for good.
None of them replaces proof.
"""

from collections.abc import Iterator

from casebound.controls.change_words import against, place_in_record
from casebound.controls.decision_sheets import since_the_filing
from casebound.controls.definition import case_control, claim_control, objection
from casebound.controls.predicates import AUTHORITY_KINDS, happened, may_request, records_of_reliance
from casebound.controls.sheet_status import (
    approved,
    approved_sheet,
    filing_sheet,
    given_on,
    is_taken_over,
    status_of,
    statuses,
)
from casebound.model.case import Breach, Claim, Deviation, Relied
from casebound.model.days import Day
from casebound.model.decisions import FOLDER, Sheet, entries
from casebound.model.facts import Facts
from casebound.model.people import acts_in_role, why_same_person
from casebound.model.requests import requests_of
from casebound.model.rules import Link, Objections, Section, support_policy
from casebound.model.terms import ApprovalStep, DeviationKind, Role, Severity

_ACCEPTED_BY = frozenset({Role.APPROVER, Role.PAYROLL})


def accepting(facts: Facts, claim: str, relied: Relied) -> Iterator[Sheet]:
    """The approved sheets on which people accepted a payroll change that was made before any sheet was approved.

    Either it was a breach that was cured, or payroll was changed before the team used casebound.
    """
    for status, _ in approved(facts, ApprovalStep.EXEMPTION, claim):
        if _cures(facts, claim, relied, status.sheet) or _takes_over(facts, claim, relied, status.sheet):
            yield status.sheet


def _cures(facts: Facts, claim: str, relied: Relied, sheet: Sheet) -> bool:
    """Whether a sheet accepts a breach that covers a payroll change: noticed later, and cured when it was proposed."""
    breach = facts.case.claims[claim].breach
    return (
        breach is not None
        and happened(breach.cured_on, facts)
        and relied.entered_on <= breach.noticed_on <= breach.cured_on <= facts.case.claims[claim].ends
        and sheet.lines.get(f"claims.{claim}.breach.cured_on") == breach.cured_on.isoformat()
        and may_accept_breach(facts, sheet)
        and breach.cured_on <= sheet.head.proposed_at.latest_day
        and _has_record_of_cure(facts, breach, relied)
        and _received_by(facts, sheet, claim, breach.cured_on)
    )


def _has_record_of_cure(facts: Facts, breach: Breach, relied: Relied) -> bool:
    """Whether a payroll record shows the cure of a breach that is not the record of the change that came too early."""
    exhibits = facts.case.exhibits
    of_change = {exhibits[key].sha256 for key in relied.evidence if key in exhibits}
    return any(exhibits[key].sha256 not in of_change for key in records_of_reliance(facts, breach.evidence))


def may_accept_breach(facts: Facts, sheet: Sheet) -> bool:
    """Whether a sheet asks everybody who accepts a breach: the final approver, payroll, and legal.

    In a team of two, the legal reviewer may be one of the other two, and answers the sheet once.
    """
    register, asked_for = facts.registers.people, frozenset(sheet.roles)
    people = {role: str(sheet.lines.get(f"people.{role.value}", "")) for role in Role}
    legal = people[Role.LEGAL]
    also_legal = acts_in_role(register, legal, Role.LEGAL, sheet.head.proposed_at.on) and any(
        why_same_person(register, legal, people[role]) for role in _ACCEPTED_BY
    )
    return asked_for >= _ACCEPTED_BY and (Role.LEGAL in asked_for or also_legal)


def why_not_enough(facts: Facts, sheet: Sheet) -> str | None:
    """Why an approved sheet cannot accept what it contains, although another sheet now could; else None."""
    case, asked_now = facts.case, facts.registers.policy.approvals.get(sheet.head.step, ())
    breaches = [key for key in sheet.head.subject if key in case.claims and case.claims[key].breach is not None]
    if breaches and set(asked_now) != set(sheet.roles) and not may_accept_breach(facts, sheet):
        return f"it does not ask everybody who must accept the breach of {breaches[0]}"
    for deviation in case.deviations.values():
        late = _accepted_by_the_late(facts, sheet, deviation)
        if late is not None and case.people.approver != late:
            return f"{late} signed off late and cannot accept that as final approver"
    return None


def _takes_over(facts: Facts, claim: str, relied: Relied, sheet: Sheet) -> bool:
    """Whether a sheet accepts a payroll change that was made before the team used casebound."""
    return (
        is_taken_over_change(facts, claim, relied)
        and claim in entries(sheet.lines.get("takeover.claims"))
        and _received_by(facts, sheet, claim, relied.entered_on)
    )


def is_taken_over_change(facts: Facts, claim: str, relied: Relied) -> bool:
    """Whether the takeover names the claim, and payroll was changed before the cut-over day."""
    takeover, cut_over = facts.case.takeover, facts.registers.policy.cut_over
    if takeover is None or cut_over is None or not happened(cut_over, facts):
        return False
    return claim in takeover.claims and relied.entered_on < cut_over


def _received_by(facts: Facts, sheet: Sheet, claim: str, day: Day) -> bool:
    """Whether the certificates of a claim on a sheet had been received by a day, as the sheet and the record say."""
    certificates = entries(sheet.lines.get(f"claims.{claim}.certificates"))
    on_sheet = [sheet.lines.get(f"certificates.{key}.received_on") for key in certificates]
    now = [facts.case.certificates[key].received_on for key in certificates if key in facts.case.certificates]
    said = [str(on) for on in (*on_sheet, *now) if on is not None]
    return bool(certificates) and len(said) == 2 * len(certificates) and max(said) <= day.isoformat()


@claim_control(
    "A10",
    "exceptions-accepted",
    Section.APPROVAL,
    question="Did the approvers accept every deviation and takeover that affects the claim on its decision sheet?",
    why="If the team did not follow its own process, or if somebody else sent the request, the people who approve the"
    " exemption must know and accept that.",
    remedy="Propose a new decision sheet (`casebound propose CASE exemption`), and have it approved. A final approver"
    " who signed off late cannot accept the late sign-off, so first name another final approver under `people`. If the"
    " register lists no other final approver, add a second role that approves exemptions (`approvals` in"
    " `registers/policy.yml`).",
    basis=(support_policy("10 Approvals"),),
    link=Link.APPROVALS,
    applies=lambda facts, _key, claim: bool(_exceptions(facts, claim)),
)
def exceptions_accepted(facts: Facts, key: str, claim: Claim) -> Objections:
    sheet = approved_sheet(facts, key)
    for name in _exceptions(facts, claim):
        line = "takeover.stated_on" if name == "takeover" else f"deviations.{name}.kind"
        at = ("takeover",) if name == "takeover" else ("deviations", name)
        if sheet is None or line not in sheet.lines:
            yield objection(at, f"no approved sheet of {key} contains this", ("claims", key))
        elif name != "takeover" and (late := _accepted_by_the_late(facts, sheet, facts.case.deviations[name])):
            message = f"{late} signed off late and cannot accept that on {sheet.id} as final approver"
            yield objection(at, message, (FOLDER, sheet.file, "people.approver"))


def _accepted_by_the_late(facts: Facts, sheet: Sheet, deviation: Deviation) -> str | None:
    """The person who signed off a filing late and accepted that as final approver on a sheet of the exemption.

    If the register has no other final approver on that day, an approval by another person on the same sheet is enough.
    """
    register, late = facts.registers.people, _signed_off_late(facts, deviation)
    given = status_of(facts, sheet).given

    def was_late(person: str) -> bool:
        return any(why_same_person(register, person, each) for each in late)

    _, answer = given[Role.APPROVER]
    if not was_late(answer.by):
        return None
    approvers = (each for each in register if acts_in_role(register, each, Role.APPROVER, answer.counts_from.on))
    if all(map(was_late, approvers)) and not all(was_late(second.by) for _, second in given.values()):
        return None
    return answer.by


def _signed_off_late(facts: Facts, deviation: Deviation) -> tuple[str, ...]:
    """The people who approved the filing of a request on a day after it was sent, if that is the deviation."""
    sheet, sent = filing_sheet(facts, deviation.request), facts.case.requests[deviation.request].sent
    if deviation.kind is not DeviationKind.LATE_SIGN_OFF or sheet is None or sent is None:
        return ()
    given = status_of(facts, sheet).given.values()
    return tuple(answer.by for _, answer in given if given_on(sheet, answer) > sent.on)


def _exceptions(facts: Facts, claim: Claim) -> tuple[str, ...]:
    """The deviations, and the takeover, of the requests that a claim rests on."""
    requests = requests_of(facts.case, claim)
    deviations = [key for key, entry in facts.case.deviations.items() if entry.request in requests]
    return (*deviations, *(["takeover"] if any(is_taken_over(facts, key) for key in requests) else ()))


@case_control(
    "A11",
    "takeover-in-bounds",
    Section.APPROVAL,
    question="Is each takeover for a request or a payroll change from before the team used casebound, or for a request"
    " that somebody else sent?",
    why="With a takeover, the team accepts that no document shows who decided on a request or approved a payroll"
    " change. The team's own requests must have a filing sheet, and its payroll changes must have an exemption sheet.",
    remedy="Set `cut_over` in `registers/policy.yml` to the day from which the team records requests; this date applies"
    " to all cases. If somebody else sent the request, name the requester (`agent` or `home-employer`), the exhibit"
    " that shows the requester's authority, and the sender (`sent.by`), who must have no role in `registers/people.yml`"
    " (`roles: []`). Otherwise remove the request from `takeover.requests`, or the claim from `takeover.claims`.",
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
        elif cut_over is not None and request.sent.on < cut_over and happened(cut_over, facts):
            continue
        elif request.requester in AUTHORITY_KINDS:
            if not may_request(facts, request):
                yield objection(at, f"no exhibit shows that {key} was sent by the {request.requester.value}")
            if _is_of_the_team(facts, request.sent.by):
                message = f"{key} was sent by {request.sent.by}, who has a role in the team"
                yield objection(at, message, ("requests", key, "sent", "by"))
        elif cut_over is not None and not happened(cut_over, facts):
            yield objection(at, f"the cut-over day of the policy, {cut_over}, is after {facts.clock.present}")
        else:
            day = f"on {cut_over} or later" if cut_over else "and the policy names no cut-over day"
            message = f"{key} was sent by the {request.requester.value} {day}"
            yield objection(at, message, ("requests", key, "sent", "on"))
    yield from _changes_in_bounds(facts, takeover.claims if takeover else ())


def _changes_in_bounds(facts: Facts, claims: tuple[str, ...]) -> Objections:
    for index, key in enumerate(claims):
        if (message := _why_not_taken_over(facts, key)) is not None:
            yield objection(("takeover", "claims", index), message)


def _is_of_the_team(facts: Facts, person: str) -> bool:
    """Whether the people register gives a person, under any id, a role, which makes a request the team's own."""
    register = facts.registers.people
    return any(row.roles and why_same_person(register, person, key) for key, row in register.items())


def _why_not_taken_over(facts: Facts, key: str) -> str | None:
    """Why the payroll change of a claim cannot be taken over; None if it can be."""
    claim, cut_over = facts.case.claims.get(key), facts.registers.policy.cut_over
    if claim is None or not claim.relied:
        return f"{key} is not a claim on which payroll relied"
    if own := [request for request in requests_of(facts.case, claim) if not is_taken_over(facts, request)]:
        return f"{key} rests on {own[0]}, which is not taken over"
    if not any(is_taken_over_change(facts, key, relied) for relied in claim.relied):
        day = f"before the cut-over day {cut_over}" if cut_over else "before a cut-over day, which the policy lacks"
        return f"payroll was not changed for {key} {day}"
    return None


@case_control(
    "A12",
    "exceptions-on-record",
    Section.APPROVAL,
    question="Did the team follow its own process?",
    why="A deviation, a takeover or a breach always stays visible, so that readers know which steps have no evidence.",
    remedy="No action is required if the approvers accepted the event on the decision sheet.",
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
        for index, key in enumerate(case.takeover.claims):
            message = f"the payroll change of {key} was taken over and is not evidenced by this team"
            yield objection(("takeover", "claims", index), message)
    for name, what in since_the_filing(facts):
        yield objection(place_in_record(f"adverse.{name}"), f"after the request was sent, {against(name, what)}")
    for key, claim in case.claims.items():
        if claim.breach is not None:
            breach = claim.breach
            message = f"payroll relied on {key} too early; cured on {breach.cured_on} ({breach.remedy.value})"
            yield objection(("claims", key, "breach"), f"{message}: {breach.because}")


CONTROLS = (exceptions_accepted, takeover_in_bounds, exceptions_on_record)
