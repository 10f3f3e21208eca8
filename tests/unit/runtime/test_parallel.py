"""Workers: the same results in the same order whoever does the work, and no failure that goes unheard."""

import os
import signal
from functools import partial
from pathlib import Path

import pytest
from bench.generate import generate

from casebound.load import project as loading
from casebound.load.project import load
from casebound.load.workspace import files_below, workspace
from casebound.model.errors import BrokenDocument
from casebound.release.publish import output, publish
from casebound.runtime import parallel
from casebound.runtime.parallel import background, map_ordered, map_small_tasks


def _squared(number: int) -> int:
    return number * number


def _by_whom(_number: int) -> int:
    return os.getpid()


def _refused(number: int) -> int:
    if number == 7:
        raise ValueError("seven")
    return number


def _gone(number: int) -> int:
    if number == 7:
        os._exit(3)
    return number


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_order_of_the_tasks_whatever_the_number_of_workers(jobs: int) -> None:
    assert list(map_small_tasks(_squared, range(50), jobs, 4)) == [number * number for number in range(50)]


def test_many_tasks_are_shared_and_few_are_done_here() -> None:
    assert {*map_small_tasks(_by_whom, range(8), 2, 4)} == {os.getpid()}
    first, *others = map_small_tasks(_by_whom, range(9), 2, 4)
    assert first == os.getpid()
    assert os.getpid() not in others


def test_what_the_work_raises_is_raised_here() -> None:
    with pytest.raises(ValueError, match="seven"):
        list(map_small_tasks(_refused, range(50), 2, 4))


def test_a_worker_that_dies_is_told() -> None:
    with pytest.raises(BrokenDocument, match="a worker process died"):
        list(map_ordered(_gone, range(50), 2))


def test_a_worker_that_never_ends_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers that are stopped wait forever, as for a lock that a killed worker held."""
    monkeypatch.setattr(parallel, "_SECONDS_TO_END", 0.2)
    with parallel._worker_pool(_by_whom, 2) as pool:
        (worker,) = pool.submit(parallel._do, (1,)).result()
        os.kill(worker, signal.SIGSTOP)
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_a_project_reads_the_same_with_workers_as_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generate(tmp_path / "project", 24)
    (tmp_path / "project" / "cases" / "XX-2026-001").mkdir()
    (tmp_path / "project" / "cases" / "XX-2026-002").mkdir()
    (tmp_path / "project" / "cases" / "XX-2026-002" / "case.yml").write_text("case: [\n", encoding="utf-8")
    place = workspace(tmp_path / "project")
    alone = load(place)
    monkeypatch.setattr(loading, "_CHUNK_SIZE", 4)
    assert load(place, jobs=2) == alone
    assert alone.unreadable == ("XX-2026-001", "XX-2026-002")
    assert len(alone.findings) == 2


def test_a_release_is_the_same_with_workers_as_without(tmp_path: Path) -> None:
    files = [output(f"cases/{number:03}/index.html", b"page %d" % number) for number in range(300)]
    alone, shared = publish(tmp_path / "a", "handbook", files), publish(tmp_path / "b", "handbook", files, jobs=2)
    assert alone.digest == shared.digest
    read = partial(map, Path.read_bytes)
    one, two = (
        list(read(folder / name for name in files_below(folder.resolve()))) for folder in (alone.folder, shared.folder)
    )
    assert one == two


def test_a_file_altered_behind_the_back_of_many_is_found_by_workers_too(tmp_path: Path) -> None:
    files = [output(f"cases/{number:03}/index.html", b"page %d" % number) for number in range(300)]
    folder = publish(tmp_path, "handbook", files).folder
    (folder / "cases" / "299" / "index.html").write_bytes(b"another page")
    assert publish(tmp_path, "handbook", files, jobs=2).new
    assert (folder / "cases" / "299" / "index.html").read_bytes() == b"page 299"


@pytest.mark.parametrize("jobs", [1, 2])
def test_work_done_meanwhile_gives_its_result_as_often_as_it_is_asked_for(jobs: int) -> None:
    with background(lambda: [os.getpid()], jobs) as result:
        assert result() == result()
        assert (result() == [os.getpid()]) is (jobs == 1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_raised_meanwhile_is_raised_when_the_result_is_asked_for(jobs: int) -> None:
    def fail() -> None:
        raise BrokenDocument("the chapters", "Mend them.")

    with background(fail, jobs) as result, pytest.raises(BrokenDocument, match="the chapters"):
        result()


def test_background_work_whose_result_is_not_used_raises_nothing() -> None:
    with background(lambda: 1 // 0, 2):
        pass


def test_a_worker_that_dies_meanwhile_is_a_failure_of_the_tool() -> None:
    with pytest.raises(BrokenDocument, match="a worker process died"), background(lambda: os._exit(3), 2) as result:
        result()
