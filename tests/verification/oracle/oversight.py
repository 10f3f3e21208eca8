"""Sentences 9 to 11 of the policy: what is known, who approved, and when payroll changed."""

from collections.abc import Iterator

from tests.verification.oracle.dates import Day, day
from tests.verification.oracle.reading import ROLES, Reading, cited_in, people_in


def required_questions_are_answered(r: Reading) -> bool:
    lists = r.policy["needed_questions"]
    always = set(lists.get("all") or ())
    keys = (r.case["direction"], r.lane, r.case["partner"])
    sometimes = {name for key in keys for name in lists.get(key) or ()} - always
    return all(r.known(name) for name in always) and all(r.known(n) or r.not_applicable(n) for n in sometimes)


def everything_named_is_on_file(r: Reading) -> bool:
    people = {*people_in(r.case), *(r.case["people"][role] for role in ROLES)}
    employers = {one for one in _employers(r) if one is not None}
    approved = {one["claim"] for _, one in r.numbered() if one.get("claim") is not None}
    return (
        all(r.on_file(one) for one in cited_in({**r.case, "side_topics": ()}))
        and all(one in r.recorded or r.on_file(one) for one in cited_in(r.case.get("side_topics")))
        and people <= set(r.registers["people"])
        and employers <= set(r.registers["employers"])
        and approved <= set(r.case["claims"])
    )


def _employers(r: Reading) -> Iterator[str | None]:
    yield r.case.get("employer")
    yield (r.case["assignment"].get("affiliate") or {}).get("employer")
    yield from (claim.get("employer") for claim in r.case["claims"].values())


def side_topics_are_not_evidence(r: Reading) -> bool:
    listed = {one for topic in r.case.get("side_topics") or () for one in topic.get("evidence") or ()}
    aside = listed | {one for one, held in r.recorded.items() if held["kind"] == "side-topic"}
    parts = ("assignment", "conditions", "rule", "questions", "packet", "requests", "certificates", "claims")
    return aside.isdisjoint(one for part in parts for one in cited_in(r.case.get(part)))


def nothing_is_after_the_as_of_date(r: Reading) -> bool:
    days = [day(text) for text in _days_done(r) if text is not None]
    return all(one <= r.as_of for one in days) and all(r.done_at(text) for text in _moments(r))


def _days_done(r: Reading) -> Iterator[str | None]:
    case = r.case
    yield from (one.get("checked_on") for one in case["conditions"].values())
    yield (case.get("rule") or {}).get("confirmed_on")
    filing = case.get("filing") or {}
    yield from (filing.get("decided_on"), (filing.get("reclassified") or {}).get("on"))
    for request in (case.get("requests") or {}).values():
        yield (request.get("route") or {}).get("destination_seen_on")
        yield (request.get("sent") or {}).get("on")
        yield from ((request.get("refusal") or {}).get(key) for key in ("refused_on", "received_on"))
        yield (request.get("withdrawn") or {}).get("on")
    for certificate in (case.get("certificates") or {}).values():
        yield from (certificate.get("issued_on"), certificate.get("received_on"))
        yield (certificate.get("defect") or {}).get("asked_on")
    yield (case.get("closure") or {}).get("closed_on")
    for exhibit in r.recorded.values():
        yield from (exhibit.get("recorded"), exhibit.get("received"), (exhibit.get("withdrawn") or {}).get("on"))
    yield from (question.get("escalated_on") for question in (case.get("questions") or {}).values())


def _moments(r: Reading) -> Iterator[str]:
    for part in ("contacts", "approvals", "log"):
        yield from (one["at"] for one in r.case.get(part) or ())
    for request in (r.case.get("requests") or {}).values():
        yield from (one["at"] for one in request.get("tracker") or ())


def roles_are_allowed(r: Reading) -> bool:
    people = r.case["people"]
    given = all(r.has_had_role(people[role], role) for role in ROLES)
    deciding = [people["approver"], r.case["filing"].get("decided_by"), *_approved_exceptions(r)]
    apart = not any(
        r.same_person(one, people[role])
        for one in deciding
        if one is not None
        for role in ("operations", "data_quality")
    )
    two = r.policy.get("separation", "three") == "two"
    prepared = two or not r.same_person(people["operations"], people["data_quality"])
    return given and apart and prepared and _not_by_the_sender_alone(r)


def _approved_exceptions(r: Reading) -> Iterator[str | None]:
    for request in (r.case.get("requests") or {}).values():
        yield ((request.get("route") or {}).get("exception") or {}).get("approved_by")


def _not_by_the_sender_alone(r: Reading) -> bool:
    sent = [request["sent"] for request in (r.case.get("requests") or {}).values() if request.get("sent") is not None]
    return all(
        any(not r.same_person(one["by"], r.case["people"][role]) for role in r.policy["approvals"][step])
        for one in sent
        for step in ("filing", "exemption")
    )


def filing_is_approved(r: Reading) -> bool:
    given = [one for _, one in r.numbered() if one["step"] == "filing"]
    plain = [one for one in given if one.get("claim") is None]
    present = {one["role"] for one in plain if one["by"] == r.case["people"][one["role"]]}
    in_time = all(r.decided <= r.done_at(one["at"]) <= r.last_sent for one in given)
    return set(r.policy["approvals"]["filing"]) <= present and in_time


def claim_is_approved(r: Reading) -> bool:
    given = r.approvals_of_claim()
    present = {one["role"] for one in given if one["by"] == r.case["people"][one["role"]]}
    in_time = all(_last_receipt(r) <= r.done_at(one["at"]) for one in given)
    return set(r.policy["approvals"]["exemption"]) <= present and in_time


def _last_receipt(r: Reading) -> Day:
    return max(r.done(certificate["received_on"]) for certificate in r.certificates)


def approvals_are_by_the_right_person(r: Reading) -> bool:
    given = [one for _, one in r.numbered()]
    in_role = all(one["role"] in ROLES and one["by"] == r.case["people"][one["role"]] for one in given)
    decided = [(one["by"], one["step"], one.get("claim") if one["step"] == "exemption" else None) for one in given]
    return in_role and len(set(decided)) == len(decided)


def approvals_are_sealed(r: Reading) -> bool:
    claim = ("exemption", r.claim_id)
    bound = [n for n, one in r.numbered() if one["step"] == "filing" or (one["step"], one.get("claim")) == claim]
    return all(r.signed(n) for n in bound)


def payroll_changed_after_approval(r: Reading) -> bool:
    relied = r.claim["relied"]
    first = min(r.done(one["entered_on"]) for one in relied)
    approved = [r.done_at(one["at"]) for one in r.approvals_of_claim()]
    return all(one <= first for one in [_last_receipt(r), *approved]) and all(r.done(o["entered_on"]) for o in relied)


def payroll_change_is_claimed(r: Reading) -> bool:
    first, last = day(r.claim["begins"]), day(r.claim["ends"])
    return all(
        first <= day(one["from"]) <= last and r.cites_kind(one["evidence"], "payroll-record")
        for one in r.claim["relied"]
    )
