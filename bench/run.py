"""Measures check and build on a generated project, by stage and in comparison with other tools.

All figures of a report come from one machine and from separate processes; short runs are the median of three. Ratios
compare the medians of alternating runs. A missed target is reported but does not change the exit code, because times
depend on the machine. Counts do not, so a wrong count ends with exit code 1.
"""

import argparse
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median

_ROOT = Path(__file__).resolve().parents[1]
sys.path[0:1] = [str(_ROOT), str(_ROOT / "generator")]  # instead of this folder: one import path for all scripts

from bench.generate import ROOT, generate  # noqa: E402 - the import path is set above
from bench.measure import Timed, change_a_case, cold, stages, timed  # noqa: E402 - same reason
from bench.needs import ENVIRONMENT, needs_project, sphinx_needs  # noqa: E402 - same reason
from bench.peers import check_jsonschema, mkdocs, mkdocs_project  # noqa: E402 - same reason
from bench.table import Limit, Ratio, print_limits, print_ratios, print_stages  # noqa: E402 - same reason

_PYTHON = Path(sys.executable)
_SAMPLE = 48  # two of each kind of case
_MANY = 200  # above this number only a sample gets PDFs, and slow peers run once
_TOO_MANY_FOR_PEERS = 2000
_ROUNDS = 3
_PART = 5  # the target for one changed case is a fifth of a cold site
_GROWTH = 1.2  # the target for ten times the cases is twelve times the time


def main() -> int:
    """Run the benchmark; returns the exit code."""
    options = _options()
    work: Path = options.keep or Path(tempfile.mkdtemp(prefix="bench-", dir=_scratch()))
    try:
        return _benchmark(options, work)
    finally:
        if options.keep is None:
            shutil.rmtree(work, ignore_errors=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1000, help="the number of cases to generate")
    parser.add_argument("--keep", type=Path, help="a new working folder that is not deleted afterwards")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--growth", type=int, metavar="FEWER", help="compare the time of a cold site with that of FEWER cases"
    )
    parser.add_argument(
        "--pdf", nargs="?", const="all", choices=("none", "sample", "all"), help="create the PDFs of these cases"
    )
    parser.add_argument("--no-pdf", dest="pdf", action="store_const", const="none")
    parser.add_argument("--peers", action=argparse.BooleanOptionalAction, help="measure the other tools too")
    options = parser.parse_args()
    options.pdf = options.pdf or ("all" if options.cases <= _MANY else "sample")
    options.peers = options.cases <= _TOO_MANY_FOR_PEERS if options.peers is None else options.peers
    return options


def _scratch() -> Path:
    """The folder for temporary projects: on the same disk as this project, and safe to delete."""
    folder = ROOT / "build"
    folder.mkdir(exist_ok=True)
    return folder


def _benchmark(options: argparse.Namespace, work: Path) -> int:
    project = work / "project"
    generate(project, options.cases, seed=options.seed)
    records = sorted(project.glob("cases/*/case.yml"))
    size = sum(record.stat().st_size for record in records) // len(records)
    print(f"{len(records)} cases of {size} bytes, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    ratios = [*_checks(project, records, peers=options.peers)]
    wrong, runs = _builds(project, options.cases)
    if options.peers:
        ratios += _sites(work, project, _ROUNDS if options.cases <= _MANY else 1)
    limits = [_one_changed(runs)]
    if options.growth:
        limits.append(_growth(work / "fewer", runs["site, cold"], options))
    if options.pdf != "none":
        count = options.cases if options.pdf == "all" else min(_SAMPLE, options.cases)
        mistakes, more = _documents(work, count, options.seed)
        wrong += mistakes
        runs |= more
    print_stages(runs)
    if options.pdf == "sample" and options.cases > _SAMPLE:
        rate = runs["PDFs too, cold"][0].seconds("documents") / _SAMPLE
        print(
            f"\nThe PDFs of {options.cases} cases would take {rate * options.cases:.0f} s, extrapolated from {_SAMPLE}."
        )
    print_ratios(ratios, options.cases)
    print_limits(limits, options.growth or options.cases)
    for mistake in wrong:
        print(f"WRONG COUNT: {mistake}")
    return 1 if wrong else 0


def _checks(project: Path, records: list[Path], *, peers: bool) -> list[Ratio]:
    """Check the records, alternating with the peer if requested."""
    rounds = _ROUNDS if len(records) <= _TOO_MANY_FOR_PEERS else 1
    ours: list[Timed] = []
    theirs: list[Timed] = []
    for _ in range(rounds):
        ours.append(timed((str(_PYTHON), "-m", "casebound.cli.main", "check", "-C", str(project))))
        if peers:
            theirs.append(timed(check_jsonschema(_PYTHON, ROOT / "schema" / "case.schema.json", records)))
    return [Ratio("casebound check", "check-jsonschema", tuple(ours), tuple(theirs), 2)]


def _builds(project: Path, count: int) -> tuple[list[str], dict[str, list[Timed]]]:
    """Check, then build without PDFs: cold, unchanged, and with one case changed."""
    rounds = _ROUNDS if count <= _TOO_MANY_FOR_PEERS else 1
    first = [cold(project) for _ in range(rounds)]
    again = [stages("build", project) for _ in range(rounds)]
    case = change_a_case(project)
    changed = [stages("build", project)]
    overview = first[0].count("pages") - count
    wrong = [
        f"the unchanged site rebuilt {n} {what}" for what in ("pages", "page_templates") if (n := again[0].count(what))
    ]
    if (found := changed[0].count("pages")) != overview + 1:
        wrong.append(
            f"with {case} changed {found} pages were rebuilt, not its own page and the {overview} overview pages"
        )
    if changed[0].count("page_templates"):
        wrong.append(f"with {case} changed the page templates were rendered again")
    names = ("check", "site, cold", "site, unchanged", "site, one case changed")
    return wrong, dict(zip(names, ([stages("check", project)], first, again, changed), strict=True))


def _one_changed(runs: dict[str, list[Timed]]) -> Limit:
    """The cost of one changed case compared with a cold site."""
    cold, changed = (median(run.wall for run in runs[name]) for name in ("site, cold", "site, one case changed"))
    share = changed / cold
    return Limit(f"site, one case changed: {share:.2f} of a cold site", share, 1 / _PART, f"1/{_PART}")


def _growth(project: Path, many: list[Timed], options: argparse.Namespace) -> Limit:
    """The time of the cold site compared with the cold site of fewer cases, which is built now."""
    generate(project, options.growth, seed=options.seed)
    few = [cold(project) for _ in many]
    times = median(run.wall for run in many) / median(run.wall for run in few)
    most = _GROWTH * options.cases / options.growth
    what = f"site, cold: {options.cases:,} cases take {times:.1f} times as long as {options.growth:,}"
    return Limit(what, times, most, f"{most:g} times")


def _documents(work: Path, count: int, seed: int) -> tuple[list[str], dict[str, list[Timed]]]:
    """The same builds with PDFs, in a separate project of `count` cases."""
    project = work / "with-documents"
    generate(project, count, seed=seed)
    first = cold(project, documents=True)
    again = stages("build", project, documents=True)
    case = change_a_case(project)
    changed = stages("build", project, documents=True)
    expected = ((first, f"{count} cases", 3 * count), (again, "no change", 0), (changed, case, 2))
    wrong = [
        f"{found} PDFs were created for {what}, not {target}"
        for run, what, target in expected
        if (found := run.count("documents")) != target
    ]
    ours = sorted(path for path in first.altered(changed) if path.endswith(".pdf"))
    if ours != [f"cases/{case}/decision-note.pdf", f"cases/{case}/dossier.pdf"]:
        wrong.append(f"with {case} changed these PDFs are new: {', '.join(ours)}")
    names = ("PDFs too, cold", "PDFs too, unchanged", "PDFs too, one case changed")
    return wrong, dict(zip(names, ([first], [again], [changed]), strict=True))


def _sites(work: Path, project: Path, rounds: int) -> Iterator[Ratio]:
    """Our cold site before and after each peer builds its site."""
    handbook = project / "build" / "handbook"
    for name, in_nav, target in (("all cases in nav", True, 8), ("cases not in nav", False, 3)):
        peer = work / f"mkdocs-{'in' if in_nav else 'not-in'}-nav"
        mkdocs_project(handbook, ROOT / "mkdocs.yml", peer, in_nav=in_nav)
        yield _in_turns(project, f"mkdocs, {name}", partial(mkdocs, _PYTHON, peer), target, rounds)
    if ENVIRONMENT.is_dir():
        peer = work / "sphinx-needs"
        count = needs_project(handbook / "cases" / "index.html", peer)
        yield _in_turns(project, f"sphinx-needs, {count} needs", partial(sphinx_needs, peer), 1, rounds)
    else:
        print("sphinx-needs is not installed and is skipped; `make bench` installs it.\n")


def _in_turns(project: Path, name: str, peer: Callable[[Path], Sequence[str]], target: float, rounds: int) -> Ratio:
    """Our cold site compared with a peer's command, in alternating runs."""
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(cold(project))
        theirs.append(timed(peer(Path(tempfile.mkdtemp(dir=project.parent)) / "site")))
        ours.append(cold(project))
    return Ratio("site, cold, no PDFs", name, tuple(ours), tuple(theirs), target)


if __name__ == "__main__":
    sys.exit(main())
