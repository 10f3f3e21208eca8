"""Addresses in foreign HTML, and the size of its pictures on the page."""

import re

from casebound.load.inspect.html.appearance import pixels
from casebound.load.inspect.html.styles import Declarations
from casebound.load.inspect.html.tree import Element

_LONGEST_ADDRESS = 300
_WIDEST, _HIGHEST = 480, 560  # points
_POINTS = 0.6  # for each pixel of a picture


def address_of(element: Element) -> str:
    """The address of what an element shows."""
    return element.attributes.get("src") or element.attributes.get("data") or ""


def is_remote(address: str) -> bool:
    """Whether an address is on another computer."""
    return re.match(r"(?:https?:|ftp:|file:)?//", address, re.IGNORECASE) is not None


def cut(address: str) -> str:
    """An address of a length that can be printed."""
    address = "".join(address.split())
    if len(address) <= _LONGEST_ADDRESS:
        return address
    return f"{address[:_LONGEST_ADDRESS]}… ({len(address) - _LONGEST_ADDRESS} more characters)"


def is_same(address: str, words: str) -> bool:
    """Whether the words of a link are its address."""

    def bare(text: str) -> str:
        return re.sub(r"^(?:https?://|mailto:|tel:)", "", "".join(text.split()).casefold()).rstrip("/")

    return bare(address) == bare(words)


def size_of(declared: Declarations, attributes: dict[str, str]) -> str:
    """The size of a picture as an attribute of its element, within the page."""
    width = pixels(declared.get("width")) or pixels(attributes.get("width"))
    height = pixels(declared.get("height")) or pixels(attributes.get("height"))
    scale = _POINTS
    if width and width * scale > _WIDEST:
        height, width = None, _WIDEST / scale
    if height and height * scale > _HIGHEST:
        width, height = None, _HIGHEST / scale
    style = [
        f"{name}:{max(length * scale, 2):.4g}pt" for name, length in (("width", width), ("height", height)) if length
    ]
    return f' style="{";".join(style)}"' if style else ""
