"""SARIF 2.1.0, the static analysis format that GitHub, GitLab and editors read."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from casebound import __version__
from casebound.model.findings import Finding, Location
from casebound.model.rules import Rule
from casebound.model.terms import Severity
from casebound.report.json_report import to_json
from casebound.report.sanitize import Report, escape_unprintable, fingerprints

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Mapping[Severity, str] = {Severity.BLOCKING: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_ROOT = "%SRCROOT%"
_FINGERPRINT = "caseboundFinding/v1"


def as_sarif(report: Report) -> str:
    """One run: every rule, used or not, and one result for each finding."""
    findings = report.judgment.findings
    places = {rule.id: index for index, rule in enumerate(report.rules)}
    named = zip(findings, fingerprints(findings), strict=True)
    run = {
        "tool": {
            "driver": {
                "name": "casebound",
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in report.rules],
            }
        },
        "invocations": [{"executionSuccessful": True, "exitCode": int(report.judgment.blocked)}],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository of the project."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(report.folder, places, finding, fingerprint) for finding, fingerprint in named],
        "properties": {"asOf": report.judgment.as_of.isoformat()},
    }
    return to_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, Any]:
    basis = [f"{source.kind.value}: {source.where}" for source in rule.basis]
    tags = ["certificate-of-coverage", rule.section.value, *([rule.link.value] if rule.link else [])]
    markdown = [f"**{rule.remedy}**", f"*Why:* {rule.why}", "*Basis:*", "\n".join(f"- {source}" for source in basis)]
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": rule.question},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.remedy, "markdown": "\n\n".join(markdown)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": list(dict.fromkeys(tags)), "basis": basis},
    }


def _result(folder: str, places: Mapping[str, int], finding: Finding, fingerprint: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.control,
        "level": _LEVELS[finding.severity],
        "message": {"text": escape_unprintable(finding.message)},
        "locations": [_location(folder, finding.location)],
        "partialFingerprints": {_FINGERPRINT: fingerprint},
        "properties": {"case": finding.case, "claim": finding.claim, "remedy": escape_unprintable(finding.remedy)},
    }
    if finding.control in places:
        result["ruleIndex"] = places[finding.control]
    if finding.waived:
        justification = (
            f"{finding.waived.waiver}, until {finding.waived.until}: {escape_unprintable(finding.waived.because)}"
        )
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": justification}]
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_location(folder, place), "message": {"text": "Related location."}}
            for number, place in enumerate(finding.related, start=1)
        ]
    return result


def _location(folder: str, place: Location) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(folder + place.file), "uriBaseId": _ROOT},
            "region": {"startLine": place.line, "startColumn": place.column},
        }
    }
    if place.path:
        location["logicalLocations"] = [{"fullyQualifiedName": escape_unprintable(place.path), "kind": "member"}]
    return location
