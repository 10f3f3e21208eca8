"""Roles and deputies by day, and ids that belong to one person."""

from typing import Any

import pytest
from tests.support.sample import Bench, bench, judgment_of, put, roles

from casebound.model.days import Day
from casebound.model.people import Person, acts_in_role, holds, on_what_ground, why_same_person
from casebound.model.record_base import structure
from casebound.model.terms import Role

APPOINTED = {
    "person": "ann",
    "role": "approver",
    "from": "2026-07-01",
    "until": "2026-07-31",
    "appointed_on": "2026-06-20",
}


def people(**changes: dict[str, Any]) -> dict[str, Person]:
    rows: dict[str, dict[str, Any]] = {
        "ann": {"name": "Ann Price", "title": "Approver", "roles": roles("approver", until="2026-09-30")},
        "ben": {"name": "Ben Ode", "title": "Counsel", "roles": roles("legal"), "deputy_for": [APPOINTED]},
        "cho": {"name": "Cho Lim", "title": "Analyst", "roles": roles("data_quality")},
    }
    for key, change in changes.items():
        rows[key].update(change)
    return structure(rows, dict[str, Person])


@pytest.mark.parametrize(
    ("day", "held"),
    [("2018-12-31", False), ("2019-01-01", True), ("2026-09-30", True), ("2026-10-01", False)],
)
def test_a_role_is_held_from_its_first_to_its_last_day(day: str, held: bool) -> None:
    assert holds(people(), "ann", Role.APPROVER, Day.fromisoformat(day)) is held
    assert not holds(people(), "ann", Role.LEGAL, Day.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "ground"), [("2026-06-30", None), ("2026-07-01", "deputy"), ("2026-07-31", "deputy"), ("2026-08-01", None)]
)
def test_a_deputy_acts_only_on_the_days_of_the_appointment(day: str, ground: str | None) -> None:
    assert on_what_ground(people(), "ben", Role.APPROVER, "ann", Day.fromisoformat(day)) == ground


def test_a_deputy_does_not_hold_the_role_and_is_deputy_for_one_person_and_role_only() -> None:
    day = Day(2026, 7, 10)
    assert not holds(people(), "ben", Role.APPROVER, day)
    assert acts_in_role(people(), "ben", Role.APPROVER, day)
    assert on_what_ground(people(), "ann", Role.APPROVER, "ann", day) == "own"
    assert on_what_ground(people(), "ben", Role.APPROVER, "cho", day) is None
    assert on_what_ground(people(), "ben", Role.DATA_QUALITY, "cho", day) is None
    assert not acts_in_role(people(), "cho", Role.APPROVER, day)
    assert not acts_in_role(people(), "unlisted", Role.APPROVER, day)


def test_an_appointment_counts_from_the_day_it_was_made() -> None:
    late = people(ben={"deputy_for": [{**APPOINTED, "appointed_on": "2026-07-10"}]})
    assert on_what_ground(late, "ben", Role.APPROVER, "ann", Day(2026, 7, 9)) is None
    assert on_what_ground(late, "ben", Role.APPROVER, "ann", Day(2026, 7, 10)) == "deputy"


def test_a_deputy_has_no_deputy_and_ends_with_the_role_of_the_principal() -> None:
    chain = people(cho={"deputy_for": [{**APPOINTED, "person": "ben"}]})
    assert on_what_ground(chain, "cho", Role.APPROVER, "ben", Day(2026, 7, 10)) is None
    left = people(ann={"roles": roles("approver", until="2026-07-05")})
    assert on_what_ground(left, "ben", Role.APPROVER, "ann", Day(2026, 7, 6)) is None


@pytest.mark.parametrize("name", ["Ann Price", "PRICE, ANN", "Ánn  Price", "Ann-Price"])
def test_entries_with_the_words_of_one_name_count_as_one_person_until_that_is_answered(name: str) -> None:
    assert why_same_person(people(cho={"name": name}), "ann", "cho") == "they have the same name"
    denied = people(cho={"name": name, "not_same_as": [{"person": "ann", "because": "Both were asked."}]})
    assert why_same_person(denied, "ann", "cho") is None
    assert why_same_person(denied, "cho", "ann") is None


def test_an_e_mail_address_that_two_entries_share_makes_them_one_person_whatever_the_register_states() -> None:
    shared = people(
        ann={"email": "team@example.com"},
        cho={"email": "Team@example.com", "not_same_as": [{"person": "ann", "because": "Both were asked."}]},
    )
    assert why_same_person(shared, "ann", "cho") == "they have the same e-mail address"


def test_two_entries_that_lead_to_one_main_entry_are_one_person_even_in_a_circle() -> None:
    same = {"because": "He married."}
    main = people(ann={"same_as": {**same, "person": "ben"}}, cho={"same_as": {**same, "person": "ben"}})
    assert why_same_person(main, "ann", "cho")
    assert why_same_person(main, "ann", "ben")
    circle = people(ann={"same_as": {**same, "person": "cho"}}, cho={"same_as": {**same, "person": "ann"}})
    assert why_same_person(circle, "ann", "cho")
    assert why_same_person(circle, "ann", "ben") is None
    assert why_same_person(people(), "ann", "unlisted") is None


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("ingrid-dahl/roles/0/until", "2018-12-31", "before its first day"),
        ("ingrid-dahl/deputy_for", [{**APPOINTED, "person": "nobody"}], "who is not in the register"),
        ("helen-okafor/deputy_for", [{**APPOINTED, "person": "helen-okafor"}], "is its own deputy"),
        (
            "ingrid-dahl/deputy_for",
            [{**APPOINTED, "person": "helen-okafor", "until": "2026-06-30"}],
            "before the first",
        ),
        (
            "ingrid-dahl/deputy_for",
            [{**APPOINTED, "person": "helen-okafor", "appointed_on": "2026-07-02"}],
            "after the first day as deputy",
        ),
        ("ingrid-dahl/deputy_for", [{**APPOINTED, "person": "miriam-katz"}], "does not have the role approver"),
        ("ingrid-dahl/same_as", {"person": "nobody", "because": "Unknown."}, "which is not another entry"),
        ("ingrid-dahl/not_same_as", [{"person": "ingrid-dahl", "because": "Unknown."}], "which is not another entry"),
    ],
)
def test_an_entry_that_is_not_in_order_is_a_finding_about_the_register(path: str, value: object, message: str) -> None:
    changed: Bench = bench("NO-2026-001")
    put(changed.registers["people"], path, value)
    found = [finding for finding in judgment_of(changed).findings if finding.control == "F30"]
    assert len(found) == 1
    assert message in found[0].message
    assert found[0].location.file == "registers/people.yml"


@pytest.mark.parametrize(("person", "principal", "role"), [
    ("ingrid-dahl", "helen-okafor", "approver"), ("ingrid-dahl", "miriam-katz", "legal"),
])  # fmt: skip
def test_a_deputy_may_be_appointed_on_the_only_day_of_the_appointment(person: str, principal: str, role: str) -> None:
    day = {"from": "2026-07-01", "until": "2026-07-01", "appointed_on": "2026-07-01"}
    changed = bench("NO-2026-001")
    put(changed.registers["people"], f"{person}/deputy_for", [{"person": principal, "role": role, **day}])
    assert "F30" not in {finding.control for finding in judgment_of(changed).findings}


def test_the_people_of_the_sample_are_in_order() -> None:
    assert "F30" not in {finding.control for finding in judgment_of(bench("NO-2026-001")).findings}
