"""The record itself: evidence present and unchanged, ids that resolve, no future dates, no personal identifiers."""

from collections.abc import Iterator
from itertools import pairwise

from casebound.controls.definition import case_control, objection, objection_with_remedy
from casebound.controls.predicates import (
    APPROVE_AGAIN,
    LINE_ENDINGS_CHANGED,
    REPLACE_EXHIBIT,
    cited_sources,
    happened,
    line_endings_remedy,
)
from casebound.model.case import HarmlessNumber, Request
from casebound.model.days import Day, Moment, last_day_of
from casebound.model.decisions import FOLDER
from casebound.model.facts import Facts
from casebound.model.findings import Path
from casebound.model.near_match import did_you_mean
from casebound.model.personal_numbers import harmless_digest, numbers_in_field
from casebound.model.rules import Link, Objections, Section, official, setting, support_policy
from casebound.model.terms import Role

_MONTHS = 12
_JUDGE_LATER = (
    "A sheet and an answer are never changed. Check the record with a later `--as-of` date, or set a later `as_of` in"
    " `registers/policy.yml`."
)


@case_control(
    "F05",
    "evidence-present",
    Section.FILE,
    question="Can every evidence file that the record names be found and read?",
    why="An exhibit that cannot be read proves nothing.",
    remedy="Put the file inside the case folder, at the path in the exhibit's `file` field. The file must be a regular"
    " file, not a link. If the file has more than one name (a hard link), copy the file and delete the link.",
    basis=(support_policy("5 Receipt"),),
    link=Link.RECEIPT,
)
def evidence_present(facts: Facts) -> Objections:
    for key, exhibit in facts.case.exhibits.items():
        found = facts.exhibits.get(key)
        if found is None or found.sha256 is None:
            problem = found.problem if found and found.problem else "it is missing"
            yield objection(("exhibits", key, "file"), f"{exhibit.file} cannot be read: {problem}")


@case_control(
    "F06",
    "evidence-unchanged",
    Section.FILE,
    question="Does every evidence file have the recorded hash?",
    why="The hash shows that a later reader sees the same file as the approver did.",
    remedy="Restore the file from version history. If the file was replaced on purpose, first save the new file"
    f" elsewhere, and then {REPLACE_EXHIBIT} {APPROVE_AGAIN}",
    basis=(support_policy("5 Receipt"),),
    link=Link.RECEIPT,
)
def evidence_unchanged(facts: Facts) -> Objections:
    for key, exhibit in facts.case.exhibits.items():
        found = facts.exhibits.get(key)
        if found is None or found.sha256 is None or found.sha256 == exhibit.sha256:
            continue
        at, hashes = ("exhibits", key, "sha256"), f"recorded {exhibit.sha256[:16]}…, found {found.sha256[:16]}…"
        if found.only_line_endings:
            message = f"{exhibit.file} {LINE_ENDINGS_CHANGED}: {hashes}"
            yield objection_with_remedy(at, message, line_endings_remedy(f"cases/{facts.case.case}/{exhibit.file}"))
        else:
            yield objection(at, f"{exhibit.file} has changed: {hashes}")


@case_control(
    "F08",
    "ids-resolve",
    Section.FILE,
    question="Does every id in the record refer to an existing entry?",
    why="A reference to a missing entry may look like proof, but it proves nothing.",
    remedy="Correct the id, or add the exhibit, person, employer, source or claim that it refers to.",
    basis=(support_policy("9 Knowledge"),),
    link=Link.KNOWLEDGE,
)
def ids_resolve(facts: Facts) -> Objections:
    case, registers = facts.case, facts.registers
    for cite in facts.cites:
        if cite.id not in case.exhibits and cite.id not in registers.sources:
            near = did_you_mean(cite.id, (*case.exhibits, *registers.sources))
            yield objection(cite.at, f"{cite.id} is neither an exhibit of this case nor a registered source{near}")
    for key, certificate in case.certificates.items():
        if certificate.request is not None and certificate.request not in case.requests:
            message = (
                f"the record has no request {certificate.request}{did_you_mean(certificate.request, case.requests)}"
            )
            yield objection(("certificates", key, "request"), message)
        if certificate.replaces is not None and certificate.replaces not in case.certificates:
            message = f"the record has no certificate {certificate.replaces}"
            yield objection(("certificates", key, "replaces"), message)
    for at, employer in _employers(facts):
        if employer not in registers.employers:
            yield objection(
                at, f"{employer} is not in registers/employers.yml{did_you_mean(employer, registers.employers)}"
            )
    for at, person in _people(facts):
        if person not in registers.people:
            yield objection(at, f"{person} is not in registers/people.yml{did_you_mean(person, registers.people)}")


def _employers(facts: Facts) -> Iterator[tuple[Path, str]]:
    case = facts.case
    if case.employer is not None:
        yield ("employer",), case.employer
    if case.assignment.affiliate is not None:
        yield ("assignment", "affiliate", "employer"), case.assignment.affiliate.employer


def _people(facts: Facts) -> Iterator[tuple[Path, str]]:
    case = facts.case
    conditions, filing = case.conditions, case.filing
    single: list[tuple[Path, str | None]] = [
        (("conditions", "cross_border", "checked_by"), conditions.cross_border.checked_by),
        (("conditions", "agreement", "checked_by"), conditions.agreement.checked_by),
        (("conditions", "double_contributions", "checked_by"), conditions.double_contributions.checked_by),
        (("rule", "confirmed_by"), case.rule.confirmed_by),
        (("rule", "escalated_to"), case.rule.escalated_to),
        (("filing", "decided_by"), filing.decided_by),
        (("filing", "reclassified", "by"), filing.reclassified.by if filing.reclassified else None),
    ]
    for key, request in case.requests.items():
        sent, withdrawn, at = request.sent, request.withdrawn, ("requests", key)
        single += [((*at, "sent", "by"), sent.by)] if sent else []
        single += [((*at, "withdrawn", "by"), withdrawn.by)] if withdrawn else []
        single += [((*at, "tracker", index, "by"), check.by) for index, check in enumerate(request.tracker)]
    single += [
        (("exhibits", key, "withdrawn", "by"), exhibit.withdrawn.by)
        for key, exhibit in case.exhibits.items()
        if exhibit.withdrawn
    ]
    single += [(("questions", key, "escalated_to"), question.escalated_to) for key, question in case.questions.items()]
    single += [
        (("claims", key, "relied", row, "by"), relied.by)
        for key, claim in case.claims.items()
        for row, relied in enumerate(claim.relied)
    ]
    for key, claim in case.claims.items():
        at = ("claims", key)
        single += [((*at, "reversed", row, "by"), reversal.by) for row, reversal in enumerate(claim.reversed)]
        stated = enumerate(claim.contributions_continue)
        single += [((*at, "contributions_continue", row, "by"), entry.by) for row, entry in stated]
    single += [(("people", role.value), case.people.in_role(role)) for role in Role]
    single += [(("contacts", index, "by"), contact.by) for index, contact in enumerate(case.contacts)]
    for sheet in facts.decisions.sheets:
        single.append(((FOLDER, sheet.file, "proposed_by"), sheet.head.proposed_by))
        single += [((FOLDER, file, "by"), answer.by) for file, answer in facts.decisions.answers_to(sheet)]
    single += [(("log", index, "by"), entry.by) for index, entry in enumerate(case.log)]
    for index, number in enumerate(case.harmless_numbers):
        place: Path = ("harmless_numbers", index)
        single += [((*place, "by"), number.by), ((*place, "confirmed_by"), number.confirmed_by)]
    for cite, source in cited_sources(facts):
        single += [(cite.at, source.accessed_by), (cite.at, source.attested_by)]
    yield from ((at, person) for at, person in single if person is not None)


@case_control(
    "F09",
    "nothing-too-personal",
    Section.FILE,
    question="Is the record free of full Social Security numbers, birth dates and passport numbers?",
    why="Many people read the records, and the records are kept for years. A record should contain only the last four"
    " digits of a number, or a reference to the secure system that stores it.",
    remedy="Replace the number with `us_number_last4` or with a reference to the secure system (`vault`), and remove"
    " the number from the file's version history. If the number is of another type, write the type before it, such as"
    " “certificate”, “employee” or “tel.”. If the type cannot be written before the number, have a second person"
    " confirm in the record that the number is harmless (`casebound record CASE harmless-number NUMBER`).",
    basis=(
        support_policy("How files are read"),
        official("SSA, introduction to the online certificate service (2010)", label="copy"),
    ),
)
def nothing_too_personal(facts: Facts) -> Objections:
    case = facts.case
    for index, harmless in enumerate(case.harmless_numbers):
        if harmless.by == harmless.confirmed_by:
            message = f"{harmless.by} cannot confirm this alone; the second person must be another person"
            yield objection(("harmless_numbers", index, "confirmed_by"), message)
    confirmed = {harmless.sha256 for harmless in case.harmless_numbers if _is_confirmed(facts, harmless)}
    for at, text in facts.texts:
        left = [
            kind
            for kind, begins, ends in numbers_in_field(at[-1], text)
            if harmless_digest(case.case, text[begins:ends]) not in confirmed
        ]
        yield from (objection(at, f"this looks like {kind}") for kind in dict.fromkeys(left))


def _is_confirmed(facts: Facts, harmless: HarmlessNumber) -> bool:
    """Whether two people of the register confirmed the number by the as-of date."""
    by, second, people = harmless.by, harmless.confirmed_by, facts.registers.people
    return by != second and by in people and second in people and happened(harmless.on, facts)


@case_control(
    "F10",
    "kept-long-enough",
    Section.FILE,
    question="Is the retention date of a closed case late enough?",
    why="Employment tax records must be kept for at least four years, and an assignment may last longer.",
    remedy="Set `closure.retain_until` to the date in the finding or later.",
    basis=(official("IRS, recordkeeping for employment taxes"), setting("retention_years")),
    applies=lambda facts: facts.case.closure is not None,
    may_apply_later=lambda facts: facts.case.closure is None,
)
def kept_long_enough(facts: Facts) -> Objections:
    closure = facts.case.closure
    if closure is None:
        return
    last = max([closure.closed_on, *(claim.ends for claim in facts.case.claims.values())])
    until = last_day_of(last, facts.registers.policy.retention_years * _MONTHS)
    if closure.retain_until < until:
        yield objection(("closure", "retain_until"), f"the file must be kept until at least {until}")


@case_control(
    "F11",
    "nothing-from-the-future",
    Section.FILE,
    question="Are all recorded events dated on or before the as-of date?",
    why="An event that is dated after the as-of date has not happened yet, so it cannot support a claim.",
    remedy="Correct the date (`casebound approve` and `casebound record` accept a date with `--at`), or check the"
    " record with a later `--as-of` date.",
    basis=(support_policy("9 Knowledge"),),
    link=Link.KNOWLEDGE,
)
def nothing_from_the_future(facts: Facts) -> Objections:
    last = facts.clock.present
    for at, day in _events(facts):
        if not happened(day, facts):
            yield objection(at, f"{day} is after {last}")
    for cite, source in cited_sources(facts):
        if not happened(source.accessed_on, facts):
            yield objection(cite.at, f"{cite.id} was read on {source.accessed_on}, after {last}")
    for at, moment in _decided(facts):
        if not happened(moment.on, facts):
            yield objection_with_remedy(at, f"{moment.on} is after {last}", _JUDGE_LATER)


def _decided(facts: Facts) -> Iterator[tuple[Path, Moment]]:
    """When each sheet was proposed and each answer written, with its place."""
    for sheet in facts.decisions.sheets:
        yield (FOLDER, sheet.file, "proposed_at"), sheet.head.proposed_at
    for file, answer in facts.decisions.answers.items():
        yield (FOLDER, file, "written"), answer.written


def _events(facts: Facts) -> Iterator[tuple[Path, Day]]:
    case = facts.case
    single: list[tuple[Path, Day | None]] = [
        (("conditions", "cross_border", "checked_on"), case.conditions.cross_border.checked_on),
        (("conditions", "agreement", "checked_on"), case.conditions.agreement.checked_on),
        (("conditions", "double_contributions", "checked_on"), case.conditions.double_contributions.checked_on),
        (("rule", "confirmed_on"), case.rule.confirmed_on),
        (("filing", "decided_on"), case.filing.decided_on),
        (("filing", "reclassified", "on"), case.filing.reclassified.on if case.filing.reclassified else None),
        (("closure", "closed_on"), case.closure.closed_on if case.closure else None),
        (("takeover", "stated_on"), case.takeover.stated_on if case.takeover else None),
    ]
    single += [(("requests", key, *at), day) for key, request in case.requests.items() for at, day in _of(request)]
    single += [(("harmless_numbers", index, "on"), number.on) for index, number in enumerate(case.harmless_numbers)]
    for key, claim in case.claims.items():
        single += [
            (("claims", key, "relied", row, "entered_on"), each.entered_on) for row, each in enumerate(claim.relied)
        ]
        single += [(("claims", key, "reversed", row, "on"), each.on) for row, each in enumerate(claim.reversed)]
        stated = enumerate(claim.contributions_continue)
        single += [(("claims", key, "contributions_continue", row, "on"), entry.on) for row, entry in stated]
        if claim.breach:
            single.append((("claims", key, "breach", "noticed_on"), claim.breach.noticed_on))
            single.append((("claims", key, "breach", "cured_on"), claim.breach.cured_on))
    for key, certificate in case.certificates.items():
        asked_on = certificate.defect.asked_on if certificate.defect else None
        single += [
            (("certificates", key, "issued_on"), certificate.issued_on),
            (("certificates", key, "received_on"), certificate.received_on),
            (("certificates", key, "defect", "asked_on"), asked_on),
        ]
    for key, exhibit in case.exhibits.items():
        single += [(("exhibits", key, "recorded"), exhibit.recorded), (("exhibits", key, "received"), exhibit.received)]
        single.append((("exhibits", key, "withdrawn", "on"), exhibit.withdrawn.on if exhibit.withdrawn else None))
        single.append((("exhibits", key, "effective"), exhibit.effective if exhibit.in_use else None))
    single += [(("questions", key, "escalated_on"), question.escalated_on) for key, question in case.questions.items()]
    for name in ("contacts", "log"):
        single += [((name, index, "at"), entry.at.on) for index, entry in enumerate(getattr(case, name))]
    yield from ((at, day) for at, day in single if day is not None)


def _of(request: Request) -> Iterator[tuple[Path, Day | None]]:
    """The days of a request, with their place inside it."""
    route, sent, refusal, withdrawn = request.route, request.sent, request.refusal, request.withdrawn
    yield ("route", "destination_seen_on"), route.destination_seen_on if route else None
    yield ("sent", "on"), sent.on if sent else None
    yield ("refusal", "refused_on"), refusal.refused_on if refusal else None
    yield ("refusal", "received_on"), refusal.received_on if refusal else None
    yield ("withdrawn", "on"), withdrawn.on if withdrawn else None
    yield from ((("tracker", index, "at"), check.at.on) for index, check in enumerate(request.tracker))


@case_control(
    "F12",
    "log-in-order",
    Section.FILE,
    question="Are the log entries and the status checks in chronological order?",
    why="Log entries and status checks are written as events happen. An entry that is out of order was added later.",
    remedy="Move the entry to its place in chronological order, or correct its time.",
    basis=(support_policy("How files are read"),),
    applies=lambda facts: bool(facts.case.log) or any(request.tracker for request in facts.case.requests.values()),
)
def log_in_order(facts: Facts) -> Objections:
    lists: dict[Path, list[Moment]] = {("log",): [entry.at for entry in facts.case.log]}
    for key, request in facts.case.requests.items():
        lists["requests", key, "tracker"] = [check.at for check in request.tracker]
    for place, moments in lists.items():
        for index, (earlier, later) in enumerate(pairwise(moments)):
            if later < earlier:
                message = f"this entry is earlier than the entry before it ({earlier.on})"
                yield objection((*place, index + 1, "at"), message)


CONTROLS = (
    evidence_present,
    evidence_unchanged,
    ids_resolve,
    nothing_too_personal,
    kept_long_enough,
    nothing_from_the_future,
    log_in_order,
)
