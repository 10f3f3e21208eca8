"""The inspections that a build keeps: a check uses them, writes nothing, and trusts no others."""

import hashlib
import hmac
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from tests.support.commands import Run
from tests.support.sample import FAR_AHEAD

from casebound.load import evidence_reader
from casebound.load.evidence_reader import Content
from casebound.load.inspect.inspection import InspectionRequest, inspect_files
from casebound.load.workspace import Workspace, workspace
from casebound.model.evidence import Inspection
from casebound.pipeline.build import BuildRequest, build
from casebound.pipeline.check import check, project_in
from casebound.release import inspection_cache
from casebound.release.inspection_cache import cache_inspections, cached_inspections
from casebound.runtime import toolchain

WITHOUT_DOCUMENTS = BuildRequest(None, FAR_AHEAD, documents=False)
CACHE = Path("build/cache/inspections")
LETTER = Path("cases/NO-2026-001/evidence/assignment-letter.pdf")

pytestmark = pytest.mark.usefixtures("every_file_is_opened")


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The key of a user, which is made when it is first needed."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "casebound" / "inspections.key"


@pytest.fixture
def project(small: Path, key: Path) -> Workspace:
    """A project with the inspections of a build."""
    found = workspace(small)
    cache_inspections(found, project_in(found).inspections)
    assert key.is_file()
    return found


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are opened from now on."""
    names: list[str] = []

    def inspected(requests: list[InspectionRequest]) -> tuple[Inspection, ...]:
        names.extend(request.name for request in requests)
        return inspect_files(requests)

    monkeypatch.setattr(evidence_reader, "inspect_files", inspected)
    return names


def _state(folder: Path) -> Mapping[Path, tuple[bytes, int]]:
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def test_a_build_keeps_inspections_and_a_check_opens_nothing_and_writes_nothing(
    small: Path, key: Path, run: Run, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casebound.cli.check_build_commands._DEFAULT_JOBS", 1)
    first = run("check", "-C", small)
    assert opened
    assert not (small / "build").exists()
    assert not key.exists()
    assert build(workspace(small), WITHOUT_DOCUMENTS).release
    before = {**_state(small), **_state(key.parent)}
    opened.clear()
    assert run("check", "-C", small) == first
    assert opened == []
    assert {**_state(small), **_state(key.parent)} == before


def test_a_cached_inspection_is_the_one_that_opening_gives(project: Workspace) -> None:
    cached = cached_inspections(project)
    assert len(cached) > 10
    assert any(found.text for found in cached.values())
    assert cached == evidence_reader.inspect_evidence(project, _files(project), 1).found


def _files(project: Workspace) -> list[evidence_reader.LocatedFile]:
    names = [path.relative_to(project.root).as_posix() for path in project.root.rglob("*/evidence/*")]
    names += [path.relative_to(project.root).as_posix() for path in project.root.rglob("captures/*")]
    files = [evidence_reader.LocatedFile(name, evidence_reader.hashed(project, name, name)) for name in names]
    known = set(cached_inspections(project))
    every = [
        evidence_reader.LocatedFile(file.relative, file.file, quoted) for file in files for quoted in (False, True)
    ]
    return [file for file in every if file.content in known]


def test_a_changed_file_is_opened_and_the_others_are_not(project: Workspace, opened: list[str]) -> None:
    (project.root / LETTER).write_bytes((project.root / LETTER).read_bytes() + b"\n")
    check(project, None, FAR_AHEAD)
    assert opened == [LETTER.as_posix()]


def _forged(project: Workspace) -> bytes:
    """The inspections with a damaged certificate that opens, in the form of a cache."""
    damaged: Content = (hashlib.sha256(b"%PDF-1.7\nnothing").hexdigest(), ".pdf", False)
    return msgspec.msgpack.encode([*cached_inspections(project).items(), (damaged, Inspection("PDF"))])


def _flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize(
    "change",
    [
        lambda _, __: b"",
        lambda _, data: data[:31],
        lambda _, data: data[:-1],
        lambda _, data: data + b"\0",
        lambda _, data: _flip(data, 0),
        lambda _, data: _flip(data, 40),
        lambda _, data: _flip(data, len(data) - 1),
        lambda project, data: data[:32] + _forged(project),
        lambda project, _: hashlib.sha256(_forged(project)).digest() + _forged(project),
        lambda project, _: hmac.digest(bytes(32), _forged(project), "sha256") + _forged(project),
    ],
)
def test_a_cache_that_was_changed_is_ignored(
    change: Callable[[Workspace, bytes], bytes], project: Workspace, opened: list[str]
) -> None:
    file = project.root / CACHE
    file.write_bytes(change(project, file.read_bytes()))
    assert cached_inspections(project) == {}
    assert not check(project, None, FAR_AHEAD).blocked
    assert opened


def test_a_cache_that_says_nothing_of_its_shape_is_ignored(project: Workspace, key: Path) -> None:
    entries = msgspec.msgpack.encode({"not": "a list"})
    (project.root / CACHE).write_bytes(inspection_cache._seal(key.read_bytes(), entries) + entries)
    assert cached_inspections(project) == {}


def test_a_cache_of_another_user_or_machine_is_ignored(project: Workspace, key: Path) -> None:
    key.write_bytes(os.urandom(32))
    assert cached_inspections(project) == {}
    key.unlink()
    assert cached_inspections(project) == {}


def test_a_key_that_others_can_read_is_not_used(project: Workspace, key: Path) -> None:
    inspections = cached_inspections(project)
    key.chmod(0o644)
    assert cached_inspections(project) == {}
    (project.root / CACHE).unlink()
    cache_inspections(project, inspections)
    assert not (project.root / CACHE).exists()


def test_a_cache_of_another_tool_chain_is_ignored(project: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(toolchain.toolchain(), python="another")
    monkeypatch.setattr(toolchain, "toolchain", lambda: other)
    assert cached_inspections(project) == {}


def test_a_link_in_place_of_the_cache_is_not_followed(project: Workspace) -> None:
    file = project.root / CACHE
    moved = file.rename(project.root / "elsewhere")
    file.symlink_to(moved)
    assert cached_inspections(project) == {}


def test_a_file_that_does_not_open_is_opened_again_each_time(small: Path, key: Path, opened: list[str]) -> None:
    (small / LETTER).write_bytes(b"%PDF-1.7\nnothing")
    project = workspace(small)
    cache_inspections(project, project_in(project).inspections)
    opened.clear()
    check(project, None, FAR_AHEAD)
    assert opened == [LETTER.as_posix()]
    assert all(found.unusable is None for found in cached_inspections(project).values())


def test_without_a_folder_of_the_user_a_build_keeps_nothing(small: Path, run: Run) -> None:
    assert os.environ["XDG_CACHE_HOME"] == os.devnull
    assert build(workspace(small), WITHOUT_DOCUMENTS).release
    assert not (small / CACHE).exists()
    assert run("check", "-C", small).code == 0
