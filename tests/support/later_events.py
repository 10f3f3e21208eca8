"""Changes that put later events on record: more requests, refusals, letters, statuses, takeovers, deviations, breaches.

Each is drawn at random, with or without what makes up for it, so that both verdicts occur.
"""

import copy
from random import Random
from typing import Any

from tests.support.changes import Change, at, near
from tests.support.sample import Bench, put, second_document
from tests.support.swaps import PEOPLE

STATUSES = (
    "Completed",
    "Approved",
    "Not approved",
    "No longer valid",
    "Denied",
    "Your request was RESCINDED.",
    "Bescheid widerrufen",
    "Avoided",
    "Not yet issued",
    "Notissued",
)
"""Status texts, some of which count against the request."""


FOLLOWING = ("corrects", "repeats", "extends", "filed-again")


def more_requests(rng: Random, one: Bench) -> None:
    """A second request follows the first, with or without a filing sheet, and the certificate answers either."""
    requests = one.case.get("requests") or {}
    if "R1" not in requests or "R2" in requests:
        return
    second = copy.deepcopy(requests["R1"])
    second["follows"] = {"request": "R1", "as": rng.choice(FOLLOWING)}
    if rng.random() < 0.2:
        second.pop("sent", None)
    elif second.get("sent") and rng.random() < 0.3:
        second["sent"]["on"] = near(rng, one)
    requests["R2"] = second
    if rng.random() < 0.6 and at(one.case, "certificates/K1"):
        put(one.case, "certificates/K1/request", "R2")
    if rng.random() < 0.7 and one.plan:
        first, *rest = one.plan.values()
        sheets = [first, {**copy.deepcopy(first), "subject": ["R2"]}, *rest]
        one.plan = {f"D{number}": sheet for number, sheet in enumerate(sheets, start=1)}


def _some_request(rng: Random, one: Bench) -> Any:
    return rng.choice(list((one.case.get("requests") or {}).values()) or [{}])


def letter(rng: Random, one: Bench) -> None:
    """A letter of denial is on file, which something on record cites or which is withdrawn, or not."""
    key = second_document(one, "E5")
    dated = near(rng, one)
    one.case["exhibits"][key].update(kind="denial-letter", recorded=rng.choice((dated, near(rng, one))))
    one.case["exhibits"][key].pop("effective", None)
    if rng.random() < 0.8:
        one.case["exhibits"][key]["effective"] = dated
    way = rng.randrange(6)
    if way < 3:
        days = {"refused_on": rng.choice((dated, near(rng, one))), "received_on": near(rng, one)}
        _some_request(rng, one)["refusal"] = {**days, "because": "No.", "evidence": [key]}
    elif way == 3:
        one.case["exhibits"][key]["withdrawn"] = {"on": near(rng, one), "by": "ingrid-dahl", "because": "Not ours."}
    elif way == 4 and at(one.case, "certificates/K1"):
        put(one.case, "certificates/K1/evidence", [key])
        put(one.case, "certificates/K1/state", rng.choice(("final", "revoked", "superseded")))


def withdrawn_request(rng: Random, one: Bench) -> None:
    """A request is withdrawn."""
    _some_request(rng, one)["withdrawn"] = {"on": near(rng, one), "by": "ingrid-dahl", "because": "No longer needed."}


def status(rng: Random, one: Bench) -> None:
    """The last status, or an earlier one, has another text."""
    if tracker := _some_request(rng, one).get("tracker"):
        check = rng.choice((tracker[-1], tracker[-1], tracker[0]))
        check["shown"] = rng.choice(STATUSES)


def exhibit_out_of_use(rng: Random, one: Bench) -> None:
    """An exhibit is withdrawn, or is kept as received only."""
    held = one.case["exhibits"][rng.choice(list(one.case["exhibits"]))]
    if rng.random() < 0.6:
        held["withdrawn"] = {"on": near(rng, one), "by": "ingrid-dahl", "because": "It is about another worker."}
    else:
        held["as_received"] = "It cannot be opened."


def takeover(rng: Random, one: Bench) -> None:
    """A request is taken over, with or without a filing sheet of its own, sent by the team or by somebody else."""
    taken = rng.choice((["R1"], ["R1"], ["R2"], ["R1", "R2"]))
    one.case["takeover"] = {
        "requests": taken,
        "stated_on": near(rng, one),
        "by": "ingrid-dahl",
        "because": "It was sent before the team used this tool.",
    }
    if rng.random() < 0.4 and at(one.case, "claims/C1"):
        one.case["takeover"]["claims"] = ["C1"]
        if relied := at(one.case, "claims/C1/relied"):
            relied[0]["entered_on"] = rng.choice((relied[0]["entered_on"], near(rng, one), "2025-11-30"))
    if rng.random() < 0.7:
        kept = [sheet for sheet in one.plan.values() if not set(sheet["subject"]) & set(taken)]
        one.plan = {f"D{number}": sheet for number, sheet in enumerate(kept, start=1)}
    if rng.random() < 0.5 and (first := at(one.case, "requests/R1")):
        first["requester"] = rng.choice(("agent", "home-employer", "worker"))
        first["authority"] = rng.choice((["E1"], ["E99"]))
        if first.get("sent"):
            first["sent"]["by"] = rng.choice(("outside-counsel", *PEOPLE))


def deviation(rng: Random, one: Bench) -> None:
    """The record states a departure from the process, with the departure or without it."""
    kind = rng.choice(("late-sign-off", "stale-page", "form-check-not-noted"))
    put(one.case, "deviations/V1", {"kind": kind, "request": rng.choice(("R1", "R1", "R1", "R2")), "because": "Ill."})
    if kind == "late-sign-off" and one.plan and rng.random() < 0.8:
        sheet = next(iter(one.plan.values()))
        if sheet["answers"]:
            clock = f"{near(rng, one)}T12:00-05:00"
            some = rng.choice((sheet["answers"], sheet["answers"][-1:]))
            for answer in some:
                answer["at"] = clock
    elif kind == "form-check-not-noted" and rng.random() < 0.8 and at(one.case, "requests/R1/sent"):
        one.case["requests"]["R1"]["sent"].pop("form_checked_on", None)


def breach(rng: Random, one: Bench) -> None:
    """Payroll changed too early, and that was put right, more or less well."""
    claim = at(one.case, "claims/C1")
    if not claim.get("relied"):
        return
    if rng.random() < 0.8:
        claim["relied"][0]["entered_on"] = near(rng, one)
    noticed, cured = sorted((near(rng, one), near(rng, one)))
    if rng.random() < 0.1:
        noticed, cured = cured, noticed
    claim["breach"] = {
        "noticed_on": noticed,
        "remedy": "contributions-paid",
        "cured_on": cured,
        "because": "Payroll had the wrong list.",
        "evidence": rng.choice((claim["relied"][0]["evidence"], ["E1"], [second_document(one, "E5")])),
    }
    for key in claim["breach"]["evidence"]:
        if key.startswith("E9") and key in one.case["exhibits"] and rng.random() < 0.8:
            one.case["exhibits"][key].update(kind="payroll-record", recorded=cured)


def reliance(rng: Random, one: Bench) -> None:
    """Payroll relies on the claim twice, no longer, or until a day."""
    claim = at(one.case, "claims/C1")
    if not claim.get("relied"):
        return
    way = rng.randrange(3)
    if way == 0:
        again = {**claim["relied"][0], "from": near(rng, one), "entered_on": near(rng, one)}
        claim["relied"].append(again)
    elif way == 1:
        evidence = rng.choice(([], ["E1"], claim["relied"][0]["evidence"]))
        ended = {"on": near(rng, one), "by": "carla-jensen", "because": "The work ended.", "evidence": evidence}
        claim["reversed"] = [ended]
    else:
        claim["relied"][0]["until"] = near(rng, one)


def another_certificate(rng: Random, one: Bench) -> None:
    """A certificate is on record that the claim does not name: a reissue, a draft, a replacement or a later one."""
    first = at(one.case, "certificates/K1")
    if not first or first.get("document") not in one.exhibits:
        return
    second = {**copy.deepcopy(first), "document": second_document(one, first["document"])}
    second["number"] = rng.choice((first["number"], f"{first['number']}-2", first["number"].lower(), "none shown"))
    second |= rng.choice(({}, {"issued_on": near(rng, one)}, {"ends": near(rng, one)}, {"begins": near(rng, one)}))
    second |= rng.choice(({}, {"state": rng.choice(("draft", "final", "revoked", "superseded"))}))
    second |= rng.choice(({}, {"replaces": "K1"}, {"worker": "Another Name"}))
    if rng.random() < 0.2:
        second.pop("received_on", None)
    one.case["certificates"]["K2"] = second
    if rng.random() < 0.3:
        first["replaces"] = "K2"


def sent_otherwise(rng: Random, one: Bench) -> None:
    """The request as sent stated something else, had a placeholder for its reference, or was sent by somebody else."""
    sent = _some_request(rng, one).get("sent")
    if sent:
        change: dict[str, Any] = rng.choice(
            (
                {"as_sent": {"ends": near(rng, one)}},
                {"as_sent": {"worker": "Maren Osby"}},
                {"reference": rng.choice(("pending", "SPECIMEN-1", "0"))},
                {"by": rng.choice(PEOPLE)},
            )
        )
        sent |= change


def second_claim(rng: Random, one: Bench) -> None:
    """A second claim takes over the later days, on a sheet of its own or on the same one."""
    claims = one.case.get("claims") or {}
    if "C1" not in claims or "C2" in claims:
        return
    claims["C2"] = copy.deepcopy(claims["C1"])
    claims["C2"]["begins"] = near(rng, one)
    for sheet in list(one.plan.values()):
        if sheet["subject"] == ["C1"]:
            if rng.random() < 0.6:
                sheet["subject"] = rng.choice((["C1", "C2"], ["C1", "C2"], ["C2"]))
            elif rng.random() < 0.6:
                one.plan[f"D{len(one.plan) + 1}"] = {**copy.deepcopy(sheet), "subject": ["C2"]}


def deputies(rng: Random, one: Bench) -> None:
    """Somebody else answers a later sheet about the same subject, and an earlier one was refused."""
    sheets = list(one.plan.values())
    if not sheets:
        return
    last = sheets[-1]
    refused = copy.deepcopy(last)
    if not refused["answers"]:
        return
    answer = rng.choice(refused["answers"])
    answer |= {"answer": "refuse", "because": "The dates are wrong."}
    ordered = [*sheets[:-1], refused, last] if rng.random() < 0.7 else [*sheets, refused]
    one.plan = {f"D{number}": sheet for number, sheet in enumerate(ordered, start=1)}
    if rng.random() < 0.4 and last["answers"]:
        answering = rng.choice(last["answers"])
        answering |= {"deputy_of": answering["by"], "by": rng.choice(PEOPLE)}


def in_another_case(rng: Random, one: Bench) -> None:
    """Another case of the batch is about the same worker, or has the same certificate."""
    reference = f"W-{rng.randrange(8):05}"
    if rng.random() < 0.6:
        for path in ("worker/reference", "claims/C1/worker"):
            put(one.case, path, reference)
        put(one.case, "questions/two-exemptions", rng.choice(_ABOUT_TWO))
    elif rng.random() < 0.5:
        for path in ("worker/name", "certificates/K1/worker"):
            put(one.case, path, rng.choice(("Sara Berg", "SARA BERG")))
        put(one.case, "questions/shared-name", rng.choice(_ABOUT_TWO))
    elif at(one.case, "certificates/K1"):
        put(one.case, "certificates/K1/number", rng.choice(("SPECIMEN-SHARED-1", "specimen shared 1", "none shown")))


_ABOUT_TWO = (
    {"unknown": "Not asked."},
    {"answer": "yes", "known": "They are two employers.", "evidence": ["E1"]},
    {"answer": "no", "known": "They are one employer.", "evidence": ["E1"]},
)

LATER_EVENTS: tuple[Change, ...] = (
    *(more_requests,) * 3,
    *(letter,) * 2,
    withdrawn_request,
    status,
    exhibit_out_of_use,
    *(takeover,) * 2,
    *(deviation,) * 2,
    *(breach,) * 2,
    reliance,
    *(another_certificate,) * 2,
    sent_otherwise,
    second_claim,
    deputies,
    *(in_another_case,) * 2,
)
