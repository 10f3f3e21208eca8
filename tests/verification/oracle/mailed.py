"""Sentence 10.9 of the policy: whether an e-mail is a clean answer. Written for plain messages of one text part."""

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from email import message_from_bytes, policy
from email.headerregistry import AddressHeader, DateHeader
from email.message import EmailMessage

from tests.verification.oracle.names import may_be_one, words
from tests.verification.oracle.reading import Plain

_LETTERS = "BCDFGHJKMNPQRSTVWXYZ"
_OWN_WORDS = re.compile(r"\b(but|only|if|until|not)\b", re.IGNORECASE)


def e_mails_are_clean_answers(answers: Mapping[str, Plain], messages: Mapping[str, bytes], people: Plain) -> bool:
    """Whether each answer by e-mail has its own message, which is a clean answer, and a third person entered it."""
    by_mail = {file: answer for file, answer in answers.items() if "message" in answer}
    named = [message_from_bytes(messages[answer["message"]])["Message-ID"] for answer in by_mail.values()]
    return len({*named} - {None}) == len([one for one in named if one is not None]) and all(
        answer["message"] == file.replace(".yml", ".eml")
        and is_clean_answer(messages[answer["message"]], answer, people[answer["by"]]["email"])
        and _shows_only(messages[answer["message"]], answer["by"], people)
        and answer["entered_by"] in people
        and answer["entered_by"] not in {one["by"] for one in by_mail.values() if one["sheet"] == answer["sheet"]}
        for file, answer in by_mail.items()
    )


def is_clean_answer(message: bytes, answer: Plain, address: str) -> bool:
    """Whether a message says, in its first line and nowhere else, what the answer file says."""
    mail = message_from_bytes(message, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    lines = [line for line in mail.get_content().splitlines() if line.strip()]
    word = {"approve": "APPROVE", "refuse": "REFUSE"}[answer["answer"]]
    return (
        _comes_from(mail, address)
        and _was_written(mail) == dt.datetime.fromisoformat(answer["at"])
        and _is_personal(mail)
        and _answers_no_other_request(mail, answer)
        and lines[0] == f"{word} {_code(answer)}"
        and not any(_OWN_WORDS.search(line) for line in _before_notice(lines[1:]))
    )


def _comes_from(mail: EmailMessage, address: str) -> bool:
    fields = [field for name in ("From", "Sender") for field in mail.get_all(name, [])]
    found = [one for field in fields if isinstance(field, AddressHeader) for one in field.addresses]
    return len(mail.get_all("From", [])) == 1 and {one.addr_spec.lower() for one in found} == {address.lower()}


def _shows_only(message: bytes, person: str, people: Plain) -> bool:
    """Whether the name of the sender is nobody else's name, and says nothing of another person."""
    field = message_from_bytes(message, policy=policy.default)["From"]
    (shown,) = [one.display_name for one in field.addresses]
    if not shown:
        return True
    if re.search("on behalf of|im Auftrag|via", shown):
        return False
    words_shown, own = set(words(shown)), people[person]["name"]
    names = [row["name"] for key, row in people.items() if isinstance(row, dict) and key != person]
    within = any(set(words(name)) <= words_shown and not set(words(name)) <= set(words(own)) for name in names)
    alike = any(may_be_one(shown, name) for name in names) and not may_be_one(shown, own)
    return not within and not alike


def _was_written(mail: EmailMessage) -> dt.datetime:
    field = mail["Date"]
    assert isinstance(field, DateHeader)
    assert field.datetime is not None
    return field.datetime.replace(second=0)


def _is_personal(mail: EmailMessage) -> bool:
    answered = re.match("(Automatic reply|Automatische Antwort|Out of office)", str(mail["Subject"]))
    return mail.get("Auto-Submitted", "no") == "no" and not answered


def _answers_no_other_request(mail: EmailMessage, answer: Plain) -> bool:
    named = {one for name in ("In-Reply-To", "References") for one in str(mail.get(name, "")).split()}
    return {one for one in named if one.endswith("@casebound.invalid>")} <= {_request(answer)}


def _before_notice(lines: list[str]) -> list[str]:
    return lines[: next((at for at, line in enumerate(lines) if "confidential" in line), len(lines))]


def _digest(purpose: str, answer: Plain) -> str:
    said = ("casebound/mail/1", purpose, answer["sha256"], answer["role"], answer["by"])
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _request(answer: Plain) -> str:
    return f"<{_digest('message', answer)[:32]}@casebound.invalid>"


def _code(answer: Plain) -> str:
    number = int(_digest("code", answer), 16)
    return "".join(_LETTERS[number // len(_LETTERS) ** place % len(_LETTERS)] for place in range(12))
