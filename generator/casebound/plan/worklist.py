"""What is due, for whom, and why: read from a judgement that is finished. It decides nothing.

Each item rests on a fact of the record and on a control or a value of the policy, both named. An item without a day
is due now.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from casebound.controls.certificate import cited
from casebound.controls.decision import own_dated_check, rule_fits
from casebound.controls.predicates import (
    happened,
    lane_confirmed,
    live_sources,
    matches,
    matrix_decision,
    needed_questions,
    received,
)
from casebound.controls.tracking import earliest_follow_up, latest_check, open_wait, shows_completed
from casebound.model.days import Day
from casebound.model.facts import Facts
from casebound.model.findings import Location, Path
from casebound.model.judgment import JudgedCase, Judgement
from casebound.model.terms import Answer, CertificateState, Decision, Role, SourceTopic, Stage

Locate = Callable[[str, Path], Location]
"""Where a key of a case's record stands, by the case's folder and the key's path."""

_ENDED = frozenset({Stage.CLOSED, Stage.DENIED, Stage.DO_NOT_FILE})
_CHECKERS = {"cross_border": Role.OPERATIONS, "agreement": Role.LEGAL, "double_contributions": Role.PAYROLL}


class Kind(StrEnum):
    """What sort of thing is due."""

    REVERT = "revert"
    HOLD = "hold"
    FOLLOW_UP = "follow-up"
    STATUS_CHECK = "status-check"
    DOCUMENT_OVERDUE = "document-overdue"
    CORRECTION = "correction"
    NO_CERTIFICATE = "no-certificate"
    CERTIFICATE_ENDING = "certificate-ending"
    SOURCE_STALE = "source-stale"
    RETENTION_ENDING = "retention-ending"


_ORDER = {kind: number for number, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do. `due` is None where it is due now; `why` names the control or the value of the policy."""

    kind: Kind
    due: Day | None
    case: str
    owner: str
    name: str
    what: str
    why: str
    place: Location


@dataclass(frozen=True, slots=True)
class Worklist:
    """What is due by a day, in order of the day and the case; `later` counts what is due after it."""

    as_of: Day
    until: Day
    items: tuple[Due, ...]
    later: int


@dataclass(frozen=True, slots=True)
class _Found:
    """An item before its owner's name and its place are looked up."""

    kind: Kind
    due: Day | None
    owner: str
    what: str
    why: str
    at: Path


def worklist(judgement: Judgement, locate: Locate, days: int) -> Worklist:
    """What is due up to so many days after the as-of date, and what is overdue."""
    until = judgement.as_of + timedelta(days=days)
    found = [_placed(case, one, locate) for case in judgement.cases for one in _of(case)]
    due = [one for one in found if one.due is None or one.due <= until]
    due.sort(key=lambda one: (one.due or Day.min, one.case, _ORDER[one.kind], one.place.line, one.what))
    return Worklist(judgement.as_of, until, tuple(due), len(found) - len(due))


def _placed(case: JudgedCase, found: _Found, locate: Locate) -> Due:
    person = case.facts.registers.people.get(found.owner)
    name = person.name if person else found.owner
    place = locate(case.folder, found.at)
    return Due(found.kind, found.due, case.folder, found.owner, name, found.what, found.why, place)


def _of(case: JudgedCase) -> Iterator[_Found]:
    facts = case.facts
    yield from _retention(facts)
    yield from _unsupported(case)
    if case.stage not in _ENDED:
        yield from _holds(facts, case.stage)
        yield from _waits(facts)
        yield from _corrections(facts)
        yield from _beginning(facts)
        yield from _endings(facts)
        yield from _stale(facts)


def _unsupported(case: JudgedCase) -> Iterator[_Found]:
    for claim in case.claims:
        if not claim.supported:
            broken = next(link for link in claim.chain if not link.holds)
            what = f"Revert the payroll treatment of {claim.claim}; its chain breaks at: {broken.link.says}."
            why = ", ".join(broken.controls) or broken.link.value
            yield _Found(Kind.REVERT, None, case.case.people.payroll, what, why, ("claims", claim.claim))


def _holds(facts: Facts, stands: Stage) -> Iterator[_Found]:
    """Who settles what before the case can go on."""
    case, people = facts.case, facts.case.people
    for name, role in _CHECKERS.items():
        condition = getattr(case.conditions, name)
        if condition.met is Answer.UNKNOWN:
            what = f"Settle the condition {name.replace('_', ' ')}: {condition.because}"
            yield _Found(Kind.HOLD, None, people.in_role(role), what, "D01", ("conditions", name, "met"))
    if case.rule.confirmed is Answer.UNKNOWN:
        what = f"Settle which rule of the agreement fits: {case.rule.because}"
        yield _Found(Kind.HOLD, None, case.rule.escalated_to or people.legal, what, "D06", ("rule", "confirmed"))
    for name in needed_questions(facts):
        point = case.questions.get(name)
        if point is not None and point.unknown is not None:
            owner, since = point.escalated_to or people.operations, point.escalated_on
            asked = f", asked on {since}" if since else ""
            yield _Found(Kind.HOLD, None, owner, f"Settle {name}{asked}: {point.unknown}", "E06", ("questions", name))
    if not lane_confirmed(facts):
        what = f"Have “{case.worker.intake_label}” reclassified, with a reason, or escalate; it is no confirmed lane."
        yield _Found(Kind.HOLD, None, people.operations, what, "L01", ("worker", "intake_label"))
    if stands is Stage.ESCALATE and matrix_decision(facts) is Decision.FILE:
        what = f"Decide whether to file: {case.filing.because}"
        yield _Found(Kind.HOLD, None, people.approver, what, "D05", ("filing", "decision"))


def _waits(facts: Facts) -> Iterator[_Found]:
    """What a request that is out asks of its owner: a look, one follow-up, and a question about a document."""
    case, policy, owner = facts.case, facts.registers.policy, facts.case.people.operations
    if not open_wait(facts) or case.submission is None:
        return
    check = latest_check(facts)
    last = check.at.on if check else case.submission.sent_on
    yield _Found(
        Kind.STATUS_CHECK,
        last + timedelta(days=policy.status_check_days),
        owner,
        f"Look at the tracker and file the capture; the last look was on {last}.",
        f"T06, status_check_days: {policy.status_check_days}",
        ("tracker", case.tracker.index(check)) if check else ("submission", "sent_on"),
    )
    if shows_completed(facts):
        yield from _not_arrived(facts)
        return
    earliest = earliest_follow_up(facts)
    if earliest is not None and not any(one.follow_up for one in case.contacts):
        what = f"Ask once how the request stands; no follow-up before {earliest}."
        yield _Found(Kind.FOLLOW_UP, earliest, owner, what, "T03", ("waiting",))


def _not_arrived(facts: Facts) -> Iterator[_Found]:
    policy, case = facts.registers.policy, facts.case
    words = {word.casefold() for word in policy.completed_words}
    first, index = min(
        (one.at.on, index) for index, one in enumerate(case.tracker) if one.shown.strip().casefold() in words
    )
    days = policy.mailing_allowance.days
    what = f"Ask for the document unless it has come; completed since {first}. Keep the hold."
    why, due = f"T05, mailing_allowance: {days} days", first + timedelta(days=days + 1)
    yield _Found(Kind.DOCUMENT_OVERDUE, due, case.people.operations, what, why, ("tracker", index, "shown"))


def _corrections(facts: Facts) -> Iterator[_Found]:
    owner = facts.case.people.operations
    for key, one in facts.case.certificates.items():
        if one.state is not CertificateState.FINAL or not received(facts, one) or matches(facts, key):
            continue
        if happened(one.rerequested_on, facts):
            what = f"A corrected {key} was asked for on {one.rerequested_on}; see whether it has come. Claim nothing."
            yield _Found(Kind.CORRECTION, None, owner, what, "X03", ("certificates", key, "rerequested_on"))
        else:
            what = f"Write to the authority and ask for a corrected {key}; it does not fit this case. Claim nothing."
            yield _Found(Kind.CORRECTION, None, owner, what, "X09", ("certificates", key))


def _beginning(facts: Facts) -> Iterator[_Found]:
    """The work abroad begins, or has begun, and nothing proves where it is covered."""
    case = facts.case
    if any(matches(facts, key) for key in case.certificates):
        return
    begins = case.assignment.begins
    verb = "begins" if begins > facts.as_of else "began"
    what = f"The assignment {verb} on {begins} without a certificate; contributions stay as they are."
    yield _Found(Kind.NO_CERTIFICATE, begins, case.people.payroll, what, "X01", ("assignment", "begins"))


def _endings(facts: Facts) -> Iterator[_Found]:
    case, days = facts.case, facts.registers.policy.certificate_ending_days
    used = {name: one for claim in case.claims.values() for name, one in cited(facts, claim)}
    if not case.claims:
        used = {key: one for key, one in case.certificates.items() if matches(facts, key)}
    last = max(used.items(), key=lambda one: one[1].ends or Day.max, default=None)
    if last is None or last[1].ends is None:
        return
    key, ends = last[0], last[1].ends
    if case.assignment.ends is None or case.assignment.ends > ends:
        what = (
            f"{key} ends on {ends} and the assignment goes on: ask for an extension, or plan the end of the exemption."
        )
        due, why = ends - timedelta(days=days), f"E09, certificate_ending_days: {days}"
        yield _Found(Kind.CERTIFICATE_ENDING, due, case.people.operations, what, why, ("certificates", key, "ends"))


def _stale(facts: Facts) -> Iterator[_Found]:
    """Sources of a case that is still undecided: after the day shown, no decision can rest on them."""
    case, days = facts.case, facts.registers.policy.source_fresh_days
    if case.filing.decision is Decision.FILE or case.submission is not None:
        return
    why = f"source_fresh_days: {days}"
    condition, fit = case.conditions.agreement, case.rule
    read = [one.accessed_on for one in live_sources(facts, condition.evidence, SourceTopic.AGREEMENT)]
    if condition.met is Answer.YES and read:
        due = min(max(read), condition.checked_on or Day.max) + timedelta(days=days)
        what = f"Look the agreement up again before deciding; the check on file counts until {due}."
        owner = condition.checked_by or case.people.legal
        yield _Found(Kind.SOURCE_STALE, due, owner, what, f"{own_dated_check.id}, {why}", ("conditions", "agreement"))
    read = [one.accessed_on for one in live_sources(facts, fit.evidence, SourceTopic.RULE)]
    if fit.confirmed is Answer.UNKNOWN and read:
        due = max(read) + timedelta(days=days)
        what = f"Read the rule again before confirming the fit; the text on file counts until {due}."
        owner = fit.escalated_to or case.people.legal
        yield _Found(Kind.SOURCE_STALE, due, owner, what, f"{rule_fits.id}, {why}", ("rule",))


def _retention(facts: Facts) -> Iterator[_Found]:
    closure = facts.case.closure
    if closure is not None:
        what = f"The file is kept until {closure.retain_until}; then decide what becomes of it."
        at, owner = ("closure", "retain_until"), facts.case.people.operations
        yield _Found(Kind.RETENTION_ENDING, closure.retain_until, owner, what, "F10, retention_years", at)
