"""Attacks of the kinds 20, 27, 28 and 30: days to come, moments that do not exist, empty names, and no trace."""

from typing import Any

from tests.support.sample import Bench, Edit
from tests.verification.outside.decisions import answers, planned, source
from tests.verification.outside.records import (
    APPROVER,
    EDITED,
    EMPLOYEES,
    FROM_START,
    LEGAL,
    NO,
    OPERATIONS,
    OUTBOUND,
    SELF_EMPLOYED,
    SIGNED,
    TOMORROW,
    Attack,
    all_of,
    attack,
    certificate,
    drops,
    employer,
    filed_as,
    letter,
    logged,
    new_exhibit,
    page,
    payroll_record,
    proof_of_sending,
    received,
    row,
    sets,
    status,
    value,
    writes,
)

DAYS = (
    "conditions/agreement/checked_on",
    "conditions/double_contributions/checked_on",
    "rule/confirmed_on",
    "filing/decided_on",
    "requests/R1/route/destination_seen_on",
    "requests/R1/sent/on",
    "requests/R1/sent/form_checked_on",
    "certificates/K1/issued_on",
    "certificates/K1/received_on",
    "claims/C1/relied/0/entered_on",
    "exhibits/E1/recorded",
    "exhibits/E1/received",
    "exhibits/E2/recorded",
)
ENTRIES: dict[str, Any] = {
    "filing/reclassified": lambda bench: {"by": LEGAL(bench), "on": TOMORROW, "because": "It was wrong."},
    "certificates/K1/defect": {"kind": "spelling", "asked_on": TOMORROW},
    "closure": {"outcome": "issued", "closed_on": TOMORROW, "because": "It ended.", "retain_until": "2040-01-01"},
    "questions/other": lambda bench: {"unknown": "What?", "escalated_to": LEGAL(bench), "escalated_on": TOMORROW},
    "takeover": lambda bench: {"requests": ["R1"], "stated_on": TOMORROW, "by": OPERATIONS(bench), "because": "So."},
    "contacts": lambda bench: [
        {
            "at": f"{TOMORROW}T10:00-05:00",
            "by": OPERATIONS(bench),
            "to": "The agency",
            "about": "Asked.",
            "evidence": ["E1"],
        }
    ],
    "harmless_numbers": lambda bench: [
        {
            "sha256": "0" * 64,
            "because": "A permit.",
            "by": OPERATIONS(bench),
            "confirmed_by": APPROVER(bench),
            "on": TOMORROW,
        }
    ],
}


def withdrawn_tomorrow(bench: Bench) -> None:
    """A letter of denial is withdrawn tomorrow."""
    entry = {"on": TOMORROW, "by": OPERATIONS(bench), "because": "It is about another case."}
    new_exhibit("denial-letter", "Letter of denial", effective="2026-11-10", withdrawn=entry)(bench)


def role_from_tomorrow(bench: Bench) -> None:
    for entry in bench.registers["people"][APPROVER(bench)]["roles"]:
        entry["from"] = TOMORROW


TO_COME = (
    *(attack(20, f"{path} is tomorrow", sets(path, TOMORROW)) for path in DAYS),
    *(attack(20, f"{path} is of tomorrow", writes({path: entry})) for path, entry in ENTRIES.items()),
    attack(20, "the certificate was recorded tomorrow", filed_as(certificate, recorded=TOMORROW)),
    attack(20, "the payroll record was recorded tomorrow", filed_as(payroll_record, recorded=TOMORROW)),
    attack(20, "the proof of sending was recorded tomorrow", filed_as(proof_of_sending, recorded=TOMORROW)),
    attack(20, "the letter of assignment is dated tomorrow", filed_as(letter, effective=TOMORROW)),
    attack(20, "the certificate is dated tomorrow", filed_as(certificate, effective=TOMORROW)),
    attack(20, "the payroll record is dated tomorrow", filed_as(payroll_record, effective=TOMORROW)),
    attack(20, "a letter of denial is withdrawn tomorrow", withdrawn_tomorrow),
    attack(20, "a log entry is of tomorrow", logged("Compared.", f"{TOMORROW}T10:00-05:00")),
    attack(20, "a status is of next year", status("Completed", "2027-01-05T10:00-05:00")),
    attack(20, "the page on the rule was read next year", source("rule", "accessed_on", "2027-01-05"), FROM_START),
    attack(
        20, "the page on the agreement was read next year", source("agreement", "accessed_on", "2027-01-05"), FROM_START
    ),
    attack(
        20,
        "the page with the destination was read next year",
        source("destination", "accessed_on", "2027-01-05"),
        FROM_START,
        OUTBOUND,
    ),
    attack(
        20,
        "the approvals are of tomorrow",
        planned("D2", f"{TOMORROW}T10:00-05:00", f"{TOMORROW}T12:00-05:00"),
        FROM_START,
    ),
    attack(20, "the approvals will be written tomorrow", answers("D2", "written", f"{TOMORROW}T10:00-05:00"), EDITED),
    attack(20, "the final approver has the role from tomorrow", role_from_tomorrow),
    attack(
        20,
        "an answer rests on a page of 2030",
        all_of(
            row("sources", "irs-totalization", "accessed_on", "2030-01-01"),
            sets("questions/single-employment/evidence", ["irs-totalization"]),
        ),
        SIGNED,
        right="E06 F11",
    ),
    attack(
        20,
        "the affiliate is covered from January",
        writes(
            {
                "assignment/affiliate": lambda bench: {
                    "employer": "fjordline-norge",
                    "form_2032_effective": "2027-01-01",
                    "evidence": [new_exhibit("form-2032", "Form 2032")(bench)],
                }
            }
        ),
        bases=(NO,),
    ),
)

OFFSETS = ("+23:59", "-23:59", "+14:01", "-12:01", "+05:37", "-00:01", "+99:00", "-18:00", "+24:00")
TIMES = (
    "2026-11-31T10:00-05:00",
    "2026-11-12T24:00-05:00",
    "2026-11-12T10:60-05:00",
    "2026-11-12T10:00",
    "2026-11-12",
    "2026-11-12 10:00-05:00",
    "2026-02-29T10:00-05:00",
    "26-11-12T10:00-05:00",
)
TWO_LOGS = all_of(logged("First.", "2026-11-12T10:00-10:00"), logged("Second.", "2026-11-12T11:00+09:00"))

MOMENTS = (
    *(
        attack(27, f"a log entry has the offset {offset}", logged("Compared.", f"2026-11-12T10:00{offset}"))
        for offset in OFFSETS
    ),
    *(
        attack(27, f"a status has the offset {offset}", status("Completed", f"2026-11-12T10:00{offset}"))
        for offset in ("+23:59", "-13:00", "+15:00")
    ),
    *(
        attack(
            27, f"an approval has the offset {offset}", answers("D2.legal", "at", f"2026-04-22T09:30{offset}"), EDITED
        )
        for offset in ("+23:59", "-23:00")
    ),
    *(attack(27, f"a log entry is of {time}", logged("Compared.", time)) for time in TIMES),
    attack(
        27,
        "the approvals come before the proposal, by the offset",
        planned(
            "D2", lambda bench: f"{received(1)(bench)}T10:00-05:00", lambda bench: f"{received(1)(bench)}T10:30+05:00"
        ),
        FROM_START,
        right="A02 A08",
    ),
    attack(27, "the log is in order by the clock on the wall only", TWO_LOGS, right="F12"),
)

EMPTY = (
    "pending",
    "PENDING",
    "pending.",
    "(pending)",
    "P E N D I N G",
    "TBD",
    "T.B.D.",
    "t b d",
    "n/a",
    "N.A.",
    "unknown",
    "to be assigned",
    "to be confirmed",
    "will be assigned",
    "not yet issued",
    "none",
    "-",
    "???",
    "…",
    "xxx",
    "xx-xx",
    "0000",
    "000-00-0",
)


def called(text: str) -> Edit:
    """Worker and certificate have a name."""
    return writes({"worker/name": text, "certificates/K1/worker": text})


def employer_called(text: str) -> Edit:
    """Employer and certificate have a name."""
    return all_of(row("employers", employer, "name", text), writes({"certificates/K1/employer": text}))


def activity_called(text: str) -> Edit:
    """Activity, certificate and claim have a name."""
    return all_of(*(sets(path, text) for path in ("activity/name", "certificates/K1/activity", "claims/C1/activity")))


PLACEHOLDERS = (
    *(
        attack(28, f"the number of the certificate is {text}", sets("certificates/K1/number", text), SIGNED)
        for text in EMPTY
    ),
    *(
        attack(28, f"the worker is called {text}", called(text), FROM_START)
        for text in ("TBD", "xxx", "n/a", "to be named", "unknown")
    ),
    *(
        attack(
            28,
            f"the reference of the worker is {text}",
            writes({"worker/reference": text, "claims/C1/worker": text}),
            FROM_START,
        )
        for text in ("TBD", "pending", "0000", "n.a.", "none")
    ),
    *(
        attack(28, f"the reference of the request is {text}", sets("requests/R1/sent/reference", text), FROM_START)
        for text in ("pending", "TBD", "to be assigned", "none", "n/a", "xxx")
    ),
    *(
        attack(28, f"the activity is called {text}", activity_called(text), FROM_START, SELF_EMPLOYED)
        for text in ("TBD", "n/a", "to be founded")
    ),
    *(
        attack(28, f"the employer is called {text}", employer_called(text), FROM_START, EMPLOYEES)
        for text in ("TBD", "n/a", "to be founded")
    ),
    attack(28, "the issuer is pending", sets("certificates/K1/issuer", "pending"), FROM_START, right="I01 X02"),
)


def closed(retain_until: str) -> Edit:
    return writes(
        {
            "closure": {
                "outcome": "issued",
                "closed_on": "2026-11-20",
                "because": "It ended.",
                "retain_until": retain_until,
            }
        }
    )


def packet_of_pages(bench: Bench) -> None:
    """Every field of the packet cites the page on the rule only."""
    for field in value(bench, "packet"):
        bench.case["packet"][field] = [page("rule")(bench)]


def untraced(says: str, edit: Edit, right: str, ways: Any = FROM_START, bases: tuple[str, ...] = ()) -> Attack:
    """A step that left no trace."""
    return attack(30, says, edit, ways, bases, right)


UNTRACED = (
    untraced("no proof of sending is cited", drops("requests/R1/sent/proof"), "L06"),
    untraced("the list of proofs of sending is empty", sets("requests/R1/sent/proof", []), "L06"),
    untraced("double contributions have no evidence", drops("conditions/double_contributions/evidence"), "D01"),
    untraced("the border has no evidence", drops("conditions/cross_border/evidence"), "D01"),
    untraced("the file may be destroyed tomorrow", closed(TOMORROW), "F10", (*EDITED, *SIGNED)),
    untraced(
        "the waiting time is guessed",
        writes({"requests/R1/waiting": {"days": 30, "unit": "calendar-days"}}),
        "T02",
        (*EDITED, *SIGNED),
    ),
    untraced("nothing is known about the waiting time", drops("requests/R1/waiting"), "T02"),
    untraced("a status has no capture", drops("requests/R1/tracker/0/capture"), "F04", (*EDITED, *SIGNED)),
    untraced("no document shows the identity", drops("packet/worker_identity"), "P01"),
    untraced("there is no packet", drops("packet"), "P01"),
    untraced("the packet consists of pages", packet_of_pages, "P01"),
    untraced("the request has no route", drops("requests/R1/route"), "L05 L06"),
    untraced("the request was never sent", drops("requests/R1/sent"), "L03", (*EDITED, *SIGNED)),
    untraced("there is no request", drops("requests"), "L03 F08", (*EDITED, *SIGNED)),
    untraced("the form was not checked", drops("requests/R1/sent/form_checked_on"), "L07"),
    untraced(
        "an unknown person sent the request", sets("requests/R1/sent/by", "nobody-here"), "F08", (*EDITED, *SIGNED)
    ),
    untraced("an agent asked without authority", sets("requests/R1/requester", "agent"), "L10", (*EDITED, *SIGNED)),
    untraced("the certificate answers no request", drops("certificates/K1/request"), "X04 L03", (*EDITED, *SIGNED)),
    untraced(
        "the certificate was received on no day", drops("certificates/K1/received_on"), "X05", (*EDITED, *FROM_START)
    ),
    untraced("the decision was made by nobody", drops("filing/decided_by"), "D05"),
    untraced("the rule was confirmed by nobody", drops("rule/confirmed_by"), "D06"),
    untraced("it was faxed without a reason", sets("requests/R1/route/channel", "fax"), "L04 L06"),
    untraced(
        "a question that is open has no owner, and is required",
        sets("questions/coverage-assignment", {"unknown": "Who covers?"}),
        "E06",
    ),
)

ATTACKS: tuple[Attack, ...] = (*TO_COME, *MOMENTS, *PLACEHOLDERS, *UNTRACED)
