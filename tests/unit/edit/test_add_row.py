"""`casebound add`: a person, an employer or a source gets exactly its lines in the register, or nothing is written."""

import hashlib
import shutil
from pathlib import Path

import pytest
from tests.support.commands import Run
from tests.support.new_handbooks import _the_minute_stands_still, changes, files_of, started
from tests.support.sample import PROJECT

__all__ = ["_the_minute_stands_still", "started"]
PAGE = "SPECIMEN. The agreement with Sweden is in force. " * 3
SOURCE = (
    *("--publisher", "Försäkringskassan", "--title", "Utsänd till USA", "--url", "https://example.org/se"),
    *("--accessed-on", "2026-11-20", "--accessed-by", "joao-ferreira", "--relevant-because", "It names the agency."),
    *("--supports", "issuer", "--country", "SE", "--establishes", "The agency issues the certificate."),
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "Page of the agency.txt"
    file.write_text(PAGE)
    return file


def test_a_person_gets_an_id_from_the_name_and_the_roles(started: Path, run: Run) -> None:
    file = started / "registers" / "people.yml"
    before = file.read_text()
    roles = ("--role", "operations", "--role", "payroll", "--from", "2026-12-01")
    told = run("add", "person", "--name", "Åsa Öberg", "--title", "Mobility lead", *roles, "-C", started)
    assert (told.code, told.err, told.out) == (0, "", "added: registers/people.yml: asa-oberg\n")
    assert changes(before, file.read_text()) == [
        "+ \n",
        "+ asa-oberg:\n",
        '+   name: "Åsa Öberg"\n',
        "+   title: Mobility lead\n",
        "+   roles:\n",
        "+     - role: operations\n",
        "+       from: 2026-12-01\n",
        "+     - role: payroll\n",
        "+       from: 2026-12-01\n",
    ]
    again = run("add", "person", "--name", "Åsa Öberg", "--title", "Agent", "-C", started)
    assert again.out == "added: registers/people.yml: asa-oberg-2\n"
    assert file.read_text().endswith("  title: Agent\n  roles: []\n")


def test_an_employer_is_added(started: Path, run: Run) -> None:
    given = ("--name", "Nordic Pumps AB (SPECIMEN)", "--country", "SE", "--address", "Storgatan 1, Lund")
    told = run("add", "employer", *given, "-C", started)
    assert (told.code, told.out) == (0, "added: registers/employers.yml: nordic-pumps-ab-specimen\n")
    assert run("check", "-C", started, "--as-of", "2026-11-22").code == 0


def test_a_source_is_added_with_its_capture_and_hash(started: Path, page: Path, run: Run) -> None:
    told = run("add", "source", page, *SOURCE, "--id", "fk-certificate", "-C", started)
    assert (told.code, told.err) == (0, "")
    assert told.out == "added: registers/sources.yml: fk-certificate\nfiled: registers/captures/fk-certificate.txt\n"
    text = (started / "registers" / "sources.yml").read_text()
    assert f"  sha256: {hashlib.sha256(page.read_bytes()).hexdigest()}\n" in text
    assert (started / "registers" / "captures" / "fk-certificate.txt").read_bytes() == page.read_bytes()
    checked = run("check", "-C", started, "--as-of", "2026-11-22")
    assert checked.code == 0, checked.out


def test_a_screenshot_needs_a_second_person(started: Path, tmp_path: Path, run: Run) -> None:
    shot = tmp_path / "screen.png"
    shutil.copy(PROJECT / "cases" / "SE-2026-019" / "evidence" / "confirmation.png", shot)
    before = files_of(started)
    told = run("add", "source", shot, *SOURCE, "-C", started)
    assert (told.code, "--attested-by" in told.err) == (1, True)
    assert files_of(started) == before
    told = run("add", "source", shot, *SOURCE, "--attested-by", "miriam-katz", "-C", started)
    assert told.code == 0, told.err
    assert "  attested_by: miriam-katz\n" in (started / "registers" / "sources.yml").read_text()


REFUSED: tuple[tuple[tuple[str, ...], int, str], ...] = (
    (("person", "--name", "Ann", "--title", "Lead", "--id", "ingrid-dahl"), 1, "ingrid-dahl is already in"),
    (("person", "--name", "Ann", "--title", "Lead", "--id", "Ann!"), 1, "this cannot be added"),
    (("person", "--name", "Ann"), 2, "Missing option '--title'"),
    (("employer", "--name", "X", "--country", "Sweden", "--address", "Y"), 1, "country: `Sweden` is not valid here"),
    (("source", "MISSING.txt", *SOURCE), 2, "No such file"),
    (("source", "PAGE", *SOURCE, "--attested-by", "nobody"), 1, "nobody is not in registers/people.yml"),
    (("source", "page.docx", *SOURCE), 1, "is neither a PDF nor a PNG or a text file"),
)


@pytest.mark.parametrize(("given", "code", "said"), REFUSED)
def test_what_the_register_does_not_allow_is_refused(
    given: tuple[str, ...], code: int, said: str, started: Path, page: Path, run: Run
) -> None:
    before = files_of(started)
    told = run("add", *(str(page) if word == "PAGE" else word for word in given), "-C", started)
    assert (told.code, said in told.err) == (code, True), told.err
    assert files_of(started) == before
