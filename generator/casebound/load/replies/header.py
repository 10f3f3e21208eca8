"""The header of a reply: one sender, one date, and no sign of an automatic or forwarded message."""

import email.utils
import re
from dataclasses import dataclass

from casebound.load.inspect.mail import headers
from casebound.load.inspect.mail.mime import Entity
from casebound.load.replies.not_an_answer import ANSWER_AGAIN, SAVE_THE_REPLY, NotAnAnswer
from casebound.model.days import Moment, parse_moment
from casebound.model.mail_answers import DOMAIN

_FIELD = re.compile(rb"[!-9;-~]{1,200}:")
_ONCE = (
    *("from", "sender", "reply-to", "date", "message-id", "in-reply-to", "references", "subject", "to"),
    *("mime-version", "content-type", "content-transfer-encoding", "content-disposition", "auto-submitted"),
)
_AUTOMATIC = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponse",
    "x-auto-reply-from",
    "x-vacation",
    "x-failed-recipients",
)
_NO_PERSON = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_AUTOMATIC_SUBJECT = re.compile(
    r"(?:(?:re|aw|sv|antw)\s*:\s*)*[\[(]?(?:auto(?:matic|mated)?[\s-]*(?:reply|response)|out of (?:the )?office|ooo\b"
    r"|(?:i am |i'm )?away from (?:the |my )?office|(?:on |annual )?(?:vacation|leave)\b|automatische (?:rück)?antwort"
    r"|abwesen|réponse automatique|absen|respuesta automática|fuera de (?:la )?oficina|ausen|risposta automatica"
    r"|fuori (?:sede|ufficio)|assen|resposta automática|fora do escritório|automatisch antwoord|afwezig"
    r"|automatiskt? svar|autosvar|fravær|frånvar|automaattinen vastaus|poissa|automatyczna odpowied|nieobecn"
    r"|automatická odpov|nepřítomn|automatikus válasz|răspuns automat|αυτόματη απάντηση|自動応答|自動返信|不在"
    r"|자동 회신|부재중)",
    re.IGNORECASE,
)
_FOR_ANOTHER = re.compile(
    r"\b(?:on behalf|in the name|in place|instead) of\b|\b(?:assistant|secretary|delegate|office) (?:to|of|for)\b"
    r"|\bvia\b|\bim (?:auftrag|namen)\b|\bin vertretung\b|\bpour le compte\b|\bau nom d"
    r"|\bde la part\b|\ben nombre de\b|\bpor cuenta\b|\bper conto\b|\ba nome d|\bem nome d|\bnamens\b|\bin opdracht\b"
    r"|\bpå vegne\b|\bpå vegner\b|\bpå uppdrag\b|\bför ?räkning\b|\bw imieniu\b|代理",
    re.IGNORECASE,
)
_FORWARDED = re.compile(r"(?:re|aw|sv)?[\s:]*(?:fwd?|wg|tr|rv|enc|doorst|vl|i)\s*:", re.IGNORECASE)
_ADDRESS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?"
_MAILBOX = re.compile(rf'(?:(?P<quoted>"(?:[^"\\]|\\.)*")|(?P<name>[^"<>@,;:()\\]*))\s*<(?P<address>{_ADDRESS})>')
_BARE = re.compile(_ADDRESS)
_ANY_ADDRESS = re.compile(_ADDRESS)
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")


@dataclass(frozen=True, slots=True)
class Header:
    """What the header of a reply says. `name` is the name that the mail program shows for the sender."""

    sender: str
    name: str
    at: Moment
    message_id: str
    answers_to: tuple[str, ...]


def read_header(entity: Entity) -> Header:
    """The header of a reply. Raises NotAnAnswer if it does not clearly come from a single person."""
    _require_regular(entity)
    _require_person(entity)
    _require_reply(entity)
    name, sender = _mailbox(entity, "from")
    if entity.raw("sender") is not None and _mailbox(entity, "sender")[1].lower() != sender.lower():
        raise NotAnAnswer("was sent by one person in the name of another", ANSWER_AGAIN)
    if _FOR_ANOTHER.search(name):
        raise NotAnAnswer("shows a sender in the name of another person in its header field From", ANSWER_AGAIN)
    named = [value for field in ("in-reply-to", "references") for value in entity.values(field)]
    ids = dict.fromkeys(found for value in named for found in _MESSAGE_ID.findall(value))
    requests = tuple(found for found in ids if found.endswith(f"@{DOMAIN}>"))
    return Header(sender.lower(), name, _date(entity), _message_id(entity), requests)


def _require_regular(entity: Entity) -> None:
    """Every line of the header is a field or goes on with one, and no field that counts is there twice."""
    header = entity.source[: len(entity.source) - len(entity.body)]
    for line in re.split(rb"\r\n|\n", header):
        if b"\r" in line or b"\0" in line or (line and line[:1] not in (b" ", b"\t") and not _FIELD.match(line)):
            raise NotAnAnswer("has a damaged header", SAVE_THE_REPLY)
    if header[:1] in (b" ", b"\t", b"\r", b"\n", b"") or not re.search(rb"\n\r?\n\Z", header):
        raise NotAnAnswer("has a damaged header", SAVE_THE_REPLY)
    names = [name for name, _ in entity.fields]
    for name in _ONCE:
        if names.count(name) > 1:
            raise NotAnAnswer(f"has {names.count(name)} header fields {name.title()}", ANSWER_AGAIN)
    for name in ("from", "date", "message-id"):
        if name not in names:
            raise NotAnAnswer(f"has no header field {name.title()}", SAVE_THE_REPLY)


def _require_person(entity: Entity) -> None:
    submitted = _value(entity, "auto-submitted").partition(";")[0].strip().lower()
    returned = entity.raw("return-path")
    if (
        submitted not in ("", "no")
        or any(entity.raw(name) is not None for name in _AUTOMATIC)
        or _value(entity, "precedence").lower() in _NO_PERSON
        or (returned is not None and headers.value(returned) == "<>")
        or _AUTOMATIC_SUBJECT.match(_value(entity, "subject"))
    ):
        raise NotAnAnswer("is an automatic reply")
    if entity.raw("list-id") is not None or entity.raw("list-post") is not None:
        raise NotAnAnswer("came through a mailing list")


def _require_reply(entity: Entity) -> None:
    if entity.raw("x-unsent") is not None or _value(entity, "message-id").endswith(f"@{DOMAIN}>"):
        raise NotAnAnswer("is a request or a draft, and not a reply", SAVE_THE_REPLY)
    if any(name.startswith("resent-") for name, _ in entity.fields):
        raise NotAnAnswer("was redirected by another person", SAVE_THE_REPLY)
    if _FORWARDED.match(_value(entity, "subject")):
        raise NotAnAnswer("is forwarded", SAVE_THE_REPLY)


def _mailbox(entity: Entity, field: str) -> tuple[str, str]:
    """The name and the address of the only mailbox of a field. The grammar is that of mail programs, and no wider."""
    raw = entity.raw(field) or b""
    text = raw.decode("ascii", "replace").strip()
    title = field.title()
    if bare := _BARE.fullmatch(text):
        return "", bare[0]
    found = _MAILBOX.fullmatch(text)
    if found is None:
        raise NotAnAnswer(f"does not have exactly one sender in its header field {title}")
    name = headers.value((found["quoted"] or found["name"] or "").strip().strip('"').encode("ascii", "replace"))
    if any(shown.lower() != found["address"].lower() for shown in _ANY_ADDRESS.findall(name)):
        raise NotAnAnswer(f"shows another address than that of its sender in its header field {title}")
    return name, found["address"]


def _date(entity: Entity) -> Moment:
    """The date of the message to the minute."""
    try:
        read = email.utils.parsedate_to_datetime(_value(entity, "date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        read = None
    if read is None or read.tzinfo is None:
        raise NotAnAnswer("has no valid date", SAVE_THE_REPLY)
    try:
        return parse_moment(read.replace(second=0, microsecond=0).isoformat(timespec="minutes"))
    except ValueError:
        raise NotAnAnswer("has no valid date", SAVE_THE_REPLY) from None


def _message_id(entity: Entity) -> str:
    value = _value(entity, "message-id")
    if not _MESSAGE_ID.fullmatch(value):
        raise NotAnAnswer("has no valid message id", SAVE_THE_REPLY)
    return value


def _value(entity: Entity, name: str) -> str:
    return next(iter(entity.values(name)), "").strip()
