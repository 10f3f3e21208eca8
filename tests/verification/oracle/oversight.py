"""Sentences 9 to 11 of the policy: what is known, who approved, and when payroll changed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tests.verification.oracle.changed import ANOTHER_REQUEST, identity_now, lost_since
from tests.verification.oracle.dates import Day, day, day_of_moment, minutes, number
from tests.verification.oracle.names import company_variant, company_words, may_be_one, misspells, words
from tests.verification.oracle.proof import is_still_named
from tests.verification.oracle.reading import ROLES, Plain, Reading, cited_in, people_in
from tests.verification.oracle.request import shows_authority
from tests.verification.oracle.sheets import Answer, Sheet, begins, entries, number_of_day


def required_questions_are_answered(r: Reading) -> bool:
    lists = r.policy["needed_questions"]
    always = {*(lists.get("all") or ()), *r.asked_by_rule}
    keys = (r.case["direction"], r.lane, r.case["partner"])
    sometimes = {name for key in keys for name in lists.get(key) or ()} - always
    return all(r.known(name) for name in always) and all(r.known(n) or r.not_applicable(n) for n in sometimes)


def everything_named_is_on_file(r: Reading) -> bool:
    people = {*people_in(r.case), *(r.case["people"][role] for role in ROLES)}
    employers = {one for one in _employers(r) if one is not None}
    people |= {str(sheet.head["proposed_by"]) for sheet in r.folder.sheets}
    people |= {str(answer.content["by"]) for sheet in r.folder.sheets for answer in r.folder.to(sheet)}
    named = set(cited_in(r.case))
    cited = [one for key, one in r.registers["sources"].items() if key in named]
    people |= {one[did] for one in cited for did in ("accessed_by", "attested_by") if one.get(did) is not None}
    return (
        all(r.on_file(one) for one in cited_in({**r.case, "side_topics": (), "requests": list(_without_history(r))}))
        and all(one in r.recorded or r.on_file(one) for one in cited_in(r.case.get("side_topics")))
        and people <= set(r.registers["people"])
        and employers <= set(r.registers["employers"])
    )


def _without_history(r: Reading) -> Iterator[Plain]:
    """The requests without each status whose capture was withdrawn and that a shown status followed."""
    for request in (r.case.get("requests") or {}).values():
        seen = request.get("tracker") or ()
        shown = [one["at"] for one in seen if one.get("spoke_with") or _is_capture(r, one.get("capture"))]
        last = max((minutes(at) for at in shown if day_of_moment(at) <= r.as_of), default=None)
        kept = [
            one
            for one in seen
            if last is None
            or minutes(one["at"]) >= last
            or (r.recorded.get(one.get("capture") or "") or {}).get("withdrawn") is None
        ]
        yield {**request, "tracker": kept}


def _is_capture(r: Reading, key: str | None) -> bool:
    return (r.exhibits.get(key or "") or {}).get("kind") == "status-capture"


def _employers(r: Reading) -> Iterator[str | None]:
    yield r.case.get("employer")
    yield (r.case["assignment"].get("affiliate") or {}).get("employer")
    yield from (claim.get("employer") for claim in r.case["claims"].values())


LATEST = {"portal-confirmation": 7, "fax-report": 7, "mailing-proof": 60, "agency-acknowledgement": 183}
"""How many days after sending the proof may be dated."""

PAGES = {"agreement-capture", "form-capture", "instruction-capture"}


def exhibits_are_in_order(r: Reading) -> bool:
    in_turn = all(_is_in_order(r, *event) for event in _proved(r))
    before = _came_before_recorded(r) and _are_older_than_sheets(r) and _are_older_than_checks(r)
    return in_turn and before and _have_their_own_bytes(r) and _show_one_event(r)


def _show_one_event(r: Reading) -> bool:
    screens: dict[str, set[str]] = {}
    for request in (r.case.get("requests") or {}).values():
        for seen in request.get("tracker") or ():
            if (held := r.exhibits.get(seen.get("capture") or "")) is not None:
                screens.setdefault(held["sha256"], set()).add(str(seen["at"])[:10])
    for claim in (r.case.get("claims") or {}).values():
        paid = (one for part in ("reversed", "contributions_continue") for one in claim.get(part) or ())
        if _bytes_cited(r, claim.get("relied") or ()) & _bytes_cited(r, paid):
            return False
    return all(len(days) == 1 for days in screens.values())


def _bytes_cited(r: Reading, some: Iterable[Plain]) -> set[str]:
    cited = (one for entry in some for one in entry.get("evidence") or ())
    return {r.exhibits[one]["sha256"] for one in cited if one in r.exhibits}


def _came_before_recorded(r: Reading) -> bool:
    for held in r.exhibits.values():
        if held.get("received") and number(day(held["received"])) > number(day(held["recorded"])) + 1:
            return False
    for paper in (r.case.get("certificates") or {}).values():
        held, came = r.exhibits.get(paper["document"]), paper.get("received_on")
        if held is None or came is None:
            continue
        dated = held.get("effective") or came
        if day(dated) > day(came) or number(day(held["recorded"])) < number(day(came)) - 1:
            return False
    return True


def _are_older_than_sheets(r: Reading) -> bool:
    for key, held in r.exhibits.items():
        on = [sheet for sheet in r.folder.sheets if sheet.lines.get(f"exhibits.{key}.sha256") == held["sha256"]]
        days = [day(held[name]) for name in ("recorded", "effective") if held.get(name)]
        if on and not all(min(on, key=lambda sheet: sheet.number).is_after_begin_of(one) for one in days):
            return False
    return True


def _are_older_than_checks(r: Reading) -> bool:
    rule = r.case.get("rule") or {}
    checks = [(one.get("checked_on"), one.get("evidence")) for one in r.case["conditions"].values()]
    for on, cited in (*checks, (rule.get("confirmed_on"), rule.get("evidence"))):
        dated = [r.exhibits[one].get("effective") for one in cited or () if one in r.exhibits]
        if on and dated and all(one is not None and day(one) > day(on) for one in dated):
            return False
    return True


def _proved(r: Reading) -> Iterator[tuple[str, str, frozenset[str]]]:
    """The day of each event, an exhibit that is cited for it, and the kinds of exhibits that prove it."""
    for request in (r.case.get("requests") or {}).values():
        for one in (request.get("sent") or {}).get("proof") or ():
            yield request["sent"]["on"], one, frozenset(LATEST)
        for seen in request.get("tracker") or ():
            yield str(seen["at"])[:10], seen.get("capture") or "", frozenset({"status-capture"})
    for paper in (r.case.get("certificates") or {}).values():
        yield paper["issued_on"], paper["document"], frozenset({"certificate"})
    for claim in (r.case.get("claims") or {}).values():
        for on, cited in _days_of_payroll(claim):
            yield from ((on, one, frozenset(RECORDS)) for one in cited or ())


def _days_of_payroll(claim: Plain) -> Iterator[tuple[str, list[str] | None]]:
    yield from ((one["entered_on"], one.get("evidence")) for one in claim.get("relied") or ())
    yield from ((one["on"], one.get("evidence")) for one in claim.get("reversed") or ())
    if (breach := claim.get("breach")) is not None:
        yield breach["noticed_on"], breach.get("evidence")


def _is_in_order(r: Reading, on: str, key: str, kinds: frozenset[str]) -> bool:
    held = r.exhibits.get(key)
    if held is None or held["kind"] not in kinds:
        return True
    dated = held.get("effective")
    first = min(day(held["recorded"]), day(held.get("received") or held["recorded"]))
    recorded_in_time = number(first) >= number(day(on)) - 1
    if dated is None:
        return recorded_in_time
    most = {**LATEST, "certificate": 0}.get(held["kind"], 10**6)
    return recorded_in_time and 0 <= number(day(dated)) - number(day(on)) <= most


def _have_their_own_bytes(r: Reading) -> bool:
    kinds: dict[str, list[str]] = {}
    for held in r.exhibits.values():
        kinds.setdefault(held["sha256"], []).append(held["kind"])
    pages = {one["sha256"] for one in r.rows("sources").values()}
    if any(held["sha256"] in pages and held["kind"] not in PAGES for held in r.exhibits.values()):
        return False
    return all(len(set(some)) == 1 for some in kinds.values())


def side_topics_are_not_evidence(r: Reading) -> bool:
    listed = {one for topic in r.case.get("side_topics") or () for one in topic.get("evidence") or ()}
    aside = listed | {one for one, held in r.recorded.items() if held["kind"] == "side-topic"}
    parts = ("assignment", "conditions", "rule", "questions", "packet", "requests", "certificates", "claims")
    return aside.isdisjoint(one for part in parts for one in cited_in(r.case.get(part)))


def nothing_is_after_the_as_of_date(r: Reading) -> bool:
    days = [day(text) for text in _days_done(r) if text is not None]
    named = set(cited_in(r.case))
    read = [one["accessed_on"] for key, one in r.registers["sources"].items() if key in named]
    return all(one <= r.as_of for one in (*days, *map(day, read))) and all(r.done_at(text) for text in _moments(r))


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
    yield from (exhibit.get("effective") for exhibit in r.exhibits.values())
    yield from (question.get("escalated_on") for question in (case.get("questions") or {}).values())
    yield (case.get("takeover") or {}).get("stated_on")
    for claim in (case.get("claims") or {}).values():
        yield from (one["entered_on"] for one in claim.get("relied") or ())
        yield from (one["on"] for part in ("reversed", "contributions_continue") for one in claim.get(part) or ())
        yield from ((claim.get("breach") or {}).get(key) for key in ("noticed_on", "cured_on"))


def _moments(r: Reading) -> Iterator[str]:
    for part in ("contacts", "log"):
        yield from (one["at"] for one in r.case.get(part) or ())
    for request in (r.case.get("requests") or {}).values():
        yield from (one["at"] for one in request.get("tracker") or ())
    yield from (str(sheet.head["proposed_at"]) for sheet in r.folder.sheets)
    yield from (str(answer.content["written"]) for answer in r.folder.answers)


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
    checked = (
        (r.case.get("rule") or {}).get("confirmed_by"),
        r.case["conditions"]["double_contributions"].get("checked_by"),
    )
    others = [*deciding, people["data_quality"], *checked]
    if any(r.is_worker(one) for one in others if one is not None):
        return False
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
    return all(_is_decided(r, r.filing_sheet(key)) for key in r.sent_requests if key not in r.taken_over) and all(
        _is_decided(r, sheet) for key in r.sent_requests if (sheet := r.filing_sheet(key)) is not None
    )


def _is_decided(r: Reading, sheet: Sheet | None) -> bool:
    """Whether a request has a filing sheet that nobody approved before the decision day on it."""
    if sheet is None:
        return False
    days = [day(r.case["requests"][key]["sent"]["on"]) for key in r.sent_requests if sheet.is_about("filing", key)]
    given = r.folder.approvals(sheet, min(*days, r.as_of)) or r.folder.approvals(sheet, r.as_of)
    if given is None:
        return False
    decided = sheet.lines.get("filing.decided_on")
    return decided is None or all(begins(day(str(decided))) <= minutes(answer.counts) for answer in given)


def claim_is_approved(r: Reading) -> bool:
    sheet = r.exemption_sheet
    if sheet is None or not sheet.rests_on_receipt:
        return False
    later = [one for one in r.folder.about("exemption", r.claim_id) if one.number > sheet.number]
    return not any(r.folder.refused(one, r.as_of) for one in later)


def approvals_are_by_the_right_person(r: Reading) -> bool:
    filed = [sheet.id for key in r.sent_requests if (sheet := r.filing_sheet(key)) is not None]
    counting = [sheet for sheet in r.folder.sheets if sheet.id in filed or not r.folder.ended(sheet, r.as_of)]
    return all(_rightly_approved(r, sheet) for sheet in counting)


def _rightly_approved(r: Reading, sheet: Sheet) -> bool:
    given = [answer for answer in r.folder.to(sheet) if answer.approves]
    people = [one for answer in given for one in dict.fromkeys((answer.content["by"], answer.for_whom))]
    once = not any(r.same_person(one, other) for n, one in enumerate(people) for other in people[:n])
    return once and all(_may_approve(r, sheet, answer) for answer in given)


def _may_approve(r: Reading, sheet: Sheet, answer: Answer) -> bool:
    role, by, principal = str(answer.content["role"]), str(answer.content["by"]), answer.for_whom
    if sheet.lines.get(f"people.{role}") not in {by, answer.content.get("deputy_of")} or r.is_worker(by):
        return False
    day_of = answer.counts_on
    if not (r.holds(by, role, day_of) if by == principal else r.is_deputy(by, principal, role, day_of)):
        return False
    deputy = answer.content.get("deputy_of") is not None
    apart: tuple[str, ...] = ()
    if role == "approver" and (deputy or sheet.head["step"] == "exemption"):
        apart = ("operations", "data_quality")
    elif role == "data_quality" and deputy and sheet.lines["policy.separation"] != "two":
        apart = ("operations",)
    return not any(r.same_person(by, sheet.person(other)) for other in apart)


def sheets_are_unbroken(r: Reading) -> bool:
    previous = "none"
    for place, sheet in enumerate(r.folder.sheets, start=1):
        head = sheet.head
        ordered = sheet.number == place and head["previous"] == previous and head["case"] == r.case["case"]
        if not (ordered and r.log_kept[sheet.id]):
            return False
        previous = sheet.sha256
    return all(_is_bound(r, answer) for answer in r.folder.answers)


def _is_bound(r: Reading, answer: Answer) -> bool:
    content = answer.content
    (sheet,) = [one for one in r.folder.sheets if one.id == content["sheet"]]
    in_turn = minutes(sheet.head["proposed_at"]) <= minutes(content["at"]) <= minutes(content["written"])
    mail = content.get("message")
    on_file = mail is None or r.hashes.get(mail) == content.get("message_sha256")
    return content["sha256"] == sheet.sha256 and in_turn and on_file


def nothing_was_added(r: Reading) -> bool:
    return r.exemption_sheet is not None and not lost_since(r, r.exemption_sheet)


def identity_is_as_filed(r: Reading) -> bool:
    now = identity_now(r)
    names = [key for key, request in r.case["requests"].items() if request in r.requests]
    sheets = [r.filing_sheet(key) for key in names if key in r.sent_requests]
    same = all(sheet.lines.get(path) == now.get(path) for sheet in sheets if sheet for path in ANOTHER_REQUEST)
    if not all(_was_sent_alike(r, r.case["requests"][key]) for key in names):
        return False
    about = r.folder.about("exemption", r.claim_id)
    counted = [one for one in about if r.folder.approvals(one, r.as_of) is not None]
    return same and all(_has_its_names(r, sheet) for sheet in (*sheets, *counted) if sheet)


def _was_sent_alike(r: Reading, request: Plain) -> bool:
    """Whether a request as sent named the parties, at most misspelled, and a claimed day."""
    stated = (request.get("sent") or {}).get("as_sent") or {}
    begins, ends = stated.get("begins"), stated.get("ends")
    first, last = day(r.claim["begins"]), day(r.claim["ends"])
    if (begins or ends) and not (
        day(begins or r.case["assignment"]["begins"]) <= last and first <= day(ends or r.claim["ends"])
    ):
        return False
    parties = {"worker": r.case["worker"], "activity": r.case.get("activity")}
    parties["employer"] = r.registers["employers"].get(r.case.get("employer") or "")
    return all(_is_named_alike(stated[one], parties[one], one) for one in parties if stated.get(one))


def _is_named_alike(printed: str, party: Plain | None, field: str) -> bool:
    if party is None:
        return False
    compare = words if field == "worker" else company_words
    variant = may_be_one if field == "worker" else company_variant
    names = [party["name"], *(one["name"] for one in party.get("aliases") or ())]
    return any(compare(printed) == compare(one) or variant(printed, one) for one in names) or any(
        misspells(printed, one, field) for one in names
    )


def _has_its_names(r: Reading, sheet: Sheet) -> bool:
    on = day_of_moment(str(sheet.head["proposed_at"]))
    names = [("worker", sheet.lines.get("worker.name")), ("employer", sheet.lines.get("register.employer.name"))]
    employed = r.registers["employers"].get(r.case.get("employer") or "") is not None
    return all(
        is_still_named(r, field, str(name), on) for field, name in names if name and (field == "worker" or employed)
    )


def exceptions_are_accepted(r: Reading) -> bool:
    names = [key for key, request in r.case["requests"].items() if request in r.requests]
    deviations = (r.case.get("deviations") or {}).items()
    needed = [f"deviations.{key}.kind" for key, one in deviations if one["request"] in names]
    needed += ["takeover.stated_on"] if set(names) & set(r.taken_over) else []
    sheet = r.exemption_sheet
    accepted = not needed or (sheet is not None and all(path in sheet.lines for path in needed))
    late = [one["request"] for _, one in deviations if one["kind"] == "late-sign-off" and one["request"] in names]
    by_others = all(_is_accepted_by_others(r, sheet, key) for key in late if sheet is not None)
    claims = (r.case.get("takeover") or {}).get("claims") or ()
    claims_fit = all(_payroll_may_be_taken_over(r, key) for key in claims)
    return accepted and by_others and claims_fit and all(_may_be_taken_over(r, key) for key in r.taken_over)


def _is_accepted_by_others(r: Reading, sheet: Sheet, key: str) -> bool:
    """Whether the final approver of an exemption sheet, or without another one a second person, was not late."""
    filed, sent = r.filing_sheet(key), day(r.case["requests"][key]["sent"]["on"])
    signed = (filed and r.folder.approvals(filed, r.as_of)) or []
    late = [str(answer.content["by"]) for answer in signed if filed and number_of_day(answer, filed) > number(sent)]
    given = r.folder.approvals(sheet, r.as_of) or []
    (final,) = [answer for answer in given if answer.content["role"] == "approver"]

    def was_late(person: str) -> bool:
        return any(r.same_person(person, one) for one in late)

    if not was_late(str(final.content["by"])):
        return True
    others = [one for one in r.rows("people") if r.acts(one, "approver", final.counts_on) and not was_late(one)]
    return not others and not all(was_late(str(answer.content["by"])) for answer in given)


def _payroll_may_be_taken_over(r: Reading, key: str) -> bool:
    """Whether payroll was changed for a claim before the cut-over, and all its requests are taken over."""
    other = replace(r, claim_id=key)
    requests = [name for name, request in r.case["requests"].items() if request in other.requests]
    cut_over = r.done(r.policy["cut_over"])
    return set(requests) <= set(r.taken_over) and any(
        day(one["entered_on"]) < cut_over for one in other.claim["relied"]
    )


def _may_be_taken_over(r: Reading, key: str) -> bool:
    request = r.case["requests"][key]
    if key not in r.sent_requests or any(True for _ in r.folder.about("filing", key)):
        return False
    if r.policy.get("cut_over") is not None and day(request["sent"]["on"]) < day(r.policy["cut_over"]) <= r.as_of:
        return True
    team = [one for one, row in r.rows("people").items() if row["roles"]]
    outside = not any(r.same_person(request["sent"]["by"], one) for one in team)
    by_another = request.get("requester") in {"agent", "home-employer"} and outside
    return by_another and shows_authority(r, request)


def mails_are_clean(r: Reading) -> bool:
    return all(answer.name in r.clean_mails for answer in r.folder.answers if answer.content.get("message") is not None)


def _approved_by(r: Reading, a_day: Day) -> list[Sheet]:
    """The sheets about the claim that were approved by the end of a day, whatever was answered later."""
    return [
        sheet
        for sheet in r.folder.about("exemption", r.claim_id)
        if _was_received(r, sheet) and r.folder.approvals(sheet, min(a_day, r.as_of)) is not None
    ]


def _was_received(r: Reading, sheet: Sheet) -> bool:
    """Whether the certificates on a sheet had arrived when it was proposed, as it says and as the record says now."""
    papers = [(r.case.get("certificates") or {}).get(key) or {} for key in sheet.papers]
    return sheet.rests_on_receipt and all(
        paper.get("received_on") is not None and sheet.is_after_begin_of(day(paper["received_on"])) for paper in papers
    )


def _relied(r: Reading) -> list[Plain]:
    """The changes on record; at least one was entered after the last reversal."""
    last = max((day(one["on"]) for one in r.claim.get("reversed") or ()), default=None)
    if not any(last is None or day(one["entered_on"]) > last for one in r.claim["relied"]):
        raise ValueError("nobody relies on the claim")
    return list(r.claim["relied"])


def payroll_changed_after_approval(r: Reading) -> bool:
    return all(_was_claimed(r, one) for one in _relied(r) if r.done(one["entered_on"]))


def _was_claimed(r: Reading, relied: Plain) -> bool:
    sheets = _allowing(r, relied)
    return not sheets or any(sheet.claims(r.claim_id, day(relied["from"])) for sheet in sheets)


def change_is_allowed(r: Reading) -> bool:
    return all(_allowing(r, one) for one in _relied(r))


def _allowing(r: Reading, relied: Plain) -> list[Sheet]:
    """The sheets that were approved by the day of entry; without one, those that accept the change afterwards."""
    if sheets := _approved_by(r, day(relied["entered_on"])):
        return sheets
    every = [one for one in r.folder.about("exemption", r.claim_id) if r.folder.approvals(one, r.as_of) is not None]
    return [sheet for sheet in every if _cures(r, relied, sheet) or _takes_over(r, relied, sheet)]


def _cures(r: Reading, relied: Plain, sheet: Sheet) -> bool:
    breach = r.claim.get("breach")
    if breach is None or not _asks_for_a_breach(r, sheet):
        return False
    cured, last = day(breach["cured_on"]), min(r.as_of, day(r.claim["ends"]))
    in_turn = day(relied["entered_on"]) <= day(breach["noticed_on"]) <= cured <= last
    own = set(breach.get("evidence") or ()) & set(r.exhibits)
    records = {r.exhibits[one]["sha256"] for one in own if r.exhibits[one]["kind"] in RECORDS}
    changed = {r.recorded[one]["sha256"] for one in relied.get("evidence") or () if one in r.recorded}
    shown = not records <= changed and sheet.is_after_begin_of(cured)
    accepted = sheet.lines.get(f"claims.{r.claim_id}.breach.cured_on") == breach["cured_on"]
    return in_turn and shown and accepted and _had_arrived(r, sheet, day(breach["cured_on"]))


def _asks_for_a_breach(r: Reading, sheet: Sheet) -> bool:
    """Approver and payroll are asked, and legal too, unless one of these two is the legal reviewer of that day."""
    if not {"approver", "payroll"} <= set(sheet.asked):
        return False
    if "legal" in sheet.asked:
        return True
    legal, proposed_on = sheet.person("legal"), day_of_moment(str(sheet.head["proposed_at"]))
    known = legal in r.registers["people"] and r.acts(legal, "legal", proposed_on)
    return known and any(r.same_person(legal, sheet.person(role)) for role in ("approver", "payroll"))


def _takes_over(r: Reading, relied: Plain, sheet: Sheet) -> bool:
    accepted = r.claim_id in entries(sheet.lines.get("takeover.claims"))
    return accepted and _is_taken_over(r, relied) and _had_arrived(r, sheet, day(relied["entered_on"]))


def _is_taken_over(r: Reading, relied: Plain) -> bool:
    named = r.claim_id in ((r.case.get("takeover") or {}).get("claims") or ())
    cut_over = r.policy.get("cut_over")
    return named and cut_over is not None and day(relied["entered_on"]) < day(cut_over) <= r.as_of


def _had_arrived(r: Reading, sheet: Sheet, a_day: Day) -> bool:
    """Whether the certificates of the claim on a sheet had been received by a day, as it and the record say."""
    papers = entries(sheet.lines.get(f"claims.{r.claim_id}.certificates"))
    received = [sheet.lines.get(f"certificates.{paper}.received_on") for paper in papers]
    received += [((r.case.get("certificates") or {}).get(paper) or {}).get("received_on") for paper in papers]
    return bool(papers) and all(one is not None and day(str(one)) <= a_day for one in received)


def programs_were_approved_first(r: Reading) -> bool:
    sheets = [sheet for one in _relied(r) for sheet in _allowing(r, one)]
    first = {program for sheet in sheets for program in entries(sheet.lines.get(f"claims.{r.claim_id}.programs"))}
    return not first or set(r.claim["programs"]) <= first


def payroll_change_is_claimed(r: Reading) -> bool:
    return all(_is_claimed(r, one) and _is_shown(r, one) for one in r.claim["relied"])


def _of_payroll(r: Reading, relied: Plain) -> bool:
    return bool(r.acts(relied["by"], "payroll", day(relied["entered_on"]))) and not r.is_worker(relied["by"])


def _is_shown(r: Reading, relied: Plain) -> bool:
    return (_is_recorded(r, relied) and _of_payroll(r, relied)) or _is_taken_over(r, relied)


RECORDS = ("payroll-record", "nonpayment-record", "filed-return")


def _is_recorded(r: Reading, relied: Plain) -> bool:
    """Whether a payroll record, or a record of the way in which the claim is relied on, is cited."""
    own = {"contributions-not-paid": "nonpayment-record", "return-filed": "filed-return"}.get(relied["how"])
    return any(r.cites_kind(relied.get("evidence"), kind) for kind in ("payroll-record", own) if kind)


def _is_claimed(r: Reading, relied: Plain) -> bool:
    begins = day(relied["from"])
    now = day(r.claim["begins"]) <= begins <= day(r.claim["ends"])
    if relied.get("until"):
        ends = [r.claim["ends"], *(sheet.lines.get(f"claims.{r.claim_id}.ends") for sheet in _allowing(r, relied))]
        if all(day(relied["until"]) > day(str(one)) for one in ends if one is not None):
            return False
    return now or any(sheet.claims(r.claim_id, begins) for sheet in _allowing(r, relied))
