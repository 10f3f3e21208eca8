"""Changing a record as little as a person would: an entry more, or a few values, and no other line touched.

The change is made in the text; then the file is read again, and unless it says exactly what it said before
plus the change, the change is refused.
"""

import copy
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casebound.load.strict_yaml import positions, read
from casebound.model.errors import CannotJudge

Path = tuple[str | int, ...]
Entry = Mapping[str, str | bool | Sequence[str]]
"""The fields of something new, in the order in which they are written. A list stands on one line."""

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/@+,()-]*(:[A-Za-z0-9._/@+,()-]+)*")
_WORDS = frozenset({"true", "false", "null", ""})
_VALUE = re.compile(r"(\s*(?:- )?[A-Za-z0-9_-]+:\s+)(\S.*?)(\s+#.*)?")
_EMPTY = re.compile(r"(:)\s*(\[\s*\]|\{\s*\})?\s*(#.*)?$")
_INDENT = 2


class CannotAmend(CannotJudge):
    """The record is written in a way that cannot be changed by machine."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A record as lines, with what it says and where."""

    content: dict[str, Any]
    lines: list[str]
    line_break: str
    places: Mapping[Path, tuple[int, int]]

    def end_of(self, path: Path, indent: int) -> int:
        """The number of the last line of a block; what stands further left after it belongs to what follows."""
        inside = [line for one, (line, _) in self.places.items() if one[: len(path)] == path]
        after = [line for one, (line, _) in self.places.items() if one[: len(path)] != path and line > max(inside)]
        end = min(after, default=len(self.lines) + 1) - 1
        while end and _belongs_below(self.lines[end - 1], indent):
            end -= 1
        return end

    def indent_of(self, path: Path) -> int | None:
        """How far a key or an item is set in that begins its line; None where something stands before it."""
        line, column = self.places[path]
        head = self.lines[line - 1][: column - 1]
        return None if head.strip(" -") else len(head) - len(head.lstrip())

    def joined(self, lines: list[str]) -> bytes:
        return self.line_break.join(lines).encode("utf-8", "surrogatepass")  # read again, such a byte is refused


def with_entry(data: bytes, section: str, entry: Entry) -> bytes:
    """The file with one more entry at the end of a top-level list, which is begun where it is not there yet.

    Raises CannotAmend, with what to do, where the file cannot be read or the list stands on one line.
    """
    text = _opened(data)
    listed = text.content.get(section) or []
    if not isinstance(listed, list):
        raise CannotAmend(f"`{section}` is no list", "Run casebound check and mend what it shows.")
    after = _grown(text, section, (section, 0), lambda indent: _item(entry, indent))
    return _proved(text.joined(after), {**text.content, section: [*listed, _plain(entry)]}, f"the entry to `{section}`")


def with_member(data: bytes, section: str, key: str, entry: Entry) -> bytes:
    """The file with one more named entry at the end of a top-level mapping, which is begun where it is not there yet.

    Raises CannotAmend where the name is taken, the file cannot be read or the mapping stands on one line.
    """
    text = _opened(data)
    held = text.content.get(section) or {}
    if not isinstance(held, dict) or key in held:
        raise CannotAmend(f"`{section}` cannot take a further {key}", "Run casebound check and mend what it shows.")
    after = _grown(text, section, (section, next(iter(held), "")), lambda indent: _member(key, entry, indent))
    return _proved(text.joined(after), {**text.content, section: {**held, key: _plain(entry)}}, f"{key} to `{section}`")


def with_field(data: bytes, path: Path, value: str) -> bytes:
    """The file with one more key at the end of a mapping that stands on lines of its own."""
    text = _opened(data)
    told, above = "/".join(map(str, path)), path[:-1]
    first = next((one for one in text.places if one[:-1] == above and len(one) == len(path)), None)
    indent = text.indent_of(first) if first else None
    if first is None or not indent or text.places[first][0] == text.places[above][0]:
        raise CannotAmend(f"{told} has no lines of its own to stand on", "Add it by hand.")
    wanted = copy.deepcopy(text.content)
    _set(wanted, path, value)
    end = text.end_of(above, indent)
    line = f"{' ' * indent}{path[-1]}: {scalar(value)}"
    return _proved(text.joined([*text.lines[:end], line, *text.lines[end:]]), wanted, told)


def with_values(data: bytes, values: Mapping[Path, str]) -> bytes:
    """The file with other values for some keys that stand on lines of their own.

    Raises CannotAmend where a key is not there, or its value spans more than its line.
    """
    text = _opened(data)
    lines, wanted = list(text.lines), copy.deepcopy(text.content)
    for path, value in values.items():
        found = _VALUE.fullmatch(lines[text.places[path][0] - 1]) if path in text.places else None
        if found is None:
            raise CannotAmend(f"{'/'.join(map(str, path))} does not stand on a line of its own", "Change it by hand.")
        lines[text.places[path][0] - 1] = f"{found[1]}{scalar(value)}{found[3] or ''}"
        _set(wanted, path, value)
    return _proved(text.joined(lines), wanted, "the values")


def scalar(text: str) -> str:
    """Text as it is written after a key: bare where that is plain to every reader, else in quotation marks."""
    plain = _PLAIN.fullmatch(text) and text not in _WORDS and not text.endswith(" ")
    return text if plain else json.dumps(text, ensure_ascii=False)


def flow(items: Sequence[str]) -> str:
    """A list on one line."""
    return f"[{', '.join(json.dumps(one, ensure_ascii=False) if ',' in one else scalar(one) for one in items)}]"


def _opened(data: bytes) -> _Text:
    before = read(data, "record")
    if before.problems or not isinstance(before.data, dict):
        raise CannotAmend("the record cannot be read", "Run casebound check and mend what it shows.")
    text = data.decode("utf-8")
    line_break = "\r\n" if "\r\n" in text else "\n"
    return _Text(before.data, text.split(line_break), line_break, positions(data))


def _proved(result: bytes, wanted: Mapping[str, Any], told: str) -> bytes:
    """The result, once it is known to say exactly what is wanted, in the same order."""
    again = read(result, "record")
    if again.problems or json.dumps(again.data) != json.dumps(wanted):
        raise CannotAmend(f"{told} cannot be written safely", "Change the record by hand.")
    return result


def _set(content: Any, path: Path, value: str) -> None:
    for part in path[:-1]:
        content = content[part]
    content[path[-1]] = value


def _grown(text: _Text, section: str, first: Path, body: Any) -> list[str]:
    """The lines with a further entry of a top-level section: begun at the end, where it is empty, or continued."""
    if (section,) not in text.places:
        lines = list(text.lines)
        while lines and not lines[-1].strip():
            lines.pop()
        return [*lines, "", f"{section}:", *body(_INDENT), ""]
    here = text.places[section,][0]
    if first not in text.places:
        head = _EMPTY.sub(lambda found: f":{'  ' + found[3] if found[3] else ''}", text.lines[here - 1])
        return [*text.lines[: here - 1], head, *body(_INDENT), *text.lines[here:]]
    indent = text.indent_of(first)
    if indent is None or text.places[first][0] == here:
        raise CannotAmend(f"`{section}` stands on one line", "Write its entries one below the other.")
    end = text.end_of((section,), indent)
    return [*text.lines[:end], *body(indent), *text.lines[end:]]


def _belongs_below(line: str, indent: int) -> bool:
    """Whether a line before the next entry is blank, or a comment set in less than the block is."""
    bare = line.lstrip()
    return not bare or line.startswith("#") or (bare.startswith("#") and len(line) - len(bare) < indent)


def _item(entry: Entry, indent: int) -> list[str]:
    return [f"{' ' * indent}{'  ' if at else '- '}{pair}" for at, pair in enumerate(_pairs(entry))]


def _member(key: str, entry: Entry, indent: int) -> list[str]:
    return [f"{' ' * indent}{key}:", *(f"{' ' * 2 * indent}{pair}" for pair in _pairs(entry))]


def _pairs(entry: Entry) -> list[str]:
    written: list[str] = []
    for key, value in entry.items():
        if isinstance(value, bool):
            written.append(f"{key}: {'true' if value else 'false'}")
        else:
            written.append(f"{key}: {scalar(value) if isinstance(value, str) else flow(value)}")
    return written


def _plain(entry: Entry) -> dict[str, Any]:
    return {key: value if isinstance(value, str | bool) else list(value) for key, value in entry.items()}
