"""Writing a value down: one way only, the published canonical form, and a default says the same as silence."""

from collections.abc import Iterator
from enum import Enum
from typing import Any, Literal, get_origin, get_type_hints

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from tests.support.sample import case_ids, sample

from casebound.model import case as case_module
from casebound.model import registers as registers_module
from casebound.model.case import Case, LogEntry, Packet
from casebound.model.days import parse_moment
from casebound.model.record_base import Value, canonical, plain, structure
from casebound.model.registers import Registers, rows_by_register

LARGEST = 2**53 - 1
KEYS = st.text(st.characters(codec="ascii"), max_size=6)
LEAVES = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4))


def _kinds() -> Iterator[type[Value]]:
    for module in (case_module, registers_module):
        for kind in tuple(vars(module).values()):
            if isinstance(kind, type) and issubclass(kind, Value) and kind is not Value:
                yield kind


def _defaults() -> Iterator[tuple[type[Value], str, Any]]:
    for kind in _kinds():
        for field in msgspec.structs.fields(kind):
            if field.default not in (msgspec.NODEFAULT, None):
                yield kind, field.name, field.default


@given(PLAIN)
def test_the_canonical_form_is_that_of_rfc_8785(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("folder", case_ids())
def test_a_record_reads_back_from_what_is_written_of_it(folder: str) -> None:
    case = structure(next(one.content for one in sample().cases if one.folder == folder), Case)
    assert structure(plain(case), Case) == case
    assert canonical(case) == rfc8785.dumps(plain(case))


def test_the_registers_read_back_from_what_is_written_of_them() -> None:
    registers = structure(
        rows_by_register({name: content for name, (_, content) in sample().registers.items()}), Registers
    )
    assert structure(plain(registers), Registers) == registers
    assert canonical(registers) == rfc8785.dumps(plain(registers))


@pytest.mark.parametrize(("kind", "name", "default"), [*_defaults()], ids=str)
def test_a_default_written_out_is_known_for_the_default(kind: type[Value], name: str, default: Any) -> None:
    """Defaults are recognized by identity. Each must be the object that reading gives: no text but a Literal's."""
    hint = get_type_hints(kind)[name]
    # a Packet is always written down by itself, never as a default of its case
    assert isinstance(default, bool | int | Enum | Packet) or get_origin(hint) is Literal or default == ()
    if get_origin(hint) is Literal:
        spelled = "".join(list(default))
        assert msgspec.convert(spelled, hint) is default
    elif hint is int:  # only small numbers are the same object each time they are read
        assert msgspec.convert(str(default), int, strict=False) is default


def test_seconds_are_kept_where_they_were_written() -> None:
    entry = LogEntry(at=parse_moment("2026-02-02T09:14:05-05:00"), by="a", did="b")
    assert plain(entry)["at"] == "2026-02-02T09:14:05-05:00"
    minutes = LogEntry(at=parse_moment("2026-02-02T09:14-05:00"), by="a", did="b")
    assert plain(minutes)["at"] == "2026-02-02T09:14-05:00"


@pytest.mark.parametrize("kind", [*_kinds()], ids=lambda kind: kind.__name__)
def test_what_is_written_of_a_value_names_no_class(kind: type[Value]) -> None:
    """A fingerprint must not change when a class or its module is renamed."""
    assert kind.__struct_config__.tag is None
