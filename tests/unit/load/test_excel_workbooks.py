"""Excel workbooks: the cells as they are formatted, and everything that is hidden in a section of its own."""

import io
import zipfile

import pytest
from tests.support.office_files import excel, pages_in, relations, rows, sheet_part, zipped

from casebound.load.inspect.inspection import InspectionRequest, inspect_files
from casebound.load.inspect.office.excel_workbooks import inspected, read_excel
from casebound.load.inspect.office.office_model import Office, text_of
from casebound.load.inspect.office.sheet_numbers import shown_number
from casebound.load.inspect.office.sheet_tables import MOST_CELLS, letters
from casebound.load.inspect.rejection import DAMAGED
from casebound.runtime.sandbox import UnreadableFile

DATES = "Dates are shown as year-month-day."


def titled(office: Office) -> dict[str, str]:
    return {section.title: text_of(section.blocks) for section in office.sections}


def book(content: str, **options: object) -> bytes:
    return excel({"Pay": sheet_part(content)}, **options)  # type: ignore[arg-type]


def test_the_cells_are_shown_with_their_letters_and_numbers() -> None:
    data = book(
        '<sheetData><row r="2"><c r="B2" t="inlineStr"><is><t>Name</t></is></c><c r="D2"><v>5</v></c></row></sheetData>'
    )
    assert titled(read_excel(data)) == {"Sheet Pay": "\tB\tD\n2\tName\t5"}
    found = inspected(data)
    assert (found.words, found.active_content, found.left_out, found.notes) == (True, (), (), (DATES,))


def test_the_check_knows_the_kind_and_each_sheet_is_a_page() -> None:
    data = excel({"One": sheet_part(rows(["first"])), "Two": sheet_part(rows(["second"]))})
    (found,) = inspect_files([InspectionRequest("a.xlsx", data, quoted=True)])
    assert (found.type, found.unusable) == ("Excel workbook", None)
    assert found.text is not None
    assert [page.split() for page in found.text.pages] == [["A", "1", "first"], ["A", "1", "second"]]


def test_the_values_of_all_kinds_of_cells_are_shown() -> None:
    cells = (
        '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v/></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c>'
        '<c t="str"><f>A1</f><v>result</v></c><c><f>SUM(A1)</f></c><c s="1"><v>0.25</v></c><c s="2"><v>46355</v></c>'
    )
    strings = "<sst><si><t>plain</t></si><si><r><t>in </t></r><r><t>parts</t></r><rPh><t>reading</t></rPh></si></sst>"
    styles = (
        '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="d.m.yyyy"/></numFmts>'
        '<cellXfs><xf/><xf numFmtId="10"/><xf numFmtId="170"/></cellXfs></styleSheet>'
    )
    data = book(
        f"<sheetData><row>{cells}</row></sheetData>", parts={"sharedStrings.xml": strings, "styles.xml": styles}
    )
    shown = text_of(read_excel(data).sections[0].blocks).split("\n")[1].split("\t")
    assert shown == ["1", "plain", "in parts", "TRUE", "#N/A", "result", "=SUM(A1)", "25.00%", "2026-11-29"]
    assert inspected(data).notes == (
        "2 cells with a formula: the result that the file stores is shown.",
        "1 formula without a stored result: the formula is shown.",
        DATES,
    )


def test_hidden_rows_columns_and_sheets_are_no_part_of_the_text() -> None:
    data = excel(
        {
            "Pay": sheet_part(
                '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>'
                '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>22</v></c></row>'
                '<row r="2" hidden="1"><c r="A2"><v>333</v></c></row></sheetData>'
            ),
            ".Old": sheet_part(rows(["secret"])),
        }
    )
    assert {title: text.split() for title, text in titled(read_excel(data)).items()} == {
        "Sheet Pay": ["A", "1", "1"],
        "Hidden cells of sheet Pay": ["A", "B", "1", "22", "2", "333"],
        "Hidden sheet Old": ["A", "1", "secret"],
    }
    assert inspected(data).active_content == ("hidden sheets", "hidden cells")
    assert len(pages_in(inspected(data))) == 1


def test_a_format_that_hides_the_content_makes_a_hidden_cell() -> None:
    formats = '<numFmts><numFmt numFmtId="170" formatCode=";;;"/></numFmts>'
    styles = f'<styleSheet>{formats}<cellXfs><xf numFmtId="170"/></cellXfs></styleSheet>'
    data = book(rows([5]), parts={"styles.xml": styles})
    assert titled(read_excel(data))["Hidden cells of sheet Pay"].split() == ["A", "1", "5"]


@pytest.mark.parametrize(("fill", "noted"), [(0, True), (1, False)])
def test_white_words_on_no_color_are_noted(fill: int, noted: bool) -> None:
    styles = (
        '<styleSheet><fonts><font/><font><color rgb="FFFFFFFF"/></font></fonts><fills><fill><patternFill/></fill>'
        '<fill><patternFill patternType="solid"/></fill></fills>'
        f'<cellXfs><xf/><xf fontId="1" fillId="{fill}"/></cellXfs></styleSheet>'
    )
    data = book('<sheetData><row><c s="1"><v>5</v></c></row></sheetData>', parts={"styles.xml": styles})
    words = "Words in white are shown in black; in Excel they may be invisible."
    assert inspected(data).notes == ((words, DATES) if noted else (DATES,))


def test_comments_headers_and_text_boxes_are_shown_under_titles() -> None:
    data = book(
        rows(["text"])
        + '<headerFooter><oddHeader>&amp;L&amp;"Arial"Payroll&amp;RPage &amp;P</oddHeader></headerFooter>',
        parts={
            "worksheets/_rels/sheet0.xml.rels": relations(
                {"r1": ("comments", "../comments1.xml"), "r2": ("drawing", "../drawings/drawing1.xml")}
            ),
            "comments1.xml": "<comments><authors><author>Ann</author></authors><commentList>"
            '<comment ref="A1" authorId="0">'
            "<text><r><t>Check</t></r></text></comment></commentList></comments>",
            "drawings/drawing1.xml": "<wsDr><txBody><p><r><t>Box</t></r></p></txBody>"
            '<graphicData uri="x/chart"/></wsDr>',
        },
    )
    found = titled(read_excel(data))
    assert found["Sheet Pay"].endswith("\nBox")
    assert found["Comments"] == "Pay, A1, Ann: Check"
    assert found["Headers and footers of sheet Pay"].split() == ["Payroll", "Page", "[page]"]
    assert inspected(data).left_out == ("1 chart",)


def test_what_acts_is_stated() -> None:
    data = book(
        rows([1]),
        parts={
            "vbaProject.bin": b"macros",
            "externalLinks/externalLink1.xml": "<a/>",
            "connections.xml": "<a/>",
            "embeddings/oleObject1.bin": b"",
        },
    )
    assert inspected(data).active_content == (
        "macros",
        "embedded files",
        "links to other workbooks",
        "connections to data",
    )


def test_a_large_workbook_is_shown_in_part_with_a_statement() -> None:
    data = book(rows(*[[1] * 10] * (MOST_CELLS // 10 + 5)))
    assert inspected(data).left_out == ("50 more cells of a long or repeated range",)
    wide = book(rows([7] * 130))
    assert inspected(wide).left_out == ("10 cells in columns after DP",)
    parts = [block.runs[0].text for block in read_excel(wide).sections[0].blocks if block.runs]
    assert parts[0].startswith("Columns A to ")
    assert parts[-1].endswith(" to DP")


MISSING = "is missing, which contains a part of the text"


def _without(part: str) -> bytes:
    """A workbook that lacks a part."""
    with zipfile.ZipFile(io.BytesIO(book(rows(["a"]), parts={"sharedStrings.xml": "<sst/>"}))) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist() if name != part})


@pytest.mark.parametrize("kind", ["comments", "threadedComment", "drawing"])
def test_a_part_of_a_sheet_that_is_missing_is_damage(kind: str) -> None:
    links = relations({"r1": (kind, "../part.xml")})
    with pytest.raises(UnreadableFile, match=r"part xl/part\.xml is missing"):
        inspected(book(rows([1]), parts={"worksheets/_rels/sheet0.xml.rels": links}))


def test_a_picture_of_a_sheet_that_is_missing_or_broken_is_left_out() -> None:
    parts: dict[str, str | bytes] = {
        "worksheets/_rels/sheet0.xml.rels": relations({"r1": ("drawing", "../drawings/a.xml")}),
        "drawings/a.xml": '<drawing><blip embed="r1"/></drawing>',
        "drawings/_rels/a.xml.rels": relations({"r1": ("image", "../media/a.png")}),
    }
    assert inspected(book(rows([1]), parts=parts)).left_out == ("1 picture that is not in the file",)
    parts["media/a.png"] = b"\x89PNG\r\n\x1a\n"
    assert inspected(book(rows([1]), parts=parts)).left_out == ("1 picture that cannot be shown",)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (book(rows([1]))[:-30], DAMAGED),
        (book("<sheetData>"), DAMAGED),
        (excel({}), "it contains nothing that can be displayed"),
        (book("<sheetData/>"), "it contains nothing that can be displayed"),
        (book('<sheetData><row r="1"><c s="1"/></row></sheetData>'), "it contains nothing that can be displayed"),
        (_without("xl/worksheets/sheet0.xml"), "its sheet “Pay” is missing"),
        (
            _without("xl/sharedStrings.xml"),
            f"its part xl/sharedStrings.xml {MISSING}",
        ),
        (book('<sheetData><row><c t="s"><v>0</v></c></row></sheetData>'), "it has cells whose texts are missing"),
        (zipped({"xl/workbook.xml": "<workbook/>"}), DAMAGED),
        (
            book('<!DOCTYPE a [<!ENTITY b "b">]>'),
            "its XML declares a document type, which office programs do not write",
        ),
    ],
)
def test_a_damaged_or_crafted_workbook_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        inspected(data)
    assert str(refused.value) == why


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (0.05, "0%", "5%"),
        (1234.5, "#,##0.00", "1,234.50"),
        (-1234.5, "#,##0.00;(#,##0.00)", "(1,234.50)"),
        (-5, "0.00", "-5.00"),
        (1234567, '#,##0,"k"', "1,235k"),
        (1.5, "0.##", "1.5"),
        (7, "00000", "00007"),
        (0.5, "#.##", ".5"),
        (123456789, "000-00-0000", "123-45-6789"),
        (1234.5, "[$€-407] #,##0.00", "€ 1,234.50"),
        (0, '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)', "$-"),
        (1234, "0.00E+00", "1.23E+03"),
        (0.5, "# ?/?", "0.5"),
        (5, '"No. "0', "No. 5"),
        (5, "[Red]0.0", "5.0"),
        (5, ";;;", ""),
        (123456789012, "General", "123456789012"),
        (0.1 + 0.2, "General", "0.3"),
        (46355, "m/d/yyyy", "2026-11-29"),
        (46355, "[$-409]mmmm d, yyyy;@", "2026-11-29"),
        (46355.75, "m/d/yy h:mm AM/PM", "2026-11-29 18:00"),
        (0.5, "h:mm", "12:00"),
        (1.5, "[h]:mm:ss", "36:00:00"),
        (59, "yyyy", "1900-02-28"),
        (-1, "yyyy-mm-dd", "-1"),
        (1e20, "0", "100000000000000000000"),
        (1e308, "0.00", "1e+308"),
    ],
)
def test_numbers_are_shown_in_their_formats(value: float, form: str, shown: str) -> None:
    assert shown_number(value, form) == shown


def test_dates_of_old_workbooks_of_the_mac_are_counted_from_1904() -> None:
    assert shown_number(44893, "yyyy-mm-dd", since_1904=True) == "2026-11-29"


def test_columns_have_the_letters_of_a_spreadsheet() -> None:
    assert [letters(number) for number in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
