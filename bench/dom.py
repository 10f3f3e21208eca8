"""Compares two pages as an HTML5 parser reads them, node by node."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from xml.etree import ElementTree as ET

import tinyhtml5

_BLANK = re.compile(r"[ \t\n\f\r]+")


def document(html: str) -> ET.Element:
    """A page as a tree without namespaces: a drawing is `svg`."""
    root: ET.Element = tinyhtml5.parse(html, namespace_html_elements=False)
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    return root


def fragment(html: str) -> ET.Element:
    """The body of a page, parsed in standards mode; without a doctype, tables would be placed inside paragraphs."""
    return part(document(f"<!doctype html>{html}"), "body")


def part(root: ET.Element, tag: str) -> ET.Element:
    """The first element with this tag. Raises ValueError if there is none."""
    found = root.find(f".//{tag}")
    if found is None:
        raise ValueError(f"there is no <{tag}>")
    return found


def differences(ours: ET.Element, theirs: ET.Element) -> list[str]:
    """The differences of two trees in elements, order, attributes and text. Any white space equals one space."""
    our_nodes, their_nodes = list(_nodes(ours)), list(_nodes(theirs))
    if our_nodes == their_nodes:
        return []
    changes = SequenceMatcher(None, our_nodes, their_nodes, autojunk=False).get_opcodes()
    return [
        f"{' '.join(our_nodes[a:b]) or 'nothing'}  ≠  {' '.join(their_nodes[c:d]) or 'nothing'}"
        for kind, a, b, c, d in changes
        if kind != "equal"
    ]


def _nodes(element: ET.Element) -> Iterator[str]:
    """The start tags, end tags and text of an element, in order. Attributes are sorted."""
    if isinstance(element.tag, str):
        attributes = "".join(f" {name}={value!r}" for name, value in sorted(element.items()))
        yield f"<{element.tag}{attributes}>"
        yield from _text(element.text)
        for child in element:
            yield from _nodes(child)
            yield from _text(child.tail)
        yield f"</{element.tag}>"


def _text(text: str | None) -> Iterator[str]:
    collapsed = _BLANK.sub(" ", text or "")
    if collapsed:
        yield repr(collapsed)
