"""Write a section of a YAML file: keep, replace, remove and add its keys, and leave every other line as it is."""

import copy
import re
from collections.abc import Iterator
from typing import Any

from casebound.edit.yaml_edit import (
    CannotAmend,
    Entry,
    Path,
    YamlText,
    opened,
    pairs,
    plain_entry,
    proved,
    value_at,
    with_field,
    with_member,
    with_section,
)

_INDENT = 2
_ON_ONE_LINE = re.compile(
    r"""\s*[^\s:]+:\s+(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|\[[^#]*\]|[^\s"'\[{|>&*!][^#]*?)(\s+#.*)?\s*"""
)
"""A key with its value; the group is the comment after the value."""

Span = tuple[int, int, list[str]]
"""The first and the last line that are replaced, counted from 1, and the new lines. An insertion replaces no line."""


def with_mapping(data: bytes, path: Path, entry: Entry) -> bytes:
    """The file with a section that has exactly these fields. A missing section is added.

    A field with another value keeps its place and the comment on its line. Raises CannotAmend, with a remedy, if the
    layout of the file does not allow it.
    """
    text, name = opened(data), "/".join(map(str, path))
    held = value_at(text.content, path)
    if held is None:
        return _with_new(data, text, path, entry)
    if not isinstance(held, dict) or not held:
        raise CannotAmend(f"`{name}` is not a block of fields", "Write each field on a line of its own.")
    lines = list(text.lines)
    for first, last, written in sorted(_spans(text, path, held, entry), key=lambda span: span[0], reverse=True):
        lines[first - 1 : last] = written
    wanted = copy.deepcopy(text.content)
    above = value_at(wanted, path[:-1])
    above[path[-1]] = _merged(held, plain_entry(entry))
    return proved(text.joined(lines), wanted, name)


def _merged(held: dict[str, Any], stated: dict[str, Any]) -> dict[str, Any]:
    """The new content of a section: the fields that stay in their order, then the new ones."""
    kept = {key: stated[key] for key in held if key in stated}
    for key, value in held.items():
        if isinstance(value, dict) and isinstance(kept.get(key), dict):
            kept[key] = _merged(value, kept[key])
    return {**kept, **{key: value for key, value in stated.items() if key not in held}}


def _with_new(data: bytes, text: YamlText, path: Path, entry: Entry) -> bytes:
    """The file with a new section: of its own at the end, under a section of entries, or in a block."""
    if len(path) == 1:
        return with_section(data, str(path[0]), entry)
    if len(path) == 2 and not text.content.get(str(path[0])):
        return with_member(data, str(path[0]), str(path[1]), entry)
    return with_field(data, path, entry)


def _spans(text: YamlText, path: Path, held: dict[str, Any], entry: Entry) -> Iterator[Span]:
    """The lines to replace in a section, and in the sections in it."""
    here, _ = text.places[path]
    if any(text.places[(*path, key)][0] == here for key in held):
        raise CannotAmend(f"`{path[-1]}` is written on one line", "Write each field on a line of its own.")
    indent = min(text.places[(*path, key)][1] for key in held) - 1
    stated = plain_entry(entry)
    for key, value in held.items():
        at = (*path, key)
        first, last = text.places[at][0], _last_line(text, at, indent)
        said = entry.get(key)
        if said is None:
            yield first, last, []
        elif isinstance(value, dict) and isinstance(stated[key], dict) and value:
            yield from _spans(text, at, value, said)  # type: ignore[arg-type]
        elif stated[key] != value:
            yield first, last, _replaced(text.lines[first - 1 : last], pairs({key: said}), indent)
    added = {key: value for key, value in entry.items() if key not in held}
    if added:
        end = text.end_of(path, indent)
        yield end + 1, end, [f"{' ' * indent}{pair}" for pair in pairs(added)]


def _last_line(text: YamlText, path: Path, indent: int) -> int:
    """The number of the last line of a value. Comments after it belong to what follows."""
    end = text.end_of(path, indent)
    while end > text.places[path][0] and text.lines[end - 1].lstrip().startswith("#"):
        end -= 1
    return end


def _replaced(lines: list[str], written: list[str], indent: int) -> list[str]:
    """The new lines of a field, with the comment that was on its line, and with the comments between its lines."""
    found = _ON_ONE_LINE.fullmatch(lines[0]) if len(lines) == 1 and len(written) == 1 else None
    comment = found[1] or "" if found else ""
    between = [line for line in lines[1:] if line.lstrip().startswith("#")]
    return [*between, *(f"{' ' * indent}{pair}{comment}" for pair in written)]
