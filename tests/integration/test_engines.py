"""The handbook's sources are no secret of one engine: MkDocs builds them from plain files, and others are compared."""

from pathlib import Path

import pytest
from bench.engines import ENGINES, MKDOCS, Engine, build_and_compare, compared
from bench.sources import Handbook, handbook
from tests.support.commands import done
from tests.support.sample import PROJECT


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    return handbook(tmp_path_factory.mktemp("ours"))


@pytest.mark.long
def test_the_sources_alone_give_the_same_main_content_on_every_page(ours: Handbook, tmp_path: Path) -> None:
    told = build_and_compare(MKDOCS, ours, tmp_path / "mkdocs")
    assert (told.exit, told.differing, told.colored) == (0, {}, 0)
    assert told.pages == len(ours.pages) > 100
    assert told.same


@pytest.mark.long
def test_an_engine_that_does_not_install_is_told_and_is_no_success(ours: Handbook, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere.whl"
    told = build_and_compare(Engine("nowhere", (str(nowhere),), ""), ours, tmp_path / "work")
    assert told.version == "does not install"
    assert "nowhere.whl" in told.last_line
    assert not told.same


def page(main: str) -> str:
    return f'<!doctype html><html lang="en"><title>x</title><nav>of theirs</nav><article>{main}</article>'


@pytest.mark.parametrize(
    ("theirs", "strictly", "but_for_code"),
    [
        ("<p>a</p><pre><code>x = 1\n</code></pre>", False, False),
        (
            '<p>a</p><div class="highlight"><pre><span></span><code><span class="n">x</span> = 1\n</code></pre></div>',
            True,
            False,
        ),
        ("<p>a</p><pre><code>x = 2\n</code></pre>", True, True),
        ("<p>b</p><pre><code>x = 1\n</code></pre>", True, True),
    ],
)
def test_a_page_that_differs_is_told_and_colored_code_apart(
    theirs: str, strictly: bool, but_for_code: bool, tmp_path: Path
) -> None:
    pages = {"a.html": page("<p>a</p><pre><code>x = 1\n</code></pre>")}
    (tmp_path / "a.html").write_text(page(theirs), encoding="utf-8")
    assert bool(compared(pages, tmp_path)) is strictly
    assert bool(compared(pages, tmp_path, code=False)) is but_for_code


def test_a_page_that_is_missing_is_told(tmp_path: Path) -> None:
    assert compared({"a.html": page("<p>a</p>")}, tmp_path) == {"a.html": ["the page is missing"]}


def test_the_frame_asks_no_string_for_a_method() -> None:
    """Zensical reads the frame with MiniJinja, whose strings have none."""
    frame = (PROJECT / "site_templates" / "overrides" / "main.html").read_text(encoding="utf-8")
    assert not [
        name for name in ("split", "startswith", "endswith", "replace", "join", "strip") if f".{name}(" in frame
    ]


@pytest.mark.long
@pytest.mark.parametrize("engine", sorted(ENGINES.keys() - {MKDOCS.name}))
def test_another_engine_builds_the_same_pages(engine: str) -> None:
    told = done("make", "--no-print-directory", "engines", f"ENGINES={engine}", folder=PROJECT)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "0 missing or different" in told.stdout
