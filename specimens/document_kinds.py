"""The content of an exhibit by its kind, and its file format by the suffix of its name."""

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from specimens import agency_documents, case_documents, employment_documents, screens
from specimens.printer import as_pdf, as_png
from specimens.sheet import Sheet
from specimens.specimen_facts import SpecimenFacts

SHEETS: Mapping[str, Callable[[SpecimenFacts], Sheet]] = {
    "activity-proof": employment_documents.activity_proof,
    "agency-acknowledgement": agency_documents.agency_acknowledgment,
    "agreement-capture": screens.agreement_capture,
    "assignment-letter": employment_documents.assignment_letter,
    "certificate": agency_documents.certificate,
    "citizenship-proof": employment_documents.citizenship_proof,
    "correspondence": case_documents.letter,
    "denial-letter": agency_documents.denial_letter,
    "employer-registration": employment_documents.employer_registration,
    "extension-agreement": agency_documents.extension_agreement,
    "form-2032": employment_documents.form_2032,
    "form-capture": screens.form_capture,
    "health-cover-statement": employment_documents.health_cover,
    "hire-proof": employment_documents.hire_proof,
    "instruction-capture": screens.instruction_capture,
    "internal-note": case_documents.internal_note,
    "mailing-proof": case_documents.mailing_proof,
    "ownership-chart": employment_documents.ownership_chart,
    "payroll-record": case_documents.payroll_record,
    "portal-confirmation": screens.portal_confirmation,
    "residence-proof": employment_documents.residence_proof,
    "side-topic": case_documents.side_topic,
    "status-capture": screens.status_capture,
}


def document_bytes(facts: SpecimenFacts) -> bytes:
    """The bytes of one exhibit."""
    kind, suffix = facts.exhibit.kind, PurePosixPath(facts.exhibit.file).suffix
    if suffix == ".eml":
        return case_documents.message(facts)
    if kind == "fax-report":
        return case_documents.fax_report(facts).encode()
    return sheet_bytes(facts.finish(SHEETS[kind](facts)), suffix)


def sheet_bytes(sheet: Sheet, suffix: str) -> bytes:
    """A sheet in the file format of the given suffix."""
    if suffix == ".txt":
        return as_text(sheet).encode()
    return as_png(sheet) if suffix == ".png" else as_pdf(sheet)


def as_text(sheet: Sheet) -> str:
    """A sheet as plain text."""
    facts = [f"{name}: {value}" for name, value in sheet.refs + sheet.rows]
    points = [f"- {point}" for point in sheet.points]
    head, foot = ["SPECIMEN", sheet.sender, sheet.title, ""], ["", case_documents.MARK, ""]
    return "\n".join([*head, *facts, "", *sheet.paragraphs, *points, *foot])
