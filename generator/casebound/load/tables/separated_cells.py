"""The cells of a text with separators (CSV), as Excel and other programs save it."""

import csv
import io
from collections import Counter

from casebound.load.inspect.text_encodings import decoded
from casebound.load.tables.table_cells import CellValue, SheetBuilder, SheetContent, tidy
from casebound.runtime.sandbox import UnreadableFile

_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE = 50  # rows that show which separator is used
_DECLARED = "sep="  # the beginning of a first line that names the separator for Excel


def separated_sheet(data: bytes, name: str) -> tuple[SheetContent, ...]:
    """The only sheet of a text with separators. Raises UnreadableFile if it is no such text."""
    text = decoded(data).text
    first, _, rest = text.partition("\n")
    declared = first.strip().lower().startswith(_DECLARED) and len(first.rstrip("\r\n")) == len(_DECLARED) + 1
    separator = first.rstrip("\r\n")[-1] if declared else _separator(text)
    builder = SheetBuilder(name)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(rest if declared else text, ""), delimiter=separator), 1):
            for column, value in enumerate(row, 1):
                builder.add(number + declared, column, CellValue(tidy(value)))
    except csv.Error as error:
        raise UnreadableFile(f"it is no text with separators: {error}") from None
    return (SheetContent(name, builder.rows),)


def _separator(text: str) -> str:
    """The separator with which most rows have the same number of cells, and more than one."""
    return max(_SEPARATORS, key=lambda separator: _even_rows(text, separator))


def _even_rows(text: str, separator: str) -> tuple[int, int]:
    widths = Counter[int]()
    try:
        for _, row in zip(range(_SAMPLE), csv.reader(io.StringIO(text, ""), delimiter=separator), strict=False):
            widths[len(row)] += len(row) > 1
    except csv.Error:
        return 0, 0
    width, rows = max(widths.items(), key=lambda entry: (entry[1], entry[0]), default=(0, 0))
    return (rows, width) if width > 1 else (0, 0)
