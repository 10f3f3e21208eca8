"""The benchmark's generator: many cases, all different, every one of them as sound as its base."""

import hashlib
from collections import Counter
from pathlib import Path

import pytest
from bench.generate import generate
from tests.support.sample import FAR_AHEAD, PROJECT

from casebound.load.workspace import workspace
from casebound.model.judgment import Judgment
from casebound.pipeline.check import check

CASES = 50


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "project"
    generate(folder, CASES)
    return folder


@pytest.fixture(scope="module")
def judgment(project: Path) -> Judgment:
    return check(workspace(project), None, FAR_AHEAD)


def hashes(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_every_generated_case_is_valid_and_every_claim_is_supported(judgment: Judgment) -> None:
    assert len(judgment.cases) == CASES
    assert not judgment.blocked
    assert judgment.unjudged == ()


def test_each_kind_of_case_in_the_sample_is_there_and_stands_where_its_base_stands(judgment: Judgment) -> None:
    sample = check(workspace(PROJECT), None, FAR_AHEAD)
    kinds = [
        (one.case.direction, one.case.partner, one.stage, one.verdict)
        for one in sample.cases
        if len(one.case.requests) < 2
        and not any(certificate.replaces for certificate in one.case.certificates.values())
    ]
    generated = [(one.case.direction, one.case.partner, one.stage, one.verdict) for one in judgment.cases]
    rounds, rest = divmod(CASES, len(kinds))
    assert Counter(generated) == Counter(kinds * rounds + kinds[:rest])


def test_no_two_generated_records_are_alike(judgment: Judgment) -> None:
    workers = [one.case.worker.reference for one in judgment.cases]
    assert len(set(workers)) == CASES
    periods = {one.case.assignment.ends for one in judgment.cases}
    assert len(periods) > CASES // 2


def test_the_same_seed_gives_the_same_bytes_and_another_seed_gives_others(project: Path, tmp_path: Path) -> None:
    generate(tmp_path / "again", CASES)
    generate(tmp_path / "other", CASES, seed=2)
    assert hashes(tmp_path / "again") == hashes(project)
    assert hashes(tmp_path / "other") != hashes(project)


def test_the_first_cases_do_not_depend_on_how_many_follow(project: Path, tmp_path: Path) -> None:
    generate(tmp_path / "few", 3)
    few, many = hashes(tmp_path / "few"), hashes(project)
    assert len(few) > 3
    assert few.items() <= many.items()


def test_no_file_is_reachable_under_a_second_name(project: Path) -> None:
    files = [file for file in project.rglob("*") if file.is_file()]
    assert len(files) > CASES
    assert [file for file in files if file.stat().st_nlink != 1] == []
