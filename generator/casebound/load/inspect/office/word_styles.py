"""The styles of a Word document, as far as they decide what is shown: headings, lists, bold words and hidden words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_TOGGLES = {"b": "b", "i": "i", "strike": "s", "dstrike": "s", "vanish": "h"}
_OFF = frozenset({"0", "false", "off", "none"})
_MOST_PARENTS = 20
_SMALL = 8  # half points
_WHITE = "FFFFFF"


@dataclass(frozen=True, slots=True)
class WordLook:
    """The properties of words that are set, by letter, and whether each is on.

    h stands for hidden words, w for white and t for tiny ones; the other letters are those of a run.
    """

    on: Mapping[str, bool]

    def over(self, below: "WordLook") -> "WordLook":
        """These properties, with others where they are not set."""
        return WordLook({**below.on, **self.on})

    def has(self, letter: str) -> bool:
        """Whether a property is on."""
        return self.on.get(letter, False)

    @property
    def style(self) -> str:
        """The letters of the properties that are shown."""
        return "".join(letter for letter in "bius+-" if self.has(letter))


PLAIN = WordLook({})


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    parent: str
    paragraph: Any
    look: WordLook


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: Any) -> None:
        self._styles: dict[str, _Style] = {}
        self._default = ""
        self.base = PLAIN
        if root is None:
            return
        self.base = look_of(root.find("docDefaults/rPrDefault/rPr"))
        for element in root.findall("style"):
            style, name = element.get("styleId", ""), element.find("name")
            parent = element.find("basedOn")
            self._styles[style] = _Style(
                "" if name is None else name.get("val", "").lower(),
                "" if parent is None else parent.get("val", ""),
                element.find("pPr"),
                look_of(element.find("rPr")),
            )
            if element.get("type") == "paragraph" and element.get("default") in ("1", "true"):
                self._default = style

    def look(self, style: str) -> WordLook:
        """The properties of words in a style and the styles that it is based on."""
        found = PLAIN
        for each in self._chain(style):
            found = found.over(each.look)
        return found

    def heading(self, style: str) -> int:
        """The level of a heading style; 0 for another style."""
        for each in self._chain(style):
            if each.name in ("title", "heading"):
                return 1
            if each.name.startswith("heading ") and each.name[8:].isdecimal():
                return min(int(each.name[8:]), 6)
        return 0

    def paragraph(self, style: str) -> Iterator[Any]:
        """The paragraph properties of a style, then of the styles that it is based on."""
        return (each.paragraph for each in self._chain(style or self._default) if each.paragraph is not None)

    def default(self) -> WordLook:
        """The properties of words without any style."""
        return self.look(self._default).over(self.base)

    def _chain(self, style: str) -> Iterator[_Style]:
        for _ in range(_MOST_PARENTS):
            found = self._styles.get(style)
            if found is None:
                return
            yield found
            style = found.parent


def look_of(properties: Any) -> WordLook:
    """The properties of words that an element sets."""
    on: dict[str, bool] = {}
    shaded = False
    for element in () if properties is None else properties:
        value = element.get("val", "")
        if element.tag in _TOGGLES:
            on[_TOGGLES[element.tag]] = value not in _OFF
        elif element.tag == "u":
            on["u"] = value != "none"
        elif element.tag == "vertAlign":
            on["+"], on["-"] = value == "superscript", value == "subscript"
        elif element.tag == "color":
            on["w"] = value.upper() == _WHITE
        elif element.tag == "sz":
            on["t"] = value.isdecimal() and int(value) < _SMALL
        elif element.tag in ("shd", "highlight"):
            shaded = True
    if shaded:
        on["w"] = False
    return WordLook(on)
