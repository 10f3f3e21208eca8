"""Flushing: everything below a folder is written to the disk, and a disk error is reported."""

import errno
import os
import sys
from pathlib import Path

import pytest

from casebound.runtime.flush import flush

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="syncfs is a call of Linux")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.html", "cases/b.html", "cases/c/d.html"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    return tmp_path


@linux
def test_on_linux_a_folder_is_flushed(folder: Path) -> None:
    flush(folder)


@linux
def test_an_error_of_the_disk_is_raised(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel refuses a descriptor that only names a path, as it reports a disk that fails."""
    opened = os.open
    monkeypatch.setattr(os, "open", lambda path, flags: opened(path, flags | os.O_PATH))
    with pytest.raises(OSError, match="Bad file descriptor") as refused:
        flush(folder)
    assert refused.value.errno == errno.EBADF
    assert refused.value.filename == str(folder)


def test_elsewhere_every_file_and_folder_is_flushed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[int] = []
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(os, "fsync", lambda descriptor: flushed.append(os.fstat(descriptor).st_ino))
    flush(folder)
    assert sorted(flushed) == sorted(path.stat().st_ino for path in (folder, *folder.rglob("*")))
