"""The registers as a whole: ids that look different, days in order, and entries that refer to each other."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from casebound.model.findings import Finding, Location, Path
from casebound.model.near_match import did_you_mean
from casebound.model.people import Deputy, OtherEntry, People, Person, holds
from casebound.model.record_base import Value
from casebound.model.registers import Agreement, Employer, Programs, Sourced
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
IN_ORDER = Rule(
    "F30",
    "register-in-order",
    Section.FILE,
    Severity.BLOCKING,
    "Are the dates in the registers in order, and does every entry refer only to entries that exist?",
    "Casebound compares each fact with the register's entry for the same day, for example a person's role, a company's"
    " name or an agreement's terms. An appointment that was made afterwards, or for a person without the role, gives"
    " no authority. A fact about an agreement that no official page states is not confirmed.",
    "Correct the entry in the register. A deputy is appointed on or before the first day, for a role that the other"
    " person has on the first day. A fact of an agreement is official only if an official page under `sources` states"
    " it.",
    (support_policy("How files are read"),),
)
RULES = (LOOK_ALIKE, IN_ORDER)

Locate = Callable[[Path], Location]
"""Finds the place of a key in a register."""


def people_findings(people: People, locate: Locate) -> Iterator[Finding]:
    """The findings about the people register."""
    yield from _look_alikes(people, locate)
    for key, row in people.items():
        yield from _found(key, _objections(people, key, row), locate)


def employer_findings(employers: Mapping[str, Employer], locate: Locate) -> Iterator[Finding]:
    """The findings about the employers register."""
    for key, row in employers.items():
        yield from _found(key, _employer_objections(employers, key, row), locate)


def agreement_findings(agreements: Mapping[str, Agreement], locate: Locate) -> Iterator[Finding]:
    """The findings about the agreements register."""
    for key, row in agreements.items():
        if row.in_force and row.ended_on and row.ended_on < row.in_force:
            message = f"ended on {row.ended_on}, before it entered into force on {row.in_force}"
            yield from _found(key, [(("ended_on",), message)], locate)
        yield from _found(key, _label_objections(row), locate)


def _found(key: str, objections: Iterable[tuple[Path, str]], locate: Locate) -> Iterator[Finding]:
    for path, message in objections:
        yield Finding(IN_ORDER.id, IN_ORDER.severity, f"{key} {message}", IN_ORDER.remedy, locate((key, *path)))


def _label_objections(row: Agreement) -> Iterator[tuple[Path, str]]:
    """Facts that cite a page that the entry does not list, or that no page of their kind supports."""
    listed = {page.name for page in row.sources if page.name}
    for path, fact in _facts(row, ()):
        for index, name in enumerate(fact.pages):
            if name not in listed:
                yield (*path, "pages", index), f"cites the page {name}, which is not under sources"
        pages = row.pages_of(fact) if fact.pages else row.sources
        if fact.is_official and not any(page.label == "official" for page in pages):
            yield (*path, "label"), "has a fact with the label official that cites no official page"
        elif fact.is_official and not fact.pages and row.pages and path in _PROOF_OF_CLAIMS:
            yield (*path, "label"), "has a fact with the label official that does not say which page states it"
        if isinstance(fact, Programs) and fact.confirmed and not fact.is_official:
            yield (*path, "label"), f"lists confirmed programs, but their label is {fact.label}"
        if isinstance(fact, Programs):
            unclear = {*fact.outside, *(program.program for program in fact.unconfirmed)}
            for program in sorted(unclear.intersection(fact.confirmed)):
                yield (*path, "confirmed"), f"lists {program} as confirmed, and also as unconfirmed or outside"


_PROOF_OF_CLAIMS = (("limit",), ("programs",), ("agency",))
"""The facts on which most claims rest. In an entry that names pages, each of them names its own."""


def _facts(value: object, at: Path) -> Iterator[tuple[Path, Sourced]]:
    """Every fact with a label within a value of the register, with its place."""
    if isinstance(value, Sourced):
        yield at, value
    if isinstance(value, Value):
        for name in value.__struct_fields__:
            yield from _facts(getattr(value, name), (*at, name))
    elif isinstance(value, tuple):
        for index, entry in enumerate(value):
            yield from _facts(entry, (*at, index))


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


def _employer_objections(employers: Mapping[str, Employer], key: str, row: Employer) -> Iterator[tuple[Path, str]]:
    change = row.succeeded_by
    if change and (change.employer == key or change.employer not in employers):
        near = did_you_mean(change.employer, employers)
        yield ("succeeded_by",), f"is succeeded by {change.employer}, which is not another entry{near}"
    for index, alias in enumerate(row.aliases):
        if alias.begins and alias.until and alias.until < alias.begins:
            message = f"has the name {alias.name} until {alias.until}, before its first day {alias.begins}"
            yield ("aliases", index, "until"), message


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
