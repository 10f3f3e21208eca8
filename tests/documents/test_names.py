"""Names as people write them: every one prints with the bundled fonts, and can be read and searched."""

import dataclasses
import io
import unicodedata
from collections.abc import Mapping

import pytest
from tests.support import verapdf
from tests.support.documents import pages, print_assets, rendered
from tests.support.printed_names import FACES, NAMES, OTHER_NAMES, RIGHT_TO_LEFT_NAMES, faces, named, with_name

from casebound.render.documents.document_tasks import DOSSIER, NOTE


@pytest.mark.parametrize("document", [NOTE, DOSSIER])
@pytest.mark.parametrize("language", NAMES)
def test_a_name_is_printed_with_bundled_fonts_and_can_be_read_again(language: str, document: str) -> None:
    data, name = named(language).pdf(document), NAMES[language]
    told = " ".join(pages(data)).replace(" ", "")
    assert told.count(name.replace(" ", "")) >= 3
    assert faces(data) <= FACES


@pytest.mark.parametrize("names", [OTHER_NAMES, RIGHT_TO_LEFT_NAMES])
def test_names_in_all_scripts_are_printed_and_can_be_read_again(names: Mapping[str, str]) -> None:
    data = with_name("; ".join(names.values())).pdf(NOTE)
    told = unicodedata.normalize("NFKC", " ".join(pages(data)).replace(" ", ""))
    assert [word for name in names.values() for word in name.split() if told.count(word) < 2] == []
    assert faces(data) <= FACES
    assert [complaint for profile in verapdf.PROFILES for complaint in verapdf.complaints(data, profile)] == []


@pytest.mark.parametrize("language", ["Japanese", "Korean"])
def test_only_a_document_that_needs_the_large_faces_loads_them(language: str) -> None:
    assert all(task.families for task in named(language).tasks.values())
    assert not any(task.families for task in named("Greek").tasks.values())
    assert "IBMPlexSansJP" not in print_assets().css


@pytest.mark.parametrize("profile", verapdf.PROFILES)
@pytest.mark.parametrize(("language", "document"), [(one, NOTE) for one in NAMES] + [("Japanese", DOSSIER)])
def test_verapdf_accepts_every_script(language: str, document: str, profile: str) -> None:
    assert verapdf.complaints(named(language).pdf(document), profile) == []


def test_a_large_face_is_read_in_well_under_a_second_of_work() -> None:
    from fontTools.ttLib import TTFont

    for name, data in print_assets().fonts.items():
        if len(data) > 1 << 17:
            font = TTFont(io.BytesIO(data), lazy=True)
            assert not font.reader.tables["glyf"].transformed, f"{name}: repack it with specimens/fonts.py"


def test_an_italic_or_bold_japanese_text_is_no_made_up_face() -> None:
    html = (
        '<html lang="en"><head><title>x</title></head><body><p><i>斜体 기울임</i> <b>太字 굵게</b></p>'
        '<p style="font-weight: 700; font-style: italic">両方 둘다</p></body></html>'
    )
    task = dataclasses.replace(named("Japanese").tasks[NOTE], html=html, families=("Plex JP", "Plex KR"))
    assert faces(rendered(task)) <= FACES
