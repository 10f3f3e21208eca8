"""The pages of one exhibit before they are printed, and the printed text of exhibits that are texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from casebound.model.days import Day

Size = tuple[float, float]
Box = tuple[float, float, float, float]

BAND_ABOVE, BAND_BELOW = 40.0, 30.0  # points; the style sheet of the bundle prints the bands within them


@dataclass(frozen=True, slots=True)
class PaperSize:
    """A paper size by its short and its long side in points."""

    short: float
    long: float

    def page_for(self, size: Size) -> Size:
        """The page on which content of this size is shown: landscape for content that is wider than high."""
        return (self.long, self.short) if size[0] > size[1] else (self.short, self.long)


NOT_SEARCHABLE = "not searchable"

MOST_DRAWN = 512 << 20  # bytes of the images of a bundle; after that, pages of PDFs are drawn at the lowest resolution

PAPER_SIZES: Mapping[str, PaperSize] = {"a4": PaperSize(595.276, 841.89), "letter": PaperSize(612.0, 792.0)}


@dataclass(frozen=True, slots=True)
class ExhibitItem:
    """One exhibit of a bundle. `data` is None where the file is missing or does not have the recorded hash.

    `out_of_use` says why nothing may rely on the exhibit; it is empty for an exhibit in use. `words` are words of the
    file that the record has.
    """

    id: str
    title: str
    kind: str
    file: str
    attached: str
    sha256: str
    recorded: Day
    received: Day | None
    effective: Day | None
    data: bytes | None = field(repr=False)
    out_of_use: str = ""
    words: tuple[str, ...] = ()

    def alternative(self, number: int, count: int) -> str:
        """What a screen reader says of a page that is a picture."""
        said = f" Words on record: {'; '.join(self.words)}." if self.words else ""
        return f"{self.title} ({self.kind.lower()}), page {number} of {count}.{said}"


@dataclass(frozen=True, slots=True)
class Picture:
    """An image ready to be embedded: `coding` is the name of its PDF filter, `colors` 1 for gray and 3 for RGB."""

    data: bytes = field(repr=False)
    width: int
    height: int
    colors: int
    coding: str


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A page that shows a picture or a page of a PDF within `box` (x, y, width, height; points from the lower left).

    `page` is the index of the page in `ExhibitPages.pdf`. `caption` is printed above the box, `framed` draws its edge.
    """

    size: Size
    box: Box
    picture: Picture | None = None
    page: int | None = None
    caption: str = ""
    framed: bool = False

    @property
    def landscape(self) -> bool:
        """Whether the page is wider than high."""
        return self.size[0] > self.size[1]


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines of a file in the monospaced font, already wrapped, with the label printed beside them, if any."""

    lines: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class PartBlock:
    """A part of an e-mail: lines of text, cleaned HTML, or a picture by its address, `width` points wide."""

    label: str = ""
    lines: tuple[str, ...] = ()
    markup: Markup | None = None
    picture: str = ""
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class MessageBlock:
    """An e-mail, or an e-mail that is attached to another, which has a title."""

    title: str
    notes: tuple[str, ...]
    headers: tuple[TextBlock, ...]
    parts: tuple[PartBlock, ...]
    attachments: tuple[TextBlock, ...]


@dataclass(frozen=True, slots=True)
class OfficeRun:
    """Words in one style; `tags` are the elements of HTML for the style."""

    text: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficeCell:
    """A cell of a table, which covers a number of columns and rows."""

    blocks: tuple["OfficeBlock", ...]
    columns: int = 1
    rows: int = 1
    number: bool = False


@dataclass(frozen=True, slots=True)
class OfficeBlock:
    """A paragraph, a table if it has `rows` or `lines`, or a picture by its address.

    `width` is that of a table or a picture in points, and `columns` are the widths of the columns.
    """

    runs: tuple[OfficeRun, ...] = ()
    level: int = 0
    label: str = ""
    indent: int = 0
    rows: tuple[tuple[OfficeCell, ...], ...] = ()
    head: bool = False
    many: bool = False
    columns: tuple[float, ...] = ()
    lines: tuple[str, ...] = ()
    picture: str = ""
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class SectionBlock:
    """A part of an office file under a title."""

    title: str
    notes: tuple[str, ...]
    blocks: tuple[OfficeBlock, ...]


@dataclass(frozen=True, slots=True)
class ExhibitText:
    """An exhibit that is printed as text. `template` names the template of its kind under documents/exhibits.

    `notes` and `warnings` are printed above the text; `messages` are an e-mail and those that are attached to it, and
    `sections` the content of an office file.
    """

    template: str
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    messages: tuple[MessageBlock, ...] = ()
    sections: tuple[SectionBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class ExhibitPages:
    """All pages of one exhibit: `layouts` where it is drawn, else `text`.

    `marks` state how the pages differ from the file. `pdf` holds the checked pages of a PDF exhibit, and `pictures`
    the pictures of a text by their addresses.
    """

    layouts: tuple[PageLayout, ...] = ()
    text: ExhibitText | None = None
    marks: tuple[str, ...] = ()
    pdf: bytes | None = field(default=None, repr=False)
    shown: bool = True
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def has_text(self) -> bool:
        """Whether the drawn pages are pages of a PDF with text, which a screen reader finds in them."""
        return self.pdf is not None and NOT_SEARCHABLE not in self.marks

    @property
    def drawn_bytes(self) -> int:
        """The size of the images of pages."""
        return sum(len(layout.picture.data) for layout in self.layouts if layout.picture is not None)
