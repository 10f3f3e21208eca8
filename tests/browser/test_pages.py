"""Every kind of page is valid HTML and open to everybody: the Nu HTML checker and axe-core object to nothing."""

from pathlib import Path

import pytest
from tests.support import page_tools
from tests.support.browser_process import CHROMIUM, browsed
from tests.support.journeys import KINDS

pytestmark = pytest.mark.long


def test_the_nu_html_checker_finds_no_error_on_any_page(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 100
    assert page_tools.nu_errors(pages) == []


def test_the_nu_html_checker_finds_a_planted_error(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<!doctype html><html lang="en"><title>x</title><p id="a">x<p id="a">y', encoding="utf-8")
    assert len([line for line in page_tools.nu_errors([page]) if "Duplicate ID" in line]) == 1


def test_axe_finds_nothing_against_wcag_on_any_kind_of_page_light_or_dark_at_a_desk_or_on_a_phone(site: Path) -> None:
    page_tools.install()
    told = browsed("tests.support.accessibility", CHROMIUM, page_tools.AXE, site)
    assert told["objections"] == {}
    assert told["passed"] > len(KINDS) * 4 * 10


def test_axe_finds_what_is_planted(site: Path, tmp_path: Path) -> None:
    page_tools.install()
    for kind in KINDS:
        (tmp_path / kind).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / kind).write_text('<!doctype html><title>x</title><img src="x.png">', encoding="utf-8")
    told = browsed("tests.support.accessibility", CHROMIUM, page_tools.AXE, tmp_path)
    assert len(told["objections"]) == len(KINDS) * 4
    assert all("image-alt" in " ".join(found) for found in told["objections"].values())
