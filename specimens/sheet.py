"""The content of a document, independent of its layout."""

from dataclasses import dataclass

Rows = tuple[tuple[str, str], ...]

US_LETTER = "letter"
A4 = "A4"
SCREEN = "200mm 132mm"


@dataclass(frozen=True)
class Sheet:
    """A document or screen: its sender, title and content."""

    title: str
    sender: str
    sender_line: str = ""
    style: str = "letter"
    size: str = US_LETTER
    refs: Rows = ()
    rows: Rows = ()
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    signed: str = ""
    shown: str = ""
    address: str = ""
    boxes: Rows = ()
