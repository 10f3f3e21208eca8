"""Gate 3, lane and channel: the right kind of request, sent the right way, with proof of sending."""

from casebound.controls.definition import case_control, claim_control, objection
from casebound.controls.predicates import (
    PROOF_KINDS,
    acted,
    acted_as,
    before_request,
    exhibits_of_kind,
    fresh_source,
    happened,
    in_use,
    lane_confirmed,
    outbound,
)
from casebound.model.case import Claim
from casebound.model.facts import Facts
from casebound.model.rules import Link, Objections, Section, process, setting
from casebound.model.terms import Channel, Lane, Role, SourceTopic


def _sent(facts: Facts) -> bool:
    return facts.case.submission is not None


def _sent_to_ssa(facts: Facts) -> bool:
    return _sent(facts) and outbound(facts)


def _may_go_by(facts: Facts, *channels: Channel) -> bool:
    """Whether a request may still be sent by one of these channels."""
    route = facts.case.route
    return before_request(facts) and (route is None or route.channel in channels)


@case_control(
    "L01",
    "lane-confirmed",
    Section.LANE,
    question="Is the case in the employer lane or the self-employed lane, and does the lane match the intake label?",
    why="SSA's published material supports only these two lanes. A case with any other label, such as Performer, is on"
    " hold until an authorized person reclassifies it.",
    remedy="Record filing.reclassified (by, on, because) before the request is sent, or choose the lane that matches"
    " the intake label. Until then, keep the case on hold and escalate.",
    basis=(process("Lanes and channels"), setting("intake_labels")),
    link=Link.LANE,
    applies=acted,
    may_apply_later=before_request,
)
def lane_is_confirmed(facts: Facts) -> Objections:
    if not lane_confirmed(facts):
        label, lane = facts.case.worker.intake_label, facts.case.filing.lane.value
        yield objection(
            ("filing", "lane"),
            f"the intake label {label!r} does not lead to the lane {lane}",
            ("worker", "intake_label"),
        )
    submission, reclassified = facts.case.submission, facts.case.filing.reclassified
    if submission is not None and reclassified is not None and reclassified.on > submission.sent_on:
        message = "the lane was reclassified after the request was sent"
        yield objection(("filing", "reclassified", "on"), message, ("submission", "sent_on"))


@case_control(
    "L02",
    "lane-names-party",
    Section.LANE,
    question="Does the record name an employer in the employer lane, or an activity in the self-employed lane?",
    why="A certificate covers one employer or one self-employed activity, and the record must say which.",
    remedy="Name the employer under employer, or the activity under activity, as the lane requires.",
    basis=(process("Lanes and channels"),),
    link=Link.LANE,
    applies=acted,
    may_apply_later=before_request,
)
def lane_names_party(facts: Facts) -> Objections:
    case = facts.case
    if case.filing.lane is Lane.EMPLOYER and case.employer is None:
        yield objection(("filing", "lane"), "the lane is employer, but the record names no employer")
    if case.filing.lane is Lane.SELF_EMPLOYED and case.activity is None:
        yield objection(("filing", "lane"), "the lane is self-employed, but the record names no activity")


@claim_control(
    "L03",
    "request-filed",
    Section.LANE,
    question="Was a request sent before an exemption was claimed?",
    why="A certificate is issued in response to a request. A claim without a request bypasses the process.",
    remedy="Record the request under submission, or remove the claim and its approvals until the certificate is"
    " received.",
    basis=(process("The four gates"),),
    link=Link.LANE,
)
def request_filed(facts: Facts, key: str, _claim: Claim) -> Objections:
    submission = facts.case.submission
    if submission is None:
        yield objection(("claims", key), "an exemption is claimed, but no request was sent")
    elif not happened(submission.sent_on, facts):
        yield objection(("submission", "sent_on"), "the request was sent after the as-of date", ("claims", key))


@case_control(
    "L04",
    "channel-exception",
    Section.LANE,
    question="If the request was sent by fax or mail, does the record say why, who approved it and what was sent?",
    why="The online channel is the standard. Any other channel requires a reason, an approval before sending, and a"
    " copy of the request.",
    remedy="Record route.exception with why_not_online, approved_by and approved_on, and cite a copy of the request"
    " under sent. A final approver must approve the exception before sending.",
    basis=(process("Lanes and channels"),),
    link=Link.LANE,
    applies=lambda facts: (
        _sent(facts) and facts.case.route is not None and facts.case.route.channel in (Channel.FAX, Channel.MAIL)
    ),
    may_apply_later=lambda facts: _may_go_by(facts, Channel.FAX, Channel.MAIL),
)
def channel_exception(facts: Facts) -> Objections:
    route, submission = facts.case.route, facts.case.submission
    if route is None or submission is None or route.exception is None:
        yield objection(("route", "channel"), "the request was not sent online, and no exception is recorded")
        return
    exception, at = route.exception, ("route", "exception")
    if not acted_as(facts, exception.approved_by, Role.APPROVER, exception.approved_on):
        message = "the exception was not approved by a person who was a final approver on that day"
        yield objection((*at, "approved_by"), message, ("people", "approver"))
    if exception.approved_on > submission.sent_on:
        yield objection(
            (*at, "approved_on"), "the exception was approved after the request was sent", ("submission", "sent_on")
        )
    if not any(in_use(facts, key) for key in exception.sent):
        yield objection((*at, "sent"), "no exhibit of this case is a copy of the request")


@case_control(
    "L05",
    "destination-current",
    Section.LANE,
    question="Was the destination taken from a live official page shortly before the request was sent?",
    why="Addresses and fax numbers change, and archived pages still show the old ones.",
    remedy="Look up the destination on the official page before sending, register the page with its capture"
    " (supports: destination), cite it under route.evidence and set route.destination_seen_on.",
    basis=(process("Lanes and channels"), setting("source_fresh_days")),
    link=Link.LANE,
    applies=_sent_to_ssa,
    may_apply_later=lambda facts: before_request(facts) and outbound(facts),
)
def destination_current(facts: Facts) -> Objections:
    route, submission = facts.case.route, facts.case.submission
    if submission is None:
        return
    if route is None:
        yield objection(("submission",), "no channel and destination are recorded")
        return
    if route.destination_seen_on > submission.sent_on:
        yield objection(
            ("route", "destination_seen_on"), "the destination was looked up after sending", ("submission", "sent_on")
        )
    elif (submission.sent_on - route.destination_seen_on).days > facts.registers.policy.source_fresh_days:
        message = (
            f"the destination was looked up more than {facts.registers.policy.source_fresh_days} days before sending"
        )
        yield objection(("route", "destination_seen_on"), message, ("submission", "sent_on"))
    if not fresh_source(facts, route.evidence, submission.sent_on, SourceTopic.DESTINATION):
        days = facts.registers.policy.source_fresh_days
        yield objection(
            ("route", "evidence"),
            "the record cites no live official page with the destination that was read in the"
            f" {days} days before sending",
        )


@case_control(
    "L06",
    "submission-proof",
    Section.LANE,
    question="Is proof of sending on file, and does it match the channel?",
    why="The online channel provides a confirmation, a fax a transmission report, and the mail a receipt. Without such"
    " proof, nothing shows that the request was sent.",
    remedy="Add the confirmation, report or receipt as an exhibit of the kind that the finding names and cite it under"
    " submission.proof, or correct route.channel.",
    basis=(process("Lanes and channels"),),
    link=Link.LANE,
    applies=_sent,
    may_apply_later=before_request,
)
def submission_proof(facts: Facts) -> Objections:
    submission, route = facts.case.submission, facts.case.route
    if submission is None:
        return
    if route is None:
        yield objection(("submission",), "no channel is recorded, so the proof of sending cannot be checked")
        return
    proof_kind = PROOF_KINDS[route.channel]
    if not exhibits_of_kind(facts, submission.proof, proof_kind):
        place = ("submission", "proof") if submission.proof else ("submission",)
        yield objection(
            place,
            f"no exhibit of kind {proof_kind} is cited as proof of sending (channel {route.channel.value})",
            ("route", "channel"),
        )
    if outbound(facts) is (route.channel is Channel.FOREIGN_AGENCY):
        yield objection(
            ("route", "channel"),
            f"the channel {route.channel.value} is not used for {facts.case.direction.value} cases",
            ("direction",),
        )


@case_control(
    "L07",
    "online-form-checked",
    Section.LANE,
    question="Was SSA's online form checked shortly before an online request was sent?",
    why="SSA does not publish a list of the fields. Only the form itself shows which information it requires.",
    remedy="Open the online form on the day of sending and record that day as submission.form_checked_on.",
    basis=(process("Lanes and channels"), setting("source_fresh_days")),
    link=Link.LANE,
    applies=lambda facts: _sent(facts) and facts.case.route is not None and facts.case.route.channel is Channel.ONLINE,
    may_apply_later=lambda facts: _may_go_by(facts, Channel.ONLINE),
)
def online_form_checked(facts: Facts) -> Objections:
    submission = facts.case.submission
    if submission is None:
        return
    limit = facts.registers.policy.source_fresh_days
    if submission.form_checked_on is None:
        yield objection(("submission",), "the record does not say when the online form was checked")
    elif not 0 <= (submission.sent_on - submission.form_checked_on).days <= limit:
        yield objection(
            ("submission", "form_checked_on"), f"the online form was not checked in the {limit} days before sending"
        )


@case_control(
    "L08",
    "no-second-request",
    Section.LANE,
    question="Is this the only open request for this worker, these two countries and these dates?",
    why="A second request for the same period delays both requests and may result in two certificates.",
    remedy="Withdraw one of the two requests and close its case (see closure).",
    basis=(process("Tracking"),),
    applies=_sent,
    may_apply_later=before_request,
)
def no_second_request(facts: Facts) -> Objections:
    for other_case in facts.competing_requests:
        yield objection(
            ("submission",),
            f"case {other_case} has an open request for the same worker, the same two countries and overlapping days",
        )


CONTROLS = (
    lane_is_confirmed,
    lane_names_party,
    request_filed,
    channel_exception,
    destination_current,
    submission_proof,
    online_form_checked,
    no_second_request,
)
