"""The format number of records and registers: what a missing or unknown number comes to, and what it leaves alone."""

import json
from pathlib import Path

import pytest
from tests.support.commands import Run
from tests.support.projects import copy_project
from tests.support.sample import GONE, PROJECT, at, bench, judgment_of, register

from casebound.load.project import REGISTERS
from casebound.model.judgment import State

NO = "NO-2026-001"
RECORD = f"cases/{NO}/case.yml"
WAIVERS = "registers/waivers.yml"
FILES = (RECORD, WAIVERS, *(f"registers/{name}.yml" for name in REGISTERS))
ADD = "Add `format: {}` as the first line."
UPGRADE = "The file was written for a newer casebound. Upgrade casebound."
MIGRATE = "The file was written for an earlier casebound. Rewrite it with casebound migrate."
WRITE = "Write `format: {}`."


def current(file: str) -> str:
    """The format number that the schema of a file names."""
    schema = json.loads((PROJECT / "schema" / f"{Path(file).stem}.schema.json").read_text(encoding="utf-8"))
    return str(schema["properties"]["format"]["enum"][0])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """One supported case of the sample, with a register of waivers that waives nothing."""
    project = copy_project(tmp_path / "project", (NO,))
    (project / WAIVERS).write_text("format: 1\n", encoding="utf-8")
    return project


def the_finding(run: Run, project: Path, file: str) -> tuple[str, str]:
    """The headline and the remedy of the only blocking finding of a check."""
    lines = run("check", "-C", project).out.splitlines()
    (headline,) = [line for line in lines if f"{file}:" in line and ": blocking " in line]
    assert not [line for line in lines if ": blocking " in line and line != headline]
    known = (ADD.format(current(file)), UPGRADE, MIGRATE, WRITE.format(current(file)))
    remedies = [line.strip() for line in lines if line.strip() in known]
    return headline, remedies[0]


@pytest.mark.parametrize("file", FILES)
def test_a_file_without_a_format_number_is_valid_after_its_remedy(file: str, project: Path, run: Run) -> None:
    place = project / file
    whole, first = place.read_text(encoding="utf-8"), f"format: {current(file)}\n"
    place.write_text(whole.replace(first, "", 1), encoding="utf-8")
    if file != WAIVERS:  # without its number this register says nothing, which is allowed
        headline, remedy = the_finding(run, project, file)
        assert headline.startswith(f"{file}:1:1: blocking F04: `format` is missing")
        assert remedy == ADD.format(current(file))
        place.write_text(f"{first}{place.read_text(encoding='utf-8')}", encoding="utf-8")
    assert run("check", "-C", project).code == 0


OTHER_NUMBERS = (
    ("3", "the file has format 3, and this version of casebound reads format {}", UPGRADE),
    ("10", "the file has format 10, and this version of casebound reads format {}", UPGRADE),
    ("1", "the file has format 1, and this version of casebound reads format {}", MIGRATE),
    ("0", "`0` is not a format number", WRITE),
    ("one", "`one` is not a format number", WRITE),
    ("", "null is not a format number", WRITE),
    ("[1]", '["1"] is not a format number', WRITE),
)


@pytest.mark.parametrize(
    ("file", "number", "message", "remedy"),
    [*((file, *OTHER_NUMBERS[0]) for file in FILES), *((RECORD, *other) for other in OTHER_NUMBERS[1:])],
)
def test_a_file_in_another_format_is_one_finding_at_the_number(
    file: str, number: str, message: str, remedy: str, project: Path, run: Run
) -> None:
    place = project / file
    text = place.read_text(encoding="utf-8")
    first = f"format: {current(file)}"
    line = text.splitlines().index(first) + 1
    place.write_text(f"{text.replace(first, f'format: {number}', 1)}unknown-field: [x]\n", encoding="utf-8")
    headline, shown = the_finding(run, project, file)
    assert headline == f"{file}:{line}:1: blocking F04: {message.format(current(file))}"
    assert shown == remedy.format(current(file))


def test_every_file_of_the_sample_states_its_format_before_anything_else() -> None:
    files = [*PROJECT.glob("cases/*/case.yml"), *PROJECT.glob("registers/*.yml")]
    assert len(files) > len(REGISTERS)
    for file in files:
        lines = file.read_text(encoding="utf-8").splitlines()
        first = next(line for line in lines if line and not line.startswith("#"))
        assert first == f"format: {current(file.name)}", file


@pytest.mark.parametrize("name", ["people", "employers", "sources"])
def test_no_row_of_a_register_can_be_called_format(name: str) -> None:
    row = next(iter(value for value in bench(NO).registers[name].values() if isinstance(value, dict)))
    (found,) = [one for one in judgment_of(bench(NO, [register(name, "format", row)])).findings if one.control == "F04"]
    assert (found.location.file, found.remedy) == (f"registers/{name}.yml", WRITE.format(current(name)))


def test_the_format_number_is_not_a_source_that_a_case_can_cite() -> None:
    judgment = judgment_of(bench(NO, [at("rule/evidence", ["format"])]))
    (case,) = judgment.cases
    (cited,) = [outcome for outcome in case.outcomes if outcome.control == "F08"]
    assert cited.state is State.NOT_MET


def test_a_record_without_a_number_is_not_judged() -> None:
    judgment = judgment_of(bench(NO, [at("format", GONE)]))
    assert judgment.unjudged == (NO,)
