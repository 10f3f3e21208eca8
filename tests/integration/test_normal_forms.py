"""A name is the same name in every normal form, wherever it was typed or pasted."""

import unicodedata
from pathlib import Path
from typing import Literal

import pytest
from tests.support.commands import Run
from tests.support.new_handbooks import TODAY, _the_minute_stands_still, started
from tests.support.sample import at, bench, facts_of

from casebound.controls.identity import identity_objections

__all__ = ["_the_minute_stands_still", "started"]
NO = "NO-2026-001"
EMPLOYER = "Fjordline Subsea Inc. (SPECIMEN)"
Form = Literal["NFC", "NFD"]
FORMS: tuple[Form, ...] = ("NFC", "NFD")


@pytest.mark.parametrize("certificate", FORMS)
@pytest.mark.parametrize("case", FORMS)
def test_names_of_worker_and_employer_may_come_in_any_form(
    case: Form, certificate: Form, started: Path, run: Run
) -> None:
    record, employers = started / "cases" / NO / "case.yml", started / "registers" / "employers.yml"
    text, rows = record.read_text(), employers.read_text()
    text = text.replace("name: Maren Østby", unicodedata.normalize(case, "name: Märén Østby"))
    text = text.replace("worker: Maren Østby", unicodedata.normalize(certificate, "worker: Märén Østby"))
    text = text.replace(f"employer: {EMPLOYER}", unicodedata.normalize(certificate, "employer: Fjördline"))
    rows = rows.replace(f"name: {EMPLOYER}", unicodedata.normalize(case, "name: Fjördline"))
    assert EMPLOYER not in rows
    record.write_text(text)
    employers.write_text(rows)
    told = run("check", NO, "-C", started, "--as-of", TODAY)
    assert "blocking X07" not in told.out, told.out


def test_an_entry_in_another_form_can_be_recorded(started: Path, run: Run) -> None:
    title = unicodedata.normalize("NFD", "Bestätigung")
    letter = started.parent / "letter.txt"
    letter.write_text("A letter.")
    told = run("record", NO, "exhibit", letter, "--kind", "correspondence", "--title", title, "-C", started)
    assert told.code == 0, told.err
    assert 'title: "Best\u00e4tigung"' in (started / "cases" / NO / "case.yml").read_text()


@pytest.mark.parametrize("other", ["\uff2daren Østby", "Maren\u00a0Østby", "MAREN ØSTBY", "Maren  Østby."])
def test_a_name_that_differs_only_in_form_is_the_same_name(other: str) -> None:
    facts = facts_of(bench(NO, [at("certificates/K1/worker", other)]))
    assert not list(identity_objections(facts, "K1", facts.case.certificates["K1"]))


def test_a_different_name_is_shown_with_both_values_and_the_difference() -> None:
    facts = facts_of(bench(NO, [at("certificates/K1/worker", "Maren Ostby")]))
    (found,) = identity_objections(facts, "K1", facts.case.certificates["K1"])
    assert found.message == (
        "K1 names the worker “Maren Ostby”, and the case names “Maren Østby”: they differ in accents or special letters"
    )
