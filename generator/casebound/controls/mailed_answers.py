"""Answers by e-mail: the message on file is a clean answer to this sheet, from the person who was asked."""

from collections.abc import Iterator

from casebound.controls.approval import in_answer
from casebound.controls.definition import case_control, objection, objection_with_remedy
from casebound.controls.predicates import may_proceed
from casebound.model.days import Day
from casebound.model.decisions import Decisions, Sheet, SheetAnswer, message_file
from casebound.model.facts import Facts
from casebound.model.mail_answers import MailReply, code_of, message_id_of, same_address
from casebound.model.names import contains_name, may_be_same_person
from casebound.model.people import People, address_on, on_what_ground, why_same_person
from casebound.model.rules import Link, Objections, Section, process, support_policy
from casebound.model.terms import Role

_ANOTHER = "Have the reply entered by a person who does not answer the same sheet by e-mail."


def asked_of(sheet: Sheet, people: People, day: Day) -> Iterator[tuple[Role, str]]:
    """Each role that a sheet asks, with each person who can answer on a day: the person named and the deputies."""
    for role in sheet.roles:
        principal = str(sheet.lines.get(f"people.{role.value}", ""))
        for person in people:
            if on_what_ground(people, person, role, principal, day):
                yield role, person


def asked_with(sheet: Sheet, people: People, day: Day, code: str) -> tuple[Role, str] | None:
    """The role and the person whose code for a sheet this is; None if it is nobody's."""
    return next((asked for asked in asked_of(sheet, people, day) if code_of(sheet.sha256, *asked) == code), None)


@case_control(
    "A13",
    "message-answers-sheet",
    Section.APPROVAL,
    question="Is each answer by e-mail a clear answer to this sheet, from the address of the person who was asked?",
    why="An e-mail can be conditional, automatic or forwarded, or can answer another sheet. An e-mail is accepted only"
    " if its first line is the answer with the code for this sheet and this person.",
    remedy="Ask the person to answer the request again, and enter that reply (`casebound approve CASE STEP --from"
    " reply.eml`). Do not write or change files in `decisions/` by hand: restore them from version history.",
    basis=(process("Approvals"), support_policy("10 Approvals")),
    link=Link.APPROVALS,
    applies=lambda facts: any(True for _ in _by_message(facts.decisions)),
    may_apply_later=may_proceed,
)
def message_answers_sheet(facts: Facts) -> Objections:
    sheets = {sheet.id: sheet for sheet in facts.decisions.sheets}
    for file, answer in _by_message(facts.decisions):
        yield from _entered(facts, file, answer)
        sheet, reply = sheets.get(answer.sheet), facts.decisions.messages.get(answer.message or "")
        if sheet is None or reply is None:
            continue  # A08 objects
        for field, message in (*_unclean(sheet, answer, reply), *_elsewhere(facts, file, answer, reply)):
            yield objection(in_answer(file, field), message)


def _unclean(sheet: Sheet, answer: SheetAnswer, reply: MailReply) -> Iterator[tuple[str, str]]:
    """What is wrong with a message as an answer to a sheet, with the field of the answer that it concerns."""
    if reply.problem:
        yield "message", f"{answer.message} {reply.problem}"
        return
    if reply.answer is not answer.answer:
        yield "answer", f"{answer.message} does not say {answer.answer.value}"
    if reply.code != code_of(sheet.sha256, answer.role, answer.by):
        yield (
            "message",
            f"the code in {answer.message} is not that of {answer.by} as {answer.role.value} for {sheet.id}",
        )
    if set(reply.answers_to) - {message_id_of(sheet.sha256, answer.role, answer.by)}:
        yield "message", f"{answer.message} is a reply to another request"
    if reply.at != answer.at:
        yield "at", f"{answer.message} has another date"


def _elsewhere(facts: Facts, file: str, answer: SheetAnswer, reply: MailReply) -> Iterator[tuple[str, str]]:
    """What is wrong with the sender of a message, with the name of its file, and with its other uses."""
    address = address_on(facts.registers.people, answer.by, answer.at.on)
    if not reply.problem and (address is None or not same_address(reply.sender, address)):
        yield "message", f"{answer.message} is from {reply.sender}, not from the address of {answer.by}"
    if named := _another_named(facts.registers.people, answer.by, reply.sender_name):
        yield "message", f"{answer.message} shows “{reply.sender_name}” as its sender, which names {named}"
    if answer.message != message_file(file):
        yield "message", f"the message of this answer belongs into a file named {message_file(file)}"
    for name, given in _by_message(facts.decisions):
        found = facts.decisions.messages.get(given.message or "")
        if name != file and found is not None and reply.message_id and found.message_id == reply.message_id:
            yield "message", f"{answer.message} is the same message as that of {name}"


def _another_named(people: People, person: str, shown: str) -> str | None:
    """Another person whose name the mail program shows for the sender; None if it shows none."""
    own = people[person].name if person in people else ""

    def names(name: str) -> bool:
        stands_alone = may_be_same_person(shown, name) and not may_be_same_person(shown, own)
        return stands_alone or (contains_name(shown, name) and not contains_name(own, name))

    named = (key for key, row in people.items() if shown and names(row.name))
    return next((key for key in named if not why_same_person(people, key, person)), None)


def _entered(facts: Facts, file: str, answer: SheetAnswer) -> Objections:
    """What is wrong with the person who entered an answer."""
    at, person = in_answer(file, "entered_by"), answer.entered_by
    if person not in facts.registers.people:
        yield objection_with_remedy(at, f"{person} is not in the register of people", _ANOTHER)
    by_mail = [given.by for _, given in _by_message(facts.decisions) if given.sheet == answer.sheet]
    if person and any(why_same_person(facts.registers.people, person, by) for by in by_mail):
        yield objection_with_remedy(
            at, f"{person} answered {answer.sheet} by e-mail, and entered this answer", _ANOTHER
        )


def _by_message(decisions: Decisions) -> Iterator[tuple[str, SheetAnswer]]:
    for file, answer in decisions.answers.items():
        if answer.message is not None:
            yield file, answer


CONTROLS = (message_answers_sheet,)
