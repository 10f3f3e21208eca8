"""GitLab's Code Quality report: what a merge request shows beside the line."""

from collections.abc import Mapping
from typing import Any

from casebound.model.findings import Finding
from casebound.model.terms import Severity
from casebound.report.json_report import to_json
from casebound.report.sanitize import Report, fingerprints, spelled, waiver

_SEVERITIES: Mapping[Severity, str] = {Severity.BLOCKING: "blocker", Severity.WARNING: "minor", Severity.NOTE: "info"}


def as_gitlab(told: Report) -> str:
    """A list with one issue for each finding."""
    found = told.judgement.findings
    named = zip(found, fingerprints(found), strict=True)
    return to_json([_issue(told.folder, one, fingerprint) for one, fingerprint in named])


def _issue(folder: str, one: Finding, fingerprint: str) -> dict[str, Any]:
    place = one.location
    begin = {"line": place.line, "column": place.column}
    return {
        "check_name": one.control,
        "description": spelled(one.message),
        "content": {"body": "\n\n".join(filter(None, [waiver(one), spelled(one.remedy)]))},
        "severity": _SEVERITIES[Severity.NOTE if one.waived else one.severity],
        "fingerprint": fingerprint,
        "location": {
            "path": folder + place.file,
            "lines": {"begin": place.line},
            "positions": {"begin": begin, "end": begin},
        },
    }
