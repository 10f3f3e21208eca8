"""Approving by e-mail: the code of a request, the text that is sent, and what a reply says.

The code is derived from the SHA-256 of the sheet, the role and the person. It is valid for nothing else. The code does
not prove who wrote the reply, so every answer by e-mail is shown as given by unauthenticated e-mail.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from casebound.model.days import Moment
from casebound.model.terms import Role, SheetReply

DOMAIN = "casebound.invalid"
"""The domain of the message ids of requests. No mail server can have it (RFC 2606)."""

FIRST_WORDS = "Decision requested: case"
"""The words at the beginning of every request, by which its quotation in a reply is recognized."""

LAST_WORDS = "Check of this request:"
"""The words before the check of the request, in its last line."""

BY_MAIL = "by unauthenticated e-mail"
"""How an answer that came by e-mail is shown everywhere."""

CODE_LENGTH = 12
_LETTERS = "BCDFGHJKMNPQRSTVWXYZ"  # without vowels, which make words, and without L, which resembles I
_LINK = re.compile(r"<(?:https?|mailto):[^<>\s]*>", re.IGNORECASE)  # mail programs write it behind an address
_UNCHECKED = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class MailReply:
    """What a reply by e-mail says. `problem` is the reason why it is not a clean answer, and `advice` what to do.

    Without a problem, all other fields are set. `sender` is an address in lower case, and `sender_name` the name that
    is shown with it. `answers_to` are the message ids of requests of casebound that the reply names.
    """

    sha256: str
    problem: str = ""
    advice: str = ""
    sender: str = ""
    sender_name: str = ""
    at: Moment | None = None
    message_id: str = ""
    answers_to: tuple[str, ...] = ()
    answer: SheetReply | None = None
    code: str = ""


def code_of(sheet_sha256: str, role: Role, person: str) -> str:
    """The code with which a person answers a sheet in a role."""
    return _as_letters(_digest("code", sheet_sha256, role.value, person))


def message_id_of(sheet_sha256: str, role: Role, person: str) -> str:
    """The message id of the request to a person, with its angle brackets."""
    return f"<{_digest('message', sheet_sha256, role.value, person)[:32]}@{DOMAIN}>"


def check_of(text: str) -> str:
    """The check of a request: letters that change with every letter and digit of its text.

    Line ends, spaces and marks do not count, because mail programs wrap and mark the text that they quote.
    """
    counted = _UNCHECKED.sub("", _LINK.sub("", unicodedata.normalize("NFC", text)))
    return _as_letters(_digest("check", counted))


def same_address(left: str, right: str) -> bool:
    """Whether two addresses are the same. Mail programs write the letters A to Z in either case."""
    return left.isascii() and right.isascii() and left.lower() == right.lower()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(("casebound/mail/1", *parts)).encode()).hexdigest()


def _as_letters(digest: str) -> str:
    number, letters = int(digest, 16), []
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    return "".join(letters)
