"""Measures how many PDFs the workers of a Dask cluster on this machine print: `bench/cluster.py [--documents N]`.

The same notes and dossiers are printed by workers of this process and by the workers of a cluster, and their bytes are
compared. The time is that of the printing alone: the workers are examined and warm before.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
sys.path[0:1] = [str(_ROOT), str(_ROOT / "generator")]  # instead of this folder: one import path for all scripts

from bench.pdf import paper_tasks  # noqa: E402 - the import path is set above

from casebound.release import cluster_printing  # noqa: E402 - same reason
from casebound.render import pdf_printing  # noqa: E402 - same reason
from casebound.render.documents import document_tasks  # noqa: E402 - same reason
from casebound.render.pdf_printing import PrintKit, PrintTask  # noqa: E402 - same reason
from casebound.render.templates import Templates  # noqa: E402 - same reason
from casebound.runtime.cluster_address import cluster_address  # noqa: E402 - same reason

_FOLDERS = (_ROOT / "site_templates",)
_DASK = Path(sys.executable).with_name("dask")
_NO_SPILLING = {f"DASK_DISTRIBUTED__WORKER__MEMORY__{name}": "False" for name in ("TARGET", "SPILL")}
_WARM = 6  # documents before the measurement


@dataclass(frozen=True, slots=True)
class Printed:
    """The documents a minute, and a hash of all of them."""

    rate: float
    digest: str


def main() -> int:
    """Run the measurement. The exit code says whether all bytes are the same."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=48)
    parser.add_argument("--jobs", type=int, nargs="*", default=[1, 2], help="workers of this process")
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2, 3], help="workers of a cluster")
    options = parser.parse_args()
    templates = Templates(_FOLDERS)
    kit = PrintKit(document_tasks.gather_print_assets(templates, _FOLDERS), templates)
    tasks = paper_tasks(kit.print_assets, options.documents)
    print(f"{len(tasks)} documents, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    found = dict[str, Printed]()
    for jobs in options.jobs:
        list(pdf_printing.render_all(tasks[:_WARM], kit, 1))
        found[f"this machine, {jobs} jobs"] = _measured(pdf_printing.render_all(tasks, kit, jobs), len(tasks))
    for workers in options.workers:
        found[f"cluster, {workers} workers"] = _on_a_cluster(workers, tasks, kit)
    for name, printed in found.items():
        print(f"{name:<24} {printed.rate:6.1f} documents a minute")
    same = len({printed.digest for printed in found.values()}) == 1
    print("the same bytes" if same else "DIFFERENT BYTES")
    return 0 if same else 1


def _measured(documents: Iterator[document_tasks.RenderedDocument], count: int) -> Printed:
    begins = time.perf_counter()
    hashes = sorted(f"{found.case}/{found.name} {hashlib.sha256(found.data).hexdigest()}" for found in documents)
    rate = count * 60 / (time.perf_counter() - begins)
    return Printed(rate, hashlib.sha256("\n".join(hashes).encode()).hexdigest())


def _on_a_cluster(workers: int, tasks: Sequence[PrintTask], kit: PrintKit) -> Printed:
    with _cluster(workers) as address, cluster_printing.printing_cluster(cluster_address(address)) as printers:
        list(cluster_printing.render_all(tasks[: _WARM * workers], kit, printers))
        return _measured(cluster_printing.render_all(tasks, kit, printers), len(tasks))


@contextmanager
def _cluster(workers: int) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="bench-cluster-") as folder:
        port = 18000 + workers
        address = f"tcp://127.0.0.1:{port}"
        commands = [["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]]
        commands += [["worker", address, "--nthreads", "1", "--host", "127.0.0.1", "--no-dashboard"]] * workers
        with open(os.devnull, "wb") as nowhere:
            processes = [
                subprocess.Popen([_DASK, *words], cwd=folder, env=os.environ | _NO_SPILLING, stderr=nowhere)
                for words in commands
            ]
        try:
            time.sleep(10)  # until all workers are there
            yield address
        finally:
            for process in processes:
                process.terminate()
                process.wait()


if __name__ == "__main__":
    sys.exit(main())
