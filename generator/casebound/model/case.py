"""The case record in `cases/<CASE>/case.yml`, with one class for each section.

A request has an id (`R1`), and nothing in an old request is overwritten.

Evidence is cited in lists called `evidence`, by the id of an exhibit (`E1`) or of an official source in
`registers/sources.yml`; a list may contain both. A missing section means that the case has not reached it yet.
"""

from collections.abc import Iterator
from typing import Literal

import msgspec

from casebound.model.alias import Alias
from casebound.model.days import Day, Moment, Period
from casebound.model.record_base import Value
from casebound.model.terms import (
    AgreementRule,
    Answer,
    BreachRemedy,
    CertificateState,
    Channel,
    Decision,
    DefectKind,
    DeviationKind,
    Direction,
    Lane,
    Reliance,
    Requester,
    RequestRelation,
    Role,
    Stage,
)

Evidence = tuple[str, ...]


class People(Value, frozen=True, kw_only=True):
    """The person in each role, by id in `registers/people.yml`."""

    operations: str
    data_quality: str
    approver: str
    legal: str
    payroll: str

    def in_role(self, role: Role) -> str:
        """The id of the person in this role."""
        person: str = getattr(self, role.value)
        return person


class Worker(Value, frozen=True, kw_only=True):
    """The person whose coverage is to be decided. Full numbers, birth dates and passports must not be recorded."""

    name: str
    reference: str
    citizenships: tuple[str, ...]
    residence: str
    intake_label: str
    us_number_last4: str | None = None
    vault: str | None = None
    aliases: tuple[Alias, ...] = ()


class Activity(Value, frozen=True, kw_only=True):
    """The business of a self-employed worker, in place of an employer."""

    name: str
    nature: str
    us_address: str | None = None
    partner_address: str | None = None
    principal_country: str | None = None
    aliases: tuple[Alias, ...] = ()


class Affiliate(Value, frozen=True, kw_only=True):
    """The affiliate that employs the worker, and the section 3121(l) agreement (Form 2032) that covers it.

    `affiliate_until` is the last day on which the company was an affiliate, if that has ended.
    """

    employer: str
    form_2032_effective: Day | None = None
    affiliate_until: Day | None = None
    evidence: Evidence = ()


class Extension(Value, frozen=True, kw_only=True):
    """A period beyond the agreement's limit, to which both agencies must agree."""

    first_began: Day
    first_ended: Day
    asked_on: Day
    both_agreed_on: Day | None = None
    evidence: Evidence = ()


class EarlierTransfer(Value, frozen=True, kw_only=True):
    """A transfer of the worker to the same country before this assignment."""

    begins: Day
    ends: Day
    evidence: Evidence = ()


class Assignment(Value, frozen=True, kw_only=True):
    """The work abroad: its dates and the employment with the sender.

    `via` is the third country from which the worker comes, if the worker is transferred by way of one.
    `exception_until` is the last day for which both agencies agreed to a special exception.
    """

    begins: Day
    ends: Day | None = None
    hired_on: Day | None = None
    affiliate: Affiliate | None = None
    earlier: dict[str, EarlierTransfer] = {}
    via: str | None = None
    exception_until: Day | None = None
    extension: Extension | None = None
    pension_plan: str | None = None
    health_cover: Evidence = ()
    evidence: Evidence = ()

    @property
    def period(self) -> Period:
        return Period(self.begins, self.ends)


class Condition(Value, frozen=True, kw_only=True):
    """One of the three conditions for a request, with the reason and the evidence."""

    met: Answer
    because: str
    checked_on: Day | None = None
    checked_by: str | None = None
    evidence: Evidence = ()


class Conditions(Value, frozen=True, kw_only=True):
    """The three conditions for a request; all of them must be met."""

    cross_border: Condition
    agreement: Condition
    double_contributions: Condition


class ApplicableRule(Value, frozen=True, kw_only=True):
    """The rule of the agreement that assigns coverage, and whether it is confirmed for these facts."""

    confirmed: Answer
    because: str
    kind: AgreementRule | None = None
    confirmed_on: Day | None = None
    confirmed_by: str | None = None
    evidence: Evidence = ()
    escalated_to: str | None = None


class Question(Value, frozen=True, kw_only=True):
    """A question: exactly one of known, unknown and not_applicable is given (checked by the schema).

    `answer` is the typed answer of a known question; the words under `known` explain it.
    """

    answer: str | None = None
    known: str | None = None
    unknown: str | None = None
    not_applicable: str | None = None
    evidence: Evidence = ()
    escalated_to: str | None = None
    escalated_on: Day | None = None


class Reclassification(Value, frozen=True, kw_only=True):
    """The person who assigned a confirmed request type to an intake label that has none, and the reason."""

    by: str
    on: Day
    because: str


class Filing(Value, frozen=True, kw_only=True):
    """The filing decision, the lane, and the person who decided."""

    decision: Decision
    because: str
    lane: Lane
    lane_because: str
    reclassified: Reclassification | None = None
    decided_on: Day | None = None
    decided_by: str | None = None


class ChannelException(Value, frozen=True, kw_only=True):
    """The reason for fax or mail instead of online, the approval, and the documents sent."""

    why_not_online: str
    approved_by: str
    approved_on: Day
    sent: Evidence


class Route(Value, frozen=True, kw_only=True):
    """The channel and the destination shown in current instructions."""

    channel: Channel
    destination: str
    destination_seen_on: Day
    evidence: Evidence
    exception: ChannelException | None = None


class Packet(Value, frozen=True, kw_only=True):
    """The supporting documents for each key field of the request."""

    worker_identity: Evidence = ()
    assignment_dates: Evidence = ()
    employer_details: Evidence = ()
    jurisdiction: Evidence = ()
    filing_lane: Evidence = ()


class AsSent(Value, frozen=True, kw_only=True):
    """What a request as sent stated differently from the approved request."""

    worker: str | None = None
    employer: str | None = None
    activity: str | None = None
    begins: Day | None = None
    ends: Day | None = None

    @property
    def stated(self) -> Iterator[tuple[str, str]]:
        """What was stated differently, with its name: the worker, the employer, the first day and so on."""
        for name in self.__struct_fields__:
            if (value := getattr(self, name)) is not None:
                yield name, str(value)


class Sent(Value, frozen=True, kw_only=True):
    """When and by whom a request was sent, with the proof."""

    on: Day
    by: str
    reference: str | None = None
    form_checked_on: Day | None = None
    form_country: str | None = None
    as_sent: AsSent | None = None
    proof: Evidence = ()


class StatusCheck(Value, frozen=True, kw_only=True):
    """One status check, with the status text exactly as shown and its capture, or as said by phone and by whom."""

    at: Moment
    by: str
    shown: str
    capture: str | None = None
    how: Literal["phone"] | None = None
    spoke_with: str | None = None


class Waiting(Value, frozen=True, kw_only=True):
    """The waiting time before a follow-up and its source, or the reason why it is unknown."""

    days: int | None = None
    unit: str | None = None
    evidence: Evidence = ()
    unknown: str | None = None


class Contact(Value, frozen=True, kw_only=True):
    """One outward message about the case. `follow_up` is the request, already sent, that the message asks about."""

    at: Moment
    by: str
    to: str
    about: str
    follow_up: str | None = None
    evidence: Evidence = ()


class Refusal(Value, frozen=True, kw_only=True):
    """The authority's refusal of a request: the date on the letter, and the day it arrived."""

    refused_on: Day
    received_on: Day
    because: str
    evidence: Evidence


class Withdrawal(Value, frozen=True, kw_only=True):
    """Who withdrew an exhibit or a request, when and why."""

    on: Day
    by: str
    because: str


class Follows(Value, frozen=True, kw_only=True):
    """The earlier request that a request follows, and how: it corrects, repeats or extends it, or is filed again."""

    request: str
    relation: RequestRelation = msgspec.field(name="as")


class Request(Value, frozen=True, kw_only=True):
    """One request for a certificate: who asks, the channel, the sending, the wait and the answer."""

    requester: Requester
    authority: Evidence = ()
    follows: Follows | None = None
    route: Route | None = None
    sent: Sent | None = None
    waiting: Waiting | None = None
    tracker: tuple[StatusCheck, ...] = ()
    refusal: Refusal | None = None
    withdrawn: Withdrawal | None = None


class Defect(Value, frozen=True, kw_only=True):
    """What is wrong with a certificate, and when a corrected certificate was requested."""

    kind: DefectKind
    asked_on: Day
    evidence: Evidence = ()


class Certificate(Value, frozen=True, kw_only=True):
    """A certificate as the document shows it, and the date of receipt."""

    number: str
    issuer: str
    issuing_country: str
    covered_by: str
    exempt_in: str
    worker: str
    begins: Day
    issued_on: Day
    document: str
    copies: Evidence = ()
    request: str | None = None
    replaces: str | None = None
    state: CertificateState = CertificateState.FINAL
    employer: str | None = None
    activity: str | None = None
    ends: Day | None = None
    no_end_shown: bool = False
    received_on: Day | None = None
    defect: Defect | None = None
    evidence: Evidence = ()

    @property
    def period(self) -> Period:
        return Period(self.begins, self.ends)


class Breach(Value, frozen=True, kw_only=True):
    """Payroll relied on the exemption too early: when that was noticed, what cured it and when, and the evidence."""

    noticed_on: Day
    remedy: BreachRemedy
    cured_on: Day
    because: str
    evidence: Evidence


class Deviation(Value, frozen=True, kw_only=True):
    """A departure from the team's own process for one request, with the reason."""

    kind: DeviationKind
    request: str
    because: str


class Takeover(Value, frozen=True, kw_only=True):
    """What was done before the team used casebound, or by somebody else, and the reason to take it over.

    `requests` were sent, and for `claims` payroll was changed.
    """

    requests: tuple[str, ...]
    stated_on: Day
    by: str
    because: str
    claims: tuple[str, ...] = ()
    evidence: Evidence = ()


class Relied(Value, frozen=True, kw_only=True):
    """Reliance on an exemption: how contributions are left out and from which day, who entered it, and the evidence."""

    begins: Day = msgspec.field(name="from")
    ends: Day | None = msgspec.field(default=None, name="until")
    how: Reliance
    entered_on: Day
    by: str
    evidence: Evidence = ()


class Reversal(Value, frozen=True, kw_only=True):
    """An end of all reliance on an exemption: from when, by whom and why, with payroll's evidence once it is there."""

    on: Day
    by: str
    because: str
    evidence: Evidence = ()


class ContributionsContinue(Value, frozen=True, kw_only=True):
    """A statement that contributions are paid: while a claim is proposed, or for what it no longer contains."""

    by: str
    on: Day
    evidence: Evidence = ()


class Claim(Value, frozen=True, kw_only=True):
    """An exemption: from which programs, in which country, for whom and for which days.

    It is proposed, and exempts nobody, until somebody relies on it.
    """

    exempt_in: str
    programs: tuple[str, ...]
    worker: str
    begins: Day
    ends: Day
    certificates: tuple[str, ...]
    contributions: tuple[str, ...] = ()
    employer: str | None = None
    activity: str | None = None
    relied: tuple[Relied, ...] = ()
    breach: Breach | None = None
    reversed: tuple[Reversal, ...] = ()
    contributions_continue: tuple[ContributionsContinue, ...] = ()

    @property
    def is_relied_on(self) -> bool:
        """Whether somebody relies on the exemption, which then needs a complete chain of support.

        An entry after the last reversal means that it is relied on again.
        """
        ended = self.last_reversal
        return any(ended is None or entry.entered_on > ended.on for entry in self.relied)

    @property
    def last_reversal(self) -> Reversal | None:
        """The reversal with the latest day; of two of one day, the one that was recorded last."""
        return max(self.reversed[::-1], key=lambda reversal: reversal.on, default=None)

    @property
    def period(self) -> Period:
        return Period(self.begins, self.ends)


class Exhibit(Value, frozen=True, kw_only=True):
    """A file of evidence beside the record.

    `as_received` is the reason why the file cannot serve as evidence; it is kept as received and counts for nothing.
    """

    kind: str
    title: str
    file: str
    sha256: str
    recorded: Day
    received: Day | None = None
    effective: Day | None = None
    as_received: str | None = None
    withdrawn: Withdrawal | None = None

    @property
    def in_use(self) -> bool:
        """Whether the case may rely on the exhibit."""
        return self.as_received is None and self.withdrawn is None


class Quote(Value, frozen=True, kw_only=True):
    """Words of an exhibit, their page (the first page is 1), and the statement that they support."""

    exhibit: str
    page: int
    words: str
    says: str


class SideTopic(Value, frozen=True, kw_only=True):
    """A related topic that is recorded in the case and is no evidence of coverage."""

    topic: str
    note: str
    evidence: Evidence = ()


class HarmlessNumber(Value, frozen=True, kw_only=True):
    """A number that looks like a personal number and is none, confirmed by a second person.

    `sha256` is the digest of the number in this case, so that the record does not repeat it.
    """

    sha256: str
    because: str
    by: str
    confirmed_by: str
    on: Day


class LogEntry(Value, frozen=True, kw_only=True):
    """An event, its time, and the person who acted."""

    at: Moment
    by: str
    did: str


class Closure(Value, frozen=True, kw_only=True):
    """How the case ended and until when its file is kept."""

    outcome: str
    closed_on: Day
    because: str
    retain_until: Day


class Case(Value, frozen=True, kw_only=True):
    """A complete case record."""

    format: int
    case: str
    direction: Direction
    partner: str
    people: People
    worker: Worker
    assignment: Assignment
    conditions: Conditions
    filing: Filing
    rule: ApplicableRule
    stage: Stage | None = None
    employer: str | None = None
    activity: Activity | None = None
    questions: dict[str, Question] = {}
    packet: Packet = Packet()
    requests: dict[str, Request] = {}
    contacts: tuple[Contact, ...] = ()
    certificates: dict[str, Certificate] = {}
    claims: dict[str, Claim] = {}
    deviations: dict[str, Deviation] = {}
    takeover: Takeover | None = None
    exhibits: dict[str, Exhibit] = {}
    quotes: dict[str, Quote] = {}
    side_topics: tuple[SideTopic, ...] = ()
    harmless_numbers: tuple[HarmlessNumber, ...] = ()
    log: tuple[LogEntry, ...] = ()
    closure: Closure | None = None
