"""The content of an e-mail as it is shown: messages, their parts in order, and their attachments."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from casebound.load.inspect.html.page import PrintedHtml
from casebound.model.hidden_characters import has_visible


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a message that is shown: text, HTML, or a picture by its number in the e-mail.

    `label` says what the part is, where that is not plain. `is_content` is false for words that only describe content
    that is missing.
    """

    label: str = ""
    text: str | None = None
    html: PrintedHtml | None = None
    picture: int | None = None
    is_content: bool = True

    @property
    def words(self) -> str:
        """The text that is shown."""
        if self.html is not None:
            return self.html.text
        return self.text or ""

    @property
    def shows_anything(self) -> bool:
        """Whether a reader sees content of the message in it."""
        if self.picture is not None:
            return True
        return self.is_content and (self.html.shows_anything if self.html is not None else has_words(self.text or ""))


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside an e-mail. `remark` says where its content is shown, or why it is not."""

    name: str
    type: str
    size: int
    sha256: str
    remark: str = ""
    shown: bool = False


@dataclass(frozen=True, slots=True)
class MailMessage:
    """The e-mail itself, or an e-mail that is attached to it; the latter has a `number` such as “1” or “1.2”."""

    number: str
    headers: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    attachments: tuple[Attachment, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MailPicture:
    """A picture inside an e-mail that is shown where it belongs."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Email:
    """The content of an e-mail. The first message is the e-mail itself; attached e-mails follow in order."""

    messages: tuple[MailMessage, ...]
    pictures: tuple[MailPicture, ...] = ()
    signed: bool = False
    active_content: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(slots=True)
class Content:
    """What was found in a part of a message, in order."""

    parts: list[Part] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def extend(self, addition: "Content") -> None:
        """Add what was found in another part."""
        self.parts += addition.parts
        self.attachments += addition.attachments
        self.notes += addition.notes

    @property
    def words(self) -> str:
        """The text of all parts that are shown."""
        return "\n".join(part.words for part in self.parts)

    @property
    def is_blank(self) -> bool:
        """Whether there is neither text nor a picture."""
        return not has_words(self.words) and all(
            part.picture is None and not (part.html and part.html.pictures) for part in self.parts
        )


def has_words(text: str) -> bool:
    """Whether a text has anything that a reader sees."""
    return has_visible(text)


def attachment(name: str, kind: str, data: bytes, remark: str = "", *, shown: bool = False) -> Attachment:
    """A file inside a mail, with the hash of its bytes."""
    return Attachment(name, kind, len(data), hashlib.sha256(data).hexdigest(), remark, shown)


def text_of(email: Email) -> str:
    """All words of an e-mail that are shown."""
    return "\n\n".join("\n".join(_lines(message)) for message in email.messages)


def _lines(message: MailMessage) -> Iterable[str]:
    for name, value in message.headers:
        yield f"{name}: {value}"
    yield ""
    for part in message.parts:
        if part.label:
            yield part.label
        yield part.words
    for file in message.attachments:
        yield file.name
