"""The cells of an OpenDocument spreadsheet: the stored values only."""

import re
from collections.abc import Iterator
from typing import Any

from casebound.load.inspect.office.open_package import ROWS, OpenPackage, repetitions, within, words_of
from casebound.load.tables.table_cells import (
    MOST_COLUMNS,
    MOST_ROWS,
    CellValue,
    MergedCells,
    SheetBuilder,
    SheetContent,
    tidy,
)
from casebound.model.days import Day
from casebound.runtime.sandbox import UnreadableFile

_NUMBERS = frozenset({"float", "percentage", "currency"})


def open_sheets(data: bytes) -> tuple[SheetContent, ...]:
    """The sheets of a spreadsheet that are shown. Raises UnreadableFile if it is damaged or encrypted."""
    file = OpenPackage(data)
    body = file.content.find("body/spreadsheet")
    if body is None:
        raise UnreadableFile("it has no sheet with cells")
    hidden = {
        style.get("name")
        for style in file.style_elements()
        for properties in style
        if properties.tag == "table-properties" and properties.get("display") == "false"
    }
    tables = [table for table in body.findall("table") if table.get("style-name") not in hidden]
    return tuple(map(_sheet, tables))


def _sheet(table: Any) -> SheetContent:
    builder, merged, number = SheetBuilder(table.get("name", "")), list[MergedCells](), 1
    for row in within(table, "table-row", ROWS):
        repeated = repetitions(row, "number-rows-repeated")
        cells = list(_cells(row))
        if any(cell.text or cell.problem for _, _, cell in cells):
            for place in range(number, number + min(repeated, MOST_ROWS + 1)):
                for column, _, cell in cells:
                    builder.add(place, column, cell)
        for column, element, _ in cells:
            columns, rows = (repetitions(element, f"number-{name}-spanned") for name in ("columns", "rows"))
            if columns > 1 or rows > 1:
                merged.append(MergedCells(number, column, number + rows - 1, column + columns - 1))
        number += repeated
    return SheetContent(builder.name, builder.rows, tuple(merged))


def _cells(row: Any) -> Iterator[tuple[int, Any, CellValue]]:
    column = 1
    for element in row:
        if element.tag not in ("table-cell", "covered-table-cell"):
            continue
        repeated = repetitions(element, "number-columns-repeated")
        cell = _cell(element)
        if cell.text or cell.problem:
            for place in range(column, column + min(repeated, MOST_COLUMNS + 1)):
                yield place, element, cell
        else:
            yield column, element, cell
        column += repeated


def _cell(element: Any) -> CellValue:
    text = tidy("\n".join(words_of(part) for part in element if part.tag == "p"))
    kind = element.get("value-type")
    if kind == "date":
        return _date(text, element.get("date-value", ""))
    if kind in _NUMBERS:
        try:
            return CellValue(text, number=float(element.get("value", "")))
        except ValueError:
            return CellValue(text)
    if text.startswith(("#", "Err:")) and element.get("formula"):
        return CellValue(text, problem=f"contains the error {text}")
    return CellValue(text)


def _date(text: str, stored: str) -> CellValue:
    """The day of a cell. What the cell shows must include the day of the month and the year."""
    try:
        day = Day.fromisoformat(stored[:10])
    except ValueError:
        return CellValue(text)
    shown = {int(number) for number in re.findall(r"[0-9]{1,4}", text)}
    if day.day not in shown or not {day.year, day.year % 100} & shown:
        return CellValue(text, problem="shows only a part of a date. Format the cell as a complete date")
    return CellValue(day.isoformat(), day=day)
