"""Mutation testing of the judging code: cosmic-ray makes small changes, and a test must notice each.

Every core works on a clone of the last commit, so nothing changes in this folder. A mutant that changes the verdict on
none of the saved faults is also run through the tests. `survivors.yml` must explain every mutant that survives both.
"""

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "build" / "mutants"
EXPLAINED = Path(__file__).with_name("survivors.yml")
COSMIC_RAY = ROOT / ".venv-mutants" / "bin" / "cosmic-ray"
MODULES = ("controls", "judge", "model/clock.py", "model/days.py", "model/business_days.py")
TESTS = (
    "verification/test_outside.py", "verification/test_outside_deserving.py", "verification/test_mailed_answers.py",
    "unit/edit/test_approve_by_mail.py", "integration/test_withdrawn_exhibits.py", "unit/controls", "unit/judge",
    "unit/model", "unit/load/test_registers.py", "unit/edit/test_request_events.py", "unit/report/test_reports.py",
    "integration/test_samples.py", "integration/test_regressions.py", "integration/test_decisions.py",
)  # fmt: skip
SAME_BY_DEFINITION = (
    "core/ReplaceComparisonOperator_Is_Eq",  # `is` compares None and members of enumerations,
    "core/ReplaceComparisonOperator_IsNot_NotEq",  # each of which is equal only to itself
    "core/ReplaceBinaryOperator_BitOr_.*",  # in this code, `|` is used in types, most of which are never evaluated
)

ENOUGH = 0.98
_SECONDS = 600
_PROCESSOR_SECONDS = 60  # three times what the faults need: a change may let a loop go on forever
_SESSION = "session.sqlite"
_STEPS = ("faults.toml", "tests.toml")  # every mutant is tried on the faults, and the survivors run through the tests
_FAULTS = WORK / "faults.pickle"

_IN_ORDER = "module_path, start_pos_row, start_pos_col, operator_name, operator_args, occurrence"
_OUTCOMES = """
    select module_path, definition_name, test_outcome, diff from mutation_specs
    join work_results on work_results.job_id = mutation_specs.job_id
"""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change to a line, and whether the tests noticed it."""

    module: str
    within: str
    was: str
    becomes: str
    killed: bool


def main() -> int:
    """Create and test every mutant. Returns 1 if too many survive or if any survivor is unexplained."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--every", type=int, default=1, help="test only every nth mutant, for an estimate")
    parser.add_argument("--first", type=int, default=0, help="the number of the first mutant (from 0), with --every")
    parser.add_argument("--report", action="store_true", help="report the result of the last run again")
    parser.add_argument(
        "--again", action="store_true", help="test the survivors of the last run with the current tests"
    )
    options = parser.parse_args()
    if options.again:
        _rerun_survivors()
    elif not options.report:
        _run(options.jobs, options.every, options.first)
    return _report(list(_mutants()))


# ── running ──


def _run(jobs: int, every: int, first: int) -> None:
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    folders = [WORK / str(number) for number in range(jobs)]
    _prepare(folders[0])
    _save_faults(folders[0])
    for folder in folders[1:]:
        shutil.copytree(folders[0], folder, symlinks=True)
    for number, folder in enumerate(folders):
        _keep_share(folder / _SESSION, first + number * every, jobs * every)
    for step in _STEPS:  # without a mutant they must pass: a test that fails anyway would count every mutant as noticed
        subprocess.run([COSMIC_RAY, "baseline", step], cwd=folders[0], env=_environment(), check=True)
    for step in _STEPS:
        _test_survivors(folders, step)


def _rerun_survivors() -> None:
    folders = [session.parent for session in sorted(WORK.glob(f"*/{_SESSION}"))]
    for folder in folders:
        subprocess.run(["git", "pull", "--quiet"], cwd=folder, check=True)
    _save_faults(folders[0])
    for step in _STEPS:
        _test_survivors(folders, step)


def _test_survivors(folders: Sequence[Path], step: str) -> None:
    """Try what has not been tried, or has survived so far."""
    for folder in folders:
        with sqlite3.connect(folder / _SESSION) as database:
            database.execute("delete from work_results where test_outcome = 'SURVIVED'")
    command_line = (COSMIC_RAY, "exec", step, _SESSION)
    running = [subprocess.Popen(command_line, cwd=folder, env=_environment()) for folder in folders]
    for process in running:
        process.wait()


def _modules() -> list[str]:
    package = ROOT / "generator" / "casebound"
    files = [file for name in MODULES for file in sorted((package / name).rglob("*.py")) or [package / name]]
    return [file.relative_to(ROOT).as_posix() for file in files if file.name != "__init__.py"]


def _keep_share(session: Path, first: int, step: int) -> None:
    """Keep the mutants `first`, `first + step`, …, so that all processes end at about the same time."""
    with sqlite3.connect(session) as database:
        ordered = [job for (job,) in database.execute(f"select job_id from mutation_specs order by {_IN_ORDER}")]
        removed = [(job,) for index, job in enumerate(ordered) if index < first or (index - first) % step]
        for table in ("work_results", "mutation_specs", "work_items"):
            database.executemany(f"delete from {table} where job_id = ?", removed)


def _prepare(folder: Path) -> None:
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    tests = " ".join(f"tests/{name}" for name in TESTS)
    python = f"{sys.executable} -m"
    commands = (
        f"ulimit -t {_PROCESSOR_SECONDS}; {python} tests.support.saved_faults {_FAULTS}",
        f"{python} pytest -x -q -p no:randomly -p no:cacheprovider -p no:xdist {tests}",
    )
    for step, command in zip(_STEPS, commands, strict=True):
        (folder / step).write_text(
            f"""[cosmic-ray]
module-path = {_modules()}
timeout = {_SECONDS}.0
excluded-modules = []
test-command = "sh -c '{command}'"
[cosmic-ray.distributor]
name = "local"
[cosmic-ray.filters.operators-filter]
exclude-operators = {list(SAME_BY_DEFINITION)}
""",
            encoding="utf-8",
        )
    command_line = ("compileall", "-q", "--invalidation-mode", "checked-hash", "generator", "tests")
    subprocess.run([sys.executable, "-m", *command_line], cwd=folder, check=True)
    subprocess.run([COSMIC_RAY, "init", _STEPS[0], _SESSION], cwd=folder, env=_environment(), check=True)
    subprocess.run([COSMIC_RAY.with_name("cr-filter-operators"), _SESSION, _STEPS[0]], cwd=folder, check=True)


def _save_faults(folder: Path) -> None:
    command_line = (sys.executable, "-m", "tests.support.verdicts", _FAULTS)
    subprocess.run(command_line, cwd=folder, env=_environment(), check=True)


def _environment() -> dict[str, str]:
    """Neither stale byte code nor the package that is installed from here may replace the mutated source."""
    return {**os.environ, "PYTHONPATH": "generator:.", "PYTHONDONTWRITEBYTECODE": "1"}


# ── report ──


def _mutants() -> Iterator[Mutant]:
    for session in sorted(WORK.glob(f"*/{_SESSION}")):
        with sqlite3.connect(session) as database:
            for path, within, outcome, diff in database.execute(_OUTCOMES):
                if diff:  # mutants of excluded operators have none
                    was, becomes = _line(diff, "-"), _line(diff, "+")
                    yield Mutant(path.partition("casebound/")[2], within or "", was, becomes, outcome != "SURVIVED")


def _line(diff: str, sign: str) -> str:
    return " ".join(line[1:].strip() for line in diff.splitlines() if line[:1] == sign and line[:3] != sign * 3).strip()


def _report(found: Sequence[Mutant]) -> int:
    left = [mutant for mutant in found if not mutant.killed]
    known = {(entry["module"], entry["was"], entry["becomes"]) for group in _groups() for entry in group["mutants"]}
    unexplained = [mutant for mutant in left if (mutant.module, mutant.was, mutant.becomes) not in known]
    tested, survived = Counter(mutant.module for mutant in found), Counter(mutant.module for mutant in left)
    for module in sorted(tested):
        print(f"{module:<28}{tested[module]:>6} mutants{survived[module]:>5} survived")
    rate = 1 - len(left) / len(found) if found else 0.0
    print(f"{'all':<28}{len(found):>6} mutants{len(left):>5} survived: {rate:.1%} killed")
    for mutant in unexplained:
        print(f"\nunexplained: {mutant.module}, {mutant.within}\n  - {mutant.was}\n  + {mutant.becomes}")
    return 0 if rate >= ENOUGH and not unexplained else 1


def _groups() -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = yaml.safe_load(EXPLAINED.read_text(encoding="utf-8"))
    return groups


if __name__ == "__main__":
    sys.exit(main())
