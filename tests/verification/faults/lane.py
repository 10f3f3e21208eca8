"""Faults of lane, channel, destination and sending."""

from tests.support.sample import GONE, Bench, Edit, at, beside, register, request
from tests.verification.faults.table import (
    DE,
    IT,
    JP,
    KR,
    NO,
    NOT_ISSUED,
    SE,
    WAITING,
    Fault,
    fault,
    refusal,
    second_request,
)


def _second_request(**follows: object) -> Edit:
    """Prepare a second request by the same route."""

    def edit(one: Bench) -> None:
        first = one.case["requests"]["R1"]
        one.case["requests"]["R2"] = {"requester": first["requester"], "route": dict(first["route"]), **follows}

    return edit


LANE: tuple[Fault, ...] = (
    fault("L01", "the intake label is Performer", NO, at("worker/intake_label", "Performer")),
    fault("L01", "the lane is not confirmed", NO, at("filing/lane", "unconfirmed")),
    fault("L01", "the lane was confirmed after the request was sent", SE, at("filing/reclassified/on", "2026-02-25")),
    fault("L02", "the employer lane is selected for a self-employed worker", IT, at("filing/lane", "employer"),
          at("worker/intake_label", "Employer Certificate"),
          at("questions/prior-hire", {"known": "Answered for the test.", "evidence": ["E2"]})),
    fault("L03", "an exemption is claimed, but no request was sent", NO, request("sent", GONE)),
    fault("L04", "the request was sent by fax without an approved exception", DE, request("route/exception", GONE)),
    fault("L04", "a person other than the final approver approved the fax exception", DE,
          request("route/exception/approved_by", "miriam-katz")),
    fault("L04", "the fax exception was approved the day after the fax was sent", DE,
          request("route/exception/approved_on", "2026-02-19")),
    fault("L04 F08", "the copy of the fax is not on file", DE, request("route/exception/sent", ["E99"])),
    fault("L05", "the destination was looked up after sending", NO, request("route/destination_seen_on", "2026-01-23")),
    fault("L05", "the destination was looked up 31 days before sending", NO,
          request("route/destination_seen_on", "2025-12-22")),
    fault("L05", "the destination is taken from an outdated page", NO,
          request("route/evidence", ["ssa-online-service"])),
    fault("L05", "the destination is taken from an archived page", NO,
          register("sources", "ssa-online-service-2026-01/state", "archived")),
    fault("L05", "the destination is taken from a page on a different topic", NO,
          request("route/evidence", ["ssa-agreements-list-2026-01"])),
    fault("L05 L06", "the filing channel is not recorded", NO, request("route", GONE)),
    fault("L06", "the proof of sending is the wrong kind of document", NO, request("sent/proof", ["E7"])),
    fault("L06", "the proof of sending is missing", NO, request("sent/proof", GONE)),
    fault("L07", "the online form was not checked", NO, request("sent/form_checked_on", GONE)),
    fault("L07", "the online form was checked 31 days before sending", NO,
          request("sent/form_checked_on", "2025-12-22")),
    fault("L07", "the online form was checked after sending", NO, request("sent/form_checked_on", "2026-01-23")),
    fault("L07", "the online form for another country was checked", NO, request("sent/form_country", "SE")),
    fault("L08", "a second request is open for the same days", NO, beside("NO-2026-991", *NOT_ISSUED)),
    fault("L09", "a second request does not say which request it follows", WAITING, _second_request()),
    fault("L09", "a second request extends a request that has no certificate", WAITING,
          _second_request(follows={"request": "R1", "as": "extends"})),
    fault("L09", "a second request is filed again, but the first was neither refused nor withdrawn", WAITING,
          _second_request(follows={"request": "R1", "as": "filed-again"})),
    fault("L10", "an agent sent the request, and no power of attorney is on file", NO, request("requester", "agent")),
    fault("L10", "the home employer sent the request, and an official page is cited as its authority", JP,
          request("requester", "home-employer"), request("authority", ["ssa-certificates"])),
    fault("L08", "a second request that overlaps by one day is open", NO,
          beside("NO-2026-991", ("assignment/begins", "2028-04-30"), ("assignment/ends", "2029-04-30"), *NOT_ISSUED)),

    fault("L01", "the intake label is the employer label, but the worker is self-employed", IT,
          at("worker/intake_label", "Employer Certificate")),
    fault("L03", "an exemption is claimed, but no request was sent", IT, request("sent", GONE)),
    fault("L04 L06", "the request was sent by mail without an approved exception or proof of mailing", IT,
          request("route/channel", "mail")),
    fault("L05", "the destination was looked up the day after sending", IT,
          request("route/destination_seen_on", "2026-01-31")),
    fault("L05", "the destination is taken from a page that was read eight weeks before sending", IT,
          request("route/evidence", ["ssa-italy-request"])),
    fault("L06", "an outbound request is recorded as sent to the foreign agency", IT,
          request("route/channel", "foreign-agency")),
    fault("L07", "the online form was checked after sending", IT, request("sent/form_checked_on", "2026-01-31")),
    fault("L08", "a second request is open under the same worker reference in lowercase", NO,
          beside("NO-2026-991", ("worker/reference", "w-1001"), *NOT_ISSUED)),
    fault("L08", "a second request is open for the same days", IT, beside("IT-2026-991", *NOT_ISSUED)),

    fault("L01", "the intake label is Performer", JP, at("worker/intake_label", "Performer")),
    fault("L02 R03 E02", "the self-employed lane is selected for an employee", JP, at("filing/lane", "self-employed"),
          at("worker/intake_label", "Self Employed Certificate")),
    fault("L03", "an exemption is claimed, but no request was sent", JP, request("sent", GONE)),
    fault("L06", "the filing channel is not recorded", JP, request("route", GONE)),
    fault("L06", "the acknowledgment of the agency is missing", JP, request("sent/proof", GONE)),
    fault("L06", "the letter from the agency is not an acknowledgment", JP, at("exhibits/E7/kind", "correspondence")),
    fault("L06 L07", "a request for a foreign certificate is recorded as sent through the U.S. online service", JP,
          request("route/channel", "online")),
    fault("L08", "a second request is open for the same days", JP, beside("JP-2026-991", *NOT_ISSUED)),

    fault("L01 E02", "the lane is not confirmed", KR, at("filing/lane", "unconfirmed")),
    fault("L01", "the lane was confirmed after the request was sent", KR, at("worker/intake_label", "Performer"),
          at("filing/reclassified", {"by": "helen-okafor", "on": "2026-06-09", "because": "A practice of her own."})),
    fault("L02 R04 E02 E06", "the employer lane is selected for a self-employed worker", KR,
          at("filing/lane", "employer"),
          at("worker/intake_label", "Employer Certificate")),
    fault("L03", "an exemption is claimed, but no request was sent", KR, request("sent", GONE)),
    fault("L04 L06", "the request to the foreign agency is recorded as sent by fax", KR,
          request("route/channel", "fax")),
    fault("L06", "the certificate is cited as the acknowledgment", KR, request("sent/proof", ["E8"])),
    fault("L06 L07", "a request for a foreign certificate is recorded as sent through the U.S. online service", KR,
          request("route/channel", "online")),
    fault("L08", "a second request that overlaps by one day is open", KR,
          beside("KR-2026-991", ("assignment/begins", "2027-02-28"), ("assignment/ends", "2027-07-31"), *NOT_ISSUED)),

    fault("L09", "a second request follows a later request", IT, second_request("repeats", "R3")),
    fault("L09 X10", "a request repeats a request that was refused", KR, refusal("2026-08-01"),
          second_request("repeats")),
)  # fmt: skip
