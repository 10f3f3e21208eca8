"""The unsupported set: each case claims what it cannot support, and is found out, line by line."""

import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.support.commands import Run
from tests.support.projects import verifies
from tests.support.sample import FAR_AHEAD, PROJECT

from casebound.load.strict_yaml import positions, read
from casebound.load.workspace import workspace
from casebound.model.judgment import Verdict
from casebound.model.rules import Link
from casebound.model.terms import Severity
from casebound.pipeline.check import check

FOLDER = PROJECT / "tests" / "unsupported"
EXPECTED: dict[str, dict[str, Any]] = read((FOLDER / "expected.yml").read_bytes(), "expected.yml").data


@cache
def _places(case: str) -> dict[str, tuple[int, int]]:
    found = positions((FOLDER / case / "case.yml").read_bytes())
    return {"".join(f"/{part}" for part in path): place for path, place in found.items()}


def _into(project: Path, case: str) -> Path:
    """The project with the case in place of its base, which has the same certificate for another worker."""
    shutil.rmtree(project / "cases" / EXPECTED[case]["base"], ignore_errors=True)
    shutil.copytree(FOLDER / case, project / "cases" / case)
    return project


def test_the_folders_and_the_list_are_the_same_and_break_every_link_alone() -> None:
    assert {one.name for one in FOLDER.iterdir() if one.is_dir()} == set(EXPECTED)
    assert {one["link"][0] for one in EXPECTED.values() if len(one["link"]) == 1} == {link.value for link in Link}


@pytest.mark.parametrize("case", EXPECTED)
def test_the_controls_expected_object_and_no_others(small: Path, case: str) -> None:
    judgment = check(workspace(_into(small, case)), None, FAR_AHEAD)
    blocking = [one for one in judgment.findings if one.severity is Severity.BLOCKING]
    assert {one.case for one in blocking} == {case}
    assert {one.control for one in blocking} == set(EXPECTED[case]["controls"])
    (one,) = [one for one in judgment.cases if one.folder == case]
    assert one.verdict is Verdict.UNSUPPORTED
    broken = [link.link.value for claim in one.claims for link in claim.chain if not link.holds]
    assert broken == EXPECTED[case]["link"]


@pytest.mark.parametrize("case", EXPECTED)
def test_the_finding_points_at_the_line_of_the_claim_or_the_fact_itself(small: Path, case: str) -> None:
    judgment = check(workspace(_into(small, case)), None, FAR_AHEAD)
    wanted, control = EXPECTED[case]["path"], EXPECTED[case]["controls"][0]
    (place,) = [one.location for one in judgment.findings if one.control == control and one.location.path == wanted]
    assert place.file == f"cases/{case}/case.yml"
    assert (place.line, place.column) == _places(case)[wanted]
    line = (FOLDER / case / "case.yml").read_text().splitlines()[place.line - 1]
    last = wanted.rpartition("/")[2]
    told = line[place.column - 1 :]
    assert told.startswith(f"{last}:") or last.isdigit()
    assert all(one.remedy for one in judgment.findings)


@pytest.mark.parametrize("case", EXPECTED)
def test_a_build_publishes_nothing_and_the_last_release_still_verifies(built: Path, run: Run, case: str) -> None:
    release = built / "build" / "handbook"
    before = (release.resolve(), (release / "SHA256SUMS").read_bytes())
    _into(built, case)
    checked, made = run("check", "-C", built), run("build", "-C", built)
    assert (checked.code, made.code) == (1, 1)
    assert f" {EXPECTED[case]['controls'][0]}: " in made.out
    assert "Nothing was published" in made.err
    assert (release.resolve(), (release / "SHA256SUMS").read_bytes()) == before
    assert verifies(release)
    assert not (release / "cases" / case).exists()
    assert [one.name for one in (built / "build" / "releases").iterdir()] == [release.resolve().name]


def test_the_same_case_without_its_change_is_supported(small: Path) -> None:
    for base in sorted({one["base"] for one in EXPECTED.values()} - {"NO-2026-001"}):
        shutil.copytree(PROJECT / "cases" / base, small / "cases" / base)
    assert not check(workspace(small), None, FAR_AHEAD).blocked
