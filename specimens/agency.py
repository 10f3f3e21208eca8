"""Papers of the agencies: acknowledgements, certificates, agreements to an extension and refusals."""

from specimens.desk import Desk
from specimens.sheet import A4, US_LETTER, Rows, Sheet

from casebound.model.case import Certificate


def agency_acknowledgement(desk: Desk) -> Sheet:
    """The foreign agency's word that it has the request."""
    submission = desk.case.submission
    if submission is None:
        raise ValueError(f"{desk.case.case} {desk.id}: an acknowledgement needs a submission")
    agreement = desk.registers.agreements[desk.case.partner]
    rows: Rows = (
        ("File number", submission.reference or "None"),
        ("Request dated", str(submission.sent_on)),
        ("Insured person", desk.worker),
        ("Employer" if desk.case.employer else "Business", desk.filer),
        ("Work in", desk.host),
        ("Days asked for", desk.days),
    )
    return Sheet(
        title="Your request has reached us",
        sender=f"{agreement.agency.names[0] if agreement.agency.names else agreement.agency.text} (SPECIMEN)",
        sender_line=f"{agreement.country}. Fictional paper, not the agency's own layout",
        style="agency",
        size=A4,
        refs=(("Date", str(desk.day)),),
        rows=rows,
        paragraphs=("A certificate is issued only after the request was examined. This letter is no certificate.",),
    )


def certificate(desk: Desk) -> Sheet:
    """A certificate of coverage in an invented layout, saying what the record says it says."""
    paper = _certificate(desk)
    domestic = paper.issuing_country == "US"
    rows: Rows = (
        ("Certificate number", paper.number),
        ("Worker", paper.worker),
        ("Employer", paper.employer) if paper.employer else ("Self-employed activity", paper.activity or "None"),
        ("Covered by the laws of", desk.country(paper.covered_by)),
        ("Exempt from contributions in", desk.country(paper.exempt_in)),
        ("From", str(paper.begins)),
        ("To", str(paper.ends) if paper.ends else "No end shown"),
    )
    marked = paper.state.value.upper()
    title = "Certificate of Coverage" if domestic else f"Certificate of Coverage, {desk.country(paper.issuing_country)}"
    return Sheet(
        title=title if marked == "FINAL" else f"{marked}: {title}",
        sender=paper.issuer,
        sender_line="Invented layout. Not an official form.",
        style="certificate" if domestic else "certificate foreign",
        size=US_LETTER if domestic else A4,
        rows=rows,
        paragraphs=(f"Issued under the agreement between the United States and {desk.partner}.",),
        shown=f"Issued on {paper.issued_on}",
        signed="Signature of the issuing office (SPECIMEN)",
    )


def _certificate(desk: Desk) -> Certificate:
    for paper in desk.case.certificates.values():
        if paper.document == desk.id:
            return paper
    raise ValueError(f"{desk.case.case} {desk.id}: no certificate names this document")


def extension_agreement(desk: Desk) -> Sheet:
    """That both agencies agree to a stretch beyond the limit."""
    extension = desk.case.assignment.extension
    if extension is None:
        raise ValueError(f"{desk.case.case} {desk.id}: needs assignment.extension")
    rows: Rows = (
        ("Worker", desk.worker),
        ("Employer", desk.filer),
        ("First period", f"{extension.first_began} to {extension.first_ended}"),
        ("Asked on", str(extension.asked_on)),
        ("Both agencies agreed on", str(extension.both_agreed_on or "Not yet")),
        ("Whole assignment", desk.days),
    )
    return Sheet(
        title="Agreement to an extension",
        sender="Social Security Administration (SPECIMEN)",
        sender_line="Fictional paper",
        style="agency",
        refs=(("Date", str(desk.day)),),
        rows=rows,
        paragraphs=(f"The agency in {desk.partner} has agreed as well. The certificate follows in a separate letter.",),
    )


def denial_letter(desk: Desk) -> Sheet:
    """The agency's refusal."""
    denial, submission = desk.case.denial, desk.case.submission
    if denial is None:
        raise ValueError(f"{desk.case.case} {desk.id}: a denial letter needs denial")
    rows: Rows = (
        ("Control number", (submission and submission.reference) or "None"),
        ("Worker", desk.worker),
        ("Employer" if desk.case.employer else "Business", desk.filer),
        ("Agreement country", desk.partner),
    )
    sender = "Social Security Administration (SPECIMEN)"
    return Sheet(
        title="We cannot issue a certificate",
        sender=sender,
        sender_line="Fictional paper",
        style="agency",
        refs=(("Date", str(desk.day)),),
        rows=rows,
        paragraphs=(denial.because, "You may send a new request if the facts are different."),
        signed=f"For the {sender}",
    )
