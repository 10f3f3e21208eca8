"""A finding: the problem, its place and the remedy."""

from dataclasses import dataclass

from casebound.model.days import Day
from casebound.model.terms import Severity

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file of the project. Lines and columns count from 1; `path` is a JSON pointer."""

    file: str
    line: int
    column: int
    path: str = ""


@dataclass(frozen=True, slots=True)
class Waived:
    """The waiver of a warning: its id, the reason, and the last day on which it is valid."""

    waiver: str
    because: str
    until: Day


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with its place and its remedy. `waived` is set if a waiver applies to the warning."""

    control: str
    severity: Severity
    message: str
    remedy: str
    location: Location
    case: str | None = None
    claim: str | None = None
    related: tuple[Location, ...] = ()
    waived: Waived | None = None
