"""Drafts of the e-mails that ask people to decide on a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from casebound.model.decisions import Sheet
from casebound.model.errors import CannotJudge
from casebound.model.labels import ROLES
from casebound.model.mail_answers import FIRST_WORDS, LAST_WORDS, check_of, code_of, message_id_of
from casebound.model.personal_numbers import personal_numbers
from casebound.model.terms import ApprovalStep, Role


@dataclass(frozen=True, slots=True)
class Addressee:
    """A person who is asked to decide on a sheet in a role."""

    role: Role
    person: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class RequestText:
    """The text of the sheet, and what a request says before it: changes, open findings, and who refused before."""

    sheet: str
    changes: Sequence[str] = ()
    findings: Sequence[str] = ()
    ended: Sequence[str] = ()


def draft_name(sheet: Sheet, to: Addressee) -> str:
    """The name of the file of a draft."""
    return f"{sheet.head.case}.{sheet.id}.{to.role.value}.{to.person}.eml"


def draft(sheet: Sheet, to: Addressee, text: RequestText) -> bytes:
    """An unsent message that asks a person to decide. Raises CannotJudge if it would contain a personal number."""
    body = request_text(sheet, to, text)
    if found := next(personal_numbers(body), None):
        raise CannotJudge(f"the message to {to.person} would contain {found[0]}", "Remove the number from the record.")
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"  # mail programs open the file as a message to be sent
    message["To"] = Address(to.name, addr_spec=to.address)
    code = code_of(sheet.sha256, to.role, to.person)
    message["Subject"] = f"{sheet.head.case}, sheet {sheet.id}: please decide ({code})"
    message["Message-ID"] = message_id_of(sheet.sha256, to.role, to.person)
    message.set_content(body, cte="quoted-printable")
    return message.as_bytes()


def request_text(sheet: Sheet, to: Addressee, text: RequestText) -> str:
    """The body of the message: how to answer, what is open and what changed, and the whole sheet."""
    code, head = code_of(sheet.sha256, to.role, to.person), sheet.head
    what = "the filing of" if head.step is ApprovalStep.FILING else "the exemption"
    subject = ", ".join(head.subject)
    body = "\n".join(
        (
            f"{FIRST_WORDS} {head.case}, sheet {sheet.id}",
            "",
            f"{to.name}, please decide on {what} {subject}. Your role in this case: {ROLES[to.role].lower()}.",
            "",
            "Reply to this message. The first line of your reply is exactly one of these two lines:",
            "",
            f"APPROVE {code}",
            f"REFUSE {code}",
            "",
            *_RULES,
            "",
            *_listed("Earlier refusals and withdrawn approvals:", text.ended),
            *_listed("Open findings of the case:", text.findings),
            *_listed("Changed since the last sheet:", text.changes),
            f"The sheet (SHA-256: {sheet.sha256}):",
            "",
            text.sheet.rstrip("\n"),
            "",
        )
    )
    return f"{body}\n{LAST_WORDS} {check_of(body)}\n"


_RULES = (
    "The code is valid for this sheet and for you only. Leave out any other text: an",
    "approval with a condition or a remark does not count. A signature and this",
    "message below the line do no harm. If you would approve only with a condition,",
    "write REFUSE, and the reason below it.",
)


def _listed(title: str, entries: Sequence[str]) -> tuple[str, ...]:
    return (title, *(f"- {' '.join(entry.split())}" for entry in entries), "") if entries else ()
