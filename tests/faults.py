"""Single changes to a sample case, each with the exact set of controls that must object to it.

`FAULTS` is the table: a sentence, the case it starts from, the change, and who objects. Approvals and the stated
posture are renewed after the change, so that the set names the root cause, unless the fault is about approvals.
`BOUNDARIES` are changes that lie just inside a rule, and that nobody may object to.
"""

from dataclasses import dataclass

from tests.sample import (
    AS_OF,
    GONE,
    Bench,
    Edit,
    as_of,
    at,
    bench,
    beside,
    capture_file,
    day_after,
    exhibit_file,
    register,
    sign,
)

OTHER_BYTES = "0" * 64
AFTER = day_after(AS_OF.isoformat())


@dataclass(frozen=True, slots=True)
class Fault:
    """One change to a sample case, in a sentence, and the controls that must object to it and no others."""

    says: str
    base: str
    edits: tuple[Edit, ...]
    objects: frozenset[str] = frozenset()
    renewed: bool = True

    def made(self) -> Bench:
        """The case with the change in it."""
        one = bench(self.base, self.edits)
        return sign(one) if self.renewed else one


def _fault(objects: str, says: str, base: str, *edits: Edit, renewed: bool = True) -> Fault:
    return Fault(says, base, edits, frozenset(objects.split()), renewed)


NO, DE, IT, PT, JP = "NO-2026-001", "DE-2026-002", "IT-2026-003", "PT-2026-013", "JP-2026-014"
KR, SE, CA, BE = "KR-2026-015", "SE-2026-019", "CA-2026-023", "BE-2025-018"
GB, WAITING = "GB-2026-009", "DE-2026-024"

_FOLLOW_UP = {
    "at": "2026-03-09T10:00-04:00",
    "by": "ingrid-dahl",
    "to": "Social Security Administration",
    "about": "Asking for the state of the request.",
    "follow_up": "true",
    "evidence": ["ssa-online-service-2026-02"],
}
_LOOK = {"at": "2027-02-01T09:00-05:00", "by": "priya-raman", "shown": "In Bearbeitung", "capture": "E8"}


def _contact(**changes: object) -> Edit:
    return at("contacts", [{**_FOLLOW_UP, "follow_up": True, **changes}])


_DECISION = (
    _fault("D01", "a condition has nothing to show", NO, at("conditions/dual_exposure/evidence", GONE)),
    _fault("D01 D05", "a condition is unknown", NO, at("conditions/cross_border/met", "unknown")),
    _fault("D01 D05", "a condition is not met", NO, at("conditions/dual_exposure/met", "no")),
    _fault(
        "D01",
        "a condition was checked only after the decision",
        NO,
        at("conditions/dual_exposure/checked_on", "2026-01-21"),
    ),
    _fault(
        "D02 D05",
        "the agreement enters into force the day after it was decided to file",
        NO,
        register("agreements", "NO/in_force", "2026-01-21"),
    ),
    _fault(
        "D02 D03 D05",
        "the agreement is signed but not in force",
        NO,
        register("agreements", "NO/status", "signed_not_in_force"),
        register("agreements", "NO/in_force", GONE),
    ),
    _fault(
        "D02 D03 D05 E02", "the register holds no agreement with the partner", NO, register("agreements", "NO", GONE)
    ),
    _fault(
        "D03",
        "the first claimed day lies before the entry into force",
        NO,
        register("agreements", "NO/in_force", "2026-01-15"),
        at("assignment/begins", "2026-01-14"),
        at("certificates/K1/begins", "2026-01-14"),
        at("claims/C1/begins", "2026-01-14"),
    ),
    _fault("D04", "nobody is named who looked the agreement up", NO, at("conditions/agreement/checked_by", GONE)),
    _fault(
        "D04",
        "the agreement was looked up the day after the decision",
        NO,
        at("conditions/agreement/checked_on", "2026-01-21"),
    ),
    _fault(
        "D04",
        "the agreement was looked up 31 days before the decision",
        NO,
        at("conditions/agreement/checked_on", "2025-12-20"),
    ),
    _fault(
        "D04",
        "the list of agreements was read ten weeks before",
        NO,
        at("conditions/agreement/evidence", ["ssa-agreements-list"]),
    ),
    _fault(
        "D04",
        "the list of agreements was read only after the decision",
        NO,
        at("conditions/agreement/evidence", ["ssa-agreements-list-2026-02"]),
    ),
    _fault(
        "D04",
        "the list of agreements comes from an archive",
        NO,
        register("sources", "ssa-agreements-list-2026-01/state", "archived"),
    ),
    _fault(
        "D04",
        "a fresh official page about something else stands in for the list",
        NO,
        at("conditions/agreement/evidence", ["ssa-online-service-2026-01"]),
    ),
    _fault("D04", "an exhibit stands in for the official page", NO, at("conditions/agreement/evidence", ["E1"])),
    _fault("D05", "a claim is made although the decision was to escalate", NO, at("filing/decision", "escalate")),
    _fault("D05", "nobody is named who decided to file", NO, at("filing/decided_by", GONE)),
    _fault(
        "D06", "somebody else than the legal reviewer confirmed the fit", NO, at("fit/confirmed_by", "joao-ferreira")
    ),
    _fault("D06", "no rule of the agreement is named", NO, at("fit/rule", GONE)),
    _fault("D05 D06", "whether a rule fits is unknown", NO, at("fit/confirmed", "unknown")),
    _fault("D06", "the fit was confirmed the day after the decision", KR, at("fit/confirmed_on", "2026-06-05")),
    _fault("D06", "no official text stands behind the fit", NO, at("fit/evidence", ["E1", "E2"])),
    _fault("D06", "the rule cited is another partner's", NO, at("fit/evidence", ["ssa-germany-rule", "E1"])),
    _fault(
        "D06",
        "a fresh official page about something else stands in for the rule",
        NO,
        at("fit/evidence", ["ssa-online-service-2025-12"]),
    ),
    _fault("D07", "the capture of a cited page has changed", NO, capture_file("ssa-norway-rule", sha256=OTHER_BYTES)),
    _fault(
        "D07", "the capture of a cited page is missing", NO, capture_file("ssa-norway-rule", problem="it is missing")
    ),
    _fault("D08", "work in Canada names no pension plan", CA, at("assignment/pension_plan", GONE)),
    _fault(
        "D08",
        "the statement of private health cover is missing",
        NO,
        register("agreements", "NO/health_cover", "required"),
    ),
    _fault(
        "D08",
        "something else stands in for the statement of health cover",
        NO,
        register("agreements", "NO/health_cover", "required"),
        at("assignment/health_cover", ["E5"]),
    ),
)

_FIT = (
    _fault("R01", "the assignment ends one day past the limit", NO, at("assignment/ends", "2031-05-01")),
    _fault("R01", "the assignment shows no end", NO, at("assignment/ends", GONE)),
    _fault("R01", "the inbound limit counts for an inbound case, not the outbound one", JP,
           register("agreements", "JP/limit/inbound_months", "35")),
    _fault("R01", "the limit is not confirmed", NO, register("agreements", "NO/limit/confirmed", False)),
    _fault("R01", "the agreement has no rule for detached workers", NO,
           register("agreements", "NO/limit/outbound_months", GONE)),
    _fault("R01", "the worker was hired after the assignment had begun", NO,
           at("assignment/hired_on", "2026-05-02")),
    _fault("R02", "the worker is not a national of the covering country", IT, at("worker/citizenships", ["FR"])),
    _fault("R02", "a dual national has not elected", IT, at("worker/citizenships", ["US", "IT"])),
    _fault("R02", "the agreement has no nationality rule", NO, at("fit/rule", "nationality")),
    _fault("R03", "the worker does not reside in the covering country", CA, at("worker/residence", "CA")),
    _fault("R03", "the worker resides in the other country", KR, at("worker/residence", "US")),
    _fault("R03", "the agreement lists no such rule for the self-employed", CA, at("fit/rule", "place-of-work")),
    _fault("R03", "the work is done principally elsewhere", CA, at("fit/rule", "place-of-work"),
           register("agreements", "CA/self_employed/rules", ["place-of-work"]),
           at("activity/principal_country", "CA")),
    _fault("R03", "the transfer lasts a day too long", CA, at("fit/rule", "temporary-transfer"),
           register("agreements", "CA/self_employed/rules", ["temporary-transfer"]),
           register("agreements", "CA/self_employed/transfer_months", "12"),
           at("assignment/ends", "2027-08-01")),
    _fault("R03", "the rule for the self-employed is not confirmed", CA,
           register("agreements", "CA/self_employed/confirmed", False)),
    _fault("R04", "an employee relies on a rule for the self-employed", NO, at("fit/rule", "residence")),
    _fault("R05", "no Form 2032 agreement covers the affiliate", DE,
           at("assignment/affiliate/form_2032_effective", GONE)),
    _fault("R05", "the Form 2032 agreement begins a day after the work", DE,
           at("assignment/affiliate/form_2032_effective", "2026-07-02")),
    _fault("R05", "the Form 2032 agreement is not on file", DE, at("assignment/affiliate/evidence", GONE)),
    _fault("R05", "another paper stands in for the Form 2032 agreement", DE,
           at("assignment/affiliate/evidence", ["E5"])),
    _fault("R06", "the extension was asked for a day after the first stretch", PT,
           at("assignment/extension/asked_on", "2026-09-01")),
    _fault("R06", "both agencies agreed before anybody asked", PT,
           at("assignment/extension/both_agreed_on", "2026-02-23")),
    _fault("R06", "another paper stands in for both agencies' consent", PT,
           at("assignment/extension/evidence", ["E2"])),
    _fault("R06", "both agencies have not agreed", PT, at("assignment/extension/both_agreed_on", GONE)),
    _fault("R06", "both agencies agree only after the as-of date", PT,
           at("assignment/extension/both_agreed_on", AFTER)),
    _fault("R06", "the extended assignment runs a day past what the agreement allows", PT,
           at("assignment/ends", "2027-09-01")),
    _fault("R06", "nothing shows that both agencies agreed", PT, at("assignment/extension/evidence", GONE)),
    _fault("R06", "the first stretch begins on another day than the assignment", PT,
           at("assignment/extension/first_began", "2021-09-02")),
    _fault("R06", "the first stretch already runs past the limit", PT,
           at("assignment/extension/first_ended", "2026-09-01")),
    _fault("R06", "the agreement has no extension rule", NO, at("fit/rule", "extension"),
           at("assignment/extension",
              {"first_began": "2026-05-01", "first_ended": "2027-04-30", "asked_on": "2026-01-22",
               "both_agreed_on": "2026-03-01", "evidence": ["E1"]})),
    _fault("R07", "a special exception without both agencies' consent", NO, at("fit/rule", "special-exception")),
)  # fmt: skip

_PACKET = (
    _fault("P01", "nothing stands behind the employer's details", NO, at("packet/employer_details", GONE)),
    _fault("P01", "only an official page stands behind a field", NO, at("packet/filing_lane", ["ssa-certificates"])),
    _fault("P02", "one person prepares and vouches for the data", JP, at("people/data_quality", "priya-raman"),
           at("approvals/0/by", "priya-raman")),
    _fault("P03", "the register does not give the reviewer the role", NO,
           register("people", "carla-jensen/roles", ["operations"])),
)  # fmt: skip

_LANE = (
    _fault("L01", "the intake label is Performer", NO, at("worker/intake_label", "Performer")),
    _fault("L01", "the lane is not confirmed", NO, at("filing/lane", "unconfirmed")),
    _fault("L01", "the lane was settled after the request had gone out", SE,
           at("filing/reclassified/on", "2026-02-25")),
    _fault("L02", "the employer lane, but a business of one's own", IT, at("filing/lane", "employer"),
           at("worker/intake_label", "Employer Certificate"),
           at("points/prior-hire", {"known": "Stands here for the test.", "evidence": ["E2"]})),
    _fault("L03", "an exemption is claimed without a request", NO, at("submission", GONE)),
    _fault("L04", "the request went by fax and nobody allowed it", DE, at("route/exception", GONE)),
    _fault("L04", "somebody else than the approver allowed the fax", DE,
           at("route/exception/approved_by", "helen-okafor")),
    _fault("L04", "the fax was allowed the day after it went", DE,
           at("route/exception/approved_on", "2026-02-19")),
    _fault("L04 F08", "the copy of what was faxed is not on file", DE, at("route/exception/sent", ["E99"])),
    _fault("L05", "the destination was looked up after sending", NO, at("route/destination_seen_on", "2026-01-23")),
    _fault("L05", "the destination was looked up 31 days before sending", NO,
           at("route/destination_seen_on", "2025-12-22")),
    _fault("L05", "the destination comes from an old page", NO, at("route/evidence", ["ssa-online-service"])),
    _fault("L05", "the destination comes from an archived page", NO,
           register("sources", "ssa-online-service-2026-01/state", "archived")),
    _fault("L05", "the destination comes from a fresh page about something else", NO,
           at("route/evidence", ["ssa-agreements-list-2026-01"])),
    _fault("L05 L06", "no channel is recorded", NO, at("route", GONE)),
    _fault("L06", "the proof of sending is of the wrong kind", NO, at("submission/proof", ["E7"])),
    _fault("L06", "there is no proof of sending", NO, at("submission/proof", GONE)),
    _fault("L07", "nobody looked at the live form", NO, at("submission/form_checked_on", GONE)),
    _fault("L07", "the live form was looked at 31 days before", NO, at("submission/form_checked_on", "2025-12-22")),
    _fault("L07", "the live form was looked at after sending", NO, at("submission/form_checked_on", "2026-01-23")),
    _fault("L08", "a second request is open for the same days", NO, beside("NO-2026-991")),
    _fault("L08", "a second request is open that shares one day", NO,
           beside("NO-2026-991", ("assignment/begins", "2028-04-30"), ("assignment/ends", "2029-04-30"))),
)  # fmt: skip

_TRACKING = (
    _fault("T01", "a status has no capture", NO, at("tracker/0/capture", "E7")),
    _fault("T02", "no waiting time is recorded, not even as unknown", NO, at("waiting", GONE)),
    _fault("T02", "the waiting time has no source", NO, at("waiting/evidence", GONE)),
    _fault("T03", "a follow-up went out a day before the waiting time was over", NO,
           _contact(at="2026-05-31T10:00-04:00")),
    _fault("T03", "a follow-up went out although the waiting time is unknown", IT, _contact()),
    _fault("T03", "a second follow-up went out for the same wait", NO, _contact(at="2026-06-15T10:00-04:00"),
           lambda one: one.case["contacts"].append({**one.case["contacts"][0], "at": "2026-06-16T10:00-04:00"})),
    _fault("T04", "somebody else than the owner wrote to the authority", NO,
           _contact(by="marcus-bell", follow_up=False)),
    _fault("T05", "completed for fifteen days, and nothing has come", GB, as_of("2026-11-27"),
           at("tracker/3", {"at": "2026-11-26T09:00-05:00", "by": "ingrid-dahl", "shown": "Completed",
                            "capture": "E13"})),
    _fault("T06", "nobody has looked for fifteen days", WAITING, as_of("2026-11-25")),
    _fault("T07", "nothing shows where a contact point comes from", NO, _contact(evidence=[], follow_up=False)),
    _fault("T07", "a contact point comes from an archived page", NO,
           _contact(evidence=["ssa-online-service-2009"], follow_up=False)),
)  # fmt: skip

_CERTIFICATE = (
    _fault("X01", "one of the certificates claimed on does not exist", NO, at("claims/C1/certificates", ["K1", "K2"])),
    _fault("X01 A02", "the only certificate claimed on does not exist", NO, at("claims/C1/certificates", ["K2"])),
    _fault("X02 X09", "an authority that certifies nothing issued it", NO,
           at("certificates/K1/issuer", "Internal Revenue Service")),
    _fault("X02 X09", "the exempt country issued it", NO, at("certificates/K1/issuing_country", "NO")),
    _fault("X02 X09", "the partner's issuer is not confirmed", JP, at("points/issuing-authority", GONE),
           register("agreements", "JP/agency/confirmed", False)),
    _fault("X03", "it is a draft", NO, at("certificates/K1/state", "draft")),
    _fault("X03", "it has been revoked", NO, at("certificates/K1/state", "revoked")),
    _fault("X03", "another has superseded it", NO, at("certificates/K1/state", "superseded")),
    _fault("X04", "it was issued the day before the request went out", NO,
           at("certificates/K1/issued_on", "2026-01-21")),
    _fault("X04", "the certificate of the extension is older than the request for it", PT,
           at("certificates/K2/issued_on", "2026-02-23")),
    _fault("X05 A02 E05 T05 T06", "it has not been received", NO, at("certificates/K1/received_on", GONE)),
    _fault("X05 X09", "what is on file is a letter that announces it", NO, at("exhibits/E13/kind", "correspondence")),
    _fault("X05 X09", "it is recorded as received before it was issued", NO,
           at("certificates/K1/received_on", "2026-04-07"), at("exhibits/E13/received", "2026-04-07")),
    _fault("X05", "the exhibit was received on another day than the certificate", NO,
           at("exhibits/E13/received", "2026-06-30")),
    _fault("X06 F06 X09", "the certificate's file has changed", NO, exhibit_file("E13", sha256=OTHER_BYTES)),
    _fault("X06 F05 X09", "the certificate's file is gone", NO, exhibit_file("E13", problem="it is missing")),
    _fault("X07 X09", "it names another worker", NO, at("certificates/K1/worker", "Maren Oestby")),
    _fault("X07 X09", "it names another employer", NO,
           at("certificates/K1/employer", "Brightwater Instruments Corp. (SPECIMEN)")),
    _fault("X07 X09", "it names no employer", NO, at("certificates/K1/employer", GONE)),
    _fault("X07 X09", "it names another business", IT, at("certificates/K1/activity", "Mancuso-Reed Antiques")),
    _fault("X07 X09", "it exempts in another country", NO, at("certificates/K1/exempt_in", "SE")),
    _fault("X07 X09", "it assigns coverage to the other side", NO, at("certificates/K1/covered_by", "NO")),
    _fault("X08", "it ends the day before the claim does", NO, at("certificates/K1/ends", "2028-04-29")),
    _fault("X08", "it begins the day after the claim does", NO, at("certificates/K1/begins", "2026-05-02")),
    _fault("X08", "it shows no end, and nobody says so", NO, at("certificates/K1/ends", GONE)),
    _fault("X08", "it shows an end and is said to show none", NO, at("certificates/K1/no_end_shown", True)),
    _fault("X08", "a day lies between two certificates", PT, at("certificates/K2/begins", "2026-09-02")),
    _fault("X09", "a second certificate in hand is somebody else's", NO,
           lambda one: one.case["certificates"].update(
               K2={**one.case["certificates"]["K1"], "worker": "Somebody Else"})),
)  # fmt: skip

_EXEMPTION = (
    _fault("E01", "the exemption is claimed on the covering side", NO, at("claims/C1/exempt_in", "US")),
    _fault("E01", "the exemption is claimed in a third country", NO, at("claims/C1/exempt_in", "SE")),
    _fault("E02", "a programme lies outside the agreement", SE, at("claims/C1/programmes", ["old-age", "health"])),
    _fault("E02", "a programme is not confirmed", PT, at("claims/C1/programmes/0", "old-age")),
    _fault("E02", "an employee claims the tax of the self-employed", JP, at("claims/C1/programmes", ["seca-oasdi"])),
    _fault("E02", "an outbound case claims a U.S. tax", NO, at("claims/C1/programmes", ["fica-oasdi"])),
    _fault("E03", "the claim is for another worker", NO, at("claims/C1/worker", "W-1002")),
    _fault("E03", "the claim is for another employer", NO, at("claims/C1/employer", "harlan-reed-software")),
    _fault("E03", "the claim is for another business", IT, at("claims/C1/activity", "Something else")),
    _fault("E04", "the claim goes on a day past the assignment", NO, at("assignment/ends", "2028-04-29")),
    _fault("E04", "the claim begins a day before the assignment", NO, at("assignment/begins", "2026-05-02")),
    _fault("E05", "payroll changed the day before the certificate came", NO,
           at("claims/C1/payroll_change/entered_on", "2026-04-15")),
    _fault("E05", "payroll changed the day before the last approval", NO,
           at("claims/C1/payroll_change/entered_on", "2026-04-21")),
    _fault("E05", "payroll changes after the as-of date", NO,
           at("claims/C1/payroll_change/entered_on", AFTER)),
    _fault("E05", "the change takes effect before the claim", NO,
           at("claims/C1/payroll_change/effective", "2026-04-30")),
    _fault("E05", "no payroll change is recorded", NO, at("claims/C1/payroll_change", GONE)),
    _fault("E05", "nothing shows the payroll change", NO, at("claims/C1/payroll_change/evidence", GONE)),
    _fault("E05", "another paper stands in for the payroll record", NO,
           at("claims/C1/payroll_change/evidence", ["E6"])),
    _fault("E06", "a needed point is unknown", NO,
           at("points/single-employment",
              {"unknown": "Not asked yet.", "escalated_to": "miriam-katz", "escalated_on": "2026-04-01"})),
    _fault("E06", "a needed point is not in the ledger", NO, at("points/prior-hire", GONE)),
    _fault("E06", "a needed point is known without evidence", NO, at("points/prior-hire/evidence", GONE)),
    _fault("E06", "a point that every claim needs is set aside", NO,
           at("points/coverage-assignment", {"not_applicable": "We did not look."})),
    _fault("E07", "an unknown was handed to nobody", NO, at("points/status-label-meaning/escalated_to", GONE)),
    _fault("E08", "Schedule SE stands in the packet", IT, at("packet/jurisdiction", ["E1", "E12"])),
    _fault("E08", "an FBAR stands behind a point", CA, at("points/pension-plan/evidence", ["E7"])),
    _fault("E08", "a side topic's paper under another kind stands behind a condition", CA,
           at("exhibits/E7/kind", "internal-note"), at("conditions/dual_exposure/evidence", ["E7"])),
    _fault("E09", "the certificate ends in 61 days and the assignment goes on", NO, as_of("2028-02-29"),
           at("assignment/ends", "2029-04-30")),
)  # fmt: skip

_APPROVAL = (
    _fault("A01", "the data-quality owner has not approved the filing", NO, at("approvals/0", GONE)),
    _fault("A01", "the approver approved the day after sending", NO, at("approvals/1/at", "2026-01-23T10:05-05:00")),
    _fault("A01", "the filing was approved before it was decided", NO, at("approvals/0/at", "2026-01-19T10:05-05:00")),
    _fault("A02", "payroll has not approved the exemption", NO, at("approvals/4", GONE)),
    _fault("A02", "legal approved the day before the certificate came", NO,
           at("approvals/3/at", "2026-04-15T16:45-04:00")),
    _fault("A02", "the approvals are for another gate", NO, at("approvals/2/gate", "filing"),
           at("approvals/2/role", "operations"), at("approvals/2/by", "ingrid-dahl"), at("approvals/2/claim", GONE),
           at("approvals/2/at", "2026-01-21T11:20-05:00")),
    _fault("A02 A03", "somebody who is not this case's reviewer approved in their place", NO,
           at("approvals/3/by", "joao-ferreira")),
    _fault("A03", "one person says yes twice", NO,
           lambda one: one.case["approvals"].append(dict(one.case["approvals"][1]))),
    _fault("A03", "one person approves in two roles", NO, at("people/legal", "helen-okafor"),
           at("fit/confirmed_by", "helen-okafor"), at("approvals/3/by", "helen-okafor"),
           register("people", "helen-okafor/roles", ["approver", "legal"])),
    _fault("A04 A05", "a decided fact changed after everybody approved", NO, at("worker/residence", "NO"),
           renewed=False),
    _fault("A06", "an approval was given under an earlier control set", NO,
           at("approvals/0/controls", "cs-0123456789abcdef")),
    _fault("A04 A05", "the log before every approval was rewritten", NO, at("log/0/did", "Other words."),
           renewed=False),
    _fault("A05", "the log between the two gates was rewritten", NO, at("log/2/did", "Other words."), renewed=False),
    _fault("A04 A05", "the log was cut", NO, at("log", GONE), renewed=False),
    _fault("A05", "the log's tail before the exemption was cut", NO, *[at("log/2", GONE)] * 4, renewed=False),
    _fault("A04", "a filing approval was moved to another minute", NO,
           at("approvals/0/at", "2026-01-20T15:31-05:00"), renewed=False),
    _fault("A05", "an exemption approval was moved to another minute", NO,
           at("approvals/2/at", "2026-04-21T11:21-04:00"), renewed=False),
    _fault("A04 A06", "an approval says that its giver saw another control set", NO,
           at("approvals/0/controls", "cs-0123456789abcdef"), renewed=False),
    _fault("A04 A05", "the filing approval covers something else", NO, at("approvals/0/covers", OTHER_BYTES),
           renewed=False),
    _fault("A04 A05", "an exemption's fingerprint stands under a filing approval", NO,
           lambda one: one.case["approvals"][0].update(covers=one.case["approvals"][2]["covers"]), renewed=False),
    _fault("A05", "the exemption approval covers something else", NO, at("approvals/4/covers", OTHER_BYTES),
           renewed=False),
    _fault("A05", "the claim grew after it was approved", NO, at("claims/C1/programmes", ["old-age"]), renewed=False),
    _fault("A05", "the certificate was read anew after it was approved", NO,
           at("certificates/K1/number", "SPECIMEN-US-NO-9999"), renewed=False),
    _fault("A04 A05", "the register's row changed after everybody approved", NO,
           register("agreements", "NO/extension", "Something new."), renewed=False),
    _fault("A04 A05 F06", "a cited exhibit changed after everybody approved", NO,
           exhibit_file("E1", sha256=OTHER_BYTES), renewed=False),
)  # fmt: skip

_FILE = (
    _fault("F05", "an exhibit is missing", NO, exhibit_file("E6", problem="it is missing")),
    _fault("F06", "an exhibit has changed", NO, exhibit_file("E6", sha256=OTHER_BYTES)),
    _fault("F08", "a cited exhibit does not exist", NO, at("conditions/cross_border/evidence", ["E1", "E99"])),
    _fault("F08", "a cited source does not exist", NO, at("fit/evidence/3", "ssa-norway-rules")),
    _fault("F08", "a person in the log is not in the register", NO, at("log/0/by", "nobody-known")),
    _fault("F08", "an affiliate is not in the register", DE, at("assignment/affiliate/employer", "nobody-known")),
    _fault("F08", "an approval is for a claim that does not exist", NO,
           lambda one: one.case["approvals"].append({**one.case["approvals"][2], "claim": "C9"})),
    _fault("F09", "a Social Security number stands in the log", NO,
           at("log/0/did", "Worker gave 219-09-9999 on the phone.")),
    _fault("F09", "a Social Security number stands in a file name", NO,
           at("exhibits/E3/file", "evidence/card-219-09-9999.pdf")),
    _fault("F09", "a Social Security number without separators", NO, at("log/0/did", "Worker gave 219099999.")),
    _fault("F09", "a birth date stands in a note", NO, at("exhibits/E3/title", "Citizenship, born 1987-05-04")),
    _fault("F09", "a passport number stands in a note", NO, at("exhibits/E3/title", "Passport no. X12345678")),
    _fault("F10", "a closed case may be thrown away a day too early", BE, at("closure/retain_until", "2030-11-14")),
    _fault("F10", "the last claimed day counts, not the closing", BE, at("claims/C1/ends", "2026-12-31"),
           at("certificates/K1/ends", "2026-12-31"), at("assignment/ends", "2026-12-31"),
           at("closure/retain_until", "2030-12-29")),
    _fault("F11", "an entry of the log lies after the as-of date", NO, at("log/5/at", f"{AFTER}T09:00-05:00")),
    _fault("F11", "an exhibit is recorded after the as-of date", NO, at("exhibits/E6/recorded", AFTER)),
    _fault("D01 F11", "a condition is checked after the as-of date", NO,
           at("conditions/dual_exposure/checked_on", AFTER)),
    _fault("F11", "a point is handed over after the as-of date", NO,
           at("points/status-label-meaning/escalated_on", AFTER)),
    _fault("F12", "an entry of the log is older than the one before it", NO,
           at("log/1/at", "2025-12-11T09:59-05:00")),
)  # fmt: skip

FAULTS: tuple[Fault, ...] = (
    *_DECISION, *_FIT, *_PACKET, *_LANE, *_TRACKING, *_CERTIFICATE, *_EXEMPTION, *_APPROVAL, *_FILE,
)  # fmt: skip


def _inside(says: str, base: str, *edits: Edit, renewed: bool = True) -> Fault:
    return Fault(says, base, edits, renewed=renewed)


def _second_claim(one: Bench) -> None:
    claims, approvals = one.case["claims"], one.case["approvals"]
    claims["C2"] = {**claims["C1"], "begins": "2027-05-01"}
    claims["C1"] = {**claims["C1"], "ends": "2027-04-30"}
    claims["C2"]["payroll_change"] = {**claims["C1"]["payroll_change"], "effective": "2027-05-01"}
    approvals += [{**entry, "claim": "C2"} for entry in approvals[2:5]]


BOUNDARIES: tuple[Fault, ...] = (
    *(_inside("the case as it is", case) for case in (NO, DE, IT, PT, JP, KR, SE, CA, BE)),
    _inside("a claim of one day, the first", NO, at("claims/C1/ends", "2026-05-01")),
    _inside("a claim of one day, the last of assignment and certificate", NO, at("claims/C1/begins", "2028-04-30"),
            at("claims/C1/payroll_change/effective", "2028-04-30")),
    _inside("the change takes effect on the last claimed day", NO,
            at("claims/C1/payroll_change/effective", "2028-04-30")),
    _inside("a certificate that reaches further than the claim", NO, at("certificates/K1/begins", "2026-04-01"),
            at("certificates/K1/ends", "2028-12-31")),
    _inside("a certificate that shows no end, and says so", NO, at("certificates/K1/ends", GONE),
            at("certificates/K1/no_end_shown", True)),
    _inside("an assignment of exactly 60 months", NO, at("assignment/ends", "2031-04-30")),
    _inside("60 months from a leap day, to the end of February", NO, at("assignment/begins", "2024-02-29"),
            at("assignment/ends", "2029-02-28")),
    _inside("a certificate and a claim that end on a leap day", NO, at("certificates/K1/ends", "2028-02-29"),
            at("claims/C1/ends", "2028-02-29")),
    _inside("an agreement in force from the day it was decided to file", NO,
            register("agreements", "NO/in_force", "2026-01-20")),
    _inside("the worker was hired on the day the assignment begins", NO, at("assignment/hired_on", "2026-05-01")),
    _inside("an unconfirmed limit that the ledger holds as known", NO,
            register("agreements", "NO/limit/confirmed", False),
            at("points/detachment-limit", {"known": "60 months.", "evidence": ["ssa-norway-rule"]})),
    _inside("checked, confirmed and decided on one day", KR, at("conditions/agreement/checked_on", "2026-06-04"),
            at("fit/confirmed_on", "2026-06-04")),
    _inside("an official page read 30 days before the decision", NO,
            register("sources", "ssa-agreements-list-2026-01/accessed_on", "2025-12-21")),
    _inside("an official page read on the day of the decision", NO,
            register("sources", "ssa-agreements-list-2026-01/accessed_on", "2026-01-20")),
    _inside("decided, approved and sent on one day", NO, at("filing/decided_on", "2026-01-22"),
            at("approvals/0/at", "2026-01-22T09:00-05:00"), at("approvals/1/at", "2026-01-22T10:00-05:00")),
    _inside("the agreement looked up 30 days before the decision", NO,
            at("conditions/agreement/checked_on", "2025-12-21")),
    _inside("a condition checked on the day of the decision", NO,
            at("conditions/dual_exposure/checked_on", "2026-01-20")),
    _inside("the destination looked up 30 days before sending", NO,
            at("route/destination_seen_on", "2025-12-23")),
    _inside("the destination looked up on the day of sending", NO, at("route/destination_seen_on", "2026-01-22")),
    _inside("the live form looked at 30 days before sending", NO, at("submission/form_checked_on", "2025-12-23")),
    _inside("issued on the day the request was sent", NO, at("certificates/K1/issued_on", "2026-01-22")),
    _inside("received on the day of issue", NO, at("certificates/K1/issued_on", "2026-04-16")),
    _inside("received, approved and entered on one day", NO,
            *(at(f"approvals/{index}/at", "2026-04-16T17:00-04:00") for index in (2, 3, 4)),
            at("claims/C1/payroll_change/entered_on", "2026-04-16")),
    _inside("Form 2032 effective on the first day of the work", DE,
            at("assignment/affiliate/form_2032_effective", "2026-07-01")),
    _inside("a fax with its exception allowed on the day of sending", DE,
            at("route/exception/approved_on", "2026-02-18")),
    _inside("an extension asked for on the last day of the first stretch", PT,
            at("assignment/extension/asked_on", "2026-08-31"),
            at("assignment/extension/both_agreed_on", "2026-08-31")),
    _inside("an extension agreed to on the as-of date", PT,
            at("assignment/extension/both_agreed_on", AS_OF.isoformat())),
    _inside("a claim that the first of two certificates covers alone", PT, at("certificates/K2/begins", "2026-09-02"),
            at("claims/C1/ends", "2026-08-31"), at("claims/C1/payroll_change/effective", "2026-08-31")),
    _inside("two certificates that overlap", PT, at("certificates/K2/begins", "2026-08-01")),
    _inside("a dual national who has elected", IT, at("worker/citizenships", ["US", "IT"]),
            at("points/election", {"known": "Elected U.S. coverage.", "evidence": ["E3"]})),
    _inside("a transfer of exactly the months allowed", CA, at("fit/rule", "temporary-transfer"),
            register("agreements", "CA/self_employed/rules", ["temporary-transfer"]),
            register("agreements", "CA/self_employed/transfer_months", "12")),
    _inside("work done principally in the covering country", CA, at("fit/rule", "place-of-work"),
            register("agreements", "CA/self_employed/rules", ["place-of-work"])),
    _inside("the lane settled on the day of sending", SE, at("filing/reclassified/on", "2026-02-24")),
    _inside("an unknown that no claim needs", NO,
            at("points/housing", {"unknown": "Where the worker lives.", "escalated_to": "ingrid-dahl",
                                  "escalated_on": "2026-02-02"})),
    _inside("a narrower point that does not arise", NO, register("policy", "needed_points/NO", ["union-dues"]),
            at("points/union-dues", {"not_applicable": "There are none."})),
    _inside("two claims, one after the other, on one certificate", NO, _second_claim),
    _inside("a superseded certificate that no claim rests on", NO,
            lambda one: one.case["certificates"].update(
                K2={**one.case["certificates"]["K1"], "state": "superseded"})),
    _inside("a second request for the days after these", NO,
            beside("NO-2026-991", ("assignment/begins", "2028-05-01"), ("assignment/ends", "2029-04-30"))),
    _inside("a second request for another worker", NO, beside("NO-2026-991", ("worker/reference", "W-9999"))),
    _inside("an earlier request that is closed", NO,
            beside("NO-2026-991", ("closure", {"outcome": "withdrawn", "closed_on": "2026-01-21",
                                               "because": "Sent with a wrong date.", "retain_until": "2032-12-31"}))),
    _inside("the only follow-up, on the first day allowed", NO, _contact(at="2026-06-01T10:00-04:00")),
    _inside("a side topic's paper that lies aside", CA, at("exhibits/E7/kind", "internal-note")),
    _inside("two entries of the log in one minute", NO, at("log/1/at", "2025-12-11T10:00-05:00")),
    _inside("a closed case kept to the last day it must be", BE, at("closure/retain_until", "2030-11-15")),
    _inside("judged on the day of the last entry", NO, as_of("2026-04-27")),
    _inside("judged twenty years later", NO, as_of("2046-11-20")),
    _inside("more of the log, the tracker and other words, after everybody approved", NO,
            at("log/6", {"at": "2026-06-01T10:00-04:00", "by": "ingrid-dahl", "did": "Put the file away."}),
            at("waiting/days", "91"), _contact(at="2026-06-03T10:00-04:00"), renewed=False),
)  # fmt: skip
