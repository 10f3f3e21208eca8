"""Pages of HTML and web archives as files: what they contain, and their words as they are shown."""

import codecs
import re

from casebound.load.inspect.emails import inspection_of
from casebound.load.inspect.html.page import printed_html
from casebound.load.inspect.mail import charsets
from casebound.load.inspect.mail.collected import Collected
from casebound.load.inspect.mail.content import Email, MailMessage, Part
from casebound.load.inspect.mail.messages import read_message
from casebound.load.inspect.mail.walk import data_of
from casebound.load.inspect.rejection import NOTHING_VISIBLE
from casebound.model.evidence import Inspection
from casebound.runtime.sandbox import UnreadableFile

_CONVERTED = "the scripts and the page layout of the HTML"
_XML_CHARSET = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]{1,40})")
_PRINT = "Open the page in a browser, print it to a PDF, and record the PDF."
_TOO_LONG = "The page is too long to be shown in full; its end is left out."


def read_html(data: bytes) -> Email:
    """Read a page of HTML: a single message without a sender, whose header is the title.

    Raises UnreadableFile if a reader would see nothing of the page.
    """
    collected = Collected()
    found = charsets.decode(data, _charset(data))

    def refer(address: str) -> int | None:
        scheme, _, rest = address.partition(":")
        picture = data_of(rest) if scheme.lower() == "data" else None
        return None if picture is None else collected.picture("picture in the HTML", picture)

    page = printed_html(found.text, refer)
    notes = [*page.notes, *([f"{found.doubt[:1].upper()}{found.doubt[1:]}."] if found.doubt else [])]
    if not page.shows_anything:
        raise UnreadableFile(NOTHING_VISIBLE, _PRINT)
    text, cut = collected.within_limits(page.text)
    if cut:
        notes.append(_TOO_LONG)
    part = Part(text=text) if cut else Part(html=page)
    message = MailMessage("", (("Title", page.title[:1000]),) if page.title else (), (part,), (), tuple(notes))
    pictures = tuple(picture for _, picture in collected.pictures.values())
    hidden = tuple(what for what in page.active_content if what == "hidden text")
    left_out = (_CONVERTED, *page.left_out, *collected.left_out)
    return Email((message,), pictures, active_content=hidden, left_out=left_out)


def read_web_archive(data: bytes) -> Email:
    """Read a page that a browser saved with its pictures (.mht). Raises UnreadableFile for archives of other kinds."""
    try:
        return read_message(data)
    except UnreadableFile as refusal:
        raise UnreadableFile("it is a web archive that cannot be read", _PRINT) from refusal


def inspected(data: bytes) -> Inspection:
    """What a page of HTML contains."""
    return inspection_of(read_html(data))


def archive_inspected(data: bytes) -> Inspection:
    """What a web archive contains. Raises UnreadableFile if it does not open."""
    return inspection_of(read_web_archive(data))


def _charset(data: bytes) -> str | None:
    """The charset of a page: its byte order mark, else what its head declares."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8"
    declared = _XML_CHARSET.match(data)
    return declared[1].decode("ascii") if declared else charsets.declared_in_html(data)
