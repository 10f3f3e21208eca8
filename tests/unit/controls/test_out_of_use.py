"""A withdrawn exhibit, or a file that is kept as received, supports nothing anywhere."""

from typing import Any

import pytest
from tests.support.sample import at, bench, case_ids, facts_of, judged, second_document, sign

from casebound.controls.predicates import exhibits_of_kind, in_use, on_file, received
from casebound.controls.typed_questions import known
from casebound.model.judgment import Verdict

NO = "NO-2026-001"
OUT_OF_USE: dict[str, Any] = {
    "withdrawn": {"on": "2026-11-01", "by": "ingrid-dahl", "because": "The scan lacks a page."},
    "as_received": "it cannot be opened",
}
SUPPORTED = tuple(case for case in case_ids() if judged(bench(case)).verdict is Verdict.SUPPORTED)


@pytest.mark.parametrize(("case", "field"), [*((case, "withdrawn") for case in SUPPORTED), (NO, "as_received")])
def test_no_exhibit_that_a_supported_case_cites_can_be_out_of_use(case: str, field: str) -> None:
    facts = facts_of(bench(case))
    cited = {cite.id for cite in facts.cites if cite.statement[0] != "side_topics"} & facts.case.exhibits.keys()
    if field == "withdrawn":  # a later status check replaces an earlier one
        cited -= {seen.capture for request in facts.case.requests.values() for seen in request.tracker[:-1]}
    assert cited
    for key in facts.case.exhibits:
        found = judged(sign(bench(case, [at(f"exhibits/{key}/{field}", OUT_OF_USE[field])])))
        assert (found.verdict is Verdict.SUPPORTED) is (key not in cited), key
        objections = [outcome for outcome in found.outcomes if outcome.control == "F27" and outcome.objections]
        assert bool(objections) is (key in cited), key
        for claim in found.claims:
            assert key not in [evidence for link in claim.chain for evidence in link.evidence]


@pytest.mark.parametrize("field", OUT_OF_USE)
def test_the_predicates_count_only_exhibits_in_use(field: str) -> None:
    facts = facts_of(bench(NO, [at(f"exhibits/E13/{field}", OUT_OF_USE[field])]))
    assert not in_use(facts, "E13")
    assert not in_use(facts, "E99")
    assert on_file(facts, ("E13", "E1", "ssa-norway-rule")) == ("E1", "ssa-norway-rule")
    assert exhibits_of_kind(facts, ("E13",), "certificate") == ()
    assert not received(facts, facts.case.certificates["K1"])


def test_the_capture_of_the_last_status_that_was_withdrawn_is_reported_as_not_in_use() -> None:
    key = facts_of(bench(NO)).case.requests["R1"].tracker[-1].capture
    found = judged(bench(NO, [at(f"exhibits/{key}/withdrawn", OUT_OF_USE["withdrawn"])])).findings
    assert {one.message for one in found if one.control == "T01"} == {f"{key} is not in use, so it shows no status"}


def test_a_question_is_not_known_through_a_withdrawn_exhibit_alone() -> None:
    facts = facts_of(bench(NO))
    name, key = next(
        (name, question.evidence[0])
        for name, question in facts.case.questions.items()
        if question.known is not None and len(question.evidence) == 1 and question.evidence[0] in facts.case.exhibits
    )
    assert known(facts, name)
    assert not known(facts_of(bench(NO, [at(f"exhibits/{key}/withdrawn", OUT_OF_USE["withdrawn"])])), name)


def test_the_bytes_of_a_withdrawn_document_serve_no_second_certificate() -> None:
    one = bench(NO)
    twin = second_document(one, "E13")
    one.case["exhibits"][twin]["sha256"] = one.case["exhibits"]["E13"]["sha256"]
    one.exhibits[twin] = one.exhibits["E13"]
    one.case["exhibits"][twin]["withdrawn"] = OUT_OF_USE["withdrawn"]
    one.case["certificates"]["K2"] = {**one.case["certificates"]["K1"], "document": twin}
    found = judged(sign(one))
    assert any(outcome.control == "X05" and outcome.objections for outcome in found.outcomes)
