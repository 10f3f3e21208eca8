"""Judging: every control over every case and claim, the chain of each claim, and where each case stands."""

from casebound.judge.project import RULES, judge, with_findings

__all__ = ["RULES", "judge", "with_findings"]
