"""What people must do in each case: the tasks of the worklist, one row for each case and its owners, urgent first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from casebound.model.days import Day
from casebound.plan.ages import distance, span
from casebound.plan.case_plan import Owner, PlannedCase, ProjectPlan, Step, StepKind
from casebound.plan.urgency import SOON
from casebound.plan.worklist import Task

_BLOCKING = frozenset({StepKind.REVERT, StepKind.FINDING})


class Pressure(IntEnum):
    """How a duty presses; the order is that of the list. Nothing is to be done about what stands as it is."""

    BLOCKS = 0
    LATE = 1
    DUE = 2
    OPEN = 3
    STANDING = 4


@dataclass(frozen=True, slots=True)
class Duty:
    """What the same people must do in a case.

    `on` is the day on which it was or will be due; if it has none, the day since when it is open. `when` says the same
    in words.
    """

    case: str
    owners: tuple[Owner, ...]
    steps: tuple[Step, ...]
    pressure: Pressure
    on: Day
    when: str

    @property
    def day(self) -> str:
        """The day itself, in words; empty where the words already name none but today."""
        says = {Pressure.LATE: "due", Pressure.DUE: "by", Pressure.OPEN: "since", Pressure.STANDING: "from"}
        return f"{says[self.pressure]} {self.on}" if self.pressure in says else ""


def duties(project: ProjectPlan, tasks: Iterable[Task]) -> tuple[Duty, ...]:
    """The tasks by case and owners: what blocks, what is late and for longest, what is due first, what is open."""
    as_of, cases = project.judgment.as_of, {planned.judged.folder: planned for planned in project.cases}
    grouped: dict[tuple[str, tuple[Owner, ...], bool], list[Step]] = {}
    for task in tasks:
        standing = task.step.is_standing
        grouped.setdefault((task.case, task.step.owners, standing), []).append(task.step)
    found = [_duty(cases[case], owners, tuple(steps), as_of) for (case, owners, _), steps in grouped.items()]
    return tuple(sorted(found, key=lambda duty: (duty.pressure, duty.on, duty.case)))


def of_person(found: Iterable[Duty], person: str) -> Iterator[Duty]:
    """The duties of one person, by id."""
    return (duty for duty in found if any(owner.id == person for owner in duty.owners))


def _duty(planned: PlannedCase, owners: tuple[Owner, ...], steps: tuple[Step, ...], as_of: Day) -> Duty:
    pressure, on, when = _pressing(planned, steps, as_of)
    return Duty(planned.judged.folder, owners, steps, pressure, on, when)


def _pressing(planned: PlannedCase, steps: tuple[Step, ...], as_of: Day) -> tuple[Pressure, Day, str]:
    work = planned.judged.case.assignment.begins
    due = min((step.due for step in steps if step.due), default=None)
    if any(step.kind in _BLOCKING for step in steps):
        return Pressure.BLOCKS, as_of, "now"
    if all(step.is_standing for step in steps):
        return Pressure.STANDING, work, f"work {'runs' if work <= as_of else 'begins'} {_away(work, as_of)}"
    if due is not None and due < as_of:
        return Pressure.LATE, due, f"late {span((as_of - due).days)}"
    if due is not None:
        return Pressure.DUE, due, f"due {_away(due, as_of)}"
    if as_of < work <= as_of + SOON:
        return Pressure.DUE, work, f"work begins {_away(work, as_of)}"
    known = [step.since for step in steps if step.since]
    since = min(known, default=_opened(planned, as_of))
    words = "open since today" if since >= as_of else f"open {span((as_of - since).days)}"
    return Pressure.OPEN, since, words if known else f"case {words}"


def _opened(planned: PlannedCase, as_of: Day) -> Day:
    """The day of the first entry of the case's log."""
    return min((entry.at.on for entry in planned.judged.case.log), default=as_of)


def _away(day: Day, as_of: Day) -> str:
    """How far away a day is: “in 9 days”, “today”, “for 52 days”."""
    days = (day - as_of).days
    return distance(days) if days >= 0 else f"for {span(-days)}"
