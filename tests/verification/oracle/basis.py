"""Sentences 1 and 2 of the policy: the agreement, and the applicable rule."""

import re
from collections.abc import Sequence

from tests.verification.oracle.dates import Day, day, day_after, days_between, fits
from tests.verification.oracle.reading import Plain, Reading, cited_in, confirmed, count, plain_reference

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
        "ship-or-aircraft-crew",
        "government-employee",
        "territorial-coverage",
    }
)
OWN_PROVISION = frozenset({"ship-or-aircraft-crew", "government-employee", "territorial-coverage"})
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
    ) and _checked_by_payroll(r, r.case["conditions"]["double_contributions"])


def _checked_by_payroll(r: Reading, finance: Plain) -> bool:
    checked = r.done(finance["checked_on"])
    return bool(r.acts(finance["checked_by"], "payroll", checked)) and r.lately(finance["checked_on"], r.decided)


def _checked_in_time(r: Reading, checked_on: str | None) -> bool:
    return checked_on is None or r.done(checked_on) <= r.decided


def filing_is_decided(r: Reading) -> bool:
    filing = r.case["filing"]
    by_approver = r.acts(filing["decided_by"], "approver", r.done(filing["decided_on"]))
    first = [one for one in r.requests if (one.get("follows") or {}).get("as") in {None, "filed-again"}]
    done = [(filing["decided_on"], 92), ((r.case.get("rule") or {}).get("confirmed_on"), 366)]
    keys = {id(request): key for key, request in (r.case.get("requests") or {}).items()}
    times = {id(one): 2 if r.deviates("stale-page", keys.get(id(one), "")) else 1 for one in first}
    soon = all(
        days_between(day(on), r.sent_on(one)) <= most * times[id(one)] for on, most in done if on for one in first
    )
    return soon and filing["decision"] == "file" and by_approver and _matrix(r) == "file"


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


TOPIC_WORDS = {
    "agreement": ("agreement",),
    "rule": ("cover",),
    "issuer": ("certificate",),
    "destination": ("address", "fax", "mail", "online"),
    "form": ("form", "online"),
    "waiting": ("day", "week", "month"),
}


def captures_show_the_pages(r: Reading) -> bool:
    return captures_are_unchanged(r) and all(_has_words(r, one, held) for one, held in _cited_sources(r).items())


def _has_words(r: Reading, key: str, source: Plain) -> bool:
    """Whether a capture with text has enough of it, and if it is American, the words of its topics and the country."""
    text = r.capture_texts.get(key, "").casefold()
    letters = sum(1 for one in text if one.isalpha())
    if letters == 0:
        return source["state"] != "live" or _is_attested(r, source)
    if letters < 40:
        return False
    host = _ADDRESS.fullmatch(source["url"])
    owners = [] if host is None else _owners(r, host[1].lower())
    if not owners or any(one.get("country") not in (None, "US") for one in owners):
        return True
    found = set(re.findall(r"\w+", text))
    topics = [TOPIC_WORDS[topic] for topic in source["supports"] if topic in TOPIC_WORDS]
    about = not {"rule", "issuer"}.isdisjoint(source["supports"])
    if (
        about
        and r.case["partner"] in (source.get("countries") or ())
        and r.case["partner"] in r.registers["agreements"]
    ):
        topics.append(_beginnings(r.agreement["country"]))
    return all(any(word.startswith(begins) for word in found) for begins in topics)


def _is_attested(r: Reading, source: Plain) -> bool:
    """Whether a second person compared a capture without text with the page."""
    second = str(source.get("attested_by"))
    return second in r.registers["people"] and not r.same_person(second, source["accessed_by"])


def _beginnings(country: str) -> tuple[str, ...]:
    """The words of a country's name, without the last letters that its adjective may not have."""
    own = [word for word in country.casefold().split() if word not in {"south", "united", "republic"}]
    return tuple(word if len(word) < 6 else word[:-1] if len(word) == 6 else word[:-2] for word in own)


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
    health = not asked or _stated_in_time(r, assignment["health_cover"])
    plan = r.case["partner"] != "CA" or assignment["pension_plan"] in {"cpp", "qpp"}
    return health and plan


def _stated_in_time(r: Reading, cited: Sequence[str]) -> bool:
    dates = r.dates_of(cited, "health-cover-statement")
    sent = [day(one["sent"]["on"]) for one in (r.case.get("requests") or {}).values() if one.get("sent") is not None]
    return bool(dates) and (not sent or min(dates) <= min(sent))


def _consented_in_time(r: Reading, cited: Sequence[str], kind: str) -> bool:
    """Whether a document of this kind is not later than the last certificate of all claims."""
    dates = r.dates_of(cited, kind)
    named = {key for claim in r.case["claims"].values() for key in claim.get("certificates") or ()}
    issued = [day(one["issued_on"]) for key, one in (r.case.get("certificates") or {}).items() if key in named]
    return bool(dates) and (not issued or min(dates) <= max(issued))


def detached_worker(r: Reading) -> bool:
    limit_known = confirmed(r.agreement["limit"]) or r.known("detachment-limit")
    first, last = _counted(r)
    return limit_known and fits(first, last, _limit(r)) and _hired_before(r)


def _limit(r: Reading) -> int:
    """The limit of the register, or a lower number of months with which the question about it is answered."""
    return min(r.limit, int(r.answer("detachment-limit") or r.limit))


def _hired_before(r: Reading) -> bool:
    return day(r.case["assignment"]["hired_on"]) < r.assignment_period[0]


def _counted(r: Reading) -> tuple[Day, Day | None]:
    """The assignment from the day from which its months count; its last day alone, where it ended before."""
    first, last = r.assignment_period
    in_force = r.agreement.get("in_force")
    counted = first if in_force is None else max(first, day(in_force))
    return (counted if last is None else min(counted, last)), last


def nationality(r: Reading) -> bool:
    nationals = r.case["worker"]["citizenships"]
    by_nationality = r.agreement["limit"]["basis"] == "none_nationality_rule"
    if r.case["partner"] in nationals:
        return by_nationality and r.known("election") and (r.known("election-by-payment") or _elected_in_time(r))
    return by_nationality and r.covering in nationals


def _elected_in_time(r: Reading) -> bool:
    """Whether the first request was sent before the fourth month after the month in which the work began."""
    first = r.assignment_period[0]
    requests = r.case["requests"].values()
    sent = min(day(request["sent"]["on"]) for request in requests if request.get("sent") is not None)
    return sent.year * 12 + sent.month <= first.year * 12 + first.month + 3


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
    if r.lane != "employer":
        return True
    country = _country_of(r, r.case.get("employer"))
    sent_by_other = r.rule in {"detached-worker", "extension"} and country not in {None, r.covering}
    at_home = r.rule == "territorial-coverage" and country == r.covering
    return not (sent_by_other or at_home) and r.rule not in {"residence", "temporary-transfer", "place-of-work"}


def _country_of(r: Reading, company: str | None) -> str | None:
    return (r.registers["employers"].get(company or "") or {}).get("country")


def affiliate_has_agreement(r: Reading) -> bool:
    affiliate = r.case["assignment"].get("affiliate")
    if affiliate is None or not r.outbound:
        return affiliate is None
    company = affiliate["employer"]
    if company == r.case["employer"] or _country_of(r, company) not in {None, r.case["partner"]}:
        return False
    effective = r.done(affiliate["form_2032_effective"])
    begins_a_quarter = effective.of_month == 1 and effective.month in {1, 4, 7, 10}
    in_time = effective <= r.assignment_period[0] and begins_a_quarter and _is_of_that_quarter(r, affiliate)
    return in_time and _still_affiliated(r, affiliate) and r.cites_kind(affiliate["evidence"], "form-2032")


def _is_of_that_quarter(r: Reading, affiliate: Plain) -> bool:
    """Whether a form is dated before the end of the quarter in which it took effect, if each one states its date."""
    effective = day(affiliate["form_2032_effective"])
    forms = [r.exhibits[one] for one in affiliate["evidence"] if one in r.exhibits]
    dates = [one.get("effective") for one in forms if one["kind"] == "form-2032"]
    if None in dates:
        return True
    return any(
        (day(one).year, (day(one).month - 1) // 3) <= (effective.year, (effective.month - 1) // 3) for one in dates
    )


def _still_affiliated(r: Reading, affiliate: Plain) -> bool:
    """Whether the claim ends no later than the quarter in which the affiliation ended."""
    if affiliate.get("affiliate_until") is None:
        return True
    until, ends = day(affiliate["affiliate_until"]), day(r.claim["ends"])
    return (ends.year, (ends.month - 1) // 3) <= (until.year, (until.month - 1) // 3)


def citizen_or_resident(r: Reading) -> bool:
    rule = r.agreement.get("citizen_or_resident")
    asked = rule is not None and confirmed(rule) and rule["required"] is True
    asked = asked and r.rule in {"detached-worker", "extension"}
    affiliated = r.case["assignment"].get("affiliate") is not None
    if not r.outbound or r.lane != "employer" or not (asked or affiliated):
        return True
    worker = r.case["worker"]
    return "US" in worker["citizenships"] or worker["residence"] == "US"


def repeated_transfers(r: Reading) -> bool:
    transfers = {"detached-worker", "extension", "temporary-transfer"}
    return r.rule not in transfers or (_series_ends_in_time(r) and _detour_is_allowed(r))


def _detour_is_allowed(r: Reading) -> bool:
    rule = r.agreement.get("third_country")
    if r.case["assignment"].get("via") is None or rule is None or not confirmed(rule):
        return True
    return bool(set(rule["citizens"]) & set(r.case["worker"]["citizenships"]))


def _series_ends_in_time(r: Reading) -> bool:
    rule, earlier = r.agreement.get("series"), r.case["assignment"].get("earlier") or {}
    begins, last = r.assignment_period
    if any(day(one["ends"]) >= begins for one in earlier.values()):
        return False
    for case in r.others:
        sides = ("direction", "partner")
        same = plain_reference(case) == r.worker and all(case[side] == r.case[side] for side in sides)
        since = day(case["assignment"]["begins"])
        listed = any(day(one["begins"]) <= since <= day(one["ends"]) for one in earlier.values())
        if same and case.get("certificates") and since < begins and not listed and not r.known("series-of-transfers"):
            return False
    if not earlier:
        return True
    counted = rule is not None and confirmed(rule) and r.lane == "employer"
    if rule is None or not counted or None in (rule.get("within_months"), rule.get("apart_months")):
        return r.known("series-of-transfers")
    first = begins
    for one in sorted(earlier.values(), key=lambda one: str(one["ends"]), reverse=True):
        after = day_after(day(one["ends"]))
        if first < after or fits(after, first, count(rule["apart_months"])):
            first = min(first, day(one["begins"]))
        else:
            break
    return first == begins or fits(first, last, count(rule["within_months"]))


def own_provision(r: Reading) -> bool:
    if r.rule not in OWN_PROVISION:
        return True
    cited = r.case["questions"]["coverage-provision"]["evidence"]
    shown = r.rule == "territorial-coverage" or any(
        r.exhibits[one]["kind"] != "internal-note" for one in cited if one in r.exhibits
    )
    return r.known("coverage-provision") and r.cites_live(cited, "rule") and shown and _fits_provision(r)


def _fits_provision(r: Reading) -> bool:
    if r.rule == "territorial-coverage":
        return True
    answer = r.answer("provision-limit")
    return r.known("provision-limit") and (answer in {None, "none"} or fits(*r.assignment_period, int(str(answer))))


def extension(r: Reading) -> bool:
    first, last = r.assignment_period
    more = r.case["assignment"]["extension"]
    ended = day(more["first_ended"])
    limit = _limit_to_extend(r)
    added = r.agreement["extension"]
    counted = _counted(r)[0] if r.lane == "employer" else first
    within = confirmed(added) and fits(counted, last, limit + count(added["months"]))
    stretch = day(more["first_began"]) == first <= ended and fits(min(counted, ended), ended, limit)
    within = within and (r.lane != "employer" or _hired_before(r))
    agreed = r.done(more["asked_on"]) <= ended and r.done(more["both_agreed_on"]) >= r.done(more["asked_on"])
    settled = within and stretch and agreed and _limit_is_confirmed(r)
    after = all(day(one["issued_on"]) >= day(more["both_agreed_on"]) for one in _papers_of_extensions(r))
    return settled and after and _consented_in_time(r, more["evidence"], "extension-agreement")


def _papers_of_extensions(r: Reading) -> list[Plain]:
    requests = r.case.get("requests") or {}
    extending = {key for key, one in requests.items() if (one.get("follows") or {}).get("as") == "extends"}
    return [one for one in (r.case.get("certificates") or {}).values() if one.get("request") in extending]


def _limit_to_extend(r: Reading) -> int:
    return count(r.agreement["self_employed"]["transfer_months"]) if r.lane == "self-employed" else _limit(r)


def _limit_is_confirmed(r: Reading) -> bool:
    part, question = {
        "employer": ("limit", "detachment-limit"),
        "self-employed": ("self_employed", "self-employed-rule"),
    }[r.lane]
    return confirmed(r.agreement[part]) or r.known(question)


def special_exception(r: Reading) -> bool:
    rule = r.agreement.get("special_exception") or {}
    asked_by = rule.get("asked_by") if rule and confirmed(rule) else None
    closed = asked_by is not None and "employee" not in asked_by and r.lane == "employer"
    if not r.known("special-exception"):
        return False
    agreed = _consented_in_time(r, r.case["questions"]["special-exception"]["evidence"], "exception-agreement")
    until = day(r.case["assignment"]["exception_until"])
    agreed = agreed and all(day(claim["ends"]) <= until for claim in r.case["claims"].values())
    return agreed and not (closed and any(one.get("requester") == "worker" for one in r.requests))


def rule_still_applies(r: Reading) -> bool:
    """Whether the record as it is now still has the conditions and the rule, with a source that was fresh."""
    met = all(r.case["conditions"][name]["met"] == "yes" for name in CONDITIONS)
    rule = r.case["rule"]
    known = [r, *(filed for filed in r.as_filed if filed.filed)]
    day_of = day(rule["confirmed_on"]) if rule.get("confirmed_on") is not None else r.as_of
    fresh = any(one.cites_fresh(rule["evidence"], "rule", day_of) for one in known)
    decided = r.case["filing"]["decision"] == "file"
    return decided and met and rule["confirmed"] == "yes" and rule["kind"] in RULES and fresh


def sources_are_official(r: Reading) -> bool:
    return all(_official(r, source["url"]) for source in _cited_sources(r).values())


def _official(r: Reading, address: str) -> bool:
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return False
    return any(one.get("country") in (None, "US", r.case["partner"]) for one in _owners(r, match[1].lower()))


def _owners(r: Reading, host: str) -> list[Plain]:
    """The entries of the policy register to which a host belongs."""
    hosts = r.policy["official_hosts"]
    return [held for one, held in hosts.items() if host == one or host.endswith(f".{one}")]
