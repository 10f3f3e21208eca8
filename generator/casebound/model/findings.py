"""A finding: what is wrong, where, and what to do about it."""

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
    """The waiver that a warning is lived with under: its id, the reason, and the last day it holds."""

    waiver: str
    because: str
    until: Day


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend, told with its place and its remedy; `waived` where a warning is lived with for a while."""

    control: str
    severity: Severity
    message: str
    remedy: str
    location: Location
    case: str | None = None
    claim: str | None = None
    related: tuple[Location, ...] = ()
    waived: Waived | None = None
