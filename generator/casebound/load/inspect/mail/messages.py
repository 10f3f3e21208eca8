"""An e-mail with all messages that are attached to it."""

from collections.abc import Iterator

from casebound.load.inspect.mail import mime
from casebound.load.inspect.mail.collected import Collected
from casebound.load.inspect.mail.content import Email, MailMessage
from casebound.load.inspect.mail.mime import Entity
from casebound.load.inspect.mail.structure import Resources, collect
from casebound.load.inspect.mail.walk import Walk
from casebound.load.inspect.rejection import NOTHING_VISIBLE, PRINT_OR_ASK
from casebound.runtime.sandbox import UnreadableFile

_SHOWN_FIELDS = (
    *("From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Date", "Subject", "Message-ID"),
    *("Resent-From", "Resent-To", "Resent-Date"),
)
_MAIL_FIELDS = frozenset(
    (*(name.lower() for name in _SHOWN_FIELDS), "mime-version", "content-type", "received", "return-path")
)
_SINGLE_FIELDS = frozenset({"From", "Date", "Subject", "Message-ID"})
_MOST_MESSAGES = 50
_MOST_NAMED = 40


def read_message(data: bytes) -> Email:
    """Read an e-mail. Raises UnreadableFile if the file is no e-mail, or if its content cannot be shown."""
    entity = mime.parsed(mime.beginning(data))
    if not entity.fields:
        raise UnreadableFile("it has an e-mail file name but no e-mail header")
    if not any(name in _MAIL_FIELDS for name, _ in entity.fields):
        raise UnreadableFile("it has an e-mail file name, but its header is not that of an e-mail")
    reader = MessageReader()
    reader.message(entity, "")
    return reader.email()


class MessageReader:
    """Collects the messages of an e-mail and what they hold, within limits for the whole file."""

    def __init__(self) -> None:
        self._messages: list[MailMessage | None] = []
        self.collected = Collected()

    def email(self) -> Email:
        """The whole e-mail. Raises UnreadableFile if its content is incomplete, encrypted or stored elsewhere."""
        messages = tuple(message for message in self._messages if message is not None)
        found = self.collected
        if found.unreadable is not None:
            raise found.unreadable
        if not found.has_files and not any(part.shows_anything for message in messages for part in message.parts):
            raise found.missing or UnreadableFile(NOTHING_VISIBLE, PRINT_OR_ASK)
        files = [file.name for message in messages for file in message.attachments if not file.shown]
        for name in files[:_MOST_NAMED]:
            found.leave_out(f"the attached file “{name}”")
        if len(files) > _MOST_NAMED:
            found.leave_out(f"{len(files) - _MOST_NAMED} more attached files")
        pictures = tuple(picture for _, picture in found.pictures.values())
        return Email(messages, pictures, found.signed, tuple(found.active_content), tuple(found.left_out))

    def message(self, entity: Entity, number: str) -> bool:
        """Add a message, and behind it the messages that are attached to it; false where there are too many."""
        place = self.reserve()
        if place is None:
            return False
        notes: list[str] = []
        tree = self.collected.tree(entity, notes)
        resources = Resources()
        collect(tree, resources)
        walk = Walk(self.collected, number, resources, self.message)
        content = walk.content(tree, main=True)
        if content.is_blank:
            notes.append("The message has no text.")
        notes += content.notes
        notes += [
            f"It has {count} header fields {name}; all are shown."
            for name in sorted(_SINGLE_FIELDS)
            if (count := len(entity.values(name.lower()))) > 1
        ]
        fields = tuple(_shown_fields(entity))
        files = tuple(content.attachments)
        self.put(place, MailMessage(number, fields, tuple(content.parts), files, tuple(dict.fromkeys(notes))))
        return True

    def reserve(self) -> int | None:
        """A place for one more message, before the messages attached to it; None where there are too many."""
        if len(self._messages) >= _MOST_MESSAGES:
            return None
        self._messages.append(None)
        return len(self._messages) - 1

    def put(self, place: int, message: MailMessage) -> None:
        """Put a message into its place."""
        self._messages[place] = message


def _shown_fields(entity: Entity) -> Iterator[tuple[str, str]]:
    for name in _SHOWN_FIELDS:
        if values := entity.values(name.lower()):
            yield name, (" · " if name in _SINGLE_FIELDS else ", ").join(values)
