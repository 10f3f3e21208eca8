"""Sixty planted faults: sixty findings, in one order, each at the place that another YAML parser gives its key."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from tests.support.commands import Run
from tests.support.planted import PLANTED, At, Planted, plant

from casebound.load.project import pointer

Mark = tuple[int, int]
Marks = Mapping[tuple[str | int, ...], list[tuple[Mark, Mark]]]
"""Where the key and the value of every entry stand, by path; more than once where a key stands twice."""

UNREADABLE = (At.END, At.CHARACTER)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plant(tmp_path_factory.mktemp("planted") / "project")


@pytest.fixture(scope="module")
def text_of(planted: Path) -> dict[str, str]:
    return {file: (planted / file).read_text(encoding="utf-8") for file in {one.file for one in PLANTED}}


def found(project: Path, run: Run) -> list[dict[str, Any]]:
    told = run("check", "-C", project, "--format", "json")
    assert told.code == 1
    findings: list[dict[str, Any]] = json.loads(told.out)["findings"]
    return findings


def events(text: str) -> Iterator[Any]:
    yield from YAML(typ="safe", pure=True).parse(text)


def marks(text: str) -> Marks:
    """The places of all keys and values, by a parser that is none of ours and none of libyaml's."""
    places: dict[tuple[str | int, ...], list[tuple[Mark, Mark]]] = {}
    stream = (one for one in events(text) if type(one).__name__[:6] not in ("Stream", "Docume"))

    def walk(event: Any, path: tuple[str | int, ...]) -> None:
        kind = type(event).__name__
        if kind == "MappingStartEvent":
            while type(key := next(stream)).__name__ != "MappingEndEvent":
                value = next(stream)
                here = (*path, key.value)
                places.setdefault(here, []).append((mark(key), mark(value)))
                walk(value, here)
        elif kind == "SequenceStartEvent":
            index = 0
            while type(item := next(stream)).__name__ != "SequenceEndEvent":
                places.setdefault((*path, index), []).append((mark(item), mark(item)))
                walk(item, (*path, index))
                index += 1

    walk(next(stream), ())
    return places


def mark(event: Any) -> Mark:
    return event.start_mark.line + 1, event.start_mark.column + 1


def end_of(text: str) -> Mark:
    """Where that parser stops."""
    with pytest.raises(MarkedYAMLError) as stopped:
        list(events(text))
    where = stopped.value.problem_mark
    assert where is not None
    return where.line + 1, where.column + 1


def place(one: Planted, text: str) -> Mark:
    if one.at is At.END:
        return end_of(text)
    (key, value), *again = marks(text)[one.path]
    if one.at is At.CHARACTER:
        line, column = value
        hidden = next(char for char in one.becomes if not char.isprintable() and char != "\n")
        return line, text.splitlines()[line - 1].index(hidden, column - 1) + 1
    return again[0][0] if one.at is At.SECOND else value if one.at is At.VALUE else key


def test_sixty_faults_lie_in_twenty_five_files() -> None:
    assert len(PLANTED) == 60
    assert len({one.file for one in PLANTED}) == 25
    assert len({one.control for one in PLANTED}) >= 12


def test_they_are_found_and_nothing_else(planted: Path, run: Run) -> None:
    wanted = Counter((one.file, one.control, "" if one.at in UNREADABLE else pointer(one.path)) for one in PLANTED)
    findings = found(planted, run)
    assert len(findings) == 60
    assert Counter((one["location"]["file"], one["control"], one["location"]["path"]) for one in findings) == wanted


def test_each_stands_where_another_parser_sees_its_key(planted: Path, run: Run, text_of: dict[str, str]) -> None:
    wanted = Counter((one.file, one.control, *place(one, text_of[one.file])) for one in PLANTED)
    told = [(one["control"], one["location"]) for one in found(planted, run)]
    assert Counter((at["file"], control, at["line"], at["column"]) for control, at in told) == wanted


def test_each_key_stands_at_the_very_column(planted: Path, run: Run, text_of: dict[str, str]) -> None:
    keys = 0
    for one in found(planted, run):
        at = one["location"]
        key = at["path"].rpartition("/")[2]
        if key and not key.isdigit() and one["control"] not in ("F02", "F03"):  # a tag stands at the value
            keys += 1
            assert text_of[at["file"]].splitlines()[at["line"] - 1][at["column"] - 1 :].startswith(f"{key}:")
    assert keys > 35


def test_two_runs_give_the_same_bytes(planted: Path, casebound: Run) -> None:
    first, second = (casebound("check", "-C", planted, "--format", "json", PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert first.out == second.out
    assert first.err == second.err == ""
    assert len(json.loads(first.out)["findings"]) == 60
