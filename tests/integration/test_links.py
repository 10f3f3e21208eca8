"""The link checker finds what is planted, and nothing where nothing is wrong."""

import re
from pathlib import Path

import pytest
from tests.support.links import Broken, broken

from casebound.pipeline.build import BuildResult

LOADED_ELSEWHERE = re.compile(
    rb"""<(?:script|link|img|iframe|source|video|audio|object|embed)\b[^>]*\b(?:src|href|data)=["']?(?:https?:)?//"""
)

WHOLE = {
    "index.html": b'<h1 id="page">Home</h1><a href="cases/index.html#row">Cases</a><a href="https://www.ssa.gov/">SSA</a>'
    b'<link href="a.css"><script src="a.js"></script><a href=cases/index.html#country=Norway>filtered</a>',
    "cases/index.html": b'<h1 id="row">Cases</h1><a href="../index.html">Home</a><img src="../m%20k.svg" alt="">',
    "a.css": b"b { background: url('m k.svg') } i { mask: url(data:image/svg+xml;x) }",
    "a.js": b"",
    "m k.svg": b"<svg></svg>",
}

PLANTED = {
    "a page that is not there": ("<a href=gone.html>x</a>", "is not there"),
    "a part that is not there": ('<a href="cases/index.html#gone">x</a>', "has no such part"),
    "a picture that is not there": ('<img src="gone.png" alt="x">', "is not there"),
    "a link that leaves the site": ('<a href="../above.html">x</a>', "leads out of the site"),
    "a link from the root": ('<a href="/index.html">x</a>', "is absolute, which leads nowhere on a disk"),
    "a name in another case": ('<a href="Cases/index.html">x</a>', "differs in case from cases/index.html"),
    "a script from elsewhere": ('<script src="https://cdn.example/x.js"></script>', "is loaded from elsewhere"),
    "an address that runs": ('<a href="javascript:alert(1)">x</a>', "is no address to follow"),
    "an id that stands twice": ('<p id="page">x</p>', "the id page stands 2 times"),
    "a label for nothing": ('<svg aria-labelledby="gone"></svg>', "aria-labelledby names no id: gone"),
    "a script in the page": ("<script>alert(1)</script>", "a script stands in the page"),
    "a handler": ('<p onclick="x()">x</p>', "<p> has a handler, onclick"),
    "a style in the page": ('<p style="color: red">x</p>', "<p> has a style of its own"),
}


def test_a_whole_site_has_nothing_broken() -> None:
    assert list(broken(WHOLE)) == []


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_break_is_found_alone(name: str) -> None:
    planted, what = PLANTED[name]
    found = list(broken({**WHOLE, "index.html": WHOLE["index.html"] + planted.encode()}))
    assert len(found) == 1
    assert found[0].page == "index.html"
    assert found[0].what.endswith(what)


def test_a_file_that_a_style_sheet_asks_for_must_be_there() -> None:
    assert list(broken({**WHOLE, "a.css": b"b { background: url(gone.svg) }"})) == [
        Broken("a.css", "url(gone.svg) is not there")
    ]


def test_a_published_release_has_nothing_broken(first_build: tuple[Path, BuildResult]) -> None:
    release = first_build[0] / "build" / "handbook"
    files = {path.relative_to(release).as_posix(): path.read_bytes() for path in release.rglob("*") if path.is_file()}
    pages = [path for path in files if path.endswith(".html")]
    assert len(pages) > 100
    assert list(broken(files)) == []


def test_no_page_loads_anything_from_another_host(first_build: tuple[Path, BuildResult]) -> None:
    release = first_build[0] / "build" / "handbook"
    pages = sorted(release.rglob("*.html"))
    assert len(pages) > 100
    assert [page.name for page in pages if LOADED_ELSEWHERE.search(page.read_bytes())] == []
