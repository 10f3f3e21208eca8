"""One measured process at a time: how long it took, how much of the processors, and what it said."""

import itertools
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casebound.release.manifest import FILE_NAME, parse

_STAGES = Path(__file__).resolve().with_name("stages.py")
_GENERATOR = _STAGES.parents[1] / "generator"


@dataclass(frozen=True, slots=True)
class Timed:
    """A process that has ended: seconds by the clock, seconds of processor, its output, and the release it left."""

    wall: float
    cpu: float
    told: dict[str, Any] = field(default_factory=dict)
    release: dict[str, str] = field(default_factory=dict)

    def seconds(self, stage: str) -> float:
        """A stage's seconds; `start` is what the process took before and after its stages."""
        stages: dict[str, float] = self.told["stages"]
        return self.wall - sum(stages.values()) if stage == "start" else stages[stage]

    def count(self, what: str) -> int:
        """How many pages, documents or sets of page templates were rendered."""
        return int(self.told[what])

    def altered(self, later: "Timed") -> set[str]:
        """The paths of the release whose bytes are others in a later one."""
        return {path for path, digest in later.release.items() if self.release.get(path) != digest}


def timed(command: Sequence[str]) -> Timed:
    """Run a command. Raises RuntimeError, with its last words, where it does not end well."""
    os.sync()  # what others have left to write is not waited for on this command's time
    before, begins = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=_environment())
    wall, after = time.perf_counter() - begins, resource.getrusage(resource.RUSAGE_CHILDREN)
    if ended.returncode:
        last = (ended.stderr or ended.stdout).strip().splitlines()[-3:]
        raise RuntimeError(f"{' '.join(command[:4])} … ended with {ended.returncode}: {' '.join(last)}")
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    told = json.loads(ended.stdout) if ended.stdout.startswith("{") else {}
    return Timed(wall, cpu, told)


def stages(work: str, project: Path, *, documents: bool = False) -> Timed:
    """Check or build a project in a process of its own, stage by stage. Raises RuntimeError where it is blocked."""
    wanted = ("--documents",) if documents else ()
    done = timed((sys.executable, str(_STAGES), work, str(project), *wanted))
    if done.told["blocked"]:
        raise RuntimeError(f"{project} has blocking findings, the first being {done.told['blocked'][0]}")
    listed = project / "build" / "handbook" / FILE_NAME
    release = dict(parse(listed.read_text(encoding="utf-8")).entries) if work == "build" else {}
    return Timed(done.wall, done.cpu, done.told, release)


def cold(project: Path, *, documents: bool = False) -> Timed:
    """Build a project that was never built. An earlier build is set aside, since deleting it slows what follows."""
    built = project / "build"
    if built.exists():
        aside = next(name for n in itertools.count() if not (name := project / f"built-{n}").exists())
        built.rename(aside)
    return stages("build", project, documents=documents)


def once_changed(project: Path) -> str:
    """Change the wording of the last entry in one case's log, made after every approval; returns the case."""
    for record in sorted(project.glob("cases/*/case.yml")):
        before, did, after = record.read_text(encoding="utf-8").rpartition("    did: ")
        if did:
            record.write_text(f"{before}{did}Noted. {after}", encoding="utf-8")
            return record.parent.name
    raise ValueError(f"no case in {project} has a log")


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(_GENERATOR), "NO_MKDOCS_2_WARNING": "1"}
