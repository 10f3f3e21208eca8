"""Which cases a list shows, and in which order."""

from dataclasses import dataclass

from casebound.model.days import Day
from casebound.model.judgment import Verdict
from casebound.model.terms import Stage
from casebound.plan.case_plan import PlannedCase, ProjectPlan
from casebound.plan.urgency import urgency


@dataclass(frozen=True, slots=True)
class Selection:
    """What a case must have to be in a list; None asks for nothing.

    `owner` is the id of a person who has a step to do, `country` the code of the other country, `employer` an id. With
    `due`, a step is due by that day.
    """

    owner: str | None = None
    stage: Stage | None = None
    country: str | None = None
    employer: str | None = None
    verdict: Verdict | None = None
    due: Day | None = None

    def __contains__(self, planned: PlannedCase) -> bool:
        judged, case = planned.judged, planned.judged.case
        return (
            self.owner in (None, *(owner.id for step in planned.plan.now for owner in step.owners))
            and self.stage in (None, judged.stage)
            and self.country in (None, case.partner)
            and self.employer in (None, case.employer)
            and self.verdict in (None, judged.verdict)
            and (self.due is None or _is_due(planned, self.due))
        )


def _is_due(planned: PlannedCase, day: Day) -> bool:
    return any(not step.is_standing and (step.due is None or step.due <= day) for step in planned.plan.now)


def selected(project: ProjectPlan, selection: Selection) -> tuple[PlannedCase, ...]:
    """The cases of a selection, the most urgent first, as in the register of the handbook."""
    found = (planned for planned in project.cases if planned in selection)
    as_of = project.judgment.as_of
    return tuple(sorted(found, key=lambda planned: urgency(planned.judged, planned.plan, as_of).order))
