"""The result of importing a row of a spreadsheet: a case or an entry of a register, or the reasons why it is none."""

from dataclasses import dataclass
from enum import StrEnum


class RowResult(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CHANGED = "changed"  # the row differs from the record, which is not overwritten
    LEFT_OUT = "left out"  # as the mapping says
    NOT_WRITTEN = "not written"


@dataclass(frozen=True, slots=True)
class CellNote:
    """A statement about a row, with the cell that it is about; no cell for a value that the row does not have."""

    text: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """A row, what becomes of it, and its id in the project.

    `problems` are the reasons why it is not written, `missing` what a new entry lacks, `notes` what a reader should
    know, and `differences` what differs from the record.
    """

    row: int
    result: RowResult
    id: str = ""
    problems: tuple[CellNote, ...] = ()
    missing: tuple[CellNote, ...] = ()
    notes: tuple[CellNote, ...] = ()
    differences: tuple[CellNote, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The report of an import: the spreadsheet, its rows, how many rows are empty, and whether it was written.

    `entries` are what the rows are, for example cases.
    """

    file: str
    sheet: str
    entries: str
    rows: tuple[RowOutcome, ...]
    empty_rows: int = 0
    repeated_headers: int = 0
    written: bool = False

    def count(self, result: RowResult) -> int:
        """The number of rows with a result."""
        return sum(row.result is result for row in self.rows)
