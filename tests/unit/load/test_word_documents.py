"""Word documents: the words that Word shows are shown, and no other word is shown as part of the text."""

import io

import pytest
from PIL import Image
from tests.support.office_files import pages_in, paragraph, relations, table, word, word_part, zipped

from casebound.load.inspect.inspection import InspectionRequest, inspect_files
from casebound.load.inspect.office.office_model import Office, text_of
from casebound.load.inspect.office.word_documents import inspected, read_word
from casebound.load.inspect.rejection import DAMAGED
from casebound.model.evidence import FileText, Inspection
from casebound.runtime.sandbox import UnreadableFile


def titled(office: Office) -> dict[str, str]:
    """The words of each section by its title."""
    return {section.title: text_of(section.blocks) for section in office.sections}


def words(data: bytes) -> str:
    return titled(read_word(data))[""]


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as refused:
        inspected(data)
    assert refused.value.advice is None or refused.value.advice.endswith(".")
    return str(refused.value)


def test_the_words_are_read_in_their_order() -> None:
    data = word(
        paragraph("Certificate", style="Heading1")
        + "<w:p><w:r><w:t>One</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r>"
        "<w:hyperlink><w:r><w:t> link</w:t></w:r></w:hyperlink>"
        "<w:smartTag><w:r><w:t> tag</w:t></w:r></w:smartTag></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>Inside a control</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert words(data) == "Certificate\nOne\ttwo\nthree link tag\nInside a control"
    assert inspected(data) == Inspection(words=True, text=FileText((words(data),)))


def test_the_check_and_the_bundle_know_the_kind() -> None:
    (found,) = inspect_files([InspectionRequest("a.docx", word(paragraph("Words")), quoted=True)])
    assert (found.type, found.unusable, found.words) == ("Word document", None, True)
    assert found.text is not None
    assert found.text.pages == ("Words",)


STYLES = word_part(
    "styles",
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Secret"><w:name w:val="Secret"/><w:basedOn w:val="Base"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Base"/><w:rPr><w:vanish/></w:rPr></w:style>',
)


@pytest.mark.parametrize(
    "hidden",
    [
        paragraph("secret", "<w:vanish/>"),
        paragraph("secret", '<w:vanish w:val="1"/>'),
        paragraph("secret", style="Secret"),
        f"<w:p>{paragraph('secret', '<w:vanish/>')[5:]}",
    ],
)
def test_hidden_words_are_listed_and_no_part_of_the_text(hidden: str) -> None:
    data = word(paragraph("Shown") + hidden, {"r1": ("styles", "styles.xml")}, {"styles.xml": STYLES})
    assert titled(read_word(data)) == {"": "Shown", "Hidden words": "secret"}
    assert inspected(data).active_content == ("hidden words",)
    assert pages_in(inspected(data)) == ("Shown",)
    assert words(word(paragraph("Shown", '<w:vanish w:val="0"/>'))) == "Shown"


def test_deleted_words_are_listed_and_inserted_words_are_shown() -> None:
    data = word(
        "<w:p><w:r><w:t>until </w:t></w:r><w:del><w:r><w:delText>2027</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>2028</w:t></w:r></w:ins><w:moveFrom><w:r><w:t> gone</w:t></w:r></w:moveFrom></w:p>"
        + table([paragraph("kept")]).replace("<w:tr>", "<w:tr><w:trPr><w:ins/></w:trPr>")
        + table([paragraph("row")]).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>")
    )
    assert titled(read_word(data)) == {"": "until 2028\nkept", "Deleted words": "2027 gone\nrow"}
    assert inspected(data).active_content == ("tracked changes",)
    assert pages_in(inspected(data)) == ("until 2028\nkept",)


def test_what_word_shows_elsewhere_is_shown_under_a_title() -> None:
    note = '<w:{0} w:id="2"><w:p><w:r><w:t>{1}</w:t></w:r></w:p></w:{0}>'
    data = word(
        '<w:p><w:r><w:t>Text</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
        {
            "r1": ("header", "header1.xml"),
            "r2": ("footer", "footer1.xml"),
            "r3": ("footnotes", "footnotes.xml"),
            "r4": ("comments", "comments.xml"),
            "r5": ("header", "header2.xml"),
        },
        {
            "header1.xml": word_part("hdr", paragraph("Letterhead")),
            "header2.xml": word_part("hdr", paragraph("Letterhead")),
            "footer1.xml": word_part("ftr", paragraph("Page")),
            "footnotes.xml": word_part("footnotes", note.format("footnote", "A note")),
            "comments.xml": word_part(
                "comments",
                note.format("comment", "A remark").replace('w:id="2"', 'w:author="Ann" w:date="2026-01-02T0"'),
            ),
        },
    )
    assert titled(read_word(data)) == {
        "": "Text[1]",
        "Footnotes": "[1] A note",
        "Headers": "Letterhead",
        "Footers": "Page",
        "Comments": "Ann, 2026-01-02: \nA remark",
    }
    assert "A remark" not in pages_in(inspected(data))[0]


def test_a_text_box_is_read_once() -> None:
    box = "<w:txbxContent>" + paragraph("In a box") + "</w:txbxContent>"
    data = word(
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>" + box + "</w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict>" + box + "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert words(data) == "In a box"


def test_a_watermark_is_shown() -> None:
    header = word_part("hdr", '<w:p><w:r><w:pict><v:shape><v:textpath string="DRAFT"/></v:shape></w:pict></w:r></w:p>')
    data = word(paragraph("Text"), {"r1": ("header", "header1.xml")}, {"header1.xml": header})
    assert titled(read_word(data))["Headers"] == "Watermark: DRAFT"


NUMBERING = word_part(
    "numbering",
    '<w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.(%2)"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="4"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%3"/></w:lvl>'
    '<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="8"><w:abstractNumId w:val="1"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>',
)


def test_the_numbers_of_lists_are_counted() -> None:
    def item(level: int, number: int = 7) -> str:
        listed = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        return f"<w:p>{listed}<w:r><w:t>x</w:t></w:r></w:p>"

    body = "".join(map(item, (0, 1, 1, 2, 0, 1, 3))) + item(0, 8) + item(0, 0)
    data = word(body, {"r1": ("numbering", "numbering.xml")}, {"numbering.xml": NUMBERING})
    labels = [block.label for section in read_word(data).sections for block in section.blocks]
    assert labels == ["3.", "3.(a)", "3.(b)", "IV", "4.", "4.(a)", "•", "1.", ""]


def test_cells_that_cover_rows_and_columns_keep_their_place() -> None:
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + paragraph("wide")
    start, more = (
        '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + paragraph("high"),
        "<w:tcPr><w:vMerge/></w:tcPr><w:p/>",
    )
    (block,) = read_word(word(table([wide, start], [paragraph("a"), paragraph("b"), more]))).sections[0].blocks
    assert [[(text_of(cell.blocks), cell.columns, cell.rows) for cell in row] for row in block.rows] == [
        [("wide", 2, 1), ("high", 1, 2)],
        [("a", 1, 1), ("b", 1, 1)],
    ]


def test_the_instruction_of_a_field_is_no_text_and_the_boxes_of_a_form_are_shown() -> None:
    def field(code: str, result: str, data: str = "") -> str:
        mark = '<w:r><w:fldChar w:fldCharType="{}">{}</w:fldChar></w:r>'
        return (
            mark.format("begin", data) + f"<w:r><w:instrText>{code}</w:instrText></w:r>" + mark.format("separate", "")
            + f"<w:r><w:t>{result}</w:t></w:r>" + mark.format("end", "")
        )  # fmt: skip

    box = "<w:ffData><w:checkBox><w:default w:val='{}'/></w:checkBox></w:ffData>"
    body = field("PAGE", "4") + field("FORMCHECKBOX", "", box.format(1)) + field("FORMCHECKBOX", "", box.format(0))
    assert words(word(f"<w:p>{body}</w:p>")) == "4[x][ ]"
    loading = word(f"<w:p>{field('DDEAUTO Excel book', 'loaded')}</w:p>")
    assert inspected(loading).active_content == ("fields that load other files",)


def test_what_acts_or_is_left_out_is_stated() -> None:
    data = word(
        paragraph("Text") + '<w:p><w:r><w:drawing><a:graphicData uri="x/chart"/></w:drawing></w:r></w:p>',
        {
            "r1": ("hyperlink", "https://example.org/", "External"),
            "r2": ("image", "https://example.org/pixel.png", "External"),
            "r3": ("attachedTemplate", "file:///C:/template.dotm", "External"),
        },
        {"vbaProject.bin": b"macros", "embeddings/oleObject1.bin": b"inside", "activeX/activeX1.bin": b"control"},
    )
    found = inspected(data)
    assert found.active_content == (
        "macros",
        "ActiveX controls",
        "embedded files",
        "a template that is loaded from another place",
        "content that is loaded from another place",
    )
    assert found.left_out == ("1 chart", "the addresses of links")


def _png() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (9, 9), "red").save(written, "PNG")
    return written.getvalue()


def test_pictures_are_shown_and_drawings_of_windows_are_left_out() -> None:
    run = '<w:p><w:r><w:drawing><a:blip r:embed="{}"/></w:drawing></w:r></w:p>'
    data = word(
        run.format("r1") + run.format("r2") + run.format("r1"),
        {"r1": ("image", "media/a.png"), "r2": ("image", "media/b.emf")},
        {"media/a.png": _png(), "media/b.emf": b"\x01\0\0\0"},
    )
    office = read_word(data)
    assert office.pictures == (_png(),)
    assert [block.picture for block in office.sections[0].blocks] == [0, 0]
    assert office.left_out == ("1 picture that cannot be shown",)


def _picture(link: str = "r1") -> str:
    return f'<w:p><w:r><w:drawing><a:blip r:embed="{link}"/></w:drawing></w:r></w:p>'


def test_a_picture_that_is_missing_or_broken_is_left_out() -> None:
    links = {"r1": ("image", "media/a.png")}
    text = paragraph("Text")
    cases: list[tuple[str, dict[str, str | bytes], str]] = [
        (_picture("rId99"), {"media/a.png": _png()}, "1 picture that is not in the file"),
        (_picture(), {}, "1 picture that is not in the file"),
        (_picture(), {"media/a.png": _png()[:-30]}, "1 picture that cannot be shown"),
        (_picture(), {"media/a.png": _png()[:12]}, "1 picture that cannot be shown"),
    ]
    for body, media, left_out in cases:
        assert inspected(word(text + body, links, media)).left_out == (left_out,)
        assert refusal(word(body, links, media)) == f"all that it contains cannot be displayed: {left_out}"
    assert inspected(word(_picture(), links, {"media/a.png": _png()})).left_out == ()


def test_a_picture_in_a_comment_belongs_to_the_comments() -> None:
    comments = word_part("comments", f'<w:comment w:author="A">{_picture()}</w:comment>')
    parts: dict[str, str | bytes] = {
        "comments.xml": comments,
        "_rels/comments.xml.rels": relations({"r1": ("image", "media/a.png")}),
        "media/a.png": _png(),
    }
    office = read_word(word(paragraph("Text"), {"r1": ("comments", "comments.xml")}, parts))
    assert (office.pictures, office.left_out) == ((_png(),), ())


def test_a_document_without_anything_to_show_is_refused() -> None:
    for body in ("", "<w:p/>", table(["<w:p/>"]), paragraph("  ")):
        assert refusal(word(body)) == "it contains nothing that can be displayed"
    uri = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    chart = f'<w:p><w:r><w:drawing><a:graphicData uri="{uri}"/></w:drawing></w:r></w:p>'
    assert refusal(word(chart)) == "all that it contains cannot be displayed: 1 chart"
    assert inspected(word(paragraph("Text") + chart)).left_out == ("1 chart",)
    (found,) = inspect_files([InspectionRequest("a.docx", word(chart))])
    assert "print it to a PDF" in str(found.advice)


@pytest.mark.parametrize("kind", ["header", "footer", "footnotes", "endnotes", "comments"])
def test_a_part_with_words_that_is_missing_is_damage(kind: str) -> None:
    document = word(paragraph("Text"), {"r1": (kind, "part.xml")})
    assert refusal(document) == "its part word/part.xml is missing, which contains a part of the text"


def test_a_note_that_is_referred_to_and_missing_is_damage() -> None:
    for kind in ("footnote", "endnote"):
        body = f'<w:p><w:r><w:t>Text</w:t><w:{kind}Reference w:id="7"/></w:r></w:p>'
        assert refusal(word(body)) == f"it refers to {kind}s that are missing"


def test_words_that_may_be_invisible_in_word_are_noted() -> None:
    white = '<w:color w:val="FFFFFF"/>'
    assert inspected(word(paragraph("white", white))).notes == (
        "Words in white are shown in black; in Word they may be invisible.",
    )
    assert inspected(word(paragraph("white", white + '<w:shd w:val="clear" w:fill="000000"/>'))).notes == ()


def test_a_document_that_only_wraps_another_file_is_refused() -> None:
    assert "1 inserted file" in refusal(word('<w:altChunk r:id="r1"/>'))
    assert inspected(word(paragraph("Text") + "<w:altChunk/>")).left_out == ("1 inserted file",)


def test_a_long_text_is_cut_with_a_statement() -> None:
    data = word(paragraph("word " * 10_000) * 13)
    assert inspected(data).left_out == ("the text after 600,000 characters",)
    assert 590_000 < len(words(data)) < 600_100


def test_a_text_of_very_many_paragraphs_is_cut_with_a_statement() -> None:
    data = word("<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 30_000)
    assert inspected(data).left_out == ("the text after 600,000 characters",)
    assert len(read_word(data).sections[0].blocks) < 20_000


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (word(paragraph("Text"))[:-30], DAMAGED),
        (word(paragraph("Text"))[:200], DAMAGED),
        (word("<w:p>"), DAMAGED),
        (zipped({"_rels/.rels": relations({"r1": ("officeDocument", "word/other.xml")})}), DAMAGED),
        (word(paragraph("Text")).replace(b"word/document.xml", b"word/documenT.xml", 1), DAMAGED),
        (
            zipped(
                {
                    "_rels/.rels": relations({"r1": ("officeDocument", "word/document.xml")}),
                    "word/document.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
                }
            ),
            "its XML declares a document type, which office programs do not write",
        ),
        (word(paragraph("Text"), {}, {"a.xml": "", "A.xml": ""}), "it contains two parts of the same name"),
    ],
)
def test_a_damaged_or_crafted_document_is_refused(data: bytes, why: str) -> None:
    assert refusal(data) == why


def test_a_part_that_unpacks_to_gigabytes_is_refused_early() -> None:
    data = word("<w:p/>" * 9_000_000)
    assert len(data) < 1 << 20
    assert refusal(data) == "its part word/document.xml is too large to be read"


def test_deep_nesting_is_refused_and_kills_nothing() -> None:
    deep = word("<w:tbl><w:tr><w:tc>" * 4000 + paragraph("Text") + "</w:tc></w:tr></w:tbl>" * 4000)
    found, fine = inspect_files(
        [InspectionRequest("a.docx", deep), InspectionRequest("b.docx", word(paragraph("Text")))]
    )
    assert found.unusable == "its parts are nested too deeply"
    assert fine.unusable is None
