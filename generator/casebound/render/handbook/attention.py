"""What needs somebody now, for the first page: read from the worklist, the findings and the stages."""

from collections.abc import Sequence
from dataclasses import dataclass

from casebound.model.terms import Severity, Stage
from casebound.plan.worklist import Due, Kind
from casebound.render.handbook.overview import CaseRow

_MOST_TASKS = 12
_NOW = "now"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that somebody has to do for a case: by when, what, and who."""

    case: str
    when: str
    says: str
    who: str


@dataclass(frozen=True, slots=True)
class TaskList:
    """Tasks of the same kind; `more` counts those that found no room."""

    anchor: str
    title: str
    says: str
    tone: str
    tasks: tuple[Task, ...]
    more: int = 0

    @property
    def number(self) -> int:
        return len(self.tasks) + self.more


_LISTS: tuple[tuple[str, str, str, str, tuple[Kind, ...]], ...] = (
    ("revert", "Payroll to revert", "An exemption is taken that nothing supports.", "stop", (Kind.REVERT,)),
    ("holds", "On hold", "A person must settle something before anything else happens.", "hold", (Kind.HOLD,)),
    (
        "due",
        "Checks and follow-ups",
        "Requests that are out: a look at the tracker, one follow-up, a document that is late.",
        "wait",
        (Kind.FOLLOW_UP, Kind.STATUS_CHECK, Kind.DOCUMENT_OVERDUE),
    ),
    ("corrections", "Corrections", "A document came that does not fit its case.", "hold", (Kind.CORRECTION,)),
    (
        "beginning",
        "Assignments without a certificate",
        "Work begins, or has begun, and nothing proves where it is covered.",
        "hold",
        (Kind.NO_CERTIFICATE,),
    ),
    (
        "ending",
        "Certificates ending",
        "Ask for an extension in time, or plan the end of the exemption.",
        "hold",
        (Kind.CERTIFICATE_ENDING,),
    ),
    ("stale", "Sources to read again", "What was read grows old before a decision.", "wait", (Kind.SOURCE_STALE,)),
    ("retention", "Files kept until now", "Decide what becomes of them.", "quiet", (Kind.RETENTION_ENDING,)),
)
_STANDING = (
    ("ready", "Ready to file", "Approved and complete; not sent yet.", Stage.READY_TO_FILE),
    ("preparing", "In preparation", "Packet or approvals are not complete.", Stage.PREPARING),
)


def attention(rows: Sequence[CaseRow], due: Sequence[Due]) -> tuple[TaskList, ...]:
    """What needs somebody now, most pressing first; lists without a task are left out."""
    lists = [_list("blocked", "Blocking findings", "These stop the release.", "stop", _blocked(rows))]
    for anchor, title, says, tone, kinds in _LISTS:
        found = [one for one in due if one.kind in kinds]
        tasks = [Task(one.case, str(one.due or _NOW), one.what, one.name) for one in found]
        lists.append(_list(anchor, title, says, tone, tasks))
    for anchor, title, says, stage in _STANDING:
        standing = [row for row in rows if row.view.judged.stage is stage]
        tasks = [Task(row.view.id, _NOW, row.view.next_step, row.owner) for row in standing]
        lists.append(_list(anchor, title, says, "wait", tasks))
    return tuple(one for one in lists if one.tasks)


def _list(anchor: str, title: str, says: str, tone: str, tasks: Sequence[Task]) -> TaskList:
    return TaskList(anchor, title, says, tone, tuple(tasks[:_MOST_TASKS]), max(len(tasks) - _MOST_TASKS, 0))


def _blocked(rows: Sequence[CaseRow]) -> list[Task]:
    return [
        Task(row.view.id, _NOW, f"{finding.control}: {finding.message}.", row.owner)
        for row in rows
        for finding in row.view.findings
        if finding.severity is Severity.BLOCKING and not finding.waived
    ]
