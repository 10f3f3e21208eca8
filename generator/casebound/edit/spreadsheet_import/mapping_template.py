"""The mapping file that is written for the user from the header and the words of a spreadsheet."""

import json
from collections.abc import Iterator, Mapping

from casebound.edit.spreadsheet_import.column_mapping import UNKNOWN, word_key
from casebound.edit.spreadsheet_import.header_rows import columns_of, header_of, header_words
from casebound.edit.spreadsheet_import.import_fields import FIELDS, FieldKind, ImportField, ImportKind
from casebound.load.inspect.office.sheet_tables import letters
from casebound.load.tables.table_cells import SheetContent, address
from casebound.load.tables.table_files import TableFile
from casebound.model.hidden_characters import hidden_characters

_MOST_WORDS = 80
_MOST_NAMED = 5
_SUGGESTED = {"requester": "employer"}
"""Values that are suggested for all rows. The user confirms them with the mapping."""


def mapping_text(table: TableFile, sheet: SheetContent, imports: ImportKind) -> str:
    """The text of a mapping file, with a comment at each line that the user must complete."""
    fields = FIELDS[imports]
    header = header_of(sheet, {name: field.headers for name, field in fields.items()})
    headers = columns_of(sheet, header)
    columns = _columns(headers, fields)
    return "\n".join((*_head(table, sheet, imports, header), *_fields(headers, columns, fields, sheet, header), ""))


def _head(table: TableFile, sheet: SheetContent, imports: ImportKind, header: tuple[int, ...]) -> Iterator[str]:
    yield f"# How casebound import reads {_visible(table.name)}. Check every line and fill in what is missing."
    yield "# Then set confirmed to yes, and run the command again. It reports every row, and writes only with --write."
    yield "format: 1"
    yield "confirmed: no"
    yield f"imports: {imports}"
    yield f"sheet: {json.dumps(sheet.name, ensure_ascii=False)}"
    yield f"header: [{', '.join(map(str, header))}] # the rows with the headers"
    yield ""
    yield "# The order of dates such as 3/4/2026: month-first (March 4) or day-first (April 3). While the order is"
    yield "# unknown, such a cell is reported and its row is not written."
    yield f"dates: {UNKNOWN}"


def _fields(
    headers: Mapping[int, str],
    columns: Mapping[str, int],
    fields: Mapping[str, ImportField],
    sheet: SheetContent,
    header: tuple[int, ...],
) -> Iterator[str]:
    yield ""
    yield "columns:"
    for name, column in columns.items():
        yield f"  {name}: {json.dumps(f'{letters(column)}: {headers[column]}', ensure_ascii=False)}"
    for column, text in headers.items():
        if column not in columns.values():
            yield f"  # not imported: {_visible(f'{letters(column)}: {text}')}"
    yield ""
    yield "same_for_all: # the values of fields without a column; leave a field empty if the rows do not have it"
    for name, field in fields.items():
        if name not in columns:
            choices = f": {', '.join(field.choices)}" if field.choices else ""
            value = f" {_SUGGESTED[name]}" if name in _SUGGESTED else ""
            needed = "needed; " if field.needed else ""
            yield f"  {name}:{value} # {needed}{field.explained}{choices}"
    explained = {name: fields[name] for name in columns if fields[name].kind in _WITH_WORDS}
    if explained:
        yield ""
        yield "words: # what the texts in these columns mean; while the meaning is unknown, the rows are not written"
    for name, field in explained.items():
        yield from _words(name, field, columns[name], sheet, header)


_WITH_WORDS = frozenset({FieldKind.CHOICE, FieldKind.CHOICES})


def _words(name: str, field: ImportField, column: int, sheet: SheetContent, header: tuple[int, ...]) -> Iterator[str]:
    yield f"  {name}: # {', '.join(field.choices)}"
    found: dict[str, list[str]] = {}
    shown: dict[str, str] = {}
    for row, cells in sorted(sheet.rows.items()):
        cell = cells.get(column)
        if row > max(header) and cell is not None and cell.text and not any(hidden_characters(cell.text)):
            key = word_key(cell.text)
            found.setdefault(key, []).append(address(row, column))
            shown.setdefault(key, " ".join(cell.text.split()))
    for key, cells_of in list(found.items())[:_MOST_WORDS]:
        meaning = key if key in field.choices else UNKNOWN
        more = f" and {len(cells_of) - _MOST_NAMED} more" if len(cells_of) > _MOST_NAMED else ""
        place = ", ".join(cells_of[:_MOST_NAMED]) + more
        yield f"    {json.dumps(shown[key], ensure_ascii=False)}: {meaning} # {place}"


def _columns(headers: Mapping[int, str], fields: Mapping[str, ImportField]) -> dict[str, int]:
    """The column of each field whose usual header is found; each column belongs to one field at most."""
    found: dict[str, int] = {}
    words = {column: tuple(sorted(header_words(text))) for column, text in headers.items()}
    last = {column: tuple(sorted(header_words(text.rpartition(" / ")[2]))) for column, text in headers.items()}
    for exact in (words, last):
        for name, field in fields.items():
            usual = [tuple(sorted(header_words(header))) for header in field.headers]
            free = [column for column in headers if column not in found.values()]
            match = next((column for each in usual for column in free if exact[column] == each), None)
            if name not in found and match is not None:
                found[name] = match
    return {name: found[name] for name in fields if name in found}


def _visible(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)
