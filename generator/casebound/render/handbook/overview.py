"""What the handbook shows about all cases: counts, people, and the results of each control."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from casebound.model.judgment import State
from casebound.model.labels import ON_HOLD, ROLES, STAGES, Label
from casebound.model.people import Person
from casebound.model.registers import Registers
from casebound.model.rules import Rule
from casebound.model.terms import Role
from casebound.plan.duties import Duty, Pressure, of_person
from casebound.render.view import CaseView


@dataclass(frozen=True, slots=True)
class Count:
    """How many cases are at one stage or verdict, how many of them on hold, and which share of all, in percent."""

    words: Label
    number: int
    held: int
    share: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of the register, their roles with the days, and the cases in which they have each role.

    `waiting` counts the duties that wait for the person, and `late` those of them that are late.
    """

    id: str
    person: Person
    roles: tuple[str, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    waiting: int
    late: int

    @property
    def cases(self) -> int:
        return len({case for _, cases in self.parts for case in cases})


@dataclass(frozen=True, slots=True)
class RuleTally:
    """How one control fared over all cases and claims; `unmet` are the cases it objects to."""

    rule: Rule
    counts: Mapping[State, int]
    unmet: tuple[str, ...]


def people_rows(registers: Registers, views: Iterable[CaseView], found: Sequence[Duty]) -> tuple[PersonRow, ...]:
    """Everybody in the register, by name, with the cases in which they have each role and what waits for them."""
    waiting = [duty for duty in found if duty.pressure is not Pressure.STANDING]
    cases: dict[tuple[str, Role], list[str]] = defaultdict(list)
    for view in views:
        for role in Role:
            cases[view.case.people.in_role(role), role].append(view.id)
    rows = [
        PersonRow(
            key,
            person,
            tuple(_held(registers, person)),
            tuple((ROLES[role], tuple(cases[key, role])) for role in Role if cases[key, role]),
            len(mine := [*of_person(waiting, key)]),
            sum(duty.pressure is Pressure.LATE for duty in mine),
        )
        for key, person in registers.people.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.person.name, row.id)))


def _held(registers: Registers, person: Person) -> Iterator[str]:
    """The roles of a person and the appointments as deputy, in words."""
    for held in person.roles:
        until = f" until {held.until}" if held.until else ""
        yield f"{ROLES[held.role]} from {held.begins}{until}"
    for deputy in person.deputy_for:
        principal = registers.people.get(deputy.person)
        name = principal.name if principal else deputy.person
        yield f"{ROLES[deputy.role]} as deputy for {name} from {deputy.begins} until {deputy.until}"


def stage_counts(views: Sequence[CaseView]) -> tuple[Count, ...]:
    """How many cases are at each stage that occurs, in the order of progress."""
    found = Counter(view.judged.stage for view in views)
    held = Counter(view.judged.stage for view in views if view.plan.on_hold)
    return tuple(
        _count(words, found[stage], held[stage], len(views)) for stage, words in STAGES.items() if found[stage]
    )


def on_hold(views: Sequence[CaseView]) -> Count:
    """How many cases are on hold: a person must resolve an issue, or the stage itself is a hold."""
    number = sum(view.plan.on_hold for view in views)
    return _count(ON_HOLD, number, number, len(views))


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


def _count(words: Label, number: int, held: int, whole: int) -> Count:
    return Count(words, number, held, round(100 * number / whole) if whole else 0)
