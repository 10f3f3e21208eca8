"""Change a YAML file in place: add an entry or replace values, and leave every other line as it is.

The change is made in the text. Then the file is read again, and the change is refused unless the content is exactly
the previous content plus the change.
"""

import copy
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casebound.load.strict_yaml import positions, read
from casebound.model.errors import CannotJudge
from casebound.model.normal_form import composed
from casebound.model.registers import FORMAT

Path = tuple[str | int, ...]
Entry = Mapping[str, "str | bool | Sequence[str] | Sequence[Entry] | Entry"]
"""The fields of a new entry in the order in which they are written. A list of texts is written on one line."""

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/@+,()-]*(:[A-Za-z0-9._/@+,()-]+)*")
_WORDS = frozenset({"true", "false", "null", ""})
_VALUE = re.compile(r"(\s*(?:- )?[A-Za-z0-9_-]+:\s+)(\S.*?)(\s+#.*)?")
_EMPTY = re.compile(r"(:)\s*(\[\s*\]|\{\s*\})?\s*(#.*)?$")
_INDENT = 2
_HEADING = "# ──"  # begins a comment that heads a group of rows
_CHECK = "Run casebound check and fix the errors that it reports."


class CannotAmend(CannotJudge):
    """The layout of the file does not allow an automatic change."""


@dataclass(frozen=True, slots=True)
class YamlText:
    """A file as lines, with its content and the position of every key."""

    content: dict[str, Any]
    lines: list[str]
    line_break: str
    places: Mapping[Path, tuple[int, int]]

    def end_of(self, path: Path, indent: int) -> int:
        """The number of the last line of a block. Less indented comments after the block belong to the next entry."""
        inside = [line for key, (line, _) in self.places.items() if key[: len(path)] == path]
        after = [line for key, (line, _) in self.places.items() if key[: len(path)] != path and line > max(inside)]
        end = min(after, default=len(self.lines) + 1) - 1
        while end and _belongs_below(self.lines[end - 1], indent):
            end -= 1
        return end

    def indent_of(self, path: Path) -> int | None:
        """The indentation of a key or an item; None if other text comes before it on its line."""
        line, column = self.places[path]
        head = self.lines[line - 1][: column - 1]
        return None if head.strip(" -") else len(head) - len(head.lstrip())

    def joined(self, lines: list[str]) -> bytes:
        return self.line_break.join(lines).encode("utf-8", "surrogatepass")  # the check refuses such a byte


def with_entry(data: bytes, path: Path, entry: Entry) -> bytes:
    """The file with a new entry at the end of a list. A missing list is added at the end of its section.

    Raises CannotAmend, with a remedy, if the file cannot be read or the list is written on one line.
    """
    text, name = opened(data), "/".join(map(str, path))
    wanted = copy.deepcopy(text.content)
    listed = value_at(wanted, path) or []
    if not isinstance(listed, list):
        raise CannotAmend(f"`{name}` is not a list", _CHECK)
    _set(wanted, path, [*listed, plain_entry(entry)])
    after = _grown(text, path, (*path, 0), lambda indent: _item(entry, indent))
    return proved(text.joined(after), wanted, f"the entry to `{name}`")


def with_member(data: bytes, section: str, key: str, entry: Entry) -> bytes:
    """The file with a new named entry at the end of a top-level mapping. A missing mapping is added.

    Raises CannotAmend if the name exists, the file cannot be read or the mapping is written on one line.
    """
    text = opened(data)
    held = text.content.get(section) or {}
    if not isinstance(held, dict) or key in held:
        raise CannotAmend(f"{key} cannot be added to `{section}`", _CHECK)
    after = _grown(text, (section,), (section, next(iter(held), "")), lambda indent: _member(key, entry, indent))
    return proved(
        text.joined(after), {**text.content, section: {**held, key: plain_entry(entry)}}, f"{key} to `{section}`"
    )


def with_section(data: bytes, key: str, entry: Entry) -> bytes:
    """The file with a new top-level key and its entry at the end. Raises CannotAmend if the key exists."""
    text = opened(data)
    if key in text.content:
        raise CannotAmend(f"{key} cannot be added, because it exists", _CHECK)
    lines = _begun(text, (key,), lambda indent: [f"{' ' * indent}{pair}" for pair in pairs(entry)])
    return proved(text.joined(lines), {**text.content, key: plain_entry(entry)}, key)


def with_field(data: bytes, path: Path, value: str | Sequence[str] | Entry) -> bytes:
    """The file with a new key at the end of a block mapping. A mapping is written as a block below the key."""
    text, name, above = opened(data), "/".join(map(str, path)), path[:-1]
    indent = block_indent(text, path)
    wanted = copy.deepcopy(text.content)
    _set(wanted, path, value)
    end = text.end_of(above, indent)
    written = [f"{' ' * indent}{pair}" for pair in pairs({str(path[-1]): value})]
    return proved(text.joined([*text.lines[:end], *written, *text.lines[end:]]), wanted, name)


def with_values(data: bytes, values: Mapping[Path, str]) -> bytes:
    """The file with other values for some keys. Each key and value must be on one line.

    Raises CannotAmend if a key is missing, or its value continues on the next line.
    """
    text = opened(data)
    lines, wanted = list(text.lines), copy.deepcopy(text.content)
    for path, value in values.items():
        found = _VALUE.fullmatch(lines[text.places[path][0] - 1]) if path in text.places else None
        if found is None:
            raise CannotAmend(f"{'/'.join(map(str, path))} is not on a line of its own", "Change the line by hand.")
        lines[text.places[path][0] - 1] = f"{found[1]}{scalar(value)}{found[3] or ''}"
        _set(wanted, path, value)
    return proved(text.joined(lines), wanted, "the values")


def with_rows_only(data: bytes, keys: Collection[str]) -> bytes:
    """A register with its format number and these rows alone, each with the comments that belong to it."""
    head, blocks = _blocks(data)
    kept, heading = list(head), list[str]()
    for key, lead, body in blocks:
        own = [line for line in lead if line.startswith(_HEADING)]
        heading = [*own, ""] if own else heading
        if key in keys or key == FORMAT:
            kept += [*heading, *(line for line in lead if line not in own and line.strip()), *body]
            heading = []
    return ("\n".join(kept).rstrip("\n") + "\n").encode()


def without_key(data: bytes, key: str) -> bytes:
    """A register without a top-level key and the comment above it."""
    head, blocks = _blocks(data)
    kept = [line for name, lead, body in blocks if name != key for line in (*lead, *body)]
    return ("\n".join([*head, *kept]).rstrip("\n") + "\n").encode()


def block_indent(text: YamlText, path: Path) -> int:
    """The indentation of the keys beside a new key. Raises CannotAmend if they are not on lines of their own."""
    above = path[:-1]
    first = next((key for key in text.places if key[:-1] == above and len(key) == len(path)), None)
    indent = text.indent_of(first) if first else None
    in_item = isinstance(above[-1], int)  # the first key of an item is on the line of its dash
    if first and indent is not None and in_item:
        indent = text.places[first][1] - 1
    if first is None or not indent or (text.places[first][0] == text.places[above][0] and not in_item):
        message = f"{'/'.join(map(str, path))} cannot be added, because its section is not a block"
        raise CannotAmend(message, "Add the line by hand.")
    return indent


def scalar(text: str) -> str:
    """Text as it is written after a key: plain if every YAML reader reads it as text, else in quotation marks."""
    text = composed(text)
    plain = _PLAIN.fullmatch(text) and text not in _WORDS and not text.endswith(" ")
    return text if plain else json.dumps(text, ensure_ascii=False)


def flow(items: Sequence[str]) -> str:
    """A list on one line."""
    return f"[{', '.join(json.dumps(item, ensure_ascii=False) if ',' in item else scalar(item) for item in items)}]"


def opened(data: bytes) -> YamlText:
    """A file that can be amended. Raises CannotAmend if it cannot be read."""
    before = read(data, "record")
    if before.problems or not isinstance(before.data, dict):
        raise CannotAmend("the record cannot be read", _CHECK)
    text = data.decode("utf-8")
    line_break = "\r\n" if "\r\n" in text else "\n"
    return YamlText(before.data, text.split(line_break), line_break, positions(data))


def proved(result: bytes, wanted: Mapping[str, Any], change: str) -> bytes:
    """The result, after a check that its content is exactly the wanted content in the same order."""
    again = read(result, "record")
    if again.problems or json.dumps(again.data) != json.dumps(wanted):
        raise CannotAmend(f"{change} cannot be written safely", "Change the record by hand.")
    return result


def _set(content: Any, path: Path, value: str | Sequence[Any] | Entry) -> None:
    for part in path[:-1]:
        content = content[part]
    if isinstance(value, Mapping):
        content[path[-1]] = plain_entry(value)
    else:
        content[path[-1]] = composed(value) if isinstance(value, str) else value


def value_at(content: Any, path: Path) -> Any:
    """The value at a path; None if it is missing."""
    for part in path:
        content = content.get(part) if isinstance(content, Mapping) else None
    return content


def _grown(text: YamlText, path: Path, first: Path, body: Any) -> list[str]:
    """The lines with a further entry of a section: begun at the end, where it is empty, or continued."""
    if path not in text.places:
        return _begun(text, path, body)
    here, column = text.places[path]
    if first not in text.places:
        head = _EMPTY.sub(lambda found: f":{'  ' + found[3] if found[3] else ''}", text.lines[here - 1])
        return [*text.lines[: here - 1], head, *body(column - 1 + _INDENT), *text.lines[here:]]
    indent = text.indent_of(first)
    if indent is None or text.places[first][0] == here:
        raise CannotAmend(f"`{path[-1]}` is written on one line", "Write each entry on lines of its own.")
    end = text.end_of(path, indent)
    return [*text.lines[:end], *body(indent), *text.lines[end:]]


def _begun(text: YamlText, path: Path, body: Any) -> list[str]:
    """The lines with a new section: at the end of the file, or at the end of the block that it belongs to."""
    if len(path) == 1:
        lines = list(text.lines)
        while lines and not lines[-1].strip():
            lines.pop()
        return [*lines, "", f"{path[0]}:", *body(_INDENT), ""]
    indent = block_indent(text, path)
    end = text.end_of(path[:-1], indent)
    return [*text.lines[:end], f"{' ' * indent}{path[-1]}:", *body(indent + _INDENT), *text.lines[end:]]


def _belongs_below(line: str, indent: int) -> bool:
    """Whether a line before the next entry is blank, or a comment set in less than the block is."""
    bare = line.lstrip()
    return not bare or line.startswith("#") or (bare.startswith("#") and len(line) - len(bare) < indent)


def _item(entry: Entry, indent: int) -> list[str]:
    return [f"{' ' * indent}{'  ' if at else '- '}{pair}" for at, pair in enumerate(pairs(entry))]


def _member(key: str, entry: Entry, indent: int) -> list[str]:
    return [f"{' ' * indent}{key}:", *(f"{' ' * 2 * indent}{pair}" for pair in pairs(entry))]


def pairs(entry: Entry) -> list[str]:
    """The lines of a mapping, without the indentation of the mapping itself."""
    written: list[str] = []
    for key, value in entry.items():
        if isinstance(value, bool):
            written.append(f"{key}: {'true' if value else 'false'}")
        elif isinstance(value, Mapping):
            written += [f"{key}:", *(f"{' ' * _INDENT}{pair}" for pair in pairs(value))]
        elif isinstance(value, str):
            written.append(f"{key}: {scalar(value)}")
        elif entries := [item for item in value if not isinstance(item, str)]:
            written += [f"{key}:", *(line for item in entries for line in _item(item, _INDENT))]
        else:
            written.append(f"{key}: {flow([item for item in value if isinstance(item, str)])}")
    return written


def plain_entry(entry: Entry) -> dict[str, Any]:
    """A new entry as it is read again."""
    return {key: _plain_of(value) for key, value in entry.items()}


def _plain_of(value: str | bool | Sequence[str] | Sequence[Entry] | Entry) -> Any:  # noqa: FBT001 - a kind of value
    if isinstance(value, Mapping):
        return plain_entry(value)
    if isinstance(value, bool):
        return value
    return composed(value) if isinstance(value, str) else [*map(_plain_of, value)]


def _blocks(data: bytes) -> tuple[list[str], list[tuple[str, list[str], list[str]]]]:
    """A register's head, up to its first blank line, and each key with the comments before it and its lines."""
    lines = data.decode("utf-8").split("\n")
    first = lines.index("") + 1
    starts = [(place[0] - 1, str(path[0])) for path, place in positions(data).items() if len(path) == 1]
    blocks, above = list[tuple[str, list[str], list[str]]](), first
    for number, (at, key) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(lines)
        while end - 1 > at and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
            end -= 1  # what stands before the next key is its own
        body = lines[at:end] if lines[end : end + 1] != [""] else [*lines[at:end], ""]
        blocks.append((key, lines[above:at], body))
        above = end + (body[-1] == "")
    return lines[:first], blocks
