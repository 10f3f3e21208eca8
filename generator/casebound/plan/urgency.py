"""How urgent a case is, and the short lists that it is on: the same for every page that sorts or selects cases."""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum, StrEnum

from casebound.model.days import Day
from casebound.model.judgment import JudgedCase, Verdict
from casebound.model.terms import Stage
from casebound.plan.ages import distance, span
from casebound.plan.case_plan import APPROVALS, Plan, Step, StepKind
from casebound.plan.decision_rows import WAITS

SOON = timedelta(days=30)
_ENDING = timedelta(days=90)
NOT_FILED = frozenset({Stage.DO_NOT_FILE, Stage.DENIED})


class Rank(IntEnum):
    """The order in which lists show cases, the most urgent first."""

    UNSUPPORTED = 1
    LATE = 2
    ON_HOLD = 3
    BEGINS_SOON = 4
    TO_DO = 5
    WAITING = 6
    PROVED = 7
    NOT_FILED = 8
    CLOSED = 9


class Group(StrEnum):
    """What a case is counted under. A case that needs action can also be proved, refused or closed."""

    NEEDS_ACTION = "Needs action"
    WAITING = "Waiting"
    PROVED = "Proved"
    NOT_FILED = "Not filed or refused"
    CLOSED = "Closed"


class QuickView(StrEnum):
    """The short lists that readers ask for."""

    LATE = "Late"
    BEGINS = "Begins in 30 days"
    ENDS = "Ends in 90 days"
    APPROVAL = "Waiting on approval"


@dataclass(frozen=True, slots=True)
class Urgency:
    """How urgent a case is. Cases of the same rank are sorted by `day`. `late` has the late steps, the oldest first."""

    rank: Rank
    day: Day
    groups: tuple[Group, ...]
    views: tuple[QuickView, ...]
    late: tuple[Step, ...]

    @property
    def order(self) -> tuple[Rank, Day]:
        return self.rank, self.day


def urgency(judged: JudgedCase, plan: Plan, as_of: Day) -> Urgency:
    """How urgent a case is on a day, by its plan of this day."""
    begins, late = judged.case.assignment.begins, plan.late
    to_do = any(step.is_due and not step.is_standing for step in plan.now)
    rank = _rank(judged, plan, as_of, to_do=to_do)
    days = {
        Rank.LATE: late[0].due if late else None,
        Rank.WAITING: plan.next.due,
        Rank.PROVED: proof_ends(plan),
        Rank.NOT_FILED: Day.max,
        Rank.CLOSED: Day.max,
    }
    return Urgency(
        rank,
        days.get(rank, begins) or Day.max,
        tuple(_groups(judged, to_do=to_do or plan.on_hold)),
        tuple(_views(judged, plan, as_of)),
        late,
    )


def proof_ends(plan: Plan) -> Day | None:
    """The last day of the case's own certificate, where it is received and shows one."""
    return Day.fromisoformat(plan.certificate_ends) if plan.certificate_ends[:1].isdigit() else None


def age(step: Step, as_of: Day) -> str:
    """How long a step has been open, how late it is, or how soon it is due, in words."""
    if step.overdue and step.due:
        return f"{span((as_of - step.due).days)} late"
    if step.since and not step.later:
        return f"open {span((as_of - step.since).days)}" if step.since < as_of else "open since today"
    if step.is_standing:
        return ""
    if step.due is None:
        return "open now"
    return f"due {distance((step.due - as_of).days)}"


def _rank(judged: JudgedCase, plan: Plan, as_of: Day, *, to_do: bool) -> Rank:
    supported = judged.verdict is Verdict.SUPPORTED
    if judged.verdict is Verdict.UNSUPPORTED or any(step.kind is StepKind.FINDING for step in plan.now):
        return Rank.UNSUPPORTED
    if plan.late:
        return Rank.LATE
    if plan.on_hold:
        return Rank.ON_HOLD
    if not to_do and (judged.stage in _SETTLED or supported):
        return _SETTLED.get(judged.stage, Rank.PROVED)
    if not supported and judged.case.assignment.begins <= as_of + SOON:
        return Rank.BEGINS_SOON
    return Rank.TO_DO if to_do else Rank.WAITING


_SETTLED = {Stage.CLOSED: Rank.CLOSED, **dict.fromkeys(NOT_FILED, Rank.NOT_FILED)}


def _groups(judged: JudgedCase, *, to_do: bool) -> list[Group]:
    found = [Group.NEEDS_ACTION] if to_do or judged.verdict is Verdict.UNSUPPORTED else []
    if judged.stage is Stage.CLOSED:
        found.append(Group.CLOSED)
    elif judged.stage in NOT_FILED:
        found.append(Group.NOT_FILED)
    elif judged.verdict is Verdict.SUPPORTED:
        found.append(Group.PROVED)
    return found or [Group.WAITING]


def _views(judged: JudgedCase, plan: Plan, as_of: Day) -> list[QuickView]:
    ends = proof_ends(plan)
    on = {
        QuickView.LATE: bool(plan.late),
        QuickView.BEGINS: as_of <= judged.case.assignment.begins <= as_of + SOON,
        QuickView.ENDS: ends is not None and as_of <= ends <= as_of + _ENDING,
        QuickView.APPROVAL: any(step.kind in APPROVALS for step in plan.now)
        or any(row.state is WAITS for row in plan.sheets),
    }
    return [view for view, is_on in on.items() if is_on]
