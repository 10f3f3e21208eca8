"""Single changes to a sample case, each with the exact set of controls that must object to it.

`FAULTS` is the table: a sentence, the case it starts from, the change, and who objects. Approvals and the stated
stage are renewed after the change, so that the set names the root cause, unless the fault is about approvals.
`BOUNDARIES` are changes that lie just inside a rule, and that nobody may object to. `SOUND_TOGETHER` are pairs of
faults that together are supported, with at most a warning or a note.

Each section of the rules has a module here, and `table` what they share.
"""

from tests.verification.faults.approval import APPROVAL
from tests.verification.faults.boundaries import INSIDE
from tests.verification.faults.certificate import CERTIFICATE
from tests.verification.faults.decision import DECISION
from tests.verification.faults.exemption import EXEMPTION
from tests.verification.faults.file import FILE
from tests.verification.faults.identity import IDENTITY, SAME_IDENTITY
from tests.verification.faults.lane import LANE
from tests.verification.faults.mailed import MAILED
from tests.verification.faults.packet import PACKET
from tests.verification.faults.rule import RULE
from tests.verification.faults.table import BASES, OTHER, Fault
from tests.verification.faults.together import TRIED_ALONE, sound_together
from tests.verification.faults.tracking import TRACKING

__all__ = ["BASES", "BOUNDARIES", "FAULTS", "OTHER", "SOUND_TOGETHER", "TRIED_ALONE", "Fault"]

FAULTS: tuple[Fault, ...] = (
    *DECISION, *RULE, *PACKET, *LANE, *TRACKING, *CERTIFICATE, *IDENTITY, *EXEMPTION, *APPROVAL, *MAILED,
    *FILE,
)  # fmt: skip

BOUNDARIES: tuple[Fault, ...] = (*INSIDE, *SAME_IDENTITY)

SOUND_TOGETHER = sound_together(FAULTS)
