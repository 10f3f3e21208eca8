"""Numbers that identify a person block wherever they stand in the files of a project, and are never shown."""

from pathlib import Path

import pytest
from tests.support.commands import Run

from casebound import report

RECORD, REGISTER = "cases/NO-2026-001/case.yml", "registers/people.yml"


@pytest.mark.parametrize(
    ("file", "added", "kind"),
    [
        (RECORD, "# SSN of the worker: 219099999\n", "a Social Security number"),
        (RECORD, "\n  # born on 4 May 1987", "a birth date"),
        (REGISTER, "# 219-09-9999\n", "a Social Security number"),
        (REGISTER, "ghost:\n  name: Casper 219-09-9999\n", "a Social Security number"),
        ("registers/employers.yml", "ghost:\n  name: Passport no. X12345678\n", "a passport number"),
    ],
)
def test_an_identifying_number_is_found_in_comments_and_registers(
    file: str, added: str, kind: str, small: Path, run: Run, tmp_path: Path
) -> None:
    target = small / file
    target.write_text(target.read_text(encoding="utf-8") + added, encoding="utf-8")
    files = [tmp_path / f"report.{form}" for form in report.FORMATS if form != "text"]
    copies = [word for file in files for word in ("--format", f"{file.suffix[1:]}={file}")]
    found = run("check", "-C", small, "--format", "text", *copies)
    assert found.code == 1
    assert f"blocking F09: this looks like {kind}" in found.out
    for shown in (found.out, *(file.read_text(encoding="utf-8") for file in files)):
        assert not any(number in shown for number in ("219099999", "219-09", "May 1987", "X12345678"))
