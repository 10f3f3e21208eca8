"""The header of a sheet, which can have two rows, merged cells and a title above it."""

import re
from collections.abc import Iterator, Mapping

from casebound.load.tables.table_cells import CellValue, MergedCells, SheetContent, used_columns

_FIRST_ROWS = 40
_LONGEST = 60  # characters of a header
_WORD = re.compile(r"[^\W_]+")


def header_words(text: str) -> tuple[str, ...]:
    """The words of a header in small letters."""
    return tuple(_WORD.findall(text.casefold()))


def header_of(sheet: SheetContent, known: Mapping[str, tuple[str, ...]]) -> tuple[int, ...]:
    """The rows of the header: the row with most known headers among the first rows, and a row that belongs to it.

    `known` are the usual headers by field. Without any known header, it is the first row with most cells.
    """
    usual = {tuple(sorted(header_words(header))) for headers in known.values() for header in headers}
    rows = [row for row in sorted(sheet.rows)[:_FIRST_ROWS] if len(sheet.rows[row]) > 1] or sorted(sheet.rows)[:1]

    def known_headers(row: int) -> tuple[int, int, int]:
        texts = [cell.text for cell in sheet.rows[row].values()]
        found = sum(tuple(sorted(header_words(text))) in usual for text in texts)
        return found, sum(len(text) <= _LONGEST for text in texts), -row

    best = max(rows, key=known_headers)
    if best - 1 in sheet.rows and any(True for _ in _spanning(sheet, best - 1)):
        return best - 1, best
    if best + 1 in sheet.rows and any(_covers_texts(sheet, merged) for merged in _spanning(sheet, best)):
        return best, best + 1
    return (best,)


def columns_of(sheet: SheetContent, header: tuple[int, ...]) -> dict[int, str]:
    """The header of each column. The parts of a header with two rows are joined with a slash."""
    return {column: " / ".join(dict.fromkeys(_parts(sheet, header, column))) for column in used_columns(sheet)}


def _parts(sheet: SheetContent, header: tuple[int, ...], column: int) -> Iterator[str]:
    for row in header:
        cell = _shown(sheet, row, column)
        if cell is not None and cell.text:
            yield " ".join(cell.text.split())


def _shown(sheet: SheetContent, row: int, column: int) -> CellValue | None:
    """The cell at a place, or the cell that is merged over it, except a title over the whole table."""
    found = sheet.rows.get(row, {}).get(column)
    if found is not None:
        return None if any(merged.first_row == row and _is_title(sheet, merged) for merged in sheet.merged) else found
    for merged in _spanning(sheet, row):
        if merged.first_column <= column <= merged.last_column:
            return sheet.rows.get(row, {}).get(merged.first_column)
    return None


def _spanning(sheet: SheetContent, row: int) -> Iterator[MergedCells]:
    """The cells of a row that are merged over several columns, except a title over the whole table."""
    for merged in sheet.merged:
        if merged.first_row == row and merged.last_column > merged.first_column and not _is_title(sheet, merged):
            yield merged


def _is_title(sheet: SheetContent, merged: MergedCells) -> bool:
    """Whether merged cells are a title: nothing else is in their row."""
    return merged.last_column > merged.first_column and len(sheet.rows.get(merged.first_row, {})) == 1


def _covers_texts(sheet: SheetContent, merged: MergedCells) -> bool:
    below = sheet.rows.get(merged.first_row + 1, {})
    return sum(merged.first_column <= column <= merged.last_column for column in below) > 1
