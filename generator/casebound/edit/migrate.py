"""Rewrite a record of an earlier file format in the current format. Comments and all other lines stay.

Each step has a function from the text of one format to the text of the next. The result is read again, and the step
is refused unless its content is exactly the content that the step should give.
"""

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from casebound.controls.typed_questions import QUESTIONS
from casebound.edit.yaml_edit import CannotAmend, Path, YamlText, opened
from casebound.load.strict_yaml import comments, read

CURRENT = "2"
_REQUEST = "R1"
_MOVED = {"route": "route", "submission": "sent", "waiting": "waiting", "tracker": "tracker", "denial": "refusal"}
"""The sections of format 1 that became parts of the request."""
_APPROVALS = "approvals"
"""The section of format 1 that became decision sheets and answers, in files of their own."""
_SENT = {"sent_on": "on", "sent_by": "by"}
_INSIDE = " " * 4
_INDENT = 2
_BY_HAND = "Rewrite the record by hand; docs/reference/schema-case.md describes each field."


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """What a record of format 2 has that the record of format 1 had elsewhere, or did not state."""
    yield f"format {before['format']} is now format {after['format']}"
    moved = [name for name in _MOVED if name in before]
    if moved:
        request = f"requests/{_REQUEST}"
        yield f"{', '.join(moved)}: now in {request}"
        yield f"{request}/requester is {after['requests'][_REQUEST]['requester']}: check who requested the certificate"
    for name, question in before.get("questions", {}).items():
        if name in QUESTIONS and "known" in question:
            yield f"questions/{name}: the answer is only in words; enter `answer` as well: {QUESTIONS[name].answers}"
    if "denial" in before:
        yield f"refused_on is {_refused_on(before)}: check the date on the refusal"
    for key, certificate in before.get("certificates", {}).items():
        if "rerequested_on" in certificate:
            yield f"certificates/{key}/defect/kind is identity: check what is wrong with the certificate"
    for key, claim in before.get("claims", {}).items():
        if "payroll_change" in claim:
            row = after["claims"][key]["relied"][0]
            yield f"claims/{key}/payroll_change: now in relied, how: {row['how']}, by: {row['by']}: check both"


def migrated(data: bytes) -> bytes:
    """A record in the current format. A record that already has this format is returned unchanged.

    Raises CannotAmend, with a remedy, if the record cannot be read or its layout does not allow the change.
    """
    content = opened(data).content
    if content.get("format") != "1":
        return data
    for change in _STEPS:
        data = change(data)
    again = read(data, "record")
    if again.problems or again.data != _wanted(content):
        raise CannotAmend("the record cannot be rewritten safely, because of its layout", _BY_HAND)
    return data


def _wanted(before: Mapping[str, Any]) -> dict[str, Any]:
    """The content of format 2 for a record of format 1."""
    after = {key: copy.deepcopy(value) for key, value in before.items() if key not in (*_MOVED, _APPROVALS)}
    after["format"] = CURRENT
    if request := _request(before):
        after["requests"] = {_REQUEST: request}
    for certificate in after.get("certificates", {}).values():
        if request and not _of_first_period(before, certificate):
            certificate["request"] = _REQUEST
        if "rerequested_on" in certificate:
            certificate["defect"] = {"kind": "identity", "asked_on": certificate.pop("rerequested_on")}
    for claim in after.get("claims", {}).values():
        if change := claim.pop("payroll_change", None):
            claim["relied"] = [{"from": change.pop("effective"), **_reliance(before), **change}]
    for contact in after.get("contacts", ()):
        if contact.pop("follow_up", False):
            contact["follow_up"] = _REQUEST
    return after


def _request(before: Mapping[str, Any]) -> dict[str, Any]:
    """The request of format 2; empty if the record has no part of a request."""
    parts = {new: copy.deepcopy(before[old]) for old, new in _MOVED.items() if old in before}
    if "sent" in parts:
        parts["sent"] = {_SENT.get(key, key): value for key, value in parts["sent"].items()}
    if "refusal" in parts:
        parts["refusal"]["refused_on"] = _refused_on(before)
    return {"requester": _requester(before), **parts} if parts else {}


def _requester(content: Mapping[str, Any]) -> str:
    return "worker" if "activity" in content else "employer"


def _reliance(content: Mapping[str, Any]) -> dict[str, str]:
    how = "contributions-not-paid" if "activity" in content else "payroll"
    return {"how": how, "by": content["people"]["payroll"]}


def _refused_on(content: Mapping[str, Any]) -> str:
    """The date on the letter of refusal; the day it was received, if no exhibit shows a date."""
    denial, exhibits = content["denial"], content.get("exhibits", {})
    days = [exhibits[key]["effective"] for key in denial["evidence"] if "effective" in exhibits.get(key, {})]
    return str(max(days, default=denial["received_on"]))


def _of_first_period(content: Mapping[str, Any], certificate: Mapping[str, Any]) -> bool:
    """Whether this is the certificate for the first period of an extension, which another request had asked for."""
    extension = content["assignment"].get("extension")
    return bool(extension) and "ends" in certificate and certificate["ends"] <= extension["first_ended"]


def _format(data: bytes) -> bytes:
    text = opened(data)
    line = text.places["format",][0]
    text.lines[line - 1] = re.sub(r"1(?=[\"']?\s*(#|$))", CURRENT, text.lines[line - 1], count=1)
    return text.joined(text.lines)


def _approvals(data: bytes) -> bytes:
    """The text without the approvals. The comments between them stay."""
    text = opened(data)
    after: list[str] = []
    for key, lead, body in _blocks(text):
        if key == _APPROVALS:
            after += [line for line in lead if line.strip()]
            after += [comment for _, _, comment in comments("\n".join(body).encode())]
        else:
            after += [*lead, *body]
    return text.joined(after)


def _fields(data: bytes) -> bytes:
    """The fields that have another name or place, with the sections still where they were."""
    content = opened(data).content
    if "submission" in content:
        data = _renamed(data, {("submission", old): new for old, new in _SENT.items() if old in content["submission"]})
    if "denial" in content:
        data = _added(data, ("denial", "received_on"), (f"refused_on: {_refused_on(content)}",))
    for key, certificate in content.get("certificates", {}).items():
        at = ("certificates", key)
        if any(section in content for section in _MOVED) and not _of_first_period(content, certificate):
            data = _added(data, (*at, "number"), (f"request: {_REQUEST}",))
        if "rerequested_on" in certificate:
            data = _nested(data, (*at, "rerequested_on"), "defect:", ("kind: identity",), "asked_on")
    for key, claim in content.get("claims", {}).items():
        if "payroll_change" in claim:
            data = _relied(data, ("claims", key, "payroll_change"), _reliance(content))
    for index, contact in enumerate(content.get("contacts", ())):
        if "follow_up" in contact:
            data = _follow_up(data, ("contacts", index, "follow_up"), asked=contact["follow_up"])
    return data


def _renamed(data: bytes, names: Mapping[Path, str]) -> bytes:
    """The text with other names for some keys."""
    text = opened(data)
    for path, name in sorted(names.items(), key=lambda item: text.places[item[0]], reverse=True):
        line, column = text.places[path]
        whole = text.lines[line - 1]
        head, rest = whole[: column - 1], whole[column - 1 :]
        text.lines[line - 1] = head + rest.replace(str(path[-1]), name, 1)
    return text.joined(text.lines)


def _added(data: bytes, after: Path, pairs: tuple[str, ...]) -> bytes:
    """The text with further lines of a block mapping below one of its keys, which is on one line."""
    text = opened(data)
    line, column = text.places[after]
    lead = " " * (column - 1)
    lines = [*text.lines[:line], *(f"{lead}{pair}" for pair in pairs), *text.lines[line:]]
    return text.joined(lines)


def _nested(data: bytes, path: Path, head: str, pairs: tuple[str, ...], name: str) -> bytes:
    """The text with a key, which is on one line, moved under a new key and renamed."""
    data = _renamed(data, {path: name})
    text = opened(data)
    line, column = text.places[*path[:-1], name]
    lead = " " * (column - 1)
    moved = f"  {text.lines[line - 1]}"
    lines = [*text.lines[: line - 1], lead + head, *(f"{lead}  {pair}" for pair in pairs), moved, *text.lines[line:]]
    return text.joined(lines)


def _relied(data: bytes, path: Path, reliance: Mapping[str, str]) -> bytes:
    """The text with the payroll change as the first item of the list `relied`."""
    data = _renamed(_renamed(data, {(*path, "effective"): "from"}), {path: "relied"})
    path = (*path[:-1], "relied")
    data = _added(data, (*path, "from"), tuple(f"{key}: {value}" for key, value in reliance.items()))
    text = opened(data)
    first, column = min(place for key, place in text.places.items() if key[:-1] == path)
    end = text.end_of(path, column - 1)
    lines = list(text.lines)
    for number in range(text.places[path][0], end):
        lines[number] = f"  {lines[number]}" if lines[number].strip() else lines[number]
    lines[first - 1] = f"{' ' * (column - 1)}- {lines[first - 1].lstrip()}"
    return text.joined(lines)


def _follow_up(data: bytes, path: Path, *, asked: bool) -> bytes:
    """The text with the request that a message asks about, or without the field."""
    text = opened(data)
    line = text.places[path][0]
    changed = [re.sub(r"true\b", _REQUEST, text.lines[line - 1], count=1)] if asked else []
    return text.joined([*text.lines[: line - 1], *changed, *text.lines[line:]])


def _requests(data: bytes) -> bytes:
    """The text with the moved sections inside the request, at the place of the first of them."""
    text = opened(data)
    blocks = [*_blocks(text)]
    if not any(key in _MOVED for key, _, _ in blocks):
        return data
    inside: list[str] = []
    for key, lead, body in blocks:
        if key in _MOVED:
            comments = [line for line in lead if line.strip()] if inside else []
            inside += [f"{_INSIDE}{line}" if line.strip() else line for line in (*comments, *body)]
    after: list[str] = []
    for key, lead, body in blocks:
        if key not in _MOVED:
            after += [*lead, *body]
        elif inside:
            after += [*lead, "requests:", f"  {_REQUEST}:", f"{_INSIDE}requester: {_requester(text.content)}", *inside]
            inside = []
    return text.joined(after)


def _blocks(text: YamlText) -> Iterator[tuple[str, list[str], list[str]]]:
    """Each top-level key with the lines before it and its own lines; the lines after the last block have no key."""
    above = 0
    for path, (line, _) in text.places.items():
        if len(path) == 1:
            end = text.end_of(path, _INDENT)
            key, lead = str(path[0]), text.lines[above : line - 1]
            yield key, lead, text.lines[line - 1 : end]
            above = end
    yield "", text.lines[above:], []


def _sections(data: bytes) -> bytes:
    """The text with the new names of the sections, which are inside the request now."""
    content = opened(data).content
    request = content.get("requests", {}).get(_REQUEST, {})
    at = ("requests", _REQUEST)
    return _renamed(data, {(*at, old): new for old, new in _MOVED.items() if old in request and old != new})


_STEPS: tuple[Callable[[bytes], bytes], ...] = (_format, _approvals, _fields, _requests, _sections)
