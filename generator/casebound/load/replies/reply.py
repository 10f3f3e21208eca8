"""What a reply by e-mail says: its header and each version of its text, or the reason why it is not a clean answer."""

import hashlib
from pathlib import Path

from casebound.load.inspect.mail import mime
from casebound.load.replies.answer_text import answer_in
from casebound.load.replies.header import read_header
from casebound.load.replies.message_texts import versions_of
from casebound.load.replies.not_an_answer import NotAnAnswer
from casebound.model.mail_answers import MailReply

MOST_BYTES = 1 << 20
"""The size of the largest message that is entered."""

_OUTLOOK = bytes.fromhex("d0cf11e0a1b11ae1")


def read_reply(data: bytes) -> MailReply:
    """The reply in the bytes of an .eml file. A message that is not a clean answer has a `problem`."""
    digest = hashlib.sha256(data).hexdigest()
    try:
        return _read(data, digest)
    except NotAnAnswer as rejection:
        return MailReply(digest, str(rejection), rejection.advice)


def _read(data: bytes, digest: str) -> MailReply:
    if data.startswith(_OUTLOOK):
        raise NotAnAnswer(
            "is in the format of Outlook (.msg)", "Save it as an .eml file, for example in Outlook on the web."
        )
    entity = mime.parsed(data)
    header = read_header(entity)
    name = f"{header.name} {header.sender.partition('@')[0]}"
    answers = {answer_in(lines, name) for lines in versions_of(entity)}
    if len(answers) > 1:
        raise NotAnAnswer("has a plain version and an HTML version with different answers")
    ((answer, code),) = answers
    return MailReply(
        digest,
        sender=header.sender,
        sender_name=header.name,
        at=header.at,
        message_id=header.message_id,
        answers_to=header.answers_to,
        answer=answer,
        code=code,
    )


def bytes_of(file: Path) -> bytes:
    """The bytes of a file with a reply, as far as the largest message and one byte more."""
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)
