"""A Dask cluster of this machine: a scheduler and workers, each a process of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

_DASK = Path(sys.executable).parent / "dask"
_NO_SPILLING = {
    "DASK_DISTRIBUTED__WORKER__MEMORY__TARGET": "False",
    "DASK_DISTRIBUTED__WORKER__MEMORY__SPILL": "False",
}
_SECONDS = 60


@dataclass(slots=True)
class DaskCluster:
    """The processes of a cluster, whose logs are in `folder`."""

    folder: Path
    protocol: str = "tcp"
    settings: dict[str, str] = field(default_factory=dict)
    address: str = ""
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_scheduler(self) -> None:
        """Start the scheduler, again at the same address if there was one before."""
        port = self.address.rpartition(":")[2] or "0"
        words = ("scheduler", "--host", f"{self.protocol}://127.0.0.1", "--port", port, "--no-dashboard")
        self.scheduler = self._start("scheduler", *words)
        self.address = self._logged("scheduler", r"Scheduler at:\s+(\S+)")

    def start_worker(self, *, spills: bool = False, generator: Path | None = None, threads: int = 1) -> None:
        """Start a worker, which may use another copy of casebound."""
        settings = {} if spills else dict(_NO_SPILLING)
        if generator:
            settings["PYTHONPATH"] = str(generator)
        name = f"worker-{len(self.workers)}"
        words = ["worker", self.address, "--no-nanny", "--no-dashboard", "--host", "127.0.0.1"]
        words += ["--nthreads", str(threads), "--local-directory", str(self.folder / name)]
        self.workers.append(self._start(name, *words, **settings))
        self._logged(name, r"(Registered to):\s+\S+")

    def log(self) -> str:
        """All that the processes have logged."""
        return "".join(file.read_text() for file in sorted(self.folder.glob("*.log")))

    def end(self) -> None:
        """End all processes."""
        for process in (*self.workers, self.scheduler):
            if process:
                process.kill()
                process.wait()

    def _start(self, name: str, *words: str, **settings: str) -> subprocess.Popen[bytes]:
        with open(self.folder / f"{name}.log", "wb") as log:
            return subprocess.Popen(
                [str(_DASK), *words],
                cwd=self.folder,
                env={**os.environ, **self.settings, **settings},
                stdout=log,
                stderr=log,
            )

    def _logged(self, name: str, pattern: str) -> str:
        """What a process logs once it is ready."""
        for _ in range(_SECONDS * 10):
            if found := re.search(pattern, (self.folder / f"{name}.log").read_text()):
                return found[1]
            Event().wait(0.1)
        raise AssertionError((self.folder / f"{name}.log").read_text())


@contextmanager
def dask_cluster(
    folder: Path, settings: Mapping[str, str], workers: int = 0, protocol: str = "tcp"
) -> Iterator[DaskCluster]:
    """A cluster on the loopback interface with workers that do not spill."""
    folder.mkdir()
    cluster = DaskCluster(folder, protocol, dict(settings))
    try:
        cluster.start_scheduler()
        for _ in range(workers):
            cluster.start_worker()
        yield cluster
    finally:
        cluster.end()
