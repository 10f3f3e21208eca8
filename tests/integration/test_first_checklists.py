"""The checklist of a new case asks for nothing that cannot exist in a case of its kind."""

import re
from pathlib import Path

import pytest
from tests.support.commands import Run
from tests.support.new_handbooks import FLAGS, TODAY, _the_minute_stands_still, started, words

from casebound.load.strict_yaml import read

__all__ = ["_the_minute_stands_still", "started"]

EMPLOYER = {**FLAGS, "--partner": "DE"}
SELF_EMPLOYED = {
    **{flag: value for flag, value in FLAGS.items() if flag != "--employer"},
    "--partner": "IT",
    "--intake-label": "Self Employed Certificate",
    "--activity": "Sandvik Sound (SPECIMEN)",
    "--activity-nature": "Acoustics",
}
INBOUND = {**FLAGS, "--direction": "inbound", "--partner": "JP", "--citizenship": "JP", "--residence": "JP"}
NO_AGREEMENT = {**FLAGS, "--partner": "SG"}


def checklist(started: Path, run: Run, flags: dict[str, str], *more: str) -> str:
    """The steps of a new case, in small letters."""
    case = f"{flags['--partner']}-2027-001"
    assert run("new", case, *words(flags), "-C", started, "--as-of", TODAY).code == 0
    for line in filter(None, more):
        assert run("record", case, *line.split(), "-C", started).code == 0
    told = run("check", case, "-C", started, "--as-of", TODAY)
    assert told.code == 0
    return told.out.lower()


@pytest.mark.parametrize(
    ("flags", "asked", "never"),
    [
        (EMPLOYER, "check the online form", "affiliate|form 2032|agency of"),
        (
            SELF_EMPLOYED,
            "details of the business|stop contributions in italy",
            "employer|hired|change payroll|affiliate",
        ),
        (INBOUND, "sent to the agency of japan", "online form|screenshot|form 2032|affiliate"),
        (NO_AGREEMENT, "do not file", "confirm|find out|approve|certificate|send"),
    ],
    ids=["DE", "IT", "JP", "no agreement"],
)
def test_a_new_case_asks_for_nothing_that_cannot_exist(
    flags: dict[str, str], asked: str, never: str, started: Path, run: Run
) -> None:
    told = checklist(started, run, flags)
    assert all(wanted in told for wanted in asked.split("|"))
    assert re.findall(never, told) == []


def test_a_country_without_an_agreement_leaves_no_question_open(started: Path, run: Run) -> None:
    checklist(started, run, NO_AGREEMENT)
    assert "questions" not in read((started / "cases" / "SG-2027-001" / "case.yml").read_bytes(), "").data


def test_the_request_of_the_home_employer_is_not_approved_by_the_team(started: Path, run: Run) -> None:
    letter = started / "letter.txt"
    letter.write_text("SPECIMEN. We asked our pension office for the certificate.")
    exhibit = f"exhibit {letter} --kind correspondence --title Letter --by ingrid-dahl"
    request = "request --requester home-employer --authority E1 --by ingrid-dahl"
    told = checklist(started, run, INBOUND, exhibit, request)
    assert "the home employer sends the request" in told
    assert re.findall("approve the filing|add a document", told) == []
