"""Names as people write them: every one prints with the bundled fonts, and can be read and searched."""

import dataclasses
import io
import re
from functools import cache

import msgspec
import pikepdf
import pytest
from tests.documents.test_documents import Made, pages, press, rendered, sample, templates
from tests.support import verapdf

from casebound.render.documents import document_tasks
from casebound.render.documents.document_tasks import DOSSIER, NOTE

NAMES = {
    "Japanese": "髙橋 春子",
    "Korean": "김민지",
    "Greek": "Ελένη Παπαδοπούλου",
    "Polish": "Zażółć Gęślą-Jaźń",
    "Czech": "Žofie Šťastná Příhodová",
    "Norwegian": "Bjørg Ålesund Sæther",
    "Icelandic": "Þórður Ægisson",
}
FACES = {
    "Plex",
    "Plex-Italic",
    "Plex-Semi-Bold",
    "Plex-Semi-Bold-Italic",
    "Plex-Bold",
    "Plex-Mono",
    "Plex-Mono-Semi-Bold",
    "Plex-JP",
    "Plex-JP-Semi-Bold",
    "Plex-KR",
    "Plex-KR-Semi-Bold",
}
"""The families and weights that the stylesheet declares, as they are named in a PDF."""


@cache
def named(language: str) -> Made:
    """The Norwegian case, told of somebody of another name: in plain text, in bold and in a heading."""
    one, name = sample("NO-2026-001"), NAMES[language]
    worker = msgspec.structs.replace(one.view.case.worker, name=name)
    case = msgspec.structs.replace(one.view.case, worker=worker)
    view = dataclasses.replace(one.view, case=case, employer=f"{name} AS", next_step=f"Ask {name}.")
    tasks = document_tasks.inputs(view, press(), templates(), document_tasks.Enclosed({}, b"case: x", b"{}"), {})
    return Made(one.judged, view, {task.name: task for task in tasks})


def faces(data: bytes) -> set[str]:
    """The fonts of a PDF, each without the six letters that say it is a subset; all of them embedded."""
    with pikepdf.open(io.BytesIO(data)) as document:
        fonts = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        descriptors = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/FontBBox" in one]
        assert descriptors
        assert all("/FontFile2" in one or "/FontFile3" in one for one in descriptors)
        return {re.sub("^/[A-Z]{6}[+]", "", str(one.BaseFont)) for one in fonts}


@pytest.mark.parametrize("document", [NOTE, DOSSIER])
@pytest.mark.parametrize("language", NAMES)
def test_a_name_is_printed_with_bundled_fonts_and_can_be_read_again(language: str, document: str) -> None:
    data, name = named(language).pdf(document), NAMES[language]
    told = " ".join(pages(data)).replace(" ", "")
    assert told.count(name.replace(" ", "")) >= 3
    assert faces(data) <= FACES


@pytest.mark.parametrize("language", ["Japanese", "Korean"])
def test_only_a_document_that_needs_the_large_faces_loads_them(language: str) -> None:
    assert all(task.wide for task in named(language).tasks.values())
    assert not any(task.wide for task in named("Greek").tasks.values())
    assert "IBMPlexSansJP" not in press().css
    assert "IBMPlexSansJP" in press().wide_css


@pytest.mark.parametrize("profile", verapdf.PROFILES)
@pytest.mark.parametrize(("language", "document"), [(one, NOTE) for one in NAMES] + [("Japanese", DOSSIER)])
def test_verapdf_accepts_every_script(language: str, document: str, profile: str) -> None:
    assert verapdf.complaints(named(language).pdf(document), profile) == []


def test_a_large_face_is_read_in_well_under_a_second_of_work() -> None:
    from fontTools.ttLib import TTFont

    for name, data in press().assets.items():
        if "SansJP" in name or "SansKR" in name:
            font = TTFont(io.BytesIO(data), lazy=True)
            assert not font.reader.tables["glyf"].transformed, f"{name}: repack it with specimens/faces.py"


def test_an_italic_or_bold_japanese_text_is_no_made_up_face() -> None:
    html = (
        '<html lang="en"><head><title>x</title></head><body><p><i>斜体 기울임</i> <b>太字 굵게</b></p>'
        '<p style="font-weight: 700; font-style: italic">両方 둘다</p></body></html>'
    )
    task = dataclasses.replace(named("Japanese").tasks[NOTE], html=html, wide=True)
    assert faces(rendered(task)) <= FACES
