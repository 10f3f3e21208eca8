"""A fictional tracker of certificate cases (SPECIMEN) with the disorder of real spreadsheets, and its mapping.

It has a title, a header of two rows with merged cells, empty rows, dates in many forms, names in capitals, two
employers, repeated rows, requests that were sent, a refusal, a country that nobody knows, and words that look like
formulas.
"""

import datetime as dt
import io
from collections.abc import Mapping
from pathlib import Path

import xlsxwriter
from tests.support.sample import PROJECT

Value = str | float | dt.date | None

FJORDLINE = "Fjordline Subsea Inc. (SPECIMEN)"
ATLAS = "ATLAS MERIDIAN LOGISTICS, INC. (SPECIMEN)"
GROUPED: Mapping[str, tuple[str, ...]] = {
    "Emp ID": (),
    "Employee name": (),
    "Citizenship": (),
    "Home country": (),
    "Host country": (),
    "Assignment": ("Start", "End"),
    "Status": (),
    "Request": ("Date sent", "Proof"),
    "Company": (),
    "Comments": (),
    "Refusal": ("Denied on", "Denial received", "Denial reason", "Denial letter"),
}
FIRST_ROW = 5
DAY = dt.date(2027, 3, 4)
DAY_FORMS: tuple[Value, ...] = (
    DAY, "2027-03-04 ", "4 Mar 2027", "March 4, 2027", "3/4/2027", "Thu, 4 March 2027", "4-Mar-2027", 46450.0,
    "2027/03/04", "03-04-2027", "4th March 2027", "\u00a02027-03-04",
)  # fmt: skip
"""March 4, 2027, as people write it where the month comes first."""
BAD_DAYS: tuple[Value, ...] = ("3/4/27", "13/4/2027", "February 30, 2027", "spring 2027", "Mar 2027", 7.0)
COUNTRIES = (
    "Sweden",
    "NORWAY",
    "DE",
    "United Kingdom",
    "UK",
    "the Netherlands",
    "South Korea",
    "FRA",
    " Japan ",
    "Italy",
)
NAMES = (
    "Ada Quill", "BRUNO VANTAGE", "Clara Nygaard", "Dmitri Fallow", "Esi Marlow", "Finn Okada", "GRETA LUND",
    "Hugo Sandoval", "Ines Carver", "Jonas Weir", "Kira Dahlgren", "Luca Bramble",
)  # fmt: skip


def _row(number: int, **given: Value) -> list[Value]:
    """A row of a case that was not sent, with other values where they are given."""
    values: dict[str, Value] = {
        "id": f"T-{number:03}",
        "name": f"{NAMES[number % len(NAMES)]} {chr(65 + number % 26)}. (SPECIMEN)",
        "citizenship": "US",
        "home": "USA",
        "host": COUNTRIES[number % len(COUNTRIES)],
        "begins": DAY,
        "ends": dt.date(2028, 2, 29),
        "status": "Not filed yet",
        "sent": None,
        "proof": None,
        "company": FJORDLINE if number % 2 else ATLAS,
        "comments": None,
        "denied": None,
        "received": None,
        "reason": None,
        "letter": None,
    }
    assert given.keys() <= values.keys()
    return list({**values, **given}.values())


def _rows() -> list[list[Value]]:
    sent: dict[str, Value] = {
        "status": "Sent to SSA",
        "begins": dt.date(2026, 2, 1),
        "ends": dt.date(2027, 1, 31),
        "sent": "1/12/2026",
    }
    rows = [_row(number, begins=form) for number, form in enumerate(DAY_FORMS)]  # 12 cases
    rows += [_row(20 + number, begins=form) for number, form in enumerate(BAD_DAYS)]  # 6 rows without a day
    rows += [_row(30 + number) for number in range(10)]  # 10 cases, one for each way to name a country
    rows += [_row(40 + number, proof="confirmation.pdf", **sent) for number in range(6)]  # 6 cases that were sent
    rows += [_row(50 + number, **sent) for number in range(2)]  # 2 cases that were sent, without proof
    rows += [_row(53, proof="confirmation.pdf", **{**sent, "status": "Certificate rec'd"})]  # sent; no certificate
    rows += [_row(54, proof="no-such-file.pdf", **sent)]  # sent, and the file is missing
    refused: dict[str, Value] = {"status": "DENIED", "denied": "3/2/2026", "received": "2026-03-06"}
    refused["reason"] = "Not covered (SPECIMEN)."
    rows += [_row(55, proof="confirmation.pdf", letter="denial.pdf", **{**sent, **refused})]  # refused, with its letter
    rows += [_row(56, proof="confirmation.pdf", **{**sent, **refused})]  # refused, without its letter
    rows += [_row(57, **{**sent, "sent": "10/5/2026"}, proof="confirmation.pdf")]  # sent after the cut-over day
    rows += [
        _row(58, **{**sent, "status": "Not filed yet"}, proof="confirmation.pdf")
    ]  # the status contradicts the day
    rows += [_row(60, host="Atlantis"), _row(61, host="USA"), _row(62, host=None)]  # 3 without a partner country
    rows += [_row(63, company="Fjordline Subsea Ltd."), _row(64, id=None), _row(65, citizenship="unclear")]  # 3 more
    rows += [_row(66, status="Called them"), _row(67, status="Cancelled")]  # a word without a meaning; left out
    rows += [_row(68, home="Germany", host="US", ends="TBD", citizenship="DE / US")]  # a case to the United States
    rows += [_row(69, comments="=1+1"), _row(70, comments="-5 days"), _row(71, comments="@Carla +1")]  # 3 cases
    rows += [_row(72), _row(72), _row(73), _row(73, ends=dt.date(2029, 1, 1))]  # a repeated row; two that contradict
    rows += [_row(74, ends=dt.date(2026, 1, 1))]  # it ends before it begins
    rows += [["Total", *[None] * 4, 59.0, *[None] * 10]]  # a last line with a sum
    return rows


ROWS = _rows()
EXPECTED = {"new": 12 + 10 + 6 + 2 + 1 + 1 + 1 + 3 + 1, "left out": 1}
"""The rows that become cases, and the one that the mapping leaves out. All other rows are lines of the report."""

EMPTY_AFTER = frozenset({9, 25, 26, 40})
"""Indices of rows after which an empty row follows."""


def tracker_workbook(rows: list[list[Value]] = ROWS) -> bytes:
    """The tracker as an Excel workbook."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        sheet, day = book.add_worksheet("Cases 2026"), book.add_format({"num_format": "m/d/yyyy"})
        sheet.merge_range(0, 0, 0, 15, "Certificate of coverage tracker 2026 (SPECIMEN)")
        column = 0
        for name, below in GROUPED.items():
            if below:
                sheet.merge_range(2, column, 2, column + len(below) - 1, name)
                sheet.write_row(3, column, below)
            else:
                sheet.merge_range(2, column, 3, column, name)
            column += max(1, len(below))
        place = FIRST_ROW - 1
        for index, values in enumerate(rows):
            for at, value in enumerate(values):
                if isinstance(value, dt.date):
                    sheet.write_datetime(place, at, value, day)
                elif isinstance(value, str):
                    sheet.write_string(place, at, value)
                elif value is not None:
                    sheet.write_number(place, at, value)
            place += 1 + (index in EMPTY_AFTER)
        book.add_worksheet("Lists").write(0, 0, "Not filed yet")
    return written.getvalue()


def desk_of_tracker(folder: Path) -> Path:
    """The tracker in a folder, with the files that it names."""
    folder.mkdir()
    evidence = PROJECT / "cases" / "NO-2026-001" / "evidence"
    (folder / "confirmation.pdf").write_bytes((evidence / "assignment-letter.pdf").read_bytes())
    (folder / "denial.pdf").write_bytes((evidence / "exposure-note.pdf").read_bytes())
    (folder / "tracker.xlsx").write_bytes(tracker_workbook())
    return folder / "tracker.xlsx"


ANSWERS: Mapping[str, str] = {
    "confirmed: no": "confirmed: yes",
    "dates: unknown": "dates: month-first",
    "  residence:": "  residence: US",
    "  intake_label:": "  intake_label: Employer Certificate",
    "  operations:": "  operations: ingrid-dahl",
    "  data_quality:": "  data_quality: tomas-novak",
    "  approver:": "  approver: helen-okafor",
    "  legal:": "  legal: miriam-katz",
    "  payroll:": "  payroll: carla-jensen",
    "  sent_by:": "  sent_by: ingrid-dahl",
    "  channel:": "  channel: online",
    "  destination:": "  destination: SSA online service",
    '    "Not filed yet": unknown': '    "Not filed yet": not-sent',
    '    "Sent to SSA": unknown': '    "Sent to SSA": sent',
    '    "Certificate rec\'d": unknown': '    "Certificate rec\'d": certificate-received',
    '    "DENIED": unknown': '    "DENIED": refused',
    '    "Cancelled": unknown': '    "Cancelled": leave-out',
}
"""How the user completes the mapping file: the beginnings of its lines, and what they become."""


def complete(mapping: Path, answers: Mapping[str, str] = ANSWERS) -> None:
    """Complete a mapping file as a user does, line by line."""
    lines = []
    for line in mapping.read_text(encoding="utf-8").splitlines():
        begun = next((start for start in answers if line.partition(" #")[0] == start), None)
        lines.append(line if begun is None else answers[begun])
    mapping.write_text("\n".join(lines) + "\n", encoding="utf-8")


def small_tracker() -> bytes:
    """The workbook of the how-to page about importing cases."""
    head = (
        "Emp ID",
        "Employee",
        "Citizenship",
        "Host country",
        "Start",
        "End",
        "Status",
        "Date sent",
        "Proof",
        "Company",
    )
    rows = (
        ("W-2001", "Ada Quill (SPECIMEN)", "US", "Norway", "3/4/2027", "2028-02-29", "Not filed yet", "", ""),
        ("W-2002", "BRUNO VANTAGE (SPECIMEN)", "US", "Sweden", "1 Dec 2025", "30 Nov 2026", "Sent to SSA", "10/6/2025",
         "confirmation.pdf"),
        ("W-2003", "Clara Nygaard (SPECIMEN)", "NO / US", "Atlantis", "2027-05-03", "TBD", "Not filed yet", "", ""),
        ("W-2004", "Dmitri Fallow (SPECIMEN)", "US", "Germany", "4/5/27", "", "Not filed yet", "", ""),
    )  # fmt: skip
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        sheet = book.add_worksheet("Cases")
        sheet.write_row(0, 0, head)
        for place, values in enumerate(rows, 1):
            for column, value in enumerate((*values, FJORDLINE)):
                sheet.write_string(place, column, value)
    return written.getvalue()
