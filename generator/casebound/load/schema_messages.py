"""The differences between a file and its schema, in words. Only this module imports jsonschema, the authority."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import jsonschema
from jsonschema.exceptions import ValidationError, best_match

from casebound.load.schema_rule import SHAPE, ShapeError
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
    """Why a schema is invalid, or None."""
    try:
        jsonschema.Draft202012Validator.check_schema(schema)
    except jsonschema.SchemaError as error:
        return str(error)
    return None


def explained(schema: Any, content: object) -> tuple[ShapeError, ...]:
    """The differences from a schema, in the order of the paths; for a file in another format, only the format error."""
    unknown_format = _unknown_format(schema, content)
    if unknown_format is not None:
        return (unknown_format,)
    errors = list(jsonschema.Draft202012Validator(schema, format_checker=_FORMATS).iter_errors(content))
    misdated = {tuple(error.absolute_path) for error in errors if error.validator == "format"}
    found = {
        departure
        for error in errors
        if not (error.validator == "pattern" and tuple(error.absolute_path) in misdated)
        for departure in _departures(error)
    }
    return tuple(sorted(found, key=lambda departure: ([str(part) for part in departure.path], departure.message)))


_NEWER = "The file was written for a newer casebound. Upgrade casebound."
_OLDER = "The file was written for an earlier casebound. Rewrite it with casebound migrate."


def _unknown_format(schema: Any, content: object) -> ShapeError | None:
    """The error of a file whose format number is missing or unknown."""
    described = schema.get("properties", {}).get(FORMAT) if isinstance(schema, dict) else None
    if described is None or not isinstance(content, dict) or content.get(FORMAT) in described["enum"]:
        return None
    known = described["enum"][0]
    if FORMAT not in content:
        message = f"`{FORMAT}` is missing: the file does not say which file format it is written in"
        return ShapeError((), message, f"Add `{FORMAT}: {known}` as the first line.")
    stated = content[FORMAT]
    if isinstance(stated, str) and stated.isascii() and stated.isdigit() and int(stated) > 0:
        message = f"the file has format {stated}, and this version of casebound reads format {known}"
        newer = int(stated) > int(known)
        return ShapeError((FORMAT,), message, _NEWER if newer else _OLDER)
    message = f"{_shown(stated)} is not a format number"
    return ShapeError((FORMAT,), message, f"Write `{FORMAT}: {known}`.")


def _departures(error: ValidationError) -> Iterator[ShapeError]:
    path: Path = tuple(error.absolute_path)
    kind, instance, schema = error.validator, error.instance, error.schema
    if kind in ("additionalProperties", "unevaluatedProperties") and isinstance(instance, dict):
        known = tuple(schema.get("properties", ())) if isinstance(schema, dict) else ()
        for key in sorted(set(instance) - set(known)):
            remedy = f"Rename or remove the key. Keys allowed here: {', '.join(known)}."
            yield ShapeError((*path, key), f"unknown key `{key}`{did_you_mean(key, known)}", remedy)
    elif kind == "required" and isinstance(instance, dict):
        for key in _listed(error.validator_value):
            if key not in instance:
                yield ShapeError(path, f"`{key}` is missing", _add(key, schema))
    elif kind in _NESTED:
        yield from _nested(error, path)
    else:
        description = _of_schema(error, "description")
        remedy = f"Correct the value. Expected: {description}" if description else SHAPE.remedy
        yield ShapeError(path, _message(error), remedy)


def _add(key: str, schema: Any) -> str:
    described = schema.get("properties", {}).get(key, {}) if isinstance(schema, dict) else {}
    description = described.get("description")
    return f"Add `{key}`. Expected: {description}" if description else f"Add `{key}`."


def _nested(error: ValidationError, path: Path) -> Iterator[ShapeError]:
    """One error for a choice between shapes: the comment of the schema, or the error of the closest branch."""
    comment = error.schema.get("$comment") if isinstance(error.schema, dict) else None
    if comment:
        yield ShapeError(path, str(comment))
        return
    branch = best_match(error.context or ())
    if branch is None:
        yield ShapeError(path, "exactly one of the alternatives is required")
    else:
        yield from _departures(branch)


def _listed(value: Any) -> list[str]:
    return [str(item) for item in value]


def _suggestion(error: ValidationError) -> str:
    return did_you_mean(str(error.instance), _listed(error.validator_value))


def _message(error: ValidationError) -> str:
    limit: Any = error.validator_value
    kind = str(error.validator)
    shown = _shown(error.instance)
    messages: Mapping[str, Callable[[], str]] = {
        "enum": lambda: f"{shown} is not one of: {', '.join(_listed(limit))}{_suggestion(error)}",
        "const": lambda: f"{shown} should be `{limit}`",
        "type": lambda: f"{_found(error.instance)}; expected {_expected_type(error)}",
        "pattern": lambda: f"{shown} is not valid here; expected {_expected_text(error)}",
        "format": lambda: f"{shown} is not a valid {_FORMAT_WORDS.get(limit, limit)}: {_reason(error)}",
        "minimum": lambda: f"{shown} is less than {limit}",
        "maximum": lambda: f"{shown} is greater than {limit}",
        "uniqueItems": lambda: "an entry is repeated",
        "contains": lambda: f"`{limit.get('const')}` is missing from this list",
        "not": lambda: "this must be on a single line",
    }
    if kind in messages:
        return messages[kind]()
    if kind.startswith("min"):
        return "this is empty"
    if kind.startswith("max"):
        return f"this is longer than the maximum of {limit}"
    return error.message


def _shown(value: object) -> str:
    text = f"`{value}`" if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…`"


_FORMAT_WORDS = {"moment": "time", "date": "date"}
_MOST_SHOWN = 60
_FOUND = {dict: "this is a mapping", list: "this is a list", str: "this is text", bool: "this is `true` or `false`"}
_EXPECTED = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "boolean": "`true` or `false`",
    "null": "no value",
}


def _found(value: object) -> str:
    return "this is empty" if value is None else _FOUND.get(type(value), "this is a number")


def _expected_type(error: ValidationError) -> str:
    limit: Any = error.validator_value
    if limit == "object" and _of_schema(error, "propertyNames"):
        return "entries of the form `id: {...}`"
    names = limit if isinstance(limit, list) else [limit]
    return " or ".join(dict.fromkeys(_EXPECTED.get(str(name), "a number") for name in names))


def _expected_text(error: ValidationError) -> str:
    """The first sentence of the schema's description, with an example if the sentence gives none."""
    sentence = str(_of_schema(error, "description") or "text in another form").partition(". ")[0].rstrip(".")
    if not sentence[1:2].isupper():
        sentence = sentence[:1].lower() + sentence[1:]
    examples = _of_schema(error, "examples")
    return sentence if "for example" in sentence or not examples else f"{sentence}, for example `{examples[0]}`"


def _of_schema(error: ValidationError, keyword: str) -> Any:
    return error.schema.get(keyword) if isinstance(error.schema, dict) else None


def _reason(error: ValidationError) -> str:
    try:
        (parse_moment if error.validator_value == "moment" else parse_day)(str(error.instance))
    except ValueError as reason:
        return str(reason)
    return "it is out of range"
