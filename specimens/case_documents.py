"""Documents that the case team produces: payroll records, receipts, notes, messages and transmission reports."""

from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP

from specimens.sheet import Rows, Sheet
from specimens.specimen_facts import SpecimenFacts

from casebound.model.case import Claim, Contact, Relied
from casebound.model.days import Day

MARK = "SPECIMEN. Fictional people, employers and documents. Proves nothing."

_WIDTH = 72


def payroll_record(facts: SpecimenFacts) -> Sheet:
    """The payroll change of a claim, or the record that cures one that came too early."""
    name, claim, change, entered_on = _relied(facts)
    rows: Rows = (
        ("Worker", f"{facts.worker} ({claim.worker})"),
        ("Employer" if facts.case.employer else "Business", facts.filer),
        ("Stop withholding and paying in", facts.country(claim.exempt_in)),
        ("Programs", ", ".join(claim.programs)),
        *((("Contributions", ", ".join(claim.contributions)),) if claim.contributions else ()),
        ("First day of the change", str(change.begins)),
        ("Last day of the exemption", str(claim.ends)),
        ("Entered on", str(entered_on)),
        ("Certificate on file", ", ".join(facts.case.certificates[key].number for key in claim.certificates)),
    )
    return Sheet(
        title="Payroll change record",
        sender=f"Payroll, {facts.filer}",
        style="payroll",
        refs=(("Case and claim", f"{facts.case.case}, {name}"),),
        rows=rows,
        paragraphs=("Entered after receipt of the certificate and after all approvals. Ends on the last day shown.",),
        signed=f"Entered for payroll on {entered_on}",
    )


def _relied(facts: SpecimenFacts) -> tuple[str, Claim, Relied, Day]:
    for name, claim in facts.case.claims.items():
        for relied in claim.relied:
            if facts.id in relied.evidence:
                return name, claim, relied, relied.entered_on
        if claim.breach and facts.id in claim.breach.evidence:
            return name, claim, claim.relied[-1], claim.breach.cured_on
    raise ValueError(f"{facts.case.case} {facts.id}: no claim names this payroll record")


def mailing_proof(facts: SpecimenFacts) -> Sheet:
    """The receipt that proves that a packet was mailed."""
    route, sent = facts.request.route, facts.sent
    if route is None:
        raise ValueError(f"{facts.case.case} {facts.id}: a mailing proof needs a route")
    rows: Rows = (
        ("Article", "Letter, registered"),
        ("Number", sent.reference or "SPECIMEN"),
        ("To", route.destination),
        ("From", facts.filer),
        ("Mailed on", str(sent.on)),
    )
    return Sheet(
        title="Receipt for a registered letter", sender="Post office (SPECIMEN)", style="receipt", size="A5", rows=rows
    )


def internal_note(facts: SpecimenFacts) -> Sheet:
    """A note by the case team. Its text is what the record cites it for, or the text in `texts.yml`."""
    return Sheet(
        title=facts.exhibit.title,
        sender="Note for the case file",
        sender_line=facts.case.case,
        style="note",
        refs=(("Date", str(facts.day)), ("Written by", facts.person(_author(facts)))),
        rows=(("Worker", f"{facts.worker} ({facts.case.worker.reference})"), ("Days", facts.days)),
        paragraphs=tuple(_cited_for(facts)),
    )


def _author(facts: SpecimenFacts) -> str:
    condition = facts.case.conditions.double_contributions
    by = condition.checked_by if facts.id in condition.evidence else None
    return facts.words.get("by") or by or facts.case.people.operations


def _cited_for(facts: SpecimenFacts) -> Iterator[str]:
    conditions = facts.case.conditions
    for condition in (conditions.cross_border, conditions.agreement, conditions.double_contributions):
        if facts.id in condition.evidence:
            yield condition.because
    for question in facts.case.questions.values():
        if facts.id in question.evidence:
            yield question.known or question.unknown or ""


def side_topic(facts: SpecimenFacts) -> Sheet:
    """A document about a related subject."""
    return Sheet(
        title=facts.exhibit.title,
        sender="Tax file (SPECIMEN)",
        sender_line="Not part of the coverage decision",
        style="note",
        refs=(("Date", str(facts.day)), ("Concerns", facts.worker)),
        paragraphs=(
            "This document reports accounts or assets, or computes a tax.",
            "It says nothing about which country's social security system covers the work.",
        ),
    )


def letter(facts: SpecimenFacts) -> Sheet:
    """A letter between the case owner and an agency. Its text is in `texts.yml`."""
    return Sheet(
        title=facts.exhibit.title,
        sender=facts.filer,
        sender_line=facts.filer_address,
        style="agency",
        refs=(("Date", str(facts.day)),),
        paragraphs=("No text on file.",),
    )


def fax_report(facts: SpecimenFacts) -> str:
    """The transmission report of a fax machine."""
    route, sent = facts.request.route, facts.sent
    if route is None:
        raise ValueError(f"{facts.case.case} {facts.id}: a fax report needs a route")
    lines = (
        ("JOB", sent.reference or "SPECIMEN"),
        ("DATE", str(sent.on)),
        ("FROM", facts.filer),
        ("TO", route.destination),
        ("PAGES", facts.words.get("pages", "9 of 9")),
        ("DURATION", facts.words.get("duration", "04:11")),
        ("RESULT", facts.words.get("result", "OK, all pages confirmed")),
    )
    body = [f"{name:<10}{value}" for name, value in lines]
    banner = "*** TRANSMISSION REPORT ***   SPECIMEN".center(_WIDTH).rstrip()
    return "\n".join(["=" * _WIDTH, banner, "=" * _WIDTH, *body, "=" * _WIDTH, MARK, ""])


def message(facts: SpecimenFacts) -> bytes:
    """An e-mail. Its text is in `texts.yml` or is the subject of the contact that cites it."""
    mail = EmailMessage(policy=SMTP)
    contact = _contact(facts)
    mail["Message-ID"] = f"<{facts.case.case}.{facts.id}@specimen.invalid>".lower()
    mail["Date"] = contact.at
    mail["From"] = facts.words.get("from") or facts.registers.people[contact.by].email or "casework@specimen.invalid"
    mail["To"] = facts.words.get("to", "destination-on-file@specimen.invalid")
    mail["Subject"] = f"SPECIMEN: {facts.exhibit.title}"
    paragraphs = facts.words.get("paragraphs", (contact.about,))
    mail.set_content("\n\n".join((*paragraphs, MARK)) + "\n", cte="quoted-printable")
    return mail.as_bytes()


def _contact(facts: SpecimenFacts) -> Contact:
    for contact in facts.case.contacts:
        if facts.id in contact.evidence:
            return contact
    raise ValueError(f"{facts.case.case} {facts.id}: no contact names this message")
