"""The benchmark's figures as lines of text."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench.measure import Timed
from bench.stages import STAGES

_TARGETS_FROM = 1000


@dataclass(frozen=True, slots=True)
class Ratio:
    """Our runs beside a peer's, in the order in which they took turns, and how many times faster ours should be."""

    ours: str
    peer: str
    our_runs: tuple[Timed, ...]
    peer_runs: tuple[Timed, ...]
    target: float

    def times(self, seconds: Callable[[Timed], float]) -> float:
        """How many times as long the peer took, by the medians of both."""
        return median(map(seconds, self.peer_runs)) / median(map(seconds, self.our_runs))


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure of ours that is to stay at or below a target, both also in words; `any_size` if for few cases too."""

    what: str
    found: float
    most: float
    words: str
    any_size: bool = False


def print_stages(told: Mapping[str, Sequence[Timed]]) -> None:
    """One line for each kind of run, one column for each stage."""
    width = max(map(len, told))
    stages = ("start", *STAGES)
    print(f"{'seconds':<{width}}  {'total':>7}{'':2}{''.join(f'{one:>11}' for one in stages)}")
    for name, runs in told.items():
        middle = (median(run.seconds(stage) for run in runs) for stage in stages)
        total = median(run.wall for run in runs)
        print(f"{name:<{width}}  {total:>7.2f}{'':2}{''.join(f'{one:>11.2f}' for one in middle)}")
    print(f"\n{'rebuilt':<{width}}  {'templates':>9}{'pages':>8}{'PDFs':>8}{'files':>9}")
    for name, runs in told.items():
        if "pages" in runs[0].told:
            made = [runs[0].count(what) for what in ("page_templates", "pages", "documents", "files")]
            print(f"{name:<{width}}  {made[0]:>9}{made[1]:>8}{made[2]:>8}{made[3]:>9}")


def print_ratios(ratios: Iterable[Ratio], cases: int) -> None:
    """Ours beside each peer's, with the target met or missed; targets are set for a thousand cases."""
    print("\nbeside others (median seconds by the clock; in brackets of processor)")
    for one in ratios:
        ours = f"{one.ours} {_median(one.our_runs)}"
        if not one.peer_runs:
            print(f"  {ours}")
            continue
        times, cpu = one.times(lambda run: run.wall), one.times(lambda run: run.cpu)
        print(f"  {ours}  {one.peer} {_median(one.peer_runs)}  {times:.1f} times ({cpu:.1f})")
        print(f"    target {one.target:g} times: {_said(times >= one.target, any_size=cases >= _TARGETS_FROM)}")


def print_limits(limits: Iterable[Limit], cases: int) -> None:
    """What is to stay small, with the target met or missed."""
    print("\nby themselves")
    for one in limits:
        said = _said(one.found <= one.most, any_size=one.any_size or cases >= _TARGETS_FROM)
        print(f"  {one.what}\n    target at most {one.words}: {said}")


def _said(met: bool, *, any_size: bool) -> str:  # noqa: FBT001 - the one thing it is told
    return "met" if met else "missed" if any_size else "set for more cases than these"


def _median(runs: Sequence[Timed]) -> str:
    return f"{median(run.wall for run in runs):.2f} ({median(run.cpu for run in runs):.2f})"
