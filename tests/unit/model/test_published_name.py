"""Evidence is published under names that neither a browser nor a system runs."""

import pytest

from casebound.model.evidence import EvidenceFile
from casebound.model.published_name import published_names

LIVE = (
    "page.html", "page.HTM", "p.xhtml", "drawing.svg", "drawing.svgz", "data.xml", "style.xsl", "saved.mht", "run.js",
    "link.url", "link.lnk", "setup.exe", "go.bat", "go.ps1", "app.hta", "macro.docm", "macro.xlsm", "noending",
    "page.html.", "x.desktop", "x.webloc", "x.jar", "x.swf", "x.wasm", "x.text", "x.php", "x.unknown",
)  # fmt: skip
INERT = (
    "letter.pdf", "scan.PNG", "photo.jpeg", "fax.tif", "note.txt", "page.html.txt", "mail.eml", "mail.msg", "list.csv",
    "record.json", "letter.docx", "book.xlsx", "bundle.zip",
)  # fmt: skip


def one(name: str, *, markup: bool = False) -> str:
    return published_names({"E1": EvidenceFile(f"evidence/{name}", "0" * 64, begins_as_markup=markup)})["E1"]


@pytest.mark.parametrize("name", LIVE)
def test_a_file_that_could_run_is_published_as_text(name: str) -> None:
    assert one(name) == f"evidence/{name}.txt"


@pytest.mark.parametrize("name", INERT)
def test_other_evidence_keeps_its_name(name: str) -> None:
    assert one(name) == f"evidence/{name}"


@pytest.mark.parametrize("name", ["mail.eml", "list.csv", "record.json", "notes.md", "run.log", "x.yml"])
def test_text_that_begins_like_a_page_is_published_as_text(name: str) -> None:
    assert one(name, markup=True) == f"evidence/{name}.txt"


def test_every_file_has_a_path_of_its_own_and_exhibits_of_one_file_share_it() -> None:
    names = ("evidence/page.html", "evidence/PAGE.html.txt", "page.html", "evidence/page.html", "evidence/a.pdf")
    files = {f"E{number}": EvidenceFile(name, "0" * 64) for number, name in enumerate(names, start=1)}
    paths = published_names(files)
    assert paths["E2"] == "evidence/PAGE.html.txt"
    assert paths["E1"] == paths["E4"] == "evidence/E1-page.html.txt"
    assert len({path.casefold() for path in paths.values()}) == 4
