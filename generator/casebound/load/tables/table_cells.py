"""The cells of a table that is imported, with their addresses. A cell keeps its type: a text, a day or a number."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from casebound.load.inspect.office.sheet_tables import letters
from casebound.model.days import Day
from casebound.runtime.sandbox import UnreadableFile

MOST_ROWS = 5_000  # with content, of a sheet
MOST_COLUMNS = 200
MOST_CELL_TEXT = 8_000
SMALLER = "Save the part that is to be imported as a file of its own."
_DAY_NUMBERS = range(1, 2_958_466)
_SPACES = re.compile(r"[ \t\u00a0\u2007\u202f]+")


@dataclass(frozen=True, slots=True)
class CellValue:
    """The value of a cell. `text` is what the cell shows, without spaces at its ends.

    `day` is the day of a cell with a date, and `number` the value of a cell with another number. `problem` says why the
    value cannot be used, as the end of a sentence.
    """

    text: str
    day: Day | None = None
    number: float | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class MergedCells:
    """A range of cells that are merged into the first of them. All numbers are counted from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class SheetContent:
    """A sheet: the cells with content by row and column, counted from 1, and the ranges that are merged.

    `since_1904` says that the workbook counts its days from 1904, and None that its day numbers have no known start.
    """

    name: str
    rows: Mapping[int, Mapping[int, CellValue]]
    merged: Sequence[MergedCells] = ()
    since_1904: bool | None = None


@dataclass(slots=True)
class SheetBuilder:
    """The rows of a sheet while it is read. Raises UnreadableFile if there are more than can be imported."""

    name: str
    rows: dict[int, dict[int, CellValue]] = field(default_factory=dict)

    def add(self, row: int, column: int, cell: CellValue) -> None:
        """Take a cell, if it has content."""
        if not cell.text and cell.problem is None:
            return
        if column > MOST_COLUMNS:
            message = f"its sheet {self.name} has content in column {letters(column)}, behind column {MOST_COLUMNS}"
            raise UnreadableFile(message, SMALLER)
        self.rows.setdefault(row, {})[column] = cell
        if len(self.rows) > MOST_ROWS:
            raise UnreadableFile(f"its sheet {self.name} has more than {MOST_ROWS:,} rows", SMALLER)


def tidy(text: str) -> str:
    """The text of a cell with single spaces and without spaces at its ends; line breaks stay."""
    lines = (_SPACES.sub(" ", line).strip() for line in text.splitlines())
    return "\n".join(lines).strip()[:MOST_CELL_TEXT]


def address(row: int, column: int) -> str:
    """The address of a cell, such as B7."""
    return f"{letters(column)}{row}"


def is_day_number(number: float) -> bool:
    """Whether a number can be the number of a day in a workbook."""
    return number == int(number) and int(number) in _DAY_NUMBERS


def used_columns(sheet: SheetContent) -> Iterator[int]:
    """The columns with content, in order."""
    yield from sorted({column for cells in sheet.rows.values() for column in cells})
