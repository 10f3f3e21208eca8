"""Requests, refusals, reliance and reversals, recorded by one command each."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.support.commands import Ran, Run
from tests.support.new_handbooks import _the_minute_stands_still
from tests.support.projects import copy_project
from tests.support.sample import PROJECT, another_pdf

from casebound.load.strict_yaml import comments, read

__all__ = ["_the_minute_stands_still"]

FI, NO, SE = "FI-2026-021", "NO-2026-001", "SE-2026-025"
SENT = ("sent", "--on", "2026-11-20", "--form-checked-on", "2026-11-20", "--form-country", "FI",
        "--reference", "SPECIMEN-OC-2121")  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A case that is ready to file, a supported case, and a proposed exemption."""
    return copy_project(tmp_path / "project", (FI, NO, SE))


@pytest.fixture
def shot(tmp_path: Path) -> Path:
    file = tmp_path / "confirmation.png"
    shutil.copy(PROJECT / "cases" / "SE-2026-019" / "evidence" / "confirmation.png", file)
    return file


def record(project: Path, case: str) -> Path:
    return project / "cases" / case / "case.yml"


def content(project: Path, case: str) -> Any:
    found = read(record(project, case).read_bytes(), case)
    assert not found.problems
    return found.data


def paper(folder: Path, name: str) -> Path:
    file = folder / name
    file.write_bytes(another_pdf(name))
    return file


def test_a_request_is_sent_refused_and_filed_again_and_nothing_is_overwritten(
    project: Path, shot: Path, tmp_path: Path, run: Run
) -> None:
    noted = list(comments(record(project, FI).read_bytes()))
    by = ("--by", "marcus-bell", "-C", project)
    sent = run("record", FI, *SENT, "--proof", shot, "--at", "2026-11-20T10:00-05:00", *by)
    assert (sent.code, sent.err) == (0, "")
    letter = paper(tmp_path, "refusal.pdf")
    days = ("--refused-on", "2026-11-20", "--received-on", "2026-11-21")
    refused = run("record", FI, "refusal", *days, "--because", "Not proven.", "--document", letter, *by)
    assert (refused.code, refused.err) == (0, "")
    again = run("record", FI, "request", "--requester", "employer", "--follows", "R1", "--as", "filed-again", *by)
    assert (again.code, again.err) == (0, "")
    found = content(project, FI)
    first, second = found["requests"]["R1"], found["requests"]["R2"]
    assert first["route"]["destination"] == "https://opts.ssa.gov"
    assert first["sent"] == {
        "on": "2026-11-20",
        "by": "marcus-bell",
        "reference": "SPECIMEN-OC-2121",
        "form_checked_on": "2026-11-20",
        "form_country": "FI",
        "proof": ["E7"],
    }
    assert first["refusal"] == {
        "refused_on": "2026-11-20",
        "received_on": "2026-11-21",
        "because": "Not proven.",
        "evidence": ["E8"],
    }
    assert second == {"requester": "employer", "follows": {"request": "R1", "as": "filed-again"}}
    assert [found["exhibits"][key]["kind"] for key in ("E7", "E8")] == ["portal-confirmation", "denial-letter"]
    assert [text for _, _, text in comments(record(project, FI).read_bytes())] == [text for _, _, text in noted]
    assert "FI-2026-021  preparing" in run("check", FI, "-C", project).out


def test_an_event_of_a_request_is_refused_where_it_cannot_be_about_one(project: Path, shot: Path, run: Run) -> None:
    before = record(project, NO).read_bytes()
    by = ("--by", "ingrid-dahl", "-C", project)
    told = run("record", NO, *SENT, "--proof", shot, *by)
    assert (told.code, "has 0 requests in preparation" in told.err) == (2, True)
    told = run("record", NO, "status", "--shown", "x", "--capture", "E12", "--request", "R2", *by)
    assert (told.code, "has no request R2 that was sent. Sent requests: R1" in told.err) == (2, True)
    told = run("record", FI, "status", "--shown", "x", "--capture", "E1", *by)
    assert (told.code, "has no request that was sent" in told.err) == (2, True)
    told = run("record", NO, "request", "--requester", "employer", "--follows", "R1", *by)
    assert (told.code, "--follows and --as together" in told.err) == (2, True)
    assert record(project, NO).read_bytes() == before


def test_a_proposed_exemption_exempts_nobody_and_blocks_once_it_is_relied_on(
    project: Path, tmp_path: Path, run: Run
) -> None:
    proposed = run("check", SE, "-C", project)
    assert (proposed.code, "PROPOSED, NOT EXEMPT" in proposed.out) == (0, True)
    document = paper(tmp_path, "payroll.pdf")
    words = ("--from", "2027-01-01", "--entered-on", "2026-11-20", "--document", document)
    done = run("record", SE, "relied", *words, "--by", "carla-jensen", "-C", project)
    assert (done.code, done.err) == (0, "")
    assert content(project, SE)["claims"]["C1"]["relied"] == [
        {"from": "2027-01-01", "how": "payroll", "entered_on": "2026-11-20", "by": "carla-jensen", "evidence": ["E16"]}
    ]
    relied_on = run("check", SE, "-C", project)
    assert (relied_on.code, "exemption-unsupported   unsupported" in relied_on.out) == (1, True)


def test_a_reversed_exemption_is_not_relied_on_at_once_and_payroll_still_has_to_show_it(
    project: Path, tmp_path: Path, run: Run
) -> None:
    by = ("--by", "carla-jensen", "-C", project)
    words = ("--on", "2026-11-20", "--because", "The employment ended early.")
    done = run("record", NO, "reversed", *words, *by)
    assert (done.code, done.err) == (0, "")
    claim = content(project, NO)["claims"]["C1"]
    assert claim["relied"][0]["evidence"] == ["E14"]
    reversal = {"on": "2026-11-20", "by": "carla-jensen", "because": "The employment ended early."}
    assert claim["reversed"] == [reversal]
    assert content(project, NO)["stage"] == "exemption-proposed"
    checked = run("check", NO, "-C", project)
    told = checked.out
    assert checked.code == 0
    assert "warning E10: C1 was reversed on 2026-11-20, and no payroll record shows it" in told
    assert "PROPOSED, NOT EXEMPT" in told
    again = run("record", NO, "reversed", *words, *by)
    assert (again.code, "has no claim on which somebody relies" in again.err) == (2, True)
    shown = run("record", NO, "reversed", *words, "--document", paper(tmp_path, "payroll.pdf"), *by)
    assert (shown.code, shown.err) == (0, "")
    assert content(project, NO)["claims"]["C1"]["reversed"] == [{**reversal, "evidence": ["E15"]}]
    assert run("check", NO, "-C", project).code == 0
    assert "E10" not in run("check", NO, "-C", project).out


def test_an_exemption_is_relied_on_again_and_reversed_again(project: Path, tmp_path: Path, run: Run) -> None:
    by = ("--by", "carla-jensen", "-C", project)

    def relied(entered_on: str) -> Ran:
        words = ("--from", "2026-12-01", "--entered-on", entered_on, "--document", paper(tmp_path, "again.pdf"))
        return run("record", NO, "relied", *words, *by)

    assert run("record", NO, "reversed", "--on", "2026-11-10", "--because", "In doubt.", *by).code == 0
    refused = relied("2026-11-10")
    assert (refused.code, "C1 was reversed on 2026-11-10" in refused.err) == (2, True)
    assert relied("2026-11-12").code == 0
    told = run("check", NO, "-C", project)
    assert (told.code, "exemption-in-effect     supported" in told.out) == (0, True)
    assert run("record", NO, "reversed", "--on", "2026-11-20", "--because", "She came home.", *by).code == 0
    assert [entry["on"] for entry in content(project, NO)["claims"]["C1"]["reversed"]] == ["2026-11-10", "2026-11-20"]
    assert "PROPOSED, NOT EXEMPT" in run("check", NO, "-C", project).out


def test_a_claim_that_cannot_be_meant_is_refused_in_words(project: Path, tmp_path: Path, run: Run) -> None:
    words = ("--on", "2026-11-20", "--because", "X.", "--by", "carla-jensen", "-C", project)
    unknown = run("record", NO, "reversed", "--claim", "C9", *words)
    assert (unknown.code, f"{NO} has no claim C9" in unknown.err) == (2, True)
    assert run("record", NO, "reversed", *words).code == 0
    again = run("record", NO, "reversed", "--claim", "C1", *words)
    assert (again.code, "C1 is not a claim on which somebody relies" in again.err) == (2, True)
