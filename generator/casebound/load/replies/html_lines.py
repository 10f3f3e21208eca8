"""The lines of a reply in HTML. Quoted text is marked as in plain text, and text that is hidden is refused."""

import re

from casebound.load.inspect.html.tree import Element, is_too_large, parsed
from casebound.load.replies.not_an_answer import WITHOUT_QUOTATION, NotAnAnswer

_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "footer", "form", "h1", "h2"),
        *("h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul"),
    }
)
_NOT_SHOWN = frozenset({"style", "title", "area", "col", "base", "link", "source", "param"})
_STRUCK = frozenset({"s", "strike", "del"})
_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|line-through|mso-hide|opacity\s*:\s*0?(?:\.0+)?\s*(?:;|$|\})"
    r"|font-size\s*:\s*0(?:\.0+)?\s*(?:[a-z%]+)?\s*(?:;|$|\}|!)",
    re.IGNORECASE,
)
_ADDS = re.compile(
    r"(?<![\w-])content\s*:|(?<![\w-])list-style(?:-type)?\s*:[^;}]*[\"']|@counter-style|text-overflow\s*:\s*[\"']",
    re.IGNORECASE,
)
_FORM = frozenset({"input", "textarea", "select", "button", "x-frame", "object", "embed", "audio", "video", "x-raw"})


def html_lines(source: str) -> list[str]:
    """The lines of a page. Raises NotAnAnswer if text is hidden, struck out or not plain words."""
    if is_too_large(source):
        raise NotAnAnswer("has HTML that is too large", WITHOUT_QUOTATION)
    walk = _Walk()
    walk.content(parsed(source), 0, preformatted=False)
    walk.end_line(0)
    return walk.lines


class _Walk:
    """Goes through the elements in order and collects lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._line: list[str] = []

    def end_line(self, depth: int, *, blank: bool = False) -> None:
        text = " ".join("".join(self._line).split())
        self._line = []
        if text or blank:
            self.lines.append(("> " * depth + text).rstrip())

    def content(self, element: Element, depth: int, *, preformatted: bool) -> None:
        for child in element.content:
            if isinstance(child, str):
                self._text(child, depth, preformatted=preformatted)
            else:
                self._element(child, depth, preformatted=preformatted)

    def _text(self, text: str, depth: int, *, preformatted: bool) -> None:
        if not preformatted:
            self._line.append(re.sub(r"\s", " ", text))
            return
        for at, line in enumerate(text.split("\n")):
            if at:
                self.end_line(depth, blank=True)
            self._line.append(line)

    def _element(self, element: Element, depth: int, *, preformatted: bool) -> None:
        tag = element.tag
        if tag == "style" and _HIDES.search(element.words):
            raise NotAnAnswer("has HTML whose styles hide or strike out text", WITHOUT_QUOTATION)
        if _ADDS.search(element.words if tag == "style" else element.attributes.get("style", "")):
            raise NotAnAnswer("has HTML whose styles add text", WITHOUT_QUOTATION)
        if tag in _NOT_SHOWN:
            return
        self._line.append(element.attributes.get("alt", ""))
        if tag == "br":
            self.end_line(depth, blank=True)
            return
        if not depth:
            _require_visible(element)
        inner = depth + 1 if tag == "blockquote" else depth
        if tag in _BLOCKS:
            self.end_line(depth)
        if tag in ("td", "th"):
            self._line.append(" ")
        self.content(element, inner, preformatted=preformatted or tag == "pre")
        if tag in _BLOCKS:
            self.end_line(inner)


def _require_visible(element: Element) -> None:
    attributes = element.attributes
    hides = "hidden" in attributes or _HIDES.search(attributes.get("style", "")) is not None
    if element.tag in _FORM or ((hides or element.tag in _STRUCK) and element.words.strip()):
        raise NotAnAnswer("has HTML that hides or strikes out text", WITHOUT_QUOTATION)
