"""Prints the figures of the benchmark."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench.measure import Timed
from bench.stages import STAGES

_TARGETS_FROM = 1000


@dataclass(frozen=True, slots=True)
class Ratio:
    """Our runs and a peer's runs, which alternated, and the target: how many times faster ours should be."""

    ours: str
    peer: str
    our_runs: tuple[Timed, ...]
    peer_runs: tuple[Timed, ...]
    target: float

    def times(self, seconds: Callable[[Timed], float]) -> float:
        """The ratio of the peer's median time to our median time."""
        return median(map(seconds, self.peer_runs)) / median(map(seconds, self.our_runs))


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure with an upper target, both also in words."""

    what: str
    found: float
    most: float
    words: str


def print_stages(runs_by_name: Mapping[str, Sequence[Timed]]) -> None:
    """Print a line for each kind of run, with a column for each stage."""
    width = max(map(len, runs_by_name))
    stages = ("start", *STAGES)
    print(f"{'seconds':<{width}}  {'total':>7}{'':2}{''.join(f'{stage:>11}' for stage in stages)}")
    for name, runs in runs_by_name.items():
        medians = (median(run.seconds(stage) for run in runs) for stage in stages)
        total = median(run.wall for run in runs)
        print(f"{name:<{width}}  {total:>7.2f}{'':2}{''.join(f'{seconds:>11.2f}' for seconds in medians)}")
    print(f"\n{'rebuilt':<{width}}  {'templates':>9}{'pages':>8}{'PDFs':>8}{'files':>9}")
    for name, runs in runs_by_name.items():
        if "pages" in runs[0].output:
            counts = [runs[0].count(what) for what in ("page_templates", "pages", "documents", "files")]
            print(f"{name:<{width}}  {counts[0]:>9}{counts[1]:>8}{counts[2]:>8}{counts[3]:>9}")


def print_ratios(ratios: Iterable[Ratio], cases: int) -> None:
    """Print our times and each peer's times with the result for the target. Targets apply from a thousand cases."""
    print("\ncompared with other tools (median wall seconds; processor seconds in parentheses)")
    for ratio in ratios:
        ours = f"{ratio.ours} {_median(ratio.our_runs)}"
        if not ratio.peer_runs:
            print(f"  {ours}")
            continue
        times, cpu = ratio.times(lambda run: run.wall), ratio.times(lambda run: run.cpu)
        print(f"  {ours}  {ratio.peer} {_median(ratio.peer_runs)}  {times:.1f} times ({cpu:.1f})")
        print(f"    target {ratio.target:g} times: {_result(cases, met=times >= ratio.target)}")


def print_limits(limits: Iterable[Limit], cases: int) -> None:
    """Print the figures with an upper target and whether they meet it."""
    print("\nlimits")
    for limit in limits:
        result = _result(cases, met=limit.found <= limit.most)
        print(f"  {limit.what}\n    target at most {limit.words}: {result}")


def _result(cases: int, *, met: bool) -> str:
    return "met" if met else "missed" if cases >= _TARGETS_FROM else "applies only to more cases"


def _median(runs: Sequence[Timed]) -> str:
    return f"{median(run.wall for run in runs):.2f} ({median(run.cpu for run in runs):.2f})"
