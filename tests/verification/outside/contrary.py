"""Attacks of the kinds 11 and 12: what speaks against the claim, and payroll changes without a claim."""

import copy
from typing import Any

from tests.support.sample import Bench, Edit, second_certificate
from tests.verification.outside.records import (
    APPROVED,
    EDITED,
    EMPLOYEES,
    FROM_START,
    INBOUND,
    OPERATIONS,
    OUTBOUND,
    PAYROLL,
    Attack,
    Of,
    all_of,
    appends,
    attack,
    begins,
    certificate,
    drops,
    ends,
    entered,
    exempting,
    filed_as,
    files,
    found,
    issued,
    later_by,
    new_exhibit,
    payroll_record,
    received,
    sent,
    sets,
    status,
    value,
    writes,
)

AGAINST = (
    "Denied",
    "Your request was not approved.",
    "Certificate voided",
    "Certificate cancelled at the employer's request",
    "Application unsuccessful",
    "Status: REVOKED",
    "Not issued",
    "Certificate no longer valid",
    "Rejected – missing data",
    "Withdrawn by requester",
    "Annulé",
    "Widerrufen",
    "Tilbakekalt",
    "却下されました",
    "취소됨",
    "Revocato",
    "Annullato",
)


GIVEN_UP = (
    "Cancelled",
    "Request canceled",
    "Withdrawn",
    "Void",
    "Abandoned",
    "Dismissed",
    "A certificate will not be issued",
    "Unable to process the request",
    "Storniert",
    "Dossier classé sans suite",
    "Anulowano",
    "申請取り下げ",
)
"""Last status texts of a request whose certificate came later."""


def denial(**fields: Any) -> Of:
    """A letter of denial."""
    return new_exhibit("denial-letter", "Letter of denial", **fields)


def then(of: Of) -> Edit:
    """The edit that makes a value."""

    def edit(bench: Bench) -> None:
        of(bench)

    return edit


def only_status(words: str) -> Edit:
    """The day before the certificate came, the request showed a text, which is its last status."""

    def edit(bench: Bench) -> None:
        value(bench, "requests/R1")["tracker"] = []
        status(words, f"{received(-1)(bench)}T10:00-05:00")(bench)

    return edit


def refused(day: Any) -> Edit:
    """The request was refused on a day, with the letter."""

    def edit(bench: Bench) -> None:
        on = found(day, bench)
        document = denial(effective=on, received="2026-11-12")(bench)
        entry = {"refused_on": on, "received_on": "2026-11-12", "because": "Not eligible.", "evidence": [document]}
        value(bench, "requests/R1")["refusal"] = entry

    return edit


def withdrew(day: Any) -> Edit:
    """The request was withdrawn on a day."""
    return writes(
        {
            "requests/R1/withdrawn": lambda bench: {
                "on": found(day, bench),
                "by": OPERATIONS(bench),
                "because": "The worker stays at home.",
            }
        }
    )


def second(**fields: Any) -> Edit:
    """A later certificate is on record."""
    known = {"number": "X-2", "issued_on": "2026-11-01", "received_on": "2026-11-10"}
    return lambda bench: second_certificate(
        **{name: found(content, bench) for name, content in {**known, **fields}.items()}
    )(bench)


def same_number(bench: Bench) -> str:
    return str(value(bench, "certificates/K1")["number"])


def outcome(ending: str) -> Edit:
    """The case is closed in some way."""
    entry = {"outcome": ending, "closed_on": "2026-11-20", "because": "It ended.", "retain_until": "2040-01-01"}
    return writes({"closure": entry})


def defect(kind: str) -> Edit:
    return writes({"certificates/K1/defect": {"kind": kind, "asked_on": "2026-11-10", "evidence": ["E1"]}})


CONTRARY = (
    *(attack(11, f"the last status is {words}", status(words), EDITED) for words in AGAINST),
    *(
        attack(11, f"the last status before the certificate was {words}", only_status(words), EDITED)
        for words in GIVEN_UP
    ),
    attack(11, "the last status was Denied from the start", status("Denied"), FROM_START, INBOUND),
    attack(
        11,
        "the agency denied it by phone",
        appends(
            "requests/R1/tracker",
            lambda bench: {
                "at": "2026-11-10T10:00-05:00",
                "by": OPERATIONS(bench),
                "shown": "It is denied",
                "how": "phone",
                "spoke_with": "Ms. Smith",
            },
        ),
        EDITED,
    ),
    attack(11, "a letter of denial is on file", then(denial(effective="2026-11-10"))),
    attack(11, "a letter of denial without a date is on file", then(denial())),
    attack(11, "an older letter of denial is on file", then(denial(effective=issued(-9)))),
    attack(
        11,
        "a letter of denial is kept as received",
        then(denial(effective="2026-11-10", as_received="The scan is hard to read.")),
    ),
    attack(
        11,
        "a letter of denial is a side topic",
        appends("side_topics", lambda bench: {"topic": "mail", "note": "A letter.", "evidence": [denial()(bench)]}),
    ),
    attack(11, "a letter of denial is evidence of the certificate", appends("certificates/K1/evidence", denial())),
    attack(11, "the request was refused after the certificate", refused("2026-11-10")),
    attack(11, "the request was refused on the day of the certificate", refused(issued(0))),
    attack(11, "the request was withdrawn before the certificate", withdrew(issued(-1))),
    attack(11, "the request was withdrawn on the day of the certificate", withdrew(issued(0))),
    attack(11, "the request was withdrawn after the certificate", withdrew("2026-11-10"), EDITED),
    *(
        attack(11, f"the certificate is {state}", writes({"certificates/K1/state": state}))
        for state in ("draft", "superseded", "revoked")
    ),
    attack(11, "other days were asked for", defect("days")),
    attack(11, "another name was asked for", defect("identity")),
    attack(11, "a later certificate of the number is shorter", second(number=same_number, ends=begins(60))),
    attack(11, "a later certificate is shorter", second(ends=begins(60))),
    attack(11, "a later certificate begins later", second(begins=begins(30))),
    attack(11, "a later certificate ends a day earlier", second(ends=ends(-1))),
    attack(11, "a later certificate of the number was revoked", second(number=same_number, state="revoked")),
    attack(11, "a later certificate names another worker", second(worker="Amelia Thornbury")),
    attack(11, "a later certificate exempts in another country", second(exempt_in="CH")),
    attack(11, "a later certificate assigns coverage elsewhere", second(covered_by=exempting)),
    attack(11, "a later certificate replaces this one", second(replaces="K1", ends=begins(60))),
    attack(11, "a later certificate is on file only", files("certificate", "A later one", effective="2026-11-01")),
    attack(
        11,
        "the document of the certificate was withdrawn",
        filed_as(
            certificate,
            withdrawn=lambda bench: {"on": "2026-11-20", "by": OPERATIONS(bench), "because": "It is forged."},
        ),
    ),
    *(
        attack(11, f"the case is closed as {ending}", outcome(ending))
        for ending in ("denied", "withdrawn", "not-filed", "escalated")
    ),
    *(
        attack(11, f"the condition {name} is answered with {answer}", sets(f"conditions/{name}/met", answer))
        for name in ("cross_border", "agreement", "double_contributions")
        for answer in ("no", "unknown")
    ),
    *(
        attack(11, f"the rule is confirmed with {answer}", sets("rule/confirmed", answer))
        for answer in ("no", "unknown")
    ),
    *(
        attack(11, f"the decision was {decision}", sets("filing/decision", decision), FROM_START)
        for decision in ("do-not-file", "escalate", "undecided")
    ),
    attack(11, "other work is unknown", sets("questions/single-employment", {"unknown": "A second job?"})),
    attack(11, "the work ended before the claim does", sets("assignment/ends", "2026-09-30")),
    attack(11, "the form was that of another country", writes({"requests/R1/sent/form_country": "CH"}), bases=OUTBOUND),
    attack(
        11,
        "the request as sent named another worker",
        writes({"requests/R1/sent/as_sent": {"worker": "A. Thorn"}}),
        EDITED,
    ),
)


def relied(path: str, content: Any) -> Edit:
    return writes({f"claims/C1/relied/0/{path}": content})


def reversal(on: Any, evidence: Of | None = None) -> Edit:
    """The reliance on the claim was reversed on a day."""

    def entry(bench: Bench) -> dict[str, Any]:
        cited = {"evidence": [evidence(bench)]} if evidence else {}
        return {"on": found(on, bench), "by": PAYROLL(bench), "because": "It was stopped.", **cited}

    return appends("claims/C1/reversed", entry)


def too_early(bench: Bench) -> None:
    """Another change was entered on the day of sending."""
    held = bench.case["claims"]["C1"]["relied"]
    held.insert(0, {**copy.deepcopy(held[0]), "entered_on": sent(0)(bench)})


UNCLAIMED = (
    attack(12, "the claims are gone", drops("claims"), (*EDITED, *FROM_START)),
    attack(12, "the claims are empty", sets("claims", {}), (*EDITED, *FROM_START)),
    attack(12, "claims and log entry are gone", all_of(drops("claims"), drops("log/-1")), (*EDITED, *FROM_START)),
    attack(12, "nobody relies on the claim", drops("claims/C1/relied")),
    attack(12, "the list of reliance is empty", sets("claims/C1/relied", [])),
    attack(12, "the change has no evidence", drops("claims/C1/relied/0/evidence")),
    attack(12, "the change cites the letter of assignment", relied("evidence", ["E1"])),
    attack(12, "the change cites the certificate", relied("evidence", lambda bench: [certificate(bench)])),
    *(
        attack(12, f"a {kind} belongs to no claim", files(kind, "A change", effective="2026-06-01"))
        for kind in ("payroll-record", "nonpayment-record", "filed-return")
    ),
    attack(
        12, "a payroll record is cited for the assignment", files("payroll-record", "A change", "assignment/evidence")
    ),
    attack(12, "a payroll record is cited for the rule", files("payroll-record", "A change", "rule/evidence")),
    attack(12, "the change takes effect the day before the claim", relied("from", begins(-1))),
    attack(12, "the change takes effect months before the claim", relied("from", begins(-90))),
    attack(12, "the change takes effect after the claim", relied("from", ends(1))),
    attack(12, "the change ends before it begins", relied("until", begins(-1))),
    attack(12, "the change was reversed without a record", reversal("2026-10-01")),
    attack(12, "the change is its own reversal", reversal("2026-10-01", payroll_record)),
    attack(12, "another change came before the approval", too_early),
    attack(12, "the change came on the day before the approval", relied("entered_on", entered(-60))),
    attack(
        12,
        "the claim names a program more",
        appends("claims/C1/programs", "sickness"),
        bases=OUTBOUND,
        right="E02 A05 E05",
    ),
    attack(
        12,
        "the claim begins a month earlier",
        later_by(-30, "claims/C1/begins", "assignment/begins"),
        APPROVED,
        right="X08",
    ),
    attack(
        12,
        "the programs are those of the other lane",
        sets("claims/C1/programs", ["seca-oasdi"]),
        bases=EMPLOYEES,
        right="E02",
    ),
    attack(
        12,
        "the programs are those of the other country",
        sets("claims/C1/programs", ["fica-oasdi"]),
        bases=OUTBOUND,
        right="E02",
    ),
)

ATTACKS: tuple[Attack, ...] = (*CONTRARY, *UNCLAIMED)
