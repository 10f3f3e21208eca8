"""Putting a release in place: staged beside the last one, read back, and swapped in with one rename.

Whatever interrupts, `build/handbook` leads to the last release or to the new one, never to anything else.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from casebound.load.workspace import files_below, sha256_of
from casebound.model.errors import CannotPublish
from casebound.release.manifest import FILE_NAME, Manifest, parse
from casebound.runtime.parallel import background, map_small_tasks

_CHUNK_SIZE = 128  # files that a worker writes or reads back at a time


@dataclass(frozen=True, slots=True)
class Output:
    """One file of a release: its path, its hash, and where its bytes come from when they are needed."""

    path: str
    sha256: str
    content: Callable[[], bytes]
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """What stands under a name such as `build/handbook`."""

    folder: Path
    digest: str
    files: int
    new: bool


def output(path: str, data: bytes) -> Output:
    """A file of a release from bytes at hand."""
    return Output(path, hashlib.sha256(data).hexdigest(), lambda: data)


@contextmanager
def locked(build: Path) -> Iterator[None]:
    """Hold the build folder for one process. Raises CannotPublish where another holds it."""
    try:
        build.mkdir(parents=True, exist_ok=True)
        handle = os.open(build / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise CannotPublish(
            f"{build} cannot be written: {error.strerror}", "Check the folder's permissions."
        ) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise CannotPublish("another build is running here", "Wait for it to end, or stop it.") from None
    finally:
        os.close(handle)


@contextmanager
def _staging(build: Path) -> Iterator[Path]:
    """A new folder for the next release. Whatever lies in it at the end is deleted."""
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
        with suppress(OSError):  # it holds a release
            parent.rmdir()


def publish(build: Path, name: str, outputs: Iterable[Output], jobs: int = 1) -> Release:
    """Make `build/<name>` lead to a release of exactly these files, many of them written by so many workers.

    Raises CannotPublish, with the last release untouched, where that fails; two outputs of one path are refused.
    """
    planned: dict[str, Output] = {}
    for one in outputs:
        if one.path in planned or one.path == FILE_NAME:
            raise CannotPublish(f"two files of the release are named {one.path}", "Rename one of them.")
        planned[one.path] = one
    manifest = Manifest({path: one.sha256 for path, one in planned.items()})
    link, folder = build / name, build / "releases" / manifest.digest
    try:
        if _sound(folder, manifest, jobs):
            new = _lead(link, folder)
            if new:  # a build that was stopped just before this step left the older one behind
                _sweep(build)
            return Release(link, manifest.digest, len(planned), new)
        with _staging(build) as staged:
            last = _release_behind(link)
            _fill(staged, planned, manifest, last, jobs)
            if (wrong := _saved(staged, manifest, jobs)) and last:  # take nothing from it any more
                _empty(staged)
                _fill(staged, planned, manifest, None, jobs)
                wrong = _saved(staged, manifest, jobs)
            if wrong is not None:
                raise CannotPublish(f"{wrong} was not written as it should be", "Run the build again; check the disk.")
            _make_way(folder)
            os.replace(staged, folder)
        _sync_folder(folder.parent)
        _lead(link, folder)
    except OSError as error:
        raise _not_written(error) from error
    _sweep(build)
    return Release(link, manifest.digest, len(planned), new=True)


def _not_written(error: OSError) -> CannotPublish:
    where = f" ({error.filename})" if error.filename else ""
    return CannotPublish(f"the release could not be written: {error.strerror}{where}", "The last one stands.")


def _fill(staged: Path, planned: Mapping[str, Output], manifest: Manifest, last: Path | None, jobs: int) -> None:
    before = _listed(last)
    for folder in sorted({os.path.dirname(path) for path in planned}):
        os.makedirs(staged / folder, mode=0o755, exist_ok=True)

    def place(path: str) -> None:
        one, there = planned[path], os.path.join(staged, path)
        if last is not None and before.get(path) == one.sha256 and _linked(os.path.join(last, path), there):
            return
        if one.file is None or not _linked(one.file, there):
            _write(there, one.content())

    deque(map_small_tasks(place, tuple(planned), jobs, _CHUNK_SIZE), maxlen=0)
    _write(os.path.join(staged, FILE_NAME), manifest.text.encode())
    for walked, _, _ in os.walk(staged, topdown=False):
        os.chmod(walked, 0o755)  # noqa: S103 - a published handbook is read by others


def _empty(folder: Path) -> None:
    for one in folder.iterdir():
        if one.is_dir():
            shutil.rmtree(one)
        else:
            one.unlink()


def _linked(source: str | Path, place: str) -> bool:
    try:
        os.link(source, place, follow_symlinks=False)
    except OSError:
        return False
    return True


def _write(place: str, data: bytes) -> None:
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644)
    try:
        os.fchmod(handle, 0o644)  # whatever the umask took
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _listed(folder: Path | None) -> Mapping[str, str]:
    if folder is None:
        return {}
    try:
        return parse((folder / FILE_NAME).read_text(encoding="utf-8")).entries
    except (OSError, ValueError):
        return {}


def _release_behind(link: Path) -> Path | None:
    return link.resolve() if link.is_symlink() and link.exists() else None


def _saved(staged: Path, manifest: Manifest, jobs: int) -> str | None:
    """What `_wrong` says, and everything on the disk: all at once, which takes a part of the time of one by one."""
    with background(os.sync, jobs) as synced:
        wrong = _wrong(staged, manifest, jobs)
        synced()
    return wrong


def _wrong(folder: Path, manifest: Manifest, jobs: int) -> str | None:
    """The first path that is missing, altered or one too many; None where the folder is the release."""
    there = set(files_below(folder))
    if odd := there ^ {*manifest.entries, FILE_NAME}:
        return min(odd)
    if (folder / FILE_NAME).read_text(encoding="utf-8") != manifest.text:
        return FILE_NAME

    def altered(path: str) -> str | None:
        return None if sha256_of(os.path.join(folder, path)) == manifest.entries[path] else path

    return next(filter(None, map_small_tasks(altered, tuple(manifest.entries), jobs, _CHUNK_SIZE)), None)


def _sound(folder: Path, manifest: Manifest, jobs: int) -> bool:
    return folder.is_dir() and not folder.is_symlink() and _wrong(folder, manifest, jobs) is None


def _make_way(folder: Path) -> None:
    """A damaged release of the same name steps aside; nothing sound is ever replaced."""
    if folder.exists():
        os.replace(folder, Path(tempfile.mkdtemp(prefix=".staging-", dir=folder.parent)))


def _lead(link: Path, folder: Path) -> bool:
    """Swap the link, unless it leads there already. Whatever else stands under the name is an error."""
    target = os.path.join("releases", folder.name)
    if link.is_symlink() and os.readlink(link) == target:
        return False
    if link.exists() and not link.is_symlink():
        raise CannotPublish(f"{link} is not a link that a build made", "Move it away and build again.")
    passing = link.with_name(f".{link.name}")
    passing.unlink(missing_ok=True)  # a build that was killed between the next two steps left it
    os.symlink(target, passing)
    os.replace(passing, link)
    _sync_folder(link.parent)
    return True


def _sweep(build: Path) -> None:
    """Remove the releases that no name leads to any more; a hidden link is one that never got its name."""
    kept = {link.resolve() for link in build.iterdir() if link.is_symlink() and not link.name.startswith(".")}
    for folder in (build / "releases").iterdir():
        if folder.resolve() not in kept:
            shutil.rmtree(folder, ignore_errors=True)
