"""For each control, faults that make it object: what a supported sample case says, and the one thing changed in it.

They come from the catalogue that the controls are tested with, and lie beside this module as data.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from casebound.model.record_base import Value

_FILE = Path(__file__).with_name("control_examples.json")


class ExampleChange(Value, frozen=True, kw_only=True):
    """One place of a file and its YAML text before and after; None where there is nothing."""

    file: str
    path: str
    before: str | None = None
    after: str | None = None


class Example(Value, frozen=True, kw_only=True):
    """A fault in a sentence, the sample case it is made in, what it changes, and every control that then objects."""

    says: str
    case: str
    changes: tuple[ExampleChange, ...]
    objects: tuple[str, ...]


@cache
def examples() -> Mapping[str, tuple[Example, ...]]:
    """The examples by the id of the control."""
    return msgspec.json.decode(_FILE.read_bytes(), type=dict[str, tuple[Example, ...]])
