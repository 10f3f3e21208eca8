"""What the page of a control shows: a fault it objects to, as the record before and after.

`python -m tests.support.control_examples` chooses them from the table of faults and keeps them in
`render/handbook/control_examples.json` of the package, so that the handbook has them without the tests.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import yaml
from tests.support.sample import GONE, PROJECT, Bench, bench, sample
from tests.verification.faults import FAULTS, Fault

from casebound.controls import CONTROL_SET, CONTROLS
from casebound.load.project import RECORD
from casebound.model.decisions import FOLDER
from casebound.model.evidence import EvidenceFile

FILE = PROJECT / "generator" / "casebound" / "render" / "handbook" / "control_examples.json"
CLEARER = {
    "X05": "the document on file is a letter that announces the certificate",
}
"""Second examples that tell more than the next plain fault would."""

MOST_LINES = 12
MOST_CHARACTERS = 72
HASH_CHARACTERS = 16
SHOWN_OF_A_RIVAL = ("case", "direction", "partner", "worker/reference", "assignment/begins", "assignment/ends",
                    "requests/R1/sent/on")  # fmt: skip

Change = dict[str, Any]
"""One place of one file, before and after; None where it is not there."""


# ── choosing ──


def examples() -> dict[str, list[dict[str, Any]]]:
    """For each control, in the order of the ids, the clearest faults it objects to."""
    return {control: [_example(fault) for fault in _chosen(control)] for control in sorted(one.id for one in CONTROLS)}


def as_text() -> str:
    """The examples as they are kept."""
    return json.dumps(examples(), ensure_ascii=False, indent=1) + "\n"


def _chosen(control: str) -> list[Fault]:
    """The fault that objects with the fewest others after the fewest changes, and one as plain in another place."""
    left = [fault for fault in FAULTS if control in fault.objects and _changes(fault) and not _names_a_worker(fault)]
    first = min(left, key=_crowded)  # the first of the table's equals
    told = CLEARER.get(control)
    others = [fault for fault in left if (fault.says == told if told else _as_plain(fault, first))]
    second = min(others, key=lambda fault: _alike(fault, first), default=None)
    return [first] if second is None else [first, second]


def _names_a_worker(fault: Fault) -> bool:
    """Whether the example would show the name of a worker, which is for the case's own page alone."""
    told = json.dumps(_changes(fault), ensure_ascii=False)
    return any(one.content["worker"]["name"] in told for one in sample().cases)


def _crowded(fault: Fault) -> tuple[int, int]:
    return len(fault.objects), len(_changes(fault))


def _as_plain(fault: Fault, first: Fault) -> bool:
    return fault.says != first.says and _crowded(fault) == _crowded(first)


def _alike(fault: Fault, other: Fault) -> tuple[bool, bool]:
    return _key(fault) == _key(other), fault.base == other.base


def _key(fault: Fault) -> str:
    return str(_changes(fault)[0]["path"]).rpartition("/")[2]


def _example(fault: Fault) -> dict[str, Any]:
    return {
        "says": fault.says,
        "case": fault.base,
        "changes": list(_changes(fault)),
        "objects": sorted(fault.objects),
    }


# ── comparing ──


@cache
def _changes(fault: Fault) -> tuple[Change, ...]:
    """What the edits change. Nobody has decided again yet, so that sheets and stage do not differ by themselves."""
    return tuple(_compared(bench(fault.base), bench(fault.base, fault.edits)))


def _compared(before: Bench, after: Bench) -> Iterator[Change]:
    yield from _differences(RECORD, {**before.case, "stage": None}, {**after.case, "stage": None})
    for name, content in before.registers.whole().items():
        yield from _differences(f"registers/{name}.yml", content, after.registers.whole()[name])
    if before.as_of != after.as_of:
        days = (before.as_of.isoformat(), after.as_of.isoformat())
        yield _change("registers/policy.yml", ("as_of",), *days)
    yield from _decisions(before, after)
    yield from _other_files(before.exhibits, after.exhibits)
    yield from _other_files(before.captures, after.captures)
    for other in after.others:
        shown: dict[str, Any] = {}
        for path in SHOWN_OF_A_RIVAL:
            _copy(other, shown, path)
        yield _change(f"cases/{other['case']}/{RECORD}", (), GONE, shown)


def _decisions(before: Bench, after: Bench) -> Iterator[Change]:
    """What the edits change of the sheets and answers: in the plan that they are written from, and by hand."""
    was, now = _planned(before), _planned(after)
    for name in dict.fromkeys((*was, *now)):
        old, new = was.get(name, {}), now.get(name, {})
        on_file = before.decisions[name].content if name in before.decisions else {}
        lines = {path: line for path, line in on_file.items() if path in new and path not in old}
        yield from _differences(
            f"{FOLDER}/{name}", {**old, **lines}, {key: v for key, v in new.items() if v is not None}
        )
    for name, file in before.decisions.items():
        changed = after.decisions.get(name)
        content = changed.content if changed else {}
        if content != file.content:
            shown = {key: value for key, value in file.content.items() if changed or key in _OF_A_FILE}
            yield from _differences(f"{FOLDER}/{name}", shown, content)
    for name, file in after.decisions.items():
        if name not in before.decisions and file.content is not None:
            yield from _differences(f"{FOLDER}/{name}", {}, file.content)


_OF_A_FILE = frozenset({"sheet", "step", "answer", "role", "by", "at"})
"""What is shown of a file that is missing."""


def _planned(one: Bench) -> dict[str, dict[str, Any]]:
    """The files that a plan leads to, with what the plan says of them."""
    found: dict[str, dict[str, Any]] = {}
    for sheet, planned in one.plan.items():
        head = {key: planned[key] for key in ("step", "subject", "proposed_at", "controls") if planned.get(key)}
        found[f"{sheet}.{planned['step']}.txt"] = {**head, **(planned.get("instead") or {})}
        for answer in planned.get("answers") or ():
            ending = ".withdrawn" if answer.get("answer") == "withdraw" else ""
            name = f"{sheet}.{answer['role']}.{answer['by']}{ending}.yml"
            found[name] = {"answer": "approve", **{key: value for key, value in answer.items() if value is not None}}
    return found


def _other_files(before: Mapping[str, EvidenceFile], after: Mapping[str, EvidenceFile]) -> Iterator[Change]:
    for key, was in before.items():
        now = after[key]
        if was != now:
            yield _change(was.name, ("sha256",), was.sha256, GONE if now.sha256 is None else now.sha256)


def _differences(file: str, before: Any, after: Any, path: tuple[str | int, ...] = ()) -> Iterator[Change]:
    """The smallest places where two values differ."""
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            yield from _differences(file, before.get(key, GONE), after.get(key, GONE), (*path, key))
    elif _entries(before) and _entries(after):
        yield from _within_list(file, before, after, path)
    else:
        yield _change(file, path, before, after)


def _entries(value: Any) -> bool:
    """Whether it is a list of entries; a list of words is a value by itself."""
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _within_list(file: str, before: list[Any], after: list[Any], path: tuple[str | int, ...]) -> Iterator[Change]:
    """Entries that were changed, added or taken away, between those that stand at both ends of both lists."""
    shorter = min(len(before), len(after))
    head = next((index for index in range(shorter) if before[index] != after[index]), shorter)
    tail = next((index for index in range(shorter - head) if before[-1 - index] != after[-1 - index]), shorter - head)
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    for index in range(max(len(old), len(new))):
        was, now = (some[index] if index < len(some) else GONE for some in (old, new))
        yield from _differences(file, was, now, (*path, head + index))


def _copy(source: Any, target: dict[str, Any], path: str) -> None:
    *way, last = path.split("/")
    for part in way:
        source, target = source.get(part, {}), target.setdefault(part, {})
    if last in source:
        target[last] = source[last]


# ── values as YAML, short ──


class _Writer(yaml.SafeDumper):
    """Writes values as people write them here: `NO` and dates without quotes, lists of words on one line."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _bool(writer: yaml.SafeDumper, value: bool) -> yaml.ScalarNode:
    return writer.represent_scalar("tag:yaml.org,2002:str", "true" if value else "false")


def _list(writer: yaml.SafeDumper, value: list[Any]) -> yaml.SequenceNode:
    flow = not any(isinstance(item, dict | list) for item in value)
    return writer.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=flow)


_Writer.yaml_implicit_resolvers = {}  # every scalar is text
_Writer.add_representer(bool, _bool)
_Writer.add_representer(list, _list)


def _change(file: str, path: tuple[str | int, ...], before: Any, after: Any) -> Change:
    place = "/".join(str(part) for part in path)
    return {"file": file, "path": place, "before": _text(before), "after": _text(after)}


def _text(value: Any) -> str | None:
    """A value as YAML of a few short lines; None where it is not there."""
    if value is GONE:
        return None
    text = yaml.dump(
        _cut(value), Dumper=_Writer, sort_keys=False, allow_unicode=True, default_flow_style=False, width=100
    )
    lines = text.removesuffix("...\n").splitlines()
    return "\n".join([*lines[:MOST_LINES], *(["# …"] if len(lines) > MOST_LINES else [])])


def _cut(value: Any) -> Any:
    """The value with its long texts cut, and without the control set, which every new question changes."""
    if value == CONTROL_SET:
        return "…"
    if isinstance(value, dict):
        return {key: _cut(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_cut(item) for item in value]
    if isinstance(value, str) and len(value) == 64 and not set(value) - set("0123456789abcdef"):
        return f"{value[:HASH_CHARACTERS]}…"
    if isinstance(value, str) and len(value) > MOST_CHARACTERS:
        return f"{value[: MOST_CHARACTERS - 1].rstrip()}…"
    return value


if __name__ == "__main__":
    FILE.write_text(as_text(), encoding="utf-8")
