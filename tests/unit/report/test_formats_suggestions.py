"""Whoever misspells a key, a word or an id is told what was probably meant."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.commands import Run
from tests.support.projects import copy_project

NO, DE = "cases/NO-2026-001/case.yml", "cases/DE-2026-002/case.yml"
PEOPLE = "registers/people.yml"

SLIPS: dict[str, tuple[str, str, str, str]] = {
    "a key of a record": (NO, "  intake_label:", "  intake_lable:", "did you mean `intake_label`?"),
    "a word of a record": (NO, "direction: outbound", "direction: outbond", "did you mean `outbound`?"),
    "a key of a register": (PEOPLE, "  title: Controller", "  titel: Controller", "did you mean `title`?"),
    "a word of a register": (PEOPLE, "    - role: payroll\n      from: 2019-01-01\n    - role: approver",
                           "    - role: payrol\n      from: 2019-01-01\n    - role: approver",
                             "did you mean `payroll`?"),
    "a person": (NO, "    by: ingrid-dahl\n    did: Opened", "    by: ingrid-dhal\n    did: Opened",
                 "ingrid-dhal is not in registers/people.yml; did you mean `ingrid-dahl`?"),
    "an employer": (NO, "employer: fjordline-subsea\n\n", "employer: fjordline-subsae\n\n",
                    "fjordline-subsae is not in registers/employers.yml; did you mean `fjordline-subsea`?"),
    "an affiliate": (DE, "    employer: brightwater-messtechnik", "    employer: brightwater-mestechnik",
                     "brightwater-mestechnik is not in .*; did you mean `brightwater-messtechnik`?"),
    "an exhibit": (NO, "    evidence: [E5]", "    evidence: [E50]", "E50 is neither .*; did you mean `E5`?"),
    "a source": (NO, "    evidence: [ssa-norway-rule]\n  single", "    evidence: [ssa-norwey-rule]\n  single",
                 "ssa-norwey-rule is neither .*; did you mean `ssa-norway-rule`?"),
}  # fmt: skip


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[str, str, str], Path]:
    project = copy_project(tmp_path / "project", ("DE-2026-002", "NO-2026-001"))

    def edit(file: str, was: str, becomes: str) -> Path:
        text = (project / file).read_text(encoding="utf-8")
        assert text.count(was) == 1
        (project / file).write_text(text.replace(was, becomes), encoding="utf-8")
        return project

    return edit


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_of_the_pen_is_answered_with_what_was_meant(
    slip: str, edited: Callable[[str, str, str], Path], run: Run
) -> None:
    file, was, becomes, said = SLIPS[slip]
    told = run("check", "-C", edited(file, was, becomes))
    assert told.code == 1
    head, _, tail = said.partition(".*")
    line = next(line for line in told.out.splitlines() if head in line and tail in line)
    assert line.startswith(f"{file}:")


def test_what_resembles_nothing_is_answered_with_nothing(edited: Callable[[str, str, str], Path], run: Run) -> None:
    project = edited(NO, "    by: ingrid-dahl\n    did: Opened", "    by: nobody-known\n    did: Opened")
    assert "nobody-known is not in registers/people.yml\n" in run("check", "-C", project).out
