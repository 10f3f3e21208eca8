"""The fields that a column of a spreadsheet can be imported into, with the header words by which they are found."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from casebound.model.terms import Channel, Direction, Requester, Role, SourceTopic


class FieldKind(StrEnum):
    """How the text of a cell is read."""

    TEXT = "text"
    LONG_TEXT = "long text"
    DAY = "day"
    COUNTRY = "country"
    COUNTRIES = "countries"
    EMPLOYER = "employer"
    PERSON = "person"
    CHOICE = "choice"
    CHOICES = "choices"
    FILE = "file"


class ImportKind(StrEnum):
    """What the rows of a spreadsheet are."""

    CASES = "cases"
    PEOPLE = "people"
    EMPLOYERS = "employers"
    SOURCES = "sources"


class RowState(StrEnum):
    """What the status words of a spreadsheet mean. None of them means that a certificate proves anything."""

    NOT_SENT = "not-sent"
    SENT = "sent"
    RECEIVED = "certificate-received"
    REFUSED = "refused"
    LEAVE_OUT = "leave-out"


@dataclass(frozen=True, slots=True)
class ImportField:
    """A field: how its cells are read, whether every row needs it, and the words of its usual headers.

    Each of the `headers` is a set of words that a header has in any order. `choices` are the values of a choice.
    `explained` is the comment in the mapping file for a field without a column.
    """

    kind: FieldKind = FieldKind.TEXT
    needed: bool = False
    headers: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    explained: str = ""


_PERSON = "an id in registers/people.yml, if the same person has this role in all cases"
_K = FieldKind

CASE_FIELDS: Mapping[str, ImportField] = {
    "case": ImportField(headers=("case id", "case no", "case number", "case ref", "case"), explained="the case id"),
    "status": ImportField(
        _K.CHOICE, headers=("status", "stage", "progress"), choices=tuple(RowState), explained="what was done so far"
    ),
    "worker_reference": ImportField(
        needed=True,
        headers=("employee id", "employee no", "employee number", "emp id", "emp no", "staff no", "worker reference",
                 "personnel no", "personnel number", "worker id"),
        explained="the company's internal reference for the worker",
    ),
    "worker_name": ImportField(
        needed=True, headers=("employee name", "worker name", "assignee", "employee", "worker", "name"),
        explained="the worker's full name",
    ),
    "citizenships": ImportField(
        _K.COUNTRIES, needed=True, headers=("citizenship", "citizenships", "nationality", "nationalities"),
        explained="country codes, separated by commas",
    ),
    "residence": ImportField(
        _K.COUNTRY, needed=True, headers=("residence", "country residence", "resident"),
        explained="the country of permanent residence",
    ),
    "intake_label": ImportField(
        needed=True, headers=("request type", "intake label", "certificate type", "label"),
        explained="the label of the request, word for word, for example Employer Certificate",
    ),
    "employer": ImportField(
        _K.EMPLOYER, headers=("sending employer", "employer", "company", "entity", "sending entity"),
        explained="the sending employer, as an id in registers/employers.yml",
    ),
    "activity": ImportField(headers=("business name", "activity"), explained="the business of a self-employed worker"),
    "activity_nature": ImportField(headers=("nature business", "activity nature"), explained="what the business does"),
    "home": ImportField(
        _K.COUNTRY, headers=("home country", "from country", "sending country", "home"),
        explained="the country that the worker comes from, in place of direction",
    ),
    "host": ImportField(
        _K.COUNTRY, headers=("host country", "to country", "receiving country", "destination country", "host"),
        explained="the country that the worker goes to, in place of partner",
    ),
    "direction": ImportField(
        _K.CHOICE, headers=("direction", "inbound outbound"), choices=tuple(Direction),
        explained="outbound for U.S. coverage, or inbound for coverage in the partner country",
    ),
    "partner": ImportField(_K.COUNTRY, headers=("partner country", "country"), explained="the partner country"),
    "begins": ImportField(
        _K.DAY, needed=True,
        headers=("assignment start", "start date", "assignment begin", "begin date", "date from", "start", "from"),
        explained="the first day of work in the other country",
    ),
    "ends": ImportField(
        _K.DAY, headers=("assignment end", "end date", "date to", "date until", "end", "to", "until"),
        explained="the last planned day",
    ),
    "hired_on": ImportField(_K.DAY, headers=("hire date", "hired", "date hire"), explained="the day of hiring"),
    **{
        role.value: ImportField(_K.PERSON, needed=True, headers=headers, explained=_PERSON)
        for role, headers in {
            Role.OPERATIONS: ("operations", "operations owner", "case owner", "owner", "coordinator", "handled by"),
            Role.DATA_QUALITY: ("data quality", "data quality owner", "checked by"),
            Role.APPROVER: ("approver", "approved by"),
            Role.LEGAL: ("legal", "legal reviewer", "counsel"),
            Role.PAYROLL: ("payroll", "payroll reviewer", "payroll contact"),
        }.items()
    },
    "sent_on": ImportField(
        _K.DAY, headers=("date sent", "sent", "sent on", "date filed", "filed", "filed on", "submitted",
                         "date submitted", "application date", "submission date"),
        explained="the day on which the request was sent",
    ),
    "sent_by": ImportField(
        _K.PERSON, headers=("sent by", "filed by", "submitted by"), explained="who sent the requests"
    ),
    "requester": ImportField(_K.CHOICE, choices=tuple(Requester), explained="who requested the certificates"),
    "sent_reference": ImportField(
        headers=("control number", "confirmation number", "ssa number", "ssa reference", "agency reference", "tracking",
                 "tracking number", "confirmation"),
        explained="the number that the channel assigned",
    ),
    "channel": ImportField(_K.CHOICE, headers=("channel", "sent via", "method"), choices=tuple(Channel),
                           explained="the channel by which requests were sent"),
    "destination": ImportField(
        headers=("destination",), explained="where the requests were sent to, as the proof shows it"
    ),
    "proof": ImportField(
        _K.FILE, headers=("proof", "proof sending", "confirmation file", "receipt file"),
        explained="the file with the proof of sending, beside the spreadsheet",
    ),
    "refused_on": ImportField(_K.DAY, headers=("refused", "refused on", "denied", "denied on", "date refused",
                                               "date denied"), explained="the date on the letter of refusal"),
    "refusal_received_on": ImportField(_K.DAY, headers=("refusal received", "denial received"),
                                       explained="the day on which the letter of refusal was received"),
    "refusal_because": ImportField(_K.LONG_TEXT, headers=("refusal reason", "denial reason", "reason refused"),
                                   explained="the reason that the authority gave"),
    "refusal_letter": ImportField(_K.FILE, headers=("refusal letter", "denial letter"),
                                  explained="the file with the letter of refusal, beside the spreadsheet"),
    "note": ImportField(_K.LONG_TEXT, headers=("note", "notes", "comment", "comments", "remarks"),
                        explained="a note, which goes into the log of the case"),
}  # fmt: skip

PEOPLE_FIELDS: Mapping[str, ImportField] = {
    "id": ImportField(headers=("id",), explained="the id in the register"),
    "name": ImportField(needed=True, headers=("full name", "name", "person"), explained="the full name"),
    "title": ImportField(needed=True, headers=("job title", "title", "position"), explained="the job title"),
    "email": ImportField(
        headers=("e mail", "email", "mail", "email address"), explained="the address inside the company"
    ),
    "roles": ImportField(
        _K.CHOICES, headers=("roles", "role", "function"), choices=tuple(Role), explained="separated by commas"
    ),
    "roles_from": ImportField(
        _K.DAY, headers=("role from", "roles from", "since", "from"), explained="the first day of the roles"
    ),
}  # fmt: skip

EMPLOYER_FIELDS: Mapping[str, ImportField] = {
    "id": ImportField(headers=("id",), explained="the id in the register"),
    "name": ImportField(
        needed=True, headers=("legal name", "company name", "employer name", "employer", "company", "name"),
        explained="the exact name that a certificate must show",
    ),
    "country": ImportField(_K.COUNTRY, needed=True, headers=("country",), explained="the country of the company"),
    "address": ImportField(needed=True, headers=("address",), explained="the address"),
    "number_ref": ImportField(headers=("number reference", "vault"), explained="where the official number is stored"),
}  # fmt: skip

SOURCE_FIELDS: Mapping[str, ImportField] = {
    "id": ImportField(headers=("id",), explained="the id in the register"),
    "publisher": ImportField(needed=True, headers=("publisher", "authority", "agency"), explained="the authority"),
    "title": ImportField(needed=True, headers=("title", "page", "section"), explained="the heading of the page"),
    "url": ImportField(needed=True, headers=("url", "address", "link", "web address"), explained="the web address"),
    "accessed_on": ImportField(
        _K.DAY, needed=True, headers=("read on", "accessed", "accessed on", "date read", "date accessed"),
        explained="the day on which the page was read",
    ),
    "accessed_by": ImportField(
        _K.PERSON, needed=True, headers=("read by", "accessed by"), explained="who read the page"
    ),
    "relevant_because": ImportField(
        _K.LONG_TEXT, needed=True, headers=("relevant", "relevance", "why", "purpose"),
        explained="why the page matters",
    ),
    "state": ImportField(_K.CHOICE, needed=True, headers=("state",), choices=("live", "archived"),
                         explained="live, or archived for a page that was read in an archive or a copy"),
    "supports": ImportField(
        _K.CHOICES, headers=("supports", "topic", "topics"), choices=tuple(SourceTopic), explained="separated by commas"
    ),
    "countries": ImportField(_K.COUNTRIES, headers=("countries", "country"), explained="separated by commas"),
    "capture": ImportField(
        _K.FILE, needed=True, headers=("capture", "file", "copy", "stored copy"),
        explained="the file with the stored copy, beside the spreadsheet",
    ),
    "establishes": ImportField(
        _K.LONG_TEXT, needed=True, headers=("establishes", "says", "summary"), explained="what the page says"
    ),
}  # fmt: skip

FIELDS: Mapping[ImportKind, Mapping[str, ImportField]] = {
    ImportKind.CASES: CASE_FIELDS,
    ImportKind.PEOPLE: PEOPLE_FIELDS,
    ImportKind.EMPLOYERS: EMPLOYER_FIELDS,
    ImportKind.SOURCES: SOURCE_FIELDS,
}
