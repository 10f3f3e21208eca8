"""Papers of the employer and of the worker: letters, registrations and proofs of status."""

from specimens.desk import Desk
from specimens.sheet import A4, US_LETTER, Rows, Sheet


def _home_size(desk: Desk) -> str:
    return US_LETTER if desk.covering == "United States" else A4


def _letterhead(desk: Desk, title: str, rows: Rows, *paragraphs: str, signed: str = "") -> Sheet:
    return Sheet(
        title=title,
        sender=desk.filer,
        sender_line=desk.filer_address,
        size=_home_size(desk),
        refs=(("Date", str(desk.day)), ("Our reference", desk.case.worker.reference)),
        rows=rows,
        paragraphs=paragraphs,
        signed=signed or f"For {desk.filer}",
    )


def assignment_letter(desk: Desk) -> Sheet:
    """The letter or contract that sends the worker abroad."""
    case, assignment = desk.case, desk.case.assignment
    rows: Rows = (
        ("Worker", desk.worker),
        ("Works in", desk.host),
        ("First day", str(assignment.begins)),
        ("Last day", str(assignment.ends) if assignment.ends else "No end agreed"),
    )
    if case.activity:
        own = f"{desk.worker} provides the services named here through the business shown above and on its own account."
        nature = (("Services", case.activity.nature),)
        return _letterhead(desk, "Agreement for services", rows + nature, own, signed=desk.worker)
    if assignment.affiliate:
        affiliate = desk.registers.employers[assignment.affiliate.employer]
        rows += (("Receiving company", f"{affiliate.name}, {affiliate.address}"),)
    return _letterhead(
        desk,
        "Letter of assignment",
        rows,
        f"Dear {desk.worker},",
        f"This letter sends you to work in {desk.host} for the days below. You remain employed by {desk.filer}, "
        f"which goes on paying you, may recall you, and expects you back when the assignment ends.",
        f"Contributions continue as they are today. They change only if a certificate of coverage for "
        f"{desk.covering} and {desk.host if desk.host != desk.covering else desk.partner} is on file.",
        signed=f"People department, {desk.filer}",
    )


def hire_proof(desk: Desk) -> Sheet:
    """An extract of the personnel register that shows when the worker was hired."""
    rows: Rows = (
        ("Worker", desk.worker),
        ("Register number", desk.case.worker.reference),
        ("Hired on", str(desk.case.assignment.hired_on or "Not shown")),
        ("Hired in", desk.covering),
        ("Employed on the date of this extract", "Yes"),
    )
    text = "This extract shows the employment as the personnel register holds it on the date above."
    return _letterhead(desk, "Extract of the personnel register", rows, text)


def employer_registration(desk: Desk) -> Sheet:
    """A notice that shows the filing entity as registered."""
    country = desk.covering
    number = "Kept in the vault"
    if desk.case.employer:
        employer = desk.registers.employers[desk.case.employer]
        country, number = desk.country(employer.country), employer.number_ref or number
    rows: Rows = (
        ("Registered name", desk.filer),
        ("Address", desk.filer_address),
        ("Country", country),
        ("Registration number", number),
    )
    return Sheet(
        title="Notice of registration",
        sender="Office of Business Registration (SPECIMEN)",
        sender_line="Fictional office",
        style="register",
        size=_home_size(desk),
        refs=(("Issued", str(desk.day)),),
        rows=rows,
        paragraphs=("The entity named here stands in the register on the day of issue.",),
    )


def ownership_chart(desk: Desk) -> Sheet:
    """Who owns the receiving company."""
    affiliate = desk.case.assignment.affiliate
    if affiliate is None:
        raise ValueError(f"{desk.case.case} {desk.id}: an ownership chart needs assignment.affiliate")
    below = desk.registers.employers[affiliate.employer]
    return Sheet(
        title="Ownership chart",
        sender=desk.filer,
        sender_line=desk.filer_address,
        refs=(("As of", str(desk.day)),),
        boxes=((desk.filer, desk.filer_address), (below.name, below.address)),
        shown=desk.words.get("share", "holds 100 percent"),
        paragraphs=("Shares and votes are held directly. No other holder is on record.",),
    )


def form_2032(desk: Desk) -> Sheet:
    """The record of the section 3121(l) agreement, in words, not in the form's layout."""
    affiliate = desk.case.assignment.affiliate
    if affiliate is None:
        raise ValueError(f"{desk.case.case} {desk.id}: a Form 2032 record needs assignment.affiliate")
    rows: Rows = (
        ("American employer", desk.filer),
        ("Foreign affiliate", desk.registers.employers[affiliate.employer].name),
        ("Agreement under", "Internal Revenue Code section 3121(l)"),
        ("In effect from", str(affiliate.form_2032_effective or "Not shown")),
    )
    text = "Record of a Form 2032 agreement kept by the employer. The form is in the vault; this page is no copy."
    return _letterhead(desk, "Record of a section 3121(l) agreement", rows, text)


def health_cover(desk: Desk) -> Sheet:
    """The statement that the worker and the family who come along have private health insurance."""
    rows: Rows = (("Worker", desk.worker), ("Country", desk.host), ("Days covered", desk.days))
    text = (
        f"We state that {desk.worker} and the family members who travel along are insured privately for health care "
        f"in {desk.host} on every day of the assignment."
    )
    return _letterhead(desk, "Statement of health insurance", rows, text)


def activity_proof(desk: Desk) -> Sheet:
    """That the business of a self-employed worker exists, and where it is run."""
    activity = desk.case.activity
    if activity is None:
        raise ValueError(f"{desk.case.case} {desk.id}: a proof of activity needs activity")
    rows: Rows = (
        ("Business", activity.name),
        ("Run by", desk.worker),
        ("Nature", activity.nature),
        ("U.S. address", activity.us_address or "None"),
        (f"Address in {desk.partner}", activity.partner_address or "None"),
        ("Run mainly in", desk.country(activity.principal_country) if activity.principal_country else "Not stated"),
    )
    return Sheet(
        title="Extract of the trade register",
        sender="Office of Business Registration (SPECIMEN)",
        sender_line="Fictional office",
        style="register",
        size=_home_size(desk),
        refs=(("Issued", str(desk.day)),),
        rows=rows,
        paragraphs=("The business named here is run on the owner's own account.",),
    )


def residence_proof(desk: Desk) -> Sheet:
    """Where the worker lives; the street stays in the vault."""
    rows: Rows = (
        ("Person", desk.worker),
        ("Country of residence", desk.country(desk.case.worker.residence)),
        ("Street and house", "Blacked out; original in the vault"),
    )
    return Sheet(
        title="Confirmation of residence",
        sender="Residents' Office (SPECIMEN)",
        sender_line="Fictional office",
        style="register",
        size=US_LETTER if desk.case.worker.residence == "US" else A4,
        refs=(("Issued", str(desk.day)),),
        rows=rows,
    )


def citizenship_proof(desk: Desk) -> Sheet:
    """Which citizenships the worker holds; numbers and birth data are blacked out."""
    held = ", ".join(desk.country(code) for code in desk.case.worker.citizenships)
    rows: Rows = (
        ("Person", desk.worker),
        ("Citizenship", held),
        ("Document number", "Blacked out; original in the vault"),
        ("Birth data", "Blacked out; original in the vault"),
    )
    text = "Seen in the original by the reviewer named in the case record. Only the citizenship is taken from it."
    return Sheet(
        title="Citizenship, extract of an identity paper",
        sender="Identity papers desk (SPECIMEN)",
        sender_line="Fictional office",
        style="register",
        refs=(("Seen on", str(desk.day)),),
        rows=rows,
        paragraphs=(text,),
    )
