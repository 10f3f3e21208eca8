"""`casebound next`: the missing things of a case in order, each with the command that records it."""

import io
import sys
from pathlib import Path
from unittest.mock import patch

import pytest
from tests.support.commands import Run
from tests.support.new_handbooks import FLAGS, _the_minute_stands_still, started, words
from tests.support.sample import PROJECT

from casebound.load.strict_yaml import read

__all__ = ["_the_minute_stands_still", "started"]
CASE = "SE-2027-001"
COMMANDS: tuple[tuple[str, list[str]], ...] = (
    ("CH-2026-010", ["record CH-2026-010 contact"]),
    ("FI-2026-021", ["record FI-2026-021 sent"]),
    ("GB-2026-009", ["record GB-2026-009 status", "record GB-2026-009 contact"]),
    ("NO-2026-001", []),
)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def opened(started: Path, run: Run) -> Path:
    assert run("new", CASE, *words(FLAGS), "-C", started).code == 0
    return started


def commands(told: str) -> list[str]:
    return [line.strip().removeprefix("casebound ") for line in told.splitlines() if line.startswith("   casebound ")]


def test_a_new_case_is_asked_for_everything_that_a_decision_needs(opened: Path, run: Run) -> None:
    told = run("next", CASE, "-C", opened)
    assert told.code == 0
    assert told.out.startswith("1. Confirm that the work crosses a border. (Ingrid Dahl, operations owner)\n")
    record = f"record {CASE}"
    assert commands(told.out) == [
        f"{record} condition cross-border",
        f"{record} condition agreement",
        f"{record} condition double-contributions",
        f"{record} rule",
        f"{record} question coverage-assignment",
        f"{record} question single-employment",
        f"{record} question prior-hire",
    ]


@pytest.mark.parametrize(("case", "found"), COMMANDS)
def test_each_step_has_its_command(case: str, found: list[str], run: Run) -> None:
    told = run("next", case, "--as-of", "2026-11-22", "-C", PROJECT)
    assert (told.code, commands(told.out)) == (0, found)


def test_on_a_terminal_the_steps_are_gone_through_one_by_one(opened: Path, run: Run) -> None:
    skipped = "n\n" * 6
    answers = f"y\n\nno\nThe work is at home.\nssa-norway-rule\n{skipped}"
    with patch.object(sys, "stdin", _Terminal(answers)):
        told = run("next", CASE, "-C", opened)
    assert f"casebound record {CASE} condition cross-border" in told.err
    assert "Checked the condition cross-border: no." in told.out
    case = read((opened / "cases" / CASE / "case.yml").read_bytes(), "").data
    assert case["conditions"]["cross_border"]["because"] == "The work is at home."


def test_on_a_terminal_a_status_is_asked_for(started: Path, tmp_path: Path, run: Run) -> None:
    capture = tmp_path / "screen.txt"
    capture.write_text("SPECIMEN. In process.")
    given = ("--capture", capture, "-C", started)
    with patch.object(sys, "stdin", _Terminal("In process\ningrid-dahl\n")):
        told = run("record", "NO-2026-001", "status", *given)
    assert told.code == 0, told.err
    case = read((started / "cases" / "NO-2026-001" / "case.yml").read_bytes(), "").data
    assert case["requests"]["R1"]["tracker"][-1]["shown"] == "In process"
