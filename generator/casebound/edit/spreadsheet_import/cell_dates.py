"""Dates as people type them into spreadsheets. A date that could be two days is never guessed."""

import re
from collections.abc import Mapping
from typing import Literal

from casebound.load.tables.excel_cells import days_since
from casebound.load.tables.table_cells import CellValue, SheetContent, is_day_number
from casebound.model.days import Day, parse_day

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
         "december")  # fmt: skip
_NUMBER_OF_MONTH: Mapping[str, int] = {
    **{name: number for names in (_MONTHS, _FULL) for number, name in enumerate(names, 1)},
    "sept": 9,
}
_YEAR_FIRST = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})(?:[T ]00:00(?::00)?)?")
_NUMBERS = re.compile(r"([0-9]{1,2})[-./ ]([0-9]{1,2})[-./ ]([0-9]{2}|[0-9]{4})")
_DAY_AND_NAME = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[-. ]*([a-z]{3,9})[-., ]*([0-9]{2}|[0-9]{4})")
_NAME_AND_DAY = re.compile(r"([a-z]{3,9})[-. ]*([0-9]{1,2})(?:st|nd|rd|th)?[-., ]+([0-9]{2}|[0-9]{4})")
_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[., ]+")
_PLAUSIBLE = range(20_000, 80_000)  # day numbers of the years 1954 to 2119

NOT_A_DATE = "is not a date that can be read. Write it as YYYY-MM-DD"
TWO_DIGITS = "has a year with two digits. Write the year with four digits"


class NoDate(ValueError):
    """A text that is no date, or could be two; the message is the end of a sentence about the cell."""


def day_in(cell: CellValue, sheet: SheetContent, order: Literal["month-first", "day-first"] | None) -> Day:
    """The day in a cell. Raises NoDate with the reason."""
    if cell.problem is not None:
        raise NoDate(cell.problem)
    if cell.day is not None:
        return _checked(cell.day)
    if cell.number is not None:
        return _numbered(cell.number, sheet)
    return _checked(_typed(cell.text, order))


def typed_day(text: str) -> Day:
    """The day in a value of the mapping file, where dates are written YYYY-MM-DD. Raises NoDate."""
    try:
        return parse_day(text)
    except ValueError as error:
        raise NoDate(f"is no date: {error}") from None


def _numbered(number: float, sheet: SheetContent) -> Day:
    day = None
    if sheet.since_1904 is not None and is_day_number(number) and int(number) in _PLAUSIBLE:
        day = days_since(number, since_1904=sheet.since_1904)
    if day is None:
        raise NoDate("is a number and not a date. Format the cell as a date")
    return _checked(day)


def _typed(text: str, order: Literal["month-first", "day-first"] | None) -> Day:
    plain = _WEEKDAY.sub("", " ".join(text.casefold().split()), count=1)
    if found := _YEAR_FIRST.fullmatch(plain):
        return _day(found[1], found[2], found[3])
    if found := _DAY_AND_NAME.fullmatch(plain):
        return _named(found[3], found[2], found[1])
    if found := _NAME_AND_DAY.fullmatch(plain):
        return _named(found[3], found[1], found[2])
    if found := _NUMBERS.fullmatch(plain):
        return _ordered(found[1], found[2], found[3], order)
    raise NoDate(NOT_A_DATE)


def _named(year: str, name: str, day: str) -> Day:
    month = _NUMBER_OF_MONTH.get(name)
    if month is None:
        raise NoDate(NOT_A_DATE)
    if len(year) == 2:
        raise NoDate(TWO_DIGITS)
    return _day(year, str(month), day)


def _ordered(first: str, second: str, year: str, order: Literal["month-first", "day-first"] | None) -> Day:
    if len(year) == 2:
        raise NoDate(TWO_DIGITS)
    if first == second:
        return _day(year, first, second)
    if order is None and (int(first) > 12) is not (int(second) > 12):  # one of them can only be the day
        order = "day-first" if int(first) > 12 else "month-first"
    if order is None:
        raise NoDate("is a date whose order of day and month is not stated. State it under `dates` in the mapping")
    month, day = (first, second) if order == "month-first" else (second, first)
    if int(month) > 12 >= int(day):
        raise NoDate(f"is no date in the order {order} that the mapping states")
    return _day(year, month, day)


def _day(year: str, month: str, day: str) -> Day:
    try:
        return Day(int(year), int(month), int(day))
    except ValueError:
        raise NoDate("is a day that does not exist") from None


def _checked(day: Day) -> Day:
    try:
        return parse_day(day.isoformat())
    except ValueError as error:
        raise NoDate(f"is no date: {error}") from None
