"""E-mails as pages: who wrote what to whom, the body as plain text, and a list of what was attached."""

from collections.abc import Iterator

from casebound.load.inspect.emails import Letter, letter_of
from casebound.render.exhibits.draw.page_model import Item, Part
from casebound.render.exhibits.draw.sheet import Sheet
from casebound.render.exhibits.draw.typeset import (
    Faces,
    Row,
    heading,
    labelled,
    lacking,
    mono,
    rule,
    said,
    set_pages,
    warned,
)
from casebound.runtime.sandbox import confined

_SECONDS = 20


def mail_part(item: Item, data: bytes, faces: Faces, sheet: Sheet) -> Part:
    """The pages of an e-mail."""
    letter = confined(letter_of, data, Letter, seconds=_SECONDS)
    told = "".join((*(value for _, value in letter.headers), letter.body, *(one.name for one in letter.attachments)))
    rows = heading(item.title, faces)
    rows += said(f"E-mail {item.file}.", faces)
    if letter.from_html:
        rows += said("The message has no plain text; this is its HTML turned to text, without pictures.", faces)
    rows += warned(lacking(told, faces), faces)
    rows += rule()
    for name, value in letter.headers:
        rows += labelled(name, value, faces)
    rows += [*rule(), *mono(letter.body.rstrip("\n"), faces), *_attached(letter, faces)]
    marks: tuple[str, ...] = ("from HTML",) if letter.from_html else ()
    if letter.attachments:
        marks += (f"attachments listed: {len(letter.attachments)}",)
    return Part(set_pages(rows, sheet), marks)


def _attached(letter: Letter, faces: Faces) -> Iterator[Row]:
    if letter.attachments:
        yield from (Row(leading=8.0), *rule())
        yield from heading("Attachments", faces)
        yield from said("They are listed, not shown; the e-mail in the dossier holds them.", faces)
    for number, one in enumerate(letter.attachments, start=1):
        yield Row(leading=5.0)
        yield from labelled(f"{number}", one.name, faces, indent=18.0)
        yield from labelled("", f"{one.type}, {one.size:,} bytes", faces, indent=18.0)
        yield from labelled("", f"SHA-256 {one.sha256}", faces, indent=18.0)
