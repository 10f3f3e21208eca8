"""What is found in all messages of an e-mail, within limits for the whole file."""

import hashlib
import re

from casebound.load.inspect.mail import mime
from casebound.load.inspect.mail.content import MailPicture
from casebound.load.inspect.mail.mime import Entity
from casebound.load.inspect.mail.structure import Node
from casebound.runtime.sandbox import UnreadableFile

_MOST_LINES = 20_000
_MOST_COLUMNS = 80
_MOST_PICTURES = 60
_MOST_PICTURE_BYTES = 40 << 20


class Collected:
    """Collects pictures, signatures, and content that acts or is not shown."""

    def __init__(self) -> None:
        self.pictures: dict[str, tuple[int, MailPicture]] = {}
        self.signed = False
        self.unreadable: UnreadableFile | None = None
        self.missing: UnreadableFile | None = None
        self.has_files = False
        self.active_content: dict[str, None] = {}
        self.left_out: dict[str, None] = {}
        self._picture_bytes = 0
        self._lines = _MOST_LINES
        self._parts = mime.MOST_PARTS

    def refuse(self, reason: str, advice: str) -> None:
        """Note why the mail cannot serve as evidence, whatever else is in it."""
        self.unreadable = self.unreadable or UnreadableFile(reason, advice)

    def lacks(self, reason: str, advice: str) -> None:
        """Note why the mail cannot serve as evidence if nothing else is in it."""
        self.missing = self.missing or UnreadableFile(reason, advice)

    def leave_out(self, what: str) -> None:
        """Note content that is not shown."""
        self.left_out[what] = None

    def found_active(self, what: str) -> None:
        """Note content that acts or hides."""
        self.active_content[what] = None

    def within_limits(self, text: str) -> tuple[str, bool]:
        """The text as far as it is shown, and whether it was cut."""
        for found in re.finditer(r"[^\n]*\n?", text):
            needed = 1 + len(found[0]) // _MOST_COLUMNS
            if needed > self._lines:
                cut = text[: found.start() + self._lines * _MOST_COLUMNS]
                self._lines = 0
                self.leave_out("the end of a text that is too long to be shown")
                return cut, True
            self._lines -= needed
        return text, False

    def picture(self, name: str, data: bytes) -> int | None:
        """The number of a picture that is shown; None where there are too many."""
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self.pictures:
            if len(self.pictures) >= _MOST_PICTURES or self._picture_bytes + len(data) > _MOST_PICTURE_BYTES:
                self.leave_out(f"pictures beyond the first {len(self.pictures)}")
                return None
            self._picture_bytes += len(data)
            self.pictures[digest] = (len(self.pictures), MailPicture(name, data))
        return self.pictures[digest][0]

    def tree(self, entity: Entity, notes: list[str], depth: int = 0) -> Node:
        """A part with all parts below it."""
        node = Node(entity)
        if not entity.is_multipart:
            return node
        found = mime.parts_of(entity)
        if found.problem:
            entity.problems.append(found.problem)
        if depth >= mime.DEEPEST:
            raise UnreadableFile("its parts are nested too deeply")
        if depth and not entity.at_end and found.parts:  # the file goes on behind the missing line
            found.parts[-1].at_end = False
        node.outside = found.outside
        for part in found.parts:
            self._parts -= 1
            if self._parts < 0:
                note = f"It has more than {mime.MOST_PARTS} parts; the others are left out."
                notes[:] = [note]
                self.leave_out(f"the parts beyond the first {mime.MOST_PARTS}")
                break
            node.children.append(self.tree(part, notes, depth + 1))
        return node
