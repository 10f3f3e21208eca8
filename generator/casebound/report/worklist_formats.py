"""The worklist as people read it, as JSON, and as a calendar (RFC 5545).

The calendar is written by hand: it is nine properties, a rule for folding and one for escaping, and a library would
bring a clock and a time zone database along. A test reads it back with one.
"""

import hashlib
import json
from collections.abc import Iterator

from casebound.plan.worklist import Due, Kind, Worklist

_NOW = "now"
_WIDEST = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def as_table(found: Worklist) -> str:
    """A line for each item, its reason and its place below it, and a sum."""
    return "\n".join([*_lines(found.items), _sum(found)]) + "\n"


def as_json(found: Worklist) -> str:
    """The worklist as `schema/worklist.schema.json` describes it."""
    told = {
        "as_of": found.as_of.isoformat(),
        "until": found.until.isoformat(),
        "items": [_plain(one) for one in found.items],
        "later": found.later,
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def as_calendar(found: Worklist) -> str:
    """A calendar with a day's entry for each item. What is due now stands on the as-of date.

    An item keeps its identity for as long as it rests on the same fact, so that a calendar that subscribes moves it.
    """
    stamp = f"{found.as_of:%Y%m%d}T000000Z"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//casebound//worklist//EN", "CALSCALE:GREGORIAN"]
    for one in found.items:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_identity(one)}@casebound.invalid",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{one.due or found.as_of:%Y%m%d}",
            f"SUMMARY:{_escaped(f'{one.case}: {one.what}')}",
            f"DESCRIPTION:{_escaped(f'{one.name} ({one.owner}). {one.why}. {_place(one)}')}",
            f"CATEGORIES:{_escaped(one.kind.value)}",
            "TRANSP:TRANSPARENT",
            "CLASS:CONFIDENTIAL",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR"))


def _lines(items: tuple[Due, ...]) -> Iterator[str]:
    wide = max((len(one.case) for one in items), default=0)
    named = max((len(one.name) for one in items), default=0)
    for one in items:
        day = one.due.isoformat() if one.due else _NOW
        yield f"{day:<10}  {one.case:<{wide}}  {one.name:<{named}}  {one.what}"
        yield f"{'':<10}  {one.why}; {_place(one)}"
        yield ""


def _sum(found: Worklist) -> str:
    listed = [one.kind for one in found.items]
    sorts = ", ".join(f"{listed.count(kind)} {kind.value}" for kind in Kind if kind in listed)
    overdue = sum(1 for one in found.items if one.due is None or one.due <= found.as_of)
    things = "thing" if len(listed) == 1 else "things"
    told = f"{len(listed)} {things} due by {found.until}, {overdue} of them by {found.as_of}"
    return f"{told}{f': {sorts}' if sorts else ''}; {found.later} later"


def _plain(one: Due) -> dict[str, object]:
    place = one.place
    return {
        "kind": one.kind.value,
        "due": one.due.isoformat() if one.due else None,
        "case": one.case,
        "owner": {"id": one.owner, "name": one.name},
        "what": one.what,
        "why": one.why,
        "place": {"file": place.file, "line": place.line, "column": place.column, "path": place.path},
    }


def _place(one: Due) -> str:
    return f"{one.place.file}:{one.place.line}"


def _identity(one: Due) -> str:
    return hashlib.sha256("\0".join((one.case, one.kind, one.place.path)).encode()).hexdigest()[:32]


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
