"""Numbers that identify a person block wherever they stand in the files of a project, and are never shown."""

import json
from pathlib import Path

import pytest
from tests.support.commands import Ran, Run
from tests.support.new_handbooks import NOON, TODAY, _the_minute_stands_still, started

from casebound import report
from casebound.controls.file import nothing_too_personal

__all__ = ["_the_minute_stands_still", "started"]
NO = "NO-2026-001"
RECORD, REGISTER = "cases/NO-2026-001/case.yml", "registers/people.yml"


@pytest.mark.parametrize(
    ("file", "added", "kind"),
    [
        (RECORD, "# SSN of the worker: 219099999\n", "a Social Security number"),
        (RECORD, "\n  # born on 4 May 1987", "a birth date"),
        (REGISTER, "# 219-09-9999\n", "a Social Security number"),
        (REGISTER, "ghost:\n  name: Casper 219-09-9999\n", "a Social Security number"),
        ("registers/changes.yml", "format: 1\nZ99:\n  because: The worker 219-09-9999\n", "a Social Security number"),
        ("registers/employers.yml", "ghost:\n  name: Passport no. X12345678\n", "a passport number"),
    ],
)
def test_an_identifying_number_is_found_in_comments_and_registers(
    file: str, added: str, kind: str, small: Path, run: Run, tmp_path: Path
) -> None:
    target = small / file
    before = target.read_text(encoding="utf-8") if target.exists() else ""
    target.write_text(before + added, encoding="utf-8")
    files = [tmp_path / f"report.{form}" for form in report.FORMATS if form != "text"]
    copies = [word for file in files for word in ("--format", f"{file.suffix[1:]}={file}")]
    found = run("check", "-C", small, "--format", "text", *copies)
    assert found.code == 1
    assert f"blocking F09: this looks like {kind}" in found.out
    for shown in (found.out, *(file.read_text(encoding="utf-8") for file in files)):
        assert not any(number in shown for number in ("219099999", "219-09", "May 1987", "X12345678"))


LETTER = b"""From: hr@example.com
Subject: Coverage
Content-Type: text/plain

The worker was born on 4 May 1987.
Social Security number 219-09-9999, and again 219-09-9999.
"""


def test_a_number_in_the_text_of_an_exhibit_is_a_note_and_blocks_nothing(
    started: Path, run: Run, tmp_path: Path
) -> None:
    (letter := tmp_path / "letter.eml").write_bytes(LETTER)
    who = ("--by", "ingrid-dahl", "--at", NOON.isoformat(timespec="minutes"), "-C", started)
    kinds = "what looks like a Social Security number, a birth date"
    inspected = run("inspect", letter)
    recorded = run("record", NO, "exhibit", letter, "--kind", "correspondence", "--title", "A letter", *who)
    assert f"Its text contains {kinds}." in " ".join(inspected.out.split())
    assert f"E15: note: Its text contains {kinds}." in recorded.out
    copy = tmp_path / "report.json"
    found = run("check", NO, "-C", started, "--as-of", TODAY, "--format", "text", "--format", f"json={copy}")
    assert (found.code, "0 blocking, 0 warnings, 1 note" in found.out) == (0, True), found.out
    (note,) = json.loads(copy.read_text(encoding="utf-8"))["findings"]
    assert (note["control"], note["severity"], note["location"]["path"]) == ("F09", "note", "/exhibits/E15/file")
    assert note["message"] == f"the text of the file contains {kinds}"
    assert "219-09" not in found.out + copy.read_text(encoding="utf-8") + inspected.out + recorded.out


def test_the_remedy_for_a_false_alarm_leads_to_the_end(started: Path, run: Run) -> None:
    record = started / RECORD
    who = ("--by", "ingrid-dahl", "--at", NOON.isoformat(timespec="minutes"), "-C", started)
    because = ("--because", "It is the number of a building permit.")
    for title in ("permit 219-09-9999", "permit 219-09-9998"):
        text = record.read_text(encoding="utf-8")
        record.write_text(text.replace("    title: ", f"    title: {title}, ", 1), encoding="utf-8")
    assert "casebound record CASE harmless-number NUMBER" in nothing_too_personal.remedy

    def confirm(number: str, second: str = "tomas-novak") -> Ran:
        return run("record", NO, "harmless-number", number, "--confirmed-by", second, *because, *who)

    def blocking() -> int:
        return run("check", NO, "-C", started, "--as-of", TODAY, "--format", "text").out.count("blocking F09")

    for number, second, problem in [
        ("219-09-9997", "tomas-novak", "the record contains no number like this"),
        ("219-09", "tomas-novak", "the record contains no number like this"),
        ("219-09-999", "tomas-novak", "the record contains 2 numbers like this"),
        ("219-09-9999", "ingrid-dahl", "ingrid-dahl cannot be both people"),
        ("219-09-9999", "tomas-novack", "did you mean `tomas-novak`?"),
    ]:
        refused = confirm(number, second)
        assert (refused.code, problem in " ".join(refused.err.split())) == (2, True), refused.err
    confirmed = confirm("219-09-9999")
    assert (confirmed.code, "219" in confirmed.out) == (0, False), confirmed.err
    assert blocking() == 1  # the other number is not confirmed
    assert confirm("219 09 9998").code == 0
    assert blocking() == 0
    assert record.read_text(encoding="utf-8").count("219-09") == 2
