"""Rules and controls: their section, link, basis and words, and what they object to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from casebound.model.case import Claim
from casebound.model.facts import Facts
from casebound.model.findings import Path
from casebound.model.terms import Severity, Term


class Section(Term):
    """The part of the process a rule guards. The four gates of the guide, then the proof, then the file itself."""

    DECISION = "decision"
    PACKET = "packet"
    LANE = "lane"
    TRACKING = "tracking"
    CERTIFICATE = "certificate"
    EXEMPTION = "exemption"
    APPROVAL = "approval"
    FILE = "file"


class Link(Term):
    """The links of the chain of support, in order (DESIGN section 1)."""

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
        """The link as a sentence that is true when the link holds."""
        return _LINK_SAYS[self]


_LINK_SAYS = {
    Link.AGREEMENT: "An agreement for the pair is in force on the first claimed day",
    Link.RULE: "A rule of the agreement fits this worker and this assignment",
    Link.LANE: "The request was filed, in the right lane",
    Link.ISSUER: "The authority of the covering country issued a certificate",
    Link.RECEIPT: "The certificate is in hand and its file unchanged",
    Link.IDENTITY: "It names this worker, this employer or activity, this pair and this side",
    Link.PERIOD: "Its period contains every claimed day",
    Link.PROGRAMS: "The claimed programs lie inside the agreement's scope",
    Link.KNOWLEDGE: "Nothing that the claim needs is unknown",
    Link.APPROVALS: "The right people approved exactly this, after receipt",
    Link.PAYROLL: "Payroll changed only after all of that",
}


class BasisKind(Term):
    """What a rule rests on."""

    GUIDE = "guide"
    OFFICIAL = "official"
    POLICY = "policy"
    DESIGN = "design"


@dataclass(frozen=True, slots=True)
class Basis:
    """The place a rule comes from, as a reader can look it up."""

    kind: BasisKind
    where: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One definition, from which the page, `explain`, the report and the tests of a rule are derived.

    `id` is never reused once retired. `question` can be read by a layman and is answered yes when all is well.
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
    """What a control found wanting: where in the case record, in what words, and the other end if two are tied."""

    at: Path
    message: str
    related: tuple[Path, ...] = ()
    remedy: str | None = None


Objections = Iterator[Objection]


@dataclass(frozen=True, slots=True)
class CaseControl(Rule):
    """A rule about the case as a whole.

    Where it does not apply, `may_apply_later` tells whether the case has only not reached what it asks about.
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
