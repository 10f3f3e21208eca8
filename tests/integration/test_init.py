"""`casebound init`: a handbook that checks and builds at once, today and in years, and nothing half-written."""

import errno
import os
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path
from unittest.mock import patch

import pytest
from tests.support.commands import Run
from tests.support.new_handbooks import FLAGS, NOON, TODAY, _the_minute_stands_still, files_of, started, words
from tests.support.projects import verifies
from tests.support.sample import PROJECT

from casebound.cli.main import cli
from casebound.edit import scaffold
from casebound.edit.scaffold import SAMPLE
from casebound.edit.yaml_edit import with_rows_only, without_key
from casebound.load.strict_yaml import read
from casebound.load.workspace import workspace
from casebound.model.registers import rows
from casebound.pipeline.check import check

__all__ = ["_the_minute_stands_still", "started"]
NEVER = ("2026-11-22", "2027-03-01", "2031-01-01", "2046-12-31")


@pytest.mark.parametrize("day", NEVER)
def test_a_handbook_that_was_set_up_has_no_finding_whatever_the_day(day: str, started: Path, run: Run) -> None:
    told = run("check", "-C", started, "--as-of", day)
    assert (told.code, told.err) == (0, "")
    assert "0 blocking, 0 warnings, 0 notes" in told.out


def test_it_shows_a_supported_case_a_hold_an_escalation_and_one_that_is_not_filed(started: Path) -> None:
    judgment = check(workspace(started), None, NOON.on)
    assert {one.folder: one.stage.value for one in judgment.cases} == {
        "FR-2026-005": "escalate",
        "NL-2026-011": "hold-lane",
        "NO-2026-001": "exemption-in-effect",
        "SG-2026-006": "do-not-file",
    }
    assert [one.verdict.value for one in judgment.cases if one.claims] == ["supported"]


@pytest.mark.long
def test_it_builds_at_once(started: Path, run: Run) -> None:
    told = run("build", "-C", started, "--as-of", TODAY, "--jobs", "2")
    assert told.code == 0, told.out + told.err
    assert verifies((started / "build" / "handbook").resolve())


def test_the_registers_hold_what_the_cases_need_and_the_agreements_whole(started: Path) -> None:
    registers = started / "registers"
    assert (registers / "agreements.yml").read_bytes() == (PROJECT / "registers" / "agreements.yml").read_bytes()
    told = "".join((started / "cases" / case / "case.yml").read_text() for case in SAMPLE)
    told += "ssa-online-service-2026-10"  # for the channel of the next request
    sources = rows(read((registers / "sources.yml").read_bytes(), "").data)
    assert all(re.search(rf"\b{key}\b", told) for key in sources)
    told += (registers / "sources.yml").read_text()
    for name in ("people", "employers"):
        assert all(
            re.search(rf"\b{key}\b", told) for key in rows(read((registers / f"{name}.yml").read_bytes(), "").data)
        )
    captures = {one["capture"] for one in sources.values()}
    assert captures == {f"registers/captures/{one}" for one in os.listdir(registers / "captures")}


def test_no_day_is_pinned_and_no_other_line_of_the_policy_changes(started: Path) -> None:
    ours = (PROJECT / "registers" / "policy.yml").read_text().splitlines()
    theirs = (started / "registers" / "policy.yml").read_text().splitlines()
    gone = [line for line in ours if line not in theirs]
    assert [line.split(":")[0] for line in gone if line and not line.startswith("#")] == ["as_of", "cut_over"]
    assert [line for line in ours if line in theirs and line] == [line for line in theirs if line]


@pytest.mark.parametrize("name", ["sources", "people", "employers"])
def test_what_is_kept_of_a_register_is_kept_letter_by_letter(name: str, started: Path) -> None:
    ours = (PROJECT / "registers" / f"{name}.yml").read_text()
    theirs = (started / "registers" / f"{name}.yml").read_text()
    whole = read(ours.encode(), name).data
    for key, value in read(theirs.encode(), name).data.items():
        assert value == whole[key]
    places = [ours.find(line) for line in re.findall(r"(?m)^[a-z][a-z0-9-]*:$", theirs)]
    assert places == sorted(places)
    assert {line for line in theirs.splitlines() if line} <= set(ours.splitlines())


def test_a_register_is_cut_to_some_keys_with_the_comments_and_headings_that_belong_to_them() -> None:
    text = b"# head\n\n# -- a\n# of one\none:\n  a: 1\n# of two\ntwo: 2\n\n# of three\nthree: 3\n"
    assert with_rows_only(text, {"three"}) == b"# head\n\n# of three\nthree: 3\n"
    assert with_rows_only(text, {"one", "two"}) == b"# head\n\n# -- a\n# of one\none:\n  a: 1\n# of two\ntwo: 2\n"
    assert without_key(text, "two") == b"# head\n\n# -- a\n# of one\none:\n  a: 1\n# of three\nthree: 3\n"


def test_the_wheel_carries_exactly_what_is_set_up() -> None:
    listed = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    carried = {key for key in listed["force-include"] if key.startswith(("cases/", "registers/"))}
    assert all(target == f"casebound/project/{key}" for key, target in listed["force-include"].items())
    wanted = {name for name, _ in scaffold._files() if name.startswith("registers/")}
    assert carried == wanted | {f"cases/{case}" for case in SAMPLE}


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "cases/x"])
def test_a_folder_that_is_not_empty_is_refused_and_left_alone(name: str, tmp_path: Path, run: Run) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")
    told = run("init", tmp_path)
    assert told.code == 2
    assert "is not empty" in told.err
    assert files_of(tmp_path) == {name: b"mine"}


def test_a_file_is_refused(tmp_path: Path, run: Run) -> None:
    (tmp_path / "x").write_text("mine")
    assert run("init", tmp_path / "x").code == 2
    assert run("init", tmp_path / "x" / "y").code == 2
    assert (tmp_path / "x").read_text() == "mine"


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path, run: Run) -> None:
    (tmp_path / "x").symlink_to(tmp_path / "y")
    assert run("init", tmp_path / "x").code == 2


def test_a_repository_that_was_just_made_counts_as_empty(tmp_path: Path, run: Run) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    assert run("init", tmp_path).code == 0
    assert (tmp_path / ".git" / "HEAD").exists()
    assert sorted(os.listdir(tmp_path)) == [".git", ".gitattributes", ".gitignore", "README.md", "cases", "registers"]


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("calls", [1, 7, 30])
def test_where_the_disk_is_full_nothing_is_left_behind(there: bool, calls: int, tmp_path: Path, run: Run) -> None:
    target, left = tmp_path / "hb", [calls]
    if there:
        target.mkdir()

    def full(file: Path, data: bytes) -> None:
        left[0] -= 1
        if not left[0]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    with patch.object(scaffold, "write_whole", full):
        told = run("init", target)
    assert told.code == 2
    assert "No space left" in told.err
    assert os.listdir(tmp_path) == (["hb"] if there else [])
    assert files_of(tmp_path) == {}


def wheel(folder: Path) -> Path:
    """The wheel of this source tree, built without a network."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def five_commands(command: list[str], home: Path, environment: dict[str, str]) -> None:
    """`init`, `new`, an edit, `check`, `build`, in a folder that has nothing of this repository."""

    def told(*more: str) -> str:
        done = subprocess.run(
            [*command, *more], cwd=home, env=environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    told("init", "hb")
    told("new", "SE-2027-001", *words(FLAGS), "-C", "hb")
    record = home / "hb" / "cases" / "SE-2027-001" / "case.yml"
    asked = "because: Payroll has not confirmed yet whether both systems could charge the same pay."
    assert asked in record.read_text()
    record.write_text(record.read_text().replace(asked, "because: Asked payroll on the first day."))
    assert "SE-2027-001  escalate" in told("check", "-C", "hb")
    assert "published: " in told("build", "-C", "hb")
    release = (home / "hb" / "build" / "handbook").resolve()
    assert verifies(release)
    assert "Asked payroll on the first day." in (release / "cases" / "SE-2027-001" / "index.html").read_text()


def test_five_commands_lead_from_an_empty_folder_to_a_published_handbook(tmp_path: Path) -> None:
    place = tmp_path / "unpacked"
    with zipfile.ZipFile(wheel(tmp_path / "wheel")) as packed:
        packed.extractall(place)
    (tmp_path / "home").mkdir()
    environment = {**os.environ, "PYTHONPATH": str(place)}
    where = [sys.executable, "-c", "import casebound; print(casebound.__file__)"]
    assert subprocess.check_output(where, env=environment, text=True).startswith(str(place))
    five_commands([sys.executable, "-m", "casebound.cli.main"], tmp_path / "home", environment)


@pytest.mark.long
def test_five_commands_do_in_a_fresh_environment_with_nothing_but_the_wheel(tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    scripts = tmp_path / "env" / "bin"
    packed = wheel(tmp_path / "wheel")
    subprocess.run([scripts / "pip", "install", "--quiet", packed], check=True, capture_output=True)
    (tmp_path / "home").mkdir()
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    five_commands([str(scripts / "casebound")], tmp_path / "home", environment)


def test_its_readme_names_commands_and_cases_that_there_are(started: Path, run: Run) -> None:
    text = (started / "README.md").read_text()
    assert set(re.findall(r"^casebound (\w+)", text, re.MULTILINE)) <= set(cli.commands)
    assert re.findall(r"^\| `([A-Z0-9-]+)` \|", text, re.MULTILINE) == sorted(SAMPLE, key=text.index)
