"""The geometry of the handbook's charts: rows of bars on a time axis, which a template draws as SVG.

Each row also has its content in words. The page lists the words below the drawing, so no information is only in the
drawing.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casebound.model.days import Day
from casebound.model.terms import ENDED_STAGES
from casebound.render.timeline import LABELS, WIDTH, Scale, Tick
from casebound.render.view import CaseView

_ROW = 17
_TOP = 24
_BAR = 7
_MOST_ROWS = 16
_AHEAD = dt.timedelta(days=550)


@dataclass(frozen=True, slots=True)
class ChartBar:
    """A period as it is drawn; `kind` selects the color."""

    kind: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A row of a chart: its label, its content in words, its link, and its bars."""

    label: str
    says: str
    href: str
    y: int
    bars: tuple[ChartBar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with title and rows; `more` is the number of rows that are left out."""

    id: str
    title: str
    rows: tuple[ChartRow, ...]
    more: int
    ticks: tuple[Tick, ...]
    today: int
    as_of: Day
    width: int = WIDTH
    labels: int = LABELS

    @property
    def axis(self) -> int:
        return _TOP + len(self.rows) * _ROW + 4

    @property
    def grid(self) -> str:
        """The grid lines of the ticks, as an SVG path."""
        return "".join(f"M{tick.x} 20V{self.axis}" for tick in self.ticks)


_Drawn = tuple[str, str, str, Sequence[tuple[str, Day, Day, int]]]


def waiting_chart(views: Iterable[CaseView], as_of: Day) -> Chart | None:
    """The waiting time of each open request and the waiting time that its source states; the oldest request first."""
    found: list[tuple[Day, _Drawn]] = []
    for view in views:
        if view.judged.stage in ENDED_STAGES:
            continue
        for wait in view.plan.open_waits:
            sent_on, until = wait.sent_on, wait.follow_up
            waited = f"sent {sent_on}, {(as_of - sent_on).days} days ago"
            says = f"{waited}; " + (f"no follow-up before {until}" if until else "no stated waiting time")
            bars = [("late" if until and until < as_of else "waited", sent_on, as_of, 1)]
            bars += [("window", sent_on, until, 0)] if until else []
            found.append((sent_on, (view.id, says, f"cases/{view.id}/index.html", bars)))
    found.sort(key=lambda entry: (entry[0], entry[1][0]))
    title = "Open requests: days waited and the stated waiting time"
    return _chart("waiting", title, [row for _, row in found], as_of)


def periods_chart(views: Iterable[CaseView], as_of: Day) -> Chart | None:
    """Assignments and certificates of the next 18 months; those that end first are at the top."""
    last, found = as_of + _AHEAD, []
    for view in views:
        work = view.case.assignment
        if view.judged.stage in ENDED_STAGES or work.begins > last or (work.ends and work.ends < as_of):
            continue
        bars = [("assignment", work.begins, work.ends or last, 0)]
        says = f"assignment {work.begins} to {work.ends or 'no end shown'}"
        for key, certificate in view.case.certificates.items():
            received, ends = certificate.received_on, certificate.ends
            if received and received <= as_of and (ends is None or ends >= as_of):
                matches = view.plan.certificates[key].tone == "good"
                bars.append(("certificate" if matches else "misfit", certificate.begins, ends or last, 1))
                says += (
                    f"; certificate {key} to {ends or 'no end shown'}{'' if matches else ', does not match the case'}"
                )
        found.append((min(end for _, _, end, _ in bars), (view.id, says, f"cases/{view.id}/index.html", bars)))
    found.sort(key=lambda entry: (entry[0], entry[1][0]))
    title = "Assignments and certificates in the next 18 months"
    return _chart("periods", title, [row for _, row in found], as_of, (as_of.replace(day=1), last))


def _chart(
    id: str, title: str, found: Sequence[_Drawn], as_of: Day, ends: tuple[Day, Day] | None = None
) -> Chart | None:
    if not found:
        return None
    shown = found[:_MOST_ROWS]
    days = [day for *_, bars in shown for _, begins, until, _ in bars for day in (begins, until)]
    first, last = ends or (min(days).replace(day=1), max(*days, as_of) + dt.timedelta(days=10))
    scale = Scale(first, last)
    rows = []
    for index, (label, says, href, bars) in enumerate(shown):
        y = _TOP + index * _ROW
        drawn = [
            ChartBar(kind, x := scale.x(begins), y + 1 + lane * (_BAR + 1), max(scale.x(until) - x, 2), _BAR)
            for kind, begins, until, lane in bars
        ]
        rows.append(ChartRow(label, says, href, y, tuple(drawn)))
    return Chart(id, title, tuple(rows), len(found) - len(shown), tuple(scale.ticks()), scale.x(as_of), as_of)
