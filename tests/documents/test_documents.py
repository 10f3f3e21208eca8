"""The decision note and the dossier: what they say, what they carry, and that they come out the same every time."""

import dataclasses
import hashlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from tests.support.documents import (
    EXTRACT,
    ROOT,
    UNSUPPORTED,
    pages,
    print_assets,
    rendered,
    sample,
    sample_judgment,
    templates,
    unsupported,
)

from casebound.model.errors import BrokenDocument
from casebound.render import pdf_printing
from casebound.render.american_days import american
from casebound.render.documents import document_tasks, pdf
from casebound.render.documents.document_tasks import DOSSIER, NOTE, Bundle, Enclosed, PrintAssets
from casebound.render.documents.dossier import place
from casebound.render.documents.glyphs import missing_glyphs
from casebound.render.pdf_printing import PrintKit

SHOWN = ("NO-2026-001", "JP-2026-014", "FR-2026-005", "SG-2026-006", "CH-2026-010")


@pytest.mark.parametrize("name", [NOTE, DOSSIER])
@pytest.mark.parametrize("case", SHOWN)
def test_the_words_of_the_verdict_are_the_views(case: str, name: str) -> None:
    one = sample(case)
    told = pages(one.pdf(name))
    assert all(f"{one.view.verdict.label} · {one.view.stage.label}" in page for page in told[1:])
    assert one.view.verdict.label in told[0]
    assert one.view.stage.label in told[0]
    found = re.findall(r"Claim (\w+): (Supported|Not supported)\.", " ".join(told))
    expected = {(claim.id, "Supported" if claim.verdict.supported else "Not supported") for claim in one.view.claims}
    assert set(found) == expected


@pytest.mark.parametrize("case", UNSUPPORTED)
def test_a_claim_that_breaks_is_told_as_not_supported_and_marked_on_every_page(case: str, tmp_path: Path) -> None:
    one = unsupported(case, tmp_path)
    told = pages(one.pdf(NOTE))
    assert "Not supported" in told[0]
    assert "Claim C1: Not supported." in " ".join(told)
    broken = [gap for claim in one.view.claims for step in claim.steps for gap in step.verdict.missing]
    assert broken
    assert all(american(" ".join(gap.split())) in " ".join(told) for gap in broken)
    assert all(page.count("PREVIEW — NOT SUPPORTED") == 2 for page in told)


def test_every_page_of_a_previewed_dossier_is_marked(tmp_path: Path) -> None:
    told = pages(unsupported(UNSUPPORTED[0], tmp_path).pdf(DOSSIER))
    assert all(page.count("PREVIEW — NOT SUPPORTED") == 2 for page in told)


def test_nothing_is_marked_as_a_preview_in_a_release() -> None:
    assert not any("PREVIEW" in page for name in (NOTE, DOSSIER) for page in pages(sample("NO-2026-001").pdf(name)))


def test_the_exhibits_travel_inside_the_dossier_byte_for_byte() -> None:
    one = sample("NO-2026-001")
    with pikepdf.open(io.BytesIO(one.pdf(DOSSIER))) as document:
        found = {name: spec.get_file().read_bytes() for name, spec in document.attachments.items()}
        listed = [str(spec.UF) for spec in document.Root.AF]
        dates = {str(spec.EF.F.Params.CreationDate) for spec in document.Root.AF if str(spec.UF).startswith("E01")}
        relations = {str(spec.AFRelationship) for spec in document.Root.AF}
    exhibits = {name: data for name, data in found.items() if name.startswith("E")}
    recorded = [one.view.case.exhibits[key].sha256 for key in one.view.case.exhibits]
    assert [hashlib.sha256(data).hexdigest() for _, data in sorted(exhibits.items())] == recorded
    assert found["case.yml"] == (ROOT / "cases/NO-2026-001/case.yml").read_bytes()
    assert found["report-extract.json"] == EXTRACT
    assert sorted(found) == listed
    assert dates == {"D:20251211000000Z"}
    assert relations == {"/Supplement", "/Source", "/Data"}


def test_a_file_with_another_hash_is_not_attached_and_the_dossier_says_so() -> None:
    one = sample("NO-2026-001")
    tasks = document_tasks.inputs(
        one.view, print_assets(), templates(), Enclosed({"E1": b"something else"}, b"case: x\n", EXTRACT), Bundle()
    )
    assert [file.name for file in tasks[1].attached] == ["case.yml", "report-extract.json"]
    assert "E1 is not attached" in tasks[1].html


def test_the_dossier_says_on_which_pages_of_the_bundle_an_exhibit_stands() -> None:
    html = sample("NO-2026-001").tasks[DOSSIER].html
    rows = dict(re.findall(r'<tr><th scope="row" id="x-(E[0-9]+)">(.*?)</tr>', html))
    told = {key: re.findall(r"exhibits\.pdf, <b>(pages? [0-9–]+)<", row) for key, row in rows.items()}
    assert (told.pop("E1"), told.pop("E2")) == (["page 2"], ["pages 3–14"])
    assert told
    assert not any(told.values())


def test_every_hash_and_every_exhibit_stands_in_the_dossier() -> None:
    one = sample("NO-2026-001")
    told = " ".join(pages(one.pdf(DOSSIER))).replace(" ", "")
    assert all(exhibit.sha256 in told for exhibit in one.view.case.exhibits.values())


def test_every_link_leads_somewhere_and_every_exhibit_leads_back() -> None:
    for case in sample_judgment():
        one = sample(case)
        for task in one.tasks.values():
            anchors = set(re.findall(r'id="([^"]+)"', task.html))
            assert set(re.findall(r'href="#([^"]+)"', task.html)) <= anchors
        html = one.tasks[one.view.file_prefix + DOSSIER].html
        for citation in (*one.view.exhibits, *one.view.sources):
            assert not citation.relied_on_by or f'href="#x-{citation.id}"' in html


def test_every_statement_that_cites_has_a_place_in_the_dossier() -> None:
    assert place(("questions", "prior-hire")).anchor == "question-prior-hire"
    assert place(("requests", "R1", "tracker", 0)).anchor == "check-R1-1"
    assert place(("claims", "C1", "relied", 0)).words == "Claim C1"


def test_metadata_names_the_case_and_takes_its_dates_from_the_record() -> None:
    with pikepdf.open(io.BytesIO(sample("NO-2026-001").pdf(DOSSIER))) as document:
        assert str(document.docinfo["/Title"]) == "NO-2026-001: Dossier"
        assert "Supported" in str(document.docinfo["/Subject"])
        assert str(document.docinfo["/CreationDate"]) == "D:20260427000000Z"
        assert str(document.Root.Lang) == "en"
        with document.open_outline() as outline:
            titles = [item.title for item in outline.root[0].children]
    assert titles[:2] == ["1 Chain of proof", "2 What is known and unknown"]
    assert titles[-1] == "13 Appendix: the agreement according to the register"


def test_the_note_has_two_pages_at_most() -> None:
    assert len(pages(sample("NO-2026-001").pdf(NOTE))) <= 2


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_longest_foot_stays_where_printers_print(paper: str, tmp_path: Path) -> None:
    task = unsupported(UNSUPPORTED[0], tmp_path).tasks[NOTE]
    foot = "Decision note, as of 2026-11-20 · " + "some words " * 21
    html = re.sub('data-foot="[^"]*"', f'data-foot="{foot}"', task.html)
    made_for = document_tasks.gather_print_assets(templates(), (ROOT / "site_templates",), paper)
    with pypdfium2.PdfDocument(pdf.write(html, made_for, preview=True)) as document:
        page = document[0]
        lowest = [one.get_bounds()[1] for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1)]
        assert "some words" in page.get_textpage().get_text_bounded(top=40)
    assert min(lowest) > 12


def test_two_renderings_are_the_same_bytes() -> None:
    one = sample("NO-2026-001")
    for task in one.tasks.values():
        assert document_tasks.render(task, print_assets()).data == one.pdf(task.name)


_ELSEWHERE = """
import hashlib, sys
sys.path[:0] = [{root!r}, {generator!r}]
from casebound.render.documents.document_tasks import NOTE
from tests.support.documents import sample
print(hashlib.sha256(sample("SG-2026-006").pdf(NOTE)).hexdigest())
"""


@pytest.mark.parametrize(
    ("zone", "seed"), [("Pacific/Kiritimati", "1"), pytest.param("America/Adak", "77", marks=pytest.mark.long)]
)
def test_zone_folder_locale_and_hash_seed_change_no_byte(zone: str, seed: str, tmp_path: Path) -> None:
    code = _ELSEWHERE.format(root=str(ROOT), generator=str(ROOT / "generator"))
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == hashlib.sha256(sample("SG-2026-006").pdf(NOTE)).hexdigest()


def test_workers_make_the_same_bytes_in_the_same_order() -> None:
    tasks = [sample(case).tasks[NOTE] for case in SHOWN]
    found = list(pdf_printing.render_all(tasks, PrintKit(print_assets(), templates()), 2))
    assert [one.case for one in found] == list(SHOWN)
    assert [one.data for one in found] == [rendered(task) for task in tasks]
    assert [one.key for one in found] == [document_tasks.key(task) for task in tasks]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_document_that_cannot_be_made_is_named(jobs: int) -> None:
    task = dataclasses.replace(sample("SG-2026-006").tasks[NOTE], html="<p>no title, no language")
    with pytest.raises(BrokenDocument, match=r"SG-2026-006, decision-note\.pdf"):
        list(pdf_printing.render_all([task], PrintKit(print_assets(), templates()), jobs))


@pytest.mark.parametrize(
    "markup",
    [
        '<img alt="x" src="https://example.org/x.png">',
        '<img alt="x" src="file:///etc/hostname">',
        '<img alt="x" src="asset:../../../etc/hostname">',
        '<svg><title>x</title><image href="https://example.org/x.png" width="9" height="9"/></svg>',
        '<link rel="stylesheet" href="https://example.org/x.css">',
        '<p style="background: url(https://example.org/x.png)">x</p>',
    ],
)
def test_an_address_outside_the_press_is_refused(markup: str) -> None:
    html = f'<html lang="en"><head><title>x</title></head><body>{markup}</body></html>'
    with pytest.raises(BrokenDocument, match="refused"):
        pdf.write(html, print_assets())


def test_a_complaint_of_the_engine_stops_the_work() -> None:
    html = '<html lang="en"><head><title>x</title></head><body><p style="colour: red">x</p></body></html>'
    with pytest.raises(BrokenDocument, match="reported"):
        pdf.write(html, print_assets())


def test_a_character_without_a_glyph_is_found_with_its_place() -> None:
    case = sample("NO-2026-001").view.case
    worker = msgspec.structs.replace(case.worker, name="Østby 春子 𓀀𒀀")
    odd = msgspec.structs.replace(case, worker=worker)
    found = list(missing_glyphs(odd, print_assets().glyphs))
    assert [(one.characters, one.path) for one in found] == [(("𒀀", "𓀀"), ("worker", "name"))]
    assert found[0].message == "the documents' fonts have no glyph for U+12000 and U+13000"
    assert not list(missing_glyphs(case, print_assets().glyphs))


def test_a_character_without_a_glyph_is_never_printed() -> None:
    one = sample("NO-2026-001")
    worker = msgspec.structs.replace(one.view.case.worker, name="Østby 𓀀")
    view = dataclasses.replace(one.view, case=msgspec.structs.replace(one.view.case, worker=worker))
    with pytest.raises(BrokenDocument, match=r"NO-2026-001, decision-note\.pdf: .*U\+13000"):
        document_tasks.inputs(view, print_assets(), templates(), Enclosed({}, b"", EXTRACT), Bundle())


def test_a_records_text_stays_text() -> None:
    one = sample("NO-2026-001")
    name = '<b>"{{7*7}}"</b><img src=https://example.org/x>'
    worker = msgspec.structs.replace(one.view.case.worker, name=name)
    view = dataclasses.replace(one.view, case=msgspec.structs.replace(one.view.case, worker=worker))
    tasks = document_tasks.inputs(view, print_assets(), templates(), Enclosed({}, b"", EXTRACT), Bundle())
    assert name.replace(" ", "") in " ".join(pages(rendered(tasks[0]))).replace(" ", "")


def test_the_key_names_everything_the_bytes_depend_on() -> None:
    task = sample("NO-2026-001").tasks[DOSSIER]
    file = dataclasses.replace(task.attached[0], data=b"other")
    others = [
        dataclasses.replace(task, html=task.html + " "),
        dataclasses.replace(task, preview=True),
        dataclasses.replace(task, families=("Plex JP",)),
        dataclasses.replace(task, print_assets="other"),
        dataclasses.replace(task, attached=(file, *task.attached[1:])),
        dataclasses.replace(task, attached=task.attached[1:]),
    ]
    assert len({document_tasks.key(one) for one in (task, *others)}) == len(others) + 1
    assert document_tasks.key(dataclasses.replace(task)) == document_tasks.key(task)


def test_a_press_is_known_by_its_stylesheets_and_fonts() -> None:
    one = print_assets()
    sheets = (one.css, one.preview_css)
    turned = dict(reversed(list(one.fonts.items())))
    assert PrintAssets(sheets[0], sheets[1], turned).digest == one.digest
    for index in range(2):
        other = [sheet + " " * (number == index) for number, sheet in enumerate(sheets)]
        assert PrintAssets(other[0], other[1], one.fonts).digest != one.digest
    assert dataclasses.replace(one, paper="letter", digest="").digest != one.digest
