"""The clock of a case. It is asked whether a day has come, and knows how long its answers stay the same."""

from datetime import timedelta

from casebound.model.days import ONE_DAY, Day, Period


class Clock:  # noqa: PLW1641 - every answer can change it, so it has no hash
    """Answers questions about the as-of date, which nobody can read.

    Each answer narrows `same_days`: the as-of dates on which every answer so far is the same. What was made from
    answers alone is therefore also the same on these days.

    An as-of date after today is a forecast. Time passes in a forecast, but nothing happens: an event that is dated
    after today has not happened.
    """

    __slots__ = ("_as_of", "_first", "_last", "_today")

    def __init__(self, as_of: Day, today: Day = Day.max) -> None:
        self._as_of, self._today = as_of, today
        self._first = today + ONE_DAY if self._is_forecast else Day.min
        self._last: Day | None = None

    def __eq__(self, clock: object) -> bool:
        return isinstance(clock, Clock) and self._state == clock._state

    @property
    def same_days(self) -> Period:
        """The as-of dates, today and earlier or all in a forecast, on which every answer so far is the same."""
        return Period(self._first, self._last)

    def on(self, day: Day) -> "Clock":
        """The clock on another day. It may be after today, which then passes too, except in a forecast."""
        return Clock(day, self._today if self._is_forecast else Day.max)

    def reached(self, day: Day, *, by: Day | None = None) -> bool:
        """Whether a day had come by another day; without the other day, whether it has come."""
        if by is not None:
            return day <= by
        if day <= self._as_of:
            self._first = max(self._first, day)
            return True
        self._last = day - ONE_DAY if self._last is None else min(self._last, day - ONE_DAY)
        return False

    def passed(self, day: Day, *, by: Day | None = None) -> bool:
        """Whether a day was over by another day; without the other day, whether it is over."""
        return day < Day.max and self.reached(day + ONE_DAY, by=by)

    def within(self, period: Period, *, at: Day | None = None) -> bool:
        """Whether a day lies in a period; without the day, whether the as-of date does."""
        if at is not None:
            return at in period
        return self.reached(period.begins) and (period.ends is None or not self.passed(period.ends))

    def more_than(self, days: int, *, since: Day, by: Day | None = None) -> bool:
        """Whether more than so many days had passed since a day by another day; without it, whether they have."""
        return self.reached(since + timedelta(days=days + 1), by=by)

    def happened(self, day: Day, *, by: Day | None = None) -> bool:
        """Whether an event had happened by another day; without it, whether it has, which is never after today."""
        return day <= self._today if by is None and self._is_forecast else self.reached(day, by=by)

    @property
    def present(self) -> str:
        """The last day on which something can have happened, in words that are the same on all `same_days`."""
        return f"today, {self._today}" if self._is_forecast else "the as-of date"

    @property
    def _is_forecast(self) -> bool:
        return self._today < self._as_of

    @property
    def _state(self) -> tuple[Day, Day, Period]:
        return self._as_of, self._today, self.same_days
