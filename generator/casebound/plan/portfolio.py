"""The four answers about all cases: work without an exemption, what begins and ends soon, and what is proved."""

from collections.abc import Iterable
from dataclasses import dataclass

from casebound.model.days import Day
from casebound.model.judgment import JudgedCase, Verdict
from casebound.model.terms import Stage
from casebound.plan.case_plan import PlannedCase, ProjectPlan
from casebound.plan.payroll import Treatment
from casebound.plan.urgency import NOT_FILED, SOON


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Cases by what they mean for payroll on the as-of date, those of the earliest day first.

    `waiting`, `decided` and `unsupported` are cases in which work runs and no proven exemption covers the day: those
    that may still get one, those in which no request is filed or it was refused, and those that rely on one all the
    same. In `to_change`, payroll may start to use an exemption. `beginning` are assignments that begin soon without an
    exemption, and `ending` exemptions in effect that end soon. `exempt` are exemptions in effect, `ahead` those that
    begin later, and `ended` those that are over.
    """

    waiting: tuple[PlannedCase, ...]
    decided: tuple[PlannedCase, ...]
    unsupported: tuple[PlannedCase, ...]
    to_change: tuple[PlannedCase, ...]
    beginning: tuple[PlannedCase, ...]
    ending: tuple[PlannedCase, ...]
    exempt: tuple[PlannedCase, ...]
    ahead: tuple[PlannedCase, ...]
    ended: tuple[PlannedCase, ...]

    @property
    def unrelieved(self) -> tuple[PlannedCase, ...]:
        return (*self.unsupported, *self.waiting, *self.decided)


def portfolio(project: ProjectPlan) -> Portfolio:
    """Sort the cases of a project. A case can be in several lists; a closed case has no running work."""
    as_of, cases = project.judgment.as_of, project.cases
    relying = [planned for planned in cases if planned.judged.verdict is Verdict.UNSUPPORTED]
    running = [
        planned
        for planned in cases
        if works_on(planned.judged, as_of) and not is_exempt_on(planned, as_of) and planned not in relying
    ]
    coming = [
        planned
        for planned in cases
        if as_of < planned.judged.case.assignment.begins <= as_of + SOON
        and planned.judged.stage is not Stage.CLOSED
        and not is_exempt_on(planned, planned.judged.case.assignment.begins)
    ]
    exempt = [planned for planned in cases if is_exempt_on(planned, as_of)]
    return Portfolio(
        waiting=_by_begin(planned for planned in running if planned.judged.stage not in NOT_FILED),
        decided=_by_begin(planned for planned in running if planned.judged.stage in NOT_FILED),
        unsupported=_by_begin(relying),
        to_change=_by_begin(planned for planned in cases if _has(planned, Treatment.CHANGE)),
        beginning=_by_begin(coming),
        ending=_by_begin(planned for planned in exempt if not is_exempt_on(planned, as_of + SOON)),
        exempt=_by_begin(exempt),
        ahead=_by_begin(planned for planned in cases if _has(planned, Treatment.EXEMPT) and planned not in exempt),
        ended=_by_begin(planned for planned in cases if _has(planned, Treatment.ENDED) and planned not in exempt),
    )


def works_on(judged: JudgedCase, day: Day) -> bool:
    """Whether the work abroad runs on a day; a closed case counts as over."""
    work = judged.case.assignment
    return judged.stage is not Stage.CLOSED and work.begins <= day and (work.ends is None or day <= work.ends)


def is_exempt_on(planned: PlannedCase, day: Day) -> bool:
    """Whether a proven exemption of the case covers a day."""
    return any(line.exempts(day) for line in planned.plan.payroll)


def _has(planned: PlannedCase, treatment: Treatment) -> bool:
    return any(line.treatment is treatment for line in planned.plan.payroll)


def _by_begin(found: Iterable[PlannedCase]) -> tuple[PlannedCase, ...]:
    return tuple(sorted(found, key=lambda planned: (planned.judged.case.assignment.begins, planned.judged.folder)))
