"""E-mails: what they contain, and their words as they are shown."""

from collections.abc import Iterator

from casebound.load.inspect.mail.content import Email, has_words, text_of
from casebound.load.inspect.mail.messages import read_message
from casebound.load.inspect.pictures import images
from casebound.load.inspect.text_files import MOST_CHARACTERS, hidden_in
from casebound.model.evidence import FileText, Inspection
from casebound.runtime.sandbox import UnreadableFile

_SIGNED = "The e-mail is signed; the signature was not verified."


def read_email(data: bytes) -> Email:
    """Read an e-mail. Raises UnreadableFile if the file is no e-mail, or if its content cannot be shown."""
    return read_message(data)


def inspected(data: bytes) -> Inspection:
    """What an e-mail contains. Raises UnreadableFile if the file is no e-mail, or if its content cannot be shown."""
    return inspection_of(read_email(data))


def inspection_of(email: Email) -> Inspection:
    """The inspection of an e-mail that was read."""
    notes = [
        f"Attached e-mail {message.number}: {note}" if message.number else note
        for message in email.messages
        for note in message.notes
    ]
    words = "\n".join(part.words for message in email.messages for part in message.parts)
    return Inspection(
        words=has_words(words),
        signed=email.signed,
        active_content=(*email.active_content, *hidden_in(words)),
        left_out=(*email.left_out, *_pictures_that_do_not_open(email)),
        notes=(*notes, _SIGNED) if email.signed else tuple(notes),
        text=FileText((text_of(email)[:MOST_CHARACTERS],)),
    )


def _pictures_that_do_not_open(email: Email) -> Iterator[str]:
    for picture in email.pictures:
        try:
            images.inspected(picture.data)
        except UnreadableFile as refusal:
            yield f"the picture “{picture.name}” inside it: {refusal}"
