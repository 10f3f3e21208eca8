"""Attacks of the kinds 19, 21, 22, 23 and 26: agreements, issuers, labels, pages, and series of transfers."""

from dataclasses import replace
from typing import Any

from tests.support.sample import Bench, Edit, another_pdf, recaptured
from tests.verification.outside.decisions import source
from tests.verification.outside.records import (
    EDITED,
    EMPLOYEES,
    FROM_START,
    IT,
    JP,
    KR,
    NO,
    OUTBOUND,
    SELF_EMPLOYED,
    SIGNED,
    Attack,
    attack,
    begins,
    covering,
    decided,
    drops,
    drops_in_row,
    ends,
    exempting,
    issued,
    new_exhibit,
    page,
    partner,
    row,
    sets,
    value,
    writes,
)


def agreement(path: str, content: Any) -> Edit:
    """A change of the agreement of the case."""
    return row("agreements", partner, path, content)


def no_agreement(bench: Bench) -> None:
    del bench.registers["agreements"][partner(bench)]


AGREEMENTS = (
    attack(19, "in force the day after the decision", agreement("in_force", decided(1))),
    attack(19, "in force the day after the first claimed day", agreement("in_force", begins(1))),
    attack(19, "in force tomorrow", agreement("in_force", "2026-11-23")),
    attack(19, "in force after the certificate", agreement("in_force", issued(1))),
    attack(19, "ended the day before the last claimed day", agreement("ended_on", ends(-1))),
    attack(19, "ended before the claim", agreement("ended_on", begins(-1))),
    attack(19, "ended before the decision", agreement("ended_on", decided(-1))),
    attack(19, "signed only", agreement("status", "signed_not_in_force")),
    *(
        attack(19, f"known as {label}", agreement("label", label))
        for label in ("memory", "third-party", "copy", "conflicting", "unknown")
    ),
    attack(19, "not in the register", no_agreement),
    attack(19, "with another country", sets("partner", "IN")),
)

ISSUERS = (
    "Bob Certificates Inc.",
    "Social Security",
    "Social Security Administration of Norway",
    "Social Secutity Administration",
    "Social Security Administration (copy)",
    "SSA Certificates LLC",
    "U.S. Embassy Oslo",
    "Internal Revenue Service",
    "Department of State",
    "Sozialversicherung",
    "National Pension Service of Japan",
    "National Pension",
    "Japan Pension Service Support Co.",
    "Japan Pension Services",
    "NPS Korea Agency Ltd.",
    "NAV",
    "INPS Consulting",
    "The employer",
)

ISSUED_BY = (
    *(attack(21, f"the issuer is {name}", sets("certificates/K1/issuer", name)) for name in ISSUERS),
    attack(21, "issued by the exempt country", sets("certificates/K1/issuing_country", exempting)),
    attack(21, "issued by a third country", sets("certificates/K1/issuing_country", "CH")),
    attack(
        21,
        "the coverage is that of the exempt country",
        writes({"certificates/K1/covered_by": exempting, "certificates/K1/exempt_in": covering}),
        right="X07",
    ),
    attack(21, "the exemption is in a third country", sets("certificates/K1/exempt_in", "CH"), right="X07"),
    *(
        attack(21, f"the names of the agency are {label}", agreement("agency/label", label), bases=(KR,))
        for label in ("memory", "conflicting", "third-party", "copy", "unknown")
    ),
)

LABELS = ("memory", "conflicting", "third-party", "unknown", "copy")


def from_memory(bench: Bench) -> None:
    """A claimed program is known from memory only."""
    programs = bench.registers["agreements"][partner(bench)]["programs"]
    programs["confirmed"].remove("old-age")
    programs.setdefault("unconfirmed", []).append({"program": "old-age", "label": "memory", "note": "So remembered."})


def in_two_lists(of: str) -> Edit:
    """A claimed program is also in another list of the register."""

    def edit(bench: Bench) -> None:
        entry: Any = {"program": "old-age", "label": "conflicting", "note": "The texts differ."}
        entry = "old-age" if of == "outside" else entry
        bench.registers["agreements"][partner(bench)]["programs"].setdefault(of, []).append(entry)

    return edit


def third_parties(bench: Bench) -> None:
    for entry in bench.registers["agreements"][partner(bench)]["sources"]:
        entry["label"] = "third-party"


UNCONFIRMED = (
    *(attack(22, f"the limit is {label}", agreement("limit/label", label), bases=EMPLOYEES) for label in LABELS),
    *(attack(22, f"the programs are {label}", agreement("programs/label", label), bases=OUTBOUND) for label in LABELS),
    *(
        attack(
            22,
            f"the rules for the self-employed are {label}",
            agreement("self_employed/label", label),
            bases=SELF_EMPLOYED,
        )
        for label in LABELS
    ),
    attack(22, "the limit is 9999 months", agreement("limit/outbound_months", 9999), right="F04"),
    attack(22, "the limit names a page that is not listed", agreement("limit/pages", ["a blog"]), bases=EMPLOYEES),
    attack(
        22,
        "there is no limit",
        drops_in_row("agreements", partner, "limit/outbound_months"),
        bases=(NO,),
        right="R01 F04",
    ),
    attack(22, "the pages of the agreement are those of third parties", third_parties),
    attack(22, "the limit names no page", drops_in_row("agreements", partner, "limit/pages"), bases=EMPLOYEES),
    attack(22, "the limit is uncertain", agreement("limit/confidence", "uncertain"), bases=EMPLOYEES),
    attack(22, "a program is also outside", in_two_lists("outside"), bases=OUTBOUND),
    attack(22, "a program is also unconfirmed", in_two_lists("unconfirmed"), bases=OUTBOUND),
    attack(22, "a program is known from memory", from_memory, bases=OUTBOUND),
    attack(22, "the rule is not one of the agreement", sets("rule/kind", "place-of-work"), bases=(KR,), right="R03"),
)

ADDRESSES = (
    "https://ssa.gov.example.com/x",
    "https://example.com/ssa.gov",
    "http://ssa-gov.com/",
    "https://user@example.com/ssa.gov",
    "https://xn--ssa-gov.example/",
    "ftp://ssa.gov/x",
    "https://ssa.gov:8443/x",
    "https://ssa.gov.",
    "https://ѕѕа.gov/x",
    "https://ssa.gov\\.evil.com/",
    "https://nenkin.go.jp.evil.jp/",
    "https://blog.ssa-help.org/",
    "https://canada.ca/",
    "file:///ssa.gov",
    "https://ssa.gov%2eevil.com/",
)


def capture(**changed: Any) -> Edit:
    """What is on disk for the capture of the page on the rule."""

    def edit(bench: Bench) -> None:
        key = page("rule")(bench)
        bench.captures[key] = replace(bench.captures[key], **changed)

    return edit


def one_page(bench: Bench) -> None:
    """A page about taxes proves every topic."""
    topics = ["agreement", "rule", "issuer", "destination"]
    entry = {"supports": topics, "countries": [partner(bench)], "accessed_on": value(bench, "rule/confirmed_on")}
    bench.registers["sources"]["irs-totalization"].update(entry)
    sets("rule/evidence", ["irs-totalization"])(bench)
    sets("questions/coverage-assignment/evidence", ["irs-totalization"])(bench)


def other_capture(bench: Bench) -> None:
    """The capture of the page with the destination is another document, in the register too."""
    recaptured(page("destination")(bench), another_pdf("yes"))(bench)


PAGES = (
    attack(23, "one page proves every topic", one_page, FROM_START, right="D11 D06"),
    attack(23, "the capture is another document", other_capture, EDITED, (NO, IT, KR), right="D11"),
    attack(
        23,
        "the answer on coverage rests on a page on another country",
        sets("questions/coverage-assignment/evidence", ["ssa-poland-rule"]),
        SIGNED,
        right="E06",
    ),
    attack(
        23,
        "the answer on other work rests on the page on the rule",
        sets("questions/single-employment/evidence", lambda bench: [page("rule")(bench)]),
        SIGNED,
        right="E06",
    ),
    *(
        attack(23, f"the page on the rule is at {url}", source("rule", "url", url), right="D09 F04")
        for url in ADDRESSES
    ),
    attack(23, "the page on the rule is about another country", source("rule", "countries", ["CH"])),
    attack(23, "the page on the rule is about taxes", source("rule", "supports", ["tax"])),
    attack(
        23, "the page on the rule is about the agreement", source("rule", "supports", ["agreement"]), right="D06 F04"
    ),
    attack(
        23,
        "the page with the destination is about taxes",
        source("destination", "supports", ["tax"]),
        bases=OUTBOUND,
        right="L05",
    ),
    attack(23, "the capture is missing", capture(sha256=None, problem="it is missing"), right="D07"),
    attack(23, "the capture was changed", capture(sha256="0" * 64), right="D07"),
    attack(23, "an exhibit takes the place of the page on the rule", sets("rule/evidence", ["E1"])),
    attack(
        23,
        "an exhibit takes the place of the page on the agreement",
        sets("conditions/agreement/evidence", ["E1"]),
        FROM_START,
        right="D04",
    ),
    attack(
        23,
        "the answer on coverage cites a page of another authority",
        sets("questions/coverage-assignment/evidence", ["irs-schedule-se"]),
        right="D09",
    ),
    attack(
        23,
        "a quotation is not on the page",
        writes({"quotes": {"Q9": {"exhibit": "E1", "page": 1, "words": "It is valid for ever", "says": "It is."}}}),
        right="F21",
    ),
)


def earlier(*periods: tuple[str, str]) -> Edit:
    """The worker had been transferred before."""
    entries = {
        f"t{number}": {"begins": first, "ends": last, "evidence": ["E1"]}
        for number, (first, last) in enumerate(periods)
    }
    return writes({"assignment/earlier": entries})


def until(day: str) -> Edit:
    return writes(dict.fromkeys(("assignment/ends", "certificates/K1/ends", "claims/C1/ends"), day))


def extended(bench: Bench) -> dict[str, Any]:
    """An extension with the consent of both agencies."""
    consent = new_exhibit("extension-agreement", "Consent", effective="2026-01-15", recorded="2026-01-16")(bench)
    days = {"asked_on": "2026-01-10", "both_agreed_on": "2026-01-15"}
    first = {"first_began": value(bench, "assignment/begins"), "first_ended": value(bench, "assignment/ends")}
    return {**first, **days, "evidence": [consent]}


SERIES = (
    attack(26, "five years before, without a break", earlier(("2021-05-01", "2026-04-30")), bases=EMPLOYEES),
    attack(26, "four years before, a month apart", earlier(("2022-04-01", "2026-03-31")), bases=EMPLOYEES),
    attack(
        26,
        "three transfers before, weeks apart",
        earlier(("2021-01-01", "2022-10-31"), ("2022-11-15", "2024-08-31"), ("2024-09-15", "2026-03-31")),
        bases=EMPLOYEES,
    ),
    attack(26, "an earlier transfer overlaps", earlier(("2022-01-01", "2026-12-31")), bases=EMPLOYEES),
    attack(26, "an earlier transfer is later", earlier(("2030-01-01", "2030-12-31")), bases=EMPLOYEES),
    attack(
        26,
        "an earlier transfer ends before it begins",
        earlier(("2026-03-31", "2022-01-01")),
        bases=EMPLOYEES,
        right="F04",
    ),
    attack(26, "a month longer than the limit", until("2031-05-31"), bases=(NO,)),
    attack(26, "a day longer than the limit", until("2031-05-01"), bases=(NO,)),
    attack(26, "a day longer than the limit, inbound", until("2031-07-01"), bases=(JP,)),
    attack(26, "without an end", drops("assignment/ends"), bases=EMPLOYEES),
    attack(
        26,
        "an extension that the agreement does not have",
        writes({"rule/kind": "extension", "assignment/extension": extended}),
        bases=EMPLOYEES,
        right="R06",
    ),
    attack(
        26,
        "the rule for nationals in a country without it",
        sets("rule/kind", "nationality"),
        bases=(NO, JP, KR),
        right="R02 R03",
    ),
    attack(
        26,
        "the rule for sent employees under the rule for nationals",
        sets("rule/kind", "detached-worker"),
        bases=(IT,),
        right="R04 R01",
    ),
)

ATTACKS: tuple[Attack, ...] = (*AGREEMENTS, *ISSUED_BY, *UNCONFIRMED, *PAGES, *SERIES)
