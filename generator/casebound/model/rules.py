"""Rules and controls: their section, link, basis and texts, and the objections that they give."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from casebound.model.case import Claim
from casebound.model.facts import Facts
from casebound.model.findings import Path
from casebound.model.registers import FactLabel
from casebound.model.terms import Severity, Term


class Section(Term):
    """The part of the process to which a rule belongs: the four gates, then the proof, then the record."""

    DECISION = "decision"
    PACKET = "packet"
    LANE = "lane"
    TRACKING = "tracking"
    CERTIFICATE = "certificate"
    EXEMPTION = "exemption"
    APPROVAL = "approval"
    FILE = "file"


class Link(Term):
    """The links of the chain of support, in the order of the support policy (docs/policy/support.md)."""

    AGREEMENT = "agreement"
    RULE = "rule"
    LANE = "lane"
    ISSUER = "issuer"
    RECEIPT = "receipt"
    IDENTITY = "identity"
    PERIOD = "period"
    PROGRAMS = "programs"
    KNOWLEDGE = "knowledge"
    APPROVALS = "approvals"
    PAYROLL = "payroll"

    @property
    def says(self) -> str:
        """What a complete link shows, as a sentence."""
        return _LINK_SAYS[self]


_LINK_SAYS = {
    Link.AGREEMENT: "An agreement between the two countries is in force on every claimed day",
    Link.RULE: "A rule of the agreement applies to this worker and this assignment",
    Link.LANE: "The request was of the right type, and it was sent the right way",
    Link.ISSUER: "The authority of the covering country issued the certificate",
    Link.RECEIPT: "The certificate was received, and its file is unchanged",
    Link.IDENTITY: "The certificate names this worker, this employer or activity, and the two countries",
    Link.PERIOD: "The certificates cover every claimed day",
    Link.PROGRAMS: "The agreement covers the claimed programs",
    Link.KNOWLEDGE: "Every question that the claim depends on is answered",
    Link.APPROVALS: "The required people approved this exact version after the certificate was received",
    Link.PAYROLL: "Payroll changed after all of the above, or the approvals accept an earlier change",
}


class BasisKind(Term):
    """The kind of source that a rule rests on."""

    PROCESS = "process"
    OFFICIAL = "official"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class Basis:
    """The source of a rule, named so that a reader can look it up."""

    kind: BasisKind
    where: str


def process(section: str) -> Basis:
    """A section of the handbook's page Process."""
    return Basis(BasisKind.PROCESS, f"handbook page Process, “{section}”")


def official(where: str, read_on: str = "2026-11-22", label: FactLabel = "official") -> Basis:
    """An official text or a court decision, with the label of what was read of it and the day on which it was read."""
    return Basis(BasisKind.OFFICIAL, f"{where} ({label}, read on {read_on})")


def setting(name: str) -> Basis:
    """A setting of the project."""
    return Basis(BasisKind.POLICY, f"registers/policy.yml, {name}")


def support_policy(section: str) -> Basis:
    """A section of the support policy."""
    return Basis(BasisKind.POLICY, f"docs/policy/support.md, “{section}”")


@dataclass(frozen=True, slots=True)
class Rule:
    """One definition, from which the page, `explain`, the report and the tests of a rule are derived.

    `id` is never used again after the rule is retired. The answer to `question` is yes if nothing is wrong. A reader
    without training in the field understands the question.
    """

    id: str
    name: str
    section: Section
    severity: Severity
    question: str
    why: str
    remedy: str
    basis: tuple[Basis, ...]
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """A reason why a control is not met: its place in the case record, its message and any related places."""

    at: Path
    message: str
    related: tuple[Path, ...] = ()
    remedy: str | None = None


Objections = Iterator[Objection]


@dataclass(frozen=True, slots=True)
class CaseControl(Rule):
    """A rule about the case as a whole.

    Where the rule does not apply, `may_apply_later` shows whether the case has just not reached its subject yet.
    """

    applies: Callable[[Facts], bool] = field(kw_only=True)
    may_apply_later: Callable[[Facts], bool] = field(kw_only=True)
    objections: Callable[[Facts], Objections] = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class ClaimControl(Rule):
    """A rule about one claim; the claim is given with its id."""

    applies: Callable[[Facts, str, Claim], bool] = field(kw_only=True)
    objections: Callable[[Facts, str, Claim], Objections] = field(kw_only=True)


Control = CaseControl | ClaimControl
