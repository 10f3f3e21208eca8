"""The content of an office file as it is shown: sections of paragraphs and tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from casebound.load.inspect.pictures import images
from casebound.load.inspect.text_files import MOST_CHARACTERS
from casebound.model.evidence import FileText, Inspection
from casebound.runtime.sandbox import UnreadableFile

LINKS = "the addresses of links"
_NOTHING = "it contains nothing that can be displayed"
_AS_PDF = "Open the file in the program that it comes from, print it to a PDF, and record the PDF."
PARAGRAPH = 30
"""The characters that a paragraph counts for, in addition to its own, in the limit of a text."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style.

    `style` contains the letters b, i, u, s, + and - for bold, italic, underlined, struck, raised and lowered words.
    """

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table, which covers a number of columns and rows."""

    blocks: tuple["Block", ...]
    columns: int = 1
    rows: int = 1
    number: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a table if it has `rows`.

    `level` is that of a heading, 0 for text. `label` is the number or the bullet before a paragraph of a list, and
    `picture` the number of a picture of the document.
    """

    runs: tuple[Run, ...] = ()
    level: int = 0
    label: str = ""
    indent: int = 0
    rows: tuple[tuple[TableCell, ...], ...] = ()
    head: bool = False
    picture: int | None = None


@dataclass(frozen=True, slots=True)
class OfficeSection:
    """A part of the content under a title. The words of a section that is not `quotable` are no words of the text.

    `content` is false for a section that only says that there is none.
    """

    title: str
    blocks: tuple[Block, ...]
    quotable: bool = True
    notes: tuple[str, ...] = ()
    content: bool = True


@dataclass(frozen=True, slots=True)
class Office:
    """The content of an office file, and what a reader must know of it."""

    sections: tuple[OfficeSection, ...]
    active_content: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    signed: bool = False
    pictures: tuple[bytes, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        """Raises UnreadableFile if nothing of the file can be displayed."""
        if not any(section.content and _has_content(section.blocks) for section in self.sections):
            only = ", ".join(words for words in self.left_out if words != LINKS)
            raise UnreadableFile(f"all that it contains cannot be displayed: {only}" if only else _NOTHING, _AS_PDF)

    def inspection(self, *, page_for_each_section: bool = False) -> Inspection:
        """The content as the result of an inspection. Its text is a single page, or a page for each sheet."""
        texts = [text_of(section.blocks) for section in self.sections if section.quotable]
        pages = texts if page_for_each_section else ["\n".join(texts)]
        return Inspection(
            words=any(page.strip() for page in pages),
            signed=self.signed,
            active_content=self.active_content,
            left_out=self.left_out,
            notes=self.notes,
            text=FileText(tuple(page[:MOST_CHARACTERS] for page in pages)),
        )


def text_of(blocks: tuple[Block, ...]) -> str:
    """The words of paragraphs and tables, a line for each paragraph and for each row of a table."""
    return "\n".join(_lines(blocks))


def _lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        for row in block.rows:
            yield "\t".join(text_of(cell.blocks) for cell in row)
        if not block.rows and block.picture is None:
            yield f"{block.label} ".lstrip() + "".join(run.text for run in block.runs)


def can_be_shown(picture: bytes) -> bool:
    """Whether a picture of an office file is in a format that can be shown, and is complete."""
    starts = b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*"
    if not picture.startswith(starts) and picture[8:12] != b"WEBP":
        return False
    try:
        images.read_image(picture, lambda _: None, inside=True)
    except UnreadableFile:
        return False
    return True


def comments_section(comments: Sequence[Block]) -> list[OfficeSection]:
    """The section of the comments of a workbook; none if there are no comments."""
    note = "Comments are not part of the text."
    return [OfficeSection("Comments", tuple(comments), False, (note,))] if comments else []


def pictures_not_shown(number: int) -> Iterator[str]:
    """The entry for pictures of an office file that cannot be shown, if there are any."""
    if number:
        yield count(number, "picture that cannot be shown", "pictures that cannot be shown")


def _has_content(blocks: tuple[Block, ...]) -> bool:
    return any(
        block.picture is not None
        or any(run.text.strip() for run in block.runs)
        or any(_has_content(cell.blocks) for row in block.rows for cell in row)
        for block in blocks
    )


def count(number: int, singular: str, plural: str | None = None) -> str:
    """A number of things in words."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
