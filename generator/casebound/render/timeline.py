"""The geometry of a case timeline: the positions of bars, marks and ticks, each with its words. A template draws it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from casebound.model.days import Day
from casebound.render.view import UNPROVED, Bar, CaseView, Mark

WIDTH = 640
LABELS = 132  # the columns left of the first day in a chart whose rows are labeled there
RIGHT = WIDTH - 16
_LEFT = 18
_ROW = 21
_TOP = 16
_BAR_BELOW_WORDS = 12
_FLAG = 11
_LETTER = 4.4  # the width of a letter of the words, on average
_DAY_LETTERS = 14  # of a day after the words of a mark
_AS_OF_WIDTH = 76
_LONGEST_WITHOUT_END = 365
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)  # months between two ticks
_MOST_TICKS = 12
_DAYS_A_MONTH = 30.44
_COLORS = ("certificate", "claim", "payroll", "assignment")


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A period as drawn, with its words above it. `open` marks one whose document shows no end."""

    kind: str
    label: str
    says: str
    x: int
    y: int
    width: int
    open: bool
    label_x: int
    anchor: str


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """A day as drawn: a line down from its words, which begin or end beside it."""

    kind: str
    label: str
    on: Day
    x: int
    flag_y: int
    happened: bool
    label_x: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A labeled day on the axis."""

    label: str
    x: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """A timeline on a canvas of `width` by `height` CSS pixels. `grid` and `stems` are SVG paths.

    Periods of the same days are one bar. `happened` is false for a mark after the as-of date.
    """

    title: str
    width: int
    height: int
    axis_y: int
    bars: tuple[DrawnBar, ...]
    marks: tuple[DrawnMark, ...]
    ticks: tuple[Tick, ...]
    grid: str
    stems: str
    as_of: Day
    as_of_x: int
    as_of_anchor: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The axis between `left` and the right edge."""

    first: Day
    last: Day
    left: int = LABELS

    def x(self, day: Day) -> int:
        """The position of a day; a day outside the axis is placed at the nearer end."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(self.left + min(max(share, 0.0), 1.0) * (RIGHT - self.left))

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
    marks, flags = _drawn_marks(view.marks, scale)
    top = _TOP + flags * _FLAG
    bars = tuple(_drawn_bars(_merged(view.bars), scale, top))
    axis_y = top + len(bars) * _ROW + 4
    as_of_x, ticks = scale.x(view.as_of), tuple(scale.ticks())
    return Timeline(
        title=f"Timeline of {view.id}: {len(view.bars)} periods and {len(marks)} days, all listed under History",
        width=WIDTH,
        height=axis_y + 18,
        axis_y=axis_y,
        bars=bars,
        marks=marks,
        ticks=ticks,
        grid="".join(f"M{tick.x} {top + 2}V{axis_y}" for tick in ticks),
        stems="".join(f"M{mark.x} {mark.flag_y}V{axis_y}" for mark in marks),
        as_of=view.as_of,
        as_of_x=as_of_x,
        as_of_anchor=_anchor(as_of_x - _AS_OF_WIDTH / 2, _AS_OF_WIDTH) if as_of_x > _AS_OF_WIDTH / 2 else "start",
    )


def _scale(bars: Sequence[Bar], marks: Sequence[Mark], as_of: Day) -> Scale:
    days = [as_of, *(bar.begins for bar in bars), *(mark.on for mark in marks)]
    days += [bar.ends for bar in bars if bar.ends]
    last = max(days)
    if any(bar.ends is None for bar in bars):
        last += dt.timedelta(days=_LONGEST_WITHOUT_END)
    return Scale(min(days).replace(day=1), last + dt.timedelta(days=14), _LEFT)


def _merged(bars: Iterable[Bar]) -> list[Bar]:
    """Periods of the same days as one, in the color of what is proved; one that is not proved stands alone."""
    found: list[Bar] = []
    for bar in bars:
        same = next(
            (
                index
                for index, before in enumerate(found)
                if UNPROVED not in (bar.kind, before.kind) and (before.begins, before.ends) == (bar.begins, bar.ends)
            ),
            None,
        )
        if same is None:
            found.append(bar)
        else:
            before = found[same]
            kind = min(before.kind, bar.kind, key=_COLORS.index)
            label = f"{before.label}, {bar.label[:1].lower()}{bar.label[1:]}"
            found[same] = replace(before, kind=kind, label=label)
    return found


def _drawn_bars(bars: Sequence[Bar], scale: Scale, top: int) -> Iterator[DrawnBar]:
    for index, bar in enumerate(bars):
        x, end = scale.x(bar.begins), scale.x(bar.ends) if bar.ends else RIGHT
        says = f"{bar.begins} to {bar.ends or 'no end shown'}"
        width, letters = max(end - x, 2), len(bar.label) * _LETTER
        anchor = _anchor(x, letters)
        label_x = x if anchor == "start" else RIGHT
        y = top + index * _ROW + _BAR_BELOW_WORDS
        yield DrawnBar(bar.kind, bar.label, says, x, y, width, bar.ends is None, label_x, anchor)


def _anchor(x: float, letters: float) -> str:
    """Where words of a width that begin at `x` are held: at their end, if they would not fit."""
    return "end" if x + letters > RIGHT else "start"


def _drawn_marks(marks: Sequence[Mark], scale: Scale) -> tuple[tuple[DrawnMark, ...], int]:
    """Words that would overlap move to the next row; the number of rows is returned too."""
    rows: list[list[tuple[float, float]]] = []
    placed: list[tuple[Mark, int, int, str]] = []
    for mark in marks:
        x, letters = scale.x(mark.on), (len(mark.label) + _DAY_LETTERS) * _LETTER
        anchor = _anchor(x + 3, letters)
        span = (x, x + letters + 6) if anchor == "start" else (x - letters - 6, x)
        free = (at for at, taken in enumerate(rows) if all(span[1] < first or last < span[0] for first, last in taken))
        row = next(free, len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append(span)
        placed.append((mark, x, row, anchor))
    drawn = [
        DrawnMark(
            mark.kind,
            mark.label,
            mark.on,
            x,
            _TOP + row * _FLAG,
            mark.happened,
            x + 3 if anchor == "start" else x - 3,
            anchor,
        )
        for mark, x, row, anchor in placed
    ]
    return tuple(drawn), len(rows)
