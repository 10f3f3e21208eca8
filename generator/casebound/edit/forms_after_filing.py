"""The events after a request is sent: the certificate, the exemption, changes of the assignment, and the end."""

from casebound.controls.predicates import UNITED_STATES
from casebound.edit.event_forms import ACTOR, DAY, EventForm, FormField, Known, PlacePart, Write
from casebound.load.register_reader import register
from casebound.model.days import last_day_of
from casebound.model.requests import latest_sent
from casebound.model.terms import CertificateState, Direction, Role

_MONTHS = 12


def _request_sent(known: Known) -> str | None:
    sent = latest_sent(known.case)
    return sent[0] if sent and len(known.case.requests) == 1 else None


def _exempt_country(known: Known) -> str:
    return known.case.partner if known.case.direction is Direction.OUTBOUND else UNITED_STATES


def _worker(known: Known) -> str:
    return known.case.worker.reference


def _employer(known: Known) -> str | None:
    return known.case.employer


def _activity(known: Known) -> str | None:
    return known.case.activity.name if known.case.activity else None


def _has_employer(known: Known) -> bool:
    return known.case.employer is not None


def _is_self_employed(known: Known) -> bool:
    return known.case.activity is not None


def _certificates(known: Known) -> tuple[str, ...]:
    """The certificates that were received and are final."""
    held = known.case.certificates.items()
    return tuple(key for key, each in held if each.received_on and each.state is CertificateState.FINAL)


def _first_day(known: Known) -> str | None:
    """The first day on which the worker has both the assignment and a certificate."""
    begins = [known.case.certificates[key].begins for key in _certificates(known)]
    return max(known.case.assignment.begins, min(begins)).isoformat() if begins else None


def _last_day(known: Known) -> str | None:
    """The last day on which the worker has both the assignment and a certificate; None if neither has one."""
    ends = [known.case.certificates[key].ends for key in _certificates(known)]
    days = [max(day for day in ends if day)] if ends and all(ends) else []
    days += [known.case.assignment.ends] if known.case.assignment.ends else []
    return min(days).isoformat() if days else None


def _keep_until(known: Known) -> str | None:
    """The last day on which the policy requires the file, for a case that is closed on the day of the event."""
    years = register(known.workspace, "policy")[1].get("retention_years")
    last = max([known.on, *(claim.ends for claim in known.case.claims.values())])
    return last_day_of(last, int(years) * _MONTHS).isoformat() if isinstance(years, str) else None


FORMS_AFTER_FILING: tuple[EventForm, ...] = (
    EventForm(
        "request-withdrawn",
        "Record that a request was withdrawn.",
        ("requests", PlacePart.REQUEST, "withdrawn"),
        "Withdrew the request {subject}.",
        Role.OPERATIONS,
        (FormField("on", DAY), FormField("by", ACTOR), FormField("because")),
    ),
    EventForm(
        "takeover",
        "Take over requests that were sent, or payroll changes that were made, before the team used casebound.",
        ("takeover",),
        "Took over what was sent or changed before.",
        Role.OPERATIONS,
        (
            FormField("requests"),
            FormField("claims"),
            FormField("stated_on", DAY),
            FormField("by", ACTOR),
            FormField("because"),
            FormField("evidence", asked=True),
        ),
    ),
    EventForm(
        "certificate",
        "Record a certificate, with each field exactly as the document shows it.",
        ("certificates", PlacePart.NEXT),
        "Recorded the certificate {subject}.",
        Role.OPERATIONS,
        (
            FormField("number"),
            FormField("request", _request_sent),
            FormField("replaces"),
            FormField("issuer"),
            FormField("issuing_country"),
            FormField("covered_by"),
            FormField("exempt_in"),
            FormField("worker"),
            FormField("employer", needed=_has_employer),
            FormField("activity", needed=_is_self_employed),
            FormField("begins"),
            FormField("ends", needed=True, unless="no_end_shown"),
            FormField("no_end_shown"),
            FormField("issued_on"),
            FormField("received_on", asked=True),
            FormField("state"),
            FormField("document", kind="certificate"),
            FormField("evidence"),
        ),
        Write.ADD,
    ),
    EventForm(
        "correction",
        "Record that a corrected certificate was requested, and why.",
        ("certificates", PlacePart.CERTIFICATE, "defect"),
        "Requested a correction of {subject}: {kind}.",
        Role.OPERATIONS,
        (
            FormField("kind"),
            FormField("asked_on", DAY),
            FormField("evidence", needed=True, kind="correspondence"),
        ),
    ),
    EventForm(
        "claim",
        "Propose an exemption. It exempts nobody until it is approved and somebody relies on it.",
        ("claims", PlacePart.NEXT),
        "Proposed the exemption {subject}.",
        Role.OPERATIONS,
        (
            FormField("exempt_in", _exempt_country),
            FormField("programs"),
            FormField("contributions"),
            FormField("worker", _worker),
            FormField("employer", _employer),
            FormField("activity", _activity),
            FormField("begins", _first_day),
            FormField("ends", _last_day),
            FormField("certificates", _certificates),
        ),
        Write.ADD,
    ),
    EventForm(
        "contributions-continue",
        "Record the statement that contributions are paid for a claim.",
        ("claims", PlacePart.CLAIM, "contributions_continue"),
        "Stated that contributions are paid for {subject}.",
        Role.PAYROLL,
        (FormField("by", ACTOR), FormField("on", DAY), FormField("evidence", needed=True, kind="payroll-record")),
        Write.APPEND,
    ),
    EventForm(
        "breach",
        "Record that payroll was changed too early, and how this was corrected.",
        ("claims", PlacePart.CLAIM, "breach"),
        "Recorded that payroll was changed too early for {subject}.",
        Role.PAYROLL,
        (
            FormField("noticed_on", DAY),
            FormField("remedy"),
            FormField("cured_on"),
            FormField("because"),
            FormField("evidence", kind="payroll-record"),
        ),
    ),
    EventForm(
        "assignment",
        "Change the assignment: its days, the affiliate, an extension or other facts.",
        ("assignment",),
        "Changed the assignment: {chosen}.",
        Role.OPERATIONS,
        (
            FormField("begins"),
            FormField("ends"),
            FormField("hired_on"),
            FormField("affiliate/employer", register="employers"),
            FormField("affiliate/form_2032_effective"),
            FormField("affiliate/affiliate_until"),
            FormField("affiliate/evidence", adds=True),
            FormField("via"),
            FormField("exception_until"),
            FormField("extension/first_began"),
            FormField("extension/first_ended"),
            FormField("extension/asked_on"),
            FormField("extension/both_agreed_on"),
            FormField("extension/evidence", adds=True),
            FormField("pension_plan"),
            FormField("health_cover", adds=True, kind="health-cover-statement"),
            FormField("evidence", adds=True),
        ),
        Write.CHANGE,
    ),
    EventForm(
        "hand-over",
        "Hand the case over: name the people who have a role in it from now on.",
        ("people",),
        "Handed the case over: {chosen}.",
        Role.OPERATIONS,
        tuple(FormField(role.value, register="people") for role in Role),
        Write.CHANGE,
        judged=True,
    ),
    EventForm(
        "closing",
        "Close the case.",
        ("closure",),
        "Closed the case: {outcome}.",
        Role.OPERATIONS,
        (
            FormField("outcome"),
            FormField("closed_on", DAY),
            FormField("because"),
            FormField("retain_until", _keep_until),
        ),
        judged=True,
    ),
)
