"""Captures of pages and screens, and of words that came by letter or telephone instead."""

from specimens.desk import Desk
from specimens.sheet import A4, SCREEN, Rows, Sheet

from casebound.model.case import StatusCheck
from casebound.model.registers import OfficialSource
from casebound.model.terms import Channel

SERVICE = "Certificate service"
ADDRESS = "opts.ssa.gov   (SPECIMEN stand-in, no page was opened)"

# How the words of a status reach the case owner: title, sender and the line above the capture.
_TOLD = {
    Channel.ONLINE: ("Status of your request", SERVICE, ADDRESS),
    Channel.FAX: ("Answer by telephone", "Phone line", "SPECIMEN stand-in for a call note"),
    Channel.MAIL: ("Answer by telephone", "Phone line", "SPECIMEN stand-in for a call note"),
    Channel.FOREIGN_AGENCY: ("How your request stands", "Foreign agency", "SPECIMEN stand-in, no page was opened"),
}


def _screen(title: str, **parts: object) -> Sheet:
    given = {"sender": SERVICE, "style": "screen", "size": SCREEN, "address": ADDRESS} | parts
    return Sheet(title=title, **given)  # type: ignore[arg-type]  # the callers below name only fields of Sheet


def source_capture(source: OfficialSource, reader: str) -> Sheet:
    """The stand-in for the dated capture of an official page."""
    return Sheet(
        title=source.title,
        sender=source.publisher,
        style="screen",
        size=A4,
        address="SPECIMEN stand-in for a dated capture",
        refs=(
            ("Address", source.url),
            ("Accessed on", str(source.accessed_on)),
            ("Accessed by", reader),
            ("Read for", source.relevant_because),
        ),
        paragraphs=("What the page establishes, in our own words:",),
        points=source.establishes,
    )


def agreement_capture(desk: Desk) -> Sheet:
    """The case's own look at what an official page says about the agreement."""
    agreement = desk.registers.agreements.get(desk.case.partner)
    in_force = agreement.in_force if agreement else None
    rows: Rows = (
        ("Looked for", f"An agreement between the United States and {desk.partner}"),
        ("In force since", str(in_force) if in_force else "Not shown as in force"),
        ("Looked up on", str(desk.day)),
    )
    return _screen(
        "Agreement look-up", sender="Case check", address="SPECIMEN stand-in for a dated capture", rows=rows, size=A4
    )


def instruction_capture(desk: Desk) -> Sheet:
    """What the channel's own notice, or the letter that acknowledges a request on paper, says about waiting."""
    waiting, submission = desk.case.waiting, desk.case.submission
    rows: Rows = ()
    if submission:
        rows = (("Request sent on", str(submission.sent_on)),)
        if submission.reference:
            rows += (("Control number", submission.reference),)
    if waiting and waiting.days is not None:
        unit = (waiting.unit or "").replace("-", " ")
        text = f"Please wait {waiting.days} {unit} from the day you sent the request before you ask about it."
    else:
        text = "This notice names no waiting time."
    if _online(desk):
        return _screen("Notice shown after sending", rows=rows, paragraphs=(text,))
    return Sheet(
        title="We have your request",
        sender="Social Security Administration (SPECIMEN)",
        sender_line="Fictional paper",
        style="agency",
        refs=(("Date", str(desk.day)),),
        rows=rows,
        paragraphs=(text,),
    )


def _online(desk: Desk) -> bool:
    return desk.case.route is not None and desk.case.route.channel is Channel.ONLINE


def form_capture(desk: Desk) -> Sheet:
    """The request as it was about to go out: the form with the values entered, or the letter and its enclosures."""
    case = desk.case
    rows: Rows = (
        ("Kind of request", desk.lane),
        ("Worker", desk.worker),
        ("Social Security number", "Taken from the vault, not shown"),
        ("Employer" if case.employer else "Business", desk.filer),
        ("Country of work", desk.host),
        ("First and last day", desk.days),
    )
    if not _online(desk):
        return _packet(desk, rows)
    text = "The fields that the form asked for on this day were all filled in. The list holds for this day only."
    seen = case.submission.form_checked_on if case.submission else None
    refs: Rows = (("Form looked at on", str(seen or desk.day)),)
    return _screen("Request form before sending", size=A4, refs=refs, rows=rows, paragraphs=(text,))


def _packet(desk: Desk, rows: Rows) -> Sheet:
    packet, exhibits = desk.case.packet, desk.case.exhibits
    behind = (packet.worker_identity, packet.assignment_dates, packet.employer_details, packet.filing_lane)
    enclosed = dict.fromkeys(key for keys in behind for key in keys if key in exhibits)
    return Sheet(
        title="Request for a certificate of coverage, copy as sent",
        sender=desk.filer,
        sender_line=desk.filer_address,
        refs=(("Date", str(desk.day)), ("To", desk.case.route.destination if desk.case.route else "Not stated")),
        rows=rows,
        paragraphs=("Please issue a certificate of coverage for the worker and the days above. Enclosed:",),
        points=tuple(exhibits[key].title for key in enclosed),
        signed=f"For {desk.filer}",
    )


def portal_confirmation(desk: Desk) -> Sheet:
    """The screen that confirms an online request."""
    submission = desk.case.submission
    if submission is None:
        raise ValueError(f"{desk.case.case} {desk.id}: a confirmation needs a submission")
    rows: Rows = (
        ("Control number", submission.reference or "None shown"),
        ("Kind of request", desk.lane),
        ("Worker", desk.worker),
        ("Employer" if desk.case.employer else "Business", desk.filer),
        ("Agreement country", desk.partner),
        ("Days", desk.days),
    )
    return _screen("Your request was sent", refs=(("Sent on", str(submission.sent_on)),), rows=rows)


def status_capture(desk: Desk) -> Sheet:
    """What the tracker showed at one check, word for word."""
    check = _check(desk)
    submission = desk.case.submission
    rows: Rows = (("Control number", (submission and submission.reference) or "None"),)
    when = (("Captured", check.at.isoformat(timespec="minutes")), ("By", desk.person(check.by)))
    title, sender, address = _TOLD[desk.case.route.channel if desk.case.route else Channel.ONLINE]
    return _screen(title, sender=sender, address=address, shown=check.shown, refs=when, rows=rows)


def _check(desk: Desk) -> StatusCheck:
    for check in desk.case.tracker:
        if check.capture == desk.id:
            return check
    raise ValueError(f"{desk.case.case} {desk.id}: no status check names this capture")
