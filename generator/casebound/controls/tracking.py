"""Gate 4, status tracking: verbatim words, a sourced waiting time, one voice, and a hold until receipt."""

import datetime as dt
from itertools import pairwise

from casebound.controls.definition import case_control, guide, objection, policy
from casebound.controls.predicates import (
    before_certificate,
    before_request,
    exhibits_of_kind,
    live_sources,
    on_file,
    outbound,
)
from casebound.model.business_days import business_days_after
from casebound.model.case import StatusCheck
from casebound.model.days import Day
from casebound.model.facts import Facts
from casebound.model.rules import Objections, Section
from casebound.model.terms import Severity, SourceTopic


def latest_check(facts: Facts) -> StatusCheck | None:
    """The last look at the tracker by the as-of date."""
    seen = [check for check in facts.case.tracker if check.at.on <= facts.as_of]
    return max(seen, key=lambda check: check.at, default=None)


def shows_completed(facts: Facts) -> bool:
    """Whether the tracker last showed a word that the policy reads as completed."""
    check = latest_check(facts)
    words = {word.casefold() for word in facts.registers.policy.completed_words}
    return check is not None and check.shown.strip().casefold() in words


def earliest_follow_up(facts: Facts) -> Day | None:
    """The first day on which the sourced waiting time has passed; None where there is no such value."""
    waiting, submission = facts.case.waiting, facts.case.submission
    if waiting is None or submission is None or waiting.days is None or not on_file(facts, waiting.evidence):
        return None
    if waiting.unit == "business-days":
        return business_days_after(submission.sent_on, waiting.days, facts.registers.policy.closures)
    return submission.sent_on + dt.timedelta(days=waiting.days)


def open_wait(facts: Facts) -> bool:
    """Whether a request is out and neither a certificate, a refusal nor a closing ended the wait."""
    case = facts.case
    in_hand = any(one.received_on is not None for one in case.certificates.values())
    return case.submission is not None and not in_hand and case.denial is None and case.closure is None


@case_control(
    "T01",
    "status-captured",
    Section.TRACKING,
    question="Is each status on file as it was shown after the request went out, with a capture?",
    why="The words on the screen are the fact; a paraphrase is an interpretation of labels that nobody defined.",
    remedy="Copy the words exactly and file the capture as an exhibit of kind status-capture.",
    basis=(guide("tracker table"),),
    applies=lambda facts: bool(facts.case.tracker),
    may_apply_later=before_certificate,
)
def status_captured(facts: Facts) -> Objections:
    for index, check in enumerate(facts.case.tracker):
        if not exhibits_of_kind(facts, (check.capture,), "status-capture"):
            yield objection(("tracker", index, "capture"), f"{check.capture} is no status capture of this case")
        if facts.case.submission is not None and check.at.on < facts.case.submission.sent_on:
            message = "this status was seen before the request went out"
            yield objection(("tracker", index, "at"), message, ("submission", "sent_on"))


@case_control(
    "T02",
    "waiting-sourced",
    Section.TRACKING,
    question="Does the waiting time come from a current instruction, or is it recorded as unknown?",
    why="No universal waiting time is public. A number without a source is somebody's habit.",
    remedy="Cite the notice or page that shows the number, or write waiting.unknown with the reason.",
    basis=(guide("waiting guidance"),),
    applies=lambda facts: facts.case.submission is not None,
    may_apply_later=before_request,
)
def waiting_sourced(facts: Facts) -> Objections:
    waiting = facts.case.waiting
    if waiting is None:
        yield objection(("submission",), "the request is out, but no waiting time is recorded, not even as unknown")
    elif waiting.unknown is None:
        if waiting.days is None or waiting.unit is None:
            yield objection(("waiting",), "the waiting time lacks its number or its unit")
        if not on_file(facts, waiting.evidence):
            yield objection(("waiting",), "nothing on file shows where the waiting time comes from")


@case_control(
    "T03",
    "follow-up-in-time",
    Section.TRACKING,
    question="Did every follow-up wait for the time that the instruction gives?",
    why="An early or repeated follow-up slows the request down and muddies the file.",
    remedy="Stop writing until the earliest follow-up date; note what happened in the log.",
    basis=(guide("no early or duplicate follow-ups"),),
    severity=Severity.WARNING,
    applies=lambda facts: any(contact.follow_up for contact in facts.case.contacts),
    may_apply_later=before_certificate,
)
def follow_up_in_time(facts: Facts) -> Objections:
    earliest = earliest_follow_up(facts)
    follow_ups = [(index, one) for index, one in enumerate(facts.case.contacts) if one.follow_up]
    for index, contact in follow_ups:
        if earliest is None:
            yield objection(
                ("contacts", index, "at"), "a follow-up went out although no waiting time is known", ("waiting",)
            )
        elif contact.at.on < earliest:
            yield objection(("contacts", index, "at"), f"a follow-up went out before {earliest}", ("waiting",))
    for (first, _), (second, _) in pairwise(follow_ups):
        yield objection(
            ("contacts", second, "at"), "a second follow-up went out for the same wait", ("contacts", first)
        )


@case_control(
    "T04",
    "one-voice",
    Section.TRACKING,
    question="Does one owner alone speak with the authority?",
    why="Two people asking the same thing is how duplicate requests begin.",
    remedy="Route every message through the operations owner.",
    basis=(guide("one internal owner for external contact"),),
    severity=Severity.WARNING,
    applies=lambda facts: bool(facts.case.contacts),
    may_apply_later=before_certificate,
)
def one_voice(facts: Facts) -> Objections:
    for index, contact in enumerate(facts.case.contacts):
        if contact.by != facts.case.people.operations:
            yield objection(
                ("contacts", index, "by"), f"{contact.by} wrote, not the operations owner", ("people", "operations")
            )


@case_control(
    "T05",
    "completed-but-overdue",
    Section.TRACKING,
    question="If the tracker says completed, has the document come within the mailing allowance?",
    why="Completed is not received. After the allowance somebody should ask, once.",
    remedy="Let the operations owner ask for the document; keep the hold.",
    basis=(guide("mailing can take up to two weeks"), policy("mailing_allowance")),
    severity=Severity.WARNING,
    applies=lambda facts: open_wait(facts) and shows_completed(facts),
    may_apply_later=before_certificate,
)
def completed_but_overdue(facts: Facts) -> Objections:
    allowance = facts.registers.policy.mailing_allowance
    first = min(
        (check.at.on, index)
        for index, check in enumerate(facts.case.tracker)
        if check.shown.strip().casefold() in {word.casefold() for word in facts.registers.policy.completed_words}
    )
    if (facts.as_of - first[0]).days > allowance.days:
        yield objection(
            ("tracker", first[1], "shown"),
            f"completed since {first[0]}, and nothing has come within {allowance.days} days",
        )


@case_control(
    "T06",
    "status-check-due",
    Section.TRACKING,
    question="Was the tracker looked at recently while the request is out?",
    why="A request nobody looks at is one nobody owns.",
    remedy="Check the status, copy the words and file the capture.",
    basis=(policy("status_check_days"),),
    severity=Severity.WARNING,
    applies=open_wait,
    may_apply_later=before_request,
)
def status_check_due(facts: Facts) -> Objections:
    submission, check = facts.case.submission, latest_check(facts)
    if submission is None:
        return
    last, days = check.at.on if check else submission.sent_on, facts.registers.policy.status_check_days
    if (facts.as_of - last).days > days:
        yield objection(
            ("tracker",) if check else ("submission",), f"the last look was on {last}, more than {days} days ago"
        )


@case_control(
    "T07",
    "contact-from-live-page",
    Section.TRACKING,
    question="Does every contact point used come from a live official page or from the authority's own letter?",
    why="Archived pages keep addresses that no longer answer.",
    remedy="Cite the live page that says where requests go, or the letter that shows the address.",
    basis=(guide("avoid archived pages for contact mechanics"),),
    severity=Severity.WARNING,
    applies=lambda facts: bool(facts.case.contacts),
    may_apply_later=before_certificate,
)
def contact_from_live_page(facts: Facts) -> Objections:
    for index, contact in enumerate(facts.case.contacts):
        letters = exhibits_of_kind(facts, contact.evidence, "correspondence")
        if not letters and not _names_authority(facts, contact.evidence):
            yield objection(
                ("contacts", index), "neither a live official page on where requests go nor a letter shows this address"
            )


def _names_authority(facts: Facts, evidence: tuple[str, ...]) -> bool:
    """Whether a cited live page says where requests go; inbound, that is the page on the partner's agency."""
    topics = (SourceTopic.DESTINATION,) if outbound(facts) else (SourceTopic.DESTINATION, SourceTopic.ISSUER)
    return any(any(live_sources(facts, evidence, topic)) for topic in topics)


CONTROLS = (
    status_captured,
    waiting_sourced,
    follow_up_in_time,
    one_voice,
    completed_but_overdue,
    status_check_due,
    contact_from_live_page,
)
