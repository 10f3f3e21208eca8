"""The bundle of exhibits: every file of evidence page by page, however it came, numbered, linked and archivable."""

import dataclasses
import hashlib
import io
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw
from PIL.PngImagePlugin import PngInfo
from tests.support import exhibit_files as files
from tests.support import mails, office_files, verapdf
from tests.support.documents import ROOT, one_page, pages, print_assets, sample, sample_judgment, templates
from tests.support.exhibit_bundles import (
    DAY,
    PROFILE,
    bundle_of,
    held_to_be_a_good_bundle,
    outline,
    sample_bundle,
    sample_task,
    stamps,
    task_of,
    told_of,
)
from tests.support.spoiled_pdfs import no_fonts, no_metadata

from casebound.load.inspect import text_files
from casebound.load.inspect.mail import messages
from casebound.model.errors import BrokenDocument, InternalError
from casebound.render import exhibits
from casebound.render.documents import document_tasks, pdf
from casebound.render.documents.print_assets import PrintAssets
from casebound.render.exhibits.draw import image_pages, pdf_pages
from casebound.render.exhibits.draw.bundle_task import TEMPLATE
from casebound.render.exhibits.pdfa import font_check
from casebound.render.templates import Templates
from casebound.runtime import sandbox

CASES = sorted(one.name for one in (ROOT / "cases").iterdir() if one.is_dir())
SHOWN = ("NO-2026-001", "FR-2026-005", "SG-2026-006")


def _each() -> list[object]:
    """The sample cases as parameters; long are those with the kinds of files that an earlier one has."""
    seen, chosen = set[frozenset[str]](), list[object]()
    for case in CASES:
        kinds = frozenset(file.suffix for file in (ROOT / "cases" / case / "evidence").iterdir())
        chosen.append(pytest.param(case, marks=(pytest.mark.long,) if kinds in seen and case not in SHOWN else ()))
        seen.add(kinds)
    return chosen


def one(name: str, data: bytes | None) -> bytes:
    return bundle_of({name: data})


@pytest.mark.parametrize("case", _each())
def test_every_sample_is_bound_whole_with_numbers_links_and_bookmarks_that_agree(case: str) -> None:
    task = sample_task(case)
    assert task is not None
    told = held_to_be_a_good_bundle(sample_bundle(case))
    assert not [page for page in told if "This exhibit is not shown" in page or "rasterized at" in page]
    assert set(outline(sample_bundle(case))) == {"Index", *(item.id for item in task.items)}
    index = " ".join(told[: outline(sample_bundle(case))["E1"] - 1]).replace(" ", "")
    assert all(item.sha256 in index for item in task.items)


def test_an_exhibit_is_said_to_stand_where_its_stamps_are() -> None:
    data, stamped = bundle_of({"a.txt": b"a", "b.pdf": files.plain_pdf(3), "c.txt": None}), dict[str, list[int]]()
    for number, key in enumerate(stamps(data), start=1):
        if key:
            stamped.setdefault(key, []).append(number)
    assert stamped == {"E1": [2], "E2": [3, 4, 5], "E3": [6]}
    assert exhibits.places(data) == {"E1": (2, 2), "E2": (3, 5), "E3": (6, 6)}


def test_the_samples_have_cases_with_exhibits() -> None:
    assert len([case for case in CASES if sample(case).view.exhibits]) > 20


@pytest.mark.parametrize("case", SHOWN)
def test_every_font_is_embedded(case: str) -> None:
    with pikepdf.open(io.BytesIO(sample_bundle(case))) as document:
        found = [
            one.FontDescriptor
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font" and "/FontDescriptor" in one
        ]
        assert found
        assert all("/FontFile2" in one or "/FontFile3" in one for one in found)


def test_what_an_exhibit_says_can_be_searched_and_lies_below_its_stamp() -> None:
    data = sample_bundle("NO-2026-001")
    told, first = pages(data), outline(data)
    own = pages((ROOT / "cases/NO-2026-001/evidence/assignment-letter.pdf").read_bytes())[0]
    assert set(own.split()) <= set(told[first["E1"] - 1].split())
    with pypdfium2.PdfDocument(data) as document:
        page = document[first["E1"] - 1]
        band = page.get_textpage().get_text_bounded(0, page.get_height() - 40, page.get_width(), page.get_height())
    assert "E1" in band
    assert "page 1 of 1" in " ".join(band.split())
    assert not {"Stavanger,", "Texas"} & set(band.split())


def _label(page: pikepdf.Page) -> str:
    told: object = page.label
    return str(told() if callable(told) else told)


def test_metadata_takes_its_dates_from_the_last_exhibit_and_labels_count_as_the_pages_do() -> None:
    with pikepdf.open(io.BytesIO(sample_bundle("NO-2026-001"))) as document:
        assert str(document.docinfo["/Title"]) == "NO-2026-001: Exhibits"
        assert str(document.docinfo["/CreationDate"]) == str(document.docinfo["/ModDate"]) == "D:20260424000000Z"
        assert str(document.Root.Lang) == "en"
        assert list(map(_label, document.pages)) == [str(number + 1) for number in range(len(document.pages))]
        xmp = document.Root.Metadata.read_bytes().decode()
    assert "<xmp:CreateDate>2026-04-24T00:00:00Z</xmp:CreateDate>" in xmp


def test_two_bindings_are_the_same_bytes() -> None:
    task = sample_task("SG-2026-006")
    assert task is not None
    assert exhibits.render(task, print_assets(), templates()).data == sample_bundle("SG-2026-006")


_ELSEWHERE = """
import hashlib, sys
sys.path[:0] = [{root!r}, {generator!r}]
from tests.support.exhibit_bundles import sample_bundle
print(hashlib.sha256(sample_bundle("SG-2026-006")).hexdigest())
"""


def test_zone_folder_locale_and_hash_seed_change_no_byte(tmp_path: object) -> None:
    code = _ELSEWHERE.format(root=str(ROOT), generator=str(ROOT / "generator"))
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=str(tmp_path),
        env={**os.environ, "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "77", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == hashlib.sha256(sample_bundle("SG-2026-006")).hexdigest()


def test_the_key_names_everything_the_bytes_depend_on() -> None:
    task = task_of({"a.txt": b"a"})
    (item,) = task.items
    others = [
        dataclasses.replace(task, templates="other"),
        dataclasses.replace(task, preview=True),
        dataclasses.replace(task, print_assets="other"),
        dataclasses.replace(task, recorded_until=DAY.replace(year=2030)),
        *(
            dataclasses.replace(task, items=(dataclasses.replace(item, **change),))
            for change in ({"data": b"b"}, {"data": None}, {"title": "x"}, {"file": "b.txt"}, {"received": DAY})
        ),
    ]
    assert len({exhibits.key(one) for one in (task, *others)}) == len(others) + 1
    assert exhibits.key(task_of({"a.txt": b"a"})) == exhibits.key(task)


def test_a_bundle_is_printed_with_no_other_print_assets() -> None:
    task = dataclasses.replace(task_of({"a.txt": b"a"}), print_assets="other")
    with pytest.raises(BrokenDocument, match=r"NO-2026-001, exhibits\.pdf"):
        exhibits.render(task, print_assets(), templates())


def test_a_case_without_exhibits_has_no_bundle() -> None:
    view = dataclasses.replace(sample("NO-2026-001").view, exhibits=())
    assert exhibits.inputs(view, print_assets(), templates(), evidence={}) is None


_SHEETS = {"a4": (595.276, 841.89), "letter": (612.0, 792.0)}


@cache
def press_for(paper: str) -> PrintAssets:
    return document_tasks.gather_print_assets(templates(), (ROOT / "site_templates",), paper)


def on_paper(paper: str, found: Mapping[str, bytes | None]) -> bytes:
    made_for = press_for(paper)
    task = dataclasses.replace(task_of(found), print_assets=made_for.digest)
    return exhibits.render(task, made_for, templates()).data


@pytest.mark.parametrize("paper", _SHEETS)
def test_every_page_is_on_the_paper_of_the_project_and_nothing_is_drawn_beside_it(paper: str) -> None:
    short, long = _SHEETS[paper]
    found: dict[str, bytes | None] = {
        "note.txt": b"".join(b"%03d %s\n" % (number, b"x" * 96) for number in range(150)),
        "mail.eml": files.mail(),
        "gone.txt": None,
        "scan.png": files.image((1200, 1700)),
        "plan.png": files.image((1700, 1200)),
        "deed.pdf": files.plain_pdf(2),
        "list.pdf": files.plain_pdf(1, files.LANDSCAPE),
        "odd.pdf": files.unembedded_pdf(),
    }
    data = on_paper(paper, found)
    told = held_to_be_a_good_bundle(data)
    across = {number for number, page in enumerate(told, 1) if "E5 A title" in page or "E7 A title" in page} - {1}
    assert len(across) == 2
    for number in range(1, len(told) + 1):
        expected = (long, short) if number in across else (short, long)
        assert size(data, number) == pytest.approx(expected, abs=0.1), number
    with pypdfium2.PdfDocument(data) as document:
        for page in list(document)[1:]:
            for one in page.get_objects(max_depth=1):
                left, low, right, high = one.get_bounds()
                assert left > 13
                assert low > 5
                assert right < page.get_width() - 13
                assert high < page.get_height() - 5


def test_a_line_of_text_ends_at_the_same_place_on_every_paper() -> None:
    text = b"words and " * 80
    assert _lines_of("a4", text) == _lines_of("letter", text)


def _lines_of(paper: str, text: bytes) -> str:
    with pypdfium2.PdfDocument(on_paper(paper, {"a.txt": text})) as document:
        return str(document[1].get_textpage().get_text_range())


def test_the_paper_is_in_the_key() -> None:
    keys = set()
    for paper in _SHEETS:
        task = exhibits.inputs(sample("SG-2026-006").view, press_for(paper), templates(), evidence={})
        assert task is not None
        keys.add(exhibits.key(task))
    assert len(keys) == len(_SHEETS)


def test_a_preview_is_marked_on_every_page() -> None:
    task = dataclasses.replace(task_of({"a.txt": b"a", "b.pdf": files.plain_pdf(2)}), preview=True)
    told = pages(exhibits.render(task, print_assets(), templates()).data)
    assert len(told) == 4
    assert all("PREVIEW — NOT SUPPORTED" in page for page in told)


# What comes in is not always well made. Each of these gives a good page, or a page that says why not.


def test_a_character_without_a_glyph_is_replaced_by_its_number_and_noted_at_the_top() -> None:
    told = held_to_be_a_good_bundle(one("note.txt", "Snow 𓀀 and 𒀀 here".encode()))
    assert "Snow [U+13000] and [U+12000] here" in told[1]
    assert "2 characters of this text are invisible or have no glyph in the bundled fonts" in told[1]


def test_a_character_without_a_glyph_is_replaced_wherever_it_comes_from() -> None:
    task = task_of({"a𓀀.txt": b"a", "b𓀀.zip": b"PK"}, "A 𓀀 title")
    data = exhibits.render(task, print_assets(), templates()).data
    told = held_to_be_a_good_bundle(data)
    assert "A [U+13000] title" in told[0]
    assert "Text file a[U+13000].txt" in told[1]
    assert "b[U+13000].zip" in told[2]


def test_hidden_and_bidirectional_characters_are_spelled_out() -> None:
    assert "a[U+202E]b[U+200B]c[U+0007]" in pages(one("note.txt", "a\u202eb\u200bc\x07".encode()))[1]


def test_a_missing_file_has_a_page_that_says_so() -> None:
    told = held_to_be_a_good_bundle(one("photo.png", None))
    assert "its file is missing, or its hash is not the recorded one" in told[1]
    assert "No file is attached to the dossier for this exhibit" in told[1]


def test_a_file_with_another_hash_is_treated_as_missing() -> None:
    task = task_of({"a.txt": b"a"})
    changed = exhibits.inputs(
        dataclasses.replace(sample("NO-2026-001").view), print_assets(), templates(), evidence={"E1": b"something else"}
    )
    assert task.items[0].data == b"a"
    assert changed is not None
    assert changed.items[0].data is None


def test_an_encrypted_exhibit_has_a_page_that_says_where_the_file_is() -> None:
    told = held_to_be_a_good_bundle(one("sealed.pdf", files.encrypted_pdf(user="secret")))
    assert "it is encrypted and requires a password" in told[1]
    assert "attached to the dossier, byte for byte, as E01-sealed.pdf" in told[1]
    assert "Not shown: it is encrypted" in told[0]


@pytest.mark.parametrize(
    ("data", "because"),
    [
        (files.encrypted_pdf(user=""), "encrypted"),
        (files.unembedded_pdf(), "font not embedded"),
        (files.cmyk_pdf(), "CMYK or spot colors"),
        (files.broken_pdf(), "damaged file structure"),
        (files.boundless_pdf(), "number, name or string beyond the PDF/A limits"),
        (
            files.with_wrong_widths((ROOT / "cases/NO-2026-001/evidence/certificate.pdf").read_bytes()),
            "font that does not conform to PDF/A",
        ),
    ],
)
def test_what_would_break_the_archival_format_is_drawn_and_marked(data: bytes, because: str) -> None:
    told = held_to_be_a_good_bundle(one("odd.pdf", data))
    assert f"Rasterized at 200 dpi ({because}); not searchable" in told[0]
    assert f"rasterized at 200 dpi ({because})" in told[1]
    assert has_ink(one("odd.pdf", data), 2)


def test_a_font_that_is_named_and_shows_nothing_does_no_harm() -> None:
    told = held_to_be_a_good_bundle(one("idle.pdf", files.idle_font_pdf()))
    assert "rasterized" not in told[1]


def test_text_in_an_embedded_font_of_a_word_processor_stays_text() -> None:
    font = print_assets().fonts["IBMPlexSans-Regular.woff2"]
    told = held_to_be_a_good_bundle(one("letter.pdf", files.simple_font_pdf(font)))
    assert "Simple words" in told[1]
    assert "rasterized" not in told[1]


def test_a_scan_with_recognized_text_stays_searchable() -> None:
    told = held_to_be_a_good_bundle(one("read.pdf", files.read_scan_pdf()))
    assert "Recognized" in told[1]
    assert "searchable" not in told[1]


def test_a_form_that_draws_itself_ends() -> None:
    assert len(pages(one("endless.pdf", files.endless_form_pdf()))) == 2


def test_a_layer_that_is_hidden_stays_hidden() -> None:
    bound = one("layers.pdf", files.layered_pdf())
    assert "Rasterized at 200 dpi (layers)" in held_to_be_a_good_bundle(bound)[0]
    assert not has_ink(bound, 2)


def has_ink(data: bytes, page: int) -> bool:
    """Whether anything dark stands between the bands of a page."""
    with pypdfium2.PdfDocument(data) as document:
        image = document[page - 1].render(scale=0.5).to_pil().convert("L")
    inner = image.crop((image.width // 12, image.height // 12, image.width * 11 // 12, image.height * 11 // 12))
    return bool(min(inner.tobytes()) < 160)


@pytest.mark.parametrize("name", ["scan.pdf", "scan.png"])
def test_a_landscape_scan_stays_landscape_and_is_marked_as_not_searchable(name: str) -> None:
    data = files.plain_pdf(1, files.LANDSCAPE) if name.endswith("pdf") else files.image((1700, 1200))
    bound = one(name, data)
    told = held_to_be_a_good_bundle(bound)
    assert "Not searchable." in told[0]
    assert size(bound, 2)[0] > size(bound, 2)[1]
    assert has_ink(bound, 2)


def size(data: bytes, page: int) -> tuple[float, float]:
    with pypdfium2.PdfDocument(data) as document:
        found: tuple[float, float] = document[page - 1].get_size()
        return found


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_rotated_page_stands_as_a_reader_shows_it(turn: int) -> None:
    original = files.rotated_pdf(turn)
    bound = one("turned.pdf", original)
    held_to_be_a_good_bundle(bound)
    wide, high = size(original, 1)
    assert (size(bound, 2)[0] > size(bound, 2)[1]) == (wide > high)
    assert corner(bound, 2) == corner(original, 1)


def corner(data: bytes, page: int) -> tuple[bool, bool]:
    """Whether the colored box lies in the left half, and in the upper half."""
    with pypdfium2.PdfDocument(data) as document:
        image = document[page - 1].render(scale=1).to_pil().convert("RGB")
    red, _, blue = image.split()
    found = ImageChops.subtract(blue, red).point(lambda value: 255 if value > 60 else 0).getbbox()
    assert found
    left, top, right, bottom = found
    return (left + right) / 2 < image.width / 2, (top + bottom) / 2 < image.height / 2


def test_a_long_exhibit_is_bound_within_seconds() -> None:
    started = time.process_time()
    bound = one("long.pdf", files.plain_pdf(300))
    assert time.process_time() - started < 30
    with pypdfium2.PdfDocument(bound) as document:
        assert len(document) == 301
        assert "page 300 of 300" in one_page(document, 300)
        assert "page 301 of 301" in one_page(document, 300)
    assert verapdf.complaints(bound, PROFILE) == []


@pytest.mark.long
def test_a_pdf_of_more_than_500_pages_is_shown_as_far_as_that() -> None:
    told = pages(one("endless.pdf", files.plain_pdf(501)))
    assert len(told) == 501
    assert "left out: page 501" in told[0]


def test_an_e_mail_shows_headers_body_and_a_list_of_attachments_and_nothing_becomes_markup() -> None:
    told = " ".join(held_to_be_a_good_bundle(one("question.eml", files.mail()))[1:])
    for words in (
        "From Åse <ase@example.com>",
        "To Björn <bjorn@example.com>",
        "Cc legal@example.com",
        "Date Thu, 10 Sep 2026 10:05:00 -0400",
        "Subject <b>Question</b> & {{ 7 * 7 }} 中",
        "<img src=x onerror=alert(1)> stays as it is.",
        "letter.pdf application/pdf, 16 bytes",
        "dot.gif image/gif, 6 bytes",
    ):
        assert words in told
    assert hashlib.sha256(b"%PDF-1.4 nothing").hexdigest() in told


def test_an_e_mail_of_html_alone_is_printed_as_html_without_its_script() -> None:
    told = pages(one("question.eml", files.mail(html_only=True)))
    assert "First & foremost Second third" in " ".join(told[1].split())
    assert "GONE" not in " ".join(told)


def test_html_is_printed_within_the_page_with_its_tables_and_pictures_and_marked_hidden_words() -> None:
    data = one("rich.eml", mails.rich_mail())
    told = " ".join(" ".join(held_to_be_a_good_bundle(data)[1:]).split())
    for words in (
        "Hidden text: Preheader words",
        "Decision on coverage",
        "the portal [https://agency.example/portal]",
        "January 1,200.00 February 900.00 950.00",
        "third",
        "Head of a newsletter",
        "Hidden text: white on white",
        "deep deeper",
        "wide words stay on the page",
        "image/png, 74 bytes; shown in the message",
        "Attached e-mail 1",
        "Forwarded words",
    ):
        assert words in told, words
    with pikepdf.open(io.BytesIO(data)) as document:
        pictures = [image for page in document.pages for image in page.get_images().values()]
        assert {(int(image.Width), int(image.Height)) for image in pictures} == {(5, 5)}


def failing_on_html(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the printing of documents with HTML from an exhibit fail."""
    write = pdf.write

    def failing(html: str, *arguments: Any, **options: Any) -> bytes:
        if 'class="html"' in html:
            raise error
        return write(html, *arguments, **options)

    monkeypatch.setattr(pdf, "write", failing)


def test_html_that_the_print_engine_complains_about_is_printed_as_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    failing_on_html(BrokenDocument("the PDF engine reported: no such style"), monkeypatch)
    told = " ".join(pages(one("rich.eml", mails.rich_mail())))
    assert "no such style" in told
    assert "Head of a newsletter" in told


def test_a_failure_of_casebound_while_html_is_printed_is_not_blamed_on_the_html(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failing_on_html(AttributeError("'int' object has no attribute 'get'"), monkeypatch)
    with pytest.raises(BrokenDocument, match="no attribute"):
        one("rich.eml", mails.rich_mail())


def test_an_empty_file_has_a_page_that_says_so() -> None:
    told = held_to_be_a_good_bundle(one("nothing.pdf", b""))
    assert "the file is empty, 0 bytes" in told[1]


def test_a_utf_16_text_is_read_as_such() -> None:
    told = held_to_be_a_good_bundle(one("wide.txt", "Grüße aus Zürich\r\nzweite Zeile".encode("utf-16")))
    assert "UTF-16, 2 lines" in told[1]
    assert "Grüße aus Zürich zweite Zeile" in told[1]


def test_a_text_in_no_known_encoding_is_read_as_windows_1252_and_said_so() -> None:
    told = pages(one("old.txt", "Grüße, „500 €“ – l’été".encode("cp1252")))
    assert "Grüße, „500 €“ – l’été" in told[1]
    assert "It was read as windows-1252, which is a guess." in told[1]
    assert "Read as windows-1252." in told[0]


def test_a_text_keeps_leading_spaces_tabs_and_empty_lines() -> None:
    text = b"first\n    four spaces\n\ta tab\n\n\nlast"
    with pypdfium2.PdfDocument(one("note.txt", text)) as document:
        found = document[1].get_textpage()
        starts = {
            word: found.get_charbox(found.search(word).get_next()[0]) for word in ("first", "four", "a tab", "last")
        }
    left, top = {word: box[0] for word, box in starts.items()}, {word: box[3] for word, box in starts.items()}
    width, height = 8 * 0.6, 10.6
    assert left["four"] - left["first"] == pytest.approx(4 * width, abs=1)
    assert left["a tab"] - left["first"] == pytest.approx(8 * width, abs=1)
    assert left["last"] == pytest.approx(left["first"], abs=1)
    assert top["four"] - top["last"] == pytest.approx(4 * height, abs=3)


@pytest.mark.parametrize(("piece", "count"), [("z", 100_000), ("words and ", 10_000)], ids=["unbroken", "words"])
def test_a_very_long_line_wraps_in_little_time_and_loses_no_character(piece: str, count: int) -> None:
    started = time.process_time()
    told = pages(one("note.txt", piece.encode() * count))
    assert time.process_time() - started < 10
    assert len(told) == 16
    assert " ".join(told[1:]).count(piece.strip()) == count


def test_a_text_that_needs_too_many_pages_is_shown_as_far_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_files, "MOST_SHOWN_PAGES", 2)
    data = b"".join(b"line %d\n" % number for number in range(500))
    told = pages(one("log.txt", data))
    assert re.findall(r"line ([0-9]+)", " ".join(told[1:])) == [str(number) for number in range(120)]
    assert "Not shown: the text after its first 970 characters." in told[1]
    assert "Not shown in full." in told[0]
    assert text_files.inspected(data).left_out == ("the text after its first 970 characters",)


def test_a_long_text_goes_on_for_as_many_pages_as_it_needs_and_loses_no_line() -> None:
    told = pages(one("log.txt", b"".join(b"line %d\n" % number for number in range(500))))
    assert re.findall(r"line ([0-9]+)", " ".join(told[1:])) == [str(number) for number in range(500)]


@pytest.mark.parametrize(("kind", "name"), [("PNG", "big.png"), ("JPEG", "big.jpg")])
def test_an_image_of_40_megapixels_is_shown_smaller(kind: str, name: str) -> None:
    bound = one(name, files.image((8000, 5000), kind))
    told = held_to_be_a_good_bundle(bound)
    assert "Downscaled; not searchable." in told[0]
    assert "image of 8,000 × 5,000 pixels, shown at" in told[1]
    assert has_ink(bound, 2)
    assert len(bound) < 4 << 20


def test_an_image_that_needs_too_much_memory_is_refused_before_it_is_unpacked() -> None:
    told = told_of(one("vast.png", files.huge_image_header()))
    assert "it has 60,000 × 60,000 pixels, which takes too much memory" in told


def test_an_image_of_more_than_50_megapixels_is_shown_smaller() -> None:
    bound = one("scan.png", files.image((9000, 5600), mode="L"))
    told = held_to_be_a_good_bundle(bound)
    assert "image of 9,000 × 5,600 pixels, shown at 3,803 × 2,366" in told[1]
    assert has_ink(bound, 2)


def test_a_word_of_ten_thousand_letters_is_wrapped_in_a_converted_document() -> None:
    bound = one("letter.docx", office_files.word(office_files.paragraph("x" * 10_000)))
    assert "".join(held_to_be_a_good_bundle(bound)[1:]).count("x") >= 10_000


def test_every_page_of_a_fax_is_shown_in_its_proportions() -> None:
    page = Image.new("1", (1728, 1078), 1)
    ImageDraw.Draw(page).rectangle((400, 300, 1300, 800), fill=0)
    written = io.BytesIO()
    page.save(written, "TIFF", compression="group4", dpi=(204, 98), save_all=True, append_images=[page.copy()])
    bound = one("fax.tif", written.getvalue())
    told = held_to_be_a_good_bundle(bound)
    assert len(told) == 3
    assert "fax.tif: page 2, image of 1,728 × 1,078 pixels" in told[2]
    with pypdfium2.PdfDocument(bound) as document:
        drawn = document[2].render(scale=1).to_pil().convert("L").point(lambda value: 255 if value < 90 else 0)
    left, upper, right, lower = drawn.crop((60, 90, drawn.width - 60, drawn.height - 60)).getbbox() or (0, 0, 0, 0)
    assert (lower - upper) / (right - left) == pytest.approx(501 / 901 * 204 / 98, rel=0.05)


@pytest.mark.parametrize("kind", ["WEBP", "GIF", "BMP", "TIFF"])
def test_pictures_of_every_kind_are_shown(kind: str) -> None:
    name = f"picture.{kind.lower()}"
    bound = one(name, files.image((600, 400), kind))
    assert f"{name}: image of 600 × 400 pixels" in held_to_be_a_good_bundle(bound)[1]
    assert has_ink(bound, 2)


def test_a_word_document_is_converted_and_says_so() -> None:
    body = office_files.paragraph("The <assignment>", "<w:b/>") + office_files.table(
        [office_files.paragraph("from"), office_files.paragraph("to")]
    )
    body += "<w:p><w:del><w:r><w:delText>2027</w:delText></w:r></w:del></w:p>"
    body += '<w:p><w:r><w:drawing><a:blip r:embed="r1"/></w:drawing></w:r></w:p><w:altChunk/>'
    picture = {"media/a.png": files.image((600, 400))}
    bound = one("letter.docx", office_files.word(body, {"r1": ("image", "media/a.png")}, picture))
    index, page = held_to_be_a_good_bundle(bound)
    assert "Converted from a Word document; left out: 1 inserted file." in " ".join(index.split())
    shown = " ".join(page.split())
    assert "letter.docx: converted from a Word document. The layout differs from the original." in shown
    assert "Not shown: 1 inserted file." in shown
    assert "The <assignment> from to Deleted words These words were deleted with tracked changes." in shown
    assert has_ink(bound, 2)


@pytest.mark.parametrize("count", [3, 400])
def test_a_workbook_is_converted_as_a_table_or_in_aligned_columns(count: int) -> None:
    cells = office_files.rows(*[[f"row {number}", *range(number, number + 5)] for number in range(count)])
    bound = one("pay.xlsx", office_files.excel({"Pay": office_files.sheet_part(cells)}))
    index, *told = held_to_be_a_good_bundle(bound)
    assert "Converted from an Excel workbook." in " ".join(index.split())
    shown = " ".join(" ".join(told).split())
    assert "pay.xlsx: converted from an Excel workbook. The layout differs from the original." in shown
    assert re.findall(r"row (\d+)", shown) == [str(number) for number in range(count)]
    assert f"{count} row {count - 1} {count - 1} {count} {count + 1}" in shown


def test_a_photograph_stands_upright_as_its_camera_says() -> None:
    bound = one("photo.jpg", files.image((600, 400), "JPEG", orientation=6))
    assert size(bound, 2)[1] > size(bound, 2)[0]


def test_a_name_of_two_hundred_characters_overflows_nothing() -> None:
    name, title = "n" * 196 + ".txt", "W" * 200
    bound = bundle_of({name: b"text", "n" * 196 + ".zip": b"PK", "n" * 196 + ".png": files.image((90, 90))}, title)
    held_to_be_a_good_bundle(bound)
    with pypdfium2.PdfDocument(bound) as document:
        for page in document:
            text, width = page.get_textpage(), page.get_width()
            edges = [text.get_charbox(at) for at in range(text.count_chars())]
            assert all(left > 30 and right < width - 30 for left, _, right, _ in edges if right > left)


def test_nothing_active_survives() -> None:
    bound = one("armed.pdf", files.armed_pdf())
    told = held_to_be_a_good_bundle(bound)
    assert "Left out: an action on opening, actions, JavaScript, embedded files" in told[0].replace("; left", ". Left")
    with pikepdf.open(io.BytesIO(bound)) as document:
        everything = b"".join(one.unparse() for one in document.objects if not isinstance(one, pikepdf.Stream))
        everything += b"".join(
            one.unparse() + one.read_bytes() for one in document.objects if isinstance(one, pikepdf.Stream)
        )
        assert not document.attachments
    for word in (
        b"ARMED",
        b"armed.invalid",
        b"/JavaScript",
        b"/Launch",
        b"/OpenAction",
        b"/AA",
        b"/URI",
        b"/EmbeddedFile",
    ):
        assert word not in everything, word


def test_what_was_entered_in_a_form_is_still_seen() -> None:
    bound = one("form.pdf", files.form_pdf())
    held_to_be_a_good_bundle(bound)
    with pypdfium2.PdfDocument(bound) as document:
        image = document[1].render(scale=1).to_pil().convert("RGB")
    assert any(count > 100 for count, color in image.getcolors(1 << 24) or () if color == (255, 0, 0))


def test_a_bomb_takes_its_reader_down_and_not_the_build() -> None:
    told = held_to_be_a_good_bundle(bundle_of({"bomb.pdf": files.bomb_pdf(), "fine.txt": b"still here"}))
    assert "This exhibit is not shown:" in told[1]
    assert "still here" in told[2]


@pytest.mark.parametrize(
    ("name", "data", "because"),
    [
        ("archive.zip", b"PK\x03\x04", "files of the kind “archive” are not supported"),
        ("picture.png", b"%PDF-1.4", "its name says PNG, but its content is PDF"),
        ("paper.pdf", b"%PDF-1.4 and no more", "it is too damaged to be displayed"),
        ("picture.png", files.image((90, 90))[:60], "it is damaged, or its name shows the wrong file type"),
        ("text.txt", bytes(range(32)), "it has a text file name, but its content is not text"),
    ],
)
def test_a_file_that_cannot_be_shown_says_why(name: str, data: bytes, because: str) -> None:
    assert because in told_of(one(name, data))


def _crashes(_data: bytes) -> bytes:
    os.abort()


def _grows(_data: bytes) -> bytes:
    return bytes(4 << 30)[:1]


def _spins(_data: bytes) -> bytes:
    while True:
        pass


def _writes(_data: bytes) -> bytes:
    with open("/tmp/casebound-must-not-be", "wb", buffering=0) as stream:
        stream.write(b"x")
    return b"written"


@pytest.mark.parametrize(
    ("work", "because"),
    [
        (_crashes, "crashed"),
        (_grows, "more than 256 MiB of memory"),
        (_spins, "longer than 1 seconds"),
    ],
)
def test_a_reader_that_crashes_grows_or_hangs_is_stopped(work: object, because: str) -> None:
    with pytest.raises(sandbox.UnreadableFile, match=because):
        sandbox.run_sandboxed(work, b"", bytes, memory=256 << 20, seconds=1)  # type: ignore[arg-type]


def test_a_reader_can_write_no_file() -> None:
    with pytest.raises(sandbox.Failed, match="OSError"):
        sandbox.run_sandboxed(_writes, b"", bytes)


def _broken(*_: object, **__: object) -> NoReturn:
    raise AttributeError("'int' object has no attribute 'get'")


@pytest.mark.parametrize(
    ("module", "name", "file", "data"),
    [
        (pdf_pages, "silent_pages", "paper.pdf", files.plain_pdf(1)),
        (messages, "MessageReader", "letter.eml", b"From: a@example.org\n\nWords"),
        (image_pages, "read_image", "picture.png", files.image((90, 90))),
        (image_pages, "_encoded", "picture.jpg", files.image((90, 90), "JPEG")),
    ],
)
def test_where_casebound_fails_on_a_file_the_bundle_fails_and_says_so(
    module: object, name: str, file: str, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, _broken)
    task = task_of({"fine.txt": b"words", file: data})
    with pytest.raises(InternalError) as failure:
        exhibits.render(task, print_assets(), templates())
    assert re.fullmatch(
        r"internal error \(AttributeError in [a-z_/]+\.py, line \d+\) while reading "
        rf"exhibit E2 of {task.case} \({file}\); nothing is known to be wrong with the file",
        failure.value.message,
    )
    assert failure.value.remedy.startswith("Report this error")


@pytest.mark.parametrize(
    ("module", "name", "because"),
    [
        (pdf_pages, "_copy_page", "casebound could not read the structure"),
        (font_check, "_named", "casebound could not read a font"),
    ],
)
def test_where_casebound_cannot_follow_a_pdf_it_is_drawn_and_not_called_broken(
    module: object, name: str, because: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, _broken)
    letter = (ROOT / "cases/NO-2026-001/evidence/assignment-letter.pdf").read_bytes()
    told = held_to_be_a_good_bundle(one("letter.pdf", letter))
    assert f"Rasterized at 200 dpi ({because}); not searchable" in told[0]


def test_a_pdf_stays_text_with_every_value_as_an_object_of_its_own() -> None:
    letter = (ROOT / "cases/NO-2026-001/evidence/assignment-letter.pdf").read_bytes()
    told = held_to_be_a_good_bundle(one("letter.pdf", files.scalars_apart(letter)))
    assert "You remain employed by Fjordline Subsea Inc." in " ".join(told[1].split())
    assert "rasterized" not in told[1]


def test_a_name_in_another_coding_than_utf_8_is_no_broken_structure() -> None:
    document = files.pdf_of([b"/Caf#e9 gs " + files.box()])
    document.pages[0].Resources = pikepdf.Object.parse(b"<< /ExtGState << /Caf#e9 << /LW 2 >> >> >>")
    told = told_of(one("paper.pdf", files.saved(document)))
    assert "rasterized at 200 dpi (name that is not UTF-8)" in told


@pytest.mark.parametrize("comment", ["secret words", "secret words " * 6000])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_comment_of_a_picture_stays_behind_and_noise_is_shown(kind: str, comment: str) -> None:
    noise = Image.frombytes("RGB", (1100, 1100), random.Random(1).randbytes(3 * 1100 * 1100))
    written = io.BytesIO()
    if kind == "PNG":
        info = PngInfo()
        info.add_text("comment", comment)
        noise.save(written, kind, pnginfo=info)
    else:
        noise.save(written, kind, comment=comment[:60_000].encode())
    bound = one("noise.png" if kind == "PNG" else "noise.jpg", written.getvalue())
    assert "image of 1,100 × 1,100 pixels" in told_of(bound)
    assert b"secret words" not in bound


def test_what_a_reader_tells_comes_back() -> None:
    assert sandbox.run_sandboxed(bytes.upper, b"words", bytes) == b"WORDS"


def _no_profile(document: pikepdf.Pdf) -> None:
    del document.Root.OutputIntents


def _script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")


def test_a_template_of_the_project_wins_and_changes_the_key(tmp_path: Path) -> None:
    own = tmp_path / "documents/exhibits"
    own.mkdir(parents=True)
    shipped = (ROOT / "site_templates/documents/exhibits/text.html.j2").read_text(encoding="utf-8")
    (own / "text.html.j2").write_text(shipped.replace("<hr>", "<p>Words of the project</p>"), encoding="utf-8")
    task, project = task_of({"a.txt": b"a"}), Templates((tmp_path, ROOT / "site_templates"))
    assert project.digest(TEMPLATE) != task.templates == templates().digest(TEMPLATE)
    assert "Words of the project" in pages(exhibits.render(task, print_assets(), project).data)[1]


@pytest.mark.parametrize(
    ("was", "becomes", "because"),
    [
        ("break-before: page", "break-before: auto", "the templates print 1 pages for E1, which has 2"),
        ("size: {{ paper }} landscape", "size: {{ paper }}", "a page of E2 in another size than its drawing"),
        ("section[data-bookmark] { bookmark-level: 1 }", "", "the templates print the exhibits  instead of E1 E2"),
    ],
)
def test_a_template_that_prints_other_pages_than_are_drawn_stops_the_work(
    was: str, becomes: str, because: str, tmp_path: Path
) -> None:
    own = tmp_path / "documents/exhibits"
    own.mkdir(parents=True)
    shipped = (ROOT / "site_templates/documents/exhibits/pages.css").read_text(encoding="utf-8")
    assert was in shipped
    (own / "pages.css").write_text(shipped.replace(was, becomes), encoding="utf-8")
    project = Templates((tmp_path, ROOT / "site_templates"))
    task = task_of({"a.pdf": files.plain_pdf(2), "b.pdf": files.plain_pdf(1, files.LANDSCAPE)})
    with pytest.raises(BrokenDocument, match=because):
        exhibits.render(task, print_assets(), project)


@pytest.mark.parametrize("spoil", [no_metadata, _no_profile, no_fonts, _script])
def test_verapdf_objects_to_a_spoiled_bundle(spoil: Callable[[pikepdf.Pdf], None]) -> None:
    with pikepdf.open(io.BytesIO(sample_bundle("SG-2026-006"))) as document:
        spoil(document)
        spoiled = io.BytesIO()
        document.save(spoiled, deterministic_id=True)
    assert verapdf.complaints(spoiled.getvalue(), PROFILE)


def test_the_sample_judgment_is_the_one_that_is_bound() -> None:
    assert set(CASES) == set(sample_judgment())


def test_the_bundle_is_tagged_and_its_pictures_say_the_words_on_record() -> None:
    with pikepdf.open(io.BytesIO(sample_bundle("NO-2026-001"))) as document:
        assert document.Root.MarkInfo.Marked
        elements = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one]
        said = {str(one.Alt) for one in elements if pikepdf.Name.Figure == one.S}
        drawn = [page for page in document.pages if "/Drawing" in page.obj.Resources.get("/XObject", {})]
        for page in drawn:
            page.contents_coalesce()
            assert re.search(rb"/(Figure|P) <</MCID [0-9]+>> BDC q [^Q]+ /Drawing Do Q EMC", page.Contents.read_bytes())
        assert {"/Table", "/TH", "/H1", "/Link"} <= {str(one.S) for one in elements}
    assert "Status on 2026-04-10 (status capture), page 1 of 1. Words on record: status “Completed”." in said
    assert (len(said), len(drawn)) == (6, 14)
