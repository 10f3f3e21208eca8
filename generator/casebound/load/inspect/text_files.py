"""Text files: their text, and how much of it is shown."""

import unicodedata
from dataclasses import dataclass

from casebound.load.inspect.text_encodings import Decoded, decoded
from casebound.model.evidence import FileText, Inspection
from casebound.model.hidden_characters import hidden_characters

__all__ = ["MOST_CHARACTERS", "Decoded", "decoded", "inspected", "text_within_limits"]

MOST_CHARACTERS = 2_000_000
"""The limit of the text of a file that quotations are compared with."""

MOST_SHOWN_CHARACTERS = 4 << 20
MOST_SHOWN_PAGES = 500
_LINES_ON_A_PAGE = 60
_COLUMNS = 100
_BREAKS = "\n\r\f"
_HIDDEN = ("Cc", "Cf", "Cn", "Co")
_USUAL = "\r\f\x1a\x1b\u00ad\u2028\u2029\ufeff"
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class TextWithinLimits:
    """The text of a file as far as it is shown, and what is left out: a phrase, empty where everything is shown."""

    text: str
    left_out: str = ""


def inspected(data: bytes) -> Inspection:
    """What a text file contains. Raises UnreadableFile if the bytes are not text."""
    content = decoded(data)
    shown = text_within_limits(content.text)
    return Inspection(
        words=True,
        active_content=hidden_in(content.text),
        notes=(content.doubt,) if content.doubt else (),
        left_out=(shown.left_out,) if shown.left_out else (),
        text=FileText(tuple(content.text[:MOST_CHARACTERS].split("\f"))),  # a form feed begins a page
    )


def hidden_in(text: str) -> tuple[str, ...]:
    """The hidden characters of a text and those that change its order, in words.

    Characters that programs write as a matter of course are not named: those that divide lines and pages, soft hyphens,
    bytes without a letter in windows-1252, and the characters inside emoji and of symbol fonts.
    """
    found = dict.fromkeys(
        character
        for position, character in hidden_characters(text[:MOST_SHOWN_CHARACTERS])
        if character not in _USUAL
        and not "\x80" <= character < "\xa0"
        and unicodedata.category(character) != "Co"
        and not _is_in_emoji(character, text[position - 1 : position])
    )
    if not found:
        return ()
    named = ", ".join(f"U+{ord(character):04X}" for character in list(found)[:_MOST_NAMED])
    more = " and others" if len(found) > _MOST_NAMED else ""
    return (f"characters that are not visible or change the order of the text ({named}{more})",)


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


def _is_in_emoji(character: str, before: str) -> bool:
    """Whether a joiner or a selector belongs to the emoji before it."""
    if unicodedata.category(character) == "Mn":  # a variation selector, after the sign of which it selects a form
        return bool(before) and unicodedata.category(before) in ("So", "Sm", "Sk", "Po", "Nd", "Pd")
    return character == "\u200d" and unicodedata.category(before or " ") in ("So", "Sk", "Mn")


def _width(line: str) -> int:
    """The columns of a line: two for a wide character, and eight where a hidden character is shown as its number."""
    line = line.rstrip(_BREAKS)
    if line.isascii() and line.isprintable():
        return len(line)
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in line)
    return len(line) + wide + 7 * sum(unicodedata.category(character) in _HIDDEN for character in line)
