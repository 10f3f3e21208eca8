"""Changes to what cases are judged with: registers, captures and the as-of date, shared by the cases of a batch."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from tests.support.changes import PLACES, at
from tests.support.sample import Bench, day_after, hosts, put, roles

Draw = Callable[[Random], Any]

PARTNERS = tuple(PLACES)
SOURCES = (
    "ssa-agreements-list-2026-01",
    "ssa-agreements-list-2026-06",
    "ssa-agreements-list-2026-03",
    "ssa-norway-rule",
    "ssa-italy-rule",
    "ssa-japan-rule",
    "ssa-korea-rule-2026-06",
    "ssa-online-service-2026-01",
    "ssa-portugal-rule",
    "ssa-germany-rule",
    "ssa-fax-mail-instruction-2026-02",
)
"""The sources that the cases' decisions lean on."""


ADDRESSES = (
    "https://www.ssa.gov/international/agreements_overview.html",
    "https://ssa.gov",
    "http://SECURE.SSA.GOV?lnx=0201703001",
    "https://www.ssa.gov.example.org/international",
    "https://notssa.gov/international",
    "https://www.ssa.gov@example.org/international",
    "https://ssa.gov:8443/international",
    "https://example.org/www.ssa.gov",
)
"""Addresses at an authority's host, and some that only look like it."""


def _one_of(*values: Any) -> Draw:
    return lambda rng: rng.choice(values)


_AGREEMENT: tuple[tuple[str, Draw], ...] = (
    ("status", _one_of("in_force", "signed_not_in_force")),
    ("in_force", _one_of("2026-01-20", "2026-01-21", "2026-01-26", "2026-03-16", "2026-03-17", "2026-05-01")),
    ("limit/outbound_months", _one_of("23", "24", "25", "35", "36", "12", "60")),
    ("limit/inbound_months", _one_of("5", "6", "24", "35", "36", "60")),
    ("label", _one_of("official", "third-party", "copy")),
    ("limit/label", _one_of("official", "copy")),
    ("limit/basis", _one_of("none_nationality_rule", "agreement_specific")),
    ("self_employed/rules", _one_of(["residence"], ["nationality"], ["place-of-work", "temporary-transfer"])),
    ("self_employed/label", _one_of("official", "memory")),
    ("self_employed/transfer_months", _one_of("5", "6", "35", "36", "24")),
    ("programs/confirmed", _one_of(["old-age"], ["old-age", "disability", "survivors", "health"])),
    ("agency/label", _one_of("official", "conflicting")),
    ("agency/names", _one_of(["SSA"], ["Japan Pension Service", "NPS"])),
    ("extension/months", _one_of("12", "1", "24")),
    ("extension/label", _one_of("official", "third-party")),
)  # fmt: skip
_EARLIER = ("2026-01-20", "2026-04-30", "2026-05-01", "2026-06-30", "2027-01-31", "2028-04-29", "2028-04-30")
"""Days on which assignments and claims of the sample begin or end, and some around them."""
_EMPLOYERS = ("fjordline-subsea", "kitanami-robotics", "brightwater-messtechnik")
_PEOPLE = ("miriam-katz", "tomas-novak", "helen-okafor", "ingrid-dahl", "priya-raman")
_ACTING = (
    "2019-01-01",
    "2026-01-12",
    "2026-01-20",
    "2026-01-21",
    "2026-03-16",
    "2026-06-04",
    "2026-11-22",
    "2027-01-01",
)
"""Days on which people confirmed and decided in the sample, and some around them."""
_POLICY: tuple[tuple[str, Draw], ...] = (
    ("separation", _one_of("two")),
    ("source_fresh_days", _one_of("30", "29", "31", "10", "1")),
    ("approvals/filing", _one_of(["data_quality", "approver"], ["data_quality", "approver", "legal"])),
    ("approvals/exemption", _one_of(["approver"], ["approver", "legal", "payroll", "data_quality"])),
    (
        "official_hosts",
        _one_of(
            hosts("ssa.gov"), hosts("secure.ssa.gov", "www.ssa.gov"), hosts("irs.gov"), hosts("ssa.gov", country="NO")
        ),
    ),
    ("needed_questions/all", _one_of(["coverage-assignment"], ["coverage-assignment", "prior-hire"])),
    ("needed_questions/outbound", _one_of(["prior-hire"], ["election"])),
    ("needed_questions/inbound", _one_of(["issuing-authority"], ["election"])),
    ("needed_questions/NO", _one_of(["election"], ["prior-hire"])),
    ("intake_labels/Performer", _one_of("employer", "self-employed")),
)


def agreement(rng: Random, one: Bench) -> None:
    """The register says something else about the agreement with a partner."""
    path, draw = rng.choice(_AGREEMENT)
    partner = rng.choice(PARTNERS)
    put(one.registers["agreements"], f"{partner}/{path}", draw(rng))
    if path == "status" and at(one.registers["agreements"], f"{partner}/status") == "signed_not_in_force":
        one.registers["agreements"][partner].pop("in_force", None)


def agreement_over_time(rng: Random, one: Bench) -> None:
    """The agreement ends, or had other terms until a day."""
    row, until = one.registers["agreements"][rng.choice(PARTNERS)], rng.choice(_EARLIER)
    if rng.random() < 0.3:
        row["ended_on"] = until
        return
    terms: dict[str, Any] = rng.choice(
        (
            {"programs": {"confirmed": ["old-age"], "text": "Old age only.", "label": "official"}},
            {
                "limit": {
                    "outbound_months": "12",
                    "inbound_months": "12",
                    "basis": "agreement_specific",
                    "label": "official",
                }
            },
            {"self_employed": {**row["self_employed"], "label": "copy"}},
        )
    )
    row["earlier_terms"] = [{"until": until, **terms}, *([{"until": "2026-01-20", **terms}] * rng.randrange(2))]


def employer(rng: Random, one: Bench) -> None:
    """Another company takes the place of an employer, or the employer has another name."""
    row = one.registers["employers"][rng.choice(_EMPLOYERS)]
    if rng.random() < 0.5:
        row["succeeded_by"] = {"employer": "copper-ridge-foods", "on": rng.choice(_EARLIER), "because": "A merger."}
    else:
        alias = {"name": row["name"], "kind": "former", "because": "Renamed.", "until": rng.choice(_EARLIER)}
        row["aliases"] = [alias | rng.choice(({}, {"evidence": ["ssa-norway-rule"]}))]
        row["name"] = rng.choice(("Renamed Inc. (SPECIMEN)", row["name"].upper()))
        if rng.random() < 0.7:
            one.registers["sources"]["ssa-norway-rule"]["supports"].append("name")


def health_cover(rng: Random, one: Bench) -> None:
    """Requests to some partners have to state private health cover."""
    for partner in rng.sample(PARTNERS, 3):
        one.registers["agreements"][partner]["health_cover"] = {
            "required": True,
            "label": rng.choice(("official", "copy")),
        }


def source(rng: Random, one: Bench) -> None:
    """A source was read on another day or at another address, lies in an archive, or is about something else."""
    held, way = one.registers["sources"][rng.choice(SOURCES)], rng.randrange(6)
    if way < 2:
        held["accessed_on"] = day_after(held["accessed_on"], rng.choice((-30, -20, -11, -10, -1, 1, 8, 9, 22, 23)))
    elif way == 2:
        held["state"] = "archived"
    elif way == 3:
        held["supports"] = rng.sample(("agreement", "rule", "destination", "issuer"), rng.randrange(1, 3))
        held.setdefault("countries", ["DE"])
    elif way == 4:
        held["url"] = rng.choice(ADDRESSES)
    else:
        held["countries"] = rng.sample(PARTNERS, rng.randrange(1, 3))


def capture(rng: Random, one: Bench) -> None:
    """The capture of a source has changed, or is not there."""
    key = rng.choice(SOURCES)
    problem = rng.choice((None, "it is missing"))
    one.captures[key] = replace(one.captures[key], sha256=None if problem else "0" * 64, problem=problem)


def person(rng: Random, one: Bench) -> None:
    """The register gives somebody other roles, for some days only or as a deputy, or the name of another person."""
    people, (somebody, principal), way = one.registers["people"], rng.sample(_PEOPLE, 2), rng.randrange(6)
    role = rng.choice(("operations", "data_quality", "approver", "legal", "payroll"))
    if way < 2:
        people[somebody]["roles"] = roles(*{role, rng.choice(("operations", "data_quality", "approver"))})
    elif way == 2:
        people[somebody]["roles"] = [{**held, **_some_days(rng)} for held in people[somebody]["roles"]]
    elif way == 3:
        appointed = {"person": principal, "role": role, "from": "2026-01-01", "until": "2026-12-31"}
        people[somebody]["deputy_for"] = [{**appointed, **_some_days(rng), "appointed_on": rng.choice(_ACTING)}]
    elif way == 4:
        people[somebody]["name"] = people[principal]["name"].upper()
        if rng.random() < 0.3:
            people[principal]["not_same_as"] = [{"person": somebody, "because": "They are father and son."}]
    else:
        people[somebody]["same_as"] = {"person": principal, "because": "She married."}


def _some_days(rng: Random) -> dict[str, str]:
    first, last = sorted(rng.sample(_ACTING, 2))
    return {"from": first, "until": last}


def policy(rng: Random, one: Bench) -> None:
    """The project has chosen otherwise."""
    path, draw = rng.choice(_POLICY)
    put(one.registers["policy"], path, draw(rng))


def day_judged(rng: Random, one: Bench) -> None:
    """The verdict is given for another day, often one on which something of a case was done."""
    days = ("2026-04-24", "2026-04-27", "2026-05-14", "2026-06-18", "2026-08-20", "2026-10-01", "2030-01-01")
    one.as_of = type(one.as_of).fromisoformat(rng.choice(days)) + dt.timedelta(days=rng.choice((-1, 0, 0, 1)))


SURROUNDINGS = (
    agreement,
    agreement,
    agreement,
    agreement_over_time,
    employer,
    health_cover,
    source,
    source,
    capture,
    person,
    person,
    person,
    policy,
    policy,
    day_judged,
)
