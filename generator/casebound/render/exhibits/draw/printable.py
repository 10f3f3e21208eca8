"""Text as the bundled fonts can print it.

A character without a glyph, and one that is invisible and could deceive, is replaced by its number. Long lines are
wrapped by columns: a wide character takes two, and a combining mark none. A line whose first letter is Hebrew or
Arabic runs from right to left.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from casebound.render.documents.font_families import language_of
from casebound.render.documents.print_assets import PrintAssets
from casebound.render.exhibits.draw.characters import (
    clusters,
    is_expected,
    is_mark,
    is_right_to_left,
    may_break,
    runs_right_to_left,
)
from casebound.runtime.sandbox import UnreadableFile

COLUMNS = 100  # of the monospaced font, on every paper size
MOST_PAGES = 500
MOST_LINES = MOST_PAGES * 60
_MOST_WRAPPED = MOST_LINES * 2
_LONGEST_LINE = 100_000
_TAB = 8
_COLUMN = 0.6  # of the font size
_LINES_IN_A_BLOCK = 60  # the engine slows down in a long one
_LINE_ENDS = re.compile("\r\n|[\r\n\f]")
_NOT_COUNTED = frozenset("\n\r\t\f")


class RightToLeft(str):
    """A line that runs from right to left."""

    __slots__ = ()


class Lines(tuple[str, ...]):
    """Printable lines of one text, and the language whose forms its Chinese characters have.

    `cut` is true if the text has more lines.
    """

    language: str = ""
    cut: bool = False


@dataclass(frozen=True, slots=True)
class LineBlock:
    """Lines that are printed together, in the same direction."""

    lines: tuple[str, ...]
    right_to_left: bool
    language: str


class Printable:
    """The characters that the fonts of a build can print."""

    def __init__(self, print_assets: PrintAssets) -> None:
        self._glyphs = print_assets.glyphs
        self._plain: dict[str, bool] = {}

    def text(self, text: str) -> str:
        """The text with every character that cannot be printed replaced by its number, such as [U+2603]."""
        if text.isascii() and text.isprintable():
            return text
        text = unicodedata.normalize("NFC", text).removeprefix("\ufeff")
        if all(map(self._is_plain, set(text))):
            return text
        right_to_left = any(map(is_right_to_left, text))
        return "".join("".join(self._cluster(*found, right_to_left)) for found in clusters(text))

    def missing(self, text: str) -> tuple[str, ...]:
        """The characters of a text that are printed as numbers, in order; line ends and tabs are not among these."""
        text = unicodedata.normalize("NFC", text).removeprefix("\ufeff")
        doubtful = {character for character in set(text) - _NOT_COUNTED if not self._is_plain(character)}
        if not doubtful:
            return ()
        found: set[str] = set()
        for line in _LINE_ENDS.split(text):
            if not doubtful.isdisjoint(line):
                right_to_left = any(map(is_right_to_left, line))
                for cluster in clusters(line):
                    printed = self._cluster(*cluster, right_to_left)
                    found.update(known for known, shown in zip(cluster[0], printed, strict=True) if known != shown)
        return tuple(sorted(found - _NOT_COUNTED))

    def lines(self, text: str, columns: int = COLUMNS, *, language: str = "") -> Lines:
        """The lines of a text, the long ones wrapped. Raises UnreadableFile for more lines than a bundle prints.

        `language` is the language of the text where this is known from its character set.
        """
        text = text.removeprefix("\ufeff")
        lines = _LINE_ENDS.split(text)
        if len(lines) > MOST_LINES or len(text) > MOST_LINES * columns:
            raise UnreadableFile(f"it would take more than {MOST_PAGES} pages")
        wrapped = self._lines(lines, columns, language or language_of(text))
        if wrapped.cut:
            raise UnreadableFile(f"it would take more than {MOST_PAGES} pages")
        return wrapped

    def first_lines(self, text: str, *, language: str = "") -> Lines:
        """The lines of a text as far as a bundle prints these, the long ones wrapped."""
        text = text.removeprefix("\ufeff")
        return self._lines(_LINE_ENDS.split(text), COLUMNS, language or language_of(text))

    def _lines(self, lines: Sequence[str], columns: int, language: str) -> Lines:
        wrap = re.compile(rf".{{1,{columns}}}(?: |$)|.{{1,{columns}}}")
        pieces = (piece for line in lines for part in _parts(line) for piece in self._wrapped(part, columns, wrap))
        wrapped = Lines(islice(pieces, _MOST_WRAPPED))
        wrapped.cut = next(pieces, None) is not None
        wrapped.language = language
        return wrapped

    def _wrapped(self, line: str, columns: int, wrap: re.Pattern[str]) -> Sequence[str]:
        if line.isascii():
            return wrap.findall(self.text(line.expandtabs(_TAB))) or ("",)
        printed = self.text(self._without_tabs(line))
        if all(self._width(character) == 1 for character in set(printed)):
            return wrap.findall(printed) or ("",)
        pieces = tuple(self._pieces(printed, columns))
        return tuple(map(RightToLeft, pieces)) if runs_right_to_left(printed) else pieces

    def _pieces(self, line: str, columns: int) -> Iterator[str]:
        """A line in pieces of a width, broken where its script allows a break, and never within a letter."""
        found = [(text, sum(map(self._width, text))) for text, _, _ in clusters(line)]
        start, last_break, used = 0, 0, 0.0
        for index, (text, width) in enumerate(found):
            if index > start and may_break(found[index - 1][0], text):
                last_break = index
            if used + width > columns and index > start and text != " ":
                end = last_break if last_break > start else index
                yield "".join(text for text, _ in found[start:end])
                start = end
                used = sum(width for _, width in found[start:index])
            used += width
        yield "".join(text for text, _ in found[start:])

    def _without_tabs(self, line: str) -> str:
        if "\t" not in line:
            return line
        parts, used = [], 0
        for part in re.split("(\t)", line):
            spaced = " " * (_TAB - used % _TAB) if part == "\t" else part
            parts.append(spaced)
            used += round(sum(map(self._width, spaced)))
        return "".join(parts)

    def _cluster(self, text: str, before: str, after: str, right_to_left: bool) -> list[str]:  # noqa: FBT001
        """Each character of a letter and its marks as it is printed; `before` and `after` are its neighbors."""
        base = self._glyphs.family(text[0])
        printed: list[str] = []
        for index, character in enumerate(text):
            expected = is_expected(text, index, before, after, right_to_left=right_to_left)
            if expected is None:
                known = self._glyphs.family(character) is not None
                expected = known and (not is_mark(character) or (index > 0 and self._glyphs.family(character) == base))
            printed.append(character if expected else numbered(character))
        return printed

    def _is_plain(self, character: str) -> bool:
        """Whether a character prints wherever it is: it has a glyph, and is no mark and not invisible."""
        known = self._plain.get(character)
        if known is None:
            if character.isascii():
                known = character == "\n" or " " <= character <= "~"
            else:
                known = (
                    not is_mark(character)
                    and is_expected(character, 0, "", "") is None
                    and self._glyphs.family(character) is not None
                )
            self._plain[character] = known
        return known

    def _width(self, character: str) -> float:
        """The columns of a character."""
        if character.isascii():
            return 1
        if is_mark(character) or unicodedata.category(character) == "Cf":
            return 0
        if unicodedata.east_asian_width(character) in "WF":
            return 2
        return 1 if character in self._glyphs.mono else self._glyphs.advance(character) / _COLUMN


def _parts(line: str) -> Iterator[str]:
    """A line, or the parts of one that is too long to be wrapped as a whole."""
    for start in range(0, len(line) or 1, _LONGEST_LINE):
        yield line[start : start + _LONGEST_LINE]


def line_blocks(lines: Sequence[str]) -> Iterator[LineBlock]:
    """The lines of a text in blocks of one direction, as the templates print them."""
    language = lines.language if isinstance(lines, Lines) else language_of("".join(lines))
    for right_to_left, run in groupby(lines, key=lambda line: isinstance(line, RightToLeft)):
        block = tuple(run)
        for start in range(0, len(block), _LINES_IN_A_BLOCK):
            yield LineBlock(block[start : start + _LINES_IN_A_BLOCK], right_to_left, language)


def numbered(character: str) -> str:
    """A character as its number in brackets."""
    return f"[U+{ord(character):04X}]"


def missing_note(missing: Iterable[str]) -> tuple[str, ...]:
    """The warning above a text with characters that are printed as numbers; empty where there are none."""
    characters = sorted(set(missing))
    if not characters:
        return ()
    first = ", ".join(map(numbered, characters[:6])) + (" and others" if len(characters) > len(characters[:6]) else "")
    if len(characters) == 1:
        what, whose = "One character of this text is invisible or has", "Its number"
    else:
        what, whose = f"{len(characters)} characters of this text are invisible or have", "The number of each"
    return (f"{what} no glyph in the bundled fonts. {whose} is printed instead: {first}.",)
