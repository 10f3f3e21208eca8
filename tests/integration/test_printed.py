"""Every page of the handbook is the page that MkDocs itself would print from the same body, node by node."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from bench.dom import differences, document, fragment, part
from bench.sources import sources
from tests.support.journeys import KINDS
from tests.support.mkdocs_pages import printed
from tests.support.sample import PROJECT

FOLDERS = (PROJECT / "site_templates",)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def close_up_the_contents(bound: ET.Element, theirs: ET.Element) -> None:
    """Bound entries of the contents list follow each other without a line break: a frame repeats the one it holds."""
    for page in (bound, theirs):
        for contents in page.iterfind(".//nav[@class='toc']/ul"):
            contents.text = None
            for one in (*contents.iterfind("li"), *contents.iterfind("li/a")):
                one.tail = None


def leave_counts_out_of_the_contents(_bound: ET.Element, theirs: ET.Element) -> None:
    """A count beside a heading is no part of its name: the contents list says "On hold", the heading how many."""
    for heading in part(theirs, "article").iterfind(".//h2[span]"):
        for link in theirs.iterfind(f".//nav[@class='toc']//a[@href='#{heading.get('id')}']"):
            link.text = (heading.text or "").strip()


def leave_headings_without_an_id(bound: ET.Element, theirs: ET.Element) -> None:
    """Markdown gives every heading an id. A heading that nothing leads to has none of ours; its place has one."""
    for ours, heading in zip(_headings(bound), _headings(theirs), strict=True):
        if ours.get("id") is None:
            del heading.attrib["id"]


ALLOWED = (close_up_the_contents, leave_counts_out_of_the_contents, leave_headings_without_an_id)
"""The differences that are meant. Each makes the printed page like ours in one respect, for the reason it states."""

Difference = Callable[[ET.Element, ET.Element], None]


def _headings(page: ET.Element) -> list[ET.Element]:
    return [one for one in part(page, "article").iter() if one.tag in HEADINGS]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The handbook's pages as MkDocs prints them, by their paths."""
    as_of, chapters, bodies = sources()
    folder = printed(PROJECT, FOLDERS, {**chapters, **bodies}, as_of, tmp_path_factory.mktemp("printed"))
    return {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in folder.rglob("*.html")}


def _differing(
    site: Path, whole: Mapping[str, str], paths: Iterable[str], allowed: Iterable[Difference]
) -> dict[str, list[str]]:
    found = {}
    for path in paths:
        text = (site / path).read_text(encoding="utf-8")
        assert text.startswith("<!doctype html>"), path
        ours, theirs = document(text), document(whole[path])
        for take_away in allowed:
            take_away(ours, theirs)
        if told := differences(ours, theirs):
            found[path] = told
    return found


def test_every_published_page_is_what_mkdocs_prints_from_the_same_body(site: Path, whole: Mapping[str, str]) -> None:
    there = {file.relative_to(site).as_posix() for file in site.rglob("*.html")}
    assert set(KINDS) <= there == whole.keys() - {"404.html"}
    assert len(there) > 100
    assert _differing(site, whole, sorted(there), ALLOWED) == {}


@pytest.mark.parametrize("spared", ALLOWED, ids=lambda one: one.__name__)
def test_no_difference_is_allowed_that_is_not_there(spared: Difference, site: Path, whole: Mapping[str, str]) -> None:
    assert _differing(site, whole, KINDS, [one for one in ALLOWED if one is not spared])


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("</article>", "<p></article>"),
        ('<article class="md-typeset"', '<article class="md-typeset wide"'),
        ("Open questions", "Open Questions"),
        ("<footer>", "<div><footer>"),
        ("<h2 id=", "<h3 id="),
    ],
)
def test_a_page_that_differs_is_found(was: str, becomes: str, whole: Mapping[str, str]) -> None:
    theirs = whole["cases/NO-2026-001/index.html"]
    assert was in theirs
    assert differences(document(theirs.replace(was, becomes, 1)), document(theirs))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('<p id="a" class="b">x', "<p class=b id=a>x</p>"),
        ("<p>a\n   b<p>c", "<p>a b</p><p>c</p>"),
        ("<p>a<table><tr><td>b", "<p>a</p><table><tbody><tr><td>b</td></tr></tbody></table>"),
    ],
)
def test_what_a_reader_takes_for_the_same_is_the_same(one: str, other: str) -> None:
    assert differences(fragment(one), fragment(other)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a", "<p>a<p>b"),
        ("<b>a</b> <i>b</i>", "<b>a</b><i>b</i>"),
        ("<a href=x>a</a>", "<a href=y>a</a>"),
        ("<ol><li>a</ol>", "<ul><li>a</ul>"),
        ("<b>a</b>c", "<b>ac</b>"),
    ],
)
def test_what_a_reader_takes_for_another_is_another(one: str, other: str) -> None:
    assert differences(fragment(one), fragment(other))
