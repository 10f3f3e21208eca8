"""`casebound approve`: a yes goes into the record with no other line touched, or not at all."""

import difflib
from pathlib import Path

import pytest
from tests.support.commands import Run
from tests.support.projects import copy_project

from casebound.edit.yaml_edit import CannotAmend, with_entry, with_values
from casebound.load.strict_yaml import read

NO, FI = "NO-2026-001", "FI-2026-021"
WHEN = "2026-11-21T09:00-05:00"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project", (NO, FI))


def record(project: Path, case: str) -> Path:
    return project / "cases" / case / "case.yml"


def changes(before: str, after: str) -> list[str]:
    old, new = before.splitlines(), after.splitlines()
    found: list[str] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            found += [f"-{line}" for line in old[a:b]] + [f"+{line}" for line in new[c:d]]
    return found


def without_approvals(project: Path, case: str, role: str) -> str:
    """The record less one approval, as text."""
    lines = record(project, case).read_text().splitlines(keepends=True)
    first = next(at for at, line in enumerate(lines) if line == f"    role: {role}\n")
    first = next(at for at in range(first, 0, -1) if lines[at].startswith("  - step: "))
    end = next(at for at in range(first + 1, len(lines)) if not lines[at].startswith("    "))
    text = "".join(lines[:first] + lines[end:])
    record(project, case).write_text(text)
    return text


def test_an_approval_adds_its_own_lines_and_touches_no_other(project: Path, run: Run) -> None:
    before = without_approvals(project, FI, "approver")
    told = run("approve", FI, "filing", "--by", "helen-okafor", "--at", WHEN, "-C", project)
    assert (told.code, told.err) == (0, "")
    after = record(project, FI).read_text()
    added = changes(before, after)
    assert [line.split(":")[0].strip("+- ") for line in added] == [
        "step", "role", "by", "at", "log_entries", "controls", "covers",
    ]  # fmt: skip
    assert all(line.startswith("+") for line in added)
    assert run("check", FI, "-C", project).code == 0
    assert "This step has all approvals." in told.out


def test_an_approval_of_what_has_changed_is_renewed_where_it_stands(project: Path, run: Run) -> None:
    file = record(project, NO)
    file.write_text(file.read_text().replace("  residence: US", "  residence: NO"))
    assert run("check", NO, "-C", project).code == 1
    before = file.read_text()
    told = run("approve", NO, "filing", "--by", "tomas-novak", "--at", "2026-01-20T16:00-05:00", "-C", project)
    assert told.out == f"renewed: {NO}, filing, data_quality tomas-novak\nstill needed: approver\n"
    assert {line.split(":")[0].strip("+- ") for line in changes(before, file.read_text())} == {
        "at", "log_entries", "covers",
    }  # fmt: skip


def test_renewing_every_approval_makes_a_changed_case_supported_again(project: Path, run: Run) -> None:
    file = record(project, NO)
    file.write_text(file.read_text().replace("sends her from Texas", "sends her from Galveston, Texas"))
    assert run("check", NO, "-C", project).code == 1
    request = (
        ("filing", "tomas-novak", "2026-01-20T15:30-05:00"),
        ("filing", "helen-okafor", "2026-01-21T10:05-05:00"),
        ("exemption", "helen-okafor", "2026-04-21T11:20-04:00"),
        ("exemption", "miriam-katz", "2026-04-21T16:45-04:00"),
        ("exemption", "carla-jensen", "2026-04-22T09:30-04:00"),
    )
    for gate, by, at in request:
        assert run("approve", NO, gate, "--by", by, "--at", at, "-C", project).code == 0
    assert run("check", NO, "-C", project).code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((NO, "exemption", "--by", "ingrid-dahl"), 2, "has no role at the exemption step"),
        ((NO, "exemption", "--by", "helen-okafor"), 2, "is still valid"),
        ((NO, "exemption", "--by", "helen-okafor", "--claim", "C9"), 2, "the case has no claim C9"),
        ((NO, "filing", "--by", "helen-okafor", "--claim", "C1"), 2, "the filing step has no claim"),
        ((FI, "exemption", "--by", "helen-okafor"), 2, "the case has 0 claims"),
        (("XX-1", "filing", "--by", "helen-okafor"), 2, "there is no case XX-1"),
        ((NO, "filing", "--by", "helen-okafor", "--at", "yesterday"), 2, "a time is written"),
    ],
)
def test_a_yes_that_comes_to_nothing_is_told_and_changes_nothing(
    words: tuple[str, ...], code: int, said: str, project: Path, run: Run
) -> None:
    before = [record(project, case).read_bytes() for case in (NO, FI)]
    told = run("approve", *words, "-C", project)
    assert told.code == code
    assert said in told.err
    assert [record(project, case).read_bytes() for case in (NO, FI)] == before


def test_a_yes_before_the_certificate_is_refused(project: Path, run: Run) -> None:
    before = without_approvals(project, NO, "legal")
    words = ("approve", NO, "exemption", "--by", "miriam-katz", "--at", "2026-04-15T09:00-04:00", "-C", project)
    told = run(*words)
    assert told.code == 1
    assert "A02: approved before the certificate was received" in told.err
    assert record(project, NO).read_text() == before


ENTRY = {"by": "a-b", "did": 'Said: "yes" # really', "number": "true"}


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\n",
        "a: 1",
        "a: 1\nlog:\nb: 2\n",
        "a: 1\nlog: []  # nothing yet\nb: 2\n",
        "log:\n- by: x\n\n# of b\nb: 2\n",
        "log:\n    - by: x\n      did: y # why\n    # still of the log\n\nb: 2\n",
        "a: 1\r\nlog:\r\n  - by: x\r\nb: 2\r\n",
        "log:\n  - by: x\n    did: >-\n      folded\n      text\n",
    ],
)
def test_an_entry_is_added_and_everything_else_stays(text: str) -> None:
    before = read(text.encode(), "").data
    after = with_entry(text.encode(), ("log",), ENTRY)
    assert read(after, "").data == {**before, "log": [*(before.get("log") or []), ENTRY]}
    assert [line for line in changes(text, after.decode()) if line.startswith("-") and "[]" not in line] == []


@pytest.mark.parametrize("text", ["log: [{by: x}]\n", "a: [\n", "- a\n", "a: 1\na: 2\n"])
def test_what_cannot_be_amended_safely_is_refused(text: str) -> None:
    with pytest.raises(CannotAmend):
        with_entry(text.encode(), ("log",), ENTRY)


@pytest.mark.parametrize("path", [("a",), ("b", "c"), ("d", 0, "e")])
def test_a_value_is_changed_where_it_stands(path: tuple[str | int, ...]) -> None:
    text = b"a: 1 # one\nb:\n  c: two\nd:\n  - e: three\n    f: {g: 4}\n"
    after = with_values(text, {path: "other words"}).decode()
    assert len(changes(text.decode(), after)) == 2
    assert "# one" in after


@pytest.mark.parametrize("path", [("z",), ("d", 0, "f", "g")])
def test_a_value_that_shares_its_line_is_left_alone(path: tuple[str | int, ...]) -> None:
    with pytest.raises(CannotAmend):
        with_values(b"a: 1\nd:\n  - e: 3\n    f: {g: 4}\n", {path: "5"})


@pytest.mark.parametrize(("case", "step", "by"), [(NO, "exemption", "miriam-katz"), (FI, "filing", "helen-okafor")])
def test_an_approval_after_the_as_of_date_is_refused_with_the_option_for_its_time(
    case: str, step: str, by: str, project: Path, run: Run
) -> None:
    before = without_approvals(project, case, "legal" if step == "exemption" else "approver")
    late = run("approve", case, step, "--by", by, "--at", "2027-01-01T09:00-05:00", "-C", project)
    assert (late.code, "as-of date" in late.err, "--at" in late.err) == (1, True, True), late.err
    assert "approved before the certificate was received" not in late.err
    assert record(project, case).read_text() == before
