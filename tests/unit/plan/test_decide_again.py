"""A case that was not filed, or was refused, is looked at again on the day on which what stopped it changes."""

import pytest
from specimens.document_kinds import sheet_bytes
from specimens.screens import source_capture
from tests.support.sample import (
    GONE,
    Bench,
    Edit,
    as_of,
    at,
    bench,
    judged,
    judgment_of,
    plan,
    recaptured,
    register,
    sign,
)

from casebound.model.findings import Location
from casebound.model.record_base import structure
from casebound.model.registers import OfficialSource
from casebound.model.terms import Stage
from casebound.plan.case_plan import Step, StepKind
from casebound.plan.project_plan import plan_for, project_plan
from casebound.plan.worklist import worklist

RO, CZ, SG = "RO-2026-007", "CZ-2026-017", "SG-2026-006"
READ_ON = "2026-11-15"
PAGE = {"name": "SSA list (SPECIMEN)", "url": "https://secure.ssa.gov/list", "label": "official", "seen_on": READ_ON}

NOT_IN_FORCE: tuple[Edit, ...] = (
    at("conditions/agreement/met", "no"),
    at("filing/decision", "do-not-file"),
    at("filing/decided_on", "2026-07-08"),
)
"""As Romania's case was before the report: decided in July, because the agreement was only signed."""


def listed(*pages: dict[str, str]) -> tuple[Edit, ...]:
    """SSA's list shows the agreement with Romania, and the register has the page."""
    return (
        register("agreements", "RO/label", "official"),
        register("agreements", "RO/pages", [page["name"] for page in pages]),
        register("agreements", "RO/sources", [*pages]),
    )


def changed(case: str, *edits: Edit) -> Step | None:
    one = judged(sign(bench(case, edits)))
    return next((step for step in plan_for(one).steps if step.kind is StepKind.DECIDE_AGAIN), None)


def day(step: Step | None) -> str | None:
    return step.due.isoformat() if step and step.due else None


@pytest.mark.parametrize("case", [RO, CZ, SG, "FR-2026-004", "FR-2026-005"])
def test_nothing_is_decided_again_while_nothing_has_changed(case: str) -> None:
    assert changed(case) is None


def test_without_an_official_page_romania_escalates() -> None:
    one = judged(sign(bench(RO)))
    assert one.stage is Stage.ESCALATE
    assert changed(RO) is None


@pytest.mark.parametrize("stopped", [(), NOT_IN_FORCE])
def test_the_official_page_puts_the_case_on_the_worklist_on_the_day_it_was_read(stopped: tuple[Edit, ...]) -> None:
    step = changed(RO, *stopped, *listed(PAGE), as_of(READ_ON))
    assert step is not None
    assert day(step) == READ_ON
    assert step.because == (
        f"The agreement with Romania is in force from 2026-09-01. Source: SSA list (SPECIMEN), {READ_ON}."
    )
    assert [owner.id for owner in step.owners] == ["miriam-katz", "helen-okafor"]
    one = sign(bench(RO, (*stopped, *listed(PAGE), as_of(READ_ON))))
    tasks = worklist(project_plan(judgment_of(one)), lambda case, path: Location(case, 1, 1, str(path)), 0).tasks
    assert StepKind.DECIDE_AGAIN in {task.step.kind for task in tasks if task.case == RO}


def test_a_report_of_the_entry_into_force_reopens_a_decision_not_to_file() -> None:
    step = changed(RO, *NOT_IN_FORCE)
    assert step is not None
    assert "is reported to be in force from 2026-09-01" in step.because


def test_an_agreement_that_enters_into_force_later_is_due_on_that_day() -> None:
    later = (*NOT_IN_FORCE, *listed(PAGE), register("agreements", "RO/in_force", "2027-02-01"))
    assert day(changed(RO, *later)) == "2027-02-01"
    assert changed(RO, *later, at("assignment/ends", "2027-01-31")) is None


def test_a_new_agreement_in_the_register_reopens_a_case_without_any() -> None:
    def new_row(one: Bench) -> None:
        row = {**one.registers["agreements"]["NO"], "country": "Singapore", "in_force": "2027-01-01"}
        one.registers["agreements"]["SG"] = row

    assert day(changed(SG, new_row)) == "2027-01-01"


def test_a_corrected_rule_reopens_a_refused_case_and_a_closed_one() -> None:
    corrected = (
        register("agreements", "CZ/limit/corrected_on", "2026-11-18"),
        register("agreements", "CZ/limit/pages", ["GN 01703.001"]),
    )
    step = changed(CZ, *corrected)
    assert step is not None
    assert (day(step), step.path) == ("2026-11-18", ("requests", "R1", "refusal"))
    assert step.because == "Limit of the agreement: the register was corrected. Source: GN 01703.001, 2026-11-18."
    closure = {"outcome": "denied", "closed_on": "2026-11-20", "because": "Refused.", "retain_until": "2030-12-31"}
    closed = changed(CZ, *corrected, at("closure", closure))
    assert closed is not None
    assert "open a new case" in closed.says
    assert changed(CZ, *corrected, at("closure", {**closure, "outcome": "withdrawn"})) is None


@pytest.mark.parametrize("corrected_on", ["2026-05-10", "2026-05-11"])
def test_a_correction_before_the_refusal_changes_nothing(corrected_on: str) -> None:
    assert changed(CZ, register("agreements", "CZ/limit/corrected_on", corrected_on)) is None


def test_a_new_decision_takes_the_case_off_the_worklist() -> None:
    decided = (at("filing/decided_on", "2026-11-16"), at("conditions/agreement/met", "yes"))
    assert changed(RO, *listed(PAGE), *decided) is None


def _with_sources(one: Bench) -> None:
    sources = one.registers["sources"]
    for key, of, topic, countries in (
        ("ssa-list-with-romania", "ssa-agreements-list-2026-10", "agreement", ()),
        ("ssa-romania-rule", "ssa-norway-rule", "rule", ("RO",)),
    ):
        sources[key] = {**sources[of], "accessed_on": READ_ON, "supports": [topic]}
        one.captures[key] = one.captures[of]
        sources[key].pop("countries", None)
        if countries:
            sources[key]["countries"] = list(countries)
    row = {**sources["ssa-romania-rule"], "establishes": ["The agreement with Romania covers detached workers."]}
    page = source_capture(structure(row, OfficialSource), "Miriam Katz")
    recaptured("ssa-romania-rule", sheet_bytes(page, ".pdf"))(one)


READY: tuple[Edit, ...] = (
    *listed(PAGE),
    register("agreements", "RO/limit/label", "official"),
    _with_sources,
    at("conditions/agreement", {"met": "yes", "because": "On SSA's list.", "checked_on": READ_ON,
                                "checked_by": "miriam-katz", "evidence": ["ssa-list-with-romania"]}),
    at("rule", {"kind": "detached-worker", "confirmed": "yes", "because": "Sent for two years.",
                "confirmed_on": READ_ON, "confirmed_by": "miriam-katz", "evidence": ["ssa-romania-rule"]}),
    at("questions/coverage-assignment", {"answer": "US", "known": "The United States.",
                                         "evidence": ["ssa-romania-rule"]}),
    at("questions/entry-into-force", GONE),
    at("filing/decision", "file"),
    at("filing/decided_on", "2026-11-16"),
    at("packet", {field: ["E1"] for field in ("worker_identity", "assignment_dates", "employer_details",
                                              "jurisdiction", "filing_lane")}),
    at("requests", {"R1": {"requester": "employer"}}),
    plan("D1", {"step": "filing", "subject": ["R1"], "proposed_at": "2026-11-17T10:00-05:00", "answers": [
        {"role": "data_quality", "by": "tomas-novak", "at": "2026-11-17T10:05-05:00"},
        {"role": "approver", "by": "helen-okafor", "at": "2026-11-17T15:00-05:00"}]}),
)  # fmt: skip


def test_with_an_official_page_and_a_new_decision_romania_becomes_ready_to_file() -> None:
    one = judged(sign(bench(RO, READY)))
    assert one.stage is Stage.READY_TO_FILE
    assert not [finding.message for finding in one.findings if finding.severity == "blocking"]
    assert StepKind.READY_TO_FILE in {step.kind for step in plan_for(one).now}
