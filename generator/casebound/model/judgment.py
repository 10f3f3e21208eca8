"""The result of the check: outcomes, the chain of each claim, the verdict on each case, and the project."""

import datetime as dt
from dataclasses import dataclass

from casebound.model.case import Case
from casebound.model.days import Period
from casebound.model.facts import Facts
from casebound.model.findings import Finding
from casebound.model.registers import Registers
from casebound.model.rules import Link, Objection
from casebound.model.terms import Severity, Stage, Term


class State(Term):
    """The state of a control or of a link of the chain."""

    MET = "met"
    NOT_MET = "not met"
    NOT_REACHED = "not reached"  # the case has not reached the subject of the control
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one control for one case, or for one claim of the case."""

    control: str
    state: State
    claim: str | None = None
    objections: tuple[Objection, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkVerdict:
    """One link of a claim's chain: whether it holds, the controls that decide, and what is missing."""

    link: Link
    holds: bool
    controls: tuple[str, ...]
    missing: tuple[str, ...]
    evidence: tuple[str, ...] = ()


class Verdict(Term):
    """The verdict on a claim or a case as it is displayed. A proposed exemption exempts nobody."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    PROPOSED = "proposed"
    NO_CLAIM = "no claim"


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """Whether a claim is relied on and supported, and its chain of support.

    `supported_from` is the first supported day. After a breach, it is the day of the cure if that is after the first
    claimed day. It is None if the claim is not supported. `ended` is whether the last day of a supported claim is over.
    """

    claim: str
    relied_on: bool
    supported: bool
    chain: tuple[LinkVerdict, ...]
    supported_from: dt.date | None = None
    ended: bool = False

    @property
    def verdict(self) -> Verdict:
        """Proposed until somebody relies on the claim; then supported or unsupported."""
        if not self.relied_on:
            return Verdict.PROPOSED
        return Verdict.SUPPORTED if self.supported else Verdict.UNSUPPORTED


@dataclass(frozen=True, slots=True)
class JudgedCase:
    """A case with its results. `record_sha256` is the hash of the record that was judged.

    `verdict_days` are the as-of dates on which all that decides is the same: the stage, the verdicts and the outcomes
    of the blocking controls.
    """

    facts: Facts
    folder: str
    record_sha256: str
    stage: Stage
    claims: tuple[ClaimVerdict, ...]
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    verdict_days: Period

    @property
    def case(self) -> Case:
        return self.facts.case

    @property
    def verdict(self) -> Verdict:
        """Supported only if somebody relies on a claim and every claim that is relied on is supported."""
        verdicts = {claim.verdict for claim in self.claims}
        order = (Verdict.UNSUPPORTED, Verdict.SUPPORTED, Verdict.PROPOSED)
        return next((verdict for verdict in order if verdict in verdicts), Verdict.NO_CLAIM)


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A day on which time alone changes the verdict on a case, what changes, and whether the case then blocks."""

    on: dt.date
    says: tuple[str, ...]
    blocks: bool


@dataclass(frozen=True, slots=True)
class Judgment:
    """The project, judged as of one day. `findings` contains all findings, including those about cases, in order.

    `unjudged` are the cases that could not be checked, and `uncompared` those of them that no case was compared with.
    With an as-of date after today, it is a forecast: days pass until then, but nothing else happens.
    """

    as_of: dt.date
    registers: Registers | None
    cases: tuple[JudgedCase, ...]
    findings: tuple[Finding, ...]
    unjudged: tuple[str, ...] = ()
    today: dt.date = dt.date.max
    uncompared: tuple[str, ...] = ()

    @property
    def is_forecast(self) -> bool:
        return self.today < self.as_of

    @property
    def known_until(self) -> dt.date:
        """The last day on which something can have happened: the as-of date or today, whichever is earlier."""
        return min(self.as_of, self.today)

    @property
    def blocked(self) -> bool:
        return any(finding.severity is Severity.BLOCKING for finding in self.findings)
