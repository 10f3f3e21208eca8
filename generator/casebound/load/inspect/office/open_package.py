"""What the readers of OpenDocument texts and spreadsheets share: the content, the words of a paragraph, what acts."""

import re
from collections.abc import Iterator
from typing import Any

from casebound.load.inspect.office.office_package import Package
from casebound.load.inspect.rejection import DAMAGED
from casebound.runtime.sandbox import UnreadableFile

MOST_SPACES = 400
ROWS = ("table-row-group", "table-rows", "table-header-rows")
"""The groups that rows of a table can be in."""
_SILENT = frozenset(
    {"annotation", "annotation-end", "note", "tracked-changes", "frame", "custom-shape", "rect", "object"}
)
_OBJECT = re.compile(r"object \d+")  # of another program; an object of OpenDocument is a folder
_SHOWING = ("image", "object", "plugin", "floating-frame")
_MACROS = ("basic/", "scripts/")
_LOADING = frozenset(
    {"cell-range-source", "dde-source", "section-source", "dde-connection-decl", "database-range-source"}
)


class OpenPackage:
    """The parts of an OpenDocument file. Raises UnreadableFile if the file is damaged or encrypted."""

    def __init__(self, data: bytes) -> None:
        self.package = Package(data)
        if "META-INF/manifest.xml" in self.package and b"encryption-data" in self.package.read("META-INF/manifest.xml"):
            raise UnreadableFile("it is encrypted and opens with a password only", "Ask for a copy without a password.")
        if "content.xml" not in self.package:
            raise UnreadableFile(DAMAGED)
        self.content = self.package.xml("content.xml")
        self.styles = self.package.xml_or_none("styles.xml")

    def style_elements(self) -> Iterator[Any]:
        """The styles of the document, the automatic ones last."""
        for root in (self.styles, self.content):
            for group in () if root is None else (root.find("styles"), root.find("automatic-styles")):
                yield from () if group is None else group

    def picture(self, element: Any) -> bytes | None:
        """The bytes of a picture; None if the picture is not in the file."""
        name = element.get("href", "").removeprefix("./")
        return self.package.read(name) if name in self.package else None

    def signed(self) -> bool:
        """Whether the file has a signature."""
        return "META-INF/documentsignatures.xml" in self.package

    def active_content(self) -> Iterator[str]:
        """What acts in the file, in words."""
        names = self.package.names
        if any(name.startswith(_MACROS) and not name.endswith("/") for name in names):
            yield "macros"
        if any(_OBJECT.fullmatch(name) for name in names):
            yield "embedded files"
        tags = {element.tag for element in self.content.iter()}
        if tags & _LOADING or any("://" in element.get("href", "") for element in each(self.content, *_SHOWING)):
            yield "content that is loaded from another place"

    def has_links(self) -> bool:
        """Whether words are links to addresses."""
        return any("://" in element.get("href", "") for element in self.content.iter("a"))


def each(root: Any, *tags: str) -> Iterator[Any]:
    """The elements with one of the tags, in their order."""
    return (element for element in root.iter() if element.tag in tags)


def words_of(element: Any) -> str:
    """The words of a paragraph, without notes, comments and drawings."""
    return "".join(_words(element))


def _words(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield from signs(child)
        if child.tag not in _SILENT:
            yield from _words(child)
        yield child.tail or ""


def signs(element: Any) -> Iterator[str]:
    """The characters that an element stands for: spaces, a tab, or the end of a line."""
    if element.tag == "s":
        number = element.get("c", "1")
        yield " " * (min(int(number), MOST_SPACES) if number.isdecimal() and len(number) < 9 else 1)
    elif element.tag == "tab":
        yield "\t"
    elif element.tag == "line-break":
        yield "\n"


def within(parent: Any, tag: str, groups: tuple[str, ...]) -> Iterator[Any]:
    """The elements with a tag, also those in groups."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in groups:
            yield from within(child, tag, groups)


def repetitions(element: Any, name: str) -> int:
    """How many times an element is repeated."""
    text = element.get(name, "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 9 else 1
