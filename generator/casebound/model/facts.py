"""The facts that a control may use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from casebound.model.case import Case
from casebound.model.citations import Cite, Text, cites, texts
from casebound.model.clock import Clock
from casebound.model.decisions import NO_DECISIONS, Decisions
from casebound.model.elsewhere import NOTHING_ELSEWHERE, Elsewhere
from casebound.model.evidence import EvidenceFile
from casebound.model.registers import Registers


@dataclass(frozen=True)
class Facts:
    """The facts that a control may use: one case, the registers, the evidence files and a clock.

    `elsewhere` is what the other cases of the project record. `control_set` is the digest of the controls that judge.
    `filed` contains, for each request that was sent, the same facts with the content of the filing sheet that was
    approved.
    """

    case: Case
    registers: Registers
    clock: Clock
    exhibits: Mapping[str, EvidenceFile]
    captures: Mapping[str, EvidenceFile]
    elsewhere: Elsewhere = NOTHING_ELSEWHERE
    control_set: str = ""
    decisions: Decisions = NO_DECISIONS
    filed: Mapping[str, "Facts"] = field(default_factory=dict, repr=False)

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every text of the case with its place."""
        return texts(self.case)

    @cached_property
    def cites(self) -> tuple[Cite, ...]:
        """Every citation of the case. Cached, because many controls use it."""
        return tuple(cites(self.texts))
