"""Changes that lie just inside a rule, and that nobody may object to."""

import copy
from dataclasses import replace

from tests.support.exhibit_files import plain_pdf, unembedded_pdf
from tests.support.sample import (
    AS_OF,
    GONE,
    Bench,
    Edit,
    as_of,
    at,
    beside,
    harmless_number,
    recaptured,
    register,
    request,
    roles,
    second_certificate,
    second_document,
)
from tests.verification.faults.mailed import CLEAN_MAILS
from tests.verification.faults.table import (
    ANOTHER_WORKER,
    BE,
    CA,
    DE,
    EXCEPTION_ASKED_BY_EMPLOYER,
    EXTENDED,
    IT,
    JP,
    KR,
    LATE_ELECTION,
    NO,
    NOT_ISSUED,
    NOT_ISSUED_TO_OTHERS,
    POWER_OF_ATTORNEY,
    PT,
    REVERSED,
    SE,
    STARTED_LATER,
    Fault,
    also_answered,
    another_document,
    answered,
    changed_again,
    contact,
    decided,
    decided_again,
    deputy,
    dropped,
    entered,
    filed_again,
    inside,
    letter_of_refusal,
    on_sheet,
    paid,
    refusal,
    repeated,
    second_request,
    sent_again,
    sent_on,
    split_in_two,
    unanswered,
)

from casebound.model.evidence import Inspection


def _withdrawn(key: str) -> Edit:
    def edit(one: Bench) -> None:
        withdrawal = {"on": "2026-11-01", "by": "ingrid-dahl", "because": "The scan lacks a page."}
        one.case["exhibits"][second_document(one, key)]["withdrawn"] = withdrawal

    return edit


def _kept_as_received(key: str) -> Edit:
    def edit(one: Bench) -> None:
        new = second_document(one, key)
        one.case["exhibits"][new]["as_received"] = "it cannot be opened"
        one.exhibits[new] = replace(one.exhibits[new], inspection=Inspection(unusable="it cannot be opened"))

    return edit


def _reissued(one: Bench) -> None:
    """A certificate for the same days in place of the first, approved on a sheet of its own."""
    days = {"issued_on": "2026-06-01", "received_on": "2026-06-10"}
    second_certificate(number="SPECIMEN-US-NO-0002", replaces="K1", **days)(one)
    one.case["exhibits"][one.case["certificates"]["K2"]["document"]]["received"] = "2026-06-10"
    one.case["claims"]["C1"]["certificates"] = ["K2"]
    decided_again("2026-06-11T09:00-04:00")(one)
    on_sheet("D2", "claims.C1.certificates", ["K1"])(one)
    for field in one.case["certificates"]["K2"]:
        on_sheet("D2", f"certificates.K2.{field}", None)(one)
        on_sheet("D2", f"certificates.K1.{field}", one.case["certificates"]["K1"].get(field))(one)


def _scanned_again(one: Bench) -> None:
    """A new scan of the payroll record takes the place of the first, which was withdrawn."""
    one.case["claims"]["C1"]["relied"][0]["evidence"] = [second_document(one, "E14")]
    withdrawn = {"on": "2026-11-01", "by": "ingrid-dahl", "because": "The scan lacks a page."}
    one.case["exhibits"]["E14"]["withdrawn"] = withdrawn


def _seen_completed(one: Bench) -> None:
    """A status check after the certificate came shows that the request is completed."""
    tracker = one.case["requests"]["R1"]["tracker"]
    capture = second_document(one, tracker[-1]["capture"])
    one.case["exhibits"][capture].update(effective="2026-11-02", recorded="2026-11-02")
    tracker.append({**tracker[-1], "at": "2026-11-02T09:00-05:00", "shown": "Completed", "capture": capture})


def _refused_extension(one: Bench) -> None:
    """A second request for more months, which the authority refused."""
    second = copy.deepcopy(one.case["requests"]["R1"])
    sent_on(one, second, "2026-10-01")
    second["route"]["destination_seen_on"] = "2026-10-01"
    second["follows"] = {"request": "R1", "as": "extends"}
    letter = letter_of_refusal(one, "2026-11-02")
    days = {"refused_on": "2026-11-02", "received_on": "2026-11-04"}
    second["refusal"] = {**days, "because": "No.", "evidence": [letter]}
    one.case["requests"]["R2"] = second
    one.plan["D3"] = copy.deepcopy({**one.plan["D1"], "subject": ["R2"]})
    one.plan["D3"]["proposed_at"] = "2026-09-28T09:00-04:00"
    for answer in one.plan["D3"]["answers"]:
        answer["at"] = "2026-09-29T09:00-04:00"


def _refused_repetition(one: Bench) -> None:
    """A second sending of the request, which the authority refused because of the first."""
    sent_again("repeats")(one)
    letter = letter_of_refusal(one, "2026-04-20")
    days = {"refused_on": "2026-04-20", "received_on": "2026-04-20"}
    refused = {**days, "because": "A certificate was issued.", "evidence": [letter]}
    one.case["requests"]["R2"]["refusal"] = refused


def _refused_on_the_day(one: Bench) -> None:
    """The repetition was refused at once, and the certificate was issued later."""
    _refused_repetition(one)
    refused = one.case["requests"]["R2"]["refusal"]
    refused |= {"refused_on": "2026-01-23", "received_on": "2026-01-23"}
    days = {"effective": "2026-01-23", "received": "2026-01-23", "recorded": "2026-01-23"}
    one.case["exhibits"][refused["evidence"][0]].update(days)


def _extended(one: Bench) -> None:
    """Sixty months and twelve more, with a certificate for each stretch."""
    first, assignment = one.case["certificates"]["K1"], one.case["assignment"]
    one.registers["agreements"]["JP"]["extension"] = {"months": "12", "label": "official"}
    one.case["rule"]["kind"] = "extension"
    one.case["exhibits"]["E6"]["kind"] = "extension-agreement"
    assignment["ends"] = "2032-06-30"
    assignment["extension"] = {
        "first_began": "2026-07-01", "first_ended": "2031-06-30", "asked_on": "2026-03-18",
        "both_agreed_on": "2026-05-28", "evidence": ["E6"],
    }  # fmt: skip
    one.case["certificates"] = {
        "K1": {**first, "ends": "2031-06-30"},
        "K2": {
            **first,
            "number": "SPECIMEN-JP-US-0114",
            "document": second_document(one, first["document"]),
            "begins": "2031-07-01",
            "ends": "2032-06-30",
        },
    }
    one.case["claims"]["C1"].update(certificates=["K1", "K2"], ends="2032-06-30")


def _team_of_two(one: Bench) -> None:
    """Ingrid Dahl prepares, checks and keeps payroll; Helen Okafor approves and confirms the rule."""
    one.registers["policy"]["separation"] = "two"
    one.registers["policy"]["approvals"]["exemption"] = ["approver", "payroll"]
    one.registers["people"]["ingrid-dahl"]["roles"] = roles("operations", "data_quality", "payroll")
    one.registers["people"]["helen-okafor"]["roles"] = roles("approver", "legal")
    one.case["people"] = dict.fromkeys(("operations", "data_quality", "payroll"), "ingrid-dahl")
    one.case["people"] |= dict.fromkeys(("approver", "legal"), "helen-okafor")
    one.case["rule"]["confirmed_by"] = "helen-okafor"
    unanswered("D2", "legal")(one)
    for sheet in one.plan.values():
        for answer in sheet["answers"]:
            answer["by"] = one.case["people"][answer["role"]]


def _refused_first(one: Bench) -> None:
    """Sheet D1 is refused; D2 is the filing sheet and D3 the exemption sheet."""
    filing, exemption = one.plan["D1"], one.plan["D2"]
    refused = {"role": "approver", "by": "helen-okafor", "answer": "refuse", "because": "The dates are wrong."}
    first = {
        **filing,
        "proposed_at": "2026-01-20T12:00-05:00",
        "answers": [{**refused, "at": "2026-01-20T13:00-05:00"}],
    }
    one.plan = {"D1": first, "D2": filing, "D3": exemption}


def _denial_answered(one: Bench) -> None:
    """A letter about another worker arrived and was withdrawn, and the people approved the sheet with that reason."""
    reason = {"on": "2026-09-03", "by": "ingrid-dahl", "because": "It is about another worker."}
    letter = {"kind": "denial-letter", "recorded": "2026-09-02", "withdrawn": reason}
    one.case["exhibits"][second_document(one, "E5")].update(letter)
    decided_again("2026-10-01T10:00-04:00")(one)


def _earlier_one_revoked(one: Bench) -> None:
    """An earlier certificate of another number was revoked by a letter before the present one was issued."""
    second_certificate(state="revoked", number="SPECIMEN-US-NO-0000", issued_on="2026-02-02", evidence=["E95"])(one)
    letter = second_document(one, "E5")
    assert letter == "E95"
    one.case["exhibits"][letter].update(kind="denial-letter", effective="2026-03-02", recorded="2026-03-02")


def _relied_again(one: Bench) -> None:
    """Payroll reversed the change because of a doubt, and changed payroll again on a later day."""
    claim = one.case["claims"]["C1"]
    record = second_document(one, "E14")
    one.case["exhibits"][record].update(effective="2026-09-01", recorded="2026-09-01")
    claim["reversed"] = [{"on": "2026-09-01", "by": "carla-jensen", "because": "In doubt.", "evidence": [record]}]
    one.case["exhibits"]["E14"].update(effective="2026-09-09", recorded="2026-09-09")
    claim["relied"].append({**claim["relied"][0], "from": "2026-09-10", "entered_on": "2026-09-09"})


def _payroll_record(one: Bench, day: str) -> str:
    """File a payroll record that was printed on a day."""
    key = second_document(one, "E14")
    one.case["exhibits"][key].update(effective=day, recorded=day)
    return key


def _two_claims(one: Bench) -> None:
    """The claim was divided: payroll was changed from the first day of the first half."""
    claims = one.case["claims"]
    claims["C2"] = {**copy.deepcopy(claims["C1"]), "ends": "2026-05-14"}
    claims["C1"]["begins"] = "2026-05-15"
    one.plan["D2"]["subject"] = ["C1", "C2"]
    on_sheet("D2", "claims.C1.begins", "2026-05-01")(one)
    decided_again("2026-10-01T10:00-04:00")(one)


def _wrong_answer_withdrawn(one: Bench) -> None:
    """A person who was not asked approved sheet D2 and withdrew the answer; the same people approved sheet D3."""
    decided_again("2026-05-22T10:00-04:00")(one)
    extra = ("legal", "joao-ferreira")
    also_answered("D2", *extra, at="2026-04-21T09:00-04:00")(one)
    also_answered("D2", *extra, at="2026-05-21T09:00-04:00", answer="withdraw", because="I was not asked.")(one)


INSIDE: tuple[Fault, ...] = (
    inside("the operations owner of the case is the worker", NO,
           register("people", "ingrid-dahl/name", "Maren Østby")),
    inside("an approval in Tokyo was given on the day of the payroll change in New York", NO,
           answered("D2", "approver", at="2026-04-23T08:00+09:00"), at("claims/C1/relied/0/entered_on", "2026-04-22")),
    *(inside("the case is unchanged", case) for case in (NO, DE, IT, PT, JP, KR, SE, CA, BE)),
    inside("the claim covers only the first day", NO, at("claims/C1/ends", "2026-05-01")),
    inside("the claim covers only the last day of the assignment and the certificate", NO,
           at("claims/C1/begins", "2028-04-30"),
           at("claims/C1/relied/0/from", "2028-04-30")),
    inside("the payroll change takes effect on the last claimed day", NO,
           at("claims/C1/relied/0/from", "2028-04-30")),
    inside("the certificate covers a longer period than the claim", NO, at("certificates/K1/begins", "2026-04-01"),
           at("certificates/K1/ends", "2028-12-31")),
    inside("the certificate is recorded as showing no end date", NO, at("certificates/K1/ends", GONE),
           at("certificates/K1/no_end_shown", True)),
    inside("the assignment lasts exactly 60 months", NO, at("assignment/ends", "2031-04-30")),
    inside("the assignment lasts 60 months from a leap day to the end of February", NO,
           at("assignment/begins", "2024-02-29"),
           at("assignment/ends", "2029-02-28")),
    inside("the certificate and the claim end on a leap day", NO, at("certificates/K1/ends", "2028-02-29"),
           at("claims/C1/ends", "2028-02-29")),
    inside("the agreement entered into force on the day of the decision to file", NO,
           register("agreements", "NO/in_force", "2026-01-20")),
    inside("the worker was hired on the day before the assignment begins", NO, at("assignment/hired_on", "2026-04-30")),
    inside("the assignment lasts exactly 60 months from the entry into force, after earlier work", NO,
           register("agreements", "NO/in_force", "2026-01-15"), at("assignment/begins", "2025-12-01"),
           at("assignment/ends", "2031-01-14")),
    inside("a worker with only Italian nationality elects U.S. coverage", IT, at("worker/citizenships", ["IT"]),
           at("questions/election", {"answer": "US", "known": "Elected U.S. coverage.", "evidence": ["E1"]})),
    inside("the election was missed, and contributions were paid to only one country", IT, *LATE_ELECTION,
           at("questions/election-by-payment", {"answer": "US", "known": "Only U.S. contributions were paid.",
                                                "evidence": ["E1"]})),
    inside("the request was sent in the last month of the term for the election", IT, *LATE_ELECTION,
           at("assignment/begins", "2025-10-01")),
    inside("the affiliate employs a U.S. resident of another nationality", DE, at("worker/citizenships", ["DE"])),
    inside("a repeated transfer ends on the last day of the series", NO, *repeated("2023-05-01", "2025-12-31")),
    inside("a repeated transfer begins a year after the last transfer ended", NO,
           *repeated("2023-01-01", "2025-04-30")),
    inside("no official text says how a series is counted, and the question is answered", NO,
           *repeated("2023-01-01", "2023-12-31"), register("agreements", "NO/series/label", "copy"),
           at("questions/series-of-transfers", {"answer": "yes", "known": "It is no series.",
                                                "evidence": ["ssa-norway-rule"]})),
    inside("a citizen whom the agreement lists comes from a third country", NO, at("assignment/via", "SE"),
           register("agreements", "NO/third_country", {"text": "Any.", "citizens": ["US"], "label": "official"})),
    inside("the provision for crews of ships is on file", NO, at("rule/kind", "ship-or-aircraft-crew"),
           at("questions/coverage-provision", {"answer": "US", "known": "Article 5.",
                                               "evidence": ["ssa-norway-rule", "E1"]}),
           at("questions/provision-limit", {"answer": "none", "known": "Article 5.", "evidence": ["ssa-norway-rule"]})),
    inside("the provision for government employees allows as many months as the assignment has", NO,
           at("rule/kind", "government-employee"),
           at("questions/coverage-provision", {"answer": "US", "known": "Article 5.",
                                               "evidence": ["ssa-norway-rule", "E1"]}),
           at("questions/provision-limit", {"answer": "24", "known": "Article 5.", "evidence": ["ssa-norway-rule"]})),
    inside("the affiliation ended in the quarter in which the claim ends", DE,
           at("assignment/affiliate/affiliate_until", "2029-04-01")),
    inside("the employer asked for a special exception that only the employer may ask for", NO,
           *EXCEPTION_ASKED_BY_EMPLOYER),
    inside("the limit is unconfirmed, but the open question about the limit is answered", NO,
           register("agreements", "NO/limit/label", "copy"),
           at("questions/detachment-limit", {"answer": "60", "known": "60 months.", "evidence": ["ssa-norway-rule"]})),
    inside("the agreement check, the rule confirmation and the decision are on the same day", KR,
           at("conditions/agreement/checked_on", "2026-06-04"),
           at("rule/confirmed_on", "2026-06-04")),
    inside("an official page was read 30 days before the decision", NO,
           register("sources", "ssa-agreements-list-2026-01/accessed_on", "2025-12-21")),
    inside("an official page was read on the day of the decision", NO,
           register("sources", "ssa-agreements-list-2026-01/accessed_on", "2026-01-20")),
    inside("the filing was decided, approved and sent on the same day", NO, at("filing/decided_on", "2026-01-22"),
           decided("D1", "2026-01-22T09:00-05:00")),
    inside("the agreement was checked 30 days before the decision", NO,
           at("conditions/agreement/checked_on", "2025-12-21")),
    inside("a condition was checked on the day of the decision", NO,
           at("conditions/double_contributions/checked_on", "2026-01-20")),
    inside("the destination was looked up 30 days before sending", NO,
           request("route/destination_seen_on", "2025-12-23")),
    inside("the destination was looked up on the day of sending", NO,
           request("route/destination_seen_on", "2026-01-22")),
    inside("the online form was checked 30 days before sending", NO, request("sent/form_checked_on", "2025-12-23")),
    inside("the certificate was issued on the day the request was sent", NO,
           at("certificates/K1/issued_on", "2026-01-22"), at("exhibits/E13/effective", "2026-01-22")),
    inside("the certificate was received on the day of issue", NO, at("certificates/K1/issued_on", "2026-04-16"),
           at("exhibits/E13/effective", "2026-04-16")),
    inside("the certificate, the approvals and the payroll entry are on the same day", NO,
           decided("D2", "2026-04-16T17:00-04:00"),
           at("claims/C1/relied/0/entered_on", "2026-04-16")),
    inside("the Form 2032 agreement takes effect on the first day of work", DE,
           at("assignment/affiliate/form_2032_effective", "2026-07-01")),
    inside("the exception for the fax was approved on the day of sending", DE,
           request("route/exception/approved_on", "2026-02-18")),
    inside("the extension was requested on the last day of the first period", PT,
           at("assignment/extension/asked_on", "2026-06-30"), at("assignment/extension/first_ended", "2026-06-30")),
    inside("both agencies agreed to the extension on the day on which its certificate was issued", PT,
           at("assignment/extension/both_agreed_on", "2026-07-20")),
    inside("the first of two certificates covers the whole claim", PT, at("certificates/K2/begins", "2026-09-02"),
           at("claims/C1/ends", "2026-08-31"), at("claims/C1/relied/0/from", "2026-08-31")),
    inside("two certificates overlap", PT, at("certificates/K2/begins", "2026-08-01")),
    inside("a dual national has elected U.S. coverage", IT, at("worker/citizenships", ["US", "IT"]),
           at("questions/election", {"answer": "US", "known": "Elected U.S. coverage.", "evidence": ["E3"]})),
    inside("the transfer lasts exactly the number of months allowed", CA, at("rule/kind", "temporary-transfer"),
           register("agreements", "CA/self_employed/rules", ["temporary-transfer"]),
           register("agreements", "CA/self_employed/transfer_months", "12")),
    inside("the work is done principally in the covering country", CA, at("rule/kind", "place-of-work"),
           register("agreements", "CA/self_employed/rules", ["place-of-work"])),
    inside("the request type was confirmed on the day of sending", SE, at("filing/reclassified/on", "2026-02-24")),
    inside("the page on the rule has no more letters than needed", NO,
           recaptured("ssa-norway-rule", unembedded_pdf("Norwayan COVER " + "x" * 27))),
    inside("the capture of the page on the rule is an image without text", NO,
           recaptured("ssa-norway-rule", plain_pdf()),
           register("sources", "ssa-norway-rule/attested_by", "tomas-novak")),
    inside("the form is dated on the last day of the quarter in which the agreement took effect", DE,
           at("exhibits/E6/effective", "2014-03-31")),
    inside("the agreement to the extension is dated on the day on which its certificate was issued", PT,
           at("exhibits/E14/effective", "2026-07-20")),
    inside("the statement of health coverage is dated on the day on which the filing was proposed", NO,
           register("agreements", "NO/health_cover", {"required": True, "label": "official"}),
           at("assignment/health_cover", ["E1"]), at("exhibits/E1/kind", "health-cover-statement"),
           at("exhibits/E1/effective", "2026-01-20"),
           at("questions/health-cover", {"answer": "yes", "known": "It is insured.", "evidence": ["E1"]})),
    inside("there is other work, and it has a certificate of its own", NO,
           at("questions/single-employment/answer", "each-certified"), at("exhibits/E5/kind", "correspondence")),
    inside("another case of the worker has the certificate for the other work", NO,
           at("questions/single-employment/answer", "each-certified"),
           beside("NO-2026-991", ("claims/C1/employer", "northmoor-analytics"), ("employer", "northmoor-analytics"))),
    inside("the worker also works in another country, and each case says that the other work is certified", NO,
           at("questions/single-employment/answer", "each-certified"),
           beside("SE-2026-991", ("claims/C1/exempt_in", "SE"), ("partner", "SE"))),
    inside("the other work of the worker ended before", NO,
           beside("NO-2026-991", ("claims/C1/employer", "northmoor-analytics"), ("claims/C1/begins", "2025-05-01"),
                  ("claims/C1/ends", "2026-04-30"))),
    inside("the explanation says that no other work is known", NO,
           at("questions/single-employment/known", "It is known that no other work exists.")),
    inside("the question about the limit is answered with exactly the months of the assignment", NO,
           at("questions/detachment-limit", {"answer": "24", "known": "Two years.", "evidence": ["E1"]})),
    inside("an open question is not required for any claim", NO,
           at("questions/housing", {"unknown": "Where the worker lives.", "escalated_to": "ingrid-dahl",
                                 "escalated_on": "2026-02-02"})),
    inside("a question that only this country requires does not apply", NO,
           register("policy", "needed_questions/NO", ["union-dues"]),
           at("questions/union-dues", {"not_applicable": "There are none.", "evidence": ["E1"]})),
    inside("two consecutive claims use the same certificate", NO, split_in_two),
    inside("a superseded certificate is not used by any claim", NO,
           second_certificate(state="superseded")),
    inside("a corrected certificate was requested in place of a later one that names another employer", NO,
           second_certificate(number="SPECIMEN-US-NO-0099", issued_on="2026-09-01", received_on="2026-09-10",
                              employer="Copper Ridge Foods Inc. (SPECIMEN)",
                              defect={"kind": "identity", "asked_on": "2026-09-11"}),
           decided_again("2026-10-01T10:00-04:00")),
    inside("a second request covers the days after this assignment", NO,
           beside("NO-2026-991", ("assignment/begins", "2028-05-01"), ("assignment/ends", "2029-04-30"), *NOT_ISSUED)),
    inside("a second request is for a different worker", NO,
           beside("NO-2026-991", ("worker/reference", "W-9999"), *NOT_ISSUED_TO_OTHERS)),
    inside("a second request is open for another employer", NO,
           beside("NO-2026-991", ("employer", "copper-ridge-foods"), *NOT_ISSUED)),
    inside("two employers have a certificate each for the same days", NO,
           at("questions/single-employment/answer", "each-certified"),
           beside("NO-2026-991", ("employer", "copper-ridge-foods"), ("claims/C1/employer", "copper-ridge-foods"))),
    inside("another case of the worker claims the days after the claim", NO,
           beside("NO-2026-991", ("claims/C1/begins", "2028-05-01"), ("claims/C1/ends", "2028-06-30"))),
    inside("the exemption of another case was reversed", NO,
           beside("NO-2026-991", ("claims/C1/exempt_in", "US"), ("claims/C1/reversed", [REVERSED]))),
    inside("the question of two exemptions on the same days is answered", NO,
           beside("NO-2026-991", ("claims/C1/exempt_in", "US")),
           at("questions/two-exemptions", {"answer": "yes", "known": "Two jobs on different days.",
                                           "evidence": ["E1"]})),
    inside("the request was sent with a misspelled name and for a part of the claimed days", NO,
           request("sent/as_sent", {"worker": "Maren Ostbye", "begins": "2028-04-30", "ends": "2030-01-01"})),
    inside("the status after the receipt of the certificate is a completed word", NO, _seen_completed),
    inside("an earlier case of the worker is listed among the earlier transfers", NO,
           beside("NO-2026-991", ("assignment/begins", "2021-05-01"), ("assignment/ends", "2026-04-30"),
                  ("claims", {})),
           at("assignment/earlier", {"first": {"begins": "2021-05-01", "ends": "2026-04-30", "evidence": ["E1"]}}),
           at("questions/series-of-transfers", {"answer": "yes", "known": "So.", "evidence": ["ssa-norway-rule"]})),
    inside("the payroll change lasts until the last claimed day", NO, at("claims/C1/relied/0/until", "2028-04-30")),
    inside("the certificate prints the given name as one word", KR,
           at("certificates/K1/worker", "PARK SEOYEON"),
           at("worker/aliases", [{"name": "Park Seoyeon", "kind": "transliteration", "because": "Printed so."}])),
    inside("the final approver has the worker's name, and the question of the name is answered", NO,
           register("people", "helen-okafor/name", "Maren Østby"),
           at("questions/shared-name", {"answer": "yes", "known": "Two people.", "evidence": ["E1"]})),
    inside("another worker has the same words in the name, and a different initial", NO,
           at("worker/name", "Maren A. Østby"), at("certificates/K1/worker", "Maren A. Østby"),
           beside("NO-2026-991", *ANOTHER_WORKER, ("worker/name", "Maren B. Østby"),
                  ("certificates/K1/number", "SPECIMEN-9"), ("exhibits/E13/sha256", "1" * 64))),
    inside("another worker has a certificate of another country with the same number", NO,
           beside("NO-2026-991", *ANOTHER_WORKER, ("certificates/K1/issuing_country", "NO"),
                  ("exhibits/E13/sha256", "1" * 64))),
    inside("the certificates of two workers show no number", NO, at("certificates/K1/number", "none shown"),
           beside("NO-2026-991", *ANOTHER_WORKER, ("exhibits/E13/sha256", "1" * 64))),
    inside("an earlier request for the same days is closed", NO,
           beside("NO-2026-991", ("closure", {"outcome": "withdrawn", "closed_on": "2026-01-21",
                                              "because": "Sent with a wrong date.", "retain_until": "2032-12-31"}),
                  *NOT_ISSUED)),
    inside("the only follow-up was sent on the first day allowed", NO, contact(at="2026-06-01T10:00-04:00")),
    inside("a document of a side topic is not cited as evidence", CA, at("exhibits/E7/kind", "internal-note")),
    inside("two log entries have the same time", NO, at("log/1/at", "2025-12-11T10:00-05:00")),
    inside("the closed case is retained until the required date", BE, at("closure/retain_until", "2030-11-15")),
    inside("the case is checked on the day of the last log entry", NO, as_of("2026-04-27")),
    inside("the case is checked twenty years later", NO, as_of("2046-11-20")),
    inside("a log entry, a contact and a new waiting time were added after all approvals were given", NO,
           at("log/6", {"at": "2026-06-01T10:00-04:00", "by": "ingrid-dahl", "did": "Put the file away."}),
           request("waiting/days", "91"), contact(at="2026-06-03T10:00-04:00"), renewed=False),

    inside("the claim covers only the first day", IT, at("claims/C1/ends", "2026-06-01")),
    inside("only one program is claimed", IT, at("claims/C1/programs", ["disability"])),
    inside("the work, the certificate and the claim end on a leap day", IT, at("assignment/ends", "2028-02-29"),
           at("certificates/K1/ends", "2028-02-29"), at("claims/C1/ends", "2028-02-29")),
    inside("the certificate is recorded as showing no end date", IT, at("certificates/K1/ends", GONE),
           at("certificates/K1/no_end_shown", True)),
    inside("the work has no end date, and the rule has no time limit", IT, at("assignment/ends", GONE)),
    inside("the worker is a national of the United States and of a third country", IT,
           at("worker/citizenships", ["US", "FR"])),
    inside("the request was faxed with an approved exception and a fax report", IT, request("route/channel", "fax"),
           at("exhibits/E7/kind", "fax-report"), at("exhibits/E6/recorded", "2026-01-27"),
           at("exhibits/E6/effective", "2026-01-27"),
           request("route/exception", {"why_not_online": "The service was down.", "approved_by": "helen-okafor",
                                  "approved_on": "2026-01-29", "sent": ["E6"]})),
    inside("the decision, the approvals, the destination check and the sending are on the same day", IT,
           at("filing/decided_on", "2026-01-30"),
           decided("D1", "2026-01-30T09:00-05:00"),
           request("route/destination_seen_on", "2026-01-30")),
    inside("the nationality rule was read 30 days before the rule was confirmed", IT,
           register("sources", "ssa-italy-rule/accessed_on", "2025-11-18")),
    inside("the address of an official page is in capital letters", IT,
           register("sources", "ssa-italy-rule/url", "https://WWW.SSA.GOV/italy.html")),

    inside("the claim covers only the last day of the assignment and the certificate", JP,
           at("claims/C1/begins", "2029-06-30"),
           at("claims/C1/relied/0/from", "2029-06-30")),
    inside("only one program is claimed", JP, at("claims/C1/programs", ["fica-oasdi"])),
    inside("the assignment lasts exactly 60 months", JP, at("assignment/ends", "2031-06-30")),
    inside("the worker was hired on the day before the assignment begins", JP, at("assignment/hired_on", "2026-06-30")),
    inside("the certificate and the claim begin on a leap day", JP, at("assignment/begins", "2028-02-29"),
           at("certificates/K1/begins", "2028-02-29"), at("claims/C1/begins", "2028-02-29"),
           at("claims/C1/relied/0/from", "2028-02-29")),
    inside("a health-cover statement is required only in the other direction", JP,
           register("agreements", "JP/health_cover", {"required": True, "label": "official"})),
    inside("the rule was read on the website of the partner country's authority", CA,
           register("sources", "ssa-canada-rule-2026-03/url", "https://www.canada.ca/agreement")),
    inside("only a copy asks for a health-cover statement", NO,
           register("agreements", "NO/health_cover", {"required": True, "label": "copy"}),
           at("questions/health-cover", {"answer": "yes", "known": "The form did not ask.", "evidence": ["E1"]})),
    inside("SSA issued a document after the foreign agency refused its certificate", JP,
           refusal("2026-05-20"), at("certificates/K1/issuing_country", "US"),
           at("certificates/K1/issuer", "Social Security Administration")),
    inside("the online form for the partner country was checked", NO, request("sent/form_country", "NO")),
    inside("the register does not confirm the issuer, but the open question about the issuer is answered", JP,
           register("agreements", "JP/agency/label", "copy")),
    inside("the certificate for the extension begins the day after the first certificate ends", JP, _extended),
    inside("the case owner contacts the agency at the address on its current page", JP,
           contact(at="2026-05-25T10:00-04:00", by="priya-raman", to="Japan Pension Service", follow_up=None,
                   evidence=["ssa-japan-agency-2026-05"])),
    inside("the certificate issue and receipt, the approvals and the payroll entry are on the same day", JP,
           at("certificates/K1/issued_on", "2026-06-08"), at("exhibits/E9/effective", "2026-06-08"),
           decided("D2", "2026-06-08T17:00-04:00"),
           at("claims/C1/relied/0/entered_on", "2026-06-08")),

    inside("the claim covers only the last day of the certificate", KR, at("claims/C1/begins", "2027-01-31"),
           at("claims/C1/relied/0/from", "2027-01-31")),
    inside("only one program is claimed", KR, at("claims/C1/programs", ["seca-hi"])),
    inside("the work ends on the last day of the certificate", KR, at("assignment/ends", "2027-01-31")),
    inside("the certificate shows no end date, and the claim runs to the last day of work", KR,
           at("certificates/K1/ends", GONE), at("certificates/K1/no_end_shown", True),
           at("claims/C1/ends", "2027-02-28")),
    inside("the transfer lasts exactly the number of months allowed", KR, at("rule/kind", "temporary-transfer"),
           register("agreements", "KR/self_employed/rules", ["temporary-transfer"]),
           register("agreements", "KR/self_employed/transfer_months", "6")),
    inside("the certificate names the issuer by a short name that the register confirms", KR,
           at("certificates/K1/issuer", "NPS")),
    inside("payroll entered the change on the day of the last approval", KR,
           at("claims/C1/relied/0/entered_on", "2026-08-14")),
    inside("the certificate was issued on the day the request was sent", KR,
           at("certificates/K1/issued_on", "2026-06-08"), at("exhibits/E8/effective", "2026-06-08")),
    inside("a denial was received the day before the certificate was issued", KR,
           refusal("2026-07-26")),
    inside("the closed case is retained until the required date", KR,
           at("closure", {"outcome": "issued", "closed_on": "2026-11-02", "because": "Certificate received.",
                          "retain_until": "2031-01-30"})),
    inside("the intake label names no request type, but the request type was confirmed before sending", KR,
           at("worker/intake_label", "Performer"),
           at("filing/reclassified", {"by": "helen-okafor", "on": "2026-06-08", "because": "A practice of her own."})),
    inside("the transfer of a self-employed worker is extended by the full number of months allowed", KR, *EXTENDED,
           register("agreements", "KR/self_employed/transfer_months", "4")),
    inside("the self-employed rules of an extended transfer are unconfirmed, but the open question is answered",
           KR, *EXTENDED,
           register("agreements", "KR/self_employed/transfer_months", "4"),
           register("agreements", "KR/self_employed/label", "copy"),
           at("questions/self-employed-rule", {"answer": "temporary-transfer", "known": "It is.",
                                               "evidence": ["ssa-korea-rule-2026-06"]})),

    inside("the quoted words run over two lines of the page", NO,
           at("quotes/Q1/words", "You remain\n employed  by Fjordline")),
    inside("a quotation is removed that no entry needs", NO, at("quotes/Q2", GONE)),
    inside("an exhibit that nothing cites was withdrawn", NO, _withdrawn("E5")),
    inside("a file that cannot be opened is kept as received", KR, _kept_as_received("E5")),
    inside("a side topic lists a file that is only kept as received", IT,
           at("exhibits/E12/as_received", "it cannot be opened")),
    inside("a team of two prepares and approves the case", NO, _team_of_two),
    inside("the approver who decided to file left the role the day after, and the case names the successor", NO,
           at("filing/decided_by", "david-lindqvist"),
           register("people", "david-lindqvist/roles", roles("approver", until="2026-01-20"))),
    inside("a deputy who was appointed that day decided to file", NO, at("filing/decided_by", "joao-ferreira"),
           register("people", "joao-ferreira/roles", roles("legal")),
           register("people", "joao-ferreira/deputy_for", [{**deputy(appointed_on="2026-01-20"), "from": "2026-01-20",
                                                            "until": "2026-01-20"}])),
    inside("another person becomes the operations owner", NO, at("people/operations", "marcus-bell")),
    inside("two people have the same name, and the register states that they are different", NO,
           register("people", "tomas-novak/name", "Helen Okafor"),
           register("people", "tomas-novak/not_same_as", [{"person": "helen-okafor", "because": "Both were asked."}])),
    inside("the owner left and another person took over after all approvals were given", NO,
           at("people/operations", "marcus-bell"), renewed=False),
    inside("the case names another legal reviewer after all approvals were given", NO,
           at("people/legal", "joao-ferreira"), renewed=False),
    inside("the address of the employer changed after all approvals were given", JP,
           register("employers", "kitanami-robotics/address", "1-1 Elsewhere, Osaka, Japan"), renewed=False),
    inside("the agreement's register entry was read again after all approvals were given", NO,
           register("agreements", "NO/extension/text", "Something new."), renewed=False),
    inside("the page with the rule was read again after all approvals were given", NO,
           register("sources", "ssa-norway-rule/accessed_on", "2026-11-02"), renewed=False),
    inside("a document was added to the assignment after all approvals were given", NO,
           at("assignment/evidence", ["E1", "E2", "E3"]), renewed=False),
    inside("a document was added to a condition after all approvals were given", KR,
           at("conditions/double_contributions/evidence", ["E6", "E5"]), renewed=False),
    inside("the agreement was checked again after all approvals were given", NO,
           at("conditions/agreement/checked_on", "2026-11-02"), renewed=False),
    inside("the request type was looked at again after all approvals were given", NO,
           at("filing/reclassified", {"by": "miriam-katz", "on": "2026-01-23", "because": "An audit asked."}),
           renewed=False),
    inside("the reason for the decision was rewritten after all approvals were given", NO,
           at("filing/because", "All is in order."), renewed=False),
    inside("the assignment was prolonged after all approvals were given, and the claim stayed", NO,
           at("assignment/ends", "2028-06-30"), renewed=False),
    inside("the work began earlier than on the sheet, and the claim stayed", KR,
           at("assignment/begins", "2026-08-15"), renewed=False),
    inside("a fact that the rule does not ask for changed after all approvals were given", NO,
           at("worker/residence", "NO"), renewed=False),
    inside("payroll corrected the first day of the change within the claimed days", KR,
           at("claims/C1/relied/0/from", "2026-10-01"), renewed=False),
    inside("a spelling error of the certificate was reported after all approvals were given", IT,
           at("exhibits/E10/title", "Certificate of Coverage"), renewed=False),
    inside("the first and the last approval of the exemption are exactly 30 days apart", NO,
           decided("D2", "2026-04-20T16:45-04:00"), answered("D2", "payroll", at="2026-05-20T16:45-04:00"),
           *entered("2026-05-20")),
    inside("earlier days were approved later, and payroll was changed from the first day of the first sheet", NO,
           on_sheet("D2", "claims.C1.begins", "2026-06-01"), at("claims/C1/relied/0/from", "2026-06-01"),
           decided_again("2026-05-11T10:00-04:00")),
    inside("a sheet that was proposed too early was replaced before payroll was changed", NO,
           decided("D2", "2026-04-15T05:45-04:00"), at("claims/C1/relied/0/entered_on", "2026-04-21"),
           decided_again("2026-04-17T10:00-04:00")),
    inside("the first filing sheet was refused, and the second approved", NO, _refused_first),
    inside("legal refused the first sheet of the exemption, and approved the second", NO,
           decided_again("2026-04-22T10:00-04:00"),
           answered("D2", "legal", answer="refuse", because="The dates are wrong.")),
    inside("the policy asks a further role after the exemption was approved", NO,
           register("policy", "approvals/exemption", ["data_quality", "approver", "legal", "payroll"]),
           on_sheet("D2", "policy.roles", ["approver", "legal", "payroll"])),
    inside("a narrower exemption was countersigned", NO, on_sheet("D2", "claims.C1.ends", "2028-06-30"),
           decided_again("2026-10-01T10:00-04:00")),
    inside("programs were approved and payroll was changed for them later", NO,
           on_sheet("D2", "claims.C1.programs", ["old-age"]), decided_again("2026-05-11T10:00-04:00"),
           at("exhibits/E14/effective", "2026-05-12"), at("exhibits/E14/recorded", "2026-05-12"),
           lambda one: one.case["claims"]["C1"]["relied"].append(
               {**one.case["claims"]["C1"]["relied"][0], "entered_on": "2026-05-12"})),
    inside("a letter of denial was about another worker, which a new sheet says", NO, _denial_answered),
    inside("an earlier status was “Denied”, and the last one is “Completed”", NO,
           request("tracker/0/shown", "Denied")),
    inside("a later status says again that the request is completed", NO,
           on_sheet("D2", "adverse.status-R1", "shown as “Denied”")),
    inside("the last status was answered on a new sheet", NO,
           request("tracker/1/shown", "Earlier denial withdrawn"), decided_again("2026-10-01T10:00-04:00")),
    inside("the letter that revoked an earlier certificate is cited with its state", NO, _earlier_one_revoked),
    inside("the words of an answer were changed after all approvals were given", JP,
           at("questions/single-employment/known", "Other words."), renewed=False),
    inside("payroll was changed again after a reversal that is shown", NO, _relied_again),
    inside("the work began later, the people approved the narrower claim, and payroll was corrected", NO,
           *STARTED_LATER, lambda one: one.case["claims"]["C1"]["relied"].append(
               {**one.case["claims"]["C1"]["relied"][0], "from": "2026-05-15", "entered_on": "2026-10-02",
                "evidence": [_payroll_record(one, "2026-10-02")]})),
    inside("the first days of the claim became a claim of their own", NO, _two_claims),
    inside("the first month was dropped, and payroll was corrected after that", NO,
           *dropped("begins", "2026-06-01", "2026-10-02T10:00-04:00"), changed_again("2026-10-12", "2026-06-01")),
    inside("payroll was corrected 30 days before the people approved that the first month was dropped", NO,
           *dropped("begins", "2026-06-01", "2026-10-02T10:00-04:00"), changed_again("2026-09-02", "2026-06-01")),
    inside("the last months were dropped, and payroll was corrected shortly before", JP,
           *dropped("ends", "2026-08-31", "2026-10-02T10:00-04:00"),
           changed_again("2026-09-21", "2026-07-01", until="2026-08-31")),
    inside("the last months were dropped, and payroll stated shortly before that they were paid", JP,
           *dropped("ends", "2026-08-31", "2026-10-02T10:00-04:00"), paid("2026-09-21", "peter-nakamura", of="E10")),
    inside("the worker returned early, which was approved months later", NO, at("assignment/ends", "2026-08-31"),
           on_sheet("D2", "assignment.ends", "2028-04-30"),
           *dropped("ends", "2026-08-31", "2026-10-02T10:00-04:00")),
    inside("future days were dropped in time, and have passed since", NO, as_of("2027-03-01"),
           *dropped("ends", "2026-12-31", "2026-10-02T10:00-04:00")),
    inside("a program was dropped before payroll was changed", NO,
           *dropped("programs", ["old-age"], "2026-04-23T10:00-04:00")),
    inside("a program was dropped, and payroll was changed again after that", NO,
           *dropped("programs", ["old-age"], "2026-10-02T10:00-04:00"), changed_again("2026-10-02", "2026-05-01")),
    inside("a program was dropped, and payroll stated with a record of that day that it was paid", NO,
           *dropped("programs", ["old-age"], "2026-10-02T10:00-04:00"), paid("2026-10-12")),
    inside("a program was dropped, and claimed again", NO,
           *dropped("programs", ["old-age", "survivors", "disability"], "2026-08-03T10:00-04:00"),
           on_sheet("D3", "claims.C1.programs", ["old-age"]), decided_again("2026-10-02T10:00-04:00", "D4")),
    inside("the first month was dropped after payroll had reversed the change and entered it again", NO,
           _relied_again, *dropped("begins", "2026-06-01", "2026-10-02T10:00-04:00")),
    inside("the operations owner approved the filing as the data-quality owner's deputy, as two people may", NO,
           register("policy", "separation", "two"),
           answered("D1", "data_quality", by="ingrid-dahl", deputy_of="tomas-novak"),
           register("people", "ingrid-dahl/deputy_for", [deputy(person="tomas-novak", role="data_quality")])),
    inside("a deputy who was appointed in time approved the filing", NO,
           answered("D1", "approver", by="joao-ferreira", deputy_of="helen-okafor"),
           register("people", "joao-ferreira/deputy_for", [deputy(appointed_on="2026-01-21")])),
    inside("a wrong answer was withdrawn, and a new sheet was approved", NO, _wrong_answer_withdrawn),
    inside("the approver left the role the day after the last approval", NO, at("people/approver", "david-lindqvist"),
           on_sheet("D1", "people.approver", "helen-okafor"), on_sheet("D2", "people.approver", "helen-okafor"),
           register("people", "helen-okafor/roles", roles("approver", until="2026-04-21"))),
    inside("two people confirmed that a number is harmless", NO,
           at("harmless_numbers", [harmless_number(NO, "219-09-9999")]), at("log/0/did", "Read permit 219-09-9999.")),
    inside("the same words are quoted twice", NO,
           at("quotes/Q3", {"exhibit": "E1", "page": 1, "words": "may recall you", "says": "The tie holds."})),

    inside("a law firm requested the certificate under a power of attorney", NO, request("requester", "agent"),
           *POWER_OF_ATTORNEY),
    inside("a law firm requested the certificate under a power of attorney of the day of approval", NO,
           request("requester", "agent"), *POWER_OF_ATTORNEY, at("exhibits/E4/effective", "2026-01-20")),
    inside("the home employer requested the certificate by letter", JP, request("requester", "home-employer"),
           request("authority", ["E1"])),
    inside("a further sheet was approved in the last minute of the as-of date", NO,
           decided_again(f"{AS_OF}T23:59-11:00")),
    inside("a second request that extends the first is in preparation", IT, second_request("extends")),
    inside("the first request was refused, and the certificate answers the request that was filed again", NO,
           filed_again),
    inside("the certificate was reissued for the same days after payroll had changed", NO, _reissued),
    inside("the refusal of an extension was received after the certificate", KR, _refused_extension),
    inside("the mailroom received the certificate two days before the case owner", NO,
           at("exhibits/E13/received", "2026-04-14")),
    inside("a corrected certificate was requested because of a wrong spelling", JP,
           at("certificates/K1/defect", {"kind": "spelling", "asked_on": "2026-07-01"})),
    inside("the capture of a status was withdrawn, and a later status followed", NO,
           at("exhibits/E10/withdrawn", {"on": "2026-11-01", "by": "ingrid-dahl", "because": "It is of another."})),
    inside("the payroll record was scanned again, and the first scan was withdrawn", NO, _scanned_again),
    inside("the certificate shows no number", NO, at("certificates/K1/number", "none shown")),
    inside("a draft with the number of the certificate was issued later", KR,
           second_certificate(state="draft", issued_on="2026-08-04")),
    inside("a certificate for fewer days is older than the certificate of the claim", NO,
           second_certificate(number="SPECIMEN-US-NO-0099", issued_on="2026-04-07", ends="2026-12-31")),
    inside("the certificate of the claim replaces one for fewer days that was issued on the same day", NO,
           second_certificate(number="SPECIMEN-US-NO-0099", ends="2026-12-31"), at("certificates/K1/replaces", "K2")),
    inside("a later certificate with another number covers all claimed days as well", NO,
           second_certificate(number="SPECIMEN-US-NO-0099", issued_on="2026-09-01", received_on="2026-09-10",
                              ends="2028-12-31")),
    inside("the claim names a second certificate that goes on from within the first", NO,
           second_certificate(number="SPECIMEN-US-NO-0099", begins="2028-04-01", ends="2028-04-30"),
           at("certificates/K1/ends", "2028-04-15"), at("claims/C1/certificates", ["K1", "K2"])),
    inside("a later certificate covers only days after the claim", NO,
           second_certificate(number="SPECIMEN-US-NO-0099", issued_on="2026-09-01", received_on="2026-09-10",
                              begins="2028-05-01", ends="2029-04-30")),
    inside("a later certificate that answers a request for more time begins within the claim", NO,
           sent_again("extends"),
           second_certificate(number="SPECIMEN-US-NO-0099", request="R2", issued_on="2026-09-01",
                              received_on="2026-09-10", begins="2028-04-01", ends="2029-04-30")),
    inside("a later certificate names a request that was sent on the day of issue", NO, sent_again("extends"),
           second_certificate(number="SPECIMEN-US-NO-0055", request="R2", issued_on="2026-01-23",
                              received_on="2026-02-10", begins="2028-04-01", ends="2029-04-30")),
    inside("a repeated request was refused on the day on which it was sent", NO, _refused_on_the_day),
    inside("a later certificate for fewer days with another number and request was revoked", NO,
           second_certificate(number="SPECIMEN-US-NO-0099", request=GONE, state="revoked", issued_on="2026-09-01",
                              received_on="2026-09-10", ends="2026-12-31"), renewed=False),
    inside("a draft was issued before the certificate", NO,
           second_certificate(state="draft", issued_on="2026-04-01"), renewed=False),
    inside("a second copy of the certificate is on file", NO, another_document("E13"),
           at("certificates/K1/copies", ["E913"])),
    inside("a scan of the certificate that could not be read was withdrawn", NO, _withdrawn("E13")),
    inside("a request that only repeated the first was refused as a duplicate", NO, _refused_repetition),
    inside("the proofs of sending, the certificate and the payroll record are dated on the days of their events", NO,
           at("exhibits/E8/effective", "2026-01-29"), at("exhibits/E13/recorded", "2026-04-15"),
           at("exhibits/E14/recorded", "2026-04-23")),
    inside("contributions are not paid, as a record of its own kind shows", IT,
           at("claims/C1/relied/0/how", "contributions-not-paid"), at("exhibits/E11/kind", "nonpayment-record")),
    inside("a tax return was filed, which is on file", KR,
           at("claims/C1/relied/0/how", "return-filed"),
           lambda one: one.case["exhibits"][one.case["claims"]["C1"]["relied"][0]["evidence"][0]].update(
               kind="filed-return")),
    *CLEAN_MAILS,
)  # fmt: skip
