"""The inspections of a build, so that a check need not open the same files again.

An inspection decides whether a claim is supported, and the cache is a file of the project folder, into which others
can write. Therefore the cache is sealed with a key of this user on this machine, which is kept outside of the project:
a cache that is damaged, comes from elsewhere or was made by another tool chain is ignored, and the files are opened.
"""

import hashlib
import hmac
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from casebound.load.evidence_reader import Content
from casebound.load.workspace import CannotRead, Unreadable, Workspace, read_within, write_whole
from casebound.model.evidence import Inspection

_FILE = "build/cache/inspections"
_MOST_BYTES = 256 << 20
_KEY_NAME, _KEY_SIZE = "inspections.key", 32
_PRIVATE = 0o600

_Entries = list[tuple[Content, Inspection]]


def cached_inspections(workspace: Workspace) -> Mapping[Content, Inspection]:
    """The inspections of the last build; none if there are none that can be trusted. Writes nothing."""
    if not os.path.lexists(workspace.root / _FILE):
        return {}
    try:
        sealed = read_within(workspace.root, _FILE, _MOST_BYTES)
        key = read_within(_key_folder(), _KEY_NAME, _KEY_SIZE)
    except (Unreadable, CannotRead, RuntimeError):  # no folder of the user
        return {}
    seal, entries = sealed[:_KEY_SIZE], sealed[_KEY_SIZE:]
    if not _is_private(_key_folder() / _KEY_NAME) or not hmac.compare_digest(seal, _seal(key, entries)):
        return {}
    try:
        return dict(msgspec.msgpack.decode(entries, type=_Entries))
    except msgspec.MsgspecError:
        return {}


def cache_inspections(workspace: Workspace, inspections: Mapping[Content, Inspection]) -> None:
    """Keep the inspections of files that open, in place of those of the last build.

    A file that does not open may have reached a limit only because the machine was busy, so it is opened again.
    """
    usable = [(content, found) for content, found in inspections.items() if found.unusable is None]
    entries = msgspec.msgpack.encode(usable)
    with suppress(OSError, Unreadable, CannotRead, RuntimeError):  # without the cache, the next check takes longer
        write_whole(workspace.root / _FILE, _seal(_key(), entries) + entries)


def _seal(key: bytes, entries: bytes) -> bytes:
    """A code that only this user can make, for these entries and this tool chain."""
    from casebound.runtime.toolchain import toolchain  # a check without a cache needs no tool chain

    sealed = b"casebound/inspections/1\0" + toolchain().digest.encode() + b"\0" + entries
    return hmac.digest(key, sealed, hashlib.sha256)


def _key() -> bytes:
    """The key of this user, which is made when it is first needed."""
    file = _key_folder() / _KEY_NAME
    if not os.path.lexists(file):
        write_whole(file, os.urandom(_KEY_SIZE), _PRIVATE)
    key = read_within(file.parent, file.name, _KEY_SIZE)
    if len(key) != _KEY_SIZE or not _is_private(file):
        raise Unreadable("the key can be read by others")
    return key


def _key_folder() -> Path:
    """The user's cache folder: https://specifications.freedesktop.org/basedir-spec/latest/"""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "casebound"


def _is_private(file: Path) -> bool:
    found = os.lstat(file)
    return stat.S_IMODE(found.st_mode) == _PRIVATE and found.st_uid == os.getuid() and found.st_size == _KEY_SIZE
