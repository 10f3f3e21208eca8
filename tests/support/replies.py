"""Replies by e-mail to a decision sheet: one clean request, and messages that people, programs and cheats send back."""

import base64
import hashlib
import quopri
import re
from collections.abc import Iterable
from email import message_from_bytes, policy

from casebound.edit.mail_drafts import Addressee, RequestText, draft
from casebound.model.days import parse_moment
from casebound.model.decisions import Line, Sheet, SheetHead
from casebound.model.mail_answers import code_of, message_id_of
from casebound.model.terms import ApprovalStep, Role

ASKED = Addressee(Role.APPROVER, "helen-okafor", "Helen Okafor", "helen.okafor@example.com")
SHEET_TEXT = """\
# Decision sheet D2 of case NO-2026-001: the exemption C1
format: 1
case: NO-2026-001
sheet: D2
claims.C1.begins: 2026-03-01
claims.C1.ends: 2028-02-29
sources.norway.url: https://www.ssa.gov/international/Agreement_Pamphlets/norway.html
worker.name: Åse Østby
"""


def sheet(text: str = SHEET_TEXT, number: int = 2) -> Sheet:
    """A sheet that asks the approver, with the hash of a text."""
    head = SheetHead(
        format=1,
        case="NO-2026-001",
        sheet=f"D{number}",
        step=ApprovalStep.EXEMPTION,
        subject=("C1",),
        previous="none",
        proposed_at=parse_moment("2026-03-02T09:00-05:00"),
        proposed_by="ingrid-dahl",
        controls="cs-0000000000000000",
        log_entries=0,
        log_head="0" * 64,
    )
    lines: dict[str, Line] = {"policy.roles": ("approver",), "people.approver": ASKED.person}
    return Sheet(f"D{number}.exemption.txt", hashlib.sha256(text.encode()).hexdigest(), head, lines)


SHEET = sheet()
CODE = code_of(SHEET.sha256, ASKED.role, ASKED.person)
REQUEST_ID = message_id_of(SHEET.sha256, ASKED.role, ASKED.person)
DRAFT = draft(
    SHEET, ASKED, RequestText(SHEET_TEXT, ("claims.C1.ends is now later",), ("warning T04: check the status",))
)
REQUEST = str(message_from_bytes(DRAFT, policy=policy.default).get_content()).replace("\r\n", "\n")
YES, NO = f"APPROVE {CODE}", f"REFUSE {CODE}"

ATTRIBUTION = "On Mon, Mar 2, 2026 at 9:05 AM Ingrid Dahl <ingrid.dahl@example.com> wrote:"
QUOTED = "\n".join((ATTRIBUTION, "", *(f"> {line}".rstrip() for line in REQUEST.splitlines())))
OUTLOOK_HEADER = f"""\
From: Ingrid Dahl <ingrid.dahl@example.com>
Sent: Monday, March 2, 2026 9:05 AM
To: Helen Okafor <helen.okafor@example.com>
Subject: NO-2026-001, sheet D2: please decide ({CODE})"""
OUTLOOK = f"________________________________\n{OUTLOOK_HEADER}\n\n{REQUEST}"
SIGNATURE = "Best regards,\nHelen Okafor\nHead of global mobility compliance\nAtlas Meridian | +1 202 555 0143"
NOTICE = "This e-mail is confidential. If you are not the intended recipient, please notify the sender and delete it.\n"


def mail(
    body: str,
    *,
    sender: str = "From: Helen Okafor <helen.okafor@example.com>",
    date: str = "Mon, 02 Mar 2026 10:30:12 -0500",
    subject: str = f"Re: NO-2026-001, sheet D2: please decide ({CODE})",
    more: Iterable[str] = (f"In-Reply-To: {REQUEST_ID}",),
    message_id: str = "<CAF1234@mail.example.com>",
    content: str = "text/plain; charset=utf-8",
    encoding: str = "8bit",
) -> bytes:
    """A message with a single part, as it lies in an .eml file."""
    header = [
        *("Received: from mail.example.com by mx.example.com; Mon, 02 Mar 2026 10:30:20 -0500", sender),
        *("To: Ingrid Dahl <ingrid.dahl@example.com>", f"Subject: {subject}", f"Date: {date}"),
        *(f"Message-ID: {message_id}", *more, "MIME-Version: 1.0"),
        *(f"Content-Type: {content}", f"Content-Transfer-Encoding: {encoding}"),
    ]
    return "\r\n".join((*header, "", body.replace("\n", "\r\n"), "")).encode()


def parts(kind: str, *bodies: str, **header: str) -> bytes:
    """A message of several parts, each written with its own header."""
    inside = "".join(f"--=_b\n{body}\n" for body in bodies)
    return mail(f"{inside}--=_b--", content=f'{kind}; boundary="=_b"', encoding="7bit", **header)


def part(body: str, content: str = "text/plain; charset=utf-8", more: str = "") -> str:
    """A part of a message."""
    return f"Content-Type: {content}\n{more}\n{body}"


def html(body: str) -> str:
    """A page of HTML as mail programs write it."""
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'


def html_request() -> str:
    """The request as the lines of a page."""
    return REQUEST.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>\n")


def in_base64(text: str) -> str:
    """A text as lines of base64."""
    return base64.encodebytes(text.encode()).decode()


def in_quoted_printable(text: str) -> str:
    """A text as quoted-printable, with soft line breaks."""
    return quopri.encodestring(text.encode()).decode()


def answered(request: bytes, sender: str, date: str) -> bytes:
    """The approval of a person who got a request."""
    message = message_from_bytes(request, policy=policy.default)
    code = re.search(r"^APPROVE [A-Z]{12}", str(message.get_content()), re.MULTILINE)
    assert code is not None
    return mail(code[0], sender=f"From: {sender}", date=date, more=(f"In-Reply-To: {message['Message-ID']}",))
