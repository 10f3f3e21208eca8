"""Office files as pages: their words, lists, tables and pictures, with a list of what the pages leave out."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from casebound.load.inspect.content_kinds import ContentKind
from casebound.load.inspect.office.excel_workbooks import read_excel
from casebound.load.inspect.office.office_model import Block, Office, OfficeSection, Run, text_of
from casebound.load.inspect.office.open_sheets import read_open_sheet
from casebound.load.inspect.office.open_texts import read_open_text
from casebound.load.inspect.office.word_documents import read_word
from casebound.render.exhibits.draw.aligned_tables import aligned_lines, cells_in, column_widths
from casebound.render.exhibits.draw.inline_pictures import InlinePicture, inline_pictures
from casebound.render.exhibits.draw.page_model import (
    ExhibitItem,
    ExhibitPages,
    ExhibitText,
    OfficeBlock,
    OfficeCell,
    OfficeRun,
    SectionBlock,
)
from casebound.render.exhibits.draw.printable import Printable, missing_note
from casebound.render.exhibits.draw.printed_html import picture_name
from casebound.runtime.sandbox import run_sandboxed

_SECONDS = 30
_TAGS = {"b": "b", "i": "i", "u": "u", "s": "s", "+": "sup", "-": "sub"}
_TAB = " " * 8
_WIDEST, _HIGHEST = 460.0, 560.0  # points
_MANY = 6  # columns
_MOST_CELLS = 2_000  # in tables; the print engine needs several seconds for a thousand
_FEW_CELLS = 60
_ENDLESS = re.compile(r"[^\s\u2e80-\uffff]{400}")  # the print engine needs a minute for a word of many thousand letters

OFFICE_READERS: Mapping[ContentKind, tuple[Callable[[bytes], Office], str]] = {
    ContentKind.WORD: (read_word, "Word document"),
    ContentKind.EXCEL: (read_excel, "Excel workbook"),
    ContentKind.OPEN_TEXT: (read_open_text, "OpenDocument text"),
    ContentKind.OPEN_SHEET: (read_open_sheet, "OpenDocument spreadsheet"),
}
"""The reader of each kind of office file, and the name of the kind."""


@dataclass(frozen=True, slots=True)
class _Printer:
    """What the blocks of an exhibit need: its id, its pictures, and the characters that can be printed."""

    item: str
    pictures: tuple[InlinePicture, ...]
    printable: Printable
    aligned: bool = False

    def section(self, section: OfficeSection) -> SectionBlock:
        notes = tuple(map(self.printable.text, section.notes))
        return SectionBlock(self.printable.text(section.title), notes, tuple(map(self.block, section.blocks)))

    def block(self, block: Block) -> OfficeBlock:
        if block.picture is not None:
            return self._picture(block.picture)
        text = "".join(run.text for run in block.runs)
        if _ENDLESS.search(text):
            return OfficeBlock(lines=self.printable.lines(f"{block.label} {text}".lstrip()))
        if self.aligned and sum(map(len, block.rows)) > _FEW_CELLS:
            return OfficeBlock(lines=aligned_lines(block.rows, self.printable))
        rows = tuple(
            tuple(OfficeCell(tuple(map(self.block, cell.blocks)), cell.columns, cell.rows, cell.number) for cell in row)
            for row in block.rows
        )
        many = max((sum(cell.columns for cell in row) for row in rows), default=0) > _MANY
        label = self.printable.text(block.label)
        columns = column_widths(block.rows, small=many)
        return OfficeBlock(
            tuple(map(self._run, block.runs)),
            block.level,
            label,
            block.indent,
            rows,
            block.head,
            many,
            columns,
            width=round(sum(columns), 1),
        )

    def _run(self, run: Run) -> OfficeRun:
        text = self.printable.text(run.text.replace("\t", _TAB).replace("\r", " "))
        return OfficeRun(text, tuple(_TAGS[letter] for letter in run.style if letter in _TAGS))

    def _picture(self, number: int) -> OfficeBlock:
        found = self.pictures[number]
        if found.problem is not None:
            return OfficeBlock((OfficeRun(f"[Picture not shown: {self.printable.text(found.problem)}]"),))
        width = min(found.width * 0.6, _WIDEST, _HIGHEST * found.width / max(found.height, 1))
        return OfficeBlock(picture=picture_name(self.item, number), width=round(width, 2))


def office_pages(item: ExhibitItem, data: bytes, kind: ContentKind, printable: Printable) -> ExhibitPages:
    """The pages of an office file. Raises UnreadableFile where it cannot be read."""
    read, words = OFFICE_READERS[kind]
    office = run_sandboxed(read, data, Office, seconds=_SECONDS)
    pictures = inline_pictures(office.pictures)
    cells = sum(cells_in(block) for section in office.sections for block in section.blocks)
    printer = _Printer(item.id, pictures, printable, aligned=cells > _MOST_CELLS)
    notes = (
        f"{item.file}: {_converted(words)}. The layout differs from the original.",
        *((f"Not shown: {', '.join(office.left_out)}.",) if office.left_out else ()),
        *office.notes,
    )
    text = ExhibitText(
        "office.html.j2",
        notes=tuple(map(printable.text, notes)),
        warnings=missing_note(printable.missing("".join(text_of(section.blocks) for section in office.sections))),
        sections=tuple(map(printer.section, office.sections)),
    )
    shown = {
        picture_name(item.id, number): picture.data
        for number, picture in enumerate(pictures)
        if picture.problem is None
    }
    return ExhibitPages(text=text, marks=tuple(_marks(office, words)), pictures=shown)


def _marks(office: Office, words: str) -> Iterator[str]:
    yield _converted(words)
    if office.left_out:
        yield f"left out: {', '.join(office.left_out)}"


def _converted(words: str) -> str:
    return f"converted from {'an' if words[0] in 'EO' else 'a'} {words}"
