"""What is on a decision sheet: every fact that was decided on, its evidence, and the log before it."""

from dataclasses import replace
from typing import Any

import pytest
from tests.support.sample import GONE, at, bench, facts_of, in_decisions, judged, put, register

from casebound.controls import CONTROL_SET, CONTROLS
from casebound.controls.control_set import control_set
from casebound.controls.decision_sheets import lines_of
from casebound.edit.sheets import new_sheet
from casebound.model.days import parse_moment
from casebound.model.decisions import Line
from casebound.model.facts import Facts
from casebound.model.log_chain import head
from casebound.model.rules import Rule
from casebound.model.terms import ApprovalStep

NO = "NO-2026-001"
FILING, EXEMPTION = ApprovalStep.FILING, ApprovalStep.EXEMPTION


def sheets(facts: Facts) -> tuple[dict[str, Line], dict[str, Line]]:
    return lines_of(facts, FILING, ("R1",)), lines_of(facts, EXEMPTION, ("C1",))


ON_BOTH: tuple[tuple[str, Any], ...] = (
    ("direction", "inbound"),
    ("partner", "SE"),
    ("people/payroll", "ruth-abernathy"),
    ("employer", "harlan-reed-software"),
    ("assignment/ends", "2028-05-01"),
    ("rule/kind", "extension"),
    ("questions/prior-hire/known", "Something else."),
)
ON_FILING: tuple[tuple[str, Any], ...] = (
    ("conditions/agreement/checked_on", "2026-01-11"),
    ("filing/decided_on", "2026-01-11"),
    ("packet/jurisdiction", ["E1"]),
    ("requests/R1/route/destination", "elsewhere"),
)
ON_EXEMPTION: tuple[tuple[str, Any], ...] = (
    ("requests/R1/sent/on", "2026-01-23"),
    ("claims/C1/ends", "2028-04-29"),
    ("claims/C1/programs", ["old-age"]),
    ("certificates/K1/number", "another"),
    ("certificates/K1/received_on", "2026-04-17"),
)
ON_NEITHER: tuple[tuple[str, Any], ...] = (
    ("format", "3"),
    ("log/0/did", "Other words."),
    ("requests/R1/tracker/0/shown", "Pending"),
    ("requests/R1/waiting/days", "91"),
    ("stage", "certificate-matched"),
    ("exhibits/E1/title", "Another title"),
    ("filing/lane_because", "Another reason."),
    ("claims/C1/relied/0/from", "2026-05-02"),
    ("claims/C1/relied/0/entered_on", "2026-04-25"),
    ("worker/vault", GONE),
)


@pytest.mark.parametrize(
    ("path", "value", "on"),
    [
        *((*changed, (True, True)) for changed in ON_BOTH),
        *((*changed, (True, False)) for changed in ON_FILING),
        *((*changed, (False, True)) for changed in ON_EXEMPTION),
        *((*changed, (False, False)) for changed in ON_NEITHER),
    ],
)
def test_a_changed_fact_is_seen_on_the_sheets_that_contain_it(path: str, value: Any, on: tuple[bool, bool]) -> None:
    before, one = sheets(facts_of(bench(NO))), bench(NO)
    put(one.case, path, value)
    after = sheets(facts_of(one))
    assert (after[0] != before[0], after[1] != before[1]) == on


def test_the_bytes_of_cited_evidence_and_captures_are_on_the_sheets() -> None:
    facts = facts_of(bench(NO))
    other = {**facts.exhibits, "E1": replace(facts.exhibits["E1"], sha256="0" * 64)}
    for lines in sheets(replace(facts, exhibits=other)):
        assert lines["exhibits.E1.sha256"] == "0" * 64
    reread = facts_of(bench(NO, [register("sources", "ssa-norway-rule/sha256", "0" * 64)]))
    for lines in sheets(reread):
        assert lines["sources.ssa-norway-rule.sha256"] == "0" * 64


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("withdrawn", {"on": "2026-11-01", "by": "ingrid-dahl", "because": "The scan lacks a page."}),
        ("as_received", "it cannot be opened"),
    ],
)
def test_an_exhibit_that_is_out_of_use_is_on_no_sheet(field: str, value: Any) -> None:
    for lines in sheets(facts_of(bench(NO, [at(f"exhibits/E1/{field}", value)]))):
        assert not [path for path in lines if path.startswith("exhibits.E1.")]


def test_the_rows_of_the_registers_are_on_the_sheets_by_what_they_decide() -> None:
    before = sheets(facts_of(bench(NO)))
    for name, path, value, changed in (
        ("agreements", "NO/in_force", "1984-07-02", True),
        ("employers", "fjordline-subsea/name", "Fjordline Subsea LLC (SPECIMEN)", True),
        ("employers", "fjordline-subsea/address", "Elsewhere", False),
        ("agreements", "NO/seen_on", "2026-11-02", False),
        ("agreements", "SE/in_force", "1987-01-02", False),
    ):
        after = sheets(facts_of(bench(NO, [register(name, path, value)])))
        assert (after[0] != before[0], after[1] != before[1]) == (changed, changed), path


def test_the_sheets_of_two_steps_two_claims_or_two_cases_never_have_the_same_bytes() -> None:
    one = bench(NO)
    one.case["claims"]["C2"] = dict(one.case["claims"]["C1"])
    facts, other = facts_of(one), facts_of(bench(NO, [at("case", "NO-2026-002")]))
    moment = parse_moment("2026-11-22T10:00-05:00")
    written = [
        new_sheet(found, step, subject, moment, "ingrid-dahl")[0].sha256
        for found, step, subject in (
            (facts, FILING, ("R1",)),
            (facts, EXEMPTION, ("C1",)),
            (facts, EXEMPTION, ("C2",)),
            (facts, EXEMPTION, ("C1", "C2")),
            (other, FILING, ("R1",)),
        )
    ]
    assert len(set(written)) == len(written)


def test_the_order_of_keys_in_the_record_does_not_change_a_sheet() -> None:
    one = bench(NO)
    before = [list(lines.items()) for lines in sheets(facts_of(one))]
    one.case = dict(reversed(one.case.items()))
    for section in ("worker", "exhibits", "certificates", "questions"):
        one.case[section] = dict(reversed(one.case[section].items()))
    assert [list(lines.items()) for lines in sheets(facts_of(one))] == before


def test_the_head_of_a_sheet_names_the_log_before_it() -> None:
    facts = facts_of(bench(NO))
    sheet, _ = new_sheet(facts, FILING, ("R1",), parse_moment("2026-11-22T10:00-05:00"), "ingrid-dahl")
    assert (sheet.head.log_entries, sheet.head.log_head) == (len(facts.case.log), head(facts.case.log))


def test_the_order_of_log_entries_is_part_of_the_chain() -> None:
    log = facts_of(bench(NO)).case.log
    assert head(log[:2]) != head((log[1], log[0]))
    assert head(log[:1]) != head(log[:2])
    assert head(()) != head(log[:1])


def test_the_digest_of_the_controls_depends_on_what_they_ask_and_not_on_their_order() -> None:
    assert control_set(reversed(CONTROLS)) == CONTROL_SET
    assert control_set(CONTROLS[1:]) != CONTROL_SET
    assert control_set((replace(CONTROLS[0], question="Another question?"), *CONTROLS[1:])) != CONTROL_SET


def test_the_digest_of_the_controls_does_not_depend_on_the_code_behind_them() -> None:
    asked = [Rule(one.id, "", one.section, one.severity, one.question, "", "", (), one.link) for one in CONTROLS]
    assert control_set(asked) == CONTROL_SET


@pytest.mark.parametrize("line", ["conditions.agreement.met", "assignment.begins", "rule.confirmed"])
def test_a_filing_sheet_that_lacks_what_every_record_has_approves_nothing(line: str) -> None:
    one = bench(NO)
    in_decisions("D1.filing.txt", line, GONE)(one)
    for name in [name for name in one.decisions if name.startswith("D1.") and name.endswith(".yml")]:
        in_decisions(name, "sha256", one.decisions["D1.filing.txt"].sha256)(one)
    found = {objection.message for outcome in judged(one).outcomes for objection in outcome.objections}
    assert "D1 lacks facts that every filing sheet has" in found
