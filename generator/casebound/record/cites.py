"""Which parts of a case cite which exhibits and sources."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from casebound.record.case import Case

_LISTS = frozenset(
    {
        "evidence",
        "health_cover",
        "proof",
        "sent",
        "worker_identity",
        "assignment_dates",
        "employer_details",
        "jurisdiction",
        "filing_lane",
    }
)
_SINGLES = frozenset({"capture", "document"})


@dataclass(frozen=True, slots=True)
class Cite:
    """One citation: the id cited, the path of the citing entry, and that of the id itself."""

    id: str
    statement: tuple[str | int, ...]
    at: tuple[str | int, ...]


def cites(case: Case) -> Iterator[Cite]:
    """Every citation of the case, in the order of its fields."""
    yield from _within(case, ())


def _within(value: object, path: tuple[str | int, ...]) -> Iterator[Cite]:
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _of_field(name, getattr(value, name), (*path, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _within(item, (*path, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _within(item, (*path, index))


def _of_field(name: str, value: object, path: tuple[str | int, ...]) -> Iterator[Cite]:
    if name in _LISTS and isinstance(value, tuple):
        statement = path[:-1] if name == "evidence" else path
        for index, cited in enumerate(value):
            yield Cite(cited, statement, (*path, index))
    elif name in _SINGLES and isinstance(value, str):
        yield Cite(value, path[:-1], path)
    else:
        yield from _within(value, path)
