"""Days and periods of days.

A period includes both its first and its last day. `None` as the last day means that the document
shows no end. Lengths in months follow the calendar: twelve months from 2026-03-01 end on 2027-02-28.
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from typing import Self

import msgspec

Day = dt.date

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})")
_FIRST_ZONE = 14  # hours ahead of UTC of the time zone in which a day begins first
_LAST_ZONE = -12  # and of the time zone in which it begins last

ONE_DAY = dt.timedelta(days=1)
"""From a day to the next."""
_HOURS = range(_LAST_ZONE, _FIRST_ZONE + 1)
_PARTS_OF_HOURS = (-570, -270, -210, -150, 210, 270, 330, 345, 390, 510, 525, 570, 630, 765, 825)
_OFFSETS = frozenset(
    (
        *(dt.timedelta(hours=hours) for hours in _HOURS),
        *(dt.timedelta(minutes=minutes) for minutes in _PARTS_OF_HOURS),
    )
)
"""The offsets from UTC that a time zone has had since 1980."""
_EARLIEST_YEAR = 1900
_LATEST_YEAR = 2199


class Moment(dt.datetime):
    """A date and time of day with its offset from UTC, to the minute or the second."""

    @property
    def on(self) -> Day:
        """The calendar day in the recorded offset."""
        return self.date()

    @property
    def latest_day(self) -> Day:
        """The latest calendar day at this moment anywhere; a day without a time that is later has not begun."""
        return self.astimezone(dt.timezone(dt.timedelta(hours=_FIRST_ZONE))).date()

    @property
    def earliest_day(self) -> Day:
        """The earliest calendar day at this moment anywhere."""
        return self.astimezone(dt.timezone(dt.timedelta(hours=_LAST_ZONE))).date()


def parse_day(text: str) -> Day:
    """Read `YYYY-MM-DD`. Raises ValueError, with a reason, for anything else or a day that does not exist."""
    if not _DAY.fullmatch(text):
        raise ValueError("a date is written YYYY-MM-DD")
    day = Day(int(text[:4]), int(text[5:7]), int(text[8:]))
    if not _EARLIEST_YEAR <= day.year <= _LATEST_YEAR:
        raise ValueError(f"the year lies outside {_EARLIEST_YEAR} to {_LATEST_YEAR}")
    return day


def parse_moment(text: str) -> Moment:
    """Read `YYYY-MM-DDTHH:MM±HH:MM`, seconds optional, `Z` for UTC. Raises ValueError otherwise."""
    if not _MOMENT.fullmatch(text):
        raise ValueError("a time is written YYYY-MM-DDTHH:MM with its offset, for example 2026-02-02T09:14-05:00")
    parse_day(text[:10])
    moment = Moment.fromisoformat(text)
    if moment.utcoffset() not in _OFFSETS:
        raise ValueError("no time zone has this offset from UTC; the offset of New York is -05:00, or -04:00 in summer")
    return moment


def last_day_of(begins: Day, months: int) -> Day:
    """The last day of a period of `months` calendar months that begins on `begins`.

    If the last month has no such day, the period ends on its last day.
    """
    years, month = divmod(begins.month - 1 + months, 12)
    year, month = begins.year + years, month + 1
    if begins.day > calendar.monthrange(year, month)[1]:
        return Day(year, month, calendar.monthrange(year, month)[1])
    return Day(year, month, begins.day) - ONE_DAY


class Period(msgspec.Struct, frozen=True, order=False):
    """Days from `begins` to `ends`, both included; `ends` is None where no end is shown."""

    begins: Day
    ends: Day | None = None

    def __post_init__(self) -> None:
        if self.ends is not None and self.ends < self.begins:
            raise ValueError("a period cannot end before it begins")

    def __contains__(self, day: Day) -> bool:
        return self.begins <= day and (self.ends is None or day <= self.ends)

    def covers(self, period: Self) -> bool:
        """Whether every day of `period` is a day of this period."""
        if period.begins < self.begins:
            return False
        return self.ends is None or (period.ends is not None and period.ends <= self.ends)

    def overlaps(self, period: Self) -> bool:
        """Whether the two periods have at least one day in common."""
        starts_in_time = period.ends is None or self.begins <= period.ends
        return starts_in_time and (self.ends is None or period.begins <= self.ends)

    def fits_in_months(self, months: int) -> bool:
        """Whether the period ends within `months` calendar months of its first day."""
        return self.ends is not None and self.ends <= last_day_of(self.begins, months)

    def __str__(self) -> str:
        if self.begins == self.ends:
            return str(self.begins)
        return f"{self.begins} to {self.ends or 'no end shown'}"


def parse_days(text: str) -> Period:
    """Read `YYYY-MM-DD..YYYY-MM-DD`, the first and the last day. Raises ValueError otherwise."""
    first, dots, last = text.partition("..")
    if not dots:
        raise ValueError("days are written YYYY-MM-DD..YYYY-MM-DD")
    return Period(parse_day(first), parse_day(last))


def joined(periods: Iterable[Period]) -> tuple[Period, ...]:
    """The same days in as few periods as possible, in order. Overlapping and adjacent periods are merged."""
    result: list[Period] = []
    for period in sorted(periods, key=lambda p: (p.begins, p.ends or Day.max)):
        if not result:
            result.append(period)
            continue
        last = result[-1]
        if last.ends is None or period.begins <= last.ends + ONE_DAY:
            ends = None if last.ends is None or period.ends is None else max(last.ends, period.ends)
            result[-1] = Period(last.begins, ends)
        else:
            result.append(period)
    return tuple(result)


def uncovered(wanted: Period, periods: Iterable[Period]) -> tuple[Period, ...]:
    """The days of `wanted` that are in none of `periods`, as periods in order."""
    gaps: list[Period] = []
    cursor: Day | None = wanted.begins
    for period in joined(periods):
        if cursor is None or (wanted.ends is not None and cursor > wanted.ends):
            break
        if not period.overlaps(Period(cursor, wanted.ends)):
            continue
        if period.begins > cursor:
            gaps.append(Period(cursor, period.begins - ONE_DAY))
        cursor = None if period.ends is None else period.ends + ONE_DAY
    if cursor is not None and (wanted.ends is None or cursor <= wanted.ends):
        gaps.append(Period(cursor, wanted.ends))
    return tuple(gaps)
