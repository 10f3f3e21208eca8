"""Text as the bundled fonts can print it: every other character is replaced by its number, and lines are wrapped."""

import re
import unicodedata
from collections.abc import Iterable

from casebound.render.documents.glyphs import coverage
from casebound.render.documents.print_assets import PrintAssets
from casebound.runtime.sandbox import UnreadableFile

COLUMNS = 100  # of the monospaced font, on every paper size
MOST_PAGES = 500
MOST_LINES = MOST_PAGES * 60
_TAB = 8
_FONTS = ("IBMPlexSans-Regular.woff2", "IBMPlexSans-SemiBold.woff2", "IBMPlexMono-Regular.woff2")
_CONTROLS = ("Cf", "Cc", "Mn", "Zl", "Zp")
_NOT_COUNTED = frozenset("\n\r\t\f\ufeff")


class Printable:
    """The characters that the fonts of a build can print."""

    def __init__(self, print_assets: PrintAssets) -> None:
        self._covered = coverage(tuple(print_assets.fonts[font] for font in _FONTS))

    def text(self, text: str) -> str:
        """The text with every character that cannot be printed replaced by its number, such as [U+2603]."""
        text = unicodedata.normalize("NFC", text).replace("\ufeff", "")
        if text.isascii() and text.isprintable():
            return text
        return "".join(character if self._prints(character) else numbered(character) for character in text)

    def missing(self, text: str) -> tuple[str, ...]:
        """The characters of a text that cannot be printed, in order; line ends and tabs are not among them."""
        return tuple(sorted(character for character in set(text) - _NOT_COUNTED if not self._prints(character)))

    def lines(self, text: str, columns: int = COLUMNS) -> tuple[str, ...]:
        """The lines of a text, the long ones wrapped. Raises UnreadableFile for more lines than a bundle prints."""
        lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
        if len(lines) > MOST_LINES or len(text) > MOST_LINES * columns:
            raise UnreadableFile(f"it would take more than {MOST_PAGES} pages")
        wrap = re.compile(rf".{{1,{columns}}}(?: |$)|.{{1,{columns}}}")
        wrapped = tuple(piece for line in lines for piece in wrap.findall(self.text(line.expandtabs(_TAB))) or ("",))
        if len(wrapped) > MOST_LINES:
            raise UnreadableFile(f"it would take more than {MOST_PAGES} pages")
        return wrapped

    def _prints(self, character: str) -> bool:
        if character.isascii():
            return character == "\n" or " " <= character <= "~"
        return character in self._covered and unicodedata.category(character) not in _CONTROLS


def numbered(character: str) -> str:
    """A character as its number in brackets."""
    return f"[U+{ord(character):04X}]"


def missing_note(missing: Iterable[str]) -> tuple[str, ...]:
    """The warning above a text with characters that cannot be printed; empty where there are none."""
    characters = sorted(set(missing))
    if not characters:
        return ()
    first = ", ".join(map(numbered, characters[:6])) + (" and others" if len(characters) > len(characters[:6]) else "")
    if len(characters) == 1:
        return (f"The bundled fonts cannot print one character of this text. Its number is printed instead: {first}.",)
    count = f"The bundled fonts cannot print {len(characters)} characters of this text."
    return (f"{count} The number of each is printed instead: {first}.",)
