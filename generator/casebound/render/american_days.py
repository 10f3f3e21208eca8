"""Days and moments as people in the United States write them; files for machines keep ISO 8601."""

import re
from functools import lru_cache

from casebound.model.days import Day, Moment, parse_day

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ISO_DAY = re.compile(r"(?<![\w/.-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w/-]|\.\w)")
"""A day in a sentence, which is not a part of a file name, a number or an address."""


def shown(value: object) -> object:
    """What a template prints for a value: a day as `May 1, 2026`, a moment with its time; all else unchanged."""
    if isinstance(value, Moment):
        return _moment(value)
    return american_day(value) if isinstance(value, Day) else value


def american(sentence: object) -> str:
    """A sentence of casebound with its days as `May 1, 2026`. Words that are quoted from a record stay as they are."""
    return _ISO_DAY.sub(_rewritten, str(sentence))


@lru_cache(4096)
def american_day(day: Day) -> str:
    """A day as `May 1, 2026`."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _moment(moment: Moment) -> str:
    hour, half = moment.hour % 12 or 12, "a.m." if moment.hour < 12 else "p.m."
    return f"{american_day(moment.on)}, {hour}:{moment.minute:02} {half} {moment.tzname()}"


def _rewritten(found: re.Match[str]) -> str:
    try:
        return american_day(parse_day(found.group()))
    except ValueError:  # digits that are no day
        return found.group()
