"""Rewrite registers of format 1 in the current format. Comments and all other lines stay."""

import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from casebound.edit.migrate_agreements import AGREEMENTS, migrated_agreements
from casebound.edit.yaml_edit import CannotAmend, opened
from casebound.load.strict_yaml import READ_BYTES, read
from casebound.load.workspace import Unreadable, Workspace, write_whole
from casebound.model.registers import FORMAT

PEOPLE = "registers/people.yml"
POLICY = "registers/policy.yml"
CURRENT = "2"
BEGINS = "1900-01-01"
"""The first day of a role whose first day format 1 did not state."""
_ITEM = re.compile(r"(\s*- )[\"']?(\w+)[\"']?(\s*(?:#.*)?)")
_FLOW = re.compile(r"(\s*)(roles:) *\[[^\]#]*\](\s*(?:#.*)?)")
_ITEM_OF_HOSTS = re.compile(r"(\s*)- [\"']?[a-z0-9.-]+[\"']?(\s*(?:#.*)?)")
_UNITED_STATES_HOSTS = {
    "ssa.gov": "Social Security Administration",
    "socialsecurity.gov": "Social Security Administration",
    "irs.gov": "Internal Revenue Service",
}
_POLICY_BY_HAND = "Rewrite the policy by hand; docs/reference/schema-policy.md describes each field."
_BY_HAND = "Rewrite the register by hand; docs/reference/schema-people.md describes each field."


def migrate_registers(workspace: Workspace, *, write: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Rewrite each register of format 1 in the current format, at once.

    Yields each register with what changes, in words; nothing for a register in the current format or a missing one,
    which `check` reports. Raises CannotAmend with nothing written to that register.
    """
    for file, (migrated, changes) in _REGISTERS.items():
        yield file, changes if _rewritten(workspace, file, migrated, write=write) else ()


def _rewritten(workspace: Workspace, file: str, migrated: Callable[[bytes], bytes], *, write: bool) -> bool:
    if not os.path.lexists(workspace.root / file):
        return False
    try:
        before = workspace.read(file, READ_BYTES)
    except Unreadable as problem:
        raise CannotAmend(f"{file} cannot be used: {problem}", "Restore the register.") from None
    after = migrated(before)
    if write and after != before:
        place = workspace.root / file
        write_whole(place, after, stat.S_IMODE(place.stat().st_mode), durably=True)
    return after != before


def migrated_people(data: bytes) -> bytes:
    """The people register in the current format. A register that already has this format is returned unchanged."""
    text = opened(data)
    if text.content.get(FORMAT) != "1":
        return data
    lines, places = list(text.lines), text.places
    for key, row in reversed([*text.content.items()]):
        roles = row.get("roles") if isinstance(row, dict) else None
        if not isinstance(roles, list):
            continue
        first, last = places[key, "roles"][0], places.get((key, "roles", len(roles) - 1), (0, 0))[0]
        if flow := _FLOW.fullmatch(lines[first - 1]):
            lead = f"{flow[1]}  - "
            lines[first - 1 : first] = [f"{flow[1]}{flow[2]}{flow[3]}", *_rows(lead, roles)]
            continue
        for number in range(last, first, -1):
            if item := _ITEM.fullmatch(lines[number - 1]):
                lead, role, comment = item.groups()
                row_lines = _rows(lead, [role])
                lines[number - 1 : number] = [row_lines[0] + comment.rstrip(), *row_lines[1:]]
    line = places[FORMAT,][0]
    lines[line - 1] = re.sub(r"1(?=[\"']?\s*(#|$))", CURRENT, lines[line - 1], count=1)
    after = text.joined(lines)
    again = read(after, PEOPLE)
    if again.problems or again.data != _wanted(text.content):
        raise CannotAmend(f"{PEOPLE} cannot be rewritten safely, because of its layout", _BY_HAND)
    return after


def _rows(lead: str, roles: list[str]) -> list[str]:
    """The lines of a list of roles; `lead` is the indentation with the hyphen."""
    inner = " " * len(lead)
    return [line for role in roles for line in (f"{lead}role: {role}", f"{inner}from: {BEGINS}")]


def _wanted(before: dict[str, Any]) -> dict[str, Any]:
    """The content of format 2 for a register of format 1."""
    return {
        key: {**row, "roles": [{"role": role, "from": BEGINS} for role in row["roles"]]}
        if isinstance(row, dict) and isinstance(row.get("roles"), list)
        else row
        for key, row in {**before, FORMAT: CURRENT}.items()
    }


def migrated_policy(data: bytes) -> bytes:
    """The policy in the current format. A policy that already has this format is returned unchanged."""
    text = opened(data)
    hosts = text.content.get("official_hosts")
    if text.content.get(FORMAT) != "1" or not isinstance(hosts, list):
        return data
    lines = list(text.lines)
    for index in range(len(hosts) - 1, -1, -1):
        number = text.places["official_hosts", index][0]
        item = _ITEM_OF_HOSTS.fullmatch(lines[number - 1])
        if item is None:
            raise CannotAmend(f"{POLICY} cannot be rewritten safely, because of its layout", _POLICY_BY_HAND)
        inner = [f"{item[1]}  {key}: {value}" for key, value in _host(hosts[index]).items()]
        lines[number - 1 : number] = [f"{item[1]}{hosts[index]}:{item[2]}", *inner]
    line = text.places[FORMAT,][0]
    lines[line - 1] = re.sub(r"1(?=[\"']?\s*(#|$))", CURRENT, lines[line - 1], count=1)
    after = text.joined(lines)
    again = read(after, POLICY)
    wanted = {**text.content, FORMAT: CURRENT, "official_hosts": {host: _host(host) for host in hosts}}
    if again.problems or again.data != wanted:
        raise CannotAmend(f"{POLICY} cannot be rewritten safely, because of its layout", _POLICY_BY_HAND)
    return after


def _host(host: str) -> dict[str, str]:
    """The authority and the country of a host. A host that casebound does not know counts for every case, as before."""
    authority = _UNITED_STATES_HOSTS.get(host)
    return {"authority": authority, "country": "US"} if authority else {"authority": "not stated"}


_REGISTERS: Mapping[str, tuple[Callable[[bytes], bytes], tuple[str, ...]]] = {
    PEOPLE: (
        migrated_people,
        (
            "format 1 is now format 2",
            f"each role is from {BEGINS}: enter the first day of the role, and the last day of a role that has ended",
        ),
    ),
    POLICY: (
        migrated_policy,
        (
            "format 1 is now format 2",
            "each official host has its authority and its country: enter them where they are not stated",
        ),
    ),
    AGREEMENTS: (
        migrated_agreements,
        (
            "format 1 is now format 2",
            "each fact has a label, official if it was confirmed: check the labels of the facts and of the sources",
            "the facts are those of your register: compare them with the register that casebound init writes",
        ),
    ),
}
"""How each register is rewritten, and what changes."""
