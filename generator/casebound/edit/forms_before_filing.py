"""The events before a request is sent: facts, questions, the decision, the packet and the route."""

from casebound.controls.typed_questions import QUESTIONS
from casebound.edit.event_forms import ACTOR, DAY, EventForm, FormField, Known, PlacePart, Write
from casebound.model.terms import Decision, Role

_BY_POST = ("channel", ("fax", "mail"))
_DECIDED = (
    FormField("because", needed=True),
    FormField("decided_on", DAY),
    FormField("decided_by", ACTOR, register="people"),
)


def _legal_reviewer(known: Known) -> str:
    return known.case.people.legal


def _is_typed(known: Known) -> bool:
    return known.subject in QUESTIONS


def _wrong_answer(known: Known, answer: str) -> str | None:
    """Why an answer is not among those that decide a question."""
    typed = QUESTIONS.get(known.subject)
    if typed is None:
        return f"the question {known.subject} is answered only in words, with --known"
    return None if typed.form.allows(answer) else f"“{answer}” is no answer to {known.subject}: enter {typed.answers}"


def _escalate(_: Known) -> str:
    return Decision.ESCALATE.value


def _file(_: Known) -> str:
    return Decision.FILE.value


FORMS_BEFORE_FILING: tuple[EventForm, ...] = (
    EventForm(
        "condition",
        "Record whether the condition NAME for a request is met.",
        ("conditions", PlacePart.NAME),
        "Checked the condition {subject}: {met}.",
        Role.OPERATIONS,
        (
            FormField("met"),
            FormField("because"),
            FormField("checked_on", DAY, when=("met", ("yes", "no"))),
            FormField("checked_by", ACTOR, when=("met", ("yes", "no")), register="people"),
            FormField("evidence", when=("met", ("yes", "no")), needed=True),
        ),
    ),
    EventForm(
        "rule",
        "Record whether a rule of the agreement applies to the worker.",
        ("rule",),
        "Recorded the applicable rule. Confirmed: {confirmed}.",
        Role.LEGAL,
        (
            FormField("confirmed"),
            FormField("kind", when=("confirmed", ("yes",)), needed=True),
            FormField("because"),
            FormField("confirmed_on", DAY, when=("confirmed", ("yes",))),
            FormField("confirmed_by", ACTOR, when=("confirmed", ("yes",)), register="people"),
            FormField("evidence", when=("confirmed", ("yes", "no")), needed=True),
            FormField("escalated_to", _legal_reviewer, when=("confirmed", ("unknown",)), register="people"),
        ),
    ),
    EventForm(
        "question",
        "Answer the question NAME, or record that it is unknown or does not apply.",
        ("questions", PlacePart.NAME),
        "Recorded the question {subject} as {chosen}.",
        Role.OPERATIONS,
        (
            FormField("answer", when=("known", ()), needed=_is_typed, refuses=_wrong_answer),
            FormField("known"),
            FormField("unknown"),
            FormField("not_applicable"),
            FormField("evidence", needed_with=("known", "not_applicable")),
            FormField("escalated_to", _legal_reviewer, when=("unknown", ()), register="people"),
            FormField("escalated_on", DAY, when=("unknown", ())),
        ),
        one_of=("known", "unknown", "not_applicable"),
    ),
    EventForm(
        "filing",
        "Record the decision whether to file a request, and the request type if it changes.",
        ("filing",),
        "Decided on the filing: {decision}.",
        Role.APPROVER,
        (
            FormField("decision", needed=True),
            FormField("because", needed=True),
            FormField("lane"),
            FormField("lane_because", when=("lane", ()), needed=True),
            FormField("reclassified/by", ACTOR, when=("reclassified/because", ())),
            FormField("reclassified/on", DAY, when=("reclassified/because", ())),
            FormField("reclassified/because"),
            FormField("decided_on", DAY),
            FormField("decided_by", ACTOR, register="people"),
        ),
        Write.CHANGE,
        judged=True,
    ),
    EventForm(
        "hold",
        "Put the case on hold until legal has answered: record the filing decision `escalate`.",
        ("filing",),
        "Put the case on hold. {because}",
        Role.OPERATIONS,
        (FormField("decision", _escalate, fixed=True), *_DECIDED),
        Write.CHANGE,
    ),
    EventForm(
        "release",
        "Release the case from a hold: record the filing decision `file`, if the facts allow it.",
        ("filing",),
        "Released the case from its hold. {because}",
        Role.APPROVER,
        (FormField("decision", _file, fixed=True), *_DECIDED),
        Write.CHANGE,
        judged=True,
    ),
    EventForm(
        "packet",
        "Add supporting documents to the packet. Each option can be given several times.",
        ("packet",),
        "Added documents to the packet: {chosen}.",
        Role.DATA_QUALITY,
        tuple(
            FormField(name, asked=True, adds=True)
            for name in ("worker_identity", "assignment_dates", "employer_details", "jurisdiction", "filing_lane")
        ),
        Write.CHANGE,
    ),
    EventForm(
        "route",
        "Record the channel and the destination of a request.",
        ("requests", PlacePart.REQUEST, "route"),
        "Recorded the route of {subject}: {channel}.",
        Role.OPERATIONS,
        (
            FormField("channel"),
            FormField("destination"),
            FormField("destination_seen_on"),
            FormField("evidence"),
            FormField("exception/why_not_online", when=_BY_POST),
            FormField("exception/approved_by", when=_BY_POST, register="people"),
            FormField("exception/approved_on", when=_BY_POST),
            FormField("exception/sent", when=_BY_POST, kind="form-capture"),
        ),
    ),
    EventForm(
        "waiting",
        "Record how long to wait for the answer to a request, or why this is unknown.",
        ("requests", PlacePart.REQUEST, "waiting"),
        "Recorded the waiting time of {subject}.",
        Role.OPERATIONS,
        (
            FormField("days"),
            FormField("unit", when=("days", ()), needed=True),
            FormField("evidence", when=("days", ()), needed=True, kind="instruction-capture"),
            FormField("unknown"),
        ),
        one_of=("days", "unknown"),
    ),
)
