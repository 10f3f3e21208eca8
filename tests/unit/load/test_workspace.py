"""A project's folders: its files are opened without following anything, or not at all."""

import errno
import hashlib
import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.sample import PROJECT

from casebound.load.workspace import CannotRead, Unreadable, Workspace, files_below, read_within, sha256_of, workspace
from casebound.model.errors import NotAProject

MOST = 1000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "cases" / "A").mkdir(parents=True)
    (tmp_path / "registers").mkdir()
    (tmp_path / "cases" / "A" / "file.txt").write_bytes(b"proof")
    return tmp_path


def refusal(root: Path, relative: str) -> str:
    with pytest.raises(Unreadable) as told:
        read_within(root, relative, MOST)
    return str(told.value)


def test_an_ordinary_file_is_read(root: Path) -> None:
    assert read_within(root, "cases/A/file.txt", MOST) == b"proof"


@pytest.mark.parametrize(
    "path", ["", "/etc/passwd", "../x", "cases/../cases/A/file.txt", "cases\\A", "cases/A/../../x"]
)
def test_a_path_that_leads_out_is_refused_before_anything_is_opened(root: Path, path: str) -> None:
    assert refusal(root, path) == "its path leads out of the folder"


def test_a_missing_file_is_missing(root: Path) -> None:
    assert refusal(root, "cases/A/none.txt") == "it is missing"


def test_a_link_is_not_followed_wherever_it_stands(root: Path) -> None:
    os.symlink("file.txt", root / "cases" / "A" / "link.txt")
    os.symlink("A", root / "cases" / "B")
    os.symlink("nowhere", root / "cases" / "A" / "broken.txt")
    for path in ("cases/A/link.txt", "cases/B/file.txt", "cases/A/broken.txt"):
        assert refusal(root, path) == "its path contains a link"


def test_a_file_with_a_second_name_is_refused(root: Path) -> None:
    os.link(root / "cases" / "A" / "file.txt", root / "elsewhere.txt")
    assert "more than one name" in refusal(root, "cases/A/file.txt")


def test_a_pipe_and_a_folder_are_no_ordinary_files(root: Path) -> None:
    os.mkfifo(root / "cases" / "A" / "pipe")
    assert refusal(root, "cases/A/pipe") == "it is not a regular file"
    assert refusal(root, "cases/A") == "it is not a regular file"


def test_a_file_beyond_the_limit_is_refused(root: Path) -> None:
    (root / "big").write_bytes(b"x" * (MOST + 1))
    assert "larger" in refusal(root, "big")
    (root / "big").write_bytes(b"x" * MOST)
    assert len(read_within(root, "big", MOST)) == MOST


@pytest.mark.parametrize("path", ["cases/A/" + "x" * 300, "cases/A/file.txt/more", "cases/A/nul\x00byte"])
def test_a_path_that_the_system_refuses_is_unreadable(root: Path, path: str) -> None:
    assert refusal(root, path)


@given(st.text(max_size=40))
def test_any_name_is_read_or_refused(name: str) -> None:
    with suppress(Unreadable):
        assert len(read_within(PROJECT / "registers", name, MOST)) <= MOST


@pytest.mark.parametrize("code", [errno.EACCES, errno.EIO, errno.EMFILE, errno.ENOMEM, errno.ESTALE])
@pytest.mark.parametrize("call", ["open", "fstat", "read"])
def test_a_failure_of_the_system_is_not_a_finding(
    code: int, call: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    message = rf"^cases/A/file\.txt cannot be read: {os.strerror(code)}$"
    with monkeypatch.context() as patched:
        patched.setattr(os, call, fails)
        with pytest.raises(CannotRead, match=message):
            read_within(root, "cases/A/file.txt", MOST)


def test_no_handle_is_left_open(root: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    for path in ("cases/A/file.txt", "cases/A/none.txt", "../x", "cases/none/file.txt"):
        try:
            read_within(root, path, MOST)
        except Unreadable:
            continue
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_folder_without_cases_or_registers_is_no_project(root: Path) -> None:
    assert workspace(root).root == root.resolve()
    (root / "registers").rmdir()
    with pytest.raises(NotAProject, match="registers"):
        workspace(root)
    with pytest.raises(NotAProject, match="does not exist"):
        workspace(root / "none")


def test_only_folders_are_cases_and_hidden_ones_are_not(root: Path) -> None:
    (root / "cases" / ".git").mkdir()
    (root / "cases" / "README.md").write_text("")
    (root / "cases" / "B").mkdir()
    assert Workspace(root).case_folders() == ("A", "B")


def test_a_projects_own_copy_wins(root: Path) -> None:
    project = Workspace(root)
    assert project.own_or_shipped("mkdocs.yml") == PROJECT / "mkdocs.yml"
    (root / "mkdocs.yml").write_text("")
    assert project.own_or_shipped("mkdocs.yml") == root / "mkdocs.yml"
    (root / "site_templates").mkdir()
    assert project.template_folders() == (root / "site_templates", PROJECT / "site_templates")


def test_files_below_a_folder_come_in_order_and_a_missing_folder_has_none(root: Path) -> None:
    (root / "cases" / "A" / "b").mkdir()
    (root / "cases" / "A" / "b" / "x").write_text("")
    (root / "cases" / "A" / "a").write_text("")
    assert list(files_below(root / "cases" / "A")) == ["a", "file.txt", "b/x"]
    assert list(files_below(root / "none")) == []


def test_only_an_ordinary_file_has_a_hash(root: Path) -> None:
    (root / "file").write_bytes(b"words")
    (root / "link").symlink_to("file")
    os.mkfifo(root / "pipe")
    assert sha256_of(root / "file") == hashlib.sha256(b"words").hexdigest()
    assert [sha256_of(root / name) for name in ("link", "pipe", "cases", "none")] == [None] * 4
