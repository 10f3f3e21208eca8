"""The list of a release's files with their hashes, in the format that `sha256sum -c` reads."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

FILE_NAME = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


@dataclass(frozen=True)
class Manifest:
    """The hash of every file of a release except the list itself, by path."""

    entries: Mapping[str, str]

    @cached_property
    def text(self) -> str:
        """The list: a line for each file, sorted by path."""
        return "".join(f"{self.entries[path]}  {path}\n" for path in sorted(self.entries))

    @cached_property
    def digest(self) -> str:
        """The release's name: the hash of the list."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def parse(text: str) -> Manifest:
    """Read a list. Raises ValueError for an invalid line or a repeated path."""
    entries: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        match = _LINE.fullmatch(line)
        if match is None or match[2] in entries:
            raise ValueError(f"line {number} of {FILE_NAME} is not a hash, two spaces and a path that occurs once")
        entries[match[2]] = match[1]
    return Manifest(entries)
