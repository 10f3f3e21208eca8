"""Builds of the sample that cost seconds: made once for all workers of a test run, and read only afterwards."""

import fcntl
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from casebound.pipeline.build import BuildResult

State = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class SharedBuilds:
    """The folder that all workers of a run have in common."""

    folder: Path

    def once(self, name: str, make: Callable[[Path], BuildResult]) -> Iterator[tuple[Path, BuildResult]]:
        """The folder and the outcome of a build, which whichever worker comes first makes while the others wait.

        Afterwards the folder must be as it was: a test that wants to change it takes a copy.
        """
        outcome = self.folder / f"{name}.pickle"
        with open(self.folder / f"{name}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not outcome.exists():
                built = make(self.folder / name)
                outcome.write_bytes(pickle.dumps((built, _state(self.folder / name))))
        built, before = pickle.loads(outcome.read_bytes())
        yield self.folder / name, built
        assert _state(self.folder / name) == before, f"a test changed the shared build {name}"


def shared_builds(factory: pytest.TempPathFactory, worker: str) -> SharedBuilds:
    """The shared folder of this run, whether it has one worker or several."""
    own = factory.getbasetemp()
    folder = (own if worker == "master" else own.parent) / "shared"
    folder.mkdir(exist_ok=True)
    return SharedBuilds(folder)


def _state(folder: Path) -> State:
    found = {path: path.lstat() for path in folder.rglob("*")}
    return {str(path.relative_to(folder)): (status.st_size, status.st_mtime_ns) for path, status in found.items()}
