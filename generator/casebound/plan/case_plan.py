"""What is computed once for each judged case: what is missing, who does what next, and how far the case has come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from casebound.model.case import Evidence, Refusal
from casebound.model.days import ONE_DAY, Day
from casebound.model.findings import Location, Path
from casebound.model.judgment import JudgedCase, Judgment, VerdictChange
from casebound.model.labels import ROLES, Label
from casebound.model.rules import Link
from casebound.model.terms import ApprovalStep, Role
from casebound.plan.decision_rows import SheetRow
from casebound.plan.payroll import PayrollLine

REFUSED = "The authority refused the request."


class StepKind(StrEnum):
    """What sort of step it is. The order is the one in which lists of many cases are shown."""

    REVERT = "revert"
    FINDING = "finding"
    HOLD = "hold"
    DECIDE_AGAIN = "decide-again"
    REFUSAL = "refusal"
    CORRECTION = "correction"
    STATUS_CHECK = "status-check"
    DOCUMENT_OVERDUE = "document-overdue"
    FOLLOW_UP = "follow-up"
    CERTIFICATE_ENDING = "certificate-ending"
    EXEMPTION_ENDING = "exemption-ending"
    ASSIGNMENT_OVER = "assignment-over"
    WARNING = "warning"
    FILING_DECISION = "filing-decision"
    PACKET = "packet"
    FILING_APPROVAL = "filing-approval"
    READY_TO_FILE = "ready-to-file"
    CERTIFICATE = "certificate"
    EXEMPTION_APPROVAL = "exemption-approval"
    PAYROLL_CHANGE = "payroll-change"
    NO_CERTIFICATE = "no-certificate"
    NO_RELIEF = "no-relief"
    SOURCE_STALE = "source-stale"
    RETENTION_ENDING = "retention-ending"


APPROVALS: Mapping[StepKind, ApprovalStep] = {
    StepKind.FILING_APPROVAL: ApprovalStep.FILING,
    StepKind.EXEMPTION_APPROVAL: ApprovalStep.EXEMPTION,
}
"""The steps in which people answer a decision sheet, with the decision that it is about."""

_STANDING = frozenset({StepKind.NO_CERTIFICATE, StepKind.NO_RELIEF})


@dataclass(frozen=True, slots=True)
class Owner:
    """A person who does a step: the id in the register, the name, and the role in this case, if there is one."""

    id: str
    name: str
    role: Role | None = None

    def __str__(self) -> str:
        return f"{self.name}, {ROLES[self.role].lower()}" if self.role else self.name


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do.

    `says` is the sentence for the person who does it, `because` what the record says about it. `due` is None where it
    is due now. `is_due` is whether that day has come, and `overdue` whether it is over and the step is late. `since` is
    the day from which the step has been open, where the record shows one. A step that is `later` can
    start only when an earlier one is done. `why` names the controls or the value of the policy. `path` leads to the
    place in the record; `place` is that place where a finding has it already.
    """

    kind: StepKind
    says: str
    owners: tuple[Owner, ...]
    due: Day | None = None
    since: Day | None = None
    because: str = ""
    missing: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    policy: str = ""
    path: Path = ()
    place: Location | None = None
    later: bool = False
    is_due: bool = True
    overdue: bool = False

    @property
    def why(self) -> str:
        """The controls and the value of the policy that the step answers to."""
        return ", ".join((*self.controls, *((self.policy,) if self.policy else ())))

    @property
    def who(self) -> str:
        """The owners with their roles, in words."""
        return "; ".join(map(str, self.owners))

    def command(self, case: str) -> str:
        """The command that records the approval asked for; empty for any other step."""
        decision = APPROVALS.get(self.kind)
        if decision is None or (decision is ApprovalStep.EXEMPTION and self.path[:1] != ("claims",)):
            return ""
        return f"casebound approve {case} {decision.value}"

    @property
    def when(self) -> str:
        """When it is due, in words."""
        if self.later:
            return "later"
        if self.due is None:
            return f"since {self.since}" if self.since else "now"
        if self.is_standing and self.is_due:
            return f"since {self.due}"
        if self.overdue:
            return f"overdue since {self.due}"
        return f"on {self.due}" if self.kind is StepKind.EXEMPTION_ENDING else f"due {self.due}"

    @property
    def is_standing(self) -> bool:
        """Whether it holds from its day on, so that nothing is late about it."""
        return self.kind in _STANDING


@dataclass(frozen=True, slots=True)
class Progress:
    """A link of the chain that no claim rests on yet: how far it is and what is missing."""

    link: Link
    label: str
    says: str
    words: Label
    controls: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """One thing that a case depends on: a condition, the applicable rule, or a question, with its answer.

    A claim rests on what is `needed`, and waits while it is unknown.
    """

    anchor: str
    label: str
    answer: Label
    text: str
    evidence: Evidence
    checked: str
    escalated: str
    unknown: bool
    needed: bool


@dataclass(frozen=True, slots=True)
class Milestone:
    """One station on the way from question to exemption, and how far the case has come there."""

    label: str
    words: Label
    says: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Signature:
    """Who answered for what, and when."""

    what: str
    who: str
    role: str
    when: str


@dataclass(frozen=True, slots=True)
class OpenWait:
    """A request that still waits for an answer. `follow_up` is the earliest day for a follow-up, where it is known."""

    request: str
    sent_on: Day
    follow_up: Day | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that follows from a judged case for the people who work on it.

    `answer` says whether the worker is exempt, and its meaning says why. `would_change` is what would lead to another
    answer.
    `certificates` has the state of each certificate. `link_facts` has what the case shows for each link, by claim, and
    under "" for a case without a claim. `breach_days` has words for each supported claim of which only the days from
    the cure of a breach are supported.
    `steps` begins with those that can be done now, in order, then those that wait for an earlier step. The first is
    the next step on every page and in every report. `payroll` has at least one line. `money` says whether money is
    at risk.
    """

    title: str
    because: str
    answer: Label
    would_change: tuple[str, ...]
    steps: tuple[Step, ...]
    missing: tuple[str, ...]
    on_hold: bool
    nothing_open: bool
    links: tuple[Progress, ...]
    answers: tuple[Answered, ...]
    certificates: Mapping[str, Label]
    link_facts: Mapping[str, Mapping[Link, str]]
    milestones: tuple[Milestone, ...]
    signatures: tuple[Signature, ...]
    coverage_gaps: tuple[Label, ...]
    breach_days: Mapping[str, str]
    certificate_ends: str
    open_waits: tuple[OpenWait, ...]
    sheets: tuple[SheetRow, ...]
    payroll: tuple[PayrollLine, ...]
    money: Label

    @property
    def reservation(self) -> str:
        """The words about days of a breach in the whole case; empty if there are none."""
        return "; ".join(f"{claim} {words}" for claim, words in self.breach_days.items())

    @property
    def next(self) -> Step:
        """The first step: every judged case has one."""
        return self.steps[0]

    @property
    def next_step(self) -> str:
        return self.next.says

    @property
    def now(self) -> tuple[Step, ...]:
        """The steps that can be done now or on a day that is known."""
        return tuple(step for step in self.steps if not step.later)

    @property
    def late(self) -> tuple[Step, ...]:
        """The steps whose day has passed, the oldest day first."""
        return tuple(sorted((step for step in self.now if step.overdue), key=lambda step: step.due or Day.min))

    @property
    def later(self) -> tuple[Step, ...]:
        """The steps that wait for an earlier one."""
        return tuple(step for step in self.steps if step.later)

    @property
    def unknown(self) -> tuple[Answered, ...]:
        """What is not known yet, the things that a claim rests on first."""
        return tuple(
            sorted((answer for answer in self.answers if answer.unknown), key=lambda answer: not answer.needed)
        )

    @property
    def unknown_needed(self) -> int:
        return sum(answer.needed for answer in self.unknown)


@dataclass(frozen=True, slots=True)
class PlannedCase:
    """A judged case with its plan, and the next day on which time alone changes the verdict, if there is one.

    The judged case does not know the plan.
    """

    judged: JudgedCase
    plan: Plan
    change: VerdictChange | None = None

    @property
    def same_until(self) -> Day | None:
        """The last day on which the verdict is the same if nothing is recorded. None if time alone changes nothing."""
        return self.change.on - ONE_DAY if self.change else None

    @property
    def with_time(self) -> str:
        """Until when the verdict stays the same if nothing is recorded, and what changes then."""
        if self.change is None:
            return "Time alone does not change this verdict."
        until = f"The verdict stays the same until {self.same_until} if nothing is recorded."
        return f"{until} Then: {' '.join(self.change.says)}"


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    """A judgment with the plan of each of its cases, and the next change of its verdict, both by folder."""

    judgment: Judgment
    plans: Mapping[str, Plan]
    changes: Mapping[str, VerdictChange] = field(default_factory=dict)

    @property
    def cases(self) -> tuple[PlannedCase, ...]:
        return tuple(self.planned(judged) for judged in self.judgment.cases)

    def planned(self, judged: JudgedCase) -> PlannedCase:
        """One of the judged cases, with its plan."""
        return PlannedCase(judged, self.plans[judged.folder], self.changes.get(judged.folder))


def refusal_says(refusal: Refusal) -> str:
    """When the authority refused a request, and why."""
    return f"The refusal was received on {refusal.received_on}. {refusal.because}"


def listed(parts: Iterable[str]) -> str:
    """“a, b and c”."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
