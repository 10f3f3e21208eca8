"""What an approval is bound to: every fact decided on, and nothing that decides nothing."""

from dataclasses import replace
from typing import Any

import pytest
from tests.sample import GONE, bench, facts_of, put, register

from casebound.controls.fingerprint import fingerprint
from casebound.model.terms import Gate

NO = "NO-2026-001"
FIRST = fingerprint(facts_of(bench(NO)), Gate.FILING)
SECOND = fingerprint(facts_of(bench(NO)), Gate.EXEMPTION, "C1")

DECIDED: tuple[tuple[str, Any], ...] = (
    ("case", "NO-2026-002"),
    ("direction", "inbound"),
    ("partner", "SE"),
    ("people/payroll", "ruth-abernathy"),
    ("worker/residence", "NO"),
    ("employer", "harlan-reed-software"),
    ("assignment/ends", "2028-05-01"),
    ("conditions/agreement/checked_on", "2026-01-11"),
    ("fit/rule", "extension"),
    ("filing/lane_because", "Another reason."),
    ("packet/jurisdiction", ["E1"]),
    ("route/destination", "elsewhere"),
)
CLAIMED: tuple[tuple[str, Any], ...] = (
    ("points/prior-hire/known", "Something else."),
    ("submission/sent_on", "2026-01-23"),
    ("claims/C1/ends", "2028-04-29"),
    ("claims/C1/programmes", ["old-age"]),
    ("claims/C1/payroll_change/effective", "2026-05-02"),
    ("certificates/K1/number", "another"),
    ("certificates/K1/received_on", "2026-04-17"),
)
BESIDE: tuple[tuple[str, Any], ...] = (
    ("log/0/did", "Other words."),
    ("tracker/0/shown", "Pending"),
    ("waiting/days", "91"),
    ("posture", "certificate-matched"),
    ("exhibits/E1/title", "Another title"),
    ("claims/C1/payroll_change/entered_on", "2026-04-25"),
)


def changed(path: str, value: Any) -> tuple[str, str]:
    one = bench(NO)
    put(one.case, path, value)
    facts = facts_of(one)
    return fingerprint(facts, Gate.FILING), fingerprint(facts, Gate.EXEMPTION, "C1")


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
    assert fingerprint(replace(facts, exhibits=other), Gate.FILING) != FIRST
    captures = {**facts.captures, "ssa-norway-rule": replace(facts.captures["ssa-norway-rule"], sha256="0" * 64)}
    assert fingerprint(replace(facts, captures=captures), Gate.FILING) != FIRST


def test_the_registers_row_and_the_employer_count() -> None:
    for edit in (
        register("agreements", "NO/extension", "Other words."),
        register("employers", "fjordline-subsea/address", "Elsewhere"),
    ):
        assert fingerprint(facts_of(bench(NO, [edit])), Gate.FILING) != FIRST
    other = register("agreements", "SE/extension", "Other words.")
    assert fingerprint(facts_of(bench(NO, [other])), Gate.FILING) == FIRST


def test_the_gates_and_the_claims_never_share_a_fingerprint() -> None:
    one = bench(NO)
    one.case["claims"]["C2"] = dict(one.case["claims"]["C1"])
    facts = facts_of(one)
    told = [
        fingerprint(facts, Gate.FILING),
        fingerprint(facts, Gate.EXEMPTION, "C1"),
        fingerprint(facts, Gate.EXEMPTION, "C2"),
        fingerprint(facts, Gate.EXEMPTION, "C9"),
    ]
    assert len(set(told)) == 4


def test_the_order_of_keys_does_not_count_and_an_absent_field_is_an_absent_field() -> None:
    one = bench(NO)
    one.case = dict(reversed(one.case.items()))
    one.case["worker"] = dict(reversed(one.case["worker"].items()))
    assert fingerprint(facts_of(one), Gate.EXEMPTION, "C1") == SECOND
    put(one.case, "worker/vault", GONE)
    assert fingerprint(facts_of(one), Gate.EXEMPTION, "C1") != SECOND
