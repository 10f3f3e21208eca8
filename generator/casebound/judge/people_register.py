"""The people register as a whole: ids that look different, and appointments that refer to the other entries."""

from collections.abc import Callable, Iterable, Iterator

from casebound.model.findings import Finding, Location, Path
from casebound.model.near_match import did_you_mean
from casebound.model.people import Deputy, OtherEntry, People, Person, holds
from casebound.model.rules import Rule, Section, support_policy
from casebound.model.terms import Severity

LOOK_ALIKE = Rule(
    "F17",
    "ids-look-different",
    Section.FILE,
    Severity.BLOCKING,
    "Are the ids of all people clearly different?",
    "Separation of duties requires different people. Two ids that differ only in similar characters, such as 1 and l,"
    " may belong to the same person or be mistaken for each other.",
    "Change one of the two ids.",
    (support_policy("10 Approvals"),),
)
APPOINTMENTS = Rule(
    "F30",
    "people-register-in-order",
    Section.FILE,
    Severity.BLOCKING,
    "Are the days of the people register in order, and does every appointment refer to a person who has the role?",
    "A decision is checked against the roles of its day. An appointment that was made afterwards, or by a person"
    " without the role, gives no authority.",
    "Correct the entry in registers/people.yml. A deputy is appointed on or before the first day, for a role that the"
    " other person has on the first day.",
    (support_policy("10 Approvals"),),
)
RULES = (LOOK_ALIKE, APPOINTMENTS)

Locate = Callable[[Path], Location]
"""Finds the place of a key in the people register."""


def findings(people: People, locate: Locate) -> Iterator[Finding]:
    """The findings about the register itself."""
    yield from _look_alikes(people, locate)
    for key, row in people.items():
        for path, message in _objections(people, key, row):
            yield Finding(
                APPOINTMENTS.id, APPOINTMENTS.severity, f"{key} {message}", APPOINTMENTS.remedy, locate((key, *path))
            )


_SAME_SHAPE = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "-": "", ".": "", "_": ""})


def _look_alikes(people: Iterable[str], locate: Locate) -> Iterator[Finding]:
    """A finding for each id that equals an earlier id when similar characters are treated as the same."""
    seen: dict[str, str] = {}
    for key in people:
        shape = key.casefold().translate(_SAME_SHAPE).replace("rn", "m").replace("vv", "w")
        if shape in seen:
            place, earlier = locate((key,)), locate((seen[shape],))
            message = f"the id {key} can be taken for {seen[shape]}"
            yield Finding(LOOK_ALIKE.id, LOOK_ALIKE.severity, message, LOOK_ALIKE.remedy, place, related=(earlier,))
        seen.setdefault(shape, key)


def _objections(people: People, key: str, row: Person) -> Iterator[tuple[Path, str]]:
    for index, held in enumerate(row.roles):
        if held.until is not None and held.until < held.begins:
            message = f"has the role {held.role.value} until {held.until}, before its first day {held.begins}"
            yield ("roles", index, "until"), message
    for index, deputy in enumerate(row.deputy_for):
        if wrong := _wrong_appointment(people, key, deputy):
            yield ("deputy_for", index), wrong
    for path, entry in _other_entries(row):
        if entry.person == key or entry.person not in people:
            yield path, f"refers to {entry.person}, which is not another entry{did_you_mean(entry.person, people)}"


def _other_entries(row: Person) -> Iterator[tuple[Path, OtherEntry]]:
    if row.same_as is not None:
        yield ("same_as",), row.same_as
    for index, entry in enumerate(row.not_same_as):
        yield ("not_same_as", index), entry


def _wrong_appointment(people: People, key: str, deputy: Deputy) -> str | None:
    principal, role = deputy.person, deputy.role.value
    if principal not in people:
        return f"is deputy for {principal}, who is not in the register{did_you_mean(principal, people)}"
    if principal == key:
        return "is its own deputy"
    if deputy.until < deputy.begins:
        return f"is deputy for {principal} until {deputy.until}, before the first day {deputy.begins}"
    if deputy.appointed_on > deputy.begins:
        return f"was appointed on {deputy.appointed_on}, after the first day as deputy {deputy.begins}"
    if not holds(people, principal, deputy.role, deputy.begins):
        return f"is deputy for {principal}, who does not have the role {role} on {deputy.begins}"
    return None
