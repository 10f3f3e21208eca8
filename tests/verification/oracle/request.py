"""Sentence 3 of the policy: a request of the right type, by a route with its proof."""

from tests.verification.oracle.dates import Day, day
from tests.verification.oracle.reading import PACKET, Plain, Reading

PROOF = {
    "online": "portal-confirmation",
    "fax": "fax-report",
    "mail": "mailing-proof",
    "foreign-agency": "agency-acknowledgement",
}

AUTHORITY = {
    "agent": ("power-of-attorney",),
    "home-employer": ("power-of-attorney", "correspondence", "assignment-letter"),
}


def was_sent(r: Reading) -> bool:
    return all(r.sent_on(request) <= r.as_of for request in r.requests)


def lane_is_confirmed(r: Reading) -> bool:
    moved = r.case["filing"].get("reclassified")
    if moved is not None:
        return r.lane in {"employer", "self-employed"} and bool(moved["by"]) and r.done(moved["on"]) <= r.last_sent
    return bool(r.policy["intake_labels"][r.case["worker"]["intake_label"]] == r.lane)


def lane_names_its_party(r: Reading) -> bool:
    return bool(r.case["employer"] if r.lane == "employer" else r.activity_name)


def packet_is_complete(r: Reading) -> bool:
    packet = r.case["packet"]
    shown = {one for one, held in r.exhibits.items() if held["kind"] != "internal-note"}
    return all(not shown.isdisjoint(packet[field]) for field in PACKET)


def route_is_allowed(r: Reading) -> bool:
    allowed = {"online", "fax", "mail"} if r.outbound else {"foreign-agency"}
    return all(request["route"]["channel"] in allowed for request in r.requests)


def proof_of_sending(r: Reading) -> bool:
    taken = [r.case["requests"].get(key) for key in r.taken_over]
    asked = (one for one in r.requests if one not in taken or one["sent"].get("proof"))
    return all(r.cites_kind(one["sent"]["proof"], PROOF[one["route"]["channel"]]) for one in asked)


def exception_is_approved(r: Reading) -> bool:
    return all(_excepted(r, request) for request in r.requests if request["route"]["channel"] in {"fax", "mail"})


def _excepted(r: Reading, request: Plain) -> bool:
    exception = request["route"]["exception"]
    approved_on = r.done(exception["approved_on"])
    approved = r.acts(exception["approved_by"], "approver", approved_on) and approved_on <= r.sent_on(request)
    return approved and any(one in r.exhibits for one in exception["sent"])


def requester_may_ask(r: Reading) -> bool:
    return all(shows_authority(r, one) for one in r.requests if one.get("requester") in AUTHORITY)


def shows_authority(r: Reading, request: Plain) -> bool:
    """Whether an exhibit of the right kind, not dated after the sending, shows that an outsider may ask."""
    last = day(request["sent"]["on"]) if request.get("sent") else r.as_of
    cited = [r.exhibits[one] for one in request.get("authority") or () if one in r.exhibits]
    right = [one for one in cited if one["kind"] in AUTHORITY[request["requester"]]]
    return any(one.get("effective") is None or day(one["effective"]) <= last for one in right)


def destination_was_looked_up(r: Reading) -> bool:
    return all(_looked_up(r, request["route"], r.sent_on(request)) for request in r.requests)


def _looked_up(r: Reading, route: Plain, sent: Day) -> bool:
    shown = not r.outbound or r.cites_fresh(route["evidence"], "destination", sent)
    return shown and r.lately(route["destination_seen_on"], sent)


def form_was_checked(r: Reading) -> bool:
    return all(
        r.lately(request["sent"]["form_checked_on"], r.sent_on(request))
        and request["sent"].get("form_country") in (None, r.case["partner"])
        for request in r.requests
        if request["route"]["channel"] == "online"
    )
