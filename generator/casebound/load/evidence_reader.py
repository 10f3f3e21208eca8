"""Evidence files: each file is read and hashed, then each distinct content is inspected once."""

import hashlib
import math
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

from casebound.load.file_names import alike
from casebound.load.inspect.file_types import suffix_of
from casebound.load.inspect.inspection import InspectionRequest, inspect_files
from casebound.load.inspect.readers import import_readers
from casebound.load.line_endings import differ_alone
from casebound.load.workspace import MISSING, Unreadable, Workspace
from casebound.model.evidence import EvidenceFile, Inspection
from casebound.runtime.parallel import map_ordered

Content = tuple[str | None, str, bool]
"""The hash of a file, the suffix of its name, and whether its words are compared."""

NOTHING_KNOWN: Mapping[Content, Inspection] = MappingProxyType({})

_HEAD, _BEFORE_MARKUP = 1024, b"\xef\xbb\xbf\xfe\xff\0 \t\r\n\f\v"
_FEW, _FILES, _BYTES = 32, 128, 16 << 20  # of a batch: the lowest and the highest limit of files, and of bytes


@dataclass(frozen=True, slots=True)
class LocatedFile:
    """An evidence file and its path; `quoted` if its words are compared: a quoted exhibit, or a capture."""

    relative: str
    file: EvidenceFile
    quoted: bool = False

    @property
    def content(self) -> Content:
        """Equal for files that need only one inspection."""
        return self.file.sha256, suffix_of(self.file.name), self.quoted


def hashed(workspace: Workspace, name: str, relative: str, recorded: object = None) -> EvidenceFile:
    """Read and hash an evidence file, and compare its line endings if it does not have the recorded hash."""
    try:
        data = workspace.read(relative)
    except Unreadable as problem:
        reason = str(problem)
        instead = _found_instead(workspace, relative) if reason == MISSING else ""  # else a folder may be a link
        return EvidenceFile(name, None, problem=reason + instead)
    found = hashlib.sha256(data).hexdigest()
    differs = isinstance(recorded, str) and found != recorded
    return EvidenceFile(
        name,
        found,
        len(data),
        only_line_endings=differs and differ_alone(data, str(recorded)),
        begins_as_markup=data[:_HEAD].lstrip(_BEFORE_MARKUP).startswith(b"<"),
    )


def _found_instead(workspace: Workspace, relative: str) -> str:
    """The end of a message about a missing file: the name in its folder that only some systems take for its name."""
    folder, _, name = relative.rpartition("/")
    try:
        found = alike(name, sorted(os.listdir(workspace.root / folder)))
    except (OSError, ValueError):
        return ""
    return f", but the folder contains {found}" if found else ""


@dataclass(frozen=True, slots=True)
class Inspections:
    """The inspections of the files of a project, one for each distinct content."""

    found: Mapping[Content, Inspection]

    def inspected(self, located: LocatedFile) -> EvidenceFile:
        """The file with its inspection; a file that could not be read is unchanged."""
        return replace(located.file, inspection=self.found.get(located.content))


def prepare(files: Iterable[LocatedFile], known: Mapping[Content, Inspection]) -> None:
    """Import the readers of the files that have to be inspected, before the workers that inspect them are forked."""
    import_readers(located.file.name for located in files if located.content not in known)


def inspect_evidence(
    workspace: Workspace, files: Iterable[LocatedFile], jobs: int, known: Mapping[Content, Inspection] = NOTHING_KNOWN
) -> Inspections:
    """Inspect files, except those with a `known` inspection, in up to `jobs` workers.

    Raises InternalError, with the file's name, if casebound fails.
    """
    contents = {located.content: located for located in files if located.file.sha256 is not None}
    distinct = [located for content, located in contents.items() if content not in known]
    batches = tuple(_batches(distinct, min(_FILES, max(_FEW, math.ceil(len(distinct) / jobs)))))
    answers = map_ordered(partial(_inspect_batch, workspace), batches, min(jobs, len(batches)) or 1, 1)
    found = {content: known[content] for content in contents if content in known}
    for batch, inspections in zip(batches, answers, strict=True):
        found |= {located.content: result for located, result in zip(batch, inspections, strict=True)}
    return Inspections(found)


def _batches(files: Iterable[LocatedFile], most: int) -> Iterator[tuple[LocatedFile, ...]]:
    batch: list[LocatedFile] = []
    size = 0
    for located in files:
        if batch and (len(batch) == most or size + located.file.size > _BYTES):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(located)
        size += located.file.size
    if batch:
        yield tuple(batch)


def _inspect_batch(workspace: Workspace, batch: tuple[LocatedFile, ...]) -> tuple[Inspection, ...]:
    """The inspection of each file of a batch. A file that changed after it was hashed is unusable."""
    requests: list[InspectionRequest | None] = [_request(workspace, located) for located in batch]
    results = iter(inspect_files([request for request in requests if request is not None]))
    changed = Inspection(unusable="it changed while it was read")
    return tuple(changed if request is None else next(results) for request in requests)


def _request(workspace: Workspace, located: LocatedFile) -> InspectionRequest | None:
    """The request for a file, which is read a second time; None if the file is not the file that was hashed."""
    try:
        data = workspace.read(located.relative)
    except Unreadable:
        return None
    same = hashlib.sha256(data).hexdigest() == located.file.sha256
    return InspectionRequest(located.relative, data, located.quoted) if same else None
