"""The judgment: every control over every case and claim, the chain of each claim, and the stage of each case."""

from casebound.judge.engine import RULES, day_of, judge, registers_in, with_findings

__all__ = ["RULES", "day_of", "judge", "registers_in", "with_findings"]
