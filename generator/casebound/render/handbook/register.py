"""The rows of the register of cases, the most urgent case first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from casebound.model.days import Day
from casebound.model.judgment import Verdict
from casebound.model.labels import DIRECTIONS, LANES, ON_HOLD
from casebound.model.requests import sent_requests
from casebound.model.terms import Direction, Role, Stage
from casebound.plan.ages import distance
from casebound.plan.urgency import Urgency, age, proof_ends, urgency
from casebound.render.view import CaseView


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row of the register.

    `late` has a line for each person who is late with a step that is not the next step. `verdict_adds` is whether the
    verdict says more than the stage. `filtered` has what the filters read, by the name of the filter.
    """

    view: CaseView
    way: str
    age: str
    late: tuple[str, ...]
    is_late: bool
    proof_ends: Day | None
    proof: str
    verdict_adds: bool
    details: tuple[str, ...]
    filtered: dict[str, object]


def register_rows(views: Iterable[CaseView]) -> tuple[RegisterRow, ...]:
    """The rows in the order of urgency; cases that are equally urgent keep the order of the views."""
    found = [(view, urgency(view.judged, view.plan, view.as_of)) for view in views]
    return tuple(_row(view, urgent) for view, urgent in sorted(found, key=lambda pair: pair[1].order))


def _row(view: CaseView, urgent: Urgency) -> RegisterRow:
    ends = proof_ends(view.plan)
    return RegisterRow(
        view,
        f"U.S. to {view.country}" if view.case.direction is Direction.OUTBOUND else f"{view.country} to U.S.",
        age(view.plan.next, view.as_of),
        tuple(_late(view, urgent)),
        bool(urgent.late),
        ends,
        _proof(view, ends),
        _verdict_adds(view),
        (DIRECTIONS[view.case.direction].label, f"Request type: {LANES[view.case.filing.lane]}", view.verdict.label),
        _filtered(view, urgent, ends),
    )


def _late(view: CaseView, urgent: Urgency) -> Iterator[str]:
    """Who is late with which other step; nobody is named twice."""
    beside = [step for step in urgent.late if step is not view.plan.next]
    lines = {owner.name: f"{owner.name}: {age(step, view.as_of)}" for step in beside[::-1] for owner in step.owners}
    yield from reversed(lines.values())


def _proof(view: CaseView, ends: Day | None) -> str:
    """When the certificate ends, in words, and whether an exemption rests on it."""
    if ends is None:
        return view.plan.certificate_ends
    days = (ends - view.as_of).days
    words = f"ended {distance(days)}" if days < 0 else distance(days)
    return words if view.judged.verdict in (Verdict.SUPPORTED, Verdict.UNSUPPORTED) else f"{words}; no exemption yet"


def _verdict_adds(view: CaseView) -> bool:
    verdict = view.judged.verdict
    return verdict is not Verdict.NO_CLAIM and (verdict, view.judged.stage) != (
        Verdict.SUPPORTED,
        Stage.EXEMPTION_IN_EFFECT,
    )


def _filtered(view: CaseView, urgent: Urgency, ends: Day | None) -> dict[str, object]:
    case = view.case
    people = [view.people.get(key, key) for key in (case.people.in_role(role) for role in Role)]
    people += [owner.name for step in view.plan.steps for owner in step.owners]
    return {
        "words": " ".join(sent.reference for _, _, sent in sent_requests(case) if sent.reference),
        "country": view.country,
        "direction": DIRECTIONS[case.direction].label,
        "lane": LANES[case.filing.lane],
        "stage": view.stage.label,
        "hold": ON_HOLD.label if view.plan.on_hold else "Not on hold",
        "verdict": view.verdict.label,
        "group": urgent.groups,
        "person": tuple(dict.fromkeys(people)),
        "view": urgent.views,
        "left": (ends - view.as_of).days if ends else None,
    }
