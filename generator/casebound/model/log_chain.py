"""The hash chain of a case's log: the hash of each entry includes the hash of the previous entry.

The log itself contains no hashes. A decision sheet records the number of entries and the head of the chain at that
entry. A removed or changed earlier entry therefore no longer matches the sheet; an added entry does not matter.
"""

import hashlib
from collections.abc import Sequence

from casebound.model.case import LogEntry
from casebound.model.record_base import canonical

_START = hashlib.sha256(b"casebound/log/1").digest()


def head(entries: Sequence[LogEntry]) -> str:
    """The last hash of the chain over these entries, as 64 hexadecimal digits."""
    link = _START
    for entry in entries:
        link = hashlib.sha256(link + canonical(entry)).digest()
    return link.hex()
