"""A change of a record under a lock: read, amend, check, then write.

The amended record is read again by the strict reader and validated against its schema before anything is written.
Then the documents are copied, and the record is replaced last, so that it never names a file that does not exist.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casebound.edit.evidence_import import bytes_of, copied, free_name, names_in
from casebound.edit.yaml_edit import Entry, with_entry, with_member
from casebound.load.inspect.inspection import InspectionRequest, inspect_files
from casebound.load.project import RECORD
from casebound.load.register_reader import rows_of
from casebound.load.schema import schema_of
from casebound.load.schema_rule import ShapeError
from casebound.load.strict_yaml import READ_BYTES, positions, read
from casebound.load.workspace import Unreadable, Workspace, write_whole
from casebound.model.case import Case, Exhibit, LogEntry
from casebound.model.days import Day, Moment
from casebound.model.errors import CannotDecide, CannotJudge
from casebound.model.evidence import Inspection
from casebound.model.near_match import did_you_mean
from casebound.model.record_base import plain, structure
from casebound.runtime import locks

EVIDENCE = "evidence"
_MOST_EXHIBITS = 999
_ORDER = ("kind", "title", "file", "effective", "received", "recorded", "sha256", "as_received")
_CHECK = "Run casebound check and fix the errors that it reports."


_KEEP_IT = (
    "To keep this file as it was received, counting for nothing, record it as an exhibit with --as-received."
    " Nothing was written."
)


class CannotRecord(CannotJudge):
    """The event cannot be recorded; nothing was written."""


class InvalidEvent(CannotDecide):
    """An event that the record does not allow; nothing was written."""


@dataclass(frozen=True, slots=True)
class NewExhibit:
    """A file that will become an exhibit.

    With `as_received` a file that cannot serve as evidence is kept, and counts for nothing.
    """

    file: Path
    kind: str
    title: str
    received: Day | None = None
    effective: Day | None = None
    as_received: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acted and when. The default person is the operations owner of the case; `now` is the time of recording."""

    at: Moment
    now: Moment
    by: str | None = None


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """The recorded change: the record, the new exhibits, and the text and day of the log entry.

    `before` is the record as it was. `exhibits` are ids and names, and `remarks` what the inspection of these files
    found.
    """

    file: str
    before: bytes
    exhibits: tuple[tuple[str, str], ...]
    did: str
    on: Day
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class RecordTransaction:
    """A record under its lock, with its new content and the new exhibits."""

    workspace: Workspace
    folder: str
    before: bytes
    data: bytes
    case: Case
    actor: Actor
    new_exhibits: list[tuple[NewExhibit, str, str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def file(self) -> str:
        return f"cases/{self.folder}/{RECORD}"

    @property
    def home(self) -> Path:
        return self.workspace.cases / self.folder / EVIDENCE

    @property
    def by(self) -> str:
        return self.actor.by or self.case.people.operations

    @property
    def logged(self) -> Moment:
        """The time of the log entry: the time of the event, or now if the log already has a later entry."""
        last = max((entry.at for entry in self.case.log), default=None)
        if last is None or self.actor.at >= last:
            return self.actor.at
        if self.actor.now < last:
            raise CannotRecord(f"the log of {self.folder} has an entry in the future, at {last.isoformat()}", _CHECK)
        return self.actor.now


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Lock the folder of a case. Another `record` or `approve` command waits."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError as error:
        raise CannotRecord(f"{folder} cannot be opened: {error.strerror}", "A case is an ordinary folder.") from None
    with locks.locked(handle, wait=True):
        yield


@contextmanager
def transaction_on(workspace: Workspace, folder: str, actor: Actor) -> Iterator[RecordTransaction]:
    """The transaction on a record, with the case locked against every other change."""
    with locked(workspace.cases / folder):
        file = f"cases/{folder}/{RECORD}"
        data = _read(workspace, file)
        content, wrong = _content(workspace, data)
        if wrong:
            line, column, message = wrong
            raise CannotRecord(f"{file}:{line}:{column}: {message}; fix the record before adding to it", _CHECK)
        try:
            transaction = RecordTransaction(workspace, folder, data, data, structure(content, Case), actor)
        except ValueError as error:  # the errors of msgspec are ValueErrors
            raise CannotRecord(f"{file} cannot be read: {error}", _CHECK) from error
        people = rows_of(workspace, "people")
        if transaction.by not in people:
            message = f"{transaction.by} is not in registers/people.yml{did_you_mean(transaction.by, people)}"
            raise CannotRecord(message, "Name a person of the register with --by, or add the person first.")
        yield transaction


def _read(workspace: Workspace, file: str) -> bytes:
    try:
        return workspace.read(file, READ_BYTES)
    except Unreadable as problem:
        raise CannotRecord(f"{file} cannot be used: {problem}", _CHECK) from None


def _content(workspace: Workspace, data: bytes) -> tuple[Any, tuple[int, int, str] | None]:
    """The content of a record, and its first error with line and column."""
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
    return schema_of(workspace, "case").errors(content)


def document_of(transaction: RecordTransaction, given: str | NewExhibit, kind: str) -> str:
    """The id of the named exhibit, which must have this kind, or of the new exhibit that is added."""
    if isinstance(given, NewExhibit):
        return add_exhibit(transaction, given)
    exhibit = transaction.case.exhibits.get(given)
    if exhibit is None:
        like = did_you_mean(given, transaction.case.exhibits)
        raise CannotRecord(
            f"{transaction.folder} has no exhibit {given}{like}", "Name an exhibit of the case, or a file."
        )
    refuse_out_of_use(given, exhibit)
    if exhibit.kind != kind:
        raise CannotRecord(
            f"{given} has the kind {exhibit.kind}, not {kind}", f"Name an exhibit of the kind {kind}, or a file."
        )
    return given


def refuse_out_of_use(key: str, exhibit: Exhibit) -> None:
    """Raise CannotRecord if an exhibit is withdrawn or only kept as received."""
    if not exhibit.in_use:
        state = "withdrawn" if exhibit.withdrawn else "only kept as received"
        raise CannotRecord(f"{key} is {state}, so nothing may rely on it", "Name another exhibit, or a file.")


def add_exhibit(transaction: RecordTransaction, new_exhibit: NewExhibit) -> str:
    """List a file as the next exhibit. `commit` copies it after all checks have passed."""
    data = bytes_of(new_exhibit.file)
    digest = hashlib.sha256(data).hexdigest()
    if digest in {added_digest for *_, added_digest in transaction.new_exhibits}:
        raise CannotRecord(f"{new_exhibit.file} is named twice", "Name each file once.")
    for key, exhibit in transaction.case.exhibits.items():
        if exhibit.sha256 == digest and exhibit.in_use:
            raise CannotRecord(f"{new_exhibit.file} is already on file as {key}, {exhibit.file}", f"Cite {key}.")
    taken = (*transaction.case.exhibits, *(key for _, key, _, _ in transaction.new_exhibits))
    number = max((int(key[1:]) for key in taken), default=0) + 1
    if number > _MOST_EXHIBITS:
        raise CannotRecord(f"{transaction.folder} has {_MOST_EXHIBITS} exhibits, the maximum", "Open another case.")
    key, name = f"E{number}", _name(transaction, new_exhibit)
    (found,) = inspect_files((InspectionRequest(name, data),))
    reason = _reason_to_refuse(new_exhibit, found)
    if found.active_content:
        transaction.remarks.append(f"{key}: active or hidden content: {', '.join(found.active_content)}")
    transaction.remarks += [f"{key}: note: {note}" for note in found.remarks]
    transaction.new_exhibits.append((new_exhibit, key, name, digest))
    entry = Exhibit(
        kind=new_exhibit.kind,
        title=new_exhibit.title,
        file=f"{EVIDENCE}/{name}",
        sha256=digest,
        recorded=transaction.logged.on,
        received=new_exhibit.received,
        effective=new_exhibit.effective,
        as_received=reason,
    )
    transaction.data = with_member(transaction.data, "exhibits", key, entry_of(entry, _ORDER))
    return key


def _reason_to_refuse(new_exhibit: NewExhibit, found: Inspection) -> str | None:
    """Why a file cannot serve, where it is to be kept as received. Raises CannotRecord where it is to serve."""
    if new_exhibit.as_received:
        if found.unusable is None:
            message = f"{new_exhibit.file} opens and can serve as evidence"
            raise CannotRecord(message, "Record it without --as-received. An exhibit that is not cited proves nothing.")
        return found.unusable
    if found.unusable is not None:
        advice = found.advice or "Get a complete copy that opens without a password."
        raise CannotRecord(f"{new_exhibit.file} cannot serve as evidence: {found.unusable}", f"{advice} {_KEEP_IT}")
    return None


def _name(transaction: RecordTransaction, new_exhibit: NewExhibit) -> str:
    """The name in the evidence folder: the name of an unlisted file that is already there, else an unused name."""
    file, kind = new_exhibit.file, new_exhibit.kind
    listed = {exhibit.file.removeprefix(f"{EVIDENCE}/") for exhibit in transaction.case.exhibits.values()}
    listed |= {name for _, _, name, _ in transaction.new_exhibits}
    lies_there = os.path.realpath(file.parent) == os.path.realpath(transaction.home)
    if lies_there and file.name not in listed and free_name(file.name, listed, kind) == file.name:
        return file.name
    return free_name(file.name, {*listed, *names_in(transaction.home)}, kind)


def entry_of(value: object, order: tuple[str, ...]) -> Entry:
    """A value as it is written into a record, with its fields in this order."""
    fields = plain(value)
    return {name: _as_written(fields[name]) for name in order if name in fields}


def _as_written(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_written(held) for key, held in value.items()}
    return value if isinstance(value, bool) else tuple(value) if isinstance(value, list | tuple) else str(value)


def commit(transaction: RecordTransaction, did: str) -> RecordedChange:
    """Add the log entry, check the new record, and write: first the files, then the record."""
    logged = transaction.logged
    entry = LogEntry(at=logged, by=transaction.by, did=did)
    transaction.data = with_entry(transaction.data, ("log",), entry_of(entry, ("at", "by", "did")))
    again = read(transaction.data, RECORD)
    if again.problems:
        raise CannotRecord(f"this cannot be recorded: {again.problems[0].message}", "Nothing was written.")
    if errors := _departures(transaction.workspace, again.data):
        where = "/".join(map(str, errors[0].path)) or "the record"
        raise InvalidEvent(f"this cannot be recorded: {where}: {errors[0].message}", "Nothing was written.")
    with copied(
        [(new_exhibit.file, name, digest) for new_exhibit, _, name, digest in transaction.new_exhibits],
        transaction.home,
    ):
        place = transaction.workspace.root / transaction.file
        if _read(transaction.workspace, transaction.file) != transaction.before:
            raise CannotRecord(
                f"{transaction.file} was changed by another process", "Run the command again. Nothing was written."
            )
        try:
            write_whole(place, transaction.data, stat.S_IMODE(place.stat().st_mode), durably=True)
        except OSError as error:
            raise CannotRecord(
                f"{transaction.file} cannot be written: {error.strerror}", "Nothing was written."
            ) from error
    return RecordedChange(
        transaction.file,
        transaction.before,
        tuple((key, name) for _, key, name, _ in transaction.new_exhibits),
        did,
        logged.on,
        tuple(transaction.remarks),
    )
