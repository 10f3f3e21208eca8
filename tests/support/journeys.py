"""What people do with the handbook, done in a browser: one function a journey, each from a disk and from a server.

Run as a script with the browser and a site's folder; it prints, as JSON, what went wrong in which journey, which
addresses were asked for, and what the browser complained of. It runs in a process of its own, because in that of the
tests the clock stands still and sockets are blocked.
"""

import functools
import http.server
import json
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]
PATIENCE = 60_000
"""Milliseconds until a journey has failed: enough for a machine that is busy with other tests."""
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

KINDS = (
    "index.html",
    "cases/index.html",
    "cases/NO-2026-001/index.html",
    "cases/NL-2026-011/index.html",
    "findings.html",
    "controls/index.html",
    "controls/X08.html",
    "agreements/index.html",
    "agreements/RO.html",
    "sources.html",
    "people.html",
    "people/carla-jensen.html",
    "approvals.html",
    "payroll.html",
    "calendar.html",
    "changes.html",
    "unconfirmed.html",
    "process.html",
    "glossary.html",
    "verification.html",
    "guide/index.html",
    "guide/how-to/approve.html",
    "guide/reference/schema-case.html",
    "how-to-read.html",
    "verify.html",
)
"""One page of each kind."""

Walk = Callable[[Any, str], None]


@dataclass(frozen=True, slots=True)
class Journey:
    """One journey with the browser it is made in."""

    walk: Walk
    settings: dict[str, Any]


@dataclass(slots=True)
class Told:
    """What came of all journeys."""

    wrong: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


JOURNEYS: dict[str, Journey] = {}


def journey(**settings: Any) -> Callable[[Walk], Walk]:
    """List a function as a journey, made in a browser with these settings."""

    def listed(walk: Walk) -> Walk:
        JOURNEYS[walk.__name__] = Journey(walk, {"viewport": DESK, **settings})
        return walk

    return listed


def go(page: Any, site: str, path: str) -> None:
    page.goto(f"{site}/{path}", wait_until="load")


def shown(page: Any) -> list[str]:
    """The cases that the register shows, in order."""
    found: list[str] = page.eval_on_selector_all(
        "#cases tbody tr:not([hidden]) .id", "links => links.map(link => link.textContent)"
    )
    return found


def is_(one: object, other: object) -> None:
    assert one == other, f"{one!r} is not {other!r}"


def choose(page: Any, name: str, value: str) -> None:
    field = page.locator(f".filters [name={name}]")
    if not field.is_visible():
        page.click("text=More filters")
    field.select_option(value)


def column(page: Any, label: str) -> list[str]:
    """What the rows that the register shows have in a column."""
    found: list[str] = page.locator(f"#cases tbody tr:not([hidden]) td[data-label='{label}']").all_inner_texts()
    return found


def address(page: Any) -> str:
    """The address as the page itself knows it; the driver hears of a change within the page later."""
    found: str = page.evaluate("location.href")
    return found


def follow(page: Any, link: Any) -> None:
    """Click a link, by selector or found already, and wait for the page that it leads to."""
    with page.expect_navigation(wait_until="load"):
        (page.locator(link) if isinstance(link, str) else link).first.click()


def search(page: Any, words: str) -> list[str]:
    """The titles that the search finds."""
    page.fill("input[type=search][aria-label]", words)
    page.locator(".found [role=status]", has_text=re.compile("page|Nothing")).wait_for()
    found: list[str] = page.eval_on_selector_all(".found li a", "links => links.map(one => one.textContent)")
    return found


# ---- the register ----


@journey()
def find_a_case_by_country(page: Any, site: str) -> None:
    go(page, site, "cases/index.html")
    choose(page, "country", "Norway")
    is_(shown(page), ["NO-2026-001"])
    follow(page, "#cases >> text=NO-2026-001")
    is_(page.locator("h1").inner_text(), "NO-2026-001, Norway: exemption supported")


@journey()
def the_register_shows_the_most_urgent_case_first(page: Any, site: str) -> None:
    go(page, site, "cases/index.html")
    is_(shown(page)[:3], ["FR-2026-005", "KR-2026-015", "PL-2026-012"])
    is_(shown(page)[-1], "BE-2025-018")


@journey()
def filter_by_stage(page: Any, site: str) -> None:
    go(page, site, "cases/index.html")
    choose(page, "stage", "Submitted")
    is_(set(shown(page)), {"DE-2026-024", "KR-2026-008", "PL-2026-012"})


@journey()
def filter_by_stage_group(page: Any, site: str) -> None:
    go(page, site, "cases/index.html")
    choose(page, "group", "Not filed or refused")
    is_(set(shown(page)), {"CZ-2026-017", "DK-2026-016", "FR-2026-004", "SG-2026-006"})
    choose(page, "group", "Proved")
    assert "KR-2026-015" in shown(page)


@journey()
def filter_by_direction(page: Any, site: str) -> None:
    go(page, site, "cases/index.html")
    choose(page, "direction", "Inbound")
    ways = page.locator("#cases tbody tr:not([hidden]) th small:first-of-type").all_inner_texts()
    assert ways
    assert all(way.endswith(" to U.S.") for way in ways)


@journey()
def filter_by_lane(page: Any, site: str) -> None:
    go(page, site, "cases/index.html")
    choose(page, "lane", "Self-employed")
    is_(len(shown(page)), len(column(page, "Activity")))
    assert 0 < len(shown(page)) < 25


@journey()
def filter_by_verdict(page: Any, site: str) -> None:
    go(page, site, "cases/index.html")
    choose(page, "verdict", "Supported")
    is_(page.locator(".filters output").inner_text(), f"{len(shown(page))} of 25 cases · Verdict: Supported")
    is_(len(shown(page)), 9)


@journey()
def filter_by_a_person_in_any_role(page: Any, site: str) -> None:
    go(page, site, "cases/index.html")
    choose(page, "person", "David Lindqvist")
    assert 0 < len(shown(page)) < 25
    assert any("David Lindqvist" not in who for who in column(page, "Waiting on"))


@journey()
def filter_by_the_end_of_the_proof(page: Any, site: str) -> None:
    go(page, site, "cases/index.html")
    choose(page, "left", "90")
    is_(shown(page), ["KR-2026-015"])
    choose(page, "left", "ended")
    is_(column(page, "Proof ends"), ["Oct 31, 2026\nended 22 days ago"])


@journey()
def filters_together_narrow_further(page: Any, site: str) -> None:
    go(page, site, "cases/index.html")
    choose(page, "person", "Ingrid Dahl")
    alone = shown(page)
    choose(page, "verdict", "Supported")
    both = shown(page)
    assert both
    assert set(both) < set(alone)


@journey()
def a_quick_view_shows_its_cases_and_is_marked(page: Any, site: str) -> None:
    go(page, site, "cases/index.html")
    page.click(".views >> text=Late")
    page.locator(".views a[aria-current]").wait_for()
    is_(shown(page), ["FR-2026-005", "KR-2026-015", "PL-2026-012"])
    assert all("late" in who for who in column(page, "Waiting on"))
    page.click(".views >> text=Ends in 90 days")
    page.locator(".filters output", has_text="View: Ends in 90 days").wait_for()
    is_(shown(page), ["KR-2026-015"])


@journey()
def find_a_row_by_reference(page: Any, site: str) -> None:
    go(page, site, "cases/index.html")
    for words in ("specimen-oc-4417", "w-1001", "NO-2026-001"):
        page.fill(".filters [name=q]", words)
        is_(shown(page), ["NO-2026-001"])
    page.fill(".filters [name=q]", "park acoustic")
    is_(shown(page), ["KR-2026-015"])


@journey()
def share_a_filtered_view_by_its_address(page: Any, site: str) -> None:
    go(page, site, "cases/index.html")
    choose(page, "stage", "Exemption in effect")
    page.click("thead >> text=Proof ends")
    view = shown(page)
    other = page.context.new_page()
    other.goto(address(page), wait_until="load")
    is_(shown(other), view)
    is_(other.locator("th[aria-sort]").inner_text(), page.locator("th[aria-sort]").inner_text())
    assert other.locator(".filters [name=stage]").is_visible()


@journey()
def sort_by_the_end_of_the_proof_both_ways(page: Any, site: str) -> None:
    go(page, site, "cases/index.html")
    choose(page, "verdict", "Supported")
    page.click("thead >> text=Proof ends")
    up = shown(page)
    is_(up[0], "BE-2025-018")
    page.click("thead >> text=Proof ends")
    is_(page.locator("th[aria-sort=descending]").count(), 1)
    is_(shown(page)[-1], "BE-2025-018")
    is_(set(up), set(shown(page)))


@journey()
def clearing_the_filters_brings_every_case_back(page: Any, site: str) -> None:
    go(page, site, "cases/index.html#country=Norway&view=Late&q=xyz")
    is_(shown(page), [])
    is_(
        page.locator(".filters output").inner_text(),
        "0 of 25 cases · Search: xyz · View: Late · Country: Norway. No case fits.",
    )
    page.click("text=Clear filters")
    is_(len(shown(page)), 25)
    assert "#" not in address(page)
    is_(page.evaluate("document.activeElement.name"), "q")


@journey()
def an_address_that_names_nothing_known_shows_every_case(page: Any, site: str) -> None:
    go(page, site, "cases/index.html#country=Atlantis&sort=nothing")
    is_(len(shown(page)), 25)


@journey()
def filter_by_keyboard_alone(page: Any, site: str) -> None:
    go(page, site, "cases/index.html")
    page.focus(".filters [name=q]")
    page.keyboard.type("norway")
    is_(shown(page), ["NO-2026-001"])
    page.keyboard.press("Tab")
    is_(page.evaluate("document.activeElement.name"), "person")
    page.focus("thead button >> nth=1")
    page.keyboard.press("Enter")
    is_(page.locator("th[aria-sort=ascending]").inner_text().strip(), "Employer or activity")


@journey(viewport=PHONE)
def filter_on_a_phone(page: Any, site: str) -> None:
    go(page, site, "cases/index.html")
    choose(page, "country", "Norway")
    is_(shown(page), ["NO-2026-001"])
    assert page.locator("#cases tbody tr:not([hidden])").bounding_box()["width"] <= PHONE["width"]
    choose(page, "country", "")
    choose(page, "sort", "-case")
    is_(shown(page), sorted(shown(page), reverse=True))


# ---- the first page ----


@journey()
def from_a_stage_to_its_cases(page: Any, site: str) -> None:
    go(page, site, "index.html")
    page.click("summary >> text=Cases by stage")
    follow(page, ".bars >> text=Do not file")
    page.wait_for_selector(".filters")
    is_(set(page.locator("#cases tbody tr:not([hidden]) td:nth-child(3)").all_inner_texts()), {"Do not file"})


@journey()
def from_a_hold_to_its_case_and_why(page: Any, site: str) -> None:
    go(page, site, "index.html")
    follow(page, page.locator(".duties > li", has_text="NL-2026-011").first.locator("a.id"))
    is_(page.locator("#why").inner_text(), "Why this is on hold")
    assert page.locator(".way ol li").count() >= 3


@journey()
def the_first_screen_answers_who_must_act_on_what_and_by_when(page: Any, site: str) -> None:
    go(page, site, "index.html")
    for part in (".answers li:nth-child(4)", ".duties > li:nth-child(3)"):
        box = page.locator(part).bounding_box()
        assert box["y"] + box["height"] <= DESK["height"], part
    first = page.locator(".duties > li").first.inner_text()
    for words in (
        "late 52 days",
        "FR-2026-005",
        "France",
        "João Ferreira",
        "Confirm which rule of the agreement applies.",
    ):
        assert words in first, words


@journey()
def work_without_an_exemption_is_listed_with_what_payroll_does(page: Any, site: str) -> None:
    go(page, site, "index.html")
    rows = page.locator("#unrelieved + table tbody tr")
    is_(rows.count(), 5)
    assert all("Pay all contributions that are due" in row for row in rows.all_inner_texts())


@journey()
def an_approver_finds_what_waits_and_the_command(page: Any, site: str) -> None:
    go(page, site, "index.html")
    follow(page, "nav.sub >> text=Approvals")
    row = page.locator("#now + table tbody tr", has_text="SE-2026-025")
    assert "casebound approve SE-2026-025 exemption" in row.inner_text()
    follow(page, row.locator("a", has_text="David Lindqvist"))
    assert "SE-2026-025" in page.locator(".duties").first.inner_text()


@journey()
def payroll_sees_what_to_leave_out_and_what_not_to_touch(page: Any, site: str) -> None:
    go(page, site, "payroll.html")
    exempt = page.locator("#exempt ~ table").first.inner_text()
    assert "Payroll leaves out contributions in Norway for old age, survivors and disability" in exempt
    assert "CZ-2026-017" not in exempt
    assert "CZ-2026-017" in page.locator("#keep ~ table").first.inner_text()


@journey()
def charts_are_named_and_told_in_words(page: Any, site: str) -> None:
    go(page, site, "index.html")
    page.click("summary >> text=How long requests have waited")
    page.click("summary >> text=Assignments and certificates in the next 18 months")
    for name in ("Open requests", "Assignments and certificates"):
        assert page.get_by_role("img", name=name).count() == 1, name
    page.click("summary >> text=Open requests")
    follow(page, "details[open] details[open] a")
    assert "-2026-" in page.locator("h1").inner_text()


# ---- a case ----


@journey()
def follow_a_claim_to_its_exhibit(page: Any, site: str) -> None:
    go(page, site, "cases/NO-2026-001/index.html")
    issued = page.locator(".chain tr", has_text="Issued by the right authority")
    issued.locator("text=U.S. certificate of coverage").click()
    row = page.locator("tr#E13:target")
    row.wait_for()
    assert row.bounding_box()["y"] < DESK["height"]
    is_(page.evaluate("document.activeElement.id"), "E13")
    is_(row.locator("a").first.get_attribute("href"), "evidence/certificate.pdf")
    row.locator("a", has_text="Issued by the right authority").click()
    page.locator(".chain tr:target", has_text="Issued by the right authority").wait_for()


@journey()
def follow_a_link_of_the_chain_to_its_control(page: Any, site: str) -> None:
    go(page, site, "cases/NO-2026-001/index.html")
    page.click("summary >> text=Which controls check")
    follow(page, page.locator("details[open] li", has_text="Covers every claimed day").locator("text=X08"))
    assert page.locator("h1").inner_text().startswith("X08: ")
    assert page.locator("#remedy").is_visible()


@journey()
def follow_a_source_to_its_page(page: Any, site: str) -> None:
    go(page, site, "cases/NO-2026-001/index.html")
    page.click("summary >> text=official source")
    follow(page, "#S1 a")
    assert "sources.html#" in address(page)
    page.locator(":target").wait_for()


@journey()
def from_a_case_to_its_agreement_and_back(page: Any, site: str) -> None:
    go(page, site, "cases/NO-2026-001/index.html")
    follow(page, ".head a >> text=Norway")
    is_(page.locator("h1").inner_text(), "Norway")
    follow(page, "#cases ~ .scroll a >> text=NO-2026-001")
    is_(page.locator("h1").inner_text(), "NO-2026-001, Norway: exemption supported")


@journey()
def the_first_screen_says_verdict_stage_and_next_step(page: Any, site: str) -> None:
    for case in ("NO-2026-001", "GB-2026-009", "FR-2026-005"):
        go(page, site, f"cases/{case}/index.html")
        for part in ("h1", ".head b", ".pay", ".next", ".owner", ".line"):
            box = page.locator(part).first.bounding_box()
            assert box["y"] + box["height"] <= DESK["height"], f"{case}: {part}"


@journey(viewport=PHONE)
def the_first_screen_of_a_phone_says_the_same(page: Any, site: str) -> None:
    for case in ("NO-2026-001", "GB-2026-009", "FR-2026-005"):
        go(page, site, f"cases/{case}/index.html")
        for part in ("h1", ".head b", ".pay", ".next"):
            box = page.locator(part).first.bounding_box()
            assert box["y"] + box["height"] <= PHONE["height"], f"{case}: {part}"


@journey()
def the_contents_list_leads_to_a_part_and_marks_it(page: Any, site: str) -> None:
    go(page, site, "cases/NO-2026-001/index.html")
    page.click(".toc >> text=Open questions")
    page.wait_for_selector(".toc a[aria-current]")
    top = page.locator("#questions").bounding_box()["y"]
    assert 40 <= top < 200, top


@journey()
def every_control_of_a_case_can_be_unfolded(page: Any, site: str) -> None:
    go(page, site, "cases/NO-2026-001/index.html")
    page.click("summary >> text=control by control")
    assert page.locator("details[open] >> text=Tracking").first.is_visible()


@journey()
def a_timeline_has_a_name_and_its_dates_in_words(page: Any, site: str) -> None:
    go(page, site, "cases/NO-2026-001/index.html")
    is_(page.get_by_role("img", name="Timeline of NO-2026-001").count(), 1)
    assert "K1 received: Apr 16, 2026" in page.locator(".periods ol").inner_text()


# ---- search ----


@journey()
def search_by_id(page: Any, site: str) -> None:
    go(page, site, "index.html")
    is_(search(page, "NO-2026-001")[0], "NO-2026-001")


@journey()
def search_by_country(page: Any, site: str) -> None:
    go(page, site, "controls/X08.html")
    found = search(page, "norway")
    assert "NO-2026-001" in found
    assert "Norway" in found


@journey()
def search_by_stage(page: Any, site: str) -> None:
    go(page, site, "cases/NO-2026-001/index.html")
    assert "GB-2026-009" in search(page, "completed, not received")


@journey()
def search_by_owner(page: Any, site: str) -> None:
    go(page, site, "index.html")
    assert "KR-2026-008" in search(page, "marcus bell")


@journey()
def search_by_reference_and_by_certificate(page: Any, site: str) -> None:
    go(page, site, "index.html")
    is_(search(page, "SPECIMEN-OC-4417")[0], "NO-2026-001")
    is_(search(page, "specimen-us-no-0001")[0], "NO-2026-001")


@journey()
def search_by_worker_reference_employer_and_activity(page: Any, site: str) -> None:
    go(page, site, "index.html")
    is_(search(page, "W-1001")[0], "NO-2026-001")
    assert "NO-2026-001" in search(page, "fjordline")
    is_(search(page, "Park Acoustic")[0], "KR-2026-015")


@journey()
def search_never_finds_a_worker_by_name(page: Any, site: str) -> None:
    go(page, site, "index.html")
    is_(search(page, "Østby"), [])
    assert "Nothing found" in page.locator(".found").inner_text()


@journey()
def search_finds_a_control_and_a_term(page: Any, site: str) -> None:
    go(page, site, "index.html")
    assert search(page, "X08")[0].startswith("X08")
    assert any("field" in one or "Glossary" in one for one in search(page, "detached worker sent by an employer"))


@journey()
def search_by_keyboard_alone(page: Any, site: str) -> None:
    go(page, site, "verify.html")
    page.keyboard.press("/")
    is_(page.evaluate("document.activeElement.tagName"), "BODY")
    page.focus("input[type=search]")
    page.keyboard.type("NO-2026-001")
    page.wait_for_selector(".found li a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/NO-2026-001/index.html")


@journey()
def escape_closes_the_search(page: Any, site: str) -> None:
    go(page, site, "index.html")
    search(page, "norway")
    page.keyboard.press("Escape")
    assert page.locator(".found").is_hidden()


# ---- light, dark, phone, paper, and no script ----


def background(page: Any) -> int:
    """How light the page is, 0 to 255."""
    color: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return int(color.removeprefix("rgb(").split(",")[0])


@journey(color_scheme="dark")
def dark_where_the_system_is_dark(page: Any, site: str) -> None:
    go(page, site, "index.html")
    assert background(page) < 60
    is_(page.locator(".lamp").get_attribute("aria-pressed"), "true")


@journey(color_scheme="light")
def switched_to_dark_it_stays_dark_on_the_next_page(page: Any, site: str) -> None:
    go(page, site, "index.html")
    assert background(page) > 200
    page.click(".lamp")
    go(page, site, "cases/NO-2026-001/index.html")
    assert background(page) < 60


@journey(color_scheme="dark", java_script_enabled=False)
def dark_without_a_script(page: Any, site: str) -> None:
    go(page, site, "process.html")
    assert background(page) < 60


@journey(java_script_enabled=False)
def the_register_is_whole_without_a_script(page: Any, site: str) -> None:
    go(page, site, "cases/index.html")
    is_(page.locator("#cases tbody tr:visible").count(), 25)
    is_(page.locator("button:visible, input:visible").count(), 0)


@journey(java_script_enabled=False)
def a_case_is_whole_without_a_script(page: Any, site: str) -> None:
    go(page, site, "cases/NO-2026-001/index.html")
    is_(page.locator(".chain tr[id]").count(), 11)
    page.click("summary >> text=control by control")
    assert page.locator("details[open]").count() == 1


@journey(viewport=PHONE, java_script_enabled=False)
def the_menu_of_a_phone_needs_no_script(page: Any, site: str) -> None:
    go(page, site, "cases/NO-2026-001/index.html")
    assert page.locator("#nav").is_hidden()
    page.click("text=Menu")
    follow(page, "#nav >> text=Agreements")
    is_(page.locator("h1").inner_text(), "Agreements")


@journey(viewport=PHONE)
def nothing_is_wider_than_a_phone(page: Any, site: str) -> None:
    for kind in KINDS:
        go(page, site, kind)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], kind


@journey()
def a_printed_case_leaves_the_frame_out(page: Any, site: str) -> None:
    go(page, site, "cases/NO-2026-001/index.html")
    page.emulate_media(media="print")
    for part in (".md-header", "#nav", ".toc", ".files"):
        assert page.locator(part).first.is_hidden(), part
    assert page.locator(".chain").is_visible()
    assert page.pdf().startswith(b"%PDF")


@journey()
def a_printed_register_holds_what_was_filtered(page: Any, site: str) -> None:
    go(page, site, "cases/index.html#country=Norway")
    page.emulate_media(media="print")
    is_(shown(page), ["NO-2026-001"])
    assert page.locator(".filters select").first.is_hidden()
    assert page.locator(".filters output").is_visible()


# ---- all pages ----


@journey()
def every_page_of_the_menu_opens_with_its_heading(page: Any, site: str) -> None:
    go(page, site, "cases/NO-2026-001/index.html")
    links = page.eval_on_selector_all("#nav a", "all => all.map(one => one.href)")
    is_(len(links), 6)
    for link in links:
        page.goto(link)
        below = page.eval_on_selector_all("nav.sub a", "all => all.map(one => one.href)")
        for place in (link, *below):
            page.goto(place)
            is_(page.locator("h1").count(), 1)
            is_(page.locator("#nav [aria-current]").count(), 1)
            is_(page.locator("nav.sub [aria-current]").count(), 1 if below else 0)


@journey()
def every_kind_of_page_opens_and_its_first_tab_stop_skips_to_the_content(page: Any, site: str) -> None:
    for kind in KINDS:
        go(page, site, kind)
        assert page.title().endswith("Certificate of Coverage handbook"), kind
        page.keyboard.press("Tab")
        target = page.evaluate("document.activeElement.hash")
        assert page.locator(target).count() == 1, kind


@journey()
def a_word_of_the_process_leads_to_the_glossary(page: Any, site: str) -> None:
    go(page, site, "process.html")
    follow(page, "article >> text=glossary")
    assert page.locator("dt#lane").is_visible()


@journey()
def a_person_leads_to_their_cases(page: Any, site: str) -> None:
    go(page, site, "people.html")
    follow(page, "#marcus-bell a")
    assert page.locator("article").inner_text().count("Marcus Bell") >= 1


@journey(java_script_enabled=False)
def every_kind_of_page_opens_without_a_script(page: Any, site: str) -> None:
    for kind in KINDS:
        go(page, site, kind)
        is_(page.locator("h1").count(), 1)


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class _Patient(http.server.ThreadingHTTPServer):
    request_queue_size = 128  # a browser asks for everything at once, and a busy machine answers late


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder, served on this machine alone."""
    handler = functools.partial(_Silent, directory=str(folder))
    with _Patient(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def walk_all(browser: Any, site: str, told: Told) -> None:
    """Make every journey on one site."""
    for name, one in JOURNEYS.items():
        context = browser.new_context(**one.settings)
        context.set_default_timeout(PATIENCE)
        context.on("request", lambda request: told.asked.append(request.url))
        context.on("console", lambda line: told.said.append(line.text) if line.type in ("error", "warning") else None)
        context.on("weberror", lambda error: told.said.append(str(error.error)))
        try:
            one.walk(context.new_page(), site)
        except Exception as problem:  # noqa: BLE001 - whatever goes wrong is what the test is told
            told.wrong[name] = f"{type(problem).__name__}: {problem}"[:600]
        context.close()


def main(chromium: str, folder: str, way: str) -> None:
    from playwright.sync_api import sync_playwright

    release, told = Path(folder).resolve(), Told()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        if way == "disk":
            walk_all(browser, release.as_uri(), told)
        else:
            with served(release) as site:
                walk_all(browser, site, told)
        browser.close()
    print(json.dumps({"wrong": told.wrong, "asked": sorted(set(told.asked)), "said": told.said}))


if __name__ == "__main__":
    main(*sys.argv[1:])
