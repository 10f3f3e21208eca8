"""Faults of answers by e-mail: messages that are no clean answer, and answer files that were written by hand."""

from typing import Any

from tests.support.replies import NOTICE, SIGNATURE, mail
from tests.support.sample import Bench, Edit, in_decisions
from tests.verification.faults.table import NO, Fault, fault, inside

from casebound.load.decision_files import DecisionFile
from casebound.model.days import parse_moment
from casebound.model.mail_answers import code_of, message_id_of
from casebound.model.terms import Role

LEGAL, MAIL = "D2.legal.miriam-katz.yml", "D2.legal.miriam-katz.eml"
APPROVER = "D2.approver.helen-okafor.yml"
SENDER = "From: Miriam Katz <miriam.katz@example.com>"


def by_mail(name: str = LEGAL, text: str = "APPROVE {code}", *more: str, **changed: Any) -> Edit:
    """Let an answer of the sample come by e-mail: a clean reply, with changes."""

    def edit(one: Bench) -> None:
        answer = one.decisions[name].content
        who = (answer["sha256"], Role(answer["role"]), answer["by"])
        at = parse_moment(answer["at"]).strftime("%a, %d %b %Y %H:%M:%S %z")
        header = {"sender": SENDER, "date": at, "more": (f"In-Reply-To: {message_id_of(*who)}", *more), **changed}
        stored = name.replace(".yml", ".eml")
        file = DecisionFile(
            f"cases/{one.case['case']}/decisions/{stored}", mail(text.format(code=code_of(*who)), **header)
        )
        one.decisions[stored] = file
        for key, value in (("message", stored), ("message_sha256", file.sha256), ("entered_by", "ingrid-dahl")):
            in_decisions(name, key, value)(one)

    return edit


def mailed(says: str, *edits: Edit) -> Fault:
    """A fault of an answer by e-mail in the sheets of the sample."""
    return fault("A13", says, NO, *edits, renewed=False)


def _as_approver(one: Bench) -> None:
    """Give the approver's answer with the message of the legal reviewer."""
    for key, value in (
        ("message", MAIL),
        ("message_sha256", one.decisions[MAIL].sha256),
        ("entered_by", "ingrid-dahl"),
    ):
        in_decisions(APPROVER, key, value)(one)


MAILED: tuple[Fault, ...] = (
    mailed("the legal reviewer approved by e-mail with a condition",
           by_mail(LEGAL, "APPROVE {code}\n\nbut only until June")),
    mailed("the legal reviewer's e-mail refuses, and its answer approves", by_mail(LEGAL, "REFUSE {code}")),
    mailed("the e-mail approves in words and without the code", by_mail(LEGAL, "Yes, I approve this.")),
    mailed("the e-mail has a code that is not the legal reviewer's", by_mail(LEGAL, "APPROVE BCDFGHJKMNPQ")),
    mailed("the e-mail is from an address that is not the legal reviewer's",
           by_mail(sender="From: Miriam Katz <carla.jensen@example.com>")),
    mailed("the e-mail has two senders",
           by_mail(sender="From: miriam.katz@example.com, carla.jensen@example.com")),
    mailed("the e-mail was sent by an assistant in the name of the legal reviewer",
           by_mail(LEGAL, "APPROVE {code}", "Sender: assistant@example.com")),
    mailed("the name of the sender says that the e-mail was sent on behalf of the legal reviewer",
           by_mail(sender='From: "Assistant on behalf of Miriam Katz" <miriam.katz@example.com>')),
    mailed("the name of the sender is that of another person",
           by_mail(sender='From: "Jensen, Carla" <miriam.katz@example.com>')),
    mailed("the name of the sender contains that of another person",
           by_mail(sender='From: "Carla Jensen (Miriam Katz)" <miriam.katz@example.com>')),
    mailed("the subject of the e-mail says that it is an automatic reply",
           by_mail(subject="Automatische Antwort: NO-2026-001, sheet D2: please decide")),
    mailed("the e-mail is an automatic reply", by_mail(LEGAL, "APPROVE {code}", "Auto-Submitted: auto-replied")),
    mailed("the e-mail is a reply to the request to another person",
           by_mail(LEGAL, "APPROVE {code}", f"References: {message_id_of('0' * 64, Role.LEGAL, 'miriam-katz')}")),
    mailed("the answer is dated a minute after its e-mail", by_mail(date="Mon, 20 Apr 2026 16:44:00 -0400")),
    mailed("the legal reviewer entered the own e-mail", by_mail(), in_decisions(LEGAL, "entered_by", "miriam-katz")),
    mailed("a person who is not in the register entered the e-mail",
           by_mail(), in_decisions(LEGAL, "entered_by", "nobody")),
    mailed("the approver's answer names the e-mail of the legal reviewer", by_mail(), _as_approver),
    mailed("the e-mails of two people are one message, stored twice",
           by_mail(), by_mail(APPROVER, sender="From: helen.okafor@example.com")),
    fault("A08", "the e-mail was changed after it was entered", NO, by_mail(),
          in_decisions(LEGAL, "message_sha256", "0" * 64), renewed=False),
)  # fmt: skip

CLEAN_MAILS: tuple[Fault, ...] = (
    inside("the e-mail shows the department of its sender, who closes in Dutch", NO,
           by_mail(LEGAL, "APPROVE {code}\n\nGroet,\nMiriam Katz",
                   sender='From: "Katz, Mimi (Legal)" <miriam.katz@example.com>'),
           renewed=False),
    inside("the legal reviewer approved by e-mail", NO, by_mail(), renewed=False),
    inside("the e-mail has a signature and a notice", NO, by_mail(LEGAL, f"APPROVE {{code}}\n\n{SIGNATURE}\n\n{NOTICE}",
           sender='From: "Katz, Miriam" <Miriam.Katz@Example.com>'), renewed=False),
    inside("two people approved by e-mail, and a third person entered both", NO, by_mail(),
           by_mail(APPROVER, sender="From: helen.okafor@example.com", message_id="<2@example.com>"), renewed=False),
)  # fmt: skip
