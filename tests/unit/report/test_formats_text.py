"""The report for people: the line, a caret under the key, counts, where to begin, and colors only where they belong."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.support.commands import Run
from tests.support.sample import FAR_AHEAD, GONE, PROJECT, at, bench, judgment_of
from tests.verification.faults import FAULTS

from casebound import report
from casebound.controls.file import nothing_too_personal
from casebound.model.findings import Finding, Location
from casebound.model.judgment import Judgment
from casebound.model.terms import Severity
from casebound.plan.project_plan import project_plan
from casebound.report.excerpt import cut, excerpt
from casebound.report.sanitize import escape_unprintable
from casebound.report.text import first

EXCERPT = re.compile(r"^ *[0-9]* \|.*$| \|.*$", re.MULTILINE)
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
NEXT_STEP = re.compile(r"(?<=  )(supported|unsupported|no claim)  .*$", re.MULTILINE)


def finding(line: int, column: int, case: str = "NO-2026-001", **changes: object) -> Finding:
    words = {"control": "F04", "severity": Severity.BLOCKING, "message": "wrong", "remedy": "Mend it.", **changes}
    return Finding(**words, location=Location(f"cases/{case}/case.yml", line, column), case=case)  # type: ignore[arg-type]


def told(lines: list[str], *findings: Finding, style: report.TextStyle = report.PLAIN) -> str:
    return report.as_text(project_plan(Judgment(FAR_AHEAD, None, (), findings)), lambda _file: lines, style)


# ── the excerpt ──


def test_the_caret_stands_under_the_key_between_the_lines_around_it() -> None:
    text = told([f"line {number}:" for number in range(1, 12)], finding(10, 3))
    assert "\n     9 | line 9:\n    10 | line 10:\n       |   ^\n    11 | line 11:\n" in text


@pytest.mark.parametrize(
    ("line", "column", "shown", "before"),
    [
        ("key: value", 6, "key: value", "key: "),
        ("日本: [x, 日]", 9, "日本: [x, 日]", "日本: [x, "),
        ("e\u0301te\u0301: x", 8, "e\u0301te\u0301: x", "e\u0301te\u0301: "),
        ("a\tb", 3, "a\\tb", "a\\t"),
        ("\u202eabc", 1, "\\u202eabc", ""),
        ("\x1b[2Jabc: x", 8, "\\x1b[2Jabc: x", "\\x1b[2Jabc"),
    ],
)
def test_the_caret_stands_under_its_column_as_a_terminal_shows_it(
    line: str, column: int, shown: str, before: str
) -> None:
    text, offset = cut(line, column, 80)
    assert text == shown
    assert offset == cell_len(before)


@given(st.text(st.characters(exclude_characters="\r\n"), max_size=300), st.integers(1, 320), st.integers(20, 120))
def test_a_line_of_any_length_is_cut_around_its_caret(line: str, column: int, room: int) -> None:
    text, offset = cut(line, min(column, len(line) + 1), room)
    assert all(char.isprintable() for char in text)
    assert 0 <= offset <= room
    assert cell_len(text) <= room
    at = line[min(column, len(line) + 1) - 1 :][:1]
    if at and at.isascii() and at.isprintable() and at != " ":
        assert any(cell_len(text[:index]) == offset for index, char in enumerate(text) if char == at)


def test_a_line_as_long_as_a_file_may_be_takes_no_time() -> None:
    text, offset = cut("k: " + "日" * 1_000_000, 500_000, 100)
    assert text.startswith("…")
    assert text.endswith("…")
    assert offset <= 100


def test_a_place_just_beyond_the_last_line_is_shown_and_one_without_a_file_is_not() -> None:
    rows = list(excerpt(Location("f", 3, 1), ["a: [", ""], 80))
    assert [row.text for row in rows] == [""]
    assert list(excerpt(Location("f", 1, 1), [], 80)) == []


@given(st.text(max_size=60))
def test_whatever_is_spelled_out_can_be_printed_in_one_line(text: str) -> None:
    shown = escape_unprintable(text)
    assert shown.isprintable()
    assert "##[" not in shown
    assert escape_unprintable(shown) == shown
    shown.encode()


# ── the whole ──


def test_findings_stand_by_case_those_of_no_case_first_and_none_is_lost() -> None:
    of_none = Finding("F13", Severity.BLOCKING, "gone", "Restore it.", Location("registers/people.yml", 1, 1))
    text = told(
        [], finding(1, 1, "A-1"), finding(2, 1, "B-1"), finding(3, 1, "A-1", severity=Severity.WARNING), of_none
    )
    heads = [line for line in text.splitlines() if re.match(r"(the project|cases/[A-Z]-1): ", line)]
    assert heads == ["the project: 1 blocking", "cases/A-1: 1 blocking, 1 warning", "cases/B-1: 1 blocking"]
    assert [line.split(":")[1] for line in text.splitlines() if ".yml:" in line and "Begin" not in line] == list("1132")


def test_the_other_end_is_shown_with_its_line() -> None:
    text = told(
        ["begins: 2026-01-01", "ends: 2025-01-01"], finding(2, 1, related=(Location("cases/X/case.yml", 1, 1),))
    )
    assert "\n    see also cases/X/case.yml:1:1 | begins: 2026-01-01\n" in text


def test_the_end_says_where_to_begin_and_then_the_verdict() -> None:
    judgment = judgment_of(next(one for one in FAULTS if one.objects == {"X08"}).made())
    last = report.as_text(project_plan(judgment)).rstrip().splitlines()
    assert last[-4].startswith("Begin with X08 at cases/")
    assert last[-3] == "    casebound explain X08 explains the control."
    assert last[-1].endswith("NOT SUPPORTED")


def test_one_begins_with_the_case_that_claims_unless_nothing_could_be_judged() -> None:
    judgment = judgment_of(next(one for one in FAULTS if one.objects == {"X08"}).made())
    claiming = judgment.cases[0].folder
    early, late = finding(1, 1, "AA-1"), finding(9, 1, claiming)
    both = Judgment(judgment.as_of, judgment.registers, judgment.cases, (early, late))
    assert first(both) == late
    of_none = Finding("F13", Severity.BLOCKING, "gone", "Restore it.", Location("registers/people.yml", 1, 1))
    assert first(Judgment(judgment.as_of, None, (), (early, of_none))) == of_none
    assert first(Judgment(judgment.as_of, None, (), (finding(1, 1, severity=Severity.WARNING),))) is None


def test_a_screen_s_width_is_kept_and_nothing_is_lost_by_it() -> None:
    long = finding(2, 3, message="a word " * 60, remedy="Mend " * 60)
    lines = ["a: " + "x" * 200, "  " + "k" * 300, ""]
    for width in (40, 60, 100):
        narrow = told(lines, long, style=report.TextStyle(width=width))
        assert max(map(cell_len, narrow.splitlines())) <= width
        assert narrow.count(" word") == 60
    assert told(lines, long).count("\n") < 20


def test_color_changes_nothing_but_the_color() -> None:
    one = finding(1, 1, related=(Location("cases/X/case.yml", 1, 1),))
    for width in (None, 50):
        colored, plain = (told(["a: b"], one, style=report.TextStyle(color, width)) for color in (True, False))
        assert "\x1b[" in colored
        assert "\x1b" not in plain
        assert ESCAPE.sub("", colored) == plain


def test_a_number_too_many_is_found_and_not_shown(small: Path, run: Run) -> None:
    record = small / "cases" / "NO-2026-001" / "case.yml"
    text = record.read_text(encoding="utf-8")
    assert nothing_too_personal.id == "F09"
    private = text.replace("did: Received the", "did: Born 1987-05-04, 219 09 9999, received the")
    assert private != text
    record.write_text(private, encoding="utf-8")
    out = run("check", "-C", small).out
    assert "blocking F09" in out
    assert "did: Born xxxx-xx-xx, xxx xx xxxx, received the" in out
    assert "219 09" not in out


def test_a_number_in_the_wrong_place_is_shown_by_no_format(small: Path, run: Run) -> None:
    record = small / "cases" / "NO-2026-001" / "case.yml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("us_number_last4: 4417", "us_number_last4: 219-09-4417"), encoding="utf-8")
    for form in report.FORMATS:
        told = run("check", "-C", small, "--format", form)
        assert told.code == 1
        assert "219-09" not in told.out
        assert "xxx-xx-xxxx" in told.out


# ── the terminal ──


def shown(project: Path, columns: int | None, **environment: str) -> str:
    """What `casebound check` writes: to a terminal so wide, or to a pipe."""
    clean = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    command = [sys.executable, "-m", "casebound.cli.main", "check", "-C", str(project)]
    env = {**clean, "PYTHONPATH": str(PROJECT / "generator"), "TERM": "xterm", **environment}
    if columns is None:
        return subprocess.run(command, env=env, stdout=subprocess.PIPE, check=False).stdout.decode()
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    with subprocess.Popen(command, env=env, stdout=theirs, stderr=theirs, stdin=theirs):
        os.close(theirs)
        told = b""
        while piece := _read(ours):
            told += piece
    os.close(ours)
    return told.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # the other side has closed
        return b""


@pytest.fixture
def faulty(small: Path) -> Path:
    (small / "cases" / "NO-2026-001" / "evidence" / "certificate.pdf").unlink()
    return small


def test_a_terminal_gets_color_and_its_own_width_and_a_pipe_neither(faulty: Path) -> None:
    screen, pipe = shown(faulty, 72), shown(faulty, None)
    assert "\x1b[" in screen
    assert max(cell_len(ESCAPE.sub("", line)) for line in screen.splitlines()) <= 72
    assert "\x1b" not in pipe
    assert max(map(len, pipe.splitlines())) > 120
    words = [NEXT_STEP.sub(r"\1", EXCERPT.sub("", ESCAPE.sub("", text))).split() for text in (screen, pipe)]
    assert words[0] == words[1]


@pytest.mark.parametrize(
    ("columns", "environment", "colored"),
    [
        (80, {"NO_COLOR": "1"}, False),
        (80, {"NO_COLOR": ""}, True),
        (80, {"TERM": "dumb"}, False),
        (None, {"FORCE_COLOR": "1"}, True),
        (None, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_the_environment_has_its_say_on_color(
    faulty: Path, columns: int | None, environment: dict[str, str], colored: bool
) -> None:
    assert ("\x1b" in shown(faulty, columns, **environment)) == colored


def test_forced_color_wraps_no_pipe_and_reaches_no_file(faulty: Path, tmp_path: Path) -> None:
    assert ESCAPE.sub("", shown(faulty, None, FORCE_COLOR="1")) == shown(faulty, None)


def test_a_stage_that_follows_from_the_findings_about_a_claim_is_no_finding_of_its_own() -> None:
    judgment = judgment_of(bench("NO-2026-001", [at("certificates/K1/worker", "Somebody Else")]))
    assert "X07" in {one.control for one in judgment.findings}
    assert "F15" not in {one.control for one in judgment.findings}


def test_what_a_record_says_of_itself_is_not_what_to_begin_with() -> None:
    """The broken rule comes first, although the recorded stage is on the third line of the file."""
    edits = (at("claims", GONE), at("stage", "exemption-in-effect"), at("exhibits/E9/recorded", "2027-01-01"))
    judgment = judgment_of(bench("NO-2026-001", edits))
    assert {"F15", "F11"} <= {one.control for one in judgment.findings}
    beginning = first(judgment)
    assert beginning is not None
    assert beginning.control != "F15"
