"""The base of all record values: frozen, keyword-only, without extra keys, and read from plain text."""

from typing import Any, TypeVar

import msgspec

from casebound.model.days import Moment, parse_moment

T = TypeVar("T")


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A frozen record value. Field names are the keys of the YAML file.

    A default that is text must be a Literal, because defaults are recognized by identity.
    """


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
    """The mappings, tuples and text from which `structure` reads the same value. Defaults are omitted."""
    return msgspec.to_builtins(value, enc_hook=_written, str_keys=True)


def canonical(value: object) -> bytes:
    """A value as canonical JSON (RFC 8785) for keys in ASCII and whole numbers."""
    return msgspec.json.encode(value, enc_hook=_written, order="sorted")


def _written(value: Any) -> str:
    if isinstance(value, Moment):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    raise NotImplementedError(f"no writer for {type(value)}")
