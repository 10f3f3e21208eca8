"""Plan the import of cases, and write it completely or not at all."""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from casebound.edit.evidence_import import copied
from casebound.edit.new_case import CASE_ID, InvalidRecord, RecordChecker
from casebound.edit.spreadsheet_import.import_fields import CASE_FIELDS, RowState
from casebound.edit.spreadsheet_import.known_cases import (
    COMPARED,
    differences,
    is_imported,
    known_cases,
    matched,
    note_repeated,
)
from casebound.edit.spreadsheet_import.planned_cases import ImportedCase, Origin, planned_case
from casebound.edit.spreadsheet_import.row_facts import (
    Limits,
    check_sender,
    check_sending,
    countries_of,
    is_sent,
    missing_of,
    says_received,
    state_of,
)
from casebound.edit.spreadsheet_import.row_reading import ReadRow, ReadRows
from casebound.edit.transaction import EVIDENCE
from casebound.load.project import RECORD, LoadedCase
from casebound.load.workspace import Workspace, write_whole
from casebound.model.days import Day, parse_day
from casebound.model.errors import CannotJudge
from casebound.model.findings import Finding
from casebound.model.import_outcome import CellNote, RowOutcome, RowResult
from casebound.model.terms import Severity
from casebound.runtime import locks

_FIELD_AT = {
    **{path: name for name, path in COMPARED.items()},
    ("log",): "note",
    ("requests",): "sent_on",
    ("exhibits",): "proof",
}
"""The fields of a row by the places of a record, for the cell of a finding."""


@dataclass(frozen=True, slots=True)
class CaseImportPlan:
    """What becomes of each row, and the new cases."""

    outcomes: tuple[RowOutcome, ...]
    new: tuple[ImportedCase, ...]


def plan_cases(origin: Origin, rows: ReadRows) -> CaseImportPlan:
    """Decide what becomes of each row. Nothing is written.

    A row becomes a case only if every cell is understood, nothing that is needed is missing, and the record has no
    blocking finding.
    """
    cases, checker = known_cases(origin.workspace), RecordChecker(origin.workspace)
    wanted = [row for row in rows.rows if row.problems or state_of(row) is not RowState.LEAVE_OUT]
    note_repeated(wanted)
    known = matched(wanted, cases)
    limits = Limits(_cut_over(checker), origin.now.on)
    ids = _CaseIds(case.folder for case in cases)
    planned: dict[int, ImportedCase] = {}
    for row in wanted:
        if row.row not in known and _is_complete(row, limits):
            _plan(origin, checker, ids, row, planned)
    _judge(checker, origin, planned, cases)
    outcomes = [_outcome(row, known.get(row.row), planned.get(row.row), wanted) for row in rows.rows]
    return CaseImportPlan(tuple(outcomes), tuple(planned.values()))


def _is_complete(row: ReadRow, limits: Limits) -> bool:
    for name in missing_of(row, CASE_FIELDS):
        row.problem(f"{name.replace('_', ' ')} is missing", name)
    countries_of(row)
    check_sender(row)
    check_sending(row, limits)
    case = row.text("case")
    if case and not CASE_ID.fullmatch(case):
        message = f"“{case}” is no case id. Use 3 to 40 capital letters, digits and hyphens, or take the column `case`"
        row.problem(f"{message} out of the mapping; casebound then assigns the ids", "case")
    return not row.problems


def _plan(
    origin: Origin, checker: RecordChecker, ids: "_CaseIds", row: ReadRow, planned: dict[int, ImportedCase]
) -> None:
    countries, begins = countries_of(row), row.day("begins")
    case = row.text("case") or ids.next(countries[1] if countries else "", begins)
    try:
        planned[row.row] = planned_case(origin, checker, row, case)
    except InvalidRecord as invalid:
        row.problem(f"{invalid.finding.message}. {invalid.remedy}", _field_of(invalid.finding))
    except CannotJudge as reason:
        row.problem(f"{reason.message}. {reason.remedy}".strip())


def _judge(
    checker: RecordChecker,
    origin: Origin,
    planned: dict[int, ImportedCase],
    cases: Sequence[LoadedCase],
) -> None:
    """Leave out the planned cases that have a blocking finding beside the other cases."""
    judgment = checker.judged((*cases, *(case.loaded() for case in planned.values())), origin.as_of, origin.now.on)
    row_of = {case.id: number for number, case in planned.items()}
    blocked = set[int]()
    for finding in judgment.findings:
        number = row_of.get(finding.case or "")
        if finding.severity is not Severity.BLOCKING or number is None:
            continue
        planned[number].row.problem(f"{finding.control}: {finding.message}. {finding.remedy}", _field_of(finding))
        blocked.add(number)
    for number in blocked:
        del planned[number]


def _field_of(finding: Finding) -> str:
    path = tuple(finding.location.path.strip("/").split("/"))
    return next((name for at, name in _FIELD_AT.items() if path[: len(at)] == at), "")


def _outcome(
    row: ReadRow, case: LoadedCase | None, planned: ImportedCase | None, wanted: Sequence[ReadRow]
) -> RowOutcome:
    notes, problems = tuple(row.notes), tuple(row.problems)
    if planned is not None:
        summary = CellNote(_summary(row))
        return RowOutcome(row.row, RowResult.NEW, planned.id, missing=tuple(_missing(row)), notes=(summary, *notes))
    if case is None:
        if not any(row is each for each in wanted):
            return RowOutcome(row.row, RowResult.LEFT_OUT, notes=(CellNote(_summary(row)),))
        return RowOutcome(row.row, RowResult.NOT_WRITTEN, problems=problems, notes=notes)
    if not problems and is_imported(row, case):
        return RowOutcome(row.row, RowResult.UNCHANGED, case.folder)
    found = tuple(differences(row, case))
    result = RowResult.CHANGED if found or problems else RowResult.UNCHANGED
    return RowOutcome(row.row, result, case.folder, problems=problems, differences=found)


def _missing(row: ReadRow) -> Iterator[CellNote]:
    yield from says_received(row)
    if is_sent(row) and not row.text("proof"):
        yield CellNote("the proof of sending. The check blocks until the proof is on file", row.cells.get("proof", ""))


def _summary(row: ReadRow) -> str:
    countries = countries_of(row) if not row.problems else None
    where = f"{countries[0].value} {countries[1]}" if countries else ""
    days = f"{row.day('begins')} to {row.day('ends') or 'an open end'}" if row.day("begins") else ""
    sent = f"request sent on {row.day('sent_on')} by {row.text('sent_by')}, taken over" if is_sent(row) else ""
    refused = f"refused on {row.day('refused_on')}" if row.day("refused_on") else ""
    parts = (row.text("worker_name"), where, days, row.text("employer") or row.text("activity"), sent, refused)
    return ", ".join(part for part in parts if part)


def _cut_over(checker: RecordChecker) -> Day | None:
    text = checker.registers["policy"][1].get("cut_over")
    return parse_day(text) if isinstance(text, str) else None


class _CaseIds:
    """The ids for new cases: the partner country, the year and the next free number."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {case.casefold() for case in taken}

    def next(self, partner: str, begins: Day | None) -> str:
        number = 1
        while (case := f"{partner}-{begins.year if begins else 0}-{number:03}").casefold() in self._taken:
            number += 1
        self._taken.add(case.casefold())
        return case


def write_cases(workspace: Workspace, new: Sequence[ImportedCase]) -> None:
    """Write all new cases, or none: each is first written completely beside the cases and then moved into place.

    Raises CannotJudge, with nothing left behind, if a case exists by now or the disk does not take the files.
    """
    stage = workspace.cases / f".import.{os.getpid()}"
    placed = list[Path]()
    with _locked(workspace.cases):
        try:
            for case in new:
                _write(stage / case.id, case)
            for case in new:
                os.rename(stage / case.id, workspace.cases / case.id)  # refuses a folder that holds something
                placed.append(workspace.cases / case.id)
        except BaseException as error:
            for folder in placed:
                shutil.rmtree(folder, ignore_errors=True)
            if isinstance(error, OSError):
                message = f"the cases cannot be written: {error.strerror}"
                raise CannotJudge(message, "Check the folder cases/. Nothing was written.") from error
            raise
        finally:
            with suppress(OSError):
                shutil.rmtree(stage)


def _write(folder: Path, case: ImportedCase) -> None:
    write_whole(folder / RECORD, case.data, durably=True)
    names = {planned.evidence.name.removeprefix(f"{EVIDENCE}/"): planned for planned in case.files.values()}
    files = [(planned.file, name, planned.exhibit.sha256) for name, planned in names.items()]
    with copied(files, folder / EVIDENCE):
        pass


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Lock the folder of the cases. Another import waits."""
    with locks.locked(os.open(folder, os.O_RDONLY | os.O_DIRECTORY), wait=True):
        yield
