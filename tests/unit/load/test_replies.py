"""Replies by e-mail: only a clean answer is read as one, and every other message has a reason."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from tests.support import replies
from tests.support.replies import (
    CODE,
    DRAFT,
    NO,
    NOTICE,
    OUTLOOK,
    OUTLOOK_HEADER,
    QUOTED,
    REQUEST,
    SHEET,
    SIGNATURE,
    YES,
    html,
    html_request,
    in_base64,
    in_quoted_printable,
    mail,
    part,
    parts,
)

from casebound.edit.mail_drafts import RequestText, draft
from casebound.load.replies.reply import read_reply
from casebound.model.mail_answers import code_of
from casebound.model.terms import Role, SheetReply

GMAIL_HTML = html(
    f'<div dir="ltr">{YES}</div><br><div class="gmail_quote"><div dir="ltr">{replies.ATTRIBUTION.replace("<", "&lt;")}'
    f'<br></div><blockquote class="gmail_quote">{html_request()}</blockquote></div>'
)
OUTLOOK_HTML = html(
    f'<div class="WordSection1"><p>{YES}<o:p></o:p></p><p>&nbsp;</p><p>Helen Okafor</p><div><b>From:</b> Ingrid Dahl'
    f"<br><b>Sent:</b> Monday<br><b>To:</b> Helen<br><b>Subject:</b> NO-2026-001</div><p>{html_request()}</p></div>"
)
LOGO = part("iVBORw0KGgo=", "image/png; name=logo.png", "Content-Transfer-Encoding: base64\nContent-ID: <logo>\n")
SEAL = part("MIIB", "application/pkcs7-signature; name=smime.p7s", "Content-Transfer-Encoding: base64\n")
INSIDE_MARKED = QUOTED.replace("> case: NO", "Only until June!\n> case: NO")
INSIDE_OUTLOOK = OUTLOOK.replace("\ncase: NO", "\nOnly until June!\ncase: NO")
INSIDE_RUSSIAN = OUTLOOK.replace("\ncase: NO", "\nтолько до июня!\ncase: NO")
INSIDE_MARK = QUOTED.replace("> case: NO", "???\n> case: NO")
MARKED = QUOTED.partition("\n")[2]
ALTERED = QUOTED.replace("2028-02-29", "2031-02-28")

CLEAN = {
    "only the line": mail(YES),
    "blank lines before it": mail(f"\n\n  {YES}  \n"),
    "above the quoted request": mail(f"{YES}\n\n{QUOTED}"),
    "above the quoted request of Outlook": mail(f"{YES}\n\n{OUTLOOK}"),
    "with a signature and a quotation": mail(f"{YES}\n\n{SIGNATURE}\n\n{OUTLOOK}"),
    "with a marked signature": mail(f"{YES}\n\n-- \nHelen Okafor\nHead of compliance, 5th floor\n\n{QUOTED}"),
    "from a telephone": mail(f"{YES}\n\nSent from my iPhone\n\n{QUOTED}"),
    "from Outlook on a telephone": mail(f"{YES}\n\nGet Outlook for iOS\n{OUTLOOK}"),
    "with thanks and a first name": mail(f"{YES}\nThanks, Helen\n"),
    "with a German closing": mail(f"{YES}\n\nMit freundlichen Grüßen\nHelen Okafor"),
    "with a notice of the company": mail(f"{YES}\n\n{OUTLOOK}\n\n{NOTICE}"),
    "a German quotation line": mail(f"{YES}\n\nAm 02.03.26 um 09:05 schrieb Ingrid Dahl:\n\n{MARKED}"),
    "in base64": mail(in_base64(f"{YES}\r\n\r\n{SIGNATURE}"), encoding="base64"),
    "with soft line breaks": mail(in_quoted_printable(f"{YES}\n\n{QUOTED}"), encoding="quoted-printable"),
    "flowed": mail(f"{YES} \n\n{QUOTED}", content="text/plain; charset=utf-8; format=flowed"),
    "in Latin letters of Windows": mail(YES, content="text/plain; charset=windows-1252"),
    "HTML only": mail(GMAIL_HTML, content="text/html; charset=utf-8"),
    "HTML of Outlook only": mail(OUTLOOK_HTML, content="text/html; charset=utf-8"),
    "plain and HTML": parts("multipart/alternative", part(f"{YES}\n\n{QUOTED}"), part(GMAIL_HTML, "text/html")),
    "with a logo": parts("multipart/related", part(html(f"<p>{YES}</p><img src='cid:logo'>"), "text/html"), LOGO),
    "with a logo that has a text below the name": mail(
        html(f"<p>{YES}</p><p>Helen Okafor</p><img src='cid:logo' alt='Atlas Meridian'>"), content="text/html"
    ),
    "with a Dutch closing": mail(f"{YES}\n\nGroeten,\nHelen Okafor"),
    "with a Norwegian closing": mail(f"{YES}\n\nMvh\nHelen"),
    "digitally signed": parts("multipart/signed", part(YES), SEAL),
    "a bare address": mail(YES, sender="From: helen.okafor@example.com"),
    "a quoted name": mail(YES, sender='From: "Okafor, Helen (Legal)" <Helen.Okafor@Example.com>'),
    "an encoded name": mail(YES, sender="From: =?utf-8?Q?Helen_Okaf=C3=B3r?= <helen.okafor@example.com>"),
    "its own address as the name": mail(YES, sender='From: "helen.okafor@example.com" <helen.okafor@example.com>'),
    "the same sender twice": mail(YES, more=("Sender: helen.okafor@example.com", "Auto-Submitted: no")),
    "without the id of the request": mail(YES, more=()),
    "a signature below the quotation": mail(f"{YES}\n\n{QUOTED}\n\n-- \nHelen Okafor\nAtlas Meridian"),
}

TEXT = "says more than the answer"
FIRST = "does not begin with a line that is exactly APPROVE or REFUSE"
SENDER = "does not have exactly one sender"
UNCLEAN = {
    "a condition on the line": (mail(f"{YES} if payroll agrees"), FIRST),
    "a condition below": (mail(f"{YES}\nbut only if payroll agrees\n"), TEXT),
    "a condition below the signature": (mail(f"{YES}\n\n{SIGNATURE}\nonly until June"), TEXT),
    "a condition as a postscript": (mail(f"{YES}\n-- \nHelen\nP.S. Carla first"), TEXT),
    "a German condition": (mail(f"{YES}\nGruß\nHelen\nnur falls Carla zustimmt"), TEXT),
    "a condition as a separator": (mail(f"{YES}\n\n--- Only until June ---"), TEXT),
    "a condition as a quotation line": (mail(f"{YES}\n\nOn condition that it ends in 2027 or 2028, as I wrote:"), TEXT),
    "a condition as a notice": (mail(f"{YES}\n\nConfidential: the recipient may approve C1 alone"), TEXT),
    "a condition before a notice": (mail(f"{YES}\n\nNot C2. Consider the environment before printing this mail"), TEXT),
    "a condition in a quoted header": (mail(f"{YES}\n\nFrom: Ingrid\nTo: only until June\nSubject: x"), TEXT),
    "a condition as a device": (mail(f"{YES}\n\nSent with the condition that Carla agrees"), TEXT),
    "a greeting before it": (mail(f"Hi Ingrid,\n\n{YES}"), FIRST),
    "a word of the sender": (mail(f"{YES}\n\nLooks good to me, go ahead"), TEXT),
    "a question": (mail(f"{YES}\nHelen?"), TEXT),
    "yes in words": (mail("Yes, approved."), FIRST),
    "lower case": (mail(YES.lower()), FIRST),
    "Approve with a capital": (mail(YES.replace("APPROVE", "Approve")), FIRST),
    "look-alike letters": (mail(YES.replace("A", "А", 1)), FIRST),  # a Cyrillic letter
    "a hidden character": (mail(f"\u200b{YES}"), FIRST),
    "without the code": (mail("APPROVE"), FIRST),
    "a code that is too short": (mail(YES[:-1]), FIRST),
    "two spaces": (mail(YES.replace(" ", "  ")), FIRST),
    "over two lines": (mail(YES.replace(" ", "\n")), FIRST),
    "in quotation marks": (mail(f'"{YES}"'), FIRST),
    "behind a quotation mark": (mail(f"> {YES}"), "begins with quoted text"),
    "below the quotation": (mail(f"{QUOTED}\n\n{YES}"), FIRST),
    "below marked lines": (mail(f"{MARKED.strip()}\n\n{YES}"), "begins with quoted text"),
    "inside the quotation": (mail(f"{YES}\n\n{INSIDE_MARKED}"), "with other words"),
    "in other letters inside the quotation": (mail(f"{YES}\n\n{INSIDE_RUSSIAN}"), "with other words"),
    "a mark inside the quotation": (mail(f"{YES}\n\n{INSIDE_MARK}"), "has text inside"),
    "inside the quotation of Outlook": (mail(f"{YES}\n\n{INSIDE_OUTLOOK}"), "with other words"),
    "an altered quotation": (mail(f"{YES}\n\n{ALTERED}"), "with other words"),
    "an altered quotation in HTML": (
        mail(GMAIL_HTML.replace("2028-02-29", "2031-02-28"), content="text/html"),
        "with other words",
    ),
    "half a quotation": (mail(f"{YES}\n\n{QUOTED[:900]}"), "only a part"),
    "a quoted line of its own": (mail(f"{YES}\n\n> only until June"), "quotes other text"),
    "a quoted line beside the request": (mail(f"{YES}\n\n{QUOTED}\n> only until June"), "quotes other text"),
    "a line below the quotation": (mail(f"{YES}\n\n{SIGNATURE}\n\n{QUOTED}\n\nCarla Jensen"), TEXT),
    "the code of another request quoted": (mail(f"{YES}\n\n> APPROVE {'B' * 12}"), "another code"),
    "both answers": (mail(f"{YES}\n{NO}"), "both approves and refuses"),
    "both answers, refused first": (mail(f"{NO}\n{YES}"), "both approves and refuses"),
    "an unmarked quotation line": (mail(f"{YES}\n\nOn second thought, only C1"), TEXT),
    "a header line with a condition": (mail(f"{YES}\n\nSubject: only if payroll agrees"), TEXT),
    "too many lines": (mail(YES + "\n" * 20_000), "too long"),
    "an empty body": (mail(""), "has no text"),
    "only a quotation": (mail(f"\n{QUOTED}"), FIRST),
    "two senders": (mail(YES, sender="From: helen.okafor@example.com, carla.jensen@example.com"), SENDER),
    "two sender fields": (
        mail(YES, sender="From: helen.okafor@example.com\r\nFrom: carla.jensen@example.com"),
        "2 header fields From",
    ),
    "a group": (mail(YES, sender="From: Legal: helen.okafor@example.com;"), SENDER),
    "two addresses in one mailbox": (mail(YES, sender="From: <a@example.com> <helen.okafor@example.com>"), SENDER),
    "a comment": (mail(YES, sender="From: helen.okafor@example.com (a@example.com)"), SENDER),
    "an address as the name": (
        mail(YES, sender='From: "helen.okafor@example.com" <carla.jensen@example.com>'),
        "shows another address",
    ),
    "an encoded address as the name": (
        mail(YES, sender="From: =?utf-8?Q?helen.okafor=40example.com?= <c@example.com>"),
        "shows another address",
    ),
    "no sender": (mail(YES, sender="X-From: helen.okafor@example.com"), "no header field From"),
    "on behalf of": (mail(YES, more=("Sender: Assistant <assistant@example.com>",)), "in the name of another"),
    "out of office": (mail("I am out of office.", more=("Auto-Submitted: auto-replied",)), "automatic reply"),
    "an automatic approval": (mail(YES, more=("Auto-Submitted: auto-replied",)), "automatic reply"),
    "a French out of office": (mail("Je suis absente jusqu'au 9 mars.", more=("X-Autoreply: yes",)), "automatic reply"),
    "a German out of office without a mark": (mail("Ich bin bis 9. März nicht im Büro."), FIRST),
    "a bulk message": (mail(YES, more=("Precedence: bulk",)), "automatic reply"),
    "a bounce": (mail(YES, more=("Return-Path: <>",)), "automatic reply"),
    "the request itself": (DRAFT, "no header field From"),
    "an edited request": (mail(YES, more=("X-Unsent: 1",)), "is a request or a draft"),
    "a mailing list": (mail(YES, more=("List-Id: <team.example.com>",)), "mailing list"),
    "redirected": (mail(YES, more=("Resent-From: carla.jensen@example.com",)), "redirected"),
    "forwarded by its subject": (mail(YES, subject="Fwd: please decide"), "is forwarded"),
    "forwarded in German": (mail(YES, subject="WG: please decide"), "is forwarded"),
    "forwarded text": (
        mail(f"{YES}\n\n---------- Forwarded message ---------\n{OUTLOOK_HEADER}\n\n{YES}"),
        "is forwarded",
    ),
    "forwarded as a file": (
        parts("multipart/mixed", part("see below"), part(f"From: helen.okafor@example.com\n\n{YES}", "message/rfc822")),
        "attached or forwarded message",
    ),
    "a delivery report": (
        parts(
            "multipart/report; report-type=delivery-status", part(YES), part("Status: 5.1.1", "message/delivery-status")
        ),
        "report of a mail system",
    ),
    "a receipt": (
        mail("Disposition: displayed", content="message/disposition-notification"),
        "report of a mail system",
    ),
    "an answer to a meeting": (
        parts("multipart/alternative", part(YES), part("BEGIN:VCALENDAR", "text/calendar; method=REPLY")),
        "meeting request",
    ),
    "encrypted with OpenPGP": (
        parts("multipart/encrypted", part("Version: 1", "application/pgp-encrypted"), part("x")),
        "is encrypted",
    ),
    "encrypted with S/MIME": (mail("MIIB", content="application/pkcs7-mime", encoding="base64"), "encrypted or sealed"),
    "signed text of OpenPGP": (mail(f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{YES}"), FIRST),
    "a broken signature": (parts("multipart/signed", part(YES)), "broken signature"),
    "a text beside the signature": (parts("multipart/signed", part(YES), part(NO)), "broken signature"),
    "two texts": (parts("multipart/mixed", part(YES), part("but only until June")), "several texts"),
    "a file": (
        parts("multipart/mixed", part(YES), part("x", "application/pdf; name=conditions.pdf")),
        "attached file (conditions",
    ),
    "another answer in HTML": (
        parts("multipart/alternative", part(YES), part(html(f"<p>{NO}</p>"), "text/html")),
        "different answers",
    ),
    "more text in HTML": (
        parts("multipart/alternative", part(YES), part(html(f"<p>{YES}</p><p>Only C1</p>"), "text/html")),
        TEXT,
    ),
    "a condition as the text of an image": (
        mail(html(f"<p>{YES}</p><img src='x.png' alt='only for one year'>"), content="text/html"),
        TEXT,
    ),
    "a condition in a style": (
        mail(f"<html><style>p:after{{content: ' only C1'}}</style><p>{YES}</p></html>", content="text/html"),
        "styles add text",
    ),
    "a condition as the mark of a list": (
        mail(html(f"<p>{YES}</p><ul style='list-style-type: \"only C1\"'><li></li></ul>"), content="text/html"),
        "styles add text",
    ),
    "a sender for another person": (
        mail(YES, sender='From: "Ann Price on behalf of Helen Okafor" <helen.okafor@example.com>'),
        "in the name of another",
    ),
    "an automatic reply by its subject": (mail(YES, subject="Out of office: please decide"), "automatic reply"),
    "a French automatic reply by its subject": (
        mail(YES, subject="=?utf-8?Q?R=C3=A9ponse_automatique?= : please decide"),
        "automatic reply",
    ),
    "struck out": (mail(html(f"<p><s>{YES}</s></p>"), content="text/html"), "strikes out"),
    "struck out by a style": (
        mail(html(f'<p style="text-decoration: line-through">{YES}</p>'), content="text/html"),
        "strikes out",
    ),
    "hidden": (mail(html(f'<div style="display:none">{YES}</div>Wait'), content="text/html"), "hides"),
    "text outside of the parts": (
        mail(f"Only C1\n--b\n{part(YES)}\n--b--", content="multipart/mixed; boundary=b"),
        "cannot be separated",
    ),
    "an unfinished part": (mail(f"--b\n{part(YES)}", content="multipart/mixed; boundary=b"), "cannot be separated"),
    "damaged base64": (mail("QVBQ!", encoding="base64"), "damaged or incomplete"),
    "two types": (mail(YES, more=("Content-Type: text/html",)), "header fields Content-Type"),
    "no date": (mail(YES, date=""), "no valid date"),
    "a date without its offset": (mail(YES, date="Mon, 02 Mar 2026 10:30:12"), "no valid date"),
    "no message id": (
        mail(YES).replace(b"Message-ID: <CAF1234@mail.example.com>\r\n", b""),
        "no header field Message-Id",
    ),
    "a damaged header": (mail(YES).replace(b"MIME-Version", b"what is this\r\nMIME-Version"), "damaged header"),
    "an mbox file": (b"From helen Mon Mar 2 10:30:12 2026\r\n" + mail(YES), "damaged header"),
    "a message of Outlook": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "format of Outlook (.msg)"),
    "no message": (b"APPROVE", "damaged header"),
    "an empty file": (b"", "damaged header"),
}


@pytest.mark.parametrize("data", CLEAN.values(), ids=CLEAN)
def test_a_clean_reply_approves(data: bytes) -> None:
    reply = read_reply(data)
    assert (reply.problem, reply.answer, reply.code) == ("", SheetReply.APPROVE, CODE)
    assert reply.sender == "helen.okafor@example.com"
    assert reply.at is not None
    assert reply.at.isoformat() == "2026-03-02T10:30:00-05:00"


@pytest.mark.parametrize(("data", "reason"), UNCLEAN.values(), ids=UNCLEAN)
def test_any_other_reply_is_no_answer(data: bytes, reason: str) -> None:
    reply = read_reply(data)
    assert reason in reply.problem
    assert reply.answer is None
    assert reply.advice.endswith(".")


@pytest.mark.parametrize("words", ["only until June", "Carla first", "C1 alone?", "> only until June"])
def test_a_line_added_anywhere_to_a_plain_reply_makes_it_no_answer(words: str) -> None:
    for data in (CLEAN["above the quoted request"], CLEAN["with a signature and a quotation"]):
        header, _, body = data.partition(b"\r\n\r\n")
        lines = body.split(b"\r\n")
        for at in range(len(lines)):
            added = b"\r\n".join((*lines[:at], words.encode(), *lines[at:]))
            assert read_reply(header + b"\r\n\r\n" + added).answer is None, added.decode()


def test_a_refusal_may_give_its_reasons() -> None:
    reply = read_reply(mail(f"{NO}\n\nThe certificate ends a month early. Please ask again.\n\n{QUOTED}"))
    assert (reply.problem, reply.answer) == ("", SheetReply.REFUSE)


def test_the_draft_opens_as_an_unsent_message_with_the_whole_sheet() -> None:
    message = message_from_bytes(DRAFT, policy=policy.default)
    assert message["X-Unsent"] == "1"
    assert message["To"] == "Helen Okafor <helen.okafor@example.com>"
    assert message["Message-ID"] == replies.REQUEST_ID
    assert CODE in message["Subject"]
    assert "D2" in message["Subject"]
    assert replies.SHEET_TEXT in REQUEST
    assert f"\n{YES}\n{NO}\n" in REQUEST


def test_the_hash_of_a_sheet_is_no_personal_number() -> None:
    sheet = replace(SHEET, sha256=f"670671cd{SHEET.sha256[8:]}")
    assert draft(sheet, replies.ASKED, RequestText(replies.SHEET_TEXT))


def test_a_code_is_valid_for_one_sheet_one_role_and_one_person() -> None:
    others = {
        code_of(replies.sheet("other", 3).sha256, Role.APPROVER, "helen-okafor"),
        code_of(SHEET.sha256, Role.LEGAL, "helen-okafor"),
        code_of(SHEET.sha256, Role.APPROVER, "carla-jensen"),
    }
    assert len(others | {CODE}) == 4
