"""The worklist as people read it, as JSON, and as a calendar (RFC 5545).

The calendar is written by hand: it is nine properties, a rule for folding and one for escaping, and a library would
bring a clock and a time zone database along. A test reads it back with one.
"""

import hashlib
import json
from collections.abc import Iterator

from casebound.plan.case_plan import StepKind
from casebound.plan.worklist import Task, Worklist

_NOW = "now"
_WIDEST = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def as_table(found: Worklist) -> str:
    """A line for each item, its reason and its place below it, and a sum."""
    warning = [f"FORECAST: {found.as_of} has not come.", ""] if found.is_forecast else []
    return "\n".join([*warning, *_lines(found.tasks), _sum(found)]) + "\n"


def as_json(found: Worklist) -> str:
    """The worklist as `schema/worklist.schema.json` describes it."""
    value = {
        "as_of": found.as_of.isoformat(),
        "forecast": found.is_forecast,
        "until": found.until.isoformat(),
        "items": [_plain(task) for task in found.tasks],
        "later": found.later,
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def as_calendar(found: Worklist) -> str:
    """A calendar with a day's entry for each item. What is due now is listed on the as-of date.

    An item keeps its identity for as long as it rests on the same fact, so that a calendar that subscribes moves it.
    """
    stamp, forecast = f"{found.as_of:%Y%m%d}T000000Z", "Forecast: " if found.is_forecast else ""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//casebound//worklist//EN", "CALSCALE:GREGORIAN"]
    for task in found.tasks:
        step = task.step
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_identity(task)}@casebound.invalid",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{step.due or found.as_of:%Y%m%d}",
            f"SUMMARY:{_escaped(f'{forecast}{task.case}: {step.says}')}",
            f"DESCRIPTION:{_escaped(f'{step.who}. {_reason(task)}.')}",
            f"CATEGORIES:{_escaped(step.kind.value)}",
            "TRANSP:TRANSPARENT",
            "CLASS:CONFIDENTIAL",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR"))


def _lines(tasks: tuple[Task, ...]) -> Iterator[str]:
    """Three lines a task: when, which case and what; who; why, what is missing, and where."""
    wide = max((len(task.case) for task in tasks), default=0)
    for task in tasks:
        step = task.step
        day = step.due.isoformat() if step.due else _NOW
        yield f"{day:<10}  {task.case:<{wide}}  {step.says}"
        yield f"{'':<10}  {'':<{wide}}  {step.who}"
        yield f"{'':<10}  {'':<{wide}}  {_reason(task)}; {_place(task)}"
        yield ""


def _reason(task: Task) -> str:
    step = task.step
    because = f"{step.because.rstrip('.')}. " if step.because else ""
    missing = f"; missing: {'; '.join(step.missing)}" if step.missing else ""
    return f"{because}{step.why}{missing}"


def _sum(found: Worklist) -> str:
    listed = [task.step.kind for task in found.tasks]
    sorts = ", ".join(f"{listed.count(kind)} {kind.value}" for kind in StepKind if kind in listed)
    overdue = sum(1 for task in found.tasks if task.step.due is None or task.step.due <= found.as_of)
    tasks = "task" if len(listed) == 1 else "tasks"
    counted = f"{len(listed)} {tasks} due by {found.until}, {overdue} of them by {found.as_of}"
    return f"{counted}{f': {sorts}' if sorts else ''}; {found.later} later"


def _plain(task: Task) -> dict[str, object]:
    place, step = task.place, task.step
    return {
        "kind": step.kind.value,
        "due": step.due.isoformat() if step.due else None,
        "since": step.since.isoformat() if step.since else None,
        "case": task.case,
        "owners": [
            {"id": owner.id, "name": owner.name, "role": owner.role.value if owner.role else None}
            for owner in step.owners
        ],
        "what": step.says,
        "because": step.because,
        "missing": list(step.missing),
        "why": step.why,
        "place": {"file": place.file, "line": place.line, "column": place.column, "path": place.path},
    }


def _place(task: Task) -> str:
    return f"{task.place.file}:{task.place.line}"


def _identity(task: Task) -> str:
    parts = (task.case, task.step.kind, task.place.path, *task.step.controls)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _escaped(text: str) -> str:
    return text.translate(_ESCAPED)


def _folded(line: str) -> str:
    """The line in pieces of at most 75 bytes, none of which cuts a character in two."""
    pieces, piece, size = list[str](), "", 0
    for char in line:
        wide = len(char.encode("utf-8"))
        if size + wide > _WIDEST:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + char, size + wide
    return "\r\n".join([*pieces, piece])
