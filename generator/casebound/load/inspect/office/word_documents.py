"""Word documents (.docx): paragraphs, lists and tables in their order, and everything that Word shows elsewhere.

Words that Word does not show, because they are hidden or deleted in tracked changes, are never part of the text. They
are listed in sections of their own.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
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
from casebound.load.inspect.office.office_package import Package, Relation
from casebound.load.inspect.office.word_numbering import Numbering
from casebound.load.inspect.office.word_styles import PLAIN, Styles, WordLook, look_of
from casebound.model.evidence import Inspection
from casebound.runtime.sandbox import UnreadableFile

_MOST_PICTURES = 200
_MOST_TEXT = 600_000  # characters, about 200 pages
_LOADING = re.compile(r"\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|RD)\b", re.IGNORECASE)
_THROUGH = frozenset(
    {"hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "bdo", "dir", "customXml", "oMath"}
    | {
        "oMathPara",
        "ruby",
        "rubyBase",
        "subDoc",
        "e",
        "num",
        "den",
        "sup",
        "sub",
        "f",
        "rad",
        "deg",
        "nary",
        "d",
        "func",
    }
    | {
        "fName",
        "sSup",
        "sSub",
        "sSubSup",
        "m",
        "mr",
        "acc",
        "bar",
        "box",
        "limLow",
        "limUpp",
        "lim",
        "eqArr",
        "groupChr",
    }
)
_GONE = frozenset({"del", "moveFrom"})
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}
_SYMBOLS = {
    "F0FE": "[x]",
    "F0FD": "[x]",
    "F0A8": "[ ]",
    "F06F": "[ ]",
    "F0FC": "[x]",
    "F0B7": "•",
    "F0A7": "•",
    "F0E0": "→",
}
_BOXES = str.maketrans({"☐": "[ ]", "☑": "[x]", "☒": "[x]"})
_PARTS = (
    ("vbaproject.bin", "macros"),
    ("word/activex/", "ActiveX controls"),
    ("word/embeddings/", "embedded files"),
)


@dataclass(slots=True)
class _Field:
    """A field of Word: its instruction, until the result begins."""

    code: str = ""
    result: bool = False


@dataclass(slots=True)
class _Line:
    """A paragraph while it is read: its words, the words that are not shown, and its boxes and pictures."""

    shown: list[Run] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    beside: list[Block] = field(default_factory=list)


def read_word(data: bytes) -> Office:
    """The content of a Word document. Raises UnreadableFile if it is damaged or has no content that can be shown."""
    return _WordReader(Package(data)).document()


def inspected(data: bytes) -> Inspection:
    """What a Word document contains. Raises UnreadableFile if it is damaged."""
    return read_word(data).inspection()


class _WordReader:
    """Reads a document once, from the first paragraph to the last."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.relations: Mapping[str, Relation] = package.relations(package.main)
        self.styles = Styles(self._part("styles"))
        self.numbering = Numbering(self._part("numbering"))
        self.found: Counter[str] = Counter()
        self.hidden: list[Block] = []
        self.deleted: list[Block] = []
        self.notes: list[str] = []
        self.fields: list[_Field] = []
        self.pictures: dict[str, bytes] = {}
        self.order: dict[str, list[str]] = {"footnote": [], "endnote": []}
        self.left = _MOST_TEXT

    def document(self) -> Office:
        body = self.package.xml(self.package.main).find("body")
        if body is None:
            raise UnreadableFile("it has no text")
        main = tuple(self._blocks(body))
        sections = [OfficeSection("", main)]
        sections += self._noted("footnote", "Footnotes")
        sections += self._noted("endnote", "Endnotes")
        for kind, title in (("header", "Headers"), ("footer", "Footers")):
            blocks = tuple(self._all_of(kind))
            sections += (
                [OfficeSection(title, blocks, notes=("Word repeats these words on its pages.",))] if blocks else []
            )
        sections += self._comments()
        if self.deleted:
            note = "These words were deleted with tracked changes. They are not part of the text."
            sections.append(OfficeSection("Deleted words", tuple(self.deleted), False, (note,)))
        if self.hidden:
            note = "Word does not show these words. They are not part of the text."
            sections.append(OfficeSection("Hidden words", tuple(self.hidden), False, (note,)))
        return Office(
            tuple(sections),
            tuple(self._active()),
            tuple(self._left_out()),
            tuple(self._remarks()),
            any(name.startswith("_xmlsignatures/") for name in self.package.names),
            tuple(self.pictures.values()),
        )

    def _part(self, kind: str) -> Any:
        names = [relation.target for relation in self.relations.values() if relation.kind == kind]
        return self.package.xml_or_none(names[0]) if names else None

    def _all_of(self, kind: str) -> Iterator[Block]:
        """The content of all headers or footers, each content once."""
        main, seen = self.relations, set()
        for name in self.package.related(main, kind):
            self.relations = self.package.relations(name)
            blocks = tuple(self._blocks(self.package.xml(name)))
            if blocks not in seen:
                seen.add(blocks)
                yield from blocks
        self.relations = main

    def _noted(self, kind: str, title: str) -> list[OfficeSection]:
        """The footnotes or endnotes in the order of their references."""
        order = self.order[kind]
        main = self.relations
        name = next(self.package.related(main, f"{kind}s"), None)
        if not order:
            return []
        if name is None:
            raise UnreadableFile(f"it refers to {kind}s that are missing")
        self.relations = self.package.relations(name)
        notes = {note.get("id", ""): note for note in self.package.xml(name).findall(kind)}
        blocks: list[Block] = []
        for number, name in enumerate(order, start=1):
            content = tuple(self._blocks(notes[name])) if name in notes else ()
            blocks += [replace(block, label=f"[{number}]" if not at else "") for at, block in enumerate(content)]
        self.relations = main
        return [OfficeSection(title, tuple(blocks))]

    def _comments(self) -> list[OfficeSection]:
        main = self.relations
        blocks: list[Block] = []
        for name in self.package.related(main, "comments"):
            self.relations = self.package.relations(name)
            for comment in self.package.xml(name).findall("comment"):
                by = f"{comment.get('author', 'unknown')}, {comment.get('date', 'without a date')[:10]}: "
                blocks += [Block((Run(by, "b"),)), *self._blocks(comment)]
        self.relations = main
        note = "Comments are not part of the text."
        return [OfficeSection("Comments", tuple(blocks), False, (note,))] if blocks else []

    def _blocks(self, parent: Any, *, deleted: bool = False) -> Iterator[Block]:
        for child in parent:
            if child.tag == "p":
                yield from self._paragraph(child, deleted=deleted)
            elif child.tag == "tbl":
                yield from self._table(child)
            elif child.tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "txbxContent"):
                yield from self._blocks(child, deleted=deleted)
            elif child.tag in _GONE:
                yield from self._blocks(child, deleted=True)
            elif child.tag == "AlternateContent":
                yield from self._blocks(_choice(child), deleted=deleted)
            elif child.tag == "altChunk":
                self.found["inserted"] += 1

    def _paragraph(self, element: Any, *, deleted: bool) -> Iterator[Block]:
        properties = element.find("pPr")
        style = _value(properties, "pStyle")
        label, indent = self._label(properties, style)
        line = _Line()
        self.left -= PARAGRAPH
        look = self.styles.look(style).over(self.styles.default())
        self._inline(element, look, line, deleted=deleted)
        runs = tuple(_joined(line.shown))
        if any(run.text.strip() for run in runs):
            yield Block(runs, self.styles.heading(style), label, indent)
        yield from line.beside
        self.hidden += [Block((Run("".join(line.hidden)),))] if "".join(line.hidden).strip() else []
        self.deleted += [Block((Run("".join(line.deleted)),))] if "".join(line.deleted).strip() else []

    def _label(self, properties: Any, style: str) -> tuple[str, int]:
        """The number or bullet of a paragraph and the depth of its list."""
        number = depth = None
        for source in (properties, *self.styles.paragraph(style)):
            listed = None if source is None else source.find("numPr")
            if listed is not None:
                number = number or _value(listed, "numId") or None
                depth = depth or _value(listed, "ilvl") or None
        if number in (None, "0"):
            return "", 0
        level = int(depth) if depth and depth.isdecimal() else 0
        return self.numbering.label(number, level), min(level + 1, 9)

    def _inline(self, parent: Any, look: WordLook, line: _Line, *, deleted: bool) -> None:
        for child in parent:
            if child.tag == "r":
                self._run(child, look, line, deleted=deleted)
            elif child.tag in _THROUGH:
                self.found["equations"] += child.tag == "oMath"
                self._inline(child, look, line, deleted=deleted)
            elif child.tag in _GONE:
                self._inline(child, look, line, deleted=True)
            elif child.tag == "AlternateContent":
                self._inline(_choice(child), look, line, deleted=deleted)
            elif child.tag == "t":  # of an equation
                self._words(child.text or "", look, line, deleted=deleted)

    def _run(self, run: Any, look: WordLook, line: _Line, *, deleted: bool) -> None:
        properties = run.find("rPr")
        own = look_of(properties).over(self.styles.look(_value(properties, "rStyle"))).over(look)
        for child in run:
            self._piece(child, own, line, deleted=deleted)

    def _piece(self, child: Any, look: WordLook, line: _Line, *, deleted: bool) -> None:  # noqa: C901 - one case a tag
        tag = child.tag
        if tag == "t":
            self._words(child.text or "", look, line, deleted=deleted)
        elif tag == "delText":
            self._words(child.text or "", look, line, deleted=True)
        elif tag in _CHARACTERS:
            self._words(_CHARACTERS[tag], look, line, deleted=deleted)
        elif tag == "sym":
            self._words(_SYMBOLS.get(child.get("char", "").upper(), "[symbol]"), look, line, deleted=deleted)
        elif tag == "fldChar":
            self._field(child, look, line, deleted=deleted)
        elif tag == "instrText" and self.fields:
            self.fields[-1].code += child.text or ""
        elif tag in ("footnoteReference", "endnoteReference"):
            order = self.order[tag.removesuffix("Reference")]
            order.append(child.get("id", ""))
            self._words(f"[{len(order)}]", look.over(PLAIN), line, deleted=deleted)
        elif tag in ("drawing", "pict", "object"):
            self._drawing(child, line)
        elif tag == "AlternateContent":
            for inner in _choice(child):
                self._piece(inner, look, line, deleted=deleted)
        elif tag == "ruby":
            self._inline(child, look, line, deleted=deleted)

    def _words(self, text: str, look: WordLook, line: _Line, *, deleted: bool) -> None:
        if any(not each.result for each in self.fields):
            return
        kept = text[: max(0, self.left)]
        self.found["cut"] += kept != text
        self.left -= len(text)
        text = kept
        if deleted:
            line.deleted.append(text)
        elif look.has("h"):
            line.hidden.append(text)
        else:
            self.found["white"] += bool(look.has("w") and text.strip())
            self.found["tiny"] += bool(look.has("t") and text.strip())
            line.shown.append(Run(text.translate(_BOXES), look.style))

    def _field(self, mark: Any, look: WordLook, line: _Line, *, deleted: bool) -> None:
        kind = mark.get("fldCharType")
        if kind == "begin":
            data = mark.find("ffData")
            if data is not None:
                self._words(_form_value(data), look, line, deleted=deleted)
            self.fields.append(_Field())
        elif self.fields:
            if not self.fields[-1].result and _LOADING.match(self.fields[-1].code):
                self.found["fields"] += 1
            if kind == "separate":
                self.fields[-1].result = True
            else:
                self.fields.pop()

    def _drawing(self, element: Any, line: _Line) -> None:
        """The words in a drawing as a box after the paragraph, and its pictures."""
        inside: set[Any] = set()
        for each in element.iter():
            if each in inside:
                continue
            if each.tag == "AlternateContent":
                chosen = _choice(each)
                inside.update(inner for part in each if part is not chosen for inner in part.iter())
            elif each.tag == "txbxContent":
                inside.update(each.iter())
                fields, self.fields = self.fields, []
                blocks = tuple(self._blocks(each))
                self.fields = fields
                line.beside += [Block(rows=((TableCell(blocks),),))] if blocks else []
            elif each.tag in ("blip", "imagedata"):
                self._picture(each.get("embed") or each.get("id") or each.get("link") or "", line)
            elif each.tag == "textpath" and each.get("string"):
                line.beside.append(Block((Run(f"Watermark: {each.get('string')}"),)))
            elif each.tag == "graphicData":
                uri = each.get("uri", "")
                self.found["charts"] += uri.endswith("/chart")
                self.found["diagrams"] += uri.endswith("/diagram")
            elif each.tag in ("OLEObject", "control"):
                self.found["objects"] += 1

    def _picture(self, name: str, line: _Line) -> None:
        if not name:
            return
        relation = self.relations.get(name)
        if relation is None or relation.external or relation.target not in self.package:
            self.found["missing"] += 1
            return
        if relation.target not in self.pictures:
            if not can_be_shown(data := self.package.read(relation.target)):
                self.found["vector"] += 1
                return
            if len(self.pictures) == _MOST_PICTURES:
                self.found["more pictures"] += 1
                return
            self.pictures[relation.target] = data
        line.beside.append(Block(picture=list(self.pictures).index(relation.target)))

    def _table(self, table: Any) -> Iterator[Block]:
        rows: list[list[tuple[int, TableCell]]] = []
        open_cells: dict[
            int, tuple[int, int]
        ] = {}  # for each column, the row and the place of a cell that goes on below
        for element in _rows(table):
            properties = element.find("trPr")
            gone = properties is not None and properties.find("del") is not None
            row: list[tuple[int, TableCell]] = []
            column = _integer(_value(properties, "gridBefore"), 0)
            going_on = {}
            for cell in _cells(element):
                own = cell.find("tcPr")
                width = max(1, _integer(_value(own, "gridSpan"), 1))
                merge = None if own is None else own.find("vMerge")
                blocks = tuple(self._blocks(cell, deleted=gone))
                if merge is not None and merge.get("val") != "restart" and column in open_cells:
                    at, place = open_cells[column]
                    start, above = rows[at][place]
                    rows[at][place] = start, replace(above, rows=above.rows + 1, blocks=above.blocks + blocks)
                    going_on[column] = at, place
                else:
                    if merge is not None:
                        going_on[column] = len(rows), len(row)
                    row.append((column, TableCell(blocks, width)))
                column += width
            open_cells = going_on
            rows.append(row)
        shown = tuple(tuple(cell for _, cell in row) for row in rows)
        if any(cell.blocks for row in shown for cell in row):
            yield Block(rows=shown)

    def _active(self) -> Iterator[str]:
        names = self.package.names
        yield from (words for part, words in _PARTS if any(part in name for name in names))
        if self.found["objects"] and not any(name.startswith("word/embeddings/") for name in names):
            yield "embedded objects"
        kinds = {relation.kind for relation in self.package.all_relations() if relation.external}
        if "attachedTemplate" in kinds:
            yield "a template that is loaded from another place"
        if kinds - {"hyperlink", "attachedTemplate"}:
            yield "content that is loaded from another place"
        if self.found["fields"]:
            yield "fields that load other files"
        if self.hidden:
            yield "hidden words"
        if self.deleted:
            yield "tracked changes"

    def _left_out(self) -> Iterator[str]:
        for name, words in (("charts", "chart"), ("diagrams", "diagram"), ("inserted", "inserted file")):
            if self.found[name]:
                yield count(self.found[name], words)
        if self.found["cut"]:
            yield f"the text after {_MOST_TEXT:,} characters"
        yield from pictures_not_shown(self.found["vector"])
        if self.found["missing"]:
            yield count(self.found["missing"], "picture that is not in the file", "pictures that are not in the file")
        if self.found["more pictures"]:
            yield f"pictures after the first {_MOST_PICTURES}"
        if any(relation.external and relation.kind == "hyperlink" for relation in self.package.all_relations()):
            yield LINKS

    def _remarks(self) -> Iterator[str]:
        if self.deleted:
            yield "The document contains tracked changes. Inserted words are part of the text, deleted words are not."
        if self.found["white"]:
            yield "Words in white are shown in black; in Word they may be invisible."
        if self.found["tiny"]:
            yield "Words in very small letters are shown in the usual size."
        if self.found["equations"]:
            yield "Equations are shown as plain text."


def _choice(alternatives: Any) -> Any:
    """The first of several representations of the same content."""
    chosen = alternatives.find("Choice")
    return chosen if chosen is not None else alternatives.find("Fallback") or ()


def _rows(parent: Any) -> Iterator[Any]:
    for child in parent:
        if child.tag == "tr":
            yield child
        elif child.tag in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _rows(child)


def _cells(parent: Any) -> Iterator[Any]:
    for child in parent:
        if child.tag == "tc":
            yield child
        elif child.tag in ("sdt", "sdtContent", "customXml"):
            yield from _cells(child)


def _form_value(data: Any) -> str:
    """The value of a field of a form that is no text: a box that is checked or not, or a choice."""
    box, choices = data.find("checkBox"), data.find("ddList")
    if box is not None:
        mark = box.find("checked")
        mark = box.find("default") if mark is None else mark
        return "[x]" if mark is not None and mark.get("val", "1") not in ("0", "false") else "[ ]"
    if choices is not None:
        entries = [entry.get("val", "") for entry in choices.findall("listEntry")]
        chosen = _integer(_value(choices, "result") or _value(choices, "default"), 0)
        return entries[chosen] if chosen < len(entries) else ""
    return ""


def _joined(runs: list[Run]) -> Iterator[Run]:
    """The runs, with neighbors of the same style as one."""
    before: Run | None = None
    for run in runs:
        if before is not None and before.style == run.style:
            before = Run(before.text + run.text, run.style)
        else:
            if before is not None:
                yield before
            before = run
    if before is not None:
        yield before


def _value(element: Any, name: str) -> str:
    found = None if element is None else element.find(name)
    return "" if found is None else str(found.get("val", ""))


def _integer(text: str, default: int) -> int:
    return min(int(text), 1000) if text.isdecimal() and len(text) < 9 else default
