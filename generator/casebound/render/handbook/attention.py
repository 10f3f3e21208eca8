"""What needs somebody now, for the home page: the tasks of the worklist, sorted into lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casebound.model.days import Day
from casebound.plan.case_plan import StepKind
from casebound.plan.worklist import Task

_MOST_TASKS = 12


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task as the home page shows it: for which case, when, what, and who does it."""

    case: str
    when: str
    says: str
    because: str
    who: str


@dataclass(frozen=True, slots=True)
class TaskList:
    """Tasks of the same kind; `more` counts those that found no room."""

    anchor: str
    title: str
    says: str
    tone: str
    tasks: tuple[TaskRow, ...]
    more: int = 0

    @property
    def number(self) -> int:
        return len(self.tasks) + self.more


_LISTS: tuple[tuple[str, str, str, str, tuple[StepKind, ...]], ...] = (
    ("revert", "Payroll to revert", "An exemption is in use without support.", "stop", (StepKind.REVERT,)),
    ("blocked", "Blocking findings", "These stop the release.", "stop", (StepKind.FINDING,)),
    (
        "holds",
        "Questions to resolve",
        "A person must resolve an issue before the case can continue.",
        "hold",
        (StepKind.HOLD,),
    ),
    (
        "again",
        "Cases to decide again",
        "What stopped these cases has changed.",
        "hold",
        (StepKind.DECIDE_AGAIN,),
    ),
    ("refusals", "Refusals", "Review the refusal before filing again.", "hold", (StepKind.REFUSAL,)),
    (
        "corrections",
        "Corrections",
        "A certificate that was received does not match its case.",
        "hold",
        (StepKind.CORRECTION,),
    ),
    (
        "due",
        "Checks and follow-ups",
        "Open requests need a status check, a follow-up, or a late document.",
        "wait",
        (StepKind.STATUS_CHECK, StepKind.DOCUMENT_OVERDUE, StepKind.FOLLOW_UP, StepKind.CERTIFICATE),
    ),
    (
        "ending",
        "Exemptions and certificates ending",
        "Request an extension in time, or plan for the end of the exemption.",
        "hold",
        (StepKind.CERTIFICATE_ENDING, StepKind.EXEMPTION_ENDING),
    ),
    (
        "exemptions",
        "Exemptions to decide",
        "The certificate matches its case, but no exemption has been decided yet.",
        "wait",
        (StepKind.EXEMPTION_APPROVAL, StepKind.PAYROLL_CHANGE),
    ),
    (
        "ready",
        "Ready to file",
        "These requests are complete and approved, but have not been sent yet.",
        "wait",
        (StepKind.READY_TO_FILE,),
    ),
    ("approvals", "Approvals to give", "The filing needs these approvals.", "wait", (StepKind.FILING_APPROVAL,)),
    (
        "preparing",
        "In preparation",
        "The filing decision or the documents are not complete.",
        "wait",
        (StepKind.PACKET, StepKind.FILING_DECISION),
    ),
    (
        "beginning",
        "No certificate yet",
        "The assignment has begun or begins soon. Do not change contributions.",
        "hold",
        (StepKind.NO_CERTIFICATE,),
    ),
    (
        "no-relief",
        "No exemption: not filed, or refused",
        "The assignment has begun or begins soon. Do not change contributions.",
        "stop",
        (StepKind.NO_RELIEF,),
    ),
    ("over", "Assignments that are over", "Close these cases.", "quiet", (StepKind.ASSIGNMENT_OVER,)),
    (
        "stale",
        "Sources to re-check",
        "These sources are too old, or soon will be, for a new decision.",
        "wait",
        (StepKind.SOURCE_STALE,),
    ),
    ("warnings", "Warnings", "These do not stop the release.", "hold", (StepKind.WARNING,)),
    ("retention", "Files kept until now", "Decide what happens to them.", "quiet", (StepKind.RETENTION_ENDING,)),
)


def attention(tasks: Iterable[Task], as_of: Day) -> tuple[TaskList, ...]:
    """What needs somebody now, most pressing first; lists without a task are left out."""
    tasks = tuple(tasks)
    lists = (
        _list(anchor, title, says, tone, [_row(task, as_of) for task in tasks if task.step.kind in kinds])
        for anchor, title, says, tone, kinds in _LISTS
    )
    return tuple(found for found in lists if found.tasks)


def _row(task: Task, as_of: Day) -> TaskRow:
    step = task.step
    return TaskRow(task.case, step.when(as_of), step.says, step.because, step.who)


def _list(anchor: str, title: str, says: str, tone: str, tasks: Sequence[TaskRow]) -> TaskList:
    return TaskList(anchor, title, says, tone, tuple(tasks[:_MOST_TASKS]), max(len(tasks) - _MOST_TASKS, 0))
