"""The hook for pre-commit: a bad case stops a commit, a good one does not."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.support.commands import done
from tests.support.projects import copy_project
from tests.support.sample import PROJECT

HOOKS = PROJECT / ".pre-commit-hooks.yaml"
PAGE = (PROJECT / "docs" / "how-to" / "ci-pre-commit.md").read_text(encoding="utf-8")
BAD = PROJECT / "tests" / "unsupported" / "SE-2026-907"
INSTALLED = ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "mkdocs.yml")
FOLDERS = ("generator", "docs", "schema", "site_templates", "cases", "registers")


def hook() -> dict[str, Any]:
    (told,) = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    return dict(told)


def pre_commit(*words: object, folder: Path, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "pre_commit", *words)
    return done(*command, folder=folder, PRE_COMMIT_HOME=str(home), **environment)


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=SPECIMEN", "-c", "user.email=specimen@example.invalid", "-c", "core.hooksPath=/dev/null")
    told = done("git", *who, *words, folder=folder)
    assert told.returncode == 0, told.stderr
    return told.stdout


def repository(folder: Path) -> Path:
    """A git repository of what a folder holds."""
    git(folder, "init", "--quiet")
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "-m", "SPECIMEN")
    return folder


def test_the_hook_is_what_pre_commit_takes(tmp_path: Path) -> None:
    told = pre_commit("validate-manifest", HOOKS, folder=tmp_path, home=tmp_path / "home")
    assert told.returncode == 0, told.stdout
    broken = tmp_path / "hooks.yaml"
    broken.write_text(json.dumps([{**hook(), "language": "unheard-of"}]), encoding="utf-8")
    assert pre_commit("validate-manifest", broken, folder=tmp_path, home=tmp_path / "home").returncode == 1


def test_the_page_s_configuration_is_what_pre_commit_takes_and_names_the_hook(tmp_path: Path) -> None:
    (config,) = re.findall(r"```yaml\n(repos:.*?)```", PAGE, re.DOTALL)
    file = tmp_path / "config.yaml"
    file.write_text(config, encoding="utf-8")
    told = pre_commit("validate-config", file, folder=tmp_path, home=tmp_path / "home")
    assert told.returncode == 0, told.stdout
    assert [one["id"] for one in yaml.safe_load(config)["repos"][0]["hooks"]] == [hook()["id"]]


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A git repository of one good case, in which the hook runs as it is, with the casebound under test."""
    folder = copy_project(tmp_path / "scratch", ("NO-2026-001",))
    program, *words = shlex.split(hook()["entry"])
    assert program == "casebound"
    here = {**hook(), "language": "system", "entry": shlex.join([sys.executable, "-m", "casebound.cli.main", *words])}
    config = {"repos": [{"repo": "local", "hooks": [here]}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    return repository(folder)


def commit(scratch: Path) -> subprocess.CompletedProcess[str]:
    """What the hook says of what is staged."""
    git(scratch, "add", "--all", "--force")
    home = scratch.parent / "home"
    return pre_commit("run", "--verbose", folder=scratch, home=home, PYTHONPATH=str(PROJECT / "generator"))


def test_a_good_case_passes(scratch: Path) -> None:
    record = scratch / "cases" / "NO-2026-001" / "case.yml"
    record.write_text("# SPECIMEN\n" + record.read_text(encoding="utf-8"), encoding="utf-8")
    told = commit(scratch)
    assert told.returncode == 0, told.stdout + told.stderr
    assert re.search(r"casebound check\.+Passed", told.stdout)


def test_a_bad_case_is_stopped(scratch: Path) -> None:
    shutil.copytree(BAD, scratch / "cases" / BAD.name)
    told = commit(scratch)
    assert told.returncode == 1
    assert "X08" in told.stdout


def test_a_commit_that_only_takes_a_paper_away_is_stopped_though_it_lists_no_file(scratch: Path) -> None:
    (scratch / "cases" / "NO-2026-001" / "evidence" / "certificate.pdf").unlink()
    told = commit(scratch)
    assert told.returncode == 1
    assert re.search(r"casebound check\.+Failed", told.stdout)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository as pre-commit would fetch it, as it stands now."""
    folder = tmp_path_factory.mktemp("source") / "casebound"
    folder.mkdir()
    for name in (*INSTALLED, HOOKS.name):
        shutil.copyfile(PROJECT / name, folder / name)
    for name in FOLDERS:
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return repository(folder)


@pytest.mark.long
@pytest.mark.parametrize(("bad", "code", "word"), [(False, 0, "Passed"), (True, 1, "Failed")], ids=["good", "bad"])
def test_pre_commit_installs_the_hook_and_passes_a_good_case_and_stops_a_bad_one(
    bad: bool, code: int, word: str, source: Path, tmp_path: Path
) -> None:
    folder = copy_project(tmp_path / "scratch", ("NO-2026-001",))
    if bad:
        shutil.copytree(BAD, folder / "cases" / BAD.name)
    words = ("try-repo", source, hook()["id"], "--ref", "HEAD", "--verbose", "--all-files")
    told = pre_commit(*words, folder=repository(folder), home=tmp_path / "home")
    assert told.returncode == code, told.stdout + told.stderr
    assert re.search(rf"casebound check\.+{word}", told.stdout)
    assert ("X08" in told.stdout) is bad
