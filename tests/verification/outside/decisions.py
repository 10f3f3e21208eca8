"""Attacks of the kinds 16 to 18: what nobody approved, on another day, or on old pages."""

from typing import Any

from tests.support.sample import GONE, Bench, Edit, another_pdf, in_decisions
from tests.verification.outside.records import (
    EDITED,
    EMPLOYEES,
    FROM_START,
    IT,
    KR,
    OUTBOUND,
    Attack,
    Of,
    all_of,
    appends,
    attack,
    certificate,
    confirmed,
    decided,
    drops,
    employer,
    entered,
    filed_as,
    found,
    issued,
    later_by,
    letter,
    new_exhibit,
    other_file,
    page,
    partner,
    proof_of_sending,
    received,
    role,
    row,
    sent,
    sets,
    value,
    writes,
)


def unapproved(says: str, edit: Edit, bases: tuple[str, ...] = (), right: str = "") -> Attack:
    """Something that is decided was changed after the approval."""
    return attack(16, says, edit, EDITED, bases, right)


def answers(of: str, key: str, content: Any) -> Edit:
    """Change a line of the answers to a sheet by hand; with GONE the answers are removed."""

    def edit(bench: Bench) -> None:
        for name in [name for name in bench.decisions if name.startswith(of) and name.endswith("yml")]:
            if content is GONE:
                del bench.decisions[name]
            else:
                in_decisions(name, key, content)(bench)

    return edit


def without_sheet(number: str) -> Edit:
    """A sheet and its answers are gone."""

    def edit(bench: Bench) -> None:
        for name in [name for name in bench.decisions if name.startswith(f"{number}.")]:
            del bench.decisions[name]

    return edit


def one_program_more(bench: Bench) -> None:
    bench.registers["agreements"][partner(bench)]["programs"]["confirmed"].append("sickness")
    bench.case["claims"]["C1"]["programs"].append("sickness")


def renamed(bench: Bench) -> None:
    """The employer has another name in register and certificate."""
    bench.registers["employers"][employer(bench)]["name"] = "Thornbury Ltd."
    value(bench, "certificates/K1")["employer"] = "Thornbury Ltd."


UNAPPROVED = (
    unapproved("the claim ends a day later", later_by(1, "claims/C1/ends")),
    unapproved("the claim begins a day earlier", later_by(-1, "claims/C1/begins")),
    unapproved("the certificate has another number", sets("certificates/K1/number", "X-99")),
    unapproved("the certificate ends later", later_by(30, "certificates/K1/ends")),
    unapproved("the issuer has another of its names", sets("certificates/K1/issuer", "SSA"), OUTBOUND),
    unapproved(
        "the certificate has another document", sets("certificates/K1/document", new_exhibit("certificate", "Other"))
    ),
    unapproved("the certificate has other bytes", other_file(certificate, another_pdf("other"))),
    unapproved("the proof of sending has other bytes", other_file(proof_of_sending, another_pdf("other"))),
    unapproved("the letter of assignment has other bytes", other_file(letter, another_pdf("other"))),
    unapproved("the letter of assignment is correspondence", filed_as(letter, kind="correspondence")),
    unapproved("the rule is another", sets("rule/kind", "special-exception")),
    unapproved("the request has another reference", sets("requests/R1/sent/reference", "OTHER-1")),
    unapproved("the request was sent a day earlier", later_by(-1, "requests/R1/sent/on")),
    unapproved(
        "another person asked",
        sets("requests/R1/requester", lambda bench: "worker" if bench.case.get("employer") else "employer"),
    ),
    unapproved("the lane is self-employed", sets("filing/lane", "self-employed"), EMPLOYEES, "A09"),
    unapproved("the lane is that of employers", sets("filing/lane", "employer"), (IT, KR), "A09"),
    unapproved("the nationality that decides is another", sets("worker/citizenships", ["CH"]), (IT,)),
    unapproved("the residence that decides is another", sets("worker/residence", "CH"), (KR,)),
    unapproved("the hiring day is another", later_by(-400, "assignment/hired_on")),
    unapproved(
        "worker and certificate have another name",
        writes({"worker/name": "A. Thorn", "certificates/K1/worker": "A. Thorn"}),
        right="A09",
    ),
    unapproved("employer and certificate have another name", renamed, EMPLOYEES, "A09"),
    unapproved("a program was added to register and claim", one_program_more, OUTBOUND, "A05 E05"),
    unapproved(
        "a required answer does not apply",
        sets("questions/single-employment", {"not_applicable": "Not asked."}),
        right="A05 E06",
    ),
    unapproved("an answer cites another exhibit", sets("questions/single-employment/evidence", ["E1"])),
    unapproved("a copy was added", appends("certificates/K1/copies", new_exhibit("certificate", "Other, shorter"))),
    unapproved(
        "the sheet was changed by hand", in_decisions("D2.exemption.txt", "claims.C1.ends", "2030-01-01"), right="A08"
    ),
    unapproved("the answers name another person", answers("D2.legal", "by", "priya-raman"), right="F04"),
    unapproved("the answer of legal is gone", answers("D2.legal", "", GONE), right="A02"),
    unapproved("an approval became a refusal", answers("D2.payroll", "answer", "refuse"), right="A02 A05 E05"),
    unapproved("the filing sheet is gone", without_sheet("D1"), right="A08 A01"),
    unapproved("the log before the sheet was rewritten", sets("log/0/did", "Nothing happened."), right="A08"),
    unapproved("a log entry before the sheet is gone", drops("log/0"), right="A08"),
    unapproved(
        "a log entry before the sheet is new",
        lambda bench: bench.case["log"].insert(1, {**bench.case["log"][0], "did": "Checked."}),
        right="A08",
    ),
)


def at(day: Of, time: str = "12:00-05:00") -> Of:
    """A moment of a day."""
    return lambda bench: f"{day(bench)}T{time}"


def planned(number: str, proposed: Any, answered: Any) -> Edit:
    """A sheet was proposed and answered at other times."""

    def edit(bench: Bench) -> None:
        bench.plan[number]["proposed_at"] = found(proposed, bench)
        for given in bench.plan[number]["answers"]:
            given["at"] = found(answered, bench)

    return edit


def apart(bench: Bench) -> None:
    """The approvals of the exemption are three months apart."""
    for number, given in enumerate(bench.plan["D2"]["answers"]):
        given["at"] = at(received(1 if number else 100))(bench)


def first_answer(day: Of) -> Edit:
    return lambda bench: bench.plan["D2"]["answers"][0].update(at=at(day)(bench))


def backdated(says: str, edit: Edit, right: str = "", bases: tuple[str, ...] = ()) -> Attack:
    """A day that was wrong from the start."""
    return attack(17, says, edit, FROM_START, bases, right)


BACKDATED = (
    backdated("the exemption was proposed before the receipt", planned("D2", at(received(-3)), at(received(-2)))),
    backdated(
        "the exemption was approved the day before the receipt", planned("D2", at(received(-2)), at(received(-1)))
    ),
    backdated("the exemption was approved before the issue", planned("D2", at(issued(-2)), at(issued(-1)))),
    backdated("the filing was approved the day after the sending", planned("D1", at(sent(0)), at(sent(1)))),
    backdated(
        "the exemption was approved the day after payroll changed",
        planned("D2", at(entered(1)), at(entered(1), "13:00-05:00")),
    ),
    backdated("an answer is older than its sheet", first_answer(issued(-20))),
    backdated("an answer is as old as the request", first_answer(sent(0))),
    backdated("the approvals are three months apart", apart),
    backdated("the first log entry is of yesterday", sets("log/0/at", "2026-11-21T10:00-05:00"), "F12"),
    backdated("the decision is younger than its approval", sets("filing/decided_on", sent(0))),
    backdated(
        "the filing was approved before the day of the decision had begun anywhere",
        planned("D1", at(decided(-1), "03:00-05:00"), at(decided(-1), "04:59-05:00")),
    ),
    backdated("the rule was confirmed after the decision", sets("rule/confirmed_on", decided(1)), "D06"),
    backdated("the rule was confirmed after the sending", sets("rule/confirmed_on", sent(1)), "D06"),
    backdated(
        "double contributions were checked after the decision",
        sets("conditions/double_contributions/checked_on", decided(1)),
        "D01",
    ),
    backdated(
        "the agreement was checked after the decision", sets("conditions/agreement/checked_on", decided(1)), "D04"
    ),
    backdated(
        "the destination was looked up after the sending",
        sets("requests/R1/route/destination_seen_on", sent(1)),
        "L05",
        OUTBOUND,
    ),
    backdated("the form was checked after the sending", sets("requests/R1/sent/form_checked_on", sent(1)), "L07"),
    backdated(
        "the lane was chosen after the sending",
        writes(
            {
                "filing/reclassified": lambda bench: {
                    "by": role("legal")(bench),
                    "on": sent(1)(bench),
                    "because": "It was wrong.",
                }
            }
        ),
        "L01",
    ),
    attack(17, "the answers are older than they were written", answers("D2", "at", "2026-03-01T10:00-05:00"), EDITED),
    attack(17, "the answers were written in 2020", answers("D2", "written", "2020-03-01T10:00-05:00"), EDITED),
    attack(17, "the answers were written last week", answers("D2", "written", "2026-11-20T10:00-05:00"), EDITED),
    attack(17, "the answers will be written next year", answers("D2", "written", "2027-11-20T10:00-05:00"), EDITED),
    attack(17, "the sheet knows no log", in_decisions("D2.exemption.txt", "log_entries", "0"), EDITED),
)


def source(topic: str, path: str, content: Any) -> Edit:
    """A change of the row of the page that the record cites on a topic."""
    return row("sources", page(topic), path, content)


def checked(name: str, day: Any) -> Edit:
    return sets(f"conditions/{name}/checked_on", day)


def of_year(year: str) -> Edit:
    """Decision, checks, confirmation and pages are of January of a year."""
    return all_of(
        sets("filing/decided_on", f"{year}-01-28"),
        *(checked(name, f"{year}-01-20") for name in ("agreement", "double_contributions")),
        sets("rule/confirmed_on", f"{year}-01-20"),
        *(source(topic, "accessed_on", f"{year}-01-15") for topic in ("rule", "agreement")),
    )


def stale(says: str, edit: Edit, right: str = "", bases: tuple[str, ...] = ()) -> Attack:
    """A page or a check that was old when the team relied on it."""
    return attack(18, says, edit, FROM_START, bases, right)


STALE = (
    stale("the agreement was checked 31 days before", checked("agreement", decided(-31))),
    stale("the agreement was checked in 2015", checked("agreement", "2015-01-12")),
    stale("the page on the agreement was read 31 days before", source("agreement", "accessed_on", decided(-31))),
    stale("the page on the agreement was read after", source("agreement", "accessed_on", decided(1))),
    stale("the page on the agreement is archived", source("agreement", "state", "archived")),
    stale("the page on the rule was read 31 days before", source("rule", "accessed_on", confirmed(-31))),
    stale("the page on the rule was read after", source("rule", "accessed_on", confirmed(1))),
    stale("the page on the rule is archived", source("rule", "state", "archived")),
    stale("everything is of 2015", of_year("2015")),
    stale("everything is of 2018", of_year("2018")),
    stale("the agreement was checked on no day", drops("conditions/agreement/checked_on")),
    stale("the agreement was checked by nobody", drops("conditions/agreement/checked_by")),
    stale(
        "the destination was looked up 31 days before",
        sets("requests/R1/route/destination_seen_on", sent(-31)),
        bases=OUTBOUND,
    ),
    stale(
        "the page with the destination was read 31 days before",
        source("destination", "accessed_on", sent(-31)),
        bases=OUTBOUND,
    ),
    stale("the form was checked 31 days before", sets("requests/R1/sent/form_checked_on", sent(-31))),
    stale("the decision has no day", drops("filing/decided_on")),
    stale("the confirmation has no day", drops("rule/confirmed_on")),
)

ATTACKS: tuple[Attack, ...] = (*UNAPPROVED, *BACKDATED, *STALE)
