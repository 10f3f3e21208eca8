"""Gate 4, status tracking: verbatim status texts, a sourced waiting time, a single contact, a hold until receipt."""

import datetime as dt
import re
from itertools import pairwise

from casebound.controls.definition import case_control, objection
from casebound.controls.predicates import (
    before_certificate,
    before_request,
    exhibits_of_kind,
    happened,
    is_replaced_status,
    live_sources,
    on_file,
    outbound,
)
from casebound.model.business_days import business_days_after
from casebound.model.case import Request, StatusCheck
from casebound.model.days import Day
from casebound.model.facts import Facts
from casebound.model.findings import Path
from casebound.model.requests import any_sent, open_requests, sent_requests
from casebound.model.rules import Objections, Section, process, setting
from casebound.model.terms import Severity, SourceTopic


def latest_check(facts: Facts, request: Request) -> StatusCheck | None:
    """The last status check of a request by the as-of date."""
    seen = [check for check in request.tracker if happened(check.at.on, facts)]
    return max(seen, key=lambda check: check.at, default=None)


def reads_completed(facts: Facts, shown: str) -> bool:
    """Whether the policy reads a status text as completed."""
    return shown.strip().casefold() in {word.casefold() for word in facts.registers.policy.completed_words}


_SAYS_NO = (
    # English
    "abandon", "annul", "cancel", "ceased", "deactivat", "declin", "deleted", "denial", "denied", "deny", "disallow",
    "disapprov", "discontinu", "dismiss", "expired", "forfeit", "inactiv", "ineligible", "invalid", "lapsed",
    "negativ", "nullif", "overturn", "quash", "recall", "refus", "reject", "rescind", "retract", "returned", "revoc",
    "revok", "suspend", "terminat", "unapprov", "unprocessed", "unsuccessful", "vacated", "void", "withdr",
    "withheld",
    # German
    "abgelehn", "abgewies", "aufgehoben", "erlosch", "hinfällig", "storn", "ungültig", "verfallen", "widerruf",
    "zurückgewies", "zurückgezog",
    # Danish, Norwegian and Swedish
    "afslag", "afslå", "afvis", "avbrut", "avskriv", "avslag", "avslå", "avvis", "bortfal", "henlagt", "kanseller",
    "makuler", "ogiltig", "tilbagekald", "tilbakekal", "trukket", "ugyldig", "upphäv", "återkall",
    # Dutch
    "afgewezen", "afgewijz", "geannul", "geweigerd", "ingetrokken", "ongeldig", "vervallen",
    # French
    "caduc", "irrecevab", "rejet", "révoq",
    # Italian, Portuguese and Spanish
    "anula", "anulo", "deneg", "desestim", "desist", "indeferid", "negad", "rechaz", "recus", "respint", "revog",
    "rifiut", "rigett",
    # Finnish and Hungarian
    "elutas", "evät", "hylkä", "hylät", "mitätö", "perutt", "peruut", "rauen", "visszavon", "érvénytelen",
    # Czech, Polish, Slovak and Slovenian
    "neplatn", "odmow", "odrzuc", "preklic", "razveljav", "umakn", "umorz", "unieważ", "wycofan", "zamiet", "zamít",
    "zavrn", "zruš",
    # Romanian
    "refuz", "respins", "retras",
    # Greek
    "ακυρ", "ανακλ", "απορρ",
)  # fmt: skip
"""How the words begin with which an agency says no, in the languages of the countries with an agreement."""

_SPEAKS_AGAINST = re.compile(
    rf"\b(?:{'|'.join(_SAYS_NO)})"
    r"|\b(?:cannot|not|no longer)\s+(?:(?:a|an|be|in)\s+)?"
    r"(?:accepted|approved|authorized|certified|covered|effective|eligible|entitled|force|granted|issued|qualified|valid)\b"
    r"|\bunable\s+to\s+(?:approve|certify|grant|issue|process)\b"
    r"|\b(?:nicht|ikke|inte|niet|non)\s+"
    r"(?:accord|approuv|beviljad|bewillig|erteil|geldig|genehmig|godk|gültig|innvilg)"
    r"|\bno\s+(?:aprob|autoriz|conced)"
    r"|sans suite|却下|不承認|取り下げ|取り消|取下|取消|失効|拒否|無効|거부|거절|무효|반려|철회|취소|취하"
)


def speaks_against(shown: str) -> bool:
    """Whether a status text says in words that the request, or its certificate, was refused, revoked or given up."""
    return _SPEAKS_AGAINST.search(shown.casefold()) is not None


def shows_completed(facts: Facts, request: Request) -> bool:
    """Whether the last status text of a request is a word that the policy reads as completed."""
    check = latest_check(facts, request)
    return check is not None and reads_completed(facts, check.shown)


def first_completed(facts: Facts, request: Request) -> tuple[Day, int]:
    """The day of the first status check that shows a completed request, and its place in the tracker."""
    return min(
        (check.at.on, index) for index, check in enumerate(request.tracker) if reads_completed(facts, check.shown)
    )


def earliest_follow_up(facts: Facts, request: Request) -> Day | None:
    """The first day after the sourced waiting time; None where no waiting time has a source."""
    waiting, sent = request.waiting, request.sent
    if waiting is None or sent is None or waiting.days is None or not on_file(facts, waiting.evidence):
        return None
    if waiting.unit == "business-days":
        return business_days_after(sent.on, waiting.days, facts.registers.policy.closures)
    return sent.on + dt.timedelta(days=waiting.days)


@case_control(
    "T01",
    "status-captured",
    Section.TRACKING,
    question="Is the text of each status recorded exactly as the agency shows it, with a screenshot, and did the team"
    " see the status after the request was sent?",
    why="The exact words on the screen are the evidence. A paraphrase would interpret labels that SSA has not defined.",
    remedy="Copy the words exactly into the tracker entry, and cite the screenshot as an exhibit of the kind"
    " `status-capture`. The command `casebound record CASE status` records the words and the screenshot. For a status"
    " that was given by phone, record the person who gave it in place of a capture (`--spoke-with`). If a capture is"
    " wrong, record the status again, and withdraw the wrong capture.",
    basis=(process("Tracking"),),
    applies=lambda facts: any(request.tracker for request in facts.case.requests.values()),
    may_apply_later=before_certificate,
)
def status_captured(facts: Facts) -> Objections:
    for key, request in facts.case.requests.items():
        for index, check in enumerate(request.tracker):
            at = ("requests", key, "tracker", index)
            if check.capture is not None and not is_replaced_status(facts, request, index):
                yield from _capture_shows_status(facts, check.capture, (*at, "capture"))
            if request.sent is not None and check.at.on < request.sent.on:
                message = "this status was seen before the request was sent"
                yield objection((*at, "at"), message, ("requests", key, "sent", "on"))


def _capture_shows_status(facts: Facts, capture: str, at: Path) -> Objections:
    exhibit = facts.case.exhibits.get(capture)
    if exhibit and not exhibit.in_use:
        yield objection(at, f"{capture} is not in use, so it shows no status")
    elif not exhibits_of_kind(facts, (capture,), "status-capture"):
        yield objection(at, f"{capture} is not a status-capture exhibit of the case")


@case_control(
    "T02",
    "waiting-sourced",
    Section.TRACKING,
    question="Does the waiting time come from a current instruction, or is it recorded as unknown?",
    why="No general waiting time is published, so a number without a source is only a guess.",
    remedy="Cite the notice or page that states the waiting time as evidence under `waiting`, or enter the reason as"
    " `unknown` under `waiting`.",
    basis=(process("Tracking"),),
    applies=lambda facts: any_sent(facts.case),
    may_apply_later=before_request,
)
def waiting_sourced(facts: Facts) -> Objections:
    for key, request, _ in sent_requests(facts.case):
        at, waiting = ("requests", key), request.waiting
        if waiting is None:
            yield objection(at, "the request was sent, but no waiting time is recorded, not even as unknown")
        elif waiting.unknown is None:
            if waiting.days is None or waiting.unit is None:
                yield objection((*at, "waiting"), "the waiting time has no number or no unit")
            if not on_file(facts, waiting.evidence):
                yield objection((*at, "waiting"), "no evidence on file shows where the waiting time comes from")


@case_control(
    "T03",
    "follow-up-in-time",
    Section.TRACKING,
    question="Was every follow-up sent only after the waiting time in the instructions had passed?",
    why="An early or repeated follow-up slows the request down and makes the file harder to follow.",
    remedy="Send no follow-up before the earliest date that the instructions allow. If a follow-up was already sent too"
    " early, have the warning waived in `registers/waivers.yml`.",
    basis=(process("Tracking"),),
    severity=Severity.WARNING,
    applies=lambda facts: any(contact.follow_up for contact in facts.case.contacts),
    may_apply_later=before_certificate,
)
def follow_up_in_time(facts: Facts) -> Objections:
    for key, request in facts.case.requests.items():
        earliest, waiting = earliest_follow_up(facts, request), ("requests", key, "waiting")
        asked = [(index, contact) for index, contact in enumerate(facts.case.contacts) if contact.follow_up == key]
        for index, contact in asked:
            at = ("contacts", index, "at")
            if earliest is None:
                yield objection(at, "a follow-up was sent although no waiting time is known", waiting)
            elif contact.at.on < earliest:
                yield objection(at, f"a follow-up was sent before {earliest}", waiting)
        for (first, _), (second, _) in pairwise(asked):
            message = "a second follow-up was sent for the same wait"
            yield objection(("contacts", second, "at"), message, ("contacts", first))


@case_control(
    "T04",
    "single-contact",
    Section.TRACKING,
    question="Is the operations owner the only person who contacts the authority?",
    why="If two people ask the same question, the result may be duplicate requests.",
    remedy="Send every message through the operations owner. If somebody else has already contacted the authority, have"
    " the warning waived in `registers/waivers.yml`.",
    basis=(process("Tracking"),),
    severity=Severity.WARNING,
    applies=lambda facts: bool(facts.case.contacts),
    may_apply_later=before_certificate,
)
def single_contact(facts: Facts) -> Objections:
    for index, contact in enumerate(facts.case.contacts):
        if contact.by != facts.case.people.operations:
            yield objection(
                ("contacts", index, "by"),
                f"{contact.by} contacted the authority, not the operations owner",
                ("people", "operations"),
            )


@case_control(
    "T05",
    "completed-but-overdue",
    Section.TRACKING,
    question="If the status text says completed, did the certificate arrive within the time allowed for mailing?",
    why="A completed status does not mean that the certificate was received. When the time allowed for mailing has"
    " passed, the operations owner should ask the authority once.",
    remedy="Have the operations owner ask the authority for the document, keep the hold, and record the certificate"
    " when it arrives (`casebound record CASE receipt`).",
    basis=(process("Tracking"), setting("mailing_allowance")),
    severity=Severity.WARNING,
    applies=lambda facts: any(shows_completed(facts, request) for _, request, _ in open_requests(facts.case)),
    may_apply_later=before_certificate,
)
def completed_but_overdue(facts: Facts) -> Objections:
    allowance = facts.registers.policy.mailing_allowance
    for key, request, _ in open_requests(facts.case):
        if not shows_completed(facts, request):
            continue
        first, index = first_completed(facts, request)
        if facts.clock.more_than(allowance.days, since=first):
            yield objection(
                ("requests", key, "tracker", index, "shown"),
                f"the status has been completed since {first}, and no document arrived within {allowance.days} days",
            )


@case_control(
    "T06",
    "status-check-due",
    Section.TRACKING,
    question="While the request is open, was its status checked recently?",
    why="If nobody checks the status, a completed or refused request goes unnoticed.",
    remedy="Check the status and record the exact text with a capture (`casebound record CASE status`).",
    basis=(process("Tracking"), setting("status_check_days")),
    severity=Severity.WARNING,
    applies=lambda facts: any(open_requests(facts.case)),
    may_apply_later=before_request,
)
def status_check_due(facts: Facts) -> Objections:
    days = facts.registers.policy.status_check_days
    for key, request, sent in open_requests(facts.case):
        check = latest_check(facts, request)
        last = check.at.on if check else sent.on
        if not facts.clock.more_than(days, since=last):
            continue
        seen = (
            f"the last status check was on {last}"
            if check
            else f"no status check was made since the request was sent on {last}"
        )
        place = ("requests", key, "tracker") if check else ("requests", key, "sent")
        yield objection(place, f"{seen}, more than {days} days ago")


@case_control(
    "T07",
    "contact-from-live-page",
    Section.TRACKING,
    question="Does every address to which the team sent a message come from a live official page or from the"
    " authority's own letter?",
    why="Archived pages may show addresses that no longer work.",
    remedy="Under the contact's `evidence`, cite the live page that shows the destination, or the authority's letter as"
    " an exhibit of the kind `correspondence`.",
    basis=(process("Request types and channels"),),
    severity=Severity.WARNING,
    applies=lambda facts: bool(facts.case.contacts),
    may_apply_later=before_certificate,
)
def contact_from_live_page(facts: Facts) -> Objections:
    for index, contact in enumerate(facts.case.contacts):
        letters = exhibits_of_kind(facts, contact.evidence, "correspondence")
        if not letters and not _names_authority(facts, contact.evidence):
            yield objection(
                ("contacts", index),
                "neither a live official page with the destination nor a letter from the authority"
                " is cited for this address",
            )


def _names_authority(facts: Facts, evidence: tuple[str, ...]) -> bool:
    """Whether a cited live page says where requests go; for inbound cases also a page on the partner's agency."""
    topics = (SourceTopic.DESTINATION,) if outbound(facts) else (SourceTopic.DESTINATION, SourceTopic.ISSUER)
    return any(any(live_sources(facts, evidence, topic)) for topic in topics)


CONTROLS = (
    status_captured,
    waiting_sourced,
    follow_up_in_time,
    single_contact,
    completed_but_overdue,
    status_check_due,
    contact_from_live_page,
)
