"""Business days as defined on the process page of the handbook.

Monday to Friday less the federal holidays of 5 U.S.C. 6103 on the day they are observed, and any
closures the policy adds; day 1 is the day after the start. SSA does not define the term for
certificates, so this is a convention, not a rule of SSA (see the handbook page Process).
"""

import datetime as dt
from collections.abc import Collection
from functools import cache

from casebound.model.days import Day

_MONDAY, _THURSDAY, _SATURDAY, _SUNDAY = 0, 3, 5, 6
_JUNETEENTH_SINCE = 2021


@cache
def federal_holidays(year: int) -> frozenset[Day]:
    """The days of a year on which the federal holidays are observed.

    December 31 is one of them if the next January 1 is a Saturday.
    """
    new_year, next_new_year = Day(year, 1, 1), Day(year, 12, 31) + dt.timedelta(days=1)
    fixed = [new_year, Day(year, 7, 4), Day(year, 11, 11), Day(year, 12, 25), next_new_year]
    if year >= _JUNETEENTH_SINCE:
        fixed.append(Day(year, 6, 19))
    observed = {
        *map(_observed, fixed),
        _weekday_of_month(year, 1, _MONDAY, 3),  # Martin Luther King, Jr.
        _weekday_of_month(year, 2, _MONDAY, 3),  # Washington's Birthday
        _weekday_of_month(year, 6, _MONDAY, 1) - dt.timedelta(weeks=1),  # Memorial Day, the last Monday in May
        _weekday_of_month(year, 9, _MONDAY, 1),  # Labor Day
        _weekday_of_month(year, 10, _MONDAY, 2),  # Columbus Day
        _weekday_of_month(year, 11, _THURSDAY, 4),  # Thanksgiving Day
    }
    return frozenset(day for day in observed if day.year == year)


def _observed(holiday: Day) -> Day:
    """The Friday before a holiday on a Saturday, and the Monday after a holiday on a Sunday."""
    return holiday + dt.timedelta(days={_SATURDAY: -1, _SUNDAY: 1}.get(holiday.weekday(), 0))


def _weekday_of_month(year: int, month: int, weekday: int, number: int) -> Day:
    """For example, the third Monday in January."""
    first = Day(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7, weeks=number - 1)


def is_business_day(day: Day, closures: Collection[Day] = ()) -> bool:
    """Whether this day is a business day."""
    return day.weekday() < _SATURDAY and day not in federal_holidays(day.year) and day not in closures


def business_days_after(start: Day, count: int, closures: Collection[Day] = ()) -> Day:
    """The `count`-th business day after `start`; `start` itself is day 0."""
    if count < 0:
        raise ValueError("a count of business days cannot be negative")
    day, left = start, count
    while left:
        day += dt.timedelta(days=1)
        left -= is_business_day(day, closures)
    return day
