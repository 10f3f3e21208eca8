"""Putting on record what happened, with the lines of what is new and no other line touched."""

from casebound.recording.acts import (
    Message,
    file_exhibit,
    is_exhibit_id,
    note_contact,
    note_receipt,
    note_status,
)
from casebound.recording.desk import CannotRecord, Deed, Paper, Recorded, held

__all__ = [
    "CannotRecord",
    "Deed",
    "Message",
    "Paper",
    "Recorded",
    "file_exhibit",
    "held",
    "is_exhibit_id",
    "note_contact",
    "note_receipt",
    "note_status",
]
