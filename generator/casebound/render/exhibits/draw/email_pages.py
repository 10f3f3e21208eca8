"""E-mails as pages: sender and recipients, the body as plain text, and a list of the attached files."""

from collections.abc import Iterator

from casebound.load.inspect.emails import Email, read_email
from casebound.render.exhibits.draw.page_model import ExhibitItem, ExhibitPages, ExhibitText, TextBlock
from casebound.render.exhibits.draw.printable import Printable, missing_note
from casebound.runtime.sandbox import run_sandboxed

_SECONDS = 20
_COLUMNS = 86  # beside the label


def email_pages(item: ExhibitItem, data: bytes, printable: Printable) -> ExhibitPages:
    """The pages of an e-mail. Raises UnreadableFile where it cannot be read or is too long."""
    message = run_sandboxed(read_email, data, Email, seconds=_SECONDS)
    values = (*(value for _, value in message.headers), message.body, *(file.name for file in message.attachments))
    notes = [f"E-mail {item.file}."]
    marks: tuple[str, ...] = ()
    if message.from_html:
        notes.append("The message has no plain text. Its HTML is shown as text, without pictures.")
        marks += ("from HTML",)
    if message.attachments:
        marks += (f"attachments listed: {len(message.attachments)}",)
    text = ExhibitText(
        "email.html.j2",
        notes=tuple(map(printable.text, notes)),
        warnings=missing_note(printable.missing("".join(values))),
        headers=tuple(TextBlock(printable.lines(value, _COLUMNS), name) for name, value in message.headers),
        body=printable.lines(message.body.rstrip("\n")),
        attachments=tuple(_attachments(message, printable)),
    )
    return ExhibitPages(text=text, marks=marks)


def _attachments(message: Email, printable: Printable) -> Iterator[TextBlock]:
    for number, file in enumerate(message.attachments, start=1):
        described = (f"{file.type}, {file.size:,} bytes", f"SHA-256 {file.sha256}")
        lines = (line for text in (file.name, *described) for line in printable.lines(text, _COLUMNS))
        yield TextBlock(tuple(lines), str(number))
