"""Excel workbooks (.xlsx): the cells of each sheet as they are formatted, with the stored results of formulas."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casebound.load.inspect.office.office_model import (
    LINKS,
    Block,
    Office,
    OfficeSection,
    Run,
    can_be_shown,
    comments_section,
    count,
    pictures_not_shown,
)
from casebound.load.inspect.office.office_package import Package, Relation
from casebound.load.inspect.office.sheet_numbers import GENERAL, plain_number, shown_number
from casebound.load.inspect.office.sheet_tables import MOST_CELL, CellBudget, SheetCell, Worksheet, sections_of
from casebound.load.inspect.office.workbook_parts import (
    column_of,
    counts_from_1904,
    integer,
    number_formats,
    shared_strings,
    string_of,
    styles_part,
)
from casebound.model.evidence import Inspection
from casebound.runtime.sandbox import UnreadableFile

_MOST_PICTURES = 100
_MOST_SHEETS = 300
_CODES = re.compile(r'&(?:"[^"]*"|\d+|K[0-9A-F]{6}|[LCRBIUESXYGHO]|[PNDTFAZ])')
_NAMED = {
    "&P": "[page]",
    "&N": "[pages]",
    "&D": "[date]",
    "&T": "[time]",
    "&F": "[file]",
    "&A": "[sheet]",
    "&Z": "[path]",
}
_PARTS = (
    ("vbaproject.bin", "macros"),
    ("xl/macrosheets/", "macros"),
    ("xl/activex/", "ActiveX controls"),
    ("xl/embeddings/", "embedded files"),
    ("xl/externallinks/", "links to other workbooks"),
    ("xl/connections.xml", "connections to data"),
    ("xl/querytables/", "connections to data"),
)


@dataclass(frozen=True, slots=True)
class _Book:
    """What the cells of all sheets refer to; `white` are the styles with white words on no color."""

    strings: Sequence[str]
    formats: Sequence[str]
    white: frozenset[int]
    since_1904: bool


def read_excel(data: bytes) -> Office:
    """The content of a workbook. Raises UnreadableFile if it is damaged or has no sheet."""
    return _WorkbookReader(Package(data)).workbook()


def inspected(data: bytes) -> Inspection:
    """What a workbook contains. Raises UnreadableFile if it is damaged."""
    return read_excel(data).inspection(page_for_each_section=True)


class _WorkbookReader:
    """Reads a workbook sheet by sheet."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.budget = CellBudget()
        self.found: Counter[str] = Counter()
        self.comments: list[Block] = []
        self.pictures: dict[str, bytes] = {}

    def workbook(self) -> Office:
        root = self.package.xml(self.package.main)
        relations = self.package.relations(self.package.main)
        book = _Book(shared_strings(self.package, relations), *self._styles(relations), counts_from_1904(root))
        sections: list[OfficeSection] = []
        sheets = root.findall("sheets/sheet")
        for element in sheets[:_MOST_SHEETS]:
            if not element.get("id"):  # of a module of macros, which is stored elsewhere
                continue
            relation = relations.get(element.get("id", ""))
            if relation is None or relation.external or relation.target not in self.package:
                raise UnreadableFile(f"its sheet “{element.get('name', '')}” is missing")
            if relation.kind != "worksheet":
                self.found["macros" if "macro" in relation.kind.lower() else "charts"] += 1
                continue
            sheet = Worksheet(element.get("name", ""), element.get("state", "visible") != "visible")
            self.found["hidden sheets"] += sheet.hidden
            self._read_sheet(sheet, relation.target, book)
            sections += sections_of(sheet)
        self.found["hidden cells"] = sum(section.title.startswith("Hidden cells") for section in sections)
        self.found["more sheets"] = max(0, len(sheets) - _MOST_SHEETS)
        sections += comments_section(self.comments)
        return Office(
            tuple(sections),
            tuple(dict.fromkeys(self._active())),
            tuple(self._left_out()),
            tuple(self._remarks()),
            any(name.startswith("_xmlsignatures/") for name in self.package.names),
            tuple(self.pictures.values()),
        )

    def _styles(self, relations: Mapping[str, Relation]) -> tuple[Sequence[str], frozenset[int]]:
        """The number format of each style of cells, and the styles with white words."""
        root = styles_part(self.package, relations)
        if root is None:
            return (), frozenset()
        white = {str(number) for number, font in enumerate(root.findall("fonts/font")) if _is_white(font.find("color"))}
        plain = {"0", *(str(number) for number, fill in enumerate(root.findall("fills/fill")) if _is_empty(fill))}
        styles = root.findall("cellXfs/xf")
        return number_formats(root), frozenset(
            number
            for number, style in enumerate(styles)
            if style.get("fontId") in white and style.get("fillId", "0") in plain
        )

    def _read_sheet(self, sheet: Worksheet, name: str, book: _Book) -> None:
        number = 0
        for element in self.package.elements(name, "row", "col", "headerFooter"):
            if element.tag == "col" and element.get("hidden") in ("1", "true"):
                first, last = integer(element.get("min")), integer(element.get("max"))
                sheet.hidden_columns.update(range(first, min(last, first + 20_000) + 1))
            elif element.tag == "headerFooter":
                sheet.repeated += filter(None, (_plain(part.text or "") for part in element))
            elif element.tag == "row":
                number = integer(element.get("r")) or number + 1
                if element.get("hidden") in ("1", "true"):
                    sheet.hidden_rows.add(number)
                self._read_row(sheet, number, element, book)
        self._read_beside(sheet, name)

    def _read_row(self, sheet: Worksheet, number: int, row: Any, book: _Book) -> None:
        if not self.budget.left:
            self.budget.beyond["cells"] += sum(len(element) > 0 for element in row)
            return
        column = 0
        for element in row.findall("c"):
            column = column_of(element.get("r", "")) or column + 1
            cell = self._cell(element, book)
            self.found["white"] += bool(cell.text and integer(element.get("s")) in book.white)
            if cell.text and self.budget.takes(column):
                sheet.rows.setdefault(number, {})[column] = cell

    def _cell(self, element: Any, book: _Book) -> SheetCell:
        kind, stored, formula = element.get("t", "n"), element.findtext("v"), element.find("f")
        self.found["formulas"] += formula is not None
        if kind == "inlineStr":
            inline = element.find("is")
            return SheetCell(_cut("" if inline is None else string_of(inline)))
        if stored is None:
            text = None if formula is None else formula.text
            self.found["without a result"] += bool(text)
            return SheetCell(_cut(f"={text}") if text else "")
        if kind == "n":
            return _number(stored, integer(element.get("s")), book)
        if kind == "s" and stored.strip():
            number = integer(stored.strip(), -1)
            if not 0 <= number < len(book.strings):
                raise UnreadableFile("it has cells whose texts are missing")
            return SheetCell(_cut(book.strings[number]))
        return SheetCell({"1": "TRUE", "0": "FALSE"}.get(stored.strip(), stored) if kind == "b" else _cut(stored))

    def _read_beside(self, sheet: Worksheet, name: str) -> None:
        """The comments, pictures, text boxes and charts of a sheet."""
        relations = self.package.relations(name)
        for part in self.package.related(relations, "comments", "threadedComment"):
            self._read_comments(sheet.name, self.package.xml(part))
        for part in self.package.related(relations, "drawing"):
            self._read_drawing(sheet, part)

    def _read_comments(self, sheet: str, root: Any) -> None:
        authors = [author.text or "" for author in root.findall("authors/author")]
        for comment in root.iter("comment"):
            by = integer(comment.get("authorId"), -1)
            author = f", {authors[by]}" if 0 <= by < len(authors) and authors[by] else ""
            where = Run(f"{sheet}, {comment.get('ref', '')}{author}: ", "b")
            self.comments.append(Block((where, Run(_cut("".join(text.text or "" for text in comment.iter("t")))))))
        for comment in root.findall("threadedComment"):
            where = Run(f"{sheet}, {comment.get('ref', '')}: ", "b")
            self.comments.append(Block((where, Run(_cut(comment.findtext("text") or "")))))

    def _read_drawing(self, sheet: Worksheet, name: str) -> None:
        relations = self.package.relations(name)
        for element in self.package.xml(name).iter():
            if element.tag == "txBody":
                for paragraph in element.findall("p"):
                    text = "".join(part.text or "" for part in paragraph.iter("t"))
                    sheet.beside += [Block((Run(_cut(text)),))] if text.strip() else []
            elif element.tag == "blip":
                relation = relations.get(name := element.get("embed") or element.get("link") or "")
                if relation is not None and not relation.external and relation.target in self.package:
                    self._picture(sheet, relation.target)
                else:
                    self.found["missing"] += bool(name)
            elif element.tag == "graphicData":
                self.found["charts"] += element.get("uri", "").endswith("/chart")
                self.found["diagrams"] += element.get("uri", "").endswith("/diagram")

    def _picture(self, sheet: Worksheet, name: str) -> None:
        if name not in self.pictures:
            data = self.package.read(name)
            if not can_be_shown(data) or len(self.pictures) == _MOST_PICTURES:
                self.found["vector"] += 1
                return
            self.pictures[name] = data
        sheet.beside.append(Block(picture=list(self.pictures).index(name)))

    def _active(self) -> Iterator[str]:
        yield from (words for part, words in _PARTS if any(part in name for name in self.package.names))
        if self.found["macros"]:
            yield "macros"
        kinds = {relation.kind for relation in self.package.all_relations() if relation.external}
        if kinds - {"hyperlink", "externalLinkPath", "xlPathMissing", "externalLink"}:
            yield "content that is loaded from another place"
        if self.found["hidden sheets"]:
            yield "hidden sheets"
        if self.found["hidden cells"]:
            yield "hidden cells"

    def _left_out(self) -> Iterator[str]:
        for name, words in (("charts", "chart"), ("diagrams", "diagram"), ("more sheets", "more sheet")):
            if self.found[name]:
                yield count(self.found[name], words)
        yield from pictures_not_shown(self.found["vector"])
        if self.found["missing"]:
            yield count(self.found["missing"], "picture that is not in the file", "pictures that are not in the file")
        yield from self.budget.left_out()
        if any(relation.external and relation.kind == "hyperlink" for relation in self.package.all_relations()):
            yield LINKS

    def _remarks(self) -> Iterator[str]:
        if self.found["formulas"]:
            yield f"{count(self.found['formulas'], 'cell')} with a formula: the result that the file stores is shown."
        if self.found["without a result"]:
            yield f"{count(self.found['without a result'], 'formula')} without a stored result: the formula is shown."
        if self.found["white"]:
            yield "Words in white are shown in black; in Excel they may be invisible."
        yield "Dates are shown as year-month-day."


def _number(stored: str, style: int, book: _Book) -> SheetCell:
    """The cell of a number in its format."""
    try:
        value = float(stored)
    except ValueError:
        return SheetCell(_cut(stored))
    form = book.formats[style] if style < len(book.formats) else GENERAL
    text = shown_number(value, form, since_1904=book.since_1904)
    return SheetCell(text or plain_number(value), number=True, hidden=not text)


def _is_white(color: Any) -> bool:
    return color is not None and (color.get("rgb", "").upper().endswith("FFFFFF") or color.get("theme") == "0")


def _is_empty(fill: Any) -> bool:
    pattern = fill.find("patternFill")
    return pattern is not None and pattern.get("patternType", "none") == "none"


def _plain(text: str) -> str:
    """A header or footer of a sheet without its codes."""
    return _CODES.sub(lambda code: _NAMED.get(code[0], " "), text).replace("&&", "&").strip()


def _cut(text: str) -> str:
    return text if len(text) <= MOST_CELL else f"{text[:MOST_CELL]} […]"
