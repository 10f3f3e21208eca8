"""Changing a record as little as a person would: an entry more, or a few values, and no other line touched.

The change is made in the text; then the file is read again, and unless it says exactly what it said before
plus the change, the change is refused.
"""

import copy
import json
import re
from collections.abc import Mapping
from typing import Any

from casebound.errors import CannotJudge
from casebound.load.yaml_reader import positions, read

Path = tuple[str | int, ...]

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/@+,()-]*(:[A-Za-z0-9._/@+,()-]+)*")
_WORDS = frozenset({"true", "false", "null", ""})
_VALUE = re.compile(r"(\s*(?:- )?[A-Za-z0-9_-]+:\s+)(\S.*?)(\s+#.*)?")
_EMPTY = re.compile(r"(:)\s*(\[\s*\])?\s*(#.*)?$")


class CannotAmend(CannotJudge):
    """The list is written in a way that an entry cannot be added to by machine."""


def with_entry(data: bytes, section: str, entry: Mapping[str, str]) -> bytes:
    """The file with one more entry at the end of a top-level list, which is begun where it is not there yet.

    Raises CannotAmend, with what to do, where the file cannot be read or the list stands on one line.
    """
    before = read(data, section)
    if before.problems or not isinstance(before.data, dict):
        raise CannotAmend("the record cannot be read", "Run casebound check and mend what it shows.")
    listed = before.data.get(section) or []
    text = data.decode("utf-8")
    break_ = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(break_)
    places = positions(data)
    if (section,) not in places:
        after = _appended(lines, section, entry)
    elif not listed:
        after = _begun(lines, places[section,][0] - 1, entry)
    else:
        after = _continued(lines, places, section, entry)
    result = break_.join(after).encode("utf-8")
    wanted = {**before.data, section: [*listed, dict(entry)]}
    again = read(result, section)
    if again.problems or again.data != wanted or list(again.data) != list(wanted):
        raise CannotAmend(f"the entry cannot be added to `{section}` safely", "Add it by hand.")
    return result


def with_values(data: bytes, values: Mapping[Path, str]) -> bytes:
    """The file with other values for some keys that stand on lines of their own.

    Raises CannotAmend where a key is not there, or its value spans more than its line.
    """
    before = read(data, "record")
    if before.problems:
        raise CannotAmend("the record cannot be read", "Run casebound check and mend what it shows.")
    text = data.decode("utf-8")
    break_ = "\r\n" if "\r\n" in text else "\n"
    lines, places, wanted = text.split(break_), positions(data), copy.deepcopy(before.data)
    for path, value in values.items():
        found = _VALUE.fullmatch(lines[places[path][0] - 1]) if path in places else None
        if found is None:
            raise CannotAmend(f"{'/'.join(map(str, path))} does not stand on a line of its own", "Change it by hand.")
        lines[places[path][0] - 1] = f"{found[1]}{_scalar(value)}{found[3] or ''}"
        _set(wanted, path, value)
    result = break_.join(lines).encode("utf-8")
    if read(result, "record").data != wanted:
        raise CannotAmend("the values cannot be changed safely", "Change them by hand.")
    return result


def _set(content: Any, path: Path, value: str) -> None:
    for part in path[:-1]:
        content = content[part]
    content[path[-1]] = value


def _appended(lines: list[str], section: str, entry: Mapping[str, str]) -> list[str]:
    body = list(lines)
    while body and not body[-1].strip():
        body.pop()
    return [*body, "", f"{section}:", *_item(entry, 2), ""]


def _begun(lines: list[str], at: int, entry: Mapping[str, str]) -> list[str]:
    head = _EMPTY.sub(lambda found: f":{'  ' + found[3] if found[3] else ''}", lines[at])
    return [*lines[:at], head, *_item(entry, 2), *lines[at + 1 :]]


def _continued(
    lines: list[str], places: Mapping[tuple[str | int, ...], tuple[int, int]], section: str, entry: Mapping[str, str]
) -> list[str]:
    first = lines[places[section, 0][0] - 1]
    indent = len(first) - len(first.lstrip())
    if not first.lstrip().startswith("- "):
        raise CannotAmend(f"`{section}` stands on one line", "Write its entries one below the other, each with a dash.")
    here = places[section,][0]
    following = [line for path, (line, _) in places.items() if len(path) == 1 and line > here]
    end = min(following, default=len(lines) + 1) - 1
    while end and _belongs_below(lines[end - 1]):
        end -= 1
    return [*lines[:end], *_item(entry, indent), *lines[end:]]


def _belongs_below(line: str) -> bool:
    """Whether a line before the next section is blank or a comment of that section."""
    return not line.strip() or line.startswith("#")


def _item(entry: Mapping[str, str], indent: int) -> list[str]:
    pairs = [f"{key}: {_scalar(value)}" for key, value in entry.items()]
    return [f"{' ' * indent}{'- ' if number == 0 else '  '}{pair}" for number, pair in enumerate(pairs)]


def _scalar(text: str) -> str:
    plain = _PLAIN.fullmatch(text) and text not in _WORDS and not text.endswith(" ")
    return text if plain else json.dumps(text, ensure_ascii=False)
