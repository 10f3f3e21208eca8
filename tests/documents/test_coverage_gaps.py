"""Gaps and overlaps to the day, what every page of a document names, and the size of the paper."""

import dataclasses
import io
from pathlib import Path

import pikepdf
import pytest
from tests.support.documents import ROOT, UNSUPPORTED, pages, sample, templates, unsupported
from tests.support.sample import GONE, Edit, at, bench, facts_of, register, second_certificate

from casebound.model.errors import BrokenDocument
from casebound.plan.coverage_gaps import coverage_gaps
from casebound.render.american_days import american
from casebound.render.documents import document_tasks
from casebound.render.documents.document_tasks import DOSSIER, NOTE
from casebound.render.fragments import code_marked

NO = "NO-2026-001"


def told(*edits: Edit) -> list[str]:
    return [one.label for one in coverage_gaps(facts_of(bench(NO, edits)).case)]


def test_a_claim_inside_its_certificate_is_told_with_its_days() -> None:
    assert told() == ["Claim C1: every day, 2026-05-01 to 2028-04-30 (731 days), inside K1."]


def test_one_day_beyond_the_certificate_is_one_day() -> None:
    assert told(at("certificates/K1/ends", "2028-04-29"))[0] == "Claim C1: 2028-04-30 (1 day) in no cited certificate."


def test_a_gap_between_two_certificates_is_told_with_its_first_and_last_day() -> None:
    edits = (
        second_certificate(begins="2027-02-01"),
        at("certificates/K1/ends", "2026-12-31"),
        at("claims/C1/certificates", ["K1", "K2"]),
    )
    assert told(*edits)[0] == "Claim C1: 2027-01-01 to 2027-01-31 (31 days) in no cited certificate."


def test_an_overlap_of_two_certificates_is_told_to_the_day() -> None:
    edits = (at("certificates/K1/ends", "2027-02-01"), second_certificate(begins="2027-02-01"))
    assert "Certificates K1 and K2 overlap: 2027-02-01 (1 day)." in told(*edits)


def test_days_outside_every_certificate_that_begins_later_or_ended_before_are_all_gaps() -> None:
    early = (at("certificates/K1/begins", "2020-01-01"), at("certificates/K1/ends", "2021-01-01"))
    late = (at("certificates/K1/begins", "2031-01-01"), at("certificates/K1/ends", "2032-01-01"))
    for edits in (early, late):
        assert told(*edits)[0] == "Claim C1: 2026-05-01 to 2028-04-30 (731 days) in no cited certificate."


def test_a_certificate_without_an_end_covers_every_later_day() -> None:
    assert "every day" in told(at("certificates/K1/ends", GONE), at("certificates/K1/no_end_shown", True))[0]


@pytest.mark.parametrize("name", [NOTE, DOSSIER])
@pytest.mark.parametrize("case", ["FR-2026-005", "SG-2026-006"])
def test_every_page_of_a_case_without_support_names_its_verdict_and_stage_and_the_first_says_why(
    case: str, name: str
) -> None:
    one = sample(case)
    for page in (found := pages(one.pdf(name))):
        assert f"{one.view.verdict.label} · {one.view.stage.label}" in page
    first = " ".join(" ".join(found[:1]).split())
    assert american(one.view.plan.answer.meaning) in first
    assert code_marked(one.view.plan.next_step).striptags() in " ".join(" ".join(found).split())


def test_every_page_of_an_unsupported_preview_says_why(tmp_path: Path) -> None:
    one = unsupported(UNSUPPORTED[0], tmp_path)
    words = f"{one.view.verdict.label} · {one.view.stage.label}"
    assert all(words in page for page in pages(one.pdf(DOSSIER)))


@pytest.mark.parametrize(("size", "width"), [("a4", 595), ("letter", 612)])
def test_the_paper_is_the_one_that_the_policy_names(size: str, width: int) -> None:
    assert bench(NO, (register("policy", "paper", size),)).registers.typed().policy.paper == size
    print_assets = document_tasks.gather_print_assets(templates(), (ROOT / "site_templates",), size)
    task = dataclasses.replace(sample(NO).tasks[NOTE], print_assets=print_assets.digest)
    with pikepdf.open(io.BytesIO(document_tasks.render(task, print_assets).data)) as document:
        assert {round(float(page.mediabox[2])) for page in document.pages} == {width}
        assert len(document.pages) == 2


def test_a_task_for_one_paper_is_not_printed_on_another() -> None:
    letter = document_tasks.gather_print_assets(templates(), (ROOT / "site_templates",), "letter")
    with pytest.raises(BrokenDocument, match="other print assets"):
        document_tasks.render(sample(NO).tasks[NOTE], letter)


def test_the_chain_has_every_link_and_marks_the_broken_one(tmp_path: Path) -> None:
    whole, broken = sample(NO), unsupported("SE-2026-907", tmp_path)
    for one, wrong in ((whole, 0), (broken, 1)):
        steps = one.view.claims[0].steps
        assert sum(not step.verdict.holds for step in steps) == wrong
        text = " ".join(" ".join(pages(one.pdf(DOSSIER))).split())
        assert all(f"{'✓' if step.verdict.holds else '×'} {step.label}" in text for step in steps)


def test_quoted_words_lead_to_their_exhibit_and_the_exhibit_leads_back() -> None:
    one = sample(NO)
    for task in one.tasks.values():
        assert all(f'id="quote-{key}"' in task.html for key in one.view.case.quotes)
    assert 'href="#quote-Q1"' in one.tasks[DOSSIER].html
