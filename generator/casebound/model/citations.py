"""The texts of a case with their paths, and the citations of exhibits and sources."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import msgspec

from casebound.model.case import Case

Place = tuple[str | int, ...]
Text = tuple[Place, str]

_LISTS = frozenset(
    {
        "evidence",
        "authority",
        "copies",
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
_WITH_PARTS = (msgspec.Struct, dict, tuple)
_SINGLES = frozenset({"capture", "document", "exhibit"})


@dataclass(frozen=True, slots=True)
class Cite:
    """A citation: the id cited, the path of the citing entry, and the path of the id."""

    id: str
    statement: Place
    at: Place


def texts(case: Case) -> tuple[Text, ...]:
    """Every text of the case with its path, in the order of its fields. Dates, times and numbers are not texts."""
    found: list[Text] = []
    _gather(case, (), found)
    return tuple(found)


def _gather(value: object, path: Place, found: list[Text]) -> None:
    for key, held in _parts(value):
        if isinstance(held, str):
            found.append(((*path, key), held))
        elif isinstance(held, _WITH_PARTS):
            _gather(held, (*path, key), found)


def _parts(value: object) -> Iterable[tuple[str | int, object]]:
    if isinstance(value, msgspec.Struct):
        return [(key, getattr(value, name)) for key, name in _keys(type(value))]
    return value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, tuple) else ()


@cache
def _keys(kind: type[msgspec.Struct]) -> tuple[tuple[str, str], ...]:
    """The keys of a record type in the YAML file, each with the name of its field."""
    return tuple((field.encode_name, field.name) for field in msgspec.structs.fields(kind))


def cites(found: Iterable[Text]) -> Iterator[Cite]:
    """The citations among the texts of a case, in their order."""
    for path, text in found:
        if path[-1] in _SINGLES:
            yield Cite(text, path[:-1], path)
        elif isinstance(path[-1], int) and path[-2] in _LISTS:
            yield Cite(text, path[:-2] if path[-2] == "evidence" else path[:-1], path)
