"""The chain over a case's log: each entry is hashed onto the one before it.

Nothing of it is written in the log itself. An approval holds how many entries there were and is sealed over
the chain's head at that point, so that whoever cuts or rewrites what came before an approval voids it, while
what is added after it does not.
"""

import hashlib
from collections.abc import Sequence

from casebound.model.case import LogEntry
from casebound.model.record_base import canonical

_START = hashlib.sha256(b"casebound/log/1").digest()


def head(entries: Sequence[LogEntry]) -> str:
    """The head of the chain over these entries, as 64 hexadecimal digits."""
    link = _START
    for entry in entries:
        link = hashlib.sha256(link + canonical(entry)).digest()
    return link.hex()
