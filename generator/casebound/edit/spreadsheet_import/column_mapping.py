"""The mapping file: which column is which field, and what the words of the spreadsheet mean."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from casebound.edit.spreadsheet_import.header_rows import columns_of
from casebound.edit.spreadsheet_import.import_fields import FIELDS, FieldKind, ImportKind
from casebound.load.strict_yaml import MOST_BYTES, positions, read
from casebound.load.tables.table_cells import SheetContent
from casebound.load.tables.table_files import TableFile
from casebound.load.workspace import Unreadable, read_within
from casebound.model.errors import CannotJudge
from casebound.model.near_match import did_you_mean
from casebound.model.normal_form import composed

DateOrder = Literal["month-first", "day-first"]
ORDERS: tuple[DateOrder, ...] = ("month-first", "day-first")
UNKNOWN = "unknown"
_KEYS = (
    "format",
    "confirmed",
    "imports",
    "sheet",
    "header",
    "dates",
    "columns",
    "same_for_all",
    "words",
)
_COLUMN = re.compile(r"([A-Z]{1,3}): ?(.*)")
_AGAIN = "Correct the mapping file, or delete it and run the command again: casebound then writes a new one."


class UnusableMapping(CannotJudge):
    """The mapping file cannot be used, or does not fit the spreadsheet."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """How a spreadsheet is read.

    `columns` are column numbers by field, `same_for_all` texts by field, and `words` meanings by field and by text in
    small letters. `order` is the order of day and month in dates such as 3/4/2026; None if nobody has stated it.
    """

    file: Path
    imports: ImportKind
    sheet: str
    header: tuple[int, ...]
    columns: Mapping[str, int]
    same_for_all: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    order: DateOrder | None = None
    confirmed: bool = False


def word_key(text: str) -> str:
    """The form in which a text of a cell is looked up among the words of the mapping."""
    return " ".join(composed(text).casefold().split())


def read_mapping(file: Path, table: TableFile) -> tuple[ColumnMapping, SheetContent]:
    """The mapping of a file, with the sheet that it names.

    Raises UnusableMapping, with the line, if the mapping has an error or does not fit the header of the spreadsheet.
    """
    data = _bytes_of(file)
    document = read(data, file.name)
    if document.problems:
        problem = document.problems[0]
        raise UnusableMapping(f"{file}:{problem.line}:{problem.column}: {problem.message}", _AGAIN)
    reader = _MappingReader(file, data, document.data if isinstance(document.data, dict) else {})
    mapping = reader.mapping()
    sheet = next((sheet for sheet in table.sheets if sheet.name == mapping.sheet), None)
    if sheet is None:
        names = [sheet.name for sheet in table.sheets]
        raise reader.error(("sheet",), f"{table.name} has no sheet {mapping.sheet}{did_you_mean(mapping.sheet, names)}")
    reader.compare(columns_of(sheet, mapping.header), table.name)
    reader.refuse_missing(mapping)
    return mapping, sheet


def _bytes_of(file: Path) -> bytes:
    try:
        return read_within(file.resolve().parent, file.name, MOST_BYTES)
    except Unreadable as problem:
        raise UnusableMapping(f"{file} cannot be read: {problem}", _AGAIN) from None


class _MappingReader:
    """Reads the content of a mapping file, and names the line of each error."""

    def __init__(self, file: Path, data: bytes, content: Mapping[str, Any]) -> None:
        self.file = file
        self.data = data
        self.content = content
        self.headers: dict[str, str] = {}

    def error(self, path: tuple[str | int, ...], message: str) -> UnusableMapping:
        places = positions(self.data)
        while path not in places:
            path = path[:-1]
        line, column = places[path]
        return UnusableMapping(f"{self.file}:{line}:{column}: {message}", _AGAIN)

    def mapping(self) -> ColumnMapping:
        for key in self.content:
            if key not in _KEYS:
                raise self.error((key,), f"`{key}` is not known{did_you_mean(key, _KEYS)}")
        if self.content.get("format") != "1":
            raise self.error(("format",), "the format of the mapping file must be 1")
        imports = ImportKind(self._choice("imports", tuple(ImportKind)))
        columns = dict(self._columns(imports))
        same = {field: text for field, text in self._texts("same_for_all", imports) if text}
        for field in sorted(columns.keys() & same.keys()):
            raise self.error(("same_for_all", field), f"{field} has a column too. Give one of them")
        order = self._choice("dates", (*ORDERS, UNKNOWN))
        return ColumnMapping(
            self.file,
            imports,
            self._text("sheet"),
            tuple(self._header()),
            columns,
            same,
            {field: dict(self._words(field)) for field in self._section("words", imports)},
            next((known for known in ORDERS if known == order), None),
            confirmed=self._choice("confirmed", ("yes", "no")) == "yes",
        )

    def compare(self, headers: Mapping[int, str], table: str) -> None:
        """Raise UnusableMapping if a column has another header than in the mapping."""
        for field, header in self.headers.items():
            letter, _, text = header.partition(": ")
            found = headers.get(_number(letter), "")
            if word_key(found) != word_key(text):
                message = f"column {letter} of {table} is headed “{found}”, not “{text}”"
                raise self.error(("columns", field), message)

    def refuse_missing(self, mapping: ColumnMapping) -> None:
        """Raise UnusableMapping if a field that every row needs has neither a column nor a value."""
        stated = mapping.columns.keys() | mapping.same_for_all.keys()
        missing = [name for name, field in FIELDS[mapping.imports].items() if field.needed and name not in stated]
        if mapping.imports is ImportKind.CASES:
            missing += [] if {"home", "host"} <= stated else sorted({"direction", "partner"} - stated)
            missing += [] if {"employer", "activity"} & stated else ["employer"]
            if {"home", "host"} & stated and {"direction", "partner"} & stated:
                raise self.error(("columns",), "state home and host, or direction and partner, but not both")
        if missing:
            listed = ", ".join(missing)
            raise self.error(("same_for_all",), f"these fields have neither a column nor a value: {listed}")

    def _header(self) -> Iterator[int]:
        rows = self.content.get("header")
        if not isinstance(rows, list) or not rows or not all(str(row).isdecimal() and row != "0" for row in rows):
            raise self.error(("header",), "`header` lists the numbers of the rows with the headers, for example [1]")
        yield from map(int, rows)

    def _columns(self, imports: ImportKind) -> Iterator[tuple[str, int]]:
        taken: dict[str, str] = {}
        for field, text in self._texts("columns", imports):
            found = _COLUMN.fullmatch(text)
            if found is None:
                message = f'{field} must name a column and its header, for example "B: Name"'
                raise self.error(("columns", field), message)
            if found[1] in taken:
                raise self.error(("columns", field), f"column {found[1]} is already {taken[found[1]]}")
            taken[found[1]] = field
            self.headers[field] = f"{found[1]}: {found[2]}"
            yield field, _number(found[1])

    def _texts(self, section: str, imports: ImportKind) -> Iterator[tuple[str, str]]:
        for field, text in self._section(section, imports).items():
            if text is not None and not isinstance(text, str):
                raise self.error((section, field), f"{field} must be a text")
            yield field, (text or "").strip()

    def _section(self, section: str, imports: ImportKind) -> Mapping[str, Any]:
        content = self.content.get(section) or {}
        if not isinstance(content, dict):
            raise self.error((section,), f"`{section}` must list fields")
        for field in content:
            if field not in FIELDS[imports]:
                raise self.error((section, field), f"{field} is no field{did_you_mean(field, FIELDS[imports])}")
        return content

    def _words(self, field: str) -> Iterator[tuple[str, str]]:
        imports = ImportKind(self._choice("imports", tuple(ImportKind)))
        listed, known = self.content["words"][field], FIELDS[imports][field]
        for text, meaning in (listed or {}).items() if isinstance(listed or {}, dict) else ():
            if meaning in (None, "", UNKNOWN):
                continue
            of_choice = known.kind in (FieldKind.CHOICE, FieldKind.CHOICES)
            if not isinstance(meaning, str) or (of_choice and meaning not in known.choices):
                message = (
                    f"“{text}” must be one of {', '.join(known.choices)}" if of_choice else f"“{text}” needs a text"
                )
                raise self.error(("words", field, text), message)
            yield word_key(str(text)), meaning

    def _text(self, key: str) -> str:
        value = self.content.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error((key,), f"`{key}` is missing")
        return value

    def _choice(self, key: str, choices: tuple[str, ...]) -> str:
        value = self.content.get(key)
        if value not in choices:
            raise self.error((key,), f"`{key}` must be one of {', '.join(choices)}")
        return str(value)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
