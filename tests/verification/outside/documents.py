"""Attacks of the kinds 3, 9, 15 and 24: files that serve as something else, at another time, or cannot be opened."""

from dataclasses import replace

from tests.support.sample import Bench, Edit, another_pdf
from tests.verification.outside.records import (
    INBOUND,
    NO,
    OUTBOUND,
    SELF_EMPLOYED,
    Attack,
    Of,
    all_of,
    appends,
    attack,
    certificate,
    entered,
    exhibit,
    filed_as,
    issued,
    letter,
    other_file,
    payroll_record,
    proof_of_sending,
    received,
    same_file,
    sent,
    sets,
)


def also_filed_as(kind: str, which: Of) -> Edit:
    """The file of an exhibit is on file a second time, as another kind of document."""

    def edit(bench: Bench) -> None:
        key = which(bench)
        bench.case["exhibits"]["E81"] = {**bench.case["exhibits"][key], "kind": kind, "file": "evidence/also.pdf"}
        bench.exhibits["E81"] = replace(bench.exhibits[key], name="evidence/also.pdf")

    return edit


TWO_DOCUMENTS = (
    attack(3, "the certificate is the proof of sending", same_file(certificate, proof_of_sending)),
    attack(3, "the certificate is the payroll record", same_file(certificate, payroll_record)),
    attack(3, "the certificate is the letter of assignment", same_file(certificate, letter)),
    attack(3, "the certificate is the proof of citizenship", same_file(certificate, exhibit("citizenship-proof"))),
    attack(3, "the certificate is a status", same_file(certificate, exhibit("status-capture"))),
    attack(3, "the payroll record is the certificate", same_file(payroll_record, certificate)),
    attack(3, "the payroll record is the proof of sending", same_file(payroll_record, proof_of_sending)),
    attack(3, "the payroll record is the payroll note", same_file(payroll_record, exhibit("internal-note", 1))),
    attack(
        3, "the payroll record is the declaration on other work", same_file(payroll_record, exhibit("internal-note"))
    ),
    attack(3, "the proof of sending is the certificate", same_file(proof_of_sending, certificate)),
    attack(3, "the proof of sending is the form", same_file(proof_of_sending, exhibit("form-capture"))),
    attack(3, "a status is the proof of sending", same_file(exhibit("status-capture"), proof_of_sending)),
    attack(3, "the certificate is on file as correspondence too", also_filed_as("correspondence", certificate)),
    attack(3, "the certificate is on file as a status too", also_filed_as("status-capture", certificate)),
    attack(3, "the payroll record is on file as a note too", also_filed_as("internal-note", payroll_record)),
    attack(3, "the proof of sending is on file as a form too", also_filed_as("form-capture", proof_of_sending)),
)

OUT_OF_ORDER = (
    attack(9, "the payroll record is dated before the certificate", filed_as(payroll_record, effective=issued(-1))),
    attack(9, "the payroll record is dated the day before the entry", filed_as(payroll_record, effective=entered(-1))),
    attack(9, "the payroll record was on file before", filed_as(payroll_record, effective=None, recorded=entered(-2))),
    attack(
        9, "payroll was changed before the receipt", sets("claims/C1/relied/0/entered_on", received(-1)), right="E05"
    ),
    attack(9, "payroll was changed before the sending", sets("claims/C1/relied/0/entered_on", sent(-1)), right="E05"),
    attack(9, "the certificate arrived before its issue", filed_as(certificate, received=issued(-1)), right="X05"),
    attack(9, "the certificate arrived after its receipt", filed_as(certificate, received=received(3)), right="X05"),
    attack(9, "the certificate's document is older than it", filed_as(certificate, effective=issued(-30))),
    attack(
        9,
        "the certificate is older than the request",
        all_of(sets("certificates/K1/issued_on", sent(-1)), filed_as(certificate, effective=sent(-1))),
        right="X04",
    ),
    attack(9, "the proof of sending is older than the sending", filed_as(proof_of_sending, effective=sent(-1))),
    attack(
        9,
        "the proof of sending was on file before",
        filed_as(proof_of_sending, effective=None, received=None, recorded=sent(-20)),
    ),
    attack(
        9,
        "the confirmation came eight days after the sending",
        filed_as(exhibit("portal-confirmation"), effective=sent(8), recorded=sent(8)),
        bases=OUTBOUND,
    ),
    attack(
        9,
        "the acknowledgment came 184 days after the sending",
        filed_as(exhibit("agency-acknowledgement"), effective=sent(184), received=None, recorded=sent(184)),
        bases=INBOUND,
    ),
    attack(
        9,
        "a status is older than the sending",
        sets("requests/R1/tracker/0/at", "2025-12-20T10:00-05:00"),
        right="T01",
    ),
    attack(
        9,
        "payroll was changed between two approvals",
        sets("claims/C1/relied/0/entered_on", "2026-04-21"),
        bases=(NO,),
        right="E05",
    ),
)

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 60
UNREADABLE = {
    "zeros.pdf": b"\x00\x01" * 32,
    "words.pdf": b"This is not a PDF.",
    "head.pdf": b"%PDF-1.7\n",
    "cut.pdf": another_pdf("cut")[:900],
    "noise.png": b"\x05" * 64,
    "head.png": PNG,
    "pdf.png": another_pdf("picture"),
    "pdf.txt": another_pdf("text"),
    "noise.docx": bytes(range(64)),
    "zip.docx": b"PK\x03\x04" + b"\x00" * 60,
    "noise.eml": b"\xff\xfe\x00" * 20,
    "empty.txt": b"",
    "spaces.txt": b"   \n\n  ",
    "noise.xlsx": bytes(range(64)),
    "head.jpg": b"\xff\xd8\xff\xe0" + b"\x00" * 30,
    "noise.tif": b"II*\x00" + b"\xff" * 40,
    "head.msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 50,
    "noise.bin": b"\x00" * 64,
    "no-suffix": b"%PDF-1.7 noise",
    "empty.zip": b"PK\x05\x06" + b"\x00" * 18,
    "head.7z": b"7z\xbc\xaf\x27\x1c" + b"\x00" * 30,
    "head.heic": b"\x00\x00\x00\x18ftypheic" + b"\x00" * 20,
    "head.gif": b"GIF89a",
    "head.webp": b"RIFF\x00\x00\x00\x00WEBP",
    "head.rtf": b"{\\rtf1",
    "noise.odt": b"PK\x03\x04" + b"\x01" * 40,
}

NOT_OPENED = (
    *(
        attack(15, f"the certificate is {name}", other_file(certificate, data, name))
        for name, data in UNREADABLE.items()
    ),
    attack(15, "the payroll record is noise", other_file(payroll_record, b"%PDF-1.4 noise", "payroll.pdf")),
    attack(15, "the proof of sending is noise", other_file(proof_of_sending, PNG, "sent.png")),
    attack(15, "the letter of assignment is noise", other_file(letter, b"\x00" * 64, "letter.docx")),
    attack(15, "the payroll record is empty", other_file(payroll_record, b"", "payroll.txt")),
)


def topic(which: Of) -> Edit:
    """An exhibit is listed under a side topic."""
    return appends(
        "side_topics", lambda bench: {"topic": "fbar", "note": "For the tax file.", "evidence": [which(bench)]}
    )


def cited(place: str) -> Edit:
    """The document of the side topic is cited as evidence."""
    return appends(place, exhibit("side-topic"))


def refiled(kind: str, place: str) -> Edit:
    """The file of the side topic is on file a second time, as another kind, and cited."""
    return all_of(also_filed_as(kind, exhibit("side-topic")), appends(place, "E81"))


SIDE_TOPICS = (
    *(
        attack(24, f"the computation is cited under {place}", cited(f"{place}"), bases=SELF_EMPLOYED)
        for place in (
            "questions/single-employment/evidence",
            "questions/coverage-assignment/evidence",
            "conditions/double_contributions/evidence",
            "packet/employer_details",
            "rule/evidence",
            "claims/C1/relied/0/evidence",
            "assignment/evidence",
            "requests/R1/sent/proof",
        )
    ),
    *(
        attack(
            24,
            f"the computation is on file as {kind} too",
            refiled(kind, "claims/C1/relied/0/evidence"),
            bases=SELF_EMPLOYED,
            right="F34 E08",
        )
        for kind in ("payroll-record", "nonpayment-record", "filed-return", "certificate")
    ),
    attack(
        24,
        "the computation is a payroll record",
        filed_as(exhibit("side-topic"), kind="payroll-record"),
        bases=SELF_EMPLOYED,
        right="E12",
    ),
    attack(24, "the letter of assignment is a side topic", topic(letter)),
    attack(24, "the certificate is a side topic", topic(certificate)),
    attack(24, "the payroll record is a side topic", topic(payroll_record)),
    attack(24, "the proof of sending is a side topic", topic(proof_of_sending)),
    attack(
        24,
        "the proof of sending is of the kind of a side topic",
        filed_as(proof_of_sending, kind="side-topic"),
        right="E08 L06",
    ),
)

ATTACKS: tuple[Attack, ...] = (*TWO_DOCUMENTS, *OUT_OF_ORDER, *NOT_OPENED, *SIDE_TOPICS)
