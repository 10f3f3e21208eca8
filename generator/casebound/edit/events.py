"""What can be put on record: a paper filed, a status seen, a message sent, a certificate received."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from casebound.edit.transaction import (
    CannotRecord,
    Deed,
    Paper,
    Recorded,
    desk_of,
    document_of,
    entry_of,
    finished,
    take_in,
)
from casebound.edit.yaml_edit import with_entry, with_field, with_values
from casebound.load.register_reader import rows_of
from casebound.load.workspace import Workspace
from casebound.model.case import Contact, StatusCheck
from casebound.model.days import Day
from casebound.model.near_match import did_you_mean

_EXHIBIT_ID = re.compile("E[1-9][0-9]{0,2}")
_NAME_IT = "Name an exhibit such as E4, a source of registers/sources.yml, or a file."


@dataclass(frozen=True, slots=True)
class Message:
    """A message that went out."""

    to: str
    about: str
    follow_up: bool = False


def is_exhibit_id(word: str) -> bool:
    """Whether a word names an exhibit and no file; a file of such a name is written ./E5."""
    return bool(_EXHIBIT_ID.fullmatch(word))


def file_exhibit(workspace: Workspace, folder: str, paper: Paper, deed: Deed) -> Recorded:
    """Copy a paper into the case's evidence and list it. Raises CannotRecord with nothing written."""
    with desk_of(workspace, folder, deed) as desk:
        key = take_in(desk, paper)
        return finished(desk, f"Put {key} on file: {paper.title}")


def note_status(workspace: Workspace, folder: str, shown: str, capture: str | Paper, deed: Deed) -> Recorded:
    """Add a look at the tracker, its words exactly as shown. Raises CannotRecord with nothing written."""
    with desk_of(workspace, folder, deed) as desk:
        key = document_of(desk, capture, "status-capture")
        check = StatusCheck(at=deed.at, by=desk.by, shown=shown, capture=key)
        desk.data = with_entry(desk.data, "tracker", entry_of(check, ("at", "by", "shown", "capture")))
        return finished(desk, f"Looked at the tracker, which shows: {shown} ({key}).")


def note_contact(
    workspace: Workspace, folder: str, message: Message, evidence: Iterable[str | Paper], deed: Deed
) -> Recorded:
    """Add a message that went out, with what shows it. Raises CannotRecord with nothing written."""
    with desk_of(workspace, folder, deed) as desk:
        sources = rows_of(workspace, "sources")
        keys = []
        for one in evidence:
            if isinstance(one, str) and one not in desk.case.exhibits and one not in sources:
                like = did_you_mean(one, (*desk.case.exhibits, *sources))
                raise CannotRecord(f"{one} is neither an exhibit of {folder} nor a registered source{like}", _NAME_IT)
            keys.append(one if isinstance(one, str) else take_in(desk, one))
        contact = Contact(
            at=deed.at,
            by=desk.by,
            to=message.to,
            about=message.about,
            follow_up=message.follow_up,
            evidence=tuple(keys),
        )
        told = entry_of(contact, ("at", "by", "to", "about", "follow_up", "evidence"))
        desk.data = with_entry(desk.data, "contacts", told)
        kind = "a follow-up" if message.follow_up else "a message"
        return finished(desk, f"Sent {kind} to {message.to}.")


def note_receipt(
    workspace: Workspace, folder: str, certificate: str, on: Day, document: str | Paper, deed: Deed
) -> Recorded:
    """Write down that a certificate of the record is in hand. Raises CannotRecord with nothing written."""
    with desk_of(workspace, folder, deed) as desk:
        held = desk.case.certificates.get(certificate)
        if held is None:
            listed = ", ".join(desk.case.certificates) or "none"
            message = f"{folder} holds no certificate {certificate}; it holds: {listed}"
            raise CannotRecord(message, "Write it under `certificates` first, field by field as the document reads.")
        if held.received_on is not None:
            message = f"{certificate} is already on record as received on {held.received_on}"
            raise CannotRecord(message, "If that is wrong, correct the line by hand and say why in the log.")
        if isinstance(document, Paper):
            document = replace(document, received=document.received or on, effective=held.issued_on)
        key = document_of(desk, document, "certificate")
        at = ("certificates", certificate)
        if held.document != key:
            desk.data = with_values(desk.data, {(*at, "document"): key})
        desk.data = with_field(desk.data, (*at, "received_on"), on.isoformat())
        return finished(desk, f"Received certificate {certificate} on {on} ({key}).")
