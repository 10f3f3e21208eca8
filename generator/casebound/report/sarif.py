"""SARIF 2.1.0: the static analysis format that forges and editors read."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from casebound import __version__
from casebound.model.findings import Finding, Location
from casebound.model.rules import Rule
from casebound.model.terms import Severity
from casebound.report.json_report import to_json
from casebound.report.sanitize import Report, fingerprints, spelled

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Mapping[Severity, str] = {Severity.BLOCKING: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_ROOT = "%SRCROOT%"
_FINGERPRINT = "caseboundFinding/v1"


def as_sarif(told: Report) -> str:
    """One run: every rule, used or not, and one result for each finding."""
    found = told.judgement.findings
    places = {rule.id: index for index, rule in enumerate(told.rules)}
    named = zip(found, fingerprints(found), strict=True)
    run = {
        "tool": {
            "driver": {
                "name": "casebound",
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in told.rules],
            }
        },
        "invocations": [{"executionSuccessful": True, "exitCode": int(told.judgement.blocked)}],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The top of the repository that holds the project."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(told.folder, places, one, fingerprint) for one, fingerprint in named],
        "properties": {"asOf": told.judgement.as_of.isoformat()},
    }
    return to_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, Any]:
    basis = [f"{one.kind.value}: {one.where}" for one in rule.basis]
    tags = ["certificate-of-coverage", rule.section.value, *([rule.link.value] if rule.link else [])]
    markdown = [f"**{rule.remedy}**", f"*Why:* {rule.why}", "*Basis:*", "\n".join(f"- {one}" for one in basis)]
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": rule.question},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.remedy, "markdown": "\n\n".join(markdown)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": list(dict.fromkeys(tags)), "basis": basis},
    }


def _result(folder: str, places: Mapping[str, int], one: Finding, fingerprint: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": one.control,
        "level": _LEVELS[one.severity],
        "message": {"text": spelled(one.message)},
        "locations": [_location(folder, one.location)],
        "partialFingerprints": {_FINGERPRINT: fingerprint},
        "properties": {"case": one.case, "claim": one.claim, "remedy": spelled(one.remedy)},
    }
    if one.control in places:
        result["ruleIndex"] = places[one.control]
    if one.waived:
        justification = f"{one.waived.waiver}, until {one.waived.until}: {spelled(one.waived.because)}"
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": justification}]
    if one.related:
        result["relatedLocations"] = [
            {"id": number, **_location(folder, place), "message": {"text": "The other end."}}
            for number, place in enumerate(one.related, start=1)
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
        location["logicalLocations"] = [{"fullyQualifiedName": spelled(place.path), "kind": "member"}]
    return location
