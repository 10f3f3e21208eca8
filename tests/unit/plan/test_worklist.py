"""`casebound worklist`: what is due, for whom and why, as the judgment has it."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import icalendar
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.commands import Run
from tests.support.new_handbooks import _the_minute_stands_still, files_of
from tests.support.projects import copy_project
from tests.support.sample import (
    AS_OF,
    FAR_AHEAD,
    GONE,
    PROJECT,
    Bench,
    Edit,
    as_of,
    at,
    bench,
    day_after,
    judgment_of,
    request,
)

from casebound.cli import worklist_command
from casebound.load.project import pointer
from casebound.load.strict_yaml import read
from casebound.load.workspace import workspace
from casebound.model.days import Day
from casebound.model.findings import Location
from casebound.model.findings import Path as KeyPath
from casebound.model.registers import Policy
from casebound.pipeline.check import RULES, plan_of
from casebound.plan.case_plan import Owner, ProjectPlan, Step, StepKind
from casebound.plan.project_plan import project_plan
from casebound.plan.worklist import Task, Worklist, worklist
from casebound.report.worklist_formats import as_calendar, as_json, as_table

__all__ = ["_the_minute_stands_still"]
SCHEMA = json.loads((PROJECT / "schema" / "worklist.schema.json").read_bytes())
FAR = 36500


def somewhere(folder: str, path: KeyPath) -> Location:
    return Location(f"cases/{folder}/case.yml", 1, 1, pointer(path))


@cache
def sample() -> ProjectPlan:
    return plan_of(workspace(PROJECT), None, FAR_AHEAD)


def listed(days: int = FAR) -> Worklist:
    return worklist(sample(), worklist_command.places(workspace(PROJECT)), days)


def tasks_of(one: Bench) -> tuple[Task, ...]:
    """The tasks of one case."""
    return worklist(project_plan(judgment_of(one)), somewhere, FAR).tasks


def of(one: Bench, *edits: Edit) -> list[tuple[str, str | None, str]]:
    """The items of one case: kind, day and place."""
    for edit in edits:
        edit(one)
    return [
        (task.step.kind.value, task.step.due.isoformat() if task.step.due else None, task.place.path)
        for task in tasks_of(one)
    ]


def test_the_sample_has_this_to_do_within_a_month() -> None:
    found = listed(30).tasks
    assert [(str(task.step.due or ""), task.case, task.step.kind.value, task.step.owners[0].id) for task in found] == [
        ("", "BE-2026-020", "hold", "miriam-katz"),
        ("", "CH-2026-010", "correction", "marcus-bell"),
        ("", "CZ-2026-017", "refusal", "joao-ferreira"),
        ("", "CZ-2026-022", "hold", "ingrid-dahl"),
        ("", "CZ-2026-022", "packet", "grace-whitfield"),
        ("", "DE-2026-024", "hold", "priya-raman"),
        ("", "FI-2026-021", "ready-to-file", "marcus-bell"),
        ("", "FR-2026-005", "hold", "joao-ferreira"),
        ("", "FR-2026-005", "hold", "joao-ferreira"),
        ("", "FR-2026-005", "hold", "ingrid-dahl"),
        ("", "FR-2026-005", "hold", "ingrid-dahl"),
        ("", "KR-2026-008", "hold", "marcus-bell"),
        ("", "NL-2026-011", "hold", "ingrid-dahl"),
        ("", "NL-2026-011", "hold", "joao-ferreira"),
        ("", "NL-2026-011", "hold", "ingrid-dahl"),
        ("", "RO-2026-007", "hold", "miriam-katz"),
        ("", "RO-2026-007", "hold", "miriam-katz"),
        ("", "RO-2026-007", "hold", "miriam-katz"),
        ("", "SE-2026-025", "exemption-approval", "david-lindqvist"),
        ("2026-07-01", "CZ-2026-017", "no-relief", "carla-jensen"),
        ("2026-07-01", "SG-2026-006", "no-relief", "carla-jensen"),
        ("2026-09-01", "FR-2026-004", "no-relief", "ruth-abernathy"),
        ("2026-10-01", "CH-2026-010", "no-certificate", "carla-jensen"),
        ("2026-10-01", "FR-2026-005", "source-stale", "joao-ferreira"),
        ("2026-10-01", "RO-2026-007", "no-certificate", "carla-jensen"),
        ("2026-11-02", "KR-2026-015", "certificate-ending", "priya-raman"),
        ("2026-11-12", "PL-2026-012", "status-check", "marcus-bell"),
        ("2026-11-24", "DE-2026-024", "status-check", "priya-raman"),
        ("2026-11-26", "GB-2026-009", "status-check", "ingrid-dahl"),
        ("2026-11-26", "KR-2026-008", "status-check", "marcus-bell"),
        ("2026-11-27", "GB-2026-009", "document-overdue", "ingrid-dahl"),
        ("2026-12-01", "BE-2026-020", "no-certificate", "carla-jensen"),
        ("2026-12-01", "GB-2026-009", "no-certificate", "carla-jensen"),
        ("2026-12-01", "PL-2026-012", "no-certificate", "carla-jensen"),
    ]  # fmt: skip


def test_every_task_names_a_control_and_its_place_leads_to_the_key() -> None:
    controls = {rule.id for rule in RULES}
    for task in listed().tasks:
        assert set(task.step.controls) <= controls
        value = task.step.policy.split(":")[0]
        assert not value or value in Policy.__struct_fields__
        line = (PROJECT / task.place.file).read_text().splitlines()[task.place.line - 1]
        key = task.place.path.rpartition("/")[2]
        assert line[task.place.column - 1 :].startswith((key, "questions")) or key.isdigit()
        assert all(owner.name in (PROJECT / "registers" / "people.yml").read_text() for owner in task.step.owners)


def test_the_list_runs_by_day_and_counts_what_is_later() -> None:
    whole = listed()
    assert whole.later == 0
    soon = listed(0)
    assert soon.later == len(whole.tasks) - len(soon.tasks) > 0
    assert [task.case for task in soon.tasks] == [task.case for task in whole.tasks[: len(soon.tasks)]]


def test_the_first_task_of_a_case_is_its_next_step_and_every_case_has_one() -> None:
    tasks = listed().tasks
    first = {task.case: task.step for task in reversed(tasks)}
    assert first == {folder: plan.next for folder, plan in sample().plans.items()}


def test_every_step_that_can_be_done_now_is_a_task_in_the_order_of_its_plan() -> None:
    tasks = listed().tasks
    for folder, plan in sample().plans.items():
        assert [task.step for task in tasks if task.case == folder] == list(plan.now)


def test_a_status_check_follows_the_last_look_or_the_sending() -> None:
    assert ("status-check", "2026-11-12", "/requests/R1/tracker/1") in of(bench("PL-2026-012"))
    sent = bench("PL-2026-012").case["requests"]["R1"]["sent"]["on"]
    found = of(bench("PL-2026-012"), request("tracker", GONE))
    assert ("status-check", day_after(sent, 14), "/requests/R1/sent/on") in found


def test_one_follow_up_is_allowed_once_the_sourced_time_has_passed() -> None:
    waiting = request("waiting", {"days": "10", "unit": "calendar-days", "evidence": ["E1"]})
    sent = bench("PL-2026-012").case["requests"]["R1"]["sent"]["on"]
    assert ("follow-up", day_after(sent, 10), "/requests/R1/waiting") in of(bench("PL-2026-012"), waiting)
    contact = {"at": f"{AS_OF}T10:00Z", "by": "marcus-bell", "to": "SSA", "about": "x", "follow_up": "R1"}
    assert "follow-up" not in {kind for kind, _, _ in of(bench("PL-2026-012"), waiting, at("contacts", [contact]))}
    unsourced = request("waiting", {"unknown": "No notice was shown."})
    assert "follow-up" not in {kind for kind, _, _ in of(bench("PL-2026-012"), unsourced)}


def test_an_unsupported_claim_comes_first_and_is_payrolls() -> None:
    one = bench("NO-2026-001")
    at("certificates/K1/covered_by", "NO")(one)
    found = tasks_of(one)
    first = found[0].step
    assert (first.kind, first.due, first.owners[0].id) == (StepKind.REVERT, None, "carla-jensen")
    assert "incomplete at “Matches this case”" in first.because


def test_a_supported_case_asks_for_nothing_before_its_exemption_ends() -> None:
    assert of(bench("NO-2026-001")) == [("exemption-ending", "2028-04-30", "/claims")]


@pytest.mark.parametrize("case", ["SG-2026-006", "FR-2026-004"])
def test_a_case_that_is_not_filed_leaves_contributions_as_they_are(case: str) -> None:
    begins = bench(case).case["assignment"]["begins"]
    assert of(bench(case)) == [("no-relief", begins, "/filing/decision")]


def test_a_closed_case_is_kept_until_its_day() -> None:
    one = bench("BE-2025-018")
    assert of(one) == [("retention-ending", one.case["closure"]["retain_until"], "/closure/retain_until")]


def test_an_unmatched_certificate_is_to_be_corrected_and_asked_for_once() -> None:
    asked = of(bench("CH-2026-010"))
    assert ("correction", None, "/certificates/K1/defect") in asked
    assert ("correction", None, "/certificates/K1") in of(bench("CH-2026-010"), at("certificates/K1/defect", GONE))


def test_a_certificate_that_ends_with_the_work_is_not_ending() -> None:
    assert "certificate-ending" in {kind for kind, _, _ in of(bench("KR-2026-015"))}
    ends = at("assignment/ends", "2027-01-31")
    assert "certificate-ending" not in {kind for kind, _, _ in of(bench("KR-2026-015"), ends)}


def test_unknown_conditions_are_handed_to_who_settles_them() -> None:
    one = bench("FR-2026-005")
    for name in ("cross_border", "agreement", "double_contributions"):
        at(f"conditions/{name}", {"met": "unknown", "because": "Open."})(one)
    found = tasks_of(one)
    owners = {
        task.step.path[1]: task.step.owners[0].id
        for task in found
        if task.step.kind is StepKind.HOLD and task.step.path[0] == "conditions"
    }
    assert owners == {
        "cross_border": "ingrid-dahl",
        "agreement": "joao-ferreira",
        "double_contributions": "carla-jensen",
    }


def test_an_owner_whom_nobody_knows_is_named_by_id() -> None:
    one = bench("FR-2026-005")
    at("rule/escalated_to", "somebody-else")(one)
    found = tasks_of(one)
    assert {"somebody-else"} == {task.step.who for task in found if task.place.path == "/rule/confirmed"}


def test_a_later_day_never_takes_an_item_away_but_by_what_happened() -> None:
    later = as_of("2027-02-15")
    assert set(of(bench("DE-2026-024"))) == set(of(bench("DE-2026-024"), later))


def test_the_json_is_what_its_schema_says() -> None:
    for days in (0, 30, FAR):
        jsonschema.validate(json.loads(as_json(listed(days))), SCHEMA)
    assert SCHEMA["$defs"]["item"]["properties"]["kind"]["enum"] == [kind.value for kind in StepKind]


def test_the_table_shows_each_item_with_its_reason_and_its_place() -> None:
    text = as_table(listed(30))
    assert "2026-11-12  PL-2026-012  Check the request's status" in text
    assert "Marcus Bell, operations owner\n" in text
    assert "T06, status_check_days: 14; missing: the certificate itself; cases/PL-2026-012/case.yml:120\n" in text
    assert text.splitlines()[-1].startswith(f"{len(listed(30).tasks)} tasks due by 2026-12-22, ")


def test_a_list_of_nothing_says_so() -> None:
    nothing = Worklist(AS_OF, AS_OF, (), 0, is_forecast=False)
    assert as_table(nothing) == "0 tasks due by 2026-11-22, 0 of them by 2026-11-22; 0 later\n"
    assert list(icalendar.Calendar.from_ical(as_calendar(nothing)).walk("VEVENT")) == []


def events(found: Worklist) -> Iterator[tuple[Task, icalendar.Event]]:
    parsed = icalendar.Calendar.from_ical(as_calendar(found))
    yield from zip(found.tasks, parsed.walk("VEVENT"), strict=True)


def test_another_reader_finds_every_item_in_the_calendar() -> None:
    for task, event in events(listed()):
        assert event.errors == []
        assert event["SUMMARY"] == f"{task.case}: {task.step.says}"
        assert event.decoded("DTSTART") == (task.step.due or AS_OF)
        assert event.decoded("DTSTAMP") == dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
        assert all(owner.name in str(event["DESCRIPTION"]) for owner in task.step.owners)


def test_the_calendar_keeps_to_its_lines() -> None:
    data = as_calendar(listed()).encode()
    assert data.endswith(b"\r\nEND:VCALENDAR\r\n")
    lines = data.split(b"\r\n")
    assert max(len(line) for line in lines) == 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert all(line.decode() for line in lines[:-1])


def test_an_entry_keeps_its_identity_from_day_to_day() -> None:
    def identities(day: str) -> list[str]:
        plan = plan_of(workspace(PROJECT), Day.fromisoformat(day), FAR_AHEAD)
        text = as_calendar(worklist(plan, worklist_command.places(workspace(PROJECT)), FAR))
        return re.findall(r"UID:(\S+)", text)

    first, second = identities("2026-11-22"), identities("2026-11-25")
    assert len(set(first)) == len(first)
    assert set(first) == set(second)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1) | st.sampled_from(["\n", "a\r\nEND:VEVENT"]))
def test_no_text_breaks_out_of_its_line(text: str) -> None:
    place = Location("cases/X/case.yml", 1, 1, "/fit")
    step = Step(StepKind.HOLD, text, (Owner("a-b", text),), because=text, missing=(text,))
    ((_, event),) = events(Worklist(AS_OF, AS_OF, (Task("XX-1", step, place),), 0, is_forecast=False))
    assert event["SUMMARY"] == f"XX-1: {text}".replace("\r", "")
    assert not event.subcomponents


def test_the_command_prints_or_writes_the_same_and_changes_nothing(tmp_path: Path, run: Run) -> None:
    project = copy_project(tmp_path / "project", ("FR-2026-005", "NO-2026-001"))
    before = files_of(project)
    for form in worklist_command.FORMATS:
        told = run("worklist", "--format", form, "-C", project)
        assert (told.code, told.err) == (0, "")
        assert run("worklist", "--format", form, "--output", tmp_path / "out", "-C", project).out == ""
        assert (tmp_path / "out").read_bytes() == told.out.encode()
    assert files_of(project) == before


def test_a_case_that_cannot_be_judged_is_told(tmp_path: Path, run: Run) -> None:
    project = copy_project(tmp_path / "project", ("FR-2026-005", "NO-2026-001"))
    (project / "cases" / "NO-2026-001" / "case.yml").write_text("a: [\n")
    told = run("worklist", "-C", project)
    assert told.code == 0
    assert told.err == "casebound: could not be checked, so not listed: NO-2026-001\n"
    assert "FR-2026-005" in told.out


def test_without_its_registers_there_is_no_list(tmp_path: Path, run: Run) -> None:
    project = copy_project(tmp_path / "project", ("NO-2026-001",))
    (project / "registers" / "people.yml").unlink()
    assert run("worklist", "-C", project).code == 2


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, run: Run) -> None:
    project = copy_project(tmp_path / "project", ("NO-2026-001",))
    told = run("worklist", "--output", tmp_path / "no" / "such", "-C", project)
    assert (told.code, "cannot be written" in told.err) == (2, True)


def test_the_day_can_be_named(tmp_path: Path, run: Run) -> None:
    project = copy_project(tmp_path / "project", ("PL-2026-012",))
    told = run("worklist", "--as-of", "2026-11-01", "--days", "0", "-C", project)
    assert told.out == "0 tasks due by 2026-11-01, 0 of them by 2026-11-01; 2 later\n"
    assert read((project / "cases" / "PL-2026-012" / "case.yml").read_bytes(), "").data["stage"]
