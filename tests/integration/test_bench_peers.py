"""What the benchmark gives to its peers is the very handbook: every page with its text, every case with its fields."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from bench.dom import document, fragment, part
from bench.needs import FIELDS, needs_project, sphinx_needs
from bench.peers import mkdocs_project
from tests.support.commands import done
from tests.support.sample import PROJECT, case_ids

from casebound.pipeline.build import BuildResult


def test_every_page_of_a_handbook_is_given_to_the_peer_with_its_text(
    first_build: tuple[Path, BuildResult], tmp_path: Path
) -> None:
    release = first_build[0] / "build" / "handbook"
    pages = sorted(release.rglob("*.html"))
    count = mkdocs_project(release.resolve(), PROJECT / "mkdocs.yml", tmp_path / "peer", in_nav=True)
    assert count == len(pages) > 100
    case = (tmp_path / "peer" / "docs" / "cases" / "NO-2026-001" / "index.md").read_text(encoding="utf-8")
    assert case.startswith("# NO-2026-001, Norway: exemption supported\n")
    assert "Covers every claimed day" in case
    assert "Skip to content" not in case
    for page in pages:
        article = part(document(page.read_text(encoding="utf-8")), "article")
        given = (tmp_path / "peer" / "docs" / page.relative_to(release)).with_suffix(".md").read_text(encoding="utf-8")
        assert sorted(_words(fragment(given.removeprefix("# ")))) == sorted(_words(article)), page


def _words(part: ET.Element) -> list[str]:
    return " ".join(part.itertext()).split()


def test_every_case_of_a_register_is_given_to_the_peer_as_a_need_with_its_fields(site: Path, tmp_path: Path) -> None:
    assert needs_project(site / "cases" / "index.html", tmp_path) == len(case_ids())
    assert sorted(file.stem for file in (tmp_path / "cases").iterdir()) == sorted(case_ids())
    need = (tmp_path / "cases" / "NO-2026-001.rst").read_text(encoding="utf-8")
    told = dict(re.findall(r"(?m)^   :([a-z_]+): (.+)$", need))
    assert tuple(told) == ("id", *FIELDS)
    assert (told["about"], told["stage"]) == ("U.S. to Norway W-1001", "Exemption in effect")
    assert told["proof_ends"].startswith("Apr 30, 2028")


@pytest.mark.long
def test_the_peer_builds_every_need_and_a_table_of_them_without_a_warning(site: Path, tmp_path: Path) -> None:
    assert done("make", ".venv-peers/ready", folder=PROJECT).returncode == 0
    count = needs_project(site / "cases" / "index.html", tmp_path / "project")
    told = done(*sphinx_needs(tmp_path / "project", tmp_path / "site"))
    assert told.returncode == 0, told.stderr
    table = part(document((tmp_path / "site" / "index.html").read_text(encoding="utf-8")), "tbody")
    assert len(table) == count
    assert {one.stem for one in (tmp_path / "site" / "cases").iterdir()} == set(case_ids())
