"""Characters that a reader does not see, or that change the order in which text is shown."""

import re
import unicodedata
from collections.abc import Iterator

_ASCII = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)")  # editors show a lone carriage return as nothing
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
# In other categories, and without a glyph: the grapheme joiner, fillers, vowels of Khmer, Mongolian selectors, blanks.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
_VISIBLE = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")  # signs around numbers
_JOINERS = frozenset("\u200c\u200d")
_SPACING = frozenset("\t\n\r")
_JOINING_SCRIPTS = (
    "ARABIC", "SYRIAC", "MONGOLIAN", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU",
    "KANNADA", "MALAYALAM", "SINHALA", "KHMER", "MYANMAR", "TIBETAN",
)  # fmt: skip


def hidden_characters(text: str) -> Iterator[tuple[int, str]]:
    """The position and the character of each hidden character of a text.

    These are control characters, a carriage return without a line feed, format and direction characters (the soft
    hyphen too), fillers, tags, private and unassigned characters. A joiner is not hidden between letters of a script
    that needs it, and a variation selector is not hidden after an ideograph.
    """
    for match in _ASCII.finditer(text):
        yield match.start(), match.group()
    if text.isascii():
        return
    suspicious = {character for character in set(text) if not character.isascii() and _may_hide(character)}
    if not suspicious:
        return
    for match in re.finditer("[" + "".join(map(re.escape, sorted(suspicious))) + "]", text):
        position, character = match.start(), match.group()
        if not _needed(character, text[position - 1 : position], text[position + 1 : position + 2]):
            yield position, character


def has_visible(text: str) -> bool:
    """Whether a text has a character that a reader sees."""
    return any(not character.isspace() and not _may_hide(character) for character in set(text))


def _may_hide(character: str) -> bool:
    if character in _VISIBLE:
        return False
    return unicodedata.category(character) in _HIDDEN_CATEGORIES or character in _BLANK or _selects(character)


def _selects(character: str) -> bool:
    """Whether a character is a variation selector."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _needed(character: str, before: str, after: str) -> bool:
    if character in _JOINERS:
        return _joins(before) and (not after or after.isspace() or _joins(after))
    return _selects(character) and unicodedata.name(before or " ", "").startswith("CJK ")


def _joins(character: str) -> bool:
    return unicodedata.name(character or " ", "").startswith(_JOINING_SCRIPTS)
