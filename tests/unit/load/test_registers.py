"""The registers of the sample: valid, read into types, tied to each other, and honest about what is not confirmed."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from casebound.judge.register_order import agreement_findings
from casebound.load.strict_yaml import read
from casebound.model.days import Day
from casebound.model.findings import Location
from casebound.model.people import Person
from casebound.model.record_base import structure
from casebound.model.registers import Agreement, Employer, OfficialSource, Policy, rows
from casebound.model.terms import AgreementRule, Role

PROJECT = Path(__file__).parents[3]
NAMES = ("agreements", "people", "employers", "sources", "policy")

IN_FORCE = {
    "IT": "1978-11-01",
    "NO": "1984-07-01",
    "FR": "1988-07-01",
    "JP": "2005-10-01",
    "DK": "2008-10-01",
    "SI": "2019-02-01",
}


def raw(name: str) -> Any:
    document = read((PROJECT / "registers" / f"{name}.yml").read_bytes(), f"registers/{name}.yml")
    assert document.problems == ()
    return document.data


@pytest.fixture(scope="module")
def agreements() -> dict[str, Agreement]:
    return structure(rows(raw("agreements")), dict[str, Agreement])


@pytest.fixture(scope="module")
def people() -> dict[str, Person]:
    return structure(rows(raw("people")), dict[str, Person])


@pytest.fixture(scope="module")
def sources() -> dict[str, OfficialSource]:
    return structure(rows(raw("sources")), dict[str, OfficialSource])


@pytest.fixture(scope="module")
def policy() -> Policy:
    return structure(raw("policy"), Policy)


@pytest.mark.parametrize("name", NAMES)
def test_a_register_is_valid_to_both_validators(name: str) -> None:
    schema = json.loads((PROJECT / "schema" / f"{name}.schema.json").read_bytes())
    data = raw(name)
    assert [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(data)] == []
    assert jsonschema_rs.Draft202012Validator(schema).is_valid(data)


def test_every_agreement_but_that_of_romania_is_confirmed_as_in_force(agreements: dict[str, Agreement]) -> None:
    in_force = [code for code, row in agreements.items() if row.period is not None]
    assert len(in_force) == 30
    assert set(agreements) - set(in_force) == {"RO"}
    romania = agreements["RO"]
    assert (romania.status, str(romania.in_force), romania.label) == ("in_force", "2026-09-01", "third-party")


def test_first_days_are_those_of_the_official_lists(agreements: dict[str, Agreement]) -> None:
    assert {code: str(agreements[code].in_force) for code in IN_FORCE} == IN_FORCE


def test_a_limit_that_no_official_page_states_is_not_confirmed(agreements: dict[str, Agreement]) -> None:
    open_rows = {code: row.limit.label for code, row in agreements.items() if not row.limit.is_official}
    assert open_rows == {"BR": "copy", "IE": "copy", "SI": "unknown", "RO": "third-party"}
    assert [code for code, row in agreements.items() if row.limit.basis == "generic_ssa"] == ["SI"]


def test_limits_differ_by_direction_and_by_agreement(agreements: dict[str, Agreement]) -> None:
    denmark, italy = agreements["DK"].limit, agreements["IT"].limit
    assert (denmark.outbound_months, denmark.inbound_months) == (60, 36)
    assert (italy.outbound_months, italy.inbound_months, italy.basis) == (None, None, "none_nationality_rule")
    assert {code: row.extension.months for code, row in agreements.items() if row.extension.months} == {
        "PT": 12, "ES": 12,
    }  # fmt: skip


def test_only_agreements_with_a_transfer_rule_name_its_months(agreements: dict[str, Agreement]) -> None:
    months = {code: row.self_employed.transfer_months for code, row in agreements.items()}
    assert (months["FI"], months["FR"], months["DE"], months["NO"]) == (12, 24, 60, None)
    for code, row in agreements.items():
        assert (AgreementRule.TEMPORARY_TRANSFER in row.self_employed.rules) == (months[code] is not None), code


def unconfirmed(row: Agreement) -> tuple[str, ...]:
    return tuple(entry.program for entry in row.programs.unconfirmed)


def test_what_is_outside_or_in_doubt_is_not_confirmed_as_well(agreements: dict[str, Agreement]) -> None:
    for code, row in agreements.items():
        groups = (row.programs.confirmed, unconfirmed(row), row.programs.outside)
        everything = [program for group in groups for program in group]
        assert len(everything) == len(set(everything)), code
    assert set(agreements["SE"].programs.outside) == {"health", "unemployment", "work-injury", "family"}
    assert "family" in agreements["IT"].programs.outside
    assert {"health", "unemployment"} <= set(unconfirmed(agreements["HU"]))
    assert agreements["AU"].programs.confirmed == ("superannuation-guarantee",)


def test_issuers_that_were_not_seen_are_not_confirmed(agreements: dict[str, Agreement]) -> None:
    not_confirmed = {code for code, row in agreements.items() if not row.agency.is_official}
    assert not_confirmed == {"AT", "BR", "CL", "DE", "GR", "IS"}


def test_every_agreement_says_where_and_when_it_was_seen(
    agreements: dict[str, Agreement], sources: dict[str, OfficialSource]
) -> None:
    for code, row in agreements.items():
        assert row.sources, code
        for link in row.sources:
            assert Day(2025, 11, 1) <= (link.seen_on or row.seen_on) <= Day(2026, 11, 29), (code, link.name)
            assert link.id is None or link.id in sources, (code, link.id)


def test_every_fact_cites_pages_that_are_listed_and_an_official_fact_an_official_page(
    agreements: dict[str, Agreement],
) -> None:
    assert list(agreement_findings(agreements, lambda path: Location("registers/agreements.yml", 1, 1))) == []


def test_a_conflict_shows_each_side_and_names_a_field(agreements: dict[str, Agreement]) -> None:
    conflicts = [(code, conflict) for code, row in agreements.items() for conflict in row.conflicts]
    assert {"BE", "DK", "HU", "CH", "CL", "ES", "RO"} <= {code for code, _ in conflicts}
    for code, conflict in conflicts:
        assert len(conflict.sides) >= 2, code
        assert conflict.about in Agreement.__struct_fields__, code


def test_a_conflicting_fact_has_a_conflict_about_it(agreements: dict[str, Agreement]) -> None:
    for code, row in agreements.items():
        conflicting = {name for name in ("agency", "self_employed") if getattr(row, name).label == "conflicting"}
        conflicting |= {"programs" for entry in row.programs.unconfirmed if entry.label == "conflicting"}
        assert conflicting <= {conflict.about for conflict in row.conflicts}, code


def test_health_cover_is_asked_for_in_france_and_seen_as_a_copy_for_japan(agreements: dict[str, Agreement]) -> None:
    asked = {code: row.health_cover.label for code, row in agreements.items() if row.health_cover is not None}
    assert asked == {"FR": "official", "JP": "copy"}


def test_a_contribution_is_claimed_by_programs_that_are_confirmed(agreements: dict[str, Agreement]) -> None:
    for code, row in agreements.items():
        for contribution in row.programs.contributions:
            assert set(contribution.programs) <= set(row.programs.confirmed), (code, contribution.name)


def test_three_people_can_be_found_for_the_three_parts_that_must_differ(people: dict[str, Person]) -> None:
    for role in Role:
        assert len([person for person in people.values() if any(held.role is role for held in person.roles)]) >= 2, role


def test_every_employer_is_marked_as_fictional() -> None:
    employers = structure(rows(raw("employers")), dict[str, Employer])
    assert all(employer.name.endswith("(SPECIMEN)") for employer in employers.values())
    names = [employer.name for employer in employers.values()]
    assert len(names) == len(set(names))


def test_every_source_was_read_by_somebody_before_the_as_of_date(
    sources: dict[str, OfficialSource], people: dict[str, Person], policy: Policy
) -> None:
    assert policy.as_of == Day(2026, 11, 22)
    for key, source in sources.items():
        assert source.accessed_by in people, key
        assert Day(2025, 11, 1) <= source.accessed_on <= policy.as_of, key
        assert Path(source.capture).stem == key, key


def test_at_least_one_source_is_archived_and_most_are_live(sources: dict[str, OfficialSource]) -> None:
    states = [source.state for source in sources.values()]
    assert states.count("archived") >= 1
    assert states.count("live") > states.count("archived")


def test_the_policy_gives_every_gate_its_roles_and_claims_no_official_mailing_time(policy: Policy) -> None:
    assert [role.value for gate in policy.approvals.values() for role in gate] == [
        "data_quality",
        "approver",
        "approver",
        "legal",
        "payroll",
    ]
    assert policy.mailing_allowance.source == "policy choice"
    assert "Performer Certificate" not in policy.intake_labels
