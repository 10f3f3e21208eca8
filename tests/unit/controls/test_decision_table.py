"""The effect of a change on an approved exemption, for each way of comparing a fact."""

import pytest

from casebound.controls.change_words import sentence
from casebound.controls.decision_table import ON_SHEETS, changes, row_of
from casebound.model.decisions import Line, Lines
from casebound.model.terms import ApprovalStep, Effect


@pytest.mark.parametrize(
    ("path", "before", "now", "effect"),
    [
        ("partner", "NO", "DE", Effect.IDENTITY),
        ("employer", "fjordline-subsea", "other", Effect.IDENTITY),
        ("filing.lane", "employer", "self-employed", Effect.IDENTITY),
        ("worker.reference", "W-1001", "W-1002", Effect.IDENTITY),
        ("claims.C1.begins", "2026-05-01", "2026-05-15", Effect.NARROWING),
        ("claims.C1.begins", "2026-05-01", "2026-04-15", Effect.ADDING),
        ("claims.C1.ends", "2028-04-30", "2027-12-31", Effect.NARROWING),
        ("claims.C1.ends", "2028-04-30", "2028-05-01", Effect.ADDING),
        ("claims.C1.programs", ("old-age", "survivors"), ("survivors",), Effect.NARROWING),
        ("claims.C1.programs", ("old-age",), ("old-age", "survivors"), Effect.ADDING),
        ("claims.C1.programs", ("old-age",), ("survivors",), Effect.ADDING),
        ("claims.C1.certificates", ("K1",), ("K2",), Effect.ADDING),
        ("claims.C1.exempt_in", "NO", "US", Effect.ADDING),
        ("assignment.begins", "2026-05-01", "2026-05-15", Effect.NARROWING),
        ("assignment.begins", "2026-05-01", "2026-04-15", Effect.NEUTRAL),
        ("assignment.ends", "2028-04-30", "2027-12-31", Effect.NARROWING),
        ("assignment.ends", "2028-04-30", "2028-12-31", Effect.NEUTRAL),
        ("assignment.ends", "2028-04-30", None, Effect.NEUTRAL),
        ("assignment.ends", None, "2028-04-30", Effect.NARROWING),
        ("certificates.K1.number", "A-1", "A-2", Effect.ADDING),
        ("certificates.K1.state", None, "revoked", Effect.ADDING),
        ("rule.kind", "detached-worker", "extension", Effect.ADDING),
        ("rule.confirmed_by", "miriam-katz", "joao-ferreira", Effect.NEUTRAL),
        ("rule.evidence", ("E1",), ("E1", "E2"), Effect.NEUTRAL),
        ("rule.evidence", ("E1", "E2"), ("E1",), Effect.ADDING),
        ("exhibits.E1.sha256", "a" * 64, "b" * 64, Effect.ADDING),
        ("exhibits.E9.sha256", None, "b" * 64, Effect.NEUTRAL),
        ("exhibits.E1.sha256", "a" * 64, None, Effect.ADDING),
        ("questions.prior-hire.known", "Since 2021.", "Since 2021-03.", Effect.NEUTRAL),
        ("questions.prior-hire.known", "Since 2021.", None, Effect.ADDING),
        ("questions.prior-hire.answer", "yes", "no", Effect.ADDING),
        ("questions.detachment-limit.answer", "24", "60", Effect.ADDING),
        ("questions.prior-hire.not_applicable", None, "No employer.", Effect.ADDING),
        ("people.operations", "ingrid-dahl", "tomas-novak", Effect.NEUTRAL),
        ("register.agreement.limit_outbound_months", "60", "24", Effect.NEUTRAL),
        ("adverse.refusal-R1", None, "refused on 2026-06-01", Effect.ADVERSE),
        ("adverse.refusal-R1", "refused on 2026-06-01", None, Effect.ADDING),
        ("adverse.defect-K1", "identity", None, Effect.ADDING),
        ("adverse.status-R1", "shown as “Revoked”", None, Effect.NEUTRAL),
        ("adverse.state-K2", "draft", None, Effect.NEUTRAL),
        ("a.line.of.nobody", None, "x", Effect.ADDING),
    ],
)
def test_effect_of_a_change(path: str, before: Line | None, now: Line | None, effect: Effect) -> None:
    sheet: Lines = {} if before is None else {path: before}
    record: Lines = {} if now is None else {path: now}
    found = list(changes(ApprovalStep.EXEMPTION, sheet, record))
    assert [change.effect for change in found] == [effect]
    assert "D2" in sentence(found[0], "D2")


def test_a_sheet_that_did_not_change_has_no_changes() -> None:
    lines: Lines = {"claims.C1.begins": "2026-05-01", "claims.C1.programs": ("old-age",)}
    assert not list(changes(ApprovalStep.EXEMPTION, lines, dict(lines)))


@pytest.mark.parametrize("place", [row.place for row in ON_SHEETS])
def test_every_row_of_the_table_decides_for_a_fact_of_its_own(place: str) -> None:
    path = place.replace("*", "x1")
    row = row_of(path)
    assert row is not None
    assert row.place == place or row.place.count("*") < place.count("*") or place == "claims.*.*"


@pytest.mark.parametrize(
    "path",
    [
        "conditions.agreement.because",
        "worker.vault",
        "exhibits.E1",
        "stage",
        "requests.R1.tracker",
        "requests.R1.waiting.days",
        "employer.address",
        "register.agreement",
        "log.0.did",
    ],
)
def test_what_decides_nothing_is_on_no_sheet(path: str) -> None:
    assert row_of(path) is None
