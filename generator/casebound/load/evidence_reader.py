"""Files of evidence: hashed when they are read, then looked into, each content once."""

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from casebound.load.inspect.inspection import Asked, insides
from casebound.load.workspace import Unreadable, Workspace
from casebound.model.evidence import EvidenceFile, Inside
from casebound.runtime.parallel import map_ordered

Content = tuple[str | None, str, bool]
"""A file's hash, how its name ends, and whether its words are asked for."""

_FEW, _FILES, _BYTES = 32, 128, 16 << 20  # that one child looks into, the fewest where there are more


@dataclass(frozen=True, slots=True)
class Held:
    """A file of evidence and where it lies; `quoted` asks for its words."""

    relative: str
    file: EvidenceFile
    quoted: bool = False

    @property
    def content(self) -> Content:
        """What is the same for files of which one needs to be looked into."""
        return self.file.sha256, self.file.name.rpartition(".")[2].lower(), self.quoted


def hashed(workspace: Workspace, name: str, relative: str) -> EvidenceFile:
    """Read a file of evidence for its hash."""
    try:
        data = workspace.read(relative)
    except Unreadable as problem:
        return EvidenceFile(name, None, problem=str(problem))
    return EvidenceFile(name, hashlib.sha256(data).hexdigest(), len(data))


@dataclass(frozen=True, slots=True)
class Insides:
    """What is inside the files of a project, each content once."""

    found: Mapping[Content, Inside]

    def of(self, held: Held) -> EvidenceFile:
        """A file with what is inside it; one that could not be read stays as it is."""
        return replace(held.file, inside=self.found.get(held.content))


def looked_into(workspace: Workspace, held: Iterable[Held], jobs: int) -> Insides:
    """Look into files by so many workers. Raises InternalError, with the file's name, where casebound fails on one."""
    wanted = {one.content: one for one in held if one.file.sha256 is not None}.values()
    batches = tuple(_batches(wanted, min(_FILES, max(_FEW, math.ceil(len(wanted) / jobs)))))
    answers = map_ordered(partial(_batch, workspace), batches, min(jobs, len(batches)) or 1, 1)
    found: dict[Content, Inside] = {}
    for batch, told in zip(batches, answers, strict=True):
        found |= {one.content: inside for one, inside in zip(batch, told, strict=True)}
    return Insides(found)


def _batches(held: Iterable[Held], most: int) -> Iterator[tuple[Held, ...]]:
    batch: list[Held] = []
    size = 0
    for one in held:
        if batch and (len(batch) == most or size + one.file.size > _BYTES):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(one)
        size += one.file.size
    if batch:
        yield tuple(batch)


def _batch(workspace: Workspace, batch: tuple[Held, ...]) -> tuple[Inside, ...]:
    """What is inside each; of a file that is not any more what was hashed, that."""
    asked: list[Asked | None] = [_again(workspace, one) for one in batch]
    told = iter(insides([one for one in asked if one is not None]))
    return tuple(Inside(unusable="it changed while it was read") if one is None else next(told) for one in asked)


def _again(workspace: Workspace, one: Held) -> Asked | None:
    try:
        data = workspace.read(one.relative)
    except Unreadable:
        return None
    same = hashlib.sha256(data).hexdigest() == one.file.sha256
    return Asked(one.relative, data, one.quoted) if same else None
