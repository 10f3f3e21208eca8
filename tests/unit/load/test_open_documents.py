"""OpenDocument texts and spreadsheets: what the program shows is shown, and what it hides is listed apart."""

import pytest
from tests.support.exhibit_files import image
from tests.support.office_files import open_document, open_part, pages_in

from casebound.load.inspect.inspection import InspectionRequest, inspect_files
from casebound.load.inspect.office import open_sheets, open_texts
from casebound.load.inspect.office.office_model import Office, text_of
from casebound.load.inspect.office.open_sheets import read_open_sheet
from casebound.load.inspect.office.open_texts import read_open_text
from casebound.load.inspect.rejection import DAMAGED
from casebound.runtime.sandbox import UnreadableFile


def titled(office: Office) -> dict[str, str]:
    return {section.title: text_of(section.blocks) for section in office.sections}


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def table(rows: str, attributes: str = 'table:name="Pay"', columns: str = "") -> str:
    return f"<table:table {attributes}>{columns}{rows}</table:table>"


def row(cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.ods", open_document("spreadsheet", table(row(cell("words")))), "OpenDocument spreadsheet"),
        ("a.odt", open_document("text", "<text:p>words</text:p>"), "OpenDocument text"),
    ],
)
def test_the_check_knows_the_kind(name: str, data: bytes, kind: str) -> None:
    (found,) = inspect_files([InspectionRequest(name, data, quoted=True)])
    assert (found.type, found.unusable, found.words) == (kind, None, True)
    assert found.text is not None
    assert "words" in found.text.pages[0]


def test_the_cells_are_shown_as_the_file_shows_them() -> None:
    number = 'office:value-type="percentage" office:value="0.25" table:formula="of:=[.A1]"'
    empty = '<table:table-cell table:number-columns-repeated="2"/>'
    body = row(cell("Name") + empty + cell("25 %", number)) + row(
        "<table:table-cell/>", 'table:number-rows-repeated="9"'
    )
    body += row(cell("x<text:s text:c='2'/>y<text:tab/>z", 'table:number-columns-repeated="2"'))
    office = read_open_sheet(
        open_document("spreadsheet", table(body + row(empty, 'table:number-rows-repeated="1048000"')))
    )
    assert titled(office) == {"Sheet Pay": "\tA\tB\tD\n1\tName\t\t25 %\n11\tx  y\tz\tx  y\tz\t"}
    assert office.notes == ("1 cell with a formula: the result that the file stores is shown.",)


def test_hidden_rows_columns_and_sheets_are_no_part_of_the_text() -> None:
    styles = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    data = open_document(
        "spreadsheet",
        table(row(cell("1") + cell("22")) + row(cell("333"), 'table:visibility="filter"'), columns=columns)
        + table(row(cell("secret")), 'table:name="Old" table:style-name="ta2"'),
        styles,
    )
    assert {title: text.split() for title, text in titled(read_open_sheet(data)).items()} == {
        "Sheet Pay": ["A", "1", "1"],
        "Hidden cells of sheet Pay": ["A", "B", "1", "22", "2", "333"],
        "Hidden sheet Old": ["A", "1", "secret"],
    }
    assert open_sheets.inspected(data).active_content == ("hidden sheets", "hidden cells")
    assert len(pages_in(open_sheets.inspected(data))) == 1


def test_a_cell_that_is_repeated_a_million_times_costs_nothing() -> None:
    data = open_document(
        "spreadsheet",
        table(row(cell("x", 'table:number-columns-repeated="16384"'), 'table:number-rows-repeated="1048576"')),
    )
    cells, columns = open_sheets.inspected(data).left_out
    assert cells.endswith(" more cells of a long or repeated range")
    assert columns.endswith(" cells in columns after DP")


def test_comments_pictures_and_charts_of_a_sheet() -> None:
    comment = "<office:annotation><dc:creator>Ann</dc:creator><text:p>Check</text:p></office:annotation>"
    picture = '<draw:frame><draw:image xlink:href="Pictures/a.png"/></draw:frame>'
    preview = '<draw:image xlink:href="./ObjectReplacements/Object 1"/>'
    chart = f'<draw:frame><draw:object xlink:href="./Object 1"/>{preview}</draw:frame>'
    shapes = f"<table:shapes>{picture}{chart}</table:shapes>"
    data = open_document(
        "spreadsheet",
        table(shapes + row(f"<table:table-cell>{comment}<text:p>1</text:p></table:table-cell>")),
        parts={"Pictures/a.png": image((9, 9))},
    )
    office = read_open_sheet(data)
    assert titled(office)["Comments"] == "Pay, Ann: Check"
    assert office.pictures == (image((9, 9)),)
    assert office.left_out == ("1 chart or object",)


STYLES = (
    '<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="C" style:parent-style-name="H"/>'
    '<text:list-style style:name="L"><text:list-level-style-bullet text:level="1"/></text:list-style>'
)


def test_the_words_of_a_text_are_read_in_their_order() -> None:
    item = "<text:list-item><text:p>{}</text:p></text:list-item>"
    data = open_document(
        "text",
        '<text:h text:outline-level="2">Title</text:h><text:p>a<text:s text:c="3"/>'
        '<text:span text:style-name="B">b</text:span>'
        "<text:tab/>c<text:line-break/>d</text:p>"
        f'<text:list text:style-name="L">{item.format("one")}</text:list><text:list>{item.format("two")}</text:list>'
        + table(row(cell("left") + cell("right", 'table:number-columns-spanned="2"'))),
        STYLES,
    )
    office = read_open_text(data)
    assert titled(office) == {"": "Title\na   b\tc\nd\n• one\n1. two\nleft\tright"}
    assert [run.style for run in office.sections[0].blocks[1].runs] == ["", "", "b", "", "", "", ""]
    assert office.sections[0].blocks[0].level == 2
    assert office.sections[0].blocks[-1].rows[0][1].columns == 2


@pytest.mark.parametrize(
    "hidden",
    [
        '<text:p text:style-name="H">secret</text:p>',
        '<text:p><text:span text:style-name="C">secret</text:span></text:p>',
        '<text:section text:display="none"><text:p>secret</text:p></text:section>',
        '<text:p><text:hidden-text text:string-value="secret"/></text:p>',
    ],
)
def test_hidden_words_are_listed_and_no_part_of_the_text(hidden: str) -> None:
    data = open_document("text", f"<text:p>Shown</text:p>{hidden}", STYLES)
    assert titled(read_open_text(data)) == {"": "Shown", "Hidden words": "secret"}
    assert open_texts.inspected(data).active_content == ("hidden words",)
    assert pages_in(open_texts.inspected(data)) == ("Shown",)


def test_deleted_words_notes_headers_and_comments_have_titles_of_their_own() -> None:
    changes = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>until 2027</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
    )
    note = "<text:note-citation>1</text:note-citation><text:note-body><text:p>A note</text:p></text:note-body>"
    note = f"<text:note>{note}</text:note>"
    comment = "<office:annotation><dc:creator>Ann</dc:creator><text:p>Check</text:p></office:annotation>"
    page = "<style:master-page><style:header><text:p>Letterhead</text:p></style:header></style:master-page>"
    data = open_document(
        "text",
        f"{changes}<text:p>Text{note}{comment}</text:p>",
        parts={"styles.xml": open_part("document-styles", f"<office:master-styles>{page}</office:master-styles>")},
    )
    assert titled(read_open_text(data)) == {
        "": "Text[1]",
        "Notes": "[1] A note",
        "Headers and footers": "Letterhead",
        "Comments": "Ann: Check",
        "Deleted words": "until 2027",
    }
    assert open_texts.inspected(data).active_content == ("tracked changes",)
    assert pages_in(open_texts.inspected(data)) == ("Text[1]\n[1] A note\nLetterhead",)


def test_what_acts_is_stated() -> None:
    remote = '<text:p><draw:frame><draw:image xlink:href="https://example.org/a.png"/></draw:frame></text:p>'
    data = open_document(
        "text", "<text:p>Text</text:p>" + remote, parts={"Basic/Standard/Module1.xml": "<a/>", "Object 2": b"inside"}
    )
    found = open_texts.inspected(data)
    assert found.active_content == ("macros", "embedded files", "content that is loaded from another place")
    assert found.left_out == ("1 picture that cannot be shown",)


@pytest.mark.parametrize(
    ("kind", "body", "why"),
    [
        ("text", "", "it contains nothing that can be displayed"),
        ("text", "<text:p> </text:p>", "it contains nothing that can be displayed"),
        ("spreadsheet", "<table:table/>", "it contains nothing that can be displayed"),
        ("text", "<text:p>{}</text:p>", "all that it contains cannot be displayed: 1 picture that cannot be shown"),
    ],
)
def test_a_document_without_anything_to_show_is_refused(kind: str, body: str, why: str) -> None:
    picture = '<draw:frame><draw:image xlink:href="a.png"/></draw:frame>'
    read = read_open_text if kind == "text" else read_open_sheet
    with pytest.raises(UnreadableFile) as refused:
        read(open_document(kind, body.format(picture), parts={"a.png": b"\x89PNG\r\n\x1a\n"}))
    assert str(refused.value) == why


@pytest.mark.parametrize("reader", [read_open_sheet, read_open_text])
def test_an_encrypted_or_damaged_document_is_refused(reader: object) -> None:
    locked = open_document("text", "", parts={"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"})
    for data, why in (
        (locked, "it is encrypted and opens with a password only"),
        (open_document("text", "<text:p>")[:-40], DAMAGED),
        (open_document("text", "<text:p>"), DAMAGED),
    ):
        with pytest.raises(UnreadableFile) as refused:
            reader(data)  # type: ignore[operator]
        assert str(refused.value) == why
