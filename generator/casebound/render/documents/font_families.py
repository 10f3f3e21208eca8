"""The bundled fonts for scripts other than Latin, Greek and Cyrillic, in the order in which a text asks them.

A document loads only the families that it needs, since the Chinese and Japanese fonts are large.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

Ranges = tuple[tuple[int, int], ...]

_CJK: Ranges = (
    (0x2000, 0x2BFF),
    (0x2E80, 0x33FF),
    (0x3400, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFE10, 0xFE4F),
    (0xFF00, 0xFFEF),
    (0x1F100, 0x1F2FF),
    (0x20000, 0x3FFFF),
)
_HANGUL: Ranges = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF))
_EVERYTHING: Ranges = ((0xA0, 0x10FFFF),)


@dataclass(frozen=True, slots=True, eq=False)
class FontFamily:
    """One family: its name in style sheets, its files by weight, and the characters that it is asked for."""

    name: str
    files: Mapping[int, str]
    ranges: Ranges

    def asked_for(self, character: str) -> bool:
        """Whether this family may print a character."""
        number = ord(character)
        return any(first <= number <= last for first, last in self.ranges)

    def faces(self) -> str:
        """The rules of the style sheet that load this family. Where a weight is missing, the nearest is used."""
        return "\n".join(
            f'@font-face {{ font-family: "{self.name}"; src: url("asset:{file}"); font-weight: {weight} }}'
            for weight, file in self.files.items()
        )


def _family(name: str, file: str, *ranges: tuple[int, int], bold: bool = False) -> FontFamily:
    files = {400: f"{file}-Regular.woff2"} | ({600: f"{file}-SemiBold.woff2"} if bold else {})
    return FontFamily(name, files, ranges)


JAPANESE = _family("Plex JP", "IBMPlexSansJP", *_CJK, bold=True)
KOREAN = _family("Plex KR", "IBMPlexSansKR", *_HANGUL, *_CJK, bold=True)
SIMPLIFIED = _family("Plex SC", "IBMPlexSansSC", *_CJK)
TRADITIONAL = _family("Plex TC", "IBMPlexSansTC", *_CJK)
MONO = _family("Noto Mono", "NotoSansMono", *_EVERYTHING)

_ARABIC: Ranges = ((0x600, 0x6FF), (0x750, 0x77F), (0x870, 0x8FF), (0xFB50, 0xFEFE))

SCRIPTS = (
    _family("Plex Arabic", "IBMPlexSansArabic", *_ARABIC, bold=True),
    _family("Noto Arabic", "NotoSansArabic", *_ARABIC),
    _family("Noto Hebrew", "NotoSansHebrew", (0x590, 0x5FF), (0xFB1D, 0xFB4F), bold=True),
    _family("Plex Thai", "IBMPlexSansThai", (0xE00, 0xE7F), bold=True),
    _family("Noto Devanagari", "NotoSansDevanagari", (0x900, 0x97F), (0x1CD0, 0x1CFF), (0xA8E0, 0xA8FF), bold=True),
    _family("Noto Georgian", "NotoSansGeorgian", (0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F), bold=True),
    _family("Noto Armenian", "NotoSansArmenian", (0x530, 0x58F), (0xFB13, 0xFB17), bold=True),
    _family("Noto Bengali", "NotoSansBengali", (0x980, 0x9FF)),
    _family("Noto Gurmukhi", "NotoSansGurmukhi", (0xA00, 0xA7F)),
    _family("Noto Gujarati", "NotoSansGujarati", (0xA80, 0xAFF)),
    _family("Noto Oriya", "NotoSansOriya", (0xB00, 0xB7F)),
    _family("Noto Tamil", "NotoSansTamil", (0xB80, 0xBFF)),
    _family("Noto Telugu", "NotoSansTelugu", (0xC00, 0xC7F)),
    _family("Noto Kannada", "NotoSansKannada", (0xC80, 0xCFF)),
    _family("Noto Malayalam", "NotoSansMalayalam", (0xD00, 0xD7F)),
    _family("Noto Sinhala", "NotoSansSinhala", (0xD80, 0xDFF)),
    _family("Noto Lao", "NotoSansLao", (0xE80, 0xEFF)),
    _family("Noto Tibetan", "NotoSerifTibetan", (0xF00, 0xFFF)),
    _family("Noto Myanmar", "NotoSansMyanmar", (0x1000, 0x109F), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F)),
    _family("Noto Ethiopic", "NotoSansEthiopic", (0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB00, 0xAB2F)),
    _family("Noto Khmer", "NotoSansKhmer", (0x1780, 0x17FF), (0x19E0, 0x19FF)),
    _family("Noto Mongolian", "NotoSansMongolian", (0x1800, 0x18AF)),
    _family("Noto Syriac", "NotoSansSyriac", (0x700, 0x74F), (0x860, 0x86F)),
    _family("Noto Thaana", "NotoSansThaana", (0x780, 0x7BF)),
    _family("Noto NKo", "NotoSansNKo", (0x7C0, 0x7FF)),
    _family("Noto Cherokee", "NotoSansCherokee", (0x13A0, 0x13FF), (0xAB70, 0xABBF)),
    _family("Noto Canadian", "NotoSansCanadianAboriginal", (0x1400, 0x167F), (0x18B0, 0x18FF)),
    _family("Noto Tifinagh", "NotoSansTifinagh", (0x2D30, 0x2D7F)),
)
"""The families of one script each."""

EAST_ASIAN = (JAPANESE, KOREAN, SIMPLIFIED, TRADITIONAL)
"""The families that draw the same Chinese characters in the forms of their own language."""

GENERAL = (
    _family("Noto", "NotoSans", *_EVERYTHING),
    _family("Noto Emoji", "NotoEmoji", (0x231A, 0x231B), (0x2600, 0x27BF), (0x1F000, 0x1FAFF)),
    _family("Noto Symbols", "NotoSansSymbols", *_EVERYTHING),
    _family("Noto Pictographs", "NotoSansSymbols2", *_EVERYTHING),
    _family("Noto Math", "NotoSansMath", *_EVERYTHING),
)
"""The families for rare letters and for symbols."""

FAMILIES = (*SCRIPTS, *EAST_ASIAN, *GENERAL, MONO)
"""All families beside Plex Sans and Plex Mono. The order is the order of fonts in every style sheet."""

BY_LANGUAGE: Mapping[str, tuple[FontFamily, ...]] = {
    "ja": (JAPANESE, SIMPLIFIED, TRADITIONAL, KOREAN),
    "ko": (KOREAN, JAPANESE, TRADITIONAL, SIMPLIFIED),
    "zh-Hans": (SIMPLIFIED, TRADITIONAL, JAPANESE, KOREAN),
    "zh-Hant": (TRADITIONAL, SIMPLIFIED, JAPANESE, KOREAN),
}
"""The families for Chinese characters, in order, by the language of the text."""

_SHAPED = re.compile("[\u0300-\u036f\u0900-\u109f\u1160-\u11ff\u1780-\u18af\u200d\ufe0f]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_NAMED = {family.name: family for family in FAMILIES}
_MOST_FOR_A_GUESS = 20
_PLACEHOLDER = re.compile(', "Families ?([A-Za-z-]*)"')
_CODINGS = {"ja": "cp932", "zh-Hans": "gb2312", "zh-Hant": "big5"}


def face_rules(names: Iterable[str]) -> str:
    """The rules of the style sheet that load these families."""
    return "\n".join(_NAMED[name].faces() for name in names)


def font_stack(first: str, language: str = "") -> str:
    """The value of `font-family` for a text: `first`, then a placeholder for the families of the document.

    The order of these is the order for a language. `with_families` replaces the placeholder.
    """
    return f'{first}, "Families{language and " "}{language}"'


def with_families(text: str, names: Collection[str]) -> str:
    """A style sheet, or a page that contains one, with the families of the document in place of each placeholder."""

    def listed(found: re.Match[str]) -> str:
        east_asian = BY_LANGUAGE.get(found[1], EAST_ASIAN)
        order = (*SCRIPTS, *east_asian, *GENERAL)
        return "".join(f', "{family.name}"' for family in order if family.name in names)

    return _PLACEHOLDER.sub(listed, text)


def language_of(text: str) -> str:
    """The language whose forms the Chinese characters of a text have, as a language tag; empty where it has none.

    Kana are Japanese and hangul Korean. A text with neither is judged by the character sets that hold its characters.
    """
    characters = set(text)
    chinese = {character for character in characters if "\u3400" <= character <= "\u9fff"}
    if any("\u3041" <= character <= "\u30ff" for character in characters):
        return "ja"
    if any("\uac00" <= character <= "\ud7a3" for character in characters):
        return "ko"
    if not chinese:
        return ""
    counted = {language: _encodable(chinese, coding) for language, coding in _CODINGS.items()}
    if counted["ja"] == len(chinese) and len(chinese) <= _MOST_FOR_A_GUESS:
        return "ja"
    return "zh-Hant" if counted["zh-Hant"] > counted["zh-Hans"] else "zh-Hans"


def is_shaped(text: str) -> bool:
    """Whether a text has letters that several glyphs form, or that change by their neighbors."""
    return _SHAPED.search(text) is not None


def runs_right_to_left(text: str) -> bool:
    """Whether a text has letters that are written from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


def _encodable(characters: Iterable[str], coding: str) -> int:
    return sum(bool(character.encode(coding, "ignore")) for character in characters)
