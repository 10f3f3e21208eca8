"""The handbook over the sample project: what it shows, that it links, and that no record string becomes markup."""

import dataclasses
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import markupsafe
import msgspec
import pytest
from tests.support.hostile_texts import HARMLESS, HOSTILE, with_everywhere
from tests.support.links import broken
from tests.support.sample import AS_OF, FAR_AHEAD, at, bench, judged, plan, sealed

from casebound.judge import RULES
from casebound.load.workspace import workspace
from casebound.model.errors import BrokenDocument
from casebound.model.judgment import Judgment
from casebound.model.registers import Registers
from casebound.pipeline.check import check
from casebound.plan.approval_queue import approval_queue
from casebound.plan.project_plan import planned, project_plan
from casebound.plan.worklist import worklist
from casebound.render.american_days import american
from casebound.render.fragments import code_marked, step_says
from casebound.render.handbook import pages, search_index, site
from casebound.render.handbook.agreement_facts import facts_of
from casebound.render.handbook.page_template import BODY, HEADING, TITLE, page_template
from casebound.render.handbook.source_pages import publishers
from casebound.render.handbook.work_pages import in_record
from casebound.render.templates import Templates
from casebound.render.view import CaseView, case_view

ROOT = Path(__file__).parents[3]
FOLDERS = (ROOT / "site_templates",)

BY_ID = {rule.id: rule for rule in RULES}
# What the printer itself leaves in an index entry of a prose chapter.
PRINTED_TAGS = frozenset(
    (
        "p",
        "ul",
        "ol",
        "li",
        "code",
        "strong",
        "em",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "dl",
        "dt",
        "dd",
        "pre",
    )
)
# The guide tells of fictional people, the same in every handbook.
GUIDE = "guide/"
MARKS = (TITLE, HEADING, BODY, "CBENTRIES", "cbtitle", "cbheading")


@dataclass(frozen=True)
class Handbook:
    """A finished site in memory, with what it was made from."""

    judgment: Judgment
    views: tuple[CaseView, ...]
    page_templates: site.PageTemplates
    chapters: Mapping[str, str]
    files: Mapping[str, bytes]

    def text(self, path: str) -> str:
        return self.files[path].decode()

    def view(self, id: str) -> CaseView:
        return next(view for view in self.views if view.id == id)


class Page(HTMLParser):
    """The elements and the text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def values(self, *names: str) -> Iterator[str]:
        for _, attributes in self.elements:
            yield from (value for name in names if (value := attributes.get(name)) is not None)


def _bound(judgment: Judgment, work: Path, *, preview: bool = False) -> Handbook:
    views = tuple(case_view(one, BY_ID, AS_OF, preview=preview) for one in project_plan(judgment).cases)
    templates = Templates(FOLDERS)
    assert judgment.registers is not None
    chapters = pages.chapters(judgment.registers, RULES, templates, ROOT / "docs")
    bodies = pages.bodies(project_plan(judgment), views, RULES, templates)
    page_templates = site.build_page_templates(ROOT, FOLDERS, chapters, judgment.as_of, work)
    files = dict(site.static_files(page_templates))
    files |= {path: site.page(page_templates, path, body).encode() for path, body in bodies.items()}
    for view in views:
        path = f"cases/{view.id}/index.html"
        files[path] = site.page(page_templates, path, pages.case_body(view, templates)).encode()
    files |= dict(search_index.search_files(page_templates.index, bodies, views))
    return Handbook(judgment, views, page_templates, {**chapters, **bodies}, files)


@pytest.fixture(scope="session")
def judgment() -> Judgment:
    return check(workspace(ROOT), None, FAR_AHEAD)


@pytest.fixture(scope="session")
def handbook(judgment: Judgment, tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    return _bound(judgment, tmp_path_factory.mktemp("page-templates"))


def test_the_published_fonts_are_those_that_a_page_can_load(handbook: Handbook) -> None:
    styles = b"".join(data for path, data in handbook.files.items() if path.endswith(".css")).decode()
    published = {path.rpartition("/")[2] for path in handbook.files if path.endswith(".woff2")}
    assert published == set(re.findall(r"fonts/([\w-]+\.woff2)", styles))
    assert "IBMPlexSansSC-Regular.woff2" not in published


@pytest.fixture(scope="session")
def poisoned(judgment: Judgment, tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    return _bound(with_everywhere(judgment, HOSTILE), tmp_path_factory.mktemp("poisoned"), preview=True)


@pytest.fixture(scope="session")
def extended(judgment: Judgment, tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    """The handbook with harmless words in place of the hostile words."""
    return _bound(with_everywhere(judgment, HARMLESS), tmp_path_factory.mktemp("extended"), preview=True)


def _html(handbook: Handbook) -> Iterator[tuple[str, str]]:
    return ((path, data.decode()) for path, data in sorted(handbook.files.items()) if path.endswith(".html"))


def test_a_bound_page_is_what_mkdocs_itself_would_have_printed(handbook: Handbook, tmp_path: Path) -> None:
    configuration = (ROOT / "mkdocs.yml").read_text().replace("/controls/CONTROL.md", "/controls/*.md")
    (tmp_path / "mkdocs.yml").write_text(configuration)
    markdown = "# A title {#page}\n\n## First part\n\n## Second part\n\nThe end.\n"
    prose = {**_prose(handbook), "controls/real.md": markdown}
    page_templates = site.build_page_templates(tmp_path, FOLDERS, prose, handbook.judgment.as_of, tmp_path / "work")
    printed = page_templates.files["controls/real.html"].read_text()
    body = (
        '<h1 id="page">A title</h1>\n<h2 id="first-part">First part</h2>\n'
        '<h2 id="second-part">Second part</h2>\n<p>The end.</p>'
    )
    bound = site.page(page_templates, "controls/other.html", body)
    assert _without_gaps(bound) == _without_gaps(printed)


def _without_gaps(text: str) -> str:
    return re.sub(r"\s+(?=<)", "", re.sub(r"\n\s+", "\n", text))


def _prose(handbook: Handbook) -> dict[str, str]:
    return {path: text for path, text in handbook.chapters.items() if path.endswith(".md")}


def test_a_page_template_without_placeholders_is_refused_by_name() -> None:
    with pytest.raises(BrokenDocument, match=r"controls/CONTROL\.html"):
        page_template("<html><body>nothing here</body></html>", "controls/CONTROL.html")


def test_the_site_loads_nothing_from_another_host(handbook: Handbook) -> None:
    for path, text in _html(handbook):
        page = Page(text)
        for tag, attributes in page.elements:
            for name in ("src", "href", "srcset", "data", "poster", "action", "xlink:href"):
                value = attributes.get(name) or ""
                if tag == "a" and name == "href":
                    continue
                assert not urlsplit(value).netloc, f"{path}: <{tag} {name}={value!r}>"
    for path, data in handbook.files.items():
        if path.endswith(".css"):
            assert not [mark for mark in (b"url(http", b"url(//", b"@import") if mark in data], path


def test_every_link_leads_to_something_that_is_there(handbook: Handbook) -> None:
    elsewhere = (
        f"cases/{view.id}/{name}"
        for view in handbook.views
        for name in (f"{view.file_prefix}decision-note.pdf", f"{view.file_prefix}dossier.pdf", "exhibits.pdf")
    )
    evidence = (f"cases/{view.id}/{one.file}" for view in handbook.views for one in view.case.exhibits.values())
    decisions = (
        f"cases/{view.id}/decisions/{name}" for view in handbook.views for name in view.judged.facts.decisions.hashes
    )
    captures = (one.capture.removeprefix("registers/") for one in _registers(handbook).sources.values())
    tables = ("report.json", "worklist.csv", "worklist.xlsx", "worklist.ics", "cases/cases.csv", "cases/cases.xlsx")
    files = dict.fromkeys((*elsewhere, *evidence, *decisions, *captures, *tables), b"") | dict(handbook.files)
    assert list(broken(files)) == []


def _registers(handbook: Handbook) -> Registers:
    assert handbook.judgment.registers is not None
    return handbook.judgment.registers


def test_no_record_string_becomes_markup(handbook: Handbook, poisoned: Handbook) -> None:
    scripts = {path: text.count("<script") for path, text in _html(handbook)}
    for path, text in _html(poisoned):
        page = Page(text)
        assert text.count("<script") == scripts[path], path
        assert not [tag for tag, _ in page.elements if tag == "img" and _.get("src") == "x"], path
        for tag, attributes in page.elements:
            assert not [name for name in attributes if name.startswith("on")], f"{path}: <{tag}>"
            assert not (attributes.get("href") or "").strip().lower().startswith("javascript:"), f"{path}: <{tag}>"


def test_a_hostile_text_gives_the_same_elements_as_a_harmless_text(poisoned: Handbook, extended: Handbook) -> None:
    def elements(text: str) -> list[tuple[str, list[str]]]:
        return [(tag, list(attributes)) for tag, attributes in Page(text).elements]

    assert "{{ 7*7 }} {% x %}" in poisoned.text("cases/PL-2026-012/index.html").partition("Waived by W1")[2]
    assert poisoned.files.keys() == extended.files.keys()
    for path, text in _html(poisoned):
        assert elements(text) == elements(extended.text(path)), path


def test_no_record_string_is_read_as_a_template_or_as_markdown(poisoned: Handbook) -> None:
    for view in poisoned.views:
        words = "".join(Page(poisoned.text(f"cases/{view.id}/index.html")).words)
        assert "{{ 7*7 }} {% x %} [x](javascript:alert(1)) `c` &lt;" in words
    words = "".join(Page(poisoned.text("process.html")).words)
    assert "{{ 7*7 }} {% x %} [x](javascript:alert(1)) `c` &lt;" in words


def test_the_search_index_holds_escaped_text_only(poisoned: Handbook) -> None:
    index = json.loads(poisoned.files["search/search_index.json"])
    for entry in index["docs"]:
        for text in (entry["title"], entry["text"]):
            assert {tag for tag, _ in Page(text).elements} <= PRINTED_TAGS, entry["location"]
            assert "<script" not in text


def test_every_case_is_found_by_its_id_and_never_by_the_workers_name(handbook: Handbook) -> None:
    index = json.loads(handbook.files["search/search_index.json"])
    found = {entry["location"]: entry for entry in index["docs"]}
    for view in handbook.views:
        assert found[f"cases/{view.id}/index.html"]["title"] == view.id
    of_the_project = json.dumps(
        [entry for path, entry in found.items() if not path.startswith(GUIDE)], ensure_ascii=False
    )
    for view in handbook.views:
        assert view.case.worker.name not in of_the_project


def test_a_business_that_carries_its_owners_name_stays_out_of_the_search_index(handbook: Handbook) -> None:
    view = next(view for view in handbook.views if view.case.activity)
    first, *rest = view.case.worker.name.split()
    for name in (f"Studio {view.case.worker.name}", f"{' '.join(rest)} {first} Studio", view.case.worker.name.upper()):
        named = dataclasses.replace(view, employer=name)
        index = search_index.merged(handbook.page_templates.index, {}, [named])
        assert name not in json.dumps(index, ensure_ascii=False)


def test_worker_reference_employer_and_activity_find_the_case(handbook: Handbook) -> None:
    index = json.loads(handbook.files["search/search_index.json"])
    found = {entry["location"]: entry["text"] for entry in index["docs"]}
    for view in handbook.views:
        text = found[f"cases/{view.id}/index.html"]
        assert view.case.worker.reference in text
        assert str(view.employer) in text


def test_the_workers_name_stays_off_the_site(handbook: Handbook) -> None:
    for path, text in _html(handbook):
        for view in handbook.views if not path.startswith(GUIDE) else ():
            assert view.case.worker.name not in text, f"{path} names the worker of {view.id}"


def test_every_day_in_a_time_element_has_the_day_for_machines(handbook: Handbook) -> None:
    times = [time for _, text in _html(handbook) for time in re.findall(r"<time\b[^>]*>", text)]
    assert len(times) > 100
    assert [time for time in times if not re.fullmatch(r'<time datetime="?[0-9]{4}-[0-9]{2}-[0-9]{2}"?>', time)] == []


def test_a_table_that_is_stacked_on_a_phone_names_the_column_of_each_cell(handbook: Handbook) -> None:
    """The heading of a row and the cell after it need no name."""
    tables = [
        (path, table)
        for path, text in _html(handbook)
        for table in re.findall(r'<table class="[a-z ]*\b(?:stack|register)\b.*?</table>', text, re.DOTALL)
    ]
    assert len(tables) > 100
    for path, table in tables:
        for row in re.findall(r"<tr\b.*?</tr>", table, re.DOTALL):
            cells = re.findall(r"<(t[dh])\b([^>]*)>", row)
            nameless = [
                where
                for where, (kind, attributes) in enumerate(cells)
                if kind == "td" and "data-label" not in attributes
            ]
            assert set(nameless) <= {0, 1}, (path, row)


def test_the_search_index_is_there_for_disk_and_for_a_server_alike(handbook: Handbook) -> None:
    as_json, as_script = handbook.text("search/search_index.json"), handbook.text("search/search_index.js")
    assert as_script == f"var __index = {as_json}"
    assert not [entry for entry in json.loads(as_json)["docs"] if "CASE" in entry["location"].split("/")]


def test_no_mark_of_an_empty_page_is_left(handbook: Handbook) -> None:
    for path, data in handbook.files.items():
        if path.endswith((".html", ".json")):
            text = data.decode()
            assert not [mark for mark in (TITLE, HEADING, BODY, "CBENTRIES", "cbtitle", "cbheading") if mark in text], (
                path
            )


def test_a_case_page_opens_with_verdict_stage_next_step_and_owner(handbook: Handbook) -> None:
    for view in handbook.views:
        text = handbook.text(f"cases/{view.id}/index.html")
        head = "".join(
            Page(text[text.index('<h1 id="page">') : text.index("</header>", text.index('<h1 id="page">'))]).words
        )
        for wanted in (
            view.id,
            view.verdict.label,
            view.stage.label,
            code_marked(view.plan.next_step).striptags(),
            view.plan.next.who,
        ):
            assert wanted in head, f"{view.id}: {wanted}"


def test_a_claims_chain_is_shown_link_by_link_with_its_verdict(handbook: Handbook) -> None:
    claimed = [view for view in handbook.views if view.claims]
    assert claimed
    for view in claimed:
        words = "".join(Page(handbook.text(f"cases/{view.id}/index.html")).words)
        for claim in view.claims:
            assert len(claim.steps) == 11
            for step in claim.steps:
                state = "✓ complete" if step.verdict.holds else "✗ not complete"
                assert f"{step.label}{state}" in words, f"{view.id} {claim.id} {step.label}"


def test_a_case_that_claims_nothing_never_shows_an_unproved_link_in_order(handbook: Handbook) -> None:
    told = {
        view.id: {one.label: one.words.label for one in view.plan.links} for view in handbook.views if not view.claims
    }
    for links in told.values():
        assert links["Payroll changed as approved"] == "Not reached"
        assert links["Covers every claimed day"] != "In order"
    assert told["SG-2026-006"]["Agreement in force"] == "Stopped here"
    assert told["RO-2026-007"]["Agreement in force"] == "Open"
    assert told["FR-2026-004"]["Applicable rule"] == "Stopped here"
    assert told["FR-2026-005"]["Applicable rule"] == "Open"
    assert told["GB-2026-009"]["Received, unchanged"] == "Not reached"
    assert told["CH-2026-010"]["Matches this case"] == "Open"


def test_a_certificate_that_does_not_fit_gives_no_end_date(handbook: Handbook) -> None:
    assert handbook.view("CH-2026-010").plan.certificate_ends == "no matching certificate"
    assert handbook.view("GB-2026-009").plan.certificate_ends == "not received"


def test_an_agreement_that_is_only_reported_says_what_to_confirm(handbook: Handbook) -> None:
    words = "".join(Page(handbook.text("agreements/RO.html")).words)
    assert "Reported in force, not confirmed" in words
    assert "Confirm on SSA's list of agreements" in words


def test_every_fact_of_an_agreement_shows_its_label_and_day(handbook: Handbook) -> None:
    registers = handbook.judgment.registers
    assert registers is not None
    for code, agreement in registers.agreements.items():
        text = handbook.text(f"agreements/{code}.html")
        for fact in facts_of(agreement):
            assert f"{fact.label.label}: {markupsafe.escape(fact.label.meaning)}" in text, (code, fact.name)
        shown = re.findall(r"<dd>.*?</dd>", text, re.DOTALL)
        assert len(shown) == len(facts_of(agreement)), code
        assert all(
            re.search(r"<small>[A-Z][a-z ]+: .*<time datetime=.*>Nov 2[29], 2026</time>", one, re.DOTALL)
            for one in shown
        )


def test_an_unconfirmed_limit_is_never_listed_among_the_confirmed_facts(handbook: Handbook) -> None:
    registers = handbook.judgment.registers
    assert registers is not None
    unconfirmed = [code for code, one in registers.agreements.items() if not one.limit.is_official]
    assert set(unconfirmed) == {"BR", "IE", "SI", "RO"}
    for code in unconfirmed:
        text = handbook.text(f"agreements/{code}.html")
        confirmed = text[text.index('<h2 id="confirmed">') : text.index('<h2 id="unconfirmed">')]
        assert "Longest assignment" not in confirmed, code


def test_every_control_has_a_page_with_its_question_and_its_remedy(handbook: Handbook) -> None:
    for rule in RULES:
        words = "".join(Page(handbook.text(f"controls/{rule.id}.html")).words)
        assert rule.question in words
        assert code_marked(rule.remedy).striptags() in words


def test_a_preview_is_marked_on_every_overview_and_case(poisoned: Handbook) -> None:
    for path in (
        "index.html",
        "cases/index.html",
        "findings.html",
        *(f"cases/{view.id}/index.html" for view in poisoned.views),
    ):
        assert "Preview, not released." in "".join(Page(poisoned.text(path)).words), path


def test_the_same_input_gives_the_same_bytes(handbook: Handbook, tmp_path: Path) -> None:
    again = _bound(handbook.judgment, tmp_path / "elsewhere" / "deeper")
    assert again.files.keys() == handbook.files.keys()
    assert [path for path, data in again.files.items() if data != handbook.files[path]] == []


def test_page_templates_read_from_cached_files_make_the_same_page(handbook: Handbook, tmp_path: Path) -> None:
    kept = {path: tmp_path / f"{number}" for number, path in enumerate(handbook.page_templates.files)}
    for path, file in kept.items():
        shutil.copy(handbook.page_templates.files[path], file)
    body = handbook.chapters["sources.html"]
    assert site.page(site.open_page_templates(kept), "sources.html", body) == site.page(
        handbook.page_templates, "sources.html", body
    )


def test_a_broken_link_in_a_chapter_stops_the_build(handbook: Handbook, tmp_path: Path) -> None:
    prose = {**_prose(handbook), "verify.md": "# Verify\n\n[gone](nowhere.md)\n"}
    with pytest.raises(BrokenDocument, match=r"nowhere\.md"):
        site.build_page_templates(ROOT, FOLDERS, prose, handbook.judgment.as_of, tmp_path)


def test_a_page_without_an_empty_page_to_bind_into_is_refused(handbook: Handbook) -> None:
    with pytest.raises(BrokenDocument, match=r"elsewhere\.html"):
        site.page(handbook.page_templates, "elsewhere.html", "<h1>Elsewhere</h1>")


def test_only_a_web_address_becomes_a_link(judgment: Judgment) -> None:
    registers = judgment.registers
    assert registers is not None
    key, source = next(iter(registers.sources.items()))
    for url in ("javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "//elsewhere.example"):
        sources = {key: msgspec.structs.replace(source, url=url)}
        text = Templates(FOLDERS).render("handbook/sources.html.j2", publishers=publishers(sources), people={}, uses={})
        assert url in "".join(Page(text).words)
        assert url not in list(Page(text).values("href"))


def test_literal_keeps_markdown_from_reading_anything() -> None:
    assert pages.literal("a *b* [c](d)") == "a &#42;b&#42; &#91;c&#93;&#40;d&#41;"


def test_every_outcome_of_a_case_stands_in_its_matrix(handbook: Handbook) -> None:
    for view in handbook.views:
        text = handbook.text(f"cases/{view.id}/index.html")
        matrix = "".join(Page(text[text.index('<h2 id="matrix">') :]).words)
        for outcome in view.judged.outcomes:
            assert outcome.control in matrix.split(), f"{view.id} {outcome.control}"


def test_a_change_of_what_was_approved_is_shown_at_the_sheet_that_the_claim_rests_on() -> None:
    added = at("claims/C1/programs/3", "rehabilitation")
    current, changed = (planned(judged(bench("NO-2026-001", edits))).plan.sheets for edits in ([], [added]))
    assert [(row.sheet.id, row.state.label, row.changes) for row in current] == [
        ("D1", "In effect", ()),
        ("D2", "In effect", ()),
    ]
    assert [row.state.label for row in changed] == ["In effect", "Changed since"]
    (what,) = changed[1].changes
    assert what.startswith("the programs of claim C1 were old-age, survivors, disability on D2 and are now ")


def test_a_refused_sheet_waits_for_nobody() -> None:
    refuse = (plan("D2/answers/0/answer", "refuse"), plan("D2/answers/0/because", "A program is missing."))
    row = planned(judged(sealed(bench("NO-2026-001", refuse)))).plan.sheets[1]
    assert (row.state.label, row.waits_for) == ("Refused", ())


def test_the_guide_holds_every_page_of_the_documentation_but_what_is_for_developers(handbook: Handbook) -> None:
    docs = ROOT / "docs"
    written = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
    for_users = {path for path in written if not path.startswith("decisions/")}
    assert for_users < written
    there = {path.removeprefix("guide/") for path in handbook.files if path.startswith("guide/")}
    printed = {re.sub(r"README\.html$", "index.html", path.replace(".md", ".html")) for path in for_users}
    assert there == printed
    assert "No certificate, no exemption" in handbook.text("guide/explanation.html")


def test_every_page_allows_no_script_and_no_style_but_those_beside_it(handbook: Handbook) -> None:
    for path, text in _html(handbook):
        policies = [
            attributes["content"]
            for tag, attributes in Page(text).elements
            if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
        ]
        assert len(policies) == 1, path
        allowed = dict(part.split(" ", 1) for part in (policies[0] or "").split("; "))
        assert allowed["default-src"] == "'none'", path
        assert allowed["script-src"] == allowed["style-src"] == "'self'", path
        assert (allowed["base-uri"], allowed["form-action"]) == ("'none'", "'none'"), path


@pytest.mark.parametrize(("case", "tone"), [("KR-2026-015", "hold"), ("PL-2026-012", "hold"), ("NO-2026-001", "good")])
def test_the_head_of_a_case_with_an_overdue_step_has_the_color_of_a_hold(
    case: str, tone: str, handbook: Handbook
) -> None:
    assert f'<header class="head {tone}">' in handbook.text(f"cases/{case}/index.html")


def test_each_official_page_is_shown_once_with_all_its_readings(handbook: Handbook) -> None:
    sources = _registers(handbook).sources
    text = handbook.text("sources.html")
    assert text.count("<h3>") == len({(one.publisher, one.title, one.url) for one in sources.values()}) < len(sources)
    for key, one in sources.items():
        assert f'<tr id="{key}"' in text
        assert one.sha256 in text
        assert all(markupsafe.escape(american(point)) in text for point in one.establishes)


def test_the_findings_page_does_not_say_of_nothing_that_it_stops_the_release(handbook: Handbook) -> None:
    text = handbook.text("findings.html")
    assert "No blocking findings. (A blocking finding stops the release.)" in text
    assert "None." not in text


def test_a_day_of_entry_that_nobody_confirmed_is_marked(handbook: Handbook) -> None:
    row = re.search(r'<tr><th><a href="RO.html">.*?</tr>', handbook.text("agreements/index.html"))
    assert row is not None
    assert re.search(r'<td data-label="In force since">[^<]* <b class="hold">unconfirmed</b>', row.group())


def test_the_page_on_checking_has_a_loop_for_windows_that_says_what_it_prints(handbook: Handbook) -> None:
    text = markupsafe.Markup(handbook.text("verify.html")).striptags()
    for words in (
        "Get-Content SHA256SUMS | ForEach-Object",
        "the command prints nothing if all files match",
        "sha256sum SHA256SUMS",
    ):
        assert words in text, words


def test_each_person_finds_on_one_page_all_that_the_plans_ask_of_them(handbook: Handbook) -> None:
    tasks = worklist(project_plan(handbook.judgment), in_record, 30).tasks
    asked = [(owner.id, task) for task in tasks for owner in task.step.owners]
    assert {person for person, _ in asked} >= {"david-lindqvist", "joao-ferreira", "carla-jensen", "grace-whitfield"}
    for person, task in asked:
        text = handbook.text(f"people/{person}.html")
        assert f'href="../cases/{task.case}/index.html"' in text, (person, task.case)
        assert str(markupsafe.escape(step_says(task.step))) in text, (person, task.step.says)


def test_each_person_finds_the_decisions_ahead_and_the_answers_given(handbook: Handbook) -> None:
    for view in handbook.views:
        for row in view.plan.sheets:
            for answer in row.answers:
                assert f'cases/{view.id}/decisions/{row.sheet.file}"' in handbook.text(f"people/{answer.by}.html")
    for decision in approval_queue(project_plan(handbook.judgment)):
        for owner in decision.people:
            assert f'cases/{decision.case}/index.html"' in handbook.text(f"people/{owner.id}.html")
