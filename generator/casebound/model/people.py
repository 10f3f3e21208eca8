"""The people register: who held which role on which day, who was a deputy, and which ids belong to one person."""

from collections.abc import Mapping
from typing import Literal

from msgspec import field

from casebound.model.days import Day
from casebound.model.names import may_be_same_person, same_words
from casebound.model.record_base import Value
from casebound.model.terms import Role

Ground = Literal["own", "deputy"]
"""On what ground a person acts in a role: the person's own role, or as a deputy."""


class HeldRole(Value, frozen=True, kw_only=True):
    """A role of a person, from the first to the last day; both days are included."""

    role: Role
    begins: Day = field(name="from")
    until: Day | None = None

    def on(self, day: Day) -> bool:
        return self.begins <= day and (self.until is None or day <= self.until)


class Deputy(Value, frozen=True, kw_only=True):
    """An appointment as the deputy of a person in one role, and the day of the appointment."""

    person: str
    role: Role
    begins: Day = field(name="from")
    until: Day
    appointed_on: Day


class FormerEmail(Value, frozen=True, kw_only=True):
    """An e-mail address that a person had until a day."""

    email: str
    until: Day


class OtherEntry(Value, frozen=True, kw_only=True):
    """An entry of the register that does or does not belong to the same person, and the reason."""

    person: str
    because: str


class Person(Value, frozen=True, kw_only=True):
    """A person who works on cases. The id is ASCII, so that the ids of two people never look alike."""

    name: str
    title: str
    roles: tuple[HeldRole, ...]
    email: str | None = None
    former_emails: tuple[FormerEmail, ...] = ()
    deputy_for: tuple[Deputy, ...] = ()
    same_as: OtherEntry | None = None
    not_same_as: tuple[OtherEntry, ...] = ()


People = Mapping[str, Person]
"""The people register by id."""


def holds(register: People, person: str, role: Role, day: Day) -> bool:
    """Whether the register gives the person the role on the day. A deputy does not hold the role."""
    row = register.get(person)
    return row is not None and any(held.role is role and held.on(day) for held in row.roles)


def address_on(register: People, person: str, day: Day) -> str | None:
    """The e-mail address of a person on a day."""
    row = register.get(person)
    if row is None:
        return None
    former = sorted((entry for entry in row.former_emails if day <= entry.until), key=lambda entry: entry.until)
    return former[0].email if former else row.email


def on_what_ground(register: People, person: str, role: Role, principal: str, day: Day) -> Ground | None:
    """On what ground a person acts for the principal in a role on a day; None if there is no ground.

    A deputy was appointed by that day, and the principal holds the role, so that there is no deputy of a deputy.
    """
    if not holds(register, principal, role, day):
        return None
    if person == principal:
        return "own"
    row = register.get(person)
    appointed = row is not None and any(
        deputy.person == principal
        and deputy.role is role
        and deputy.appointed_on <= day
        and deputy.begins <= day <= deputy.until
        for deputy in row.deputy_for
    )
    return "deputy" if appointed else None


def acts_in_role(register: People, person: str, role: Role, day: Day) -> bool:
    """Whether a person holds a role on a day, or is then the deputy of a person who holds the role."""
    return any(on_what_ground(register, person, role, principal, day) for principal in _principals(register, person))


def _principals(register: People, person: str) -> tuple[str, ...]:
    row = register.get(person)
    return () if row is None else (person, *(deputy.person for deputy in row.deputy_for))


def why_same_person(register: People, first: str, second: str) -> str | None:
    """Why two ids count as one person; None if they belong to different people.

    Entries with the same mailbox count as one person, and so do entries with names that may belong to one person, such
    as a name with and without an initial. For the names, the register can state that the people are different
    (`not_same_as`).
    """
    if first == second:
        return "they are the same entry"
    first, second = _main_entry(register, first), _main_entry(register, second)
    if first == second:
        return "registers/people.yml states that they are the same person"
    row, compared = register.get(first), register.get(second)
    if row is None or compared is None:
        return None
    if row.email and compared.email and _mailbox(row.email) == _mailbox(compared.email):
        return "they have the same e-mail address"
    denied = _denies(row, second) or _denies(compared, first)
    return None if denied else _why_same_name(row.name, compared.name)


def names_of(register: People, person: str) -> tuple[str, ...]:
    """The names of a person's entry and of its main entry."""
    entries = dict.fromkeys((person, _main_entry(register, person)))
    return tuple(register[key].name for key in entries if key in register)


def _why_same_name(first: str, second: str) -> str | None:
    if same_words(first, second):
        return "they have the same name"
    return f"“{first}” and “{second}” may be the same person" if may_be_same_person(first, second) else None


def _mailbox(email: str) -> str:
    """An e-mail address without capitals and without the part after a plus sign, which names no other mailbox."""
    user, at, host = email.casefold().rpartition("@")
    return f"{user.partition('+')[0]}{at}{host}"


def _main_entry(register: People, person: str) -> str:
    """The entry that `same_as` leads to. In a circle, the smallest id."""
    seen = [person]
    while (row := register.get(seen[-1])) is not None and row.same_as is not None:
        if row.same_as.person in seen:
            return min(seen[seen.index(row.same_as.person) :])
        seen.append(row.same_as.person)
    return seen[-1]


def _denies(row: Person, person: str) -> bool:
    return any(entry.person == person for entry in row.not_same_as)
