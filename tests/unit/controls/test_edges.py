"""The edges of single controls: one step to either side, asked of the control itself."""

import json
import operator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.support.sample import (
    AS_OF,
    GONE,
    PROJECT,
    Bench,
    Edit,
    as_of,
    at,
    bench,
    capture_file,
    day_after,
    exhibit_file,
    facts_of,
    harmless_number,
    in_decisions,
    judged,
    judgment_of,
    plan,
    register,
    request,
    saying,
    schemas,
    sealed,
    second_certificate,
)  # fmt: skip
from tests.verification.faults.approval import APPROVAL, WITHDRAWN
from tests.verification.faults.certificate import BY_SSA
from tests.verification.faults.identity import name_source
from tests.verification.faults.table import (
    SE,
    also_answered,
    decided_again,
    letter,
    on_sheet,
    refusal,
    sent_again,
    split_in_two,
    unanswered,
)

from casebound.controls import CONTROLS
from casebound.controls.approval import missing_roles
from casebound.controls.decision_sheets import adverse, lines_of, since_the_filing
from casebound.controls.exceptions import why_not_enough
from casebound.controls.filed import MOST_FRESH_DAYS
from casebound.controls.identity import issuer_objections, matches
from casebound.controls.predicates import CANADIAN_ISSUERS, lane_confirmed
from casebound.judge import judge
from casebound.judge.chain import claim_verdict
from casebound.judge.engine import with_findings
from casebound.load.project import REGISTERS, LoadedCase, LoadedProject, Source
from casebound.load.schema import Schema
from casebound.model.days import Day
from casebound.model.findings import Finding, Location
from casebound.model.rules import ClaimControl, Link, Objection
from casebound.model.terms import ApprovalStep, Role, Severity, Term

NO, DE, IT, JP, KR, PT = "NO-2026-001", "DE-2026-002", "IT-2026-003", "JP-2026-014", "KR-2026-015", "PT-2026-013"
GB, WAITING = "GB-2026-009", "DE-2026-024"
FIRST, LAST = "aaron-aalto", "zygmunt-zych"
_BY_ID: dict[str, Any] = {one.id: one for one in CONTROLS}


def objections(control: str, case: str, *edits: Edit) -> list[Objection]:
    """What one control finds wanting, in the case or in its first claim."""
    facts, asked = facts_of(bench(case, edits)), _BY_ID[control]
    if isinstance(asked, ClaimControl):
        return list(asked.objections(facts, "C1", facts.case.claims["C1"]))
    return list(asked.objections(facts))


def decided(one: Bench) -> None:
    """Have everybody decide again on what is on the bench now."""
    sealed(one)


def _places(found: list[Objection]) -> list[Any]:
    return [one.at for one in found]


# ── approvals ──


@pytest.mark.parametrize("somebody", [FIRST, LAST])
def test_a_role_is_missing_until_the_person_in_it_approves(somebody: str) -> None:
    assert missing_roles(facts_of(bench(NO)), ApprovalStep.EXEMPTION, "C1") == ()
    facts = facts_of(sealed(bench(NO, [plan("D2/answers/0/by", somebody)])))
    (role,) = (answer["role"] for answer in bench(NO).plan["D2"]["answers"][:1])
    assert missing_roles(facts, ApprovalStep.EXEMPTION, "C1") == (Role(role),)


@pytest.mark.parametrize("somebody", [FIRST, LAST])
def test_an_approval_by_anybody_but_the_person_in_the_role_is_objected_to(somebody: str) -> None:
    found = objections("A03", NO, plan("D1/answers/0/by", somebody), decided)
    assert [one.at[-1] for one in found] == ["by"]


def test_an_approval_of_other_content_never_counts() -> None:
    of_the_first = in_decisions("D2.legal.miriam-katz.yml", "sha256", "0" * 64)
    assert [one.at[-1] for one in objections("A08", NO, of_the_first)] == ["sha256"]
    assert objections("A02", NO, of_the_first)


def test_an_approval_of_the_claim_after_the_as_of_date_does_not_count_yet() -> None:
    given = bench(NO).plan["D2"]["answers"][-1]["at"][:10]
    assert not objections("A02", NO, as_of(given))
    assert len(objections("A02", NO, as_of(day_after(given, -1)))) == 1


@pytest.mark.parametrize(("days", "count"), [(30, 0), (31, 1)])
def test_the_approvals_of_a_sheet_are_at_most_thirty_days_apart(days: int, count: int) -> None:
    first = min(answer["at"] for answer in bench(NO).plan["D2"]["answers"])
    late = plan("D2/answers/2/at", day_after(first[:10], days) + first[10:])
    assert len(objections("A02", NO, late, decided)) == count


@pytest.mark.parametrize("entries", [4, 3])
def test_the_log_may_grow_after_a_sheet_and_never_shrink(entries: int) -> None:
    grown = at(f"log/{len(bench(NO).case['log'])}", bench(NO).case["log"][-1])
    assert not objections("A08", NO, grown)
    cut = objections("A08", NO, lambda one: one.case["log"].__delitem__(slice(entries, None)))
    assert bool(cut) is (entries < 4)
    assert all(one.at[-1] == "log_head" for one in cut)


@pytest.mark.parametrize("earlier", ["cs-0000000000000000", "cs-ffffffffffffffff"])
def test_a_sheet_of_any_other_control_set_gets_a_note(earlier: str) -> None:
    assert len(objections("A06", NO, plan("D1/controls", earlier), decided)) == 1


# ── fit and lane ──


def test_a_transfer_asks_nothing_of_the_residence() -> None:
    transfer = (
        at("rule/kind", "temporary-transfer"),
        register("agreements", "KR/self_employed/rules", ["temporary-transfer"]),
        register("agreements", "KR/self_employed/transfer_months", "6"),
    )
    assert not objections("R03", KR, *transfer, at("worker/residence", "US"))
    assert objections("R03", KR, *transfer, at("assignment/ends", "2027-03-01"))


@pytest.mark.parametrize("country", ["AT", "US"])
def test_work_done_principally_anywhere_else_is_objected_to(country: str) -> None:
    listed = register("agreements", "KR/self_employed/rules", ["place-of-work"])
    found = objections("R03", KR, at("rule/kind", "place-of-work"), listed, at("activity/principal_country", country))
    assert [one.at for one in found] == [("activity", "principal_country")]


def test_a_section_3121_l_agreement_may_begin_on_the_as_of_date() -> None:
    begins = bench(DE).case["assignment"]["begins"]
    effective = at("assignment/affiliate/form_2032_effective", begins)
    assert not objections("R05", DE, effective, as_of(begins))
    day_before = day_after(begins, -1)
    assert len(objections("R05", DE, effective, as_of(day_before))) == 1


@pytest.mark.parametrize("somebody", [FIRST, LAST])
def test_an_exception_approved_by_anybody_but_the_approver_is_objected_to(somebody: str) -> None:
    found = objections("L04", DE, request("route/exception/approved_by", somebody), decided)
    assert [one.at[-1] for one in found] == ["approved_by"]


def test_where_coverage_follows_nationality_the_agreement_says_so() -> None:
    for basis in ("agreement_specific", "partner_agency_page"):
        edits = (at("rule/kind", "nationality"), register("agreements", "NO/limit/basis", basis))
        assert [one.at for one in objections("R02", NO, *edits)] == [("rule", "kind")]


def test_a_place_of_work_that_is_not_recorded_is_told_at_the_rule() -> None:
    listed = register("agreements", "KR/self_employed/rules", ["place-of-work"])
    found = objections("R03", KR, at("rule/kind", "place-of-work"), listed, at("activity/principal_country", GONE))
    assert [one.at for one in found] == [("rule", "kind")]


def test_the_first_stretch_begins_with_the_assignment_and_may_last_a_day() -> None:
    begins = bench(PT).case["assignment"]["begins"]
    ended = at("assignment/extension/first_ended", begins)
    asked = at("assignment/extension/asked_on", begins)
    assert not objections("R06", PT, ended, asked)
    for day in (day_after(begins, -1), day_after(begins, 1)):
        assert ("assignment", "extension", "first_began") in _places(
            objections("R06", PT, at("assignment/extension/first_began", day))
        )
    backward = objections("R06", PT, at("assignment/extension/first_ended", day_after(begins, -1)))
    assert ("assignment", "extension", "first_began") in _places(backward)


def test_a_lane_recorded_as_unconfirmed_stays_so_whoever_reclassified_it() -> None:
    assert lane_confirmed(facts_of(bench("SE-2026-019")))
    assert not lane_confirmed(facts_of(bench("SE-2026-019", [at("filing/lane", "unconfirmed")])))


@pytest.mark.parametrize("decision", ["escalate", "do-not-file", "undecided"])
def test_only_a_decision_to_file_must_name_its_day_and_person(decision: str) -> None:
    nobody = (at("filing/decided_on", GONE), at("filing/decided_by", GONE))
    assert not objections("D05", "FI-2026-021", at("filing/decision", decision), *nobody)
    assert len(objections("D05", "FI-2026-021", *nobody)) == 1


def test_an_undecided_case_that_asks_for_nothing_is_not_held_to_the_matrix() -> None:
    undecided = facts_of(bench("FI-2026-021", [at("filing/decision", "undecided")]))
    assert not _BY_ID["D05"].applies(undecided)
    assert _BY_ID["D05"].applies(facts_of(bench("FI-2026-021", [at("filing/decision", "escalate")])))


def test_why_a_capture_or_an_exhibit_cannot_be_read_is_told() -> None:
    why = "reading it is not permitted"
    assert why in objections("D07", NO, capture_file("ssa-norway-rule", problem=why))[0].message
    assert why in objections("F05", NO, exhibit_file("E1", problem=why))[0].message
    assert "missing" in objections("D07", NO, lambda one: one.captures.clear())[0].message
    assert "missing" in objections("F05", NO, lambda one: one.exhibits.clear())[0].message
    assert "missing" in objections("F05", NO, exhibit_file("E1"))[0].message


# ── tracking ──


def test_a_certificate_is_overdue_a_day_after_the_mailing_allowance() -> None:
    assert [len(objections("T05", GB, as_of(day))) for day in ("2026-11-26", "2026-11-27")] == [0, 1]


def test_a_status_may_be_seen_on_the_day_of_sending_and_not_before() -> None:
    assert not objections("T01", NO, request("tracker/0/at", "2026-01-22T23:00-05:00"))
    assert len(objections("T01", NO, request("tracker/0/at", "2026-01-21T23:00-05:00"))) == 1


@pytest.mark.parametrize("part", ["days", "unit"])
def test_a_waiting_time_is_a_number_and_its_unit(part: str) -> None:
    assert objections("T02", NO, request(f"waiting/{part}", GONE))


def test_the_next_look_is_due_a_day_after_so_many_days() -> None:
    last = max(one["at"][:10] for one in bench(WAITING).case["requests"]["R1"]["tracker"])
    days = [day_after(last, n) for n in (14, 15)]
    assert [len(objections("T06", WAITING, as_of(day))) for day in days] == [0, 1]


# ── certificate and claim ──


def test_only_an_extension_has_an_earlier_certificate() -> None:
    named, unnamed = at("certificates/K1/request", "R2"), at("certificates/K1/request", GONE)
    assert not objections("X04", PT, named)
    assert not objections("L03", PT, unnamed)
    for rule in ("special-exception", "nationality", "detached-worker"):
        found = objections("X04", PT, named, at("rule/kind", rule))
        assert [one.at for one in found] == [("certificates", "K1", "issued_on")]
        assert [one.at for one in objections("L03", PT, unnamed, at("rule/kind", rule))] == [("certificates", "K1")]


def test_a_partner_late_in_the_alphabet_issues_its_own_certificates() -> None:
    row = bench(JP).registers["agreements"]["JP"]
    moved = [at(path, "UY") for path in ("partner", "certificates/K1/issuing_country", "certificates/K1/covered_by")]
    facts = facts_of(bench(JP, [*moved, register("agreements", "UY", row)]))
    assert not list(issuer_objections(facts, "K1", facts.case.certificates["K1"]))


def test_a_claim_that_leaves_the_assignment_at_its_end_is_told_there() -> None:
    edits = (at("claims/C1/begins", "2026-05-02"), at("assignment/ends", "2028-04-29"))
    assert [one.at[-1] for one in objections("E04", NO, *edits)] == ["ends"]


@pytest.mark.parametrize("index", [1, 2])
def test_a_log_out_of_order_is_told_at_the_later_entry(index: int) -> None:
    earlier = bench(NO).case["log"][index - 1]["at"]
    before = day_after(earlier[:10], -1) + earlier[10:]
    found = [one.at for one in objections("F12", NO, at(f"log/{index}/at", before))]
    assert ("log", index, "at") in found


@pytest.mark.parametrize(("day", "places"), [("2026-04-15", []), ("2026-04-16", []), ("2026-04-17", ["received_on"])])
def test_a_certificate_is_received_on_or_after_the_receipt_of_its_exhibit(day: str, places: list[str]) -> None:
    assert [one.at[-1] for one in objections("X05", NO, at("exhibits/E13/received", day))] == places


def test_the_second_certificate_has_to_be_received_too() -> None:
    assert _places(objections("X05", PT, at("certificates/K2/received_on", GONE))) == [("certificates", "K2")]


def test_two_certificates_on_one_document_are_told_whichever_is_claimed_on() -> None:
    claimed = at("claims/C1/certificates", ["K2"])
    same = bench(NO).case["certificates"]["K1"]["document"]
    assert _places(objections("X05", NO, second_certificate(), claimed)) == []
    shared = objections("X05", NO, second_certificate(), claimed, at("certificates/K2/document", same))
    assert _places(shared) == [("certificates", "K2", "document")]
    digest = "".join(list(bench(NO).case["exhibits"][same]["sha256"]))
    alike = objections("X05", NO, second_certificate(), claimed, at(f"exhibits/E9{same[1:]}/sha256", digest))
    assert _places(alike) == [("certificates", "K2", "document")]


@pytest.mark.parametrize("state", ["draft", "revoked", "superseded"])
def test_only_a_final_certificate_matches(state: str) -> None:
    assert matches(facts_of(bench(NO)), "K1")
    assert not matches(facts_of(bench(NO, [at("certificates/K1/state", state)])), "K1")


@pytest.mark.parametrize("reference", ["A-1", "Z-9999"])
def test_a_claim_for_anybody_else_is_objected_to(reference: str) -> None:
    assert _places(objections("E03", NO, at("claims/C1/worker", reference))) == [("claims", "C1", "worker")]


def test_payroll_may_be_changed_on_the_as_of_date() -> None:
    entered = bench(NO).case["claims"]["C1"]["relied"][0]["entered_on"]
    assert not objections("E05", NO, as_of(entered))
    assert objections("E05", NO, as_of(day_after(entered, -1)))


def test_payroll_waits_for_the_approvals_of_its_own_claim_alone() -> None:
    late = {**bench(NO).plan["D2"], "proposed_at": "2026-11-20T09:00-05:00"}
    late["answers"] = [{**answer, "at": "2026-11-20T10:00-05:00"} for answer in late["answers"]]
    other = (at("claims/C2", bench(NO).case["claims"]["C1"]), plan("D3", {**late, "subject": ["C2"]}))
    assert not objections("E05", NO, *other, decided)
    assert objections("E05", NO, plan("D2", late), decided)


def test_a_change_of_one_claim_leaves_the_other_claim_of_the_sheet_supported() -> None:
    changed = sealed(bench(NO, [split_in_two]))
    assert [claim.supported for claim in judged(changed).claims] == [True, True]
    changed.case["claims"]["C1"]["ends"] = "2027-05-31"
    assert [claim.supported for claim in judged(changed).claims] == [False, True]


def test_a_certificate_is_ending_from_ninety_days_before_while_the_work_goes_on() -> None:
    ends = bench(KR).case["certificates"]["K1"]["ends"]
    days = [as_of(day_after(ends, -n)) for n in (91, 90)]
    assert [len(objections("E09", KR, day)) for day in days] == [0, 1]
    for last in (ends, day_after(ends, -1)):
        assert not objections("E09", KR, days[1], at("assignment/ends", last))


def test_what_is_done_with_a_certificate_in_the_future_is_objected_to() -> None:
    asked = {"kind": "days", "asked_on": "2027-01-01"}
    defective = objections("F11", NO, at("certificates/K1/defect", asked))
    assert ("certificates", "K1", "defect", "asked_on") in _places(defective)
    for part in ("issued_on", "received_on"):
        assert ("certificates", "K1", part) in _places(
            objections("F11", NO, at(f"certificates/K1/{part}", "2027-01-01"))
        )


def test_a_hash_is_no_number_of_a_person() -> None:
    number = "123-45-6789"
    assert not objections("F09", NO, at("exhibits/E1/sha256", number))
    assert _places(objections("F09", NO, at("exhibits/E1/title", number))) == [("exhibits", "E1", "title")]


def test_a_number_is_harmless_from_the_day_on_which_two_people_of_the_register_confirmed_it() -> None:
    number, place = "123-45-6789", ("exhibits", "E1", "title")

    def objected(control: str, **changes: str) -> list[Any]:
        entry = harmless_number(NO, number, **changes)
        return _places(objections(control, NO, at("exhibits/E1/title", number), at("harmless_numbers", [entry])))

    assert objected("F09") == objected("F09", on=AS_OF.isoformat()) == objected("F08") == objected("F11") == []
    for control, name, value in [
        ("F08", "by", "nobody"),
        ("F08", "confirmed_by", "nobody"),
        ("F11", "on", "2026-11-23"),
    ]:
        assert objected("F09", **{name: value}) == [place]
        assert objected(control, **{name: value}) == [("harmless_numbers", 0, name)]
    same_person = "-".join(("tomas", "novak"))  # an equal text, but not the same object
    assert objected("F09", by=same_person) == [("harmless_numbers", 0, "confirmed_by"), place]


# ── the chain and the judgment ──


@pytest.mark.parametrize("link", Link)
def test_a_link_holds_only_where_every_control_of_it_was_asked(link: Link) -> None:
    case = judged(bench(NO))
    of_it = [one.id for one in CONTROLS if one.link is link and one.severity is Severity.BLOCKING]
    for missing in of_it:
        left = [one for one in case.outcomes if one.control != missing]
        chain = claim_verdict(case.facts, "C1", case.case.claims["C1"], left).chain
        assert [one.link for one in chain if not one.holds] == [link]


def test_findings_of_another_stage_stand_with_their_case_and_with_no_other() -> None:
    judgment = judgment_of(bench(NO, [lambda one: one.others.append({**bench(JP).case, "case": "AA-2026-001"})]))
    judgment = replace(judgment, cases=tuple(replace(one, findings=()) for one in judgment.cases), findings=())
    folder = "".join(list(judgment.cases[0].folder))
    mine = Finding("F16", Severity.BLOCKING, "m", "r", Location("cases/x/case.yml", 1, 1), folder)
    nobodys = Finding("F16", Severity.BLOCKING, "m", "r", Location("registers/x.yml", 1, 1))
    told = with_findings(judgment, [mine, nobodys])
    assert [one.findings for one in told.cases] == [(mine,), ()]
    assert told.findings == (mine, nobodys)
    assert with_findings(judgment, []) is judgment


def test_findings_at_one_place_stand_in_the_order_of_their_claims() -> None:
    place = Location("cases/x/case.yml", 1, 1)
    some = [Finding("X01", Severity.BLOCKING, "m", "r", place, "x", claim) for claim in ("C2", None, "C1")]
    told = with_findings(judgment_of(bench(NO)), some)
    assert [one.claim for one in told.findings if one.control == "X01"] == [None, "C1", "C2"]


def test_a_lane_that_is_not_confirmed_extends_the_limit_of_employees() -> None:
    assert not objections("R06", PT, at("filing/lane", "unconfirmed"))
    assert objections("R06", PT, at("filing/lane", "self-employed"), register("agreements", "PT/self_employed", {
        "text": "Not said.", "rules": [], "label": "official"}))  # fmt: skip


def test_where_nothing_can_be_judged_the_day_is_still_the_one_asked_for() -> None:
    nothing = LoadedProject({}, (), {}, (), ())
    asked, today = Day(2026, 5, 1), Day(2026, 6, 1)
    assert judge(nothing, {}, asked, today).as_of == asked
    assert judge(nothing, {}, None, today).as_of == today


def test_only_people_are_taken_for_each_other_by_their_ids() -> None:
    for name, one, other in (
        ("employers", "fjordline-subsea", "fjordl1ne-subsea"),
        ("sources", "ssa-norway-rule", "ssa-norway-ru1e"),
        ("people", "ingrid-dahl", "ingrid-dah1"),
    ):
        entry = bench(NO).registers[name][one]
        found = judgment_of(bench(NO, [register(name, other, entry)])).findings
        assert [two.control for two in found if two.control == "F17"] == (["F17"] if name == "people" else [])


@pytest.mark.parametrize("part", ["assignment", "certificates/K1", "claims/C1"])
def test_a_period_that_ends_before_it_begins_keeps_the_case_from_being_judged(part: str) -> None:
    day = bench(NO, [at(f"{part}/begins", "2026-06-02"), at(f"{part}/ends", "2026-06-02")])
    assert judgment_of(day).unjudged == ()
    backward = judgment_of(bench(NO, [at(f"{part}/begins", "2026-06-02"), at(f"{part}/ends", "2026-06-01")]))
    assert backward.unjudged == (NO,)
    assert [one.location.path for one in backward.findings if one.control == "F04"] == [f"/{part}/ends"]


def test_a_payroll_change_or_an_alias_that_ends_before_it_begins_keeps_the_case_from_being_judged() -> None:
    alias = {"name": "M. Østby", "kind": "printed", "because": "So printed.", "from": "2026-03-01"}
    for place, edits in {
        "/claims/C1/relied/0/until": [at("claims/C1/relied/0/until", "2026-04-30")],
        "/worker/aliases/0/until": [at("worker/aliases", [{**alias, "until": "2026-02-28"}])],
    }.items():
        backward = judgment_of(bench(NO, edits))
        assert backward.unjudged == (NO,)
        assert [one.location.path for one in backward.findings if one.control == "F04"] == [place]


def test_days_that_a_request_stated_in_the_wrong_order_are_recorded() -> None:
    stated = at("requests/R1/sent/as_sent", {"begins": "2026-05-01", "ends": "2026-04-30"})
    assert judgment_of(bench(NO, [stated])).unjudged == ()


def test_what_the_schema_lets_through_and_the_type_refuses_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "any.json").write_text("{}", encoding="utf-8")
    one = bench(NO, [at("assignment/begins", "1 May 2026")])
    case = LoadedCase(NO, Source("cases/x/case.yml", b""), one.case, one.exhibits)
    registers = {name: (Source(f"registers/{name}.yml", b""), one.registers[name]) for name in REGISTERS}
    loaded = LoadedProject(registers, (case,), one.captures, (), ())
    judgment = judge(loaded, {**schemas(), "case": Schema(tmp_path / "any.json")}, None, Day(2026, 6, 1))
    assert judgment.unjudged == (NO,)
    assert "the schema accepts this value, but the record type does not" in judgment.findings[0].message


def test_a_register_that_is_missing_does_not_hide_what_is_wrong_with_the_next() -> None:
    one = bench(NO, [register("people", "ingrid-dahl/roles", [{"role": "nobody", "from": "2019-01-01"}])])
    registers = {name: (Source(f"registers/{name}.yml", b""), one.registers[name]) for name in REGISTERS[1:]}
    found = judge(LoadedProject(registers, (), {}, (), ()), schemas(), None, Day(2026, 6, 1)).findings
    assert [two.location.file for two in found] == ["registers/people.yml"]


@pytest.mark.parametrize("kind", Term.__subclasses__())
def test_words_have_no_size(kind: type[Term]) -> None:
    first, *_, last = kind
    for compare in (operator.lt, operator.le, operator.gt, operator.ge):
        with pytest.raises(TypeError, match="neither greater nor less"):
            compare(first, last)
        with pytest.raises(TypeError, match="neither greater nor less"):
            compare(first.value, last)
    assert first == first.value


def test_a_page_shows_the_name_of_an_employer_only_as_long_as_its_capture_is_unchanged() -> None:
    alias = {"name": "Deepwater (SPECIMEN)", "kind": "trade", "because": "Its mark.", "evidence": ["ssa-norway-rule"]}
    named = (
        at("certificates/K1/employer", alias["name"]),
        register("employers", "fjordline-subsea/aliases", [alias]),
        name_source,
    )
    assert objections("X07", NO, *named) == []
    assert objections("X07", NO, *named, capture_file("ssa-norway-rule", sha256="0" * 64))


def test_a_document_of_ssa_stands_in_only_for_a_certificate_that_was_refused_before() -> None:
    assert objections("X02", JP, refusal("2026-05-20"), *BY_SSA) == []
    assert objections("X02", JP, refusal("2026-06-10"), *BY_SSA)


def test_an_approval_that_is_withdrawn_on_the_as_of_date_counts_as_withdrawn_since_the_filing() -> None:
    withdrawn = also_answered("D1", "approver", "helen-okafor", f"{AS_OF}T09:00-05:00", **WITHDRAWN)
    found = dict(since_the_filing(facts_of(sealed(bench(NO, [withdrawn])))))
    assert found == {"approval-D1-helen-okafor": f"withdrawn on {AS_OF}"}


@pytest.mark.parametrize("successor", [FIRST, LAST])
def test_a_sheet_that_waits_for_a_person_who_left_the_case_says_who_replaced_the_person(successor: str) -> None:
    replaced = at("people/legal", successor)
    (found,) = objections("A02", NO, unanswered("D2", "legal"), decided, replaced)
    assert found.message.endswith(f"the legal reviewer is now {successor}, so that a new sheet is needed")


@pytest.mark.parametrize("answer", ["A bureau", "Z bureau"])
def test_an_issuer_is_known_only_if_the_answer_names_it(answer: str) -> None:
    copied = register("agreements", "JP/agency/label", "copy")
    assert objections("X02", JP, copied) == []
    assert objections("X02", JP, copied, at("questions/issuing-authority/answer", answer))


@pytest.mark.parametrize(
    ("plan", "confirmed"),
    [
        (None, {"Canada Revenue Agency", "Retraite Québec"}),
        ("cpp", {"Canada Revenue Agency"}),
        ("qpp", {"Retraite Québec"}),
    ],
)
def test_the_pension_plan_for_work_in_canada_decides_who_issues_the_certificate(
    plan: str | None, confirmed: set[str]
) -> None:
    canadian = [at(path, "CA") for path in ("partner", "certificates/K1/issuing_country", "certificates/K1/covered_by")]
    of_the_record = "".join(plan) if plan else None  # an equal text, but not the same object
    facts = facts_of(bench(JP, [*canadian, at("assignment/pension_plan", of_the_record)]))
    found = set()
    for issuer in CANADIAN_ISSUERS.values():
        certificate = msgspec.structs.replace(facts.case.certificates["K1"], issuer=issuer)
        if not list(issuer_objections(facts, "K1", certificate)):
            found.add(issuer)
    assert found == confirmed


def test_a_sheet_lists_its_facts_by_name_and_the_exhibits_by_number() -> None:
    paths = list(lines_of(facts_of(bench(NO)), ApprovalStep.EXEMPTION, ["C1"]))
    sections = [path.partition(".")[0] for path in paths]
    exhibits = [path.split(".")[1] for path in paths if path.startswith("exhibits.")]
    assert sections == sorted(sections)
    assert exhibits == sorted(exhibits, key=lambda exhibit: int(exhibit[1:]))
    assert exhibits != sorted(exhibits)


# ── both sides of what is compared ──


@pytest.mark.parametrize(
    ("control", "case", "path", "others"),
    [
        ("E01", NO, "claims/C1/exempt_in", ["AT", "US"]),
        ("E03", NO, "claims/C1/employer", ["a-company", "z-company"]),
        ("E03", KR, "claims/C1/activity", ["A studio", "Z studio"]),
        ("T04", SE, "contacts/0/by", [FIRST, LAST]),
        ("X07", NO, "certificates/K1/covered_by", ["AT", "ZA"]),
        ("X07", NO, "certificates/K1/exempt_in", ["AT", "ZA"]),
        ("X02", NO, "certificates/K1/issuing_country", ["AT", "ZA"]),
    ],
)
def test_any_other_value_is_objected_to(control: str, case: str, path: str, others: list[str]) -> None:
    assert objections(control, case) == []
    for value in others:
        places = ["/".join(map(str, place)) for place in _places(objections(control, case, at(path, value)))]
        assert path in places


@pytest.mark.parametrize("country", ["AT", "US"])
def test_an_affiliate_is_a_company_of_the_partner_country(country: str) -> None:
    affiliate = bench(DE).case["assignment"]["affiliate"]["employer"]
    assert objections("R05", DE) == []
    found = objections("R05", DE, register("employers", f"{affiliate}/country", country))
    assert _places(found) == [("assignment", "affiliate", "employer")]


@pytest.mark.parametrize("digest", ["0" * 64, "f" * 64])
def test_a_file_with_any_other_hash_is_objected_to(digest: str) -> None:
    assert objections("F06", NO, exhibit_file("E1", sha256=digest))
    assert objections("D07", NO, capture_file("ssa-norway-rule", sha256=digest))


def test_a_quarter_begins_on_four_days_of_the_year() -> None:
    days = [f"2013-{month:02}-{day:02}" for month in range(1, 13) for day in (1, 2, 28)]
    effective = {day: at("assignment/affiliate/form_2032_effective", day) for day in days}
    said = {day: [one.message for one in objections("R05", DE, effective[day])] for day in days}
    begins = [day for day in days if not any("no quarter begins" in message for message in said[day])]
    assert begins == ["2013-01-01", "2013-04-01", "2013-07-01", "2013-10-01"]


_AGAINST: dict[str, tuple[Edit, ...]] = {
    "refusal-R1": (refusal("2026-11-02"),),
    "withdrawal-R1": (request("withdrawn", {"on": "2026-11-02", "by": "ingrid-dahl", "because": "The work ended."}),),
    "defect-K1": (at("certificates/K1/defect", {"kind": "identity", "asked_on": "2026-11-02"}),),
    "exhibit-E91": (letter("2026-11-02"),),
    "document-E4": (
        at("exhibits/E4/withdrawn", {"on": "2026-11-02", "by": "ingrid-dahl", "because": "It was the wrong file."}),
        on_sheet("D1", "exhibits.E4.kind", "employer-registration"),
    ),
    "approval-D1-helen-okafor": (
        also_answered("D1", "approver", "helen-okafor", "2026-11-02T09:00-05:00", **WITHDRAWN),
    ),
}


@pytest.mark.parametrize("name", _AGAINST)
def test_what_counts_against_an_exemption_counts_from_its_day(name: str) -> None:
    one = sealed(bench(NO, _AGAINST[name]))
    for day, counts in (("2026-11-01", False), ("2026-11-02", True), ("2026-11-03", True)):
        as_of(day)(one)
        assert (name in dict(adverse(facts_of(one)))) is counts


@pytest.mark.parametrize("country", ["AT", "ZA"])
def test_an_employer_of_any_other_country_may_rely_on_territorial_coverage(country: str) -> None:
    territorial = at("rule/kind", "territorial-coverage")
    assert objections("R04", JP, territorial)
    assert objections("R04", JP, territorial, register("employers", "kitanami-robotics/country", country)) == []


@pytest.mark.parametrize(
    ("country", "word", "named"),
    [
        ("Slovenia", "Slovene", True),
        ("Slovenia", "Slovak", False),
        ("Argentina", "Argenteuil", False),
        ("Sweden", "Swede", True),
        ("Norway", "Norwich", False),
    ],
)
def test_a_page_names_a_country_by_all_but_the_last_two_letters_and_at_least_five(
    country: str, word: str, named: bool
) -> None:
    def about(one: Bench) -> None:
        text = f"Workers who are sent by a {word} company keep their American coverage."
        one.captures["ssa-norway-rule"] = saying(one.captures["ssa-norway-rule"], text)

    assert (objections("D11", NO, register("agreements", "NO/country", country), about) == []) is named


def test_the_last_of_several_sheets_says_who_has_not_approved() -> None:
    facts = facts_of(sealed(bench(NO, [decided_again("2026-10-01T10:00-04:00"), unanswered("D3", "legal")])))
    assert missing_roles(facts, ApprovalStep.EXEMPTION, "C1") == (Role.LEGAL,)


def test_two_sheets_of_one_number_leave_a_number_out() -> None:
    facts = facts_of(bench(NO))
    _, last = facts.decisions.sheets
    again = replace(last, head=msgspec.structs.replace(last.head, previous=last.sha256))
    decisions = replace(facts.decisions, sheets=(*facts.decisions.sheets, again))
    found = _BY_ID["A08"].objections(replace(facts, decisions=decisions))
    assert [one.message for one in found] == ["sheet D3 is missing"]


def test_another_sheet_is_asked_for_a_breach_only_if_it_would_ask_other_people() -> None:
    (fault,) = (one for one in APPROVAL if one.says == "the legal reviewer of a breach is not asked")
    one = fault.made()
    sheet = facts_of(one).decisions.sheets[-1]
    assert why_not_enough(facts_of(one), sheet) is None
    register("policy", "approvals/exemption", ["approver", "legal", "payroll"])(one)
    assert why_not_enough(facts_of(one), sheet) == "it does not ask everybody who must accept the breach of C1"


@pytest.mark.parametrize("digest", ["0" * 64, "f" * 64])
@pytest.mark.parametrize(
    ("with_lf", "messages"),
    [
        (True, {"D1 differs from the sheet that was proposed only in its line endings"}),
        (
            False,
            {
                "D2 does not name the hash of the sheet before it",
                "D1 was changed after helen-okafor answered it",
                "D1 was changed after tomas-novak answered it",
            },
        ),
    ],
)
def test_a_sheet_with_any_other_hash_was_changed(digest: str, with_lf: bool, messages: set[str]) -> None:
    facts = facts_of(bench(NO))
    first, last = facts.decisions.sheets
    changed = replace(first, sha256=digest, with_lf=first.with_lf if with_lf else digest)
    decisions = replace(facts.decisions, sheets=(changed, last))
    found = _BY_ID["A08"].objections(replace(facts, decisions=decisions))
    assert {one.message for one in found} == messages


@pytest.mark.parametrize("case", ["AA-2026-001", "ZZ-2026-001"])
def test_a_sheet_of_any_other_case_is_objected_to(case: str) -> None:
    found = objections("A08", NO, in_decisions("D2.exemption.txt", "case", case))
    assert f"D2 is a sheet of {case}" in [one.message for one in found]


@pytest.mark.parametrize(
    ("name", "key", "value", "message"),
    [
        ("D1.filing.txt", "sheet", "D2", "belongs into a file named D2.filing.txt"),
        ("D2.exemption.txt", "sheet", "D1", "belongs into a file named D1.exemption.txt"),
        ("D1.filing.txt", "proposed_at", "2026-01-20T15:30-05:17", "no time zone has this offset from UTC"),
    ],
)
def test_a_decision_file_that_cannot_be_right_keeps_the_case_from_being_judged(
    name: str, key: str, value: str, message: str
) -> None:
    judgment = judgment_of(bench(NO, [in_decisions(name, key, value)]))
    assert judgment.unjudged == (NO,)
    assert [one.location.file for one in judgment.findings if message in one.message] == [
        f"cases/{NO}/decisions/{name}"
    ]


@pytest.mark.parametrize("host", ["www.nav.no", "www.somewhere.no"])
def test_only_a_page_of_the_united_states_must_have_english_words(host: str) -> None:
    def norwegian(one: Bench) -> None:
        text = "Arbeidstakere som er utsendt til utlandet, beholder medlemskapet i folketrygden."
        one.captures["ssa-norway-rule"] = saying(one.captures["ssa-norway-rule"], text)

    nav = register("policy", "official_hosts/nav.no", {"authority": "Nav", "country": "NO"})
    url = register("sources", "ssa-norway-rule/url", f"https://{host}/regel")
    assert objections("D11", NO, norwegian)
    assert objections("D11", NO, norwegian, nav, url) == []


def test_a_certificate_for_other_days_and_of_another_request_does_not_speak_against_the_claim() -> None:
    later = {"issued_on": "2026-09-01", "received_on": "2026-09-10", "begins": "2028-05-01", "ends": "2029-04-30"}
    for_others = {"number": "SPECIMEN-US-NO-0099", "worker": "Sara Berg", **later}
    second = sent_again("extends")
    assert objections("X11", NO, second, second_certificate(request="R1", **for_others))
    assert objections("X11", NO, second, second_certificate(request="R2", **for_others)) == []


@pytest.mark.parametrize(
    ("kind", "days"),
    [("portal-confirmation", 7), ("fax-report", 7), ("mailing-proof", 60), ("agency-acknowledgement", 183)],
)
def test_a_proof_of_sending_is_dated_at_most_so_many_days_after_the_sending(kind: str, days: int) -> None:
    for later, objected in ((days, False), (days + 1, True)):
        day = day_after("2026-01-22", later)
        found = objections("F34", NO, *(at(f"exhibits/E8/{field}", day) for field in ("effective", "recorded")),
                           at("exhibits/E8/kind", kind))  # fmt: skip
        assert any("too long after R1 was sent" in one.message for one in found) is objected


@pytest.mark.parametrize(
    ("approver", "why"),
    [
        ("helen-okafor", None),
        (FIRST, "helen-okafor signed off late and cannot accept that as final approver"),
        (LAST, "helen-okafor signed off late and cannot accept that as final approver"),
    ],
)
def test_another_sheet_is_asked_for_a_late_sign_off_only_if_another_person_could_accept_it(
    approver: str, why: str | None
) -> None:
    (fault,) = (one for one in APPROVAL if one.says.endswith("a day after sending and accepts that alone"))
    one = fault.made()
    at("people/approver", approver)(one)
    assert why_not_enough(facts_of(one), facts_of(one).decisions.sheets[-1]) == why


@pytest.mark.parametrize("row", [0, 1])
def test_a_capture_shows_the_status_of_one_day(row: int) -> None:
    tracker = bench(NO).case["requests"]["R1"]["tracker"]
    same = request("tracker/1/capture", tracker[0]["capture"])
    days = [tracker[0]["at"], tracker[1]["at"]]
    swapped = (request(f"tracker/{place}/at", days[abs(place - row)]) for place in (0, 1))
    shown = [one.at for one in objections("F34", NO, same, *swapped) if "also shows the status" in one.message]
    assert shown == [("requests", "R1", "tracker", 1, "at")]


@pytest.mark.parametrize(("path", "most"), [("filing/decided_on", 92), ("rule/confirmed_on", 366)])
def test_a_decision_and_a_confirmation_count_for_so_many_days_before_the_sending(path: str, most: int) -> None:
    for days, objected in ((most, False), (most + 1, True)):
        found = objections("D05", NO, at(path, day_after("2026-01-22", -days)), decided)
        assert any(f"more than {most} days before R1 was sent" in one.message for one in found) is objected


def test_a_sheet_allows_no_older_pages_than_a_policy_can() -> None:
    settings = json.loads((PROJECT / "schema" / "policy.schema.json").read_bytes())["properties"]
    assert settings["source_fresh_days"]["maximum"] == MOST_FRESH_DAYS


def test_only_what_no_filing_sheet_shows_is_taken_from_the_record() -> None:
    def sent_without_a_sheet(one: Bench) -> None:
        sent_again("repeats")(one)
        del one.plan["D2"]
        one.plan = {"D1": one.plan["D1"], "D2": one.plan.pop("D3")}
        sealed(one)

    stale = at("requests/R2/route/destination_seen_on", "2025-01-01")
    found = objections("L05", NO, sent_without_a_sheet, stale)
    assert _places(found) == [("requests", "R2", "route", "destination_seen_on")]
    assert objections("P01", NO, sent_without_a_sheet, at("packet/employer_details", GONE)) == []


@pytest.mark.parametrize(("on", "objected"), [("2026-04-07", True), ("2026-04-08", True), ("2026-04-09", False)])
def test_no_certificate_of_a_withdrawn_request_counts_if_it_was_issued_later(on: str, objected: bool) -> None:
    withdrawn = request("withdrawn", {"on": on, "by": "ingrid-dahl", "because": "The work was put off."})
    found = [one.message for one in objections("X10", NO, withdrawn)]
    assert ("R1 was withdrawn before K1 was issued" in found) is objected


@pytest.mark.parametrize(("day", "places"), [("2026-04-23", ["closed_on"]), ("2026-04-24", [])])
def test_a_case_is_closed_on_or_after_the_day_of_the_payroll_change(day: str, places: list[str]) -> None:
    closure = {"outcome": "issued", "closed_on": day, "because": "It ended.", "retain_until": "2033-01-01"}
    assert [one.at[-1] for one in objections("X10", NO, at("closure", closure))] == places


@pytest.mark.parametrize(("begins", "objected"), [(AS_OF.isoformat(), False), (day_after(AS_OF.isoformat()), True)])
def test_a_person_has_a_role_from_its_first_day(begins: str, objected: bool) -> None:
    role = [{"role": "legal", "from": begins}]
    found = objections("P03", NO, register("people", "miriam-katz/roles", role), decided)
    assert (_places(found) == [("people", "legal")]) is objected
