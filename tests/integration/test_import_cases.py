"""`casebound import`: a tracker with the disorder of real ones becomes cases, or lines of a report with their cells."""

import errno
import os
import re
from collections import Counter
from pathlib import Path

import pytest
from tests.support.commands import Run
from tests.support.new_handbooks import NOON, _the_minute_stands_still, files_of, started
from tests.support.tracker_sheets import (
    ANSWERS,
    EXPECTED,
    ROWS,
    complete,
    desk_of_tracker,
    tracker_workbook,
)

from casebound.edit.scaffold import start
from casebound.edit.spreadsheet_import.import_fields import ImportKind
from casebound.edit.spreadsheet_import.import_run import ImportRequest, mapping_file_of, run_import, write_mapping
from casebound.load.strict_yaml import read
from casebound.load.workspace import workspace
from casebound.model.import_outcome import ImportReport, RowResult

__all__ = ["_the_minute_stands_still", "started"]


@pytest.fixture
def project(started: Path) -> Path:
    return with_cut_over(started)


def with_cut_over(folder: Path) -> Path:
    """The project with a cut-over day in its policy."""
    policy = folder / "registers" / "policy.yml"
    policy.write_text(policy.read_text() + "\ncut_over: 2026-09-01\n")
    return folder


@pytest.fixture
def tracker(tmp_path: Path, project: Path, run: Run) -> Path:
    file = desk_of_tracker(tmp_path / "desk")
    made = run("import", file, "-C", project)
    assert made.code == 0, made.err
    assert "mapping written" in made.out
    complete(mapping_file_of(file))
    return file


def imported(project: Path, file: Path, *, write: bool = True) -> ImportReport:
    return run_import(ImportRequest(workspace(project), file, mapping_file_of(file), NOON), write=write)


@pytest.fixture(scope="module")
def dry(tmp_path_factory: pytest.TempPathFactory) -> ImportReport:
    """The report of a dry run."""
    folder = tmp_path_factory.mktemp("dry")
    project = with_cut_over(start(folder / "handbook").folder)
    file = desk_of_tracker(folder / "desk")
    write_mapping(file, mapping_file_of(file), ImportKind.CASES, None)
    complete(mapping_file_of(file))
    return imported(project, file, write=False)


def notes(report: ImportReport, row: int) -> str:
    """All that the report says about a row."""
    (found,) = [outcome for outcome in report.rows if outcome.row == row]
    every = (*found.problems, *found.missing, *found.differences, *found.notes)
    return "\n".join(f"{note.cell}: {note.text}" for note in every)


def row_of(report: ImportReport, index: int) -> int:
    """The number of the row in the sheet."""
    return report.rows[index].row


def test_sixty_disorderly_rows_become_cases_or_lines_with_their_cell(project: Path, tracker: Path, run: Run) -> None:
    assert len(ROWS) == 60
    before = set(files_of(project / "cases"))
    report = imported(project, tracker)
    assert len(report.rows) == 60
    assert report.empty_rows == 4
    found = Counter(outcome.result.value for outcome in report.rows)
    assert found == {**EXPECTED, "not written": 60 - sum(EXPECTED.values())}
    for outcome in report.rows:
        if outcome.result is RowResult.NOT_WRITTEN:
            assert outcome.problems
            assert all(re.fullmatch("[A-P][0-9]+", note.cell) for note in outcome.problems), outcome
    new = {outcome.id for outcome in report.rows if outcome.result is RowResult.NEW}
    written = {name.split("/")[0] for name in set(files_of(project / "cases")) - before}
    assert written == new
    checked = run("check", "-C", project)
    assert checked.code == 0, checked.out
    assert "0 blocking" in checked.out
    assert not [
        name for name in written if (read((project / "cases" / name / "case.yml").read_bytes(), "").data).get("claims")
    ]


@pytest.mark.long
def test_the_imported_cases_are_built(project: Path, tracker: Path, run: Run) -> None:
    imported(project, tracker)
    built = run("build", "-C", project, "--as-of", NOON.on, "--jobs", "2")
    assert built.code == 0, built.out + built.err


def test_a_dry_run_reports_the_same_and_writes_nothing(project: Path, tracker: Path, run: Run) -> None:
    before = files_of(project)
    dry = run("import", tracker, "-C", project)
    assert dry.code == 1
    assert f"{EXPECTED['new']:5} new, would be written" in dry.out
    assert files_of(project) == before
    written = run("import", tracker, "-C", project, "--write")
    assert f"{EXPECTED['new']:5} written" in written.out
    assert written.out.replace("written", "").splitlines()[1:20] == dry.out.replace("written", "").splitlines()[1:20]


def test_a_second_import_changes_nothing(project: Path, tracker: Path) -> None:
    first = imported(project, tracker)
    before = files_of(project)
    second = imported(project, tracker)
    assert not second.written
    assert files_of(project) == before
    assert second.count(RowResult.UNCHANGED) == first.count(RowResult.NEW)
    assert second.count(RowResult.NOT_WRITTEN) == first.count(RowResult.NOT_WRITTEN)
    assert second.count(RowResult.CHANGED) == second.count(RowResult.NEW) == 0


def test_a_changed_row_shows_the_difference_and_overwrites_nothing(project: Path, tracker: Path) -> None:
    first = imported(project, tracker)
    by_hand = project / "cases" / first.rows[1].id / "case.yml"
    by_hand.write_text(by_hand.read_text().replace("ends: 2028-02-29", "ends: 2027-12-31"))
    before = files_of(project)
    rows = [list(row) for row in ROWS]
    rows[0][1] = "Ada Quill-Hart (SPECIMEN)"
    rows[2][5] = "5 Mar 2027"  # another first day
    rows[30][8] = "confirmation.pdf"
    tracker.write_bytes(tracker_workbook(rows))
    second = imported(project, tracker)
    assert files_of(project) == before
    changed = {outcome.row: outcome.id for outcome in second.rows if outcome.result is RowResult.CHANGED}
    assert set(changed) == {row_of(second, 0), row_of(second, 2)}
    assert "B5: worker/name: the record has" in notes(second, row_of(second, 0))
    expected = "F7: assignment/begins: the record has 2027-03-04, the row has 2027-03-05"
    assert expected in notes(second, row_of(second, 2))
    assert second.rows[1].result is RowResult.UNCHANGED  # the record was edited by hand, and the row is as it was


def test_a_request_that_was_sent_is_taken_over_with_its_proof(project: Path, tracker: Path, run: Run) -> None:
    report = imported(project, tracker)
    case = report.rows[28].id
    record = read((project / "cases" / case / "case.yml").read_bytes(), "").data
    assert record["requests"]["R1"]["sent"] == {"on": "2026-01-12", "by": "ingrid-dahl", "proof": ["E1"]}
    assert record["requests"]["R1"]["waiting"]["unknown"]
    assert record["takeover"]["requests"] == ["R1"]
    assert f"row {report.rows[28].row} of the sheet Cases 2026 in tracker.xlsx" in record["takeover"]["because"]
    assert (project / "cases" / case / record["exhibits"]["E1"]["file"]).is_file()
    shown = run("check", case, "-C", project)
    assert (shown.code, "submitted" in shown.out) == (0, True)
    assert "A12" in shown.out


def test_a_received_certificate_without_its_file_is_missing_and_is_not_recorded(project: Path, tracker: Path) -> None:
    report = imported(project, tracker)
    (received,) = [outcome for outcome in report.rows if "record the file" in notes(report, outcome.row)]
    record = read((project / "cases" / received.id / "case.yml").read_bytes(), "").data
    assert "certificates" not in record
    assert "No certificate was imported." in record["log"][0]["did"]
    assert received.missing[0].cell.startswith("H")


def test_a_refusal_is_recorded_with_its_letter_alone(project: Path, tracker: Path, run: Run) -> None:
    report = imported(project, tracker)
    refused = [outcome for outcome in report.rows if "refused on 2026-03-02" in notes(report, outcome.row)]
    assert [outcome.result for outcome in refused] == [RowResult.NEW]
    record = read((project / "cases" / refused[0].id / "case.yml").read_bytes(), "").data
    assert record["requests"]["R1"]["refusal"]["because"] == "Not covered (SPECIMEN)."
    assert "denied" in run("check", refused[0].id, "-C", project).out
    (without,) = [outcome for outcome in report.rows if "names no file with the letter" in notes(report, outcome.row)]
    assert without.result is RowResult.NOT_WRITTEN


@pytest.mark.parametrize(
    ("words", "cell"),
    [
        ("3/4/27” has a year with two digits", "F"),
        ("13/4/2027” is no date in the order month-first", "F"),
        ("February 30, 2027” is a day that does not exist", "F"),
        ("spring 2027” is not a date that can be read", "F"),
        ("7” is a number and not a date", "F"),
        ("Atlantis” is no country that is known", "E"),
        ("home and host must be the United States and one other country", "E"),
        ("Fjordline Subsea Ltd.” is not in registers/employers.yml", "K"),
        ("worker reference is missing", "A"),
        ("no-such-file.pdf” is not the name of a file beside the spreadsheet", "J"),
        ("which is not before the cut-over day 2026-09-01", "I"),
        ("the status says that no request was sent, but the row states sent on", "I"),
        ("Called them” has no known meaning", "H"),
        ("the row repeats row", "A"),
        ("states the same case with other values", "A"),
        ("unclear” is no country that is known", "C"),
    ],
)
def test_what_is_not_understood_is_named_with_its_cell(words: str, cell: str, dry: ImportReport) -> None:
    found = [note for outcome in dry.rows for note in outcome.problems if words in note.text]
    assert found
    assert all(note.cell.startswith(cell) for note in found)


def test_words_that_look_like_formulas_stay_text(project: Path, tracker: Path) -> None:
    report = imported(project, tracker)
    logs = "".join((project / "cases" / outcome.id / "case.yml").read_text() for outcome in report.rows if outcome.id)
    assert all(text in logs for text in ("=1+1", "-5 days", "@Carla +1"))


def test_a_mapping_that_nobody_confirmed_writes_nothing(project: Path, tracker: Path, run: Run) -> None:
    mapping = mapping_file_of(tracker)
    mapping.write_text(mapping.read_text().replace("confirmed: yes", "confirmed: no"))
    before = files_of(project)
    assert run("import", tracker, "-C", project).code == 1
    refused = run("import", tracker, "-C", project, "--write")
    assert refused.code == 2
    assert "is not confirmed" in refused.err
    assert files_of(project) == before


def test_a_request_without_a_proof_is_taken_over_and_the_check_says_so(project: Path, tracker: Path, run: Run) -> None:
    report = imported(project, tracker)
    without = [row.id for row in report.rows if row.result is RowResult.NEW and "R1" in _record(project, row.id)]
    without = [case for case in without if "proof:" not in _record(project, case)]
    assert len(without) == 2
    checked = run("check", "-C", project)
    assert checked.code == 0
    assert all(re.search(rf"{case}/case.yml:.*note A12: R1 was taken over", checked.out) for case in without)


def _record(project: Path, case: str | None) -> str:
    return (project / "cases" / str(case) / "case.yml").read_text(encoding="utf-8")


def test_without_a_cut_over_day_nothing_is_taken_over(started: Path, tmp_path: Path, run: Run) -> None:
    file = desk_of_tracker(tmp_path / "desk")
    run("import", file, "-C", started)
    complete(mapping_file_of(file))
    report = imported(started, file, write=False)
    assert "cut_over" in notes(report, report.rows[28].row)
    assert report.rows[28].result is RowResult.NOT_WRITTEN


def test_a_full_disk_leaves_nothing_behind(project: Path, tracker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, rename, left = files_of(project), os.rename, [5]

    def full(source: object, target: object) -> None:
        left[0] -= 1
        if not left[0]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        rename(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "rename", full)
    with pytest.raises(Exception, match="No space left"):
        imported(project, tracker)
    assert files_of(project) == before
    assert not list((project / "cases").glob(".import*"))


def test_the_answers_of_the_tests_are_lines_of_the_mapping(tmp_path: Path, project: Path, run: Run) -> None:
    file = desk_of_tracker(tmp_path / "desk")
    run("import", file, "-C", project)
    starts = {line.partition(" #")[0] for line in mapping_file_of(file).read_text().splitlines()}
    assert set(ANSWERS) <= starts


COLUMNS = {
    "Emp ID": "W-1",
    "Name": "Ada Quill (SPECIMEN)",
    "Citizenship": "US",
    "From country": "US",
    "To country": "Norway",
    "Start": "2027-03-04",
    "Status": "new",
    "Date sent": "",
    "Proof": "",
    "Company": "fjordline-subsea",
    "Notes": "",
    "Denied": "",
    "Business name": "",
    "Nature of business": "",
    "Case no": "",
}
SENT = {"Status": "sent", "Date sent": "2026-01-12", "Proof": "confirmation.pdf"}


def line(**given: str) -> str:
    """A row of a small tracker, as CSV."""
    assert given.keys() <= COLUMNS.keys()
    return ";".join({**COLUMNS, **given}.values())


TEXTS = {
    **ANSWERS,
    '    "new": unknown': '    "new": not-sent',
    '    "sent": sent': '    "sent": sent\n  employer:\n    Fjordline: fjordline-subsea\n  host: {Allemagne: DE}',
}


def small(folder: Path, project: Path, run: Run, *rows: str) -> Path:
    """A small tracker as CSV with its complete mapping."""
    file = desk_of_tracker(folder / "desk").parent / "small.csv"
    last = line(**SENT, **{"Emp ID": "W-9", "To country": "Sweden"})
    file.write_text("\n".join((";".join(COLUMNS), *rows, last)), encoding="utf-8")
    assert run("import", file, "-C", project).code == 0
    complete(mapping_file_of(file), TEXTS)
    return file


@pytest.mark.parametrize(
    ("given", "note"),
    [
        ({"Company": "FJORDLINE"}, ": Ada Quill (SPECIMEN), outbound NO"),
        ({"To country": "Allemagne"}, ": Ada Quill (SPECIMEN), outbound DE"),
        ({"Notes": "SSN 219-09-9999"}, "K2: this looks like a Social Security number"),
        ({"Business name": "Quill Sound", "Nature of business": "Acoustics"}, "M2: the row states an employer and"),
        ({**SENT, "Denied": "2026-02-03"}, "L2: the row states a refusal"),
        ({"Name": "Ada\u202eQuill"}, "B2: worker name: "),
        ({"Start": "04/05/2027"}, "2027-04-05"),
    ],
)
def test_a_single_row(given: dict[str, str], note: str, project: Path, tmp_path: Path, run: Run) -> None:
    report = imported(project, small(tmp_path, project, run, line(**given)), write=False)
    assert note in notes(report, 2), notes(report, 2)


def test_two_assignments_of_a_worker_stay_two_cases(project: Path, tmp_path: Path, run: Run) -> None:
    file = small(tmp_path, project, run, line(), line(Start="2030-03-04"))
    first = imported(project, file)
    assert [outcome.id for outcome in first.rows[:2]] == ["NO-2027-001", "NO-2030-001"]
    file.write_text(file.read_text(encoding="utf-8").replace("2030-03-04", "2030-04-01"), encoding="utf-8")
    second = imported(project, file)
    assert [(outcome.id, outcome.result) for outcome in second.rows[:2]] == [
        ("NO-2027-001", RowResult.UNCHANGED),
        ("NO-2030-001", RowResult.CHANGED),
    ]


def test_a_row_with_the_id_of_its_case_belongs_to_it_and_another_id_opens_no_second_case(
    project: Path, tmp_path: Path, run: Run
) -> None:
    file = small(tmp_path, project, run, line(**{"Case no": "NO-77"}))
    assert imported(project, file).rows[0].id == "NO-77"
    text = file.read_text(encoding="utf-8")
    for case, result in (
        ("NO-77", RowResult.CHANGED),
        ("NO-78", RowResult.NOT_WRITTEN),
        ("77/a", RowResult.NOT_WRITTEN),
    ):
        moved = text.replace("2027-03-04", "2033-01-01") if case == "NO-77" else text.replace("NO-77", case)
        file.write_text(moved, encoding="utf-8")
        report = imported(project, file)
        assert report.rows[0].result is result, case
        assert case != "NO-78" or "O2: NO-77 has the same worker" in notes(report, 2)


def test_another_assignment_of_a_worker_is_a_new_case_or_a_question(project: Path, tmp_path: Path, run: Run) -> None:
    file = small(tmp_path, project, run, line())
    first = imported(project, file)
    record = project / "cases" / first.rows[0].id / "case.yml"
    record.write_text(record.read_text().replace("  begins: 2027-03-04", "  begins: 2027-03-04\n  ends: 2028-03-03"))
    file.write_text(file.read_text(encoding="utf-8").replace("2027-03-04", "2030-01-01"), encoding="utf-8")
    asked = imported(project, file)
    assert "F2: the row may be NO-2027-001 with other days, or another case" in notes(asked, 2)
    record.write_text(re.sub(r"Row mark: [a-p]+\.", "", record.read_text()))  # a case that was opened by hand
    second = imported(project, file)
    assert (second.rows[0].id, second.rows[0].result) == ("NO-2030-001", RowResult.NEW)


def test_a_case_that_was_opened_by_hand_is_not_opened_again(project: Path, tmp_path: Path, run: Run) -> None:
    file = small(tmp_path, project, run, line())
    first = imported(project, file)
    record = project / "cases" / first.rows[0].id / "case.yml"
    record.write_text(re.sub(r"Row mark: [a-p]+\.", "", record.read_text()))
    file.write_text(file.read_text(encoding="utf-8").replace("W-1;", "w 1;"), encoding="utf-8")
    second = imported(project, file)
    assert not second.written
    assert second.rows[0].id == first.rows[0].id
    assert "A2: worker/reference: the record has W-1, the row has w 1" in notes(second, 2)


def test_what_the_user_expects_is_compared_with_the_mapping(project: Path, tmp_path: Path, run: Run) -> None:
    file = small(tmp_path, project, run, line())
    for option, value in (("--as", "people"), ("--sheet", "Other")):
        refused = run("import", file, option, value, "-C", project)
        assert refused.code == 2
        assert f"not for {value}" in refused.err
