"""What departs from a schema, in words. jsonschema is the authority; only this module imports it."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import jsonschema
from jsonschema.exceptions import ValidationError, best_match

from casebound.load.schema_rule import ShapeError
from casebound.model.days import parse_day, parse_moment
from casebound.model.findings import Path
from casebound.model.near_match import did_you_mean
from casebound.model.registers import FORMAT

_FORMATS = jsonschema.FormatChecker(formats=())
_NESTED = ("oneOf", "anyOf")


@_FORMATS.checks("date", raises=ValueError)
def _is_day(value: object) -> bool:
    return not isinstance(value, str) or bool(parse_day(value))


@_FORMATS.checks("moment", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or bool(parse_moment(value))


def objection(schema: Any) -> str | None:
    """Why a schema is none, or None."""
    try:
        jsonschema.Draft202012Validator.check_schema(schema)
    except jsonschema.SchemaError as error:
        return str(error)
    return None


def explained(schema: Any, content: object) -> tuple[ShapeError, ...]:
    """What departs from a schema, in the order of the file's paths; of a file in another format, only that."""
    unknown_format = _unknown_format(schema, content)
    if unknown_format is not None:
        return (unknown_format,)
    errors = list(jsonschema.Draft202012Validator(schema, format_checker=_FORMATS).iter_errors(content))
    misdated = {tuple(error.absolute_path) for error in errors if error.validator == "format"}
    found = {
        one
        for error in errors
        if not (error.validator == "pattern" and tuple(error.absolute_path) in misdated)
        for one in _told(error)
    }
    return tuple(sorted(found, key=lambda one: ([str(part) for part in one.path], one.message)))


def _unknown_format(schema: Any, content: object) -> ShapeError | None:
    """The error of a file whose format number is missing or is none that the schema describes."""
    described = schema.get("properties", {}).get(FORMAT) if isinstance(schema, dict) else None
    if described is None or not isinstance(content, dict) or content.get(FORMAT) in described["enum"]:
        return None
    known = described["enum"][0]
    if FORMAT not in content:
        message = f"`{FORMAT}` is missing: the file does not say which file format it is written in"
        return ShapeError((), message, f"Add `{FORMAT}: {known}` as the first line.")
    stated = content[FORMAT]
    if isinstance(stated, str) and stated.isascii() and stated.isdigit() and int(stated) > int(known):
        message = f"the file has format {stated}, and this version of casebound reads format {known}"
        return ShapeError((FORMAT,), message, "The file was written for a newer casebound. Upgrade casebound.")
    message = f"{_shown(stated)} is not a format number"
    return ShapeError((FORMAT,), message, f"Write `{FORMAT}: {known}`.")


def _told(error: ValidationError) -> Iterator[ShapeError]:
    path: Path = tuple(error.absolute_path)
    kind, instance, schema = error.validator, error.instance, error.schema
    if kind in ("additionalProperties", "unevaluatedProperties") and isinstance(instance, dict):
        known = tuple(schema.get("properties", ())) if isinstance(schema, dict) else ()
        for key in sorted(set(instance) - set(known)):
            yield ShapeError((*path, key), f"the key `{key}` is not known here{did_you_mean(key, known)}")
    elif kind == "required" and isinstance(instance, dict):
        for key in _listed(error.validator_value):
            if key not in instance:
                yield ShapeError(path, f"`{key}` is missing")
    elif kind in _NESTED:
        yield from _nested(error, path)
    else:
        yield ShapeError(path, _plainly(error))


def _nested(error: ValidationError, path: Path) -> Iterator[ShapeError]:
    """One error for a choice between shapes: the schema's own words for it, or the closest branch's error."""
    said = error.schema.get("$comment") if isinstance(error.schema, dict) else None
    if said:
        yield ShapeError(path, str(said))
        return
    branch = best_match(error.context or ())
    if branch is None:
        yield ShapeError(path, "exactly one of the alternatives must be given here")
    else:
        yield from _told(branch)


def _listed(value: Any) -> list[str]:
    return [str(one) for one in value]


def _suggestion(error: ValidationError) -> str:
    return did_you_mean(str(error.instance), _listed(error.validator_value))


def _plainly(error: ValidationError) -> str:
    wanted: Any = error.validator_value
    kind = str(error.validator)
    shown = _shown(error.instance)
    if kind.startswith("min"):
        return "this is empty"
    if kind.startswith("max"):
        return f"this is longer than the {wanted} that the field holds"
    told: Mapping[str, Callable[[], str]] = {
        "enum": lambda: f"{shown} is not one of: {', '.join(_listed(wanted))}{_suggestion(error)}",
        "const": lambda: f"{shown} should be `{wanted}`",
        "type": lambda: f"{_kind(error.instance)} stands here where {_wanted(wanted)} belongs",
        "pattern": lambda: f"{shown} is not written as `{_of_schema(error, 'title')}` asks{_example(error)}",
        "format": lambda: f"{shown} is no {_FORMAT_WORDS.get(wanted, wanted)}: {_reason(error)}",
        "uniqueItems": lambda: "an entry stands twice",
        "contains": lambda: f"`{wanted.get('const')}` is missing from this list",
        "not": lambda: "this has to stand on one line",
    }
    return told[kind]() if kind in told else error.message


def _shown(value: object) -> str:
    text = f"`{value}`" if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…`"


_FORMAT_WORDS = {"moment": "time", "date": "date"}
_MOST_SHOWN = 60
_KINDS = {dict: "a mapping", list: "a list", str: "text", bool: "true or false", type(None): "nothing"}
_WANTED = {"object": "a mapping", "array": "a list", "string": "text", "boolean": "true or false", "null": "nothing"}


def _kind(value: object) -> str:
    return _KINDS.get(type(value), "a number")


def _wanted(types: object) -> str:
    names = types if isinstance(types, list) else [types]
    return " or ".join(dict.fromkeys(_WANTED.get(str(name), "a number") for name in names))


def _of_schema(error: ValidationError, keyword: str) -> Any:
    return error.schema.get(keyword) if isinstance(error.schema, dict) else None


def _example(error: ValidationError) -> str:
    examples = _of_schema(error, "examples")
    return f", for example `{examples[0]}`" if examples else ""


def _reason(error: ValidationError) -> str:
    try:
        (parse_moment if error.validator_value == "moment" else parse_day)(str(error.instance))
    except ValueError as reason:
        return str(reason)
    return "it is out of range"
