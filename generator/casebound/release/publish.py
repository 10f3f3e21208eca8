"""Publishing a release: staged beside the last one, written to the disk, read back, and swapped in by one rename.

Whenever a build is interrupted, `build/handbook` points to the last release or to the new one, never to anything else.
"""

import atexit
import datetime as dt
import hashlib
import os
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from casebound.load.workspace import files_below, sha256_of
from casebound.model.errors import CannotPublish
from casebound.release.manifest import FILE_NAME, Manifest, parse
from casebound.runtime import locks
from casebound.runtime.flush import flush, flush_entry
from casebound.runtime.parallel import background, map_small_tasks

_TEMPORARY = ".temporary-"
_CHUNK_SIZE = 128  # files that a worker writes or reads at a time


@dataclass(frozen=True, slots=True)
class Output:
    """One file of a release: its path, its hash, and a function that reads its bytes when they are needed.

    `file` has the same bytes, if there is one; the release links to it.
    """

    path: str
    sha256: str
    content: Callable[[], bytes]
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """The published release: `folder` is the link, such as `build/handbook`; `new` is false if nothing changed."""

    folder: Path
    digest: str
    files: int
    new: bool


def output(path: str, data: bytes) -> Output:
    """A file of a release with these bytes."""
    return Output(path, hashlib.sha256(data).hexdigest(), lambda: data)


@contextmanager
def locked(build: Path) -> Iterator[None]:
    """Reserve the build folder for this process. Raises CannotPublish if another build holds it."""
    try:
        build.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(build / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise CannotPublish(
            f"{build} cannot be written: {error.strerror}", "Check the folder's permissions."
        ) from error
    try:
        with locks.locked(descriptor, wait=False):
            _sign(descriptor)
            yield
    except BlockingIOError:
        raise CannotPublish(
            f"another build is running in this folder ({_signature(build)})", "Wait until it ends, or stop it."
        ) from None


def _sign(descriptor: int) -> None:
    """Write into the lock's file which process holds the lock; the time of the file says since when."""
    with suppress(OSError):  # a full disk; the next write of the build reports it
        os.truncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())


def _signature(build: Path) -> str:
    file = build / ".lock"
    try:
        since = dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC).astimezone()
        return f"process {file.read_text(encoding='utf-8', errors='replace')}, since {since.isoformat(' ', 'seconds')}"
    except OSError:
        return "its process is not known"


@contextmanager
def temporary_files(build: Path) -> Iterator[None]:
    """Keep the temporary files of this process below `build`, where the next build finds what a killed one left.

    They are removed when this process ends, since the fonts of the PDF engine stay in use until then.
    """
    folder = build / f"{_TEMPORARY}{os.getpid()}"
    for left in build.glob(f"{_TEMPORARY}*"):
        if left != folder:
            shutil.rmtree(left, ignore_errors=True)
    if not folder.is_dir():
        try:
            folder.mkdir()
        except OSError as error:
            raise _not_written(error) from error
        atexit.register(_remove_in, os.getpid(), folder)
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def _remove_in(process: int, folder: Path) -> None:
    if os.getpid() == process:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _staging(build: Path) -> Iterator[Path]:
    """A new folder for the next release. It is deleted at the end if the release was not moved out of it."""
    parent = build / "releases"
    try:
        parent.mkdir(parents=True, exist_ok=True)
        for left in parent.glob(".staging-*"):
            shutil.rmtree(left, ignore_errors=True)
        staged = Path(tempfile.mkdtemp(prefix=".staging-", dir=parent))
        os.chmod(staged, 0o755)  # noqa: S103 - a published handbook is read by others
    except OSError as error:
        raise _not_written(error) from error
    try:
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)
        with suppress(OSError):  # the folder contains a release
            parent.rmdir()


def publish(build: Path, name: str, outputs: Iterable[Output], jobs: int = 1) -> Release:
    """Make `build/<name>` point to a release of exactly these files, which `jobs` workers write.

    Raises CannotPublish, with the last release untouched, if that fails or if two outputs have the same path.
    """
    planned: dict[str, Output] = {}
    for planned_output in outputs:
        path = planned_output.path
        if path in planned or path == FILE_NAME:
            raise CannotPublish(f"two files of the release are named {path}", "Rename one of them.")
        planned[path] = planned_output
    manifest = Manifest({path: found.sha256 for path, found in planned.items()})
    link, folder = build / name, build / "releases" / manifest.digest
    try:
        if _complete(folder, manifest, jobs):
            new = _point(link, folder)
            if new:  # a build that was stopped before this step left the older release
                _sweep(build)
            return Release(link, manifest.digest, len(planned), new)
        with _staging(build) as staged:
            last = _target(link)
            _fill(staged, planned, manifest, last, jobs)
            if (wrong := _flushed(staged, manifest, jobs)) and last:  # the last release may be damaged: use none of it
                _empty(staged)
                _fill(staged, planned, manifest, None, jobs)
                wrong = _flushed(staged, manifest, jobs)
            if wrong is not None:
                raise CannotPublish(f"{wrong} was not written correctly", "Run the build again; check the disk.")
            _move_aside(folder)
            os.replace(staged, folder)
        flush_entry(folder.parent)
        _point(link, folder)
    except OSError as error:
        raise _not_written(error) from error
    _sweep(build)
    return Release(link, manifest.digest, len(planned), new=True)


def _not_written(error: OSError) -> CannotPublish:
    where = f" ({error.filename})" if error.filename else ""
    return CannotPublish(f"the release could not be written: {error.strerror}{where}", "The last release is unchanged.")


def _fill(staged: Path, planned: Mapping[str, Output], manifest: Manifest, last: Path | None, jobs: int) -> None:
    before = _listed(last)
    for folder in sorted({os.path.dirname(path) for path in planned}):
        os.makedirs(staged / folder, mode=0o755, exist_ok=True)

    def place(path: str) -> None:
        source, target = planned[path], os.path.join(staged, path)
        if last is not None and before.get(path) == source.sha256 and _linked(os.path.join(last, path), target):
            return
        if source.file is None or not _linked(source.file, target):
            _write(target, source.content())

    deque(map_small_tasks(place, tuple(planned), jobs, _CHUNK_SIZE), maxlen=0)
    _write(os.path.join(staged, FILE_NAME), manifest.text.encode())
    for parent, _, _ in os.walk(staged, topdown=False):
        os.chmod(parent, 0o755)  # noqa: S103 - a published handbook is read by others


def _empty(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _linked(source: str | Path, target: str) -> bool:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        return False
    return True


def _write(path: str, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644)
    try:
        os.fchmod(descriptor, 0o644)  # independent of the umask
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)


def _listed(folder: Path | None) -> Mapping[str, str]:
    if folder is None:
        return {}
    try:
        return parse((folder / FILE_NAME).read_text(encoding="utf-8")).entries
    except (OSError, ValueError):
        return {}


def _target(link: Path) -> Path | None:
    return link.resolve() if link.is_symlink() and link.exists() else None


def _flushed(staged: Path, manifest: Manifest, jobs: int) -> str | None:
    """Write the staged files to the disk while reading them back; returns what `_wrong` finds."""
    with background(partial(flush, staged), jobs) as flushed:
        wrong = _wrong(staged, manifest, jobs)
        flushed()
    return wrong


def _wrong(folder: Path, manifest: Manifest, jobs: int) -> str | None:
    """The first path that is missing, altered or unexpected; None if the folder is the release."""
    if different := set(files_below(folder)) ^ {*manifest.entries, FILE_NAME}:
        return min(different)
    if (folder / FILE_NAME).read_text(encoding="utf-8") != manifest.text:
        return FILE_NAME

    def altered(path: str) -> str | None:
        return None if sha256_of(os.path.join(folder, path)) == manifest.entries[path] else path

    return next(filter(None, map_small_tasks(altered, tuple(manifest.entries), jobs, _CHUNK_SIZE)), None)


def _complete(folder: Path, manifest: Manifest, jobs: int) -> bool:
    return folder.is_dir() and not folder.is_symlink() and _wrong(folder, manifest, jobs) is None


def _move_aside(folder: Path) -> None:
    """Move a damaged release of the same name away; an undamaged release is never replaced."""
    if folder.exists():
        os.replace(folder, Path(tempfile.mkdtemp(prefix=".staging-", dir=folder.parent)))


def _point(link: Path, folder: Path) -> bool:
    """Replace the link, unless it points there already. Anything but a link under its name is an error."""
    target = os.path.join("releases", folder.name)
    if link.is_symlink() and os.readlink(link) == target:
        return False
    if link.exists() and not link.is_symlink():
        raise CannotPublish(f"{link} is not a link that a build made", "Move it to another place and build again.")
    new = link.with_name(f".{link.name}")
    new.unlink(missing_ok=True)  # left by a build that was killed between the next two steps
    os.symlink(target, new)
    os.replace(new, link)
    flush_entry(link.parent)
    return True


def _sweep(build: Path) -> None:
    """Remove the releases that no link points to. A hidden link was never put in place, so it does not count."""
    current = {link.resolve() for link in build.iterdir() if link.is_symlink() and not link.name.startswith(".")}
    for folder in (build / "releases").iterdir():
        if folder.resolve() not in current:
            shutil.rmtree(folder, ignore_errors=True)
