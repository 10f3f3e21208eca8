"""Business days as defined on the process page of the handbook.

Monday to Friday less the federal holidays of 5 U.S.C. 6103 on the day they are observed, and any
closures the policy adds; day 1 is the day after the start. SSA does not define the term for
certificates, so this is a convention, not a rule of SSA (see the handbook page Process).
"""

import datetime as dt
from collections.abc import Collection
from functools import cache

import holidays

from casebound.model.days import Day

_SATURDAY = 5


@cache
def federal_holidays(year: int) -> frozenset[Day]:
    """The observed federal holidays of a calendar year. December 31 is one if the next January 1 is a Saturday."""
    return frozenset(holidays.country_holidays("US", years=year, observed=True))


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
