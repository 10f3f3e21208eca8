"""What a character does in a line: marks, joiners, direction, and which invisible characters a script needs."""

import unicodedata
from collections.abc import Iterator

from casebound.render.documents.glyphs import is_selector

_CLOSERS = frozenset("、。，．：；！？）〕］｝〉》」』】〙〗ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ｡､｣％")
"""East Asian characters that do not begin a line."""
_OPENERS = frozenset("（〔［｛〈《「『【〖｢([{“‘")

_ZWNJ, _ZWJ, _ZERO_WIDTH_SPACE = "\u200c", "\u200d", "\u200b"
_DIRECTION_MARKS = frozenset("\u200e\u200f\u061c")
_INVISIBLE = frozenset(
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2028\u2029\u2800\u3164\uffa0\ufeff"
) | frozenset(map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))))
_VISIBLE_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
_EMOJI_STYLES = frozenset("\ufe0e\ufe0f")
_MOST_MARKS = 8
_VIRAMA = 9  # the combining class
_MARKS = ("Mn", "Mc", "Me")
_RIGHT_TO_LEFT = ("R", "AL")
_STRONG = ("L", *_RIGHT_TO_LEFT)

_JOINING = ((0x600, 0x8FF), (0x900, 0xDFF), (0xF00, 0xFFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x1800, 0x18AF))
_UNSPACED = ((0xE00, 0xEFF), (0x1000, 0x109F), (0x1780, 0x17FF))
_MONGOLIAN = ((0x1800, 0x18AF),)
_THAI_BEFORE = frozenset("เแโใไເແໂໃໄ")
_THAI_AFTER = frozenset("\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3")
_ALWAYS_ATTACHED = _EMOJI_STYLES | _THAI_AFTER | {_ZWNJ, _ZWJ}
_STYLED = frozenset("#*0123456789©®‼⁉™")
_MONGOLIAN_STYLES = frozenset("\u180b\u180c\u180d\u180f")
_SKIN_TONES = ("\U0001f3fb", "\U0001f3ff")
_FLAG_LETTERS = ("\U0001f1e6", "\U0001f1ff")
_JAMO, _JAMO_INSIDE = ("\u1100", "\u11ff"), ("\u1160", "\u11ff")


def is_mark(character: str) -> bool:
    """Whether a character is written on, below or beside the letter before it."""
    return unicodedata.category(character) in _MARKS


def is_right_to_left(character: str) -> bool:
    """Whether a character is a letter of a script that runs from right to left."""
    return unicodedata.bidirectional(character) in _RIGHT_TO_LEFT


def runs_right_to_left(line: str) -> bool:
    """Whether the first letter of a line is one of a script that runs from right to left."""
    return next((kind in _RIGHT_TO_LEFT for kind in map(unicodedata.bidirectional, line) if kind in _STRONG), False)


def clusters(text: str) -> Iterator[tuple[str, str, str]]:
    """The letters of a text, each with its marks and joiners, and with the characters before and after it."""
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not _belongs(text, start, index):
            yield text[start:index], text[start - 1 : start], text[index : index + 1]
            start = index


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two letters: behind a space, or at a letter of a script without spaces."""
    if after == " ":
        return False
    if before == " ":
        return True
    return (_is_unspaced(before[0]) or _is_unspaced(after[0])) and after[0] not in _CLOSERS and before not in _OPENERS


def _is_unspaced(character: str) -> bool:
    return _within(character, _UNSPACED) or unicodedata.east_asian_width(character) in "WF"


def is_expected(text: str, index: int, before: str, after: str, *, right_to_left: bool = False) -> bool | None:
    """Whether an invisible character is where its script needs it; None for a visible character.

    `text` is a letter with its marks and joiners, between the characters `before` and `after`, in a text that has
    letters written from right to left or has none.
    """
    character = text[index]
    category = unicodedata.category(character)
    earlier = text[index - 1] if index else before
    later = text[index + 1] if index + 1 < len(text) else after
    if is_selector(character):
        pictures = character in _EMOJI_STYLES and (unicodedata.category(text[0]) == "So" or text[0] in _STYLED)
        return index > 0 and (pictures or unicodedata.name(text[0], "").startswith("CJK "))
    if character in _INVISIBLE:
        return _is_needed(character, earlier, later, right_to_left) or (
            character == _ZWJ and _is_emoji(text[0]) and _is_emoji(later)
        )
    hidden = category in ("Cc", "Zl", "Zp") and character != "\n"
    hidden |= category == "Cf" and character not in _VISIBLE_FORMATS
    return False if hidden or (category in _MARKS and index > _MOST_MARKS) else None


def _is_needed(character: str, earlier: str, later: str, right_to_left: bool) -> bool:  # noqa: FBT001
    """Whether an invisible character between two others does what their script needs."""
    if character in (_ZWNJ, _ZWJ):
        return _within(earlier, _JOINING) and (_within(later, _JOINING) or character == _ZWJ)
    if character == _ZERO_WIDTH_SPACE:
        return _within(earlier, _UNSPACED) and _within(later, _UNSPACED)
    if character in _DIRECTION_MARKS:
        return right_to_left
    return character in _MONGOLIAN_STYLES and _within(earlier, _MONGOLIAN)


def _belongs(text: str, start: int, index: int) -> bool:
    """Whether the character at `index` belongs to the letter that begins at `start`."""
    character, earlier = text[index], text[index - 1]
    if "\n" in (earlier, character):
        return False
    if is_mark(character) or character in _ALWAYS_ATTACHED:
        return True
    is_letter = unicodedata.category(character) == "Lo"
    joined = earlier == _ZWJ or (is_letter and (earlier in _THAI_BEFORE or unicodedata.combining(earlier) == _VIRAMA))
    return (
        (joined and index - start < 2 * _MOST_MARKS)
        or (_is_between(character, _SKIN_TONES) and _is_emoji(earlier))
        or (index - start == 1 and _is_between(character, _FLAG_LETTERS) and _is_between(earlier, _FLAG_LETTERS))
        or (_is_between(character, _JAMO_INSIDE) and _is_between(earlier, _JAMO))
    )


def _is_between(character: str, ends: tuple[str, str]) -> bool:
    return ends[0] <= character <= ends[1]


def _within(character: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return bool(character) and any(first <= ord(character) <= last for first, last in ranges)


def _is_emoji(character: str) -> bool:
    return bool(character) and (unicodedata.category(character) in ("So", "Sk") or character in _EMOJI_STYLES)
