"""Spreadsheets that are imported: the cells of the three formats, with their types and addresses."""

import datetime as dt
import io
from pathlib import Path

import pytest
import xlsxwriter
from tests.support.office_files import excel, open_document, sheet_part

from casebound.load.tables.excel_cells import days_since
from casebound.load.tables.table_cells import MOST_ROWS, MergedCells, SheetContent, address
from casebound.load.tables.table_files import read_table_file, sheets_in
from casebound.model.errors import CannotJudge
from casebound.runtime.sandbox import UnreadableFile

FORMULAS = ("=1+1", "+49 30 1234", "-5 days", "@mention", "=cmd|' /C calc'!A0")


def workbook(*rows: tuple[object, ...], since_1904: bool = False, form: str = "m/d/yyyy") -> bytes:
    """A workbook as Excel writes it, with one sheet; days get the format."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"date_1904": since_1904}) as book:
        sheet, day = book.add_worksheet("Cases"), book.add_format({"num_format": form})
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                if isinstance(value, dt.date):
                    sheet.write_datetime(row, column, value, day)
                elif isinstance(value, str):
                    sheet.write_string(row, column, value)
                elif value is not None:
                    sheet.write(row, column, value)
    return written.getvalue()


def only(name: str, data: bytes) -> SheetContent:
    (sheet,) = sheets_in(name, data)
    return sheet


def texts(sheet: SheetContent) -> dict[str, str]:
    return {address(row, column): cell.text for row, cells in sheet.rows.items() for column, cell in cells.items()}


@pytest.mark.parametrize("since_1904", [False, True])
def test_a_day_of_excel_is_the_same_day_whichever_year_the_workbook_counts_from(since_1904: bool) -> None:
    sheet = only("a.xlsx", workbook((dt.date(2026, 3, 4), 46085), since_1904=since_1904))
    assert sheet.rows[1][1].day == dt.date(2026, 3, 4)
    assert (sheet.rows[1][2].day, sheet.rows[1][2].number) == (None, 46085)
    assert sheet.since_1904 is since_1904
    assert days_since(46085, since_1904=False) == dt.date(2026, 3, 4)
    assert days_since(46085 - 1462, since_1904=True) == dt.date(2026, 3, 4)


@pytest.mark.parametrize("form", ["mmm-yy", "mmmm yyyy", "d-mmm", "yyyy"])
def test_a_cell_that_shows_a_part_of_a_date_is_no_date(form: str) -> None:
    cell = only("a.xlsx", workbook((dt.date(2026, 3, 1),), form=form)).rows[1][1]
    assert cell.day is None
    assert cell.problem is not None
    assert "only a part of a date" in cell.problem


def test_spaces_around_and_inside_a_text_are_single_spaces_and_empty_rows_are_left_out() -> None:
    sheet = only("a.xlsx", workbook(("  Elin \u00a0 Sandvik ",), (" ",), (None, "x")))
    assert texts(sheet) == {"A1": "Elin Sandvik", "B3": "x"}


def test_text_that_looks_like_a_formula_stays_text_in_all_formats() -> None:
    lines = "\n".join(f'"{text}";x' for text in FORMULAS).encode()
    cells = "".join(
        f'<table:table-row><table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        "</table:table-row>"
        for text in FORMULAS
    )
    files = {
        "a.xlsx": workbook(*((text,) for text in FORMULAS)),
        "a.csv": lines,
        "a.ods": open_document("spreadsheet", f'<table:table table:name="Cases">{cells}</table:table>'),
    }
    for name, data in files.items():
        assert [cells[1].text for cells in only(name, data).rows.values()] == list(FORMULAS), name


def test_only_stored_results_are_read_and_a_formula_without_one_is_a_problem() -> None:
    data = excel(
        {
            "Cases": sheet_part(
                '<sheetData><row><c t="str"><f>A9</f><v>SE</v></c><c><f>NOW()</f></c><c t="e"><v>#REF!</v></c></row>'
                '</sheetData><mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="bad"/></mergeCells>'
            ),
            ".Hidden": sheet_part("<sheetData><row><c><v>1</v></c></row></sheetData>"),
        }
    )
    sheet = only("a.xlsx", data)
    stored, formula, error = sheet.rows[1].values()
    assert (stored.text, stored.problem) == ("SE", None)
    assert formula.problem is not None
    assert "without a stored result" in formula.problem
    assert error.problem == "contains the error #REF!"
    assert sheet.merged == (MergedCells(1, 1, 1, 2),)


def test_an_open_document_has_the_same_days_merged_cells_and_repeated_rows() -> None:
    rows = (
        '<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>Assignment</text:p>'
        "</table:table-cell><table:covered-table-cell/></table:table-row>"
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/>'
        '<table:table-cell office:value-type="date" office:date-value="2026-03-04"><text:p>4 Mar 26</text:p>'
        "</table:table-cell></table:table-row>"
        '<table:table-row><table:table-cell office:value-type="date" office:date-value="2026-03-01">'
        "<text:p>Mar 26</text:p></table:table-cell>"
        '<table:table-cell office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell>'
        '</table:table-row><table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    )
    sheet = only("a.ods", open_document("spreadsheet", f'<table:table table:name="Cases">{rows}</table:table>'))
    assert sheet.merged == (MergedCells(1, 1, 1, 2),)
    assert [sheet.rows[row][2].day for row in (2, 3)] == [dt.date(2026, 3, 4)] * 2
    assert sheet.rows[4][1].problem is not None
    assert sheet.rows[4][2].number == 7
    assert max(sheet.rows) == 4


@pytest.mark.parametrize(
    "data",
    [
        b"Name;Land\r\nM\xfcller, Anna;Norwegen\r\n",
        '\ufeffName,Land\r\n"Müller, Anna",Norwegen\r\n'.encode(),
        "Name\tLand\nMüller, Anna\tNorwegen\n".encode("utf-16"),
        "sep=|\nName|Land\nMüller, Anna|Norwegen\n".encode(),
    ],
)
def test_a_text_with_separators_is_read_whatever_its_separator_and_its_encoding(data: bytes) -> None:
    sheet = only("cases.csv", data)
    found = [[cell.text for cell in cells.values()] for cells in sheet.rows.values()]
    assert found == [["Name", "Land"], ["Müller, Anna", "Norwegen"]]
    assert sheet.name == "cases"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "no spreadsheet that can be imported"),
        ("a.pdf", b"%PDF-1.7\n%%EOF", "no spreadsheet that can be imported"),
        ("a.csv", b"", "empty"),
        ("a.csv", b" ; ;\n", "none of its sheets"),
        ("a.csv", b"x\n" * (MOST_ROWS + 1), "more than 5,000 rows"),
        ("a.xlsx", b"PK\x03\x04" + bytes(40), "damaged"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_the_reason(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        sheets_in(name, data)


def test_a_file_that_is_missing_or_refused_names_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n%%EOF")
    for name, remedy in {
        "no.xlsx": "Name the spreadsheet.",
        "x/no.xlsx": "Name the spreadsheet.",
        "a.pdf": ".xlsx",
    }.items():
        with pytest.raises(CannotJudge) as refused:
            read_table_file(tmp_path / name)
        assert remedy in refused.value.remedy
    part = sheet_part("<sheetData/>" + " " * (50 << 20))
    (tmp_path / "bomb.xlsx").write_bytes(excel({"Cases": part}))
    (tmp_path / "long.csv").write_bytes(b"x\n" * (MOST_ROWS + 1))
    for name, remedy in {"bomb.xlsx": "Save the spreadsheet in Excel", "long.csv": "Save the part"}.items():
        with pytest.raises(CannotJudge) as refused:
            read_table_file(tmp_path / name)
        assert remedy in refused.value.remedy
    (tmp_path / "a.xlsx").write_bytes(workbook(("=1+1",)))
    assert [sheet.name for sheet in read_table_file(tmp_path / "a.xlsx").sheets] == ["Cases"]


def test_a_number_that_excel_has_rounded_is_a_problem() -> None:
    cells = only("a.xlsx", workbook((123456789012345, 1234567890123456789))).rows[1]
    assert (cells[1].text, cells[1].problem) == ("123456789012345", None)
    assert cells[2].problem is not None
    assert "more digits than Excel keeps" in cells[2].problem
