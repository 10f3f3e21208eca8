"""The facts of a case as they were on the filing sheet of a request that was sent.

What the team decided before sending is judged on the sheet that was approved then. A later change of the record, such
as a new owner or a page that was read again, does not change what was decided.
"""

from dataclasses import replace
from typing import Any

import msgspec

from casebound.controls.decision_table import is_on
from casebound.controls.sheet_status import filing_sheet, has_deviation
from casebound.model.case import Case
from casebound.model.days import parse_day
from casebound.model.decisions import Line, Sheet
from casebound.model.facts import Facts
from casebound.model.record_base import plain, structure
from casebound.model.registers import OfficialSource, Policy
from casebound.model.terms import ApprovalStep, DeviationKind

MOST_FRESH_DAYS = 92
"""The oldest page that a policy can allow, in days (policy.schema.json)."""

_SECTIONS = ("people", "assignment", "conditions", "rule", "filing", "packet")


def with_filed(facts: Facts) -> Facts:
    """The facts, with those of the filing sheet of each request that was sent after its approval."""
    sheets = {key: sheet for key in facts.case.requests if (sheet := filing_sheet(facts, key)) is not None}
    if not sheets:
        return facts
    content = plain(facts.case)
    filed = {key: _as_filed(facts, content, sheet) for key, sheet in sheets.items()}
    return replace(facts, filed={key: known for key, known in filed.items() if known is not None})


def _as_filed(facts: Facts, content: dict[str, Any], sheet: Sheet) -> Facts | None:
    """The facts with those on the sheet in place of those of the record and of the registers.

    None if the sheet lacks a fact that every record has.
    """
    (request, *_) = sheet.head.subject
    filed = dict(content)
    for section in _SECTIONS:
        filed[section] = _without_facts(content.get(section, {}), section, sheet)
    filed["requests"] = {request: _without_facts(content["requests"][request], f"requests.{request}", sheet)}
    replaced = _withdrawn_since(facts, request)
    for path, line in sheet.lines.items():
        if path.startswith((*(f"{section}." for section in _SECTIONS), f"requests.{request}.")):
            _put(filed, path.split("."), _with_replacements(content, path, line, replaced))
    if has_deviation(facts.case, DeviationKind.FORM_CHECK_NOT_NOTED, request):
        sent = filed["requests"][request]["sent"]
        filed["requests"][request]["sent"] = {"form_checked_on": sent["on"], **sent}
    try:
        case = structure(filed, Case)
    except ValueError:  # a sheet that was written by hand
        return None
    policy = _policy_on(sheet, facts.registers.policy)
    if has_deviation(facts.case, DeviationKind.STALE_PAGE, request):
        policy = msgspec.structs.replace(policy, source_fresh_days=2 * policy.source_fresh_days)
    known = msgspec.structs.replace(facts.registers, sources=_sources(facts, sheet), policy=policy)
    return replace(facts, case=case, registers=known)


def _withdrawn_since(facts: Facts, request: str) -> set[str]:
    """The exhibits that were withdrawn on or after the day on which a request was sent."""
    sent, exhibits = facts.case.requests[request].sent, facts.case.exhibits
    return {key for key, each in exhibits.items() if sent and each.withdrawn and each.withdrawn.on >= sent.on}


def _with_replacements(content: dict[str, Any], path: str, line: Line, replaced: set[str]) -> Line:
    """The documents on a sheet, and those that the record cites now in the place of one that was withdrawn."""
    if isinstance(line, str) or replaced.isdisjoint(line):
        return line
    now: Any = content
    for part in path.split("."):
        now = now.get(part, {}) if isinstance(now, dict) else {}
    cited = [key for key in now if key in content["exhibits"]] if isinstance(now, list | tuple) else []
    return tuple(dict.fromkeys((*line, *cited)))


def _policy_on(sheet: Sheet, policy: Policy) -> Policy:
    """The policy with the values on the sheet, but with no older pages than a policy can allow."""
    days, separation = sheet.lines.get("policy.source_fresh_days"), sheet.lines.get("policy.separation")
    if isinstance(days, str) and days.isdigit():
        policy = msgspec.structs.replace(policy, source_fresh_days=min(int(days), MOST_FRESH_DAYS))
    if separation in {"three", "two"}:
        policy = msgspec.structs.replace(policy, separation=separation)
    return policy


def _sources(facts: Facts, sheet: Sheet) -> dict[str, OfficialSource]:
    """The official sources as they had been read when the sheet was proposed."""
    found = dict(facts.registers.sources)
    for key, row in facts.registers.sources.items():
        read_on = sheet.lines.get(f"sources.{key}.accessed_on")
        if isinstance(read_on, str) and read_on != row.accessed_on.isoformat():
            found[key] = msgspec.structs.replace(row, accessed_on=parse_day(read_on))
    return found


def _without_facts(value: Any, path: str, sheet: Sheet) -> Any:
    """A part of the record without the facts on filing sheets, and without what was added after the sheet.

    A list of documents that belongs on filing sheets is kept, empty.
    """
    if not isinstance(value, dict):
        return value
    kept: dict[str, Any] = {}
    for key, held in value.items():
        part = f"{path}.{key}"
        if is_on(part, ApprovalStep.FILING):
            if isinstance(held, list | tuple):
                kept[key] = ()
        elif not _added_later(held, part, sheet):
            kept[key] = _without_facts(held, part, sheet)
    return {key: held for key, held in kept.items() if held != {}}


def _added_later(value: Any, path: str, sheet: Sheet) -> bool:
    """Whether a part of the record has facts that belong on filing sheets, and the sheet has none of them."""
    facts = isinstance(value, dict) and any(is_on(f"{path}.{key}", ApprovalStep.FILING) for key in value)
    return facts and not any(line.startswith(f"{path}.") for line in sheet.lines)


def _put(content: dict[str, Any], parts: list[str], line: Line) -> None:
    *above, last = parts
    for part in above:
        content[part] = dict(content.get(part, {}))
        content = content[part]
    content[last] = list(line) if isinstance(line, tuple) else line
