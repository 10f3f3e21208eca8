"""Text files: their text, and how much of it is shown."""

import unicodedata
from dataclasses import dataclass

from casebound.load.inspect.text_encodings import Decoded, decoded
from casebound.model.evidence import Inspection

__all__ = ["MOST_CHARACTERS", "Decoded", "decoded", "inspected", "text_within_limits", "texts_in"]

MOST_CHARACTERS = 2_000_000
"""The limit of the text of a file that quotations are compared with."""

MOST_SHOWN_CHARACTERS = 4 << 20
MOST_SHOWN_PAGES = 500
_LINES_ON_A_PAGE = 60
_COLUMNS = 100
_BREAKS = "\n\r\f"
_HIDDEN = ("Cc", "Cf", "Cn", "Co")


@dataclass(frozen=True, slots=True)
class TextWithinLimits:
    """The text of a file as far as it is shown, and what is left out: a phrase, empty where everything is shown."""

    text: str
    left_out: str = ""


def inspected(data: bytes) -> Inspection:
    """What a text file contains. Raises UnreadableFile if the bytes are not text."""
    content = decoded(data)
    shown = text_within_limits(content.text)
    has_words = bool(content.text.strip())
    notes = (content.doubt,) if content.doubt else ()
    return Inspection(
        words=has_words,
        notes=notes if has_words else (*notes, "The text is blank."),
        left_out=(shown.left_out,) if shown.left_out else (),
    )


def texts_in(data: bytes) -> tuple[str, ...]:
    """The text, page by page where form feeds divide it."""
    return tuple(decoded(data).text[:MOST_CHARACTERS].split("\f"))


def text_within_limits(text: str) -> TextWithinLimits:
    """The text up to the last line within the limits on what is shown."""
    part = text[:MOST_SHOWN_CHARACTERS]
    end, lines, most = 0, 0, MOST_SHOWN_PAGES * _LINES_ON_A_PAGE
    for line in part.splitlines(keepends=True):
        lines += max(1, -(-_width(line) // _COLUMNS))
        if lines > most:
            break
        end += len(line)
    if end == len(text):
        return TextWithinLimits(text)
    end = end or min(len(part), most * _COLUMNS // 2)
    return TextWithinLimits(text[:end], f"the text after its first {end:,} characters")


def _width(line: str) -> int:
    """The columns of a line: two for a wide character, and eight where a hidden character is shown as its number."""
    line = line.rstrip(_BREAKS)
    if line.isascii() and line.isprintable():
        return len(line)
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in line)
    return len(line) + wide + 7 * sum(unicodedata.category(character) in _HIDDEN for character in line)
