"""The geometry of a case timeline: the positions of bars, marks and ticks. A template draws it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casebound.model.days import Day
from casebound.render.view import Bar, CaseView, Mark

WIDTH = 640
LABELS = 132  # the columns left of the first day
RIGHT = WIDTH - 16
_ROW = 19
_TOP = 24
_BAR = 9
_FLAG = 13
_AS_OF_WIDTH = 70
_LONGEST_WITHOUT_END = 365
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)  # months between two ticks
_MOST_TICKS = 12
_DAYS_A_MONTH = 30.44


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A period as drawn. `open` marks one whose document shows no end."""

    kind: str
    label: str
    says: str
    x: int
    y: int
    width: int
    open: bool


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """A day as drawn: a line with a numbered flag, the number being that of the list below the drawing."""

    number: int
    kind: str
    label: str
    on: Day
    x: int
    flag_y: int
    happened: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A labeled day on the axis."""

    label: str
    x: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """A timeline on a canvas of `width` by `height` CSS pixels. `grid`, `stems` and `pins` are SVG paths."""

    title: str
    width: int
    height: int
    axis_y: int
    labels: int
    bars: tuple[DrawnBar, ...]
    marks: tuple[DrawnMark, ...]
    ticks: tuple[Tick, ...]
    grid: str
    stems: str
    pins: str
    as_of: Day
    as_of_x: int
    as_of_anchor: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The axis between the labels and the right edge."""

    first: Day
    last: Day

    def x(self, day: Day) -> int:
        """The position of a day; a day outside the axis is placed at the nearer end."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(LABELS + min(max(share, 0.0), 1.0) * (RIGHT - LABELS))

    def ticks(self) -> Iterator[Tick]:
        """The labeled months of the axis, as many as are legible."""
        months = (self.last - self.first).days / _DAYS_A_MONTH
        step = next((months_apart for months_apart in _STEPS if months / months_apart <= _MOST_TICKS), _STEPS[-1])
        count = self.first.year * 12 + self.first.month - 1
        count += -count % step
        while (day := Day(count // 12, count % 12 + 1, 1)) <= self.last:
            if day >= self.first:
                yield Tick(day.isoformat()[: 7 if step < 12 else 4], self.x(day))
            count += step


def timeline(view: CaseView) -> Timeline:
    """Lay out the periods and the days of a case, including the as-of date."""
    scale = _scale(view.bars, view.marks, view.as_of)
    marks, flags = _drawn_marks(view.marks, scale, view.as_of)
    top = _TOP + flags * _FLAG
    bars = tuple(_drawn_bars(view.bars, scale, top))
    axis_y = top + len(bars) * _ROW + 4
    as_of_x, ticks = scale.x(view.as_of), tuple(scale.ticks())
    return Timeline(
        title=f"Timeline of {view.id}: {len(bars)} periods and {len(marks)} days, all listed in the tables beside it",
        width=WIDTH,
        height=axis_y + 20,
        axis_y=axis_y,
        labels=LABELS,
        bars=bars,
        marks=marks,
        ticks=ticks,
        grid="".join(f"M{tick.x} 22V{axis_y}" for tick in ticks),
        stems="".join(f"M{mark.x} {mark.flag_y}V{axis_y}" for mark in marks),
        pins="".join(f"M{mark.x} {mark.flag_y}h0" for mark in marks),
        as_of=view.as_of,
        as_of_x=as_of_x,
        as_of_anchor="end" if as_of_x > RIGHT - _AS_OF_WIDTH / 2 else "middle",
    )


def _scale(bars: Sequence[Bar], marks: Sequence[Mark], as_of: Day) -> Scale:
    days = [as_of, *(bar.begins for bar in bars), *(mark.on for mark in marks)]
    days += [bar.ends for bar in bars if bar.ends]
    last = max(days)
    if any(bar.ends is None for bar in bars):
        last += dt.timedelta(days=_LONGEST_WITHOUT_END)
    return Scale(min(days).replace(day=1), last + dt.timedelta(days=14))


def _drawn_bars(bars: Sequence[Bar], scale: Scale, top: int) -> Iterator[DrawnBar]:
    for index, bar in enumerate(bars):
        x, end = scale.x(bar.begins), scale.x(bar.ends) if bar.ends else RIGHT
        says = f"{bar.begins} to {bar.ends or 'no end shown'}"
        y = top + index * _ROW + (_ROW - _BAR) // 2
        yield DrawnBar(bar.kind, bar.label, says, x, y, max(end - x, 2), bar.ends is None)


def _drawn_marks(marks: Sequence[Mark], scale: Scale, as_of: Day) -> tuple[tuple[DrawnMark, ...], int]:
    """Flags that would overlap move to the next row up; the number of rows is returned too."""
    rows: list[int] = []
    placed: list[tuple[Mark, int, int]] = []
    for mark in marks:
        x = scale.x(mark.on)
        row = next((at for at, taken in enumerate(rows) if x - taken >= _FLAG), len(rows))
        rows[row : row + 1] = [x]
        placed.append((mark, x, row))
    drawn = [
        DrawnMark(number, mark.kind, mark.label, mark.on, x, _TOP + (len(rows) - 1 - row) * _FLAG, mark.on <= as_of)
        for number, (mark, x, row) in enumerate(placed, start=1)
    ]
    return tuple(drawn), len(rows)
