"""A record under its lock: read, added to, proved, and written last.

Everything is worked out and proved first: the amended record is read again by the strict reader and held against
its schema. Only then is a paper copied, and the record replaced last, so that it never names what is not there.
"""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casebound.edit.evidence_import import copied, digest_of, free_name, names_in
from casebound.edit.yaml_edit import Entry, with_entry, with_member
from casebound.load.project import RECORD
from casebound.load.register_reader import rows_of
from casebound.load.schema import Schema
from casebound.load.schema_rule import ShapeError
from casebound.load.strict_yaml import MOST_BYTES, positions, read
from casebound.load.workspace import Unreadable, Workspace, write_whole
from casebound.model.case import Case, Exhibit, LogEntry
from casebound.model.days import Day, Moment
from casebound.model.errors import CannotJudge
from casebound.model.near_match import did_you_mean
from casebound.model.record_base import plain, structure

EVIDENCE = "evidence"
_MOST_EXHIBITS = 999
_ORDER = ("kind", "title", "file", "effective", "received", "recorded", "sha256")
_CHECK = "Run casebound check and mend what it shows."


class CannotRecord(CannotJudge):
    """What was told cannot go on record as it is; nothing was written."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that is to become an exhibit."""

    file: Path
    kind: str
    title: str
    received: Day | None = None
    effective: Day | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did it and when. Without a person it is the case's operations owner; `now` is when it is written down."""

    at: Moment
    now: Moment
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What went on record: the file, the exhibits put on file by id with their names, and the log's words and day."""

    file: str
    exhibits: tuple[tuple[str, str], ...]
    did: str
    on: Day


@dataclass(slots=True)
class Desk:
    """A record under its lock, with what is to be written to it and the papers that go with it."""

    workspace: Workspace
    folder: str
    before: bytes
    data: bytes
    case: Case
    deed: Deed
    papers: list[tuple[Paper, str, str, str]] = field(default_factory=list)

    @property
    def file(self) -> str:
        return f"cases/{self.folder}/{RECORD}"

    @property
    def home(self) -> Path:
        return self.workspace.cases / self.folder / EVIDENCE

    @property
    def by(self) -> str:
        return self.deed.by or self.case.people.operations

    @property
    def logged(self) -> Moment:
        """When the log says it: as told, unless the log has gone on since; then now."""
        last = max((one.at for one in self.case.log), default=None)
        if last is None or self.deed.at >= last:
            return self.deed.at
        if self.deed.now < last:
            raise CannotRecord(f"the log of {self.folder} has an entry of {last.isoformat()}, still to come", _CHECK)
        return self.deed.now


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a case's folder against every other `record`; whoever comes second waits."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError as error:
        raise CannotRecord(f"{folder} cannot be opened: {error.strerror}", "A case is an ordinary folder.") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def desk_of(workspace: Workspace, folder: str, deed: Deed) -> Iterator[Desk]:
    """The record as it stands, read strictly and held against its schema, with nobody else at it."""
    with held(workspace.cases / folder):
        file = f"cases/{folder}/{RECORD}"
        data = _read(workspace, file)
        content, wrong = _content(workspace, data)
        if wrong:
            line, column, message = wrong
            raise CannotRecord(f"{file}:{line}:{column}: {message}; as it stands, nothing can be added to it", _CHECK)
        try:
            desk = Desk(workspace, folder, data, data, structure(content, Case), deed)
        except ValueError as error:  # msgspec's own is one
            raise CannotRecord(f"{file} cannot be read: {error}", _CHECK) from error
        people = rows_of(workspace, "people")
        if desk.by not in people:
            message = f"{desk.by} is not in registers/people.yml{did_you_mean(desk.by, people)}"
            raise CannotRecord(message, "Name a person of the register with --by, or add them there first.")
        yield desk


def _read(workspace: Workspace, file: str) -> bytes:
    try:
        return workspace.read(file, MOST_BYTES + 1)
    except Unreadable as problem:
        raise CannotRecord(f"{file} cannot be used: {problem}", _CHECK) from None


def _content(workspace: Workspace, data: bytes) -> tuple[Any, tuple[int, int, str] | None]:
    """What a record says, and the first thing that is wrong with it, with its line and column."""
    document = read(data, RECORD)
    for problem in document.problems:
        return None, (problem.line, problem.column, problem.message)
    for error in _departures(workspace, document.data):
        places, path = positions(data), error.path
        while path not in places:
            path = path[:-1]
        return None, (*places[path], error.message)
    return document.data, None


def _departures(workspace: Workspace, content: Any) -> tuple[ShapeError, ...]:
    return Schema(workspace.own_or_shipped("schema") / "case.schema.json").errors(content)


def document_of(desk: Desk, given: str | Paper, kind: str) -> str:
    """The exhibit of one kind that was named, or the paper that becomes one."""
    if isinstance(given, Paper):
        return take_in(desk, given)
    exhibit = desk.case.exhibits.get(given)
    if exhibit is None:
        like = did_you_mean(given, desk.case.exhibits)
        raise CannotRecord(f"{desk.folder} holds no exhibit {given}{like}", "Name one that it holds, or a file.")
    if exhibit.kind != kind:
        raise CannotRecord(f"{given} is of the kind {exhibit.kind}, not {kind}", f"Name a {kind}, or a file.")
    return given


def take_in(desk: Desk, paper: Paper) -> str:
    """List a paper as the next exhibit; it is copied once everything else is known to be well."""
    digest = digest_of(paper.file)
    if digest in {one[3] for one in desk.papers}:
        raise CannotRecord(f"{paper.file} is named twice", "Name each paper once.")
    for key, one in desk.case.exhibits.items():
        if one.sha256 == digest:
            raise CannotRecord(f"{paper.file} is already on file as {key}, {one.file}", f"Cite {key}.")
    number = max((int(key[1:]) for key in (*desk.case.exhibits, *(one[1] for one in desk.papers))), default=0) + 1
    if number > _MOST_EXHIBITS:
        raise CannotRecord(f"{desk.folder} has {_MOST_EXHIBITS} exhibits, the most there can be", "Open another case.")
    key, name = f"E{number}", _name(desk, paper.file)
    desk.papers.append((paper, key, name, digest))
    exhibit = Exhibit(
        kind=paper.kind,
        title=paper.title,
        file=f"{EVIDENCE}/{name}",
        sha256=digest,
        recorded=desk.logged.on,
        received=paper.received,
        effective=paper.effective,
    )
    desk.data = with_member(desk.data, "exhibits", key, entry_of(exhibit, _ORDER))
    return key


def _name(desk: Desk, file: Path) -> str:
    """The name in the evidence folder: the paper's own, where it lies there unlisted, else a free one."""
    listed = {one.file.removeprefix(f"{EVIDENCE}/") for one in desk.case.exhibits.values()}
    listed |= {one[2] for one in desk.papers}
    lies_there = os.path.realpath(file.parent) == os.path.realpath(desk.home)
    if lies_there and file.name not in listed and free_name(file.name, listed) == file.name:
        return file.name
    return free_name(file.name, {*listed, *names_in(desk.home)})


def entry_of(value: object, order: tuple[str, ...]) -> Entry:
    """A value as it is written into a record, its fields in this order."""
    told = plain(value)
    return {name: _as_written(told[name]) for name in order if name in told}


def _as_written(value: Any) -> str | bool | tuple[str, ...]:
    return value if isinstance(value, bool) else tuple(value) if isinstance(value, list | tuple) else str(value)


def finished(desk: Desk, did: str) -> Recorded:
    """Add the log's line, prove the whole, and write: the papers first, the record last."""
    logged = desk.logged
    entry = LogEntry(at=logged, by=desk.by, did=did)
    desk.data = with_entry(desk.data, "log", entry_of(entry, ("at", "by", "did")))
    again = read(desk.data, RECORD)
    if again.problems:
        raise CannotRecord(f"this cannot go on record: {again.problems[0].message}", "Nothing was written.")
    if errors := _departures(desk.workspace, again.data):
        where = "/".join(map(str, errors[0].path)) or "the record"
        raise CannotRecord(f"this cannot go on record: {where}: {errors[0].message}", "Nothing was written.")
    with copied([(paper.file, name, digest) for paper, _, name, digest in desk.papers], desk.home):
        place = desk.workspace.root / desk.file
        if _read(desk.workspace, desk.file) != desk.before:
            raise CannotRecord(f"{desk.file} was changed meanwhile", "Run the command again. Nothing was written.")
        try:
            write_whole(place, desk.data, stat.S_IMODE(place.stat().st_mode), durably=True)
        except OSError as error:
            raise CannotRecord(f"{desk.file} cannot be written: {error.strerror}", "Nothing was written.") from error
    return Recorded(desk.file, tuple((key, name) for _, key, name, _ in desk.papers), did, logged.on)
