"""What the benchmark gives to plain MkDocs is the very handbook: every page, with its heading and its text."""

from pathlib import Path
from xml.etree import ElementTree as ET

from bench.dom import document, fragment, part
from bench.peers import mkdocs_project
from tests.sample import PROJECT

from casebound.pipeline import Built


def test_every_page_of_a_handbook_is_given_to_the_peer_with_its_text(
    first_build: tuple[Path, Built], tmp_path: Path
) -> None:
    release = first_build[0] / "build" / "handbook"
    pages = sorted(release.rglob("*.html"))
    count = mkdocs_project(release.resolve(), PROJECT / "mkdocs.yml", tmp_path / "peer", in_nav=True)
    assert count == len(pages) > 100
    case = (tmp_path / "peer" / "docs" / "cases" / "NO-2026-001" / "index.md").read_text(encoding="utf-8")
    assert case.startswith("# NO-2026-001\n")
    assert "Covers every claimed day" in case
    assert "Skip to content" not in case
    for page in pages:
        article = part(document(page.read_text(encoding="utf-8")), "article")
        given = (tmp_path / "peer" / "docs" / page.relative_to(release)).with_suffix(".md").read_text(encoding="utf-8")
        assert sorted(_words(fragment(given.removeprefix("# ")))) == sorted(_words(article)), page


def _words(part: ET.Element) -> list[str]:
    return " ".join(part.itertext()).split()
