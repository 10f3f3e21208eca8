"""The decisions that wait for people: who must answer, since when, and what must be done before."""

from collections.abc import Iterator
from dataclasses import dataclass

from casebound.model.days import Day
from casebound.model.labels import ROLES
from casebound.model.terms import ApprovalStep, Role
from casebound.plan.case_plan import APPROVALS, Owner, PlannedCase, ProjectPlan, Step, StepKind, listed
from casebound.plan.decision_rows import WAITS, SheetRow


@dataclass(frozen=True, slots=True)
class AwaitedDecision:
    """A decision that is not made: the people asked, the day since when, what blocks it, and the sheet if there is one.

    `blocked_by` is the step that comes first; None where the people can decide now.
    """

    case: str
    step: ApprovalStep
    says: str
    people: tuple[Owner, ...]
    since: Day | None
    blocked_by: Step | None
    sheet: SheetRow | None

    @property
    def commands(self) -> tuple[str, ...]:
        """The commands that lead to the decision, for the person who works with casebound."""
        answer = f"casebound approve {self.case} {self.step.value}"
        return (answer,) if self.sheet else (f"casebound propose {self.case} {self.step.value} --mail", answer)


def approval_queue(project: ProjectPlan) -> tuple[AwaitedDecision, ...]:
    """Every decision that waits for somebody; first those that can be made now, then those that wait for a step."""
    found = [waiting for planned in project.cases for waiting in _of_case(planned)]
    return tuple(sorted(found, key=lambda row: (row.blocked_by is not None, row.since or Day.max, row.case)))


def _of_case(planned: PlannedCase) -> Iterator[AwaitedDecision]:
    plan, folder = planned.plan, planned.judged.folder
    open_sheets = {row.sheet.head.step: row for row in plan.sheets if row.state is WAITS}
    first = next((step for step in plan.now if step.kind not in APPROVALS), None)
    for step in plan.steps:
        if step.kind not in APPROVALS:
            continue
        decision = APPROVALS[step.kind]
        row = open_sheets.pop(decision, None)
        people = _asked(planned, row) if row else step.owners
        since = row.sheet.head.proposed_at.on if row else step.since or _received(planned, step)
        yield AwaitedDecision(folder, decision, step.says, people, since, first if step.later else None, row)
    for decision, row in open_sheets.items():
        says = f"Answer sheet {row.sheet.id}: {listed([ROLES[Role(role)].lower() for role, _ in row.waits_for])}."
        yield AwaitedDecision(folder, decision, says, _asked(planned, row), row.sheet.head.proposed_at.on, None, row)


def _received(planned: PlannedCase, step: Step) -> Day | None:
    """The day on which the case's last certificate arrived, from which its exemption can be decided."""
    days = [held.received_on for held in planned.judged.case.certificates.values() if held.received_on]
    return max(days, default=None) if step.kind is StepKind.EXEMPTION_APPROVAL and not step.later else None


def _asked(planned: PlannedCase, row: SheetRow) -> tuple[Owner, ...]:
    """The people who have not answered a sheet."""
    register = planned.judged.facts.registers.people
    return tuple(
        Owner(person, register[person].name if person in register else person, Role(role))
        for role, person in row.waits_for
    )
