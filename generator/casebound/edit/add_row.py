"""Add a person, an employer or an official source to its register, with a free id and, for a source, its capture."""

import hashlib
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casebound.edit.evidence_import import bytes_of, copied, free_name, names_in
from casebound.edit.transaction import CannotRecord, InvalidEvent, locked
from casebound.edit.yaml_edit import with_section
from casebound.load.inspect.inspection import InspectionRequest, inspect_files
from casebound.load.register_reader import register, rows_of
from casebound.load.schema import schema_of
from casebound.load.strict_yaml import read
from casebound.load.workspace import Workspace, write_whole
from casebound.model.days import Day
from casebound.model.near_match import did_you_mean

_CAPTURES = "captures"
_ENDINGS = (".pdf", ".png", ".txt")
_LONGEST = 50
_NOTHING = "Nothing was written."


@dataclass(frozen=True, slots=True)
class NewRow:
    """A new row of a register: its fields, and an id, if one is wanted."""

    register: str
    fields: Mapping[str, Any]
    id: str | None = None


@dataclass(frozen=True, slots=True)
class AddedRow:
    """What was added: the file of the register, the id, and the capture, if there is one."""

    file: str
    id: str
    capture: str = ""


def add_row(workspace: Workspace, row: NewRow) -> AddedRow:
    """Add a person or an employer. Raises CannotJudge with nothing written."""
    with locked(workspace.registers):
        return _written(workspace, row, _free_id(workspace, row), None)


def add_source(workspace: Workspace, row: NewRow, capture: Path) -> AddedRow:
    """Add an official source with its capture, which is copied. Raises CannotJudge with nothing written.

    A capture without text needs a second person, who compared it with the page (`attested_by`).
    """
    ending = capture.suffix.lower()
    if ending not in _ENDINGS:
        raise InvalidEvent(
            f"{capture} is neither a PDF nor a PNG or a text file", f"Print the page to a PDF. {_NOTHING}"
        )
    data = bytes_of(capture)
    (found,) = inspect_files((InspectionRequest(f"capture{ending}", data),))
    if found.unusable is not None:
        raise InvalidEvent(f"{capture} cannot be used: {found.unusable}", f"{found.advice or ''} {_NOTHING}".strip())
    if ending == ".png" and not row.fields.get("attested_by"):
        message = f"{capture} is a picture, in which casebound can read no text"
        raise InvalidEvent(message, f"Name the person who compared it with the page (--attested-by). {_NOTHING}")
    with locked(workspace.registers):
        key = _free_id(workspace, row)
        name = free_name(f"{key}{ending}", names_in(workspace.registers / _CAPTURES)).lower()
        digest = hashlib.sha256(data).hexdigest()
        fields = {**row.fields, "capture": f"registers/{_CAPTURES}/{name}", "sha256": digest}
        order = (*(name for name in row.fields if name != "establishes"), "capture", "sha256", "establishes")
        ordered = {name: fields[name] for name in order if name in fields}
        return _written(workspace, NewRow(row.register, ordered, row.id), key, (capture, name, digest))


def _free_id(workspace: Workspace, row: NewRow) -> str:
    """The wanted id, or one made of the name or the title."""
    taken = rows_of(workspace, row.register)
    if row.id is not None:
        if row.id in taken:
            raise InvalidEvent(f"{row.id} is already in registers/{row.register}.yml", f"Choose another id. {_NOTHING}")
        return row.id
    words = str(row.fields.get("name") or f"{row.fields['publisher']} {row.fields['title']}")
    slug = re.sub("[^a-z0-9]+", "-", free_name(words, (), row.register).lower())[:_LONGEST].strip("-")
    slug = slug if slug[:1].isalpha() else f"{row.register[0]}-{slug}"
    number, key = 2, slug
    while key in taken:
        number, key = number + 1, f"{slug}-{number}"
    return key


def _written(workspace: Workspace, row: NewRow, key: str, capture: tuple[Path, str, str] | None) -> AddedRow:
    source, before = register(workspace, row.register)
    data = with_section(source.data, key, row.fields)
    again = read(data, source.file)
    known = {(error.path, error.message) for error in schema_of(workspace, row.register).errors(before)}
    for error in schema_of(workspace, row.register).errors(again.data):
        if (error.path, error.message) not in known:
            where = "/".join(map(str, error.path))
            raise InvalidEvent(f"this cannot be added: {where}: {error.message}", f"{error.remedy} {_NOTHING}")
    folder = workspace.registers / _CAPTURES
    with copied([capture] if capture else [], folder):
        place = workspace.root / source.file
        if place.read_bytes() != source.data:
            raise CannotRecord(f"{source.file} was changed by another process", f"Run the command again. {_NOTHING}")
        try:
            write_whole(place, data, stat.S_IMODE(place.stat().st_mode), durably=True)
        except OSError as error:
            raise CannotRecord(f"{source.file} cannot be written: {error.strerror}", _NOTHING) from error
    return AddedRow(source.file, key, f"registers/{_CAPTURES}/{capture[1]}" if capture else "")


def refuse_unknown_person(workspace: Workspace, person: str | None) -> None:
    """Raise InvalidEvent for a person who is not in the register."""
    people = rows_of(workspace, "people")
    if person is not None and person not in people:
        like = did_you_mean(person, people)
        raise InvalidEvent(f"{person} is not in registers/people.yml{like}", f"Add the person first. {_NOTHING}")


def roles_from(roles: tuple[str, ...], first_day: Day) -> tuple[Mapping[str, str], ...]:
    """The roles of a new person, each from the same day."""
    return tuple({"role": role, "from": first_day.isoformat()} for role in roles)
