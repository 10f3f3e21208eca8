"""Which characters the bundled fonts can print. Other characters in a record are reported before rendering."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from casebound.model.record_base import canonical

_ALWAYS = frozenset(map(chr, range(0x20, 0x7F))) | {"\n", "\t"}
_WEIGHTS = ("Regular", "Italic", "SemiBold", "SemiBoldItalic", "Bold")
_TEXT_FACES = tuple(f"IBMPlexSans-{weight}" for weight in _WEIGHTS)
_WIDE_FACES = tuple((f"IBMPlexSans{script}-Regular", f"IBMPlexSans{script}-SemiBold") for script in ("JP", "KR"))


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that no bundled font can print, and its path in the record or register."""

    character: str
    path: tuple[str | int, ...]

    @property
    def message(self) -> str:
        """The problem as a sentence. The character is given by its number, because a terminal may not show it."""
        return f"the documents' fonts have no glyph for U+{ord(self.character):04X}"


@lru_cache(maxsize=8)
def coverage(fonts: tuple[bytes, ...]) -> frozenset[str]:
    """The characters that every one of these font files has a glyph for."""
    from fontTools.ttLib import TTFont

    tables = [TTFont(io.BytesIO(font), lazy=True).getBestCmap() for font in fonts]
    common = set(tables[0]).intersection(*tables[1:]) if tables else set()
    return frozenset(map(chr, common)) | _ALWAYS


def text_coverage(fonts: Mapping[str, bytes]) -> frozenset[str]:
    """The characters that all fonts for Latin, Greek and Cyrillic text can print; `fonts` maps file names to files."""
    return coverage(tuple(fonts[f"{face}.woff2"] for face in _TEXT_FACES))


def whole_coverage(fonts: Mapping[str, bytes]) -> frozenset[str]:
    """The characters that the text fonts, or both weights of the Japanese or Korean fonts, can print."""
    wide = (coverage(tuple(fonts[f"{face}.woff2"] for face in faces)) for faces in _WIDE_FACES)
    return text_coverage(fonts).union(*wide)


def missing_glyphs(value: object, covered: frozenset[str]) -> Iterator[MissingGlyph]:
    """Every character of a record or register entry outside `covered`, with its path."""
    if covered.issuperset(canonical(value).decode()):
        return
    for path, text in _texts(value, ()):
        if not text.isascii():
            yield from (MissingGlyph(character, path) for character in sorted(set(text) - covered))


def unprintable(text: str, covered: frozenset[str]) -> tuple[str, ...]:
    """The characters of one text outside `covered`, in order."""
    return () if text.isascii() else tuple(sorted(set(text) - covered))


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
