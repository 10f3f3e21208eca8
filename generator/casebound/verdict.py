"""What judging says: rules, gaps, findings, outcomes, the chain of support and the verdict on a claim.

All are values. None knows how it will be printed.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from casebound.model.days import Day
from casebound.model.terms import Posture, Severity, Term
from casebound.record.case import Case, Claim
from casebound.record.cites import Cite, Text, cites, texts
from casebound.record.registers import Registers

Path = tuple[str | int, ...]


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
    FIT = "fit"
    LANE = "lane"
    ISSUER = "issuer"
    RECEIPT = "receipt"
    IDENTITY = "identity"
    PERIOD = "period"
    PROGRAMMES = "programmes"
    KNOWLEDGE = "knowledge"
    APPROVALS = "approvals"
    PAYROLL = "payroll"

    @property
    def says(self) -> str:
        """The link as a sentence that is true when the link holds."""
        return _LINK_SAYS[self]


_LINK_SAYS = {
    Link.AGREEMENT: "An agreement for the pair is in force on the first claimed day",
    Link.FIT: "A rule of the agreement fits this worker and this assignment",
    Link.LANE: "The request was filed, in the right lane",
    Link.ISSUER: "The authority of the covering country issued a certificate",
    Link.RECEIPT: "The certificate is in hand and its file unchanged",
    Link.IDENTITY: "It names this worker, this employer or activity, this pair and this side",
    Link.PERIOD: "Its period contains every claimed day",
    Link.PROGRAMMES: "The claimed programmes lie inside the agreement's scope",
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
class Gap:
    """What a control found wanting: where in the case record, in what words, and the other end if two are tied."""

    at: Path
    message: str
    related: tuple[Path, ...] = ()
    remedy: str | None = None


Gaps = Iterator[Gap]


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a file, page by page, or the reason why it has none that could be compared."""

    pages: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Inside:
    """What was found inside a file: why it does not open as what its name says, or what in it does more than show.

    `words` is there for what the record quotes from.
    """

    unusable: str | None = None
    acting: tuple[str, ...] = ()
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """What was found on disk for one exhibit or capture: its hash, or the problem that kept it from being read.

    Without `inside` nobody has looked into the file.
    """

    name: str
    sha256: str | None
    size: int = 0
    problem: str | None = None
    inside: Inside | None = None


@dataclass(frozen=True)
class Facts:
    """Everything a control may look at: one case, the registers, the evidence found and the as-of date.

    `rivals` are the other cases with an open request for the same worker, pair and days. `control_set` is the
    digest of the controls that judge.
    """

    case: Case
    registers: Registers
    as_of: Day
    exhibits: Mapping[str, EvidenceFile]
    captures: Mapping[str, EvidenceFile]
    rivals: tuple[str, ...] = ()
    control_set: str = ""

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every text of the case with its place."""
        return texts(self.case)

    @cached_property
    def cites(self) -> tuple[Cite, ...]:
        """Every citation of the case; a dozen controls ask for them."""
        return tuple(cites(self.texts))


@dataclass(frozen=True, slots=True)
class CaseControl(Rule):
    """A rule about the case as a whole."""

    applies: Callable[[Facts], bool] = field(kw_only=True)
    gaps: Callable[[Facts], Gaps] = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class ClaimControl(Rule):
    """A rule about one claim; the claim is given with its id."""

    applies: Callable[[Facts, str, Claim], bool] = field(kw_only=True)
    gaps: Callable[[Facts, str, Claim], Gaps] = field(kw_only=True)


Control = CaseControl | ClaimControl


class State(Term):
    """What a control, or a link of the chain, came to."""

    MET = "met"
    NOT_MET = "not met"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file of the project. Lines and columns count from 1; `path` is a JSON pointer."""

    file: str
    line: int
    column: int
    path: str = ""


@dataclass(frozen=True, slots=True)
class Waived:
    """The waiver that a warning is lived with under: its id, the reason, and the last day it holds."""

    waiver: str
    because: str
    until: Day


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend, told with its place and its remedy; `waived` where a warning is lived with for a while."""

    control: str
    severity: Severity
    message: str
    remedy: str
    location: Location
    case: str | None = None
    claim: str | None = None
    related: tuple[Location, ...] = ()
    waived: Waived | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one control came to for one case, or for one claim of it."""

    control: str
    state: State
    claim: str | None = None
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkVerdict:
    """One link of a claim's chain: whether it holds, which controls say so, and what is missing."""

    link: Link
    holds: bool
    controls: tuple[str, ...]
    gaps: tuple[str, ...]
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """Whether a claim is supported, and the chain it rests on."""

    claim: str
    supported: bool
    chain: tuple[LinkVerdict, ...]


class Verdict(Term):
    """The word that stands for a case wherever it is shown."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    NO_CLAIM = "no claim"


@dataclass(frozen=True, slots=True)
class JudgedCase:
    """A case with everything that was found out about it. `record_sha256` is the hash of the record that was judged."""

    facts: Facts
    folder: str
    record_sha256: str
    posture: Posture
    next_step: str
    claims: tuple[ClaimVerdict, ...]
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]

    @property
    def case(self) -> Case:
        return self.facts.case

    @property
    def verdict(self) -> Verdict:
        """Supported only where something is claimed and every claim of it holds."""
        if not self.claims:
            return Verdict.NO_CLAIM
        return Verdict.SUPPORTED if all(claim.supported for claim in self.claims) else Verdict.UNSUPPORTED


@dataclass(frozen=True, slots=True)
class Judgement:
    """The whole project, judged as of one day. `findings` holds those of every file, cases included, in order."""

    as_of: dt.date
    registers: Registers | None
    cases: tuple[JudgedCase, ...]
    findings: tuple[Finding, ...]
    unjudged: tuple[str, ...] = ()

    @property
    def blocked(self) -> bool:
        return any(finding.severity is Severity.BLOCKING for finding in self.findings)
