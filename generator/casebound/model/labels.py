"""The labels of the fixed terms, shared by all pages and documents."""

from collections.abc import Mapping
from dataclasses import dataclass

from casebound.model.judgment import State, Verdict
from casebound.model.rules import Link, Section
from casebound.model.terms import (
    AgreementRule,
    Answer,
    ApprovalStep,
    Channel,
    Decision,
    Direction,
    Lane,
    Role,
    Severity,
    Stage,
)


@dataclass(frozen=True, slots=True)
class Words:
    """A label, its meaning in a sentence, and the tone of its display.

    Tones: `good`, `wait` (nothing to do except wait or file), `hold` (a person must act), `stop`, `quiet`.
    """

    label: str
    meaning: str
    tone: str


STAGES: Mapping[Stage, Words] = {
    Stage.DO_NOT_FILE: Words("Do not file", "A condition for a request is not met. Change nothing in payroll.", "stop"),
    Stage.ESCALATE: Words("Escalate", "A fact that the request needs is unknown. Legal or tax review is next.", "hold"),
    Stage.HOLD_LANE: Words(
        "Hold: lane", "The intake label leads to no confirmed lane. The request is on hold.", "hold"
    ),
    Stage.PREPARING: Words("Preparing", "The filing decision is made; documents or approvals are missing.", "wait"),
    Stage.READY_TO_FILE: Words(
        "Ready to file", "Decision, packet and approvals are complete. The request has not been sent.", "wait"
    ),
    Stage.SUBMITTED: Words("Submitted, waiting", "The request is with the authority. Pending is not approved.", "wait"),
    Stage.COMPLETED_NOT_RECEIVED: Words(
        "Completed, not received",
        "The status is completed, but no certificate was received. The case is on hold.",
        "hold",
    ),
    Stage.RECEIVED_NOT_MATCHED: Words(
        "Received, not matched", "The certificate received does not match this case. The case is on hold.", "hold"
    ),
    Stage.CERTIFICATE_MATCHED: Words(
        "Certificate matched", "The certificate matches this case. No exemption is in effect yet.", "good"
    ),
    Stage.EXEMPTION_IN_EFFECT: Words("Exemption supported", "A complete chain of proof supports every claim.", "good"),
    Stage.EXEMPTION_UNSUPPORTED: Words(
        "Exemption unsupported", "The record does not support an exemption that is claimed.", "stop"
    ),
    Stage.DENIED: Words("Denied", "The authority refused. No exemption is in effect.", "stop"),
    Stage.CLOSED: Words("Closed", "The case has ended. Its file is kept until the retention date.", "quiet"),
}

ON_HOLD = Words("On hold", "A person must settle something before the case can go on.", "hold")

VERDICTS: Mapping[Verdict, Words] = {
    Verdict.SUPPORTED: Words("Supported", "Every claimed exemption is proven.", "good"),
    Verdict.UNSUPPORTED: Words("Not supported", "At least one claimed exemption is not proven.", "stop"),
    Verdict.NO_CLAIM: Words("No exemption claimed", "Change nothing in payroll.", "quiet"),
}

SECTIONS: Mapping[Section, Words] = {
    Section.DECISION: Words("Filing decision", "Gate 1: may a request be filed?", "quiet"),
    Section.PACKET: Words("Evidence packet", "Gate 2: does a document support every key field?", "quiet"),
    Section.LANE: Words("Lane and channel", "Gate 3: is this the right kind of request, sent the right way?", "quiet"),
    Section.TRACKING: Words("Status tracking", "Gate 4: is the waiting request tracked?", "quiet"),
    Section.CERTIFICATE: Words("Certificate", "Was the certificate received, and does it match this case?", "quiet"),
    Section.EXEMPTION: Words("Exemption", "Does the claim stay within the proof?", "quiet"),
    Section.APPROVAL: Words("Approvals", "Did the required people approve exactly this?", "quiet"),
    Section.FILE: Words("Record and evidence", "Can the record and its evidence be read and trusted?", "quiet"),
}

LINKS: Mapping[Link, str] = {
    Link.AGREEMENT: "Agreement in force",
    Link.RULE: "Applicable rule",
    Link.LANE: "Filed in the right lane",
    Link.ISSUER: "Issued by the right authority",
    Link.RECEIPT: "Received, unchanged",
    Link.IDENTITY: "Matches this case",
    Link.PERIOD: "Covers every claimed day",
    Link.PROGRAMS: "Programs in scope",
    Link.KNOWLEDGE: "Open questions answered",
    Link.APPROVALS: "Approved by the required people",
    Link.PAYROLL: "Payroll changed last",
}

STATES: Mapping[State, Words] = {
    State.MET: Words("Met", "", "good"),
    State.NOT_MET: Words("Not met", "", "stop"),
    State.NOT_REACHED: Words("Not reached yet", "", "wait"),
    State.NOT_APPLICABLE: Words("Does not apply", "", "quiet"),
}

SEVERITIES: Mapping[Severity, Words] = {
    Severity.BLOCKING: Words("Blocking", "A blocking finding stops the release.", "stop"),
    Severity.WARNING: Words("Warning", "A warning is shown and counted; it does not stop the release.", "hold"),
    Severity.NOTE: Words("Note", "A note is for information only.", "quiet"),
}

DIRECTIONS: Mapping[Direction, Words] = {
    Direction.OUTBOUND: Words("Outbound", "U.S. coverage; exempt in the partner country.", "quiet"),
    Direction.INBOUND: Words("Inbound", "Coverage in the partner country; exempt in the United States.", "quiet"),
}

ANSWERS: Mapping[Answer, Words] = {
    Answer.YES: Words("Yes", "", "good"),
    Answer.NO: Words("No", "", "stop"),
    Answer.UNKNOWN: Words("Unknown", "", "hold"),
}

CONDITIONS: Mapping[str, str] = {
    "cross_border": "The work crosses the border",
    "agreement": "An agreement between the two countries is confirmed",
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
    Decision.ESCALATE: "Escalate",
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

AGREEMENT_RULES: Mapping[AgreementRule, str] = {
    AgreementRule.DETACHED_WORKER: "Detached worker",
    AgreementRule.NATIONALITY: "Nationality",
    AgreementRule.RESIDENCE: "Residence",
    AgreementRule.TEMPORARY_TRANSFER: "Temporary transfer",
    AgreementRule.PLACE_OF_WORK: "Place of work",
    AgreementRule.EXTENSION: "Extension",
    AgreementRule.SPECIAL_EXCEPTION: "Special exception",
}

APPROVAL_STEPS: Mapping[ApprovalStep, str] = {
    ApprovalStep.FILING: "To file the request",
    ApprovalStep.EXEMPTION: "To apply the exemption",
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
