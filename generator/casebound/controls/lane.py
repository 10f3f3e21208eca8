"""Gate 3, lane and channel: the right kind of request, sent the right way, with proof that it went."""

from casebound.controls.definition import case_control, claim_control, guide, objection, policy
from casebound.controls.predicates import (
    PROOF_KINDS,
    acted,
    before_request,
    exhibits_of_kind,
    fresh_source,
    happened,
    lane_confirmed,
    outbound,
)
from casebound.model.case import Claim
from casebound.model.facts import Facts
from casebound.model.rules import Link, Objections, Section
from casebound.model.terms import Channel, Lane, SourceTopic


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
    question="Is the case in the employer or the self-employed lane, in step with its intake label?",
    why="Only these two lanes are supported by what SSA publishes. Any other label, such as Performer, is a hold until"
    " somebody with the authority reclassifies it.",
    remedy="Record filing.reclassified with who, when and why, or hold the case and escalate.",
    basis=(guide("classify the case first"),),
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
        message = "the lane was settled after the request was sent"
        yield objection(("filing", "reclassified", "on"), message, ("submission", "sent_on"))


@case_control(
    "L02",
    "lane-fits-record",
    Section.LANE,
    question="Does the record name an employer in the employer lane, and an activity in the other?",
    why="A certificate is tied to one employer or to one self-employment. The lane must say which.",
    remedy="Name the employer, or the activity, that the lane calls for.",
    basis=(guide("lane first, then channel"),),
    link=Link.LANE,
    applies=acted,
    may_apply_later=before_request,
)
def lane_fits_record(facts: Facts) -> Objections:
    case = facts.case
    if case.filing.lane is Lane.EMPLOYER and case.employer is None:
        yield objection(("filing", "lane"), "the employer lane, but no employer is named")
    if case.filing.lane is Lane.SELF_EMPLOYED and case.activity is None:
        yield objection(("filing", "lane"), "the self-employed lane, but no activity is named")


@claim_control(
    "L03",
    "request-filed",
    Section.LANE,
    question="Was a request filed before an exemption was claimed?",
    why="A certificate answers a request. A claim without one has skipped the process.",
    remedy="File the request, or drop the claim until the certificate is in hand.",
    basis=(guide("four gates"),),
    link=Link.LANE,
)
def request_filed(facts: Facts, key: str, _claim: Claim) -> Objections:
    submission = facts.case.submission
    if submission is None:
        yield objection(("claims", key), "an exemption is claimed, but no request was filed")
    elif not happened(submission.sent_on, facts):
        yield objection(("submission", "sent_on"), "the request had not been sent on the as-of date", ("claims", key))


@case_control(
    "L04",
    "channel-exception",
    Section.LANE,
    question="If the request went by fax or mail, is it on record why, who allowed it and what was sent?",
    why="Online is the first choice. Another channel needs a reason, an approval before sending, and a copy.",
    remedy="Record route.exception with the reason, the approver, the day and the copy of what was sent.",
    basis=(guide("channel table"),),
    link=Link.LANE,
    applies=lambda facts: (
        _sent(facts) and facts.case.route is not None and facts.case.route.channel in (Channel.FAX, Channel.MAIL)
    ),
    may_apply_later=lambda facts: _may_go_by(facts, Channel.FAX, Channel.MAIL),
)
def channel_exception(facts: Facts) -> Objections:
    route, submission = facts.case.route, facts.case.submission
    if route is None or submission is None or route.exception is None:
        yield objection(("route", "channel"), "the request left the online channel without an exception on record")
        return
    exception, at = route.exception, ("route", "exception")
    if exception.approved_by != facts.case.people.approver:
        yield objection(
            (*at, "approved_by"), "the exception was not approved by the case's final approver", ("people", "approver")
        )
    if exception.approved_on > submission.sent_on:
        yield objection(
            (*at, "approved_on"), "the exception was approved after the request was sent", ("submission", "sent_on")
        )
    if not any(key in facts.case.exhibits for key in exception.sent):
        yield objection((*at, "sent"), "no copy of what was sent is among the exhibits")


@case_control(
    "L05",
    "destination-current",
    Section.LANE,
    question="Was the destination read, shortly before sending, from a live official page that names it?",
    why="Addresses and numbers change, and archived pages keep the old ones.",
    remedy="Look the destination up again on the official page, register the page with its capture (supports:"
    " destination) and cite it.",
    basis=(guide("reconfirm destination details"), policy("source_fresh_days")),
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
        message = f"the destination was looked up over {facts.registers.policy.source_fresh_days} days before sending"
        yield objection(("route", "destination_seen_on"), message, ("submission", "sent_on"))
    if not fresh_source(facts, route.evidence, submission.sent_on, SourceTopic.DESTINATION):
        days = facts.registers.policy.source_fresh_days
        yield objection(
            ("route", "evidence"),
            f"no live official page on where requests go, read within the {days} days before sending, is cited",
        )


@case_control(
    "L06",
    "submission-proof",
    Section.LANE,
    question="Is there proof of sending that fits the channel?",
    why="Online leaves a confirmation, fax a transmission report, mail a receipt. Without it, nothing shows that the"
    " request left the house.",
    remedy="Add the confirmation, report or receipt as an exhibit of that kind and cite it under submission.proof.",
    basis=(guide("channel table"),),
    link=Link.LANE,
    applies=_sent,
    may_apply_later=before_request,
)
def submission_proof(facts: Facts) -> Objections:
    submission, route = facts.case.submission, facts.case.route
    if submission is None:
        return
    if route is None:
        yield objection(("submission",), "no channel is recorded, so no proof can fit it")
        return
    wanted = PROOF_KINDS[route.channel]
    if not exhibits_of_kind(facts, submission.proof, wanted):
        place = ("submission", "proof") if submission.proof else ("submission",)
        yield objection(
            place, f"no exhibit of kind {wanted} shows the sending by {route.channel.value}", ("route", "channel")
        )
    if outbound(facts) is (route.channel is Channel.FOREIGN_AGENCY):
        yield objection(
            ("route", "channel"), f"a case that is {facts.case.direction.value} does not go this way", ("direction",)
        )


@case_control(
    "L07",
    "live-form-checked",
    Section.LANE,
    question="Were the live form's inputs checked before an online request was sent?",
    why="The public texts do not list what the form asks for; only the form of the day does.",
    remedy="Open the live form on the day of sending and record submission.form_checked_on.",
    basis=(guide("confirm the live form's current required inputs"), policy("source_fresh_days")),
    link=Link.LANE,
    applies=lambda facts: _sent(facts) and facts.case.route is not None and facts.case.route.channel is Channel.ONLINE,
    may_apply_later=lambda facts: _may_go_by(facts, Channel.ONLINE),
)
def live_form_checked(facts: Facts) -> Objections:
    submission = facts.case.submission
    if submission is None:
        return
    limit = facts.registers.policy.source_fresh_days
    if submission.form_checked_on is None:
        yield objection(("submission",), "it is not recorded when the live form was checked")
    elif not 0 <= (submission.sent_on - submission.form_checked_on).days <= limit:
        yield objection(
            ("submission", "form_checked_on"), f"the form was not checked within the {limit} days before sending"
        )


@case_control(
    "L08",
    "no-second-request",
    Section.LANE,
    question="Is this the only open request for this worker, this pair and these days?",
    why="A second request for the same thing delays both and may bring two documents.",
    remedy="Withdraw one of the two, or close the earlier case first.",
    basis=(guide("no duplicate outreach"),),
    applies=_sent,
    may_apply_later=before_request,
)
def no_second_request(facts: Facts) -> Objections:
    for rival in facts.competing_requests:
        yield objection(("submission",), f"case {rival} holds an open request for the same worker, pair and days")


CONTROLS = (
    lane_is_confirmed,
    lane_fits_record,
    request_filed,
    channel_exception,
    destination_current,
    submission_proof,
    live_form_checked,
    no_second_request,
)
