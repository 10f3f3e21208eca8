"""What changed in the last days, from the dates in the records: log, answers, status checks and added documents."""

from collections.abc import Iterator
from datetime import timedelta

from casebound.model.days import Day
from casebound.model.labels import ROLES
from casebound.model.terms import SheetReply
from casebound.plan.agenda import Event
from casebound.plan.case_plan import PlannedCase, ProjectPlan, listed

_DONE = {
    SheetReply.APPROVE: "Approved",
    SheetReply.REFUSE: "Refused",
    SheetReply.WITHDRAW: "Withdrew the approval of",
}


def recent(project: ProjectPlan, days: int) -> tuple[Event, ...]:
    """What the records say happened in so many days up to the as-of date; the latest day first."""
    as_of = project.judgment.as_of
    first = as_of - timedelta(days=days)
    found = {event for planned in project.cases for event in _of_case(planned) if first <= event.on <= as_of}
    return tuple(sorted(found, key=lambda event: (as_of - event.on, event.case, event.says)))


def _of_case(planned: PlannedCase) -> Iterator[Event]:
    judged, folder = planned.judged, planned.judged.folder
    case, people = judged.case, judged.facts.registers.people

    def name(person: str) -> str:
        return people[person].name if person in people else person

    for entry in case.log:
        yield Event(entry.at.on, folder, entry.did, name(entry.by))
    for row in planned.plan.sheets:
        what = f"the {row.sheet.head.step.value} ({row.sheet.id})"
        yield Event(row.sheet.head.proposed_at.on, folder, f"Proposed {what}.", name(row.sheet.head.proposed_by))
        for answer in row.answers:
            says = f"{_DONE[answer.answer]} {what} as {ROLES[answer.role].lower()}."
            yield Event(answer.counts_from.on, folder, says, name(answer.by))
    for request in case.requests.values():
        for check in request.tracker:
            yield Event(check.at.on, folder, f"Checked the status: “{check.shown}”.", name(check.by))
    added: dict[Day, list[str]] = {}
    for key, exhibit in case.exhibits.items():
        added.setdefault(exhibit.recorded, []).append(key)
    for day, keys in added.items():
        yield Event(day, folder, f"Added {listed(keys)}.")
