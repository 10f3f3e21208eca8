"""The styles of foreign HTML: simple selectors and declarations, as far as they decide what is seen.

Only what a mail program applies on a screen counts: rules for narrow screens, dark mode, states and generated content
are ignored. The number of rules and the steps for each element are bounded.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from casebound.load.inspect.html.tree import Element

Declarations = Mapping[str, str]

_MOST_RULES = 1_500
_MOST_UNIVERSAL = 60
_MOST_ANCESTORS = 60
_MOST_CHARACTERS = 400_000
_COMPOUND = re.compile(r"(?:([a-zA-Z][a-zA-Z0-9-]*)|\*)?((?:[.#][\w-]+)*)(?::(?:link|visited))?")
_SCREENS = frozenset({"all", "screen", "only screen", "screen, print", "print, screen"})
_PROPERTIES = frozenset(
    {
        *("background", "background-color", "background-image", "border", "border-bottom", "border-left"),
        *("border-right", "border-style", "border-top", "border-width", "clip", "clip-path", "color", "display"),
        *("font", "font-family", "font-size", "font-style", "font-weight", "height", "left", "line-height"),
        *("list-style", "list-style-type", "margin", "margin-left", "margin-top", "max-height", "max-width", "opacity"),
        *("overflow", "overflow-x", "overflow-y", "padding-left", "position", "right", "text-align"),
        *("text-decoration", "text-decoration-line", "text-indent", "top", "transform", "vertical-align"),
        *("visibility", "white-space", "width", "direction", "filter", "content-visibility"),
    }
)


@dataclass(frozen=True, slots=True)
class _Compound:
    tag: str
    classes: frozenset[str]
    ids: frozenset[str]

    def matches(self, element: Element) -> bool:
        return (
            self.tag in ("", element.tag)
            and self.classes <= element.classes
            and all(element.attributes.get("id") == name for name in self.ids)
        )

    @property
    def key(self) -> str:
        return next((f".{name}" for name in sorted(self.classes)), self.tag or "*")


@dataclass(frozen=True, slots=True)
class _Rule:
    compounds: tuple[_Compound, ...]
    direct: tuple[bool, ...]
    weight: tuple[int, int, int, int]
    declarations: tuple[tuple[str, str, bool], ...]

    def matches(self, element: Element) -> bool:
        if not self.compounds[-1].matches(element):
            return False
        place: Element | None = element
        for compound, direct in zip(reversed(self.compounds[:-1]), reversed(self.direct), strict=True):
            place = place.parent if place is not None else None
            if not direct:
                steps = 0
                while place is not None and steps < _MOST_ANCESTORS and not compound.matches(place):
                    place, steps = place.parent, steps + 1
            if place is None or not compound.matches(place):
                return False
        return True


@dataclass(slots=True)
class StyleSheet:
    """The rules of all style sheets of a page. `generated` is text that they would add."""

    rules: dict[str, list[_Rule]] = field(default_factory=dict)
    generated: list[str] = field(default_factory=list)
    remote: list[str] = field(default_factory=list)
    complete: bool = True
    _count: int = 0

    def add(self, css: str) -> None:
        """Add the rules of a style sheet."""
        css = css.replace("<!--", "").replace("-->", "")
        self.complete &= len(css) <= _MOST_CHARACTERS
        css = _without_comments(css[:_MOST_CHARACTERS])
        self.remote += re.findall(r"@import\s+(?:url\()?[\"']?([^\"')\s;]{1,500})", css)
        for selectors, body in _blocks(css):
            self.remote += addresses(body)
            self.generated += re.findall(r"(?:^|[;\s])content\s*:\s*[\"']([^\"']{2,300})[\"']", body)
            made = tuple(declarations(body))
            for selector in selectors.split(",")[:100]:
                self._add(selector.strip(), made)

    def _add(self, selector: str, made: tuple[tuple[str, str, bool], ...]) -> None:
        pieces = re.findall(r"[>]|[^\s>]+", selector[:300])
        compounds, direct = list[_Compound](), list[bool]()
        for at, piece in enumerate(pieces):
            if piece == ">":
                continue
            found = _COMPOUND.fullmatch(piece)
            if found is None or not piece:
                return
            marks = re.findall(r"[.#][\w-]+", found[2])
            compounds.append(
                _Compound(
                    (found[1] or "").lower(),
                    frozenset(mark[1:] for mark in marks if mark[0] == "."),
                    frozenset(mark[1:] for mark in marks if mark[0] == "#"),
                )
            )
            if at and len(compounds) > 1:
                direct.append(pieces[at - 1] == ">")
        if not compounds or len(compounds) > 5 or not made:
            return
        key = compounds[-1].key
        if self._count >= _MOST_RULES or (key == "*" and len(self.rules.get(key, ())) >= _MOST_UNIVERSAL):
            self.complete = False
            return
        self._count += 1
        weight = (
            sum(len(compound.ids) for compound in compounds),
            sum(len(compound.classes) for compound in compounds),
            sum(bool(compound.tag) for compound in compounds),
            self._count,
        )
        self.rules.setdefault(key, []).append(_Rule(tuple(compounds), tuple(direct), weight, made))

    def of(self, element: Element) -> Declarations:
        """The declarations that apply to an element, its own included."""
        own = tuple(declarations(element.attributes.get("style", "")))
        if not self.rules:
            return _applied([own])
        keys = (element.tag, "*", *(f".{name}" for name in element.classes))
        found = [rule for key in keys for rule in self.rules.get(key, ()) if rule.matches(element)]
        found.sort(key=lambda rule: rule.weight)
        return _applied([*(rule.declarations for rule in found), own])


def declarations(text: str) -> Iterator[tuple[str, str, bool]]:
    """The property, value and importance of each declaration that may matter."""
    if not text:
        return
    for piece in _without_comments(text[:20_000]).split(";"):
        name, colon, value = piece.partition(":")
        name = name.strip().lower()
        if colon and name in _PROPERTIES:
            value, mark, _ = value.partition("!")
            yield name, " ".join(value.lower().split())[:300], bool(mark)


def addresses(text: str) -> list[str]:
    """The addresses in a style that a program would load."""
    return re.findall(r"url\(\s{0,9}[\"']?\s{0,9}((?:https?:)?//[^\"')\s]{1,500})", text, re.IGNORECASE)


def _applied(groups: Sequence[Sequence[tuple[str, str, bool]]]) -> Declarations:
    made: dict[str, str] = {}
    important: set[str] = set()
    for group in groups:
        for name, value, is_important in group:
            if is_important or name not in important:
                made.pop(name, None)  # so that the last declaration stands last
                made[name] = value
            if is_important:
                important.add(name)
    return made


def _without_comments(css: str) -> str:
    if "/*" not in css:
        return css
    kept, position = [], 0
    while (start := css.find("/*", position)) >= 0:
        kept.append(css[position:start])
        end = css.find("*/", start + 2)
        if end < 0:
            return "".join(kept)
        position = end + 2
    return "".join([*kept, css[position:]])


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """The selectors and the body of each rule; of rules within `@media`, only those for any screen."""
    position, inside = 0, 0
    while (brace := css.find("{", position)) >= 0:
        closing = css.find("}", position, brace)
        if closing >= 0:
            inside, position = max(inside - 1, 0), closing + 1
            continue
        head = css[position:brace].rpartition(";")[2].strip()
        if head.startswith("@media") and " ".join(head[6:].lower().split()) in _SCREENS:
            inside, position = inside + 1, brace + 1
        elif head.startswith("@"):
            position = _end_of_block(css, brace)
        else:
            end = css.find("}", brace)
            end = len(css) if end < 0 else end
            yield head, css[brace + 1 : end]
            position = end + 1


def _end_of_block(css: str, brace: int) -> int:
    depth = 0
    for found in re.finditer(r"[{}]", css[brace:]):
        depth += 1 if found[0] == "{" else -1
        if not depth:
            return brace + found.end()
    return len(css)
