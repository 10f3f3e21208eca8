"""The agreements register against a second table of the facts, which was written from the review of 2026-11-29 alone.

What the review calls official is confirmed, and what it read in a copy or at a third party is not.
"""

import pytest
from tests.support.sample import bench

from casebound.model.registers import Agreement

OFFICIAL = {
    "AT": ("limit", "RS 02001.662"),
    "AU": ("agency", "ATO, certificate of coverage"),
    "BE": ("programs", "GN 01713.110"),
    "DE": ("programs", "RS 02001.105"),
    "ES": ("limit", "RS 02001.470"),
    "FI": ("self_employed", "ETK"),
    "FR": ("health_cover", "SSA annotation, France 6.1"),
    "GB": ("limit", "RS 02001.370"),
    "GR": ("limit", "RS 02001.880"),
    "HU": ("agency", "RS 02002.380"),
    "IE": ("programs", "RS 02001.805"),
    "IT": ("limit", "RS 02001.065"),
    "JP": ("programs", "SSA pamphlet"),
    "NL": ("programs", "RS 02001.605"),
    "NO": ("agency", "RS 02001.209"),
    "PL": ("agency", "RS 02002.248"),
    "PT": ("programs", "GN 01727.110"),
    "RO": ("agency", "Administrative arrangement"),
    "SI": ("programs", "GN 01770.110"),
    "UY": ("limit", "RS 02002.615"),
}
"""A fact that the review read on an official page, with that page."""

NOT_OFFICIAL = {
    ("BR", "limit", "copy", "83 FR 52298"),
    ("IE", "limit", "copy", "SSA booklet"),
    ("RO", "limit", "third-party", "EY Romania"),
    ("JP", "extension", "third-party", "nenkinichikawa.org"),
    ("KR", "extension", "third-party", "koreadaily.com"),
    ("CH", "extension", "third-party", "ak40.ch"),
    ("DE", "special_exception", "third-party", "Haufe"),
    ("CL", "special_exception", "copy", "RS 02001.942"),
    ("JP", "health_cover", "copy", "RS 02002.098"),
}
"""A fact that the review did not read on an official page: its label, and the first page."""

ADDED = {
    "PT": "old-age survivors disability",
    "DE": "survivors disability",
    "BE": "survivors",
    "JP": "survivors disability",
    "NL": "health",
    "IE": "sickness maternity unemployment work-injury health",
    "GR": "sickness",
    "SI": "maternity",
}
"""Programs that an official page names and the earlier register lacked."""

DOUBTFUL = {
    "ES": ("copy", "old-age survivors disability"),
    "CA": ("copy", "survivors disability"),
    "DK": ("conflicting", "survivors disability unemployment sickness maternity health work-injury family"),
    "HU": ("conflicting", "health sickness work-injury unemployment"),
    "RO": ("third-party", "old-age death-grant health"),
}
"""Programs that only a copy or a third party names, or about which the texts conflict."""

ISSUERS = {
    "AU": {"Australian Taxation Office", "ATO"},
    "FR": {"Urssaf", "MSA"},
    "IS": {"Tryggingastofnun"},
    "NO": {"NAV National Office for Social Insurance Abroad", "NAV utland"},
    "RO": {"CNPP"},
}
ASKED_BY = {
    "IT HU UY": {"employer", "self-employed"},
    "SE IS NO IE CL": {"employer", "employee"},
    "NL": {"employer", "employee", "self-employed"},
    "JP DE": {"employer", "employee"},
}
DELIVERY = {"IT": "official", "PL": "official", "HU": "official", "IE": "copy", "FR": "copy", "JP": "copy"}
CONFLICTS = {
    "BE": "self_employed", "DK": "programs", "HU": "programs", "CH": "affiliate", "CL": "agency", "ES": "extension",
}  # fmt: skip


@pytest.fixture(scope="module")
def agreements() -> dict[str, Agreement]:
    return bench("NO-2026-001").registers.typed().agreements


def test_what_was_read_on_an_official_page_is_confirmed_by_that_page(agreements: dict[str, Agreement]) -> None:
    for code, (field, page) in OFFICIAL.items():
        fact = getattr(agreements[code], field)
        assert (fact.label, page in fact.pages) == ("official", True), (code, field)


def test_what_was_not_read_on_an_official_page_is_not_confirmed(agreements: dict[str, Agreement]) -> None:
    for code, field, label, page in NOT_OFFICIAL:
        fact = getattr(agreements[code], field)
        assert (fact.label, fact.pages[0]) == (label, page), (code, field)


def test_programs_follow_the_review(agreements: dict[str, Agreement]) -> None:
    for code, added in ADDED.items():
        assert set(added.split()) <= set(agreements[code].programs.confirmed), code
    for code, (label, programs) in DOUBTFUL.items():
        found = {entry.program: entry.label for entry in agreements[code].programs.unconfirmed}
        assert found == dict.fromkeys(programs.split(), label), code
    assert "work-injury" in agreements["FI"].programs.outside


def test_issuers_deliveries_and_exceptions_follow_the_review(agreements: dict[str, Agreement]) -> None:
    assert {code: set(agreements[code].agency.names) for code in ISSUERS} == ISSUERS
    assert {code: row.delivery.label for code, row in agreements.items() if row.delivery} == DELIVERY
    for codes, who in ASKED_BY.items():
        for code in codes.split():
            exception = agreements[code].special_exception
            assert exception is not None, code
            assert set(exception.asked_by) == who, code


def test_the_conflicts_of_the_review_are_shown_as_conflicts(agreements: dict[str, Agreement]) -> None:
    for code, about in CONFLICTS.items():
        assert about in {conflict.about for conflict in agreements[code].conflicts}, code


def test_limits_and_extensions_follow_the_review(agreements: dict[str, Agreement]) -> None:
    months = {code: (row.limit.outbound_months, row.limit.inbound_months) for code, row in agreements.items()}
    assert {code: pair for code, pair in months.items() if pair != (60, 60)} == {"DK": (60, 36), "IT": (None, None)}
    required = {code for code in ("AT", "ES", "GB", "UY") if agreements[code].affiliate.basis == "required_seen"}
    assert required == {"AT", "ES", "GB", "UY"}
    assert agreements["ES"].extension.months == 12
