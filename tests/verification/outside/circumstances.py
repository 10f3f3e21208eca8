"""Records that deserve support: tracking, evidence, registers, other cases, late paperwork, days and facts."""

from typing import Any

from tests.support.exhibit_files import plain_pdf
from tests.support.honest_events import (
    deviation,
    document,
    everybody_approves,
    history,
    signed_off,
    takeover,
    withdrawn,
    without_filing_sheet,
    without_sheets,
)
from tests.support.sample import Bench, Edit, as_of, recaptured
from tests.verification.outside.across_cases import another_worker, named
from tests.verification.outside.deserving import APPROVED, Honest, home, honest
from tests.verification.outside.records import (
    EMPLOYEES,
    JP,
    KR,
    LEGAL,
    NO,
    OPERATIONS,
    OUTBOUND,
    all_of,
    appends,
    begins,
    beside,
    certificate,
    changes,
    confirmed,
    covering,
    decided,
    drops,
    employer,
    ends,
    exhibit,
    filed_as,
    files,
    issued,
    later,
    later_by,
    letter,
    logged,
    new_exhibit,
    page,
    partner,
    payroll_record,
    person,
    received,
    row,
    sent,
    sets,
    status,
    value,
    writes,
)


def at(day: Any) -> Any:
    """A moment of a day."""
    return lambda bench: f"{day(bench)}T10:00-05:00"


BY_PHONE = appends(
    "requests/R1/tracker",
    lambda bench: {
        "at": "2026-11-10T10:00-05:00",
        "by": OPERATIONS(bench),
        "shown": "The certificate was mailed",
        "how": "phone",
        "spoke_with": "Ms. Smith",
    },
)
MESSAGE = appends(
    "contacts",
    lambda bench: {
        "at": "2026-11-10T10:00-05:00",
        "by": OPERATIONS(bench),
        "to": "The foreign office",
        "about": "Sent a copy of the certificate.",
        "evidence": ["E1"],
    },
)
TRACKING = (
    *(
        honest(f"a later status is {words}", status(words), APPROVED)
        for words in (
            "Completed",
            "Certificate issued",
            "Mailed",
            "Certificate sent to employer",
            "Approved",
            "Archived",
        )
    ),
    *(
        honest(f"an earlier status was {words}", status(words, at(issued(-2))), APPROVED)
        for words in (
            "Received",
            "Pending",
            "In process",
            "Under review",
            "Additional information requested",
            "On hold",
            "Not yet issued",
            "Cannot be changed online",
        )
    ),
    honest("a status was given by phone", BY_PHONE, APPROVED),
    honest("the agency confirmed it by phone", logged("Called the agency; the certificate is confirmed.")),
    honest("the foreign office received a copy", MESSAGE),
)

CITED = ("correspondence", "internal-note", "hire-proof", "ownership-chart", "agreement-capture", "citizenship-proof")
FILED = ("correspondence", "internal-note", "status-capture", "mailing-proof", "name-change-record", "residence-proof")


def wrong_file(bench: Bench) -> None:
    """A letter about another worker was filed, and withdrawn."""
    entry = {"on": "2026-11-21", "by": OPERATIONS(bench), "because": "It concerns another worker."}
    new_exhibit("correspondence", "A letter", withdrawn=entry)(bench)


def tax_topic(bench: Bench) -> None:
    note = new_exhibit("side-topic", "FBAR note")(bench)
    appends("side_topics", {"topic": "fbar", "note": "For the tax file.", "evidence": [note]})(bench)


def replace_letter(bench: Bench) -> None:
    """Cite the better scan wherever the letter of assignment was cited."""
    document("E1", "packet/assignment_dates")(bench)

    def cited(content: Any) -> Any:
        if isinstance(content, dict):
            return {key: cited(part) for key, part in content.items()}
        if isinstance(content, list):
            return [cited(part) for part in content]
        return "E91" if content == "E1" else content

    bench.case.update({key: cited(part) for key, part in bench.case.items() if key not in ("exhibits", "log")})
    bench.case.pop("quotes", None)
    everybody_approves(bench)


EVIDENCE = (
    *(
        honest(f"one more {kind} is cited", files(kind, "One more", "assignment/evidence", effective="2026-11-10"))
        for kind in CITED
    ),
    *(honest(f"one more {kind} is on file", files(kind, "One more", effective="2026-11-10")) for kind in FILED),
    honest("a damaged scan is kept as received", files("correspondence", "A scan", as_received="It is damaged.")),
    honest("a wrong file was withdrawn", wrong_file),
    honest("a tax topic is on file", tax_topic),
    honest(
        "the letter of assignment has a better scan",
        withdrawn("E1", "A better scan is on file."),
        replace_letter,
        bases=(NO, JP),
    ),
    honest("the letter of assignment has no date", filed_as(letter, effective=None)),
    honest("the mailroom did not note the receipt", filed_as(certificate, received=None)),
    honest("the certificate was recorded two days after the receipt", filed_as(certificate, recorded=received(2))),
    honest("the proof of hire has no date", filed_as(exhibit("hire-proof"), effective=None), bases=EMPLOYEES),
)


def agreement(path: str, content: Any) -> Edit:
    return row("agreements", partner, path, content)


def policy(**settings: Any) -> Edit:
    return lambda bench: bench.registers["policy"].update(settings)


def merged(bench: Bench) -> None:
    """Another company succeeds the employer in November."""
    entry = {"employer": "copper-ridge-foods", "on": "2026-11-01", "because": "A merger."}
    bench.registers["employers"][employer(bench)]["succeeded_by"] = entry


def confirmed_by_authority(bench: Bench) -> None:
    """The authority confirmed the certificate for the new employer."""
    confirmation = new_exhibit("correspondence", "The certificate stays valid", effective="2026-11-10")(bench)
    answer = {"answer": "yes", "known": "The authority confirmed it.", "evidence": [confirmation]}
    writes({"questions/employer-succession": answer})(bench)
    everybody_approves(bench)


def pictured(bench: Bench) -> None:
    """The capture of the page on the rule is a picture, and a colleague compared it with the page."""
    key = page("rule")(bench)
    recaptured(key, plain_pdf())(bench)
    source = bench.registers["sources"][key]
    source["attested_by"] = next(
        person for person in (OPERATIONS(bench), LEGAL(bench)) if person != source["accessed_by"]
    )


REGISTERS = (
    honest(
        "one more program is confirmed",
        lambda bench: bench.registers["agreements"][partner(bench)]["programs"]["confirmed"].append("maternity"),
    ),
    honest("the extension becomes known", agreement("extension/text", "It can be extended.")),
    honest(
        "a new agreement has a longer limit",
        all_of(agreement("limit/outbound_months", 84), agreement("limit/inbound_months", 84)),
        bases=EMPLOYEES,
    ),
    honest("pages are fresh for ten days only", policy(source_fresh_days=10)),
    honest(
        "legal also approves filings from now on",
        lambda bench: bench.registers["policy"]["approvals"]["filing"].append("legal"),
    ),
    honest("the capture of the page on the rule is a picture that a colleague attests", history(pictured)),
    honest("files are kept for longer", policy(retention_years=10)),
    honest(
        "the employer was merged after the claim",
        all_of(home("2026-10-31"), writes({"claims/C1/relied/0/until": "2026-10-31"}), merged),
        bases=EMPLOYEES,
    ),
    honest("the employer was merged, and the authority agreed", merged, confirmed_by_authority, bases=EMPLOYEES),
    honest(
        "the agency gets one more printed name",
        lambda bench: (
            bench.registers["agreements"][partner(bench)]["agency"].setdefault("names", []).append("A new name")
        ),
    ),
)


def second_employer(bench: Bench) -> None:
    name = bench.registers["employers"]["copper-ridge-foods"]["name"]
    changes_of = {"employer": "copper-ridge-foods", "claims/C1/employer": "copper-ridge-foods"}
    writes({**changes_of, "certificates/K1/employer": name})(bench)


def period(first: str, last: str) -> Edit:
    """Work, certificate and claim have other days."""
    return lambda bench: [
        value(bench, part).update(begins=first, ends=last) for part in ("assignment", "certificates/K1", "claims/C1")
    ].clear()


def day_after(bench: Bench) -> None:
    first = ends(1)(bench)
    period(first, later(first, 90))(bench)


def colleague(change: Any) -> Edit:
    """Another worker with a like name."""
    return named(change, "W-7002")


BESIDE = (
    honest("another worker has a case", beside("XX-2026-970", another_worker)),
    honest(
        "a colleague has the same family name",
        beside("XX-2026-970", colleague(lambda name: f"Jonas {name.split(' ', 1)[1]}")),
    ),
    honest(
        "a colleague has the same given name",
        beside("XX-2026-970", colleague(lambda name: f"{name.split(' ', 1)[0]} Thornbury")),
    ),
    honest(
        "another certificate has almost the same number",
        beside(
            "XX-2026-970",
            another_worker,
            changes("certificates/K1/number", lambda text: text.removesuffix("-B")[:-1] + "9"),
        ),
    ),
    honest(
        "neither certificate shows a number",
        all_of(
            sets("certificates/K1/number", "none shown"),
            beside("XX-2026-970", another_worker, sets("certificates/K1/number", "none shown")),
        ),
        APPROVED,
    ),
    honest(
        "the worker has a second employer",
        beside("XX-2026-971", second_employer),
        all_of(sets("questions/single-employment/answer", "each-certified"), APPROVED),
        bases=EMPLOYEES,
    ),
    honest(
        "the worker was in another country before",
        beside("XX-2020-972", sets("partner", "SE"), period("2019-01-01", "2020-12-31")),
    ),
    honest("the rest of the work is another case", beside("XX-2026-974", day_after)),
)


def too_early(bench: Bench) -> None:
    """Payroll was changed three days before the certificate came."""
    day = received(-3)(bench)
    sets("claims/C1/relied/0/entered_on", day)(bench)
    filed_as(payroll_record, effective=day, recorded=day)(bench)


def cured(bench: Bench) -> None:
    """The team noticed it, payroll paid, and everybody accepts that."""
    record = new_exhibit("payroll-record", "Contributions paid", effective="2026-11-10", recorded="2026-11-10")(bench)
    days = {"noticed_on": "2026-11-02", "cured_on": "2026-11-10", "remedy": "contributions-paid"}
    writes({"claims/C1/breach": {**days, "because": "It was changed too early.", "evidence": [record]}})(bench)
    everybody_approves(bench)


def late_sign_off(bench: Bench) -> None:
    signed_off("data_quality", f"{sent(1)(bench)}T10:00-05:00")(bench)


def evening_before(bench: Bench) -> None:
    """The filing was approved in New York in the evening, when the day of the decision had begun in Tokyo."""
    day = decided(-1)(bench)
    bench.plan["D1"]["proposed_at"] = f"{day}T18:00-05:00"
    for given in bench.plan["D1"]["answers"]:
        given["at"] = f"{day}T20:00-05:00"


def morning_in_tokyo(bench: Bench) -> None:
    """The approver signed off in Tokyo, in time for New York, and only the data-quality owner signed off a day late."""
    late_sign_off(bench)
    signed_off("approver", f"{sent(1)(bench)}T08:00+09:00")(bench)


LATE = (
    honest("the filing was decided in Tokyo and approved in New York", history(evening_before)),
    honest(
        "the approver signed off in Tokyo in time, and the data-quality owner a day late",
        history(morning_in_tokyo),
        all_of(deviation("late-sign-off"), APPROVED),
    ),
    honest(
        "the data-quality owner signed off a day late",
        history(late_sign_off),
        all_of(deviation("late-sign-off"), APPROVED),
    ),
    honest(
        "the page on the rule was 45 days old",
        history(row("sources", page("rule"), "accessed_on", confirmed(-45))),
        all_of(deviation("stale-page"), APPROVED),
    ),
    honest(
        "the page on the agreement was 40 days old",
        history(row("sources", page("agreement"), "accessed_on", decided(-40))),
        all_of(deviation("stale-page"), APPROVED),
    ),
    honest(
        "nobody noted when the form was checked",
        drops("requests/R1/sent/form_checked_on"),
        all_of(deviation("form-check-not-noted"), APPROVED),
        bases=OUTBOUND,
    ),
    honest("payroll was changed too early, and that was cured", history(too_early), cured),
)

TAKEN = (
    honest(
        "the request is older than the team's first day",
        all_of(history(without_sheets), policy(cut_over="2026-11-01")),
        all_of(takeover("E1", claims=["C1"]), APPROVED),
    ),
    honest(
        "the home employer requested the certificate",
        all_of(
            history(without_filing_sheet),
            person("yuko-mori", "Yuko Mori"),
            writes(
                {
                    "requests/R1/requester": "home-employer",
                    "requests/R1/authority": ["E1"],
                    "requests/R1/sent/by": "yuko-mori",
                }
            ),
        ),
        all_of(takeover("E7"), APPROVED),
        bases=(JP,),
    ),
)

TIME = (
    *(honest(f"the check is for {day}", as_of(day)) for day in ("2026-11-23", "2026-12-31", "2027-02-28")),
    *(
        honest(f"a log entry has the offset {offset}", logged("Called.", f"2026-11-12T09:00{offset}"))
        for offset in ("+09:00", "+00:00", "+05:45", "-10:00", "-02:30", "+13:45")
    ),
    honest("a log entry is of this morning in Auckland", logged("Called.", "2026-11-22T08:00+13:00")),
    honest(
        "the case is closed",
        writes(
            {
                "closure": {
                    "outcome": "issued",
                    "closed_on": "2026-11-20",
                    "because": "It ended.",
                    "retain_until": "2040-12-31",
                }
            }
        ),
    ),
)


def same_day(bench: Bench) -> None:
    """Payroll entered the change on the day of the last approval."""
    day = max(given["at"] for given in bench.plan["D2"]["answers"])[:10]
    sets("claims/C1/relied/0/entered_on", day)(bench)
    filed_as(payroll_record, effective=day, recorded=day)(bench)


def power_of_attorney(bench: Bench) -> None:
    """An agent asked under a power of attorney."""
    power = new_exhibit("power-of-attorney", "Power", effective="2025-12-01", recorded="2025-12-02")(bench)
    writes({"requests/R1/requester": "agent", "requests/R1/authority": [power]})(bench)


RECLASSIFIED = writes(
    {
        "filing/reclassified": lambda bench: {
            "by": LEGAL(bench),
            "on": sent(-2)(bench),
            "because": "The label was wrong.",
        }
    }
)


def crew(limit: str) -> Edit:
    """The worker is a member of a crew, and official pages show the provision and its limit."""

    def edit(bench: Bench) -> None:
        known = {"known": "The article on crews says so.", "evidence": [page("rule")(bench)]}
        sets("rule/kind", "ship-or-aircraft-crew")(bench)
        cited = [*known["evidence"], letter(bench)]
        bench.case["questions"]["coverage-provision"] = {**known, "answer": covering(bench), "evidence": cited}
        bench.case["questions"]["provision-limit"] = {**known, "answer": limit}

    return edit


def lasts_until(day: str) -> Edit:
    return writes(dict.fromkeys(("assignment/ends", "certificates/K1/ends", "claims/C1/ends"), day))


LAST = {NO: "2031-04-30", JP: "2031-06-30"}
FACTS = (
    honest(
        "a crew member under a provision without a limit",
        history(all_of(crew("none"), lasts_until("2033-12-31"))),
        bases=EMPLOYEES,
    ),
    honest("a crew member within the limit of the provision", history(crew("72")), bases=EMPLOYEES),
    honest("a second citizenship", appends("worker/citizenships", "CH"), bases=(NO, JP, KR)),
    honest("no citizenship", sets("worker/citizenships", ["stateless"]), bases=(NO, JP, KR)),
    honest("hired a week earlier", later_by(-7, "assignment/hired_on"), APPROVED, bases=EMPLOYEES),
    honest("hired on the day before the work", history(sets("assignment/hired_on", begins(-1))), bases=EMPLOYEES),
    honest(
        "exactly sixty months",
        history(lambda bench: lasts_until(LAST[bench.case["case"]])(bench)),
        bases=EMPLOYEES,
    ),
    honest(
        "an open question that decides nothing",
        writes(
            {
                "questions/parking": lambda bench: {
                    "unknown": "Who pays?",
                    "escalated_to": OPERATIONS(bench),
                    "escalated_on": "2026-11-01",
                }
            }
        ),
    ),
    honest(
        "a question that does not apply",
        writes({"questions/parking": {"not_applicable": "There is no car.", "evidence": ["E1"]}}),
    ),
    honest(
        "an answer in other words",
        changes("questions/single-employment/known", lambda words: f"{words} This was declared."),
    ),
    honest("an agent asked under a power of attorney", history(power_of_attorney)),
    honest(
        "the worker asked instead of the employer", history(sets("requests/R1/requester", "worker")), bases=EMPLOYEES
    ),
    honest("the lane was corrected before the sending", history(RECLASSIFIED)),
    honest(
        "a typing error in the requested last day",
        writes({"requests/R1/sent/as_sent": lambda bench: {"ends": ends(-1)(bench)}}),
        APPROVED,
    ),
    honest(
        "a typing error in the requested name",
        writes({"requests/R1/sent/as_sent": lambda bench: {"worker": bench.case["worker"]["name"][:-1]}}),
        APPROVED,
    ),
    honest("payroll entered the change on the day of the last approval", history(same_day)),
    honest("the vault moves", sets("worker/vault", "vault:moved/elsewhere")),
    honest("the worker is at home for the holidays", logged("The worker is at home for two weeks.")),
)

CIRCUMSTANCES: tuple[Honest, ...] = (*TRACKING, *EVIDENCE, *REGISTERS, *BESIDE, *LATE, *TAKEN, *TIME, *FACTS)
