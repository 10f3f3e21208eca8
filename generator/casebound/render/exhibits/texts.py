"""Text files: decoded, said in which way, and set in the mono face."""

import codecs
from dataclasses import dataclass

from casebound.confine import Unshowable
from casebound.render.exhibits.part import Item, Part
from casebound.render.exhibits.typeset import Faces, heading, lacking, mono, rule, said, set_pages, warned

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
MOST_CHARACTERS = 4 << 20


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was read. `doubt` is a sentence where the reading is a guess."""

    text: str
    coding: str
    doubt: str | None = None


def decoded(data: bytes) -> Decoded:
    """The text of a file. Raises Unshowable where its bytes are none."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode(codec), name)
            except UnicodeDecodeError:
                raise Unshowable(f"it begins as {name} and does not go on as such") from None
    if b"\0" in data:
        raise Unshowable("it is named as a text, and its bytes are none")
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        doubt = "Its bytes are not UTF-8; it was read as Latin-1, so single letters may be wrong."
        return Decoded(data.decode("latin-1"), "Latin-1", doubt)


def text_part(item: Item, data: bytes, faces: Faces) -> Part:
    """The pages of a text file."""
    found = decoded(data)
    if len(found.text) > MOST_CHARACTERS:
        raise Unshowable(f"it is a text of more than {MOST_CHARACTERS >> 20} million characters")
    count = found.text.count("\n") + (not found.text.endswith("\n"))
    lines = "1 line" if count == 1 else f"{count:,} lines"
    rows = heading(item.title, faces)
    rows += said(f"Text file {item.file}, {found.coding}, {lines}. Long lines go on in the next one.", faces)
    if found.doubt:
        rows += said(found.doubt, faces)
    rows += warned(lacking(found.text, faces), faces)
    rows += [*rule(), *mono(found.text.removesuffix("\n"), faces)]
    marks = (f"read as {found.coding}",) if found.doubt else ()
    return Part(set_pages(rows), marks)
