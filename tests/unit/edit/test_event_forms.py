"""`casebound record` for the events that a form describes: exactly their lines, or nothing at all."""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from tests.support.commands import Run
from tests.support.new_handbooks import FLAGS, _the_minute_stands_still, changes, files_of, started, words
from tests.support.sample import PROJECT

from casebound.edit.event_table import FORMS
from casebound.edit.note_event import EventRequest, note_event
from casebound.edit.transaction import Actor
from casebound.load.strict_yaml import read
from casebound.load.workspace import workspace
from casebound.model.days import parse_moment

__all__ = ["_the_minute_stands_still", "started"]
CASE = "SE-2027-001"
RULE_PAGE, LETTER = "ssa-norway-rule", "assignment-letter=LETTER"


@pytest.fixture
def opened(started: Path, run: Run) -> Path:
    """A project with a case that was just opened and has a request in preparation."""
    assert run("new", CASE, *words(FLAGS), "-C", started).code == 0
    told = run("record", CASE, "request", "--requester", "employer", "--by", "ingrid-dahl", "-C", started)
    assert told.code == 0, told.err
    return started


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    file = tmp_path / "letter.txt"
    file.write_text("SPECIMEN. Two years of work in Sweden.")
    return file


def record(project: Path) -> Path:
    return project / "cases" / CASE / "case.yml"


def logged(by: str, did: str) -> list[str]:
    return ["+   - at: 2026-11-22T12:00-05:00\n", f"+     by: {by}\n", f"+     did: {did}\n"]


EXHIBIT = [
    "+ \n",
    "+ exhibits:\n",
    "+   E1:\n",
    "+     kind: assignment-letter\n",
    "+     title: Assignment letter\n",
    "+     file: evidence/letter.txt\n",
    "+     recorded: 2026-11-22\n",
    "+     sha256: 5edac54a08d97dd9bc4b26ea1f9f5f8f8ae5f14e7d48a9b3f4a9f8a3a3f5bb0c\n",
]

CONFIRMED = ("--confirmed", "yes", "--kind", "detached-worker")
ONLINE = ("--channel", "online", "--destination-seen-on", "2026-11-20")
Event = tuple[str, tuple[str, ...], list[str]]
EVENTS: tuple[Event, ...] = (
    (
        "condition",
        ("cross-border", "--met", "yes", "--because", "Work: in Lund.", "--evidence", LETTER, "--by", "ingrid-dahl"),
        [
            "-     met: unknown\n",
            "-     because: No document about the assignment is on file yet.\n",
            "+     met: yes\n",
            '+     because: "Work: in Lund."\n',
            "+     checked_on: 2026-11-22\n",
            "+     checked_by: ingrid-dahl\n",
            "+     evidence: [E1]\n",
            *logged("ingrid-dahl", '"Checked the condition cross-border: yes."'),
        ],
    ),
    (
        "rule",
        (*CONFIRMED, "--because", "Sent for two years.", "--evidence", RULE_PAGE, "--by", "miriam-katz"),
        [
            "-   confirmed: unknown\n",
            "-   because: No rule of the agreement has been compared with the facts yet.\n",
            "-   escalated_to: miriam-katz\n",
            "+   confirmed: yes\n",
            "+   because: Sent for two years.\n",
            "+   kind: detached-worker\n",
            "+   confirmed_on: 2026-11-22\n",
            "+   confirmed_by: miriam-katz\n",
            f"+   evidence: [{RULE_PAGE}]\n",
            *logged("miriam-katz", '"Recorded the applicable rule. Confirmed: yes."'),
        ],
    ),
    (
        "question",
        ("prior-hire", "--answer", "yes", "--known", "Hired in 2019.", "--evidence", LETTER, "--by", "ingrid-dahl"),
        [
            "-     unknown: Nobody has checked this yet.\n",
            "-     escalated_to: miriam-katz\n",
            "-     escalated_on: 2026-11-22\n",
            "+     answer: yes\n",
            "+     known: Hired in 2019.\n",
            "+     evidence: [E1]\n",
            *logged("ingrid-dahl", "Recorded the question prior-hire as known."),
        ],
    ),
    (
        "question",
        ("tips", "--unknown", "Nobody has asked.", "--by", "ingrid-dahl"),
        [
            "+   tips:\n",
            "+     unknown: Nobody has asked.\n",
            "+     escalated_to: miriam-katz\n",
            "+     escalated_on: 2026-11-22\n",
            *logged("ingrid-dahl", "Recorded the question tips as unknown."),
        ],
    ),
    (
        "filing",
        ("--decision", "escalate", "--because", "The rule is open.", "--by", "helen-okafor"),
        [
            "-   decision: undecided # file, do-not-file or escalate, with decided_on and decided_by\n",
            "-   because: The conditions and the applicable rule are open.\n",
            "+   decision: escalate # file, do-not-file or escalate, with decided_on and decided_by\n",
            "+   because: The rule is open.\n",
            "+   decided_on: 2026-11-22\n",
            "+   decided_by: helen-okafor\n",
            *logged("helen-okafor", '"Decided on the filing: escalate."'),
        ],
    ),
    (
        "packet",
        ("--jurisdiction", RULE_PAGE, "--worker-identity", LETTER, "--by", "tomas-novak"),
        [
            "+ \n",
            "+ packet:\n",
            "+   worker_identity: [E1]\n",
            f"+   jurisdiction: [{RULE_PAGE}]\n",
            *logged("tomas-novak", '"Added documents to the packet: worker identity, jurisdiction."'),
        ],
    ),
    (
        "route",
        (*ONLINE, "--destination", "SSA, online", "--evidence", RULE_PAGE, "--by", "ingrid-dahl"),
        [
            "+     route:\n",
            "+       channel: online\n",
            "+       destination: SSA, online\n",
            "+       destination_seen_on: 2026-11-20\n",
            f"+       evidence: [{RULE_PAGE}]\n",
            *logged("ingrid-dahl", '"Recorded the route of R1: online."'),
        ],
    ),
    (
        "waiting",
        ("--days", "90", "--unit", "business-days", "--evidence", RULE_PAGE, "--by", "ingrid-dahl"),
        [
            "+     waiting:\n",
            "+       days: 90\n",
            "+       unit: business-days\n",
            f"+       evidence: [{RULE_PAGE}]\n",
            *logged("ingrid-dahl", "Recorded the waiting time of R1."),
        ],
    ),
)


NO = "NO-2026-001"
SHOWN = (
    *("--number", "S-2", "--replaces", "K1", "--issuer", "SSA", "--issuing-country", "US", "--covered-by", "US"),
    *("--exempt-in", "NO", "--employer", "C", "--worker", "Ann", "--issued-on", "2026-11-10"),
    *("--received-on", "2026-11-20"),
)
LATER: tuple[tuple[str, tuple[str, ...], list[str]], ...] = (
    (
        "correction",
        ("--kind", "spelling", "--evidence", "LETTER", "--by", "ingrid-dahl"),
        ["+     defect:\n", "+       kind: spelling\n", "+       asked_on: 2026-11-22\n", "+       evidence: [E15]\n"],
    ),
    (
        "claim",
        ("--programs", "old-age", "--programs", "disability", "--by", "ingrid-dahl"),
        [
            "+   C2:\n",
            "+     exempt_in: NO\n",
            "+     programs: [old-age, disability]\n",
            "+     worker: W-1001\n",
            "+     employer: fjordline-subsea\n",
            "+     begins: 2026-05-01\n",
            "+     ends: 2028-04-30\n",
            "+     certificates: [K1]\n",
        ],
    ),
    (
        "certificate",
        (*SHOWN, "--begins", "2026-05-01", "--no-end-shown", "--document", "LETTER", "--by", "ingrid-dahl"),
        [
            "+   K2:\n",
            "+     number: S-2\n",
            "+     request: R1\n",
            "+     replaces: K1\n",
            "+     issuer: SSA\n",
            "+     issuing_country: US\n",
            "+     covered_by: US\n",
            "+     exempt_in: NO\n",
            "+     worker: Ann\n",
            "+     employer: C\n",
            "+     begins: 2026-05-01\n",
            "+     no_end_shown: true\n",
            "+     issued_on: 2026-11-10\n",
            "+     received_on: 2026-11-20\n",
            "+     document: E15\n",
        ],
    ),
    (
        "contributions-continue",
        ("--evidence", "LETTER", "--by", "carla-jensen"),
        [
            "+     contributions_continue:\n",
            "+       - by: carla-jensen\n",
            "+         on: 2026-11-22\n",
            "+         evidence: [E15]\n",
        ],
    ),
    (
        "assignment",
        ("--ends", "2027-01-31", "--evidence", "correspondence=LETTER", "--by", "ingrid-dahl"),
        [
            "-   ends: 2028-04-30\n",
            "+   ends: 2027-01-31\n",
            "-   evidence: [E1, E2]\n",
            "+   evidence: [E1, E2, E15]\n",
        ],
    ),
    (
        "hand-over",
        ("--operations", "marcus-bell", "--by", "ingrid-dahl"),
        ["-   operations: ingrid-dahl\n", "+   operations: marcus-bell\n"],
    ),
    (
        "closing",
        ("--outcome", "issued", "--because", "It is over.", "--by", "ingrid-dahl"),
        [
            "+ closure:\n",
            "+   outcome: issued\n",
            "+   closed_on: 2026-11-22\n",
            "+   because: It is over.\n",
            "+   retain_until: 2032-04-29\n",
        ],
    ),
)


@pytest.mark.parametrize(("event", "given", "lines"), LATER, ids=[event for event, *_ in LATER])
def test_an_event_of_a_case_in_effect_writes_exactly_its_lines(
    event: str, given: tuple[str, ...], lines: list[str], started: Path, letter: Path, run: Run
) -> None:
    file = started / "cases" / NO / "case.yml"
    before = file.read_text()
    told = run("record", NO, event, *typed(given, letter), "-C", started)
    assert (told.code, told.err) == (0, "")
    entry = ("+   E15:", "+     kind:", "+     title:", "+     file:", "+     received:", "+     effective:")
    beside = (*entry, "+     recorded:", "+     sha256:", "+ \n", "+   - at:", "+     by:", "+     did:")
    found = [line for line in changes(before, file.read_text()) if line in lines or not line.startswith(beside)]
    assert sorted(found) == sorted(lines)


def test_the_stage_is_stated_as_the_facts_show_it(started: Path, run: Run) -> None:
    against = ("--met", "no", "--because", "It has ended.", "--evidence", RULE_PAGE, "--by", "ingrid-dahl")
    assert run("record", NO, "stage", "-C", started).code == 0  # the exemption has ended since
    assert "stage: exemption-ended\n" in (started / "cases" / NO / "case.yml").read_text()
    assert run("record", NO, "stage", "-C", started).code == 2
    assert run("record", NO, "condition", "agreement", *against, "-C", started).code == 0
    assert run("record", NO, "stage", "-C", started).code == 0
    assert "stage: exemption-unsupported\n" in (started / "cases" / NO / "case.yml").read_text()
    assert run("record", CASE, "stage", "-C", started).code == 2


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_what_no_option_gives_is_asked_for_and_no_answer_is_lost(
    opened: Path, letter: Path, run: Run
) -> None:
    answers = f"\nmaybe\nyes\nTwo years in Lund.\nE9\n{letter}\nassignment-letter\n"
    with patch.object(sys, "stdin", _Terminal(answers)):
        told = run("record", CASE, "condition", "cross-border", "-C", opened)
    assert told.code == 0, told.err
    assert "`maybe` is not one of: yes, no, unknown" in told.err
    condition = read(record(opened).read_bytes(), "").data["conditions"]["cross_border"]
    assert condition == {
        "met": "yes",
        "because": "Two years in Lund.",
        "checked_on": "2026-11-22",
        "checked_by": "ingrid-dahl",
        "evidence": ["E1"],
    }


def test_on_a_terminal_the_alternative_is_chosen_first(opened: Path, run: Run) -> None:
    answers = f"\nknown\nHired in 2019.\nperhaps\nyes\n{RULE_PAGE}\n"
    with patch.object(sys, "stdin", _Terminal(answers)):
        told = run("record", CASE, "question", "prior-hire", "-C", opened)
    assert told.code == 0, told.err
    assert "enter yes or no" in told.err
    question = read(record(opened).read_bytes(), "").data["questions"]["prior-hire"]
    assert question == {"answer": "yes", "known": "Hired in 2019.", "evidence": [RULE_PAGE]}


def typed(given: Sequence[str], letter: Path) -> list[str]:
    return [word.replace("LETTER", str(letter)) for word in given]


@pytest.mark.parametrize(("event", "given", "lines"), EVENTS, ids=lambda value: value if isinstance(value, str) else "")
def test_an_event_writes_exactly_its_lines(
    event: str, given: tuple[str, ...], lines: list[str], opened: Path, letter: Path, run: Run
) -> None:
    before = record(opened).read_text()
    told = run("record", CASE, event, *typed(given, letter), "-C", opened)
    assert (told.code, told.err) == (0, "")
    found = changes(before, record(opened).read_text())
    new = [line for line in found if "sha256" not in line]
    expected = lines + ([line for line in EXHIBIT if "sha256" not in line] if LETTER in given else [])
    assert sorted(new) == sorted(expected)
    assert [line for line in new if line.startswith("-")] == [line for line in lines if line.startswith("-")]
    assert "stage: escalate" in told.out


@pytest.mark.parametrize(("event", "given", "lines"), EVENTS, ids=lambda value: value if isinstance(value, str) else "")
def test_an_event_can_be_stated_again(
    event: str, given: tuple[str, ...], lines: list[str], opened: Path, letter: Path, run: Run
) -> None:
    assert run("record", CASE, event, *typed(given, letter), "-C", opened).code == 0
    before = record(opened).read_text()
    again = [word.replace(LETTER, "E1") for word in given]
    assert run("record", CASE, event, *again, "-C", opened).code == 0
    assert len(changes(before, record(opened).read_text())) == 3, lines  # the log


BY = ("--by", "ingrid-dahl")
REFUSED: tuple[tuple[int, tuple[str, ...], str], ...] = (
    (1, ("condition", "agreement", "--met", "maybe", "--because", "x", *BY), "--met: `maybe` is not one of: yes, no"),
    (
        1,
        ("condition", "agreement", "--met", "yes", "--because", "x", "--evidence", "E7", *BY),
        "E7 is neither an exhibit of",
    ),
    (1, ("condition", "agreement", "--met", "yes", "--because", "x", "--evidence", "LETTER", *BY), "the kind of"),
    (2, ("condition", "agreement", "--met", "yes", *BY), "missing options: --because, --evidence"),
    (2, ("condition", "weather", "--met", "yes", "--because", "x", *BY), "'weather' is not one of"),
    (2, ("condition", "agreement", "--met", "yes", "--because", "x", "--evidence", RULE_PAGE), "Missing option '--by'"),
    (1, ("rule", "--confirmed", "no", "--because", "x", "--kind", "extension", *BY), "only if confirmed is yes"),
    (1, ("rule", "--confirmed", "unknown", "--because", "x", "--escalated-to", "nobody", *BY), "nobody is not in"),
    (1, ("question", "prior-hire", "--known", "x", "--answer", "si", "--evidence", RULE_PAGE, *BY), "enter yes or no"),
    (1, ("question", "tips", "--known", "x", "--answer", "yes", "--evidence", RULE_PAGE, *BY), "only in words"),
    (1, ("question", "tips", "--known", "x", "--unknown", "y", *BY), "several of these is given"),
    (1, ("question", "tips", *BY), "none of these is given: --known, --unknown, --not-applicable"),
    (1, ("question", "Tips!", "--unknown", "x", *BY), "cannot be recorded: questions"),
    (2, ("packet", *BY), "Give at least one of these: --worker-identity"),
    (1, ("filing", "--decision", "file", "--because", "x", *BY), "the recorded facts allow escalate at most"),
    (
        2,
        ("route", "--channel", "fax", "--destination", "x", "--destination-seen-on", "2026-11-20", *BY),
        "--exception-",
    ),
    (1, ("route", "--channel", "online", "--destination-seen-on", "soon", *BY), "`soon` is not a valid date"),
    (1, ("route", "--request", "R7", "--channel", "online", *BY), "has no request R7. In the record: R1"),
    (1, ("waiting", "--days", "many", *BY), "for example `60`"),
)


@pytest.mark.parametrize(("code", "given", "said"), REFUSED)
def test_what_the_schema_or_a_control_refuses_is_not_written(
    code: int, given: tuple[str, ...], said: str, opened: Path, letter: Path, run: Run
) -> None:
    before = files_of(opened)
    told = run("record", CASE, *typed(given, letter), "-C", opened)
    assert (told.code, said in told.err) == (code, True), told.err
    assert files_of(opened) == before


def test_what_counts_against_a_case_is_recorded_and_the_findings_are_printed(opened: Path, run: Run) -> None:
    against = ("agreement", "--met", "no", "--because", "It has ended.", "--evidence", RULE_PAGE, *BY)
    told = run("record", "NO-2026-001", "condition", *against, "-C", opened)
    assert (told.code, told.err) == (0, "")
    assert "stage: exemption-unsupported (before: exemption-ended)" in told.out
    assert "cases/NO-2026-001/case.yml:" in told.out
    assert "blocking D10: the condition “agreement” is recorded as no" in told.out


def _recorded_until(moment: int, project: Path, letter: Path) -> None:
    """Record an event, and die without a word at one of the calls that write."""
    left = moment

    def mortal(call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **named: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                os._exit(9)
            return call(*given, **named)

        return counted

    for name in ("open", "fsync", "replace", "fchmod", "unlink"):
        setattr(os, name, mortal(getattr(os, name)))
    now = parse_moment("2026-11-22T12:00-05:00")
    form = next(form for form in FORMS if form.command == "packet")
    event = EventRequest(form, {"worker_identity": (f"assignment-letter={letter}",)})
    note_event(workspace(project), CASE, event, Actor(now, now))


def test_an_event_that_is_killed_at_any_moment_is_recorded_whole_or_not_at_all(
    opened: Path, letter: Path, run: Run
) -> None:
    file = record(opened)
    before = file.read_bytes()
    for moment in range(60):
        killed = get_context("fork").Process(target=_recorded_until, args=(moment, opened, letter))
        killed.start()
        killed.join(timeout=120)
        found = read(file.read_bytes(), "record")
        assert not found.problems
        if file.read_bytes() != before:
            break
    assert moment > 5
    assert killed.exitcode in (0, 9)
    for exhibit in found.data["exhibits"].values():
        assert (file.parent / exhibit["file"]).read_bytes() == letter.read_bytes()
    assert run("record", CASE, "packet", "--jurisdiction", RULE_PAGE, "--by", "tomas-novak", "-C", opened).code == 0


def test_two_events_at_once_lose_nothing(opened: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "generator")}
    start = [sys.executable, "-m", "casebound.cli.main", "record", CASE, "question"]
    end = ["--unknown", "Nobody has asked.", "--by", "ingrid-dahl", "-C", str(opened)]
    both = [subprocess.Popen([*start, name, *end], env=environment, stdout=subprocess.DEVNULL) for name in ("a", "b")]
    assert [one.wait(timeout=240) for one in both] == [0, 0]
    content = read(record(opened).read_bytes(), "record").data
    assert {"a", "b"} < set(content["questions"])
    assert len(content["log"]) == 4
