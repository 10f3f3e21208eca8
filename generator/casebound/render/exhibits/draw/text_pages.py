"""Text files: set in the mono face, with a word on how they were decoded."""

from casebound.load.inspect.text_files import decoded
from casebound.render.exhibits.draw.page_model import Item, Part
from casebound.render.exhibits.draw.sheet import Sheet
from casebound.render.exhibits.draw.typeset import Faces, heading, lacking, mono, rule, said, set_pages, warned
from casebound.runtime.sandbox import Unshowable

MOST_CHARACTERS = 4 << 20


def text_part(item: Item, data: bytes, faces: Faces, sheet: Sheet) -> Part:
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
    return Part(set_pages(rows, sheet), marks)
