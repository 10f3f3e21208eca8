"""Asking for decisions by e-mail, and entering the replies."""

from dataclasses import dataclass
from pathlib import Path

from casebound.controls.mailed_answers import asked_of, asked_with
from casebound.edit.mail_drafts import Addressee, RequestText, draft, draft_name
from casebound.edit.sheets import ApprovalRequest, ReceivedMessage
from casebound.load.decision_files import messages_of
from casebound.load.replies.reply import MOST_BYTES, read_reply
from casebound.load.workspace import Workspace, write_whole
from casebound.model.days import Day, Moment
from casebound.model.decisions import Sheet
from casebound.model.errors import CannotDecide
from casebound.model.mail_answers import MailReply
from casebound.model.people import People
from casebound.model.terms import ApprovalStep, Role
from casebound.pipeline.approve import AnswerResult, Proposed, Time, answer, preview

_MODE = 0o644
_ASK_AGAIN = "Show the person the sheet that waits for answers (casebound propose CASE STEP --mail DIR)."


@dataclass(frozen=True, slots=True)
class MailedReply:
    """A reply to enter: the step and the claims it is about, the message, and the person who enters it."""

    step: ApprovalStep
    subject: tuple[str, ...]
    message: ReceivedMessage
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why a message was not entered, and what to do. Nothing was written."""

    reason: str
    advice: str


def write_drafts(proposed: Proposed, day: Day, to: Path) -> tuple[str, ...]:
    """Write an unsent message for each missing role, to the person and to each deputy of that day.

    Returns the names of the files. Raises CannotDecide, with nothing written, if a person has no e-mail address.
    """
    asked = [found for found in asked_of(proposed.sheet, proposed.people, day) if found[0] in proposed.missing_roles]
    addressees = [_addressee(proposed.people, role, person) for role, person in asked]
    text = RequestText(
        proposed.text,
        tuple(described.says for described in proposed.changes),
        tuple(f"{found.severity.value} {found.control}: {found.message}" for found in proposed.findings),
        proposed.ended,
    )
    drafts = {draft_name(proposed.sheet, person): draft(proposed.sheet, person, text) for person in addressees}
    to.mkdir(parents=True, exist_ok=True)
    for name, data in drafts.items():
        write_whole(to / name, data, _MODE)
    return tuple(drafts)


def _addressee(people: People, role: Role, person: str) -> Addressee:
    row = people[person]
    if row.email is None:
        message = f"{person} has no e-mail address in registers/people.yml"
        raise CannotDecide(message, "Add the address to the register, or approve on a terminal (casebound approve).")
    return Addressee(role, person, row.name, row.email)


def answer_by_mail(workspace: Workspace, folder: str, mailed: MailedReply, time: Time) -> AnswerResult | Rejected:
    """Add the answer in a reply, with the message, to the sheet that waits for answers."""
    data = mailed.message.data
    if len(data) > MOST_BYTES:
        advice = "Ask the person to reply again, without pictures and without attached files."
        return Rejected(f"the message is larger than {MOST_BYTES >> 10} KiB", advice)
    reply = read_reply(data)
    if reply.problem:
        return Rejected(f"the message {reply.problem}", reply.advice)
    asked = ApprovalRequest(mailed.step, "", time.now, subject=mailed.subject)
    proposed = preview(workspace, folder, asked, time)
    found = asked_with(proposed.sheet, proposed.people, reply.at.on, reply.code) if reply.at else None
    if proposed.new or found is None or reply.at is None or reply.answer is None:
        return Rejected(_no_sheet(proposed), _ASK_AGAIN)
    role, person = found
    if mailed.by not in (None, person):
        return Rejected(f"the code is that of {person}, not of {mailed.by}", "Leave out --by.")
    if wrong := _wrong_time(reply.at, proposed.sheet, time.now) or _used(workspace, reply):
        return Rejected(wrong, _ASK_AGAIN)
    request = ApprovalRequest(mailed.step, person, reply.at, role, mailed.subject, reply.answer, message=mailed.message)
    return answer(workspace, folder, request, time, proposed.sheet.sha256)


def _no_sheet(proposed: Proposed) -> str:
    if proposed.new:
        return "no sheet waits for answers; the sheet of this message is no longer current, or was refused"
    return f"the code of the message is not that of a person who is asked on {proposed.sheet.id}"


def _wrong_time(at: Moment, sheet: Sheet, now: Moment) -> str:
    if at > now:
        return f"the message has a date in the future, {at.isoformat(timespec='minutes')}"
    proposed = sheet.head.proposed_at
    return f"the message was written before {sheet.id} was proposed, on {at.on}" if at < proposed else ""


def _used(workspace: Workspace, reply: MailReply) -> str:
    """Where a message was used before, in any case."""
    for file in messages_of(workspace):
        if reply.message_id.encode() in file.data:
            earlier = read_reply(file.data)
            if reply.message_id == earlier.message_id or reply.sha256 == earlier.sha256:
                return f"the message was used before, in {file.file}"
    return ""
