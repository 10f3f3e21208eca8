"""Attacks of many kinds that passed when they were first tried, and are refused now.

They were written after the lists of single kinds in this folder.
"""

from dataclasses import replace

from tests.support.exhibit_files import plain_pdf
from tests.support.sample import Bench, Edit, recaptured
from tests.verification.outside.across_cases import crossed, named, numbered, scanned_again, shared, wide
from tests.verification.outside.contrary import outcome, relied, reversal
from tests.verification.outside.days import activity_called, called, employer_called
from tests.verification.outside.decisions import checked, of_year, source
from tests.verification.outside.documents import refiled
from tests.verification.outside.people import like_operations, name_of
from tests.verification.outside.policies import host
from tests.verification.outside.records import (
    APPROVED,
    APPROVER,
    EDITED,
    EMPLOYEES,
    FROM_START,
    INBOUND,
    JP,
    NO,
    OPERATIONS,
    OUTBOUND,
    PAYROLL,
    SELF_EMPLOYED,
    SIGNED,
    Attack,
    Of,
    Way,
    after,
    all_of,
    appends,
    attack,
    begins,
    beside,
    certificate,
    covering,
    drops,
    employer,
    ends,
    entered,
    exhibit,
    filed_as,
    issued,
    letter,
    new_exhibit,
    page,
    payroll_record,
    proof_of_sending,
    received,
    same_file,
    sent,
    sets,
    status,
    value,
    writes,
)


def same_company_twice(bench: Bench) -> None:
    """Another case of the worker is for the same company, which is in the register a second time."""
    rows, key = bench.registers["employers"], employer(bench)
    rows["second-entry"] = {**rows[key], "name": rows[key]["name"].replace(" ", ", ", 1)}
    answer = writes({"questions/single-employment/answer": "each-certified"})
    answer(bench)
    parties = writes({"employer": "second-entry", "claims/C1/employer": "second-entry"})
    beside("XX-2026-953", parties)(bench)


OTHER_FORMS = (
    attack(1, "the same company has a second entry in the register", same_company_twice, FROM_START, EMPLOYEES),
    attack(1, "the family name is first there", crossed(named(lambda name: " ".join(reversed(name.split(" ", 1)))))),
    attack(
        1,
        "the family name is first there, with a comma",
        crossed(named(lambda name: ", ".join(reversed(name.split(" ", 1))))),
    ),
    attack(
        1,
        "the name has no accents there",
        crossed(named(lambda name: name.replace("Ø", "O").replace("ø", "o"))),
        bases=(NO,),
    ),
    attack(1, "the name has a middle initial there", crossed(named(lambda name: name.replace(" ", " K. ", 1)))),
    attack(2, "the number in wide letters, another scan", shared(scanned_again, numbered(wide))),
    attack(
        2, "the number with No. in front, another scan", shared(scanned_again, numbered(lambda text: f"No. {text}"))
    ),
    attack(
        10,
        "the final approver has the name of the operations owner with a look-alike letter",
        like_operations("approver", name=name_of(lambda name: name.replace("a", "\u0430"))),
    ),
    attack(
        10,
        "the worker is the final approver",
        lambda bench: bench.registers["people"][APPROVER(bench)].update(name=bench.case["worker"]["name"]),
    ),
)


def capture_of(which: Of) -> Edit:
    """The file of an exhibit is the capture of the page on the rule."""

    def edit(bench: Bench) -> None:
        key, cited = which(bench), page("rule")(bench)
        bench.case["exhibits"][key]["sha256"] = bench.registers["sources"][cited]["sha256"]
        bench.exhibits[key] = replace(bench.captures[cited], name=bench.exhibits[key].name)

    return edit


def contributions_continue(bench: Bench) -> None:
    """The record of the payroll change shows that contributions are paid."""
    entry = {"by": PAYROLL(bench), "on": "2026-11-20", "evidence": [payroll_record(bench)]}
    value(bench, "claims/C1")["contributions_continue"] = [entry]


TWO_DOCUMENTS = (
    attack(3, "the certificate is the page on the rule", capture_of(certificate), SIGNED),
    attack(3, "the payroll record is the page on the rule", capture_of(payroll_record)),
    attack(3, "the proof of sending is the page on the rule", capture_of(proof_of_sending), SIGNED),
    attack(3, "two statuses have one capture", same_file(exhibit("status-capture", 1), exhibit("status-capture"))),
    attack(3, "the payroll record shows that contributions continue", contributions_continue),
    *(
        attack(3, f"the {kind} has the bytes of the assignment letter", same_file(exhibit(kind), letter), SIGNED)
        for kind in ("hire-proof", "citizenship-proof", "activity-proof", "employer-registration")
    ),
    attack(
        3,
        "the proof of residence has the bytes of the proof of citizenship",
        same_file(exhibit("residence-proof"), exhibit("citizenship-proof")),
        SIGNED,
    ),
    attack(12, "the change was reversed the day before it", reversal(entered(-1), payroll_record)),
    *(
        attack(
            24,
            f"the computation is on file as {kind} too, under {place}",
            refiled(kind, place),
            bases=SELF_EMPLOYED,
            right="F34",
        )
        for kind, place in (
            ("internal-note", "questions/single-employment/evidence"),
            ("internal-note", "questions/coverage-assignment/evidence"),
            ("activity-proof", "packet/employer_details"),
            ("correspondence", "assignment/evidence"),
            ("residence-proof", "rule/evidence"),
            ("internal-note", "conditions/double_contributions/evidence"),
        )
    ),
)


def dated(which: Of, day: Of) -> Edit:
    """An exhibit is dated and was recorded on a day."""
    return filed_as(which, effective=day, received=None, recorded=day)


def note_on_contributions(bench: Bench) -> str:
    return str(value(bench, "conditions/double_contributions/evidence")[0])


OUT_OF_ORDER = (
    attack(9, "the letter is younger than the sending", dated(letter, sent(5)), right="F34 P01"),
    attack(
        9,
        "the proof of citizenship is younger than the sending",
        dated(exhibit("citizenship-proof"), sent(9)),
        right="F34 P01",
    ),
    attack(
        9,
        "the letter was recorded after the payroll change",
        filed_as(letter, effective=None, received=None, recorded=entered(5)),
        right="F34 P01",
    ),
    attack(
        9,
        "the note is younger than the check on it",
        dated(note_on_contributions, after("conditions/double_contributions/checked_on", 20)),
    ),
    attack(9, "the certificate's document is younger than it", filed_as(certificate, effective=issued(5))),
    attack(9, "the certificate is dated after its receipt", filed_as(certificate, effective=received(5))),
    attack(9, "the certificate was recorded before its receipt", filed_as(certificate, recorded=received(-2))),
    attack(9, "the letter came after it was recorded", filed_as(letter, received=after("exhibits/E1/recorded", 4))),
    attack(9, "the payroll record came before the entry", filed_as(payroll_record, received=entered(-9))),
    attack(9, "a status was recorded before it was seen", filed_as(exhibit("status-capture"), recorded=sent(1))),
)


def two_offices(bench: Bench) -> None:
    """Two statuses are in order by the clock on the wall only."""
    for at, shown in (("2026-11-12T10:00-10:00", "Completed"), ("2026-11-12T11:00+09:00", "Denied")):
        capture = new_exhibit("status-capture", shown, recorded="2026-11-12")(bench)
        entry = {"at": at, "by": OPERATIONS(bench), "shown": shown, "capture": capture}
        value(bench, "requests/R1").setdefault("tracker", []).append(entry)


STATUSES = (
    "Closed - no certificate",
    "Case closed without issuance",
    "Certificate has been superseded",
    "Issued in error",
    "Duplicate - disregard",
    "Coverage not certified",
    "Certificate surrendered",
    "Request abandoned",
    "Unable to certify",
    "Cannot be certified",
    "Certificate blocked",
    "Ritirato",
)


def as_sent(**fields: str) -> Edit:
    """The request as sent had other contents."""
    return writes({"requests/R1/sent/as_sent": fields})


CONTRARY = (
    *(attack(11, f"the last status is {words}", status(words), EDITED) for words in STATUSES),
    *(
        attack(11, f"the decision is {decision} now", sets("filing/decision", decision), APPROVED)
        for decision in ("do-not-file", "escalate", "undecided")
    ),
    attack(11, "the request was sent for another worker", as_sent(worker="Amelia Thornbury"), SIGNED, right="A09"),
    attack(
        11, "the request was sent for other days", as_sent(begins="2020-01-01", ends="2020-06-30"), SIGNED, right="A09"
    ),
    attack(
        11,
        "the request was sent for another employer",
        as_sent(employer="Copper Ridge Foods Inc. (SPECIMEN)"),
        SIGNED,
        EMPLOYEES,
        "A09",
    ),
    attack(27, "the statuses are in order by the clock on the wall only", two_offices, right="F12"),
)

UNCLAIMED = (
    attack(12, "the change ends the day after the claim", relied("until", ends(1))),
    attack(12, "the change ends years after the claim", relied("until", ends(900))),
)


PAGES = (
    *(
        attack(
            20,
            f"the page on the {topic}, which is cited, is read next year",
            source(topic, "accessed_on", "2027-01-05"),
            (Way.EDITED, Way.APPROVED),
            right="F11",
        )
        for topic in ("rule", "agreement", "destination")
    ),
)

CHECKS = (
    attack(
        17,
        "the destination abroad was looked up after the sending",
        sets("requests/R1/route/destination_seen_on", sent(1)),
        FROM_START,
        INBOUND,
        "L05",
    ),
    attack(
        18,
        "the destination abroad was looked up in 2019",
        sets("requests/R1/route/destination_seen_on", "2019-01-01"),
        FROM_START,
        INBOUND,
    ),
    attack(
        18,
        "everything is a year older than the request",
        of_year("2025"),
        FROM_START,
        right="D05 F34",
    ),
    attack(
        18,
        "double contributions were checked in 2015",
        checked("double_contributions", "2015-01-20"),
        FROM_START,
        right="D01",
    ),
    attack(
        18,
        "double contributions were checked on no day",
        drops("conditions/double_contributions/checked_on"),
        FROM_START,
        right="D01",
    ),
    attack(
        30,
        "double contributions were checked by nobody",
        drops("conditions/double_contributions/checked_by"),
        FROM_START,
        right="D01",
    ),
    attack(
        30,
        "the operations owner checked double contributions",
        sets("conditions/double_contributions/checked_by", OPERATIONS),
        FROM_START,
        right="D01",
    ),
)


def earlier_case(bench: Bench) -> None:
    """The case is about five years that end the day before the claim begins."""
    last = begins(-1)(bench)
    for part in ("assignment", "certificates/K1", "claims/C1"):
        value(bench, part).update(begins="2021-05-01", ends=last)
    value(bench, "certificates/K1").update(issued_on="2021-03-01", received_on="2021-03-05")


ASSIGNMENTS = (
    attack(
        8,
        "an affiliate here employs the worker",
        writes({"assignment/affiliate": {"employer": "copper-ridge-foods", "evidence": ["E1"]}}),
        SIGNED,
        (JP,),
    ),
    attack(26, "five years before, in another case", beside("XX-2021-960", earlier_case), bases=EMPLOYEES),
)

NUMBERS = (
    "will follow",
    "see PDF",
    "see document",
    "as attached",
    "TODO",
    "to follow",
    "not known yet",
    "awaiting",
    "applied for",
    "number pending",
    "N/K",
    "void",
    "no number",
    "default",
    "test",
    "tbd (ask HR)",
    "unassigned",
    "missing",
    "dummy",
    "pending 2",
    "ausstehend",
    "未定",
    "nicht bekannt",
    "in arrivo",
    "en attente",
    "see letter of 2026-04-08",
    "see E13, page 2",
    "as in the letter of 2026-04-08",
    "per letter of April 8, 2026",
    "letter of 2026-04-08",
    "n/a 2026",
    "none yet 2026",
    "number pending since 2026-04-08",
    "not numbered (2026)",
    "requested 2026-04-08",
    "TBD-1",
)
WORKERS = (
    "N.N.",
    "Unknown Worker",
    "John Doe",
    "New hire",
    "Candidate 1",
    "Employee",
    "Worker",
    "Name",
    "First Last",
    "Test Person",
    "Herr",
    "TBD TBD",
    "Max Mustermann",
    "not named",
)

PLACEHOLDERS = (
    *(
        attack(28, f"the number of the certificate is {text}", sets("certificates/K1/number", text), SIGNED)
        for text in NUMBERS
    ),
    *(attack(28, f"the worker is called {text}", called(text), FROM_START) for text in WORKERS),
    *(
        attack(
            28,
            f"the reference of the worker is {text}",
            writes({"worker/reference": text, "claims/C1/worker": text}),
            FROM_START,
        )
        for text in ("new", "W-xxxx")
    ),
    *(
        attack(28, f"the employer is called {text}", employer_called(text), FROM_START, EMPLOYEES)
        for text in ("Employer", "NewCo", "Company", "xxx Inc.", "Sender")
    ),
    *(
        attack(28, f"the activity is called {text}", activity_called(text), FROM_START, SELF_EMPLOYED)
        for text in ("Freelance", "business", "self")
    ),
    attack(
        28,
        "the reference of the request is see confirmation",
        sets("requests/R1/sent/reference", "see confirmation"),
        FROM_START,
    ),
)


def closed(day: Of) -> Edit:
    """The case is closed as issued on a day."""
    return writes(
        {
            "closure": lambda bench: {
                "outcome": "issued",
                "closed_on": day(bench),
                "because": "It ended.",
                "retain_until": "2040-01-01",
            }
        }
    )


def packet_of_a_note(bench: Bench) -> None:
    """Every field of the packet cites the same note."""
    note = exhibit("internal-note")(bench)
    bench.case["packet"] = {field: [note] for field in value(bench, "packet")}


UNTRACED = (
    attack(30, "the request has no reference", drops("requests/R1/sent/reference"), FROM_START, OUTBOUND, "I01"),
    *(
        attack(30, f"the case is closed before {event}", closed(day), right="X10")
        for event, day in (
            ("the issue", issued(-5)),
            ("the receipt", received(-1)),
            ("the payroll change", entered(-1)),
            ("the sending", sent(-1)),
        )
    ),
    attack(
        23, "an unknown person read the page on the rule", source("rule", "accessed_by", "nobody-here"), right="F08"
    ),
    attack(30, "the packet consists of a note", packet_of_a_note, FROM_START, right="P01"),
    attack(
        30,
        "a reversal is unsettled, and the case is closed",
        all_of(reversal("2026-10-01"), outcome("issued")),
        EDITED,
        right="E11",
    ),
)


def of_other_employer(bench: Bench) -> None:
    """The case is about work for another employer on the same days."""
    other = "copper-ridge-foods"
    bench.case["employer"] = value(bench, "claims/C1")["employer"] = other
    name = bench.registers["employers"][other]["name"]
    value(bench, "certificates/K1")["employer"] = name


OTHER_WORK = (
    attack(1, "another case is about work for another employer", beside("XX-2026-953", of_other_employer), bases=(NO,)),
    attack(
        1,
        "another case is about the same days in a third country",
        beside(
            "XX-2026-953", writes({"partner": "SE", "claims/C1/exempt_in": "SE", "certificates/K1/exempt_in": "SE"})
        ),
        bases=OUTBOUND,
    ),
    attack(
        13,
        "other work is said to be certified, and nothing shows it",
        all_of(
            sets("questions/single-employment/answer", "each-certified"),
            sets("questions/single-employment/evidence", ["E1"]),
        ),
        SIGNED,
    ),
    *(
        attack(13, f"the explanation says: {words}", sets("questions/single-employment/known", words), SIGNED)
        for words in (
            "It is not known whether the worker has other work.",
            "Other work: unknown so far.",
            "Whether there is other work is unclear.",
            "No other work, to be confirmed by the worker.",
            "No other work?",
        )
    ),
    attack(
        13,
        "an employee of a company relies on the rule for government employees",
        all_of(
            sets("rule/kind", "government-employee"),
            writes(
                {
                    "questions/coverage-provision": lambda bench: {
                        "answer": covering(bench),
                        "known": "The article on government employees.",
                        "evidence": [page("rule")(bench)],
                    }
                }
            ),
        ),
        FROM_START,
        (NO,),
        "R10",
    ),
    *(
        attack(5, f"{name} is an official host", host(name), FROM_START, right="F36")
        for name in ("quora.com", "issuu.com", "scribd.com", "gov.fandom.com", "ssa.livejournal.com", "tinyurl.com")
    ),
)


def another_first_name(bench: Bench) -> None:
    """The certificate prints a first name with another last letter, like Mario for Maria, as a wrong spelling."""
    first, _, family = str(value(bench, "certificates/K1/worker")).partition(" ")
    ending = "a" if first.endswith("o") else "o"
    spelling = {"kind": "spelling", "asked_on": "2026-11-10"}
    writes({"certificates/K1/worker": f"{first[:-1]}{ending} {family}", "certificates/K1/defect": spelling})(bench)


def pictured(bench: Bench) -> None:
    """The capture of the page on the rule is a picture without text."""
    recaptured(page("rule")(bench), plain_pdf())(bench)


def reader(bench: Bench) -> str:
    return str(bench.registers["sources"][page("rule")(bench)]["accessed_by"])


PICTURES = (
    attack(23, "nobody attests the picture of the page on the rule", pictured, right="D11"),
    attack(
        23,
        "the reader attests the picture of the page on the rule",
        all_of(pictured, source("rule", "attested_by", reader)),
        right="D11",
    ),
    attack(
        23,
        "an unknown person attests the picture of the page on the rule",
        all_of(pictured, source("rule", "attested_by", "nobody-here")),
        right="D11",
    ),
)

FIRST_NAMES = (
    attack(16, "another first name is reported as a wrong spelling", another_first_name, EDITED),
    attack(
        2,
        "another first name is recorded as a printed name",
        all_of(
            another_first_name,
            drops("certificates/K1/defect"),
            appends(
                "worker/aliases",
                lambda bench: {
                    "name": value(bench, "certificates/K1/worker"),
                    "kind": "printed",
                    "because": "It is printed like this.",
                },
            ),
        ),
        right="X07",
    ),
)

ATTACKS: tuple[Attack, ...] = (
    *OTHER_WORK,
    *OTHER_FORMS,
    *TWO_DOCUMENTS,
    *OUT_OF_ORDER,
    *CONTRARY,
    *UNCLAIMED,
    *PAGES,
    *CHECKS,
    *ASSIGNMENTS,
    *PLACEHOLDERS,
    *UNTRACED,
    *FIRST_NAMES,
    *PICTURES,
)
