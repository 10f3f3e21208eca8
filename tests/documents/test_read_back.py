"""Every document read back: attachments, links, bookmarks, page numbers, fonts, dates, by tools that made none.

A representative set by default; every sample and every unsupported case with `make long`.
"""

import hashlib
import io
import logging
import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from tests.support import verapdf
from tests.support.documents import (
    ROOT,
    UNSUPPORTED,
    Made,
    made,
    pages,
    print_assets,
    sample,
    sample_judgment,
    unsupported,
)
from tests.support.exhibit_bundles import sample_bundle
from tests.support.printed_names import FACES, faces
from tests.support.sample import case_ids
from tests.support.spoiled_pdfs import no_fonts, no_metadata

from casebound.render import exhibits
from casebound.render.documents import document_tasks
from casebound.render.documents.document_tasks import DOSSIER, NOTE, Bundle

SOME = ("NO-2026-001", "FR-2026-005", "SG-2026-006", "PT-2026-013", UNSUPPORTED[0])
EVERY = [
    pytest.param(one, marks=() if one in SOME else (pytest.mark.long,), id=one) for one in (*case_ids(), *UNSUPPORTED)
]


@cache
def read(case: str) -> Made:
    if case in UNSUPPORTED:
        with tempfile.TemporaryDirectory() as folder:
            return unsupported(case, Path(folder))
    return sample(case)


def destinations(document: pypdf.PdfReader) -> Iterator[tuple[int, str, Any]]:
    """Every internal link: the page it stands on, the name it leads to, and the rectangle."""
    for number, page in enumerate(document.pages):
        for link in page.get("/Annots", ()):
            held = link.get_object()
            if "/Dest" in held:
                yield number, str(held["/Dest"]), held["/Rect"]
            elif held.get("/A", {}).get("/S") == "/GoTo":
                yield number, str(held["/A"]["/D"]), held["/Rect"]


@pytest.mark.parametrize("case", EVERY)
def test_the_attachments_are_the_recorded_files_byte_for_byte(case: str) -> None:
    one = read(case)
    with pikepdf.open(io.BytesIO(one.pdf(DOSSIER))) as document:
        found = {name: spec.get_file().read_bytes() for name, spec in document.attachments.items()}
    exhibits = sorted(hashlib.sha256(data).hexdigest() for name, data in found.items() if re.match("E[0-9]", name))
    assert exhibits == sorted(exhibit.sha256 for exhibit in one.view.case.exhibits.values())
    again = pypdf.PdfReader(io.BytesIO(one.pdf(DOSSIER))).attachments
    assert {name: held[0] for name, held in again.items()} == found


@pytest.mark.parametrize("name", [NOTE, DOSSIER])
@pytest.mark.parametrize("case", EVERY)
def test_every_link_resolves(case: str, name: str) -> None:
    document = pypdf.PdfReader(io.BytesIO(read(case).pdf(name)))
    known = document.named_destinations
    found = list(destinations(document))
    assert found
    for _, target, _ in found:
        assert document.get_destination_page_number(known[target]) is not None


@pytest.mark.parametrize("case", EVERY)
def test_contents_bookmarks_and_printed_page_numbers_all_lead_to_the_page_with_that_heading(case: str) -> None:
    data = read(case).pdf(DOSSIER)
    document, told = pypdf.PdfReader(io.BytesIO(data)), pages(data)
    for number, page in enumerate(told, start=1):
        assert f"page {number} of {len(told)}" in page
    bookmarks = {one.title: document.get_destination_page_number(one) for one in _flat(document.outline)}
    headings = re.findall(r"<b>([0-9]+)</b> ([^<]+)</h2>", read(case).tasks[DOSSIER].html)
    assert len(headings) >= 10
    for index, title in headings:
        at = bookmarks[f"{index} {title}"]
        assert at is not None
        assert f"{index} {title}" in told[at]
        assert re.search(rf"\b{index} {re.escape(title)}, page {at + 1}\b", told[0]), (
            "the contents list names another page"
        )


def _flat(outline: Any) -> Iterator[Any]:
    for one in outline:
        if isinstance(one, list):
            yield from _flat(one)
        else:
            yield one


@pytest.mark.parametrize("name", [NOTE, DOSSIER])
@pytest.mark.parametrize("case", EVERY)
def test_fonts_dates_and_length_are_as_promised(case: str, name: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        data = read(case).pdf(name)
    assert caplog.records == []
    assert faces(data) <= FACES
    with pikepdf.open(io.BytesIO(data)) as document:
        dates = {str(document.docinfo["/CreationDate"]), str(document.docinfo["/ModDate"])}
        assert name == DOSSIER or len(document.pages) <= 2
    assert dates == {f"D:{read(case).view.written_on:%Y%m%d}000000Z"}


@pytest.mark.parametrize("profile", verapdf.PROFILES)
@pytest.mark.parametrize("name", [NOTE, DOSSIER])
@pytest.mark.parametrize("case", EVERY)
def test_verapdf_accepts_it(case: str, name: str, profile: str) -> None:
    assert verapdf.complaints(read(case).pdf(name), profile) == []


@pytest.mark.parametrize("profile", verapdf.PROFILES)
def test_verapdf_accepts_the_copy_of_a_certificate(profile: str) -> None:
    assert verapdf.complaints(with_copy("NO-2026-001"), profile) == []


def test_the_copy_of_a_certificate_is_the_page_of_the_bundle_with_the_words_on_record() -> None:
    with pikepdf.open(io.BytesIO(with_copy("NO-2026-001"))) as document:
        figures = [
            one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
        pictures = [
            one for one in document.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]
    assert ["SPECIMEN-US-NO-0001" in str(one.Alt) for one in figures] == [True]
    assert len(pictures) == 1


@cache
def with_copy(case: str) -> bytes:
    """The dossier of a sample case with a copy of its certificate."""
    data = sample_bundle(case)
    bundle = Bundle(data, exhibits.places(data))
    task = made(ROOT / "cases" / case, sample_judgment()[case], bundle=bundle).tasks[DOSSIER]
    return document_tasks.render(task, print_assets(), exhibits.pictures_of(task.bundle, task.copies)).data


def _no_tags(document: pikepdf.Pdf) -> None:
    del document.Root.StructTreeRoot
    del document.Root.MarkInfo


def _no_language_and_no_colors(document: pikepdf.Pdf) -> None:
    del document.Root.Lang
    del document.Root.OutputIntents
    for page in document.pages:
        page.obj.Tabs = pikepdf.Name("/R")


@pytest.mark.parametrize("profile", verapdf.PROFILES)
@pytest.mark.parametrize("spoil", [no_metadata, _no_tags, no_fonts, _no_language_and_no_colors])
def test_verapdf_objects_to_a_spoiled_document(spoil: Any, profile: str) -> None:
    with pikepdf.open(io.BytesIO(read("SG-2026-006").pdf(NOTE))) as document:
        spoil(document)
        spoiled = io.BytesIO()
        document.save(spoiled, deterministic_id=True)
    assert verapdf.complaints(spoiled.getvalue(), profile)
