"""Documents of the employer and of the worker: letters, registrations and proofs of status."""

from specimens.sheet import A4, US_LETTER, Rows, Sheet
from specimens.specimen_facts import SpecimenFacts


def _home_size(facts: SpecimenFacts) -> str:
    return US_LETTER if facts.covering == "United States" else A4


def _letterhead(facts: SpecimenFacts, title: str, rows: Rows, *paragraphs: str, signed: str = "") -> Sheet:
    return Sheet(
        title=title,
        sender=facts.filer,
        sender_line=facts.filer_address,
        size=_home_size(facts),
        refs=(("Date", str(facts.day)), ("Our reference", facts.case.worker.reference)),
        rows=rows,
        paragraphs=paragraphs,
        signed=signed or f"For {facts.filer}",
    )


def assignment_letter(facts: SpecimenFacts) -> Sheet:
    """The letter or contract that sends the worker abroad."""
    case, assignment = facts.case, facts.case.assignment
    rows: Rows = (
        ("Worker", facts.worker),
        ("Works in", facts.host),
        ("First day", str(assignment.begins)),
        ("Last day", str(assignment.ends) if assignment.ends else "No end agreed"),
    )
    if case.activity:
        text = (
            f"{facts.worker} provides the services named here through the business shown above and on its own account."
        )
        nature = (("Services", case.activity.nature),)
        return _letterhead(facts, "Agreement for services", rows + nature, text, signed=facts.worker)
    if assignment.affiliate:
        affiliate = facts.registers.employers[assignment.affiliate.employer]
        rows += (("Receiving company", f"{affiliate.name}, {affiliate.address}"),)
    return _letterhead(
        facts,
        "Letter of assignment",
        rows,
        f"Dear {facts.worker},",
        f"This letter sends you to work in {facts.host} for the days below. You remain employed by {facts.filer}, "
        f"which continues to pay you, may recall you, and expects you back when the assignment ends.",
        f"Contributions continue as they are today. They change only if a certificate of coverage for "
        f"{facts.covering} and {facts.host if facts.host != facts.covering else facts.partner} is on file.",
        signed=f"People department, {facts.filer}",
    )


def hire_proof(facts: SpecimenFacts) -> Sheet:
    """An extract of the personnel register that shows when the worker was hired."""
    rows: Rows = (
        ("Worker", facts.worker),
        ("Register number", facts.case.worker.reference),
        ("Hired on", str(facts.case.assignment.hired_on or "Not shown")),
        ("Hired in", facts.covering),
        ("Employed on the date of this extract", "Yes"),
    )
    text = "This extract shows the employment as recorded in the personnel register on the date above."
    return _letterhead(facts, "Extract of the personnel register", rows, text)


def employer_registration(facts: SpecimenFacts) -> Sheet:
    """A notice that shows the filing entity as registered."""
    country = facts.covering
    number = "Stored in the vault"
    if facts.case.employer:
        employer = facts.registers.employers[facts.case.employer]
        country, number = facts.country(employer.country), employer.number_ref or number
    rows: Rows = (
        ("Registered name", facts.filer),
        ("Address", facts.filer_address),
        ("Country", country),
        ("Registration number", number),
    )
    return Sheet(
        title="Notice of registration",
        sender="Office of Business Registration (SPECIMEN)",
        sender_line="Fictional office",
        style="register",
        size=_home_size(facts),
        refs=(("Issued", str(facts.day)),),
        rows=rows,
        paragraphs=("The company named here is registered on the date of issue.",),
    )


def ownership_chart(facts: SpecimenFacts) -> Sheet:
    """The ownership of the receiving company."""
    affiliate = facts.case.assignment.affiliate
    if affiliate is None:
        raise ValueError(f"{facts.case.case} {facts.id}: an ownership chart needs assignment.affiliate")
    below = facts.registers.employers[affiliate.employer]
    return Sheet(
        title="Ownership chart",
        sender=facts.filer,
        sender_line=facts.filer_address,
        refs=(("As of", str(facts.day)),),
        boxes=((facts.filer, facts.filer_address), (below.name, below.address)),
        shown=facts.words.get("share", "holds 100 percent"),
        paragraphs=("Shares and votes are held directly. No other shareholder is on record.",),
    )


def form_2032(facts: SpecimenFacts) -> Sheet:
    """The record of the section 3121(l) agreement, without the layout of the form."""
    affiliate = facts.case.assignment.affiliate
    if affiliate is None:
        raise ValueError(f"{facts.case.case} {facts.id}: a Form 2032 record needs assignment.affiliate")
    rows: Rows = (
        ("American employer", facts.filer),
        ("Foreign affiliate", facts.registers.employers[affiliate.employer].name),
        ("Agreement under", "Internal Revenue Code section 3121(l)"),
        ("In effect from", str(affiliate.form_2032_effective or "Not shown")),
    )
    text = "Record of a Form 2032 agreement. The employer stores the form in the vault. This page is not a copy."
    return _letterhead(facts, "Record of a section 3121(l) agreement", rows, text)


def health_cover(facts: SpecimenFacts) -> Sheet:
    """The statement that the worker and accompanying family members have private health insurance."""
    rows: Rows = (("Worker", facts.worker), ("Country", facts.host), ("Days covered", facts.days))
    text = (
        f"We confirm that {facts.worker} and accompanying family members have private health insurance in "
        f"{facts.host} for every day of the assignment."
    )
    return _letterhead(facts, "Statement of health insurance", rows, text)


def activity_proof(facts: SpecimenFacts) -> Sheet:
    """Proof of a self-employed worker's business and of its location."""
    activity = facts.case.activity
    if activity is None:
        raise ValueError(f"{facts.case.case} {facts.id}: a proof of activity needs activity")
    rows: Rows = (
        ("Business", activity.name),
        ("Run by", facts.worker),
        ("Nature", activity.nature),
        ("U.S. address", activity.us_address or "None"),
        (f"Address in {facts.partner}", activity.partner_address or "None"),
        ("Run mainly in", facts.country(activity.principal_country) if activity.principal_country else "Not stated"),
    )
    return Sheet(
        title="Extract of the trade register",
        sender="Office of Business Registration (SPECIMEN)",
        sender_line="Fictional office",
        style="register",
        size=_home_size(facts),
        refs=(("Issued", str(facts.day)),),
        rows=rows,
        paragraphs=("The owner runs the business named here as a self-employed person.",),
    )


def residence_proof(facts: SpecimenFacts) -> Sheet:
    """Proof of the worker's residence. The street address is stored in the vault."""
    rows: Rows = (
        ("Person", facts.worker),
        ("Country of residence", facts.country(facts.case.worker.residence)),
        ("Street and house", "Blacked out; original in the vault"),
    )
    return Sheet(
        title="Confirmation of residence",
        sender="Residents' Office (SPECIMEN)",
        sender_line="Fictional office",
        style="register",
        size=US_LETTER if facts.case.worker.residence == "US" else A4,
        refs=(("Issued", str(facts.day)),),
        rows=rows,
    )


def citizenship_proof(facts: SpecimenFacts) -> Sheet:
    """Proof of the worker's citizenships. Numbers and birth data are blacked out."""
    citizenships = ", ".join(facts.country(code) for code in facts.case.worker.citizenships)
    rows: Rows = (
        ("Person", facts.worker),
        ("Citizenship", citizenships),
        ("Document number", "Blacked out; original in the vault"),
        ("Birth data", "Blacked out; original in the vault"),
    )
    text = "The reviewer named in the case record saw the original. Only the citizenship was taken from it."
    return Sheet(
        title="Citizenship, extract from an identity document",
        sender="Identity documents office (SPECIMEN)",
        sender_line="Fictional office",
        style="register",
        refs=(("Seen on", str(facts.day)),),
        rows=rows,
        paragraphs=(text,),
    )
