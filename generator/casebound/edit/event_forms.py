"""What an event is: its place in the record, its fields, and the sentence for the log.

The titles, descriptions and allowed values of the fields come from the schema of the record. The command, its questions
on a terminal, its page in the reference and the new lines of the record are all derived from one form.
"""

from collections.abc import Callable, Container
from dataclasses import dataclass
from enum import Enum, auto

from casebound.load.workspace import Workspace
from casebound.model.case import Case
from casebound.model.days import Day
from casebound.model.terms import Role


class PlacePart(Enum):
    """A part of a place that depends on the event. A form has at most one."""

    NAME = auto()  # a name that the user gives, such as the name of a question
    REQUEST = auto()
    CERTIFICATE = auto()
    CLAIM = auto()
    NEXT = auto()  # the next id in its section


class Write(Enum):
    """How the fields of an event go into the record."""

    STATE = auto()  # they are all that the section states from now on
    CHANGE = auto()  # they change or add fields; the other fields stay
    ADD = auto()  # they are a new entry with an id
    APPEND = auto()  # they are a new entry at the end of a list


class Default(Enum):
    """The value of a field that is not given."""

    DAY = auto()  # the day of the event
    ACTOR = auto()  # the person who did it


DAY, ACTOR = Default.DAY, Default.ACTOR


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before an event is recorded: the project, the case, who acts and when, and the named part."""

    workspace: Workspace
    case: Case
    by: str
    on: Day
    subject: str = ""


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of an event, by its name in the schema.

    `when`: the field is used only if another field has one of these values; without values, if it has any value.
    `needed`: it must be given even if the schema does not require it; `needed_with`: if one of these fields is given.
    `asked`: it may be left out, and is asked for.
    `kind`: the kind of a file that is given as evidence; without it, the user names the kind.
    `adds`: new entries are added to the list. `register`: the register that must have the value. `refuses`: why a value
    that the schema allows is refused. `unless`: the field is used only if this field is not given. `fixed`: the default
    is always the value, and there is no option.
    """

    name: str
    default: Default | Callable[[Known], str | tuple[str, ...] | None] | None = None
    when: tuple[str, tuple[str, ...]] | None = None
    needed: bool | Callable[[Known], bool] = False
    needed_with: tuple[str, ...] = ()
    asked: bool = False
    kind: str = ""
    adds: bool = False
    register: str = ""
    refuses: Callable[[Known, str], str | None] | None = None
    unless: str = ""
    fixed: bool = False

    @property
    def option(self) -> str:
        """The option of the command, without its hyphens at the beginning."""
        return self.name.replace("/", "-").replace("_", "-")

    @property
    def is_evidence(self) -> bool:
        """Whether exhibits are cited here, so that a file can be given."""
        return self.name.rpartition("/")[2] in _CITING

    def default_of(self, known: Known) -> str | tuple[str, ...] | None:
        """The value if none is given."""
        if self.default is Default.DAY:
            return known.on.isoformat()
        if self.default is Default.ACTOR:
            return known.by
        return self.default(known) if callable(self.default) else None

    def is_needed(self, known: Known, given: Container[str]) -> bool:
        """Whether it must be given although the schema does not require it."""
        needed = self.needed(known) if callable(self.needed) else self.needed
        return needed or any(name in given for name in self.needed_with)


_CITING = frozenset({"evidence", "sent", "document", "exhibit", "health_cover"}) | frozenset(
    {"worker_identity", "assignment_dates", "employer_details", "jurisdiction", "filing_lane"}
)


@dataclass(frozen=True, slots=True)
class EventForm:
    """One kind of event. `by` is the role of the person who usually does this.

    `judged`: the event is refused if the check has a blocking finding about its lines. Only a decision of the team is
    judged: what happened is recorded, whatever the check says about it. `did` is the sentence for the log,
    with the names of fields in braces; `{subject}` is the named part, and `{chosen}` the alternative of `one_of` that
    is given, or the fields that change.
    """

    command: str
    says: str
    place: tuple[str | PlacePart, ...]
    did: str
    by: Role
    fields: tuple[FormField, ...]
    write: Write = Write.STATE
    one_of: tuple[str, ...] = ()
    judged: bool = False

    @property
    def part(self) -> PlacePart | None:
        """The part of the place that depends on the event."""
        return next((part for part in self.place if isinstance(part, PlacePart)), None)

    @property
    def schema_place(self) -> tuple[str, ...]:
        """The place as the schema describes it."""
        return tuple("" if isinstance(part, PlacePart) else part for part in self.place)

    def located(self, subject: str) -> tuple[str, ...]:
        """The place in the record of a case."""
        return tuple(subject if isinstance(part, PlacePart) else part for part in self.place)
