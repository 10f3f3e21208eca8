"""A cluster: the same answers whatever happens to it, and a reason where it cannot be used."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.support.dask_cluster import DaskCluster, dask_cluster
from tests.support.sample import PROJECT

from casebound.runtime.cluster_address import cluster_address

CALLS = 24
NOTHING: Mapping[str, str] = {}
ANSWERS = [str(2 * number) for number in range(1, CALLS + 1)]


class Caller:
    """The program that calls `doubled` as a build does, while the cluster changes."""

    def __init__(
        self,
        cluster: DaskCluster,
        function: str = "doubled",
        *,
        patience: int = 100,
        settings: Mapping[str, str] = NOTHING,
    ) -> None:
        words = ("-m", "tests.support.cluster_functions", cluster.address, function, str(CALLS), str(patience))
        self.process = subprocess.Popen(
            [sys.executable, *words],
            env={**os.environ, **cluster.settings, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait_for(self, answers: int) -> None:
        """Wait until so many answers are here."""
        assert self.process.stderr
        for _ in range(answers):
            assert self.process.stderr.readline()

    def outcome(self) -> Any:
        """What it came to, after its end."""
        with self.process as process:
            try:
                out, err = process.communicate(timeout=200)
            finally:
                process.kill()
        assert out, err
        found = json.loads(out)
        assert self.process.returncode == (2 if "error" in found else 0)
        return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "calls").mkdir()
    return tmp_path


@pytest.fixture
def three(folder: Path) -> Iterator[DaskCluster]:
    with dask_cluster(folder / "cluster", settings(folder), 3) as cluster:
        yield cluster


def settings(folder: Path) -> dict[str, str]:
    path = os.pathsep.join([str(PROJECT), str(PROJECT / "generator")])
    return {"PYTHONPATH": path, "CASEBOUND_TEST_CALLS": str(folder / "calls")}


def called(folder: Path) -> set[int]:
    """The numbers with which a worker was called."""
    return {int(file.name.partition("-")[0]) for file in (folder / "calls").iterdir()}


def test_three_workers_answer_and_one_that_is_killed_in_the_middle_costs_no_answer(
    three: DaskCluster, folder: Path
) -> None:
    caller = Caller(three)
    caller.wait_for(4)
    three.workers[0].kill()
    assert caller.outcome() == {"answers": ANSWERS, "unused": []}
    assert len({file.name.partition("-")[2] for file in (folder / "calls").iterdir()}) == 3


@pytest.mark.long
def test_a_worker_that_stands_still_for_a_while_costs_no_answer(three: DaskCluster) -> None:
    caller = Caller(three)
    caller.wait_for(4)
    three.workers[0].send_signal(signal.SIGSTOP)
    caller.wait_for(10)
    three.workers[0].send_signal(signal.SIGCONT)
    assert caller.outcome() == {"answers": ANSWERS, "unused": []}


@pytest.mark.long
def test_a_scheduler_that_is_started_again_with_other_workers_costs_no_answer(three: DaskCluster) -> None:
    caller = Caller(three)
    caller.wait_for(4)
    assert three.scheduler
    three.scheduler.kill()
    three.scheduler.wait()
    three.start_scheduler()
    three.start_worker()
    assert caller.outcome() == {"answers": ANSWERS, "unused": []}


@pytest.mark.long
def test_without_workers_the_caller_waits_for_a_while_only(three: DaskCluster) -> None:
    caller = Caller(three, patience=3)
    caller.wait_for(4)
    for worker in three.workers:
        worker.kill()
    found = caller.outcome()
    assert found["error"] == f"the cluster at {three.address} had no free worker for 3 seconds"
    assert "finished documents are kept" in found["remedy"]


def test_a_worker_that_writes_to_its_disk_gets_no_call(folder: Path) -> None:
    with dask_cluster(folder / "cluster", settings(folder)) as cluster:
        cluster.start_worker(spills=True)
        found = Caller(cluster).outcome()
    assert re.fullmatch(r"the worker \S+ of the cluster may write personal data to its disk", found["error"])
    assert "distributed.worker.memory.spill" in found["remedy"]
    assert called(folder) == set()


@pytest.mark.long
def test_a_worker_that_prints_other_bytes_gets_no_call(folder: Path) -> None:
    with dask_cluster(folder / "cluster", settings(folder)) as cluster:
        cluster.settings["CASEBOUND_TEST_VERSION"] = "other"
        cluster.start_worker()
        found = Caller(cluster).outcome()
        assert re.fullmatch(r"no worker of the cluster can be used; of \S+, its word is other", found["error"])
        assert called(folder) == set()
        cluster.settings["CASEBOUND_TEST_VERSION"] = "same"
        cluster.start_worker()
        assert Caller(cluster).outcome() == {"answers": ANSWERS, "unused": ["its word is other"]}
        assert len({file.name.partition("-")[2] for file in (folder / "calls").iterdir()}) == 1


@pytest.mark.long
def test_a_call_that_ends_every_process_is_told_and_the_others_are_answered(three: DaskCluster) -> None:
    assert Caller(three, "deadly").outcome()["answers"] == [*"12", None, *map(str, range(4, CALLS + 1))]


@pytest.mark.long
def test_a_worker_without_casebound_gets_no_call_and_goes_on(folder: Path) -> None:
    with dask_cluster(folder / "cluster", settings(folder)) as cluster:
        cluster.start_worker(generator=_other(folder))
        error = Caller(cluster).outcome()["error"]
        assert error.endswith("casebound does not run there (ModuleNotFoundError)")
        cluster.start_worker()
        assert Caller(cluster).outcome()["answers"] == ANSWERS
        assert [worker.poll() for worker in cluster.workers] == [None, None]


@pytest.mark.long
def test_a_scheduler_without_casebound_is_told(folder: Path) -> None:
    with dask_cluster(folder / "cluster", {**settings(folder), "PYTHONPATH": str(_other(folder))}) as cluster:
        cluster.settings |= settings(folder)
        cluster.start_worker()
        found = Caller(cluster).outcome()
        assert found["error"].startswith("the cluster could not run casebound")
        assert "on the scheduler and the workers" in found["remedy"]


def _other(folder: Path) -> Path:
    """A place in which casebound is another package of that name."""
    (folder / "other" / "casebound").mkdir(parents=True)
    (folder / "other" / "casebound" / "__init__.py").touch()
    return folder / "other"


def test_a_scheduler_that_cannot_be_reached_is_told(folder: Path) -> None:
    cluster = DaskCluster(folder, settings=settings(folder), address="tcp://127.0.0.1:9")
    found = Caller(cluster).outcome()
    assert found["error"].startswith("the scheduler at tcp://127.0.0.1:9 cannot be reached (")


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("10.0.0.7:8786", "tls://HOST:PORT"),
        ("tls://10.0.0.7", "tls://HOST:PORT"),
        ("tls://10.0.0.7:8786/status", "tls://HOST:PORT"),
        ("tls://10.0.0.7:scheduler", "tls://HOST:PORT"),
        ("ucx://10.0.0.7:8786", "tls://HOST:PORT"),
        ("tcp://10.0.0.7:8786", "not encrypted"),
        ("tcp://scheduler:8786", "not encrypted"),
        ("tcp://127.0.0.1.example.com:8786", "not encrypted"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(written: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        cluster_address(written)


@pytest.mark.parametrize(
    "written", ["tls://10.0.0.7:8786", "tcp://127.0.0.1:8786", "tcp://[::1]:1", "tcp://localhost:1"]
)
def test_an_address_that_is_encrypted_or_of_this_machine_is_accepted(written: str) -> None:
    assert cluster_address(written).address == written


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("openssl"), reason="the certificates are made by openssl")
def test_a_cluster_with_certificates_answers_and_only_who_has_one_may_ask(folder: Path) -> None:
    certificates = {**_tls(folder, "ours"), **settings(folder)}
    with dask_cluster(folder / "cluster", certificates, protocol="tls") as cluster:
        cluster.start_worker()
        assert cluster.address.startswith("tls://")
        assert Caller(cluster).outcome()["answers"] == ANSWERS
        stranger = Caller(cluster, settings=_tls(folder, "stranger")).outcome()
        assert "cannot be reached" in stranger["error"]
        cluster.settings = settings(folder)
        error = Caller(cluster).outcome()["error"]
        assert error == f"the configuration of Dask names no certificate for {cluster.address}"


def _tls(folder: Path, name: str) -> dict[str, str]:
    """The settings for a certificate that signs itself."""
    key, certificate = folder / f"{name}.key", folder / f"{name}.pem"
    words = ("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
    subprocess.run(
        ["openssl", *words, "-subj", f"/CN={name}", "-keyout", key, "-out", certificate],
        capture_output=True,
        check=True,
    )
    found = {"CA_FILE": str(certificate)}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        found |= {f"{role}__CERT": str(certificate), f"{role}__KEY": str(key)}
    return {f"DASK_DISTRIBUTED__COMM__TLS__{setting}": value for setting, value in found.items()}
