"""The status of a decision sheet: who was asked, who answered, and whether all approved it in time."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from casebound.model.case import Case
from casebound.model.days import Day, Moment
from casebound.model.decisions import Decisions, Sheet, SheetAnswer
from casebound.model.facts import Facts
from casebound.model.terms import ApprovalStep, DeviationKind, Role, SheetReply

TERM = dt.timedelta(days=30)
"""The longest time between the first and the last approval of a sheet."""


def sheets_for(decisions: Decisions, step: ApprovalStep, subject: str) -> tuple[Sheet, ...]:
    """The sheets of a step that are about a request or a claim, in the order of their numbers."""
    return tuple(sheet for sheet in decisions.sheets if sheet.head.step is step and subject in sheet.head.subject)


@dataclass(frozen=True, slots=True)
class SheetStatus:
    """The answers to a sheet that count on a day, and what is still missing.

    `given` are the approvals by role. `against` are refusals and withdrawals; with one of them the sheet never counts.
    Neither does it if it left out a role (`left_out`).
    """

    sheet: Sheet
    given: Mapping[Role, tuple[str, SheetAnswer]]
    missing: tuple[Role, ...]
    against: tuple[tuple[str, SheetAnswer], ...]
    left_out: tuple[Role, ...] = ()

    @property
    def approved_at(self) -> Moment | None:
        """When the last role approved the sheet; None if it is not approved."""
        if self.missing or self.against or self.left_out or not self.given or not self.in_term or self.one_person:
            return None
        return max(answer.counts_from for _, answer in self.given.values())

    @property
    def one_person(self) -> bool:
        """Whether nobody else than the person who proposed the sheet approved it, or no final approver was asked."""
        people = {answer.by for _, answer in self.given.values()}
        return Role.APPROVER not in self.sheet.roles or people <= {self.sheet.head.proposed_by}

    @property
    def in_term(self) -> bool:
        """Whether the approvals were given within the term of each other."""
        moments = [answer.counts_from for _, answer in self.given.values()]
        return not moments or max(moments) - min(moments) <= TERM


def status_of(facts: Facts, sheet: Sheet, day: Day | None = None) -> SheetStatus:
    """The status of a sheet at the end of a day; without the day, as it is now.

    An answer to other content, or by a person who was not asked, does not count. An approval counts from its day in the
    time zone of the proposal, if that is earlier than its own day: payroll may be entered there on that day.
    """
    decisions = facts.decisions
    given: dict[Role, tuple[str, SheetAnswer]] = {}
    against = []
    refused_by = set(_refused_before(decisions, sheet))
    for file, answer in decisions.answers_to(sheet):
        if answer.sha256 != sheet.sha256 or answer.role not in sheet.roles:
            continue
        if not facts.clock.happened(answer.counts_from.on) or (day is not None and given_on(sheet, answer) > day):
            continue
        if answer.answer is not SheetReply.APPROVE:
            against.append((file, answer))
        elif answer.deputy_of in refused_by:
            continue  # a deputy cannot act after the principal refused
        elif asked(sheet, answer) and answer.counts_from >= sheet.head.proposed_at:
            given.setdefault(answer.role, (file, answer))
    missing = tuple(role for role in sheet.roles if role not in given)
    return SheetStatus(sheet, given, missing, tuple(against), _left_out(facts, sheet))


def given_on(sheet: Sheet, answer: SheetAnswer) -> Day:
    """The day of an answer; of an approval, its day in the time zone of the proposal, if that is earlier."""
    moment = answer.counts_from
    if answer.answer is not SheetReply.APPROVE:
        return moment.on
    return min(moment.on, moment.astimezone(sheet.head.proposed_at.tzinfo).date())


def _left_out(facts: Facts, sheet: Sheet) -> tuple[Role, ...]:
    """The roles that the policy and an earlier sheet of the same step ask, and this sheet does not.

    A role that the policy asked only later is missing on no earlier sheet.
    """
    policy = facts.registers.policy.approvals.get(sheet.head.step, ())
    earlier = {
        role
        for before in facts.decisions.sheets
        if before.head.step is sheet.head.step and before.number < sheet.number
        for role in before.roles
    }
    return tuple(role for role in policy if role in earlier and role not in sheet.roles)


def _refused_before(decisions: Decisions, sheet: Sheet) -> Iterator[str]:
    """The people who refused an earlier sheet about the same subject."""
    for earlier in decisions.sheets:
        if earlier.number < sheet.number and set(earlier.head.subject) & set(sheet.head.subject):
            for _, answer in decisions.answers_to(earlier):
                if answer.answer is SheetReply.REFUSE:
                    yield answer.by


def asked(sheet: Sheet, answer: SheetAnswer) -> bool:
    """Whether the answer is by the person whom the sheet names for the role, or by a deputy of that person."""
    return sheet.lines.get(f"people.{answer.role.value}") in (answer.by, answer.deputy_of)


def statuses(facts: Facts, step: ApprovalStep, subject: str) -> Sequence[SheetStatus]:
    """The status of each sheet about a request or a claim, in the order of their numbers."""
    return [status_of(facts, sheet) for sheet in sheets_for(facts.decisions, step, subject)]


def approved(facts: Facts, step: ApprovalStep, subject: str) -> Iterator[tuple[SheetStatus, Moment]]:
    """The sheets about a request or a claim that all roles approved, with the moment of the last approval."""
    for status in statuses(facts, step, subject):
        if status.approved_at is not None:
            yield status, status.approved_at


def approved_by(facts: Facts, claim: str, day: Day) -> Iterator[Sheet]:
    """The sheets about a claim that all roles had approved by the end of a day, whatever was answered later.

    A sheet that was proposed before its certificates had been received does not count.
    """
    for sheet in sheets_for(facts.decisions, ApprovalStep.EXEMPTION, claim):
        if rests_on_receipt(facts, sheet) and status_of(facts, sheet, day).approved_at is not None:
            yield sheet


def first_approvals(facts: Facts, claim: str) -> Iterator[tuple[Sheet, Day]]:
    """The sheets about a claim that all roles approved on some day, with that day, whatever was answered later."""
    for sheet in sheets_for(facts.decisions, ApprovalStep.EXEMPTION, claim):
        days = sorted({answer.counts_from.on for _, answer in facts.decisions.answers_to(sheet)})
        approvals = (status_of(facts, sheet, day).approved_at for day in days if facts.clock.happened(day))
        if (first := next((moment for moment in approvals if moment is not None), None)) is not None:
            yield sheet, first.on


def rests_on_receipt(facts: Facts, sheet: Sheet) -> bool:
    """Whether the certificates on a sheet had arrived when it was proposed, as the sheet says and as known now."""
    certificates = (facts.case.certificates.get(key) for key in sheet.certificates)
    proposed = sheet.head.proposed_at.latest_day
    return sheet.rests_on_receipt and all(
        certificate is not None and certificate.received_on is not None and certificate.received_on <= proposed
        for certificate in certificates
    )


def approved_sheet(facts: Facts, claim: str) -> Sheet | None:
    """The sheet on which a claim rests: the last sheet about it that all roles approved."""
    return next((status.sheet for status, _ in reversed(list(approved(facts, ApprovalStep.EXEMPTION, claim)))), None)


def filing_sheet(facts: Facts, request: str) -> Sheet | None:
    """The sheet on which the sending of a request rests: the last that was approved by the day of sending.

    What is answered after that day does not change how the request was sent. It counts against an exemption instead.
    """
    sent = facts.case.requests[request].sent if request in facts.case.requests else None
    if sent is None:
        return None
    sheets = sheets_for(facts.decisions, ApprovalStep.FILING, request)
    in_time = [sheet for sheet in sheets if status_of(facts, sheet, sent.on).approved_at is not None]
    found = approved(facts, ApprovalStep.FILING, request)
    late = (status.sheet for status, moment in found if _may_be_late(facts, request, moment.on))
    return next(reversed(in_time or list(late)), None)


def may_be_signed_late(facts: Facts, request: str) -> bool:
    """Whether a request was sent without an approved filing sheet, and a late sign-off still counts today."""
    sent = facts.case.requests[request].sent
    return sent is not None and filing_sheet(facts, request) is None and _may_be_late(facts, request)


def _may_be_late(facts: Facts, request: str, day: Day | None = None) -> bool:
    """Whether a deviation allows an approval of the filing after sending, on a day before the certificate came.

    Without the day, the approval would be given now.
    """
    recorded = has_deviation(facts.case, DeviationKind.LATE_SIGN_OFF, request)
    received = [
        certificate.received_on
        for certificate in facts.case.certificates.values()
        if certificate.received_on is not None and certificate.request in (None, request)
    ]
    return recorded and not any(facts.clock.happened(arrived, by=day) for arrived in received)


def has_deviation(case: Case, kind: DeviationKind, request: str) -> bool:
    """Whether the case records a deviation of this kind for a request."""
    return any((entry.kind, entry.request) == (kind, request) for entry in case.deviations.values())


def is_taken_over(facts: Facts, request: str) -> bool:
    """Whether a request is taken over without a filing sheet of its own."""
    return facts.case.takeover is not None and request in facts.case.takeover.requests
