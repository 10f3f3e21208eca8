"""What payroll may do: one sentence a claim, which says less than the verdict and never more."""

from collections.abc import Callable

import pytest
from tests.support.sample import Bench, as_of, at, bench, case_ids, judged, sign

from casebound.model.judgment import Verdict
from casebound.plan.payroll import Treatment
from casebound.plan.project_plan import plan_for

NO, KR, CZ, BE = "NO-2026-001", "KR-2026-015", "CZ-2026-017", "BE-2025-018"
ALLOWED = {
    Verdict.SUPPORTED: {Treatment.EXEMPT, Treatment.ENDED},
    Verdict.UNSUPPORTED: {Treatment.STOP},
    Verdict.PROPOSED: {Treatment.KEEP, Treatment.CHANGE},
}


@pytest.mark.parametrize("case", case_ids())
def test_only_a_supported_claim_is_exempt(case: str) -> None:
    one = judged(bench(case))
    lines = plan_for(one).payroll
    verdicts = {claim.claim: claim.verdict for claim in one.claims}
    assert lines
    for line in lines:
        allowed = ALLOWED[verdicts[line.claim]] if line.claim else {Treatment.KEEP}
        assert line.treatment in allowed
        assert line.says.endswith(".")


def test_the_sentence_names_country_programs_days_and_certificate() -> None:
    (line,) = plan_for(judged(bench(NO))).payroll
    assert line.says == (
        "Payroll leaves out contributions in Norway for old age, survivors and disability, from 2026-05-01 to"
        " 2028-04-30, on the proof of certificate K1. Payroll was changed on 2026-04-24. Pay all other contributions"
        " that are due in Norway."
    )


def test_a_claim_without_proof_stops() -> None:
    lines = plan_for(judged(sign(bench(NO, (at("certificates/K1/exempt_in", "SE"),))))).payroll
    assert [line.treatment for line in lines] == [Treatment.STOP]


def test_without_an_exemption_nothing_may_be_left_out_and_the_line_says_since_when_that_matters() -> None:
    (line,) = plan_for(judged(bench(CZ))).payroll
    assert line.says == (
        "No exemption: the authority refused the request. Pay all contributions that are due in Czechia. The work began"
        " on 2026-07-01; the record does not show whether contributions are paid."
    )
    (ahead,) = plan_for(judged(bench("FR-2026-005"))).payroll
    assert ahead.says == (
        "No exemption yet. Pay all contributions that are due in France until an exemption is proved and approved. The"
        " work begins on 2027-01-04."
    )


def test_an_ended_exemption_covers_no_later_day() -> None:
    (line,) = plan_for(judged(sign(bench(NO, (at("assignment/ends", "2029-04-30"), as_of("2028-05-01")))))).payroll
    assert line.says == "The exemption ended on 2028-04-30. Contributions in Norway are due again from 2028-05-01."
    (over,) = plan_for(judged(bench(BE))).payroll
    assert over.says == "The exemption ended on 2026-09-30. It covers no later work in Belgium."


def test_a_self_employed_worker_has_no_payroll() -> None:
    (line,) = plan_for(judged(bench(KR))).payroll
    assert line.says.startswith("The worker leaves out contributions in the United States for SECA Social Security")


@pytest.mark.parametrize(
    ("made", "label", "says"),
    [
        (lambda: bench(NO), "None", "Every day without contributions is proved."),
        (lambda: sign(bench(NO, (at("certificates/K1/exempt_in", "SE"),))), "Yes", "the record does not prove it"),
        (
            lambda: bench("PL-2026-012", (at("conditions/double_contributions/met", "unknown"),)),
            "Not known",
            "Nobody has confirmed",
        ),
        (
            lambda: bench("PL-2026-012", (at("conditions/double_contributions/met", "no"),)),
            "None",
            "are not due in both",
        ),
        (lambda: bench("PL-2026-012"), "Not yet", "From 2026-12-01, contributions are due in both countries."),
        (lambda: bench(CZ), "Yes", "Contributions have been due in both countries since 2026-07-01."),
        (
            lambda: sign(bench(NO, (at("assignment/ends", "2029-04-30"), as_of("2028-05-01")))),
            "Possible",
            "Contributions in Norway are due again from 2028-05-01.",
        ),
        (lambda: bench(BE), "None", "Every day"),
    ],
)
def test_a_case_says_whether_money_is_at_risk(made: Callable[[], Bench], label: str, says: str) -> None:
    money = plan_for(judged(made())).money
    assert money.label == label
    assert says in money.meaning
