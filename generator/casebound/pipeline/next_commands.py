"""The command that records what a step of a case asks for, as far as the tool knows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from casebound.load.workspace import Workspace
from casebound.model.case import Case
from casebound.model.days import Day
from casebound.model.requests import in_preparation, open_requests
from casebound.pipeline.check import plan_of
from casebound.plan.case_plan import PlannedCase, Step, StepKind

_BY_KIND = {
    StepKind.STATUS_CHECK: "status",
    StepKind.DOCUMENT_OVERDUE: "contact",
    StepKind.FOLLOW_UP: "contact",
    StepKind.PACKET: "packet",
    StepKind.PAYROLL_CHANGE: "relied",
    StepKind.ASSIGNMENT_OVER: "closing",
    StepKind.FILING_DECISION: "filing",
}
"""The event that a step of a kind asks for, wherever it is in the record."""

_BY_SECTION = {"filing": "filing", "rule": "rule", "packet": "packet", "assignment": "assignment"}
"""The event that writes a section."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that can be done now, with the words of its command; none where the tool knows no command."""

    step: Step
    command: tuple[str, ...]


def next_steps(workspace: Workspace, folder: str, as_of: Day | None, today: Day) -> tuple[NextStep, ...]:
    """The steps of a case that can be done now, in their order. Raises CannotJudge if the case cannot be judged."""
    planned = plan_of(workspace, as_of, today, (folder,)).cases
    return tuple(found for case in planned for found in _of(case))


def _of(planned: PlannedCase) -> Iterator[NextStep]:
    for step in planned.plan.now:
        yield NextStep(step, command_of(planned.judged.case, step))


def command_of(case: Case, step: Step) -> tuple[str, ...]:
    """The words of the command after `casebound`; none if no single command does what the step asks for."""
    approval = step.command(case.case)
    if approval:
        return tuple(approval.split()[1:])
    event = _event_of(case, step)
    return ("record", case.case, *event) if event else ()


def _event_of(case: Case, step: Step) -> tuple[str, ...]:
    if step.kind in _BY_KIND:
        return (_BY_KIND[step.kind],)
    if step.kind is StepKind.READY_TO_FILE:
        return (_towards_filing(case),)
    if step.kind is StepKind.CERTIFICATE:
        recorded = [key for key, certificate in case.certificates.items() if certificate.received_on is None]
        return ("receipt", recorded[0]) if recorded else ("certificate",)
    if step.kind is StepKind.CORRECTION:
        return ("contact",) if step.path[-1:] == ("defect",) else ("correction", "--certificate", str(step.path[1]))
    if step.kind is StepKind.EXEMPTION_APPROVAL and not case.claims:
        return ("claim",)
    return _in_section(step)


def _in_section(step: Step) -> tuple[str, ...]:
    """The event that writes the place of a step."""
    section = str(step.path[0]) if step.path else ""
    if section == "conditions":
        return ("condition", str(step.path[1]).replace("_", "-"))
    if section == "questions":
        return ("question", str(step.path[1]))
    if section == "worker" and step.path[-1] == "intake_label":
        return ("filing",)
    if section == "partner":
        return ("condition", "agreement")
    return (_BY_SECTION[section],) if section in _BY_SECTION and step.kind is StepKind.HOLD else ()


def _towards_filing(case: Case) -> str:
    """The event that a request needs next until it is sent."""
    key = in_preparation(case)
    if key is None:
        return "status" if any(open_requests(case)) else "request"
    return "sent" if case.requests[key].route else "route"
