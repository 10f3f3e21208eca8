"""Files as they were received: files anywhere on this machine, which are read before they are recorded."""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from casebound.load.workspace import MOST_EVIDENCE_BYTES
from casebound.model.errors import CannotJudge


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file under the name that it was given; without `data`, the problem that prevented reading it."""

    name: str
    data: bytes | None = field(default=None, repr=False)
    problem: str = ""


def received_paths(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that the paths name; for a folder all files below it, in order, without hidden ones.

    Raises CannotJudge if a path does not exist, or if a folder holds no files.
    """
    for path in paths:
        try:
            is_folder = path.is_dir()
            there = is_folder or path.is_symlink() or path.exists()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "the name is not a valid file name"
            raise CannotJudge(f"{_shown(path)} cannot be read: {reason}", "Check the path.") from None
        if not there:
            raise CannotJudge(f"{_shown(path)} does not exist", "Check the path.")
        if is_folder:
            yield from _below(path)
        else:
            yield path


def received_file(path: Path, most: int = MOST_EVIDENCE_BYTES) -> ReceivedFile:
    """Read a file. A link is followed; a pipe or a device is not opened for reading."""
    name = _shown(path)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except (OSError, ValueError) as error:
        return ReceivedFile(name, problem=f"it cannot be read: {getattr(error, 'strerror', None) or error}")
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode):
        os.close(handle)
        return ReceivedFile(name, problem="it is not a regular file")
    with open(handle, "rb") as stream:
        try:
            data = stream.read(most + 1) if found.st_size <= most else b""
        except OSError as error:
            return ReceivedFile(name, problem=f"it cannot be read: {error.strerror}")
        if found.st_size > most or len(data) > most:
            return ReceivedFile(name, problem=f"it is larger than {most >> 20} MiB")
        return ReceivedFile(name, data)


def _below(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        where = _shown(Path(error.filename or folder))
        raise CannotJudge(f"{where} cannot be read: {error.strerror}", "Check the permissions of the folder.")

    empty = True
    for place, folders, names in os.walk(folder, onerror=refuse):
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]  # not followed
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in links)
        for name in sorted((*names, *links)):
            if not name.startswith("."):
                empty = False
                yield Path(place, name)
    if empty:
        raise CannotJudge(f"the folder {_shown(folder)} contains no files", "Name a file, or a folder with files.")


def _shown(path: Path) -> str:
    """The path as text; bytes that are not UTF-8 are shown as escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace") if "\0" not in str(path) else ascii(str(path))
