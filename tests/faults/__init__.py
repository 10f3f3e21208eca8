"""Single changes to a sample case, each with the exact set of controls that must object to it.

`FAULTS` is the table: a sentence, the case it starts from, the change, and who objects. Approvals and the stated
stage are renewed after the change, so that the set names the root cause, unless the fault is about approvals.
`BOUNDARIES` are changes that lie just inside a rule, and that nobody may object to.

Each section of the rules has a module here, and `table` what they share.
"""

from tests.faults.approval import APPROVAL
from tests.faults.boundaries import BOUNDARIES
from tests.faults.certificate import CERTIFICATE
from tests.faults.decision import DECISION
from tests.faults.exemption import EXEMPTION
from tests.faults.file import FILE
from tests.faults.fit import FIT
from tests.faults.lane import LANE
from tests.faults.packet import PACKET
from tests.faults.table import BASES, OTHER, Fault
from tests.faults.tracking import TRACKING

__all__ = ["BASES", "BOUNDARIES", "FAULTS", "OTHER", "Fault"]

FAULTS: tuple[Fault, ...] = (
    *DECISION, *FIT, *PACKET, *LANE, *TRACKING, *CERTIFICATE, *EXEMPTION, *APPROVAL, *FILE,
)  # fmt: skip
