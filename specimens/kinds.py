"""Which paper an exhibit of each kind is, and how the ending of its file name has it kept."""

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from specimens import agency, casefile, employment, screens
from specimens.desk import Desk
from specimens.paper import as_pdf, as_png
from specimens.sheet import Sheet

SHEETS: Mapping[str, Callable[[Desk], Sheet]] = {
    "activity-proof": employment.activity_proof,
    "agency-acknowledgement": agency.agency_acknowledgement,
    "agreement-capture": screens.agreement_capture,
    "assignment-letter": employment.assignment_letter,
    "certificate": agency.certificate,
    "citizenship-proof": employment.citizenship_proof,
    "correspondence": casefile.letter,
    "denial-letter": agency.denial_letter,
    "employer-registration": employment.employer_registration,
    "extension-agreement": agency.extension_agreement,
    "form-2032": employment.form_2032,
    "form-capture": screens.form_capture,
    "health-cover-statement": employment.health_cover,
    "hire-proof": employment.hire_proof,
    "instruction-capture": screens.instruction_capture,
    "internal-note": casefile.internal_note,
    "mailing-proof": casefile.mailing_proof,
    "ownership-chart": employment.ownership_chart,
    "payroll-record": casefile.payroll_record,
    "portal-confirmation": screens.portal_confirmation,
    "residence-proof": employment.residence_proof,
    "side-topic": casefile.side_topic,
    "status-capture": screens.status_capture,
}


def made(desk: Desk) -> bytes:
    """The bytes of one exhibit."""
    kind, ending = desk.exhibit.kind, PurePosixPath(desk.exhibit.file).suffix
    if ending == ".eml":
        return casefile.message(desk)
    if kind == "fax-report":
        return casefile.fax_report(desk).encode()
    return printed(desk.finish(SHEETS[kind](desk)), ending)


def printed(sheet: Sheet, ending: str) -> bytes:
    """A sheet in the form that a file name's ending asks for."""
    if ending == ".txt":
        return as_text(sheet).encode()
    return as_png(sheet) if ending == ".png" else as_pdf(sheet)


def as_text(sheet: Sheet) -> str:
    """A sheet as plain text."""
    facts = [f"{name}: {value}" for name, value in sheet.refs + sheet.rows]
    points = [f"- {point}" for point in sheet.points]
    head, foot = ["SPECIMEN", sheet.sender, sheet.title, ""], ["", casefile.MARK, ""]
    return "\n".join([*head, *facts, "", *sheet.paragraphs, *points, *foot])
