"""The changes since a sheet in words: changes that belong together are one sentence."""

from dataclasses import replace

from tests.support.sample import bench, facts_of

from casebound.controls.change_words import in_words, sentence
from casebound.controls.decision_table import Change
from casebound.model.decisions import Line, Sheet
from casebound.model.terms import Effect


def sheet(**lines: Line) -> Sheet:
    """The exemption sheet of a sample case with other lines."""
    found = facts_of(bench("NO-2026-001")).decisions.sheets[1]
    return replace(found, lines={path.replace("__", "."): line for path, line in lines.items()})


def gone(*paths: str) -> list[Change]:
    return [Change(path, "before", None, Effect.ADVERSE) for path in paths]


def said(changes: list[Change], on: Sheet) -> list[str]:
    return [change.says for change in in_words(changes, on)]


def test_a_takeover_that_is_gone_is_one_change() -> None:
    on = sheet(takeover__because="before", takeover__by="before")
    assert said(gone("takeover.because", "takeover.by"), on) == ["the takeover is on D2 and not in use any more"]


def test_facts_of_their_own_are_changes_of_their_own() -> None:
    on = sheet(worker__name="before", worker__reference="before", takeover__by="before")
    assert len(said(gone("worker.name", "worker.reference"), on)) == 2


def test_a_certificate_that_replaced_another_is_named() -> None:
    replaced = Change("claims.C1.certificates", ("K1",), ("K2",), Effect.ADVERSE)
    more = Change("claims.C1.certificates", ("K1", "K2"), ("K3",), Effect.ADVERSE)
    assert said([replaced], sheet()) == ["certificate K1 was replaced by K2 after D2"]
    assert said([more], sheet()) == ["C1 rests on K1, K2 on D2 and now on K3"]


def test_an_entry_is_gone_only_if_all_its_facts_are() -> None:
    on = sheet(deviations__V1__kind="before", deviations__V1__because="before", deviations__V1__request="before")
    assert len(said(gone("deviations.V1.kind", "deviations.V1.because"), on)) == 2


def test_a_single_change_is_described_by_its_own_fact() -> None:
    (change,) = in_words(gone("exhibits.E5.sha256"), sheet(exhibits__E5__sha256="before"))
    assert change.path == "exhibits.E5.sha256"


def test_the_document_of_a_replaced_certificate_belongs_to_it() -> None:
    replaced = Change("claims.C1.certificates", ("K1",), ("K2",), Effect.ADVERSE)
    on = sheet(certificates__K1__document="E13", exhibits__E13__sha256="before")
    assert len(said([replaced, *gone("exhibits.E13.sha256")], on)) == 1


def test_only_a_sha_256_is_shown_by_its_beginning() -> None:
    limit = Change("register.agreement.limit_outbound_months", "60", "24", Effect.ADVERSE)
    digest = Change("certificates.K1.number", "a1" * 32, "a1" * 32 + "b2", Effect.ADVERSE)
    words = Change("certificates.K1.number", "g" * 64, "h" * 64, Effect.ADVERSE)
    assert sentence(limit, "D2").endswith("was 60 on D2 and is now 24")
    assert sentence(digest, "D2").endswith(f"was a1a1a1a1… on D2 and is now {'a1' * 32}b2")
    assert sentence(words, "D2").endswith(f"was {'g' * 64} on D2 and is now {'h' * 64}")


def test_the_changes_of_another_certificate_do_not_belong_to_the_replaced_one() -> None:
    replaced = Change("claims.C1.certificates", ("K1",), ("K2",), Effect.ADVERSE)
    on = sheet(certificates__K1__document="E13", certificates__K9__number="before", exhibits__E9__sha256="before")
    assert len(said([replaced, *gone("certificates.K9.number", "exhibits.E9.sha256")], on)) == 3


def test_the_facts_of_a_breach_are_one_change_and_those_of_its_claim_are_not() -> None:
    on = sheet(
        claims__C1__breach__cured_on="before", claims__C1__breach__noticed_on="before", claims__C1__ends="before"
    )
    found = said(gone("claims.C1.breach.cured_on", "claims.C1.breach.noticed_on", "claims.C1.ends"), on)
    assert found == [
        "the breach of C1 is on D2 and not in use any more",
        "the last day of claim C1 was before on D2 and is no longer in the record",
    ]
