"""Validation: a fast yes that never differs from the authority, and a no in words with its place."""

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.sample import GONE, PROJECT, bench, case_ids, put, sample, schemas

from casebound.load.schema import Schema
from casebound.load.strict_yaml import MOST_PROBLEMS
from casebound.model.errors import BrokenSchema

NO = "NO-2026-001"


def told(path: str, value: Any) -> list[tuple[str, str]]:
    one = bench(NO)
    put(one.case, path, value)
    return [("/".join(str(part) for part in error.path), error.message) for error in schemas()["case"].errors(one.case)]


@pytest.mark.parametrize(
    ("path", "value", "where", "words"),
    [
        ("worker/refrence", "W-1", "worker/refrence", "did you mean `reference`?"),
        ("stagee", "closed", "stagee", "did you mean `stage`?"),
        ("worker/reference", GONE, "worker", "`reference` is missing"),
        ("direction", "outwards", "direction", "is not one of: outbound, inbound"),
        ("direction", "outbond", "direction", "did you mean `outbound`?"),
        ("worker/citizenships", "US", "worker/citizenships", "this is text; expected a list"),
        ("worker", ["x"], "worker", "this is a list; expected a mapping"),
        ("worker/name", None, "worker/name", "this is empty; expected text"),
        ("claims/C1/programs", [], "claims/C1/programs", "this is empty"),
        ("assignment/begins", "2026-02-30", "assignment/begins", "is not a valid date"),
        ("assignment/begins", "01.05.2026", "assignment/begins", "a date is written YYYY-MM-DD"),
        ("requests/R1/tracker/0/at", "2026-02-02T09:14", "requests/R1/tracker/0/at", "is not a valid time"),
        ("claims/C1/programs", ["old-age", "old-age"], "claims/C1/programs", "an entry is repeated"),
        ("questions/prior-hire", {"known": "a", "unknown": "b"}, "questions/prior-hire", "exactly one of known"),
        ("questions/prior-hire", {"answer": "yes", "unknown": "b"}, "questions/prior-hire", "has an answer"),
        ("exhibits/E1/sha256", "abc", "exhibits/E1/sha256", "expected a SHA-256 hash"),
        ("exhibits/E1/file", "evidence/größe.pdf", "exhibits/E1/file", "letters from A to Z, digits, dots, hyphens"),
        ("exhibits/E1/file", "evidence/a b.pdf", "exhibits/E1/file", "letters from A to Z, digits, dots, hyphens"),
        ("exhibits/E1/file", "evidence/.a.pdf", "exhibits/E1/file", "begins with a letter or a digit"),
        ("exhibits/E1/file", "evidence/2026/a.pdf", "exhibits/E1/file", "without subfolders"),
    ],
)
def test_an_error_says_in_words_what_is_wrong_and_where(path: str, value: Any, where: str, words: str) -> None:
    (place, message), *_ = [one for one in told(path, value) if one[0] == where] or [("", "nothing was found there")]
    assert place == where
    assert words in message


@pytest.mark.parametrize(
    ("path", "value", "remedy"),
    [
        ("worker/refrence", "W-1", "Rename or remove the key. Keys allowed here: name, reference, "),
        ("worker/reference", GONE, "Add `reference`. Expected: The worker's internal reference."),
        ("direction", "outbond", "Correct the value. Expected: The value `outbound` means that the worker"),
        ("assignment/begins", "2026-02-30", "Correct the value. Expected: A date in the form YYYY-MM-DD."),
        ("exhibits/E1/file", "evidence/größe.pdf", "Correct the value. Expected: The path of the file in the case's"),
        ("people/legal", "Ann Price", "Correct the value. Expected: An id that consists of lowercase letters, "),
    ],
)
def test_the_remedy_of_an_error_is_what_the_schema_says_of_the_field(path: str, value: Any, remedy: str) -> None:
    one = bench(NO)
    put(one.case, path, value)
    (error,) = schemas()["case"].errors(one.case)
    assert error.remedy.startswith(remedy)


def test_a_capture_with_another_ending_is_told_the_endings_that_are_allowed() -> None:
    sources = copy.deepcopy(sample().registers["sources"][1])
    sources["ssa-norway-rule"]["capture"] = "registers/captures/cap1.html"
    (error,) = schemas()["sources"].errors(sources)
    assert "ends with `.pdf`, `.png` or `.txt`" in error.message
    assert "Print a web page to a PDF." in error.remedy


def test_every_error_of_a_record_is_told() -> None:
    one = bench(NO)
    put(one.case, "worker/reference", GONE)
    put(one.case, "direction", "sideways")
    put(one.case, "surprise", "x")
    assert len(schemas()["case"].errors(one.case)) == 3


def test_many_errors_of_a_record_are_counted_and_the_first_are_named() -> None:
    case = bench(NO).case | {f"unknown_{number:04}": "x" for number in range(3 * MOST_PROBLEMS)}
    errors = schemas()["case"].errors(case)
    assert [error.path for error in errors] == [(f"unknown_{number:04}",) for number in range(MOST_PROBLEMS)]
    assert errors[-1].message.endswith(f"; and {2 * MOST_PROBLEMS} more problems follow in this file")


@pytest.mark.parametrize("case", case_ids())
def test_a_sample_case_departs_from_nothing_by_either_validator(case: str) -> None:
    content = bench(case).case
    assert schemas()["case"].errors(content) == ()
    assert schemas()["case"].explained(content) == ()


def _places(content: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    return [path, *(place for key, item in items for place in _places(item, (*path, key)))]


ODD = st.sampled_from([GONE, None, True, "", "x", "NO", [], {}, ["x"], {"x": "y"}, "2026-01-01", "2026-13-01", "E1",
                       "0" * 64, "a" * 5000, "x\n", "٣", "no-such", 7, 1.5])  # fmt: skip


@given(st.sampled_from(case_ids()), st.integers(0, 10_000), ODD)
def test_the_fast_validator_and_the_authority_never_differ(case: str, number: int, value: Any) -> None:
    content = bench(case).case
    places = _places(content)[1:]
    put(content, "/".join(str(part) for part in places[number % len(places)]), value)
    schema = schemas()["case"]
    assert bool(schema.errors(content)) == bool(schema.explained(content))


def test_errors_do_not_depend_on_the_order_of_keys() -> None:
    one = bench(NO).case
    for path in ("worker/a", "worker/b", "zz", "direction"):
        put(one, path, "x")
    keys = list(one)
    random.Random(7).shuffle(keys)
    shuffled = {key: one[key] for key in keys}
    assert schemas()["case"].errors(shuffled) == schemas()["case"].errors(one)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"type": 7}', '{"$ref": "#/$defs/none"}', "\xff"])
def test_a_broken_schema_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "case.schema.json"
    file.write_text(content, encoding="latin-1")
    with pytest.raises(BrokenSchema, match=r"case\.schema\.json"):
        Schema(file)


def test_a_missing_schema_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenSchema, match="cannot be read"):
        Schema(tmp_path / "case.schema.json")


def test_the_registers_of_the_sample_depart_from_nothing() -> None:
    for name, (_, content) in sample().registers.items():
        assert schemas()[name].errors(content) == ()


def test_the_shipped_schemas_are_all_there() -> None:
    names = {file.name.removesuffix(".schema.json") for file in (PROJECT / "schema").glob("*.schema.json")}
    assert set(schemas()) | {"report"} <= names
    for name in names:
        assert json.loads((PROJECT / "schema" / f"{name}.schema.json").read_text())["$schema"].endswith(
            "2020-12/schema"
        )
