"""E-mails and pages of HTML: the header of each message, its parts in order, and a list of the attached files."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from casebound.load.inspect.content_kinds import ContentKind
from casebound.load.inspect.emails import read_email
from casebound.load.inspect.html.words import text_of as words_of
from casebound.load.inspect.html_files import read_html, read_web_archive
from casebound.load.inspect.mail.content import Email, MailMessage, Part, text_of
from casebound.load.inspect.outlook_files import read_outlook
from casebound.render.exhibits.draw.inline_pictures import InlinePicture, inline_pictures
from casebound.render.exhibits.draw.page_model import (
    ExhibitItem,
    ExhibitPages,
    ExhibitText,
    MessageBlock,
    PartBlock,
    TextBlock,
)
from casebound.render.exhibits.draw.printable import Printable, missing_note
from casebound.render.exhibits.draw.printed_html import markup_of, picture_name
from casebound.runtime.sandbox import UnreadableFile, run_sandboxed

_SECONDS = 20
_COLUMNS = 86  # beside the label


MAIL_READERS: Mapping[ContentKind, tuple[Callable[[bytes], Email], str]] = {
    ContentKind.EMAIL: (read_email, "E-mail"),
    ContentKind.OUTLOOK: (read_outlook, "Outlook message"),
    ContentKind.HTML: (read_html, "Page of HTML, converted: its scripts and its layout are not shown:"),
    ContentKind.WEB_ARCHIVE: (read_web_archive, "Web archive, converted: its scripts and its layout are not shown:"),
}
"""The reader of each kind of file that is shown like an e-mail, and what its pages say about the file."""


def message_pages(item: ExhibitItem, data: bytes, kind: ContentKind, printable: Printable) -> ExhibitPages:
    """The pages of an e-mail or a page of HTML. Raises UnreadableFile where it cannot be read."""
    read, about = MAIL_READERS[kind]
    email = run_sandboxed(read, data, Email, seconds=_SECONDS)
    found = dict(enumerate(inline_pictures([picture.data for picture in email.pictures])))
    text = ExhibitText(
        "email.html.j2",
        notes=(printable.text(f"{about} {item.file}."),),
        warnings=missing_note(printable.missing(text_of(email))),
        messages=tuple(_block(message, item.id, found, printable) for message in email.messages),
    )
    shown = {
        picture_name(item.id, number): picture.data for number, picture in found.items() if picture.problem is None
    }
    return ExhibitPages(text=text, marks=tuple(_marks(email)), pictures=shown)


def without_html(pages: ExhibitPages, printable: Printable, complaint: str) -> ExhibitPages:
    """The pages with the words of HTML as lines, for HTML that the PDF engine cannot lay out."""
    if pages.text is None or not any(part.markup for message in pages.text.messages for part in message.parts):
        return pages
    note = printable.text(f"The HTML could not be laid out; its words are shown as lines. {complaint[:200]}")
    messages = tuple(
        replace(
            message,
            notes=(*message.notes, note),
            parts=tuple(
                part if part.markup is None else PartBlock(part.label, _lines(words_of(part.markup), printable))
                for part in message.parts
            ),
        )
        for message in pages.text.messages
    )
    return replace(pages, text=replace(pages.text, messages=messages))


def _marks(email: Email) -> Iterator[str]:
    if count := sum(not file.shown for message in email.messages for file in message.attachments):
        yield f"attachments listed, not shown: {count}"
    if email.signed:
        yield "signature not verified"
    if "hidden text" in email.active_content:
        yield "hidden text marked"
    if any(what.startswith("content stored elsewhere") for what in email.left_out):
        yield "remote content not loaded"


def _block(message: MailMessage, item: str, found: Mapping[int, InlinePicture], printable: Printable) -> MessageBlock:
    return MessageBlock(
        title=f"Attached e-mail {message.number}" if message.number else "",
        notes=tuple(map(printable.text, message.notes)),
        headers=tuple(TextBlock(printable.lines(value, _COLUMNS), name) for name, value in message.headers),
        parts=tuple(_part(part, item, found, printable) for part in message.parts),
        attachments=tuple(_attachments(message, printable)),
    )


def _part(part: Part, item: str, found: Mapping[int, InlinePicture], printable: Printable) -> PartBlock:
    label = printable.text(part.label)
    if part.html is not None:
        return PartBlock(label, markup=markup_of(part.html, item, found, printable))
    if part.picture is not None:
        shown = found.get(part.picture)
        if shown is None or shown.problem is not None:
            reason = "there are too many pictures" if shown is None else shown.problem
            return PartBlock(label, lines=printable.lines(f"[Picture not shown: {reason}]"))
        width = min(shown.width * 0.6, 480.0, 560.0 * shown.width / max(shown.height, 1))
        return PartBlock(label, picture=picture_name(item, part.picture), width=round(width, 2))
    return PartBlock(label, lines=_lines((part.text or "").strip("\r\n"), printable))


def _lines(text: str, printable: Printable) -> tuple[str, ...]:
    """The lines of a text; as many as can be printed where most of its characters are printed as numbers."""
    try:
        return printable.lines(text)
    except UnreadableFile:
        return (*_lines(text[: len(text) // 2], printable), "[The rest of the text is too long to be shown.]")


def _attachments(message: MailMessage, printable: Printable) -> Iterator[TextBlock]:
    for number, file in enumerate(message.attachments, start=1):
        remark = f"; {file.remark}" if file.remark else ""
        described = [f"{file.type}, {file.size:,} bytes{remark}", f"SHA-256 {file.sha256}"]
        if not file.sha256:
            described = [f"{file.type}{remark}"]
        lines = (line for text in (file.name, *described) for line in printable.lines(text, _COLUMNS))
        yield TextBlock(tuple(lines), str(number))
