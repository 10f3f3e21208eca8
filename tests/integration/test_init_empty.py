"""`casebound init --empty`: a project with the team's own company, people and policy, and without sample data."""

import io
import sys
from pathlib import Path

import pytest
from tests.support.commands import Run
from tests.support.new_handbooks import NOON, TODAY, _the_minute_stands_still, files_of
from tests.support.projects import verifies

from casebound.cli import options
from casebound.load.strict_yaml import read

__all__ = ["_the_minute_stands_still"]
COMPANY = (
    *("--company", "Alder Bay Robotics Inc. (SPECIMEN)"),
    *("--country", "US"),
    *("--address", "12 Mill Lane, Boston, MA 02110, United States"),
)
PEOPLE = (
    "operations; Dana Reyes (SPECIMEN); Mobility lead; dana.reyes@example.com",
    "data_quality; Owen Park (SPECIMEN); Analyst",
    "approver; Lena Fox (SPECIMEN); Director",
    "legal, payroll; Tom Ash (SPECIMEN); Counsel",
)
CASE = (
    *("--direction", "outbound", "--partner", "SE", "--worker-name", "Elin Sandvik (SPECIMEN)"),
    *(
        "--worker-reference",
        "W-1",
        "--citizenship",
        "US",
        "--residence",
        "US",
        "--intake-label",
        "Employer Certificate",
    ),
    *("--employer", "alder-bay-robotics-inc-specimen", "--begins", "2027-02-01"),
)


def people(*texts: str) -> tuple[str, ...]:
    return tuple(word for text in texts for word in ("--person", text))


def test_it_has_the_team_and_nothing_of_the_sample(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "handbook"
    done = run("init", folder, "--empty", *COMPANY, *people(*PEOPLE), "--starts", "2026-11-02")
    assert done.code == 0, done.err
    files = files_of(folder)
    assert not [name for name in files if name.startswith(("cases/", "registers/captures/")) and ".gitkeep" not in name]
    texts = {name: data.decode() for name, data in files.items() if name != "registers/agreements.yml"}
    assert not [name for name, text in texts.items() if "ingrid" in text.lower() or "fjordline" in text.lower()]
    content = read(files["registers/people.yml"], "").data
    assert [row["title"] for key, row in content.items() if key != "format"] == [
        "Mobility lead",
        "Analyst",
        "Director",
        "Counsel",
    ]
    policy = read(files["registers/policy.yml"], "").data
    assert (policy["cut_over"], policy["separation"], policy["paper"]) == ("2026-11-02", "three", "letter")
    assert not {"sample", "as_of"} & set(policy)
    checked = run("check", "-C", folder)
    assert checked.out.count("blocking F") == 1
    assert "there are no cases under cases/" in checked.out


def test_with_its_first_case_it_is_checked_and_published(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casebound.release.document_files.documents", lambda _: [])
    folder = tmp_path / "handbook"
    assert run("init", folder, "--empty", *COMPANY, *people(*PEOPLE), "--starts", "2026-11-02").code == 0
    assert run("new", "SE-2027-001", *CASE, "-C", folder).code == 0
    checked = run("check", "-C", folder, "--as-of", TODAY)
    assert (checked.code, "0 blocking, 0 warnings, 0 notes" in checked.out) == (0, True), checked.out
    built = run("build", "-C", folder, "--as-of", TODAY, "--jobs", "1")
    assert built.code == 0, built.out + built.err
    assert verifies((folder / "build" / "handbook").resolve())


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (people(*PEOPLE), "missing options: --company, --country, --address"),
        (COMPANY, "missing options: --person"),
        ((*COMPANY, *people(*PEOPLE[:3])), "nobody has these roles: legal, payroll"),
        ((*COMPANY, *people(PEOPLE[0].replace("operations", "operations, approver"), *PEOPLE[1:])), "two of the roles"),
        ((*COMPANY, *people("operator; Dana Reyes; Lead")), "is not understood"),
        ((*COMPANY[:3], "usa", *COMPANY[4:], *people(*PEOPLE)), "registers/employers.yml"),
    ],
)
def test_what_is_missing_or_wrong_is_named_and_nothing_is_written(
    given: tuple[str, ...], message: str, tmp_path: Path, run: Run
) -> None:
    refused = run("init", tmp_path / "handbook", "--empty", *given)
    assert refused.code == 2
    assert message in refused.err
    assert not (tmp_path / "handbook").exists()


def test_a_team_of_two_says_so(tmp_path: Path, run: Run) -> None:
    two = people(
        "operations, data_quality, legal; Dana Reyes (SPECIMEN); Lead", "approver, payroll; Lena Fox; Director"
    )
    assert run("init", tmp_path / "a", "--empty", *COMPANY, *two).code == 2
    assert run("init", tmp_path / "b", "--empty", *COMPANY, *two, "--separation", "two").code == 0


def test_the_options_of_the_team_need_empty(tmp_path: Path, run: Run) -> None:
    assert run("init", tmp_path / "a", *COMPANY).code == 2
    assert not (tmp_path / "a").exists()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_it_asks_for_the_company_the_people_and_the_day(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = ["Alder Bay Robotics Inc. (SPECIMEN)", "US", "12 Mill Lane, Boston"]
    for name in ("Dana Reyes", "Owen Park", "Lena Fox", "Tom Ash"):
        answers += [f"{name} (SPECIMEN)", "Lead", ""]
    answers += ["Tom Ash (SPECIMEN)", "2026-11-02", "three", "a4"]
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join(answers) + "\n"))
    monkeypatch.setattr(options, "this_day", lambda: NOON.on)
    done = run("init", tmp_path / "handbook", "--empty")
    assert done.code == 0, done.err
    register = read((tmp_path / "handbook" / "registers" / "people.yml").read_bytes(), "").data
    assert [row["role"] for row in register["tom-ash-specimen"]["roles"]] == ["legal", "payroll"]
    policy = read((tmp_path / "handbook" / "registers" / "policy.yml").read_bytes(), "").data
    assert (policy["cut_over"], policy["paper"]) == ("2026-11-02", "a4")
    assert "Job title of Tom Ash (SPECIMEN)" in done.err + done.out
