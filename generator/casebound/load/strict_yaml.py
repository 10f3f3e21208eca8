"""Strict YAML: one document of mappings, lists and text, with a single meaning.

Every plain scalar is text except `true`, `false`, `null` and an empty value, so `NO` is Norway and
`0012345` keeps its zeros. Anchors, aliases, tags, merge keys, repeated keys, further documents,
hidden characters, and nesting beyond `MOST_LEVELS` are problems with a position; of many problems,
the first `MOST_PROBLEMS` are reported. A UTF-8 byte order mark at the beginning is accepted.

Keys and values are read in Unicode normal form C (NFC): a name that was typed in another form is the same name.

Reading keeps no positions. `positions` parses the bytes again for the few files that need them.
"""

import codecs
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import yaml

from casebound.model.hidden_characters import hidden_characters
from casebound.model.normal_form import composed

MOST_BYTES = 1 << 20
READ_BYTES = MOST_BYTES + 1  # enough to notice that a file is larger
MOST_LEVELS = 20
MOST_PROBLEMS = 100

_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "": None}
_BLOCKS = ("|", ">")
_ESCAPING = '"'  # only in double quotation marks does a backslash begin an escape sequence

Place = tuple[int, int]
_Events = getattr(yaml, "CLoader", yaml.Loader)  # only its events are used, never its constructor


@dataclass(frozen=True, slots=True)
class Problem:
    """An error in a YAML file, with its line and column, counted from 1."""

    rule: str
    line: int
    column: int
    message: str
    path: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The content of one file. `data` is None if there are problems."""

    name: str
    data: Any
    problems: tuple[Problem, ...] = ()


class _TooDeep(Exception):
    """Stops reading before the nesting reaches Python's recursion limit."""

    def __init__(self, event: Any) -> None:
        super().__init__()
        self.event = event


@dataclass(slots=True)
class _Reading:
    """The state of one pass over the events of a file; `places` is filled only if it is a mapping."""

    problems: list[Problem] = field(default_factory=list)
    places: dict[tuple[str | int, ...], Place] | None = None

    def refuse(self, rule: str, event: Any, message: str, path: tuple[str | int, ...] = ()) -> None:
        mark = event.start_mark
        self.problems.append(Problem(rule, mark.line + 1, mark.column + 1, message, path))

    def note(self, path: tuple[str | int, ...], event: Any) -> None:
        if self.places is not None:
            self.places.setdefault(path, (event.start_mark.line + 1, event.start_mark.column + 1))


def read(data: bytes, name: str) -> Document:
    """Read the bytes of one file. Never raises an exception because of the content: each error becomes a problem."""
    text, problems = _decoded(data)
    if problems:
        return Document(name, None, problems)
    reading = _Reading()
    value = _parsed(text, reading)
    if reading.problems:
        return Document(name, None, _first(reading.problems, len(reading.problems)))
    return Document(name, value)


def _first(problems: Iterable[Problem], count: int) -> tuple[Problem, ...]:
    """The first of `count` problems of a file; the last of them states how many more there are."""
    first = tuple(islice(problems, MOST_PROBLEMS))
    if count <= MOST_PROBLEMS:
        return first
    message = f"{first[-1].message}; and {count - MOST_PROBLEMS} more problems follow in this file"
    return (*first[:-1], replace(first[-1], message=message))


def positions(data: bytes) -> Mapping[tuple[str | int, ...], Place]:
    """Where each key and each list item of a file begins, by its path, as (line, column) from 1.

    The position of a mapping's entry is the position of its key. If the file has an error, positions end there.
    """
    reading = _Reading(places={(): (1, 1)})
    _parsed(data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace"), reading)
    return reading.places or {}


def comments(data: bytes) -> Iterator[tuple[int, int, str]]:
    """The comments of a file that can be read, each with its line and column."""
    if b"#" not in data:
        return
    text, last = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace"), None
    for token in yaml.scan(text, Loader=_Events):
        begins, ends = token.start_mark, token.end_mark
        if last is not None and begins.index > last.index:
            yield from _comments_in(text[last.index : begins.index], last)
        if isinstance(token, yaml.ScalarToken) and token.style in _BLOCKS:  # a comment may follow the sign of a block
            yield from _comments_in(text[begins.index : text.find("\n", begins.index)], begins)
        last = ends if last is None or ends.index > last.index else last


def _comments_in(between: str, mark: Any) -> Iterator[tuple[int, int, str]]:
    """The comments in the text between two tokens, which begins at a mark."""
    for number, line in enumerate(between.splitlines()):
        position = line.find("#")
        if position >= 0:
            yield mark.line + number + 1, position + 1 + (0 if number else mark.column), line[position:]


def _decoded(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    if len(data) > MOST_BYTES:
        return "", (Problem("F01", 1, 1, f"the file is larger than {MOST_BYTES >> 10} KiB"),)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place_of(data[: error.start].decode("utf-8", "replace"))
        return "", (Problem("F01", line, column, f"the byte 0x{data[error.start]:02x} is not valid UTF-8"),)
    hidden = sorted(hidden_characters(text))
    return text, _first(_refused(text, hidden), len(hidden))


def _refused(text: str, hidden: Iterable[tuple[int, str]]) -> Iterator[Problem]:
    line, begins, seen = 1, 0, 0  # the line of the last character, where it begins, and the character's position
    for position, character in hidden:
        line += text.count("\n", seen, position)
        begins = text.rfind("\n", seen, position) + 1 or begins
        seen = position
        yield Problem("F03", line, position - begins + 1, f"this is {_named(character)}")


def _named(character: str) -> str:
    if character == "\r":
        return "a carriage return without a line feed, which many editors do not show as the end of a line"
    return f"the hidden or direction-changing character U+{ord(character):04X}"


def _place_of(before: str) -> Place:
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _parsed(text: str, reading: _Reading) -> Any:
    parser = _Events(text)
    try:
        return _document(parser, reading)
    except _TooDeep as too_deep:
        reading.refuse("F02", too_deep.event, f"nested more than {MOST_LEVELS} levels deep")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = "; ".join(part for part in (error.context, error.problem) if part)
        reading.problems.append(Problem("F01", line, column, f"invalid YAML: {said}"))
    except yaml.YAMLError as error:
        reading.problems.append(Problem("F01", 1, 1, f"invalid YAML: {error}"))
    finally:
        parser.dispose()
    return None


def _document(parser: Any, reading: _Reading) -> Any:
    parser.get_event()  # the stream begins
    if isinstance(parser.get_event(), yaml.StreamEndEvent):
        return None
    value = _value(parser, parser.get_event(), (), reading)
    parser.get_event()  # the document ends
    following = parser.get_event()
    if not isinstance(following, yaml.StreamEndEvent):
        reading.refuse("F02", following, "a second YAML document begins here; a file may contain only one")
    return value


def _value(parser: Any, event: Any, path: tuple[str | int, ...], reading: _Reading) -> Any:
    if isinstance(event, yaml.AliasEvent):
        reading.refuse("F02", event, f"the alias *{event.anchor} is not allowed", path)
        return None
    if event.anchor is not None:
        reading.refuse("F02", event, f"the anchor &{event.anchor} is not allowed", path)
    if event.tag is not None:
        reading.refuse("F02", event, f"the tag {event.tag} is not allowed", path)
    if isinstance(event, yaml.ScalarEvent):
        if event.style == _ESCAPING:
            _refuse_escaped(event, path, reading)
        plain = event.implicit[0] and event.style in (None, "")
        return _WORDS.get(event.value, composed(event.value)) if plain else composed(event.value)
    if len(path) >= MOST_LEVELS:
        raise _TooDeep(event)
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(parser, path, reading)
    return _mapping(parser, path, reading)


def _sequence(parser: Any, path: tuple[str | int, ...], reading: _Reading) -> list[Any]:
    items: list[Any] = []
    while not isinstance(event := parser.get_event(), yaml.SequenceEndEvent):
        here = (*path, len(items))
        reading.note(here, event)
        items.append(_value(parser, event, here, reading))
    return items


def _mapping(parser: Any, path: tuple[str | int, ...], reading: _Reading) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    while not isinstance(event := parser.get_event(), yaml.MappingEndEvent):
        key = _key(parser, event, path, reading)
        here = (*path, key)
        if key in entries:
            reading.refuse("F02", event, f"the key `{key}` is repeated", here)
        reading.note(here, event)
        entries[key] = _value(parser, parser.get_event(), here, reading)
    return entries


def _refuse_escaped(event: Any, path: tuple[str | int, ...], reading: _Reading) -> None:
    """A quoted text can contain a hidden character as an escape sequence, such as \\u202e."""
    found = next(hidden_characters(event.value), None)
    if found is not None:
        reading.refuse("F03", event, f"an escape sequence in the text stands for {_named(found[1])}", path)


def _key(parser: Any, event: Any, path: tuple[str | int, ...], reading: _Reading) -> str:
    if not isinstance(event, yaml.ScalarEvent):
        reading.refuse("F02", event, "a key must be text, not a list, a mapping or an alias", path)
        _value(parser, event, (*path, ""), reading)  # counts as a level, so that nested keys reach the limit too
        return ""
    if event.style == _ESCAPING:
        _refuse_escaped(event, path, reading)
    if event.value == "<<" and event.implicit[0]:
        reading.refuse("F02", event, "the merge key << is not allowed", path)
    if event.anchor is not None or event.tag is not None:
        reading.refuse("F02", event, "anchors and tags are not allowed", path)
    return composed(event.value)
