"""Honest events after a case is supported: what happens, what the check then asks for, and the steps that it names.

`HONEST_EVENTS` has at least three records of each of the fifteen kinds of events. `NEUTRAL_EVENTS` are events that take
no support from any case.
"""

import copy
import datetime as dt
from dataclasses import dataclass
from typing import Any

from tests.support.sample import (
    GONE,
    Bench,
    Edit,
    as_of,
    at,
    exhibit_file,
    harmless_number,
    put,
    register,
    request,
    roles,
    sealed,
    second_certificate,
    second_document,
)
from tests.support.tool_answers import answer, approve_exemption

from casebound.model.terms import ApprovalStep, Role

BE, CA, DE = "BE-2025-018", "CA-2026-023", "DE-2026-002"
IT, JP, KR = "IT-2026-003", "JP-2026-014", "KR-2026-015"
NO, PT, SE = "NO-2026-001", "PT-2026-013", "SE-2026-019"
SUPPORTED = (BE, CA, DE, IT, JP, KR, NO, PT, SE)
"""The sample cases that are supported."""

TODAY = "2026-11-22"


@dataclass(frozen=True, slots=True)
class HonestEvent:
    """An event and the honest steps after it.

    `asks` is the control that reports the event and words of its remedy that name the step. Without it, the event
    takes nothing from the case.
    """

    kind: str
    says: str
    case: str
    event: tuple[Edit, ...]
    asks: str = ""
    steps: tuple[Edit, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.kind}: {self.says} ({self.case})"


def happens(
    kind: str, says: str, case: str, event: Edit | tuple[Edit, ...], asks: str = "", *steps: Edit
) -> HonestEvent:
    """A row of the table."""
    return HonestEvent(kind, says, case, event if isinstance(event, tuple) else (event,), asks, steps)


# ---- what people do ----


def everybody_approves(bench: Bench) -> None:
    """The people in the roles approve the exemption on a new sheet."""
    approve_exemption(bench)


def approved_with(**people: str) -> Edit:
    """Everybody approves, with other people than those of the case in some roles."""
    return lambda bench: approve_exemption(bench, {Role(role): person for role, person in people.items()})


def all_of(*edits: Edit) -> Edit:
    """Several edits that are one step."""

    def edit(bench: Bench) -> None:
        for change in edits:
            change(bench)

    return edit


def withdrawn(exhibit: str, because: str = "It is the wrong file.") -> Edit:
    """Take an exhibit out of use."""
    return at(f"exhibits/{exhibit}/withdrawn", {"on": "2026-11-20", "by": "ingrid-dahl", "because": because})


def document(of: str, cited: str, **fields: str) -> Edit:
    """File a document like an exhibit, with bytes of its own, and cite it alone at a place of the record."""

    def edit(bench: Bench) -> None:
        put(bench.case, cited, [_filed(bench, of, fields)])

    return edit


def _filed(bench: Bench, of: str, fields: dict[str, str]) -> str:
    key = second_document(bench, of)
    for name in ("received", "withdrawn"):
        bench.case["exhibits"][key].pop(name, None)
    bench.case["exhibits"][key].update({"recorded": "2026-11-20", **fields})
    return key


def noted(did: str) -> Edit:
    """Add an entry to the log."""
    entry = {"at": "2026-11-20T10:00-05:00", "by": "ingrid-dahl", "did": did}
    return lambda bench: bench.case["log"].append(dict(entry))


def history(*edits: Edit) -> Edit:
    """Let record, sheets and answers be as if something had been different from the start."""

    def edit(bench: Bench) -> None:
        all_of(*edits)(bench)
        sealed(bench)

    return edit


def on_the_day(day: str) -> Edit:
    """Go back to a day: what was recorded later is not there yet."""

    def edit(bench: Bench) -> None:
        case = bench.case
        as_of(day)(bench)
        case["exhibits"] = {key: held for key, held in case["exhibits"].items() if held["recorded"] <= day}
        case["log"] = [entry for entry in case["log"] if entry["at"][:10] <= day]
        for claim in case["claims"].values():
            if claim["relied"][0]["entered_on"] > day:
                del claim["relied"]

    return edit


def payroll_changes(day: str, first_day: str, by: str) -> Edit:
    """Payroll enters a change on a day and files its record."""

    def edit(bench: Bench) -> None:
        as_of(day)(bench)
        fields = {"kind": "payroll-record", "recorded": day, "effective": day}
        record = _filed(bench, "E1", fields)
        relied = bench.case["claims"]["C1"].setdefault("relied", [])
        how = relied[0]["how"] if relied else "payroll"
        relied.append({"from": first_day, "how": how, "by": by, "entered_on": day, "evidence": [record]})

    return edit


def paid_after_all(of: str, by: str = "carla-jensen") -> Edit:
    """Payroll states that contributions are paid, and files a record like an exhibit that shows it."""

    def edit(bench: Bench) -> None:
        record = _filed(bench, of, {"effective": TODAY, "recorded": TODAY})
        put(bench.case, "claims/C1/contributions_continue", [{"by": by, "on": TODAY, "evidence": [record]}])

    return edit


def proposed_at(moment: str, *answers: str) -> Edit:
    """The exemption sheet was proposed at a time, and the answers were given at other times, in their order."""

    def edit(bench: Bench) -> None:
        bench.plan["D2"]["proposed_at"] = moment
        for given, when in zip(bench.plan["D2"]["answers"], answers, strict=True):
            given["at"] = when

    return edit


def signed_off(role: str, moment: str) -> Edit:
    """A person signed off the filing at another time."""

    def edit(bench: Bench) -> None:
        for given in bench.plan["D1"]["answers"]:
            if given["role"] == role:
                given["at"] = moment

    return edit


def payroll_never_asked(bench: Bench) -> None:
    """No sheet asks payroll."""
    for sheet in bench.plan.values():
        sheet["answers"] = [given for given in sheet["answers"] if given["role"] != "payroll"]


def reissued(**changes: Any) -> Edit:
    """A certificate in place of the first is received."""
    known = {"number": "SPECIMEN-NEW-1", "replaces": "K1", "defect": GONE}
    days = {"issued_on": "2026-11-10", "received_on": "2026-11-17"}

    def edit(bench: Bench) -> None:
        second_certificate(**{**known, **days, **changes})(bench)
        exhibit = bench.case["certificates"]["K2"]["document"]
        bench.case["exhibits"][exhibit].update(received=days["received_on"], recorded=days["received_on"])

    return edit


def refusal_arrives(dated: str) -> Edit:
    """A letter that refused the first request arrives, with its refusal."""

    def edit(bench: Bench) -> None:
        letter_arrives(dated)(bench)
        refusal = {"refused_on": dated, "received_on": "2026-11-20", "because": "Not eligible.", "evidence": ["E91"]}
        put(bench.case, "requests/R1/refusal", refusal)

    return edit


def letter_arrives(dated: str) -> Edit:
    """A letter of denial arrives and is filed."""

    def edit(bench: Bench) -> None:
        _filed(bench, "E1", {"kind": "denial-letter", "effective": dated, "received": "2026-11-20"})

    return edit


def case_beside(case: str, **changes: Any) -> Edit:
    """The worker has a second case, for another employer or activity unless that is stated."""

    def edit(bench: Bench) -> None:
        other = copy.deepcopy(bench.case)
        other["case"] = case
        for certificate in other["certificates"].values():
            certificate["number"] += "-2"
        for path, value in changes.items():
            put(other, path.replace("__", "/"), value)
        bench.others.append(other)

    return edit


COPPER_RIDGE = {
    "employer": "copper-ridge-foods",
    "claims__C1__employer": "copper-ridge-foods",
    "certificates__K1__employer": "Copper Ridge Foods Inc. (SPECIMEN)",
}
"""In a case beside: another employer."""

WAITS: dict[str, Any] = {"certificates": {}, "claims": {}}
"""In a case beside: the request still waits for a certificate."""


def in_case_beside(path: str, value: Any) -> Edit:
    """Change the record of the second case."""
    return lambda bench: put(bench.others[0], path, value)


def without_filing_sheet(bench: Bench) -> None:
    """The project has no filing sheet: the request was not decided with casebound."""
    bench.plan = {"D1": bench.plan["D2"]}


def without_sheets(bench: Bench) -> None:
    """The project has no sheets: request and exemption were not decided with casebound."""
    bench.plan = {}


def takeover(evidence: str, **more: Any) -> Edit:
    """Take the first request over."""
    stated = {"requests": ["R1"], "stated_on": "2026-11-20", "by": "ingrid-dahl", "evidence": [evidence]}
    return at("takeover", {**stated, "because": "It was sent before the team used casebound.", **more})


def deviation(kind: str) -> Edit:
    """State a deviation for the first request."""
    return at("deviations/V1", {"kind": kind, "request": "R1", "because": "The colleague was ill that day."})


def known_answer(question: str, answer: str, *evidence: str) -> Edit:
    """Answer an open question with evidence."""
    known = {"answer": answer, "known": "It was found out and is on file.", "evidence": list(evidence)}
    return at(f"questions/{question}", known)


NUMBER = "219-09-9999"

HONEST_EVENTS: tuple[HonestEvent, ...] = (
    happens("a register is read again", "the page on the agreement says nothing new", NO,
            (register("agreements", "NO/seen_on", "2026-11-20"),
             register("agreements", "NO/extension/text", "Read again."))),
    happens("a register is read again", "a program is no longer confirmed", SE,
            register("agreements", "SE/programs/confirmed", ["old-age", "survivors"]),
            "E02 Remove the program or the contribution from the claim",
            at("claims/C1/programs", ["old-age", "survivors"]), everybody_approves,
            payroll_changes(TODAY, "2026-07-01", "carla-jensen")),
    happens("a register is read again", "the agreement ends before the claim", PT,
            register("agreements", "PT/ended_on", "2027-06-30"),
            "D03 Shorten the claim to the days on which the agreement is in force",
            at("claims/C1/ends", "2027-06-30"), everybody_approves),
    happens("a register is read again", "the limit is no longer confirmed", JP,
            register("agreements", "JP/limit/label", "memory"),
            "R01 record the open question detachment-limit as known",
            known_answer("detachment-limit", "60", "ssa-japan-rule"), everybody_approves),

    happens("the file changes after sending", "the employer moves, a reason is reworded, a document is added", JP,
            (register("employers", "kitanami-robotics/address", "1-1 Elsewhere, Osaka, Japan"),
             at("filing/because", "All conditions are met."),
             at("rule/evidence", ["ssa-japan-rule", "E1", "E2", "E3"]))),
    happens("the file changes after sending", "the registration of the employer was the wrong file", NO,
            withdrawn("E4"), "P01 cite the exhibit under packet", document("E4", "packet/employer_details"),
            everybody_approves),
    happens("the file changes after sending", "the proof of identity was the wrong file", CA,
            withdrawn("E4"), "A05 Record the document that replaces it", document("E4", "packet/worker_identity"),
            everybody_approves),
    happens("the file changes after sending", "the notice on the waiting time was the wrong file", SE,
            withdrawn("E10"), "F27 Record a replacement document",
            document("E10", "requests/R1/waiting/evidence")),

    happens("plans change", "the worker moves to the other country, and the rule no longer fits", KR,
            at("worker/residence", "US"), "R03 keep the earlier country in the record",
            all_of(at("worker/residence", "KR"), at("assignment/ends", "2026-12-31"),
                   at("claims/C1/ends", "2026-12-31")),
            everybody_approves),
    happens("plans change", "the worker returns early", NO, at("assignment/ends", "2026-12-31"),
            "E04 Shorten the claim", at("claims/C1/ends", "2026-12-31"), everybody_approves),
    happens("plans change", "the work began two weeks later", KR, at("assignment/begins", "2026-09-15"),
            "E04 Shorten the claim", at("claims/C1/begins", "2026-09-15"), everybody_approves,
            payroll_changes(TODAY, "2026-09-15", "peter-nakamura")),
    happens("plans change", "the work began two weeks later, which is approved already", NO,
            (at("assignment/begins", "2026-05-15"), at("claims/C1/begins", "2026-05-15"), everybody_approves),
            "E13 Have payroll correct the change", payroll_changes(TODAY, "2026-05-15", "carla-jensen")),
    happens("plans change", "the work lasts longer, and the claim stays", IT, at("assignment/ends", "2029-12-31")),
    happens("plans change", "a program is paid after all", DE, at("claims/C1/programs", ["old-age", "sickness"]),
            "A07 Propose a new decision sheet with the reduced exemption", everybody_approves, paid_after_all("E16")),
    happens("plans change", "a program was paid all the time, which is approved already", KR,
            (at("claims/C1/programs", ["seca-oasdi"]), everybody_approves),
            "E13 record payroll's statement", paid_after_all("E9", "peter-nakamura")),
    happens("plans change", "the worker returned months ago", NO, at("assignment/ends", "2026-08-31"),
            "E04 Shorten the claim", at("claims/C1/ends", "2026-08-31"), everybody_approves),

    happens("a corrected certificate", "it is reissued for the same days", NO, reissued(),
            "X11 Name the latest certificate in the claim", at("claims/C1/certificates", ["K2"]), everybody_approves),
    happens("a corrected certificate", "it is reissued for the same days", KR, reissued(number="SPECIMEN-KR-US-0015"),
            "X11 Do not undo a payroll change that was correct", at("claims/C1/certificates", ["K2"]),
            everybody_approves),
    happens("a corrected certificate", "the agency corrects a wrong name", IT,
            at("certificates/K1/defect", {"kind": "identity", "asked_on": "2026-10-01"}),
            "X03 base the claim on the certificate that replaced it", reissued(), at("claims/C1/certificates", ["K2"]),
            everybody_approves),
    happens("a corrected certificate", "it is reissued for fewer days, all later", NO,
            reissued(begins="2026-10-01"),
            "X11 shorten the claim to its days", at("claims/C1/certificates", ["K2"]),
            at("claims/C1/begins", "2026-10-01"), everybody_approves,
            payroll_changes(TODAY, "2026-10-01", "carla-jensen")),
    happens("a corrected certificate", "it is reissued for fewer days", DE, reissued(ends="2028-06-30"),
            "X11 shorten the claim to its days", at("claims/C1/certificates", ["K2"]),
            at("claims/C1/ends", "2028-06-30"), everybody_approves),

    happens("people change", "the final approver is promoted", NO,
            register("people", "helen-okafor/roles", roles("approver", until="2026-06-30")),
            "P04 Name the successor under people", at("people/approver", "david-lindqvist")),
    happens("people change", "the payroll manager leaves while a sheet waits for her answer", DE,
            (at("claims/C1/ends", "2029-03-31"),
             lambda bench: answer(bench, ApprovalStep.EXEMPTION, Role.APPROVER),
             register("people", "carla-jensen/roles", roles("payroll", until="2026-11-21"))),
            "P04 Name the successor under people", at("people/payroll", "ruth-abernathy"), everybody_approves),
    happens("people change", "a deputy answers during leave", JP,
            (at("claims/C1/ends", "2029-03-31"),
             register("people", "helen-okafor/deputy_for", [
                 {"person": "david-lindqvist", "role": "approver", "from": "2026-11-16", "until": "2026-12-11",
                  "appointed_on": "2026-11-13"}])),
            "A07 have it approved", approved_with(approver="helen-okafor")),

    happens("names as printed", "in capitals", SE, at("certificates/K2/worker", "ÅSA LINDSTRÖM"),
            "A05 have them approve the new sheet", everybody_approves),
    happens("names as printed", "without special letters", NO, at("certificates/K1/worker", "Maren Ostby"),
            "X07 record that name once under aliases",
            at("worker/aliases", [{"name": "Maren Ostby", "kind": "transliteration", "because": "The form is ASCII."}]),
            everybody_approves),
    happens("names as printed", "family name first, with an initial", BE, at("certificates/K1/worker", "CLAES, P."),
            "X07 record that name once under aliases",
            at("worker/aliases", [{"name": "Claes, P.", "kind": "printed", "because": "The form is narrow."}]),
            everybody_approves),
    happens("names as printed", "the maiden name", CA, at("certificates/K1/worker", "Gabriel Roy"),
            "X07 another name of the same person",
            all_of(at("worker/aliases", [{"name": "Gabriel Roy", "kind": "former", "until": "2026-09-01",
                                          "because": "He married.", "evidence": []}]),
                   document("E4", "worker/aliases/0/evidence", kind="name-change-record")),
            everybody_approves),

    happens("issuers as printed", "in capitals, with the office", DE,
            at("certificates/K1/issuer",
               "SOCIAL SECURITY ADMINISTRATION, OFFICE OF EARNINGS & INTERNATIONAL OPERATIONS"),
            "A05 have them approve the new sheet", everybody_approves),
    happens("issuers as printed", "by its initials", KR, at("certificates/K1/issuer", "NPS"),
            "A05 have them approve the new sheet", everybody_approves),
    happens("issuers as printed", "in Japanese", JP, at("certificates/K1/issuer", "日本年金機構"),
            "X02 add that name to agency.names",
            register("agreements", "JP/agency/names", ["Japan Pension Service", "日本年金機構"]), everybody_approves),

    happens("nine digits that are no SSN", "a permit number in the log", NO, noted(f"The office quoted {NUMBER}."),
            "F09 casebound record CASE harmless-number", at("harmless_numbers", [harmless_number(NO, NUMBER)])),
    happens("nine digits that are no SSN", "the number of the certificate", DE, at("certificates/K1/number", NUMBER),
            "F09 have a second person confirm", at("harmless_numbers", [harmless_number(DE, NUMBER)]),
            everybody_approves),
    happens("nine digits that are no SSN", "a number without a label", BE, noted(f"Asked for {NUMBER}."),
            "F09 write the type before it", at("log/-1/did", f"Asked for certificate {NUMBER}.")),

    happens("late paperwork", "nobody noted when the form was checked", SE, request("sent/form_checked_on", GONE),
            "L07 record a deviation of the kind form-check-not-noted", deviation("form-check-not-noted"),
            everybody_approves),
    happens("late paperwork", "the page with the address was read 33 days before sending", NO,
            history(request("route/destination_seen_on", "2025-12-20")),
            "L05 record a deviation of the kind stale-page", deviation("stale-page"), everybody_approves),
    happens("late paperwork", "the page with the rule was 39 days old", JP,
            history(register("sources", "ssa-japan-rule/accessed_on", "2025-11-10")),
            "D06 record a deviation of the kind stale-page", deviation("stale-page"), everybody_approves),
    happens("late paperwork", "the data-quality owner signed off two days late", DE,
            history(signed_off("data_quality", "2026-02-20T10:00-05:00")),
            "A01 record a deviation of the kind late-sign-off", deviation("late-sign-off"), everybody_approves),
    happens("late paperwork", "the final approver signed off late, and another one accepts that", IT,
            (history(signed_off("approver", "2026-02-02T10:00-05:00")), deviation("late-sign-off"), everybody_approves),
            "A10 name another final approver under people", at("people/approver", "david-lindqvist"),
            everybody_approves),

    happens("late paperwork", "payroll was changed too early, and nobody asked payroll to accept the cure", CA,
            history(register("policy", "approvals/exemption", ["approver", "legal"]), payroll_never_asked),
            "E05 Add the missing role to approvals.exemption",
            register("policy", "approvals/exemption", ["approver", "legal", "payroll"]), everybody_approves),

    happens("two employers at once", "each has its certificate", NO, case_beside("NO-2026-991", **COPPER_RIDGE),
            "I04 answer the question single-employment with each-certified",
            known_answer("single-employment", "each-certified", "E5"), everybody_approves),
    happens("two employers at once", "the second one still waits", DE,
            case_beside("DE-2026-991", **{**COPPER_RIDGE, **WAITS})),
    happens("two employers at once", "the same request is sent twice by mistake", SE,
            case_beside("SE-2026-991", **WAITS), "L08 Withdraw the request that is still waiting",
            in_case_beside("requests/R1/withdrawn",
                           {"on": "2026-11-20", "by": "marcus-bell", "because": "Sent twice."})),
    happens("two employers at once", "two contracts with the same employer", JP, case_beside("JP-2026-991"),
            "I04 record the open question two-exemptions as known",
            all_of(known_answer("two-exemptions", "yes", "E1"),
                   in_case_beside("questions/two-exemptions", {"answer": "yes", "known": "Two contracts.",
                                                               "evidence": ["E1"]})),
            everybody_approves),

    happens("time zones", "received in Tokyo in the morning, approved in New York on the evening before", JP,
            history(proposed_at("2026-06-07T20:10-04:00", "2026-06-07T20:30-04:00", "2026-06-07T21:00-04:00",
                                "2026-06-08T09:00-04:00"))),
    happens("time zones", "approved before that day had begun anywhere", JP,
            (history(proposed_at("2026-06-07T05:00-04:00", "2026-06-07T20:30-04:00", "2026-06-07T21:00-04:00",
                                 "2026-06-08T09:00-04:00")), on_the_day("2026-06-10")),
            "A02 Propose a new decision sheet", everybody_approves,
            payroll_changes("2026-06-11", "2026-07-01", "peter-nakamura")),
    happens("time zones", "received in Seoul in the morning, approved in Pittsburgh on the evening before", KR,
            history(proposed_at("2026-08-04T20:00-04:00", "2026-08-04T20:30-04:00", "2026-08-04T21:00-04:00",
                                "2026-08-05T09:00-04:00"))),
    happens("time zones", "approved in Honolulu on the day of receipt, after the day had ended in New York", NO,
            history(proposed_at("2026-04-15T19:00-10:00", "2026-04-15T20:00-10:00", "2026-04-15T21:00-10:00",
                                "2026-04-16T09:00-10:00"))),

    happens("the mailroom", "received one day before the owner saw it", NO, at("exhibits/E13/received", "2026-04-15")),
    happens("the mailroom", "received three days before the owner saw it", IT,
            at("exhibits/E10/received", "2026-05-01")),
    happens("the mailroom", "received on the day of issue", KR, at("exhibits/E8/received", "2026-07-27")),
    happens("the mailroom", "the stamp is a day later than the receipt on record", DE,
            at("exhibits/E15/received", "2026-05-29"), "X05 correct the date that is wrong",
            all_of(at("certificates/K1/received_on", "2026-05-29")), everybody_approves),

    happens("an older refusal arrives later", "the certificate was issued after it", NO, refusal_arrives("2026-03-02"),
            "A05 have legal find out whether the exemption still stands", everybody_approves),
    happens("an older refusal arrives later", "the certificate was issued after it", CA, refusal_arrives("2026-05-04"),
            "A05 If the exemption stands, record why", noted("Legal: the agency reversed the refusal."),
            everybody_approves),
    happens("an older refusal arrives later", "the letter is filed first", IT, letter_arrives("2026-03-02"),
            "X10 under the refusal of the request (casebound record CASE refusal)",
            at("requests/R1/refusal", {"refused_on": "2026-03-02", "received_on": "2026-11-20",
                                       "because": "Not eligible.", "evidence": ["E91"]}), everybody_approves),
    happens("an older refusal arrives later", "the letter concerns another person", KR, letter_arrives("2026-07-06"),
            "X10 withdraw it with that reason", withdrawn("E91", "It concerns another person."), everybody_approves),

    happens("taken over", "request and payroll change are older than the team's first day", NO,
            (history(without_sheets), register("policy", "cut_over", "2026-05-04")), "A01 record a takeover",
            takeover("E8", claims=["C1"]), everybody_approves),
    happens("taken over", "the home employer requested the certificate", JP,
            (history(without_filing_sheet), request("requester", "home-employer"), request("authority", ["E1"]),
             register("people", "yuko-mori", {"name": "Yuko Mori", "title": "Human resources", "roles": []}),
             request("sent/by", "yuko-mori")), "A01 record a takeover",
            takeover("E7"), everybody_approves),
    happens("taken over", "an agent requested the certificate", IT,
            (history(without_filing_sheet), request("requester", "agent"), request("authority", ["E2"]),
             at("exhibits/E2/kind", "power-of-attorney"), takeover("E7")),
            "A11 the sender (sent.by), who must have no role",
            all_of(register("people", "rosa-marin", {"name": "Rosa Marín", "title": "Counsel", "roles": []}),
                   request("sent/by", "rosa-marin")), everybody_approves),

    happens("small things", "the certificate shows no number", NO, at("certificates/K1/number", "none shown"),
            "A05 have them approve the new sheet", everybody_approves),
    happens("small things", "an agent asked under a power of attorney", CA, request("requester", "agent"),
            "L10 Cite the power of attorney",
            all_of(request("authority", ["E4"]), at("exhibits/E4/kind", "power-of-attorney")), everybody_approves),
    happens("small things", "the certificate shows no last day", KR,
            (at("certificates/K1/ends", GONE), at("certificates/K1/no_end_shown", True)),
            "A05 have them approve the new sheet", everybody_approves),
    happens("small things", "the worker is stateless", DE, at("worker/citizenships", ["stateless"])),
    happens("small things", "a status was given by phone", IT,
            request("tracker/2", {"at": "2026-05-02T09:00-04:00", "by": "ingrid-dahl", "shown": "Completed",
                                  "how": "phone", "spoke_with": "Ms. Smith, SSA"})),
    happens("small things", "a backup made a hard link of the certificate", BE,
            exhibit_file("E11", problem="it has more than one name on the disk (a hard link)"),
            "F05 copy the file and delete the link",
            lambda bench: exhibit_file("E11", sha256=bench.case["exhibits"]["E11"]["sha256"])(bench)),
)  # fmt: skip
"""The events, at least three of each kind."""

# ---- events that take nothing from any case ----


def in_role(role: str, *people: str) -> Edit:
    """Another person takes over a role in the case: the first of these who does not have it."""

    def edit(bench: Bench) -> None:
        named = bench.case["people"]
        named[role] = next(person for person in people if person not in named.values())

    return edit


def every(name: str, field: str, value: Any) -> Edit:
    """Change a field of every entry of a register that has it."""

    def edit(bench: Bench) -> None:
        for row in bench.registers[name].values():
            if isinstance(row, dict) and field in row:
                row[field] = value

    return edit


def reworded(*sections: str) -> Edit:
    """Write the reasons in other words."""

    def edit(bench: Bench) -> None:
        for section in sections:
            entry = bench.case[section]
            for reason in (entry, *(part for part in entry.values() if isinstance(part, dict))):
                for field in ("because", "known"):
                    if field in reason:
                        reason[field] = f"In other words: {reason[field]}"

    return edit


def moved(days: int, *paths: str) -> Edit:
    """Move days of the record, and those that are the same as the first of them with it."""

    def edit(bench: Bench) -> None:
        for path in paths:
            section, field = path.rsplit("/", 1)
            entry = bench.case
            for part in section.split("/"):
                entry = entry[part]
            entry[field] = (dt.date.fromisoformat(entry[field]) + dt.timedelta(days=days)).isoformat()

    return edit


def one_program_less(bench: Bench) -> None:
    """Claim one program less, or the only program for fewer days."""
    claim = bench.case["claims"]["C1"]
    if len(claim["programs"]) > 1:
        claim["programs"] = claim["programs"][:-1]
    else:
        moved(-30, "claims/C1/ends")(bench)


def titled(bench: Bench) -> None:
    """Give every exhibit another title."""
    for held in bench.case["exhibits"].values():
        held["title"] += " (renamed)"


def one_more_document(bench: Bench) -> None:
    """File a document and cite it for the assignment and the rule."""
    key = _filed(bench, "E1", {"kind": "correspondence"})
    for section in ("assignment", "rule"):
        bench.case[section]["evidence"] = [*bench.case[section]["evidence"], key]


CONTACT = {
    "at": "2026-11-20T11:00-05:00",
    "by": "ingrid-dahl",
    "to": "The agency",
    "about": "Asked for a second copy of the certificate.",
    "evidence": ["E1"],
}

NEUTRAL_EVENTS: dict[str, Edit] = {
    "another operations owner": in_role("operations", "marcus-bell", "ingrid-dahl", "priya-raman"),
    "another data-quality owner": in_role("data_quality", "grace-whitfield", "tomas-novak"),
    "another final approver": in_role("approver", "helen-okafor", "david-lindqvist"),
    "another legal reviewer": in_role("legal", "miriam-katz", "joao-ferreira"),
    "another payroll manager": in_role("payroll", "carla-jensen", "peter-nakamura"),
    "the employers move": every("employers", "address", "99 New Street, Springfield"),
    "the agreements are read again": every("agreements", "seen_on", "2026-11-20"),
    "the agreements get a note": every("agreements", "extension", "Read again, with the same result."),
    "the sources are read again": every("sources", "accessed_on", TODAY),
    "people get other titles": every("people", "title", "Director"),
    "the reasons are reworded": reworded("conditions", "rule", "filing"),
    "the answers are reworded": reworded("questions"),
    "a document is added": one_more_document,
    "the exhibits get other titles": titled,
    "an entry is added to the log": noted("Called the worker."),
    "a message is sent": lambda bench: bench.case.setdefault("contacts", []).append(dict(CONTACT)),
    "the agreement is checked again": at("conditions/agreement/checked_on", "2026-11-20"),
    "the vault moves": at("worker/vault", "vault:moved/elsewhere"),
    "the worker returns early": moved(-20, "assignment/ends", "claims/C1/ends"),
    "the claim ends earlier": moved(-30, "claims/C1/ends"),
    "a program is paid after all": one_program_less,
}
"""Events after which every supported case stays supported, without any step."""
