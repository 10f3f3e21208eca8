"""`casebound record`: what happened goes into the record with no other line touched, or not at all."""

import errno
import hashlib
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.commands import Run
from tests.support.new_handbooks import NOON, _the_minute_stands_still, changes, files_of, started
from tests.support.sample import PROJECT, another_pdf, bench, case_ids, facts_of

from casebound.edit import evidence_import
from casebound.edit import transaction as recording
from casebound.edit.events import Message, SeenStatus, note_contact, note_status
from casebound.edit.evidence_import import free_name
from casebound.edit.transaction import Actor, CannotRecord, NewExhibit
from casebound.edit.yaml_edit import CannotAmend, Entry, with_entry, with_field, with_member
from casebound.load.file_names import problem_with
from casebound.load.strict_yaml import read
from casebound.load.workspace import workspace
from casebound.model.requests import any_sent

__all__ = ["_the_minute_stands_still", "started"]
NO, SG = "NO-2026-001", "SG-2026-006"
BY = ("--by", "ingrid-dahl")
WHEN = ("--at", "2026-11-21T09:00-05:00")
ACTOR = Actor(NOON, NOON, "ingrid-dahl")


def record(project: Path, case: str = NO) -> Path:
    return project / "cases" / case / "case.yml"


def content(project: Path, case: str = NO) -> dict[str, object]:
    found = read(record(project, case).read_bytes(), case)
    assert not found.problems
    return dict(found.data)


@pytest.fixture
def shot(tmp_path: Path) -> Path:
    file = tmp_path / "Écran du  statut (1).PNG"
    shutil.copy(PROJECT / "cases" / "SE-2026-019" / "evidence" / "confirmation.png", file)
    return file


def test_a_status_adds_its_lines_its_exhibit_and_its_log_entry_and_touches_no_other(
    started: Path, shot: Path, run: Run
) -> None:
    before = record(started).read_text()
    told = run("record", NO, "status", "--shown", "Completed", *BY, *WHEN, "--capture", shot, "-C", started)
    assert (told.code, told.err) == (0, "")
    digest = hashlib.sha256(shot.read_bytes()).hexdigest()
    assert changes(before, record(started).read_text()) == [
        "+       - at: 2026-11-21T09:00-05:00\n",
        "+         by: ingrid-dahl\n",
        "+         shown: Completed\n",
        "+         capture: E15\n",
        "+   E15:\n",
        "+     kind: status-capture\n",
        "+     title: Status on 2026-11-21\n",
        "+     file: evidence/Ecran-du-statut-1.PNG\n",
        "+     recorded: 2026-11-21\n",
        f"+     sha256: {digest}\n",
        "+   - at: 2026-11-21T09:00-05:00\n",
        "+     by: ingrid-dahl\n",
        '+     did: "Checked the status: Completed (E15)."\n',
    ]
    copy = started / "cases" / NO / "evidence" / "Ecran-du-statut-1.PNG"
    assert copy.read_bytes() == shot.read_bytes()
    assert shot.exists()
    checked = run("check", "-C", started, "--as-of", "2026-11-22")
    assert (checked.code, "0 blocking, 0 warnings" in checked.out) == (0, True)


def test_an_exhibit_of_the_case_can_be_the_capture(started: Path, run: Run) -> None:
    before = record(started).read_text()
    told = run("record", NO, "status", "--shown", "Pending", *BY, *WHEN, "--capture", "E12", "-C", started)
    assert (told.code, told.err) == (0, "")
    assert sorted(line.split(":")[0] for line in changes(before, record(started).read_text())) == [
        "+         by", "+         capture", "+         shown", "+       - at", "+     by", "+     did", "+   - at",
    ]  # fmt: skip


def test_a_contact_begins_its_section_where_there_was_none(started: Path, tmp_path: Path, run: Run) -> None:
    letter = tmp_path / "letter.eml"
    letter.write_text("Subject: When?\n\nDear all")
    before = record(started).read_text()
    told = run(
        "record", NO, "contact", "--to", "SSA, Baltimore", "--about", "When?", "--follow-up", "--evidence", letter,
        "--evidence", "ssa-norway-rule", *BY, *WHEN, "-C", started,
    )  # fmt: skip
    assert (told.code, told.err) == (0, "")
    after = record(started).read_text()
    assert all(line.startswith("+") for line in changes(before, after))
    assert after.startswith(before[: before.index("log:")].rstrip("\n"))
    assert content(started)["contacts"] == [
        {
            "at": "2026-11-21T09:00-05:00",
            "by": "ingrid-dahl",
            "to": "SSA, Baltimore",
            "about": "When?",
            "follow_up": "R1",
            "evidence": ["E15", "ssa-norway-rule"],
        }
    ]


def test_a_receipt_adds_its_day_and_changes_the_document_alone(started: Path, tmp_path: Path, run: Run) -> None:
    file = record(started)
    file.write_text(
        file.read_text().replace("    received_on: 2026-04-16\n    document: E13\n", "    document: E9 # ?\n")
    )
    paper = tmp_path / "certificate.pdf"
    paper.write_bytes(another_pdf("another"))
    before = file.read_text()
    told = run("record", NO, "receipt", "K1", "--on", "2026-11-20", "--document", paper, *BY, *WHEN, "-C", started)
    assert (told.code, told.err) == (0, "")
    found = changes(before, file.read_text())
    assert [line for line in found if line.startswith("-")] == ["-     document: E9 # ?\n"]
    assert found[:3] == ["-     document: E9 # ?\n", "+     document: E15 # ?\n", "+     received_on: 2026-11-20\n"]
    assert "+     file: evidence/certificate-2.pdf\n" in found  # one of that name is there
    assert "+     received: 2026-11-20\n" in found
    assert "+     effective: 2026-04-08\n" in found


def test_an_exhibit_that_lies_in_the_folder_is_listed_where_it_is(started: Path, run: Run) -> None:
    stray = started / "cases" / NO / "evidence" / "stray.pdf"
    stray.write_bytes(another_pdf("stray"))
    words = ("exhibit", stray, "--kind", "internal-note", "--title", "Found", "--received", "2026-11-02")
    told = run("record", NO, *words, *WHEN, "-C", started)
    assert (told.code, told.err) == (0, "")
    assert "E15, evidence/stray.pdf" in told.out
    assert sorted(os.listdir(stray.parent))[-3:] == ["status-2026-04-10.png", "stray.pdf", "waiting-notice.png"]
    assert run("check", "-C", started, "--as-of", "2026-11-22").out.count("0 warnings") == 1


def test_the_operations_owner_files_where_nobody_else_is_named(started: Path, shot: Path, run: Run) -> None:
    run("record", NO, "exhibit", shot, "--kind", "internal-note", "--title", "X", *WHEN, "-C", started)
    assert content(started)["log"][-1]["by"] == "ingrid-dahl"  # type: ignore[index]


def test_a_case_folder_without_evidence_gets_one(started: Path, shot: Path, run: Run) -> None:
    shutil.rmtree(started / "cases" / SG / "evidence")
    file = record(started, SG)
    text = file.read_text()
    file.write_text(text[: text.index("exhibits:")] + text[text.index("log:") :])
    told = run("record", SG, "exhibit", shot, "--kind", "internal-note", "--title", "X", *WHEN, "-C", started)
    assert told.code == 0
    assert os.listdir(started / "cases" / SG / "evidence") == ["Ecran-du-statut-1.PNG"]


@pytest.mark.parametrize("case", case_ids())
def test_in_every_sample_case_nothing_but_new_lines_comes(case: str, tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "registers", tmp_path / "registers")
    shutil.copytree(PROJECT / "cases" / case, tmp_path / "cases" / case)
    project, file = workspace(tmp_path), record(tmp_path, case)
    before = file.read_text()
    paper = tmp_path / "shot.txt"
    paper.write_bytes(b"The status page.")
    if any_sent(facts_of(bench(case)).case):
        status = SeenStatus("As “shown” # really", NewExhibit(paper, "status-capture", "Status"))
        note_status(project, case, status, ACTOR)
    note_contact(project, case, Message("SSA", "- a: b"), ["E1"], ACTOR)
    after = file.read_text()
    assert all(line.startswith("+") for line in changes(before, after))
    assert [line for line in before.splitlines() if "#" in line] == [
        line for line in after.splitlines() if "#" in line and "really" not in line
    ]


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_the_files_own_line_breaks_and_mode_stay(line_break: str, started: Path, shot: Path) -> None:
    file = record(started)
    file.write_bytes(file.read_bytes().replace(b"\n", line_break.encode()))
    os.chmod(file, 0o640)
    note_status(workspace(started), NO, SeenStatus("Pending", NewExhibit(shot, "status-capture", "Status")), ACTOR)
    data = file.read_bytes()
    assert data.count(line_break.encode()) == data.count(b"\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_what_comes_after_the_log_has_gone_on_is_logged_now(started: Path) -> None:
    early = Actor(NOON.replace(year=2026, month=2), NOON, "ingrid-dahl")
    note_status(workspace(started), NO, SeenStatus("Pending", "E12"), early)
    found = content(started)
    assert found["requests"]["R1"]["tracker"][-1]["at"] == "2026-02-22T12:00-05:00"  # type: ignore[index]
    assert found["log"][-1]["at"] == "2026-11-22T12:00-05:00"  # type: ignore[index]


def test_a_log_that_lies_ahead_is_told(started: Path) -> None:
    early = NOON.replace(year=2026, month=2)
    with pytest.raises(CannotRecord, match="in the future"):
        note_status(workspace(started), NO, SeenStatus("Pending", "E12"), Actor(early, early, "ingrid-dahl"))


def test_where_the_day_is_pinned_before_it_that_is_told(started: Path, run: Run) -> None:
    file = started / "registers" / "policy.yml"
    file.write_text(file.read_text() + "\nas_of: 2026-11-20\n")
    told = run("record", NO, "status", "--shown", "Pending", *BY, *WHEN, "--capture", "E12", "-C", started)
    assert told.code == 0
    assert "sets the as-of date to 2026-11-20" in told.err


LINE = "x" * 301
EXHIBIT = ("exhibit", "PAPER", "--kind", "internal-note", "--title", "X")
REFUSED: tuple[tuple[tuple[str, ...], str], ...] = (
    (("exhibit", "PAPER", "--kind", "internal-not", "--title", "X"), "did you mean `internal-note`?"),
    (("exhibit", "PAPER", "--kind", "internal-note", "--title", LINE), "longer than"),
    (("exhibit", "PAPER", "--kind", "internal-note", "--title", "a\u202eb"), "cannot be written safely"),
    (("exhibit", "PAPER", "--kind", "internal-note", "--title", " "), "exhibits/E15/title"),
    (("exhibit", "MISSING", "--kind", "internal-note", "--title", "X"), "No such file"),
    (("exhibit", "EMPTY", "--kind", "internal-note", "--title", "X"), "is empty"),
    (("exhibit", "FOLDER", "--kind", "internal-note", "--title", "X"), "is not a regular file"),
    (("exhibit", "/dev/zero", "--kind", "internal-note", "--title", "X"), "is not a regular file"),
    (("exhibit", "FIFO", "--kind", "internal-note", "--title", "X"), "is not a regular file"),
    (("exhibit", "HUGE", "--kind", "internal-note", "--title", "X"), "larger than 64 MiB"),
    (("exhibit", "KNOWN", "--kind", "certificate", "--title", "X"), "already on file as E13"),
    ((*EXHIBIT, "--by", "ingrid-dal"), "did you mean `ingrid-dahl`?"),
    ((*EXHIBIT, "--received", "soon"), "a date is written"),
    ((*EXHIBIT, "--at", "yesterday"), "a time is written"),
    (("status", "--shown", "x", "--capture", "E99", *BY), "has no exhibit E99"),
    (("status", "--shown", "x", "--capture", "E1", *BY), "has the kind assignment-letter, not status-capture"),
    (("status", "--shown", "", "--capture", "PAPER", *BY), "requests/R1/tracker/3/shown"),
    (("status", "--shown", "x", "--capture", "PAPER"), "Missing option '--by'"),
    (("contact", "--to", "x", "--about", "y", "--evidence", "E77", *BY), "neither an exhibit"),
    (("contact", "--to", "x", "--about", "y", "--evidence", "ssa-norway-rul", *BY), "did you mean `ssa-norway-rule`?"),
    (("contact", "--to", "x", "--about", "y", "--evidence", "PAPER", "--evidence", "PAPER", *BY), "is named twice"),
    (("contact", "--to", LINE, "--about", "y", "--evidence", "PAPER", *BY), "contacts/0/to"),
    (("receipt", "K1", "--on", "2026-11-20", "--document", "E13", *BY), "already recorded as received on 2026-04-16"),
    (("receipt", "K7", "--on", "2026-11-20", "--document", "PAPER", *BY), "Certificates of the case: K1"),
)


@pytest.mark.parametrize(("words", "said"), REFUSED)
def test_what_cannot_go_on_record_is_told_and_nothing_is_left(
    words: Sequence[str], said: str, started: Path, shot: Path, tmp_path: Path, run: Run
) -> None:
    (tmp_path / "empty").touch()
    os.mkfifo(tmp_path / "fifo")
    with open(tmp_path / "huge", "wb") as stream:
        stream.truncate((64 << 20) + 1)
    places = {
        "PAPER": shot,
        "MISSING": tmp_path / "missing",
        "EMPTY": tmp_path / "empty",
        "FOLDER": tmp_path,
        "FIFO": tmp_path / "fifo",
        "HUGE": tmp_path / "huge",
        "KNOWN": started / "cases" / NO / "evidence" / "certificate.pdf",
    }
    before = files_of(started)
    told = run("record", NO, *(places.get(word, word) for word in words), "-C", started)
    assert told.code == (1 if "this cannot be recorded" in told.err else 2)
    assert said in told.err
    assert files_of(started) == before


BROKEN = (
    (("stage: exemption-in-effect", "stage: [x"), "case.yml:5:10: invalid YAML"),
    (("case: NO", "cas: NO"), "`case` is missing"),
    (("case: NO", "case: &x NO"), "the anchor"),
    (("stage: ex", "stage: exx"), "`exxemption-in-effect` is not one of"),
)


@pytest.mark.parametrize(("change", "said"), BROKEN)
def test_nothing_is_added_to_a_record_that_is_not_valid(
    change: tuple[str, str], said: str, started: Path, run: Run
) -> None:
    file = record(started)
    file.write_text(file.read_text().replace(*change))
    before = files_of(started)
    told = run("record", NO, "status", "--shown", "x", "--capture", "E12", *BY, "-C", started)
    assert told.code == 2
    assert f"cases/{NO}/case.yml:" in told.err
    assert said in told.err
    assert files_of(started) == before


@pytest.mark.parametrize("link", ["case.yml", "evidence", "."])
def test_nothing_is_written_through_a_link(link: str, started: Path, shot: Path, tmp_path: Path, run: Run) -> None:
    place = started / "cases" / NO / link
    shutil.move(place, tmp_path / "elsewhere")
    place.symlink_to(tmp_path / "elsewhere")
    before = files_of(tmp_path)
    told = run("record", NO, *EXHIBIT[:1], shot, *EXHIBIT[2:], *WHEN, "-C", started)
    assert told.code == 2
    assert files_of(tmp_path) == before


@pytest.mark.parametrize("stage", ["fsync", "write_whole"])
def test_where_the_disk_fails_the_copy_is_taken_out_again(stage: str, started: Path, shot: Path, run: Run) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = files_of(started)
    with patch.object(os if stage == "fsync" else recording, stage, full):
        told = run("record", NO, *EXHIBIT[:1], shot, *EXHIBIT[2:], *WHEN, "-C", started)
    assert told.code == 2
    assert "No space left" in told.err
    assert files_of(started) == before


def test_a_paper_that_changes_while_it_is_copied_is_not_filed(started: Path, shot: Path, run: Run) -> None:
    before = files_of(started)
    with patch.object(recording, "bytes_of", lambda _file: shot.read_bytes() + b"more"):
        told = run("record", NO, *EXHIBIT[:1], shot, *EXHIBIT[2:], *WHEN, "-C", started)
    assert told.code == 2
    assert "changed while it was read" in told.err
    assert files_of(started) == before


def test_a_record_that_somebody_else_changed_meanwhile_is_left_to_them(started: Path, shot: Path, run: Run) -> None:
    file, names = record(started), evidence_import.names_in

    def edited(folder: Path) -> tuple[str, ...]:
        file.write_text(file.read_text() + "# an editor's\n")
        return names(folder)

    with patch.object(recording, "names_in", edited):
        told = run("record", NO, *EXHIBIT[:1], shot, *EXHIBIT[2:], *WHEN, "-C", started)
    assert told.code == 2
    assert "changed by another process" in told.err
    assert file.read_text().endswith("# an editor's\n")
    assert not (started / "cases" / NO / "evidence" / "Ecran-du-statut-1.PNG").exists()


def test_a_case_that_is_not_there_is_told(started: Path, run: Run) -> None:
    told = run("record", "XX-1", "status", "--shown", "x", "--capture", "E1", *BY, "-C", started)
    assert (told.code, "there is no case XX-1" in told.err) == (2, True)


_MANY = """
import sys
from pathlib import Path
from casebound.model.days import parse_moment
from casebound.edit.events import file_exhibit
from casebound.edit.transaction import Actor, NewExhibit
from casebound.load.workspace import workspace
now = parse_moment("2026-11-22T12:00-05:00")
for number in range(5):
    paper = Path(sys.argv[2]) / "paper.txt"
    paper.write_text(f"{sys.argv[2]} {number}")
    file_exhibit(workspace(Path(sys.argv[1])), "NO-2026-001", NewExhibit(paper, "internal-note", "X"), Actor(now, now))
"""


def test_two_at_once_lose_nothing(started: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "generator")}
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    both = [
        subprocess.Popen([sys.executable, "-c", _MANY, str(started), str(tmp_path / name)], env=environment)
        for name in ("one", "two")
    ]
    assert [one.wait(timeout=120) for one in both] == [0, 0]
    found = content(started)
    assert list(found["exhibits"]) == [f"E{number}" for number in range(1, 25)]  # type: ignore[call-overload]
    assert len(found["log"]) == 16  # type: ignore[arg-type]
    for one in found["exhibits"].values():  # type: ignore[attr-defined]
        data = (started / "cases" / NO / one["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == one["sha256"]


@given(st.text(), st.lists(st.text(max_size=20), max_size=5))
def test_a_name_is_always_one_that_the_schema_takes_and_nobody_has(wanted: str, taken: list[str]) -> None:
    import re

    first = free_name(wanted, taken)
    assert problem_with(first) is None
    second = free_name(wanted, [*taken, first.upper()])
    for name in (first, second):
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,110}", name)
    assert first.casefold() not in {one.casefold() for one in taken}
    assert second.casefold() != first.casefold()


MAPPINGS = (
    "a: 1\n",
    "a: 1\nm:\nb: 2\n",
    "a: 1\nm: {}  # nothing yet\nb: 2\n",
    "m:\n  x: {g: 1}\n\n# of b\nb: 2\n",
    "m:\n    x:\n        g: 1 # why\n    # still of m\n\nb: 2\n",
    "a: 1\r\nm:\r\n  x:\r\n    g: 1\r\nb: 2\r\n",
    "m:\n  x:\n    g: >-\n      folded\n      text\n\n\n",
)


@pytest.mark.parametrize("text", MAPPINGS)
def test_a_named_entry_is_added_and_everything_else_stays(text: str) -> None:
    before = read(text.encode(), "").data
    entry: Entry = {"g": "- b: c #", "h": True, "i": ["E1", "a, b"]}
    after = with_member(text.encode(), "m", "y", entry)
    assert read(after, "").data == {**before, "m": {**(before.get("m") or {}), "y": entry}}
    assert [line for line in changes(text, after.decode()) if line.startswith("-") and "{}" not in line] == []


@pytest.mark.parametrize("text", ["m: {x: 1}\n", "m:\n  {x: 1}\n", "m: [\n", "m: x\n", "m:\n  y: 1\n", "m: null\n"])
def test_a_mapping_that_cannot_take_an_entry_safely_is_refused(text: str) -> None:
    with pytest.raises(CannotAmend):
        with_member(text.encode(), "m", "y", {"g": "1"})


@pytest.mark.parametrize("text", ["m:\n  x:\n    g: 1\n    # of x\n  # of z\n  z: 2\n", "m:\n  x:\n    g: 1"])
def test_a_field_is_added_at_the_end_of_its_mapping(text: str) -> None:
    after = with_field(text.encode(), ("m", "x", "h"), "2").decode()
    assert read(after.encode(), "").data["m"]["x"] == {"g": "1", "h": "2"}
    assert "    # of x\n    h: 2\n  # of z\n" in after or after == f"{text}\n    h: 2"


@pytest.mark.parametrize("text", ["m:\n  x: {g: 1}\n", "m: {x: {g: 1}}\n", "m:\n  x:\n", "a: 1\n", "m:\n  x: 1\n"])
def test_a_field_without_a_line_of_its_own_is_refused(text: str) -> None:
    with pytest.raises(CannotAmend):
        with_field(text.encode(), ("m", "x", "h"), "2")


@pytest.mark.parametrize("section", ["log", "exhibits"])
def test_a_text_that_no_file_can_hold_is_refused(section: str) -> None:
    with pytest.raises(CannotAmend):
        with_entry(b"a: 1\n", (section,), {"did": "half a pair \ud800"})


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("証明書.pdf", "certificate.pdf"),
        ("Справка 2026.pdf", "certificate-2026.pdf"),
        ("شهادة.eml", "certificate.eml"),
        ("Østby Führungszeugnis (Straße).PDF", "Ostby-Fuhrungszeugnis-Strasse.PDF"),
        ("CON.pdf", "certificate-CON.pdf"),
        ("aux.txt.pdf", "certificate-aux.txt.pdf"),
        ("LPT1", "certificate-LPT1"),
        ("nul.tar.gz", "certificate-nul.tar.gz"),
        ("COM¹.pdf", "certificate-COM1.pdf"),
        ("letter. ", "letter"),
        ('a<b>:"c|d?*.txt', "a-b-c-d.txt"),
        ("x" * 300 + ".pdf", "x" * 64 + ".pdf"),
        (".pdf", "pdf"),
        ("letter.пдф", "letter"),
        ("Cafe\u0301.png", "Cafe.png"),
    ],
)
def test_a_name_keeps_its_ending_and_becomes_one_that_every_system_takes(wanted: str, name: str) -> None:
    assert free_name(wanted, [], "certificate") == name
    assert problem_with(name) is None
