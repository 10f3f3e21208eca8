"""What cases cite: agreements, people, employers, official sources and the project's own policy."""

from collections.abc import Mapping
from typing import Any, Literal

from casebound.model.days import Day
from casebound.model.record_base import Value
from casebound.model.terms import AgreementRule, ApprovalStep, Lane, Role, SourceTopic

FORMAT = "format"
"""The key of a file's format number. No row of a register can have this id."""


def rows(register: Mapping[str, Any]) -> dict[str, Any]:
    """The rows of a register by id, without its format number."""
    return {key: row for key, row in register.items() if key != FORMAT}


def rows_by_register(contents: Mapping[str, Any]) -> dict[str, Any]:
    """The registers by name as `Registers` takes them: the policy whole, and of every other its rows."""
    return {name: content if name == "policy" else rows(content) for name, content in contents.items()}


class Provenance(Value, frozen=True, kw_only=True):
    """Where a fact comes from and how far it was seen: `seen`, `copy`, `third-party`, `memory`, `conflicting`."""

    sources: tuple[str, ...] = ()
    seen_on: Day | None = None
    confidence: Literal["seen", "copy", "third-party", "memory", "conflicting", "unknown"] = "seen"
    note: str | None = None


class Limit(Value, frozen=True, kw_only=True):
    """The longest detachment the agreement allows, in calendar months, each way. None: no such rule was found."""

    outbound_months: int | None = None
    inbound_months: int | None = None
    basis: str
    confirmed: bool


class SelfEmployedRule(Value, frozen=True, kw_only=True):
    """The agreement's rule for the self-employed; `rules` names the tests its text contains."""

    text: str
    rules: tuple[AgreementRule, ...] = ()
    transfer_months: int | None = None
    basis: str
    confirmed: bool


class Programs(Value, frozen=True, kw_only=True):
    """Which of the partner's programs an exemption reaches: confirmed, not confirmed, and outside."""

    confirmed: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    text: str


class ForeignAgency(Value, frozen=True, kw_only=True):
    """Who issues the partner's certificate, with the names a certificate may show."""

    text: str
    names: tuple[str, ...] = ()
    confirmed: bool


class Affiliation(Value, frozen=True, kw_only=True):
    """Whether a section 3121(l) agreement is needed for an affiliate's employee, and where that was seen."""

    required: bool
    basis: str


class SourceLink(Value, frozen=True, kw_only=True):
    """An official or other page the row was read from."""

    url: str
    id: str | None = None


class Agreement(Value, frozen=True, kw_only=True):
    """One U.S. social security agreement, every row with its source, the day it was seen and how surely."""

    country: str
    status: str
    in_force: Day | None = None
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


class Person(Value, frozen=True, kw_only=True):
    """Someone who acts on cases. The id is plain ASCII so that two people never look alike."""

    name: str
    title: str
    roles: tuple[Role, ...]
    email: str | None = None


class Employer(Value, frozen=True, kw_only=True):
    """An entity that employs or sends workers."""

    name: str
    country: str
    address: str
    number_ref: str | None = None


class OfficialSource(Value, frozen=True, kw_only=True):
    """A page or notice of an authority, what it can be cited for, and the capture on file.

    `countries` names the partner or partners whose rule or issuer the page is about.
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
    """A waiting or mailing time and where it was read. Never a built-in fact."""

    days: int
    unit: str
    source: str
    note: str


class Policy(Value, frozen=True, kw_only=True):
    """The project's own choices, each changeable without touching code."""

    format: int
    as_of: Day | None = None
    approvals: dict[ApprovalStep, tuple[Role, ...]]
    needed_questions: dict[str, tuple[str, ...]]
    intake_labels: dict[str, Lane]
    completed_words: tuple[str, ...]
    official_hosts: tuple[str, ...]
    source_fresh_days: int
    status_check_days: int
    mailing_allowance: WaitingValue
    certificate_ending_days: int
    retention_years: int
    closures: tuple[Day, ...] = ()
    paper: Literal["a4", "letter"] = "a4"
    sample: bool = False


class Waiver(Value, frozen=True, kw_only=True):
    """A warning that is lived with until a day: which, why, who answers for it and who else agreed."""

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
