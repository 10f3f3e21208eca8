"""Where a case stands is derived from its facts, in the order of progress."""

from itertools import product

import pytest
from tests.support.sample import GONE, PROJECT, Edit, as_of, at, bench, case_ids, judged, register, sign

from casebound.judge.stage import PROMISE
from casebound.model.judgment import Verdict
from casebound.model.registers import rows
from casebound.model.terms import Severity, Stage

NO, GB, FI = "NO-2026-001", "GB-2026-009", "FI-2026-021"


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
            (Stage.EXEMPTION_IN_EFFECT,),
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
        (NO, (at("claims", GONE), at("certificates", GONE), at("tracker/2", GONE)), Stage.SUBMITTED),
        (NO, (at("claims", GONE), as_of("2026-04-15")), Stage.COMPLETED_NOT_RECEIVED),
        (NO, (at("claims", GONE), at("certificates/K1/state", "revoked")), Stage.COMPLETED_NOT_RECEIVED),
        (NO, (at("claims", GONE), at("certificates/K1/state", "draft")), Stage.COMPLETED_NOT_RECEIVED),
        (NO, (at("claims", GONE), at("certificates/K1/rerequested_on", "2026-05-01")), Stage.RECEIVED_NOT_MATCHED),
        (GB, (), Stage.COMPLETED_NOT_RECEIVED),
        (GB, (at("tracker/2/shown", "Approved"),), Stage.SUBMITTED),
        (GB, (at("tracker", GONE),), Stage.SUBMITTED),
        (FI, (), Stage.READY_TO_FILE),
        (FI, (at("packet/filing_lane", GONE),), Stage.PREPARING),
        (FI, (at("approvals/0", GONE),), Stage.PREPARING),
        (FI, (at("packet/filing_lane", GONE), at("approvals/0", GONE)), Stage.PREPARING),
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
        ("BE-2025-018", (at("closure", GONE),), Stage.EXEMPTION_IN_EFFECT),
    ],
)
def test_a_case_stands_where_its_facts_put_it(case: str, edits: tuple[Edit, ...], stage: Stage) -> None:
    assert stands(case, *edits) is stage


@pytest.mark.parametrize("case", case_ids())
def test_a_sample_says_of_itself_where_it_stands_and_what_comes_next(case: str) -> None:
    one = judged(bench(case))
    assert one.case.stage in (None, one.stage)
    assert one.next_step.endswith(".")
    assert "None" not in one.next_step
    assert (one.verdict is Verdict.NO_CLAIM) == (not one.case.claims)


def test_every_stage_has_its_promise_and_supported_promises_most() -> None:
    assert set(PROMISE) == set(Stage)
    assert max(PROMISE, key=lambda one: PROMISE[one]) is Stage.EXEMPTION_IN_EFFECT
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


@pytest.mark.parametrize("name", ["cross_border", "agreement", "double_contributions"])
def test_a_condition_that_is_not_met_says_why_nothing_is_filed(name: str) -> None:
    because = f"Because of {name}."
    edits = (at(f"conditions/{name}/met", "no"), at(f"conditions/{name}/because", because))
    assert judged(bench(FI, edits)).next_step == f"Do not file; keep contributions as they are. {because}"


def test_a_fit_that_is_not_there_says_why_nothing_is_filed() -> None:
    edits = (at("rule/confirmed", "no"), at("rule/because", "No rule fits."))
    assert judged(bench(FI, edits)).next_step.endswith("No rule fits.")
    decided = (at("filing/decision", "do-not-file"), at("filing/because", "Not worth it."))
    assert judged(bench(FI, decided)).next_step.endswith("Not worth it.")


def test_what_is_unknown_is_named_in_the_next_step() -> None:
    for name in ("cross_border", "agreement", "double_contributions"):
        told = judged(bench(FI, [at(f"conditions/{name}/met", "unknown")])).next_step
        assert f"settles: {name.replace('_', ' ')}. Until then" in told
    both = (at("conditions/agreement/met", "unknown"), at("rule/confirmed", "unknown"))
    assert "settles: agreement, which rule of the agreement fits." in judged(bench(FI, both)).next_step


def test_who_settles_it_is_the_one_it_was_escalated_to_or_else_legal() -> None:
    unknown, legal = at("rule/confirmed", "unknown"), bench(FI).case["people"]["legal"]
    names = {key: one["name"] for key, one in rows(bench(FI).registers["people"]).items()}
    assert judged(bench(FI, [unknown])).next_step.startswith(f"Hold. {names[legal]} settles")
    handed = at("rule/escalated_to", "ingrid-dahl")
    assert judged(bench(FI, [unknown, handed])).next_step.startswith(f"Hold. {names['ingrid-dahl']} settles")


def test_what_is_missing_before_sending_is_named() -> None:
    wanted = register("policy", "approvals/filing", ["data_quality", "approver", "legal", "payroll"])
    told = judged(bench(FI, [wanted, at("approvals", GONE), at("packet/jurisdiction", GONE)])).next_step
    missing = "jurisdiction, approval by the data-quality owner, approval by the approver, approval by the legal"
    assert f"Missing: {missing}, approval by the payroll." in told


def test_a_follow_up_is_allowed_from_its_first_day_on() -> None:
    waits = (at("claims", GONE), at("certificates", GONE), at("tracker/2", GONE))
    day, before = ("2026-06-01", "2026-05-31")
    assert "A follow-up has been allowed since 2026-06-01." in judged(bench(NO, [*waits, as_of(day)])).next_step
    assert "has been allowed since 2026-06-01." in judged(bench(NO, [*waits, as_of("2026-06-02")])).next_step
    assert "No follow-up before 2026-06-01." in judged(bench(NO, [*waits, as_of(before)])).next_step


def test_the_next_step_names_what_breaks_first() -> None:
    one = judged(sign(bench(NO, [at("certificates/K1/ends", "2027-01-01")])))
    assert one.next_step.startswith("Revert the payroll treatment now.")
    assert "its period contains every claimed day" in one.next_step


def test_a_completed_request_is_never_told_to_change_payroll() -> None:
    one = judged(bench(GB))
    assert "Payroll stays as it is" in one.next_step


def test_every_stage_but_unsupported_stands_in_the_sample() -> None:
    assert PROJECT.is_dir()
    assert {judged(bench(case)).stage for case in case_ids()} == set(Stage) - {Stage.EXEMPTION_UNSUPPORTED}
