"""The numbers and bullets of lists in a Word document, which the file does not contain as text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_LEVELS = 9
_MOST_REPEATED = 40
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_SMALL_ROMAN = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: the format of its number, the text around the number, and the first number."""

    form: str = "decimal"
    text: str = ""
    start: int = 1


class Numbering:
    """The lists of a document; counts their paragraphs in the order of the document."""

    def __init__(self, root: Any) -> None:
        abstract: dict[str, Mapping[int, Level]] = {}
        self._lists: dict[str, tuple[str, Mapping[int, Level]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        for element in () if root is None else root:
            if element.tag == "abstractNum":
                abstract[element.get("abstractNumId", "")] = _levels(element)
            elif element.tag == "num":
                kind = _value(element, "abstractNumId")
                levels = dict(abstract.get(kind, {}))
                overridden = False
                for override in element.findall("lvlOverride"):
                    number = _number(override.get("ilvl"))
                    if (start := override.find("startOverride")) is not None:
                        before = levels.get(number, Level())
                        levels[number] = Level(before.form, before.text, _number(start.get("val"), 1))
                        overridden = True
                    levels |= _levels(override)
                name = element.get("numId", "")
                self._lists[name] = (name if overridden else f"abstract {kind}", levels)

    def label(self, number: str, depth: int) -> str:
        """The number or bullet of the next paragraph of a list; empty where the list has none."""
        if number not in self._lists or not 0 <= depth < _LEVELS:
            return ""
        counter, levels = self._lists[number]
        level = levels.get(depth, Level())
        counts = self._counts.setdefault(counter, [None] * _LEVELS)
        before = counts[depth]
        counts[depth] = level.start if before is None else before + 1
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        if level.form == "bullet":
            return "–" if level.text in ("-", "–", "o") else "•"
        if level.form == "none":
            return ""
        text = level.text
        for place in range(_LEVELS):
            if f"%{place + 1}" in text:
                inner = levels.get(place, Level())
                counted = counts[place]
                text = text.replace(f"%{place + 1}", written(inner.start if counted is None else counted, inner.form))
        return text.strip()


def written(number: int, form: str) -> str:
    """A number in one of the formats of Word; in digits for the formats that are not known."""
    return _FORMS.get(form, str)(number)


def _levels(element: Any) -> dict[int, Level]:
    return {
        _number(level.get("ilvl")): Level(
            _value(level, "numFmt", "decimal"), _value(level, "lvlText"), _number(_value(level, "start", "1"), 1)
        )
        for level in element.findall("lvl")
    }


def _value(element: Any, name: str, default: str = "") -> str:
    found = element.find(name)
    return default if found is None else found.get("val", default)


def _number(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.lstrip("-").isdecimal() and len(text) < 9 else default


def _letters(number: int) -> str:
    if number < 1:
        return str(number)
    repeated = (number - 1) // 26 + 1
    return chr(ord("a") + (number - 1) % 26) * repeated if repeated <= _MOST_REPEATED else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    found = ""
    for value, letters in (*_ROMAN, *_SMALL_ROMAN):
        times, number = divmod(number, value)
        found += letters * times
    return found


def _ordinal(number: int) -> str:
    ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


_FORMS: Mapping[str, Callable[[int], str]] = {
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "decimalZero": lambda number: f"{number:02}",
    "ordinal": _ordinal,
}
