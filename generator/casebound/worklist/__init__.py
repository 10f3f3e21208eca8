"""The worklist: what a judgement says is due, and how it is shown."""

from casebound.worklist.due import Due, Kind, Locate, Worklist, worklist
from casebound.worklist.formats import FORMATS

__all__ = ["FORMATS", "Due", "Kind", "Locate", "Worklist", "worklist"]
