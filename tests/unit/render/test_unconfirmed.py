"""The page “What we could not confirm” has every such fact, what would confirm it, and the cases that depend on it."""

import pytest
from tests.support.sample import AS_OF, Bench, Edit, at, bench, judged, register

from casebound.judge import RULES
from casebound.model.registers import Agreement
from casebound.plan.project_plan import planned
from casebound.render.handbook.agreement_facts import facts_of
from casebound.render.handbook.unconfirmed import OpenCountry, unconfirmed
from casebound.render.view import CaseView, case_view

BY_ID = {rule.id: rule for rule in RULES}


def view_of(one: Bench) -> CaseView:
    return case_view(planned(judged(one)), BY_ID, AS_OF)


def agreements() -> dict[str, Agreement]:
    return judged(bench("NO-2026-001")).facts.registers.agreements


def country(code: str, *cases: Bench) -> OpenCountry:
    views = [view_of(case) for case in cases]
    rows = views[0].judged.facts.registers.agreements if views else agreements()
    return next(one for one in unconfirmed(rows, views) if one.code == code)


def test_every_fact_that_is_not_official_is_on_the_page_and_no_other() -> None:
    shown = {one.code: [row.fact for row in one.rows] for one in unconfirmed(agreements(), ())}
    for code, row in agreements().items():
        assert shown.get(code, []) == [fact for fact in facts_of(row) if not fact.confirmed], code


def test_the_page_says_what_would_confirm_the_entry_into_force_and_which_case_waits_for_it() -> None:
    first = country("RO", bench("RO-2026-007")).rows[0]
    assert (first.fact.name, first.cases) == ("In force since", ("RO-2026-007",))
    assert first.needed == (
        "SSA's list of agreements, or a Federal Register notice, that states the date of entry into force."
    )


def test_a_copy_is_confirmed_by_the_page_of_which_it_is_a_copy() -> None:
    needed = next(row.needed for row in country("IE").rows if row.fact.field == "limit")
    assert needed.startswith("The authority's own page, of which a copy was read (SSA booklet), that states")


CLOSED = {"outcome": "issued", "closed_on": "2026-11-16", "because": "The work ended.", "retain_until": "2031-12-31"}


@pytest.mark.parametrize(
    ("edit", "depends"),
    [(at("claims/C1/ends", "2028-04-29"), True), (at("direction", "inbound"), False), (at("closure", CLOSED), False)],
)
def test_only_an_open_case_to_which_the_fact_matters_depends_on_it(edit: Edit, depends: bool) -> None:
    doubt = register("agreements", "NO/programs/unconfirmed", [{"program": "family", "label": "unknown"}])
    one = bench("NO-2026-001", [doubt, edit])
    cases = [row.cases for row in country("NO", one).rows if row.fact.field == "programs"]
    assert cases == [("NO-2026-001",) if depends else ()]
