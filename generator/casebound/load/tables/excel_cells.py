"""The cells of an Excel workbook: only the stored values. No formula, macro or link to another file is followed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from casebound.load.inspect.office.office_package import Package
from casebound.load.inspect.office.sheet_numbers import (
    GENERAL,
    shown_number,
    shows_day,
    shows_part_of_day,
)
from casebound.load.inspect.office.workbook_parts import (
    column_of,
    counts_from_1904,
    integer,
    number_formats,
    shared_strings,
    string_of,
    styles_part,
)
from casebound.load.tables.table_cells import CellValue, MergedCells, SheetBuilder, SheetContent, tidy
from casebound.model.days import Day
from casebound.runtime.sandbox import UnreadableFile

_MOST_SHEETS = 100
_RANGE = re.compile(r"([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})")
_NOT_STORED = "is a formula without a stored result. Open the file in Excel and save it again"

_LARGEST_EXACT = 10**15
_ROUNDED = "is a number with more digits than Excel keeps. Type it again into a cell with the format Text"


@dataclass(frozen=True, slots=True)
class _Stored:
    """What the cells of all sheets refer to."""

    strings: Sequence[str]
    formats: Sequence[str]
    since_1904: bool


def excel_sheets(data: bytes) -> tuple[SheetContent, ...]:
    """The sheets of a workbook that are shown. Raises UnreadableFile if the workbook is damaged."""
    package = Package(data)
    root, relations = package.xml(package.main), package.relations(package.main)
    styles = styles_part(package, relations)
    stored = _Stored(
        shared_strings(package, relations), () if styles is None else number_formats(styles), counts_from_1904(root)
    )
    sheets = root.findall("sheets/sheet")
    if len(sheets) > _MOST_SHEETS:
        raise UnreadableFile(f"it has more than {_MOST_SHEETS} sheets")
    found = []
    for element in sheets:
        relation = relations.get(element.get("id", ""))
        shown = element.get("state", "visible") == "visible"
        if relation is not None and relation.kind == "worksheet" and not relation.external and shown:
            if relation.target not in package:
                raise UnreadableFile(f"its sheet {element.get('name', '')} is missing")
            found.append(_sheet(package, relation.target, element.get("name", ""), stored))
    return tuple(found)


def _sheet(package: Package, part: str, name: str, stored: _Stored) -> SheetContent:
    builder, number = SheetBuilder(name), 0
    merged: list[MergedCells] = []
    for element in package.elements(part, "row", "mergeCell"):
        if element.tag == "mergeCell":
            merged += _merged(element.get("ref", ""))
            continue
        number = integer(element.get("r")) or number + 1
        column = 0
        for cell in element.findall("c"):
            column = column_of(cell.get("r", "")) or column + 1
            builder.add(number, column, _cell(cell, stored))
    return SheetContent(name, builder.rows, tuple(merged), stored.since_1904)


def _merged(reference: str) -> Iterator[MergedCells]:
    if found := _RANGE.fullmatch(reference):
        first, last = found[1], found[2]
        yield MergedCells(_row_of(first), column_of(first), _row_of(last), column_of(last))


def _row_of(reference: str) -> int:
    return int(reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _cell(element: Any, stored: _Stored) -> CellValue:
    kind, value, formula = element.get("t", "n"), element.findtext("v"), element.find("f")
    if kind == "inlineStr":
        inline = element.find("is")
        return CellValue("" if inline is None else tidy(string_of(inline)))
    if value is None:
        has_formula = formula is not None and (formula.text or formula.attrib)
        return CellValue("", problem=_NOT_STORED) if has_formula else CellValue("")
    if kind == "n":
        return _number(value, integer(element.get("s")), stored)
    if kind == "s":
        return CellValue(tidy(_shared(value, stored)))
    text = tidy({"1": "TRUE", "0": "FALSE"}.get(value.strip(), value) if kind == "b" else value)
    return CellValue(text, problem=f"contains the error {text}" if kind == "e" else None)


def _shared(value: str, stored: _Stored) -> str:
    number = integer(value.strip(), -1)
    if not 0 <= number < len(stored.strings):
        raise UnreadableFile("it has cells whose texts are missing")
    return stored.strings[number]


def _number(value: str, style: int, stored: _Stored) -> CellValue:
    try:
        number = float(value)
    except ValueError:
        return CellValue(tidy(value))
    form = stored.formats[style] if style < len(stored.formats) else GENERAL
    text = shown_number(number, form, since_1904=stored.since_1904)
    if shows_day(form):
        return CellValue(text, day=_day(text))
    if shows_part_of_day(form):
        return CellValue(text, problem=f"shows only a part of a date ({form}). Format the cell as a complete date")
    exact = abs(number) < _LARGEST_EXACT
    return CellValue(tidy(text), number=number, problem=None if exact else _ROUNDED)


def _day(text: str) -> Day | None:
    try:
        return Day.fromisoformat(text[:10])
    except ValueError:  # a number outside of the calendar of Excel
        return None


def days_since(number: float, *, since_1904: bool) -> Day | None:
    """The day of a day number of a workbook; None for a number outside of its calendar."""
    return _day(shown_number(number, "yyyy-mm-dd", since_1904=since_1904))
