"""The record that a row becomes, with the files that it names. Nothing is written."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from casebound.controls.predicates import PROOF_KINDS
from casebound.edit.case_template import CaseIntake, RecordContext, record_text
from casebound.edit.evidence_import import bytes_of, free_name
from casebound.edit.new_case import RecordChecker, drafted, modeline
from casebound.edit.spreadsheet_import.import_fields import RowState
from casebound.edit.spreadsheet_import.row_facts import countries_of, is_sent, state_of
from casebound.edit.spreadsheet_import.row_reading import ReadRow
from casebound.edit.transaction import EVIDENCE, entry_of
from casebound.edit.yaml_edit import with_member, with_section
from casebound.load.inspect.inspection import InspectionRequest, inspect_files
from casebound.load.project import RECORD, LoadedCase, Source
from casebound.load.strict_yaml import read
from casebound.load.workspace import Workspace
from casebound.model.case import Exhibit, People, Refusal, Request, Route, Sent, Takeover, Waiting
from casebound.model.days import Day, Moment
from casebound.model.errors import CannotJudge
from casebound.model.evidence import EvidenceFile
from casebound.model.terms import Channel, Requester, Role

_EXHIBIT = ("kind", "title", "file", "effective", "received", "recorded", "sha256")
_REQUEST = ("requester", "route", "sent", "waiting", "refusal")
_TAKEOVER = ("requests", "stated_on", "by", "because", "evidence")
_REFUSAL = ("refused_on", "received_on", "because", "evidence")
_NO_WAITING = "The spreadsheet from which the request was taken over states no instruction with a waiting time."
_MARK = re.compile(r"Row mark: ([a-p]{12})\.")
_MOST_NOTE = 3_000


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the rows come from, when they are imported, and the as-of date of the check."""

    workspace: Workspace
    file: str
    sheet: str
    folder: Path
    now: Moment
    as_of: Day | None

    def of(self, row: ReadRow) -> str:
        return f"row {row.row} of the sheet {self.sheet} in {self.file}"


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file that becomes an exhibit: where it is, its entry in the record, and its inspection."""

    file: Path
    exhibit: Exhibit
    evidence: EvidenceFile


@dataclass(slots=True)
class ImportedCase:
    """A case that a row becomes: its record, and its exhibits by their ids."""

    id: str
    row: ReadRow
    data: bytes
    files: dict[str, PlannedFile] = field(default_factory=dict)

    def loaded(self) -> LoadedCase:
        """The case as it would be read from the project."""
        source = Source(f"cases/{self.id}/{RECORD}", self.data)
        content = read(self.data, source.file).data
        return LoadedCase(self.id, source, content, {key: planned.evidence for key, planned in self.files.items()})


def planned_case(origin: Origin, checker: RecordChecker, row: ReadRow, case: str) -> ImportedCase:
    """The case that a row becomes. Raises CannotJudge with the reason if its record or a file is not valid."""
    intake = _intake(row, case)
    draft = RecordContext(
        origin.now, modeline(origin.workspace), checker.lane_of(intake), did=" ".join(_log(origin, row))
    )
    context, _ = drafted(checker, intake, draft, origin.as_of)
    planned = ImportedCase(case, row, record_text(intake, context).encode())
    if is_sent(row):
        _take_over(origin, planned, context.at.on)
    return planned


def row_mark(did: str) -> str | None:
    """The mark of the imported row in the text of a log entry; None in the text of another entry."""
    found = _MARK.search(did)
    return found[1] if found else None


def _intake(row: ReadRow, case: str) -> CaseIntake:
    countries, begins = countries_of(row), row.day("begins")
    if countries is None or begins is None:
        raise CannotJudge("the countries or the first day are missing", "Complete the row.")
    activity = row.text("activity")
    return CaseIntake(
        case=case,
        direction=countries[0],
        partner=countries[1],
        people=People(**{role.value: row.text(role.value) for role in Role}),
        name=row.text("worker_name"),
        reference=row.text("worker_reference"),
        citizenships=row.listed("citizenships"),
        residence=row.text("residence"),
        intake_label=row.text("intake_label"),
        begins=begins,
        ends=row.day("ends"),
        hired_on=row.day("hired_on"),
        employer=None if activity else row.text("employer"),
        activity=(activity, row.text("activity_nature")) if activity else None,
    )


def _log(origin: Origin, row: ReadRow) -> Iterator[str]:
    """The text of the log entry: where the case comes from, and what the row says that the record cannot show."""
    yield f"Imported {origin.of(row)}. Row mark: {row.mark}."
    if status := row.shown.get("status"):
        yield f"Status in the spreadsheet ({row.cells['status']}): {' '.join(status.split())}."
    if state_of(row) is RowState.RECEIVED:
        yield "The spreadsheet says that the certificate was received. No certificate was imported."
    if note := row.text("note"):
        yield f"Note in the spreadsheet ({row.cells.get('note', 'all rows')}): {note[:_MOST_NOTE]}"


def _take_over(origin: Origin, planned: ImportedCase, on: Day) -> None:
    """Add the request that was sent, its answer, and the takeover."""
    row, sent_on = planned.row, planned.row.day("sent_on")
    if sent_on is None:
        raise CannotJudge("the day of sending is missing", "Complete the row.")
    proof, route = tuple[str, ...](), None
    if row.text("proof"):
        channel = Channel(row.text("channel"))
        proof = (_filed(origin, planned, "proof", _exhibit(PROOF_KINDS[channel], "Proof of sending", on)),)
        route = Route(channel=channel, destination=row.text("destination"), destination_seen_on=sent_on, evidence=proof)
    request = Request(
        requester=Requester(row.text("requester")),
        route=route,
        sent=Sent(on=sent_on, by=row.text("sent_by"), reference=row.text("sent_reference") or None, proof=proof),
        waiting=Waiting(unknown=_NO_WAITING),
        refusal=_refusal(origin, planned, on) if state_of(row) is RowState.REFUSED else None,
    )
    planned.data = with_member(planned.data, "requests", "R1", entry_of(request, _REQUEST))
    takeover = Takeover(
        requests=("R1",),
        stated_on=on,
        by=row.text(Role.OPERATIONS.value),
        because=f"The request was sent before the team used casebound, according to {origin.of(row)}.",
        evidence=proof,
    )
    planned.data = with_section(planned.data, "takeover", entry_of(takeover, _TAKEOVER))
    for key, file in planned.files.items():
        planned.data = with_member(planned.data, "exhibits", key, entry_of(file.exhibit, _EXHIBIT))


def _refusal(origin: Origin, planned: ImportedCase, on: Day) -> Refusal:
    row = planned.row
    refused_on, received_on = row.day("refused_on"), row.day("refusal_received_on")
    if refused_on is None or received_on is None:
        raise CannotJudge("the days of the refusal are missing", "Complete the row.")
    exhibit = _exhibit("denial-letter", "Refusal of the request", on, received=received_on, effective=refused_on)
    letter = _filed(origin, planned, "refusal_letter", exhibit)
    return Refusal(
        refused_on=refused_on, received_on=received_on, because=row.text("refusal_because"), evidence=(letter,)
    )


def _exhibit(kind: str, title: str, on: Day, *, received: Day | None = None, effective: Day | None = None) -> Exhibit:
    """An exhibit before its file is known."""
    return Exhibit(kind=kind, title=title, file="", sha256="", recorded=on, received=received, effective=effective)


def _filed(origin: Origin, planned: ImportedCase, name: str, exhibit: Exhibit) -> str:
    """The id of a file that becomes an exhibit. Raises CannotJudge if the file cannot serve as evidence."""
    file = origin.folder / planned.row.text(name)
    data, key = bytes_of(file), f"E{len(planned.files) + 1}"
    digest = hashlib.sha256(data).hexdigest()
    taken = [planned_file.evidence.name.removeprefix(f"{EVIDENCE}/") for planned_file in planned.files.values()]
    place = f"{EVIDENCE}/{free_name(file.name, taken, exhibit.kind)}"
    (found,) = inspect_files((InspectionRequest(place, data),))
    if found.unusable is not None:
        raise CannotJudge(f"{planned.row.text(name)} cannot serve as evidence: {found.unusable}", found.advice or "")
    planned.files[key] = PlannedFile(
        file,
        msgspec.structs.replace(exhibit, file=place, sha256=digest),
        EvidenceFile(place, digest, len(data), inspection=found),
    )
    return key
