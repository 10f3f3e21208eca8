"""The table of file types: the kind of content and the media type of a file."""

import io
import zipfile
from pathlib import Path

import pytest

from casebound.load.evidence_reader import LocatedFile, hashed, inspect_evidence
from casebound.load.inspect.content_kinds import ContentKind, advice_for
from casebound.load.inspect.file_types import FILE_TYPES, FileType, media_type, named_kind
from casebound.load.inspect.markup import active_markup
from casebound.load.inspect.recognition import content_kind, other_kinds, suits
from casebound.load.workspace import Workspace

BYTES = {
    ContentKind.PDF: b"%PDF-1.7",
    ContentKind.PNG: b"\x89PNG\r\n\x1a\n",
    ContentKind.JPEG: b"\xff\xd8\xff\xe0",
    ContentKind.TIFF: b"II*\0\x08\0\0\0",
    ContentKind.WEBP: b"RIFF\0\0\0\0WEBPVP8 ",
    ContentKind.GIF: b"GIF89a\1\0\1\0",
    ContentKind.BMP: b"BM" + bytes(12) + b"\x28\0\0\0",
    ContentKind.HEIC: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    ContentKind.AVIF: b"\0\0\0\x1cftypmif1\0\0\0\0mif1avif",
    ContentKind.VIDEO: b"\0\0\0\x18ftypisom\0\0\2\0isommp42",
    ContentKind.AUDIO: b"RIFF\0\0\0\0WAVEfmt ",
    ContentKind.PROGRAM: b"MZ\x90\0\3\0\0\0",
    ContentKind.ARCHIVE: b"7z\xbc\xaf\x27\x1c",
    ContentKind.TNEF: b"\x78\x9f\x3e\x22\1\0",
    ContentKind.RTF: b"{\\rtf1 words}",
    ContentKind.HTML: b"<!-- saved --><!doctype html><p>words",
    ContentKind.SVG: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    ContentKind.POSTSCRIPT: b"%!PS-Adobe-3.0",
    ContentKind.SCRIPT: b"#!/bin/sh",
}
SUFFIXES = [(suffix, file_type) for file_type in FILE_TYPES for suffix in file_type.suffixes]
TEXTS = {ContentKind.TEXT, ContentKind.EMAIL, ContentKind.HTML, ContentKind.SVG}
RUN = {ContentKind.SCRIPT, ContentKind.PROGRAM, ContentKind.SHORTCUT}
WORDY = {ContentKind.RTF, ContentKind.HTML, ContentKind.SVG, ContentKind.POSTSCRIPT, ContentKind.SCRIPT}


def test_each_suffix_has_one_type_and_each_kind_a_type() -> None:
    suffixes = [suffix for suffix, _ in SUFFIXES]
    assert len(suffixes) == len(set(suffixes)) > 200
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in suffixes)
    assert {file_type.kind for file_type in FILE_TYPES} == set(ContentKind) - {ContentKind.UNKNOWN}


def test_every_kind_has_a_way_out() -> None:
    assert all(advice_for(kind).endswith(".") for kind in ContentKind)


@pytest.mark.parametrize("kind", BYTES)
@pytest.mark.parametrize("name", ["a", "a.", "a.dat", "a.PDF ", "a.docx", "a.png", "a.zip"])
def test_the_content_gives_the_kind_under_any_name(name: str, kind: ContentKind) -> None:
    assert content_kind(name, BYTES[kind]) is kind


@pytest.mark.parametrize(("suffix", "file_type"), SUFFIXES)
def test_a_name_gives_the_kind_of_texts_and_of_what_a_computer_runs(suffix: str, file_type: FileType) -> None:
    found = content_kind(f"a{suffix.upper()}", b"words")
    by_name = TEXTS | RUN | {ContentKind.WEB_ARCHIVE, ContentKind.MAILBOX}
    assert found is (file_type.kind if file_type.kind in by_name else ContentKind.TEXT)
    assert suits(f"a{suffix}", file_type.kind)
    if file_type.kind in RUN:
        assert content_kind(f"a{suffix}", BYTES[ContentKind.PDF]) is file_type.kind


@pytest.mark.parametrize("kind", BYTES)
@pytest.mark.parametrize("name", ["a.txt", "a.EML", "a.csv"])
def test_marks_of_bytes_count_in_texts_and_marks_of_letters_do_not(name: str, kind: ContentKind) -> None:
    expected = named_kind(name) if kind in WORDY else kind
    assert content_kind(name, BYTES[kind]) is expected


@pytest.mark.parametrize("before", [b"", b"\n", b"The mark ", b"Subject: "])
@pytest.mark.parametrize("name", ["a.txt", "a.eml", "a.html", "a", "a.note"])
def test_a_text_may_mention_the_mark_of_a_pdf(name: str, before: bytes) -> None:
    """The mark counts at the start; under other names also behind other bytes, if the file ends as a PDF."""
    named = named_kind(name) or ContentKind.TEXT
    begins = not before or (before == b"\n" and named_kind(name) is None)
    assert content_kind(name, before + b"%PDF-1.7 is a mark") is (ContentKind.PDF if begins else named)


def test_a_pdf_may_begin_behind_other_bytes() -> None:
    assert content_kind("a.pdf", bytes(1019) + b"%PDF-") is ContentKind.PDF
    assert content_kind("a.pdf", bytes(1020) + b"%PDF-") is ContentKind.UNKNOWN
    assert content_kind("a", b"\xff\xfe junk %PDF-1.4 ... startxref 5") is ContentKind.PDF


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"BMW confirms the assignment of Ann Price to its plant", ContentKind.TEXT),
        (b"MZ is the country code of Mozambique", ContentKind.TEXT),
        (b"PK, as we call him, stays at home", ContentKind.TEXT),
        (b"P1 12 30 rows follow", ContentKind.TEXT),
        ("Größe, “quoted”".encode("cp1252") * 9, ContentKind.TEXT),
        ("日本".encode("utf-16"), ContentKind.TEXT),
        (b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\nwords", ContentKind.EMAIL),
        (b"From: Berlin\nTo: Paris\n\nwords", ContentKind.TEXT),
        (b"\0\1\2", ContentKind.UNKNOWN),
        (b"\x81\x93\x94" * 50, ContentKind.UNKNOWN),
    ],
)
def test_content_without_a_mark_is_a_text_an_email_or_unknown(start: bytes, kind: ContentKind) -> None:
    assert content_kind("a", start) is kind


def _zip(*names: str, first: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as container:
        if first:
            container.writestr(zipfile.ZipInfo("mimetype"), first)
        for name in names:
            container.writestr(zipfile.ZipInfo(name), b"words")
    return made.getvalue()


_TYPES = "[Content_Types].xml"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (_zip(_TYPES, "word/document.xml"), ContentKind.WORD),
        (_zip(_TYPES, "word\\document.xml"), ContentKind.WORD),
        (_zip(_TYPES, "word/document.xml", "word/vbaProject.bin"), ContentKind.WORD_MACROS),
        (_zip(_TYPES, "xl/workbook.xml"), ContentKind.EXCEL),
        (_zip(_TYPES, "xl/workbook.bin"), ContentKind.EXCEL_BINARY),
        (_zip(_TYPES, "ppt/presentation.xml"), ContentKind.POWERPOINT),
        (_zip("word/document.xml"), ContentKind.ARCHIVE),
        (_zip("a.pdf"), ContentKind.ARCHIVE),
        (_zip(), ContentKind.ARCHIVE),
        (_zip("Main.class"), ContentKind.PROGRAM),
        (_zip("Index/Document.iwa"), ContentKind.IWORK),
        (_zip("content.xml", first=b"application/vnd.oasis.opendocument.spreadsheet"), ContentKind.OPEN_SHEET),
        (_zip("content.xml", first=b"application/vnd.oasis.opendocument.text-master"), ContentKind.OPEN_TEXT),
        (_zip("a.xhtml", first=b"application/epub+zip"), ContentKind.EPUB),
        (_zip("holds.docx") + _zip(_TYPES, "word/document.xml")[:-1], ContentKind.ARCHIVE),
        (b"PK\3\4" + bytes(60), ContentKind.ARCHIVE),
    ],
)
def test_a_zip_file_is_known_by_the_names_inside_it(data: bytes, kind: ContentKind) -> None:
    assert content_kind("a.zip", data) is kind
    assert content_kind("a", data) is kind


def test_a_zip_file_that_is_cut_off_is_of_the_kind_that_its_name_says() -> None:
    half = _zip(_TYPES, "word/document.xml")[:80]
    assert content_kind("a.docx", half) is ContentKind.WORD
    assert content_kind("a.zip", half) is ContentKind.ARCHIVE


@pytest.mark.parametrize(
    ("stream", "kind"),
    [
        ("__properties_version1.0", ContentKind.OUTLOOK),
        ("EncryptedPackage", ContentKind.LOCKED_OFFICE),
        ("WordDocument", ContentKind.OLD_WORD),
        ("Workbook", ContentKind.OLD_EXCEL),
        ("PowerPoint Document", ContentKind.OLD_POWERPOINT),
        ("Other", ContentKind.OTHER_OFFICE),
    ],
)
def test_a_compound_file_is_known_by_the_names_inside_it(stream: str, kind: ContentKind) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le")
    assert content_kind("a", data) is kind
    if stream == "Other":
        assert content_kind("a.docx", data) is ContentKind.LOCKED_OFFICE
        assert content_kind("a.doc", data) is ContentKind.OLD_WORD


@pytest.mark.parametrize(
    ("name", "kind", "fits"),
    [
        ("a.png", ContentKind.JPEG, True),
        ("a.jfif", ContentKind.JPEG, True),
        ("a.TIF", ContentKind.PNG, True),
        ("a", ContentKind.PDF, True),
        ("a.unheard-of", ContentKind.PDF, True),
        ("a.doc", ContentKind.WORD, True),
        ("a.docx", ContentKind.PDF, False),
        ("a.pdf", ContentKind.PNG, False),
        ("a.png", ContentKind.PDF, False),
        ("a.txt", ContentKind.PDF, False),
        ("a.exe", ContentKind.PDF, False),
    ],
)
def test_a_name_suits_a_content_that_the_usual_program_opens(name: str, kind: ContentKind, fits: bool) -> None:
    assert suits(name, kind) is fits


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (ContentKind.PDF, b"%PDF-1.7 ... %%EOF", ()),
        (ContentKind.PDF, b"%PDF-1.7 ... %%EOF" + _zip("a.exe"), ("the file is also a ZIP archive",)),
        (ContentKind.PDF, b"<html><!--%PDF-1.7 ... %%EOF", ("the file is also of the kind: HTML",)),
        (ContentKind.PDF, b"MZ\0\0 %PDF-1.7 ... %%EOF", ("the file is also of the kind: program",)),
        (ContentKind.HTML, b"<script>x</script><!--%PDF-1.7 ... %%EOF", ("the file is also a PDF",)),
        (ContentKind.HTML, b"<p>%PDF-1.7 is a mark", ()),
        (ContentKind.TEXT, b"the log says %PDF-1.7", ()),
        (ContentKind.PNG, BYTES[ContentKind.PNG] + _zip("a"), ("the file is also a ZIP archive",)),
        (ContentKind.GIF, b"GIF89a/*\0\0*/=1;alert(1)", ("the picture is also a script",)),
        (ContentKind.GIF, b"GIF89a\1\0\1\0;<script>x</script>", ("the picture contains HTML or a script",)),
        (ContentKind.JPEG, b"\xff\xd8\xff\xe0\0\x10JFIF ... Rar!\x1a\7", ("the picture contains an archive",)),
        (ContentKind.JPEG, b"\xff\xd8\xff\xe0\0\x10JFIF", ()),
    ],
)
def test_a_file_that_is_two_kinds_at_once_hides_the_second(
    kind: ContentKind, data: bytes, expected: tuple[str, ...]
) -> None:
    assert other_kinds(kind, data) == expected


@pytest.mark.parametrize(
    ("kind", "name", "data", "expected"),
    [
        (ContentKind.HTML, "a.html", b"<p>words, onset = 5</p>", ()),
        (ContentKind.HTML, "a.html", b"<SCRIPT>x", ("a script",)),
        (ContentKind.HTML, "a.html", b"<img src=x onerror = x>", ("a script",)),
        (ContentKind.HTML, "a.html", "<script>x".encode("utf-16"), ("a script",)),
        (ContentKind.HTML, "a.html", b'<a href="javascript:x">', ("a script",)),
        (ContentKind.HTML, "a.html", b"<iframe src=a>", ("a frame or an embedded object",)),
        (ContentKind.HTML, "a.html", b"<form>", ("a form that sends data",)),
        (ContentKind.HTML, "a.html", b"<meta http-equiv=refresh>", ("a redirection",)),
        (ContentKind.HTML, "a.html", b"<img src='//a.example'>", ("content loaded from another host",)),
        (ContentKind.HTML, "a.html", b"<a href='https://a.example'>", ()),
        (ContentKind.SVG, "a.svg", b"<svg onload='x'>", ("a script",)),
        (ContentKind.SVG, "a.svg", b"<svg><foreignObject>", ("a frame or an embedded object",)),
        (ContentKind.TEXT, "a.xml", b"<r xmlns='http://www.w3.org/2000/svg'><script/>", ("a script",)),
        (ContentKind.TEXT, "a.xml", b"<step onload='x'/>", ()),
        (ContentKind.TEXT, "a.txt", b"<script>x", ()),
    ],
)
def test_the_active_content_of_html_and_svg(
    kind: ContentKind, name: str, data: bytes, expected: tuple[str, ...]
) -> None:
    assert active_markup(kind, name, data) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("evidence/a.pdf", "application/pdf"),
        ("a.PNG", "image/png"),
        ("a.jpeg", "image/jpeg"),
        ("a.eml", "message/rfc822"),
        ("a.txt", "text/plain"),
        ("a.yml", "application/yaml"),
        ("a.json", "application/json"),
        ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.html", "application/octet-stream"),
        ("a.svg", "application/octet-stream"),
        ("pdf", "application/octet-stream"),
    ],
)
def test_the_media_type_is_known_by_the_name(name: str, expected: str) -> None:
    assert media_type(name) == expected


def test_a_name_without_a_suffix_does_not_share_an_inspection_with_a_suffix_of_the_same_letters(tmp_path: Path) -> None:
    folder = Workspace(tmp_path)
    for name in ("a.eml", "eml"):
        (tmp_path / name).write_bytes(b"no header")
    files = [LocatedFile(name, hashed(folder, name, name)) for name in ("a.eml", "eml")]
    inspections = inspect_evidence(folder, files, 1)
    problems = [result.unusable for file in files if (result := inspections.inspected(file).inspection) is not None]
    assert problems == ["it has an e-mail file name but no e-mail header", None]
