"""E-mails: the headers with sender, recipients, date and subject, the body as plain text, and the attachments."""

import email
import email.policy
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, MIMEPart
from html.parser import HTMLParser

from casebound.load.inspect.rejection import DAMAGED, reading
from casebound.load.inspect.text_files import MOST_CHARACTERS
from casebound.model.evidence import Inspection
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
class Email:
    """The content of an e-mail. `from_html` is true if the body has no plain text."""

    headers: tuple[tuple[str, str], ...]
    body: str
    from_html: bool
    attachments: tuple[Attachment, ...]


def read_email(data: bytes) -> Email:
    """Read an e-mail. Raises UnreadableFile if the file is not an e-mail, or is longer than what is shown."""
    with reading("email", DAMAGED):
        return _read(data)


def inspected(data: bytes) -> Inspection:
    """What an e-mail contains. Raises UnreadableFile if the file is not an e-mail."""
    return Inspection(words=bool(read_email(data).body.strip()))


def texts_in(data: bytes) -> tuple[str, ...]:
    """The headers and the body of an e-mail as a single page."""
    message = read_email(data)
    headers = [f"{name}: {value}" for name, value in message.headers]
    return ("\n".join([*headers, "", message.body])[:MOST_CHARACTERS],)


def _read(data: bytes) -> Email:
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not message.keys():
        raise UnreadableFile("it has an e-mail file name but no e-mail header")
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain", "html"))
    from_html = body is not None and body.get_content_type() == "text/html"
    text = _text(body)
    if len(text) > _MOST_BODY:
        raise UnreadableFile("its text is longer than four million characters")
    headers = tuple((name, _header(message, name)) for name in _HEADERS if message[name] is not None)
    return Email(headers, html_to_text(text) if from_html else text, from_html, tuple(_attachments(message, body)))


def _header(message: EmailMessage, name: str) -> str:
    return ", ".join(" ".join(_whole(str(value)).split()) for value in message.get_all(name, ()))


def _text(part: MIMEPart | None) -> str:
    if part is None:
        return ""
    try:
        return _whole(str(part.get_content()))
    except (LookupError, UnicodeError, ValueError):  # an unknown charset
        return _payload(part).decode("latin-1")


def _whole(text: str) -> str:
    """The text with U+FFFD in place of half characters, which some codecs accept and other text may not contain."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _attachments(message: EmailMessage, body: MIMEPart | None) -> Iterator[Attachment]:
    """Each part that is not shown as the body, regardless of its content disposition."""
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
    """The parts with content; an attached e-mail is a single part."""
    if message.get_content_maintype() == "multipart":
        for part in message.iter_parts():
            assert isinstance(part, EmailMessage)
            yield from _leaves(part)
    else:
        yield message


def _payload(part: MIMEPart) -> bytes:
    if part.get_content_maintype() == "message":
        return b"".join(inner.as_bytes() for inner in part.get_payload() if isinstance(inner, EmailMessage))
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


class _Reader(HTMLParser):
    """Collects the text of an HTML body, with a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser passes them
        self.silent += tag in _SILENT
        if tag in _BREAKS:
            self.texts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in _SILENT and self.silent > 0
        if tag in _BREAKS and tag != "br":
            self.texts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.texts.append(re.sub(r"\s+", " ", data))


def html_to_text(text: str) -> str:
    """The text of an HTML body without markup, scripts, styles and addresses."""
    reader = _Reader()
    with reading("html", DAMAGED):
        reader.feed(text)
        reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.texts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
