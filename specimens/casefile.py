"""Papers that the file itself produces: payroll records, receipts, notes, messages and transmission reports."""

from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP

from specimens.desk import Desk
from specimens.sheet import Rows, Sheet

from casebound.model.case import Claim, Contact

MARK = "SPECIMEN. Fictional people, employers and papers. Proves nothing."

_WIDTH = 72


def payroll_record(desk: Desk) -> Sheet:
    """The change in payroll that a claim rests on."""
    name, claim = _claim(desk)
    change = claim.payroll_change
    if change is None:
        raise ValueError(f"{desk.case.case} {desk.id}: {name} has no payroll change")
    rows: Rows = (
        ("Worker", f"{desk.worker} ({claim.worker})"),
        ("Employer" if desk.case.employer else "Business", desk.filer),
        ("Stop withholding and paying in", desk.country(claim.exempt_in)),
        ("Programs", ", ".join(claim.programs)),
        ("First day of the change", str(change.effective)),
        ("Last day of the exemption", str(claim.ends)),
        ("Entered on", str(change.entered_on)),
        ("Certificate on file", ", ".join(desk.case.certificates[key].number for key in claim.certificates)),
    )
    return Sheet(
        title="Payroll change record",
        sender=f"Payroll, {desk.filer}",
        style="payroll",
        refs=(("Case and claim", f"{desk.case.case}, {name}"),),
        rows=rows,
        paragraphs=("Entered after receipt of the certificate and after all approvals. Ends on the last day named.",),
        signed=f"Entered for payroll on {change.entered_on}",
    )


def _claim(desk: Desk) -> tuple[str, Claim]:
    for name, claim in desk.case.claims.items():
        if claim.payroll_change and desk.id in claim.payroll_change.evidence:
            return name, claim
    raise ValueError(f"{desk.case.case} {desk.id}: no claim names this payroll record")


def mailing_proof(desk: Desk) -> Sheet:
    """The stub that proves the posting of a packet."""
    route, submission = desk.case.route, desk.case.submission
    if route is None or submission is None:
        raise ValueError(f"{desk.case.case} {desk.id}: a mailing proof needs a route and a submission")
    rows: Rows = (
        ("Article", "Letter, registered"),
        ("Number", submission.reference or "SPECIMEN"),
        ("To", route.destination),
        ("From", desk.filer),
        ("Posted on", str(submission.sent_on)),
    )
    return Sheet(
        title="Receipt for a registered letter", sender="Post office (SPECIMEN)", style="receipt", size="A5", rows=rows
    )


def internal_note(desk: Desk) -> Sheet:
    """A note of our own people; it says what the record cites it for, unless the word list says more."""
    return Sheet(
        title=desk.exhibit.title,
        sender="Note for the case file",
        sender_line=desk.case.case,
        style="note",
        refs=(("Date", str(desk.day)), ("Written by", desk.person(_author(desk)))),
        rows=(("Worker", f"{desk.worker} ({desk.case.worker.reference})"), ("Days", desk.days)),
        paragraphs=tuple(_cited_for(desk)),
    )


def _author(desk: Desk) -> str:
    exposure = desk.case.conditions.double_contributions
    by = exposure.checked_by if desk.id in exposure.evidence else None
    return desk.words.get("by") or by or desk.case.people.operations


def _cited_for(desk: Desk) -> Iterator[str]:
    conditions = desk.case.conditions
    for condition in (conditions.cross_border, conditions.agreement, conditions.double_contributions):
        if desk.id in condition.evidence:
            yield condition.because
    for point in desk.case.questions.values():
        if desk.id in point.evidence:
            yield point.known or point.unknown or ""


def side_topic(desk: Desk) -> Sheet:
    """A paper on a neighboring subject."""
    return Sheet(
        title=desk.exhibit.title,
        sender="Tax file (SPECIMEN)",
        sender_line="Not part of the coverage decision",
        style="note",
        refs=(("Date", str(desk.day)), ("Concerns", desk.worker)),
        paragraphs=(
            "This paper reports accounts or assets, or computes a tax.",
            "It says nothing about which country's social security system covers the work.",
        ),
    )


def letter(desk: Desk) -> Sheet:
    """A letter between the case owner and an agency; its text stands in the word list."""
    return Sheet(
        title=desk.exhibit.title,
        sender=desk.filer,
        sender_line=desk.filer_address,
        style="agency",
        refs=(("Date", str(desk.day)),),
        paragraphs=("No text on file.",),
    )


def fax_report(desk: Desk) -> str:
    """The transmission report a fax machine prints."""
    route, submission = desk.case.route, desk.case.submission
    if route is None or submission is None:
        raise ValueError(f"{desk.case.case} {desk.id}: a fax report needs a route and a submission")
    lines = (
        ("JOB", submission.reference or "SPECIMEN"),
        ("DATE", str(submission.sent_on)),
        ("FROM", desk.filer),
        ("TO", route.destination),
        ("PAGES", desk.words.get("pages", "9 of 9")),
        ("DURATION", desk.words.get("duration", "04:11")),
        ("RESULT", desk.words.get("result", "OK, all pages confirmed")),
    )
    body = [f"{name:<10}{value}" for name, value in lines]
    banner = "*** TRANSMISSION REPORT ***   SPECIMEN".center(_WIDTH).rstrip()
    return "\n".join(["=" * _WIDTH, banner, "=" * _WIDTH, *body, "=" * _WIDTH, MARK, ""])


def message(desk: Desk) -> bytes:
    """An e-mail as kept on file; its text stands in the word list or follows the contact that names it."""
    mail = EmailMessage(policy=SMTP)
    contact = _contact(desk)
    mail["Message-ID"] = f"<{desk.case.case}.{desk.id}@specimen.invalid>".lower()
    mail["Date"] = contact.at
    mail["From"] = desk.words.get("from") or desk.registers.people[contact.by].email or "casework@specimen.invalid"
    mail["To"] = desk.words.get("to", "destination-on-file@specimen.invalid")
    mail["Subject"] = f"SPECIMEN: {desk.exhibit.title}"
    paragraphs = desk.words.get("paragraphs", (contact.about,))
    mail.set_content("\n\n".join((*paragraphs, MARK)) + "\n", cte="quoted-printable")
    return mail.as_bytes()


def _contact(desk: Desk) -> Contact:
    for contact in desk.case.contacts:
        if desk.id in contact.evidence:
            return contact
    raise ValueError(f"{desk.case.case} {desk.id}: no contact names this message")
