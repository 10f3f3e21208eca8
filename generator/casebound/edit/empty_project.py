"""Set up a handbook without sample cases: the company, the people and the policy of a team, and the agreements."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from casebound.edit.register_ids import free_id
from casebound.edit.scaffold import beside_records, set_up, shipped_file
from casebound.edit.yaml_edit import Entry, with_section, without_key
from casebound.load.schema import schemas_of
from casebound.load.strict_yaml import read
from casebound.load.workspace import Workspace
from casebound.model.days import Day
from casebound.model.errors import CannotJudge
from casebound.model.terms import Role

_OF_THE_SAMPLE = ("as_of", "cut_over", "sample")
_SEPARATED = (Role.OPERATIONS, Role.DATA_QUALITY, Role.APPROVER)
_HEADS: Mapping[str, str] = {
    "people": """\
# The people who work on cases.
#
# `roles` lists every role of a person with its first day and, if it has ended, its last day. Do not delete the row of a
# person who has left: earlier decisions are checked against the roles of their day.

format: 2
""",
    "employers": """\
# The companies that employ or send workers.
#
# `name` is the exact name that a certificate must show. `number_ref` refers to the place where the official number is
# stored. Do not enter the number itself in this file.

format: 1
""",
    "sources": """\
# The official pages on which cases rely, each with a stored copy in registers/captures.

format: 1
""",
}
_README = """\
# A handbook of certificate of coverage cases

```sh
casebound new SE-2027-001    # opens a case; asks for the required values
casebound import FILE        # takes cases over from a spreadsheet
casebound check              # checks every case; exit code 1 if a claim is not supported
casebound build              # checks, then publishes build/handbook; open index.html in that folder
casebound worklist           # lists what is due, and for whom
```

`cases/` has a folder for each case with its record, `case.yml`, and its evidence. `registers/` has what the cases
cite: agreements, people, employers, official sources with their captures, and the policy of this project. `build/`
contains output only. A check needs at least one case.

`registers/policy.yml` contains values that casebound suggests. Read each setting and its comment, and change what
differs in your team. `registers/agreements.yml` states for each fact its label, the pages that state it, and the day on
which they were read. Check the official list before you rely on an agreement.

Keep this folder under version control: the history of a case is part of its evidence. `.gitattributes` keeps git from
changing the line endings of evidence and captures, whose hashes are recorded.
"""


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A person of a new handbook, with the person's roles."""

    name: str
    title: str
    roles: tuple[Role, ...]
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """What a new handbook starts with: the company, the people and the choices of the policy.

    `starts` is the first day on which the team records its requests in casebound, and the first day of all roles.
    """

    company: str
    country: str
    address: str
    members: Sequence[TeamMember]
    starts: Day
    separation: str = "three"
    paper: str = "letter"


def start_empty(folder: Path, team: Team) -> None:
    """Set up a handbook without cases. Raises CannotJudge, with nothing left behind, if something is not valid."""
    _check_roles(team)
    files = dict(_files(team))
    schemas = schemas_of(Workspace(folder), _REGISTERS)
    for name in _REGISTERS:
        content = read(files[f"registers/{name}.yml"], name)
        errors = schemas[name].errors(content.data) if not content.problems else ()
        if content.problems or errors:
            where = "/".join(map(str, errors[0].path)) if errors else name
            message = errors[0].message if errors else content.problems[0].message
            raise CannotJudge(f"registers/{name}.yml: {where}: {message}", "Correct the value. Nothing was written.")
    set_up(folder, files.items())


_REGISTERS = ("agreements", "people", "employers", "sources", "policy")


def _check_roles(team: Team) -> None:
    held = {role for member in team.members for role in member.roles}
    if missing := [role.value for role in Role if role not in held]:
        raise CannotJudge(f"nobody has these roles: {', '.join(missing)}", "Name a person for each role.")
    operations, data_quality, approver = (
        {member.name for member in team.members if role in member.roles} for role in _SEPARATED
    )
    if approver & (operations | data_quality) or (team.separation == "three" and operations & data_quality):
        message = "one person has two of the roles operations, data_quality and approver"
        remedy = "Name different people. In a team of two, operations may also be data_quality (--separation two)."
        raise CannotJudge(message, remedy)


def _files(team: Team) -> Iterator[tuple[str, bytes]]:
    """Every file of the handbook, by its name within it."""
    yield "README.md", _README.encode()
    yield from beside_records()
    yield "cases/.gitkeep", b""
    yield "registers/agreements.yml", shipped_file("registers/agreements.yml")
    people = _HEADS["people"].encode()
    for member in team.members:
        people = with_section(people, _id_of(member.name, people), _person(member, team.starts))
    yield "registers/people.yml", people
    company: Entry = {"name": team.company, "country": team.country, "address": team.address}
    employers = _HEADS["employers"].encode()
    yield "registers/employers.yml", with_section(employers, _id_of(team.company, employers), company)
    yield "registers/sources.yml", _HEADS["sources"].encode()
    yield "registers/policy.yml", _policy(team)


def _person(member: TeamMember, starts: Day) -> Entry:
    roles = [{"role": role.value, "from": starts.isoformat()} for role in member.roles]
    email = {"email": member.email} if member.email else {}
    return {"name": member.name, "title": member.title, "roles": roles, **email}


def _policy(team: Team) -> bytes:
    """The policy that comes with casebound, without the days of the sample, and with the team's own choices."""
    data = shipped_file("registers/policy.yml")
    for setting in _OF_THE_SAMPLE:
        data = without_key(data, setting)
    own = [
        "",
        "# The first day on which the team records its requests in casebound. A request that was sent before this day",
        "# can be taken over.",
        f"cut_over: {team.starts}",
        "",
        "# How many people share operations, data quality and the final approval: two or three. Policy choice.",
        f"separation: {team.separation}",
        "",
        "# The paper size of the documents.",
        f"paper: {team.paper}",
        "",
    ]
    return data + "\n".join(own).encode()


def _id_of(name: str, register: bytes) -> str:
    """An id from a name that the register does not have yet."""
    return free_id(name, read(register, "register").data)
