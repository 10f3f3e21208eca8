"""GitHub workflow commands: a line for each finding, which GitHub shows beside the line in a pull request."""

from collections.abc import Mapping

from casebound.model.findings import Finding
from casebound.model.terms import Severity
from casebound.report.sanitize import Report, escape_unprintable, waiver, where

_COMMANDS: Mapping[Severity, str] = {Severity.BLOCKING: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def as_annotations(report: Report) -> str:
    """One `::error …::` line for each finding; empty without findings."""
    names = {rule.id: rule.name for rule in report.rules}
    return "".join(_line(report.folder, names, finding) for finding in report.judgment.findings)


def _line(folder: str, names: Mapping[str, str], finding: Finding) -> str:
    place = finding.location
    properties = {
        "file": folder + place.file,
        "line": str(place.line),
        "col": str(place.column),
        "title": f"{finding.control} {names.get(finding.control, '')}".rstrip(),
    }
    shown = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    about = [f"claim {finding.claim}"] if finding.claim else []
    about += [f"see also {where(place)}" for place in finding.related]
    about += [waiver(finding)] if finding.waived else []
    text = "\n".join([escape_unprintable(finding.message), *about, escape_unprintable(finding.remedy)])
    command = _COMMANDS[Severity.NOTE if finding.waived else finding.severity]
    return f"::{command} {shown}::{_data(text)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
