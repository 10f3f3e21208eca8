"""Kills, full disks and closed streams: the next build succeeds, nothing stays behind, and the exit code is 2."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from tests.support.commands import Run
from tests.support.projects import copy_project, verifies
from tests.support.sample import PROJECT

from casebound.load.workspace import workspace
from casebound.pipeline.check import project_in
from casebound.release.inspection_cache import cache_inspections

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(PROJECT / "generator")}
MODES = ("parent", "group", "worker")
PATIENCE = 900


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "casebound.cli.main", *(str(word) for word in words)]


def building(project: Path) -> list[str]:
    return command("build", "-C", project, "--jobs", 2)


def running(project: Path) -> dict[int, int]:
    """The processes whose command line names the project, each with its parent; zombies have no command line."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if os.fsencode(project) in words:
            found[int(folder.name)] = parent
    return found


def kill(build: subprocess.Popen[bytes], project: Path, mode: str) -> None:
    workers = [process for process in running(project) if process != build.pid]
    target: Callable[[], None] = {
        "parent": lambda: os.kill(build.pid, signal.SIGKILL),
        "group": lambda: os.killpg(build.pid, signal.SIGTERM),
        "worker": lambda: os.kill(workers[-1] if workers else build.pid, signal.SIGKILL),
    }[mode]
    with suppress(ProcessLookupError):  # it ended by itself
        target()


def stray(build: Path) -> list[str]:
    """Files that a build leaves only if it was killed."""
    beside = [entry.name for entry in build.iterdir() if entry.name not in (".lock", "cache", "handbook", "releases")]
    return beside + [entry.name for entry in (build / "releases").iterdir() if entry.name.startswith(".")]


def killed(project: Path, mode: str, seconds: float) -> float:
    """Kill a build after some time; the next build must succeed at once and leave nothing behind. Returns its time."""
    with subprocess.Popen(
        building(project), env=ENVIRONMENT, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as build:
        time.sleep(seconds)
        kill(build, project, mode)
        build.communicate(timeout=PATIENCE)
    begun = time.monotonic()
    again = subprocess.run(building(project), env=ENVIRONMENT, capture_output=True, check=False, timeout=PATIENCE)
    assert again.returncode == 0, again.stderr.decode()
    assert stray(project / "build") == []
    assert running(project) == {}
    assert verifies(project / "build" / "handbook")
    return time.monotonic() - begun


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads /proc")
@pytest.mark.parametrize("mode", [MODES[0], *(pytest.param(mode, marks=pytest.mark.long) for mode in MODES[1:])])
def test_after_a_kill_the_next_build_succeeds_and_nothing_is_left(mode: str, tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project", ("NO-2026-001",))
    killed(project, mode, 2.0)


@pytest.mark.long
def test_after_two_hundred_kills_at_random_moments_nothing_is_left(tmp_path: Path) -> None:
    """Before each kill a record changes, so that the build has pages and documents to make and a release to publish."""
    project = copy_project(tmp_path / "project", ("NO-2026-001", "FR-2026-005", "NL-2026-011"))
    record, chance = project / "cases" / "NL-2026-011" / "case.yml", random.Random(20261129)
    text, seconds = record.read_text(), killed(project, "parent", 1)
    for number in range(199):
        record.write_text(text.replace("did: Opened the case", f"did: Opened the case ({number})", 1))
        assert record.read_text() != text
        seconds = killed(project, MODES[number % 3], chance.uniform(0.05, 1) * seconds)


def test_workers_end_with_their_parent_and_hold_no_lock(tmp_path: Path) -> None:
    """Both without and with the system call that Linux has for it."""
    script = """
import os, sys, time
from casebound.runtime import children, locks, parallel
from casebound.release.publish import locked
from pathlib import Path
if sys.argv[2] == "poll":
    parallel.end_with = lambda parent: __import__("threading").Thread(target=children.watch, args=(parent,)).start()
def work(task):
    Path(sys.argv[1], f"worker-{os.getpid()}").touch()
    time.sleep(60)
with locked(Path(sys.argv[1]) / "build"):
    list(parallel.map_ordered(work, range(4), 2, 1))
"""
    for way in ("signal", "poll"):
        folder = tmp_path / way
        folder.mkdir()
        with subprocess.Popen([sys.executable, "-c", script, str(folder), way], env=ENVIRONMENT) as parent:
            wait_for(lambda: len(list(folder.glob("worker-*"))) == 2)  # noqa: B023 - called before the next round
            parent.kill()
        workers = [int(file.name.partition("-")[2]) for file in folder.glob("worker-*")]
        again = subprocess.run(
            [sys.executable, "-c", script.replace("list(parallel", "0 and list(parallel"), str(folder), way],
            env=ENVIRONMENT, check=False, capture_output=True, timeout=60,
        )  # fmt: skip
        assert again.returncode == 0, again.stderr.decode()
        wait_for(lambda: not any(alive(worker) for worker in workers))  # noqa: B023 - the same


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(200):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("waited ten seconds in vain")


def alive(process: int) -> bool:
    """Whether a process runs; a zombie that nobody reaps does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_second_build_names_the_process_that_holds_the_lock(small: Path) -> None:
    script = "import sys; from pathlib import Path; from casebound.release.publish import locked\n"
    script += "with locked(Path(sys.argv[1]) / 'build'): print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(small)], env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        found = subprocess.run(command("build", "-C", small), env=ENVIRONMENT, capture_output=True, check=False)
        assert holder.stdin is not None
        holder.stdin.close()
    assert found.returncode == 2
    assert f"another build is running in this folder (process {holder.pid}, since 20" in found.stderr.decode()


@pytest.fixture
def inspected(small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the inspections of its last build, which a command in a process of its own uses."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(small.parent / "home"))
    monkeypatch.setenv("PYTHONPATH", ENVIRONMENT["PYTHONPATH"])
    project = workspace(small)
    cache_inspections(project, project_in(project).inspections)
    return small


@pytest.mark.parametrize("words", [("check",), ("worklist",), ("explain", "F05"), ("check", "--format", "json")])
@pytest.mark.parametrize(
    ("redirected", "message"),
    [
        (">/dev/full", "No space left on device"),
        (">&-", "the standard output is closed"),
        (">/dev/full 2>/dev/full", ""),
    ],
)
def test_output_that_cannot_be_written_is_exit_2_in_a_sentence(
    words: tuple[str, ...], redirected: str, message: str, inspected: Path
) -> None:
    folder = [] if words[0] == "explain" else ["-C", inspected]
    shell = " ".join(command(*words, *folder)) + " " + redirected
    found = subprocess.run(shell, shell=True, capture_output=True, check=False)
    assert found.returncode == 2
    assert message in found.stderr.decode()
    assert "Traceback" not in found.stderr.decode()


def test_a_release_is_reported_even_if_the_output_cannot_be_written(built: Path) -> None:
    shell = " ".join(command("build", "-C", built)) + " >/dev/full"
    found = subprocess.run(shell, shell=True, env=ENVIRONMENT, capture_output=True, check=False)
    told = found.stderr.decode()
    assert found.returncode == 2
    assert f": {built / 'build' / 'handbook'} (" in told
    assert "This output could not be written: No space left on device" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("closed", ["2>&-", "<&-", "<&- 2>&-"])
def test_other_closed_streams_change_nothing(closed: str, inspected: Path) -> None:
    shell = " ".join(command("check", "-C", inspected)) + " " + closed
    found = subprocess.run(shell, shell=True, capture_output=True, check=False)
    assert found.returncode == 0
    assert b"every exemption in effect supported" in found.stdout


def test_an_unreadable_folder_of_cases_is_exit_2(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("casebound.load.workspace.os.scandir", denied)
    for words in (("check",), ("build",), ("worklist",)):
        found = run(*words, "-C", small)
        assert found.code == 2
        assert "Permission denied" in found.err
        assert "Traceback" not in found.err


@pytest.mark.parametrize(
    "error", [MemoryError(), OSError(28, "No space left on device", "build/x"), KeyboardInterrupt()]
)
def test_what_the_machine_lacks_is_no_internal_error(
    error: BaseException, run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise error

    monkeypatch.setattr("casebound.pipeline.check.plan_of", failing)
    found = run("check", "-C", small)
    assert found.code == 2
    assert "Traceback" not in found.err
    assert "internal error" not in found.err
