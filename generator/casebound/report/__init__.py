"""One judgement in many formats: text for people, and what programs, pipelines and forges read.

Formats say; they never decide. Each tells every finding, in the same order.
"""

from collections.abc import Callable, Mapping

from casebound.report.github import as_annotations
from casebound.report.gitlab import as_gitlab
from casebound.report.json_report import as_json, as_value, case_value, findings_value, to_json
from casebound.report.junit import as_junit
from casebound.report.sanitize import PLAIN, Lines, Look, Report, no_lines
from casebound.report.sarif import as_sarif
from casebound.report.text import as_text

__all__ = [
    "FORMATS",
    "PLAIN",
    "Lines",
    "Look",
    "Report",
    "as_json",
    "as_text",
    "as_value",
    "case_value",
    "findings_value",
    "no_lines",
    "to_json",
]

FORMATS: Mapping[str, Callable[[Report], str]] = {
    "text": lambda told: as_text(told.judgement, told.lines, told.look),
    "json": lambda told: as_json(told.judgement),
    "sarif": as_sarif,
    "junit": as_junit,
    "github": as_annotations,
    "gitlab": as_gitlab,
}
