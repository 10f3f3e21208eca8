"""E-mails: the headers that say who wrote what to whom, the body as plain text, and what was attached."""

import email
import email.policy
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, MIMEPart
from html.parser import HTMLParser

from casebound.load.inspect.rejection import DAMAGED, reading
from casebound.runtime.sandbox import UnreadableFile

_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_BREAKS = frozenset(
    {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote"}
)
_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript"})
_MOST_PARTS = 500
_MOST_BODY = 4 << 20


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside an e-mail."""

    name: str
    type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail, read. `from_html` is true where the body had no plain text of its own."""

    headers: tuple[tuple[str, str], ...]
    body: str
    from_html: bool
    attachments: tuple[Attachment, ...]


def letter_of(data: bytes) -> Letter:
    """Read an e-mail. Raises UnreadableFile where it is none, or longer than what is shown."""
    with reading("email", DAMAGED):
        return _read(data)


def _read(data: bytes) -> Letter:
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not message.keys():
        raise UnreadableFile("it is named as an e-mail and has no header")
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain", "html"))
    from_html = body is not None and body.get_content_type() == "text/html"
    text = _text(body)
    if len(text) > _MOST_BODY:
        raise UnreadableFile("its text is longer than four million characters")
    headers = tuple((name, _header(message, name)) for name in _HEADERS if message[name] is not None)
    return Letter(headers, html_to_text(text) if from_html else text, from_html, tuple(_attachments(message, body)))


def _header(message: EmailMessage, name: str) -> str:
    return ", ".join(" ".join(_whole(str(one)).split()) for one in message.get_all(name, ()))


def _text(part: MIMEPart | None) -> str:
    if part is None:
        return ""
    try:
        return _whole(str(part.get_content()))
    except (LookupError, UnicodeError, ValueError):  # a charset that nobody knows
        return _payload(part).decode("latin-1")


def _whole(text: str) -> str:
    """The text with U+FFFD for halves of characters, which some codecs let through and no other text may hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _attachments(message: EmailMessage, body: MIMEPart | None) -> Iterator[Attachment]:
    """Every part that is not shown as the body, whatever it calls itself."""
    for number, part in enumerate(_leaves(message), start=1):
        if number > _MOST_PARTS:
            raise UnreadableFile(f"it has more than {_MOST_PARTS} parts")
        name = part.get_filename()
        if part is body or (name is None and part.get_content_type() in ("text/plain", "text/html")):
            continue
        content = _payload(part)
        shown = " ".join(_whole(name or f"part {number}, without a name").split())
        yield Attachment(shown, _whole(part.get_content_type()), len(content), hashlib.sha256(content).hexdigest())


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts with content; an e-mail inside an e-mail is one part."""
    if message.get_content_maintype() == "multipart":
        for part in message.iter_parts():
            assert isinstance(part, EmailMessage)
            yield from _leaves(part)
    else:
        yield message


def _payload(part: MIMEPart) -> bytes:
    if part.get_content_maintype() == "message":
        return b"".join(one.as_bytes() for one in part.get_payload() if isinstance(one, EmailMessage))
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


class _Reader(HTMLParser):
    """Gathers the text of an HTML body, a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.told: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser passes them
        self.silent += tag in _SILENT
        if tag in _BREAKS:
            self.told.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in _SILENT and self.silent > 0
        if tag in _BREAKS and tag != "br":
            self.told.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.told.append(re.sub(r"\s+", " ", data))


def html_to_text(text: str) -> str:
    """The words of an HTML body; its markup, scripts, styles and addresses are left out."""
    reader = _Reader()
    with reading("html", DAMAGED):
        reader.feed(text)
        reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.told).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
