"""GitLab Code Quality report: the findings that a merge request shows beside its lines."""

from collections.abc import Mapping
from typing import Any

from casebound.model.findings import Finding
from casebound.model.terms import Severity
from casebound.report.json_report import to_json
from casebound.report.sanitize import Report, escape_unprintable, fingerprints, waiver

_SEVERITIES: Mapping[Severity, str] = {Severity.BLOCKING: "blocker", Severity.WARNING: "minor", Severity.NOTE: "info"}


def as_gitlab(report: Report) -> str:
    """A list with one issue for each finding."""
    findings = report.judgment.findings
    named = zip(findings, fingerprints(findings), strict=True)
    return to_json([_issue(report.folder, finding, fingerprint) for finding, fingerprint in named])


def _issue(folder: str, finding: Finding, fingerprint: str) -> dict[str, Any]:
    place = finding.location
    begin = {"line": place.line, "column": place.column}
    return {
        "check_name": finding.control,
        "description": escape_unprintable(finding.message),
        "content": {"body": "\n\n".join(filter(None, [waiver(finding), escape_unprintable(finding.remedy)]))},
        "severity": _SEVERITIES[Severity.NOTE if finding.waived else finding.severity],
        "fingerprint": fingerprint,
        "location": {
            "path": folder + place.file,
            "lines": {"begin": place.line},
            "positions": {"begin": begin, "end": begin},
        },
    }
