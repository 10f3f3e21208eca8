"""Sentences 1 and 2 of the policy: the agreement, and the applicable rule."""

import re

from tests.verification.oracle.dates import day, fits
from tests.verification.oracle.reading import Plain, Reading, cited_in, confirmed, count

CONDITIONS = ("cross_border", "agreement", "double_contributions")
RULES = frozenset(
    {
        "detached-worker",
        "nationality",
        "residence",
        "place-of-work",
        "temporary-transfer",
        "extension",
        "special-exception",
    }
)
_ADDRESS = re.compile(r"https?://([A-Za-z0-9.-]+)(?:[/?#].*)?", re.DOTALL)


def in_force_when_decided(r: Reading) -> bool:
    return r.in_force(r.decided)


def in_force_when_claimed(r: Reading) -> bool:
    return r.in_force(day(r.claim["begins"])) and r.in_force(day(r.claim["ends"]))


def agreement_was_checked(r: Reading) -> bool:
    checked = r.case["conditions"]["agreement"]
    in_time = r.lately(checked["checked_on"], r.decided)
    return bool(checked["checked_by"]) and in_time and r.cites_fresh(checked["evidence"], "agreement", r.decided)


def conditions_are_met(r: Reading) -> bool:
    conditions = [r.case["conditions"][name] for name in CONDITIONS]
    return all(
        one["met"] == "yes" and r.has_evidence(one["evidence"]) and _checked_in_time(r, one.get("checked_on"))
        for one in conditions
    )


def _checked_in_time(r: Reading, checked_on: str | None) -> bool:
    return checked_on is None or r.done(checked_on) <= r.decided


def filing_is_decided(r: Reading) -> bool:
    filing = r.case["filing"]
    by_approver = r.acts(filing["decided_by"], "approver", r.done(filing["decided_on"]))
    return filing["decision"] == "file" and by_approver and _matrix(r) == "file"


def _matrix(r: Reading) -> str:
    answered = [*(r.case["conditions"][name]["met"] for name in CONDITIONS), r.case["rule"]["confirmed"]]
    if not r.reported(r.decided) or "no" in answered:
        return "do-not-file"
    return "file" if answered == ["yes"] * 4 and r.in_force(r.decided) else "escalate"


def rule_is_confirmed(r: Reading) -> bool:
    rule = r.case["rule"]
    confirmed_on = r.done(rule["confirmed_on"])
    by_legal = r.acts(rule["confirmed_by"], "legal", confirmed_on) and confirmed_on <= r.decided
    named = rule["confirmed"] == "yes" and rule["kind"] in RULES
    return named and by_legal and r.cites_fresh(rule["evidence"], "rule", confirmed_on)


def captures_are_unchanged(r: Reading) -> bool:
    cited = _cited_sources(r)
    return all(r.captures[one] is not None and r.captures[one] == source["sha256"] for one, source in cited.items())


def _cited_sources(r: Reading) -> dict[str, Plain]:
    sources = r.registers["sources"]
    return {one: sources[one] for one in cited_in(r.case) if one in sources and one not in r.exhibits}


def country_extras(r: Reading) -> bool:
    assignment = r.case["assignment"]
    cover = r.agreement.get("health_cover")
    asked = cover is not None and cover["required"] is True and confirmed(cover) and r.outbound
    health = not asked or r.cites_kind(assignment["health_cover"], "health-cover-statement")
    plan = r.case["partner"] != "CA" or assignment["pension_plan"] in {"cpp", "qpp"}
    return health and plan


def detached_worker(r: Reading) -> bool:
    first, last = r.assignment_period
    hired = r.case["assignment"].get("hired_on")
    limit_known = confirmed(r.agreement["limit"]) or r.known("detachment-limit")
    return limit_known and fits(first, last, r.limit) and (hired is None or day(hired) <= first)


def nationality(r: Reading) -> bool:
    nationals = r.case["worker"]["citizenships"]
    elects = r.case["partner"] in nationals or r.covering == r.case["partner"]
    by_nationality = r.agreement["limit"]["basis"] == "none_nationality_rule"
    return by_nationality and r.covering in nationals and (not elects or r.known("election"))


def self_employed(r: Reading) -> bool:
    return _lane_allows(r) and _rule_condition_is_met(r)


def _rule_condition_is_met(r: Reading) -> bool:
    if r.rule == "residence":
        return bool(r.case["worker"]["residence"] == r.covering)
    if r.rule == "place-of-work":
        return bool(r.case["activity"]["principal_country"] == r.covering)
    if r.rule == "temporary-transfer":
        return fits(*r.assignment_period, count(r.agreement["self_employed"]["transfer_months"]))
    return True


def _lane_allows(r: Reading) -> bool:
    if r.lane != "self-employed":
        return True
    if r.rule in {"special-exception", "extension"}:
        return True
    rules = r.agreement["self_employed"]
    listed = r.rule in (rules.get("rules") or ())
    return listed and (confirmed(rules) or r.known("self-employed-rule"))


def employer_rules(r: Reading) -> bool:
    return r.lane != "employer" or r.rule not in {"residence", "temporary-transfer", "place-of-work"}


def affiliate_has_agreement(r: Reading) -> bool:
    affiliate = r.case["assignment"].get("affiliate")
    if affiliate is None or not r.outbound:
        return True
    in_time = r.done(affiliate["form_2032_effective"]) <= r.assignment_period[0]
    return in_time and r.cites_kind(affiliate["evidence"], "form-2032")


def extension(r: Reading) -> bool:
    first, last = r.assignment_period
    more = r.case["assignment"]["extension"]
    ended = day(more["first_ended"])
    limit = _limit_to_extend(r)
    added = r.agreement["extension"]
    within = confirmed(added) and fits(first, last, limit + count(added["months"]))
    stretch = day(more["first_began"]) == first and fits(first, ended, limit)
    agreed = r.done(more["asked_on"]) <= ended and r.done(more["both_agreed_on"]) >= r.done(more["asked_on"])
    settled = within and stretch and agreed and _limit_is_confirmed(r)
    return settled and r.cites_kind(more["evidence"], "extension-agreement")


def _limit_to_extend(r: Reading) -> int:
    return count(r.agreement["self_employed"]["transfer_months"]) if r.lane == "self-employed" else r.limit


def _limit_is_confirmed(r: Reading) -> bool:
    part, question = {
        "employer": ("limit", "detachment-limit"),
        "self-employed": ("self_employed", "self-employed-rule"),
    }[r.lane]
    return confirmed(r.agreement[part]) or r.known(question)


def special_exception(r: Reading) -> bool:
    return r.known("special-exception")


def rule_still_applies(r: Reading) -> bool:
    """Whether the record as it is now still has the conditions and the rule, with a source that was fresh."""
    met = all(r.case["conditions"][name]["met"] == "yes" for name in CONDITIONS)
    rule = r.case["rule"]
    known = [r, *(filed for filed in r.as_filed() if filed.filed)]
    day_of = day(rule["confirmed_on"]) if rule.get("confirmed_on") is not None else r.as_of
    fresh = any(one.cites_fresh(rule["evidence"], "rule", day_of) for one in known)
    return met and rule["confirmed"] == "yes" and rule["kind"] in RULES and fresh


def sources_are_official(r: Reading) -> bool:
    return all(_official(r, source["url"]) for source in _cited_sources(r).values())


def _official(r: Reading, address: str) -> bool:
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return False
    host = match[1].lower()
    hosts = r.policy["official_hosts"]
    return any(
        (host == one or host.endswith(f".{one}")) and held.get("country") in (None, "US", r.case["partner"])
        for one, held in hosts.items()
    )
