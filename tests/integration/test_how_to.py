"""The how-to pages: every command in them is run, and every link leads somewhere."""

import re
import shlex
from pathlib import Path

import pytest
from tests.support.commands import Run
from tests.support.projects import copy_project
from tests.support.sample import PROJECT

PAGES = {
    path.name: path.read_text(encoding="utf-8")
    for path in sorted((PROJECT / "docs" / "how-to").glob("*.md"))
    if path.name.startswith("ci-") or path.name == "editor.md"
}
ELSEWHERE = {"pre-commit": "tests/integration/test_pre_commit.py"}
"""Commands of other programs, and the test that runs them."""


def commands(page: str) -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    return [shlex.split(line, comments=True) for block in blocks for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("name", PAGES)
def test_every_command_of_a_page_works(name: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    project = copy_project(tmp_path / "project")
    monkeypatch.chdir(project)
    found = commands(PAGES[name])
    assert found
    for program, *words in found:
        if program == "casebound":
            told = run(*words)
            assert told.code == 0, (words, told.err)
            made = [word.split("=", 1)[1] for word in words if re.fullmatch(r"[a-z]+=\S+", word)]
            assert all((project / file).is_file() for file in made)
        elif program == "python":
            assert words[0] == "-c"
            exec(words[1], {})
            assert (project / ".vscode" / "schema" / "case.schema.json").is_file()
        else:
            assert (PROJECT / ELSEWHERE[program]).is_file(), program


def test_every_file_of_a_ci_service_that_a_page_names_is_there() -> None:
    named = [file for page in PAGES.values() for file in re.findall(r"`(ci/\S+)`", page)]
    assert named
    assert [file for file in named if not (PROJECT / file).is_file()] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_short_lines(name: str) -> None:
    text = re.sub(r"```.*?```|^\|.*$", "", PAGES[name], flags=re.DOTALL | re.MULTILINE)
    assert max(map(len, text.splitlines())) <= 120
