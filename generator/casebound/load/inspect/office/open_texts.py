"""OpenDocument texts (.odt): paragraphs, lists and tables in their order, and what the program shows elsewhere.

Hidden words and words that were deleted in tracked changes are never part of the text.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from casebound.load.inspect.office.office_model import (
    LINKS,
    PARAGRAPH,
    Block,
    Office,
    OfficeSection,
    Run,
    TableCell,
    can_be_shown,
    count,
    pictures_not_shown,
)
from casebound.load.inspect.office.open_package import OpenPackage, signs, words_of
from casebound.model.evidence import Inspection
from casebound.runtime.sandbox import UnreadableFile

_MOST_PICTURES = 200
_MOST_TEXT = 600_000
_MOST_CELLS = 5_000
_GROUPS = frozenset(
    {"section", "table-of-content", "index-body", "illustration-index", "alphabetical-index", "user-index"}
)
_SHAPES = frozenset({"frame", "custom-shape", "g", "rect", "line", "a"})
_HIDDEN = frozenset({"hidden-text", "hidden-paragraph"})


def read_open_text(data: bytes) -> Office:
    """The content of a text document. Raises UnreadableFile if it is damaged or encrypted."""
    return _TextReader(OpenPackage(data)).document()


def inspected(data: bytes) -> Inspection:
    """What a text document contains. Raises UnreadableFile if it is damaged."""
    return read_open_text(data).inspection()


class _TextReader:
    """Reads a text document once, from the first paragraph to the last."""

    def __init__(self, file: OpenPackage) -> None:
        self.file = file
        self.found: Counter[str] = Counter()
        self.hidden: list[Block] = []
        self.notes: list[Block] = []
        self.comments: list[Block] = []
        self.pictures: list[bytes] = []
        self.left = _MOST_TEXT
        self.bold: dict[str | None, str] = {}
        self.invisible: set[str | None] = set()
        self.bullets: set[str | None] = set()
        for style in file.style_elements():
            self._learn(style)

    def document(self) -> Office:
        body = self.file.content.find("body/text")
        if body is None:
            raise UnreadableFile("it has no text")
        sections = [OfficeSection("", tuple(self._blocks(body)))]
        deleted = tuple(self._deleted(body))
        if self.notes:
            sections.append(OfficeSection("Notes", tuple(self.notes)))
        repeated = tuple(self._repeated())
        if repeated:
            sections.append(OfficeSection("Headers and footers", repeated))
        if self.comments:
            note = "Comments are not part of the text."
            sections.append(OfficeSection("Comments", tuple(self.comments), False, (note,)))
        if deleted:
            note = "These words were deleted with tracked changes. They are not part of the text."
            sections.append(OfficeSection("Deleted words", deleted, False, (note,)))
        if self.hidden:
            note = "The program does not show these words. They are not part of the text."
            sections.append(OfficeSection("Hidden words", tuple(self.hidden), False, (note,)))
        active = (*self.file.active_content(), *(("hidden words",) if self.hidden else ()))
        active += ("tracked changes",) if deleted else ()
        return Office(tuple(sections), active, tuple(self._left_out()), (), self.file.signed(), tuple(self.pictures))

    def _learn(self, style: Any) -> None:
        """Take note of what a style shows: bold, italic or struck words, hidden words, a list with bullets."""
        name = style.get("name")
        if style.tag == "list-style":
            if style.find("list-level-style-bullet") is not None:
                self.bullets.add(name)
            return
        properties = style.find("text-properties")
        letters = self.bold.get(style.get("parent-style-name"), "")
        if properties is not None:
            letters += "b" * (properties.get("font-weight") == "bold") + "i" * (
                properties.get("font-style") == "italic"
            )
            letters += "u" * (properties.get("text-underline-style", "none") != "none")
            letters += "s" * (properties.get("text-line-through-style", "none") != "none")
            if properties.get("display") == "none":
                self.invisible.add(name)
        section = style.find("section-properties")
        if section is not None and section.get("display") == "none":
            self.invisible.add(name)
        if style.get("parent-style-name") in self.invisible:
            self.invisible.add(name)
        self.bold[name] = letters

    def _blocks(self, parent: Any, *, hidden: bool = False) -> Iterator[Block]:
        for child in parent:
            if child.tag in ("p", "h"):
                yield from self._paragraph(child, hidden=hidden)
            elif child.tag == "list":
                yield from self._list(child, 1, child.get("style-name"), hidden=hidden)
            elif child.tag == "table":
                yield from self._table(child, hidden=hidden)
            elif child.tag in _GROUPS:
                gone = child.get("display") == "none" or child.get("style-name") in self.invisible
                yield from self._blocks(child, hidden=hidden or gone)
            elif child.tag in _SHAPES:
                yield from self._shape(child, hidden=hidden)

    def _paragraph(self, element: Any, *, hidden: bool) -> Iterator[Block]:
        self.left -= PARAGRAPH
        runs: list[Run] = []
        concealed: list[str] = []
        beside: list[Block] = []
        style = element.get("style-name")
        gone = hidden or style in self.invisible
        self._inline(element, self.bold.get(style, ""), (runs, concealed, beside), hidden=gone)
        if any(run.text.strip() for run in runs):
            level = element.get("outline-level", "1") if element.tag == "h" else "0"
            yield Block(tuple(runs), min(int(level), 6) if level.isdecimal() and len(level) < 3 else 1)
        yield from beside
        if "".join(concealed).strip():
            self.hidden.append(Block((Run("".join(concealed)),)))

    def _inline(self, parent: Any, style: str, into: tuple[list[Run], list[str], list[Block]], *, hidden: bool) -> None:
        self._words(parent.text or "", style, into, hidden=hidden)
        for child in parent:
            for sign in signs(child):
                self._words(sign, style, into, hidden=hidden)
            if child.tag == "note":
                self._note(child, style, into, hidden=hidden)
            elif child.tag == "annotation":
                by = f"{child.findtext('creator') or 'unknown'}: "
                words = "\n".join(words_of(part) for part in child.iter("p"))
                self.comments.append(Block((Run(by, "b"), Run(words))))
            elif child.tag in _SHAPES - {"a"}:
                into[2].extend(self._shape(child, hidden=hidden))
            elif child.tag in _HIDDEN:
                into[1].append(child.get("string-value") or "".join(child.itertext()))
            elif child.tag not in ("s", "tab", "line-break", "tracked-changes"):
                name = child.get("style-name")
                inner = style + "".join(letter for letter in self.bold.get(name, "") if letter not in style)
                self._inline(child, inner, into, hidden=hidden or name in self.invisible)
            self._words(child.tail or "", style, into, hidden=hidden)

    def _words(self, text: str, style: str, into: tuple[list[Run], list[str], list[Block]], *, hidden: bool) -> None:
        self.left -= len(text)
        if self.left < 0:
            self.found["cut"] += bool(text)
        elif hidden:
            into[1].append(text)
        elif text:
            into[0].append(Run(text, style))

    def _note(self, note: Any, style: str, into: tuple[list[Run], list[str], list[Block]], *, hidden: bool) -> None:
        self.found["notes"] += 1
        label = f"[{self.found['notes']}]"
        self._words(label, style, into, hidden=hidden)
        body = note.find("note-body")
        blocks = () if body is None else tuple(self._blocks(body, hidden=hidden))
        self.notes += [replace(block, label="" if at else label) for at, block in enumerate(blocks)]

    def _list(self, element: Any, depth: int, style: str | None, *, hidden: bool) -> Iterator[Block]:
        number = 0
        for item in element:
            if item.tag not in ("list-item", "list-header"):
                continue
            number += item.tag == "list-item"
            label = "•" if style in self.bullets else f"{number}."
            for child in item:
                if child.tag == "list":
                    yield from self._list(child, depth + 1, child.get("style-name", style), hidden=hidden)
                    continue
                for block in self._blocks([child], hidden=hidden):
                    plain = block.picture is None and not block.rows and not block.level
                    yield replace(block, label=label if plain and item.tag == "list-item" else "", indent=min(depth, 9))
                    label = ""

    def _table(self, table: Any, *, hidden: bool) -> Iterator[Block]:
        rows: list[tuple[TableCell, ...]] = []
        for row in table.iter("table-row"):
            if row.find("table-cell") is None or self.found["cells"] > _MOST_CELLS:
                self.found["more cells"] += self.found["cells"] > _MOST_CELLS
                continue
            cells = []
            for cell in row.findall("table-cell"):
                self.found["cells"] += 1
                wide, high = cell.get("number-columns-spanned", "1"), cell.get("number-rows-spanned", "1")
                cells.append(TableCell(tuple(self._blocks(cell, hidden=hidden)), _span(wide), _span(high)))
            rows.append(tuple(cells))
        if any(cell.blocks for row in rows for cell in row):
            yield Block(rows=tuple(rows))

    def _shape(self, shape: Any, *, hidden: bool) -> Iterator[Block]:
        """The words of a text box or a shape, and a picture."""
        objects = shape.find("object") is not None or shape.find("object-ole") is not None
        self.found["charts"] += objects
        for child in shape:
            if child.tag in ("text-box", "p", "list"):
                blocks = tuple(self._blocks(child if child.tag == "text-box" else [child], hidden=hidden))
                yield from (Block(rows=((TableCell(blocks),),)),) if blocks else ()
            elif child.tag == "image" and not objects:
                data = self.file.picture(child)
                if data is None or not can_be_shown(data) or len(self.pictures) == _MOST_PICTURES:
                    self.found["vector"] += 1
                    continue
                yield Block(picture=len(self.pictures))
                self.pictures.append(data)
            elif child.tag in _SHAPES:
                yield from self._shape(child, hidden=hidden)

    def _deleted(self, body: Any) -> Iterator[Block]:
        """The words that were deleted with tracked changes."""
        for deletion in body.iter("deletion"):
            words = "\n".join(words_of(part) for part in deletion if part.tag in ("p", "h"))
            if words.strip():
                yield Block((Run(words),))

    def _repeated(self) -> Iterator[Block]:
        """The headers and footers of the pages, each content once."""
        seen: set[tuple[Block, ...]] = set()
        pages = () if self.file.styles is None else self.file.styles.iter("master-page")
        for page in pages:
            for part in page:
                if part.tag.startswith(("header", "footer")) and part.get("display") != "false":
                    blocks = tuple(self._blocks(part))
                    if blocks and blocks not in seen:
                        seen.add(blocks)
                        yield from blocks

    def _left_out(self) -> Iterator[str]:
        if self.found["charts"]:
            yield count(self.found["charts"], "chart or object", "charts or objects")
        yield from pictures_not_shown(self.found["vector"])
        if self.found["cut"]:
            yield f"the text after {_MOST_TEXT:,} characters"
        if self.found["more cells"]:
            yield count(self.found["more cells"], "row of a table", "rows of a table")
        if self.file.has_links():
            yield LINKS


def _span(text: str) -> int:
    return min(int(text), 1000) if text.isdecimal() and len(text) < 9 else 1
