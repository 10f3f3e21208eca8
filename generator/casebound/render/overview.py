"""What the handbook tells across cases: the register's rows, what needs attention, and how controls fared."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from casebound.model.days import Day
from casebound.model.terms import Posture, Role, Severity
from casebound.record.registers import Person, Registers
from casebound.render.case_page import certificate_end
from casebound.render.view import CaseView
from casebound.render.wording import POSTURES, ROLES, VERDICTS, Words
from casebound.verdict import Rule, State, Verdict
from casebound.worklist import Due, Kind

_MOST_TASKS = 12
_NOW = "now"


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the register of cases. `days_left` counts to the end of the certificate in hand."""

    view: CaseView
    owner: str
    certificate_ends: str
    days_left: int | None


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that somebody has to do for a case: by when, what, and who."""

    case: str
    when: str
    says: str
    who: str


@dataclass(frozen=True, slots=True)
class TaskList:
    """Tasks of the same kind; `more` counts those that found no room."""

    anchor: str
    title: str
    says: str
    tone: str
    tasks: tuple[Task, ...]
    more: int = 0

    @property
    def number(self) -> int:
        return len(self.tasks) + self.more


@dataclass(frozen=True, slots=True)
class Count:
    """How many cases stand at one posture or verdict, and which share of all that is, in percent."""

    words: Words
    number: int
    share: int


@dataclass(frozen=True, slots=True)
class CountryCount:
    """The cases of one country: all of them, those supported, and those on hold or stopped."""

    country: str
    cases: int
    supported: int
    held: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of the register, the roles they may play, and the cases in which they play each part."""

    id: str
    person: Person
    roles: tuple[str, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class RuleTally:
    """How one control fared over all cases and claims; `unmet` are the cases it objects to."""

    rule: Rule
    counts: Mapping[State, int]
    unmet: tuple[str, ...]


_LISTS: tuple[tuple[str, str, str, str, tuple[Kind, ...]], ...] = (
    ("revert", "Payroll to revert", "An exemption is taken that nothing supports.", "stop", (Kind.REVERT,)),
    ("holds", "On hold", "A person must settle something before anything else happens.", "hold", (Kind.HOLD,)),
    (
        "due",
        "Checks and follow-ups",
        "Requests that are out: a look at the tracker, one follow-up, a document that is late.",
        "wait",
        (Kind.FOLLOW_UP, Kind.STATUS_CHECK, Kind.DOCUMENT_OVERDUE),
    ),
    ("corrections", "Corrections", "A document came that does not fit its case.", "hold", (Kind.CORRECTION,)),
    (
        "beginning",
        "Assignments without a certificate",
        "Work begins, or has begun, and nothing proves where it is covered.",
        "hold",
        (Kind.NO_CERTIFICATE,),
    ),
    (
        "ending",
        "Certificates ending",
        "Ask for an extension in time, or plan the end of the exemption.",
        "hold",
        (Kind.CERTIFICATE_ENDING,),
    ),
    ("stale", "Sources to read again", "What was read grows old before a decision.", "wait", (Kind.SOURCE_STALE,)),
    ("retention", "Files kept until now", "Decide what becomes of them.", "quiet", (Kind.RETENTION_ENDING,)),
)
_STANDING = (
    ("ready", "Ready to file", "Approved and complete; not sent yet.", Posture.READY_TO_FILE),
    ("preparing", "In preparation", "Packet or approvals are not complete.", Posture.PREPARING),
)


def case_rows(views: Iterable[CaseView]) -> tuple[CaseRow, ...]:
    """The register's rows, in the order of the views."""
    return tuple(_case_row(view) for view in views)


def _case_row(view: CaseView) -> CaseRow:
    ends, owner = certificate_end(view), view.case.people.operations
    left = (Day.fromisoformat(ends) - view.as_of).days if ends[:1].isdigit() else None
    return CaseRow(view, view.people.get(owner, owner), ends, left)


def attention(rows: Sequence[CaseRow], due: Sequence[Due]) -> tuple[TaskList, ...]:
    """What needs somebody now, most pressing first; lists without a task are left out."""
    lists = [_list("blocked", "Blocking findings", "These stop the release.", "stop", _blocked(rows))]
    for anchor, title, says, tone, kinds in _LISTS:
        found = [one for one in due if one.kind in kinds]
        tasks = [Task(one.case, str(one.due or _NOW), one.what, one.name) for one in found]
        lists.append(_list(anchor, title, says, tone, tasks))
    for anchor, title, says, posture in _STANDING:
        standing = [row for row in rows if row.view.judged.posture is posture]
        tasks = [Task(row.view.id, _NOW, row.view.next_step, row.owner) for row in standing]
        lists.append(_list(anchor, title, says, "wait", tasks))
    return tuple(one for one in lists if one.tasks)


def _list(anchor: str, title: str, says: str, tone: str, tasks: Sequence[Task]) -> TaskList:
    return TaskList(anchor, title, says, tone, tuple(tasks[:_MOST_TASKS]), max(len(tasks) - _MOST_TASKS, 0))


def _blocked(rows: Sequence[CaseRow]) -> list[Task]:
    return [
        Task(row.view.id, _NOW, f"{finding.control}: {finding.message}.", row.owner)
        for row in rows
        for finding in row.view.findings
        if finding.severity is Severity.BLOCKING and not finding.waived
    ]


def country_counts(rows: Sequence[CaseRow]) -> tuple[CountryCount, ...]:
    """How many cases each country has, and how many of them are supported or on hold; most cases first."""
    found: dict[str, list[CaseRow]] = defaultdict(list)
    for row in rows:
        found[row.view.country].append(row)
    told = [
        CountryCount(
            country,
            len(ours),
            sum(1 for row in ours if row.view.judged.verdict is Verdict.SUPPORTED),
            sum(1 for row in ours if row.view.posture.tone in ("hold", "stop")),
        )
        for country, ours in found.items()
    ]
    return tuple(sorted(told, key=lambda one: (-one.cases, one.country)))


def people_rows(registers: Registers, views: Iterable[CaseView]) -> tuple[PersonRow, ...]:
    """Everybody in the register, by name, with the cases in which they play each part."""
    cases: dict[tuple[str, Role], list[str]] = defaultdict(list)
    for view in views:
        for role in Role:
            cases[view.case.people.in_role(role), role].append(view.id)
    rows = [
        PersonRow(
            key,
            person,
            tuple(ROLES[role] for role in person.roles),
            tuple((ROLES[role], tuple(cases[key, role])) for role in Role if cases[key, role]),
        )
        for key, person in registers.people.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.person.name, row.id)))


def posture_counts(rows: Sequence[CaseRow]) -> tuple[Count, ...]:
    """How many cases stand at each posture that occurs, in the order of progress."""
    found = Counter(row.view.judged.posture for row in rows)
    return tuple(_count(words, found[posture], len(rows)) for posture, words in POSTURES.items() if found[posture])


def verdict_counts(rows: Sequence[CaseRow]) -> tuple[Count, ...]:
    """How many cases have each verdict; every verdict is listed."""
    found: Counter[Verdict] = Counter(row.view.judged.verdict for row in rows)
    return tuple(_count(words, found[verdict], len(rows)) for verdict, words in VERDICTS.items())


def tallies(rules: Sequence[Rule], views: Sequence[CaseView]) -> dict[str, RuleTally]:
    """How each control fared, by its id."""
    counts: dict[str, Counter[State]] = defaultdict(Counter)
    unmet: dict[str, dict[str, None]] = defaultdict(dict)
    for view in views:
        for outcome in view.judged.outcomes:
            counts[outcome.control][outcome.state] += 1
            if outcome.state is State.NOT_MET:
                unmet[outcome.control][view.id] = None
    return {rule.id: RuleTally(rule, counts[rule.id], tuple(unmet[rule.id])) for rule in rules}


def _count(words: Words, number: int, whole: int) -> Count:
    return Count(words, number, round(100 * number / whole) if whole else 0)
