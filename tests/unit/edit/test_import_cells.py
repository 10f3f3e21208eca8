"""The cells of an imported spreadsheet: dates, countries, headers and words, never guessed."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.new_handbooks import started

from casebound.edit.spreadsheet_import.cell_dates import NoDate, day_in
from casebound.edit.spreadsheet_import.cell_names import RegisterNames, UnknownName
from casebound.edit.spreadsheet_import.column_mapping import DateOrder, UnusableMapping, read_mapping
from casebound.edit.spreadsheet_import.header_rows import columns_of, header_of
from casebound.edit.spreadsheet_import.import_fields import CASE_FIELDS, FIELDS, ImportKind
from casebound.edit.spreadsheet_import.mapping_template import mapping_text
from casebound.load.strict_yaml import read
from casebound.load.tables.table_cells import CellValue, MergedCells, SheetContent
from casebound.load.tables.table_files import TableFile
from casebound.load.workspace import workspace

__all__ = ["started"]
KNOWN = {name: field.headers for name, field in CASE_FIELDS.items()}


def sheet(*rows: tuple[str, ...], merged: tuple[MergedCells, ...] = (), since_1904: bool | None = None) -> SheetContent:
    cells = {
        number: {column: CellValue(text) for column, text in enumerate(texts, 1) if text}
        for number, texts in enumerate(rows, 1)
    }
    return SheetContent("Cases", {row: found for row, found in cells.items() if found}, merged, since_1904)


def day(text: str, order: DateOrder | None = None) -> dt.date:
    return day_in(CellValue(text), sheet(), order)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2199, 12, 31)))
def test_a_date_is_the_same_day_in_each_form_that_has_one_meaning(wanted: dt.date) -> None:
    name = wanted.strftime("%B")
    forms = (
        wanted.isoformat(),
        f"{wanted.year}/{wanted.month}/{wanted.day}",
        f"{wanted.day} {name} {wanted.year}",
        f"{wanted.day}-{name[:3]}-{wanted.year}",
        f"{name} {wanted.day}, {wanted.year}",
        f"{name[:3].upper()} {wanted.day} {wanted.year}",
    )
    assert {day(form) for form in forms} == {wanted}
    assert day(f"{wanted.month}/{wanted.day}/{wanted.year}", "month-first") == wanted
    assert day(f"{wanted.day}.{wanted.month}.{wanted.year}", "day-first") == wanted


@given(st.integers(1, 12), st.integers(1, 12), st.integers(1950, 2199))
def test_a_date_that_could_be_two_days_is_refused_until_the_order_is_stated(first: int, second: int, year: int) -> None:
    text = f"{first}/{second}/{year}"
    if first == second:
        assert day(text) == dt.date(year, first, first)
        return
    with pytest.raises(NoDate, match="order of day and month is not stated"):
        day(text)
    assert day(text, "month-first") == dt.date(year, first, second)
    assert day(text, "day-first") == dt.date(year, second, first)


@pytest.mark.parametrize(
    "text", ["3/4/26", "4 Mar 26", "2/30/2026", "TBD", "2026", "Mar 2026", "4 Foo 2026", "0/4/2026", "3000-01-01"]
)
def test_what_is_no_complete_date_is_refused(text: str) -> None:
    orders: tuple[DateOrder | None, ...] = (None, "month-first", "day-first")
    for order in orders:
        with pytest.raises(NoDate):
            day(text, order)


def test_a_day_above_twelve_shows_the_order_unless_the_mapping_states_the_opposite() -> None:
    assert day("13/4/2026") == day("4/13/2026") == dt.date(2026, 4, 13)
    with pytest.raises(NoDate, match="no date in the order month-first"):
        day("13/4/2026", "month-first")


def test_a_day_number_counts_from_the_year_of_its_workbook_and_nowhere_else() -> None:
    cell = CellValue("46085", number=46085.0)
    assert day_in(cell, sheet(since_1904=False), None) == dt.date(2026, 3, 4)
    assert day_in(CellValue("", number=44623.0), sheet(since_1904=True), None) == dt.date(2026, 3, 4)
    for since_1904, number in ((None, 46085.0), (False, 7.0), (False, 46085.5)):
        with pytest.raises(NoDate, match="is a number and not a date"):
            day_in(CellValue("", number=number), sheet(since_1904=since_1904), None)


@pytest.mark.parametrize(
    ("text", "code"),
    [("NO", "NO"), ("norway", "NO"), ("USA", "US"), ("U.S.", "US"), ("UK", "GB"), ("DEU", "DE"), ("South Korea", "KR")],
)
def test_a_country_is_known_by_its_codes_and_its_names(text: str, code: str, started: Path) -> None:
    assert RegisterNames(workspace(started)).country(text) == code


@pytest.mark.parametrize("text", ["No", "no", "Korea", "XX", "EU", "Atlantis", "1"])
def test_a_word_that_is_no_country_is_never_guessed(text: str, started: Path) -> None:
    with pytest.raises(UnknownName):
        RegisterNames(workspace(started)).country(text)


def test_an_employer_and_a_person_are_known_by_their_names_and_nothing_near_them(started: Path) -> None:
    names = RegisterNames(workspace(started))
    assert names.employer("FJORDLINE SUBSEA, INCORPORATED (SPECIMEN)") == "fjordline-subsea"
    assert names.person("Dahl, Ingrid") == names.person("ingrid.dahl@example.com") == "ingrid-dahl"
    for unknown in ("Fjordline Subsea LLC (SPECIMEN)", "Fjordline"):
        with pytest.raises(UnknownName, match=r"registers/employers\.yml"):
            names.employer(unknown)
    with pytest.raises(UnknownName, match=r"did you mean Ingrid Dahl\?"):
        names.person("Ingrid Dahll")


def test_a_header_of_two_rows_is_found_below_a_title() -> None:
    content = sheet(
        ("Tracker",),
        ("Name", "Assignment", "", "Status"),
        ("", "Start", "End", ""),
        ("Ada", "2026-01-01", "2026-12-31", "Sent"),
        merged=(MergedCells(1, 1, 1, 4), MergedCells(2, 2, 2, 3), MergedCells(2, 1, 3, 1)),
    )
    assert header_of(content, KNOWN) == (2, 3)
    assert columns_of(content, (2, 3)) == {1: "Name", 2: "Assignment / Start", 3: "Assignment / End", 4: "Status"}


@pytest.mark.parametrize("imports", ImportKind)
def test_a_mapping_file_of_every_kind_is_valid_and_names_every_field(imports: ImportKind, tmp_path: Path) -> None:
    content = sheet(("Name", 'Odd # "header": x', "Status"), ("Ada", "y", "Sent: # to SSA"))
    text = mapping_text(TableFile("a.xlsx", "", (content,)), content, imports)
    document = read(text.encode(), "mapping")
    assert not document.problems
    assert {*(document.data["columns"] or {}), *document.data["same_for_all"]} == set(FIELDS[imports])
    assert document.data["confirmed"] == "no"


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('name: "A: Name"', 'name: "A: Full name"', "column A of a.csv is headed “Name”, not “Full name”"),
        ('name: "A: Name"', 'nmae: "A: Name"', "nmae is no field; did you mean `name`?"),
        ('name: "A: Name"', "name: A", "must name a column and its header"),
        ('name: "A: Name"', 'name: "A: Name"\n  title: "A: Name"', "column A is already name"),
        ("dates: unknown", "dates: us", "`dates` must be one of month-first, day-first, unknown"),
        ("format: 1", "format: 2", "the format of the mapping file must be 1"),
        ("sheet: ", "sheet: x", "has no sheet"),
        ("header: [1]", "header: 1", "lists the numbers of the rows"),
        ("  title: ", "  title: x\n  name: y", "name has a column too"),
        ("  title: ", "  title: # ", "these fields have neither a column nor a value: title"),
        ("confirmed: no", "confirmed: no\nextra: 1", "`extra` is not known"),
        ("confirmed: no", "confirmed: no\nconfirmed: no", "confirmed"),
    ],
)
def test_an_error_of_the_mapping_is_named_with_its_line(before: str, after: str, message: str, tmp_path: Path) -> None:
    content = sheet(("Name",), ("Ada",))
    table = TableFile("a.csv", "", (content,))
    text = mapping_text(table, content, ImportKind.PEOPLE).replace("  title:", "  title: ")
    assert before in text
    file = tmp_path / "a.mapping.yml"
    file.write_text(text.replace(before, after, 1))
    with pytest.raises(UnusableMapping) as refused:
        read_mapping(file, table)
    assert message in refused.value.message
    assert refused.value.message.startswith(f"{file}:")
