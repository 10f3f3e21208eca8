"""The periods of a record: every entry that has a first and a last day."""

from collections.abc import Iterator, Mapping
from functools import cache

from casebound.model.days import Day
from casebound.model.findings import Path
from casebound.model.record_base import Value

FIRST, LAST = ("begins", "from"), ("ends", "until")
"""The keys of a first and of a last day."""

Dated = tuple[str, Day]
"""A key of the record and its day."""


def spans(value: object, at: Path = ()) -> Iterator[tuple[Path, Dated, Dated]]:
    """Each entry within a value that has a first and a last day, with its place and both."""
    if isinstance(value, Value):
        yield from _own_span(value, at)
        for name, key in _keys(type(value)):
            yield from spans(getattr(value, name), (*at, key))
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from spans(entry, (*at, key))
    elif isinstance(value, tuple):
        for index, entry in enumerate(value):
            yield from spans(entry, (*at, index))


def _own_span(value: Value, at: Path) -> Iterator[tuple[Path, Dated, Dated]]:
    days = {key: getattr(value, name) for name, key in _keys(type(value)) if key in (*FIRST, *LAST)}
    first = [(key, days[key]) for key in FIRST if days.get(key) is not None]
    last = [(key, days[key]) for key in LAST if days.get(key) is not None]
    if first and last:
        yield at, first[0], last[0]


@cache
def _keys(kind: type[Value]) -> tuple[tuple[str, str], ...]:
    """The fields of a class with their keys in the record."""
    return tuple(zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True))
