"""What every record value has in common: frozen, keyword-only, closed, and read from plain text."""

from typing import Any, TypeVar

import msgspec

from casebound.model.days import Moment, parse_moment

T = TypeVar("T")


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A frozen record value. Field names are the keys of the YAML file."""


def _read(kind: type, text: Any) -> Any:
    if kind is Moment:
        return parse_moment(text)
    raise NotImplementedError(f"no reader for {kind}")


def structure(raw: object, kind: type[T]) -> T:
    """Turn plain mappings, lists and text that the schema has accepted into a typed, frozen value.

    Raises `msgspec.ValidationError`, naming the path, where the text does not fit the type.
    """
    return msgspec.convert(raw, kind, strict=False, dec_hook=_read)


def plain(value: object) -> Any:
    """The mappings, lists and text that `structure` would read back into the same value; absent fields left out."""
    if isinstance(value, msgspec.Struct):
        fields = ((name, getattr(value, name)) for name in value.__struct_fields__)
        return {name: plain(field) for name, field in fields if field is not None and field not in ((), {})}
    if isinstance(value, dict):
        return {str(key): plain(field) for key, field in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Moment):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    return value if isinstance(value, bool) else str(value)
