"""Line endings of evidence under git: kept by .gitattributes, and reported with a way out where git changed them."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from tests.support.commands import Run
from tests.support.new_handbooks import TODAY, _the_minute_stands_still, started

__all__ = ["_the_minute_stands_still", "started"]
MAIL = "cases/FR-2026-005/evidence/to-legal.eml"
CRLF, LF = b"\r\n", b"\n"


def git(folder: Path, *words: str) -> str:
    identity = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
    identity |= {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", "-C", str(folder), *words]
    return subprocess.run(command, env={**os.environ, **identity}, capture_output=True, text=True, check=True).stdout


def committed(folder: Path, convert: str) -> Path:
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "core.autocrlf", convert)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "first")
    return folder


def cloned(folder: Path, convert: str, target: Path) -> Path:
    git(folder.parent, "-c", f"core.autocrlf={convert}", "clone", "-q", str(folder), str(target))
    git(target, "config", "core.autocrlf", convert)
    return target


@pytest.mark.parametrize(("commit", "clone"), [("input", "true"), ("true", "input")])
def test_a_clone_of_a_new_project_has_no_finding_whatever_git_converts(
    commit: str, clone: str, started: Path, tmp_path: Path, run: Run
) -> None:
    copy = cloned(committed(started, commit), clone, tmp_path / "clone")
    told = run("check", "-C", copy, "--as-of", TODAY)
    assert told.code == 0, told.out
    assert "ok   .gitattributes: evidence is stored unchanged" in run("doctor", "-C", copy).out


@pytest.mark.parametrize(("commit", "clone"), [("input", "false"), ("false", "true")])
def test_a_project_from_before_is_told_what_git_changed_and_the_remedy_leads_out(
    commit: str, clone: str, started: Path, tmp_path: Path, run: Run
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_bytes(b"Dear colleagues,\nthe letter.\n")
    run("record", "NO-2026-001", "exhibit", letter, "--kind", "correspondence", "--title", "A letter", "-C", started)
    (started / ".gitattributes").unlink()
    copy = cloned(committed(started, commit), clone, tmp_path / "clone")
    doctor = run("doctor", "-C", copy).out
    assert "FIX  .gitattributes: git may change line endings in cases/*/evidence and cases/*/decisions and" in doctor
    told = run("check", "-C", copy, "--as-of", TODAY)
    assert told.code == 1
    assert "differs from the recorded file only in its line endings" in told.out
    assert "has changed" not in told.out

    report = json.loads(run("check", "-C", copy, "--as-of", TODAY, "--format", "json").out)
    remedies = [found["remedy"] for found in report["findings"] if "line endings" in found["message"]]
    lines = [line for line in re.findall("`([^`]+)`", remedies[0]) if line.endswith(" binary")]
    (started / ".gitattributes").write_text("\n".join(lines) + "\n")  # in the folder without a finding
    for command in re.findall("`git ((?:add|commit)[^`]*)`", remedies[0]):
        git(started, *command.split(), *(["-m", "Keep evidence"] if command == "commit" else []))
    for remedy in remedies:  # and in the clone
        for command in re.findall("`git ((?:pull|restore)[^`]*)`", remedy):
            words = command.split()
            if words[0] == "restore":
                (copy / words[1]).unlink()
            git(copy, *words)
    told = run("check", "-C", copy, "--as-of", TODAY)
    assert told.code == 0, told.out


def test_a_project_outside_of_git_needs_no_attributes(started: Path, run: Run) -> None:
    assert ".gitattributes" not in run("doctor", "-C", started).out


def test_a_real_change_is_still_a_change(started: Path, run: Run) -> None:
    file = started / MAIL
    file.write_bytes(file.read_bytes().replace(CRLF, LF) + b"One more line.\n")
    told = run("check", "-C", started, "--as-of", TODAY)
    assert (told.code, "has changed: recorded" in told.out, "line endings" in told.out) == (1, True, False)


def test_the_repository_of_casebound_keeps_evidence_unchanged_too() -> None:
    lines = (Path(__file__).parents[2] / ".gitattributes").read_text().splitlines()
    assert {f"{folder}/** binary" for folder in ("cases/*/evidence", "cases/*/decisions", "registers/captures")} <= {
        *lines
    }
