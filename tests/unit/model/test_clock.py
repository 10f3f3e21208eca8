"""The clock answers as the as-of date would, and its answers stay the same on exactly the days that it knows."""

import datetime as dt
from collections.abc import Callable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from casebound.model.clock import Clock
from casebound.model.days import ONE_DAY, Day, Period

MAY_1 = Day(2026, 5, 1)
days = st.dates(Day(2025, 1, 1), Day(2027, 12, 31))
Question = Callable[[Clock], bool]


def _period(first: Day, length: int | None) -> Period:
    return Period(first, None if length is None else first + dt.timedelta(days=length))


questions: st.SearchStrategy[Question] = st.one_of(
    st.builds(lambda day: lambda clock: clock.reached(day), days),
    st.builds(lambda day: lambda clock: clock.passed(day), days),
    st.builds(lambda day: lambda clock: clock.happened(day), days),
    st.builds(
        lambda first, length: lambda clock: clock.within(_period(first, length)),
        days,
        st.none() | st.integers(0, 400),
    ),
    st.builds(
        lambda count, since: lambda clock: clock.more_than(count, since=since),
        st.integers(0, 400),
        days,
    ),
)


def answers(asked: Sequence[Question], clock: Clock) -> list[bool]:
    return [question(clock) for question in asked]


def test_a_day_is_reached_on_the_day_itself_and_passed_on_the_next() -> None:
    for day, reached, passed in (
        (MAY_1 - ONE_DAY, True, True),
        (MAY_1, True, False),
        (MAY_1 + ONE_DAY, False, False),
    ):
        assert Clock(MAY_1).reached(day) is reached
        assert Clock(MAY_1).passed(day) is passed


def test_a_period_contains_both_its_first_and_its_last_day() -> None:
    assert all(Clock(day).within(Period(MAY_1, Day(2026, 5, 31))) for day in (MAY_1, Day(2026, 5, 31)))
    assert not Clock(MAY_1 - ONE_DAY).within(Period(MAY_1))
    assert not Clock(Day(2026, 6, 1)).within(Period(MAY_1, Day(2026, 5, 31)))
    assert Clock(Day(2199, 12, 31)).within(Period(MAY_1))


def test_fourteen_days_after_a_check_no_more_than_fourteen_days_have_passed() -> None:
    assert not Clock(MAY_1 + dt.timedelta(days=14)).more_than(14, since=MAY_1)
    assert Clock(MAY_1 + dt.timedelta(days=15)).more_than(14, since=MAY_1)


def test_another_day_answers_in_place_of_the_clock_and_narrows_nothing() -> None:
    clock, june_1 = Clock(Day(2030, 1, 1)), Day(2026, 6, 1)
    assert clock.reached(MAY_1, by=june_1)
    assert not clock.reached(june_1, by=MAY_1)
    assert clock.more_than(30, since=MAY_1, by=june_1)
    assert not clock.more_than(31, since=MAY_1, by=june_1)
    assert clock.within(Period(MAY_1), at=june_1)
    assert not clock.within(Period(june_1), at=MAY_1)
    assert clock.same_days == Clock(MAY_1).same_days == Period(Day.min)


def test_a_day_that_no_calendar_has_is_never_passed() -> None:
    clock = Clock(MAY_1)
    assert not clock.passed(Day.max)
    assert clock.same_days == Period(Day.min)


def test_in_a_forecast_time_passes_and_nothing_happens() -> None:
    clock, between = Clock(Day(2026, 6, 1), today=MAY_1), Day(2026, 5, 15)
    assert clock.reached(between)
    assert not clock.happened(between)
    assert clock.happened(MAY_1)
    assert clock.present == "today, 2026-05-01"
    assert Clock(MAY_1, today=MAY_1).present == "the as-of date"


@given(st.lists(questions, max_size=8), days, st.sampled_from([Day.max, Day(2026, 6, 1)]), days)
def test_on_the_same_days_every_answer_is_the_same_in_a_forecast_too(
    asked: Sequence[Question], day: Day, today: Day, second: Day
) -> None:
    clock = Clock(day, today)
    first = answers(asked, clock)
    assert day in clock.same_days
    if second in clock.same_days:
        assert answers(asked, Clock(second, today)) == first


@given(st.lists(questions, min_size=1, max_size=8), days)
def test_on_the_days_before_and_after_an_answer_is_another(asked: Sequence[Question], day: Day) -> None:
    clock = Clock(day)
    first = answers(asked, clock)
    same = clock.same_days
    if same.begins > Day.min:
        assert answers(asked, Clock(same.begins - ONE_DAY)) != first
    if same.ends is not None:
        assert answers(asked, Clock(same.ends + ONE_DAY)) != first
