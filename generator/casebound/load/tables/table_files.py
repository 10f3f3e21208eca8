"""Read a spreadsheet that is imported. The file is not trusted: a child process with limits opens it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from casebound.load.inspect.content_kinds import ContentKind
from casebound.load.inspect.recognition import content_kind
from casebound.load.tables.excel_cells import excel_sheets
from casebound.load.tables.open_cells import open_sheets
from casebound.load.tables.separated_cells import separated_sheet
from casebound.load.tables.table_cells import SMALLER, SheetContent
from casebound.load.workspace import Unreadable, read_within
from casebound.model.errors import CannotJudge
from casebound.runtime.sandbox import Failed, UnreadableFile, run_sandboxed

_MOST_BYTES = 32 << 20
_SAVE = "Save the spreadsheet in Excel as .xlsx without a password, or as .csv or .ods, and import that file."
_EXCEL = frozenset({ContentKind.EXCEL, ContentKind.EXCEL_MACROS})


@dataclass(frozen=True, slots=True)
class TableFile:
    """A spreadsheet that was read: its name, the hash of its bytes, and its sheets that are shown."""

    name: str
    sha256: str
    sheets: tuple[SheetContent, ...]


def read_table_file(file: Path) -> TableFile:
    """Read a spreadsheet. Raises CannotJudge, with the remedy, if the file is none or cannot be read."""
    try:
        data = read_within(file.resolve().parent, file.name, _MOST_BYTES)
    except Unreadable as problem:
        raise CannotJudge(f"{file} cannot be read: {problem}", "Name the spreadsheet.") from None
    except FileNotFoundError:
        raise CannotJudge(f"{file} cannot be read: its folder does not exist", "Name the spreadsheet.") from None
    try:
        sheets = run_sandboxed(_sheets, (file.name, data), tuple[SheetContent, ...])
    except UnreadableFile as refusal:
        remedy = SMALLER if refusal.advice == SMALLER else _SAVE  # other advice is about evidence
        raise CannotJudge(f"{file} cannot be read: {refusal}", remedy) from None
    except Failed as failure:
        raise failure.on(str(file)) from failure
    return TableFile(file.name, hashlib.sha256(data).hexdigest(), sheets)


def _sheets(named: tuple[str, bytes]) -> tuple[SheetContent, ...]:  # pragma: no cover - in the child
    return sheets_in(*named)


def sheets_in(name: str, data: bytes) -> tuple[SheetContent, ...]:
    """The sheets with content of a spreadsheet. Raises UnreadableFile if the bytes are none."""
    if not data:
        raise UnreadableFile("it is empty, 0 bytes")
    kind = content_kind(name, data)
    if kind in _EXCEL:
        sheets = excel_sheets(data)
    elif kind is ContentKind.OPEN_SHEET:
        sheets = open_sheets(data)
    elif kind is ContentKind.TEXT:
        sheets = separated_sheet(data, Path(name).stem)
    else:
        raise UnreadableFile(f"it is no spreadsheet that can be imported, but of the kind “{kind}”")
    if not any(sheet.rows for sheet in sheets):
        raise UnreadableFile("none of its sheets shows any content")
    return tuple(sheet for sheet in sheets if sheet.rows)
