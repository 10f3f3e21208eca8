"""Compiled schemas.

jsonschema-rs decides whether content is valid, and a test compares its verdict with jsonschema, which is the authority.
jsonschema is imported only to explain errors.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema_rs

from casebound.load.schema_rule import ShapeError
from casebound.load.strict_yaml import MOST_PROBLEMS
from casebound.load.workspace import Workspace
from casebound.model.days import parse_day, parse_moment
from casebound.model.errors import BrokenSchema


def _accepts(parse: Callable[[str], object]) -> Callable[[object], bool]:
    def accepted(value: object) -> bool:
        try:
            return not isinstance(value, str) or bool(parse(value))
        except ValueError:
            return False

    return accepted


_FORMATS = {"date": _accepts(parse_day), "moment": _accepts(parse_moment)}


class Schema:
    """A compiled schema. Raises BrokenSchema, with the name of the file, if the schema cannot be used.

    `added` is the project's own schema for the same files. It can only reject more.
    """

    def __init__(self, file: Path, added: "Schema | None" = None) -> None:
        self._added = added
        try:
            self._content: Any = json.loads(file.read_bytes())
            self._fast = jsonschema_rs.validator_for(self._content, formats=_FORMATS, validate_formats=True)
        except OSError as error:
            raise BrokenSchema(f"{file} cannot be read: {error.strerror}", "Restore it from the package.") from error
        except ValueError as error:
            raise BrokenSchema(f"{file} is not a valid schema: {error}", "Fix the schema.") from error
        if (said := _objection(self._content)) is not None:
            raise BrokenSchema(f"{file} is not a valid schema: {said}", "Fix the schema.")

    def errors(self, content: object) -> tuple[ShapeError, ...]:
        """The differences from the schema, in the order of the paths in the file; empty for valid content.

        The first `MOST_PROBLEMS` are returned; the last of them states how many more there are.
        """
        if self._fast.is_valid(content):
            return self._added.errors(content) if self._added else ()
        found = self.explained(content)
        if len(found) <= MOST_PROBLEMS:
            return found
        last = found[MOST_PROBLEMS - 1]
        message = f"{last.message}; and {len(found) - MOST_PROBLEMS} more problems follow in this file"
        return (*found[: MOST_PROBLEMS - 1], replace(last, message=message))

    def explained(self, content: object) -> tuple[ShapeError, ...]:
        """All differences, computed by jsonschema only."""
        from casebound.load.schema_messages import explained

        return explained(self._content, content)


def schemas_of(workspace: Workspace, names: Iterable[str]) -> dict[str, Schema]:
    """The compiled schemas of casebound by name, each with what the project's own schema adds."""
    return {name: schema_of(workspace, name) for name in names}


def schema_of(workspace: Workspace, name: str) -> Schema:
    """The schema of casebound for one kind of file, with what the project's own schema adds."""
    ours, own = (folder / f"{name}.schema.json" for folder in (workspace.shipped("schema"), workspace.root / "schema"))
    return Schema(ours, Schema(own) if own.exists() and not own.samefile(ours) else None)


def _objection(content: Any) -> str | None:
    if jsonschema_rs.meta.is_valid(content):
        return None
    from casebound.load.schema_messages import objection

    return objection(content)
