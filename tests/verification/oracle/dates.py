"""Days as the policy counts them, without the standard library's calendar: a year, a month and a day in a tuple."""

import re
from functools import cache
from typing import NamedTuple

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_MOMENT = re.compile(r"([0-9-]{10})T([0-9]{2}):([0-9]{2})(?:Z|[+-]([0-9]{2}):([0-9]{2}))", re.ASCII)
_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Day(NamedTuple):
    """A day of the calendar; an earlier one is smaller."""

    year: int
    month: int
    of_month: int


NEVER = Day(10_000, 1, 1)
"""Later than every day that can be written: where a period shows no end."""


def _leap(year: int) -> bool:
    return year % 400 == 0 if year % 100 == 0 else year % 4 == 0


def _length(year: int, month: int) -> int:
    return 29 if month == 2 and _leap(year) else _MONTHS[month - 1]


@cache
def day(text: str) -> Day:
    """The day that `YYYY-MM-DD` names; a ValueError for anything else."""
    match = _DAY.fullmatch(text)
    if not match:
        raise ValueError(text)
    year, month, of_month = (int(part) for part in match.groups())
    if year < 1 or not 1 <= month <= 12 or not 1 <= of_month <= _length(year, month):
        raise ValueError(text)
    return Day(year, month, of_month)


@cache
def day_of_moment(text: str) -> Day:
    """The day written in a `YYYY-MM-DDTHH:MM` with its offset, as written."""
    match = _MOMENT.fullmatch(text)
    if not match:
        raise ValueError(text)
    written, hour, minute, off_hour, off_minute = match.groups()
    if int(hour) > 23 or int(minute) > 59 or int(off_hour or 0) > 23 or int(off_minute or 0) > 59:
        raise ValueError(text)
    return day(written)


@cache
def minutes(text: str) -> int:
    """A moment in minutes of universal time, to tell which of two came first."""
    on = day_of_moment(text)
    clock, offset = text[11:16], text[16:].replace("Z", "+00:00")
    ahead = (1 if offset[0] == "+" else -1) * (int(offset[1:3]) * 60 + int(offset[4:6]))
    return number(on) * 24 * 60 + int(clock[:2]) * 60 + int(clock[3:]) - ahead


@cache
def number(a_day: Day) -> int:
    """Days since the end of the year 0, to count how many lie between two."""
    before = a_day.year - 1
    leaps = before // 4 - before // 100 + before // 400
    months = sum(_length(a_day.year, month) for month in range(1, a_day.month))
    return 365 * before + leaps + months + a_day.of_month


def days_between(earlier: Day, later: Day) -> int:
    """How many days `later` lies after `earlier`; negative where it lies before."""
    return number(later) - number(earlier)


def day_after(a_day: Day) -> Day:
    if a_day.of_month < _length(a_day.year, a_day.month):
        return Day(a_day.year, a_day.month, a_day.of_month + 1)
    return Day(a_day.year + a_day.month // 12, a_day.month % 12 + 1, 1)


def fits(first: Day, last: Day | None, months: int) -> bool:
    """Whether a period has an end that is not later than the last day of so many months.

    Months are counted from the year 0, and a day has to lie before the first day's own number in the month reached.
    A month that ends before that number lies before it whole, so its last day is the last one that fits.
    """
    if last is None or last < first:
        return False
    reached = first.year * 12 + first.month + months
    return (last.year * 12 + last.month, last.of_month) < (reached, first.of_month)
