"""The folders of a project, and the only way to open its files.

Each part of a path is opened without following links, and a file must be a regular file with a single name,
so that nothing in a case folder can lead outside of the folder.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from casebound.load.file_names import printable
from casebound.model.errors import CannotJudge, NotAProject

MOST_EVIDENCE_BYTES = 64 << 20
_PIECE = 1 << 17  # bytes in a single read; most files are smaller
_PACKAGED = Path(__file__).parents[1] / "project"
_SOURCE_TREE = Path(__file__).parents[3]


_NO_NAMES = frozenset({"", ".", ".."})


class Unreadable(Exception):
    """A file that must not be read, or that is not there, with the reason."""


class CannotRead(CannotJudge):
    """The system does not let us read a file that is there. Nothing is known about its content."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folder of one project."""

    root: Path

    @property
    def cases(self) -> Path:
        return self.root / "cases"

    @property
    def registers(self) -> Path:
        return self.root / "registers"

    @property
    def build(self) -> Path:
        return self.root / "build"

    def shipped(self, name: str) -> Path:
        """A file or folder that comes with casebound: from the wheel, or from the source tree that it runs in."""
        packaged = _PACKAGED / name
        return packaged if packaged.exists() else _SOURCE_TREE / name

    def own_or_shipped(self, name: str) -> Path:
        """The project's own copy of a file, or the one that comes with casebound."""
        own = self.root / name
        return own if own.exists() else self.shipped(name)

    def template_folders(self) -> tuple[Path, ...]:
        """The folders of templates; the templates of the project come first."""
        folders = dict.fromkeys((self.root / "site_templates", self.shipped("site_templates")))
        return tuple(folder for folder in folders if folder.is_dir())

    def case_folders(self) -> tuple[str, ...]:
        """The names of the folders under cases/, in order; a plain file there is not a case."""
        with os.scandir(self.cases) as entries:
            return tuple(sorted(entry.name for entry in entries if entry.is_dir() and not entry.name.startswith(".")))

    def read(self, relative: str, most: int = MOST_EVIDENCE_BYTES) -> bytes:
        """The bytes of one file of the project. Raises Unreadable or CannotRead in every other case."""
        return read_within(self.root, relative, most)


def workspace(folder: Path) -> Workspace:
    """The project at `folder`. Raises NotAProject if the folder is not a project."""
    root = folder.resolve()
    if not root.is_dir():
        raise NotAProject(f"the folder {folder} does not exist", "Name the project folder with -C.")
    for name in ("cases", "registers"):
        if not (root / name).is_dir():
            raise NotAProject(
                f"{folder} is not a casebound project: it has no folder {name}/",
                "Run the command in the project folder, or name the folder with -C.",
            )
    return Workspace(root)


def read_within(root: Path, relative: str, most: int) -> bytes:
    """Read a regular file below `root` without following links.

    Raises Unreadable with the reason if there is no such file, and CannotRead if the system fails to read it.
    """
    parts = relative.split("/")
    if not _NO_NAMES.isdisjoint(parts) or "\\" in relative:
        raise Unreadable("its path leads out of the folder")
    opened: list[int] = []
    try:
        opened.append(os.open(root, os.O_RDONLY | os.O_DIRECTORY))
        for part in parts[:-1]:
            opened.append(os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=opened[-1]))
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        opened.append(os.open(parts[-1], flags, dir_fd=opened[-1]))
        return _regular(opened[-1], most)
    except ValueError:  # a NUL, or half a surrogate pair
        raise Unreadable(_NO_FILE_NAME) from None
    except OSError as error:
        if error.errno in _REASONS:
            raise Unreadable(_REASONS[error.errno]) from None
        remedy = "Check the disk and the permissions of the file and its folders."
        raise CannotRead(f"{printable(relative)} cannot be read: {error.strerror}", remedy) from error
    finally:
        for handle in reversed(opened):
            os.close(handle)


MISSING = "it is missing"
_NO_FILE_NAME = "its path is not a valid file name"
_REASONS = {
    errno.EINVAL: _NO_FILE_NAME,
    errno.EILSEQ: _NO_FILE_NAME,
    errno.ENOENT: MISSING,
    errno.ELOOP: "its path contains a link",
    errno.ENOTDIR: "its path contains a link",
    errno.ENAMETOOLONG: "its path is too long",
    errno.ENXIO: "it is not a regular file",
}
"""Why a file is not read although nothing failed, by the error of the system. ENXIO is the error for a socket."""


def _regular(handle: int, most: int) -> bytes:
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode):
        raise Unreadable("it is not a regular file")
    if found.st_nlink != 1:
        raise Unreadable("it has more than one name on the disk (a hard link)")
    if found.st_size > most:
        raise Unreadable(f"it is larger than {most >> 20} MiB")
    pieces, remaining = [], found.st_size + 1  # one more byte shows whether the file grew
    while remaining and (piece := os.read(handle, remaining)):
        pieces.append(piece)
        remaining -= len(piece)
    if remaining != 1:
        raise Unreadable("it changed while it was read")
    return b"".join(pieces)


def files_below(folder: Path) -> Iterator[str]:
    """The names of all files below a folder, relative to it, in order; a missing folder has none.

    A link to a folder is not followed and counts as a file. Raises OSError if a folder cannot be read.
    """
    above = len(os.path.join(folder, ""))
    if not os.path.lexists(folder):
        return
    for place, folders, names in os.walk(folder, onerror=_raised):
        folders.sort()
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]
        for name in sorted((*names, *links)):
            yield os.path.join(place, name)[above:]


def _raised(error: OSError) -> None:
    raise error


def sha256_of(file: str | Path) -> str | None:
    """The hash of a regular file; None for a link, for anything else, and for a file that cannot be read."""
    digest = hashlib.sha256()
    try:
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return None
            while piece := os.read(handle, _PIECE):
                digest.update(piece)
        finally:
            os.close(handle)
    except OSError:
        return None
    return digest.hexdigest()


def write_whole(file: Path, data: bytes, mode: int = 0o644, *, durably: bool = False) -> None:
    """Write a file atomically: it exists completely or not at all; with `durably`, even after a power failure."""
    folder, name = os.path.split(file)
    temporary = os.path.join(folder, f".{name}.{os.getpid()}")
    try:
        stream = open(temporary, "wb")  # noqa: SIM115 - closed below, after the folder exists
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)
        stream = open(temporary, "wb")  # noqa: SIM115 - the same
    try:
        with stream:
            os.fchmod(stream.fileno(), mode)
            stream.write(data)
            stream.flush()
            if durably:
                os.fsync(stream.fileno())
        os.replace(temporary, file)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
