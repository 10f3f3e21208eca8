"""Why a case is held, and the shortest way to support: told from the judgement, and true of it."""

import pytest
from tests.support.sample import GONE, at, bench, case_ids, judged, sign

from casebound.judge import RULES
from casebound.model.judgment import Verdict
from casebound.render.steps import Way, way
from casebound.render.view import CaseView, case_view

BY_ID = {rule.id: rule for rule in RULES}


def view_of(case: str, *edits: tuple[str, object]) -> CaseView:
    return case_view(judged(sign(bench(case, [at(path, value) for path, value in edits]))), BY_ID)


def way_of(case: str, *edits: tuple[str, object]) -> Way:
    return way(view_of(case, *edits))


@pytest.mark.parametrize("case", case_ids())
def test_every_step_names_somebody_and_controls_that_exist(case: str) -> None:
    told = way_of(case)
    assert told.because
    for step in told.steps:
        assert step.who, step.says
        assert set(step.controls) <= set(BY_ID), step.says


@pytest.mark.parametrize("case", case_ids())
def test_only_a_supported_or_ended_case_has_no_way_ahead(case: str) -> None:
    view = view_of(case)
    over = view.judged.verdict is Verdict.SUPPORTED or view.judged.stage.value in ("do-not-file", "denied", "closed")
    assert (way(view).steps == ()) is over


def test_a_case_whose_document_is_out_has_only_to_receive_it_and_be_approved() -> None:
    told = way_of("GB-2026-009")
    assert told.title == "Why this is held"
    assert [step.says for step in told.steps] == [
        "Receive the certificate itself, and file it with its hash",
        "Have the exemption approved, after receipt",
        "Change payroll, then record the claim",
    ]


def test_an_unknown_fit_comes_before_the_decision_and_the_decision_before_the_packet() -> None:
    said = [step.says for step in way_of("FR-2026-005").steps]
    fit = said.index("Confirm which rule of the agreement fits")
    assert fit < said.index("Decide to file") < said.index("Send the request, in the right lane, and file the proof")


def test_a_certificate_that_names_another_case_must_be_corrected_not_received() -> None:
    said = [step.says for step in way_of("CH-2026-010").steps]
    assert said[0].startswith("Get a corrected certificate that names this case: K1 ")
    assert not [one for one in said if one.startswith("Receive")]


def test_an_unsupported_claim_is_told_by_its_first_broken_link_and_payroll_reverts_first() -> None:
    told = way_of("NO-2026-001", ("certificates/K1/ends", "2028-04-29"))
    assert told.title == "Why this is not supported"
    assert told.because.startswith(
        "Claim C1 breaks at “Covers every claimed day”: no cited certificate covers 2028-04-30"
    )
    assert told.steps[0].who == "Carla Jensen, payroll reviewer"
    assert "X08" in told.steps[1].controls


def test_links_that_break_beside_the_first_are_counted() -> None:
    told = way_of("NO-2026-001", ("certificates/K1/ends", "2028-04-29"), ("questions/prior-hire", GONE))
    assert told.because.endswith(" 1 other link does not hold either.")


def test_a_supported_case_says_up_to_which_day() -> None:
    assert way_of("NO-2026-001").because == "Every link of the chain holds, for every claimed day up to 2028-04-30."
