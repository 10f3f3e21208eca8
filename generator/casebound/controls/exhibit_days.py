"""The days of exhibits against the events that they prove, and files that are recorded as two kinds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from casebound.controls.definition import case_control, objection
from casebound.controls.predicates import PROOF_KINDS, SHOWS_RELIANCE, in_use
from casebound.model.case import Claim, Conditions, ContributionsContinue, Evidence, Relied, Reversal
from casebound.model.days import ONE_DAY, Day
from casebound.model.decisions import Sheet
from casebound.model.facts import Facts
from casebound.model.findings import Path
from casebound.model.rules import Link, Objection, Objections, Section, support_policy

_SENDING = frozenset(PROOF_KINDS.values())
_STATUS = frozenset({"status-capture"})

MOST_DAYS_LATER = {
    "certificate": 0,
    "portal-confirmation": 7,
    "fax-report": 7,
    "mailing-proof": 60,
    "agency-acknowledgement": 183,
}
"""How many days after its event an exhibit may be dated. What has no entry may be dated at any later time."""

_CAPTURES = frozenset({"agreement-capture", "form-capture", "instruction-capture"})
"""The kinds whose file can be the capture of a page in the sources register."""


@dataclass(frozen=True, slots=True)
class _Event:
    """An event that an exhibit proves: where it is recorded, what it is, its day, and the exhibit."""

    at: Path
    what: str
    day: Day
    exhibit: str
    kinds: frozenset[str]


@case_control(
    "F34",
    "exhibits-in-their-order",
    Section.FILE,
    question="Do the days of the exhibits fit the events that they prove, and is each file recorded as one kind of"
    " document?",
    why="If a payroll record or a certificate is older than its event, it shows another event, or the recorded day is"
    " wrong. The confirmation of a request is not a certificate, even if it is recorded as a certificate.",
    remedy="Correct the day of the event, or the date on the document (`effective`) and the day of recording, so that"
    " they match the document. If the document shows something else, such as the order to change payroll, record it as"
    " that kind of document, and record the document that shows the event. If payroll changed before the exemption was"
    " approved, record the real day and the breach. If one file was recorded under two kinds, withdraw the exhibit with"
    " the wrong kind.",
    basis=(support_policy("9 Knowledge"),),
    link=Link.KNOWLEDGE,
)
def exhibits_in_their_order(facts: Facts) -> Objections:
    exhibits = facts.case.exhibits
    for event in _events(facts):
        if not in_use(facts, event.exhibit) or exhibits[event.exhibit].kind not in event.kinds:
            continue
        exhibit = exhibits[event.exhibit]
        if exhibit.effective is not None and exhibit.effective < event.day:
            message = f"{event.exhibit} is dated {exhibit.effective}, before {event.what} on {event.day}"
            yield _dated_wrongly(event, "effective", message)
        elif (day := min(exhibit.recorded, exhibit.received or exhibit.recorded)) < event.day - ONE_DAY:
            done, name = ("recorded", "recorded") if day == exhibit.recorded else ("received", "received")
            message = f"{event.exhibit} was {done} on {day}, before {event.what} on {event.day}"
            yield _dated_wrongly(event, name, message)
        most = MOST_DAYS_LATER.get(exhibit.kind)
        if most is not None and exhibit.effective and (exhibit.effective - event.day).days > most:
            message = f"{event.exhibit} is dated {exhibit.effective}, too long after {event.what} on {event.day}"
            yield _dated_wrongly(event, "effective", message)
    yield from _received_later(facts)
    yield from _younger_than_sheets(facts)
    yield from _younger_than_checks(facts)
    yield from _of_two_kinds(facts)
    yield from _of_two_events(facts)


def _dated_wrongly(event: _Event, day: str, message: str) -> Objection:
    """An objection at the exhibit; for the proof of a sending, at the request, on which not every claim rests."""
    exhibit: Path = ("exhibits", event.exhibit, day)
    at, related = (event.at, exhibit) if event.at[0] == "requests" else (exhibit, event.at)
    return objection(at, message, related)


def _events(facts: Facts) -> Iterator[_Event]:
    """The events of the case with the exhibits that prove them."""
    case = facts.case
    for key, request in case.requests.items():
        at: Path = ("requests", key, "sent", "on")
        if request.sent is not None:
            day = request.sent.on
            yield from (_Event(at, f"{key} was sent", day, proof, _SENDING) for proof in request.sent.proof)
        for index, check in enumerate(request.tracker):
            if check.capture is not None:
                at = ("requests", key, "tracker", index, "at")
                what = f"the status of {key} was seen"
                yield _Event(at, what, check.at.on, check.capture, _STATUS)
    for key, certificate in case.certificates.items():
        at = ("certificates", key, "issued_on")
        yield _Event(at, f"{key} was issued", certificate.issued_on, certificate.document, frozenset({"certificate"}))
    for key, claim in case.claims.items():
        for at, what, day, evidence in _payroll_events(("claims", key), claim):
            yield from (_Event(at, what, day, record, SHOWS_RELIANCE) for record in evidence)


def _payroll_events(at: Path, claim: Claim) -> Iterator[tuple[Path, str, Day, Evidence]]:
    """What payroll did for a claim: where it is recorded, what it is, its day, and the evidence."""
    for row, relied in enumerate(claim.relied):
        yield (*at, "relied", row, "entered_on"), "the change was entered", relied.entered_on, relied.evidence
    for row, reversal in enumerate(claim.reversed):
        yield (*at, "reversed", row, "on"), "the reversal", reversal.on, reversal.evidence
    if (breach := claim.breach) is not None:
        yield (*at, "breach", "noticed_on"), "the breach was noticed", breach.noticed_on, breach.evidence


def _received_later(facts: Facts) -> Objections:
    """Exhibits that were recorded before they came, and certificates that are dated after they came."""
    for key, exhibit in facts.case.exhibits.items():
        if exhibit.in_use and exhibit.received is not None and exhibit.received > exhibit.recorded + ONE_DAY:
            message = f"{key} was recorded on {exhibit.recorded}, before it was received on {exhibit.received}"
            yield objection(("exhibits", key, "recorded"), message, ("exhibits", key, "received"))
    for name, certificate in facts.case.certificates.items():
        document, received = certificate.document, certificate.received_on
        if received is None or not in_use(facts, document):
            continue
        exhibit, related = facts.case.exhibits[document], ("certificates", name, "received_on")
        if exhibit.effective is not None and exhibit.effective > received:
            message = f"{document} is dated {exhibit.effective}, after {name} was received on {received}"
            yield objection(("exhibits", document, "effective"), message, related)
        if exhibit.recorded < received - ONE_DAY:
            message = f"{document} was recorded on {exhibit.recorded}, before {name} was received on {received}"
            yield objection(("exhibits", document, "recorded"), message, related)


def _younger_than_sheets(facts: Facts) -> Objections:
    """The exhibits in use that are dated, or were recorded, after a sheet that contains them was proposed."""
    first: dict[str, Sheet] = {}
    for sheet in facts.decisions.sheets:
        for key, exhibit in facts.case.exhibits.items():
            if exhibit.in_use and sheet.lines.get(f"exhibits.{key}.sha256") == exhibit.sha256:
                first.setdefault(key, sheet)
    for key, sheet in first.items():
        exhibit, proposed = facts.case.exhibits[key], sheet.head.proposed_at
        for name, done, day in (
            ("effective", "is dated", exhibit.effective),
            ("recorded", "was recorded on", exhibit.recorded),
        ):
            if day is not None and day > proposed.latest_day:
                message = f"{key} {done} {day}, but {sheet.id}, which was proposed on {proposed.on}, contains it"
                yield objection(("exhibits", key, name), message)


def _younger_than_checks(facts: Facts) -> Objections:
    """The checks whose exhibits are all dated after the day of the check."""
    conditions, rule = facts.case.conditions, facts.case.rule
    checks: list[tuple[Path, Day | None, Evidence]] = [
        (("conditions", name, "checked_on"), (condition := getattr(conditions, name)).checked_on, condition.evidence)
        for name in Conditions.__struct_fields__
    ]
    checks.append((("rule", "confirmed_on"), rule.confirmed_on, rule.evidence))
    for at, day, evidence in checks:
        cited = [(key, facts.case.exhibits[key]) for key in evidence if in_use(facts, key)]
        if day and cited and all(exhibit.effective is not None and exhibit.effective > day for _, exhibit in cited):
            key, exhibit = cited[0]
            message = f"{key} is dated {exhibit.effective}, after the check on {day} that rests on it"
            yield objection(at, message, ("exhibits", key, "effective"))


def _of_two_kinds(facts: Facts) -> Objections:
    """The exhibits in use with the bytes of an earlier exhibit of another kind, or of a stored page."""
    first: dict[str, str] = {}
    pages = {source.sha256: key for key, source in facts.registers.sources.items()}
    for key, exhibit in facts.case.exhibits.items():
        if not exhibit.in_use:
            continue
        if exhibit.sha256 in pages and exhibit.kind not in _CAPTURES:
            message = f"{key} has the bytes of {pages[exhibit.sha256]}, the capture of a page"
            yield objection(("exhibits", key, "kind"), message)
        earlier = first.setdefault(exhibit.sha256, key)
        if exhibit.kind != facts.case.exhibits[earlier].kind:
            message = f"{key} has the bytes of {earlier}, which is recorded as {facts.case.exhibits[earlier].kind}"
            yield objection(("exhibits", key, "kind"), message, ("exhibits", earlier, "kind"))


def _of_two_events(facts: Facts) -> Objections:
    """The captures that show two status checks, and the payroll records that show a change and its contrary."""
    seen: dict[str, Day] = {}
    for event in _events(facts):
        exhibit = facts.case.exhibits.get(event.exhibit)
        if exhibit is None or event.kinds != _STATUS:
            continue
        if seen.setdefault(exhibit.sha256, event.day) != event.day:
            message = f"{event.exhibit} also shows the status of {seen[exhibit.sha256]}"
            yield objection(event.at, message, ("exhibits", event.exhibit))
    for key, claim in facts.case.claims.items():
        left_out = _bytes_of(facts, claim.relied)
        paid: dict[Path, Reversal | ContributionsContinue] = {
            ("reversed", index): reversal for index, reversal in enumerate(claim.reversed)
        }
        paid |= {("contributions_continue", index): entry for index, entry in enumerate(claim.contributions_continue)}
        for place, entry in paid.items():
            if left_out & _bytes_of(facts, (entry,)):
                message = "the record of a payroll change is cited to show that contributions are paid"
                yield objection(("claims", key, *place), message, ("claims", key, "relied"))


def _bytes_of(facts: Facts, entries: Iterable[Relied | Reversal | ContributionsContinue]) -> set[str]:
    """The hashes of the exhibits in use that entries about payroll cite."""
    cited = (key for entry in entries for key in entry.evidence if in_use(facts, key))
    return {facts.case.exhibits[key].sha256 for key in cited}


CONTROLS = (exhibits_in_their_order,)
