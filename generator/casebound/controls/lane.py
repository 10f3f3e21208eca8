"""Gate 3, lane and channel: the right kind of request, sent the right way, with proof of sending."""

from collections.abc import Iterator

from casebound.controls.certificate import cited, of_first_period
from casebound.controls.definition import case_control, claim_control, objection
from casebound.controls.predicates import (
    AUTHORITY_KINDS,
    GIVE_UP_CLAIM,
    PROOF_KINDS,
    READ_EARLIER,
    acted,
    acted_as,
    before_request,
    exhibits_of_kind,
    fresh_source,
    happened,
    in_use,
    lane_confirmed,
    may_request,
    outbound,
)
from casebound.controls.sheet_status import is_taken_over
from casebound.model.case import Claim, Follows, Request, Route, Sent
from casebound.model.facts import Facts
from casebound.model.requests import any_sent, in_order, latest_request, latest_sent, sent_requests
from casebound.model.rules import Link, Objections, Section, official, process, setting, support_policy
from casebound.model.terms import Channel, Lane, RequestRelation, Role, SourceTopic


def _sent(facts: Facts) -> bool:
    return any_sent(facts.case)


def _sent_to_ssa(facts: Facts) -> bool:
    return _sent(facts) and outbound(facts)


def _sent_by(facts: Facts, *channels: Channel) -> Iterator[tuple[str, Request, Route, Sent]]:
    """The requests that were sent by one of these channels."""
    for key, request, sent in sent_requests(facts.case):
        if request.route is not None and request.route.channel in channels:
            yield key, request, request.route, sent


def _may_go_by(facts: Facts, *channels: Channel) -> bool:
    """Whether a request may still be sent by one of these channels."""
    latest = latest_request(facts.case)
    route = latest[1].route if latest else None
    return before_request(facts) and (route is None or route.channel in channels)


@case_control(
    "L01",
    "lane-confirmed",
    Section.LANE,
    question="Is the request type employer or self-employed, and does the request type match the label on the original"
    " request?",
    why="SSA's published material supports only two request types: employer and self-employed. A case with any other"
    " label, such as Performer, is on hold until an authorized person chooses the request type.",
    remedy="Set `filing.lane` to the request type that matches the intake label. Alternatively, have an authorized"
    " person choose the request type before the request is sent, and record the choice under `filing.reclassified`"
    " (`by`, `on`, `because`). Until the request type is confirmed, keep the case on hold, and ask legal.",
    basis=(
        process("Request types and channels"),
        official("SSA, introduction to the online certificate service (2010)", label="copy"),
        setting("intake_labels"),
    ),
    link=Link.LANE,
    applies=acted,
    may_apply_later=before_request,
    process=True,
)
def lane_is_confirmed(facts: Facts) -> Objections:
    if not lane_confirmed(facts):
        label, lane = facts.case.worker.intake_label, facts.case.filing.lane.value
        yield objection(
            ("filing", "lane"),
            f"the intake label {label!r} does not lead to the request type {lane}",
            ("worker", "intake_label"),
        )
    last, reclassified = latest_sent(facts.case), facts.case.filing.reclassified
    if last is not None and reclassified is not None and reclassified.on > last[2].on:
        message = "the request type was reclassified after the request was sent"
        yield objection(("filing", "reclassified", "on"), message, ("requests", last[0], "sent", "on"))


@case_control(
    "L02",
    "lane-names-party",
    Section.LANE,
    question="Does the record name an employer if the request type is employer, or an activity if the request type is"
    " self-employed?",
    why="A certificate covers one employer or one self-employed activity, and the record must say which.",
    remedy="Name the employer under `employer`, or the self-employed activity under `activity`, as the request type"
    " (`filing.lane`) requires.",
    basis=(process("Request types and channels"),),
    link=Link.LANE,
    applies=acted,
    may_apply_later=before_request,
    process=True,
)
def lane_names_party(facts: Facts) -> Objections:
    case = facts.case
    if case.filing.lane is Lane.EMPLOYER and case.employer is None:
        yield objection(("filing", "lane"), "the request type is employer, but the record names no employer")
    if case.filing.lane is Lane.SELF_EMPLOYED and case.activity is None:
        yield objection(("filing", "lane"), "the request type is self-employed, but the record names no activity")


@claim_control(
    "L03",
    "request-filed",
    Section.LANE,
    question="Was the request that each certificate answers sent before an exemption was claimed?",
    why="A certificate is issued in response to a request. A claim without a request bypasses the process.",
    remedy="Record how the request was sent (`sent`, under `requests`), and name the request in the certificate."
    f" Otherwise {GIVE_UP_CLAIM}.",
    basis=(process("The four gates"),),
    link=Link.LANE,
)
def request_filed(facts: Facts, key: str, claim: Claim) -> Objections:
    if not _sent(facts):
        yield objection(("claims", key), "an exemption is claimed, but no request was sent")
    for name, certificate in cited(facts, claim):
        at = ("certificates", name)
        request = facts.case.requests.get(certificate.request or "")
        if certificate.request is None:
            if not of_first_period(facts, certificate):
                yield objection(at, f"{name} names no request", ("claims", key))
        elif request is None:
            yield objection((*at, "request"), f"the record has no request {certificate.request}", ("claims", key))
        elif request.sent is None:
            yield objection((*at, "request"), f"the request {certificate.request} was not sent", ("claims", key))
        elif not happened(request.sent.on, facts):
            sent_on = ("requests", certificate.request, "sent", "on")
            yield objection(sent_on, "the request was sent after the as-of date", ("claims", key))


@case_control(
    "L04",
    "channel-exception",
    Section.LANE,
    question="If the request was sent by fax or mail, does the record say why, who approved it and what was sent?",
    why="The online channel is the standard. Any other channel requires a reason, an approval before sending, and a"
    " copy of the request.",
    remedy="Record the exception in the request's route with `why_not_online`, `approved_by` and `approved_on`, and"
    " cite a copy of the request under `sent`. A final approver must approve the exception before sending.",
    basis=(process("Request types and channels"),),
    link=Link.LANE,
    applies=lambda facts: any(_sent_by(facts, Channel.FAX, Channel.MAIL)),
    may_apply_later=lambda facts: _may_go_by(facts, Channel.FAX, Channel.MAIL),
    process=True,
)
def channel_exception(facts: Facts) -> Objections:
    for key, _, route, sent in _sent_by(facts, Channel.FAX, Channel.MAIL):
        exception, at = route.exception, ("requests", key, "route", "exception")
        if exception is None:
            yield objection((*at[:-1], "channel"), "the request was not sent online, and no exception is recorded")
            continue
        if not acted_as(facts, exception.approved_by, Role.APPROVER, exception.approved_on):
            message = "the exception was not approved by a person who was a final approver on that day"
            yield objection((*at, "approved_by"), message, ("people", "approver"))
        if exception.approved_on > sent.on:
            message = "the exception was approved after the request was sent"
            yield objection((*at, "approved_on"), message, ("requests", key, "sent", "on"))
        if not any(in_use(facts, exhibit) for exhibit in exception.sent):
            yield objection((*at, "sent"), "no exhibit of this case is a copy of the request")


@case_control(
    "L05",
    "destination-current",
    Section.LANE,
    question="Did the team look up the destination of the request on a live official page shortly before sending?",
    why="Addresses and fax numbers change, and archived pages still show old addresses and numbers.",
    remedy="Look up the destination on the official page before sending, register the page with its capture (`supports:"
    f" destination`), cite it in the request's route (`evidence`), and set `destination_seen_on`. {READ_EARLIER}",
    basis=(process("Request types and channels"), setting("source_fresh_days")),
    link=Link.LANE,
    applies=_sent,
    may_apply_later=before_request,
    process=True,
)
def destination_current(facts: Facts) -> Objections:
    days = facts.registers.policy.source_fresh_days
    for key, request, sent in sent_requests(facts.case):
        route, at, sent_on = request.route, ("requests", key, "route"), ("requests", key, "sent", "on")
        if route is None:
            yield objection(("requests", key), "no channel and destination are recorded")
            continue
        if route.destination_seen_on > sent.on:
            yield objection((*at, "destination_seen_on"), "the destination was looked up after sending", sent_on)
        elif (sent.on - route.destination_seen_on).days > days:
            message = f"the destination was looked up more than {days} days before sending"
            yield objection((*at, "destination_seen_on"), message, sent_on)
        if outbound(facts) and not fresh_source(facts, route.evidence, sent.on, SourceTopic.DESTINATION):
            yield objection(
                (*at, "evidence"),
                "the record cites no live official page with the destination that was read in the"
                f" {days} days before sending",
            )


@case_control(
    "L06",
    "submission-proof",
    Section.LANE,
    question="Is proof on file that the request was sent, and is it the kind of proof that the channel provides?",
    why="The online channel provides a confirmation, a fax provides a transmission report, and the mail provides a"
    " receipt. Without proof of sending, nothing shows that the request was sent.",
    remedy="Add the confirmation, report or receipt as an exhibit of the kind that the finding names and cite it as"
    " `proof` under the request's `sent`, or correct the channel of its route. If the request was sent before the day"
    " `cut_over` and no proof was kept, record a takeover of the request.",
    basis=(process("Request types and channels"), support_policy("10 Approvals")),
    link=Link.LANE,
    applies=_sent,
    may_apply_later=before_request,
)
def submission_proof(facts: Facts) -> Objections:
    for key, request, sent in sent_requests(facts.case):
        route, at = request.route, ("requests", key)
        if is_taken_over(facts, key) and not sent.proof:
            continue  # the takeover says that the team has no proof, and every surface shows that
        if route is None:
            yield objection(at, "no channel is recorded, so the proof of sending cannot be checked")
            continue
        channel, proof_kind = (*at, "route", "channel"), PROOF_KINDS[route.channel]
        if not exhibits_of_kind(facts, sent.proof, proof_kind):
            yield objection(
                (*at, "sent", "proof") if sent.proof else (*at, "sent"),
                f"no exhibit of the kind {proof_kind} is cited as proof of sending (channel {route.channel.value})",
                channel,
            )
        if outbound(facts) is (route.channel is Channel.FOREIGN_AGENCY):
            message = f"the channel {route.channel.value} is not used for {facts.case.direction.value} cases"
            yield objection(channel, message, ("direction",))


@case_control(
    "L07",
    "online-form-checked",
    Section.LANE,
    question="Was SSA's online form for the partner country checked shortly before an online request was sent?",
    why="No published list of the form's fields was found. Only the form itself shows which information it requires."
    " According to a copy of an SSA statement, the forms differ by country.",
    remedy="Open the online form for the partner country on the day of sending. Under the request's `sent`, enter that"
    " day as `form_checked_on` and the country as `form_country`. If the team checked the form, but nobody wrote down"
    " the day, record a deviation of the kind `form-check-not-noted`, and have the exemption approved on a new decision"
    " sheet.",
    basis=(process("Request types and channels"), setting("source_fresh_days")),
    link=Link.LANE,
    applies=lambda facts: any(_sent_by(facts, Channel.ONLINE)),
    may_apply_later=lambda facts: _may_go_by(facts, Channel.ONLINE),
    process=True,
)
def online_form_checked(facts: Facts) -> Objections:
    limit = facts.registers.policy.source_fresh_days
    for key, _, _, sent in _sent_by(facts, Channel.ONLINE):
        at = ("requests", key, "sent")
        if sent.form_checked_on is None:
            yield objection(at, "the record does not say when the online form was checked")
        elif not 0 <= (sent.on - sent.form_checked_on).days <= limit:
            message = f"the online form was not checked in the {limit} days before sending"
            yield objection((*at, "form_checked_on"), message)
        if sent.form_country not in (None, facts.case.partner):
            message = f"the online form for {sent.form_country} was checked, not the form for {facts.case.partner}"
            yield objection((*at, "form_country"), message, ("partner",))


@case_control(
    "L08",
    "no-second-request",
    Section.LANE,
    question="Is this the only request for this worker, this employer or activity, these countries and these dates?",
    why="A second request for the same period delays both requests and may result in two certificates.",
    remedy="Withdraw the request that is still waiting for a certificate, and close its case (`closure`). If both"
    " requests are waiting, withdraw only one request. If the worker has two employers at the same time, open a"
    " separate case for each employer.",
    basis=(process("Tracking"),),
    applies=_sent,
    may_apply_later=before_request,
)
def no_second_request(facts: Facts) -> Objections:
    for competing in facts.elsewhere.competing_requests:
        has = "an open request" if competing.is_open else "a request with a certificate"
        message = f"case {competing.case} has {has} for the same worker, employer or activity, countries and days"
        yield objection(("requests",), message)


@case_control(
    "L09",
    "requests-in-order",
    Section.LANE,
    question="Does each later request name the earlier request that it follows, with the correct relation?",
    why="If the record does not state how a second request is related to the first, the second request looks like a"
    " duplicate, and nobody knows which certificate answers which request.",
    remedy="Under `follows`, record the earlier request and the relation: `corrects` or `repeats` a request that was"
    " sent, `extends` a request with a certificate, or `filed-again` after a refusal or a withdrawal.",
    basis=(process("Tracking"),),
    applies=lambda facts: len(facts.case.requests) > 1 or any(_following(facts)),
)
def requests_in_order(facts: Facts) -> Objections:
    earlier: list[str] = []
    for key, request in in_order(facts.case):
        at, follows = ("requests", key), request.follows
        if follows is None and earlier:
            yield objection(at, f"{key} does not say which request it follows, and how", ("requests", earlier[-1]))
        elif follows is not None and follows.request not in earlier:
            yield objection((*at, "follows", "request"), f"{key} follows {follows.request}, which is not earlier")
        elif follows is not None and not _fits(facts, follows):
            message = f"{key} is recorded as {follows.relation.value}, but {follows.request} does not allow it"
            yield objection((*at, "follows", "as"), message, ("requests", follows.request))
        earlier.append(key)


def _following(facts: Facts) -> Iterator[Follows]:
    yield from (request.follows for request in facts.case.requests.values() if request.follows is not None)


def _fits(facts: Facts, follows: Follows) -> bool:
    """Whether the earlier request is in the state that the relation requires."""
    earlier = facts.case.requests[follows.request]
    answered = any(certificate.request == follows.request for certificate in facts.case.certificates.values())
    match follows.relation:
        case RequestRelation.FILED_AGAIN:
            return earlier.refusal is not None or earlier.withdrawn is not None
        case RequestRelation.EXTENDS:
            return answered
        case RequestRelation.CORRECTS:
            return earlier.sent is not None
        case RequestRelation.REPEATS:
            return earlier.sent is not None and earlier.refusal is None


@case_control(
    "L10",
    "requester-authorized",
    Section.LANE,
    question="If an agent or the home employer requests the certificate, is the requester's authority to act on file?",
    why="An authority answers only the employer, the worker, or a person who may act for them, such as an attorney or"
    " an accounting firm.",
    remedy="Cite the power of attorney, or the letter of the home employer, in the request's field `authority`. If the"
    " employer or the worker requests the certificate, correct the field `requester`.",
    basis=(process("Request types and channels"),),
    link=Link.LANE,
    applies=lambda facts: any(request.requester in AUTHORITY_KINDS for request in facts.case.requests.values()),
)
def requester_authorized(facts: Facts) -> Objections:
    for key, request in facts.case.requests.items():
        if not may_request(facts, request):
            place = ("requests", key, "authority") if request.authority else ("requests", key, "requester")
            kinds = " or ".join(AUTHORITY_KINDS[request.requester])
            message = f"no exhibit of the kind {kinds} from before the sending shows that the requester may ask"
            yield objection(place, message)


CONTROLS = (
    lane_is_confirmed,
    lane_names_party,
    request_filed,
    channel_exception,
    destination_current,
    submission_proof,
    online_form_checked,
    no_second_request,
    requests_in_order,
    requester_authorized,
)
