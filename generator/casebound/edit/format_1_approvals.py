"""Write the approvals of a record of format 1 as decision sheets and answers."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import msgspec

from casebound.controls.sheet_status import TERM
from casebound.edit.format_1_agreements import Format1Agreement
from casebound.edit.format_1_seals import Approval, holds
from casebound.edit.sheets import FORMAT, NewFile, answer_as_file, as_sheet, new_sheet
from casebound.model.clock import Clock
from casebound.model.decisions import Sheet, SheetAnswer
from casebound.model.facts import Facts
from casebound.model.requests import requests_of, sent_requests
from casebound.model.terms import ApprovalStep, SheetReply

_NOT_APPROVED_THEN = "questions."
"""The lines of a filing sheet that an approval of format 1 did not cover."""


_AGAIN = "propose a sheet (casebound propose) and have it approved"
_Groups = dict[tuple[ApprovalStep, tuple[str, ...]], list[Approval]]
"""The approvals that hold, by their step and what they are about."""


@dataclass(frozen=True, slots=True)
class Converted:
    """The files that replace the approvals, and what became of each approval, in words."""

    files: tuple[NewFile, ...] = ()
    changes: tuple[str, ...] = ()


def converted(facts: Facts, approvals: Sequence[Approval], agreement: Format1Agreement | None) -> Converted:
    """The approvals that hold, as sheets and answers. Each of the others is dropped, with the reason.

    `agreement` is the row of the agreements register that the approvals covered.
    """
    groups: _Groups = {}
    changes = []
    for index, approval in enumerate(approvals):
        subject = _subject(facts, approval)
        if subject and holds(facts, approval, approvals, agreement):
            groups.setdefault((approval.step, subject), []).append(approval)
        else:
            reason = "what was approved has changed since" if subject else "the record has nothing that it approves"
            changes.append(
                f"approvals/{index} ({approval.step.value}, {approval.role.value} {approval.by}) is dropped, because"
                f" {reason}: {_AGAIN}"
            )
    too_far_apart = {key for key, given in groups.items() if _span(given) > TERM}
    taken_over = _to_take_over(facts, too_far_apart)
    files: list[NewFile] = []
    for (step, subject), given in sorted(groups.items(), key=lambda item: min(approval.at for approval in item[1])):
        people = ", ".join(f"{approval.role.value} {approval.by}" for approval in given)
        if (step, subject) in too_far_apart or taken_over.leaves_out(step, subject):
            why = f"they were given more than {TERM.days} days apart"
            if (step, subject) not in too_far_apart:
                why = f"{subject[0]} can only be taken over"
            changes.append(f"approvals of the {step.value} by {people} are not on a sheet, because {why}: {_AGAIN}")
            continue
        sheet, file = _sheet(facts, step, subject, given)
        facts = replace(facts, decisions=replace(facts.decisions, sheets=(*facts.decisions.sheets, sheet)))
        answers = {answer.name: answer for answer in _answers(sheet, given)}
        files += [file, *answers.values()]
        changes.append(f"approvals of the {step.value} by {people}: now decisions/{file.name} and the answers to it")
    return Converted(tuple(files), (*changes, *taken_over.what_to_do(facts)))


def _span(given: Sequence[Approval]) -> timedelta:
    """The time between the first and the last of some approvals."""
    moments = [approval.at for approval in given]
    return max(moments) - min(moments)


@dataclass(frozen=True, slots=True)
class _TakeOver:
    """The requests that were sent, and the claims on which payroll relied, whose approvals no sheet can show."""

    requests: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()

    def leaves_out(self, step: ApprovalStep, subject: tuple[str, ...]) -> bool:
        """Whether approvals become no sheet: a request that is taken over has no filing sheet."""
        return step is ApprovalStep.FILING and subject[0] in self.requests

    def what_to_do(self, facts: Facts) -> Iterator[str]:
        """How to take over what was done."""
        if not self.requests:
            return
        claims = f", claims: [{', '.join(self.claims)}]" if self.claims else ""
        yield (
            f"{' and '.join((*self.requests, *self.claims))} lost approvals that were acted on. Set cut_over in"
            " registers/policy.yml to the day from which the team uses decision sheets, add the section takeover"
            f" (requests: [{', '.join(self.requests)}]{claims}) to the record with the reason, and have the exemption"
            f" approved (casebound propose {facts.case.case} exemption)"
        )


def _to_take_over(facts: Facts, lost: Collection[tuple[ApprovalStep, tuple[str, ...]]]) -> _TakeOver:
    """What was done on approvals that are lost."""
    claims = tuple(
        key for key, claim in facts.case.claims.items() if claim.relied and (ApprovalStep.EXEMPTION, (key,)) in lost
    )
    requests = [key for key, _, _ in sent_requests(facts.case) if (ApprovalStep.FILING, (key,)) in lost]
    requests += [key for claim in claims for key in requests_of(facts.case, facts.case.claims[claim])]
    return _TakeOver(tuple(dict.fromkeys(requests)), claims)


def _subject(facts: Facts, approval: Approval) -> tuple[str, ...]:
    if approval.step is ApprovalStep.FILING:
        return tuple(facts.case.requests)[:1]
    return (approval.claim,) if approval.claim is not None and approval.claim in facts.case.claims else ()


def _sheet(
    facts: Facts, step: ApprovalStep, subject: tuple[str, ...], given: Sequence[Approval]
) -> tuple[Sheet, NewFile]:
    """The sheet of these approvals, proposed at the time of the first, with the log and the events of that day."""
    first = min(given, key=lambda approval: approval.at)
    case = msgspec.structs.replace(facts.case, log=facts.case.log[: first.log_entries])
    then = replace(facts, case=case, clock=Clock(first.at.on), filed={})
    sheet, _ = new_sheet(then, step, subject, first.at, facts.case.people.operations)
    filing = step is ApprovalStep.FILING
    lines = {path: line for path, line in sheet.lines.items() if not (filing and path.startswith(_NOT_APPROVED_THEN))}
    head = msgspec.structs.replace(sheet.head, controls=first.controls)
    return as_sheet(head, lines)


def _answers(sheet: Sheet, given: Sequence[Approval]) -> Iterator[NewFile]:
    """The approvals as answers. They were written when they were given."""
    for approval in given:
        yield answer_as_file(
            SheetAnswer(
                format=FORMAT,
                sheet=sheet.id,
                sha256=sheet.sha256,
                answer=SheetReply.APPROVE,
                role=approval.role,
                by=approval.by,
                at=approval.at,
                written=approval.at,
                controls=approval.controls,
            )
        )
