"""Sentence 3 of the policy: a request in the right lane, by a route with its proof."""

from tests.verification.oracle.reading import PACKET, Reading

PROOF = {
    "online": "portal-confirmation",
    "fax": "fax-report",
    "mail": "mailing-proof",
    "foreign-agency": "agency-acknowledgement",
}


def was_sent(r: Reading) -> bool:
    return r.sent <= r.as_of


def lane_is_confirmed(r: Reading) -> bool:
    moved = r.case["filing"].get("reclassified")
    if moved is not None:
        return r.lane in {"employer", "self-employed"} and bool(moved["by"]) and r.done(moved["on"]) <= r.sent
    return bool(r.policy["intake_labels"][r.case["worker"]["intake_label"]] == r.lane)


def lane_names_its_party(r: Reading) -> bool:
    return bool(r.case["employer"] if r.lane == "employer" else r.activity_name)


def packet_is_complete(r: Reading) -> bool:
    packet = r.case["packet"]
    return all(any(one in r.exhibits for one in packet[field]) for field in PACKET)


def route_is_allowed(r: Reading) -> bool:
    return r.case["route"]["channel"] in ({"online", "fax", "mail"} if r.outbound else {"foreign-agency"})


def proof_of_sending(r: Reading) -> bool:
    return r.cites_kind(r.case["submission"]["proof"], PROOF[r.case["route"]["channel"]])


def exception_is_approved(r: Reading) -> bool:
    if r.case["route"]["channel"] not in {"fax", "mail"}:
        return True
    exception = r.case["route"]["exception"]
    approved_on = r.done(exception["approved_on"])
    approved = r.acts(exception["approved_by"], "approver", approved_on) and approved_on <= r.sent
    return approved and any(one in r.exhibits for one in exception["sent"])


def destination_was_looked_up(r: Reading) -> bool:
    if not r.outbound:
        return True
    route = r.case["route"]
    return r.lately(route["destination_seen_on"], r.sent) and r.cites_fresh(route["evidence"], "destination", r.sent)


def form_was_checked(r: Reading) -> bool:
    if r.case["route"]["channel"] != "online":
        return True
    return r.lately(r.case["submission"]["form_checked_on"], r.sent)
