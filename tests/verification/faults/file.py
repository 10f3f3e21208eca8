"""Faults of the file itself: evidence, ids, private numbers, retention, time."""

import io
from dataclasses import replace

import pikepdf
from tests.support.sample import (
    AS_OF,
    GONE,
    PROJECT,
    Bench,
    Edit,
    as_of,
    at,
    exhibit_file,
    harmless_number,
    plan,
    recaptured,
    refiled,
    register,
    request,
    second_document,
)
from tests.verification.faults.table import (
    AFTER,
    BE,
    DE,
    IT,
    JP,
    KR,
    NO,
    OTHER_BYTES,
    Fault,
    another_document,
    answered,
    decided_again,
    fault,
    on_sheet,
    same_bytes,
)

from casebound.model.evidence import FileText, Inspection

SCAN = (PROJECT / "cases/NO-2026-001/evidence/form-before-sending.png").read_bytes()

LETTER = "0a8f0a725ea2a406932f91ec1f02406ce5cbd6ed992401f3e96c438f1f5fe791"
"""The hash of the assignment letter in the case from Norway."""

CAPTURE = (PROJECT / "registers" / "captures" / "ssa-norway-rule.pdf").read_bytes()
"""The page on the rule for Norway."""


def _acting(**entries: object) -> bytes:
    """A PDF of one empty page with more in its catalog."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        for key, value in entries.items():
            document.Root[f"/{key}"] = value
        document.save(made, deterministic_id=True)
    return made.getvalue()


SCRIPT = _acting(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('now')")))
PROGRAM = _acting(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe")))
HOLDER = _acting(Names=pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=pikepdf.Array())))

WITHDRAWN = {"on": "2026-11-01", "by": "ingrid-dahl", "because": "The scan lacks a page."}


def _withdrawn_twin(key: str) -> Edit:
    """Add another exhibit with the same content, and withdraw it."""

    def edit(bench: Bench) -> None:
        bench.case["exhibits"][second_document(bench, key)]["withdrawn"] = dict(WITHDRAWN)

    return edit


def _uncited(key: str, data: bytes) -> Edit:
    """Add another exhibit, which nothing cites, with this content."""

    def edit(bench: Bench) -> None:
        refiled(second_document(bench, key), data)(bench)

    return edit


PICTURE = Inspection(text=FileText(problem="it is a picture"))

FILE: tuple[Fault, ...] = (
    fault("F34", "the payroll record is dated the day before the change was entered", NO,
          at("exhibits/E14/effective", "2026-04-23")),
    fault("F34", "the payroll record has no date and was recorded two days before the change was entered", NO,
          at("exhibits/E14/effective", GONE), at("exhibits/E14/recorded", "2026-04-22")),
    fault("F34", "the certificate is dated before its issue", NO, at("exhibits/E13/effective", "2026-04-07")),
    fault("F34", "the certificate was recorded before its issue", JP, at("exhibits/E9/recorded", "2026-05-01")),
    fault("F34", "the confirmation is dated the day before sending", NO, at("exhibits/E8/effective", "2026-01-21")),
    fault("F34", "the confirmation is dated eight days after sending", NO, at("exhibits/E8/effective", "2026-01-30")),
    fault("F34", "the certificate has the bytes of the portal confirmation", NO, same_bytes("E8", "E13")),
    fault("F12", "a status check is earlier than the check before it", NO,
          request("tracker/1/at", "2026-02-02T09:13-05:00")),
    fault("F34", "a letter of the company is recorded two days after the filing sheet that contains it", NO,
          at("exhibits/E1/recorded", "2026-01-22"), on_sheet("D1", "exhibits.E1.sha256", LETTER),
          on_sheet("D1", "conditions.cross_border.evidence", ["E1"]),
          on_sheet("D1", "packet.assignment_dates", ["E1"]),
          on_sheet("D1", "packet.jurisdiction", ["E1", "ssa-norway-rule"])),
    fault("F34", "the registration is dated after the filing sheet that contains it", IT,
          at("exhibits/E3/effective", "2026-01-29")),
    fault("F34", "the payroll note of a check is dated the day after the check", NO,
          at("exhibits/E6/effective", "2026-01-14")),
    fault("F34", "the certificate is dated the day after its receipt", NO, at("exhibits/E13/effective", "2026-04-17")),
    fault("F34", "the certificate was recorded two days before its receipt", JP,
          at("exhibits/E9/recorded", "2026-06-06")),
    fault("F34", "an exhibit was received two days after it was recorded", KR,
          at("exhibits/E3/received", "2026-05-29")),
    fault("F34", "the payroll record was received two days before the change was entered", NO,
          at("exhibits/E14/received", "2026-04-22")),
    fault("F34", "the capture of a status is dated the day before the status", NO,
          at("exhibits/E10/effective", "2026-02-01")),
    fault("F34", "the certificate is dated the day after its issue", KR, at("exhibits/E8/effective", "2026-07-28")),
    fault("F34", "the proof of citizenship has the bytes of the letter of the company", NO, same_bytes("E1", "E3")),
    fault("F08", "a cited page was read by a person who is not in the register", KR,
          register("sources", "irs-totalization/accessed_by", "nobody-here")),
    fault("F34", "one capture shows the status on two days", NO, request("tracker/1/capture", "E11"),
          request("tracker/0/capture", "E11")),
    fault("F34", "the record of the payroll change is cited to show that contributions are paid", NO,
          at("claims/C1/contributions_continue", [{"by": "carla-jensen", "on": "2026-11-20", "evidence": ["E14"]}])),
    fault("F11", "a cited page was read after the as-of date", NO,
          register("sources", "irs-totalization/accessed_on", AFTER),
          at("conditions/double_contributions/evidence", ["E6", "irs-totalization"])),
    fault("F34", "a payroll record has the bytes of the page on the rule", NO,
          refiled("E14", CAPTURE)),
    fault("F34", "a payroll record has the bytes of a note", IT, same_bytes("E2", "E11")),
    fault("F05", "an exhibit file is missing", NO, exhibit_file("E6", problem="it is missing")),
    fault("F06", "an exhibit file has changed", NO, exhibit_file("E6", sha256=OTHER_BYTES)),
    fault("F08", "a cited exhibit does not exist", NO, at("conditions/cross_border/evidence", ["E1", "E99"])),
    fault("F08", "a cited source does not exist", NO, at("rule/evidence/3", "ssa-norway-rules")),
    fault("F08", "a person named in the log is not in the register", NO, at("log/0/by", "nobody-known")),
    fault("F08", "an affiliate is not in the register", DE, at("assignment/affiliate/employer", "nobody-known")),
    fault("F08", "the case names a new legal reviewer who is not in the register", NO,
          at("people/legal", "nobody-known"), renewed=False),
    fault("F08", "a sheet was proposed by a person who is not in the register", NO,
          plan("D1/proposed_by", "nobody-known")),
    fault("F09", "the log contains a Social Security number", NO,
          at("log/0/did", "Worker gave 219-09-9999 on the phone.")),
    fault("F09", "a file name contains a Social Security number", NO,
          at("exhibits/E3/file", "evidence/card-219-09-9999.pdf")),
    fault("F09", "the log contains a Social Security number without separators", NO,
          at("log/0/did", "Worker gave 219099999.")),
    fault("F09", "the title of an exhibit contains a birth date", NO,
          at("exhibits/E3/title", "Citizenship, born 1987-05-04")),
    fault("F09", "the title of an exhibit contains a passport number", NO,
          at("exhibits/E3/title", "Passport no. X12345678")),
    fault("F09", "one person alone confirms that a number is harmless", NO,
          at("harmless_numbers", [harmless_number(NO, "219-09-9999", confirmed_by="ingrid-dahl")])),
    fault("F09", "a number was confirmed as harmless in another case", NO,
          at("harmless_numbers", [harmless_number(IT, "219-09-9999")]), at("log/0/did", "Read permit 219-09-9999.")),
    fault("F09", "another number was confirmed as harmless", NO,
          at("harmless_numbers", [harmless_number(NO, "219-09-9998")]), at("log/0/did", "Read permit 219-09-9999.")),
    fault("F10", "the retention period of the closed case ends one day too early", BE,
          at("closure/retain_until", "2030-11-14")),
    fault("F10", "the last claimed day is after the closing date, and the retention period ends one day too early", BE,
          at("claims/C1/ends", "2026-12-31"),
          at("certificates/K1/ends", "2026-12-31"), at("assignment/ends", "2026-12-31"),
          at("closure/retain_until", "2030-12-29")),
    fault("F11", "a log entry is dated after the as-of date", NO, at("log/5/at", f"{AFTER}T09:00-05:00")),
    fault("F11", "an exhibit is dated as recorded after the as-of date", NO, another_document("E6"),
          at("exhibits/E96/recorded", AFTER)),
    fault("F11", "the document of an exhibit is dated after the as-of date", NO, another_document("E6"),
          at("exhibits/E96/effective", AFTER)),
    fault("F11", "a further sheet was proposed and refused after the as-of date", NO,
          decided_again(f"{AFTER}T09:00-05:00"), answered("D3", "legal", answer="refuse", because="No.")),
    fault("F11", "the final approver answered a further sheet after the as-of date", NO,
          decided_again(f"{AS_OF}T23:30-05:00"), answered("D3", "approver", at=f"{AFTER}T00:30-05:00")),
    fault("D01 F11", "a condition check is dated after the as-of date", NO,
          at("conditions/double_contributions/checked_on", AFTER)),
    fault("F11", "the escalation of an open question is dated after the as-of date", NO,
          at("questions/status-label-meaning/escalated_on", AFTER)),
    fault("F12", "a log entry is dated earlier than the entry before it", NO, at("log/1/at", "2025-12-11T09:59-05:00")),

    fault("F05", "a document of a side topic is missing", IT, exhibit_file("E12", problem="it is missing")),
    fault("F06", "the file of the services agreement has changed", IT, exhibit_file("E1", sha256=OTHER_BYTES)),
    fault("F08", "an optional question cites an exhibit that does not exist", IT,
          at("questions/live-form-fields/evidence", ["E60"])),
    fault("F09", "the title of an exhibit contains a date of birth", IT,
          at("exhibits/E3/title", "Citizenship, date of birth 4/5/1987")),
    fault("F10", "the retention period of the closed case ends one day too early", IT,
          at("closure", {"outcome": "issued", "closed_on": "2026-11-02", "because": "Certificate received.",
                         "retain_until": "2033-05-29"})),
    fault("F11 F34", "a status check is dated after the as-of date", IT,
          request("tracker/1/at", f"{AFTER}T09:00-05:00")),
    fault("F12", "a log entry is dated one minute earlier than the entry before it", IT,
          at("log/3/at", "2026-05-04T12:29-04:00")),

    fault("F06", "the file of the declaration on other work has changed", JP, exhibit_file("E5", sha256=OTHER_BYTES)),
    fault("F05", "the file of the employer's registration is missing", JP, exhibit_file("E4", problem="it is missing")),
    fault("F10", "the retention period of the closed case ends one day too early", JP,
          at("closure", {"outcome": "issued", "closed_on": "2026-11-02", "because": "Certificate received.",
                         "retain_until": "2033-06-28"})),
    fault("F08 X07 X09", "the employer is not in the register", JP, at("employer", "kitanami-motors"),
          at("claims/C1/employer", "kitanami-motors")),
    fault("F09", "the vault address contains a Social Security number", JP,
          at("worker/vault", "219-09-9999")),
    fault("F09", "the title of an exhibit contains a passport number with its label", JP,
          at("exhibits/E3/title", "Passport TZ0123456, extract")),
    fault("E05 F11", "the as-of date is the day before payroll entered the change", JP, as_of("2026-06-17")),
    fault("F12 A08", "the log lists the sending of the request before the opening of the case", JP,
          lambda one: one.case["log"].insert(0, one.case["log"].pop(1))),

    fault("F05", "the file of the declaration on other work is missing", KR,
          exhibit_file("E5", problem="it is missing")),
    fault("F06", "the file of the services agreement has changed", KR, exhibit_file("E1", sha256=OTHER_BYTES)),
    fault("F08", "a cited source does not exist", KR, at("questions/return-attachment/evidence", ["irs-form-1040"])),
    fault("F08", "the open question about the tax return line is escalated to a person who is not in the register", KR,
          at("questions/return-line/escalated_to", "nobody-known")),
    fault("F09", "the log contains a Social Security number", KR,
          at("log/3/did", "Payments under 219 09 9999 stop from 2026-09-01.")),
    fault("F10", "the retention period of the closed case ends one day too early", KR,
          at("closure", {"outcome": "issued", "closed_on": "2026-11-02", "because": "Certificate received.",
                         "retain_until": "2031-01-29"})),
    fault("F11", "the recording date of the certificate exhibit is after the as-of date", KR,
          at("exhibits/E8/recorded", AFTER)),
    fault("F12", "the log entry on sending is dated earlier than the entry on opening", KR,
          at("log/1/at", "2026-05-26T09:00-04:00")),

    fault("F21", "a quotation differs from the page in one word", NO,
          at("quotes/Q2/words", "Salary stays on the German payroll")),
    fault("F21", "a quotation names a page that the file does not have", NO, at("quotes/Q1/page", "7")),
    fault("F21", "a quotation names page 0", NO, at("quotes/Q1/page", "0")),
    fault("F21", "a quotation ends in the middle of a word", NO,
          at("quotes/Q1/words", "expects you back when the assign")),
    fault("F21", "a quotation is from a picture", NO, at("quotes/Q1/exhibit", "E7"),
          lambda one: one.exhibits.update(E7=replace(one.exhibits["E7"], inspection=PICTURE))),
    fault("F21", "a quotation is from an exhibit whose text was not read", NO, at("quotes/Q1/exhibit", "E2")),
    fault("F21", "the quotation from the fax report differs from the report", DE,
          at("quotes/Q1/words", "OK, most pages confirmed")),
    fault("F08", "a quotation is from an exhibit that does not exist", NO, at("quotes/Q2/exhibit", "E60")),

    fault("F25", "an exhibit file is empty", IT, refiled("E1", b"")),
    fault("F25", "a declaration is damaged and cannot be read", JP, refiled("E5", b"%PDF-1.7\nnothing follows")),
    fault("F25", "a declaration with a .pdf name is actually an image", KR, refiled("E5", SCAN)),
    fault("F25", "the certificate is an archive with a PDF name", JP, refiled("E9", b"PK\3\4")),
    fault("F29", "an exhibit that nothing cites is damaged and cannot be read", NO,
          _uncited("E5", b"%PDF-1.7\nnothing")),
    fault("F29", "a document of a side topic is empty", IT, refiled("E12", b"")),
    fault("F29", "an exhibit that nothing cites is an archive", JP, _uncited("E5", b"PK\3\4")),
    fault("F29", "an exhibit that nothing cites is a picture with a PDF name", KR, _uncited("E5", SCAN)),
    fault("F26", "an exhibit runs a script when it is opened", NO, refiled("E5", SCRIPT)),
    fault("F26", "a services agreement starts a program when it is opened", IT, refiled("E1", PROGRAM)),
    fault("F26", "a declaration contains embedded files", JP, refiled("E5", HOLDER)),
    fault("F26", "a declaration contains a script", KR, refiled("E5", SCRIPT)),
    fault("F26", "the capture of a cited page contains a script", NO, recaptured("ssa-norway-rule", SCRIPT),
          register("sources", "ssa-norway-rule/attested_by", "tomas-novak")),

    fault("F27 E06 P01", "the assignment, a condition and the packet rest on a withdrawn exhibit", NO,
          at("exhibits/E2/withdrawn", WITHDRAWN)),
    fault("F27 P01", "a cited letter is only kept as received", IT,
          at("exhibits/E1/as_received", "it cannot be opened")),
    fault("F27", "a quotation is from a withdrawn exhibit", NO, _withdrawn_twin("E1"),
          at("quotes/Q1/exhibit", "E91")),
    fault("F27 T01", "the capture of the last status was withdrawn", NO, at("exhibits/E12/withdrawn", WITHDRAWN)),
    fault("F27 X05 X09", "the certificate was withdrawn", JP, at("exhibits/E9/withdrawn", WITHDRAWN)),
    fault("F27 L04 L06", "the copy of the fax is only kept as received", DE, request("route/exception/sent", ["E10"]),
          at("exhibits/E10/as_received", "it cannot be opened")),
    fault("F08", "an exhibit was withdrawn by a person who is not in the register", NO, _withdrawn_twin("E1"),
          at("exhibits/E91/withdrawn/by", "nobody-known")),
    fault("F11", "an exhibit is recorded as withdrawn in the future", NO, _withdrawn_twin("E1"),
          at("exhibits/E91/withdrawn/on", AFTER)),
    fault("F06", "the file of a withdrawn exhibit has changed", NO, _withdrawn_twin("E1"),
          exhibit_file("E91", sha256=OTHER_BYTES)),
)  # fmt: skip
