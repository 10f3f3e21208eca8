"""The judgment: every control over every case and claim, the chain of each claim, and the stage of each case."""

from casebound.judge.engine import RULES, day_of, judge, judge_on, registers_in, with_findings
from casebound.judge.verdict_changes import changes, next_changes

__all__ = ["RULES", "changes", "day_of", "judge", "judge_on", "next_changes", "registers_in", "with_findings"]
