"""What the reader of a case page finds: the news on the first screen, every fact of the record, and few tab stops."""

import html
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from html.parser import HTMLParser
from itertools import chain, islice, product
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.support import claims
from tests.support.documents import UNSUPPORTED, sample_judgment, templates
from tests.support.sample import case_ids, judgment_of

from casebound.judge import RULES
from casebound.load.workspace import Workspace
from casebound.model.days import Day, Moment
from casebound.model.judgment import JudgedCase, State
from casebound.model.labels import ON_HOLD, STATES
from casebound.model.requests import refusal_of
from casebound.model.rules import Link
from casebound.model.terms import ApprovalStep, Decision, Stage
from casebound.pipeline import check
from casebound.plan.progress import NOT_REACHED
from casebound.plan.project_plan import planned
from casebound.render.american_days import american, american_day, shown
from casebound.render.handbook.case_page import CasePage, case_page
from casebound.render.handbook.pages import case_body
from casebound.render.view import UNPROVED, CaseView, case_view

ROOT = Path(__file__).parents[2]
AS_OF = Day(2026, 11, 20)
SECTIONS = ("chain", "questions", "tracker", "certificate", "approvals", "exhibits", "log", "matrix")
GENERATED = 300
MOST_STOPS = 40
"""Tab stops in a page that is folded; the frame and the contents list have 20 more."""
NOT_SHOWN = (
    r"worker\.(name|aliases|vault|us_number_last4)",
    r"claims\.\w+\.worker",
    r"certificates\.\w+\.worker",
    r"activity\.(aliases|us_address|partner_address)",
)
"""What a case page keeps to itself: the worker's name and numbers, and addresses. Documents have them."""
BY_ID = {rule.id: rule for rule in RULES}


class Seen(HTMLParser):
    """The ids, the links within the page, and the tab stops of a page whose folded parts are closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: dict[str, dict[str, str | None]] = {}
        self.inner: set[str] = set()
        self.stops = 0
        self._folded = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids[str(values["id"])] = {"tag": tag, **values}
        href = values.get("href")
        if href and href.startswith("#"):
            self.inner.add(href[1:])
        self._folded += tag == "details"
        if tag == "summary":
            self.stops += self._folded == 1
        elif tag == "a" or values.get("tabindex") == "0":
            self.stops += self._folded == 0

    def handle_endtag(self, tag: str) -> None:
        self._folded -= tag == "details"


class Page:
    """The page of one case as it is printed, with what it was made from."""

    def __init__(self, judged: JudgedCase, *, preview: bool) -> None:
        self.view: CaseView = case_view(planned(judged), BY_ID, AS_OF, preview=preview)
        self.page: CasePage = case_page(self.view)
        self.html = case_body(self.view, templates())
        self.head = self.html.partition('<header class="head')[2].partition("</header>")[0]
        self.seen = Seen(self.html)


@cache
def unsupported() -> Mapping[str, JudgedCase]:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "registers", Path(folder) / "registers")
        shutil.copytree(ROOT / "tests" / "unsupported", Path(folder) / "cases")
        return {case.folder: case for case in check.check(Workspace(Path(folder)), AS_OF, AS_OF).cases}


@cache
def page(case: str) -> Page:
    if case in UNSUPPORTED:
        return Page(unsupported()[case], preview=True)
    return Page(sample_judgment()[case], preview=False)


@pytest.fixture(params=(*case_ids(), *UNSUPPORTED))
def found(request: pytest.FixtureRequest) -> Page:
    return page(request.param)


def words(markup: str) -> str:
    """Markup as it is read, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def tight(text: str) -> str:
    """A text without its spaces, since tags leave some where a reader sees none."""
    return re.sub(r"\s+", "", text)


def row(markup: str, cls: str) -> str:
    """What a row of the first screen says."""
    return words(re.findall(rf'<div class="{cls}">(.*?)</div>', markup, re.DOTALL)[0])


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every text and day of a record with its path; terms and ids are shown by their labels."""
    match value:
        case msgspec.Struct():
            for name in value.__struct_fields__:
                yield from leaves(getattr(value, name), f"{path}.{name}" if path else name)
        case dict():
            for key, item in value.items():
                yield from leaves(item, f"{path}.{key}")
        case tuple():
            for item in value:
                yield from leaves(item, path)
        case Moment() | Day():
            yield path, value
        case str() if type(value) is str and " " in value:
            yield path, value


def is_shown(text: str, value: Any) -> bool:
    return any(tight(form) in text for form in (str(shown(value)), american(value)))


def test_the_page_shows_every_text_and_every_day_of_the_record(found: Page) -> None:
    text = tight(words(found.html))
    hidden = re.compile("|".join(NOT_SHOWN))
    record = [(path, value) for path, value in leaves(found.view.case) if not hidden.match(path)]
    assert len(record) > 20
    assert [(path, value) for path, value in record if not is_shown(text, value)] == []


def test_the_page_keeps_the_workers_name_to_itself(found: Page) -> None:
    assert found.view.case.worker.name not in html.unescape(found.html)


def test_the_first_screen_says_what_payroll_does_and_what_comes_next(found: Page) -> None:
    view, head = found.view, found.head
    plan = view.plan
    assert row(head, "pay") == "Payroll " + " ".join(american(line.says) for line in plan.payroll)
    label = "Nothing is open" if plan.nothing_open else "Next"
    assert row(head, "next").replace("`", "").startswith(f"{label} {american(plan.next.says)}".replace("`", ""))
    assert tight(american(plan.next.when)) in tight(row(head, "next"))
    assert tight(plan.next.who) in tight(row(head, "next"))


def test_the_first_screen_says_that_a_case_is_late_or_on_hold(found: Page) -> None:
    view, head = found.view, found.head
    late = view.plan.next.overdue
    assert ('<b class="stop">overdue since' in head) is late
    assert (ON_HOLD.label in words(head)) is view.plan.on_hold
    assert ("Nothing is open" in head) is view.plan.nothing_open
    assert not (view.plan.nothing_open and (late or view.plan.on_hold or view.plan.unknown))
    assert view.plan.steps[0] is view.plan.next


def test_the_first_screen_names_who_approved_and_the_approvals_are_in_order_of_time(found: Page) -> None:
    view, approved, head = found.view, found.page.approved, words(found.head)
    for given in approved:
        assert f"{view.people[given.answer.by]} {american_day(given.answer.counts_from.on)}" in head
        assert given.sheet.state.tone == "good"
    assert ("Nobody yet." in head) is (not approved)
    if view.is_supported:
        assert {given.sheet.sheet.head.step for given in approved} == {ApprovalStep.EXEMPTION}
    times = [given.answer.counts_from for given in found.page.approvals]
    assert times == sorted(times)
    assert len(times) == sum(len(sheet.answers) for sheet in view.plan.sheets)


def test_a_certificate_that_is_no_proof_says_so_on_the_first_screen_and_in_the_drawing(found: Page) -> None:
    view, head = found.view, words(found.head)
    drawn = {bar.label: bar.kind for bar in view.bars}
    for key, state in view.plan.certificates.items():
        if state.tone == "good":
            assert drawn[f"Certificate {key}"] == "certificate"
        else:
            assert drawn[f"Certificate {key} ({state.label.lower()})"] == UNPROVED
        if key in found.page.proof and state.tone != "good":
            assert state.label in head
            assert state.meaning in head
    assert ("On the proof of" in head) is view.is_supported
    claims = [bar.kind for bar in view.bars if bar.label.startswith(("Claim", "Payroll"))]
    supported = [claim.verdict.supported for claim in view.claims]
    assert (UNPROVED in claims) is (not all(supported))


def test_a_refusal_is_on_the_first_screen_in_the_drawing_and_in_the_chain(found: Page) -> None:
    view = found.view
    refused = refusal_of(view.case)
    refusals = [request.refusal for request in view.case.requests.values() if request.refusal]
    assert len([mark for mark in view.marks if mark.kind == "refused"]) == len(refusals)
    for refusal in refusals:
        assert refusal.because in words(found.html)
    if refused is None or view.judged.stage is not Stage.DENIED:
        return
    head = words(found.head)
    for said in ("Refused", refused[1].because, american_day(refused[1].refused_on), refused[1].evidence[0]):
        assert said in head
    (issuer,) = (link for proof in found.page.chains for link in proof.rows if link.link is Link.ISSUER)
    assert issuer.words.tone == "stop"
    assert issuer.evidence == refused[1].evidence


def test_not_reached_is_not_what_does_not_apply(found: Page) -> None:
    for proof in found.page.chains:
        assert not any(link.words is NOT_REACHED for link in proof.rows)
        assert len([*proof.rows, *proof.ahead]) == len(Link)
        if proof.ahead:
            assert f"{len(proof.ahead)} more, not reached" in found.html
    matrix = {
        (group.words.label, control)
        for part in found.page.matrix
        for group in part.groups
        for control in group.controls
    }
    assert matrix == {(STATES[outcome.state].label, outcome.control) for outcome in found.view.judged.outcomes}
    assert STATES[State.NOT_REACHED].label != STATES[State.NOT_APPLICABLE].label


def test_a_case_with_legal_has_no_check_mark_where_nothing_is_decided(found: Page) -> None:
    if found.view.case.filing.decision is not Decision.ESCALATE:
        return
    assert found.view.stage.tone != "good"
    marked = re.findall(r"<tr id=.*?</tr>", found.html, re.DOTALL)
    checked = [words(link) for link in marked if "✓" in link]
    assert len(checked) == sum(link.words.tone == "good" for proof in found.page.chains for link in proof.rows)
    assert not any("Applicable rule" in link for link in checked)


def test_an_unknown_on_which_no_claim_rests_says_so(found: Page) -> None:
    assert [answer.label for answer in found.page.open] == [answer.label for answer in found.view.plan.unknown]
    for answer in found.page.open:
        line = words(re.findall(rf'<tr id="{answer.anchor}".*?</tr>', found.html, re.DOTALL)[0])
        assert ("does not affect" in line) is not answer.needed
    other = sum(not answer.needed for answer in found.page.open)
    said = {facts[Link.KNOWLEDGE] for facts in found.view.plan.link_facts.values()}
    assert all((f"{other} other open" in fact) is bool(other) for fact in said)


def test_a_jump_leads_to_a_target_that_takes_the_focus_and_leads_back(found: Page) -> None:
    for target in found.seen.inner:
        assert found.seen.ids[target].get("tabindex") == "-1", target
    for proof in found.page.chains:
        for link in proof.rows:
            for key in found.view.labels.keys() & set(link.evidence):
                line = re.findall(rf'<tr id="{found.view.labels[key]}".*?</tr>', found.html, re.DOTALL)[0]
                assert f'href="#{link.anchor}"' in line


def test_the_sections_are_eight_in_one_order_and_the_title_says_how_the_case_is(found: Page) -> None:
    sections = [name for name in re.findall(r'<h2 id="([a-z]+)"', found.html) if name in SECTIONS]
    assert sections == [section for section in SECTIONS if section in sections]
    assert set(SECTIONS) - set(sections) <= {"certificate", "approvals", "exhibits"}
    (title,) = re.findall(r'<h1 id="page">(.*?)</h1>', found.html)
    assert found.view.id in title
    assert found.view.country in html.unescape(title)
    assert len(html.unescape(title)) > len(f"{found.view.id}, {found.view.country}")


def test_a_folded_page_has_few_tab_stops(found: Page) -> None:
    assert found.view.preview or found.seen.stops <= MOST_STOPS


CHECKS = (
    test_the_page_shows_every_text_and_every_day_of_the_record,
    test_the_first_screen_says_what_payroll_does_and_what_comes_next,
    test_the_first_screen_says_that_a_case_is_late_or_on_hold,
    test_the_first_screen_names_who_approved_and_the_approvals_are_in_order_of_time,
    test_a_certificate_that_is_no_proof_says_so_on_the_first_screen_and_in_the_drawing,
    test_a_refusal_is_on_the_first_screen_in_the_drawing_and_in_the_chain,
    test_not_reached_is_not_what_does_not_apply,
    test_a_case_with_legal_has_no_check_mark_where_nothing_is_decided,
    test_an_unknown_on_which_no_claim_rests_says_so,
    test_a_jump_leads_to_a_target_that_takes_the_focus_and_leads_back,
    test_the_sections_are_eight_in_one_order_and_the_title_says_how_the_case_is,
)


@pytest.mark.long
def test_all_this_is_so_in_generated_cases() -> None:
    benches = chain.from_iterable(claims.batch(number) for number in range(GENERATED))
    cases = (case for made in benches for case in judgment_of(made).cases if case.folder == made.case["case"])
    found = [Page(case, preview=True) for case in islice(cases, GENERATED)]
    assert len(found) == GENERATED
    for check_page, made in product(CHECKS, found):
        check_page(made)
