"""Where a case stands is derived from its facts, in the order of progress."""

from itertools import product

import pytest
from tests.support.sample import GONE, PROJECT, Edit, as_of, at, bench, case_ids, judged, plan, request, sign

from casebound.judge.stage import PROMISE
from casebound.model.judgment import Verdict
from casebound.model.terms import Severity, Stage

NO, GB, FI = "NO-2026-001", "GB-2026-009", "FI-2026-021"
REVERSED = {"on": "2026-11-10", "by": "carla-jensen", "because": "The employment ended."}


STEPS = {
    one: step
    for step, those in enumerate(
        (
            (Stage.EXEMPTION_UNSUPPORTED, Stage.DO_NOT_FILE, Stage.DENIED, Stage.CLOSED),
            (Stage.ESCALATE, Stage.HOLD_LANE),
            (Stage.PREPARING,),
            (Stage.READY_TO_FILE,),
            (Stage.SUBMITTED,),
            (Stage.COMPLETED_NOT_RECEIVED,),
            (Stage.RECEIVED_NOT_MATCHED,),
            (Stage.CERTIFICATE_MATCHED,),
            (Stage.EXEMPTION_PROPOSED,),
            (Stage.EXEMPTION_IN_EFFECT,),
            (Stage.EXEMPTION_ENDED,),
        )
    )
    for one in those
}
"""The stages from the one that promises least."""


def stands(case: str, *edits: Edit) -> Stage:
    return judged(sign(bench(case, edits))).stage


@pytest.mark.parametrize(
    ("case", "edits", "stage"),
    [
        (NO, (), Stage.EXEMPTION_IN_EFFECT),
        (NO, (at("certificates/K1/ends", "2027-01-01"),), Stage.EXEMPTION_UNSUPPORTED),
        (NO, (at("claims", GONE),), Stage.CERTIFICATE_MATCHED),
        (NO, (at("claims", GONE), at("certificates/K1/worker", "x")), Stage.RECEIVED_NOT_MATCHED),
        (NO, (at("claims", GONE), at("certificates/K1/received_on", GONE)), Stage.COMPLETED_NOT_RECEIVED),
        (NO, (at("claims", GONE), at("certificates", GONE)), Stage.COMPLETED_NOT_RECEIVED),
        (NO, (at("claims", GONE), at("certificates", GONE), request("tracker/2", GONE)), Stage.SUBMITTED),
        (NO, (at("claims", GONE), as_of("2026-04-15")), Stage.COMPLETED_NOT_RECEIVED),
        (NO, (at("claims", GONE), at("certificates/K1/state", "revoked")), Stage.COMPLETED_NOT_RECEIVED),
        (NO, (at("claims", GONE), at("certificates/K1/state", "draft")), Stage.COMPLETED_NOT_RECEIVED),
        (
            NO,
            (at("claims", GONE), at("certificates/K1/defect", {"kind": "identity", "asked_on": "2026-05-01"})),
            Stage.RECEIVED_NOT_MATCHED,
        ),
        (NO, (at("claims/C1/relied", GONE),), Stage.EXEMPTION_PROPOSED),
        (NO, (at("claims/C1/reversed", [REVERSED]),), Stage.EXEMPTION_PROPOSED),
        (NO, (at("claims/C1/relied", GONE), at("certificates/K1/received_on", GONE)), Stage.COMPLETED_NOT_RECEIVED),
        (GB, (), Stage.COMPLETED_NOT_RECEIVED),
        (GB, (request("tracker/2/shown", "Approved"),), Stage.SUBMITTED),
        (GB, (request("tracker", GONE),), Stage.SUBMITTED),
        (FI, (), Stage.READY_TO_FILE),
        (FI, (at("packet/filing_lane", GONE),), Stage.PREPARING),
        (FI, (plan("D1/answers/0", GONE),), Stage.PREPARING),
        (FI, (at("packet/filing_lane", GONE), plan("D1/answers/0", GONE)), Stage.PREPARING),
        (FI, (at("worker/intake_label", "Performer"),), Stage.HOLD_LANE),
        (FI, (at("rule/confirmed", "unknown"),), Stage.ESCALATE),
        (FI, (at("filing/decision", "undecided"),), Stage.ESCALATE),
        (FI, (at("filing/decision", "escalate"),), Stage.ESCALATE),
        (FI, (at("rule/confirmed", "no"),), Stage.DO_NOT_FILE),
        (FI, (at("filing/decision", "do-not-file"),), Stage.DO_NOT_FILE),
        (FI, (at("partner", "SG"),), Stage.DO_NOT_FILE),
        ("CZ-2026-017", (), Stage.DENIED),
        ("BE-2025-018", (), Stage.CLOSED),
        ("BE-2025-018", (at("closure/outcome", "denied"),), Stage.DENIED),
        ("BE-2025-018", (at("closure", GONE),), Stage.EXEMPTION_ENDED),
        (NO, (as_of("2028-04-30"),), Stage.EXEMPTION_IN_EFFECT),
        (NO, (as_of("2028-05-01"),), Stage.EXEMPTION_ENDED),
        (NO, (as_of("2028-05-01"), at("certificates/K1/ends", "2027-01-01")), Stage.EXEMPTION_UNSUPPORTED),
    ],
)
def test_a_case_stands_where_its_facts_put_it(case: str, edits: tuple[Edit, ...], stage: Stage) -> None:
    assert stands(case, *edits) is stage


@pytest.mark.parametrize("case", case_ids())
def test_a_sample_says_of_itself_where_it_stands(case: str) -> None:
    one = judged(bench(case))
    assert one.case.stage in (None, one.stage)
    assert (one.verdict is Verdict.NO_CLAIM) == (not one.case.claims)


def test_every_stage_has_its_promise_and_an_ended_exemption_promises_most() -> None:
    assert set(PROMISE) == set(Stage)
    assert max(PROMISE, key=lambda one: PROMISE[one]) is Stage.EXEMPTION_ENDED
    assert PROMISE[Stage.EXEMPTION_UNSUPPORTED] == 0


@pytest.mark.parametrize(("stated", "derived"), list(product(Stage, repeat=2)))
def test_a_stated_stage_blocks_where_it_promises_as_much_or_more_than_the_facts(stated: Stage, derived: Stage) -> None:
    blocks = STEPS[stated] > 0 and STEPS[stated] >= STEPS[derived]
    assert (PROMISE[stated] > 0 and PROMISE[stated] >= PROMISE[derived]) is blocks


@pytest.mark.parametrize("stated", Stage)
@pytest.mark.parametrize("case", [NO, "FI-2026-021", "NL-2026-011", "CZ-2026-017"])
def test_a_stage_stated_ahead_of_the_facts_blocks_and_one_behind_them_warns(case: str, stated: Stage) -> None:
    one = judged(bench(case, [at("stage", stated.value)]))
    ahead = STEPS[stated] > 0 and STEPS[stated] >= STEPS[one.stage]
    expected = [] if stated is one.stage else [Severity.BLOCKING if ahead else Severity.WARNING]
    assert [found.severity for found in one.findings if found.control == "F15"] == expected


def test_a_stage_of_an_exemption_that_has_ended_since_needs_no_change() -> None:
    one = judged(bench(NO, [as_of("2028-05-01"), at("stage", "exemption-in-effect")]))
    assert one.stage is Stage.EXEMPTION_ENDED
    assert "F15" not in {found.control for found in one.findings}


def test_every_stage_but_unsupported_and_ended_stands_in_the_sample() -> None:
    assert PROJECT.is_dir()
    assert {judged(bench(case)).stage for case in case_ids()} == set(Stage) - {
        Stage.EXEMPTION_UNSUPPORTED,
        Stage.EXEMPTION_ENDED,
    }
