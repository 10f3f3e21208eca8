"""What the README shows is what happens."""

import re
import shutil
from pathlib import Path

from tests.support.commands import Run
from tests.support.projects import copy_project
from tests.support.sample import PROJECT

from casebound.report import FORMATS

README = (PROJECT / "README.md").read_text(encoding="utf-8")
MOST_LINES = 150


def block(language: str, holding: str) -> str:
    found = [text for text in re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL) if holding in text]
    assert len(found) == 1
    return str(found[0])


def test_the_case_of_the_readme_is_judged_as_it_says(tmp_path: Path, run: Run) -> None:
    project = copy_project(tmp_path / "project", ())
    folder = project / "cases" / "SE-2026-030"
    folder.mkdir()
    (folder / "case.yml").write_text(block("yaml", "SE-2026-030"), encoding="utf-8")
    told = run("check", "-C", project)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("SE-2026-030  escalate")


def test_the_check_that_fails_in_the_readme_fails_like_that(tmp_path: Path, run: Run) -> None:
    project = copy_project(tmp_path / "project", ())
    shutil.copytree(PROJECT / "tests" / "unsupported" / "SE-2026-907", project / "cases" / "SE-2026-907")
    told = run("check", "SE-2026-907", "-C", project)
    assert told.code == 1
    shown = block("text", "SE-2026-907").split("\n", 1)[1].split("\n$ echo")[0]
    for said, line in zip(told.out.splitlines(), shown.splitlines(), strict=True):
        assert re.fullmatch(re.escape(line).replace("…", ".*"), said)


def test_the_readme_lists_the_output_formats_of_a_check() -> None:
    assert f"(`--format NAME[=FILE]`, repeatable: {', '.join(FORMATS)}; " in README


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) < MOST_LINES


def test_every_file_the_readme_leads_to_is_there() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert targets
    assert [target for target in targets if not (PROJECT / target).exists()] == []
