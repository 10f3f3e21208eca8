"""Changes that put one of the record's words in the place of another: sides, people, lanes, rules, routes."""

import copy
from random import Random
from typing import Any

from tests.support.changes import PLACES, RULES, at, near
from tests.support.sample import Bench, in_decisions, put

ROLES = ("operations", "data_quality", "approver", "legal", "payroll")
PEOPLE = ("ingrid-dahl", "priya-raman", "tomas-novak", "helen-okafor", "miriam-katz", "joao-ferreira", "nobody-known")
ISSUERS = (
    "Social Security Administration",
    "U.S. Social Security Administration",
    "SSA",
    "SOCIAL SECURITY ADMINISTRATION",
    "NPS",
    "National Pension Service (NPS)",
    "Japan Pension Service",
    "Internal Revenue Service",
)
PROGRAMS = ("old-age", "disability", "survivors", "health", "family", "fica-oasdi", "fica-hi", "seca-oasdi")
PROOFS = {
    "online": "portal-confirmation",
    "fax": "fax-report",
    "mail": "mailing-proof",
    "foreign-agency": "agency-acknowledgement",
}

_WORDS: dict[str, tuple[Any, ...]] = {
    "conditions/cross_border/met": ("yes", "no", "unknown"),
    "conditions/agreement/met": ("yes", "no", "unknown"),
    "rule/confirmed": ("yes", "no", "unknown"),
    "rule/kind": RULES,
    "rule/confirmed_by": ("miriam-katz", "joao-ferreira"),
    "filing/decision": ("file", "escalate", "do-not-file"),
    "filing/lane": ("employer", "self-employed", "unconfirmed"),
    "worker/intake_label": ("Employer Certificate", "Self Employed Certificate", "Performer"),
    "worker/name": ("Maren Østby", "Maren Oestby", "Seo-yeon Park"),
    "certificates/K1/state": ("final", "draft", "superseded", "revoked"),
    "certificates/K1/issuer": ISSUERS,
    "certificates/K1/worker": ("Maren Østby", "MAREN ØSTBY", "Maren Ostby", "Haruto Sakamoto"),
    "certificates/K1/employer": (
        "Fjordline Subsea Inc. (SPECIMEN)",
        "FJORDLINE SUBSEA, INCORPORATED (SPECIMEN)",
        "Kitanami Robotics K.K. (SPECIMEN)",
        "Kitanami Robotics Inc. (SPECIMEN)",
    ),
    "certificates/K1/number": ("SPECIMEN-1", "Pending", "n/a", "?"),
    "claims/C1/employer": ("fjordline-subsea", "kitanami-robotics", "nobody-known"),
    "claims/C1/worker": ("W-1001", "W-1002"),
    "assignment/pension_plan": ("cpp", "qpp"),
    "activity/principal_country": ("US", "IT", "KR"),
    "filing/decided_by": PEOPLE,
    "people/legal": PEOPLE,
    "people/data_quality": PEOPLE,
    "people/approver": PEOPLE,
}


def word(rng: Random, one: Bench) -> None:
    """A word of the record is another one of its kind."""
    path = rng.choice([path for path in _WORDS if at(one.case, path) is not None or path == "certificates/K1/state"])
    put(one.case, path, rng.choice(_WORDS[path]))


def another_name(rng: Random, one: Bench) -> None:
    """The certificate prints another name of the worker or the activity, and the record lists it, more or less well."""
    party = rng.choice(("worker", "activity" if "activity" in one.case else "worker"))
    recorded = one.case[party]["name"]
    printed = rng.choice((recorded.replace(" ", " K. "), "Helen Okafor", "Another Name", recorded.upper(), "Kato"))
    alias = {"name": printed, "kind": rng.choice(("printed", "transliteration", "trade")), "because": "It is printed."}
    alias |= rng.choice(({}, {"from": near(rng, one)}, {"until": near(rng, one)}))
    alias |= rng.choice(({}, {"evidence": ["E1"]}, {"evidence": ["E99"]}))
    one.case[party]["aliases"] = [alias]
    if rng.random() < 0.9:
        put(one.case, f"certificates/K1/{party}", printed)


def side(rng: Random, one: Bench) -> None:
    """A country of the certificate, the claim or the worker is another one of the three at hand."""
    path = rng.choice(
        (
            "certificates/K1/covered_by",
            "certificates/K1/exempt_in",
            "certificates/K1/issuing_country",
            "claims/C1/exempt_in",
            "worker/residence",
        )
    )
    put(one.case, path, rng.choice((*_places(one), "SE")))


def nationals(rng: Random, one: Bench) -> None:
    """The worker is a national of one country, or of both, and may live in another one."""
    one.case["worker"]["citizenships"] = rng.sample((*_places(one), "FR"), rng.randrange(1, 3))
    if rng.random() < 0.4:
        one.case["worker"]["residence"] = rng.choice(_places(one))


def turned_round(rng: Random, one: Bench) -> None:
    """The case runs the other way, or with another partner."""
    if rng.random() < 0.5:
        one.case["direction"] = rng.choice(("outbound", "inbound"))
    else:
        one.case["partner"] = rng.choice(("NO", "IT", "JP", "KR", "DE", "CA", "FR", "RO"))


def _places(one: Bench) -> tuple[str, str]:
    return PLACES[one.case["case"][:2]]


def programs(rng: Random, one: Bench) -> None:
    """Other programs are claimed."""
    claimed = at(one.case, "claims/C1/programs") or []
    some = rng.sample((*PROGRAMS, *claimed), rng.randrange(1, 4))
    one.case["claims"]["C1"]["programs"] = list(dict.fromkeys(some))


def answers(rng: Random, one: Bench) -> None:
    """An answer to a sheet is missing, refused, withdrawn, by somebody else or a deputy; or a sheet is missing."""
    sheet = rng.choice(list(one.plan) or ["D1"])
    if not (given := list(at(one.plan, f"{sheet}/answers") or ())):
        return
    place, way = rng.randrange(len(given)), rng.randrange(9)
    answer = dict(given[place])
    if way == 0:
        del given[place]
    elif way == 1:
        given.append({**answer, "by": rng.choice(PEOPLE)})
    elif way == 2:
        given[place] = {**answer, "by": rng.choice(PEOPLE)}
    elif way == 3:
        given[place] = {**answer, "by": rng.choice(PEOPLE), "deputy_of": answer["by"]}
    elif way == 4:
        given[place] = {**answer, "answer": "refuse", "because": "The dates are wrong."}
    elif way == 5:
        given.append({**answer, "at": f"{near(rng, one)}T23:00-05:00", "answer": "withdraw", "because": "An error."})
    elif way == 6 and sheet == list(one.plan)[-1]:
        one.plan[f"D{len(one.plan) + 1}"] = copy.deepcopy(one.plan[sheet])
    elif way == 7:
        del one.plan[sheet]
        return
    else:
        one.plan[sheet]["proposed_at"] = f"{near(rng, one)}T08:00-05:00"
    one.plan[sheet]["answers"] = given


_LINES: tuple[tuple[str, Any], ...] = (
    ("claims.C1.ends", "2026-12-31"),
    ("claims.C1.begins", "2026-09-15"),
    ("claims.C1.programs", ["old-age"]),
    ("claims.C1.programs", ["seca-oasdi", "fica-oasdi"]),
    ("certificates.K1.received_on", "2027-01-01"),
    ("certificates.K1.received_on", None),
    ("worker.reference", "W-9"),
    ("direction", "inbound"),
    ("employer", "kitanami-robotics"),
    ("conditions.cross_border.met", "yes"),
    ("rule.confirmed", "yes"),
    ("rule.kind", "detached-worker"),
    ("filing.decision", "escalate"),
    ("filing.decided_by", "tomas-novak"),
    ("people.approver", "helen-okafor"),
    ("people.operations", "helen-okafor"),
    ("people.legal", "joao-ferreira"),
    ("policy.roles", ["approver"]),
    ("assignment.ends", "2026-12-31"),
    ("assignment.evidence", ["E1", "E2", "E3"]),
    ("requests.R1.route.destination_seen_on", "2025-01-01"),
    ("adverse.exhibit-E1", "denial-letter"),
)


def line(rng: Random, one: Bench) -> None:
    """A sheet said something other than the record says now."""
    if one.plan:
        path, value = rng.choice(_LINES)
        one.plan[rng.choice(list(one.plan))].setdefault("instead", {})[path] = value


def by_hand(rng: Random, one: Bench) -> None:
    """A file of the decisions folder is changed by hand, or is missing."""
    if not one.decisions:
        return
    name = rng.choice(list(one.decisions))
    if rng.random() < 0.3:
        del one.decisions[name]
        return
    sheet = name.endswith(".txt")
    keys = {"previous": "0" * 64, "log_entries": "1", "case": "NO-2026-999"} if sheet else {"sha256": "0" * 64}
    key, value = rng.choice(list(keys.items()))
    in_decisions(name, key, value)(one)


def two_roles(rng: Random, one: Bench) -> None:
    """Two people change their roles, with or without what they signed."""
    people = one.case["people"]
    first, second = rng.sample(list(people), 2)
    people[first], people[second] = people[second], people[first]
    if rng.random() < 0.7:
        for sheet in one.plan.values():
            for answer in sheet["answers"]:
                answer["by"] = people.get(answer["role"], answer["by"])
        one.case["rule"]["confirmed_by"] = people.get("legal", "miriam-katz")
        put(one.case, "filing/decided_by", people.get("approver", "helen-okafor"))


def moved_lane(rng: Random, one: Bench) -> None:
    """Somebody settles the lane of a request whose label says nothing."""
    one.case["worker"]["intake_label"] = rng.choice(("Performer", "Employer Certificate"))
    one.case["filing"]["reclassified"] = {"by": "miriam-katz", "on": near(rng, one), "because": "Looked at the facts."}


def route(rng: Random, one: Bench) -> None:
    """The request goes another way, with most of what that way asks for."""
    channel = rng.choice(("fax", "mail", "online", "foreign-agency"))
    put(one.case, "requests/R1/route/channel", channel)
    proof = at(one.case, "requests/R1/sent/proof") or []
    if proof and rng.random() < 0.8 and proof[-1] in one.case["exhibits"]:
        one.case["exhibits"][proof[-1]]["kind"] = PROOFS[channel]
    if channel in {"fax", "mail"} and rng.random() < 0.9:
        exception = {
            "why_not_online": "The form stopped.",
            "approved_by": rng.choice((at(one.case, "people/approver"), at(one.case, "people/approver"), PEOPLE[0])),
            "approved_on": rng.choice((at(one.case, "requests/R1/sent/on") or near(rng, one), near(rng, one))),
            "sent": rng.choice((["E1"], ["E2"], ["E99"])),
        }
        put(one.case, "requests/R1/route/exception", exception)


def affiliate(rng: Random, one: Bench) -> None:
    """The worker is employed by an affiliate."""
    one.case["assignment"]["affiliate"] = {
        "employer": rng.choice(("fjordline-norge", "fjordline-norge", "nobody-known")),
        "form_2032_effective": rng.choice((near(rng, one), at(one.case, "assignment/begins"), "2012-01-01")),
        "evidence": rng.choice((["E1"], ["E2"], [])),
    }


def requester(rng: Random, one: Bench) -> None:
    """Somebody else requests the certificate, with a document that shows the authority or without one."""
    put(one.case, "requests/R1/requester", rng.choice(("agent", "home-employer", "worker")))
    if rng.random() < 0.5:
        put(one.case, "requests/R1/authority", ["E1"])
        if rng.random() < 0.7:
            put(one.case, "exhibits/E1/kind", "power-of-attorney")


def sent_before(rng: Random, one: Bench) -> None:
    """The worker was sent before, or comes by way of a third country."""
    if rng.random() < 0.3:
        one.case["assignment"]["via"] = "SE"
        return
    first, last = sorted((near(rng, one), near(rng, one)))
    one.case["assignment"]["earlier"] = {"first": {"begins": first, "ends": last}}
    if rng.random() < 0.3:
        put(
            one.case,
            "questions/series-of-transfers",
            {"answer": "yes", "known": "It is no series.", "evidence": ["ssa-norway-rule"]},
        )


def country_extras(rng: Random, one: Bench) -> None:
    """The assignment names no pension plan, or cites a statement of private health cover or what passes for one."""
    if rng.random() < 0.5 and one.case["assignment"].pop("pension_plan", None):
        return
    key = rng.choice(("E2", "E3"))
    one.case["assignment"]["health_cover"] = [key]
    if rng.random() < 0.7:
        one.case["exhibits"][key]["kind"] = "health-cover-statement"


def extension(rng: Random, one: Bench) -> None:
    """The case rests on an extension."""
    begins = at(one.case, "assignment/begins")
    one.case["rule"]["kind"] = "extension"
    one.case["assignment"]["extension"] = {
        "first_began": rng.choice((begins, begins, begins, near(rng, one))),
        "first_ended": rng.choice((near(rng, one), at(one.case, "certificates/K1/ends") or near(rng, one))),
        "asked_on": rng.choice((at(one.case, "requests/R1/sent/on") or near(rng, one), near(rng, one))),
        "both_agreed_on": rng.choice((one.as_of.isoformat(), near(rng, one))),
        "evidence": rng.choice((["E1"], ["E1"], [])),
    }


def ended(rng: Random, one: Bench) -> None:
    """The request is refused, the case is closed, or a corrected certificate is asked for."""
    way = rng.randrange(5)
    if way == 0 and at(one.case, "certificates/K1"):
        kind = rng.choice(("days", "identity", "spelling"))
        put(one.case, "certificates/K1/defect", {"kind": kind, "asked_on": near(rng, one)})
    elif way < 3:
        days = {"refused_on": near(rng, one), "received_on": near(rng, one)}
        put(one.case, "requests/R1/refusal", {**days, "because": "Not said.", "evidence": ["E1"]})
    else:
        outcome = rng.choice(("issued", "issued", "denied", "withdrawn", "not-filed", "escalated"))
        closed = {"outcome": outcome, "closed_on": near(rng, one), "because": "It is over."}
        one.case["closure"] = {**closed, "retain_until": "2060-12-31"}


def parties(rng: Random, one: Bench) -> None:
    """Record, certificate or claim lose their employer or activity, or gain one beside it."""
    where = rng.choice(("", "certificates/K1/", "claims/C1/"))
    key = rng.choice(("employer", "activity"))
    held = at(one.case, (where + key).rstrip("/"))
    if held is not None and where:
        del at(one.case, where.rstrip("/"))[key]
    elif where:
        put(one.case, where + key, "fjordline-subsea" if where.startswith("claims") else "Something (SPECIMEN)")
    elif key == "employer":
        put(one.case, key, rng.choice(("fjordline-subsea", "kitanami-robotics")))


def set_aside(rng: Random, one: Bench) -> None:
    """A part that a claim rests on is not recorded at all."""
    path = rng.choice(
        (
            "filing/decided_on",
            "filing/decided_by",
            "rule/kind",
            "rule/confirmed_by",
            "rule/confirmed_on",
            "conditions/agreement/checked_by",
            "conditions/agreement/checked_on",
            "requests/R1/sent",
            "requests",
            "requests/R1/sent/form_checked_on",
            "requests/R1/route/destination_seen_on",
            "requests/R1/route",
            "certificates/K1/request",
            "certificates/K1/received_on",
            "claims/C1/relied",
            "people/legal",
            "employer",
            "packet/jurisdiction",
            "assignment/hired_on",
            "requests/R1/tracker",
        )
    )
    *way, last = path.split("/")
    holder = at(one.case, "/".join(way)) if way else one.case
    if isinstance(holder, dict):
        holder.pop(last, None)
