"""The text of a new record, with comments for its owner."""

from collections.abc import Iterator
from dataclasses import dataclass

from casebound.controls.typed_questions import QUESTIONS
from casebound.edit.yaml_edit import flow, scalar
from casebound.model.case import People
from casebound.model.days import Day, Moment
from casebound.model.terms import Direction, Lane, Role


@dataclass(frozen=True, slots=True)
class CaseIntake:
    """What is known about a case when it is opened. Either an employer, or an activity with its nature."""

    case: str
    direction: Direction
    partner: str
    people: People
    name: str
    reference: str
    citizenships: tuple[str, ...]
    residence: str
    intake_label: str
    begins: Day
    ends: Day | None = None
    hired_on: Day | None = None
    employer: str | None = None
    activity: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class RecordContext:
    """What is added to the intake: the time, the schema, the lane, the questions and the text of the log entry."""

    at: Moment
    schema: str
    lane: Lane
    questions: tuple[str, ...] = ()
    did: str = "Opened the case."


def record_text(intake: CaseIntake, context: RecordContext) -> str:
    """The text of the record, with comments for its owner."""
    say = {name: scalar(str(getattr(intake, name))) for name in ("case", "name", "reference", "residence")}
    people = "\n".join(f"  {role.value}: {scalar(intake.people.in_role(role))}" for role in Role)
    legal = scalar(intake.people.legal)
    questions = "".join(_question(name, legal, context.at.on) for name in context.questions)
    return _RECORD.format(
        **say,
        schema=context.schema,
        on=context.at.on,
        direction=intake.direction.value,
        covered=_COVERED[intake.direction],
        partner=scalar(intake.partner),
        people=people,
        citizenships=flow(intake.citizenships),
        label=scalar(intake.intake_label),
        sender="\n".join(_sender(intake)),
        days="\n".join(_days(intake)),
        legal=legal,
        questions=f"\nquestions: # known (with answer and evidence), unknown, or not_applicable\n{questions}"
        if questions
        else "",
        lane=context.lane.value,
        lane_because=_LANE_BECAUSE[context.lane is not Lane.UNCONFIRMED],
        operations=scalar(intake.people.operations),
        at=context.at.isoformat(timespec="minutes"),
        did=scalar(context.did),
    )


def _sender(intake: CaseIntake) -> Iterator[str]:
    if intake.activity is not None:
        name, nature = intake.activity
        yield from ("activity:", f"  name: {scalar(name)}", f"  nature: {scalar(nature)}")
    elif intake.employer is not None:
        yield f"employer: {scalar(intake.employer)}"


def _days(intake: CaseIntake) -> Iterator[str]:
    yield f"  begins: {intake.begins}"
    if intake.ends is not None:
        yield f"  ends: {intake.ends}"
    if intake.hired_on is not None:
        yield f"  hired_on: {intake.hired_on}"


def _question(name: str, owner: str, on: Day) -> str:
    typed = QUESTIONS.get(name)
    form = f" # answer: {typed.answers}; known explains it" if typed else ""
    lines = (
        f"{name}:{form}",
        "  unknown: Nobody has checked this yet.",
        f"  escalated_to: {owner}",
        f"  escalated_on: {on}",
    )
    return "".join(f"  {line}\n" for line in lines)


_COVERED = {
    Direction.OUTBOUND: "U.S. coverage, certificate from SSA, exempt in the partner country",
    Direction.INBOUND: "coverage and certificate from the partner country, exempt from FICA or SECA",
}
_LANE_BECAUSE = {
    True: "The policy maps the label on the request to this request type.",
    False: "The label on the request does not belong to a confirmed request type. Have it reclassified, or ask legal.",
}
_RECORD = """\
# yaml-language-server: $schema={schema}
# Opened on {on}. Everything that nobody has checked yet is unknown, and a claim cannot rest on an unknown.
format: 2
case: {case}
direction: {direction} # {covered}
partner: {partner}

people: # ids in registers/people.yml; the approver must be a different person from operations and data_quality
{people}

worker: # no full Social Security number, birth date or passport number
  name: {name}
  reference: {reference}
  citizenships: {citizenships}
  residence: {residence}
  intake_label: {label} # exactly as on the request

{sender}

assignment:
{days}

# A condition is yes, no or unknown. A yes needs checked_on, checked_by and evidence, for example [E1, a-source].
conditions:
  cross_border:
    met: unknown
    because: No document about the assignment is on file yet.
  agreement:
    met: unknown
    because: Nobody has checked the official list of agreements for this case yet.
  double_contributions:
    met: unknown
    because: Payroll has not confirmed yet whether both systems could charge the same pay.

rule: # a rule of the agreement, confirmed by the legal reviewer from the official text
  confirmed: unknown
  because: No rule of the agreement has been compared with the facts yet.
  escalated_to: {legal}
{questions}
filing:
  decision: undecided # file, do-not-file or escalate, with decided_on and decided_by
  because: The conditions and the applicable rule are open.
  lane: {lane}
  lane_because: {lane_because}

log:
  - at: {at}
    by: {operations}
    did: {did}
"""
