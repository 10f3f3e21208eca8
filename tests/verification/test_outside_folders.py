"""Attacks from outside on a project folder: a schema that asks for less, and records that are not read."""

from collections import Counter
from pathlib import Path

import pytest
from tests.support.projects import copy_project
from tests.support.sample import FAR_AHEAD
from tests.verification.outside.folders import FOLDER_ATTACKS, FolderAttack

from casebound.load.workspace import workspace
from casebound.model.terms import Severity
from casebound.pipeline.check import check


@pytest.mark.parametrize("attack", FOLDER_ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_on_a_folder_blocks(attack: FolderAttack, tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project", ("NO-2026-001",))
    attack.change(project)
    judgment = check(workspace(project), None, FAR_AHEAD)
    assert attack.right & {found.control for found in judgment.findings if found.severity is Severity.BLOCKING}


def test_there_are_eight_attacks_on_folders_of_each_kind() -> None:
    assert {kind: number for kind, number in Counter(a.kind for a in FOLDER_ATTACKS).items() if number < 8} == {}
    assert len({attack.name for attack in FOLDER_ATTACKS}) == len(FOLDER_ATTACKS)
