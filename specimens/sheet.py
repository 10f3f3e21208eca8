"""What a paper says, before anything decides how it is printed."""

from dataclasses import dataclass

Rows = tuple[tuple[str, str], ...]

US_LETTER = "letter"
A4 = "A4"
SCREEN = "200mm 132mm"


@dataclass(frozen=True)
class Sheet:
    """One paper or screen: who it is from, what it is called and what stands on it."""

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
