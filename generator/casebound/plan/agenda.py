"""What happens on which day: the tasks that are due, and the days on which work, exemptions and certificates change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from casebound.model.days import ONE_DAY, Day
from casebound.model.terms import ENDED_STAGES
from casebound.plan.case_plan import PlannedCase, ProjectPlan
from casebound.plan.payroll import Treatment
from casebound.plan.worklist import Task


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day: of which case, what, and the person who acts, if there is one."""

    on: Day
    case: str
    says: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """The events of one week, which begins on a Monday."""

    begins: Day
    events: tuple[Event, ...]


def agenda(project: ProjectPlan, tasks: Iterable[Task], until: Day) -> tuple[Event, ...]:
    """What is ahead, from the as-of date to a last day, in order."""
    as_of = project.judgment.as_of
    found = [
        Event(task.step.due, task.case, task.step.says, task.step.who)
        for task in tasks
        if task.step.due is not None and not task.step.is_standing
    ]
    found += [event for planned in project.cases for event in _of_case(planned)]
    ahead = {event for event in found if as_of <= event.on <= until}
    return tuple(sorted(ahead, key=lambda event: (event.on, event.case, event.says)))


def by_week(events: Iterable[Event]) -> tuple[Week, ...]:
    """Events by the weeks in which they lie."""
    weeks: dict[Day, list[Event]] = {}
    for event in events:
        weeks.setdefault(event.on - timedelta(days=event.on.weekday()), []).append(event)
    return tuple(Week(begins, tuple(found)) for begins, found in weeks.items())


def _of_case(planned: PlannedCase) -> Iterator[Event]:
    judged, folder = planned.judged, planned.judged.folder
    if judged.stage in ENDED_STAGES and not judged.claims:
        return
    work = judged.case.assignment
    begins = "Work begins" if planned.plan.payroll[0].exempts(work.begins) else "Work begins without an exemption"
    yield Event(work.begins, folder, f"{begins}.")
    if work.ends:
        yield Event(work.ends, folder, "The assignment ends.")
    for line in planned.plan.payroll:
        if line.treatment is Treatment.EXEMPT and line.begins and line.ends:
            yield Event(line.begins, folder, "The exemption begins.")
            yield Event(line.ends + ONE_DAY, folder, "The exemption has ended.")
    if planned.change and planned.change.blocks:
        yield Event(planned.change.on, folder, f"If nothing is recorded: {' '.join(planned.change.says)}")
