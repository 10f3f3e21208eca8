"""Sheets as sections: the cells that a sheet shows, with the letters of their columns and the numbers of their rows.

Hidden rows, columns and sheets are sections of their own.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from casebound.load.inspect.office.office_model import Block, OfficeSection, Run, TableCell, count

MOST_CELLS = 12_000  # of a workbook, about 200 pages
MOST_COLUMNS = 120
MOST_CELL = 8_000  # characters
_WIDTH = 86  # characters of a table on a page
_WIDEST = 34
_NOT_SHOWN = "The program does not show these cells. They are not part of the text."


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell as it is shown; `hidden` if its format hides the content."""

    text: str
    number: bool = False
    hidden: bool = False


@dataclass(slots=True)
class Worksheet:
    """The content of a sheet while it is read: cells by row and column, both counted from 1."""

    name: str
    hidden: bool = False
    rows: dict[int, dict[int, SheetCell]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    beside: list[Block] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)


@dataclass(slots=True)
class CellBudget:
    """The cells of a workbook that are still shown, and what is left out after them."""

    left: int = MOST_CELLS
    beyond: Counter[str] = field(default_factory=Counter)

    def takes(self, column: int) -> bool:
        """Whether a cell is shown; counts those that are not."""
        if column > MOST_COLUMNS:
            self.beyond["columns"] += 1
            return False
        if self.left <= 0:
            self.beyond["cells"] += 1
            return False
        self.left -= 1
        return True

    def left_out(self) -> Iterator[str]:
        """What is not shown, in words."""
        if self.beyond["cells"]:
            yield f"{count(self.beyond['cells'], 'more cell')} of a long or repeated range"
        if self.beyond["columns"]:
            yield f"{count(self.beyond['columns'], 'cell')} in columns after {letters(MOST_COLUMNS)}"


def sections_of(sheet: Worksheet) -> Iterator[OfficeSection]:
    """The sections of a sheet: what it shows, then what is hidden in it."""
    columns = sorted({column for cells in sheet.rows.values() for column in cells})
    if sheet.hidden:
        yield OfficeSection(
            f"Hidden sheet {sheet.name}", (*_tables(sheet.rows, columns), *sheet.beside), False, (_NOT_SHOWN,)
        )
        return
    shown: dict[int, dict[int, SheetCell]] = {}
    hidden: dict[int, dict[int, SheetCell]] = {}
    for row, cells in sheet.rows.items():
        for column, cell in cells.items():
            gone = row in sheet.hidden_rows or column in sheet.hidden_columns or cell.hidden
            (hidden if gone else shown).setdefault(row, {})[column] = cell
    tables = tuple(_tables(shown, [column for column in columns if column not in sheet.hidden_columns]))
    empty = () if tables or sheet.beside else (Block((Run("This sheet shows no content.", "i"),)),)
    yield OfficeSection(f"Sheet {sheet.name}", (*tables, *sheet.beside, *empty), content=not empty)
    if sheet.repeated:
        lines = tuple(Block((Run(line),)) for line in sheet.repeated)
        yield OfficeSection(f"Headers and footers of sheet {sheet.name}", lines)
    if hidden:
        inside = sorted({column for cells in hidden.values() for column in cells})
        yield OfficeSection(f"Hidden cells of sheet {sheet.name}", tuple(_tables(hidden, inside)), False, (_NOT_SHOWN,))


def letters(column: int) -> str:
    """The letters of a column."""
    found = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def _tables(rows: Mapping[int, Mapping[int, SheetCell]], columns: Sequence[int]) -> Iterator[Block]:
    """Tables side by side where the columns do not fit on a page."""
    used = [column for column in columns if any(column in cells for cells in rows.values())]
    parts = list(_parts(rows, used))
    for part in parts:
        if len(parts) > 1:
            yield Block((Run(f"Columns {letters(part[0])} to {letters(part[-1])}", "b"),))
        head = (TableCell(()), *(TableCell(_words(letters(column))) for column in part))
        body = (
            (TableCell(_words(str(row))), *(_cell(cells.get(column)) for column in part))
            for row, cells in sorted(rows.items())
            if any(column in cells for column in part)
        )
        yield Block(rows=(head, *body), head=True)


def _parts(rows: Mapping[int, Mapping[int, SheetCell]], columns: Sequence[int]) -> Iterator[list[int]]:
    part: list[int] = []
    width = 0
    for column in columns:
        longest = max(len(cells[column].text) for cells in rows.values() if column in cells)
        needed = min(max(longest, 3), _WIDEST) + 1
        if part and width + needed > _WIDTH:
            yield part
            part, width = [], 0
        part.append(column)
        width += needed
    if part:
        yield part


def _cell(cell: SheetCell | None) -> TableCell:
    return TableCell(()) if cell is None else TableCell(_words(cell.text), number=cell.number)


def _words(text: str) -> tuple[Block, ...]:
    return (Block((Run(text),)),)
