"""What an approval is bound to: every fact decided on, and nothing that decides nothing."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from casebound.controls.approved_content import control_set, fingerprint, seal
from tests.support.sample import GONE, bench, facts_of, put, register

from casebound.controls import CONTROL_SET, CONTROLS
from casebound.model.case import Approval
from casebound.model.log_chain import head
from casebound.model.rules import Rule
from casebound.model.terms import ApprovalStep

NO = "NO-2026-001"
FIRST = fingerprint(facts_of(bench(NO)), ApprovalStep.FILING)
SECOND = fingerprint(facts_of(bench(NO)), ApprovalStep.EXEMPTION, "C1")

DECIDED: tuple[tuple[str, Any], ...] = (
    ("case", "NO-2026-002"),
    ("direction", "inbound"),
    ("partner", "SE"),
    ("people/payroll", "ruth-abernathy"),
    ("worker/residence", "NO"),
    ("employer", "harlan-reed-software"),
    ("assignment/ends", "2028-05-01"),
    ("conditions/agreement/checked_on", "2026-01-11"),
    ("rule/kind", "extension"),
    ("filing/lane_because", "Another reason."),
    ("packet/jurisdiction", ["E1"]),
    ("requests/R1/route/destination", "elsewhere"),
)
CLAIMED: tuple[tuple[str, Any], ...] = (
    ("questions/prior-hire/known", "Something else."),
    ("requests/R1/sent/on", "2026-01-23"),
    ("claims/C1/ends", "2028-04-29"),
    ("claims/C1/programs", ["old-age"]),
    ("claims/C1/relied/0/from", "2026-05-02"),
    ("certificates/K1/number", "another"),
    ("certificates/K1/received_on", "2026-04-17"),
)
BESIDE: tuple[tuple[str, Any], ...] = (
    ("log/0/did", "Other words."),
    ("requests/R1/tracker/0/shown", "Pending"),
    ("requests/R1/waiting/days", "91"),
    ("stage", "certificate-matched"),
    ("exhibits/E1/title", "Another title"),
    ("claims/C1/relied/0/entered_on", "2026-04-25"),
)


def changed(path: str, value: Any) -> tuple[str, str]:
    one = bench(NO)
    put(one.case, path, value)
    facts = facts_of(one)
    return fingerprint(facts, ApprovalStep.FILING), fingerprint(facts, ApprovalStep.EXEMPTION, "C1")


@pytest.mark.parametrize(("path", "value"), DECIDED)
def test_a_fact_of_the_filing_changes_both_fingerprints(path: str, value: Any) -> None:
    first, second = changed(path, value)
    assert first != FIRST
    assert second != SECOND


@pytest.mark.parametrize(("path", "value"), CLAIMED)
def test_a_fact_of_the_exemption_changes_only_the_second(path: str, value: Any) -> None:
    first, second = changed(path, value)
    assert first == FIRST
    assert second != SECOND


@pytest.mark.parametrize(("path", "value"), BESIDE)
def test_what_decides_nothing_changes_neither(path: str, value: Any) -> None:
    assert changed(path, value) == (FIRST, SECOND)


def test_the_bytes_of_cited_evidence_and_captures_count() -> None:
    facts = facts_of(bench(NO))
    other = {**facts.exhibits, "E1": replace(facts.exhibits["E1"], sha256="0" * 64)}
    assert fingerprint(replace(facts, exhibits=other), ApprovalStep.FILING) != FIRST
    captures = {**facts.captures, "ssa-norway-rule": replace(facts.captures["ssa-norway-rule"], sha256="0" * 64)}
    assert fingerprint(replace(facts, captures=captures), ApprovalStep.FILING) != FIRST


def test_the_registers_row_and_the_employer_count() -> None:
    for edit in (
        register("agreements", "NO/extension", "Other words."),
        register("employers", "fjordline-subsea/address", "Elsewhere"),
    ):
        assert fingerprint(facts_of(bench(NO, [edit])), ApprovalStep.FILING) != FIRST
    other = register("agreements", "SE/extension", "Other words.")
    assert fingerprint(facts_of(bench(NO, [other])), ApprovalStep.FILING) == FIRST


def test_the_gates_and_the_claims_never_share_a_fingerprint() -> None:
    one = bench(NO)
    one.case["claims"]["C2"] = dict(one.case["claims"]["C1"])
    facts = facts_of(one)
    told = [
        fingerprint(facts, ApprovalStep.FILING),
        fingerprint(facts, ApprovalStep.EXEMPTION, "C1"),
        fingerprint(facts, ApprovalStep.EXEMPTION, "C2"),
        fingerprint(facts, ApprovalStep.EXEMPTION, "C9"),
    ]
    assert len(set(told)) == 4


def test_the_order_of_keys_does_not_count_and_an_absent_field_is_an_absent_field() -> None:
    one = bench(NO)
    one.case = dict(reversed(one.case.items()))
    one.case["worker"] = dict(reversed(one.case["worker"].items()))
    assert fingerprint(facts_of(one), ApprovalStep.EXEMPTION, "C1") == SECOND
    put(one.case, "worker/vault", GONE)
    assert fingerprint(facts_of(one), ApprovalStep.EXEMPTION, "C1") != SECOND


def sealed(path: str, value: Any) -> bool:
    """Whether a change to the record leaves the first approval's seal as it is."""
    one = bench(NO)
    put(one.case, path, value)
    facts = facts_of(one)
    return seal(facts, facts.case.approvals[0]) == facts.case.approvals[0].covers


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("approvals/0/by", "marcus-bell"),
        ("approvals/0/role", "approver"),
        ("approvals/0/at", "2026-01-20T15:31-05:00"),
        ("approvals/0/log_entries", "0"),
        ("approvals/0/log_entries", "99"),
        ("approvals/0/controls", "cs-0123456789abcdef"),
        ("log/0/did", "Other words."),
    ],
)
def test_a_seal_holds_who_said_yes_when_and_after_which_log(path: str, value: str) -> None:
    assert sealed("stage", "certificate-matched")
    assert not sealed(path, value)


def test_what_is_written_into_the_log_after_an_approval_leaves_it_standing() -> None:
    assert sealed("log/3/did", "Other words.")


def test_the_order_of_log_entries_is_part_of_the_chain() -> None:
    log = facts_of(bench(NO)).case.log
    assert head(log[:2]) != head((log[1], log[0]))
    assert head(log[:1]) != head(log[:2])
    assert head(()) != head(log[:1])


def test_the_digest_of_the_controls_hangs_on_what_they_ask_and_not_on_their_order() -> None:
    assert control_set(reversed(CONTROLS)) == CONTROL_SET
    assert control_set(CONTROLS[1:]) != CONTROL_SET
    assert control_set((replace(CONTROLS[0], question="Another question?"), *CONTROLS[1:])) != CONTROL_SET


def test_the_digest_of_the_controls_does_not_depend_on_the_code_behind_them() -> None:
    asked = [Rule(one.id, "", one.section, one.severity, one.question, "", "", (), one.link) for one in CONTROLS]
    assert control_set(asked) == CONTROL_SET


def test_a_seal_tells_a_log_as_long_as_it_was_from_one_that_was_cut() -> None:
    facts = facts_of(bench(NO))
    entries = len(facts.case.log)
    given = replace_entries(facts.case.approvals[0], entries)
    longer = facts_of(bench(NO, [lambda one: one.case["log"].append(dict(one.case["log"][-1]))]))
    shorter = facts_of(bench(NO, [lambda one: one.case["log"].pop()]))
    assert seal(longer, given) == seal(facts, given)
    assert seal(shorter, given) != seal(facts, given)
    assert seal(shorter, replace_entries(given, entries - 1)) != seal(shorter, given)


def replace_entries(approval: Approval, entries: int) -> Approval:
    """The approval of a log of so many entries."""
    return msgspec.structs.replace(approval, log_entries=entries)


def test_the_filing_is_the_same_whatever_claim_is_named_with_it() -> None:
    facts = facts_of(bench(NO))
    assert fingerprint(facts, ApprovalStep.FILING, "C1") == FIRST
