"""Rewrite the agreements register of format 1 in the current format. Comments and all other lines stay.

In format 2, each fact has a label of its own. What format 1 called confirmed is labeled official; nothing that it did
not confirm becomes confirmed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from casebound.edit.format_1_agreements import (
    HEALTH,
    in_format_2,
    label_of,
    label_of_row,
    label_of_rule,
    labels_of_pages,
    note_of_row,
)
from casebound.edit.yaml_edit import CannotAmend, Path, YamlText, opened, scalar
from casebound.load.strict_yaml import read
from casebound.model.registers import FORMAT

AGREEMENTS = "registers/agreements.yml"
CURRENT = "2"
_BY_HAND = "Rewrite the register by hand; docs/reference/schema-agreements.md describes each field."
_KEY = re.compile(r"(\s*(?:- )?)([a-z0-9_]+):(.*)")
_ITEM = re.compile(r"(\s*)- (.*)")
_COMMENT = re.compile(r"\s#.*$")
_STEP = 2


def migrated_agreements(data: bytes) -> bytes:
    """The agreements register in the current format. A register that already has this format is returned unchanged.

    Raises CannotAmend if the layout does not allow it.
    """
    text = opened(data)
    if text.content.get(FORMAT) != "1":
        return data
    edits = _Edits(text)
    for key, row in text.content.items():
        if isinstance(row, dict):
            _row(edits, (key,), row)
    edits.replace(text.places[FORMAT,][0], re.sub(r"1(?=[\"']?\s*(#|$))", CURRENT, edits.line((FORMAT,)), count=1))
    after = text.joined(edits.lines())
    again = read(after, AGREEMENTS)
    if again.problems or again.data != in_format_2(text.content):
        raise CannotAmend(f"{AGREEMENTS} cannot be rewritten safely, because of its layout", _BY_HAND)
    return after


@dataclass(slots=True)
class _Edits:
    """The changes of a text by line, counted from 1: what replaces a line, what follows it, and what is set in more."""

    text: YamlText
    replaced: dict[int, list[str]] = field(default_factory=dict)
    after: dict[int, list[str]] = field(default_factory=dict)
    shifted: set[int] = field(default_factory=set)

    def line(self, path: Path) -> str:
        return self.text.lines[self.text.places[path][0] - 1]

    def replace(self, number: int, *lines: str) -> None:
        self.replaced[number] = [*lines]

    def last(self, path: Path) -> int:
        """The last line of a value."""
        return self.text.end_of(path, _indent(self.line(path)) + 1)

    def append(self, path: Path, *lines: str) -> None:
        """Add lines to the end of a block, set in as its keys are."""
        lead = " " * (_indent(self.line(path)) + _STEP)
        self.after.setdefault(self.last(path), []).extend(f"{lead}{line}" for line in lines)

    def remove(self, path: Path) -> None:
        """Remove a value on a line of its own. A comment on the line stays."""
        number, line = self.text.places[path][0], self.line(path)
        comment = _COMMENT.search(line)
        self.replaced[number] = [" " * _indent(line) + comment[0].strip()] if comment else []
        for each in range(number + 1, self.last(path) + 1):
            self.replaced[each] = [
                comment_line for comment_line in (self.text.lines[each - 1],) if comment_line.strip().startswith("#")
            ]

    def rewrite(self, path: Path, *pairs: str) -> None:
        """Put other pairs of a key and a value in the place of one that is on a line of its own."""
        number, line = self.text.places[path][0], self.line(path)
        comment = _COMMENT.search(line)
        lead = " " * _indent(line)
        self.replaced[number] = [
            f"{lead}{pairs[0]}{comment[0] if comment else ''}",
            *(lead + pair for pair in pairs[1:]),
        ]

    def wrap(self, path: Path, *more: str) -> None:
        """Make a text the `text` of a block, followed by other pairs."""
        number, found = self.text.places[path][0], _KEY.fullmatch(self.line(path))
        item = _ITEM.fullmatch(self.line(path))
        if isinstance(path[-1], int) and item:
            self.replaced[number], lead = [f"{item[1]}- text: {item[2]}"], item[1] + " " * _STEP
        elif found:
            lead = found[1] + " " * _STEP
            self.replaced[number] = [f"{found[1]}{found[2]}:", f"{lead}text:{found[3]}"]
        else:
            raise CannotAmend(f"{AGREEMENTS} cannot be rewritten safely, because of its layout", _BY_HAND)
        last = self.last(path)
        self.shifted |= {*range(number + 1, last + 1)}
        self.after.setdefault(last, []).extend(f"{lead}{line}" for line in more)

    def lines(self) -> list[str]:
        written: list[str] = []
        for number, line in enumerate(self.text.lines, 1):
            shifted = f"{' ' * _STEP}{line}" if number in self.shifted and line.strip() else line
            written += [*self.replaced.get(number, [shifted]), *self.after.get(number, [])]
        return written


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _row(edits: _Edits, at: Path, row: Mapping[str, Any]) -> None:
    notes = row.get("field_confidence") or {}
    edits.rewrite((*at, "confidence"), f"label: {label_of_row(row)}", *_row_note(notes))
    _terms(edits, at, row, notes)
    edits.wrap((*at, "us_programs"), f"label: {label_of_row(row)}", *_note(notes, "us_programs"))
    _confirmed(edits, (*at, "agency"), row["agency"], notes)
    label = label_of(confirmed=row["affiliate"]["basis"] != "unknown")
    edits.append((*at, "affiliate"), f"label: {label}", *_note(notes, "affiliate"))
    months = row.get("extension_months")
    more = [f"months: {months}"] if months is not None else []
    label = label_of(confirmed=months is not None)
    edits.wrap((*at, "extension"), *more, f"label: {label}", *_note(notes, "extension"))
    if months is not None:
        edits.remove((*at, "extension_months"))
    if "health_cover" in row:
        required, label = HEALTH[row["health_cover"]]
        more = [f"required: {str(required).lower()}", f"label: {label}", *_note(notes, "health_cover")]
        edits.rewrite((*at, "health_cover"), "health_cover:", *(f"  {line}" for line in more))
    for index in range(len(row.get("special_rules") or ())):
        edits.wrap((*at, "special_rules", index), f"label: {label_of_row(row)}")
    for index in range(len(row.get("conflicts") or ())):
        edits.wrap((*at, "conflicts", index))
    for index, label in enumerate(labels_of_pages(row)):
        place = (*at, "sources", index, "url")
        edits.after.setdefault(edits.last(place), []).insert(0, f"{_lead_of_item(edits, place)}label: {label}")
    for index, terms in enumerate(row.get("earlier_terms") or ()):
        place = (*at, "earlier_terms", index)
        _terms(edits, place, terms, {})
        if "extension_months" in terms:
            months = terms["extension_months"]
            edits.rewrite((*place, "extension_months"), "extension:", f"  months: {months}", "  label: official")
    if notes:
        edits.remove((*at, "field_confidence"))


def _terms(edits: _Edits, at: Path, terms: Mapping[str, Any], notes: Mapping[str, str]) -> None:
    """The parts that earlier terms can have as well."""
    if "limit" in terms:
        _confirmed(edits, (*at, "limit"), terms["limit"], notes)
    if "self_employed" in terms:
        place = (*at, "self_employed")
        pairs = [f"label: {label_of_rule(terms['self_employed'])}", *_note(notes, "self_employed")]
        edits.rewrite((*place, "basis"), *pairs)
        edits.remove((*place, "confirmed"))
    if "programs" in terms:
        _programs(edits, (*at, "programs"), terms["programs"], notes)


def _confirmed(edits: _Edits, at: Path, fact: Mapping[str, Any], notes: Mapping[str, str]) -> None:
    edits.rewrite((*at, "confirmed"), f"label: {label_of(confirmed=fact['confirmed'])}", *_note(notes, str(at[-1])))


def _programs(edits: _Edits, at: Path, programs: Mapping[str, Any], notes: Mapping[str, str]) -> None:
    for index, program in enumerate(programs.get("unconfirmed") or ()):
        place = (*at, "unconfirmed", index)
        found = _ITEM.fullmatch(edits.line(place))
        if found is None:
            raise CannotAmend(f"{AGREEMENTS} cannot be rewritten safely, because of its layout", _BY_HAND)
        number = edits.text.places[place][0]
        comment = _COMMENT.search(found[2])
        head = f"{found[1]}- program: {program}{comment[0] if comment else ''}"
        edits.replace(number, head, f"{found[1]}  label: unknown")
    edits.append(at, f"label: {label_of(confirmed=bool(programs.get('confirmed')))}", *_note(notes, "programs"))


def _note(notes: Mapping[str, str], part: str) -> list[str]:
    return [f"note: {scalar(notes[part])}"] if part in notes else []


def _row_note(notes: Mapping[str, str]) -> list[str]:
    text = note_of_row(notes)
    return [f"note: {scalar(text)}"] if text else []


def _lead_of_item(edits: _Edits, path: Path) -> str:
    line = edits.line(path)
    lead = " " * _indent(line)
    return lead + " " * _STEP if line.lstrip().startswith("- ") else lead
