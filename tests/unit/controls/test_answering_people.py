"""Who may answer a decision sheet: people in their role on that day, their deputies, and no person twice."""

from typing import Any

import pytest
from tests.support.sample import (
    Bench,
    Edit,
    at,
    bench,
    facts_of,
    judged,
    objecting,
    plan,
    register,
    roles,
    sealed,
    second_document,
    sign,
)

from casebound.controls.decision_sheets import lines_of
from casebound.model.terms import ApprovalStep

NO = "NO-2026-001"
DEPUTY = {
    "person": "helen-okafor",
    "role": "approver",
    "from": "2026-04-01",
    "until": "2026-04-30",
    "appointed_on": "2026-03-20",
}


def deputy(by: str, **changes: str) -> tuple[Edit, ...]:
    """A deputy of Helen Okafor approves the exemption in her place."""
    answer = {"by": by, "deputy_of": "helen-okafor", "role": "approver", "at": "2026-04-21T11:20-04:00"}
    return plan("D2/answers/1", answer), register("people", f"{by}/deputy_for", [{**DEPUTY, **changes}])


def found(*edits: Edit) -> frozenset[str]:
    return objecting(judged(sign(bench(NO, edits)))) - objecting(judged(bench(NO)))


def messages(*edits: Edit) -> list[str]:
    case = judged(sign(bench(NO, edits)))
    return [finding.message for finding in case.findings if finding.control == "A03"]


def test_a_deputy_who_was_appointed_before_may_approve() -> None:
    assert found(*deputy("marcus-bell")) == frozenset()


@pytest.mark.parametrize(
    "changes",
    [
        {"until": "2026-04-20"},
        {"from": "2026-04-22"},
        {"role": "payroll"},
        {"person": "david-lindqvist"},
        {"from": "2026-04-22", "appointed_on": "2026-04-22"},
    ],
)
def test_without_an_appointment_for_that_day_and_person_the_answer_has_no_ground(changes: dict[str, str]) -> None:
    assert "marcus-bell was not the deputy of helen-okafor as final approver on 2026-04-21" in messages(
        *deputy("marcus-bell", **changes)
    )


@pytest.mark.parametrize("person", ["ingrid-dahl", "tomas-novak"])
def test_a_deputy_inherits_the_separation_of_duties(person: str) -> None:
    (message,) = messages(*deputy(person))
    assert "who approved as final approver, is also the" in message


def test_a_person_who_had_left_the_role_has_no_ground() -> None:
    left = register("people", "carla-jensen/roles", roles("payroll", until="2026-04-21"))
    assert "carla-jensen was not payroll reviewer on 2026-04-22" in messages(left)
    assert found(register("people", "carla-jensen/roles", roles("payroll", until="2026-04-24"))) == {"P04"}


def test_two_ids_of_one_person_do_not_answer_twice() -> None:
    same = register("people", "miriam-katz/email", "Helen.Okafor@example.com")
    assert "helen-okafor, who counts as miriam-katz, answered D2 twice" in messages(same)


def _alias(**changes: Any) -> tuple[Edit, ...]:
    alias = {"name": "Maren K. Oestby", "kind": "printed", "because": "The office prints it so.", **changes}
    return at("certificates/K1/worker", "Maren K. Oestby"), at("worker/aliases", [alias])


def test_the_sheet_shows_the_alias_by_which_the_certificate_names_the_worker() -> None:
    lines = lines_of(facts_of(bench(NO, _alias())), ApprovalStep.EXEMPTION, ["C1"])
    assert lines["aliases.K1.worker"] == "Maren K. Oestby (printed name of Maren Østby)"
    assert not [path for path in lines_of(facts_of(bench(NO)), ApprovalStep.EXEMPTION, ["C1"]) if "alias" in path]


def test_a_worker_who_marries_keeps_the_exemption_if_the_former_name_has_evidence() -> None:
    approved: Bench = sealed(bench(NO))
    former = {"name": "Maren Østby", "kind": "former", "because": "Married.", "until": "2026-10-02"}
    approved.case["worker"]["name"] = "Maren Lund"
    approved.case["worker"]["aliases"] = [former]
    assert "X07" in objecting(judged(approved))
    record = second_document(approved, "E1")
    approved.case["exhibits"][record]["kind"] = "name-change-record"
    approved.case["worker"]["aliases"] = [{**former, "evidence": [record]}]
    assert objecting(judged(approved)) <= objecting(judged(bench(NO)))


@pytest.mark.parametrize(("proposed", "objects"), [("2026-04-15T19:00-04:00", False), ("2026-04-15T05:59-04:00", True)])
def test_a_certificate_that_arrived_where_the_day_begins_earlier_was_there(proposed: str, objects: bool) -> None:
    """K1 was received on April 16, which begins at 06:00 of April 15 in New York."""
    changed = bench(NO, [plan("D2/proposed_at", proposed)])
    said = [finding.message for finding in judged(sign(changed)).findings if finding.control == "A02"]
    assert ("D2 was proposed before the certificates of C1 were received" in said) is objects
