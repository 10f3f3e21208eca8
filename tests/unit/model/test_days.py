"""Days, moments and periods: read strictly, and combined without losing or gaining a day."""

import datetime as dt
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.model.days import Day, Period, joined, last_day_of, parse_day, parse_moment, uncovered

START = Day(2026, 1, 1)
SPAN = 40
days = st.integers(0, SPAN).map(lambda count: START + dt.timedelta(days=count))
anywhere = st.dates(Day(1900, 1, 1), Day(2199, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    begins = draw(days)
    ends = draw(st.none() | days.filter(lambda day: day >= begins))
    return Period(begins, ends)


def days_of(*some: Period) -> set[Day]:
    """The days of periods as a set; a period without an end reaches to the edge of what is looked at."""
    return {day for day in (START + dt.timedelta(days=n) for n in range(SPAN + 10)) for one in some if day in one}


@given(anywhere)
def test_a_day_reads_back_as_it_was_written(day: Day) -> None:
    assert parse_day(day.isoformat()) == day


@pytest.mark.parametrize(
    "text",
    ["", "2026-2-01", "2026-02-30", "2025-02-29", "20260201", "2026-02-01\n", " 2026-02-01", "2026-02-01T00:00",
     "01.02.2026", "02/01/2026", "1899-12-31", "2200-01-01", "٢٠٢٦-٠٢-٠١", "2026-W05-1", "0000-01-01"],
)  # fmt: skip
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_day(text)


def test_a_leap_day_exists_in_a_leap_year() -> None:
    assert parse_day("2028-02-29") == Day(2028, 2, 29)


@pytest.mark.parametrize(
    ("text", "hours"), [("2026-02-02T09:14-05:00", -5), ("2026-02-02T09:14:30Z", 0), ("2026-02-02T09:14+05:30", 5.5)]
)
def test_a_moment_keeps_its_offset_and_its_own_day(text: str, hours: float) -> None:
    moment = parse_moment(text)
    assert moment.utcoffset() == dt.timedelta(hours=hours)
    assert moment.on == Day(2026, 2, 2)


def test_the_day_of_a_moment_is_the_day_where_it_was_written_down() -> None:
    assert parse_moment("2026-02-02T23:30-05:00").on == Day(2026, 2, 2)
    assert parse_moment("2026-02-02T23:30-05:00") == parse_moment("2026-02-03T04:30Z")


@pytest.mark.parametrize(
    "text",
    ["2026-02-02", "2026-02-02T09:14", "2026-02-02 09:14Z", "2026-02-02T24:00Z", "2026-02-02T09:60Z",
     "2026-02-30T09:00Z", "2026-02-02T9:14Z", "2026-02-02T09:14z", "2026-02-02T09:14:00.5Z", "2026-02-02T09:14+25:00"],
)  # fmt: skip
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_moment(text)


@given(st.text())
def test_reading_any_text_as_a_date_gives_a_value_or_a_reason(text: str) -> None:
    for read in (parse_day, parse_moment):
        with suppress(ValueError):
            assert read(text).isoformat()


@pytest.mark.parametrize(
    ("begins", "months", "last"),
    [("2026-05-01", 24, "2028-04-30"), ("2026-03-01", 12, "2027-02-28"), ("2027-03-01", 12, "2028-02-29"),
     ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", 48, "2028-02-28"), ("2026-01-31", 1, "2026-02-28"),
     ("2026-12-31", 60, "2031-12-30"), ("2026-01-15", 1, "2026-02-14")],
)  # fmt: skip
def test_so_many_months_end_the_day_before(begins: str, months: int, last: str) -> None:
    assert last_day_of(Day.fromisoformat(begins), months) == Day.fromisoformat(last)


@given(st.dates(Day(1950, 1, 1), Day(2100, 1, 1)), st.integers(1, 120))
def test_a_period_of_so_many_months_fits_and_a_day_more_does_not(begins: Day, months: int) -> None:
    last = last_day_of(begins, months)
    assert begins <= last
    assert Period(begins, last).fits_in_months(months)
    assert not Period(begins, last + dt.timedelta(days=1)).fits_in_months(months)
    assert not Period(begins).fits_in_months(months)


def test_a_period_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Period(Day(2026, 1, 2), Day(2026, 1, 1))
    assert Day(2026, 1, 1) in Period(Day(2026, 1, 1), Day(2026, 1, 1))


@given(periods(), periods())
def test_covering_and_overlapping_mean_what_they_say_about_days(one: Period, other: Period) -> None:
    assert one.covers(other) == (days_of(other) <= days_of(one))
    assert one.overlaps(other) == bool(days_of(one) & days_of(other))
    assert one.overlaps(other) == other.overlaps(one)


@given(st.lists(periods(), max_size=5))
def test_joining_keeps_the_days_and_leaves_no_two_periods_that_touch(some: list[Period]) -> None:
    together = joined(some)
    assert days_of(*together) == days_of(*some)
    assert joined(together) == together
    for earlier, later in pairwise(together):
        assert earlier.ends is not None
        assert later.begins > earlier.ends + dt.timedelta(days=1)


@given(st.lists(periods(), max_size=5), st.randoms(use_true_random=False))
def test_joining_does_not_depend_on_the_order(some: list[Period], random: object) -> None:
    assert joined(some) == joined(list(reversed(some)))


@given(periods(), st.lists(periods(), max_size=4))
def test_what_is_left_uncovered_is_exactly_the_days_that_nothing_covers(wanted: Period, some: list[Period]) -> None:
    gaps = uncovered(wanted, some)
    assert days_of(*gaps) == days_of(wanted) - days_of(*some)
    assert joined(gaps) == gaps


@given(periods(), st.lists(periods(), max_size=4), periods())
def test_one_certificate_more_never_leaves_more_uncovered(wanted: Period, some: list[Period], more: Period) -> None:
    assert days_of(*uncovered(wanted, [*some, more])) <= days_of(*uncovered(wanted, some))


def test_the_years_that_are_read_are_1900_to_2199() -> None:
    assert (parse_day("1900-01-01").year, parse_day("2199-12-31").year) == (1900, 2199)
    for outside in ("1899-12-31", "2200-01-01"):
        with pytest.raises(ValueError, match="1900 to 2199"):
            parse_day(outside)


def test_a_period_is_frozen_and_has_no_order() -> None:
    one, other = Period(Day(2026, 1, 1)), Period(Day(2026, 1, 2))
    with pytest.raises(AttributeError):
        one.begins = other.begins  # type: ignore[misc]
    with pytest.raises(TypeError):
        sorted([other, one])  # type: ignore[type-var]


def test_a_period_fits_in_months_that_leave_days_over() -> None:
    period = Period(Day(2026, 3, 1), Day(2026, 5, 15))
    assert [period.fits_in_months(months) for months in (2, 3, 4)] == [False, True, True]


def test_a_period_says_its_days_in_words() -> None:
    begins = Day(2026, 3, 1)
    assert str(Period(begins, Day(2026, 3, 1))) == "2026-03-01"
    assert str(Period(begins, Day(2026, 5, 31))) == "2026-03-01 to 2026-05-31"
    assert str(Period(begins)) == "2026-03-01 to no end shown"


def test_the_third_of_three_periods_is_joined_to_the_second_and_not_to_the_first() -> None:
    january = Period(Day(2026, 1, 1), Day(2026, 1, 31))
    march, april = Period(Day(2026, 3, 1), Day(2026, 3, 31)), Period(Day(2026, 4, 1), Day(2026, 4, 30))
    assert joined([april, january, march]) == (january, Period(march.begins, april.ends))


PARTS_OF_HOURS = [
    "-09:30",
    "-04:30",
    "-03:30",
    "-02:30",
    "+03:30",
    "+04:30",
    "+05:30",
    "+05:45",
    "+06:30",
    "+08:30",
    "+08:45",
    "+09:30",
    "+10:30",
    "+12:45",
    "+13:45",
]


@pytest.mark.parametrize("offset", ["-12:00", "-05:00", "+14:00", "Z", *PARTS_OF_HOURS])
def test_a_time_may_have_the_offset_of_any_time_zone(offset: str) -> None:
    assert parse_moment(f"2026-06-08T09:14{offset}").on == Day(2026, 6, 8)


@pytest.mark.parametrize("offset", ["+23:59", "-23:59", "+15:00", "+14:30", "-12:30", "-13:00", "+05:17", "-00:30"])
def test_an_offset_that_no_time_zone_has_is_not_read(offset: str) -> None:
    with pytest.raises(ValueError, match="no time zone has this offset"):
        parse_moment(f"2026-06-08T09:14{offset}")
