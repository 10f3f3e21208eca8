"""What is due across cases, for whom and why: the steps of all plans, in the order in which they are due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from casebound.model.days import Day
from casebound.model.findings import Location, Path
from casebound.plan.case_plan import Plan, ProjectPlan, Step

Locate = Callable[[str, Path], Location]
"""Where a key of a case's record is, by the case's folder and the key's path."""


@dataclass(frozen=True, slots=True)
class Task:
    """A step of a case's plan, with the place in the record that it rests on."""

    case: str
    step: Step
    place: Location


@dataclass(frozen=True, slots=True)
class Worklist:
    """What is due by a day, in order of the day and the case; `later` counts what is due after it.

    In a forecast, the as-of date has not come.
    """

    as_of: Day
    until: Day
    tasks: tuple[Task, ...]
    later: int
    is_forecast: bool


def worklist(project: ProjectPlan, locate: Locate, days: int) -> Worklist:
    """What is due up to so many days after the as-of date, and what is overdue.

    The tasks of a case keep the order of its plan: a step comes up no later than those after it.
    """
    as_of = project.judgment.as_of
    until = as_of + timedelta(days=days)
    found = [
        (day, folder, number, step)
        for folder, plan in project.plans.items()
        for number, (day, step) in enumerate(_days(plan))
    ]
    due = sorted((entry for entry in found if entry[0] <= until), key=lambda entry: entry[:3])
    tasks = tuple(Task(folder, step, step.place or locate(folder, step.path)) for _, folder, _, step in due)
    return Worklist(as_of, until, tasks, len(found) - len(due), project.judgment.is_forecast)


def _days(plan: Plan) -> list[tuple[Day, Step]]:
    """Each step that can be done now, with the day on which it comes up: its own, or that of a later step."""
    found: list[tuple[Day, Step]] = []
    for step in reversed(plan.now):
        day = step.due or Day.min
        found.append((min(day, found[-1][0]) if found else day, step))
    return found[::-1]
