"""A remedy leads out: a fault that is fixed in the way that the control's remedy says is no longer found."""

from typing import Any

import pytest
from tests.support.sample import (
    GONE,
    Bench,
    Edit,
    as_of,
    at,
    bench,
    beside,
    exhibit_file,
    hosts,
    judged,
    objecting,
    refiled,
    register,
    request,
    roles,
    second_certificate,
    second_document,
    sign,
)
from tests.verification.faults import BASES
from tests.verification.faults.table import (
    ANOTHER_WORKER,
    LATE_ELECTION,
    POWER_OF_ATTORNEY,
    another_document,
    answered,
    changed_again,
    decided_again,
    dropped,
    on_sheet,
    paid,
    repeated,
)

from casebound.controls import CONTROLS
from casebound.controls.predicates import REPLACE_EXHIBIT
from casebound.judge import RULES
from casebound.model.terms import Severity

NO, IT, JP, KR = BASES
CA, DE, BE = "CA-2026-023", "DE-2026-002", "BE-2025-018"
KNOWN = {"answer": "yes", "known": "Confirmed.", "evidence": ["E1"]}
ELECTED = {**KNOWN, "answer": "US"}
WITHDRAWN = {"outcome": "withdrawn", "closed_on": "2026-11-01", "because": "Over.", "retain_until": "2040-01-01"}
OUT_OF_USE = {"on": "2026-11-01", "by": "ingrid-dahl", "because": "The scan lacks a page."}
OTHER_BYTES = "0" * 64


def without_claim(bench: Bench) -> None:
    """Remove the claim C1, or reverse it if payroll relies on it."""
    claim = bench.case["claims"]["C1"]
    if claim.get("relied"):
        reversal = {"on": "2026-11-02", "by": "carla-jensen", "because": "The exemption was not supported."}
        record = second_document(bench, claim["relied"][0]["evidence"][0])
        bench.case["exhibits"][record].update(effective="2026-11-02", recorded="2026-11-02")
        claim["reversed"] = [{**reversal, "evidence": [record]}]
    else:
        del bench.case["claims"]["C1"]
        del bench.plan["D2"]


def found(bench: Bench) -> frozenset[str]:
    """The controls that report more than a note about a case that everybody has decided on again."""
    return frozenset(one.control for one in judged(sign(bench)).findings if one.severity is not Severity.NOTE)


def restored(key: str) -> Edit:
    """Give a file the bytes that have the recorded hash."""

    def edit(bench: Bench) -> None:
        exhibit_file(key, sha256=bench.case["exhibits"][key]["sha256"])(bench)

    return edit


def with_replacement(old: str) -> Edit:
    """Add a new exhibit and cite it in place of the old exhibit, which stays on file out of use."""

    def edit(bench: Bench) -> None:
        new = second_document(bench, old)
        for field in ("withdrawn", "as_received"):
            bench.case["exhibits"][new].pop(field, None)
        bench.case = {
            key: value if key == "exhibits" else _citing(value, old, new) for key, value in bench.case.items()
        }

    return edit


def _citing(value: Any, old: str, new: str) -> Any:
    """The value with the new id in place of the old id."""
    if isinstance(value, dict):
        return {key: _citing(part, old, new) for key, part in value.items()}
    if isinstance(value, list):
        return [_citing(part, old, new) for part in value]
    return new if value == old else value


def _letter_of_denial(bench: Bench) -> None:
    """A letter of denial is on file, and nothing in the record says what it is about."""
    bench.case["exhibits"][second_document(bench, "E5")].update(kind="denial-letter", recorded="2026-11-02")


def _breach(bench: Bench) -> None:
    """A breach is recorded, with payroll's record of the contributions that were paid afterwards."""
    record = second_document(bench, "E14")
    bench.case["exhibits"][record].update(effective="2026-05-08", recorded="2026-05-08")
    bench.case["claims"]["C1"]["breach"] = {
        "noticed_on": "2026-04-30",
        "remedy": "contributions-paid",
        "cured_on": "2026-05-08",
        "because": "The first copy was a draft.",
        "evidence": [record],
    }


PROPOSED = (at("claims/C1/relied", GONE), at("exhibits/E14/kind", "internal-note"))
"""Nobody relies on the exemption, and no payroll record is on file."""

REMEDIES: tuple[tuple[str, str, tuple[Edit, ...], tuple[Edit, ...]], ...] = (
    ("D01", NO, (at("conditions/cross_border/evidence", []),), (at("conditions/cross_border/evidence", ["E1"]),)),
    ("D09", NO, (register("policy", "official_hosts", hosts("irs.gov")),),
     (register("policy", "official_hosts", hosts("irs.gov", "ssa.gov")),)),
    ("R01", NO, (at("assignment/ends", "2031-05-01"),), (at("assignment/ends", "2031-04-30"),)),
    ("R01", NO, (register("agreements", "NO/limit/label", "copy"),),
     (at("questions/detachment-limit", {**KNOWN, "answer": "60", "evidence": ["ssa-norway-rule"]}),)),
    ("R02", IT, (at("worker/citizenships", ["US", "IT"]),), (at("questions/election", ELECTED),)),
    ("R03", CA, (register("agreements", "CA/self_employed/label", "copy"),),
     (at("questions/self-employed-rule",
         {**KNOWN, "answer": "residence", "evidence": ["ssa-canada-rule-2026-03"]}),)),
    ("R04", NO, (at("rule/kind", "residence"),), (at("rule/kind", "detached-worker"),)),
    ("R02", IT, LATE_ELECTION, (at("questions/election-by-payment", ELECTED),)),
    ("R08", DE, (at("worker/citizenships", ["DE"]), at("worker/residence", "DE")), (at("worker/residence", "US"),)),
    ("R09", NO, (*repeated("2023-01-01", "2023-12-31"), register("agreements", "NO/series/label", "copy")),
     (at("questions/series-of-transfers", {**KNOWN, "evidence": ["ssa-norway-rule"]}),)),
    ("R10", NO, (at("rule/kind", "government-employee"),),
     (at("questions/coverage-provision",
         {"answer": "US", "known": "Article 6.", "evidence": ["ssa-norway-rule", "E1"]}),
      at("questions/provision-limit", {"answer": "none", "known": "Article 6.", "evidence": ["ssa-norway-rule"]}))),
    ("R11", DE, (at("assignment/affiliate/affiliate_until", "2028-12-31"),), (at("claims/C1/ends", "2028-12-31"),)),
    ("R07", CA, (at("rule/kind", "special-exception"),),
     (at("exhibits/E1/kind", "exception-agreement"), at("questions/special-exception", KNOWN),
      at("assignment/exception_until", "2027-12-31"))),
    ("P01", NO, (at("packet/filing_lane", []),), (at("packet/filing_lane", ["E2"]),)),
    ("P02", NO, (at("people/data_quality", "ingrid-dahl"),), (at("people/data_quality", "tomas-novak"),)),
    ("P02", NO, (register("people", "tomas-novak/name", "Helen Okafor"),),
     (register("people", "tomas-novak/not_same_as", [{"person": "helen-okafor", "because": "Both were asked."}]),)),
    ("P02", NO, (at("people/data_quality", "ingrid-dahl"), answered("D1", "data_quality", by="ingrid-dahl"),
                 register("people", "ingrid-dahl/roles", roles("operations", "data_quality"))),
     (register("policy", "separation", "two"),)),
    ("P04", NO, (register("people", "ingrid-dahl/roles", roles("operations", until="2026-11-21")),),
     (at("people/operations", "marcus-bell"),)),
    ("L01", NO, (at("worker/intake_label", "Performer"),),
     (at("filing/reclassified", {"by": "miriam-katz", "on": "2026-01-20", "because": "Employed."}),)),
    ("L07", NO, (request("sent/form_checked_on", GONE),), (request("sent/form_checked_on", "2026-01-22"),)),
    ("T02", NO, (request("waiting", GONE),),
     (request("waiting", {"unknown": "No current instruction gives a time."}),)),
    ("X02", JP, (register("agreements", "JP/agency/label", "copy"), at("questions/issuing-authority", GONE)),
     (at("questions/issuing-authority",
         {**KNOWN, "answer": "Japan Pension Service", "evidence": ["ssa-japan-agency-2026-03"]}),)),
    ("X08", NO, (at("certificates/K1/ends", "2028-03-31"),), (at("claims/C1/ends", "2028-03-31"),)),
    ("E01", NO, (at("claims/C1/exempt_in", "US"),), (at("claims/C1/exempt_in", "NO"),)),
    ("E02", NO, (at("claims/C1/programs", ["old-age", "health"]),), (at("claims/C1/programs", ["old-age"]),)),
    ("E04", NO, (at("assignment/ends", "2028-03-31"),), (at("claims/C1/ends", "2028-03-31"),)),
    ("E06", NO, (at("questions/single-employment", {"unknown": "Not asked yet."}),),
     (at("questions/single-employment", KNOWN),)),
    ("E07", NO, (at("questions/status-labels", {"unknown": "Not published."}),),
     (at("questions/status-labels", {"unknown": "Not published.", "escalated_to": "miriam-katz",
                                     "escalated_on": "2026-02-02"}),)),
    ("E08", CA, (at("assignment/evidence", ["E1", "E7"]),), (at("assignment/evidence", ["E1"]),)),
    ("F10", BE, (at("closure/retain_until", "2026-12-31"),), (at("closure/retain_until", "2035-12-31"),)),
    ("D02", "FR-2026-005", (at("filing/decision", "file"), register("agreements", "FR/status", "signed_not_in_force")),
     (at("filing/decision", "do-not-file"),)),
    ("D04", NO, (at("conditions/agreement/checked_by", GONE),),
     (at("conditions/agreement/checked_by", "miriam-katz"),)),
    ("D05", NO, (at("filing/decided_by", "miriam-katz"),), (at("filing/decided_by", "helen-okafor"),)),
    ("D06", NO, (at("rule/confirmed_by", "ingrid-dahl"),), (at("rule/confirmed_by", "miriam-katz"),)),
    ("R05", DE, (at("assignment/affiliate/form_2032_effective", GONE),),
     (at("assignment/affiliate/form_2032_effective", "2014-01-01"),)),
    ("P03", NO, (register("people", "miriam-katz/roles", roles("payroll")),),
     (register("people", "miriam-katz/roles", roles("legal", "payroll")),)),
    ("L04", DE, (request("route/exception/approved_by", "ingrid-dahl"),),
     (request("route/exception/approved_by", "david-lindqvist"),)),
    ("X03", NO, (at("certificates/K1/state", "draft"),), (at("certificates/K1/state", "final"),)),
    ("X10", IT, (at("closure", WITHDRAWN),), (at("closure/outcome", "issued"),)),
    ("X10", NO, (_letter_of_denial,),
     (at("exhibits/E95/withdrawn", {**OUT_OF_USE, "because": "It is about another worker."}),
      decided_again("2026-11-03T10:00-05:00"))),
    ("X10", NO, (_letter_of_denial, second_certificate(state="revoked", number="SPECIMEN-US-NO-0000")),
     (at("certificates/K2/evidence", ["E95"]), decided_again("2026-11-03T10:00-05:00"))),
    ("A10", NO, (at("deviations/V1", {"kind": "late-sign-off", "request": "R1", "because": "The approver was ill."}),
                 answered("D1", "approver", at="2026-01-23T10:05-05:00")),
     (on_sheet("D1", "people.approver", "helen-okafor"), at("people/approver", "david-lindqvist"),
      answered("D2", "approver", by="david-lindqvist"))),
    ("A11", NO, (lambda bench: bench.plan.pop("D1"), request("requester", "agent"), *POWER_OF_ATTORNEY,
                 at("takeover", {"requests": ["R1"], "stated_on": "2026-11-02", "by": "ingrid-dahl",
                                 "because": "The worker's counsel sent it."})),
     (register("people", "rosa-marin", {"name": "Rosa Marín", "title": "Counsel of the worker", "roles": []}),
      request("sent/by", "rosa-marin"))),
    ("E05", NO, (at("certificates/K1/received_on", "2026-04-30"), at("exhibits/E13/recorded", "2026-04-30"),
                 at("exhibits/E13/received", "2026-04-30"), decided_again("2026-05-11T10:00-04:00"),
                 on_sheet("D2", "certificates.K1.received_on", "2026-04-16")),
     (_breach,)),
    ("E06", NO, (at("questions/prior-hire", {"not_applicable": "The worker is well known."}),),
     (at("questions/prior-hire", KNOWN),)),
    ("E03", NO, (at("claims/C1/worker", "W-1002"),), (at("claims/C1/worker", "W-1001"),)),
    ("E09", KR, (), (at("assignment/ends", "2027-01-31"),)),
    ("F08", NO, (at("claims/C1/employer", "nobody"), at("employer", "nobody")),
     (at("claims/C1/employer", "fjordline-subsea"), at("employer", "fjordline-subsea"))),
    ("F09", NO, (at("exhibits/E1/title", "Letter, 078-05-1120"),), (at("exhibits/E1/title", "Letter"),)),
    ("F11", NO, (another_document("E1"), at("exhibits/E91/recorded", "2026-11-23")), (as_of("2026-11-23"),)),
    ("F12", NO, (at("log/2/at", "2020-01-01T09:00-05:00"),), (at("log/2/at", "2026-04-10T08:55-04:00"),)),
    ("F21", NO, (at("quotes/Q1/page", "9"),), (at("quotes/Q1/page", "1"),)),
    ("D03", NO,
     (register("agreements", "NO/in_force", "2026-01-15"), at("assignment/begins", "2026-01-14"),
      at("certificates/K1/begins", "2026-01-14"), at("claims/C1/begins", "2026-01-14")), (without_claim,)),
    ("R11", DE, (at("assignment/affiliate/affiliate_until", "2026-09-30"),), (without_claim,)),
    ("L03", NO, (request("sent", GONE),), (without_claim,)),
    ("X01", NO, (at("claims/C1/certificates", ["K2"]),), (without_claim,)),
    ("X07", NO, (at("certificates/K1/worker", "Maren Oestby"),),
     (without_claim, at("certificates/K1/defect", {"kind": "identity", "asked_on": "2026-11-01"}))),
    ("X10", IT, (at("closure", WITHDRAWN),), (without_claim,)),
    ("E06", NO, (at("questions/prior-hire", {"unknown": "Not asked yet.", "escalated_to": "miriam-katz",
                                             "escalated_on": "2026-02-02"}),), (without_claim,)),
    ("I03", NO, (beside("NO-2026-991", *ANOTHER_WORKER),), (without_claim,)),
    ("I04", NO, (beside("NO-2026-991"),), (without_claim,)),
    ("I04", NO, (beside("NO-2026-991", ("claims/C1/exempt_in", "US")),), (at("questions/two-exemptions", KNOWN),)),
    ("X11", NO, (second_certificate(number="SPECIMEN-US-NO-0099", issued_on="2026-09-01", received_on="2026-09-10",
                                    ends="2027-04-30"),), (at("certificates/K2/state", "revoked"),)),
    ("X13", NO, (another_document("E13"),), (at("certificates/K1/copies", ["E913"]),)),
    ("X13", NO, (another_document("E13"),), (at("exhibits/E913/withdrawn", OUT_OF_USE),)),
    ("A09", NO, (on_sheet("D1", "worker.reference", "W-9999"),), (without_claim,)),
    ("D10", NO, (on_sheet("D1", "conditions.cross_border.met", "yes"), at("conditions/cross_border/met", "unknown")),
     (without_claim,)),
    ("E10", NO, (*PROPOSED, as_of("2026-05-15")), (without_claim,)),
    ("E11", NO, PROPOSED, (without_claim,)),
    ("E13", NO, dropped("begins", "2026-06-01", "2026-11-02T10:00-05:00"),
     (changed_again("2026-11-03", "2026-06-01"),)),
    ("E14", NO, dropped("begins", "2026-06-01", "2026-10-02T10:00-04:00"),
     (changed_again("2026-11-03", "2026-06-01"),)),
    ("E14", JP, dropped("ends", "2026-08-31", "2026-10-02T10:00-04:00"),
     (changed_again("2026-11-03", "2026-07-01", until="2026-08-31"),)),
    ("E14", JP, dropped("ends", "2026-08-31", "2026-10-02T10:00-04:00"),
     (paid("2026-11-03", "peter-nakamura", "E10"),)),
    ("E14", JP, dropped("ends", "2026-08-31", "2026-10-02T10:00-04:00"),
     (on_sheet("D2", "assignment.ends", "2029-06-30"), at("assignment/ends", "2026-08-31"))),
    ("E14", KR, dropped("programs", ["seca-oasdi"], "2026-10-02T10:00-04:00"),
     (paid("2026-11-03", "peter-nakamura", "E9"),)),
    ("E12", NO, (another_document("E14"),),
     (at("claims/C1/contributions_continue", [{"by": "carla-jensen", "on": "2026-11-03", "evidence": ["E914"]}]),)),
    ("F06", NO, (exhibit_file("E5", sha256=OTHER_BYTES),),
     (restored("E5"), with_replacement("E5"), at("exhibits/E5/withdrawn", OUT_OF_USE))),
    ("X06", NO, (exhibit_file("E13", sha256=OTHER_BYTES),),
     (restored("E13"), with_replacement("E13"), at("exhibits/E13/withdrawn", OUT_OF_USE))),
    ("F25", NO, (refiled("E5", b"%PDF-1.7\nnothing"),),
     (with_replacement("E5"), at("exhibits/E5/withdrawn", OUT_OF_USE))),
    ("F25", JP, (refiled("E9", b"PK\3\4"),), (with_replacement("E9"), at("exhibits/E9/withdrawn", OUT_OF_USE))),
    ("F29", IT, (refiled("E12", b""),), (at("exhibits/E12/withdrawn", OUT_OF_USE),)),
    ("F27", NO, (at("exhibits/E5/withdrawn", OUT_OF_USE),), (with_replacement("E5"),)),
    ("F27", NO, (at("exhibits/E13/withdrawn", OUT_OF_USE),), (with_replacement("E13"),)),
    ("F27", IT, (at("exhibits/E1/as_received", "it cannot be opened"),), (with_replacement("E1"),)),
)  # fmt: skip
"""The control, the case, the change that the control objects to, and the steps of its remedy."""


@pytest.mark.parametrize(("control", "case", "fault", "steps"), REMEDIES)
def test_a_remedy_clears_its_finding_and_raises_no_other(
    control: str, case: str, fault: tuple[Edit, ...], steps: tuple[Edit, ...]
) -> None:
    before = found(bench(case))
    assert control in found(bench(case, fault))
    after = found(bench(case, (*fault, *steps)))
    assert control not in after
    assert after <= before


def test_a_change_that_nobody_approved_is_cleared_by_a_new_sheet() -> None:
    changed = (at("assignment/hired_on", "2021-03-16"), on_sheet("D2", "assignment.hired_on", "2021-03-15"))
    assert "A05" in objecting(judged(sign(bench(NO, changed))))
    approved = bench(NO, (*changed, decided_again("2026-11-02T10:00-05:00")))
    assert not objecting(judged(sign(approved))) - objecting(judged(sign(bench(NO))))


def test_a_remedy_that_removes_the_claim_is_in_the_table() -> None:
    removing = {rule.id for rule in RULES if "remove the claim" in rule.remedy.lower()}
    assert removing
    assert removing <= {control for control, _, _, steps in REMEDIES if without_claim in steps}


def test_an_exhibit_is_replaced_in_the_same_way_by_every_remedy() -> None:
    remedies = {rule.id: rule.remedy for rule in RULES}
    replacing = {key for key, remedy in remedies.items() if REPLACE_EXHIBIT in remedy}
    assert replacing == {"F06", "F25", "F26", "F29", "X06"}
    assert [key for key, remedy in remedies.items() if "in place of the" in remedy or "remove the old" in remedy] == []


def test_an_exhibit_that_cannot_be_read_is_replaced_and_the_exemption_approved_again() -> None:
    fault = refiled("E5", b"%PDF-1.7\nnothing")
    assert "F25" in objecting(judged(bench(NO, (fault,))))
    steps = (with_replacement("E5"), at("exhibits/E5/withdrawn", OUT_OF_USE), decided_again("2026-11-02T10:00-05:00"))
    assert not objecting(judged(sign(bench(NO, (fault, *steps))))) - objecting(judged(sign(bench(NO))))


def test_the_remedy_for_a_file_that_cannot_be_read_covers_a_hard_link() -> None:
    changed = judged(bench(NO, (exhibit_file("E1", problem="it has more than one name on the disk (a hard link)"),)))
    (remedy,) = {finding.remedy for finding in changed.findings if finding.control == "F05"}
    assert "copy the file and delete the link" in remedy


def test_every_remedy_in_the_table_belongs_to_a_control() -> None:
    assert {control for control, *_ in REMEDIES} <= {control.id for control in CONTROLS}
