"""The registers: agreements, people, employers, official sources, waivers and the project's policy."""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from casebound.model.alias import Alias
from casebound.model.days import Day, Period
from casebound.model.people import Person
from casebound.model.record_base import Value
from casebound.model.terms import AgreementRule, ApprovalStep, Lane, Role, SourceTopic

FORMAT = "format"
"""The key of a file's format number. No row of a register can have this id."""


def rows(register: Mapping[str, Any]) -> dict[str, Any]:
    """The rows of a register by id, without its format number."""
    return {key: row for key, row in register.items() if key != FORMAT}


def rows_by_register(contents: Mapping[str, Any]) -> dict[str, Any]:
    """The registers by name, as fields of `Registers`: the complete policy, and the rows of each other register."""
    return {name: content if name == "policy" else rows(content) for name, content in contents.items()}


FactLabel = Literal["official", "copy", "third-party", "memory", "conflicting", "unknown"]
"""Where a fact was read: on an official page, in a copy of an official text, in a third party's text, or not at all."""


class Sourced(Value, frozen=True, kw_only=True):
    """A fact of the register, with where it was read. Only a fact that was read on an official page is confirmed.

    `pages` names entries under `sources`; without it, the register does not say which source states the fact.
    `seen_on` is the day of a fact whose pages do not have it.
    """

    label: FactLabel
    pages: tuple[str, ...] = ()
    seen_on: Day | None = None
    confidence: Literal["certain", "likely", "uncertain"] | None = None
    note: str | None = None

    @property
    def is_official(self) -> bool:
        return self.label == "official" and self.confidence != "uncertain"


class RegisterFact(Sourced, frozen=True, kw_only=True):
    """A fact on which a decision may have rested, and the day on which the entry was last corrected, if it was wrong.

    A case that was stopped before that day is looked at again.
    """

    corrected_on: Day | None = None


class Limit(RegisterFact, frozen=True, kw_only=True):
    """The longest detachment allowed by the agreement, in calendar months per direction. None if no rule was found."""

    outbound_months: int | None = None
    inbound_months: int | None = None
    basis: str


class Statement(RegisterFact, frozen=True, kw_only=True):
    """A fact in words."""

    text: str


class SelfEmployedRule(Statement, frozen=True, kw_only=True):
    """The agreement's rule for the self-employed; `rules` lists the tests in its text."""

    rules: tuple[AgreementRule, ...] = ()
    transfer_months: int | None = None


class Contribution(Sourced, frozen=True, kw_only=True):
    """What payroll calls a contribution, and the programs that a claim for it names."""

    name: str
    programs: tuple[str, ...]


class UnconfirmedProgram(Sourced, frozen=True, kw_only=True):
    """A program of which no official text says clearly that an exemption covers it."""

    program: str


class Programs(Statement, frozen=True, kw_only=True):
    """The partner's programs: confirmed as exempt, not confirmed, and not exempt. `label` is about the first."""

    confirmed: tuple[str, ...] = ()
    unconfirmed: tuple[UnconfirmedProgram, ...] = ()
    outside: tuple[str, ...] = ()
    contributions: tuple[Contribution, ...] = ()


class ForeignAgency(Statement, frozen=True, kw_only=True):
    """The agency that issues the partner's certificate, with the names that a certificate may show."""

    names: tuple[str, ...] = ()


class Affiliation(RegisterFact, frozen=True, kw_only=True):
    """Whether a section 3121(l) agreement is needed for an affiliate's employee, and the kind of text."""

    required: bool
    basis: str


class ExtensionRule(RegisterFact, frozen=True, kw_only=True):
    """Whether the period can be extended, and by how many months if a text says so."""

    text: str | None = None
    months: int | None = None


class SpecialExceptionRule(Statement, frozen=True, kw_only=True):
    """An exception to which both agencies must agree, and who may ask for it."""

    asked_by: tuple[Literal["employer", "employee", "self-employed"], ...] = ()


class HealthCover(RegisterFact, frozen=True, kw_only=True):
    """Whether an outbound request must state private health coverage."""

    required: bool


class CitizenOrResident(RegisterFact, frozen=True, kw_only=True):
    """Whether the United States covers an employee who is sent abroad only if that is a U.S. citizen or resident."""

    required: bool


class SeriesRule(Statement, frozen=True, kw_only=True):
    """How repeated transfers are counted, in calendar months. None if no number was found.

    A series ends within so many months of its first day. So many months after the last transfer, a new series begins.
    """

    within_months: int | None = None
    apart_months: int | None = None


class ThirdCountryRule(Statement, frozen=True, kw_only=True):
    """The citizens who may be transferred by way of a third country."""

    citizens: tuple[str, ...]


class Page(Value, frozen=True, kw_only=True):
    """A page that is a source of the row. Facts cite it by its name."""

    label: Literal["official", "copy", "third-party"]
    name: str | None = None
    url: str | None = None
    version: str | None = None
    seen_on: Day | None = None
    id: str | None = None


class Side(Sourced, frozen=True, kw_only=True):
    """What one side of a conflict says."""

    says: str


class Conflict(Value, frozen=True, kw_only=True):
    """A point on which the sources disagree, with what each of them says, and how to proceed."""

    text: str
    about: str | None = None
    sides: tuple[Side, ...] = ()


class EarlierTerms(Value, frozen=True, kw_only=True):
    """Terms of the agreement that applied until a day. What is left out was the same as in the later terms."""

    until: Day
    limit: Limit | None = None
    self_employed: SelfEmployedRule | None = None
    programs: Programs | None = None
    extension: ExtensionRule | None = None


class Agreement(RegisterFact, frozen=True, kw_only=True):
    """One U.S. social security agreement. Each fact has its own label; that of the row is about the status and dates.

    `seen_on` is the day on which the pages were read, unless a page has its own day. `ended_on` is the last day on
    which the agreement was or will be in force.
    """

    country: str
    status: str
    in_force: Day | None = None
    ended_on: Day | None = None
    seen_on: Day
    limit: Limit
    self_employed: SelfEmployedRule
    us_programs: Statement
    programs: Programs
    agency: ForeignAgency
    affiliate: Affiliation
    extension: ExtensionRule
    special_exception: SpecialExceptionRule | None = None
    health_cover: HealthCover | None = None
    citizen_or_resident: CitizenOrResident | None = None
    series: SeriesRule | None = None
    third_country: ThirdCountryRule | None = None
    delivery: Statement | None = None
    special_rules: tuple[Statement, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    sources: tuple[Page, ...] = ()
    earlier_terms: tuple[EarlierTerms, ...] = ()

    @property
    def reported(self) -> Period | None:
        """The days on which the agreement is in force according to any source; None if there are none."""
        known = self.status == "in_force" and self.in_force is not None
        backward = known and self.ended_on is not None and self.in_force is not None and self.ended_on < self.in_force
        return Period(self.in_force, self.ended_on) if known and self.in_force and not backward else None

    @property
    def period(self) -> Period | None:
        """The days on which the agreement is in force according to an official page."""
        return self.reported if self.is_official else None

    def pages_of(self, fact: Sourced) -> tuple[Page, ...]:
        """The sources that a fact names."""
        return tuple(page for page in self.sources if page.name in fact.pages)

    def seen(self, fact: Sourced) -> Day:
        """The day of the fact, else the last day on which a page that states it was read."""
        pages = (page.seen_on or self.seen_on for page in self.pages_of(fact))
        return self.seen_on if fact is self else fact.seen_on or max(pages, default=self.seen_on)

    @property
    def shown_from(self) -> Day | None:
        """The day from which the register shows the agreement as in force, or as reported to be in force.

        It is the day of entry into force or the day on which that was read or corrected, whichever is later. None if
        nobody reports a date.
        """
        pages = [page.seen_on or self.seen_on for page in self.pages_of(self)]
        known = self.corrected_on or max(pages, default=self.seen_on)
        return max(self.reported.begins, known) if self.reported else None

    def terms_on(self, day: Day) -> "Agreement":
        """The agreement with the terms that applied on a day."""
        terms = self
        for earlier in sorted(self.earlier_terms, key=lambda earlier: earlier.until, reverse=True):
            if day <= earlier.until:
                fields = {name: getattr(earlier, name) for name in earlier.__struct_fields__ if name != "until"}
                terms = msgspec.structs.replace(
                    terms, **{name: value for name, value in fields.items() if value is not None}
                )
        return terms


class Succession(Value, frozen=True, kw_only=True):
    """The company that took the place of an employer, from which day, and how that is known."""

    employer: str
    on: Day
    because: str


class Employer(Value, frozen=True, kw_only=True):
    """A company that employs or sends workers."""

    name: str
    country: str
    address: str
    number_ref: str | None = None
    aliases: tuple[Alias, ...] = ()
    succeeded_by: Succession | None = None


class OfficialSource(Value, frozen=True, kw_only=True):
    """A page or notice of an authority, the topics for which it can be cited, and the capture on file.

    `countries` lists the partner countries whose rule or issuer the page describes. `attested_by` is a second person
    who compared a capture without text with the page.
    """

    publisher: str
    title: str
    url: str
    accessed_on: Day
    accessed_by: str
    attested_by: str | None = None
    relevant_because: str
    state: str
    supports: tuple[SourceTopic, ...]
    countries: tuple[str, ...] = ()
    capture: str
    sha256: str
    establishes: tuple[str, ...]


class WaitingValue(Value, frozen=True, kw_only=True):
    """A waiting or mailing time and its source. The code contains no such value."""

    days: int
    unit: str
    source: str
    note: str


class OfficialHost(Value, frozen=True, kw_only=True):
    """The authority that a web host belongs to, and its country. Without a country, it counts for every case."""

    authority: str
    country: str | None = None


class Policy(Value, frozen=True, kw_only=True):
    """The project's settings. They can be changed without a change of the code."""

    format: int
    as_of: Day | None = None
    cut_over: Day | None = None
    approvals: dict[ApprovalStep, tuple[Role, ...]]
    separation: Literal["two", "three"] = "three"
    needed_questions: dict[str, tuple[str, ...]]
    intake_labels: dict[str, Lane]
    completed_words: tuple[str, ...]
    official_hosts: dict[str, OfficialHost]
    source_fresh_days: int
    status_check_days: int
    proposed_days: int = 30
    mailing_allowance: WaitingValue
    certificate_ending_days: int
    retention_years: int
    closures: tuple[Day, ...] = ()
    paper: Literal["a4", "letter"] = "a4"
    sample: bool = False


class Waiver(Value, frozen=True, kw_only=True):
    """A warning that is waived until a date, with the reason, the owner and the approver."""

    control: str
    case: str
    because: str
    owner: str
    approved_by: str
    approved_on: Day
    expires: Day
    claim: str | None = None


class Registers(Value, frozen=True, kw_only=True):
    """All registers of a project."""

    agreements: dict[str, Agreement] = {}
    people: dict[str, Person] = {}
    employers: dict[str, Employer] = {}
    sources: dict[str, OfficialSource] = {}
    waivers: dict[str, Waiver] = {}
    policy: Policy
