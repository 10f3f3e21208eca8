"""Documents of the agencies: acknowledgments, certificates, agreements to an extension and refusals."""

from specimens.sheet import A4, US_LETTER, Rows, Sheet
from specimens.specimen_facts import SpecimenFacts

from casebound.model.case import Certificate


def agency_acknowledgment(facts: SpecimenFacts) -> Sheet:
    """The foreign agency's confirmation that it received the request."""
    agreement = facts.registers.agreements[facts.case.partner]
    rows: Rows = (
        ("File number", facts.reference or "None"),
        ("Request dated", str(facts.sent.on)),
        ("Insured person", facts.worker),
        ("Employer" if facts.case.employer else "Business", facts.filer),
        ("Work in", facts.host),
        ("Requested days", facts.days),
    )
    return Sheet(
        title="We received your request",
        sender=f"{agreement.agency.names[0] if agreement.agency.names else agreement.agency.text} (SPECIMEN)",
        sender_line=f"{agreement.country}. Fictional document, not the agency's own layout",
        style="agency",
        size=A4,
        refs=(("Date", str(facts.day)),),
        rows=rows,
        paragraphs=(
            "A certificate is issued only after the request has been examined. This letter is not a certificate.",
        ),
    )


def certificate(facts: SpecimenFacts) -> Sheet:
    """A certificate of coverage in an invented layout, with the content that the record states."""
    document = _certificate(facts)
    domestic = document.issuing_country == "US"
    rows: Rows = (
        ("Certificate number", document.number),
        ("Worker", document.worker),
        ("Employer", document.employer)
        if document.employer
        else ("Self-employed activity", document.activity or "None"),
        ("Covered by the laws of", facts.country(document.covered_by)),
        ("Exempt from contributions in", facts.country(document.exempt_in)),
        ("From", str(document.begins)),
        ("To", str(document.ends) if document.ends else "No end shown"),
    )
    state = document.state.value.upper()
    title = (
        "Certificate of Coverage" if domestic else f"Certificate of Coverage, {facts.country(document.issuing_country)}"
    )
    return Sheet(
        title=title if state == "FINAL" else f"{state}: {title}",
        sender=document.issuer,
        sender_line="Invented layout. Not an official form.",
        style="certificate" if domestic else "certificate foreign",
        size=US_LETTER if domestic else A4,
        rows=rows,
        paragraphs=(f"Issued under the agreement between the United States and {facts.partner}.",),
        shown=f"Issued on {document.issued_on}",
        signed="Signature of the issuing office (SPECIMEN)",
    )


def _certificate(facts: SpecimenFacts) -> Certificate:
    for certificate in facts.case.certificates.values():
        if certificate.document == facts.id:
            return certificate
    raise ValueError(f"{facts.case.case} {facts.id}: no certificate names this document")


def extension_agreement(facts: SpecimenFacts) -> Sheet:
    """The agreement of both agencies to an extension beyond the limit."""
    extension = facts.case.assignment.extension
    if extension is None:
        raise ValueError(f"{facts.case.case} {facts.id}: needs assignment.extension")
    rows: Rows = (
        ("Worker", facts.worker),
        ("Employer", facts.filer),
        ("First period", f"{extension.first_began} to {extension.first_ended}"),
        ("Requested on", str(extension.asked_on)),
        ("Both agencies agreed on", str(extension.both_agreed_on or "Not yet")),
        ("Whole assignment", facts.days),
    )
    return Sheet(
        title="Agreement to an extension",
        sender="Social Security Administration (SPECIMEN)",
        sender_line="Fictional document",
        style="agency",
        refs=(("Date", str(facts.day)),),
        rows=rows,
        paragraphs=(
            f"The agency in {facts.partner} has also agreed. The certificate will follow in a separate letter.",
        ),
    )


def denial_letter(facts: SpecimenFacts) -> Sheet:
    """The agency's refusal."""
    refusal = facts.request.refusal
    if refusal is None:
        raise ValueError(f"{facts.case.case} {facts.id}: a denial letter needs a refusal")
    rows: Rows = (
        ("Control number", facts.reference or "None"),
        ("Worker", facts.worker),
        ("Employer" if facts.case.employer else "Business", facts.filer),
        ("Agreement country", facts.partner),
    )
    sender = "Social Security Administration (SPECIMEN)"
    return Sheet(
        title="We cannot issue a certificate",
        sender=sender,
        sender_line="Fictional document",
        style="agency",
        refs=(("Date", str(facts.day)),),
        rows=rows,
        paragraphs=(refusal.because, "You may send a new request if the facts are different."),
        signed=f"For the {sender}",
    )
