"""The report of a check in several formats: text for people; JSON, SARIF, JUnit, GitHub and GitLab for programs.

A format decides nothing. Each contains every finding, in the same order.
"""

from collections.abc import Callable, Mapping

from casebound.report.change_list import changes_as_text
from casebound.report.github import as_annotations
from casebound.report.gitlab import as_gitlab
from casebound.report.json_report import as_json, as_value, case_value, findings_value, to_json
from casebound.report.junit import as_junit
from casebound.report.sanitize import PLAIN, Lines, Report, TextStyle, no_lines
from casebound.report.sarif import as_sarif
from casebound.report.text import as_text

__all__ = [
    "FORMATS",
    "PLAIN",
    "Lines",
    "Report",
    "TextStyle",
    "as_json",
    "as_text",
    "as_value",
    "case_value",
    "changes_as_text",
    "findings_value",
    "no_lines",
    "to_json",
]

FORMATS: Mapping[str, Callable[[Report], str]] = {
    "text": lambda report: as_text(report.plan, report.lines, report.style, steps=report.steps),
    "json": lambda report: as_json(report.plan),
    "sarif": as_sarif,
    "junit": as_junit,
    "github": as_annotations,
    "gitlab": as_gitlab,
}
