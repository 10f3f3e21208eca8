"""The page of an agreement that has ended, or that had other terms before."""

from tests.support.sample import bench, register

from casebound.render.handbook.agreement_page import agreement_page

EARLIER = {
    "until": "2003-08-31",
    "limit": {"outbound_months": "36", "basis": "federal_register", "label": "official"},
    "programs": {"confirmed": ["old-age", "disability"], "text": "Pensions only.", "label": "official"},
    "extension": {"months": "0", "label": "official"},
}


def test_the_page_shows_the_last_day_and_the_earlier_terms() -> None:
    edits = (register("agreements", "NO/ended_on", "2027-12-31"), register("agreements", "NO/earlier_terms", [EARLIER]))
    page = agreement_page("NO", bench("NO-2026-001", edits).registers.typed().agreements["NO"], ())
    shown = {fact.name: fact.says for fact in page.confirmed}
    assert shown["In force until"] == "Dec 31, 2027"
    assert shown["Terms until 2003-08-31"] == (
        "Longest assignment: outbound 36 months, inbound no rule."
        " Partner's programs inside the scope: Old age, Disability. Extension: 0 months."
    )


def test_the_page_of_an_agreement_without_changes_has_neither() -> None:
    page = agreement_page("NO", bench("NO-2026-001").registers.typed().agreements["NO"], ())
    assert not [fact for fact in (*page.confirmed, *page.unconfirmed) if "until" in fact.name]
