"""The fields of a record as its schema describes them: title, description, allowed values, and the check of a value."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from casebound.load.workspace import Workspace
from casebound.model.errors import BrokenSchema

Given = str | bool | tuple[str, ...]
"""The value of a field, as it is given on the command line."""


@dataclass(frozen=True, slots=True)
class RecordField:
    """One field of a section, from the schema. `content` is its part of the schema, complete in itself."""

    title: str
    description: str
    values: tuple[str, ...]
    is_list: bool
    is_flag: bool
    is_day: bool
    required: bool
    example: str
    content: Mapping[str, Any]

    def problem_with(self, value: Given) -> str | None:
        """Why the schema does not allow a value, with what it expects; None for an allowed value."""
        from casebound.load.schema_messages import explained

        errors = explained(self.content, list(value) if isinstance(value, tuple) else value)
        if not errors:
            return None
        expects = "" if "expected" in errors[0].message or self.values else f"; expected: {self.description}"
        shown = "" if "for example" in errors[0].message or not self.example else f" For example: {self.example}"
        return f"{errors[0].message}{expects}{shown}"


@dataclass(frozen=True)
class RecordSchema:
    """The schema of a record or a register, read for its fields."""

    content: Mapping[str, Any]

    def section(self, place: tuple[str, ...]) -> Mapping[str, RecordField]:
        """The fields at a place by name. A section in a section has the names of both, as in `exception/sent`."""
        return dict(self._fields(self._at(place), ""))

    def names_at(self, place: tuple[str, ...]) -> tuple[str, ...]:
        """The keys that the schema allows at a place; none where it allows keys of a form, such as ids."""
        return tuple(self._at(place).get("properties", ()))

    def _at(self, place: tuple[str, ...]) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.content
        for part in place:
            named = found.get("properties", {})
            found = self._whole(named[part] if part in named else _of_any_name(found))
            found = self._whole(found["items"]) if found.get("type") == "array" else found
        return found

    def _fields(self, section: Mapping[str, Any], above: str) -> Any:
        for name, stated in section.get("properties", {}).items():
            described = self._whole(stated)
            if described.get("type") == "object" and "properties" in described:
                yield from self._fields(described, f"{above}{name}/")
            else:
                yield f"{above}{name}", self._field(described, required=name in section.get("required", ()))

    def _field(self, described: Mapping[str, Any], *, required: bool) -> RecordField:
        is_list = described.get("type") == "array"
        item = self._whole(described.get("items", {})) if is_list else described
        examples = item.get("examples", ())
        return RecordField(
            title=str(described.get("title", "")),
            description=str(described.get("description", "")),
            values=tuple(map(str, item.get("enum", ()))),
            is_list=is_list,
            is_flag=described.get("type") == "boolean",
            is_day=described.get("format") == "date",
            required=required,
            example=str(examples[0]) if examples else "",
            content={"$defs": self._definitions, **described},
        )

    @cached_property
    def _definitions(self) -> Mapping[str, Any]:
        definitions: Mapping[str, Any] = self.content.get("$defs", {})
        return definitions

    def _whole(self, stated: Mapping[str, Any]) -> Mapping[str, Any]:
        """A part of the schema with what it refers to. Its own title and description come first."""
        name = str(stated.get("$ref", "")).removeprefix("#/$defs/")
        if not name:
            return stated
        own = {key: value for key, value in stated.items() if key != "$ref"}
        return {**self._whole(self._definitions[name]), **own}


def _of_any_name(section: Mapping[str, Any]) -> Mapping[str, Any]:
    """The description of the entries of a section: of entries with ids, else of the first of its entries."""
    named = section.get("additionalProperties")
    if isinstance(named, Mapping):
        return named
    first: Mapping[str, Any] = next(iter(section["properties"].values()))
    return first


@lru_cache
def record_schema(name: str) -> RecordSchema:
    """The schema that comes with casebound, by name. Raises BrokenSchema if it cannot be read."""
    file = Workspace(Path()).shipped("schema") / f"{name}.schema.json"
    try:
        return RecordSchema(json.loads(file.read_bytes()))
    except (OSError, ValueError) as error:
        raise BrokenSchema(f"{file} cannot be read: {error}", "Restore it from the package.") from error
