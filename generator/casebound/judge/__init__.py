"""Judging: every control over every case and claim, the chain of each claim, and where each case stands."""

from casebound.judge.engine import RULES, day_of, judge, registers_in, with_findings

__all__ = ["RULES", "day_of", "judge", "registers_in", "with_findings"]
