"""The tutorial and the how-to pages do what they say; the reference says what there is; every link leads somewhere."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from tests.support import reference
from tests.support.commands import Ran, Run
from tests.support.guide_pages import commands, walk, without_blocks, write
from tests.support.projects import copy_project
from tests.support.replies import answered
from tests.support.sample import PROJECT, case_ids
from tests.support.tracker_sheets import small_tracker

from casebound.cli import options
from casebound.cli.main import cli
from casebound.model.days import parse_moment

DOCS = PROJECT / "docs"
PAGES = {
    path.relative_to(DOCS).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(DOCS.rglob("*.md"))
    if path.relative_to(DOCS).parts[0] not in ("decisions", "policy")
}
HOW_TO: dict[str, tuple[str, ...]] = {
    "how-to/approve.md": ("how-to/record.md",),
    "how-to/approve-by-mail.md": (),
    "how-to/close.md": (),
    "how-to/correct.md": (),
    "how-to/extend.md": (),
    "how-to/fax-or-mail.md": (),
    "how-to/from-spreadsheet.md": (),
    "how-to/inbound.md": (),
    "how-to/keep-evidence.md": (),
    "how-to/monday.md": (),
    "how-to/payroll.md": (),
    "how-to/people-leave.md": (),
    "how-to/record.md": (),
    "how-to/requests.md": (),
    "how-to/retire-source.md": (),
    "how-to/self-employed.md": (),
    "how-to/take-over.md": (),
    "how-to/verify-release.md": (),
    "how-to/waive.md": (),
}
"""Pages run here, in a project of the sample cases that they name, each after the pages that it goes on from."""

DAYS = ("2026-11-22", "2031-06-15")
"""A reader of the tutorial may come on any day, so the tutorial is run on each of these."""

RUN_ELSEWHERE = ("how-to/ci-", "how-to/cluster.md", "how-to/editor.md", "how-to/never-worse.md")
"""Pages whose commands are run by the tests of what they are about."""

APPROVER = "helen.okafor@example.com"

PAPERS = ("certificate.pdf", "confirmation.pdf", "letter.pdf", "message.eml", "payroll.pdf", "screen.png")
"""What lies on the reader's desk before a how-to page begins."""


@pytest.fixture
def today(request: pytest.FixtureRequest) -> Iterator[None]:
    minute = parse_moment(f"{request.param}T12:00-05:00")
    with (
        patch.object(options, "this_minute", lambda: minute),
        patch.object(options, "this_day", lambda: minute.on),
    ):
        yield


def desk(target: Path, pages: tuple[str, ...]) -> Path:
    """A project of the cases that some how-to pages name, with papers beside it."""
    named = {case for page in pages for case in re.findall(r"\b[A-Z]{2}-20\d\d-\d{3}\b", PAGES[page])}
    project = copy_project(target, tuple(sorted(named & set(case_ids()))))  # a page can open cases of its own
    evidence = PROJECT / "cases" / "NO-2026-001" / "evidence"
    if any("tracker.xlsx" in PAGES[page] for page in pages):
        (project / "tracker.xlsx").write_bytes(small_tracker())
    for paper in PAPERS:
        like = evidence / ("waiting-notice.png" if paper.endswith(".png") else "assignment-letter.pdf")
        data = b"Subject: SPECIMEN\n\n" if paper.endswith(".eml") else like.read_bytes()
        (project / paper).write_bytes(data + paper.encode())
    return project


@pytest.mark.parametrize("today", DAYS[:1], indirect=True)
def test_the_tutorial_does_what_it_says(today: None, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    walk(PAGES["tutorial.md"], run)


@pytest.mark.parametrize("today", DAYS[1:], indirect=True)
def test_the_tutorial_does_what_it_says_years_later(
    today: None, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without PDFs, which take ten seconds and which no later step reads."""
    monkeypatch.setattr("casebound.release.document_files.documents", lambda _: [])
    monkeypatch.chdir(tmp_path)
    walk(PAGES["tutorial.md"], run)


@pytest.mark.parametrize("today", DAYS[:1], indirect=True)
@pytest.mark.parametrize("page", HOW_TO)
def test_a_how_to_page_does_what_it_says(
    page: str, today: None, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = (*HOW_TO[page], page)
    monkeypatch.chdir(desk(tmp_path / "project", pages))
    for one in pages:
        walk(PAGES[one], lambda *words: with_reply(run, *words))


def with_reply(run: Run, *words: Any) -> Ran:
    """Run a command. If it wrote requests, the approver's reply lies beside the project a moment later."""
    ran = run(*words)
    if "--mail" in words:
        (draft,) = Path(words[words.index("--mail") + 1]).glob("*.approver.*.eml")
        Path("reply.eml").write_bytes(answered(draft.read_bytes(), APPROVER, "Sun, 22 Nov 2026 12:00:30 -0500"))
    return ran


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_has_something_typed_is_run(page: str) -> None:
    typed = commands(PAGES[page])
    assert (page in HOW_TO or page == "tutorial.md" or page.startswith(RUN_ELSEWHERE)) == bool(typed)


def test_every_command_that_a_page_only_names_exists() -> None:
    named = re.compile(r"`casebound ([a-z][^`]*)`")
    found = [(page, words.split()[0]) for page in PAGES for words in named.findall(without_blocks(PAGES[page]))]
    assert len({page for page, _ in found}) > 5
    assert [(page, command) for page, command in found if command not in cli.commands] == []


def test_every_link_of_a_page_leads_somewhere() -> None:
    linked = re.compile(r"\]\(([^)\s]+)\)")
    found = [
        (page, link) for page in PAGES for link in linked.findall(without_blocks(PAGES[page])) if "://" not in link
    ]
    assert len({page for page, _ in found}) > 10
    assert [(page, link) for page, link in found if not _leads_somewhere(page, link)] == []


def _leads_somewhere(page: str, link: str) -> bool:
    file, _, anchor = link.partition("#")
    target = (DOCS / page).parent / file if file else DOCS / page
    return target.is_file() and (not anchor or anchor in anchors(target.read_text(encoding="utf-8")))


def anchors(text: str) -> list[str]:
    """What a link can lead to within a page, as the usual hosts name headings."""
    headings = re.findall(r"^#+ (.+)$", without_blocks(text), re.MULTILINE)
    named = [re.sub(r"[^a-z0-9 _-]", "", heading.lower()).replace(" ", "-") for heading in headings]
    return [*named, *re.findall(r'<a id="([^"]+)"></a>', text)]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_one_title_and_no_heading_twice(page: str) -> None:
    found = anchors(PAGES[page])
    assert len(found) == len(set(found))
    assert len(re.findall(r"^# ", without_blocks(PAGES[page]), re.MULTILINE)) == 1


@pytest.mark.parametrize("page", [page for page in PAGES if not page.startswith("reference/")])
def test_a_page_has_short_lines(page: str) -> None:
    text = without_blocks(PAGES[page])
    assert max(len(line) for line in text.splitlines() if not line.startswith("|")) <= 120


def test_the_index_names_every_page() -> None:
    """The reference has an index of its own."""
    for page in PAGES:
        folder, _, name = page.rpartition("/")
        index = PAGES["reference/README.md" if folder == "reference" and name != "README.md" else "README.md"]
        assert page == "README.md" or f"]({name if index is not PAGES['README.md'] else page})" in index, page


def test_the_reference_says_what_there_is() -> None:
    there = {file.name: file.read_text(encoding="utf-8") for file in reference.PLACE.glob("*.md")}
    assert there == reference.pages(), "run: python -m tests.support.reference"


def test_the_reference_has_every_command_and_every_field(tmp_path: Path) -> None:
    reference.rewrite(tmp_path / "made")
    told = (tmp_path / "made" / "cli.md").read_text(encoding="utf-8")
    assert all(re.search(rf"^## {name}\b", told, re.MULTILINE) for name in cli.commands)
    for schema in reference.SCHEMAS.glob("*.schema.json"):
        page = (tmp_path / "made" / f"schema-{schema.name.split('.')[0]}.md").read_text(encoding="utf-8")
        for fields in fields_of(json.loads(schema.read_bytes())):
            assert all(f"| `{name}` | {title} |" in page for name, title in fields.items())


def test_what_the_reference_no_longer_has_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / "schema-gone.md").write_text("# Gone", encoding="utf-8")
    reference.rewrite(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == set(reference.pages())


def fields_of(node: Any) -> Iterator[dict[str, str]]:
    """The fields of every object in a schema, with their titles."""
    if isinstance(node, dict):
        fields = node.get("properties", {})
        yield {name: one["title"] for name, one in fields.items() if "title" in one}
        for one in node.values():
            yield from fields_of(one)
    elif isinstance(node, list):
        for one in node:
            yield from fields_of(one)


# ── the walk itself ───────────────────────────────────────────────────────────────────────────────


def test_a_page_that_shows_what_was_not_said_is_found_out(run: Run) -> None:
    page = "```sh\necho one\n```\n\n```text\n{}\n```\n"
    walk(page.format("one"), run)
    walk(page.format("o…e"), run)
    with pytest.raises(AssertionError, match="is not in"):
        walk(page.format("two"), run)


@pytest.mark.parametrize("typed", ["casebound check nowhere", "casebound check -C . # exit code 0", "curl x"])
def test_a_command_that_ends_otherwise_than_told_is_found_out(
    typed: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AssertionError):
        walk(f"```sh\n{typed}\n```\n", run)


def test_a_section_takes_the_place_of_its_like_and_leaves_the_rest(tmp_path: Path) -> None:
    record = tmp_path / "case.yml"
    record.write_text("a: 1 # one\n\nb:\n  c: 2\n\n# of d\nd: 3\n", encoding="utf-8")
    write(record, "b:\n  e: 4\n\nf: 5\n")
    assert record.read_text(encoding="utf-8") == "a: 1 # one\n\nb:\n  e: 4\n\n# of d\nd: 3\n\nf: 5\n"
