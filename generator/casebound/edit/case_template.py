"""The text of a new record, with a word beside what its owner has to know."""

from collections.abc import Iterator
from dataclasses import dataclass

from casebound.edit.yaml_edit import flow, scalar
from casebound.model.case import People
from casebound.model.days import Day, Moment
from casebound.model.terms import Direction, Lane, Role


@dataclass(frozen=True, slots=True)
class Opening:
    """What is told of a case when it is opened. Either an employer, or an activity with its nature."""

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
class Standing:
    """What the record says beyond what was told: when, its lane and its questions."""

    at: Moment
    schema: str
    lane: Lane
    questions: tuple[str, ...] = ()


def text_of(opening: Opening, standing: Standing) -> str:
    """The record, with a word beside what its owner has to know."""
    say = {name: scalar(str(getattr(opening, name))) for name in ("case", "name", "reference", "residence")}
    people = "\n".join(f"  {role.value}: {scalar(opening.people.in_role(role))}" for role in Role)
    legal = scalar(opening.people.legal)
    questions = "".join(_question(name, legal, standing.at.on) for name in standing.questions)
    return _RECORD.format(
        **say,
        schema=standing.schema,
        on=standing.at.on,
        direction=opening.direction.value,
        covered=_COVERED[opening.direction],
        partner=scalar(opening.partner),
        people=people,
        citizenships=flow(opening.citizenships),
        label=scalar(opening.intake_label),
        sender="\n".join(_sender(opening)),
        days="\n".join(_days(opening)),
        legal=legal,
        questions=f"\nquestions: # needed by a claim: known (with evidence), unknown, or not_applicable\n{questions}"
        if questions
        else "",
        lane=standing.lane.value,
        lane_because=_LANE_BECAUSE[standing.lane is not Lane.UNCONFIRMED],
        operations=scalar(opening.people.operations),
        at=standing.at.isoformat(timespec="minutes"),
    )


def _sender(opening: Opening) -> Iterator[str]:
    if opening.activity is not None:
        name, nature = opening.activity
        yield from ("activity:", f"  name: {scalar(name)}", f"  nature: {scalar(nature)}")
    elif opening.employer is not None:
        yield f"employer: {scalar(opening.employer)}"


def _days(opening: Opening) -> Iterator[str]:
    yield f"  begins: {opening.begins}"
    if opening.ends is not None:
        yield f"  ends: {opening.ends}"
    if opening.hired_on is not None:
        yield f"  hired_on: {opening.hired_on}"


def _question(name: str, owner: str, on: Day) -> str:
    lines = (
        f"{name}:",
        "  unknown: Nobody has looked this up yet.",
        f"  escalated_to: {owner}",
        f"  escalated_on: {on}",
    )
    return "".join(f"  {line}\n" for line in lines)


_COVERED = {
    Direction.OUTBOUND: "U.S. coverage, SSA's certificate, exempt in the partner country",
    Direction.INBOUND: "the partner's coverage and certificate, exempt from FICA or SECA",
}
_LANE_BECAUSE = {
    True: "The label on the request stands for this lane.",
    False: "The label on the request stands for no confirmed lane; have it reclassified or escalate.",
}
_RECORD = """\
# yaml-language-server: $schema={schema}
# Opened on {on}. What nobody has looked up is unknown, and an unknown is a hold, never a pass.
format: 1
case: {case}
direction: {direction} # {covered}
partner: {partner}

people: # ids of registers/people.yml; the first three are three different people
{people}

worker: # no full number, birth date or passport number
  name: {name}
  reference: {reference}
  citizenships: {citizenships}
  residence: {residence}
  intake_label: {label} # as it came in

{sender}

assignment:
{days}

# A condition is yes, no or unknown. Beside a yes stand checked_on, checked_by and evidence: [E1, a-source].
conditions:
  cross_border:
    met: unknown
    because: No paper on the assignment is on file yet.
  agreement:
    met: unknown
    because: Nobody has looked the pair up on the official list for this case yet.
  double_contributions:
    met: unknown
    because: Payroll has not said yet whether both systems could charge the same pay.

rule: # a rule of the agreement, confirmed by the legal reviewer from the official text
  confirmed: unknown
  because: No rule has been held against these facts yet.
  escalated_to: {legal}
{questions}
filing:
  decision: undecided # file, do-not-file or escalate, with decided_on and decided_by
  because: The conditions and the fit are open.
  lane: {lane}
  lane_because: {lane_because}

log:
  - at: {at}
    by: {operations}
    did: Opened the case.
"""
