"""Two pages as a reader of HTML5 takes them, node by node, and where they differ."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from xml.etree import ElementTree as ET

import tinyhtml5

_BLANK = re.compile(r"[ \t\n\f\r]+")


def document(html: str) -> ET.Element:
    """A page as a tree, name spaces left out: a drawing is `svg`."""
    root: ET.Element = tinyhtml5.parse(html, namespace_html_elements=False)
    for one in root.iter():
        if isinstance(one.tag, str):
            one.tag = one.tag.rpartition("}")[2]
    return root


def fragment(html: str) -> ET.Element:
    """What stands in the body of a page, read as in a page of today: without a doctype, tables lie in paragraphs."""
    return part(document(f"<!doctype html>{html}"), "body")


def part(root: ET.Element, tag: str) -> ET.Element:
    """The first element of this name. Raises ValueError where there is none."""
    found = root.find(f".//{tag}")
    if found is None:
        raise ValueError(f"there is no <{tag}>")
    return found


def differences(ours: ET.Element, theirs: ET.Element) -> list[str]:
    """Where two trees differ in elements, their order, attributes or text; a run of white space counts as one."""
    mine, others = list(_nodes(ours)), list(_nodes(theirs))
    if mine == others:
        return []
    changes = SequenceMatcher(None, mine, others, autojunk=False).get_opcodes()
    return [
        f"{' '.join(mine[a:b]) or 'nothing'}  ≠  {' '.join(others[c:d]) or 'nothing'}"
        for kind, a, b, c, d in changes
        if kind != "equal"
    ]


def _nodes(one: ET.Element) -> Iterator[str]:
    """The beginnings and ends of elements and the text between them, in order; an attribute's place says nothing."""
    if isinstance(one.tag, str):
        attributes = "".join(f" {name}={value!r}" for name, value in sorted(one.items()))
        yield f"<{one.tag}{attributes}>"
        yield from _text(one.text)
        for child in one:
            yield from _nodes(child)
            yield from _text(child.tail)
        yield f"</{one.tag}>"


def _text(text: str | None) -> Iterator[str]:
    collapsed = _BLANK.sub(" ", text or "")
    if collapsed:
        yield repr(collapsed)
