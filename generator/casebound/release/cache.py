"""Finished pages and documents, kept by the hash of everything they were made from.

A file is stored under the hash of its bytes and checked against it whenever it is taken out, so a damaged
store costs time and never correctness. It may be deleted whenever no build is running.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from casebound.load.workspace import sha256_of, write_whole

_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the store."""

    sha256: str
    file: Path

    def read(self) -> bytes:
        return self.file.read_bytes()


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of files by content, and of the results that are made of them by key."""

    folder: Path

    def get(self, key: str) -> dict[str, Stored] | None:
        """The files of a result by name, or None where it is not there whole and undamaged."""
        try:
            names = json.loads((self.folder / "results" / key).read_bytes())
        except (OSError, ValueError):
            return None
        if not isinstance(names, dict) or not all(_DIGEST.fullmatch(str(digest)) for digest in names.values()):
            return None
        found: dict[str, Stored] = {}
        for name, digest in names.items():
            file = self._file(digest)
            if sha256_of(file) != digest:
                with suppress(OSError):
                    file.unlink()
                return None
            found[name] = Stored(digest, file)
        return found

    def put(self, key: str, files: Mapping[str, bytes]) -> dict[str, Stored]:
        """Keep a result; returns its files as `get` would."""
        stored = {name: self._add(data) for name, data in files.items()}
        self.link(key, stored)
        return stored

    def link(self, key: str, files: Mapping[str, Stored]) -> None:
        """Keep a result that is made of files already in the store."""
        names = {name: one.sha256 for name, one in files.items()}
        write_whole(self.folder / "results" / key, json.dumps(names, sort_keys=True).encode())

    def _add(self, data: bytes) -> Stored:
        digest = hashlib.sha256(data).hexdigest()
        file = self._file(digest)
        if sha256_of(file) != digest:
            write_whole(file, data)
        return Stored(digest, file)

    def _file(self, digest: str) -> Path:
        return self.folder / "files" / digest[:2] / digest
