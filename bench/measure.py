"""Runs and measures processes: wall time, processor time and output."""

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
    """A finished process: wall time and processor time in seconds, its output, and the release that it published."""

    wall: float
    cpu: float
    output: dict[str, Any] = field(default_factory=dict)
    release: dict[str, str] = field(default_factory=dict)

    def seconds(self, stage: str) -> float:
        """The seconds of a stage. `start` is the time of the process before and after its stages."""
        stages: dict[str, float] = self.output["stages"]
        return self.wall - sum(stages.values()) if stage == "start" else stages[stage]

    def count(self, kind: str) -> int:
        """How many pages, documents or sets of page templates were rendered."""
        return int(self.output[kind])

    def altered(self, later: "Timed") -> set[str]:
        """The paths of the release whose bytes differ in a later release."""
        return {path for path, digest in later.release.items() if self.release.get(path) != digest}


def timed(command: Sequence[str]) -> Timed:
    """Run a command. Raises RuntimeError with its last output lines if it fails."""
    os.sync()  # so that pending writes of other processes are not part of this command's time
    before, begins = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=_environment())
    wall, after = time.perf_counter() - begins, resource.getrusage(resource.RUSAGE_CHILDREN)
    if ended.returncode:
        last = (ended.stderr or ended.stdout).strip().splitlines()[-3:]
        raise RuntimeError(f"{' '.join(command[:4])} … ended with {ended.returncode}: {' '.join(last)}")
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    output = json.loads(ended.stdout) if ended.stdout.startswith("{") else {}
    return Timed(wall, cpu, output)


def stages(work: str, project: Path, *, documents: bool = False) -> Timed:
    """Check or build a project in a separate process, by stage. Raises RuntimeError if a finding blocks."""
    options = ("--documents",) if documents else ()
    run = timed((sys.executable, str(_STAGES), work, str(project), *options))
    if run.output["blocked"]:
        raise RuntimeError(f"{project} has blocking findings, for example {run.output['blocked'][0]}")
    manifest = project / "build" / "handbook" / FILE_NAME
    release = dict(parse(manifest.read_text(encoding="utf-8")).entries) if work == "build" else {}
    return Timed(run.wall, run.cpu, run.output, release)


def cold(project: Path, *, documents: bool = False) -> Timed:
    """Build a project without a cache. An earlier build is renamed, because deleting it would slow what follows."""
    build_folder = project / "build"
    if build_folder.exists():
        renamed = next(name for n in itertools.count() if not (name := project / f"built-{n}").exists())
        build_folder.rename(renamed)
    return stages("build", project, documents=documents)


def change_a_case(project: Path) -> str:
    """Change the last log entry of a case, which no approval covers; returns the case id."""
    for record in sorted(project.glob("cases/*/case.yml")):
        before, did, after = record.read_text(encoding="utf-8").rpartition("    did: ")
        if did:
            record.write_text(f"{before}{did}Noted. {after}", encoding="utf-8")
            return record.parent.name
    raise ValueError(f"no case in {project} has a log")


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(_GENERATOR), "NO_MKDOCS_2_WARNING": "1"}
