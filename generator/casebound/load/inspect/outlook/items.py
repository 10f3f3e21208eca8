"""An Outlook message as an e-mail: its header, its text, and what is attached to it."""

from collections.abc import Iterator
from urllib.parse import quote

from casebound.load.inspect.mail import headers, mime, rich_text
from casebound.load.inspect.mail.content import Attachment, Email, MailMessage
from casebound.load.inspect.mail.messages import MessageReader
from casebound.load.inspect.mail.mime import Entity
from casebound.load.inspect.mail.structure import Node, Resources, collect
from casebound.load.inspect.mail.walk import Walk
from casebound.load.inspect.outlook import compressed_rtf
from casebound.load.inspect.outlook.storage import Storage, opened
from casebound.runtime.sandbox import UnreadableFile

_CLASS, _SUBJECT, _HEADERS, _BODY, _HTML, _RTF, _ID = 0x001A, 0x0037, 0x007D, 0x1000, 0x1013, 0x1009, 0x1035
_SENDER = (0x5D02, 0x5D01, 0x0C1F, 0x0065)
_SENDER_NAME = (0x0042, 0x0C1A)
_SENT, _DELIVERED = 0x0039, 0x0E06
_SHOWN_TO = {"To": 0x0E04, "Cc": 0x0E03, "Bcc": 0x0E02}
_KINDS = {1: "To", 2: "Cc", 3: "Bcc"}
_DATA, _METHOD, _LONG_NAME, _SHORT_NAME, _NAME, _TYPE, _CONTENT_ID = (
    0x3701, 0x3705, 0x3707, 0x3704, 0x3001, 0x370E, 0x3712,
)  # fmt: skip
_INLINE, _ADDRESS_OF_FILE = 0x3714, 0x370D
_ADDRESS, _OTHER_ADDRESS, _RECIPIENT_KIND = 0x39FE, 0x3003, 0x0C15
_MOST_RECIPIENTS = 2_000
_NO_FILE = "Outlook stores it inside this file, so that it has no bytes and no hash of its own"
_MAIL_CLASSES = ("ipm.note", "ipm.schedule", "report.ipm", "ipm.post", "ipm.recall")


def read_outlook_message(data: bytes) -> Email:
    """Read an Outlook message. Raises UnreadableFile if the file is none, or if its content cannot be shown."""
    reader = MessageReader()
    with opened(data) as storage:
        if not storage.fixed and not storage.text(_CLASS, _SUBJECT, _BODY):
            raise UnreadableFile("it is not a message of Outlook, or it is damaged")
        _read(reader, storage, "")
    return reader.email()


def _read(reader: MessageReader, storage: Storage, number: str) -> bool:
    """Add a message, and behind it the messages that are attached to it; false where there are too many."""
    place = reader.reserve()
    if place is None:
        return False
    attached = list(storage.inside("__attach_version1.0_#"))
    notes: list[str] = []
    files = [reader.collected.tree(entity, notes) for entity in _files(storage, attached)]
    tree = Node(_entity("multipart/mixed; boundary=none", b""), [_text(storage), *files])
    resources = Resources()
    collect(tree, resources)
    walk = Walk(reader.collected, number, resources, reader.message)
    content = walk.content(tree, main=True)
    notes += content.notes
    kind = storage.text(_CLASS).lower()
    if kind and not kind.startswith(_MAIL_CLASSES):
        notes.append(f"It is an Outlook item of the type {kind[:60]}; its further fields are not shown.")
        reader.collected.leave_out(f"fields of the Outlook item of the type {kind[:60]}")
    if content.is_blank:
        notes.append("The message has no text.")
    fields = tuple(_fields(storage))
    listed = [*content.attachments, *_messages(reader, attached, walk)]
    reader.put(place, MailMessage(number, fields, tuple(content.parts), tuple(listed), tuple(dict.fromkeys(notes))))
    return True


def _messages(reader: MessageReader, attached: list[Storage], walk: Walk) -> Iterator[Attachment]:
    """The messages inside a message, which are read behind it, and the objects of other programs."""
    for file in attached:
        inner = file.message(_DATA)
        name = headers.file_name(file.text(_LONG_NAME, _NAME, _SHORT_NAME)) or "attached message"
        if inner is not None:
            number = walk.next_number()
            is_read = _read(reader, inner, number)
            remark = f"shown below as attached e-mail {number}; " if is_read else "not shown, there are too many; "
            yield Attachment(name, "message of Outlook", 0, "", f"{remark}{_NO_FILE}", is_read)
        elif file.has_object(_DATA):
            yield Attachment(name, "object of another program", 0, "", f"not shown; {_NO_FILE}")


def _text(storage: Storage) -> Node:
    """The versions of the text of a message."""
    versions = []
    plain = storage.text(_BODY)
    if plain.strip():
        versions.append(_entity("text/plain; charset=utf-8", plain.encode()))
    html = storage.data(_HTML)
    if html:
        code_page = storage.number(0x3FDE)
        charset = f"; charset={storage.charset}" if code_page else ""
        versions.append(_entity(f"text/html{charset}", html))
    elif words := storage.text(_HTML):
        versions.append(_entity("text/html; charset=utf-8", words.encode()))
    elif packed := storage.data(_RTF):
        versions.append(_rich(packed))
    if len(versions) == 1:
        return Node(versions[0])
    return Node(_entity("multipart/alternative; boundary=none", b""), list(map(Node, versions)))


def _rich(packed: bytes) -> Entity:
    try:
        found = rich_text.read_rich_text(compressed_rtf.decompressed(packed))
    except UnreadableFile as refusal:
        entity = _entity("text/rtf", b"")
        entity.problems.append(str(refusal))
        return entity
    entity = _entity(f"{'text/html' if found.is_html else 'text/rtf'}; charset=utf-8", found.text.encode())
    if found.has_pictures and not found.is_html:
        entity.problems.append("pictures and formatting of its formatted text are not shown")
    return entity


def _files(storage: Storage, attached: list[Storage]) -> Iterator[Entity]:
    """The files that are attached by value."""
    is_secured = storage.text(_CLASS).lower().startswith("ipm.note.smime")
    for file in attached:
        if file.has_object(_DATA):
            continue
        data = file.data(_DATA)
        if not data and (address := file.text(_ADDRESS_OF_FILE)):
            yield _entity(f"message/external-body; access-type=url; url*=utf-8''{quote(address)}", b"")
            continue
        name = headers.file_name(file.text(_LONG_NAME, _SHORT_NAME, _NAME))
        kind = file.text(_TYPE).strip().lower() or "application/octet-stream"
        if is_secured and kind == "multipart/signed":
            yield mime.parsed(mime.beginning(data))
            continue
        content_id = file.text(_CONTENT_ID)
        shown = "inline" if content_id or file.number(_INLINE) & 4 else "attachment"
        kind = _picture_type(kind, data)
        yield _entity(kind, data, name=name, disposition=shown, content_id=content_id)


def _picture_type(kind: str, data: bytes) -> str:
    """The type of a file; pictures whose type Outlook has not stored are known by their first bytes."""
    if kind != "application/octet-stream":
        return kind
    marks = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif", b"BM": "image/bmp"}
    return next((found for mark, found in marks.items() if data.startswith(mark)), kind)


def _entity(kind: str, body: bytes, *, name: str = "", disposition: str = "inline", content_id: str = "") -> Entity:
    named = f"; filename*=utf-8''{quote(name)}" if name else ""
    fields = [("content-type", kind.encode()), ("content-disposition", f"{disposition}{named}".encode())]
    if content_id:
        fields.append(("content-id", content_id.encode()))
    return Entity(tuple(fields), body, body)


def _fields(storage: Storage) -> Iterator[tuple[str, str]]:
    """The header as Outlook stores it; the date and the address for replies as they were sent, if they are kept."""
    sent = mime.parsed(storage.text(_HEADERS).encode())
    values = {
        "From": _named(storage.text(*_SENDER_NAME), storage.text(*_SENDER)) or ", ".join(sent.values("from")),
        "Reply-To": ", ".join(sent.values("reply-to")),
        **_recipients(storage),
        "Date": " · ".join(sent.values("date")) or storage.moment(_SENT) or storage.moment(_DELIVERED),
        "Subject": storage.text(_SUBJECT) or " · ".join(sent.values("subject")),
        "Message-ID": storage.text(_ID) or " · ".join(sent.values("message-id")),
    }
    for name, text in values.items():
        if text.strip():
            yield name, headers.value(text.encode())


def _recipients(storage: Storage) -> dict[str, str]:
    found: dict[str, list[str]] = {"To": [], "Cc": [], "Bcc": []}
    for count, recipient in enumerate(storage.inside("__recip_version1.0_#")):
        if count >= _MOST_RECIPIENTS:
            break
        kind = _KINDS.get(recipient.number(_RECIPIENT_KIND) & 0xF, "To")
        found[kind].append(_named(recipient.text(_NAME), recipient.text(_ADDRESS, _OTHER_ADDRESS)))
    return {kind: ", ".join(filter(None, names)) or storage.text(_SHOWN_TO[kind]) for kind, names in found.items()}


def _named(name: str, address: str) -> str:
    name, address = name.strip().strip("'\""), address.strip()
    if not address or name == address or (name and address.lower().startswith("/o=")):  # an address inside Exchange
        return name
    return f"{name} <{address}>" if name else address
