"""File names that some system refuses, or takes for the name of another file."""

import os
import shutil
from pathlib import Path

import pytest
from tests.support.projects import copy_project

from casebound.load.evidence_reader import hashed
from casebound.load.file_names import name_problems, problem_with, same_published
from casebound.load.project import load
from casebound.load.workspace import Workspace, workspace

NO = "NO-2026-001"
REFUSED = (
    "CON.pdf", "con", "aux.txt.pdf", "LPT1", "nul.tar.gz", "COM¹", "lpt³.txt", "PRN .txt", "CONIN$", "com0.log",
    "letter.", "letter ", "a<b", "a>b", "a:b", 'a"b', "a|b", "a?b", "a*b", "a\\b", "a\tb", "x" * 256, "日" * 86,
    "sub/NUL.pdf", "sub./letter.pdf",
)  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_name_that_windows_refuses_is_refused(name: str) -> None:
    assert problem_with(name) is not None


@pytest.mark.parametrize("name", ["console.pdf", "aux-letter.pdf", "com10.txt", "a.con", "lpt", "証明書.pdf"])
def test_a_name_that_only_resembles_such_a_name_is_fine(name: str) -> None:
    assert problem_with(name) is None


def test_a_path_may_have_240_characters() -> None:
    path = "cases/" + "a" * 117 + "/" + "b" * 116
    assert problem_with(path) is None
    assert problem_with(path + "b") == "the path is longer than 240 characters"


def test_two_files_are_not_published_under_one_name() -> None:
    assert list(same_published(["evidence/a.pdf", "b.pdf"])) == []
    assert [name for name, _ in same_published(["evidence/a.pdf", "a.pdf", "evidence/b.pdf"])] == ["a.pdf"]


def renamed(project: Path, old: str, new: str) -> None:
    folder = project / "cases" / NO
    (folder / old).rename(folder / new)
    record = folder / "case.yml"
    record.write_text(record.read_text().replace(f"file: {old}", f"file: {new}"))


def found(project: Path) -> list[tuple[str, str, str]]:
    findings = load(workspace(project)).findings
    return [(one.location.file, one.location.path, one.message) for one in findings if one.control == "F28"]


@pytest.mark.parametrize("name", ["CON.pdf", "aux.txt.pdf", "LPT1", "nul.tar.gz", "letter."])
def test_an_exhibit_with_a_reserved_name_is_a_finding_at_its_entry(name: str, tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    renamed(project, "evidence/certificate.pdf", f"evidence/{name}")
    ((file, pointer, message),) = found(project)
    assert (file, pointer) == (f"cases/{NO}/case.yml", "/exhibits/E13/file")
    assert name in message


def test_names_that_differ_only_in_upper_and_lower_case_are_a_finding(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    renamed(project, "evidence/confirmation.png", "evidence/Certificate.PDF")
    ((_, _, message),) = found(project)
    assert "it is the same name as evidence/" in message
    assert message.endswith("only upper and lower case differ")


def test_names_whose_accents_are_stored_differently_are_a_finding_that_says_so() -> None:
    ((name, problem),) = name_problems("cases/X", ["caf\u00e9.pdf", "cafe\u0301.pdf"])
    assert name == "cafe\u0301.pdf"
    assert problem.endswith("only the accents are stored differently")


@pytest.mark.parametrize(
    ("recorded", "there", "difference"),
    [
        ("evidence/letter.pdf", "Letter.PDF", "only upper and lower case differ"),
        ("evidence/caf\u00e9.pdf", "cafe\u0301.pdf", "only the accents are stored differently"),
        ("evidence/letter.pdf", "letters.pdf", None),
    ],
)
def test_a_missing_file_is_reported_with_the_name_that_is_there_instead(
    recorded: str, there: str, difference: str | None, tmp_path: Path
) -> None:
    (tmp_path / "cases" / NO / "evidence").mkdir(parents=True)
    (tmp_path / "cases" / NO / "evidence" / there).write_bytes(b"x")
    problem = hashed(Workspace(tmp_path), recorded, f"cases/{NO}/{recorded}").problem
    assert problem == "it is missing" + (f", but the folder contains {there} ({difference})" if difference else "")


@pytest.mark.parametrize("recorded", ["evidence/more/LETTER.pdf", "../../outside/LETTER.pdf"])
def test_a_folder_outside_of_the_project_is_not_listed(recorded: str, tmp_path: Path) -> None:
    (tmp_path / "project" / "cases" / NO / "evidence").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "letter.pdf").write_bytes(b"x")
    (tmp_path / "project" / "outside").symlink_to(tmp_path / "outside")
    (tmp_path / "project" / "cases" / NO / "evidence" / "more").symlink_to(tmp_path / "outside")
    problem = hashed(Workspace(tmp_path / "project"), recorded, f"cases/{NO}/{recorded}").problem
    assert problem is not None
    assert "letter.pdf" not in problem


def test_an_unlisted_file_is_reported_once_as_unlisted(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    evidence = project / "cases" / NO / "evidence"
    for name in ("CON.pdf", "CERTIFICATE.pdf"):
        shutil.copy(evidence / "certificate.pdf", evidence / name)
    assert found(project) == []
    assert [one.control for one in load(workspace(project)).findings] == ["F14", "F14"]


@pytest.mark.parametrize(
    "names", [("Pru\u0308fung.pdf", "Pr\u00fcfung.pdf"), ("a.pdf", "A.PDF"), ("stra\u00dfe", "STRASSE")]
)
def test_names_that_are_equal_somewhere_are_named_together(names: tuple[str, str]) -> None:
    ((name, problem),) = name_problems("cases/X", names)
    assert (name, f"the same name as {names[0]}:" in problem) == (names[1], True)


def test_a_capture_is_a_finding_where_the_register_names_it(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    register = project / "registers" / "sources.yml"
    name = register.read_text().partition("capture: registers/captures/")[2].split()[0]
    (project / "registers" / "captures" / name).rename(project / "registers" / "captures" / "aux.pdf")
    register.write_text(register.read_text().replace(f"captures/{name}", "captures/aux.pdf"))
    ((file, pointer, _),) = found(project)
    assert (file, pointer.endswith("/capture")) == ("registers/sources.yml", True)


def test_a_case_folder_with_a_reserved_name_is_a_finding(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    (project / "cases" / NO).rename(project / "cases" / "COM1")
    ((file, _, message),) = found(project)
    assert (file, message.startswith("the folder COM1")) == (os.path.join("cases", "COM1", "case.yml"), True)


def test_the_sample_has_no_such_name(tmp_path: Path) -> None:
    assert found(copy_project(tmp_path)) == []
