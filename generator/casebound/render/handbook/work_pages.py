"""The pages about the work ahead: overview, approvals, payroll, calendar, changes, and a page for each person."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from casebound.load.project import pointer
from casebound.model.days import Day
from casebound.model.decisions import Sheet, SheetAnswer
from casebound.model.findings import Location
from casebound.model.findings import Path as KeyPath
from casebound.plan.agenda import Event, agenda, by_week
from casebound.plan.approval_queue import AwaitedDecision, approval_queue
from casebound.plan.case_plan import ProjectPlan
from casebound.plan.duties import Pressure, duties, of_person
from casebound.plan.payroll import TREATMENTS, PayrollLine, Treatment
from casebound.plan.portfolio import portfolio
from casebound.plan.recent import recent
from casebound.plan.worklist import Worklist, worklist
from casebound.render.handbook import charts
from casebound.render.handbook.overview import PersonRow, on_hold, people_rows, stage_counts
from casebound.render.templates import Templates
from casebound.render.view import CaseView

TASKS = 30  # days of the worklist
_CALENDAR = 90
_CHANGES = 30
_CHANGES_IN_SHORT = 14
_YEAR = 365
_MOST_DUTIES = 40
_FAR = Day(9999, 12, 31)


def work_pages(
    plan: ProjectPlan, views: Sequence[CaseView], templates: Templates, *, preview: bool
) -> Iterator[tuple[str, str]]:
    """Each page by its path, as a body to be bound. The plan has registers."""
    judgment = plan.judgment
    assert judgment.registers is not None
    as_of, by_case = judgment.as_of, {view.id: view for view in views}
    tasks = worklist(plan, in_record, TASKS).tasks
    found, queue = duties(plan, tasks), approval_queue(plan)
    people = people_rows(judgment.registers, views, found)
    shared: dict[str, Any] = {"as_of": as_of, "views": by_case, "known_people": set(judgment.registers.people)}
    to_do = [duty for duty in found if duty.pressure is not Pressure.STANDING]
    now = tuple(waiting for waiting in queue if waiting.blocked_by is None)
    later = tuple(waiting for waiting in queue if waiting.blocked_by is not None)

    yield (
        "index.html",
        templates.render(
            "handbook/home.html.j2",
            **shared,
            number=len(views),
            portfolio=portfolio(plan),
            duties=to_do,
            most=_MOST_DUTIES,
            late=[duty for duty in to_do if duty.pressure is Pressure.LATE],
            queue={"now": len(now), "later": len(later)},
            events=agenda(plan, tasks, as_of + timedelta(days=TASKS)),
            recent=recent(plan, _CHANGES_IN_SHORT),
            stages=stage_counts(views),
            charts=(charts.waiting_chart(views, as_of), charts.periods_chart(views, as_of)),
            held=on_hold(views),
            preview=preview,
            is_forecast=judgment.is_forecast,
            findings=len(judgment.findings),
        ),
    )
    yield "approvals.html", templates.render("handbook/approvals.html.j2", **shared, now=now, later=later)
    yield (
        "payroll.html",
        templates.render(
            "handbook/payroll.html.j2",
            **shared,
            TREATMENTS=TREATMENTS,
            groups=_by_treatment(views),
            months=_by_month(agenda(plan, (), as_of + timedelta(days=_YEAR))),
        ),
    )
    ahead = agenda(plan, worklist(plan, in_record, _CALENDAR).tasks, as_of + timedelta(days=_CALENDAR))
    yield "calendar.html", templates.render("handbook/calendar.html.j2", **shared, weeks=by_week(ahead))
    yield "changes.html", templates.render("handbook/changes.html.j2", **shared, recent=recent(plan, _CHANGES))
    yield "people.html", templates.render("handbook/people.html.j2", people=people)
    signed = _signed(views)
    for row in people:
        yield (
            f"people/{row.id}.html",
            templates.render(
                "handbook/person.html.j2",
                **shared,
                row=row,
                duties=list(of_person(to_do, row.id)),
                standing=[duty for duty in of_person(found, row.id) if duty.pressure is Pressure.STANDING],
                later=[waiting for waiting in later if _asks(waiting, row)],
                signed=signed.get(row.id, ()),
            ),
        )


def month_worklist(plan: ProjectPlan) -> Worklist:
    """The worklist that a release contains as a calendar and as a table."""
    return worklist(plan, in_record, TASKS)


def in_record(folder: str, path: KeyPath) -> Location:
    """The record of a task without its line, which no page shows. The path is that of the command line's worklist."""
    return Location(f"cases/{folder}/case.yml", 1, 1, pointer(path))


def _asks(waiting: AwaitedDecision, row: PersonRow) -> bool:
    return any(owner.id == row.id for owner in waiting.people)


def _by_treatment(views: Iterable[CaseView]) -> dict[Treatment, list[tuple[CaseView, PayrollLine]]]:
    """The payroll lines of all cases by treatment; those that end or begin first are at the top."""
    found: dict[Treatment, list[tuple[CaseView, PayrollLine]]] = {treatment: [] for treatment in Treatment}
    for view in views:
        for line in view.plan.payroll:
            found[line.treatment].append((view, line))
    for lines in found.values():
        lines.sort(key=lambda entry: (entry[1].ends or _FAR, entry[0].case.assignment.begins, entry[0].id))
    return found


def _by_month(events: Iterable[Event]) -> list[tuple[str, list[Event]]]:
    months: dict[str, list[Event]] = {}
    for event in events:
        months.setdefault(f"{event.on:%B %Y}", []).append(event)
    return list(months.items())


def _signed(views: Iterable[CaseView]) -> Mapping[str, list[tuple[str, Sheet, SheetAnswer]]]:
    """Each person's answers to decision sheets, the latest first."""
    found: dict[str, list[tuple[str, Sheet, SheetAnswer]]] = {}
    for view in views:
        for row in view.plan.sheets:
            for answer in row.answers:
                found.setdefault(answer.by, []).append((view.id, row.sheet, answer))
    for answers in found.values():
        answers.sort(key=lambda entry: entry[2].counts_from, reverse=True)
    return found
