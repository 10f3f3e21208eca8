"""`casebound new`: a case that is valid and honest from its first second, or no case at all."""

import io
import os
import re
import sys
from pathlib import Path
from unittest.mock import patch

import pytest
from tests.support.commands import Run
from tests.support.new_handbooks import FLAGS, NOON, TODAY, _the_minute_stands_still, files_of, started, words
from tests.support.projects import copy_project
from tests.support.sample import AS_OF, PROJECT

from casebound.edit import new_case
from casebound.edit.case_template import CaseIntake
from casebound.edit.new_case import open_case
from casebound.load.strict_yaml import read
from casebound.load.workspace import workspace
from casebound.model.case import People
from casebound.model.days import parse_day, parse_moment
from casebound.model.registers import rows
from casebound.model.terms import Direction
from casebound.pipeline.check import check

__all__ = ["_the_minute_stands_still", "started"]
CASE = "SE-2027-001"
PARTNERS = sorted(rows(read((PROJECT / "registers" / "agreements.yml").read_bytes(), "").data))
PEOPLE = People(
    operations="ingrid-dahl",
    data_quality="tomas-novak",
    approver="helen-okafor",
    legal="miriam-katz",
    payroll="carla-jensen",
)


def record(project: Path, case: str = CASE) -> Path:
    return project / "cases" / case / "case.yml"


def told_of(case: str = CASE, **more: object) -> CaseIntake:
    told: dict[str, object] = {
        "case": case,
        "direction": Direction.OUTBOUND,
        "partner": "SE",
        "people": PEOPLE,
        "name": "Elin Sandvik",
        "reference": "W-1030",
        "citizenships": ("US",),
        "residence": "US",
        "intake_label": "Employer Certificate",
        "begins": parse_day("2027-02-01"),
        "employer": "fjordline-subsea",
    }
    return CaseIntake(**{**told, **more})  # type: ignore[arg-type]


def test_a_new_case_is_valid_escalated_and_without_any_finding(started: Path, run: Run) -> None:
    told = run("new", CASE, *words(FLAGS), "-C", started)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith(f"opened: cases/{CASE}/case.yml, escalate\n")
    checked = run("check", "-C", started, "--as-of", TODAY)
    assert (checked.code, "0 blocking, 0 warnings, 0 notes" in checked.out) == (0, True)


def test_every_open_point_is_unknown_and_handed_to_somebody(started: Path, run: Run) -> None:
    run("new", CASE, *words(FLAGS), "-C", started)
    content = read(record(started).read_bytes(), "").data
    assert {one["met"] for one in content["conditions"].values()} == {"unknown"}
    assert (content["rule"]["confirmed"], content["rule"]["escalated_to"]) == ("unknown", "miriam-katz")
    assert list(content["questions"]) == ["coverage-assignment", "single-employment", "prior-hire"]
    for point in content["questions"].values():
        assert point["unknown"]
        assert (point["escalated_to"], point["escalated_on"]) == ("miriam-katz", TODAY)
    assert content["filing"]["decision"] == "undecided"
    assert content["log"] == [
        {"at": NOON.isoformat(timespec="minutes"), "by": "ingrid-dahl", "did": "Opened the case."}
    ]


def test_the_editor_is_told_of_the_schema_of_the_project_by_the_way_to_it(tmp_path: Path, run: Run) -> None:
    project = copy_project(tmp_path / "project", ())
    (project / "schema").symlink_to(PROJECT / "schema")
    assert new_case.modeline(workspace(project)) == (PROJECT / "schema" / "case.schema.json").as_uri()
    (project / "schema").unlink()
    (project / "schema").mkdir()
    (project / "schema" / "case.schema.json").write_text("{}")
    assert new_case.modeline(workspace(project)) == "../../schema/case.schema.json"


def test_the_editor_is_told_of_the_schema_that_came_with_casebound_by_its_address(started: Path, run: Run) -> None:
    run("new", CASE, *words(FLAGS), "-C", started)
    first = record(started).read_text().splitlines()[0]
    found = re.fullmatch(r"# yaml-language-server: \$schema=file://(/\S+)", first)
    assert found is not None
    assert Path(found[1]).name == "case.schema.json"


@pytest.mark.parametrize("direction", list(Direction))
def test_a_case_with_any_partner_is_opened_without_a_blocking_finding(
    direction: Direction, started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = workspace(started)
    checker = new_case.RecordChecker(project)
    monkeypatch.setattr(new_case, "RecordChecker", lambda _project: checker)  # the registers stay as they are
    for number, partner in enumerate((*PARTNERS, "SG", "IN")):
        sender: dict[str, object] = {}
        if number % 2:
            sender = {
                "employer": None,
                "activity": ("Sandvik Sound (SPECIMEN)", "Acoustics"),
                "intake_label": "Self Employed Certificate",
            }
        case = f"{partner}-2027-{number:03}"
        told = told_of(case, partner=partner, direction=direction, **sender)
        expected = "do-not-file" if partner in ("SG", "IN") else "escalate"
        assert open_case(project, told, None, NOON).stage.value == expected
    judgment = check(project, None, NOON.on)
    assert not judgment.blocked
    assert [one.message for one in judgment.findings] == []


def test_what_the_register_knows_only_half_becomes_a_point_too(started: Path) -> None:
    project = workspace(started)
    opened = open_case(project, told_of("AT-2027-001", partner="AT", direction=Direction.INBOUND), None, NOON)
    assert "issuing-authority" in opened.questions


def test_an_unknown_label_stands_for_no_lane(started: Path) -> None:
    open_case(workspace(started), told_of(intake_label="Performer"), None, NOON)
    assert read(record(started).read_bytes(), "").data["filing"]["lane"] == "unconfirmed"
    assert not check(workspace(started), None, NOON.on).blocked


def test_where_the_day_is_pinned_the_case_is_opened_on_that_day(tmp_path: Path) -> None:
    project = workspace(copy_project(tmp_path / "project", ()))
    open_case(project, told_of(), None, parse_moment("2029-05-05T08:00Z"))
    content = read(record(project.root).read_bytes(), "").data
    assert content["log"][0]["at"] == f"{AS_OF}T08:00+00:00"
    judgment = check(project, None, NOON.on)
    assert [one.message for one in judgment.findings] == []


NAMES = (
    "NO",
    "true",
    "0012345",
    "- a",
    "a: b # c",
    'O\'Neil "x"',
    "{{ name }} {name} %s",
    "a\\u202e",
    "*x &y !z | >",
    "@ `",
    "姓名 Østby",
    "a, [b]",
)


@pytest.mark.parametrize("name", NAMES)
def test_whatever_somebody_is_called_the_record_says_it(name: str, started: Path) -> None:
    open_case(workspace(started), told_of(name=name, intake_label=name), None, NOON)
    content = read(record(started).read_bytes(), "").data
    assert (content["worker"]["name"], content["worker"]["intake_label"]) == (name, name)


REFUSED = (
    ({"--worker-name": "a\u202eb"}, "hidden or direction-changing"),
    ({"--worker-name": "a\nb"}, "must be on a single line"),
    ({"--worker-name": "x" * 301}, "longer than"),
    ({"--worker-name": "Born 1980-01-02"}, "looks like a birth date"),
    ({"--worker-reference": "078-05-1120"}, "looks like a Social Security number"),
    ({"--partner": "Sweden"}, "expected a two-letter country code"),
    ({"--partner": "se"}, "expected a two-letter country code"),
    ({"--employer": "nobody"}, "nobody is not in registers/employers.yml"),
    ({"--legal": "carla-jensen"}, "does not give carla-jensen the role legal"),
    ({"--approver": "nobody"}, "nobody is not in registers/people.yml"),
    ({"--ends": "2027-01-01"}, "before it begins"),
    ({"--begins": "soon"}, "a date is written YYYY-MM-DD"),
    ({"--direction": "sideways"}, "is not one of"),
)


@pytest.mark.parametrize(("flags", "said"), REFUSED)
def test_what_would_not_be_sound_is_told_and_not_written(
    flags: dict[str, str], said: str, started: Path, run: Run
) -> None:
    before = files_of(started)
    told = run("new", CASE, *words({**FLAGS, **flags}), "-C", started)
    assert told.code == 2
    assert said in told.err
    assert files_of(started) == before
    assert CASE not in os.listdir(started / "cases")


@pytest.mark.parametrize("case", ["NO-2026-001", "no-1", "../x", "A/B", "", ".", "X" * 41, "NO-2026-001\n"])
def test_an_id_that_is_taken_or_is_none_is_refused(case: str, started: Path, run: Run) -> None:
    before = files_of(started)
    assert run("new", *words(FLAGS), "-C", started, "--", case).code == 2
    assert files_of(started) == before


def test_a_link_where_the_case_would_stand_is_refused(started: Path, tmp_path: Path, run: Run) -> None:
    (started / "cases" / CASE).symlink_to(tmp_path / "elsewhere")
    assert run("new", CASE, *words(FLAGS), "-C", started).code == 2
    assert not (tmp_path / "elsewhere").exists()


def test_off_a_terminal_every_missing_flag_is_named(started: Path, run: Run) -> None:
    with patch.object(sys, "stdin", io.StringIO()):
        told = run("new", CASE, *words(FLAGS, "--partner", "--citizenship", "--employer", "--legal"), "-C", started)
    assert told.code == 2
    assert "--partner, --citizenship, --employer (or --activity and --activity-nature), --legal\n" in told.err


def test_an_employer_and_an_activity_at_once_are_refused(started: Path, run: Run) -> None:
    assert run("new", CASE, *words(FLAGS), "--activity", "X", "-C", started).code == 2


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_what_is_missing_is_asked_for(started: Path, run: Run) -> None:
    answers = "SE\nUS SE\nsoon\n2027-02-01\nnobody\nfjordline-subsea\nmiriam-katz\n"
    left_out = ("--partner", "--citizenship", "--begins", "--employer", "--legal")
    with patch.object(sys, "stdin", _Terminal(answers)):
        told = run("new", CASE, *words(FLAGS, *left_out), "-C", started)
    assert told.code == 0, told.err
    assert "a date is written YYYY-MM-DD" in told.err
    content = read(record(started).read_bytes(), "").data
    assert content["worker"]["citizenships"] == ["US", "SE"]
    assert content["employer"] == "fjordline-subsea"


def test_a_self_employed_worker_has_an_activity(started: Path, run: Run) -> None:
    label = {"--intake-label": "Self Employed Certificate", "--activity": "Sound", "--activity-nature": "Acoustics"}
    flags = {**FLAGS, **label}
    del flags["--employer"]
    assert run("new", CASE, *words(flags), "-C", started).code == 0
    content = read(record(started).read_bytes(), "").data
    assert content["activity"] == {"name": "Sound", "nature": "Acoustics"}
    assert content["filing"]["lane"] == "self-employed"


def test_a_broken_register_is_named(started: Path, run: Run) -> None:
    (started / "registers" / "policy.yml").write_text("a: [\n")
    told = run("new", CASE, *words(FLAGS), "-C", started)
    assert told.code == 2
    assert "registers/policy.yml cannot be read" in told.err
