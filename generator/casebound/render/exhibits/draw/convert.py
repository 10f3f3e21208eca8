"""An exhibit of any file type converted to pages, or to a page that states why it cannot be shown."""

from casebound.load.inspect.content_kinds import IMAGES, ContentKind
from casebound.load.inspect.inspection import kind_to_show
from casebound.render.exhibits.draw.email_pages import MAIL_READERS, message_pages
from casebound.render.exhibits.draw.image_pages import image_pages
from casebound.render.exhibits.draw.office_pages import OFFICE_READERS, office_pages
from casebound.render.exhibits.draw.page_model import MOST_DRAWN, ExhibitItem, ExhibitPages, PaperSize
from casebound.render.exhibits.draw.pdf_pages import pdf_pages
from casebound.render.exhibits.draw.placeholder import placeholder
from casebound.render.exhibits.draw.printable import Printable
from casebound.render.exhibits.draw.text_pages import text_pages
from casebound.runtime.sandbox import UnreadableFile


def convert(item: ExhibitItem, printable: Printable, paper: PaperSize, room: int = MOST_DRAWN) -> ExhibitPages:
    """The pages of an exhibit. Never raises for a bad file; raises Failed where casebound itself fails on the file."""
    try:
        return _convert(item, printable, paper, room)
    except UnreadableFile as refusal:
        return placeholder(str(refusal))


def _convert(item: ExhibitItem, printable: Printable, paper: PaperSize, room: int) -> ExhibitPages:
    data = item.data
    if data is None:
        raise UnreadableFile("its file is missing, or its hash is not the recorded one")
    if not data:
        raise UnreadableFile("the file is empty, 0 bytes")
    kind = kind_to_show(item.file, data)
    if kind is ContentKind.PDF:
        return pdf_pages(data, paper, room)
    if kind in IMAGES:
        return image_pages(item, data, printable, paper)
    if kind in OFFICE_READERS:
        return office_pages(item, data, kind, printable)
    if kind in MAIL_READERS:
        return message_pages(item, data, kind, printable)
    if kind is ContentKind.TEXT:
        return text_pages(item, data, printable)
    raise AssertionError(f"no pages are drawn for files of the kind {kind}, which the inspection accepts")
