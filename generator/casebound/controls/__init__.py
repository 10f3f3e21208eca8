"""The controls, one module a section of the process. `CONTROLS` is the whole set, in reading order."""

from casebound.controls import (
    approval,
    certificate,
    contents,
    decision,
    exemption,
    file,
    fit,
    lane,
    packet,
    quoting,
    tracking,
)
from casebound.controls.fingerprint import control_set
from casebound.verdict import Control

CONTROLS: tuple[Control, ...] = (
    *decision.CONTROLS,
    *fit.CONTROLS,
    *packet.CONTROLS,
    *lane.CONTROLS,
    *tracking.CONTROLS,
    *certificate.CONTROLS,
    *exemption.CONTROLS,
    *approval.CONTROLS,
    *file.CONTROLS,
    *quoting.CONTROLS,
    *contents.CONTROLS,
)

CONTROL_SET = control_set(CONTROLS)
"""The digest that an approval given today carries."""
