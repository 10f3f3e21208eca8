"""OpenDocument spreadsheets (.ods): the cells of each sheet as the program that saved the file showed them."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from casebound.load.inspect.office.office_model import (
    LINKS,
    Block,
    Office,
    Run,
    can_be_shown,
    comments_section,
    count,
    pictures_not_shown,
)
from casebound.load.inspect.office.open_package import ROWS, OpenPackage, each, repetitions, within, words_of
from casebound.load.inspect.office.sheet_tables import MOST_CELL, CellBudget, SheetCell, Worksheet, sections_of
from casebound.model.evidence import Inspection
from casebound.runtime.sandbox import UnreadableFile

_MOST_REPEATED = 200  # times that a cell or a row with content is written out
_MOST_PICTURES = 100
_NUMBERS = frozenset({"float", "percentage", "currency", "date", "time"})
_COLUMNS = ("table-column-group", "table-columns", "table-header-columns")


def read_open_sheet(data: bytes) -> Office:
    """The content of a spreadsheet. Raises UnreadableFile if it is damaged, encrypted or has no sheet."""
    return _SpreadsheetReader(OpenPackage(data)).spreadsheet()


def inspected(data: bytes) -> Inspection:
    """What a spreadsheet contains. Raises UnreadableFile if it is damaged."""
    return read_open_sheet(data).inspection(page_for_each_section=True)


class _SpreadsheetReader:
    """Reads a spreadsheet sheet by sheet."""

    def __init__(self, file: OpenPackage) -> None:
        self.file = file
        self.budget = CellBudget()
        self.found: Counter[str] = Counter()
        self.comments: list[Block] = []
        self.pictures: list[bytes] = []
        self.hidden_styles = {
            style.get("name")
            for style in file.style_elements()
            for properties in style
            if properties.tag == "table-properties" and properties.get("display") == "false"
        }

    def spreadsheet(self) -> Office:
        body = self.file.content.find("body/spreadsheet")
        tables = [] if body is None else body.findall("table")
        if not tables:
            raise UnreadableFile("it has no sheet with cells")
        sections = [section for table in tables for section in sections_of(self._sheet(table))]
        self.found["hidden sheets"] = sum(section.title.startswith("Hidden sheet") for section in sections)
        self.found["hidden cells"] = sum(section.title.startswith("Hidden cells") for section in sections)
        sections += comments_section(self.comments)
        return Office(
            tuple(sections),
            tuple(self._active()),
            tuple(self._left_out()),
            tuple(self._remarks()),
            self.file.signed(),
            tuple(self.pictures),
        )

    def _sheet(self, table: Any) -> Worksheet:
        sheet = Worksheet(table.get("name", ""), table.get("style-name") in self.hidden_styles)
        column = 1
        for element in within(table, "table-column", _COLUMNS):
            times = repetitions(element, "number-columns-repeated")
            if element.get("visibility", "visible") != "visible":
                sheet.hidden_columns.update(range(column, column + min(times, 20_000)))
            column += times
        number = 1
        for row in within(table, "table-row", ROWS):
            times = repetitions(row, "number-rows-repeated")
            cells = dict(self._cells(sheet, row))
            self.budget.beyond["cells"] += len(cells) * max(0, times - _MOST_REPEATED)
            for repeated in range(min(times, _MOST_REPEATED) if cells else 0):
                kept = {at: cell for at, cell in cells.items() if self.budget.takes(at)}
                if kept:
                    sheet.rows[number + repeated] = kept
                if row.get("visibility", "visible") != "visible":
                    sheet.hidden_rows.add(number + repeated)
            number += times
        for shapes in table.findall("shapes"):
            self._drawings(sheet, shapes)
        return sheet

    def _cells(self, sheet: Worksheet, row: Any) -> Iterator[tuple[int, SheetCell]]:
        column = 1
        for element in row:
            if element.tag not in ("table-cell", "covered-table-cell"):
                continue
            times = repetitions(element, "number-columns-repeated")
            text = "\n".join(words_of(part) for part in element if part.tag == "p")[:MOST_CELL]
            self.found["formulas"] += bool(element.get("formula"))
            for comment in element.findall("annotation"):
                by = f"{sheet.name}, {comment.findtext('creator') or 'unknown'}: "
                words = " ".join(words_of(part) for part in comment if part.tag == "p")
                self.comments.append(Block((Run(by, "b"), Run(words))))
            self._drawings(sheet, element)
            if text:
                self.budget.beyond["cells"] += max(0, times - _MOST_REPEATED)
                for place in range(column, column + min(times, _MOST_REPEATED)):
                    yield place, SheetCell(text, element.get("value-type") in _NUMBERS)
            column += times

    def _drawings(self, sheet: Worksheet, parent: Any) -> None:
        """The pictures, charts and text boxes that lie on a sheet."""
        for element in parent:
            if element.tag not in ("frame", "custom-shape", "g", "rect"):
                continue
            objects = list(each(element, "object", "object-ole"))
            self.found["charts"] += len(objects)
            for paragraph in element.iter("p"):
                text = words_of(paragraph)
                sheet.beside += [Block((Run(text),))] if text.strip() else []
            for image in element.iter("image") if not objects else ():
                data = self.file.picture(image)
                if data is None or not can_be_shown(data) or len(self.pictures) == _MOST_PICTURES:
                    self.found["vector"] += 1
                else:
                    sheet.beside.append(Block(picture=len(self.pictures)))
                    self.pictures.append(data)

    def _active(self) -> Iterator[str]:
        yield from self.file.active_content()
        if self.found["hidden sheets"]:
            yield "hidden sheets"
        if self.found["hidden cells"]:
            yield "hidden cells"

    def _left_out(self) -> Iterator[str]:
        if self.found["charts"]:
            yield count(self.found["charts"], "chart or object", "charts or objects")
        yield from pictures_not_shown(self.found["vector"])
        yield from self.budget.left_out()
        if self.file.has_links():
            yield LINKS

    def _remarks(self) -> Iterator[str]:
        if self.found["formulas"]:
            yield f"{count(self.found['formulas'], 'cell')} with a formula: the result that the file stores is shown."
