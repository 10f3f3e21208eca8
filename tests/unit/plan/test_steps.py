"""The plan of a case: what is missing, which steps come next and in which order, and who does them."""

import pytest
from tests.support.sample import GONE, Edit, as_of, at, bench, case_ids, judged, register, request, sign
from tests.support.sample import plan as decided

from casebound.controls.certificate import covers_every_day
from casebound.judge import RULES
from casebound.model.judgment import Verdict
from casebound.model.terms import ENDED_STAGES, Severity
from casebound.plan.case_plan import Plan, Step, StepKind
from casebound.plan.project_plan import plan_for

CONTROLS = {rule.id for rule in RULES}
NO, FI, GB, DE = "NO-2026-001", "FI-2026-021", "GB-2026-009", "DE-2026-024"


def plan_of(case: str, *edits: Edit) -> Plan:
    return plan_for(judged(sign(bench(case, edits))))


def step(plan: Plan, kind: StepKind) -> Step:
    return next(one for one in plan.steps if one.kind is kind)


def kinds(plan: Plan) -> list[str]:
    return [one.kind.value for one in plan.now]


@pytest.mark.parametrize("case", case_ids())
def test_every_case_has_a_next_step_with_an_owner_and_controls_that_exist(case: str) -> None:
    plan = plan_of(case)
    for one in plan.steps:
        assert one.says.endswith("."), one.says
        assert one.owners, one.says
        assert set(one.controls) <= CONTROLS, one.says
        assert one.why, one.says
        assert "None" not in one.says
    assert not plan.next.later


@pytest.mark.parametrize("case", case_ids())
def test_nothing_is_open_only_without_steps_findings_and_open_questions(case: str) -> None:
    one = judged(bench(case))
    plan = plan_for(one)
    open_questions = [question for question in one.case.questions.values() if question.unknown]
    quiet = all(not step.is_due for step in plan.steps)
    kept = {step.kind for step in plan.steps} <= {StepKind.EXEMPTION_ENDING, StepKind.RETENTION_ENDING}
    findings = [finding for finding in one.findings if finding.severity is not Severity.NOTE]
    assert plan.nothing_open == (quiet and kept and not findings and not open_questions)


def test_the_extension_that_is_due_is_the_next_step_of_a_supported_case() -> None:
    plan = plan_of("KR-2026-015")
    assert kinds(plan) == ["certificate-ending"]
    assert plan.next_step.startswith("Request an extension")
    assert not plan.nothing_open


def test_an_open_question_comes_before_the_approval_of_the_exemption() -> None:
    plan = plan_of("BE-2026-020")
    assert plan.next.kind is StepKind.HOLD
    assert plan.on_hold
    assert step(plan, StepKind.EXEMPTION_APPROVAL).later
    known = {"answer": "yes", "known": "There is no other work.", "evidence": ["E1"]}
    settled = plan_of("BE-2026-020", at("questions/single-employment", known))
    assert settled.next.kind is StepKind.EXEMPTION_APPROVAL
    assert not settled.on_hold


def test_a_question_that_nobody_recorded_is_a_hold() -> None:
    plan = plan_of(DE)
    assert plan.next_step == "Find out whether the worker has any other work."
    assert plan.next.path == ("questions", "single-employment")


def test_what_is_overdue_comes_before_what_is_not() -> None:
    plan = plan_of("PL-2026-012")
    assert plan.next.kind is StepKind.STATUS_CHECK
    assert plan.next.when == "overdue since 2026-11-12"


def test_a_correction_that_was_asked_for_says_since_when() -> None:
    plan = plan_of("CH-2026-010")
    assert plan.next.kind is StepKind.CORRECTION
    assert str(plan.next.since) == "2026-08-26"
    assert "K1 names the employer" in plan.next.because
    again = plan_of("CH-2026-010", at("certificates/K1/defect", GONE))
    assert again.next_step.startswith("Ask the authority in writing")


def test_a_refusal_is_reviewed_by_legal() -> None:
    plan = plan_of("CZ-2026-017")
    assert plan.next.kind is StepKind.REFUSAL
    assert plan.next.who == "João Ferreira, legal reviewer"
    assert StepKind.NO_RELIEF in {one.kind for one in plan.now}


def test_an_unknown_rule_comes_before_the_decision_and_the_decision_before_the_packet() -> None:
    said = [one.kind for one in plan_of("FR-2026-005").steps]
    assert said[0] is StepKind.HOLD
    assert said.index(StepKind.FILING_DECISION) < said.index(StepKind.PACKET) < said.index(StepKind.READY_TO_FILE)


@pytest.mark.parametrize(
    "path", ["conditions/cross_border/met", "conditions/double_contributions/met", "rule/confirmed"]
)
def test_a_condition_or_a_rule_denied_after_the_request_is_one_hold(path: str) -> None:
    plan = plan_of(DE, at(path, "no"))
    assert plan.next.kind is StepKind.HOLD
    holds = [one for one in plan.now if one.kind is StepKind.HOLD and one.path == tuple(path.split("/"))]
    assert len(holds) == 1
    assert holds[0].says.startswith("Decide what happens to the request")


def test_an_unsupported_claim_reverts_payroll_first_and_then_asks_what_each_finding_asks() -> None:
    plan = plan_of(NO, at("certificates/K1/ends", "2028-04-29"))
    assert plan.title == "Why this is not supported"
    assert plan.because.startswith(
        "Claim C1 is not supported at “Covers every claimed day”: no cited certificate covers"
    )
    assert (plan.next.kind, plan.next.who) == (StepKind.REVERT, "Carla Jensen, payroll reviewer")
    assert covers_every_day.id in step(plan, StepKind.FINDING).controls
    assert "no cited certificate covers 2028-04-30" in "; ".join(plan.missing)


def test_links_that_break_beside_the_first_are_counted() -> None:
    plan = plan_of(NO, at("certificates/K1/ends", "2028-04-29"), at("questions/prior-hire", GONE))
    assert plan.because.endswith(" 1 other link is also incomplete.")


@pytest.mark.parametrize("name", ["cross_border", "agreement", "double_contributions"])
def test_a_condition_that_is_not_met_says_why_nothing_is_filed(name: str) -> None:
    because = f"Because of {name}."
    denied = (at(f"conditions/{name}/met", "no"), at(f"conditions/{name}/because", because))
    plan = plan_of(FI, *denied, at("filing/decision", "do-not-file"))
    relief = step(plan, StepKind.NO_RELIEF)
    assert relief.says == "Do not file. Pay all contributions that are due in Finland."
    assert relief.because == because
    again = [one.says for one in plan.now if one.kind is StepKind.DECIDE_AGAIN]
    assert bool(again) == (name == "agreement")  # the register shows the agreement in force


def test_a_rule_or_a_decision_that_is_no_says_why_nothing_is_filed() -> None:
    decided = (at("filing/decision", "do-not-file"), at("filing/because", "Not worth it."))
    denied = (at("rule/confirmed", "no"), at("rule/because", "No rule fits."))
    assert plan_of(FI, *decided, *denied).next.because == "No rule fits."
    assert plan_of(FI, *decided).next.because == "Not worth it."
    assert plan_of(FI, *denied).next.kind is StepKind.FINDING


def test_who_settles_the_rule_is_the_person_it_was_escalated_to_or_else_legal() -> None:
    unknown = at("rule/confirmed", "unknown")
    assert plan_of(FI, unknown).next.who == "João Ferreira, legal reviewer"
    assert plan_of(FI, unknown, at("rule/escalated_to", "ingrid-dahl")).next.who == "Ingrid Dahl"
    assert plan_of(FI, unknown, at("rule/escalated_to", "marcus-bell")).next.who == "Marcus Bell, operations owner"
    assert plan_of(FI, unknown, at("rule/escalated_to", "somebody")).next.who == "somebody"


def test_documents_come_before_the_approvals_that_rest_on_them() -> None:
    roles = register("policy", "approvals/filing", ["data_quality", "approver", "legal", "payroll"])
    undecided = decided("D1", GONE)
    plan = plan_of(FI, roles, undecided, at("packet/jurisdiction", GONE))
    assert (plan.next.kind, plan.missing) == (StepKind.PACKET, ("a document for jurisdiction",))
    approval = step(plan, StepKind.FILING_APPROVAL)
    assert approval.later
    assert len(approval.owners) == 4
    complete = plan_of(FI, roles, undecided)
    assert complete.next.kind is StepKind.FILING_APPROVAL
    assert len(complete.missing) == 4


def test_a_case_that_is_ready_is_sent_next() -> None:
    plan = plan_of(FI)
    assert (plan.next.kind, plan.missing) == (StepKind.READY_TO_FILE, ("the request",))


def test_a_completed_request_keeps_payroll_as_it_is_until_the_document_is_here() -> None:
    plan = plan_of(GB)
    assert "there is no exemption yet" in plan.next_step
    assert step(plan, StepKind.CERTIFICATE).later
    assert plan.on_hold


def test_a_follow_up_is_due_from_its_first_day_on() -> None:
    waits = (at("claims", GONE), at("certificates", GONE), request("tracker/2", GONE), as_of("2026-05-31"))
    assert str(step(plan_of(NO, *waits), StepKind.FOLLOW_UP).due) == "2026-06-01"


def test_an_exemption_that_has_ended_and_an_assignment_that_is_over_are_steps() -> None:
    plan = plan_of(NO, as_of("2028-05-02"))
    assert {StepKind.EXEMPTION_ENDING, StepKind.ASSIGNMENT_OVER} <= {one.kind for one in plan.now}
    assert plan.next_step.startswith("Make sure that contributions in Norway have resumed")
    assert not plan.nothing_open


def test_a_closed_case_is_kept_until_its_day() -> None:
    plan = plan_of("BE-2025-018")
    assert kinds(plan) == ["retention-ending"]


@pytest.mark.parametrize("case", case_ids())
def test_only_a_supported_or_ended_case_has_no_way_ahead(case: str) -> None:
    one = judged(bench(case))
    over = one.verdict in (Verdict.SUPPORTED, Verdict.PROPOSED) or one.stage in ENDED_STAGES
    assert (plan_for(one).later == ()) is over


@pytest.mark.parametrize("case", case_ids())
def test_a_case_is_on_hold_exactly_where_somebody_must_settle_something(case: str) -> None:
    one = judged(bench(case))
    plan = plan_for(one)
    stages = ("escalate", "hold-lane", "completed-not-received", "received-not-matched")
    assert plan.on_hold == (StepKind.HOLD in {step.kind for step in plan.now} or one.stage.value in stages)


def test_an_unknown_that_no_claim_rests_on_says_so() -> None:
    plan = plan_of(NO)
    assert (len(plan.unknown), plan.unknown_needed) == (1, 0)
    assert plan.unknown[0].answer.label == "Unknown, but does not affect claim C1"
    assert plan.unknown[0].answer.tone == "quiet"
    assert plan_of("BE-2026-020").unknown_needed == 1


def test_an_escalated_filing_decision_is_a_hold_with_its_day_and_whom() -> None:
    decision = next(one for one in plan_of("FR-2026-005").milestones if one.label == "Filing decision")
    assert (decision.words.tone, decision.says) == ("hold", "Handed to João Ferreira on 2026-09-09")


def test_a_certificate_that_does_not_fit_is_no_station_passed() -> None:
    station = next(one for one in plan_of("CH-2026-010").milestones if one.label == "Certificate")
    assert station.words.tone == "stop"
    assert "K1 names the employer" in station.says


@pytest.mark.parametrize(
    ("case", "kind"),
    [
        ("SG-2026-006", StepKind.NO_RELIEF),
        ("CZ-2026-017", StepKind.NO_RELIEF),
        ("FR-2026-004", StepKind.NO_RELIEF),
        ("CH-2026-010", StepKind.NO_CERTIFICATE),
    ],
)
def test_every_running_assignment_without_relief_is_a_task_of_payroll(case: str, kind: StepKind) -> None:
    one = judged(bench(case))
    task = next(step for step in plan_for(one).now if step.kind is kind)
    assert task.due is not None
    assert task.is_due
    assert task.when == f"since {task.due}"


def test_a_waived_warning_and_a_note_ask_for_nothing() -> None:
    plan = plan_of(NO, decided("D1/controls", "cs-0000000000000000"))
    assert kinds(plan) == ["exemption-ending"]
