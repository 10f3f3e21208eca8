"""The words of foreign HTML: of its elements, and of its markup as it is printed."""

import html
import re

from casebound.load.inspect.html.tree import Element

BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "center", "dd", "details", "dir", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("legend", "li", "main", "menu", "nav", "ol", "optgroup", "p", "pre", "section", "summary", "ul", "x-raw"),
    }
)
_FILLERS = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2064\ufeff]|[\u200c\u200d](?![^\\W\\d_])|(?<![^\\W\\d_\u094d\u200d\ufe0f])[\u200c]"
)


def text_of(markup: str) -> str:
    """The words of printed HTML, a line for each block."""
    made = _NEW_LINE.sub("\n", markup)
    made = re.sub(r"</t[dh]>", "\t", made)
    made = html.unescape(re.sub(r"<[^>]*>", "", made))
    lines = (" ".join(line.split()) for line in made.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


_NEW_LINE = re.compile(r"<br>|</?(?:div|table|tr|ul|ol|li)\b[^>]*>")


def strays(element: Element) -> list[Element | str]:
    """What is in a table outside of its cells, which a browser would place before the table."""
    found: list[Element | str] = []
    for child in element.content:
        if isinstance(child, str):
            found += [child] if child.strip() else []
        elif child.tag in ("thead", "tbody", "tfoot", "tr"):
            found += strays(child)
        elif child.tag not in ("caption", "col", "colgroup", "td", "th"):
            found.append(child)
    return found


def all_inside(element: Element) -> list[Element]:
    """An element and all elements inside it, in order."""
    found, waiting = [], [element]
    while waiting:
        inner = waiting.pop()
        found.append(inner)
        waiting += reversed(list(inner.elements))
    return found


def plain_words(element: Element) -> str:
    """All words of an element, those included that are not shown."""
    if element.tag in ("style", "title"):
        return ""
    if element.tag in ("img", "input"):
        return f" {element.attributes.get('alt', '')} "
    space = " " if element.tag in BLOCKS or element.tag in ("td", "th", "tr", "br", "table", "option") else ""
    return space + "".join(child if isinstance(child, str) else plain_words(child) for child in element.content) + space


def without_fillers(text: str) -> str:
    """The text without characters that fill space and show nothing."""
    return text if text.isascii() else _FILLERS.sub("", text)
