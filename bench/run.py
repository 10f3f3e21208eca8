"""Times check and build on a generated project, stage by stage, and beside the tools one would otherwise use.

Every figure of one report comes from one run on one machine and from a process of its own; short ones are the
median of three. Ratios are between the medians of runs that took turns. A target missed is told and not
punished: times depend on the machine. Counts do not, so a wrong one ends with exit code 1.
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
sys.path[0:1] = [str(_ROOT), str(_ROOT / "generator")]  # in place of this folder, so that one import path serves all

from bench.generate import ROOT, generate  # noqa: E402 - after the path
from bench.measure import Timed, cold, once_changed, stages, timed  # noqa: E402 - the same
from bench.needs import ENVIRONMENT, needs_project, sphinx_needs  # noqa: E402 - the same
from bench.peers import check_jsonschema, mkdocs, mkdocs_project  # noqa: E402 - the same
from bench.table import Limit, Ratio, print_limits, print_ratios, print_stages  # noqa: E402 - the same

_PYTHON = Path(sys.executable)
_SAMPLE = 48  # two of each kind of case
_MANY = 200  # from here on only a sample gets PDFs, and slow peers run once
_TOO_MANY_FOR_PEERS = 2000
_ROUNDS = 3
_PART = 5  # one case changed is to cost a fifth of a cold site
_PAGE = 25 * 1024  # bytes of a case page
_GROWTH = 1.2  # ten times the cases are to take twelve times as long


def main() -> int:
    """Run the benchmark; returns the exit code."""
    asked = _asked()
    work: Path = asked.keep or Path(tempfile.mkdtemp(prefix="bench-", dir=_scratch()))
    try:
        return _benchmark(asked, work)
    finally:
        if asked.keep is None:
            shutil.rmtree(work, ignore_errors=True)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1000, help="how many cases to generate")
    parser.add_argument("--keep", type=Path, help="a new folder to work in, left behind for a closer look")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--growth", type=int, metavar="FEWER", help="how much longer a cold site takes than with so few"
    )
    parser.add_argument(
        "--pdf", nargs="?", const="all", choices=("none", "sample", "all"), help="make the PDFs of these cases"
    )
    parser.add_argument("--no-pdf", dest="pdf", action="store_const", const="none")
    parser.add_argument("--peers", action=argparse.BooleanOptionalAction, help="time the other tools too")
    asked = parser.parse_args()
    asked.pdf = asked.pdf or ("all" if asked.cases <= _MANY else "sample")
    asked.peers = asked.cases <= _TOO_MANY_FOR_PEERS if asked.peers is None else asked.peers
    return asked


def _scratch() -> Path:
    """Where a project would be: on the same disk as this one, in the folder that may be deleted at any time."""
    folder = ROOT / "build"
    folder.mkdir(exist_ok=True)
    return folder


def _benchmark(asked: argparse.Namespace, work: Path) -> int:
    project = work / "project"
    generate(project, asked.cases, seed=asked.seed)
    records = sorted(project.glob("cases/*/case.yml"))
    size = sum(record.stat().st_size for record in records) // len(records)
    print(f"{len(records)} cases of {size} bytes, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    ratios = [*_checks(project, records, peers=asked.peers)]
    wrong, told = _builds(project, asked.cases)
    if asked.peers:
        ratios += _sites(work, project, _ROUNDS if asked.cases <= _MANY else 1)
    limits = [*_limits(project, told)]
    if asked.growth:
        limits.append(_growth(work / "fewer", told["site, cold"], asked))
    if asked.pdf != "none":
        count = asked.cases if asked.pdf == "all" else min(_SAMPLE, asked.cases)
        mistakes, more = _documents(work, count, asked.seed)
        wrong += mistakes
        told |= more
    print_stages(told)
    if asked.pdf == "sample" and asked.cases > _SAMPLE:
        rate = told["PDFs too, cold"][0].seconds("documents") / _SAMPLE
        print(f"\nThe PDFs of {asked.cases} cases would take {rate * asked.cases:.0f} s, extrapolated from {_SAMPLE}.")
    print_ratios(ratios, asked.cases)
    print_limits(limits, asked.growth or asked.cases)
    for mistake in wrong:
        print(f"WRONG COUNT: {mistake}")
    return 1 if wrong else 0


def _checks(project: Path, records: list[Path], *, peers: bool) -> list[Ratio]:
    """Check the records, in turns with the peer where that is asked for."""
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
    case = once_changed(project)
    changed = [stages("build", project)]
    overview = first[0].count("pages") - count
    wrong = [
        f"the unchanged site made {n} {what}" for what in ("pages", "page_templates") if (n := again[0].count(what))
    ]
    if (found := changed[0].count("pages")) != overview + 1:
        wrong.append(f"with {case} changed {found} pages were made, not its own and the {overview} that count cases")
    if changed[0].count("page_templates"):
        wrong.append(f"with {case} changed the page templates were rendered again")
    names = ("check", "site, cold", "site, unchanged", "site, one case changed")
    return wrong, dict(zip(names, ([stages("check", project)], first, again, changed), strict=True))


def _limits(project: Path, told: dict[str, list[Timed]]) -> Iterator[Limit]:
    """What one changed case costs beside the whole, and the largest page that the last build left."""
    cold, changed = (median(run.wall for run in told[name]) for name in ("site, cold", "site, one case changed"))
    share = changed / cold
    yield Limit(f"site, one case changed: {share:.2f} of a cold one", share, 1 / _PART, f"1/{_PART}")
    sizes = {page.parent.name: page.stat().st_size for page in (project / "build/handbook/cases").glob("*/index.html")}
    case = max(sizes, key=lambda one: (sizes[one], one))
    what = f"largest case page: {sizes[case]:,} bytes, {case}"
    yield Limit(what, sizes[case], _PAGE, f"{_PAGE:,} bytes", any_size=True)


def _growth(project: Path, many: list[Timed], asked: argparse.Namespace) -> Limit:
    """How many times as long the cold site took as that of fewer cases, which is made now, as often."""
    generate(project, asked.growth, seed=asked.seed)
    few = [cold(project) for _ in many]
    times = median(run.wall for run in many) / median(run.wall for run in few)
    most = _GROWTH * asked.cases / asked.growth
    what = f"site, cold: {asked.cases:,} cases take {times:.1f} times as long as {asked.growth:,}"
    return Limit(what, times, most, f"{most:g} times")


def _documents(work: Path, count: int, seed: int) -> tuple[list[str], dict[str, list[Timed]]]:
    """The same with the PDFs of so many cases, in a project of their own."""
    project = work / "with-documents"
    generate(project, count, seed=seed)
    first = cold(project, documents=True)
    again = stages("build", project, documents=True)
    case = once_changed(project)
    changed = stages("build", project, documents=True)
    expected = ((first, f"{count} cases", 3 * count), (again, "no change", 0), (changed, case, 2))
    wrong = [
        f"{found} PDFs were made for {what}, not {wanted}"
        for one, what, wanted in expected
        if (found := one.count("documents")) != wanted
    ]
    ours = sorted(path for path in first.altered(changed) if path.endswith(".pdf"))
    if ours != [f"cases/{case}/decision-note.pdf", f"cases/{case}/dossier.pdf"]:
        wrong.append(f"with {case} changed these PDFs are new: {', '.join(ours)}")
    names = ("PDFs too, cold", "PDFs too, unchanged", "PDFs too, one case changed")
    return wrong, dict(zip(names, ([first], [again], [changed]), strict=True))


def _sites(work: Path, project: Path, rounds: int) -> Iterator[Ratio]:
    """Our cold site, before and after each peer makes its own."""
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
        print("sphinx-needs is not installed and is left out; `make bench` installs it.\n")


def _in_turns(project: Path, name: str, peer: Callable[[Path], Sequence[str]], target: float, rounds: int) -> Ratio:
    """Our cold site beside what a peer's command for a new folder makes."""
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(cold(project))
        theirs.append(timed(peer(Path(tempfile.mkdtemp(dir=project.parent)) / "site")))
        ours.append(cold(project))
    return Ratio("site, cold, no PDFs", name, tuple(ours), tuple(theirs), target)


if __name__ == "__main__":
    sys.exit(main())
