"""The field's fixed words. The text of a member is what stands in a record and in `report.json`."""

from enum import StrEnum
from typing import Never


class Term(StrEnum):
    """A fixed word. Words have no size: asking which of two is the greater is a slip, and raises TypeError."""

    def _has_no_size(self, _other: object) -> Never:
        raise TypeError(f"{self!r} is neither greater nor less than anything")

    __lt__ = __le__ = __gt__ = __ge__ = _has_no_size


class Direction(Term):
    """Which system covers the work, and therefore whose certificate proves it."""

    OUTBOUND = "outbound"  # U.S. coverage, SSA's certificate, exempt in the partner country
    INBOUND = "inbound"  # partner coverage, the foreign agency's certificate, exempt from FICA or SECA


class Lane(Term):
    """Who files. The guide supports exactly these two; any other label is a hold."""

    EMPLOYER = "employer"
    SELF_EMPLOYED = "self-employed"
    UNCONFIRMED = "unconfirmed"


class Answer(Term):
    """What is known of a condition. Unknown is never a yes."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Decision(Term):
    """What the filing decision says."""

    FILE = "file"
    DO_NOT_FILE = "do-not-file"
    ESCALATE = "escalate"
    UNDECIDED = "undecided"


class Channel(Term):
    """How the request travels."""

    ONLINE = "online"
    FAX = "fax"
    MAIL = "mail"
    FOREIGN_AGENCY = "foreign-agency"  # inbound: by whatever path the partner's agency takes requests


class AgreementRule(Term):
    """The agreement's rule that is said to assign coverage."""

    DETACHED_WORKER = "detached-worker"
    NATIONALITY = "nationality"
    RESIDENCE = "residence"
    TEMPORARY_TRANSFER = "temporary-transfer"
    PLACE_OF_WORK = "place-of-work"
    EXTENSION = "extension"
    SPECIAL_EXCEPTION = "special-exception"


class ApprovalStep(Term):
    """Where a named person lets a case pass: before the request is filed, and before payroll changes."""

    FILING = "filing"
    EXEMPTION = "exemption"


class Role(Term):
    """The part a person plays in one case."""

    OPERATIONS = "operations"
    DATA_QUALITY = "data_quality"
    APPROVER = "approver"
    LEGAL = "legal"
    PAYROLL = "payroll"


class CertificateState(Term):
    """What the document itself is. Only a final one proves anything."""

    FINAL = "final"
    DRAFT = "draft"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


class SourceTopic(Term):
    """What an official page can be cited for. A page that is about something else shows nothing."""

    AGREEMENT = "agreement"  # the list of agreements: whether there is one, and since when
    RULE = "rule"  # a country's coverage rule
    DESTINATION = "destination"  # where requests to the U.S. agency go
    FORM = "form"  # the live form
    WAITING = "waiting"  # how long a request takes
    ISSUER = "issuer"  # who issues a partner's certificate
    TAX = "tax"  # texts of the IRS; no control rests on one


class Severity(Term):
    """What a finding does: only a blocking one stops the build."""

    BLOCKING = "blocking"
    WARNING = "warning"
    NOTE = "note"


class Stage(Term):
    """Where a case stands, derived from its facts. The order is the order of progress; see `judge.stage`."""

    DO_NOT_FILE = "do-not-file"
    ESCALATE = "escalate"
    HOLD_LANE = "hold-lane"
    PREPARING = "preparing"
    READY_TO_FILE = "ready-to-file"
    SUBMITTED = "submitted"
    COMPLETED_NOT_RECEIVED = "completed-not-received"
    RECEIVED_NOT_MATCHED = "received-not-matched"
    CERTIFICATE_MATCHED = "certificate-matched"
    EXEMPTION_IN_EFFECT = "exemption-in-effect"
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
