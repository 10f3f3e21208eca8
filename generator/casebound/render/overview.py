"""What the handbook tells across cases: the register's rows, what needs attention, and how controls fared."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from casebound.model.terms import Posture, Severity
from casebound.render.case_page import certificate_end
from casebound.render.view import CaseView
from casebound.render.wording import POSTURES, VERDICTS, Words
from casebound.verdict import Rule, State, Verdict

_HOLDS = tuple(posture for posture, words in POSTURES.items() if words.tone == "hold")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the register of cases."""

    view: CaseView
    owner: str
    certificate_ends: str


@dataclass(frozen=True, slots=True)
class Task:
    """One case that needs somebody, why, and how many more reasons there are."""

    row: CaseRow
    why: str
    more: int = 0


@dataclass(frozen=True, slots=True)
class TaskList:
    """Cases that need the same kind of attention."""

    anchor: str
    title: str
    says: str
    tone: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many cases stand at one posture or verdict, and which share of all that is, in percent."""

    words: Words
    number: int
    share: int


@dataclass(frozen=True, slots=True)
class RuleTally:
    """How one control fared over all cases and claims; `unmet` are the cases it objects to."""

    rule: Rule
    counts: Mapping[State, int]
    unmet: tuple[str, ...]


def case_rows(views: Iterable[CaseView]) -> tuple[CaseRow, ...]:
    """The register's rows, in the order of the views."""
    return tuple(
        CaseRow(
            view,
            view.people.get(view.case.people.operations, view.case.people.operations),
            certificate_end(view),
        )
        for view in views
    )


def attention(rows: Sequence[CaseRow]) -> tuple[TaskList, ...]:
    """What needs somebody now, most pressing first; lists without a case are left out."""
    lists = (
        TaskList(
            "blocked", "Unsupported or invalid", "These stop the release.", "stop", _found(rows, Severity.BLOCKING)
        ),
        TaskList(
            "holds", "On hold", "A person must act before anything else happens.", "hold", _standing(rows, _HOLDS)
        ),
        TaskList("due", "Checks and follow-ups due", "From the warnings.", "hold", _found(rows, Severity.WARNING)),
        TaskList(
            "ending",
            "Certificates ending",
            "Ask for an extension in time or stop the exemption.",
            "hold",
            _ending(rows),
        ),
        TaskList(
            "ready",
            "Ready to file",
            "Approved and complete; not sent yet.",
            "wait",
            _standing(rows, (Posture.READY_TO_FILE,)),
        ),
        TaskList(
            "preparing",
            "In preparation",
            "Packet or approvals incomplete.",
            "wait",
            _standing(rows, (Posture.PREPARING,)),
        ),
    )
    return tuple(one for one in lists if one.tasks)


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


def _standing(rows: Sequence[CaseRow], postures: Sequence[Posture]) -> tuple[Task, ...]:
    chosen = [row for row in rows if row.view.judged.posture in postures]
    chosen.sort(key=lambda row: postures.index(row.view.judged.posture))
    return tuple(Task(row, row.view.next_step) for row in chosen)


def _found(rows: Sequence[CaseRow], severity: Severity) -> tuple[Task, ...]:
    tasks = []
    for row in rows:
        found = [
            finding.message for finding in row.view.findings if finding.severity is severity and not finding.waived
        ]
        if found:
            tasks.append(Task(row, f"{found[0][:1].upper()}{found[0][1:]}.", len(found) - 1))
    return tuple(tasks)


def _ending(rows: Sequence[CaseRow]) -> tuple[Task, ...]:
    tasks = []
    for row in rows:
        view = row.view
        days = view.judged.facts.registers.policy.certificate_ending_days
        if not row.certificate_ends[:1].isdigit() or view.judged.posture in (Posture.CLOSED, Posture.DENIED):
            continue
        left = (dt.date.fromisoformat(row.certificate_ends) - view.as_of).days
        if 0 <= left <= days:
            tasks.append(Task(row, f"The certificate in hand ends on {row.certificate_ends}, in {left} days."))
    return tuple(tasks)
