"""Nothing is cut off, overlaps or is wider than its window, from a small phone to a large screen, and on paper."""

from pathlib import Path
from typing import Any

import pytest
from tests.support.browser_process import CHROMIUM, browsed
from tests.support.journeys import KINDS
from tests.support.layout import PAPER, UNFOLDED, WIDTHS

REGISTER = "cases/index.html"


def measured(folder: Path, *pages: str) -> Any:
    return browsed("tests.support.layout", CHROMIUM, folder, *pages)


def test_the_register_can_be_read_at_every_width(site: Path) -> None:
    assert measured(site, REGISTER) == {}


@pytest.mark.long
def test_every_kind_of_page_can_be_read_at_every_width(site: Path) -> None:
    assert measured(site, *KINDS) == {}


LABEL = """<style>p { padding-left: 1em; position: relative }
p::before { content: "a long label"; position: absolute; left: 0; white-space: nowrap }</style>
<p data-label="x">text</p>"""
PLANTED = {
    "wide.html": ('<p style="width: 3000px">x</p>', "wide, the window"),
    "cut.html": ('<p style="width: 2em; overflow: hidden; white-space: nowrap">more than fits</p>', "cut off"),
    "below.html": ('<p style="height: 1em; overflow: hidden">x<br>y<br>z</p>', "cut off below"),
    "leaves.html": ('<p style="width: 2em; white-space: nowrap">more than fits</p>', "text leaves p"),
    "overlaps.html": (
        '<div style="display: flex"><p style="margin-right: -3em">one part</p><p>another part</p></div>',
        "overlaps",
    ),
    "label.html": (LABEL, "the label covers"),
}


def test_the_measuring_finds_what_is_planted(tmp_path: Path) -> None:
    for name, (body, _) in PLANTED.items():
        (tmp_path / name).write_text(f'<!doctype html><html lang="en"><title>x</title>{body}', encoding="utf-8")
    found = measured(tmp_path, *PLANTED)
    for name, (_, expected) in PLANTED.items():
        assert len(found[name]) == len(WIDTHS) + len(PAPER) + len(UNFOLDED) + 3, name
        assert all(any(expected in line for line in lines) for lines in found[name].values()), found[name]
