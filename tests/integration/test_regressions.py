"""Never worse: a check held against an earlier one objects to what was lost, and to nothing else."""

import dataclasses
import json
import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from msgspec.structs import replace
from tests.support.commands import Ran, Run
from tests.support.projects import copy_project
from tests.support.sample import (
    AS_OF,
    GONE,
    PROJECT,
    Bench,
    Edit,
    as_of,
    at,
    bench,
    exhibit_file,
    judgment_of,
    put,
    register,
    second_document,
)

from casebound import report
from casebound.judge import regressions
from casebound.judge.change_register import _entries
from casebound.judge.regressions import Changes, Earlier, Mistake, Relaxation, Retirement
from casebound.load.baseline import _TOOL, _defined, tree_at
from casebound.load.strict_yaml import read
from casebound.model.days import Day
from casebound.model.findings import Finding, Location
from casebound.model.findings import Path as KeyPath
from casebound.model.judgment import Judgment
from casebound.model.terms import Disclosure, Severity
from casebound.pipeline.check import RULES
from casebound.plan.project_plan import project_plan

NO = "NO-2026-001"
SCHEMA = json.loads((PROJECT / "schema" / "changes.schema.json").read_bytes())
ENTRY = "format: 1\nZ99:\n  retired_on: 2026-11-01\n  because: X05 asks the same.\n  by: helen-okafor\n"
LOOSENED_ENTRY = (
    'loosened:\n  - entries: ["policy.separation: two"]\n    changed_on: 2026-11-01\n    because: So.\n'
    "    by: ingrid-dahl\n    confirmed_by: helen-okafor\n"
)


def place(file: str, path: KeyPath) -> Location:
    return Location(file, 1, 1, "".join(f"/{part}" for part in path))


@cache
def whole() -> Judgment:
    """The judgment of the sample case."""
    return judgment_of(bench(NO))


@cache
def before(*, cases: tuple[str, ...] = (NO,), controls: tuple[str, ...] = ()) -> Earlier:
    return regressions.earlier(report.as_value(project_plan(whole())), cases, controls)


def lost(now: Judgment, then: Earlier, changes: Changes | None = None) -> list[Finding]:
    return list(regressions.lost(then, now, RULES, changes or Changes(), place))


@pytest.mark.parametrize("case", [NO, "CA-2026-023", "SE-2026-019"])
def test_each_deleted_exhibit_and_decision_is_reported(case: str) -> None:
    whole = bench(case)
    then = regressions.earlier(report.as_value(project_plan(judgment_of(whole))), (case,))
    for exhibit in whole.case["exhibits"]:
        assert f"exhibit {exhibit} was part of" in _history_lost(
            judgment_of(bench(case, (_without_exhibit(exhibit),))), then
        )
    for name in whole.decisions:
        assert f"decisions/{name} was part of" in _history_lost(
            judgment_of(bench(case, (_without_decision(name),))), then
        )


def _history_lost(now: Judgment, then: Earlier) -> str:
    return "\n".join(finding.message for finding in lost(now, then) if finding.control == "F31")


def _without_exhibit(exhibit: str) -> Edit:
    """Delete an exhibit, and cite another exhibit in its place."""

    def cited(value: Any, other: str) -> Any:
        if isinstance(value, dict):
            return {key: cited(part, other) for key, part in value.items()}
        if isinstance(value, list):
            parts = [cited(part, other) for part in value]
            return [part for place, part in enumerate(parts) if part not in parts[:place]]
        return other if value == exhibit else value

    def edit(one: Bench) -> None:
        del one.exhibits[exhibit], one.case["exhibits"][exhibit]
        one.case = cited(one.case, next(iter(one.case["exhibits"])))

    return edit


def _without_decision(name: str) -> Edit:
    def edit(one: Bench) -> None:
        del one.decisions[name]

    return edit


def test_what_still_stands_is_not_history_lost() -> None:
    assert before().supported == {(NO, "C1")}
    assert lost(whole(), before()) == []


def test_a_claim_that_loses_its_support_is_told_with_the_links_that_broke() -> None:
    (found,) = lost(judgment_of(bench(NO, [at("claims/C1/ends", "2030-01-01")])), before())
    assert (found.control, found.case, found.claim) == ("F18", NO, "C1")
    assert found.location == place(f"cases/{NO}/case.yml", ("claims", "C1"))
    assert "period" in found.message


def test_a_claim_that_is_taken_out_has_lost_its_support() -> None:
    found, reliance = lost(judgment_of(bench(NO, [at("claims/C1", GONE)])), before())
    assert (found.control, found.claim) == ("F18", "C1")
    assert "no longer in the record" in found.message
    assert (reliance.control, reliance.message[:38]) == ("F31", "reliance on C1 from 2026-05-01, entere")


REVERSED = {"on": "2026-11-10", "by": "carla-jensen", "because": "In doubt."}
CONTINUES = "claims/C1/contributions_continue"
STATED = {"by": "carla-jensen", "on": "2026-06-02", "evidence": ["E6"]}


@pytest.mark.parametrize(
    ("then", "edit", "gone"),
    [
        ((), at("claims/C1/relied/0/entered_on", "2026-04-25"), "reliance on C1"),
        ((), at("claims/C1/relied/0/from", "2026-06-01"), "reliance on C1"),
        ((), at("claims/C1/relied/0/until", "2026-12-31"), "reliance on C1"),
        ((), at("claims/C1/relied/0/by", "ingrid-dahl"), "reliance on C1"),
        ((), at("claims/C1/relied/0/evidence", ["E6"]), ""),
        ((), at("claims/C1/relied/1", {"from": "2026-06-01", "how": "payroll", "by": "carla-jensen",
                                      "entered_on": "2026-06-01", "evidence": ["E14"]}), ""),
        ((at("claims/C1/reversed", [REVERSED]),), at("claims/C1/reversed/0/on", "2026-11-09"), "reversal of C1"),
        ((at("claims/C1/reversed", [REVERSED]),), at("claims/C1/reversed/0/evidence", ["E14"]), ""),
        ((at(CONTINUES, [STATED]),), at(CONTINUES, GONE),
         "statement of 2026-06-02"),
        ((at(CONTINUES, [STATED]),), at(f"{CONTINUES}/0/evidence", []), ""),
        ((), at("exhibits/E14/kind", "internal-note"), "kind of E14: payroll-record"),
        ((), at("exhibits/E14/effective", GONE), "date of E14: 2026-04-24"),
        ((), at("exhibits/E13/received", "2026-04-15"), "receipt of E13: 2026-04-16"),
        ((), at("exhibits/E14/recorded", "2026-05-19"), "recording of E14: 2026-04-24"),
        ((), at("exhibits/E12/effective", "2026-04-10"), ""),
        ((), at("exhibits/E14/withdrawn", {"on": "2026-11-01", "by": "ingrid-dahl", "because": "Scan."}), ""),
    ],
)  # fmt: skip
def test_a_payroll_change_and_the_kind_and_days_of_an_exhibit_are_kept(
    then: tuple[Any, ...], edit: Any, gone: str
) -> None:
    earlier = regressions.earlier(report.as_value(project_plan(judgment_of(bench(NO, then)))))
    told = [one for one in lost(judgment_of(bench(NO, (*then, edit))), earlier) if one.control == "F31"]
    assert [one.message.startswith(gone) for one in told] == ([True] if gone else [])


def test_a_claim_is_not_told_as_reversed_where_its_reliance_was_removed() -> None:
    edits = [at("claims/C1/relied", GONE), at("claims/C1/reversed", [{**REVERSED, "evidence": ["E14"]}])]
    assert {one.control for one in lost(judgment_of(bench(NO, edits)), before())} == {"F18", "F31"}


def test_the_statements_of_a_removed_claim_and_the_days_of_a_removed_exhibit_are_not_told() -> None:
    then = (at("claims/C1/relied", GONE), at(CONTINUES, [STATED]))
    earlier = regressions.earlier(report.as_value(project_plan(judgment_of(bench(NO, then)))))
    now = judgment_of(bench(NO, (at("claims/C1", GONE), at("exhibits/E5", GONE))))
    assert [one.message[:12] for one in lost(now, earlier)] == ["exhibit E5 w"]


def test_a_case_that_can_no_longer_be_judged_has_lost_its_support_but_is_still_there() -> None:
    now = Judgment(AS_OF, None, (), (), (NO,))
    (found,) = lost(now, before())
    assert (found.control, found.case) == ("F18", NO)
    assert "no longer be checked" in found.message


def test_a_case_that_is_gone_is_told_once() -> None:
    (found,) = lost(Judgment(AS_OF, None, (), ()), before())
    assert (found.control, found.case, found.location) == ("F19", NO, Location("cases", 1, 1))


def test_a_case_that_was_gone_even_then_is_not_told_again() -> None:
    value = report.as_value(project_plan(judgment_of(bench(NO))))
    missing = {"control": "F19", "case": "SE-2026-001"}
    assert regressions.earlier({**value, "findings": [missing]}).cases == {NO}


def test_a_case_that_could_not_be_judged_even_then_was_there() -> None:
    value = report.as_value(project_plan(judgment_of(bench(NO))))
    unread = {"control": "F01", "case": "SE-2026-001"}
    then = regressions.earlier({**value, "findings": [unread]})
    assert [one.case for one in lost(whole(), then)] == ["SE-2026-001"]


def test_what_was_gained_is_not_history_lost() -> None:
    worse = judgment_of(bench(NO, [exhibit_file("E1", problem="it is missing"), at("claims/C1/certificates", [])]))
    then = regressions.earlier(report.as_value(project_plan(worse)))
    assert then.supported == frozenset()
    assert lost(whole(), then) == []


@pytest.mark.parametrize(
    ("entry", "where", "words"),
    [
        (None, "", "has no entry for it"),
        (("2026-11-22", "helen-okafor"), None, None),
        (("2026-11-23", "helen-okafor"), "/Z99/retired_on", "dated 2026-11-23"),
        (("2026-11-01", "nobody-known"), "/Z99/by", "is not in registers/people.yml"),
    ],
)
def test_a_control_is_retired_openly_or_not_at_all(
    entry: tuple[str, str] | None, where: str | None, words: str | None
) -> None:
    register = {"Z99": Retirement(retired_on=Day.fromisoformat(entry[0]), because="So.", by=entry[1])} if entry else {}
    found = lost(whole(), before(controls=("Z99",)), Changes(register))
    assert [(one.control, one.location.path) for one in found] == ([] if where is None else [("F20", where)])
    assert all(words is not None and words in one.message for one in found)


def test_the_three_rules_block_and_are_explained(run: Run) -> None:
    assert [rule.id for rule in regressions.RULES] == ["F18", "F19", "F20", "F31", "F32", "F33"]
    assert len({rule.id for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)
    for rule in regressions.RULES:
        assert rule.severity is Severity.BLOCKING
        assert rule.question.endswith("?")
        assert rule.why.endswith(".")
        assert rule.remedy.endswith(".")
        assert rule.name in run("explain", rule.id).out


# Entries that are dated back


@pytest.mark.parametrize(
    ("recorded", "controls"), [("2026-11-21", ["F32"]), ("2026-11-22", []), ("2026-11-23", [])], ids=str
)
def test_a_new_exhibit_is_recorded_on_or_after_the_day_of_the_earlier_check(recorded: str, controls: list[str]) -> None:
    def added(one: Bench) -> None:
        one.case["exhibits"][second_document(one, "E1")].update(recorded=recorded)

    now = judgment_of(bench(NO, (as_of("2026-11-24"), added)))
    assert [one.control for one in lost(now, before()) if one.control == "F32"] == controls


# Entries that were recorded by mistake


@pytest.mark.parametrize(
    ("entry", "changes", "severity", "words"),
    [
        ("refusal of R1", {}, Severity.NOTE, "removed on 2026-11-22 by helen-okafor as a mistake: Another worker."),
        ("refusal of R1", {"case": "SE-2026-008"}, Severity.BLOCKING, "is gone"),
        ("refusal of R1", {"entries": ("refusal of R2",)}, Severity.BLOCKING, "is gone"),
        ("refusal of R1", {"by": "nobody-known"}, Severity.BLOCKING, "is not in registers/people.yml"),
        ("refusal of R1", {"removed_on": Day(2026, 11, 21)}, Severity.BLOCKING, "not between"),
        ("refusal of R1", {"removed_on": Day(2026, 11, 23)}, Severity.BLOCKING, "not between"),
        ("decisions/D9.exemption.txt", {}, Severity.BLOCKING, "an entry of this kind is never removed"),
        ("exhibit E99", {}, Severity.BLOCKING, "an entry of this kind is never removed"),
        ("reliance on C1 from 2026-05-01, entered on 2026-04-24 (x)", {}, Severity.BLOCKING, "never removed"),
    ],
)
def test_a_mistake_is_removed_openly_or_not_at_all(
    entry: str, changes: dict[str, Any], severity: Severity, words: str
) -> None:
    then = before()
    then = dataclasses.replace(then, history={NO: {**then.history[NO], entry: ""}})
    mistake = Mistake(NO, (entry,), AS_OF, "Another worker.", "helen-okafor")
    (found,) = lost(whole(), then, Changes(mistakes=(replace(mistake, **changes),)))
    assert (found.control, found.case, found.severity) == ("F31", NO, severity)
    assert words in found.message


def test_the_change_register_reads_mistakes() -> None:
    text = (
        "format: 1\nmistakes:\n  - case: NO-2026-001\n    entries: [refusal of R1]\n    removed_on: 2026-11-22\n"
        "    because: Another worker.\n    by: helen-okafor\n"
    )
    content = read(text.encode(), "changes.yml").data
    jsonschema.validate(content, SCHEMA)
    assert _entries(content).mistakes == (Mistake(NO, ("refusal of R1",), AS_OF, "Another worker.", "helen-okafor"),)


# Values that ask for less

LOOSER: dict[str, Edit] = {
    "policy.cut_over: 2026-06-01": register("policy", "cut_over", "2026-06-01"),
    "policy.approvals.exemption: without payroll": register("policy", "approvals/exemption", ["approver", "legal"]),
    "policy.separation: two": register("policy", "separation", "two"),
    "policy.needed_questions.employer: without prior-hire": register("policy", "needed_questions/employer", []),
    "policy.intake_labels.Self-Employed Certificate: self-employed": register(
        "policy", "intake_labels/Self-Employed Certificate", "self-employed"
    ),
    "policy.completed_words: Done": register("policy", "completed_words", ["Completed", "Done"]),
    "policy.official_hosts: host nav.no, country NO": register(
        "policy", "official_hosts/nav.no", {"authority": "Nav", "country": "NO"}
    ),
    "policy.source_fresh_days: 31": register("policy", "source_fresh_days", "31"),
    "policy.status_check_days: 15": register("policy", "status_check_days", "15"),
    "policy.proposed_days: 31": register("policy", "proposed_days", "31"),
    "policy.mailing_allowance.days: 15": register("policy", "mailing_allowance/days", "15"),
    "policy.certificate_ending_days: 89": register("policy", "certificate_ending_days", "89"),
    "policy.retention_years: 3": register("policy", "retention_years", "3"),
    "agreements.NO.limit.outbound_months: 120": register("agreements", "NO/limit/outbound_months", "120"),
    "agreements.NO.agency.names: Bob": lambda one: (
        one.registers["agreements"]["NO"]["agency"].setdefault("names", []).append("Bob")
    ),
    "agreements.NO.in_force: 1900-01-01": register("agreements", "NO/in_force", "1900-01-01"),
    "agreements.RO.label: official": register("agreements", "RO/label", "official"),
    "agreements.HU.special_exception.asked_by: missing": register("agreements", "HU/special_exception", GONE),
    "employers.fjordline-subsea.country: NO": register("employers", "fjordline-subsea/country", "NO"),
    "people.ingrid-dahl.name: Ingrid Other": register("people", "ingrid-dahl/name", "Ingrid Other"),
    "people.ingrid-dahl.roles: role approver, from 2019-01-01": lambda one: one.registers["people"]["ingrid-dahl"][
        "roles"
    ].append({"role": "approver", "from": "2019-01-01"}),
    "people.new-person.roles: role approver, from 2019-01-01": register(
        "people",
        "new-person",
        {"name": "A Person", "title": "Lead", "roles": [{"role": "approver", "from": "2019-01-01"}]},
    ),
    "people.ingrid-dahl.not_same_as: person helen-okafor": register(
        "people", "ingrid-dahl/not_same_as", [{"person": "helen-okafor", "because": "So."}]
    ),
}
"""Edits of the registers that ask for less, by the names of the findings."""

NOT_LOOSER: dict[str, Edit] = {
    "a day on which the agreement was read": register("agreements", "NO/seen_on", "2026-11-22"),
    "a shorter limit": register("agreements", "NO/limit/outbound_months", "59"),
    "a more severe policy": register("policy", "source_fresh_days", "10"),
    "another address": register("employers", "fjordline-subsea/address", "Elsewhere 1"),
    "a person who begins today": register(
        "people",
        "new-person",
        {"name": "A Person", "title": "Lead", "roles": [{"role": "approver", "from": "2026-11-22"}]},
    ),
    "a role that ends": lambda one: put(one.registers["people"]["ingrid-dahl"]["roles"][0], "until", "2026-12-31"),
    "a deputy of today": register(
        "people",
        "ingrid-dahl/deputy_for",
        [
            {
                "person": "helen-okafor",
                "role": "approver",
                "from": "2026-11-22",
                "until": "2026-12-01",
                "appointed_on": "2026-11-22",
            }
        ],
    ),
    "the name of an authority": register("policy", "official_hosts/irs.gov/authority", "The IRS"),
    "a page that is read again": register("sources", "ssa-agreements-list/accessed_on", "2026-11-22"),
}


def with_registers(edit: Edit) -> Judgment:
    """The judgment of the sample case before the edit, with the registers after it."""
    edited = bench(NO, (edit,))
    return dataclasses.replace(whole(), registers=edited.registers.typed())


@pytest.mark.parametrize("name", LOOSER)
def test_a_value_that_asks_for_less_is_reported_until_the_change_register_explains_it(name: str) -> None:
    now = with_registers(LOOSER[name])
    found = lost(now, before())
    assert [finding.control for finding in found] == ["F33"]
    assert found[0].message.startswith(f"{name} (it was ")
    assert lost(now, before(), loosened(name)) == []
    assert [finding.control for finding in lost(now, before(), loosened(f"{name}0"))] == ["F33"]


@pytest.mark.parametrize("says", NOT_LOOSER)
def test_a_value_that_asks_for_no_less_is_not_reported(says: str) -> None:
    assert lost(with_registers(NOT_LOOSER[says]), before()) == []


def test_a_succession_that_was_deleted_is_reported() -> None:
    succession = {"employer": "northmoor-analytics", "on": "2026-10-01", "because": "A merger."}
    then = with_registers(register("employers", "fjordline-subsea/succeeded_by", succession))
    value = report.as_value(project_plan(then))
    names = {finding.message.split(" (")[0] for finding in lost(whole(), regressions.earlier(value))}
    at_place = "employers.fjordline-subsea.succeeded_by"
    assert names == {f"{at_place}.employer: missing", f"{at_place}.on: missing"}


def loosened(name: str, **other: Any) -> Changes:
    entry = Relaxation((name,), AS_OF, "So.", "ingrid-dahl", "helen-okafor")
    return Changes(loosened=(replace(entry, **other),))


SEPARATION = "policy.separation: two"


@pytest.mark.parametrize(
    ("other", "where", "words"),
    [
        ({"changed_on": Day(2026, 11, 23)}, "changed_on", "not between"),
        ({"changed_on": Day(2026, 11, 21)}, "changed_on", "not between"),
        ({"by": "nobody-known"}, "by", "is not in registers/people.yml"),
        ({"confirmed_by": "nobody-known"}, "confirmed_by", "is not in registers/people.yml"),
        ({"by": "helen-okafor"}, "confirmed_by", "not confirmed by another person"),
        ({"confirmed_by": "tomas-novak"}, "confirmed_by", "is not a final approver"),
    ],
)
def test_an_entry_is_dated_after_the_earlier_check_and_confirmed_by_another_approver(
    other: dict[str, Any], where: str, words: str
) -> None:
    (found,) = lost(with_registers(LOOSER[SEPARATION]), before(), loosened(SEPARATION, **other))
    assert (found.control, found.location) == ("F33", place("registers/changes.yml", ("loosened", 0, where)))
    assert words in found.message


def test_a_person_whose_own_role_was_dated_back_confirms_nothing() -> None:
    name = "people.ingrid-dahl.roles: role approver, from 2019-01-01"
    entry = {"by": "helen-okafor", "confirmed_by": "ingrid-dahl"}
    (found,) = lost(with_registers(LOOSER[name]), before(), loosened(name, **entry))
    assert "the entry of ingrid-dahl, who confirmed it, changed" in found.message


def test_without_another_approver_any_other_person_confirms() -> None:
    def only_helen(one: Bench) -> None:
        LOOSER[SEPARATION](one)
        for row in one.registers["people"].values():
            if isinstance(row, dict) and row["name"] != "Helen Okafor":
                row["roles"] = [held for held in row["roles"] if held["role"] != "approver"]

    now = with_registers(only_helen)
    assert lost(now, before(), loosened(SEPARATION, by="helen-okafor", confirmed_by="tomas-novak")) == []
    (found,) = lost(now, before(), loosened(SEPARATION, by="ingrid-dahl", confirmed_by="tomas-novak"))
    assert "is not a final approver" in found.message


def test_a_report_without_registers_is_compared_without_them() -> None:
    value = report.as_value(project_plan(judgment_of(bench(NO))))
    del value["registers"]
    assert lost(with_registers(LOOSER[SEPARATION]), regressions.earlier(value)) == []


@pytest.mark.parametrize("doubt", [at("questions/single-employment", {"unknown": "In doubt.", "escalated_to":
    "miriam-katz", "escalated_on": "2026-11-20"}), at("rule/confirmed", "no"),
    at("conditions/agreement/met", "unknown")])  # fmt: skip
def test_an_answer_that_was_in_doubt_is_approved_again(doubt: Edit) -> None:
    earlier = regressions.earlier(report.as_value(project_plan(judgment_of(bench(NO, (doubt,))))))
    (found,) = lost(whole(), earlier)
    assert (found.control, found.case) == ("F31", NO)
    assert "was in doubt in the earlier check" in found.message
    assert lost(whole(), dataclasses.replace(earlier, since=Day(2026, 4, 1))) == []
    assert lost(judgment_of(bench(NO, (doubt,))), earlier) == []


# The register and its schema


def test_the_schema_of_the_change_register_says_what_the_type_says() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for name, kind in (("retirement", Retirement), ("relaxation", Relaxation)):
        entry = SCHEMA["$defs"][name]
        assert set(entry["properties"]) == {field.name for field in msgspec.structs.fields(kind)}
        assert set(entry["required"]) == set(entry["properties"]) == set(entry["x-disclosure"])
        assert set(entry["x-disclosure"].values()) <= {member.value for member in Disclosure}
        assert entry["additionalProperties"] is False
        assert all(one["title"] and one["description"].endswith(".") for one in entry["properties"].values())
    shared = json.loads((PROJECT / "schema" / "case.schema.json").read_bytes())["$defs"]
    assert all(SCHEMA["$defs"][name] == shared[name] for name in ("day", "prose", "slug"))


@pytest.fixture
def asked_more(small: Path, run: Run) -> Path:
    """A report of the small project from a time when there was a control more."""
    value = json.loads(run("check", "-C", small, "--format", "json").out)
    value["cases"][0]["outcomes"].append({"control": "Z99", "claim": None, "state": "met"})
    file = small.parent / "earlier.json"
    file.write_text(json.dumps(value))
    return file


def findings(told: Ran) -> list[dict[str, Any]]:
    return [one for one in json.loads(told.out)["findings"] if one["severity"] == "blocking"]


@pytest.mark.parametrize(
    ("register", "code", "controls"),
    [
        (None, 1, ["F20"]),
        ("", 1, ["F20"]),
        ("# nothing was retired yet\n", 1, ["F20"]),
        (ENTRY, 0, []),
        (ENTRY.replace("because", "becuase"), 1, ["F20", "F04", "F04"]),
        (ENTRY.replace("Z99", "Z9"), 1, ["F20", "F04"]),
        (ENTRY + LOOSENED_ENTRY, 0, []),
        (ENTRY + LOOSENED_ENTRY.replace("confirmed_by", "confirmed"), 1, ["F20", "F04", "F04"]),
        ("- Z99\n", 1, ["F04", "F20"]),
    ],
)
def test_the_change_register_is_optional_and_strict(
    small: Path, asked_more: Path, run: Run, register: str | None, code: int, controls: list[str]
) -> None:
    if register is not None:
        (small / "registers" / "changes.yml").write_text(register)
    told = run("check", "-C", small, "--against", asked_more, "--format", "json")
    assert told.code == code
    assert sorted(one["control"] for one in findings(told)) == sorted(controls)
    assert {one["location"]["file"] for one in findings(told)} <= {"registers/changes.yml"}


@pytest.mark.parametrize("content", ["a: *b\n", "{", "\x00"])
def test_a_change_register_that_cannot_be_read_ends_with_two(
    small: Path, asked_more: Path, run: Run, content: str
) -> None:
    (small / "registers" / "changes.yml").write_text(content)
    assert run("check", "-C", small).code == 0
    told = run("check", "-C", small, "--against", asked_more)
    assert (told.code, told.out) == (2, "")
    assert re.search(r"registers/changes\.yml:[0-9]+:[0-9]+: ", told.err)


def test_a_change_register_behind_a_link_is_not_read(small: Path, asked_more: Path, run: Run) -> None:
    (small / "elsewhere.yml").write_text(ENTRY)
    (small / "registers" / "changes.yml").symlink_to(small / "elsewhere.yml")
    told = run("check", "-C", small, "--against", asked_more)
    assert told.code == 2
    assert "its path contains a link" in told.err


# An earlier report


def test_a_report_of_the_same_state_changes_nothing(small: Path, run: Run, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    plain = run("check", "-C", small, "--format", "json", "--output", kept)
    assert plain.code == 0
    told = run("check", "-C", small, "--format", "json", "--against", kept)
    assert (told.code, told.out) == (0, kept.read_text())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read"),
        ("", "is not valid JSON"),
        ("[" * 100_000, "is not valid JSON"),
        ('"\xff"', "is not valid JSON"),
        ("[]", "is not a report"),
        ('{"version": "2.1.0", "runs": []}', "is not a report"),
        ("nothing", "contains no cases"),
        ("another shape", "cases/0"),
    ],
)
def test_what_is_no_report_of_casebound_ends_with_two(
    small: Path, asked_more: Path, run: Run, content: str | None, words: str
) -> None:
    value = json.loads(asked_more.read_text())
    if content == "nothing":
        content = json.dumps({**value, "cases": []})
    elif content == "another shape":
        del value["cases"][0]["outcomes"]
        content = json.dumps(value)
    file = small.parent / "told.json"
    if content is not None:
        file.write_text(content, encoding="latin-1")
    told = run("check", "-C", small, "--against", file)
    assert (told.code, told.out) == (2, "")
    assert words in told.err


# A commit


def git(folder: Path, *words: str, at: str | None = None) -> str:
    settings = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    if at is not None:
        clean["GIT_COMMITTER_DATE"] = at
    done = subprocess.run(
        ["git", "-C", folder, *settings, *words], env=clean, capture_output=True, text=True, check=True
    )
    return done.stdout


def committed(folder: Path) -> Path:
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "The state to compare with")
    return folder


@pytest.fixture
def repository(small: Path) -> Path:
    return committed(small)


def test_new_entries_count_from_the_newest_commit_that_both_branches_share(repository: Path) -> None:
    git(repository, "commit", "-q", "--amend", "--no-edit", at="2026-11-02T08:00+00:00")
    git(repository, "branch", "answers")
    git(repository, "commit", "-q", "--allow-empty", "-m", "Merged in the meantime", at="2026-11-09T15:00+00:00")
    with tree_at(repository, "main") as tree:
        assert tree.since == Day(2026, 11, 9)
    git(repository, "checkout", "-q", "answers")
    with tree_at(repository, "main") as tree:
        assert tree.since == Day(2026, 11, 1)  # where days begin last, it was still the day before


def take_claim_out(project: Path) -> None:
    record = project / "cases" / NO / "case.yml"
    kept, _, rest = record.read_text().partition("\nclaims:\n")
    lines = rest.splitlines(keepends=True)
    after = next(index for index, line in enumerate(lines) if line.strip() and not line.startswith((" ", "#")))
    record.write_text(kept + "\n" + "".join(lines[after:]))


HARMS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a case vanished": (lambda project: shutil.rmtree(project / "cases" / NO), "F19"),
    "support was lost": (lambda project: (project / "cases" / NO / "evidence" / "certificate.pdf").unlink(), "F18"),
    "a claim was taken out": (take_claim_out, "F18"),
    "a record became unreadable": (lambda project: (project / "cases" / NO / "case.yml").write_text("{"), "F18"),
}


def test_a_commit_of_the_same_state_changes_nothing(repository: Path, run: Run) -> None:
    index = (repository / ".git" / "index").read_bytes()
    plain = run("check", "-C", repository)
    told = run("check", "-C", repository, "--against", "HEAD")
    assert (told.code, told.out, told.err) == (0, plain.out, "")
    assert (repository / ".git" / "index").read_bytes() == index
    assert git(repository, "status", "--porcelain", "--ignored") == ""


@pytest.mark.parametrize("harm", HARMS)
def test_what_was_lost_since_a_commit_fails_the_check_in_every_format(repository: Path, run: Run, harm: str) -> None:
    act, control = HARMS[harm]
    act(repository)
    assert control not in run("check", "-C", repository).out
    for form in report.FORMATS:
        told = run("check", "-C", repository, "--against", "main", "--format", form)
        assert told.code == 1
        if form == "sarif":  # it lists every rule, broken or not
            assert control in {one["ruleId"] for one in json.loads(told.out)["runs"][0]["results"]}
        else:
            assert control in told.out, form


def test_a_loss_is_told_at_the_claim(repository: Path, run: Run) -> None:
    HARMS["support was lost"][0](repository)
    told = run("check", NO, "-C", repository, "--against", "main", "--format", "json")
    (found,) = [one for one in findings(told) if one["control"] == "F18"]
    lines = (repository / "cases" / NO / "case.yml").read_text().splitlines()
    assert lines[found["location"]["line"] - 1] == "  C1:"
    assert found["location"]["path"] == "/claims/C1"


def test_a_project_inside_a_repository_is_found_at_the_commit(tmp_path: Path, run: Run) -> None:
    project = copy_project(tmp_path / "all" / "hand book")
    committed(tmp_path / "all")
    assert run("check", "-C", project, "--against", "HEAD").code == 0
    shutil.rmtree(project / "cases" / NO)
    assert run("check", "-C", project, "--against", "HEAD").code == 1


def test_what_an_archive_would_leave_out_is_compared_all_the_same(small: Path, run: Run) -> None:
    (small / ".gitattributes").write_text("cases/NO-2026-001 export-ignore\n")
    shutil.rmtree(committed(small) / "cases" / NO)
    assert "F19" in run("check", "-C", small, "--against", "HEAD").out


def test_a_commits_links_are_never_made(small: Path) -> None:
    paper = small / "cases" / NO / "evidence" / "certificate.pdf"
    paper.unlink()
    paper.symlink_to("/etc/hostname")
    (small / "cases" / "ZZ-1").symlink_to("/")
    with tree_at(committed(small), "HEAD") as tree:
        there = [*tree.workspace.root.rglob("*")]
        assert not [path for path in there if path.is_symlink()]
        assert tree.workspace.read(f"cases/{NO}/evidence/certificate.pdf") == b"/etc/hostname"
        assert tree.workspace.case_folders() == ("NL-2026-011", NO)
    assert not tree.workspace.root.exists()


def test_a_hooks_surroundings_do_not_lead_git_astray(
    repository: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"):
        monkeypatch.setenv(name, "nowhere")
    assert run("check", "-C", repository, "--against", "HEAD").code == 0


@pytest.mark.parametrize("entry", ["", ENTRY])
def test_a_control_that_the_repository_itself_defined_is_missed(small: Path, run: Run, entry: str) -> None:
    module = small / "generator" / "casebound" / "controls" / "more.py"
    module.parent.mkdir(parents=True)
    module.write_text('raise SystemExit("read, never run")\n@claim_control(\n    "Z99",\n    "more",\n)\n')
    committed(small)
    module.unlink()
    (small / "registers" / "changes.yml").write_text(entry)
    told = run("check", "-C", small, "--against", "HEAD")
    assert (told.code, "F20" in told.out) == ((0, False) if entry else (1, True))


def test_every_definition_of_today_is_found_in_the_source_text() -> None:
    assert set(_defined(PROJECT / _TOOL)) == {rule.id for rule in RULES}


@pytest.mark.parametrize("ref", ["nope", "HEAD~1", "", "--output=x", "HEAD:cases", "main..main", "cases"])
def test_what_names_no_commit_ends_with_two(repository: Path, run: Run, ref: str) -> None:
    told = run("check", "-C", repository, f"--against={ref}")
    assert (told.code, told.out) == (2, "")
    assert "neither a file nor a commit" in told.err


def test_a_folder_outside_of_git_ends_with_two(small: Path, run: Run) -> None:
    told = run("check", "-C", small, "--against", "HEAD")
    assert (told.code, told.out) == (2, "")
    assert "not a git repository" in told.err


def test_a_machine_without_git_ends_with_two(repository: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    told = run("check", "-C", repository, "--against", "HEAD")
    assert (told.code, told.out) == (2, "")
    assert "git is not installed" in told.err


def test_a_machine_without_room_ends_with_two(repository: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", os.fspath(repository / "nowhere"))
    told = run("check", "-C", repository, "--against", "HEAD")
    assert (told.code, told.out) == (2, "")
    assert "a temporary folder cannot be created" in told.err


def test_a_commit_without_a_project_ends_with_two(tmp_path: Path, run: Run) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "README").write_text("x")
    committed(tmp_path / "project")
    project = copy_project(tmp_path / "project")
    told = run("check", "-C", project, "--against", "HEAD")
    assert told.code == 2
    assert "no casebound project" in told.err


def test_a_commit_of_which_nothing_can_be_judged_ends_with_two(small: Path, run: Run) -> None:
    policy = small / "registers" / "policy.yml"
    good = policy.read_text()
    policy.write_text("{")
    committed(small)
    policy.write_text(good)
    told = run("check", "-C", small, "--against", "HEAD")
    assert told.code == 2
    assert "could be checked" in told.err


# The page


PAGE = (PROJECT / "docs" / "how-to" / "never-worse.md").read_text(encoding="utf-8")


def test_the_page_does_what_it_says(repository: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    git(repository, "update-ref", "refs/remotes/origin/main", "HEAD")
    said = ""
    for line in "".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)).splitlines():
        if not line:
            continue
        program, *words = shlex.split(line, comments=True)
        if program == "mv":
            shutil.move(words[0], words[1])
            continue
        told = run(*words)
        assert told.code == int("exit code 1" in line), line
        said += told.out
    (shown,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert shown in said
    entries = [read(entry.encode(), "changes.yml").data for entry in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]
    assert [[key for key in entry if key != "format"] for entry in entries] == [["L99"], ["loosened"], ["mistakes"]]
    for entry in entries:
        jsonschema.Draft202012Validator(SCHEMA).validate(entry)
        assert set(entry).isdisjoint(rule.id for rule in RULES)


def test_the_page_names_every_rule_and_has_short_lines() -> None:
    assert all(rule.id in PAGE for rule in regressions.RULES)
    assert max(map(len, PAGE.splitlines())) <= 120
