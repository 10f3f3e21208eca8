"""Prepare a decision sheet and an answer to it, before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import msgspec

from casebound.controls import CONTROL_SET
from casebound.controls.approval import is_current
from casebound.controls.decision_sheets import lines_of
from casebound.controls.exceptions import why_not_enough
from casebound.controls.sheet_status import (
    TERM,
    SheetStatus,
    approved_sheet,
    may_be_signed_late,
    rests_on_receipt,
    sheets_for,
    status_of,
)
from casebound.edit.yaml_edit import flow, scalar
from casebound.model.days import Day, Moment
from casebound.model.decisions import (
    FIRST,
    Line,
    Lines,
    Sheet,
    SheetAnswer,
    SheetHead,
    answer_file,
    message_file,
    sheet_file,
)
from casebound.model.errors import CannotDecide, CannotJudge
from casebound.model.facts import Facts
from casebound.model.labels import ROLES
from casebound.model.log_chain import head
from casebound.model.people import People, on_what_ground, why_same_person
from casebound.model.record_base import plain
from casebound.model.requests import unsent_requests
from casebound.model.terms import ApprovalStep, Role, SheetReply

FORMAT = 1
_MOST_SHEETS = 999
_ANSWER_ORDER = (
    "format", "sheet", "sha256", "answer", "role", "by", "deputy_of", "at", "written", "controls",
    "message", "message_sha256", "entered_by", "because",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that is ready to be written into the decisions folder."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ReceivedMessage:
    """The e-mail that contains an answer, and the person who enters it."""

    data: bytes
    entered_by: str


@dataclass(frozen=True, slots=True)
class ApprovalRequest:
    """An answer that a person wants to give. By default, the role is the person's role in the case."""

    step: ApprovalStep
    by: str
    at: Moment
    role: Role | None = None
    subject: tuple[str, ...] = ()
    reply: SheetReply = SheetReply.APPROVE
    because: str | None = None
    message: ReceivedMessage | None = None


def subject_of(facts: Facts, step: ApprovalStep, named: Sequence[str] = ()) -> tuple[str, ...]:
    """The request or the claims that a sheet is about. Raises CannotJudge if that is not clear."""
    known = facts.case.requests if step is ApprovalStep.FILING else facts.case.claims
    what = "request" if step is ApprovalStep.FILING else "claim"
    if unknown := [key for key in named if key not in known]:
        raise CannotJudge(f"the case has no {what} {unknown[0]}", f"The case has: {', '.join(known) or 'none'}.")
    if step is ApprovalStep.EXEMPTION:
        chosen = tuple(named) or tuple(key for key in known if not _is_approved(facts, key)) or tuple(known)
        if not chosen:
            raise CannotDecide("the case has no claim", "Add the exemption under `claims` first.")
        _require_receipt(facts, chosen)
        return chosen
    late = tuple(key for key in facts.case.requests if may_be_signed_late(facts, key))
    chosen = tuple(named) or unsent_requests(facts.case)[-1:] or late[-1:]
    if not chosen:
        raise CannotDecide(
            "the case has no request that was not sent yet",
            "Add the request with its route under `requests` first. A request that was sent cannot be approved later.",
        )
    if facts.case.requests[chosen[0]].sent is not None and chosen[0] not in late:
        message = f"{chosen[0]} was already sent, so its filing cannot be approved any more"
        raise CannotDecide(
            message,
            "Approve the exemption instead, or prepare another request. If a person signs off late and no certificate"
            " was received yet, record a deviation of the kind late-sign-off first.",
        )
    return chosen


def _is_approved(facts: Facts, claim: str) -> bool:
    sheet = approved_sheet(facts, claim)
    if sheet is None or not is_current(facts, sheet):
        return False
    return why_superseded(facts, status_of(facts, sheet)) is None


def _require_receipt(facts: Facts, claims: Sequence[str]) -> None:
    for claim in claims:
        named = facts.case.claims[claim].certificates
        found = [facts.case.certificates[key] for key in named if key in facts.case.certificates]
        if not found or any(certificate.received_on is None for certificate in found):
            message = f"no certificate of {claim} was received, so the exemption cannot be decided"
            raise CannotDecide(message, "Wait for the certificate, and record it (casebound record CASE receipt).")


def open_sheet(facts: Facts, step: ApprovalStep, subject: Sequence[str]) -> SheetStatus | None:
    """The last sheet about exactly this subject, if it may still be answered: current, not refused, not superseded."""
    sheets = [sheet for sheet in sheets_for(facts.decisions, step, subject[0]) if sheet.head.subject == tuple(subject)]
    if not sheets or not is_current(facts, sheets[-1]):
        return None
    status = status_of(facts, sheets[-1])
    return None if status.against or status.left_out or not status.in_term or why_superseded(facts, status) else status


def why_superseded(facts: Facts, status: SheetStatus) -> str | None:
    """Why a new sheet takes the place of one that cannot get all answers, or does not count with them; else None."""
    sheet = status.sheet
    if status.approved_at is not None:
        return _too_early(facts, sheet) or why_not_enough(facts, sheet)
    for role in status.missing:
        person, now = str(sheet.lines.get(f"people.{role.value}", "nobody")), facts.case.people.in_role(role)
        if person != now:
            return f"the {ROLES[role].lower()} is now {now} instead of {person}"
    if status.missing and sheet.roles != tuple(role for role in Role if role in _roles(facts, sheet.head.step)):
        return "the policy now asks other roles"
    given = [answer.counts_from.on for _, answer in status.given.values()]
    if status.missing and given and facts.clock.more_than(TERM.days, since=min(given)):
        return f"its first approval was given on {min(given)}, more than {TERM.days} days ago"
    if only_asks(facts, sheet, sheet.head.proposed_by):
        return f"{sheet.head.proposed_by} proposed it and is the only person whom it asks"
    return None


def _too_early(facts: Facts, sheet: Sheet) -> str | None:
    """Whether an exemption sheet was proposed on an earlier day, before its certificates were received, in words."""
    early = sheet.head.step is ApprovalStep.EXEMPTION and not rests_on_receipt(facts, sheet)
    if early and facts.clock.passed(sheet.head.proposed_at.latest_day):
        return "it was proposed before the certificates were received"
    return None


def _roles(facts: Facts, step: ApprovalStep) -> tuple[Role, ...]:
    return facts.registers.policy.approvals.get(step, ())


def only_asks(facts: Facts, sheet: Sheet, person: str) -> bool:
    """Whether a sheet asks nobody else than this person. If the person proposed it too, it is never approved."""
    people = [str(sheet.lines.get(f"people.{role.value}", "")) for role in sheet.roles]
    return len(people) == 1 and why_same_person(facts.registers.people, people[0], person) is not None


def new_sheet(facts: Facts, step: ApprovalStep, subject: Sequence[str], at: Moment, by: str) -> tuple[Sheet, NewFile]:
    """The next sheet of the case, with the facts as they are now."""
    sheets = facts.decisions.sheets
    number = max((sheet.number for sheet in sheets), default=0) + 1
    if number > _MOST_SHEETS:
        raise CannotJudge(f"the case has {_MOST_SHEETS} decision sheets, the maximum", "Open another case.")
    log = facts.case.log
    beginning = SheetHead(
        format=FORMAT,
        case=facts.case.case,
        sheet=f"D{number}",
        step=step,
        subject=tuple(subject),
        previous=sheets[-1].sha256 if sheets else FIRST,
        proposed_at=at,
        proposed_by=by,
        controls=CONTROL_SET,
        log_entries=len(log),
        log_head=head(log),
    )
    return as_sheet(beginning, lines_of(facts, step, subject))


def as_sheet(beginning: SheetHead, lines: Lines) -> tuple[Sheet, NewFile]:
    """A sheet with this head and these lines, and the file as it is written into the decisions folder."""
    file = NewFile(sheet_file(beginning.sheet, beginning.step), sheet_text(beginning, lines).encode())
    return Sheet(file.name, sha256(file.data).hexdigest(), beginning, lines), file


def sheet_text(beginning: SheetHead, lines: Lines) -> str:
    """The text of a sheet: its head, then a line for each fact."""
    step = "the filing of" if beginning.step is ApprovalStep.FILING else "the exemption"
    title = f"# Decision sheet {beginning.sheet} of case {beginning.case}: {step} {', '.join(beginning.subject)}"
    note = "# An approval covers exactly these facts. Never change this file; propose a new sheet instead."
    fields: Mapping[str, Line] = {name: _line(value) for name, value in plain(beginning).items()}
    return "\n".join((title, note, *_pairs(fields), "", *_pairs(lines), ""))


def _line(value: object) -> Line:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _pairs(fields: Mapping[str, Line]) -> list[str]:
    return [f"{key}: {flow(value) if isinstance(value, tuple) else scalar(value)}" for key, value in fields.items()]


def new_answer(
    facts: Facts, sheet: Sheet, request: ApprovalRequest, written: Moment
) -> tuple[SheetAnswer, tuple[NewFile, ...]]:
    """A person's answer to a sheet, and its files. Raises CannotJudge, with the reason, if the person was not asked."""
    message, proposed_at = request.message, sheet.head.proposed_at
    if request.at < proposed_at:
        raise CannotJudge(
            f"{request.by} cannot have answered {sheet.id} at {request.at.isoformat(timespec='minutes')}: it was only"
            f" proposed at {proposed_at.isoformat(timespec='minutes')}",
            "If the answer is given now, leave --at out. An answer to an earlier sheet does not count for this sheet.",
        )
    role, deputy_of = _role(facts, sheet, request, (request.at if message else written).on)
    mail = NewFile(message_file(answer_file(sheet.id, role, request.by)), message.data) if message else None
    answer = SheetAnswer(
        format=FORMAT,
        sheet=sheet.id,
        sha256=sheet.sha256,
        answer=request.reply,
        role=role,
        by=request.by,
        deputy_of=deputy_of,
        at=request.at,
        written=written,
        controls=CONTROL_SET,
        message=mail.name if mail else None,
        message_sha256=sha256(mail.data).hexdigest() if mail else None,
        entered_by=message.entered_by if message else None,
        because=request.because,
    )
    return answer, (*((mail,) if mail else ()), answer_as_file(answer))


def withdrawal_of(approval: SheetAnswer, because: str, now: Moment) -> tuple[SheetAnswer, NewFile]:
    """The file that withdraws an approval. The approval stays on file."""
    withdrawn = msgspec.structs.replace(
        approval,
        answer=SheetReply.WITHDRAW,
        at=now,
        written=now,
        because=because,
        message=None,
        message_sha256=None,
        entered_by=None,
    )
    return withdrawn, answer_as_file(withdrawn)


def answer_as_file(answer: SheetAnswer) -> NewFile:
    """An answer as it is written into the decisions folder."""
    fields = plain(answer)
    lines = [f"{name}: {scalar(str(fields[name]))}" for name in _ANSWER_ORDER if name in fields]
    withdrawn = answer.answer is SheetReply.WITHDRAW
    return NewFile(
        answer_file(answer.sheet, answer.role, answer.by, withdrawn=withdrawn), "\n".join((*lines, "")).encode()
    )


def _role(facts: Facts, sheet: Sheet, request: ApprovalRequest, day: Day) -> tuple[Role, str | None]:
    """The role in which a person answers on a day, and the person whose deputy they are."""
    by_role = {role: str(sheet.lines.get(f"people.{role.value}", "")) for role in sheet.roles}
    register = facts.registers.people
    grounds = {role: on_what_ground(register, request.by, role, person, day) for role, person in by_role.items()}
    roles = [role for role, ground in grounds.items() if ground and request.role in (None, role)]
    if len(roles) == 1:
        role = roles[0]
        return role, by_role[role] if grounds[role] == "deputy" else None
    if roles:
        raise CannotJudge(f"{request.by} has {len(roles)} roles at this step", "Name the role with --role.")
    needed = ", ".join(f"{role.value}: {person}" for role, person in by_role.items())
    named = [role for role, person in by_role.items() if person == request.by and request.role in (None, role)]
    raise CannotDecide(
        _does_not_hold(register, request.by, named[0], day) if named else f"{request.by} has no role on {sheet.id}",
        f"Asked are: {needed}. registers/people.yml lists the roles and the deputies with their days. If somebody else"
        " has the role in this case now, name that person under people; casebound propose then writes a new sheet,"
        " which everybody answers.",
    )


def _does_not_hold(register: People, person: str, role: Role, day: Day) -> str:
    """That a person who is named for a role does not hold it on a day, with the last day on which they held it."""
    row = register.get(person)
    ended = [held.until for held in row.roles if held.role is role and held.until and held.until < day] if row else []
    if ended:
        return f"{person} held the role {ROLES[role].lower()} until {max(ended)}, and does not hold it on {day}"
    return f"{person} does not hold the role {ROLES[role].lower()} on {day}"
