"""The command line: what it prints, where, and with which exit code."""

import dataclasses
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

import jsonschema
import pikepdf
import pytest
from tests.support.commands import Run
from tests.support.sample import AS_OF, PROJECT

from casebound import __version__, report
from casebound.controls import CONTROLS
from casebound.pipeline.check import RULES

UNSUPPORTED = PROJECT / "tests" / "unsupported" / "SE-2026-907"


def test_a_clean_check_prints_where_every_case_stands_and_ends_with_nothing(small: Path, run: Run) -> None:
    told = run("check", "-C", small)
    assert (told.code, told.err) == (0, "")
    assert re.search(r"^NO-2026-001 +exemption-in-effect +supported  No action is due\.", told.out, re.MULTILINE)
    assert re.search(r"^NL-2026-011 +hold-lane +no claim  “Performer” is not a request type", told.out, re.MULTILINE)


def test_a_blocked_check_ends_with_one(small: Path, run: Run) -> None:
    (small / "cases" / "NO-2026-001" / "evidence" / "certificate.pdf").unlink()
    told = run("check", "-C", small)
    assert told.code == 1
    assert "NOT SUPPORTED" in told.out
    assert told.err == ""


def _broken(*_: object) -> NoReturn:
    raise AttributeError("'int' object has no attribute 'unparse'")


@pytest.mark.usefixtures("every_file_is_opened")
@pytest.mark.parametrize("command", [("check",), ("build", "--jobs", 1), ("build", "--jobs", 2)])
def test_a_failure_of_the_reader_ends_with_two_and_is_no_finding(
    command: tuple[object, ...], built: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = (built / "build" / "handbook").resolve()
    monkeypatch.setattr("casebound.load.inspect.pdf.active_content._spelled", _broken)
    told = run(*command, "-C", built)
    assert (told.code, told.out) == (2, "")
    first, *others = told.err.splitlines()
    assert re.fullmatch(
        r"casebound: internal error \(AttributeError in load/inspect/pdf/active_content\.py, line \d+\) while reading "
        r"(cases/N[OL]-2026-0\d\d/evidence|registers/captures)/[a-z0-9.-]+\.pdf; "
        "nothing is known to be wrong with the file",
        first,
    )
    assert len(others) == 1
    assert "Report this error" in others[0]
    assert (built / "build" / "handbook").resolve() == release


def test_a_failure_in_a_bundle_ends_with_two_and_leaves_the_last_release(
    built: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = (built / "build" / "handbook").resolve()
    monkeypatch.setattr("casebound.render.exhibits.draw.pdf_pages.silent_pages", _broken)
    shutil.rmtree(built / "build" / "cache")
    told = run("build", "-C", built, "--jobs", 2)
    assert told.code == 2
    assert re.search(r"casebound: internal error .* while reading exhibit E\d+ of N[OL]-2026-0\d\d \(", told.err)
    assert (built / "build" / "handbook").resolve() == release


@pytest.mark.parametrize(
    "words",
    [
        ("check", *(word for form in report.FORMATS for word in ("--format", f"{form}=report.{form}"))),
        ("check", "--against", "build/handbook/report.json"),
        ("build",),
        ("build", "--preview"),
        ("worklist",),
        ("approve", "NO-2026-001", "exemption", "--by", "ruth-abernathy"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_a_failure_of_a_control_ends_with_two_in_every_command_and_format(
    words: tuple[str, ...], built: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    last: Any = CONTROLS[-1]
    failing = dataclasses.replace(last, applies=_broken)
    monkeypatch.setattr("casebound.judge.engine.CONTROLS", (*CONTROLS[:-1], failing))
    monkeypatch.chdir(built)
    record = (built / "cases" / "NO-2026-001" / "case.yml").read_bytes()
    release = (built / "build" / "handbook").resolve()
    found = run(*words)
    assert (found.code, found.out) == (2, "")
    first, second = found.err.splitlines()
    assert re.fullmatch(
        r"casebound: internal error \(AttributeError in judge/engine\.py, line \d+\) in the control "
        rf"{failing.id} for the case NL-2026-011; nothing is known to be wrong with the record",
        first,
    )
    assert second == "           Report this error to the casebound project. An earlier release is unchanged."
    assert (built / "build" / "handbook").resolve() == release
    assert not (built / "build" / "preview").exists()
    assert not list(built.glob("report.*"))
    assert (built / "cases" / "NO-2026-001" / "case.yml").read_bytes() == record


def test_any_failure_that_nobody_foresaw_ends_with_two(small: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casebound.pipeline.check.plan_of", _broken)
    told = run("check", "-C", small)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("Traceback")
    last = told.err.splitlines()[-2]
    assert re.fullmatch(r"casebound: internal error \(AttributeError in cli/[a-z_]+\.py, line \d+\)", last)


@pytest.mark.parametrize("value", [b"true", b"null", b"-1.5", b"17  "])
def test_a_pdf_with_a_value_as_an_object_of_its_own_is_no_finding(small: Path, run: Run, value: bytes) -> None:
    record, file = small / "cases/NO-2026-001/case.yml", small / "cases/NO-2026-001/evidence/certificate.pdf"
    before, data = hashlib.sha256(file.read_bytes()).hexdigest(), io.BytesIO()
    with pikepdf.open(file) as document:
        document.Root.Odd = document.make_indirect(pikepdf.Name("/Odd"))
        document.save(data, qdf=True)
    file.write_bytes(re.sub(rb"\n/Odd\n", b"\n" + value + b"\n", data.getvalue()))
    assert record.read_text().count(before) == 1
    record.write_text(record.read_text().replace(before, hashlib.sha256(file.read_bytes()).hexdigest()))
    told = run("check", "-C", small)
    assert "F25" not in told.out
    assert "damaged" not in told.out


def test_a_warning_alone_ends_with_nothing(small: Path, run: Run) -> None:
    (small / "cases" / "NO-2026-001" / "evidence" / "stray.txt").write_text("x")
    told = run("check", "-C", small)
    assert told.code == 0
    assert "warning F14" in told.out


def test_the_json_report_is_of_the_shape_of_its_schema_and_of_nothing_else(small: Path, run: Run) -> None:
    schema = json.loads((PROJECT / "schema" / "report.schema.json").read_bytes())
    for harm in (False, True):
        if harm:
            (small / "cases" / "NO-2026-001" / "evidence" / "certificate.pdf").unlink()
        told = run("check", "-C", small, "--format", "json")
        value = json.loads(told.out)
        jsonschema.Draft202012Validator(schema).validate(value)
        assert told.code == int(harm)
        assert list(value) == ["generator", "as_of", "forecast", "registers", "summary", "cases", "findings"]
        assert value["as_of"] == AS_OF.isoformat()


def test_a_report_may_go_to_a_file(small: Path, run: Run, tmp_path: Path) -> None:
    straight = run("check", "-C", small, "--format", "json").out
    told = run("check", "-C", small, "--format", "json", "--output", tmp_path / "report.json")
    assert (told.code, told.out) == (0, "")
    assert (tmp_path / "report.json").read_text(encoding="utf-8") == straight


def test_some_cases_may_be_named(small: Path, run: Run) -> None:
    told = run("check", "NL-2026-011", "-C", small)
    assert told.code == 0
    assert "NO-2026-001" not in told.out


def test_the_as_of_date_moves_what_has_happened(small: Path, run: Run) -> None:
    told = run("check", "-C", small, "--as-of", "2026-04-01")
    assert told.code == 1
    assert "as of 2026-04-01" in told.out
    assert "F11" in told.out


@pytest.mark.parametrize("given", [("--on", "2099-01-01"), ("--on", "2026-11-20", "--at", "2099-01-01T09:00-05:00")])
def test_an_event_of_the_future_is_not_recorded(small: Path, run: Run, given: tuple[str, ...]) -> None:
    record = small / "cases" / "NO-2026-001" / "case.yml"
    before = record.read_bytes()
    words = ("NO-2026-001", "reversed", *given, "--because", "The worker will return.", "--by", "carla-jensen")
    told = run("record", *words, "-C", small)
    assert told.code == 2
    assert f"'{given[-2]}': {given[-1]} is in the future. Record an event after it has happened." in told.err
    assert record.read_bytes() == before


def test_without_a_pinned_day_today_counts(small: Path, run: Run) -> None:
    policy = small / "registers" / "policy.yml"
    policy.write_text(re.sub(r"(?m)^as_of: .*\n", "", policy.read_text(encoding="utf-8")), encoding="utf-8")
    told = run("check", "-C", small)
    assert "as of 2093-03-03" in told.out


def test_the_folder_it_runs_in_is_the_project(small: Path, casebound: Run) -> None:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "generator")}
    told = subprocess.run(
        [sys.executable, "-m", "casebound.cli.main", "check"],
        cwd=small,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert told.returncode == 0


def test_a_build_says_what_it_published_and_then_that_nothing_changed(built: Path, run: Run) -> None:
    (built / "cases" / "NL-2026-011" / "evidence" / "stray.txt").write_text("x")
    first = run("build", "-C", built)
    assert first.code == 0
    assert re.search(
        r"^published: .*build/handbook \(\d+ files, \d+ PDFs and \d+ pages rebuilt\)$", first.out, re.MULTILINE
    )
    again = run("build", "-C", built)
    assert re.search(r"^unchanged: .* 0 PDFs and 0 pages rebuilt", again.out, re.MULTILINE)
    assert re.search(r"^release [0-9a-f]{64}$", again.out, re.MULTILINE)


def test_explain_lists_every_rule_and_tells_of_one(run: Run) -> None:
    listed = run("explain")
    assert [line.split()[0] for line in listed.out.splitlines()] == [rule.id for rule in RULES]
    one = run("explain", "x05")
    assert one.code == 0
    assert one.out.startswith("X05  received")
    assert run("explain", "completed").code == 2


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_can_be_explained_by_id_and_name(rule: object, run: Run) -> None:
    words = run("explain", rule.id).out  # type: ignore[attr-defined]
    assert words == run("explain", rule.name).out  # type: ignore[attr-defined]


def test_the_doctor_looks_at_the_machine_and_at_the_project(small: Path, run: Run) -> None:
    told = run("doctor", "-C", small)
    assert told.code == 0, told.out
    libraries = ("pango-1.0", "pangoft2-1.0", "harfbuzz", "harfbuzz-subset", "fontconfig")
    for name in ("Python", "packages", *libraries, "WeasyPrint", "project", "fonts", "build folder", "disk"):
        assert re.search(rf"^ok   {name}: ", told.out, re.MULTILINE), name


def test_the_doctor_reports_that_there_is_no_project(tmp_path: Path, run: Run) -> None:
    told = run("doctor", "-C", tmp_path)
    assert told.code == 2
    assert re.search(r"^FIX  project: .*is not a casebound project", told.out, re.MULTILINE)


def test_the_version_and_the_help_are_told(run: Run) -> None:
    assert run("--version").out == f"casebound {__version__}\n"
    told = run("--help")
    assert told.code == 0
    for command in ("check", "build", "explain", "doctor"):
        assert re.search(rf"^  {command} +\w", told.out, re.MULTILINE)
        assert run(command, "--help").code == 0


def test_a_reader_who_turns_away_is_no_reason_to_fall_over(small: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "generator")}
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen(
        [sys.executable, "-m", "casebound.cli.main", "check", "-C", str(small)],
        env=environment,
        stdout=writing,
        stderr=subprocess.PIPE,
    ) as told:
        os.close(writing)
        _, err = told.communicate()
    assert b"Traceback" not in err
    assert told.returncode != 0  # what nobody could read is no pass


def test_stopping_by_hand_ends_with_two_and_a_word(small: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("casebound.pipeline.check.project_in", stopped)
    told = run("check", "-C", small)
    assert told.code == 2
    assert told.err.strip().endswith("casebound: stopped")


def test_the_days_on_which_verdicts_change_are_listed(small: Path, run: Run) -> None:
    told = run("check", "--on", "2028-01-01..2028-12-31", "-C", small)
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines() == [
        "2028-05-01 NO-2026-001: C1: The exemption is over. The stage “Exemption in effect” becomes “Exemption ended”.",
        "1 change of a verdict from 2028-01-01 to 2028-12-31, if nothing is recorded.",
    ]


def test_a_list_of_changes_ends_with_one_if_a_case_blocks_on_a_day(small: Path, run: Run) -> None:
    told = run("check", "NO-2026-001", "--on", "2026-04-01..2026-06-01", "-C", small)
    assert told.code == 1
    assert told.out.endswith("1 change of a verdict from 2026-04-01 to 2026-06-01, if nothing is recorded.\n")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--on", "2026-01-01"), "days are written YYYY-MM-DD..YYYY-MM-DD"),
        (("--on", "2026-02-01..2026-01-01"), "cannot end before it begins"),
        (("--on", "2026-01-01..2026-02-01", "--format", "json"), "--on lists days as text"),
        (("--on", "2026-01-01..2026-02-01", "--as-of", "2026-01-01"), "--on lists days as text"),
    ],
)
def test_days_that_are_not_days_and_options_that_do_not_fit_end_with_two(
    options: tuple[str, ...], words: str, small: Path, run: Run
) -> None:
    told = run("check", *options, "-C", small)
    assert (told.code, told.out) == (2, "")
    assert words in told.err
