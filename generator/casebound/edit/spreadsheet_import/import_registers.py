"""Plan the import of people, employers and sources into their registers, and write it completely or not at all."""

import hashlib
import os
import stat
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from casebound.edit.evidence_import import bytes_of, copied
from casebound.edit.register_ids import free_id
from casebound.edit.spreadsheet_import.column_mapping import ColumnMapping
from casebound.edit.spreadsheet_import.import_fields import FIELDS, ImportKind
from casebound.edit.spreadsheet_import.planned_cases import Origin
from casebound.edit.spreadsheet_import.row_reading import ReadRow, ReadRows
from casebound.edit.yaml_edit import Entry, with_section
from casebound.load.inspect.inspection import InspectionRequest, inspect_files
from casebound.load.register_reader import register
from casebound.load.schema import Schema, schemas_of
from casebound.load.strict_yaml import read
from casebound.load.workspace import Workspace, write_whole
from casebound.model.errors import CannotJudge
from casebound.model.import_outcome import CellNote, RowOutcome, RowResult
from casebound.model.names import same_company, same_words
from casebound.model.registers import rows as rows_in
from casebound.runtime import locks

_CAPTURES = "registers/captures"
_CAPTURE_SUFFIXES = (".pdf", ".png", ".txt")


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A new entry of a register, and the file of its capture with its place in the project and its hash."""

    id: str
    row: ReadRow
    entry: Entry
    capture: tuple[Path, str, str] | None = None


@dataclass(frozen=True, slots=True)
class RegisterImportPlan:
    """What becomes of each row, the new entries, and the register as it is and as it would be."""

    outcomes: tuple[RowOutcome, ...]
    new: tuple[NewEntry, ...]
    file: str
    before: bytes
    after: bytes


def plan_entries(origin: Origin, mapping: ColumnMapping, rows: ReadRows) -> RegisterImportPlan:
    """Decide what becomes of each row. Nothing is written."""
    kind = mapping.imports
    source, content = register(origin.workspace, kind.value)
    known = {key: row for key, row in rows_in(content).items() if isinstance(row, dict)}
    schema = schemas_of(origin.workspace, (kind.value,))[kind.value]
    data, new, seen = source.data, list[NewEntry](), dict[str, ReadRow]()
    outcomes = []
    for row in rows.rows:
        _note_missing(row, kind)
        key = _known_id(row, kind, known)
        if key is None and not row.problems:
            key = _new_id(row, {*known, *(entry.id for entry in new)})
            if (earlier := _earlier(row, kind, seen)) is not None:
                row.problem(f"the row repeats row {earlier.row}", "name")
            else:
                planned = _entry(origin, row, kind, key)
                data = data if planned is None else _added(data, planned, schema)
                new += [planned] if planned is not None and not row.problems else []
                seen[key] = row
            outcomes.append(_new_outcome(row, key))
        else:
            outcomes.append(_known_outcome(row, key, known, kind))
    return RegisterImportPlan(tuple(outcomes), tuple(new), source.file, source.data, data)


def _note_missing(row: ReadRow, kind: ImportKind) -> None:
    for name, known in FIELDS[kind].items():
        if known.needed and not row.values.get(name) and name not in row.refused:
            row.problem(f"{name.replace('_', ' ')} is missing", name)
    if row.listed("roles") and row.day("roles_from") is None and "roles_from" not in row.refused:
        row.problem("the first day of the roles is missing", "roles_from")


def _known_id(row: ReadRow, kind: ImportKind, known: Mapping[str, Mapping[str, Any]]) -> str | None:
    """The id of the entry that a row states: by its id, or else by what names it."""
    if row.text("id") in known:
        return row.text("id")
    return next((key for key, entry in known.items() if _SAME[kind](row, entry)), None)


_SAME: Mapping[ImportKind, Callable[[ReadRow, Mapping[str, Any]], bool]] = {
    ImportKind.PEOPLE: lambda row, entry: same_words(row.text("name"), str(entry.get("name"))),
    ImportKind.EMPLOYERS: lambda row, entry: same_company(row.text("name"), str(entry.get("name"))),
    ImportKind.SOURCES: lambda row, entry: (
        (row.text("url"), row.text("accessed_on")) == (entry.get("url"), entry.get("accessed_on"))
    ),
}
"""Whether a row and an entry are the same person, company or reading of a page."""


def _earlier(row: ReadRow, kind: ImportKind, seen: Mapping[str, ReadRow]) -> ReadRow | None:
    """The earlier row that states the same entry."""
    return next((earlier for earlier in seen.values() if _SAME[kind](row, _written(earlier))), None)


def _written(row: ReadRow) -> dict[str, Any]:
    return {name: value if isinstance(value, tuple) else str(value) for name, value in row.values.items()}


def _new_id(row: ReadRow, taken: Collection[str]) -> str:
    """The id of the row, or an id from its name with a number if the id is taken."""
    if row.text("id"):
        return row.text("id")
    name = row.text("name") or f"{row.text('title')} {row.text('accessed_on')}"
    return free_id(name, taken)


def _entry(origin: Origin, row: ReadRow, kind: ImportKind, key: str) -> NewEntry | None:
    """The entry that a row becomes; None, with the problem noted, if its file cannot serve as a capture."""
    if kind is ImportKind.PEOPLE:
        roles = [{"role": role, "from": row.text("roles_from")} for role in row.listed("roles")]
        optional = {"email": row.text("email")} if row.text("email") else {}
        return NewEntry(key, row, {**_texts(row, "name", "title"), "roles": roles, **optional})
    if kind is ImportKind.EMPLOYERS:
        optional = {"number_ref": row.text("number_ref")} if row.text("number_ref") else {}
        return NewEntry(key, row, {**_texts(row, "name", "country", "address"), **optional})
    return _source(origin, row, key)


def _source(origin: Origin, row: ReadRow, key: str) -> NewEntry | None:
    file = origin.folder / row.text("capture")
    suffix = PurePosixPath(row.text("capture")).suffix.lower()
    if suffix not in _CAPTURE_SUFFIXES:
        row.problem(f"a capture is a file of the kind {', '.join(_CAPTURE_SUFFIXES)}", "capture")
        return None
    place = f"{_CAPTURES}/{key}{suffix}"
    data = bytes_of(file)
    (found,) = inspect_files((InspectionRequest(place, data),))
    if found.unusable is not None:
        row.problem(f"{row.text('capture')} cannot be used: {found.unusable}. {found.advice or ''}".strip(), "capture")
        return None
    digest = hashlib.sha256(data).hexdigest()
    countries = {"countries": row.listed("countries")} if row.listed("countries") else {}
    entry: Entry = {
        **_texts(row, "publisher", "title", "url", "accessed_on", "accessed_by", "relevant_because", "state"),
        "supports": row.listed("supports"),
        **countries,
        "capture": place,
        "sha256": digest,
        "establishes": [line for line in row.text("establishes").splitlines() if line.strip()],
    }
    return NewEntry(key, row, entry, (file, f"{key}{suffix}", digest))


def _texts(row: ReadRow, *names: str) -> dict[str, str]:
    return {name: row.text(name) for name in names}


def _added(data: bytes, planned: NewEntry, schema: Schema) -> bytes:
    """The register with a new entry; unchanged, with the problem noted, if the entry is not valid."""
    after = with_section(data, planned.id, planned.entry)
    for error in schema.errors(read(after, "register").data):
        if error.path[:1] == (planned.id,) or not error.path:
            name = str(error.path[1]) if len(error.path) > 1 else "id"
            planned.row.problem(error.message, name)
    return data if planned.row.problems else after


def _new_outcome(row: ReadRow, key: str) -> RowOutcome:
    if row.problems:
        return RowOutcome(row.row, RowResult.NOT_WRITTEN, problems=tuple(row.problems), notes=tuple(row.notes))
    summary = CellNote(", ".join(filter(None, (row.text("name") or row.text("title"), ", ".join(row.listed("roles"))))))
    return RowOutcome(row.row, RowResult.NEW, key, notes=(summary, *row.notes))


def _known_outcome(
    row: ReadRow, key: str | None, known: Mapping[str, Mapping[str, Any]], kind: ImportKind
) -> RowOutcome:
    if key is None:
        return RowOutcome(row.row, RowResult.NOT_WRITTEN, problems=tuple(row.problems), notes=tuple(row.notes))
    found = tuple(_differences(row, key, known[key], kind))
    result = RowResult.CHANGED if found or row.problems else RowResult.UNCHANGED
    return RowOutcome(row.row, result, key, problems=tuple(row.problems), differences=found)


def _differences(row: ReadRow, key: str, entry: Mapping[str, Any], kind: ImportKind) -> Iterator[CellNote]:
    for name in FIELDS[kind]:
        if name in ("id", "roles_from", "capture") or name not in row.values:
            continue
        here, there = _compared(row, name), _recorded(entry.get(name))
        same_by_form = name == "name" and _SAME[kind](row, entry)
        if here != there and not same_by_form:
            text = f"{key}/{name}: the register has {there or 'no value'}, the row has {here}"
            yield CellNote(text, row.cells.get(name, ""))


def _compared(row: ReadRow, name: str) -> str:
    lines = [line for line in row.text(name).splitlines() if line.strip()]
    return ", ".join(sorted(row.listed(name) or lines))


def _recorded(value: Any) -> str:
    if isinstance(value, list):
        texts = [str(item.get("role")) if isinstance(item, dict) else str(item) for item in value]
        return ", ".join(sorted(dict.fromkeys(texts)))
    return "" if value is None else str(value)


def write_entries(workspace: Workspace, plan: RegisterImportPlan) -> None:
    """Write the captures, then the register. Raises CannotJudge, with nothing written, if the register was changed."""
    place = workspace.root / plan.file
    files = [entry.capture for entry in plan.new if entry.capture is not None]
    with (
        locks.locked(os.open(workspace.registers, os.O_RDONLY | os.O_DIRECTORY), wait=True),
        copied(files, workspace.root / _CAPTURES),
    ):
        if register(workspace, Path(plan.file).stem)[0].data != plan.before:
            raise CannotJudge(f"{plan.file} was changed meanwhile", "Run the command again. Nothing was written.")
        try:
            write_whole(place, plan.after, stat.S_IMODE(place.stat().st_mode), durably=True)
        except OSError as error:
            raise CannotJudge(f"{plan.file} cannot be written: {error.strerror}", "Nothing was written.") from error
