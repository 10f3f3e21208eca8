"""The text of a reply in each of its versions, plain and HTML. A message with other content is no answer."""

import re
from collections.abc import Iterator

from casebound.load.inspect.mail import charsets, mime, secured, texts
from casebound.load.inspect.mail.mime import Entity
from casebound.load.replies.html_lines import html_lines
from casebound.load.replies.not_an_answer import SAVE_THE_REPLY, NotAnAnswer

_DEEPEST = 6
_MOST_PARTS = 40
_IN_PLAIN_TEXT = "Ask the person to reply again without encryption, as an ordinary message."
_WITHOUT_FILES = "Ask the person to reply again, without attached files."
_SIGNATURE_FILES = frozenset({"text/vcard", "text/x-vcard", "application/pgp-keys"})


def versions_of(entity: Entity) -> list[list[str]]:
    """The lines of each version of the text of a message. Raises NotAnAnswer if there is anything else in it."""
    found = list(_versions(entity, 0))
    if not found:
        raise NotAnAnswer("has no text")
    return found


def _versions(entity: Entity, depth: int) -> Iterator[list[str]]:
    kind = entity.type
    if depth > _DEEPEST:
        raise NotAnAnswer("has parts that are nested too deeply")
    _require_whole(entity)
    if kind == "text/plain" and entity.disposition != "attachment":
        yield _plain(entity)
    elif kind == "text/html" and entity.disposition != "attachment":
        yield _html(entity)
    elif kind == "multipart/alternative":
        for part in _parts(entity):
            yield from _versions(part, depth + 1)
    elif kind in ("multipart/mixed", "multipart/related"):
        yield from _only_text(entity, depth)
    elif kind == "multipart/signed":
        yield from _signed(entity, depth)
    else:
        _refuse(entity)


def _only_text(entity: Entity, depth: int) -> Iterator[list[str]]:
    """The versions of the only part with text; pictures and contact cards are allowed beside it."""
    bodies = [part for part in _parts(entity) if not _belongs_to_signature(part)]
    if len(bodies) > 1:
        for part in bodies[1:]:
            if part.type not in ("text/plain", "text/html") or part.disposition == "attachment":
                _refuse(part)
        raise NotAnAnswer("has several texts")
    for part in bodies:
        yield from _versions(part, depth + 1)


def _signed(entity: Entity, depth: int) -> Iterator[list[str]]:
    """The versions of the signed part. The signature itself is not verified."""
    parts = _parts(entity)
    if len(parts) != 2 or parts[1].type not in secured.SIGNATURE_TYPES:
        raise NotAnAnswer("has a broken signature", "Ask the person to reply again without a digital signature.")
    yield from _versions(parts[0], depth + 1)


def _belongs_to_signature(part: Entity) -> bool:
    return part.type.startswith("image/") or part.type in _SIGNATURE_FILES


def _parts(entity: Entity) -> tuple[Entity, ...]:
    found = mime.parts_of(entity)
    if found.problem or found.outside or not found.parts or len(found.parts) > _MOST_PARTS:
        raise NotAnAnswer("has parts that cannot be separated", SAVE_THE_REPLY)
    return found.parts


def _require_whole(entity: Entity) -> None:
    names = [name for name, _ in entity.fields]
    twice = any(names.count(name) > 1 for name in ("content-type", "content-transfer-encoding"))
    if entity.problems or entity.at_end or twice:
        raise NotAnAnswer("is damaged or incomplete", SAVE_THE_REPLY)


def _refuse(entity: Entity) -> None:
    """Raise NotAnAnswer for a part that does not belong into an answer."""
    kind, name = entity.type, entity.name.lower()
    if kind in ("message/rfc822", "message/global", "message/news", "multipart/digest"):
        raise NotAnAnswer("contains an attached or forwarded message", SAVE_THE_REPLY)
    if kind.startswith(("multipart/report", "message/")):
        raise NotAnAnswer("is a report of a mail system")
    if kind == "text/calendar":
        raise NotAnAnswer("is an answer to a meeting request")
    if kind in ("multipart/encrypted", "application/pgp-encrypted", "application/x-microsoft-rpmsg-message"):
        raise NotAnAnswer("is encrypted", _IN_PLAIN_TEXT)
    if kind in secured.SMIME_TYPES or name.endswith((".p7m", ".pgp", ".gpg", ".rpmsg")):
        raise NotAnAnswer("is encrypted or sealed", _IN_PLAIN_TEXT)
    if kind in ("application/ms-tnef", "application/vnd.ms-tnef") or name == "winmail.dat":
        raise NotAnAnswer("is in the format of Outlook (winmail.dat)", "Ask the person to reply again in plain text.")
    raise NotAnAnswer(f"has an attached file ({entity.name[:80] or kind})", _WITHOUT_FILES)


def _decoded(entity: Entity) -> bytes:
    decoded = entity.decoded()
    if decoded.problem or decoded.rest or decoded.is_cut:
        raise NotAnAnswer("is damaged or incomplete", SAVE_THE_REPLY)
    return decoded.data


def _plain(entity: Entity) -> list[str]:
    text = charsets.decode(_decoded(entity), entity.parameters.get("charset")).text
    if entity.parameters.get("format", "").lower() == "flowed":
        text = texts.flowed(text, joined_without_space=entity.parameters.get("delsp", "").lower() == "yes")
    return re.split(r"\r\n|\n|\r", text)


def _html(entity: Entity) -> list[str]:
    data = _decoded(entity)
    charset = entity.parameters.get("charset") or charsets.declared_in_html(data)
    return html_lines(charsets.decode(data, charset).text)
