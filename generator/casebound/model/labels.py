"""The labels of the fixed terms, shared by all pages and documents."""

from collections.abc import Mapping
from dataclasses import dataclass

from casebound.model.case import Case
from casebound.model.judgment import State, Verdict
from casebound.model.rules import Link, Section
from casebound.model.terms import (
    AgreementRule,
    Answer,
    ApprovalStep,
    BreachRemedy,
    Channel,
    Decision,
    DefectKind,
    Direction,
    Lane,
    Reliance,
    Requester,
    RequestRelation,
    Role,
    Severity,
    SheetReply,
    Stage,
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label, its meaning in a sentence, and the tone of its display.

    Tones: `good`, `wait` (nothing to do except wait or file), `hold` (a person must act), `stop`, `quiet`.
    """

    label: str
    meaning: str
    tone: str


FACT_LABELS: Mapping[str, Label] = {
    "official": Label("Official", "read on an official page", "good"),
    "copy": Label("Copy", "official text, read in a third party's copy", "hold"),
    "third-party": Label("Third party", "a third party's own statement", "hold"),
    "memory": Label("Memory", "from memory, no text was seen", "hold"),
    "conflicting": Label("Conflict", "the sources conflict", "hold"),
    "unknown": Label("Unknown", "no text was found that states it", "hold"),
}
"""Where a fact of the agreements register was read."""


def fact_label(label: str) -> Label:
    """The label of a fact; a label that the schema does not know says only its own word."""
    return FACT_LABELS.get(label, Label(spoken(label), "not known", "hold"))


STAGES: Mapping[Stage, Label] = {
    Stage.DO_NOT_FILE: Label("Do not file", "A condition for a request is not met.", "stop"),
    Stage.ESCALATE: Label(
        "Under review",
        "A fact that is needed for the request is unknown, or nobody has decided yet whether to file.",
        "hold",
    ),
    Stage.HOLD_LANE: Label(
        "On hold: request type",
        "The intake label does not match a confirmed request type. The request is on hold.",
        "hold",
    ),
    Stage.PREPARING: Label(
        "Preparing", "The decision to file has been made, but documents or approvals are missing.", "wait"
    ),
    Stage.READY_TO_FILE: Label(
        "Ready to file",
        "The decision, the packet and the approvals are complete. The request has not been sent yet.",
        "wait",
    ),
    Stage.SUBMITTED: Label(
        "Submitted", "The request was sent to the authority. A pending request is not an approved request.", "wait"
    ),
    Stage.COMPLETED_NOT_RECEIVED: Label(
        "Completed, not received",
        "The request is shown as completed, but no certificate was received. The case is on hold.",
        "hold",
    ),
    Stage.RECEIVED_NOT_MATCHED: Label(
        "Received, not matched",
        "The certificate that was received does not match this case. The case is on hold.",
        "hold",
    ),
    Stage.CERTIFICATE_MATCHED: Label(
        "Certificate matched", "The certificate matches this case. No exemption is in effect yet.", "good"
    ),
    Stage.EXEMPTION_PROPOSED: Label(
        "Exemption proposed",
        "An exemption is being prepared. It is not in effect, and contributions continue.",
        "wait",
    ),
    Stage.EXEMPTION_IN_EFFECT: Label(
        "Exemption in effect", "Every claim is supported by a complete chain of proof.", "good"
    ),
    Stage.EXEMPTION_ENDED: Label(
        "Exemption ended",
        "The exemption is over, and contributions are due again. The days before its end stay supported.",
        "quiet",
    ),
    Stage.EXEMPTION_UNSUPPORTED: Label(
        "Exemption unsupported", "The record does not support at least one claimed exemption.", "stop"
    ),
    Stage.DENIED: Label("Denied", "The authority refused the request.", "stop"),
    Stage.CLOSED: Label("Closed", "The case has ended. The file is kept until the retention date.", "quiet"),
}

ON_HOLD = Label("On hold", "A person must resolve an issue before the case can continue.", "hold")

VERDICTS: Mapping[Verdict, Label] = {
    Verdict.SUPPORTED: Label("Supported", "Every claimed exemption is proven.", "good"),
    Verdict.UNSUPPORTED: Label("Not supported", "At least one claimed exemption is not proven.", "stop"),
    Verdict.PROPOSED: Label(
        "PROPOSED, NOT EXEMPT", "Nobody may rely on this exemption yet. Contributions continue.", "hold"
    ),
    Verdict.NO_CLAIM: Label("No exemption", "No exemption is in use.", "quiet"),
}

SECTIONS: Mapping[Section, Label] = {
    Section.DECISION: Label("Filing decision", "Gate 1: May a request be filed?", "quiet"),
    Section.PACKET: Label("Evidence packet", "Gate 2: Does a document support every key field?", "quiet"),
    Section.LANE: Label(
        "Request type and channel", "Gate 3: Is it the right kind of request, and was it sent the right way?", "quiet"
    ),
    Section.TRACKING: Label("Status tracking", "Gate 4: Is the open request being tracked?", "quiet"),
    Section.CERTIFICATE: Label("Certificate", "Was the certificate received, and does it match the case?", "quiet"),
    Section.EXEMPTION: Label("Exemption", "Is everything that is claimed covered by the proof?", "quiet"),
    Section.APPROVAL: Label("Approvals", "Did the required people approve this exact version?", "quiet"),
    Section.FILE: Label("Record and evidence", "Can the record and its evidence be read and trusted?", "quiet"),
}

LINKS: Mapping[Link, str] = {
    Link.AGREEMENT: "Agreement in force",
    Link.RULE: "Applicable rule",
    Link.LANE: "Filed as the right request type",
    Link.ISSUER: "Issued by the right authority",
    Link.RECEIPT: "Received, unchanged",
    Link.IDENTITY: "Matches this case",
    Link.PERIOD: "Covers every claimed day",
    Link.PROGRAMS: "Programs in scope",
    Link.KNOWLEDGE: "Open questions answered",
    Link.APPROVALS: "Approved by the required people",
    Link.PAYROLL: "Payroll changed as approved",
}

STATES: Mapping[State, Label] = {
    State.MET: Label("Met", "", "good"),
    State.NOT_MET: Label("Not met", "", "stop"),
    State.NOT_REACHED: Label("Not reached yet", "", "wait"),
    State.NOT_APPLICABLE: Label("Does not apply", "", "quiet"),
}

SEVERITIES: Mapping[Severity, Label] = {
    Severity.BLOCKING: Label("Blocking", "A blocking finding stops the release.", "stop"),
    Severity.WARNING: Label("Warning", "A warning is shown and counted; it does not stop the release.", "hold"),
    Severity.NOTE: Label("Note", "A note is for information only.", "quiet"),
}

DIRECTIONS: Mapping[Direction, Label] = {
    Direction.OUTBOUND: Label("Outbound", "U.S. coverage; exempt in the partner country.", "quiet"),
    Direction.INBOUND: Label("Inbound", "Coverage in the partner country; exempt in the United States.", "quiet"),
}

ANSWERS: Mapping[Answer, Label] = {
    Answer.YES: Label("Yes", "", "good"),
    Answer.NO: Label("No", "", "stop"),
    Answer.UNKNOWN: Label("Unknown", "", "hold"),
}

CONDITIONS: Mapping[str, str] = {
    "cross_border": "The work crosses a border",
    "agreement": "An agreement between the two countries is in force",
    "double_contributions": "Both systems could charge contributions",
}

QUESTIONS: Mapping[str, str] = {
    "coverage-assignment": "which country's system covers the work",
    "single-employment": "whether the worker has any other work",
    "prior-hire": "whether the worker was hired before the transfer",
    "health-cover": "whether the worker and family have health insurance",
    "pension-plan": "which pension plan covers the work",
}

DECISIONS: Mapping[Decision, str] = {
    Decision.FILE: "File",
    Decision.DO_NOT_FILE: "Do not file",
    Decision.ESCALATE: "Ask legal",
    Decision.UNDECIDED: "Undecided",
}

LANES: Mapping[Lane, str] = {
    Lane.EMPLOYER: "Employer",
    Lane.SELF_EMPLOYED: "Self-employed",
    Lane.UNCONFIRMED: "Not confirmed",
}

CHANNELS: Mapping[Channel, str] = {
    Channel.ONLINE: "Online",
    Channel.FAX: "Fax",
    Channel.MAIL: "Mail",
    Channel.FOREIGN_AGENCY: "Foreign agency",
}

REQUESTERS: Mapping[Requester, str] = {
    Requester.EMPLOYER: "The employer",
    Requester.WORKER: "The worker",
    Requester.AGENT: "An agent",
    Requester.HOME_EMPLOYER: "The home employer",
}

RELATIONS: Mapping[RequestRelation, str] = {
    RequestRelation.CORRECTS: "Corrects",
    RequestRelation.REPEATS: "Repeats",
    RequestRelation.EXTENDS: "Extends",
    RequestRelation.FILED_AGAIN: "Filed again after",
}
"""How a request follows an earlier request. The id of the earlier request comes next."""

DEFECTS: Mapping[DefectKind, str] = {
    DefectKind.DAYS: "Wrong days",
    DefectKind.IDENTITY: "Wrong name or country",
    DefectKind.SPELLING: "Wrong spelling",
}

RELIANCE: Mapping[Reliance, str] = {
    Reliance.PAYROLL: "Payroll changed",
    Reliance.CONTRIBUTIONS_NOT_PAID: "Contributions no longer paid",
    Reliance.RETURN_FILED: "Return filed without the tax",
}

BREACH_REMEDIES: Mapping[BreachRemedy, str] = {
    BreachRemedy.CONTRIBUTIONS_PAID: "Contributions paid",
    BreachRemedy.REVERSED_AND_REENTERED: "Reversed and entered again",
    BreachRemedy.WRITTEN_OFF: "Written off",
}

AGREEMENT_RULES: Mapping[AgreementRule, str] = {
    AgreementRule.DETACHED_WORKER: "Detached worker",
    AgreementRule.NATIONALITY: "Nationality",
    AgreementRule.RESIDENCE: "Residence",
    AgreementRule.TEMPORARY_TRANSFER: "Temporary transfer",
    AgreementRule.PLACE_OF_WORK: "Place of work",
    AgreementRule.EXTENSION: "Extension",
    AgreementRule.SPECIAL_EXCEPTION: "Special exception",
    AgreementRule.SHIP_OR_AIRCRAFT_CREW: "Crew of a ship or aircraft",
    AgreementRule.GOVERNMENT_EMPLOYEE: "Government employee",
    AgreementRule.TERRITORIAL_COVERAGE: "Territorial coverage",
}

APPROVAL_STEPS: Mapping[ApprovalStep, str] = {
    ApprovalStep.FILING: "To file the request",
    ApprovalStep.EXEMPTION: "To apply the exemption",
}

ANSWERED: Mapping[SheetReply, str] = {
    SheetReply.APPROVE: "approved",
    SheetReply.REFUSE: "refused",
    SheetReply.WITHDRAW: "withdrew the approval of",
}
"""What a person did with a sheet, before the id of the sheet."""

REPLIES: Mapping[SheetReply, str] = {
    SheetReply.APPROVE: "approved",
    SheetReply.REFUSE: "refused",
    SheetReply.WITHDRAW: "approval withdrawn",
}

ROLES: Mapping[Role, str] = {
    Role.OPERATIONS: "Operations owner",
    Role.DATA_QUALITY: "Data-quality owner",
    Role.APPROVER: "Final approver",
    Role.LEGAL: "Legal reviewer",
    Role.PAYROLL: "Payroll reviewer",
}


def question_phrase(name: str) -> str:
    """A question as it follows “find out”: a phrase of its own, or its name."""
    return QUESTIONS.get(name, f"about the open question “{spoken(name).lower()}”")


_SPECIAL_WORDS = {
    "filing_lane": "Request type",
    "fica-oasdi": "FICA Social Security (OASDI)",
    "fica-hi": "FICA Medicare (HI)",
    "seca-oasdi": "SECA Social Security (OASDI)",
    "seca-hi": "SECA Medicare (HI)",
    "form-2032": "Form 2032",
    "fbar": "FBAR (FinCEN Form 114)",
    "fatca": "FATCA",
    "form-8938": "Form 8938",
    "schedule-se": "Schedule SE",
}


def spoken(slug: str) -> str:
    """A slug such as `assignment-letter` as words: "Assignment letter"."""
    if slug in _SPECIAL_WORDS:
        return _SPECIAL_WORDS[slug]
    words = slug.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def packet_field(case: Case, name: str) -> str:
    """A field of the packet in words. A self-employed worker has a business and no employer."""
    if name == "employer_details" and case.activity is not None:
        return "details of the business"
    return spoken(name).lower()
