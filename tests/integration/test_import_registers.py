"""`casebound import --as people|employers|sources`: the entries of a register from a spreadsheet."""

import datetime as dt
import io
from pathlib import Path

import pytest
import xlsxwriter
from tests.support.commands import Ran, Run
from tests.support.new_handbooks import _the_minute_stands_still, files_of, started
from tests.support.sample import PROJECT
from tests.support.tracker_sheets import complete

from casebound.edit.spreadsheet_import.import_run import mapping_file_of
from casebound.load.strict_yaml import read

__all__ = ["_the_minute_stands_still", "started"]

PEOPLE = (
    ("Full name", "Job title", "E-mail", "Role", "Since"),
    ("Nadia Holm (SPECIMEN)", "Mobility analyst", "nadia.holm@example.com", "Data quality, approver", "4 Jan 2027"),
    ("DAHL, Ingrid", "Global mobility operations lead", "", "Ops", "2019-01-01"),
    ("Marcus Bell", "Team lead", "", "Ops", "2019-01-01"),
    ("Paul Ferris (SPECIMEN)", "", "", "Ops", "2027-01-04"),
    ("Nadia Holm (SPECIMEN)", "Mobility analyst", "nadia.holm@example.com", "Ops", "4 Jan 2027"),
    ("Rita Sand (SPECIMEN)", "Agent", "no address", "", ""),
)
MEANINGS = {
    "confirmed: no": "confirmed: yes",
    '    "Data quality, approver": unknown': '    "Data quality": data_quality',
    '    "Ops": unknown': '    "Ops": operations',
}
EMPLOYERS = (
    ("Company", "Country", "Address"),
    ("Norrsken Pumps AB (SPECIMEN)", "Sweden", "Hamngatan 3, 211 22 Malmö, Sweden"),
    ("FJORDLINE SUBSEA, INC. (SPECIMEN)", "US", "410 Harbor Spur Road, Galveston, TX 77550, United States"),
    ("Atlas Meridian France SAS (SPECIMEN)", "FR", "1 quai Neuf, 76600 Le Havre, France"),
    ("Elsewhere Ltd.", "Narnia", "Wardrobe 1"),
)
SOURCES = (
    ("Authority", "Title", "Link", "Read on", "Read by", "Why", "State", "Topics", "Countries", "File", "Summary"),
    (
        "Social Security Administration", "Sweden (SPECIMEN)", "https://www.ssa.gov/international/x.html", "2027-01-11",
        "Miriam Katz", "States the rule for Sweden.", "live", "rule", "Sweden", "page.pdf",
        "The worker stays covered.\nThe limit is stated.",
    ),
    (
        "Social Security Administration", "Lost (SPECIMEN)", "https://www.ssa.gov/y.html", "2027-01-11", "Miriam Katz",
        "Nothing.", "live", "rule", "Sweden", "lost.pdf", "Nothing.",
    ),
)  # fmt: skip


def sheet_of(folder: Path, rows: tuple[tuple[str, ...], ...]) -> Path:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        sheet = book.add_worksheet("List")
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                sheet.write_string(row, column, value)
    folder.mkdir(exist_ok=True)
    (folder / "list.xlsx").write_bytes(written.getvalue())
    return folder / "list.xlsx"


def imported(run: Run, project: Path, file: Path, kind: str, answers: dict[str, str]) -> Ran:
    if not mapping_file_of(file).exists():
        assert run("import", file, "--as", kind, "-C", project).code == 0
        complete(mapping_file_of(file), answers)
    return run("import", file, "--write", "-C", project)


def register(project: Path, name: str) -> dict[str, dict[str, object]]:
    document = read((project / "registers" / f"{name}.yml").read_bytes(), name)
    assert not document.problems
    return dict(document.data)


def test_people_are_added_and_nobody_who_is_there_is_changed(started: Path, tmp_path: Path, run: Run) -> None:
    before = (started / "registers" / "people.yml").read_text()
    file = sheet_of(tmp_path / "desk", PEOPLE)
    done = imported(run, started, file, "people", MEANINGS)
    assert done.code == 1
    after = (started / "registers" / "people.yml").read_text()
    assert after.startswith(before.rstrip("\n"))
    assert register(started, "people")["nadia-holm-specimen"] == {
        "name": "Nadia Holm (SPECIMEN)",
        "title": "Mobility analyst",
        "roles": [{"role": "data_quality", "from": "2027-01-04"}, {"role": "approver", "from": "2027-01-04"}],
        "email": "nadia.holm@example.com",
    }
    assert "row 3: already ingrid-dahl, no change" in done.out
    assert "B4: marcus-bell/title: the register has Mobility case coordinator, the row has Team lead" in done.out
    assert "B5: title is missing" in done.out
    assert "A6: the row repeats row 2" in done.out
    assert "row 7: not written\n    C7: " in done.out
    assert run("check", "-C", started).code == 0
    saved = files_of(started)
    again = imported(run, started, file, "people", MEANINGS)
    assert files_of(started) == saved
    assert "row 2: already nadia-holm-specimen, no change" in again.out


def test_employers_are_added_with_the_exact_name(started: Path, tmp_path: Path, run: Run) -> None:
    done = imported(
        run, started, sheet_of(tmp_path / "desk", EMPLOYERS), "employers", {"confirmed: no": "confirmed: yes"}
    )
    added = register(started, "employers")["norrsken-pumps-ab-specimen"]
    assert added == {
        "name": "Norrsken Pumps AB (SPECIMEN)",
        "country": "SE",
        "address": "Hamngatan 3, 211 22 Malmö, Sweden",
    }
    assert "row 3: already fjordline-subsea, no change" in done.out
    assert "C4: atlas-meridian-france/address: the register has" in done.out
    assert "B5: country: “Narnia” is no country that is known" in done.out
    assert run("check", "-C", started).code == 0


def test_a_source_is_added_with_its_stored_copy(started: Path, tmp_path: Path, run: Run) -> None:
    file = sheet_of(tmp_path / "desk", SOURCES)
    page = PROJECT / "registers" / "captures" / "ssa-norway-rule.pdf"
    (tmp_path / "desk" / "page.pdf").write_bytes(page.read_bytes() + b"% Sweden\n")
    done = imported(run, started, file, "sources", {"confirmed: no": "confirmed: yes"})
    added = register(started, "sources")["sweden-specimen-2027-01-11"]
    assert added["capture"] == "registers/captures/sweden-specimen-2027-01-11.pdf"
    assert added["establishes"] == ["The worker stays covered.", "The limit is stated."]
    assert (started / str(added["capture"])).is_file()
    assert "J3: capture: “lost.pdf” is not the name of a file beside the spreadsheet" in done.out
    assert dt.date.fromisoformat(str(added["accessed_on"])) == dt.date(2027, 1, 11)
    assert "blocking" not in run("check", "-C", started, "--as-of", "2027-01-12").out.split("0 blocking")[0]


@pytest.mark.parametrize("name", ["../page.pdf", "/etc/hostname", "C:\\page.pdf", "link.pdf", "folder"])
def test_no_cell_names_a_file_elsewhere(name: str, started: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "page.pdf").write_bytes((PROJECT / "registers" / "captures" / "ssa-norway-rule.pdf").read_bytes())
    desk = tmp_path / "desk"
    file = sheet_of(desk, (SOURCES[0], (*SOURCES[1][:9], name, SOURCES[1][10])))
    (desk / "link.pdf").symlink_to(tmp_path / "page.pdf")
    (desk / "folder").mkdir()
    before = files_of(started)
    done = imported(run, started, file, "sources", {"confirmed: no": "confirmed: yes"})
    assert done.code == 1
    assert "J2: capture: " in done.out
    assert files_of(started) == before
