"""The build cache: rendered pages and documents, by the hash of everything they were made from.

A file is stored under the hash of its bytes and checked against that hash whenever it is read, so a damaged cache
costs time but never correctness. The cache may be deleted whenever no build is running.
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
class CachedFile:
    """A file in the cache."""

    sha256: str
    file: Path

    def read(self) -> bytes:
        return self.file.read_bytes()


@dataclass(frozen=True, slots=True)
class BuildCache:
    """A folder of files by content, and of results by key; a result names the files that belong to it."""

    folder: Path

    def get(self, key: str) -> dict[str, CachedFile] | None:
        """The files of a result by name; None unless all are there and undamaged."""
        try:
            digests = json.loads((self.folder / "results" / key).read_bytes())
        except (OSError, ValueError):
            return None
        if not isinstance(digests, dict) or not all(_DIGEST.fullmatch(str(digest)) for digest in digests.values()):
            return None
        found: dict[str, CachedFile] = {}
        for name, digest in digests.items():
            file = self._file(digest)
            if sha256_of(file) != digest:
                with suppress(OSError):
                    file.unlink()
                return None
            found[name] = CachedFile(digest, file)
        return found

    def put(self, key: str, files: Mapping[str, bytes]) -> dict[str, CachedFile]:
        """Store a result; returns its files as `get` would."""
        cached = {name: self._add(data) for name, data in files.items()}
        self.link(key, cached)
        return cached

    def link(self, key: str, files: Mapping[str, CachedFile]) -> None:
        """Store a result whose files are already in the cache."""
        digests = {name: file.sha256 for name, file in files.items()}
        write_whole(self.folder / "results" / key, json.dumps(digests, sort_keys=True).encode())

    def _add(self, data: bytes) -> CachedFile:
        digest = hashlib.sha256(data).hexdigest()
        file = self._file(digest)
        if sha256_of(file) != digest:
            write_whole(file, data)
        return CachedFile(digest, file)

    def _file(self, digest: str) -> Path:
        return self.folder / "files" / digest[:2] / digest
