"""Import a file of evidence: compute its hash, give it a safe name, and copy it without overwriting a file."""

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from casebound.load.file_names import is_reserved
from casebound.load.workspace import MOST_EVIDENCE_BYTES
from casebound.model.errors import CannotJudge

_PIECE = 1 << 20
_LONGEST = 64
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,11}")
_LETTER = re.compile("[A-Za-z]")
_LETTERS = str.maketrans(
    {"Æ": "Ae", "æ": "ae", "Ø": "O", "ø": "o", "Œ": "Oe", "œ": "oe", "ß": "ss", "ẞ": "SS", "Ł": "L", "ł": "l"}
    | {"Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Þ": "Th", "þ": "th", "ı": "i", "Ħ": "H", "ħ": "h", "–": "-", "—": "-"}
)
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_EDGES = "._-"


class CannotImport(CannotJudge):
    """A file that cannot be imported; nothing was left behind."""


def bytes_of(file: Path) -> bytes:
    """The bytes of a file. Raises CannotImport if the file is not regular, empty or too large."""
    data = bytearray()
    _read(file, data.extend)
    return bytes(data)


def free_name(wanted: str, taken: Iterable[str], kind: str = "document") -> str:
    """An unused name of ASCII letters, digits, dots, hyphens and underscores; upper and lower case count as equal.

    The ending is kept. A name without Latin letters, or one that Windows reserves, begins with the kind of document.
    """
    stem, ending = map(_ascii, os.path.splitext(wanted.strip()))
    if not _ENDING.fullmatch(ending):
        stem, ending = stem + ending, ""
    stem = _UNSAFE.sub("-", stem)[:_LONGEST].strip(_EDGES)
    if is_reserved(stem) or not _LETTER.search(stem):
        stem = f"{kind}-{stem}".strip(_EDGES)
    used, name, number = {used_name.casefold() for used_name in taken}, f"{stem}{ending}", 2
    while name.casefold() in used:
        name, number = f"{stem}-{number}{ending}", number + 1
    return name


def _ascii(text: str) -> str:
    """The text with its letters in ASCII where they have such a form; others are left out."""
    return unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode()


@contextmanager
def copied(files: Iterable[tuple[Path, str, str]], folder: Path) -> Iterator[None]:
    """Copy files, each with its name and expected hash, into a folder; on any failure remove the copies.

    A file that is already in the folder under its name is not copied.
    """
    files, made = tuple(files), list[str]()
    if not files:
        yield
        return
    new = not folder.is_dir()
    if new:
        os.makedirs(folder, exist_ok=True)
    handle = _open_folder(folder)
    try:
        for file, name, digest in files:
            if _is_there(file, handle, name):
                continue
            with open(_begun(handle, name), "wb") as stream:
                made.append(name)
                _copy(file, stream, digest)
        os.fsync(handle)
        yield
    except BaseException:
        for name in made:
            with suppress(OSError):
                os.unlink(name, dir_fd=handle)
        if new:
            with suppress(OSError):
                os.rmdir(folder)
        raise
    finally:
        os.close(handle)


def names_in(folder: Path) -> tuple[str, ...]:
    """The names in a folder; none if the folder does not exist."""
    try:
        return tuple(sorted(os.listdir(folder)))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise CannotImport(f"{folder} cannot be read: {error.strerror}", "The path must be a regular folder.") from None


def _open_folder(folder: Path) -> int:
    try:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError as error:
        raise CannotImport(f"{folder} cannot be used: {error.strerror}", "The path must be a regular folder.") from None


def _is_there(file: Path, handle: int, name: str) -> bool:
    try:
        return os.path.samestat(os.stat(file), os.stat(name, dir_fd=handle, follow_symlinks=False))
    except OSError:
        return False


def _begun(handle: int, name: str) -> int:
    try:
        return os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644, dir_fd=handle)
    except OSError as error:
        raise CannotImport(f"{name} cannot be written: {error.strerror}", "Nothing was written.") from error


def _copy(file: Path, stream: BinaryIO, wanted: str) -> None:
    digest = hashlib.sha256()

    def take(piece: bytes) -> None:
        digest.update(piece)
        stream.write(piece)

    _read(file, take)
    try:
        stream.flush()
        os.fsync(stream.fileno())
    except OSError as error:
        raise CannotImport(f"{file} cannot be copied: {error.strerror}", "Nothing was written.") from error
    if digest.hexdigest() != wanted:
        raise CannotImport(f"{file} changed while it was read", "Run the command again. Nothing was written.")


def _ordinary(file: Path) -> int:
    handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK)
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return handle
    os.close(handle)
    raise CannotImport(f"{file} is not a regular file", "Name the file itself.")


def _read(file: Path, use: Callable[[bytes], object]) -> None:
    read = 0
    try:
        with open(_ordinary(file), "rb") as stream:
            while piece := stream.read(_PIECE):
                read += len(piece)
                if read > MOST_EVIDENCE_BYTES:
                    message = f"{file} is larger than {MOST_EVIDENCE_BYTES >> 20} MiB"
                    raise CannotImport(message, "File an extract, and keep the complete file in its current place.")
                use(piece)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CannotImport(f"{file} cannot be read: {reason}", "Check the file.") from None
    if not read:
        raise CannotImport(f"{file} is empty", "Name a file with content.")
