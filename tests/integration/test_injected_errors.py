"""An error of the system at any call of a command: exit code 2 and the old or the new state, or success.

strace counts the calls that a command makes for a project, and lets single calls fail in further runs of the command.
"""

import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.support.projects import copy_project, verifies
from tests.support.sample import PROJECT

pytestmark = pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")

CASE = "FI-2026-021"
WHEN = ("--at", "2026-11-21T09:00-05:00")
FULL_DISK = frozenset({"mkdir", "write", "sendfile", "linkat", "symlink", "rename", "ftruncate", "fsync", "syncfs"})
DENIED = frozenset({"openat", "unlink", "unlinkat", "rmdir", "chmod", "fchmod"})
LEFT_OUT = frozenset({"execve", "ioctl"})  # the start of Python; whether a file is a terminal
STATE_FOLDERS = ("cases", "registers")
APPROVAL = re.compile(r"^  - step: filing\n    role: approver\n(?:    .*\n)+", re.MULTILINE)
CALL = re.compile(r"^([a-z0-9_]+)\(")


@dataclass(frozen=True)
class Call:
    """A system call: its name, and which call of this name it is in the run."""

    name: str
    number: int

    @property
    def error(self) -> str:
        return "ENOSPC" if self.name in FULL_DISK else "EACCES" if self.name in DENIED else "EIO"

    def __str__(self) -> str:
        return f"{self.name} {self.number} {self.error}"


@dataclass(frozen=True)
class Command:
    """A command on a project that is always at the same place, so that each run makes the same calls."""

    before: Path
    project: Path
    words: Sequence[str]

    def run(self, *traced: str) -> subprocess.CompletedProcess[str]:
        shutil.rmtree(self.project, ignore_errors=True)
        shutil.copytree(self.before, self.project, symlinks=True)
        environment = {"PYTHONPATH": str(PROJECT / "generator"), "PYTHONHASHSEED": "0"}
        python = [sys.executable, "-m", "casebound.cli.main", *self.words]
        return subprocess.run(
            [*traced, *python], cwd=self.project, env={**os.environ, **environment}, capture_output=True, text=True,
            check=False,
        )  # fmt: skip

    def calls(self) -> Iterator[Call]:
        """The calls that name a file of the project, or a descriptor of one, in a run without errors."""
        log = self.project.with_suffix(".log")
        done = self.run("strace", "-y", "-s", "1000", "-o", str(log))
        assert done.returncode == 0, done.stderr
        counts: defaultdict[str, int] = defaultdict(int)
        for line in log.read_text(errors="replace").splitlines():
            if call := CALL.match(line):
                name = call[1]
                counts[name] += 1
                if str(self.project) in line and name not in LEFT_OUT:
                    yield Call(name, counts[name])

    def failing(self, call: Call) -> subprocess.CompletedProcess[str]:
        log = str(self.project.with_suffix(".log"))
        inject = f"inject={call.name}:error={call.error}:when={call.number}"
        return self.run("strace", "-o", log, "-e", f"trace={call.name}", "-e", inject)


def chosen(calls: Sequence[Call], most: int) -> list[Call]:
    """Calls of every name, at equal distances; few calls of a name leave more to the others."""
    by_name: defaultdict[str, list[Call]] = defaultdict(list)
    for call in calls:
        by_name[call.name].append(call)
    picked: list[Call] = []
    groups = sorted(by_name.values(), key=len)
    for index, group in enumerate(groups):
        share = min(len(group), -(-(most - len(picked)) // (len(groups) - index)))
        picked += [group[at * len(group) // share] for at in range(share)]
    return picked


def state(project: Path) -> dict[str, bytes]:
    """The files of the records, and which release is published."""
    found = {
        path.relative_to(project).as_posix(): path.read_bytes()
        for folder in STATE_FOLDERS
        for path in sorted((project / folder).rglob("*"))
        if path.is_file()
    }
    link = project / "build" / "handbook"
    if link.is_symlink():
        assert verifies(link)
        found["release"] = os.readlink(link).encode()
    return found


def broken(command: Command, call: Call, old: dict[str, bytes], new: dict[str, bytes]) -> str:
    """What is wrong after a run in which the call failed; nothing if all is well."""
    done = command.failing(call)
    after = state(command.project)
    allowed = {0: (new,), 2: (old, new)}.get(done.returncode, ())
    if "Traceback" in done.stderr or "internal error" in done.stderr:
        return f"{call}: {done.stderr}"
    if after not in allowed:
        return f"{call}: exit code {done.returncode}, {done.stdout} {done.stderr}"
    return ""


COMMANDS: dict[str, tuple[str, ...]] = {
    "build": ("build", "--jobs", "1"),
    "record": (
        *("record", CASE, "exhibit", "letter.txt", "--kind", "correspondence", "--title", "Letter"),
        *("--received", "2026-11-20", "--effective", "2026-11-16", *WHEN),
    ),
    "approve": ("approve", CASE, "filing", "--by", "helen-okafor", *WHEN),
}


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("record", 6),
        *(
            pytest.param(name, most, marks=pytest.mark.long)
            for name, most in (("build", 75), ("record", 40), ("approve", 60))
        ),
    ],
)
def test_an_error_at_any_system_call_leaves_the_old_or_the_new_state(name: str, most: int, tmp_path: Path) -> None:
    before = copy_project(tmp_path / "before", (CASE,))
    record = before / "cases" / CASE / "case.yml"
    record.write_text(APPROVAL.sub("", record.read_text()))
    (before / "letter.txt").write_text("A letter.\n")
    command = Command(before, tmp_path / "project", COMMANDS[name])
    if name == "build":  # there is an older release
        assert command.run("env").returncode == 0
        shutil.copytree(command.project / "build", before / "build", symlinks=True)
        record.write_text(record.read_text().replace("did: Opened the case", "did: Opened this case", 1))
    calls = chosen(list(command.calls()), most)
    old, new = state(before), state(command.project)
    assert old != new
    assert len(calls) == most
    assert [problem for call in calls if (problem := broken(command, call, old, new))] == []
