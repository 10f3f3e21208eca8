"""The chapter on the process says what the controls say, because it asked them."""

from pathlib import Path

import msgspec
from tests.support.sample import bench, judged

from casebound.controls.predicates import PROOF_KINDS
from casebound.judge import RULES
from casebound.model.labels import CHANNELS
from casebound.model.registers import Registers
from casebound.model.terms import Answer, Channel
from casebound.plan.filing_process import filing_matrix, process
from casebound.render.templates import Templates

FOLDERS = (Path(__file__).parents[3] / "site_templates",)


def registers() -> Registers:
    return judged(bench("NO-2026-001")).facts.registers


def test_one_combination_of_all_leads_to_a_request_and_the_worst_answer_decides() -> None:
    matrix = filing_matrix(registers())
    assert matrix.combinations == 3 * 3**4
    assert matrix.counts == {"Do not file": 211, "Ask legal": 31, "File": 1}
    assert matrix.worst_decides


def test_a_no_stops_and_an_unknown_escalates_at_every_point() -> None:
    for line in filing_matrix(registers()).lines:
        assert line.leads_to == {Answer.YES: "File", Answer.NO: "Do not file", Answer.UNKNOWN: "Ask legal"}, line.point


def test_a_register_without_an_agreement_leads_to_no_request() -> None:
    empty = msgspec.structs.replace(registers(), agreements={})
    assert filing_matrix(empty).counts == {"Do not file": 243}


def test_the_channels_are_those_of_the_proof_that_the_control_asks_for() -> None:
    lines = {line.channel: line for line in process(registers(), RULES).channels}
    assert list(lines) == [CHANNELS[channel] for channel in PROOF_KINDS]
    assert {name for name, line in lines.items() if line.exception} == {CHANNELS[Channel.FAX], CHANNELS[Channel.MAIL]}
    assert lines[CHANNELS[Channel.FOREIGN_AGENCY]].directions == "inbound"
    assert {line.directions for name, line in lines.items() if name != CHANNELS[Channel.FOREIGN_AGENCY]} == {"outbound"}


def test_every_control_of_a_gate_stands_in_its_line_of_the_chapter() -> None:
    told = process(registers(), RULES)
    text = Templates(FOLDERS).render(
        "chapters/process.md.j2",
        policy=registers().policy,
        process=told,
        literal=str,
        answer_words=[(answer, answer.value) for answer in Answer],
    )
    for gate in told.gates:
        assert gate.controls
        line = next(line for line in text.splitlines() if line.startswith(f"| {gate.number}. {gate.label} |"))
        assert [one for one in gate.controls if f">{one}</a>" not in line] == []
