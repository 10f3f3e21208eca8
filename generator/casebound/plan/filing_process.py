"""The process as the controls see it: the filing matrix and the channels, got by asking the controls themselves.

The chapter on the process prints what comes out, so it cannot say one thing while the gate does another.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import msgspec

from casebound.controls.lane import channel_exception, submission_proof
from casebound.controls.predicates import PROOF_KINDS, matrix_decision
from casebound.model.case import (
    ApplicableRule,
    Assignment,
    Case,
    Condition,
    Conditions,
    Filing,
    People,
    Request,
    Route,
    Sent,
    Worker,
)
from casebound.model.clock import Clock
from casebound.model.days import Day
from casebound.model.facts import Facts
from casebound.model.labels import ANSWERS, CHANNELS, DECISIONS, DIRECTIONS, SECTIONS, spoken
from casebound.model.registers import Agreement, FactLabel, Registers
from casebound.model.rules import Rule, Section
from casebound.model.terms import Answer, Channel, Decision, Direction, Lane, Requester, Stage

POINTS = (
    "The work crosses a border",
    "An agreement is in force, as checked for this case",
    "Both systems could charge contributions on the same earnings",
    "A rule of the agreement applies",
)
_PARTNER = "XX"
_DAY = Day(2000, 1, 3)
_PERSON = "nobody"
_GATES = (Section.DECISION, Section.PACKET, Section.LANE, Section.TRACKING)


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One point of the filing matrix: what each answer to it leads to while all else is a yes."""

    point: str
    leads_to: Mapping[Answer, str]


@dataclass(frozen=True, slots=True)
class FilingMatrix:
    """The whole matrix. `counts` is over every combination, `worst_decides` whether the worst answer alone decides."""

    lines: tuple[MatrixLine, ...]
    combinations: int
    counts: Mapping[str, int]
    worst_decides: bool


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """One channel: for which direction, what proves the sending, and whether it needs an exception."""

    channel: str
    directions: str
    proof: str
    exception: bool


@dataclass(frozen=True, slots=True)
class GateLine:
    """One of the four gates with the controls that keep it."""

    number: int
    label: str
    asks: str
    controls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Process:
    """What the chapter on the process shows."""

    gates: tuple[GateLine, ...]
    matrix: FilingMatrix
    channels: tuple[ChannelLine, ...]


def process(registers: Registers, rules: Sequence[Rule]) -> Process:
    """Ask the controls what they would say of every combination of answers, and of every channel."""
    gates = tuple(
        GateLine(
            number,
            SECTIONS[section].label,
            SECTIONS[section].meaning.split(": ", 1)[1],
            tuple(rule.id for rule in rules if rule.section is section),
        )
        for number, section in enumerate(_GATES, start=1)
    )
    return Process(gates, filing_matrix(registers), tuple(_channels(registers)))


def filing_matrix(registers: Registers) -> FilingMatrix:
    """What the matrix allows for every combination of an agreement in force and the four answers."""
    decisions = {
        (force, answers): matrix_decision(_facts(registers, answers, force))
        for force in Answer
        for answers in product(Answer, repeat=len(POINTS))
    }
    best = (Answer.YES,) * len(POINTS)
    alone = {
        (place, answer): decisions[Answer.YES, (*best[:place], answer, *best[place + 1 :])]
        for place in range(len(POINTS))
        for answer in Answer
    }
    in_force = {force: decisions[force, best] for force in Answer}
    rank = (Decision.FILE, Decision.ESCALATE, Decision.DO_NOT_FILE)
    worst = all(
        decision is max((in_force[force], *(alone[point] for point in enumerate(answers))), key=rank.index)
        for (force, answers), decision in decisions.items()
    )
    lines = [
        MatrixLine(
            "An agreement between the two countries is in force (unknown: reported, not confirmed)",
            {answer: DECISIONS[in_force[answer]] for answer in in_force},
        )
    ]
    lines += [
        MatrixLine(point, {answer: DECISIONS[alone[place, answer]] for answer in Answer})
        for place, point in enumerate(POINTS)
    ]
    counts = Counter(DECISIONS[decision] for decision in decisions.values())
    return FilingMatrix(tuple(lines), len(decisions), dict(sorted(counts.items())), worst)


def _channels(registers: Registers) -> Iterator[ChannelLine]:
    for channel, proof in PROOF_KINDS.items():
        ways = [direction for direction in Direction if _goes(registers, channel, direction)]
        yield ChannelLine(
            CHANNELS[channel],
            ", ".join(DIRECTIONS[direction].label.lower() for direction in ways),
            spoken(proof).lower(),
            any(channel_exception.applies(_sent(registers, channel, direction)) for direction in ways),
        )


def _goes(registers: Registers, channel: Channel, direction: Direction) -> bool:
    objections = submission_proof.objections(_sent(registers, channel, direction))
    return not any(objection.at[2:] == ("route", "channel") for objection in objections)


def _facts(registers: Registers, answers: tuple[Answer, ...], force: Answer) -> Facts:
    """A case of nobody's with these answers, over a register whose one agreement is in force, reported or missing."""
    cross_border, agreement, dual, fit = answers
    row = next(iter(registers.agreements.values()), None)
    agreements = {_PARTNER: _dated(row, force)} if force is not Answer.NO and row is not None else {}
    conditions = Conditions(
        cross_border=Condition(met=cross_border, because=""),
        agreement=Condition(met=agreement, because=""),
        double_contributions=Condition(met=dual, because=""),
    )
    case = msgspec.structs.replace(_CASE, conditions=conditions, rule=ApplicableRule(confirmed=fit, because=""))
    return Facts(case, msgspec.structs.replace(registers, agreements=agreements), Clock(_DAY), {}, {})


def _dated(row: Agreement, force: Answer) -> Agreement:
    label: FactLabel = "official" if force is Answer.YES else "third-party"
    return msgspec.structs.replace(row, status="in_force", in_force=_DAY, label=label)


def _sent(registers: Registers, channel: Channel, direction: Direction) -> Facts:
    route = Route(channel=channel, destination="", destination_seen_on=_DAY, evidence=())
    request = Request(requester=Requester.EMPLOYER, route=route, sent=Sent(on=_DAY, by=_PERSON))
    case = msgspec.structs.replace(_CASE, direction=direction, requests={"R1": request})
    return Facts(case, registers, Clock(_DAY), {}, {})


_OPEN = Condition(met=Answer.UNKNOWN, because="")
_CASE = Case(
    format=2,
    case="XX-0000-000",
    stage=Stage.ESCALATE,
    direction=Direction.OUTBOUND,
    partner=_PARTNER,
    people=People(operations=_PERSON, data_quality=_PERSON, approver=_PERSON, legal=_PERSON, payroll=_PERSON),
    worker=Worker(name="", reference="", citizenships=(), residence="US", intake_label=""),
    assignment=Assignment(begins=_DAY),
    conditions=Conditions(cross_border=_OPEN, agreement=_OPEN, double_contributions=_OPEN),
    filing=Filing(decision=Decision.UNDECIDED, because="", lane=Lane.EMPLOYER, lane_because=""),
    rule=ApplicableRule(confirmed=Answer.UNKNOWN, because=""),
)
"""A case of nobody's, to ask the controls with."""

ANSWER_WORDS = tuple((answer, ANSWERS[answer].label) for answer in Answer)
"""The columns of the matrix."""
