"""Sheets and answers for a case on the bench, as the commands write them: files are added, and none is changed."""

from collections.abc import Mapping

from tests.support.sample import Bench, facts_of

from casebound.edit.sheets import ApprovalRequest, NewFile, new_answer, new_sheet, open_sheet, subject_of
from casebound.load.decision_files import as_read
from casebound.model.days import parse_moment
from casebound.model.decisions import FOLDER
from casebound.model.terms import ApprovalStep, Role


def answer(one: Bench, step: ApprovalStep, role: Role, subject: tuple[str, ...] = (), by: str | None = None) -> None:
    """Approve the last sheet of a step on the as-of date, or a new sheet if the role has no sheet to answer.

    By default, the person in the role approves what the command would choose.
    """
    facts, moment = facts_of(one), parse_moment(f"{one.as_of}T12:00-05:00")
    subject, case = subject or subject_of(facts, step), facts.case
    status = open_sheet(facts, step, subject)
    if status is not None and role in status.missing:
        sheet = status.sheet
    else:
        sheet, file = new_sheet(facts, step, subject, moment, case.people.operations)
        add(one, file)
    request = ApprovalRequest(step, by or case.people.in_role(role), moment, role, subject)
    add(one, *new_answer(facts, sheet, request, moment)[1])


def approve_exemption(one: Bench, by: Mapping[Role, str] | None = None) -> None:
    """Propose the exemption unless the last sheet is still open, and have every role that is missing approve it.

    With `by`, other people than those of the case answer in some roles. Does nothing if nobody is asked.
    """
    facts = facts_of(one)
    status = open_sheet(facts, ApprovalStep.EXEMPTION, subject_of(facts, ApprovalStep.EXEMPTION))
    roles = facts.registers.policy.approvals[ApprovalStep.EXEMPTION] if status is None else status.missing
    for role in roles:
        answer(one, ApprovalStep.EXEMPTION, role, by=(by or {}).get(role))


def add(one: Bench, *files: NewFile) -> None:
    """Put new files into the decisions folder."""
    for file in files:
        one.decisions[file.name] = as_read(f"cases/{one.case['case']}/{FOLDER}/{file.name}", file.data)
