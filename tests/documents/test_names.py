"""Names as people write them: every one prints with the bundled fonts, and can be read and searched."""

import dataclasses
import io

import pytest
from tests.support import verapdf
from tests.support.documents import pages, print_assets, rendered
from tests.support.printed_names import FACES, NAMES, faces, named

from casebound.render.documents.document_tasks import DOSSIER, NOTE


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
    assert "IBMPlexSansJP" not in print_assets().css
    assert "IBMPlexSansJP" in print_assets().wide_css


@pytest.mark.parametrize("profile", verapdf.PROFILES)
@pytest.mark.parametrize(("language", "document"), [(one, NOTE) for one in NAMES] + [("Japanese", DOSSIER)])
def test_verapdf_accepts_every_script(language: str, document: str, profile: str) -> None:
    assert verapdf.complaints(named(language).pdf(document), profile) == []


def test_a_large_face_is_read_in_well_under_a_second_of_work() -> None:
    from fontTools.ttLib import TTFont

    for name, data in print_assets().fonts.items():
        if "SansJP" in name or "SansKR" in name:
            font = TTFont(io.BytesIO(data), lazy=True)
            assert not font.reader.tables["glyf"].transformed, f"{name}: repack it with specimens/fonts.py"


def test_an_italic_or_bold_japanese_text_is_no_made_up_face() -> None:
    html = (
        '<html lang="en"><head><title>x</title></head><body><p><i>斜体 기울임</i> <b>太字 굵게</b></p>'
        '<p style="font-weight: 700; font-style: italic">両方 둘다</p></body></html>'
    )
    task = dataclasses.replace(named("Japanese").tasks[NOTE], html=html, wide=True)
    assert faces(rendered(task)) <= FACES
