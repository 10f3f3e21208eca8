"""Messages that Outlook saved: what they contain, and their words as they are shown."""

from casebound.load.inspect.emails import inspection_of
from casebound.load.inspect.mail.content import Email
from casebound.load.inspect.outlook.items import read_outlook_message
from casebound.model.evidence import Inspection


def read_outlook(data: bytes) -> Email:
    """Read an Outlook message. Raises UnreadableFile if the file is none, or if its content cannot be shown."""
    return read_outlook_message(data)


def inspected(data: bytes) -> Inspection:
    """What an Outlook message contains. Raises UnreadableFile if the file is none."""
    return inspection_of(read_outlook(data))
