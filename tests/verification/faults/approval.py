"""Faults of the decision sheets: who answered, when, over what, and what changed since."""

import json

from tests.support.sample import (
    GONE,
    Bench,
    Edit,
    at,
    capture_file,
    decision_file,
    exhibit_file,
    in_decisions,
    plan,
    register,
    request,
    roles,
    second_document,
)
from tests.verification.faults.table import (
    AFTER,
    FI,
    IT,
    JP,
    KR,
    NO,
    OTHER_BYTES,
    POWER_OF_ATTORNEY,
    Fault,
    also_answered,
    answered,
    decided,
    decided_again,
    defect,
    deputy,
    fault,
    filed_again,
    on_sheet,
    refusal,
    same_bytes,
    unanswered,
)

REFUSED = {"answer": "refuse", "because": "The dates are wrong."}
WITHDRAWN = {"answer": "withdraw", "because": "I had the wrong letter."}
EARLIER = "cs-0123456789abcdef"


def _removed(*names: str) -> Edit:
    """Delete files of the decisions folder."""

    def edit(one: Bench) -> None:
        for name in names:
            del one.decisions[name]

    return edit


def _answer_to_nothing(one: Bench) -> None:
    content = {**one.decisions["D2.legal.miriam-katz.yml"].content, "sheet": "D3"}
    one.decisions["D3.legal.miriam-katz.yml"] = decision_file(one, "D3.legal.miriam-katz.yml", content)


def _letter_of_denial(one: Bench) -> None:
    """A letter of denial arrives, and nobody has answered it."""
    one.case["exhibits"][second_document(one, "E5")].update(kind="denial-letter", recorded="2026-11-02")


def _letter_named_by_the_refusal(one: Bench) -> None:
    """A later letter of denial arrives, and the refusal of July cites it as well."""
    letter = second_document(one, "E5")
    one.case["exhibits"][letter].update(kind="denial-letter", effective="2026-11-02", recorded="2026-11-02")
    one.case["requests"]["R1"]["refusal"]["evidence"].append(letter)


def _letter_withdrawn(one: Bench) -> None:
    reason = {"on": "2026-11-03", "by": "ingrid-dahl", "because": "It is about another worker."}
    one.case["exhibits"]["E95"]["withdrawn"] = reason


def _status(shown: str) -> Edit:
    """A status check in November shows this text."""

    def edit(one: Bench) -> None:
        tracker = one.case["requests"]["R1"]["tracker"]
        capture = second_document(one, tracker[-1]["capture"])
        one.case["exhibits"][capture].update(effective="2026-11-02", recorded="2026-11-02")
        tracker.append({**tracker[-1], "at": "2026-11-02T09:00-05:00", "shown": shown, "capture": capture})
        on_sheet("D2", "adverse.status-R1", None)(one)

    return edit


def _deviation(kind: str) -> Edit:
    return at("deviations/V1", {"kind": kind, "request": "R1", "because": "The owner was ill."})


def cured(cured_on: str) -> Edit:
    """Payroll was changed the day before the certificate arrived, and that was put right later."""

    def edit(one: Bench) -> None:
        claim = one.case["claims"]["C1"]
        claim["relied"][0]["entered_on"] = "2026-04-15"
        record = second_document(one, "E14")
        one.case["exhibits"][record].update(effective="2026-05-04", recorded="2026-05-04")
        decided("D2", "2026-05-20T10:00-04:00")(one)
        claim["breach"] = {
            "noticed_on": "2026-05-04", "remedy": "contributions-paid", "cured_on": cured_on,
            "because": "Payroll had the wrong list.", "evidence": [record],
        }  # fmt: skip

    return edit


def _of_two(helen: list[dict[str, str]] | None = None) -> tuple[Edit, ...]:
    """Only the final approver and payroll are asked about the exemption. Helen Okafor is legal reviewer too."""
    changed = [register("people", "helen-okafor/roles", helen)] if helen else []
    return (
        register("policy", "approvals/exemption", ["approver", "payroll"]),
        at("people/legal", "helen-okafor"),
        unanswered("D2", "legal"),
        *changed,
    )


def _late_sign_off(accepted_by: str) -> tuple[Edit, ...]:
    """The approver signed off the filing a day after sending, and a final approver accepted that."""
    return (
        _deviation("late-sign-off"),
        answered("D1", "approver", at="2026-01-23T10:05-05:00"),
        on_sheet("D1", "people.approver", "helen-okafor"),
        at("people/approver", accepted_by),
        answered("D2", "approver", by=accepted_by),
    )


def _only_approver(person: str) -> Edit:
    """Nobody else in the register is a final approver or the deputy of one."""

    def edit(one: Bench) -> None:
        for key, row in one.registers["people"].items():
            if isinstance(row, dict) and key != person:
                row["roles"] = [held for held in row["roles"] if held["role"] != "approver"]
                row.pop("deputy_for", None)

    return edit


def _receipt_corrected(one: Bench) -> None:
    """The certificate arrived later than the sheet says on which payroll was changed; everybody approved that again."""
    decided_again("2026-05-11T10:00-04:00")(one)
    on_sheet("D2", "certificates.K1.received_on", "2026-04-16")(one)
    one.case["certificates"]["K1"]["received_on"] = "2026-04-30"


def _received_under_another_id(one: Bench) -> None:
    """The same certificate is on record under another id and with a later receipt, and is approved again."""
    old = json.dumps(one.case["certificates"].pop("K1"))
    on_sheet("D2", "certificates.K1.received_on", "2026-04-16")(one)
    one.case["certificates"]["K2"] = {**json.loads(old), "received_on": "2026-04-30"}
    one.case["claims"]["C1"]["certificates"] = ["K2"]
    decided_again("2026-05-11T10:00-04:00")(one)


TAKEOVER = at(
    "takeover",
    {"requests": ["R1"], "stated_on": "2026-11-02", "by": "ingrid-dahl", "because": "It was sent before this tool."},
)


def _without_filing_sheet(one: Bench) -> None:
    one.plan.pop("D1")


def _in_effect_before(cut_over: str, entered_on: str = "2026-04-24") -> tuple[Edit, ...]:
    """The request and the payroll change are taken over, and people approve the exemption much later."""
    return (
        _without_filing_sheet,
        TAKEOVER,
        at("takeover/claims", ["C1"]),
        register("policy", "cut_over", cut_over),
        at("claims/C1/relied/0/entered_on", entered_on),
        decided("D2", "2026-11-03T10:00-05:00"),
    )


def _packet_replaced(one: Bench) -> None:
    """A document of the packet was withdrawn after the request was sent, and another takes its place."""
    one.case["packet"]["employer_details"] = [second_document(one, "E4")]
    one.case["exhibits"]["E4"]["withdrawn"] = _OUT_OF_USE
    on_sheet("D1", "packet.employer_details", ["E4"])(one)
    on_sheet("D1", "exhibits.E4.kind", "employer-registration")(one)


_OUT_OF_USE = {"on": "2026-11-02", "by": "ingrid-dahl", "because": "It was the wrong file."}
_WITHDRAWN_LATER = also_answered("D1", "data_quality", "tomas-novak", "2026-11-02T09:00-05:00", **WITHDRAWN)


def _refused_later(one: Bench) -> None:
    """Somebody proposed more programs, and legal refused; the record is as it was approved."""
    decided_again("2026-10-01T10:00-04:00")(one)
    on_sheet("D3", "claims.C1.programs", ["old-age", "survivors", "disability", "rehabilitation"])(one)
    answered("D3", "legal", answer="refuse", because="The agreement does not cover it.")(one)


def _deputy_after_refusal(one: Bench) -> None:
    """Legal refused sheet D2, and legal's deputy approved sheet D3 with the same facts."""
    decided_again("2026-04-22T10:00-04:00")(one)
    answered("D2", "legal", answer="refuse", because="The dates are wrong.")(one)
    answered("D3", "legal", by="joao-ferreira", deputy_of="miriam-katz")(one)
    register("people", "joao-ferreira/deputy_for", [deputy(person="miriam-katz", role="legal", until="2026-12-31")])(
        one
    )


APPROVAL: tuple[Fault, ...] = (
    fault("A01", "the data-quality owner has not approved the filing", NO, unanswered("D1", "data_quality")),
    fault("A01", "the approver approved the filing the day after it was sent", NO,
          answered("D1", "approver", at="2026-01-23T10:05-05:00")),
    fault("A01", "the filing was approved before the decision to file", NO, decided("D1", "2026-01-19T04:59-05:00")),
    fault("A01", "the request was sent without a filing sheet", NO, lambda one: one.plan.pop("D1")),
    fault("A01", "the approver refused the filing, and the request was sent", NO,
          answered("D1", "approver", **REFUSED)),
    fault("A01", "the data-quality owner withdrew the approval of the filing", NO,
          also_answered("D1", "data_quality", "tomas-novak", "2026-01-21T09:00-05:00", **WITHDRAWN)),
    fault("A01", "the two approvals of the filing are 31 days apart", NO, decided("D1", "2025-12-21T10:05-05:00"),
          answered("D1", "approver", at="2026-01-21T10:05-05:00")),
    fault("A01 A03", "a second approver approved the filing in place of the approver of this case", NO,
          answered("D1", "approver", by="david-lindqvist")),
    fault("A01 A08", "the data-quality owner approved the filing before the sheet was proposed", NO,
          answered("D1", "data_quality", at="2026-01-20T15:29-05:00")),
    fault("A01 A08", "a filing approval names a different sheet", NO,
          in_decisions("D1.approver.helen-okafor.yml", "sha256", OTHER_BYTES), renewed=False),
    fault("A01 A08", "the filing sheet was changed after it was approved", NO,
          in_decisions("D1.filing.txt", "assignment.ends", "2029-04-30"), renewed=False),

    fault("A02", "legal withdrew the approval of the exemption after payroll was changed", NO,
          also_answered("D2", "legal", "miriam-katz", "2026-06-01T09:00-04:00", **WITHDRAWN)),
    fault("A02", "legal refused a later sheet with more programs", NO, _refused_later),
    fault("A02 E05", "a deputy approved the exemption after the principal refused it", NO, _deputy_after_refusal),
    fault("A02 E05", "legal refused the exemption", NO, answered("D2", "legal", **REFUSED)),
    fault("A02 E05", "payroll has not approved the exemption", NO, unanswered("D2", "payroll")),
    fault("A02 E05 F11", "payroll approved the exemption after the as-of date", NO,
          answered("D2", "payroll", at=f"{AFTER}T09:30-05:00")),
    fault("A02 E05", "no sheet of the exemption was proposed", NO, lambda one: one.plan.pop("D2")),
    fault("A02 E05", "the exemption sheet was proposed the day before the certificate was received", NO,
          decided("D2", "2026-04-15T05:45-04:00")),
    fault("A02 E05", "the first and the last approval of the exemption are 31 days apart", NO,
          answered("D2", "payroll", at="2026-05-22T09:30-04:00")),
    fault("A02 A03 E05", "a person who is not the legal reviewer of this case approved in that role", NO,
          answered("D2", "legal", by="joao-ferreira")),
    fault("A02 A08 E05", "the exemption sheet was changed after it was approved", NO,
          in_decisions("D2.exemption.txt", "claims.C1.ends", "2028-05-31"), renewed=False),

    fault("A03", "the same person approves in two roles", NO, at("people/legal", "helen-okafor"),
          at("rule/confirmed_by", "helen-okafor"), answered("D2", "legal", by="helen-okafor"),
          register("people", "helen-okafor/roles", roles("approver", "legal"))),
    fault("A03", "a person who was not asked approves as well", NO,
          also_answered("D2", "legal", "joao-ferreira", "2026-04-21T09:00-04:00")),
    fault("A03", "the approver and the approver's deputy both approve", NO,
          also_answered("D1", "approver", "joao-ferreira", "2026-01-21T09:00-05:00", deputy_of="helen-okafor"),
          register("people", "joao-ferreira/deputy_for", [deputy()])),
    fault("A03", "the operations owner approves the filing as the deputy of the data-quality owner", NO,
          answered("D1", "data_quality", by="ingrid-dahl", deputy_of="tomas-novak"),
          register("people", "ingrid-dahl/deputy_for", [deputy(person="tomas-novak", role="data_quality")])),
    fault("A03", "a deputy whom nobody appointed approves the filing", NO,
          answered("D1", "approver", by="joao-ferreira", deputy_of="helen-okafor")),
    fault("A03", "a deputy approves the day after the deputy's term", NO,
          answered("D1", "approver", by="joao-ferreira", deputy_of="helen-okafor"),
          register("people", "joao-ferreira/deputy_for", [deputy(until="2026-01-20")])),
    fault("A03", "a deputy who was appointed the day after approved the filing", NO,
          answered("D1", "approver", by="joao-ferreira", deputy_of="helen-okafor"),
          register("people", "joao-ferreira/deputy_for", [deputy(appointed_on="2026-01-22")])),
    fault("A03", "the legal reviewer approved the exemption after leaving the role", NO,
          register("people", "miriam-katz/roles", roles("legal", until="2026-04-19")),
          at("people/legal", "joao-ferreira"), on_sheet("D1", "people.legal", "miriam-katz"),
          on_sheet("D2", "people.legal", "miriam-katz")),
    fault("A03", "the operations owner became the approver after the request was sent", NO,
          on_sheet("D1", "people.approver", "helen-okafor"), at("people/approver", "ingrid-dahl"),
          answered("D2", "approver", by="ingrid-dahl"),
          register("people", "ingrid-dahl/roles", roles("operations", "approver"))),

    fault("A04", "the assignment ends on a different day than on the filing sheet, and the request was not sent yet",
          FI, at("assignment/ends", "2029-01-31"), at("stage", "preparing"), renewed=False),
    fault("A04", "the destination changed after the filing was approved, and the request was not sent yet", FI,
          request("route/destination_seen_on", "2026-11-12"), at("stage", "preparing"), renewed=False),

    fault("A05", "the certificate number changed after the exemption was approved", NO,
          at("certificates/K1/number", "SPECIMEN-US-NO-9999"), renewed=False),
    fault("A05 E05", "a program was added after the exemption was approved", NO,
          at("claims/C1/programs", ["old-age", "survivors", "disability", "rehabilitation"]), renewed=False),
    fault("A05", "the claim ends later than on the sheet", NO, on_sheet("D2", "claims.C1.ends", "2028-03-31")),
    fault("A05", "the claim begins earlier than on the sheet", NO, on_sheet("D2", "claims.C1.begins", "2026-06-01"),
          at("claims/C1/relied/0/from", "2026-06-01")),
    fault("A05", "a document was removed that the exemption was approved on", NO,
          at("assignment/evidence", ["E1"]), renewed=False),
    fault("A05", "the web address of the rule page changed after all approvals were given", NO,
          register("sources", "ssa-norway-rule/url", "https://www.ssa.gov/elsewhere"), renewed=False),
    fault("A05 D10", "the decision to file was changed after all approvals were given", NO,
          at("filing/decision", "escalate"), renewed=False),
    fault("A05 R04", "the country of the employer changed in the register", NO,
          register("employers", "fjordline-subsea/country", "CA"), renewed=False),
    fault("A05 X03", "the certificate was revoked after the exemption was approved", NO,
          at("certificates/K1/state", "revoked"), renewed=False),
    fault("A05 X10", "a letter of denial was recorded after the exemption was approved", NO, _letter_of_denial),
    fault("X10", "a letter of denial is on the sheet, and no entry says what it denied", NO, _letter_of_denial,
          decided_again("2026-11-03T10:00-05:00")),
    fault("X10", "a letter of denial is cited for a spelling error", NO, _letter_of_denial,
          at("certificates/K1/defect", {"kind": "spelling", "asked_on": "2026-11-03", "evidence": ["E95"]}),
          decided_again("2026-11-03T10:00-05:00")),
    fault("X10", "a letter of denial is cited for an earlier refusal", KR, refusal("2026-07-26"),
          _letter_named_by_the_refusal, decided_again("2026-11-03T10:00-05:00")),
    fault("A05", "a letter of denial was withdrawn after the exemption was approved, and nobody approved the reason",
          NO, _letter_of_denial, _letter_withdrawn),
    fault("A05", "a refusal that is on the exemption sheet was deleted from the record", NO,
          on_sheet("D2", "adverse.refusal-R1", "refused on 2026-11-01")),
    fault("A05", "a letter that is on the exemption sheet was given another kind", NO,
          on_sheet("D2", "adverse.exhibit-E5", "denial-letter")),
    fault("A05", "a status after the receipt of the certificate says something unknown", NO, _status("Case archived")),
    fault("A05", "the last status says that the certificate was revoked", NO, _status("Revoked")),
    fault("A05", "the last status says that the request is not approved", IT, _status("Request NOT approved.")),
    fault("A05 F06", "a cited exhibit changed after all approvals were given", NO,
          exhibit_file("E1", sha256=OTHER_BYTES), renewed=False),

    fault("A06", "the filing sheet was proposed under an earlier control set", NO, plan("D1/controls", EARLIER)),

    fault("A07 E13", "two programs were removed after the exemption was approved", NO,
          at("claims/C1/programs", ["old-age"]), renewed=False),
    fault("A07", "the claim ends earlier than on the sheet", NO, at("claims/C1/ends", "2028-03-31"), renewed=False),
    fault("A07", "the claim begins later than on the sheet", NO, at("claims/C1/begins", "2026-06-01"),
          at("claims/C1/relied/0/from", "2026-06-01"), renewed=False),
    fault("A07", "the assignment and the claim end earlier than on the sheet", NO, at("assignment/ends", "2028-03-31"),
          at("claims/C1/ends", "2028-03-31"), renewed=False),

    fault("A01 A08", "the filing sheet and its answers are missing", NO,
          _removed("D1.filing.txt", "D1.approver.helen-okafor.yml", "D1.data_quality.tomas-novak.yml"), renewed=False),
    fault("A08 A02 E05", "the exemption sheet does not name the hash of the filing sheet", NO,
          in_decisions("D2.exemption.txt", "previous", OTHER_BYTES), renewed=False),
    fault("A08 A02 E05", "the exemption sheet is the sheet of a different case", NO,
          in_decisions("D2.exemption.txt", "case", "NO-2026-901"), renewed=False),
    fault("A08", "an answer is about a sheet that is not on file", NO, _answer_to_nothing, renewed=False),
    fault("A08", "an answer was written before it was given", NO,
          in_decisions("D1.approver.helen-okafor.yml", "written", "2026-01-21T10:04-05:00"), renewed=False),
    fault("A08", "the e-mail that contains an answer is not on file", NO,
          in_decisions("D2.legal.miriam-katz.yml", "message", "D2.legal.miriam-katz.eml"),
          in_decisions("D2.legal.miriam-katz.yml", "message_sha256", OTHER_BYTES),
          in_decisions("D2.legal.miriam-katz.yml", "entered_by", "ingrid-dahl"), renewed=False),
    fault("A08", "a log entry from before all sheets was rewritten", NO, at("log/0/did", "Other words."),
          renewed=False),
    fault("A08", "a log entry between filing and exemption was rewritten", NO, at("log/2/did", "Other words."),
          renewed=False),
    fault("A08", "the log was deleted", NO, at("log", GONE), renewed=False),
    fault("A08", "the log entries before the exemption sheet were deleted", NO, *[at("log/2", GONE)] * 4,
          renewed=False),

    fault("A09", "the request was approved for a different worker", NO, on_sheet("D1", "worker.reference", "W-9999")),
    fault("A09", "the request was approved for a different employer", NO,
          on_sheet("D1", "employer", "brightwater-instruments")),
    fault("A05 A09", "the worker of the case changed after all approvals were given", NO,
          at("worker/reference", "W-2002"), at("claims/C1/worker", "W-2002"), renewed=False),

    fault("A01", "the approver has not approved the filing", IT, unanswered("D1", "approver")),
    fault("A01", "the approver approved the filing the day after it was sent", IT,
          answered("D1", "approver", at="2026-01-31T15:00-05:00")),
    fault("A02 E05", "legal has not approved the exemption", IT, unanswered("D2", "legal")),
    fault("A02 A03 E05", "a payroll owner who is not assigned to this case approved the exemption", IT,
          answered("D2", "payroll", by="carla-jensen")),
    fault("A05", "a second citizenship was recorded after all approvals were given", IT,
          at("worker/citizenships", ["US", "CA"]), renewed=False),
    fault("A06", "the exemption sheet was proposed under an earlier control set", IT, plan("D2/controls", EARLIER)),
    fault("A07 E13", "two programs were removed after the exemption was approved", IT,
          at("claims/C1/programs", ["old-age"]), renewed=False),
    fault("A08", "the log was deleted", IT, at("log", GONE), renewed=False),
    fault("A09", "the request was approved for a different business", IT,
          on_sheet("D1", "activity.name", "Mancuso-Reed Antiques")),

    fault("A01", "the data-quality owner has not approved the filing", JP, unanswered("D1", "data_quality")),
    fault("A02 E05", "the exemption sheet was proposed the day before the certificate was received", JP,
          decided("D2", "2026-06-07T05:00-04:00")),
    fault("A02 E05", "the approver has not approved the exemption", JP, unanswered("D2", "approver")),
    fault("A03", "a second legal reviewer approves the exemption as well", JP,
          also_answered("D2", "legal", "joao-ferreira", "2026-06-12T09:00-04:00")),
    fault("A05 E06", "the answer to a question became unknown after the exemption was approved", JP,
          at("questions/single-employment", {"unknown": "Not seen.", "escalated_to": "ingrid-dahl",
                                             "escalated_on": "2026-11-02"}), renewed=False),
    fault("A05 F06", "the personnel register changed after all approvals were given", JP,
          exhibit_file("E2", sha256=OTHER_BYTES), renewed=False),
    fault("A05 X10", "the request was refused after the exemption was approved", JP, refusal("2026-06-20"),
          renewed=False),
    fault("A06", "the filing sheet was proposed under an earlier control set", JP, plan("D1/controls", EARLIER)),
    fault("A07", "the claim ends earlier than on the sheet", JP, at("claims/C1/ends", "2029-05-31"), renewed=False),
    fault("A09", "the request was approved for the other direction", JP, on_sheet("D1", "direction", "outbound")),

    fault("A01", "the filing was refused by the data-quality owner", KR, answered("D1", "data_quality", **REFUSED)),
    fault("A02 E05", "payroll has not approved the exemption", KR, unanswered("D2", "payroll")),
    fault("A03", "the approver's deputy approves the exemption without an appointment", KR,
          answered("D2", "approver", by="david-lindqvist", deputy_of="helen-okafor")),
    fault("A05", "the principal country of the business changed after all approvals were given", KR,
          at("activity/principal_country", "US"), renewed=False),
    fault("A05", "the reference number of the request changed after the exemption was approved", KR,
          request("sent/reference", "SPECIMEN-KR-9999"), renewed=False),
    fault("A05 X03", "a corrected certificate was requested after the exemption was approved", KR,
          defect("2026-09-01"), renewed=False),
    fault("A06", "the exemption sheet was proposed under an earlier control set", KR, plan("D2/controls", EARLIER)),
    fault("A07 E13", "one program was removed after the exemption was approved", KR,
          at("claims/C1/programs", ["seca-hi"]), renewed=False),
    fault("A08", "a log entry from before the exemption sheet was rewritten", KR, at("log/2/did", "Other words."),
          renewed=False),
    fault("A09", "the request was approved for a different worker", KR, on_sheet("D1", "worker.reference", "W-9999")),

    fault("A12", "a deviation is recorded and accepted on the exemption sheet", NO, _deviation("stale-page")),
    fault("A05 A10 A12", "a deviation was recorded after the exemption was approved", NO, _deviation("stale-page"),
          renewed=False),
    fault("A11 A12", "a request with a filing sheet is taken over", NO, TAKEOVER,
          register("policy", "cut_over", "2026-06-01")),
    fault("A05", "an earlier request, which the certificate does not answer, was withdrawn after the approval", NO,
          filed_again, request("withdrawn", {"on": "2026-11-02", "by": "ingrid-dahl", "because": "It is void."}),
          on_sheet("D3", "adverse.withdrawal-R1", None)),
    fault("A11 A12", "a request was sent on the cut-over day and is taken over", JP, TAKEOVER, _without_filing_sheet,
          register("policy", "cut_over", "2026-03-18")),
    fault("A11 A12", "the cut-over day that a takeover needs has not come", JP, TAKEOVER, _without_filing_sheet,
          register("policy", "cut_over", "2027-12-31")),
    fault("A12", "a request that was sent before the cut-over day is taken over", JP, TAKEOVER, _without_filing_sheet,
          register("policy", "cut_over", "2026-03-19")),
    fault("A12 F11", "the takeover of a request is stated after the as-of date", JP, TAKEOVER,
          at("takeover/stated_on", AFTER), _without_filing_sheet, register("policy", "cut_over", "2026-03-19")),
    fault("A12", "the filing was signed off a day after sending, and another approver accepts the deviation", NO,
          *_late_sign_off(accepted_by="david-lindqvist")),
    fault("A10 A12", "the approver signed off the filing a day after sending and accepts that alone", NO,
          *_late_sign_off(accepted_by="helen-okafor")),
    fault("A10 A12", "the approver signed off late and accepts that under a second id", NO,
          *_late_sign_off(accepted_by="david-lindqvist"),
          register("people", "david-lindqvist/same_as", {"person": "helen-okafor", "because": "One person."})),
    fault("A12", "the only approver signed off late, and legal accepts that as well", NO,
          *_late_sign_off(accepted_by="helen-okafor"), _only_approver("helen-okafor")),
    fault("A11 A12", "a request that the operations owner sent for an agent is taken over", NO, TAKEOVER,
          _without_filing_sheet, request("requester", "agent"), *POWER_OF_ATTORNEY),
    fault("A12", "a request that an agent sent is taken over", NO, TAKEOVER, _without_filing_sheet,
          request("requester", "agent"), *POWER_OF_ATTORNEY, request("sent/by", "rosa-marin"),
          register("people", "rosa-marin", {"name": "Rosa Marín", "title": "Counsel of the worker", "roles": []})),
    fault("A12", "a payroll change of before the cut-over day is taken over", NO, *_in_effect_before("2026-06-01")),
    fault("A12", "a payroll change of before the cut-over day is taken over, and no record of it is on file", NO,
          *_in_effect_before("2026-06-01"), at("claims/C1/relied/0/evidence", GONE),
          at("exhibits/E14/kind", "internal-note")),
    fault("A11 A12 E05", "a payroll change of the cut-over day is taken over", NO,
          *_in_effect_before("2026-04-16", "2026-04-16")),
    fault("A11 A12 E05", "a payroll change is taken over before a cut-over day that has not come", NO,
          *_in_effect_before(AFTER)),
    fault("A12 E05", "a payroll change of before the certificate was received is taken over", NO,
          *_in_effect_before("2026-06-01", "2026-04-15")),
    fault("A12 E05", "a payroll change is taken over, and the receipt is corrected to a later day", NO,
          *_in_effect_before("2026-06-01", "2026-04-16"), at("certificates/K1/received_on", "2026-04-17"),
          on_sheet("D2", "certificates.K1.received_on", "2026-04-16"),
          decided_again("2026-11-04T10:00-05:00")),
    fault("A05 A12 E05", "the payroll change is taken over, and nobody has accepted that", NO,
          *_in_effect_before("2026-06-01"), on_sheet("D2", "takeover.claims", None)),
    fault("A05 A12 F27 P01", "a document of the packet was withdrawn after sending, and none replaces it", NO,
          at("exhibits/E4/withdrawn", _OUT_OF_USE), renewed=False),
    fault("P01", "a document of the packet was withdrawn the day before sending, and replaced later", NO,
          _packet_replaced, at("exhibits/E4/withdrawn", {**_OUT_OF_USE, "on": "2026-01-21"})),
    fault("A05 A12", "a document of the packet was withdrawn after sending and replaced, and nobody accepted it", NO,
          _packet_replaced),
    fault("A12", "a document of the packet was withdrawn after sending and replaced, and the people accepted it", NO,
          _packet_replaced, decided_again("2026-11-03T10:00-05:00")),
    fault("A05 A12", "the approval of the filing was withdrawn after sending, and nobody has answered that", NO,
          _WITHDRAWN_LATER),
    fault("A12", "the approval of the filing was withdrawn after sending, and the people accepted it", NO,
          decided_again("2026-11-03T10:00-05:00"), _WITHDRAWN_LATER),
    fault("A03 A12", "a filing that the wrong person approved was withdrawn after sending", NO,
          also_answered("D1", "data_quality", "grace-whitfield", "2026-01-21T09:00-05:00"), _WITHDRAWN_LATER,
          decided_again("2026-11-03T10:00-05:00")),
    fault("A01 A12", "the filing was signed off on the day on which the certificate was received", NO,
          _deviation("late-sign-off"), decided("D1", "2026-04-16T10:05-04:00")),
    fault("A12", "the online form was not checked, and the deviation is accepted", NO,
          _deviation("form-check-not-noted"), request("sent/form_checked_on", GONE)),
    fault("A12", "the destination was looked up 60 days before sending, and the deviation is accepted", NO,
          _deviation("stale-page"), request("route/destination_seen_on", "2025-11-23")),
    fault("A12 L05", "the destination was looked up 61 days before sending, and the deviation is accepted", NO,
          _deviation("stale-page"), request("route/destination_seen_on", "2025-11-22")),
    fault("A12", "payroll was changed too early, and the breach is cured and accepted", NO, cured("2026-05-20")),
    fault("A12 E05 E12 F34", "the record of the early change is the record of its cure", NO, cured("2026-05-20"),
          at("claims/C1/breach/evidence", ["E14"])),
    fault("A12 E05", "the record of the early change is on file again as the record of its cure", NO,
          cured("2026-05-20"), same_bytes("E14", "E914")),
    fault("A12 E05", "the cure of a breach was accepted two days before it", NO, cured("2026-05-22")),
    fault("A12", "the cure of a breach was accepted on a day that had begun elsewhere", NO, cured("2026-05-20"),
          decided("D2", "2026-05-19T20:00-04:00")),
    fault("E05", "payroll was changed on the day before an approval in Tokyo", NO,
          answered("D2", "approver", at="2026-04-23T14:00+09:00"), at("claims/C1/relied/0/entered_on", "2026-04-22")),
    fault("A12", "the legal reviewer, who is the final approver too, accepts a breach once", NO, cured("2026-05-20"),
          *_of_two(roles("approver", "legal"))),
    fault("A12 E05", "the legal reviewer of a breach is not asked", NO, cured("2026-05-20"), *_of_two(),
          at("people/legal", "miriam-katz")),
    fault("A12 E05 F11", "payroll was changed too early, and the breach is cured after the as-of date", NO,
          cured(AFTER)),
    fault("A12 E05", "payroll was changed too early, and the breach is cured after the last claimed day", NO,
          cured("2026-05-20"), at("claims/C1/ends", "2026-05-19")),
    fault("A05 A12 E05", "payroll was changed too early, and nobody has accepted the cure", NO, cured("2026-05-20"),
          on_sheet("D2", "claims.C1.breach.cured_on", None)),

    fault("D10", "a condition turned out to be unknown after the request was sent", NO,
          on_sheet("D1", "conditions.cross_border.met", "yes"), at("conditions/cross_border/met", "unknown")),
    fault("A09", "the request was sent for another worker", NO, request("sent/as_sent", {"worker": "Amelia Thorn"})),
    fault("A09", "the request was sent for another company", JP, request("sent/as_sent", {"employer": "Other Inc."})),
    fault("A09", "the request was sent for days before the claim", KR,
          request("sent/as_sent", {"begins": "2020-01-01", "ends": "2026-08-31"})),
    fault("D10", "the team decided not to file after the request was sent", IT,
          on_sheet("D1", "filing.decision", "file"), at("filing/decision", "do-not-file")),
    fault("D10", "the rule was found not to apply after the request was sent", JP,
          on_sheet("D1", "rule.confirmed", "yes"), at("rule/confirmed", "no")),
    fault("D10", "the rule was confirmed again without an official source", KR,
          on_sheet("D1", "rule.evidence", ["ssa-korea-rule-2026-06", "E1"]), at("rule/evidence", ["E1"])),
    fault("A05 D10", "a condition was recorded as not met after all approvals were given", IT,
          at("conditions/double_contributions/met", "no"), renewed=False),
    fault("D07", "the capture of the residence rule changed after all approvals were given", KR,
          capture_file("ssa-korea-rule-2026-06", sha256=OTHER_BYTES), renewed=False),

    fault("E05", "two programs were approved only after payroll was changed", NO,
          on_sheet("D2", "claims.C1.programs", ["old-age"]), decided_again("2026-05-11T10:00-04:00")),
    fault("E05", "payroll was changed from a day that was approved only later", NO,
          on_sheet("D2", "claims.C1.begins", "2026-06-01"), decided_again("2026-05-11T10:00-04:00")),
    fault("E05 F34", "the receipt was corrected to a day after payroll was changed, and approved again", NO,
          _receipt_corrected),
    fault("E05 F34", "a certificate was recorded again under another id, received after payroll was changed", NO,
          _received_under_another_id),
    fault("A05", "a later sheet left out two roles that an earlier sheet and the policy ask", NO,
          on_sheet("D2", "claims.C1.ends", "2028-03-31"), decided_again("2026-10-01T10:00-04:00"),
          on_sheet("D3", "policy.roles", ["approver"])),
    fault("E05", "payroll was changed on a sheet that was proposed before the certificate was received", NO,
          decided("D2", "2026-04-15T05:45-04:00"), at("claims/C1/relied/0/entered_on", "2026-04-16"),
          decided_again("2026-04-17T10:00-04:00")),
)  # fmt: skip
