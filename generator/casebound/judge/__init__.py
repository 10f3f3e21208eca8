"""The judgment: every control over every case and claim, the chain of each claim, and the stage of each case."""

from casebound.judge.engine import RULES, day_of, judge, judge_on, registers_in, with_findings
from casebound.judge.verdict_changes import changes, changes_until, next_changes

__all__ = [
    "RULES",
    "all_changes",
    "changes",
    "changes_until",
    "day_of",
    "judge",
    "judge_on",
    "next_changes",
    "registers_in",
    "with_findings",
]
