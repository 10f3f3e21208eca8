"""The cases that a project already has, which rows they belong to, and how the rows differ from their records."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from casebound.edit.spreadsheet_import.planned_cases import row_mark
from casebound.edit.spreadsheet_import.row_facts import countries_of, is_sent
from casebound.edit.spreadsheet_import.row_reading import ReadRow
from casebound.load.project import RECORD, LoadedCase, Source
from casebound.load.strict_yaml import READ_BYTES, read
from casebound.load.workspace import Unreadable, Workspace
from casebound.model.errors import CannotJudge
from casebound.model.import_outcome import CellNote
from casebound.model.names import reference_form
from casebound.model.terms import Role

Party = tuple[str, str, str]
"""The worker, the direction and the partner country: what a row and its case have in common."""

COMPARED: Mapping[str, tuple[str, ...]] = {
    "worker_name": ("worker", "name"),
    "worker_reference": ("worker", "reference"),
    "citizenships": ("worker", "citizenships"),
    "residence": ("worker", "residence"),
    "intake_label": ("worker", "intake_label"),
    "employer": ("employer",),
    "activity": ("activity", "name"),
    "activity_nature": ("activity", "nature"),
    "begins": ("assignment", "begins"),
    "ends": ("assignment", "ends"),
    "hired_on": ("assignment", "hired_on"),
    **{role.value: ("people", role.value) for role in Role},
}
"""The places of a record by the fields of a row."""

_REFERENCE = ("worker", "reference")
_OF_REQUEST: Mapping[str, str] = {"sent_on": "on", "sent_by": "by", "sent_reference": "reference"}


def known_cases(workspace: Workspace) -> tuple[LoadedCase, ...]:
    """The records of a project without their exhibits. Raises CannotJudge if a record cannot be read."""
    found = []
    for folder in workspace.case_folders():
        file = f"cases/{folder}/{RECORD}"
        try:
            data = workspace.read(file, READ_BYTES)
        except Unreadable as problem:
            raise CannotJudge(f"{file} cannot be used: {problem}", _CHECK) from None
        document = read(data, file)
        if document.problems or not isinstance(document.data, dict):
            raise CannotJudge(f"{file} cannot be read", _CHECK)
        found.append(LoadedCase(folder, Source(file, data), document.data, {}))
    return tuple(found)


_CHECK = "Run casebound check and fix the errors that it reports, so that no case is imported twice."


def party_of(row: ReadRow) -> Party | None:
    """The party of a row; None if the row does not state it."""
    countries = countries_of(row) if not row.problems else None
    reference = row.text("worker_reference")
    return (reference_form(reference), countries[0].value, countries[1]) if countries and reference else None


def matched(rows: Sequence[ReadRow], cases: Sequence[LoadedCase]) -> dict[int, LoadedCase]:
    """The case of each row that has one, by the number of the row.

    A row belongs to the case with its id; else to the case of its worker and countries with the same first day; else to
    the only case of its worker and countries whose days overlap. If it is unknown whether a row belongs to a case, that
    becomes a problem of the row.
    """
    by_id = {case.folder: case for case in cases}
    found = {row.row: by_id[row.text("case")] for row in rows if row.text("case") in by_id}
    rest_of = defaultdict[Party, list[LoadedCase]](list)
    for case in cases:
        if case not in found.values() and (party := _party(case)) is not None:
            rest_of[party].append(case)
    waiting = defaultdict[Party, list[ReadRow]](list)
    for row in rows:
        party = party_of(row)
        if party is None or row.row in found:
            continue
        begins = str(row.day("begins"))
        same = next((case for case in rest_of[party] if _at(case, "assignment", "begins") == begins), None)
        if same is None:
            waiting[party] += [] if row.text("case") else [row]
        elif row.text("case"):
            row.problem(
                f"{same.folder} has the same worker, countries and first day. Write this id into the row", "case"
            )
        else:
            found[row.row] = same
            rest_of[party].remove(same)
    for party, left in waiting.items():
        found |= _paired(left, rest_of[party])
    return found


def _paired(rows: Sequence[ReadRow], cases: Sequence[LoadedCase]) -> dict[int, LoadedCase]:
    """The cases of rows with another first day. A row without overlapping days is another assignment.

    A case that was imported, and that no row states any more, may be the case of any of the rows.
    """
    near = {row.row: [case for case in cases if _overlap(row, case)] for row in rows}
    if len(rows) == 1 and len(near[rows[0].row]) == 1:
        return {rows[0].row: near[rows[0].row][0]}
    imported = [case for case in cases if any(_marks(case))]
    for row in rows:
        if candidates := {case.folder: case for case in (*near[row.row], *imported)}:
            names = " or ".join(candidates)
            text = (
                f"the row may be {names} with other days, or another case. Write the id of its case, or a new id, into"
            )
            row.problem(f"{text} a column of its own", "begins")
    return {}


def _overlap(row: ReadRow, case: LoadedCase) -> bool:
    """Whether the days of a row and of a case have a day in common. Days that cannot be compared count as common."""
    begins, ends = row.day("begins"), row.day("ends")
    first, last = _at(case, "assignment", "begins"), _at(case, "assignment", "ends")
    if begins is None or not isinstance(first, str):
        return True
    after = isinstance(last, str) and begins.isoformat() > last
    return not after and not (ends is not None and ends.isoformat() < first)


def note_repeated(rows: Sequence[ReadRow]) -> None:
    """Note the rows that state the same case as an earlier row, and the earlier row if the two differ."""
    first: dict[object, ReadRow] = {}
    for row in rows:
        party, case, begins = party_of(row), row.text("case"), row.day("begins")
        if not case and (party is None or begins is None):
            continue
        earlier = first.setdefault(case or (party, begins), row)
        if earlier is not row:
            same = earlier.mark == row.mark
            ending = "" if same else " with other values"
            row.problem(f"the row repeats row {earlier.row}{ending}", "worker_reference")
            if not same:
                earlier.problem(f"row {row.row} states the same case with other values", "worker_reference")


def is_imported(row: ReadRow, case: LoadedCase) -> bool:
    """Whether the row is unchanged since the case was imported from it."""
    return row.mark in _marks(case)


def _marks(case: LoadedCase) -> Iterator[str]:
    """The marks of the rows from which a case was imported."""
    log = case.content.get("log")
    entries = log if isinstance(log, list) else []
    texts = (entry.get("did") for entry in entries if isinstance(entry, dict))
    yield from filter(None, (row_mark(text) for text in texts if isinstance(text, str)))


def differences(row: ReadRow, case: LoadedCase) -> Iterator[CellNote]:
    """Each value of the row that differs from the record."""
    for name, path in COMPARED.items():
        if name in row.values:
            yield from _difference(row, name, "/".join(path), _at(case, *path))
    if is_sent(row):
        requests = case.content.get("requests")
        sent = [
            (key, request["sent"])
            for key, request in (requests if isinstance(requests, dict) else {}).items()
            if isinstance(request, dict) and isinstance(request.get("sent"), dict)
        ]
        if not sent:
            text = "the row says that a request was sent, and the record has none. Record it with casebound record"
            yield CellNote(text, row.cells.get("sent_on", ""))
        for name, key in _OF_REQUEST.items() if sent else ():
            if name in row.values:
                yield from _difference(row, name, f"requests/{sent[0][0]}/sent/{key}", sent[0][1].get(key))


def _difference(row: ReadRow, name: str, place: str, recorded: Any) -> Iterator[CellNote]:
    value = row.values[name]
    here = ", ".join(value) if isinstance(value, tuple) else str(value)
    there = ", ".join(map(str, recorded)) if isinstance(recorded, list) else "" if recorded is None else str(recorded)
    if here != there:
        was = f"the record has {there}" if there else "the record has no value"
        yield CellNote(f"{place}: {was}, the row has {here}", row.cells.get(name, ""))


def _party(case: LoadedCase) -> Party | None:
    reference, direction, partner = (
        _at(case, *path) for path in (("worker", "reference"), ("direction",), ("partner",))
    )
    if not isinstance(reference, str) or not isinstance(direction, str) or not isinstance(partner, str):
        return None
    return reference_form(reference), direction, partner


def _at(case: LoadedCase, *path: str) -> Any:
    value: Any = case.content
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value
