"""Read the rows of a sheet with a mapping: each field as its kind, and every cell that cannot be understood."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from casebound.edit.spreadsheet_import.cell_dates import NoDate, day_in, typed_day
from casebound.edit.spreadsheet_import.cell_names import RegisterNames, UnknownName
from casebound.edit.spreadsheet_import.column_mapping import ColumnMapping, word_key
from casebound.edit.spreadsheet_import.header_rows import columns_of
from casebound.edit.spreadsheet_import.import_fields import FIELDS, FieldKind, ImportField
from casebound.load.tables.table_cells import CellValue, SheetContent, address
from casebound.model.days import Day
from casebound.model.hidden_characters import hidden_characters
from casebound.model.import_outcome import CellNote
from casebound.model.names import is_placeholder

FieldValue = str | Day | tuple[str, ...]
_SHOWN = 60  # characters of a cell in a message
_LETTERS = "abcdefghijklmnop"
_MARK_LENGTH = 12


_FREE = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT})
_EMPTY = frozenset({"-", "--", "–", "—", "?", "n/a", "n.a.", "tbd", "tba", "tbc", "unknown", "pending"})


class NotUnderstood(ValueError):
    """A cell that cannot be understood; the message is the end of a sentence about the cell."""


@dataclass(slots=True)
class ReadRow:
    """A row with its values by field, and the cell of each value that has one.

    `shown` are the texts of the cells, and `refused` the fields whose cell cannot be understood. `mark` is a digest of
    the values in letters. It shows later whether the row was changed since it was imported.
    """

    row: int
    values: dict[str, FieldValue] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    problems: list[CellNote] = field(default_factory=list)
    notes: list[CellNote] = field(default_factory=list)

    @property
    def mark(self) -> str:
        values = {name: value if isinstance(value, tuple) else str(value) for name, value in self.values.items()}
        digest = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
        return "".join(_LETTERS[int(digit, 16)] for digit in digest[:_MARK_LENGTH])

    def text(self, name: str) -> str:
        """The text of a field; empty if the row does not have it."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else str(value)

    def day(self, name: str) -> Day | None:
        """The day of a field; None if the row does not have it."""
        value = self.values.get(name)
        return value if isinstance(value, Day) else None

    def listed(self, name: str) -> tuple[str, ...]:
        """The texts of a field with several values."""
        value = self.values.get(name)
        return value if isinstance(value, tuple) else ()

    def problem(self, text: str, name: str = "") -> None:
        """Note why the row cannot be written, with the cell of a field."""
        note = CellNote(text, self.cells.get(name, ""))
        if note not in self.problems:
            self.problems.append(note)


@dataclass(frozen=True, slots=True)
class ReadRows:
    """The rows of a sheet with content, and how many rows are empty or repeat the header."""

    rows: tuple[ReadRow, ...]
    empty: int = 0
    repeated_headers: int = 0


class RowReader:
    """Reads rows with a mapping and the registers. `folder` is the folder of the spreadsheet, for files beside it."""

    def __init__(self, mapping: ColumnMapping, sheet: SheetContent, names: RegisterNames, folder: Path) -> None:
        self.mapping = mapping
        self.sheet = sheet
        self.names = names
        self.folder = folder
        self.fields = FIELDS[mapping.imports]
        self._readers: Mapping[FieldKind, Callable[[str, str], FieldValue]] = {
            FieldKind.TEXT: lambda _, text: self._line(text),
            FieldKind.LONG_TEXT: lambda _, text: text,
            FieldKind.DAY: lambda _, text: typed_day(text),
            FieldKind.COUNTRY: lambda _, text: names.country(text),
            FieldKind.COUNTRIES: self._countries,
            FieldKind.EMPLOYER: lambda _, text: names.employer(text),
            FieldKind.PERSON: lambda _, text: names.person(text),
            FieldKind.CHOICE: self._choice,
            FieldKind.CHOICES: lambda name, text: tuple(self._choice(name, part) for part in _parts(text)),
            FieldKind.FILE: lambda _, text: self._file(text),
        }

    def rows(self) -> ReadRows:
        """All rows below the header."""
        headers, first = columns_of(self.sheet, self.mapping.header), max(self.mapping.header) + 1
        below = [row for row in sorted(self.sheet.rows) if row >= first]
        rows, repeated = list[ReadRow](), 0
        for row in below:
            texts = {column: self.sheet.rows[row].get(column) for column in self.mapping.columns.values()}
            filled = {column: cell for column, cell in texts.items() if cell is not None}
            if not filled:
                continue
            if all(word_key(cell.text) == word_key(headers[column]) for column, cell in filled.items()):
                repeated += 1
                continue
            rows.append(self._row(row))
        last = max(below, default=first - 1)
        return ReadRows(tuple(rows), last - first + 1 - len(rows) - repeated, repeated)

    def _row(self, number: int) -> ReadRow:
        row = ReadRow(number)
        for name, known in self.fields.items():
            if (column := self.mapping.columns.get(name)) is not None:
                cell = self.sheet.rows[number].get(column)
                row.cells[name] = address(number, column)
                if cell is not None:
                    row.shown[name] = cell.text
                    self._read(row, name, known, cell)
            elif text := self.mapping.same_for_all.get(name):
                self._read(row, name, known, CellValue(text))
        return row

    def _read(self, row: ReadRow, name: str, known: ImportField, cell: CellValue) -> None:
        try:
            value = self._value(name, known, cell)
        except (NotUnderstood, NoDate, UnknownName) as reason:
            row.problem(" ".join(f"{_label(name)}: {_quoted(cell.text)} {reason}".split()), name)
            row.refused.add(name)
            return
        if value is None:
            row.notes.append(CellNote(f"{_label(name)}: {_quoted(cell.text)} counts as empty", row.cells.get(name, "")))
        else:
            row.values[name] = value

    def _value(self, name: str, known: ImportField, cell: CellValue) -> FieldValue | None:
        if cell.problem is not None:
            raise NotUnderstood(cell.problem)
        if any(hidden_characters(cell.text)):
            raise NotUnderstood("contains characters that a reader does not see. Type the text again")
        meaning = self.mapping.words.get(name, {}).get(word_key(cell.text))
        if meaning is None and _counts_as_empty(known.kind, cell.text):
            return None
        if known.kind is FieldKind.DAY and meaning is None and name in self.mapping.columns:
            return day_in(cell, self.sheet, self.mapping.order)
        return self._readers[known.kind](name, meaning or cell.text)

    def _choice(self, name: str, text: str) -> str:
        meaning = self.mapping.words.get(name, {}).get(word_key(text), word_key(text))
        if meaning not in self.fields[name].choices:
            where = f"words/{name}" if name in self.mapping.columns else f"same_for_all/{name}"
            raise NotUnderstood(f"has no known meaning. Add its meaning to the mapping file, under {where}")
        return meaning

    def _countries(self, name: str, text: str) -> tuple[str, ...]:
        words = self.mapping.words.get(name, {})
        codes = (self.names.country(words.get(word_key(part), part)) for part in _parts(text))
        return tuple(dict.fromkeys(codes))

    @staticmethod
    def _line(text: str) -> str:
        return " ".join(text.split())

    def _file(self, text: str) -> str:
        """A path of a file in the folder of the spreadsheet. A cell is not trusted, so no path leads out of it."""
        path = PurePosixPath(text.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in text or not path.name:
            raise NotUnderstood("is no path of a file beside the spreadsheet. Put the file beside the spreadsheet")
        file = self.folder / path
        inside = file.resolve().is_relative_to(self.folder.resolve())
        if not inside or not file.is_file():
            raise NotUnderstood("is not the name of a file beside the spreadsheet")
        return str(path)


def _counts_as_empty(kind: FieldKind, text: str) -> bool:
    """Whether a text stands for an unknown value. A label or a title can consist of words that name nobody."""
    if kind is FieldKind.CHOICE:
        return False
    return word_key(text) in _EMPTY if kind in _FREE else is_placeholder(text)


def _parts(text: str) -> Iterator[str]:
    for separator in (";", "/", "&", "\n", " and "):
        text = text.replace(separator, ",")
    yield from filter(None, (part.strip() for part in text.split(",")))


def _label(name: str) -> str:
    return name.replace("_", " ")


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return "" if not line else f"“{line if len(line) <= _SHOWN else line[:_SHOWN] + '…'}”"
