"""Which characters the bundled fonts can print. Other characters in a record are reported before rendering."""

import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import msgspec

from casebound.model.record_base import canonical
from casebound.render.documents.font_families import (
    BY_LANGUAGE,
    FAMILIES,
    MONO,
    FontFamily,
    language_of,
)

_ALWAYS = frozenset(map(chr, range(0x20, 0x7F))) | {"\n", "\t"}
_WEIGHTS = ("Regular", "Italic", "SemiBold", "SemiBoldItalic", "Bold")
_TEXT_FONTS = tuple(f"IBMPlexSans-{weight}.woff2" for weight in _WEIGHTS)
_MONO_FONTS = ("IBMPlexMono-Regular.woff2",)
_TEXT, _MONO = "Plex", "Plex Mono"
_NO_GLYPHS = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
_NUMBER_SIGNS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
"""Signs that enclose a number or a word. Unicode counts these as format characters, though each is visible."""


@dataclass(frozen=True, slots=True)
class MissingGlyphs:
    """The characters of one value that no bundled font can print, and the value's path in the record or register."""

    characters: tuple[str, ...]
    path: tuple[str | int, ...]

    @property
    def message(self) -> str:
        """The problem as a sentence. The characters are given by number, because a terminal may not show them."""
        numbers = [f"U+{ord(character):04X}" for character in self.characters]
        listed = numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} and {numbers[-1]}"
        return f"the documents' fonts have no glyph for {listed}"


class Glyphs:
    """The characters that a set of fonts can print; `fonts` maps file names to files.

    A font is opened when the first character is looked up for which it is asked.
    """

    def __init__(self, fonts: Mapping[str, bytes]) -> None:
        self._fonts = fonts
        self._found: dict[str, FontFamily | None] = {}
        self._advances: dict[str, Mapping[str, float]] = {}

    @cached_property
    def text(self) -> frozenset[str]:
        """The characters that all fonts for Latin, Greek and Cyrillic text can print."""
        return self._coverage(_TEXT_FONTS) | _ALWAYS

    @cached_property
    def mono(self) -> frozenset[str]:
        """The characters that the monospaced font can print."""
        return self._coverage(_MONO_FONTS) | _ALWAYS

    def missing(self, text: str) -> tuple[str, ...]:
        """The characters of a text that no font can print, in order."""
        if text.isascii():
            return ()
        return tuple(character for character in sorted(self._beyond(text)) if self._other_family(character) is None)

    def family(self, character: str) -> str | None:
        """The names of the families that print a character in the monospaced font and in text; None without a glyph."""
        mono = _MONO if character in self.mono else MONO.name if self._prints(MONO, character) else None
        if character in self.text:
            text: str | None = _TEXT
        else:
            family = self._other_family(character)
            text = None if family is None else family.name
        return f"{mono or text}, {text or mono}" if mono or text else None

    def families(self, text: str, languages: Iterable[str] = (), *, monospaced: bool = False) -> tuple[str, ...]:
        """The names of the families that a text needs beside Plex, in the order of style sheets.

        `languages` are those of its parts, whose forms of Chinese characters come first. `monospaced` says that some
        of the text is set in the monospaced font.
        """
        if text.isascii():
            return ()
        beyond = self._beyond(text)
        tags = [*languages] or [language_of("".join(sorted(beyond)))]
        first = tuple(dict.fromkeys(BY_LANGUAGE[tag][0] for tag in tags if tag in BY_LANGUAGE))
        chosen = {family for family in first if any(self._prints(family, character) for character in beyond)}
        needed = chosen | {
            family
            for character in beyond
            if not any(self._prints(family, character) for family in chosen)
            and (family := self._other_family(character)) is not None
        }
        if monospaced and any(self._prints(MONO, character) for character in set(text) - self.mono):
            needed.add(MONO)
        return tuple(family.name for family in FAMILIES if family in needed)

    def advance(self, character: str) -> float:
        """The width of a character in the font that prints it, as a part of the font size."""
        family = None if character in self.text else self._other_family(character)
        file = _TEXT_FONTS[0] if family is None else family.files[400]
        if file not in self._advances:
            self._advances[file] = advances(self._fonts[file])
        return self._advances[file].get(character, 1.0)

    def _beyond(self, text: str) -> set[str]:
        """The characters of a text that Plex Sans and Plex Mono cannot print."""
        beyond = set(text) - self.text
        return {character for character in beyond - self.mono if not is_selector(character)} if beyond else beyond

    def _other_family(self, character: str) -> FontFamily | None:
        """The family beside Plex that prints a character."""
        if character not in self._found:
            visible = unicodedata.category(character) not in _NO_GLYPHS or character in _NUMBER_SIGNS
            found = next((family for family in FAMILIES if self._prints(family, character)), None) if visible else None
            self._found[character] = found
        return self._found[character]

    def _prints(self, family: FontFamily, character: str) -> bool:
        """Whether every weight of a family has a glyph for a character."""
        return family.asked_for(character) and character in self._coverage(tuple(family.files.values()))

    def _coverage(self, files: tuple[str, ...]) -> frozenset[str]:
        fonts = tuple(self._fonts[file] for file in files if file in self._fonts)
        return coverage(fonts)


def is_selector(character: str) -> bool:
    """Whether a character selects a variant of the one before it. It has no glyph of its own."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


@lru_cache(maxsize=64)
def coverage(fonts: tuple[bytes, ...]) -> frozenset[str]:
    """The characters that every one of these font files has a glyph for."""
    from fontTools.ttLib import TTFont

    tables = [TTFont(io.BytesIO(font), lazy=True).getBestCmap() for font in fonts]
    common = set(tables[0]).intersection(*tables[1:]) if tables else set()
    return frozenset(map(chr, common))


def advances(font: bytes) -> Mapping[str, float]:
    """The width of every character of a font, as a part of the font size."""
    from fontTools.ttLib import TTFont

    table = TTFont(io.BytesIO(font), lazy=True)
    widths, size = table["hmtx"], table["head"].unitsPerEm
    return {chr(number): widths[glyph][0] / size for number, glyph in table.getBestCmap().items()}


def missing_glyphs(value: object, glyphs: Glyphs) -> Iterator[MissingGlyphs]:
    """The values of a record or register entry with characters that no font can print."""
    for path, text in _texts(value, ()):
        if missing := glyphs.missing(text):
            yield MissingGlyphs(missing, path)


def needs_fonts(value: object, covered: frozenset[str]) -> bool:
    """Whether a record or register entry has a character outside `covered`."""
    return not covered.issuperset(canonical(value).decode())


def _texts(value: object, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _texts(getattr(value, name), (*path, name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(key, (*path, key))
            yield from _texts(item, (*path, key))
    elif isinstance(value, tuple | list):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))
