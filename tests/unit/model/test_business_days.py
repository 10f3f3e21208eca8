"""Business days, by the convention that the process page states."""

import datetime as dt

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.model.business_days import business_days_after, federal_holidays, is_business_day
from casebound.model.days import Day

days = st.dates(Day(2000, 1, 1), Day(2090, 1, 1))


@pytest.mark.parametrize(
    ("sent", "ninetieth"),
    [("2026-01-02", "2026-05-12"), ("2026-03-02", "2026-07-09"), ("2026-06-30", "2026-11-06"),
     ("2026-09-01", "2027-01-13"), ("2027-09-01", "2028-01-13")],
)  # fmt: skip
def test_ninety_business_days_after_a_day_of_sending(sent: str, ninetieth: str) -> None:
    assert business_days_after(Day.fromisoformat(sent), 90) == Day.fromisoformat(ninetieth)


@pytest.mark.parametrize("day", ["2026-07-03", "2027-06-18", "2027-07-05", "2027-12-24", "2027-12-31"])
def test_a_holiday_on_a_weekend_is_observed_on_the_next_weekday(day: str) -> None:
    assert Day.fromisoformat(day) in federal_holidays(int(day[:4]))
    assert not is_business_day(Day.fromisoformat(day))


def test_the_eleven_holidays_of_a_year() -> None:
    wanted = ["01-01", "01-19", "02-16", "05-25", "06-19", "07-03", "09-07", "10-12", "11-11", "11-26", "12-25"]
    assert federal_holidays(2026) == {Day.fromisoformat(f"2026-{day}") for day in wanted}


def test_the_holidays_are_those_of_a_library_that_knows_them() -> None:
    for year in range(1986, 2101):  # 1986 was the first year with Martin Luther King's birthday
        known = holidays.country_holidays("US", years=year, observed=True)
        assert federal_holidays(year) == {day for day in known if day.weekday() < 5}


def test_a_closure_of_the_policy_does_not_count() -> None:
    closed = Day(2026, 3, 4)
    assert is_business_day(closed)
    assert not is_business_day(closed, (closed,))
    assert business_days_after(Day(2026, 3, 2), 2, (closed,)) == Day(2026, 3, 5)


def test_day_one_is_the_day_after() -> None:
    assert business_days_after(Day(2026, 3, 2), 0) == Day(2026, 3, 2)
    assert business_days_after(Day(2026, 3, 2), 1) == Day(2026, 3, 3)
    assert business_days_after(Day(2026, 3, 6), 1) == Day(2026, 3, 9)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        business_days_after(Day(2026, 3, 2), -1)


@given(days, st.integers(1, 150))
def test_as_many_business_days_lie_between_as_were_counted(start: Day, count: int) -> None:
    end = business_days_after(start, count)
    between = [start + dt.timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(is_business_day(day) for day in between) == count
    assert is_business_day(end)


@given(days, st.integers(0, 60), st.integers(0, 60))
def test_counting_in_two_steps_comes_to_the_same_day(start: Day, first: int, then: int) -> None:
    assert business_days_after(business_days_after(start, first), then) == business_days_after(start, first + then)


def test_new_years_day_on_a_saturday_is_observed_in_the_year_before() -> None:
    assert Day(2027, 12, 31) in federal_holidays(2027)
    assert not is_business_day(Day(2027, 12, 31))
    assert {day.year for day in federal_holidays(2027)} == {2027}
