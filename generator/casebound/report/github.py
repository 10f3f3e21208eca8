"""GitHub's workflow commands: a line each, which the runner turns into a mark at the line of the pull request."""

from collections.abc import Mapping

from casebound.model.findings import Finding
from casebound.model.terms import Severity
from casebound.report.sanitize import Report, spelled, waiver, where

_COMMANDS: Mapping[Severity, str] = {Severity.BLOCKING: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def as_annotations(told: Report) -> str:
    """One `::error …::` line for each finding; nothing where there is none."""
    names = {rule.id: rule.name for rule in told.rules}
    return "".join(_line(told.folder, names, one) for one in told.judgement.findings)


def _line(folder: str, names: Mapping[str, str], one: Finding) -> str:
    place = one.location
    properties = {
        "file": folder + place.file,
        "line": str(place.line),
        "col": str(place.column),
        "title": f"{one.control} {names.get(one.control, '')}".rstrip(),
    }
    shown = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    about = [f"claim {one.claim}"] if one.claim else []
    about += [f"see also {where(other)}" for other in one.related]
    about += [waiver(one)] if one.waived else []
    text = "\n".join([spelled(one.message), *about, spelled(one.remedy)])
    command = _COMMANDS[Severity.NOTE if one.waived else one.severity]
    return f"::{command} {shown}::{_data(text)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
