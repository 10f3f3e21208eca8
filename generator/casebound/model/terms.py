"""The fixed terms. The value of a member is the text in a record and in `report.json`."""

from enum import StrEnum
from typing import Never


class Term(StrEnum):
    """A fixed term. Terms have no order: comparing their size is an error and raises TypeError."""

    def _has_no_size(self, _other: object) -> Never:
        raise TypeError(f"{self!r} is neither greater nor less than anything")

    __lt__ = __le__ = __gt__ = __ge__ = _has_no_size


class Direction(Term):
    """The direction of the work. It decides which system covers the work and which country issues the certificate."""

    OUTBOUND = "outbound"  # U.S. coverage, SSA's certificate, exempt in the partner country
    INBOUND = "inbound"  # partner coverage, the foreign agency's certificate, exempt from FICA or SECA


class Lane(Term):
    """The kind of request. Only these two lanes are supported; any other label puts the request on hold."""

    EMPLOYER = "employer"
    SELF_EMPLOYED = "self-employed"
    UNCONFIRMED = "unconfirmed"


class Answer(Term):
    """The answer to a condition. Unknown never counts as yes."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Decision(Term):
    """The filing decision."""

    FILE = "file"
    DO_NOT_FILE = "do-not-file"
    ESCALATE = "escalate"
    UNDECIDED = "undecided"


class Channel(Term):
    """The channel through which the request is sent."""

    ONLINE = "online"
    FAX = "fax"
    MAIL = "mail"
    FOREIGN_AGENCY = "foreign-agency"  # inbound: any channel that the partner's agency accepts


class Requester(Term):
    """Who requests the certificate. An agent and the home employer need a document that gives them the authority."""

    EMPLOYER = "employer"
    WORKER = "worker"
    AGENT = "agent"
    HOME_EMPLOYER = "home-employer"


class RequestRelation(Term):
    """How a request follows an earlier request of the case."""

    CORRECTS = "corrects"
    REPEATS = "repeats"
    EXTENDS = "extends"
    FILED_AGAIN = "filed-again"


class Reliance(Term):
    """How an exemption is relied on: through payroll, by not paying contributions, or in a filed return."""

    PAYROLL = "payroll"
    CONTRIBUTIONS_NOT_PAID = "contributions-not-paid"
    RETURN_FILED = "return-filed"


class AgreementRule(Term):
    """The agreement's rule that assigns coverage according to the record."""

    DETACHED_WORKER = "detached-worker"
    NATIONALITY = "nationality"
    RESIDENCE = "residence"
    TEMPORARY_TRANSFER = "temporary-transfer"
    PLACE_OF_WORK = "place-of-work"
    EXTENSION = "extension"
    SPECIAL_EXCEPTION = "special-exception"
    SHIP_OR_AIRCRAFT_CREW = "ship-or-aircraft-crew"
    GOVERNMENT_EMPLOYEE = "government-employee"
    TERRITORIAL_COVERAGE = "territorial-coverage"  # an employee who works in the covering country, and was not sent


class ApprovalStep(Term):
    """A step that needs approval: before the request is filed, and before payroll changes."""

    FILING = "filing"
    EXEMPTION = "exemption"


class DeviationKind(Term):
    """Where the team's own process went wrong before a request was sent. Nothing that proves coverage is among them."""

    LATE_SIGN_OFF = "late-sign-off"  # the filing was approved after sending, and before the certificate arrived
    STALE_PAGE = "stale-page"  # a page had been read earlier than allowed, at most twice as early
    FORM_CHECK_NOT_NOTED = "form-check-not-noted"  # nobody wrote down when the online form was checked


class BreachRemedy(Term):
    """What cured a payroll change that came too early."""

    CONTRIBUTIONS_PAID = "contributions-paid"
    REVERSED_AND_REENTERED = "reversed-and-reentered"
    WRITTEN_OFF = "written-off"


class SheetReply(Term):
    """An answer to a decision sheet. A person can withdraw an approval; the sheet then no longer counts."""

    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


class Effect(Term):
    """The effect of a change to the record on an exemption that was approved before the change."""

    NEUTRAL = "neutral"  # support stays
    NARROWING = "narrowing"  # support stays for the rest; a countersignature is asked for
    ADDING = "adding"  # what was added or changed is not supported until it is approved
    ADVERSE = "adverse"  # a fact that counts against the exemption; support ends until it is answered on a sheet
    IDENTITY = "identity"  # another request is needed


class Role(Term):
    """The role of a person in one case."""

    OPERATIONS = "operations"
    DATA_QUALITY = "data_quality"
    APPROVER = "approver"
    LEGAL = "legal"
    PAYROLL = "payroll"


class CertificateState(Term):
    """The state of the document. Only a final certificate is proof."""

    FINAL = "final"
    DRAFT = "draft"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


class DefectKind(Term):
    """What is wrong with a certificate. A wrong spelling does not suspend it."""

    DAYS = "days"
    IDENTITY = "identity"
    SPELLING = "spelling"


class SourceTopic(Term):
    """A topic for which an official page can be cited. For any other topic the page is not evidence."""

    AGREEMENT = "agreement"  # the list of agreements: whether there is one, and since when
    RULE = "rule"  # a country's coverage rule
    DESTINATION = "destination"  # where requests to the U.S. agency go
    FORM = "form"  # the online form
    WAITING = "waiting"  # how long a request takes
    ISSUER = "issuer"  # who issues a partner's certificate
    NAME = "name"  # the name of a company
    TAX = "tax"  # texts of the IRS; no control rests on one


class Severity(Term):
    """The effect of a finding. Only a blocking finding stops the build."""

    BLOCKING = "blocking"
    WARNING = "warning"
    NOTE = "note"


class Stage(Term):
    """The stage of a case, derived from its facts, in the order of progress; see `judge.stage`."""

    DO_NOT_FILE = "do-not-file"
    ESCALATE = "escalate"
    HOLD_LANE = "hold-lane"
    PREPARING = "preparing"
    READY_TO_FILE = "ready-to-file"
    SUBMITTED = "submitted"
    COMPLETED_NOT_RECEIVED = "completed-not-received"
    RECEIVED_NOT_MATCHED = "received-not-matched"
    CERTIFICATE_MATCHED = "certificate-matched"
    EXEMPTION_PROPOSED = "exemption-proposed"
    EXEMPTION_IN_EFFECT = "exemption-in-effect"
    EXEMPTION_ENDED = "exemption-ended"
    EXEMPTION_UNSUPPORTED = "exemption-unsupported"
    DENIED = "denied"
    CLOSED = "closed"


ENDED_STAGES = frozenset({Stage.DO_NOT_FILE, Stage.DENIED, Stage.CLOSED})
"""The stages from which a case does not go on to an exemption."""


class Disclosure(Term):
    """Who may see a field. Every schema property carries one as `x-disclosure`."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL_DIRECT = "personal-direct"
    PERSONAL_INDIRECT = "personal-indirect"
