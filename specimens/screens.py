"""Captures of pages and screens, and notes of answers that were received by letter or telephone."""

from specimens.sheet import A4, SCREEN, Rows, Sheet
from specimens.specimen_facts import SpecimenFacts

from casebound.model.case import StatusCheck
from casebound.model.registers import OfficialSource
from casebound.model.terms import Channel

SERVICE = "Certificate service"
ADDRESS = "opts.ssa.gov   (SPECIMEN placeholder, no page was opened)"

# How a status text is received: title, sender and the line above the capture.
_STATUS_SCREENS = {
    Channel.ONLINE: ("Status of your request", SERVICE, ADDRESS),
    Channel.FAX: ("Answer by telephone", "Phone line", "SPECIMEN placeholder for a call note"),
    Channel.MAIL: ("Answer by telephone", "Phone line", "SPECIMEN placeholder for a call note"),
    Channel.FOREIGN_AGENCY: ("Status of your request", "Foreign agency", "SPECIMEN placeholder, no page was opened"),
}


def _screen(title: str, **parts: object) -> Sheet:
    fields = {"sender": SERVICE, "style": "screen", "size": SCREEN, "address": ADDRESS} | parts
    return Sheet(title=title, **fields)  # type: ignore[arg-type]  # the callers below pass only fields of Sheet


def source_capture(source: OfficialSource, reader: str) -> Sheet:
    """A placeholder for the dated capture of an official page."""
    return Sheet(
        title=source.title,
        sender=source.publisher,
        style="screen",
        size=A4,
        address="SPECIMEN placeholder for a dated capture",
        refs=(
            ("Address", source.url),
            ("Accessed on", str(source.accessed_on)),
            ("Accessed by", reader),
            ("Read for", source.relevant_because),
        ),
        paragraphs=("Summary of the page:",),
        points=source.establishes,
    )


def agreement_capture(facts: SpecimenFacts) -> Sheet:
    """The case's own check of an official page about the agreement."""
    agreement = facts.registers.agreements.get(facts.case.partner)
    in_force = agreement.in_force if agreement and agreement.period else None
    shown = "Not confirmed" if agreement and agreement.reported else "Not shown as in force"
    rows: Rows = (
        ("Searched for", f"An agreement between the United States and {facts.partner}"),
        ("In force since", str(in_force) if in_force else shown),
        ("Checked on", str(facts.day)),
    )
    return _screen(
        "Agreement check", sender="Case check", address="SPECIMEN placeholder for a dated capture", rows=rows, size=A4
    )


def instruction_capture(facts: SpecimenFacts) -> Sheet:
    """The waiting time according to the notice of the channel, or to the letter that acknowledges a request."""
    waiting, sent = facts.request.waiting, facts.request.sent
    rows: Rows = ()
    if sent:
        rows = (("Request sent on", str(sent.on)),)
        if sent.reference:
            rows += (("Control number", sent.reference),)
    if waiting and waiting.days is not None:
        unit = (waiting.unit or "").replace("-", " ")
        text = f"Please wait {waiting.days} {unit} from the day of your request before you contact us about it."
    else:
        text = "This notice does not state a waiting time."
    if _online(facts):
        return _screen("Notice shown after sending", rows=rows, paragraphs=(text,))
    return Sheet(
        title="We have your request",
        sender="Social Security Administration (SPECIMEN)",
        sender_line="Fictional document",
        style="agency",
        refs=(("Date", str(facts.day)),),
        rows=rows,
        paragraphs=(text,),
    )


def _online(facts: SpecimenFacts) -> bool:
    return _channel(facts) is Channel.ONLINE


def _channel(facts: SpecimenFacts) -> Channel | None:
    return facts.request.route.channel if facts.request.route else None


def form_capture(facts: SpecimenFacts) -> Sheet:
    """The request before it was sent: the form with the entered values, or the letter and its enclosures."""
    case = facts.case
    rows: Rows = (
        ("Kind of request", facts.lane),
        ("Worker", facts.worker),
        ("Social Security number", "Taken from the vault, not shown"),
        ("Employer" if case.employer else "Business", facts.filer),
        ("Country of work", facts.host),
        ("First and last day", facts.days),
    )
    if not _online(facts):
        return _packet(facts, rows)
    text = "All fields that the form showed on this date were completed. The fields may change after this date."
    checked_on = facts.request.sent.form_checked_on if facts.request.sent else None
    refs: Rows = (("Form checked on", str(checked_on or facts.day)),)
    return _screen("Request form before sending", size=A4, refs=refs, rows=rows, paragraphs=(text,))


def _packet(facts: SpecimenFacts, rows: Rows) -> Sheet:
    packet, exhibits, route = facts.case.packet, facts.case.exhibits, facts.request.route
    documents = (packet.worker_identity, packet.assignment_dates, packet.employer_details, packet.filing_lane)
    enclosed = dict.fromkeys(key for keys in documents for key in keys if key in exhibits)
    return Sheet(
        title="Request for a certificate of coverage, copy as sent",
        sender=facts.filer,
        sender_line=facts.filer_address,
        refs=(("Date", str(facts.day)), ("To", route.destination if route else "Not stated")),
        rows=rows,
        paragraphs=("Please issue a certificate of coverage for the worker and the days above. Enclosed:",),
        points=tuple(exhibits[key].title for key in enclosed),
        signed=f"For {facts.filer}",
    )


def portal_confirmation(facts: SpecimenFacts) -> Sheet:
    """The screen that confirms an online request."""
    rows: Rows = (
        ("Control number", facts.reference or "None shown"),
        ("Kind of request", facts.lane),
        ("Worker", facts.worker),
        ("Employer" if facts.case.employer else "Business", facts.filer),
        ("Agreement country", facts.partner),
        ("Days", facts.days),
    )
    return _screen("Your request was sent", refs=(("Sent on", str(facts.sent.on)),), rows=rows)


def status_capture(facts: SpecimenFacts) -> Sheet:
    """The status text of one status check, word for word."""
    check = _check(facts)
    rows: Rows = (("Control number", facts.reference or "None"),)
    when = (("Captured", check.at.isoformat(timespec="minutes")), ("By", facts.person(check.by)))
    title, sender, address = _STATUS_SCREENS[_channel(facts) or Channel.ONLINE]
    return _screen(title, sender=sender, address=address, shown=check.shown, refs=when, rows=rows)


def _check(facts: SpecimenFacts) -> StatusCheck:
    for check in facts.request.tracker:
        if check.capture == facts.id:
            return check
    raise ValueError(f"{facts.case.case} {facts.id}: no status check names this capture")
