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


class Provenance(Value, frozen=True, kw_only=True):
    """The sources of a fact and how it was confirmed: `seen`, `copy`, `third-party`, `memory`, `conflicting`."""

    sources: tuple[str, ...] = ()
    seen_on: Day | None = None
    confidence: Literal["seen", "copy", "third-party", "memory", "conflicting", "unknown"] = "seen"
    note: str | None = None


class Limit(Value, frozen=True, kw_only=True):
    """The longest detachment allowed by the agreement, in calendar months per direction. None if no rule was found."""

    outbound_months: int | None = None
    inbound_months: int | None = None
    basis: str
    confirmed: bool


class SelfEmployedRule(Value, frozen=True, kw_only=True):
    """The agreement's rule for the self-employed; `rules` lists the tests in its text."""

    text: str
    rules: tuple[AgreementRule, ...] = ()
    transfer_months: int | None = None
    basis: str
    confirmed: bool


class Programs(Value, frozen=True, kw_only=True):
    """The partner's programs: confirmed as exempt, not confirmed, and not exempt."""

    confirmed: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    text: str


class ForeignAgency(Value, frozen=True, kw_only=True):
    """The agency that issues the partner's certificate, with the names that a certificate may show."""

    text: str
    names: tuple[str, ...] = ()
    confirmed: bool


class Affiliation(Value, frozen=True, kw_only=True):
    """Whether a section 3121(l) agreement is needed for an affiliate's employee, and the source."""

    required: bool
    basis: str


class SourceLink(Value, frozen=True, kw_only=True):
    """A page that is a source of the row."""

    url: str
    id: str | None = None


class EarlierTerms(Value, frozen=True, kw_only=True):
    """Terms of the agreement that applied until a day. What is left out was the same as in the later terms."""

    until: Day
    limit: Limit | None = None
    self_employed: SelfEmployedRule | None = None
    programs: Programs | None = None
    extension_months: int | None = None


class Agreement(Value, frozen=True, kw_only=True):
    """One U.S. social security agreement, with its sources, the day on which they were read, and the confidence.

    `ended_on` is the last day on which it was or will be in force.
    """

    country: str
    status: str
    in_force: Day | None = None
    ended_on: Day | None = None
    seen_on: Day
    confidence: str
    limit: Limit
    self_employed: SelfEmployedRule
    us_programs: str
    programs: Programs
    agency: ForeignAgency
    affiliate: Affiliation
    extension: str
    extension_months: int | None = None
    health_cover: Literal["required", "copy-only", "not-asked"] = "not-asked"
    special_rules: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    field_confidence: dict[str, str] = {}
    sources: tuple[SourceLink, ...] = ()
    earlier_terms: tuple[EarlierTerms, ...] = ()

    @property
    def period(self) -> Period | None:
        """The days on which the agreement is in force; None if it is not in force or its first day is unknown."""
        known = self.status == "in_force" and self.in_force is not None
        backward = known and self.ended_on is not None and self.in_force is not None and self.ended_on < self.in_force
        return Period(self.in_force, self.ended_on) if known and self.in_force and not backward else None

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

    `countries` lists the partner countries whose rule or issuer the page describes.
    """

    publisher: str
    title: str
    url: str
    accessed_on: Day
    accessed_by: str
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
    official_hosts: tuple[str, ...]
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
