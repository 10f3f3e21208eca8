"""An exhibit turned into pages, whatever its kind; where that fails, into a page that says why."""

from casebound.load.inspect.file_types import Kind, kind_of
from casebound.render.exhibits.draw.email_pages import mail_part
from casebound.render.exhibits.draw.image_pages import image_part
from casebound.render.exhibits.draw.page_model import Item, Part
from casebound.render.exhibits.draw.pdf_pages import pdf_part
from casebound.render.exhibits.draw.placeholder import placeholder
from casebound.render.exhibits.draw.sheet import Sheet
from casebound.render.exhibits.draw.text_pages import text_part
from casebound.render.exhibits.draw.typeset import Faces
from casebound.runtime.sandbox import Unshowable


def part_of(item: Item, faces: Faces, sheet: Sheet) -> Part:
    """The pages of an exhibit. Never raises for what the exhibit's file is; Failed where casebound fails on it."""
    try:
        return _shown(item, faces, sheet)
    except Unshowable as refusal:
        return placeholder(item, str(refusal), faces, sheet)


def _shown(item: Item, faces: Faces, sheet: Sheet) -> Part:
    data = item.data
    if data is None:
        raise Unshowable("its file is missing, or its hash is not the recorded one")
    if not data:
        raise Unshowable("the file is empty, 0 bytes")
    kind = kind_of(item.file, data)
    if kind is Kind.PDF:
        return pdf_part(data, sheet)
    if kind in (Kind.PNG, Kind.JPEG):
        return image_part(item, data, faces, sheet)
    if kind is Kind.MAIL:
        return mail_part(item, data, faces, sheet)
    if kind is Kind.TEXT:
        return text_part(item, data, faces, sheet)
    raise Unshowable("its type is none that a bundle shows")
