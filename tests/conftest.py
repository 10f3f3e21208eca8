"""What all tests share: a clock that stands still, and small projects to take apart."""

import contextlib
import gc
import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings
from tests.support.commands import Ran, Run
from tests.support.office import NO, Office
from tests.support.projects import copy_project
from tests.support.sample import FAR_AHEAD, PROJECT, case_ids, sample
from tests.support.shared_builds import SharedBuilds, shared_builds

from casebound.cli.main import main
from casebound.load.evidence_reader import Content
from casebound.load.workspace import Workspace, workspace
from casebound.model.evidence import Inspection
from casebound.pipeline import check
from casebound.pipeline.build import BuildRequest, BuildResult, build
from casebound.release.inspection_cache import cached_inspections

_FAR_AHEAD = time.mktime(FAR_AHEAD.timetuple())

_FIRST = (
    "test_journeys.py",
    "test_toolchain.py",
    "test_docs.py",
    "test_exhibits.py",
    "test_exhibit_pdfs.py",
    "test_pages.py",
    "test_rough_machines.py",
    "test_documents.py",
    "test_contrast.py",
    "test_pipeline.py",
    "test_scripts.py",
    "test_oracle.py",
)
"""Files that take ten seconds and more, so that no worker has such a file left when the others have finished."""


settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")  # the time that an example takes says how busy the machine is, and nothing else


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files from what comes out now")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the files in a random order, but those that take long first."""
    items.sort(key=lambda item: _FIRST.index(item.path.name) if item.path.name in _FIRST else len(_FIRST))


@pytest.fixture(scope="session", autouse=True)
def _clock_stands_still() -> Iterator[None]:
    """A hidden look at the clock shows: today is a day in 2093, after everything in the sample."""
    with patch.object(time, "time", lambda: _FAR_AHEAD):
        yield


@pytest.fixture(scope="session", autouse=True)
def _nobody_asks_for_color() -> None:
    """What a test reads does not depend on what the machine it runs on likes to see."""
    for name in ("FORCE_COLOR", "NO_COLOR"):
        os.environ.pop(name, None)


@pytest.fixture(scope="session", autouse=True)
def _no_key_of_a_user() -> Iterator[None]:
    """No build keeps its inspections for a later check."""
    with patch.dict(os.environ, {"XDG_CACHE_HOME": os.devnull}):
        yield


@pytest.fixture(scope="session", autouse=True)
def _sample_is_inspected() -> Iterator[None]:
    """A check in this process opens the sample's files once, and then only files with other content."""

    def known(project: Workspace) -> Mapping[Content, Inspection]:
        return {**sample().inspections, **cached_inspections(project)}

    with patch.object(check, "cached_inspections", known):
        yield


@pytest.fixture
def every_file_is_opened() -> Iterator[None]:
    """A check opens the sample's files too, as the first check of a user does."""
    with patch.object(check, "cached_inspections", cached_inspections):
        yield


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project of two cases, not built yet."""
    return copy_project(tmp_path / "project")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> SharedBuilds:
    """The builds that all workers of this run have in common."""
    return shared_builds(tmp_path_factory, worker_id)


@pytest.fixture(scope="session")
def first_build(shared: SharedBuilds) -> Iterator[tuple[Path, BuildResult]]:
    """The small project, built once. No test may change it; `built` is a copy for that."""
    yield from shared.once(
        "small", lambda folder: build(workspace(copy_project(folder)), BuildRequest(None, FAR_AHEAD, jobs=2))
    )


@pytest.fixture(scope="session")
def site(shared: SharedBuilds) -> Iterator[Path]:
    """The handbook of all sample cases, without their documents. No test may change it."""

    def make(folder: Path) -> BuildResult:
        project = workspace(copy_project(folder, case_ids()))
        built = build(project, BuildRequest(None, FAR_AHEAD, jobs=2, documents=False))
        assert built.release is not None
        return built

    for folder, _ in shared.once("site", make):
        yield folder / "build" / "handbook"


@pytest.fixture
def built(first_build: tuple[Path, BuildResult], tmp_path: Path) -> Path:
    """The small project with its release and its store, to be changed at will."""
    return shutil.copytree(first_build[0], tmp_path / "project", symlinks=True)


@pytest.fixture
def run() -> Run:
    """The command line, in this process; a build has one worker, as the tests are on every processor already."""

    def command(*words: object) -> Ran:
        out, err, code = io.StringIO(), io.StringIO(), 0
        words += ("--jobs", 1) if words[:1] == ("build",) and "--jobs" not in words else ()
        argv = ["casebound", *(str(word) for word in words)]
        with patch.object(sys, "argv", argv), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main()
            except SystemExit as left:
                code = left.code if isinstance(left.code, int) else int(left.code is not None)
            finally:
                gc.unfreeze()
                gc.enable()
        return Ran(code, out.getvalue(), err.getvalue())

    return command


@pytest.fixture
def office(tmp_path: Path, run: Run) -> Office:
    """A project with one supported case, and a clock."""
    return Office(copy_project(tmp_path / "project", (NO,)), run)


@pytest.fixture(scope="session")
def casebound() -> Run:
    """The command line as a user runs it, in a process of its own."""

    def command(*words: object, **environment: str) -> Ran:
        told = subprocess.run(
            [sys.executable, "-m", "casebound.cli.main", *(str(word) for word in words)],
            env={**os.environ, "PYTHONPATH": str(PROJECT / "generator"), **environment},
            capture_output=True,
            timeout=300,
            check=False,
        )
        return Ran(told.returncode, told.stdout.decode(errors="replace"), told.stderr.decode(errors="replace"))

    return command
