"""A control that a case has not come to yet is not reached; one that the case will never come to does not apply."""

from collections import Counter

import pytest
from tests.support.sample import bench, case_ids, judged

from casebound.controls import CONTROLS
from casebound.controls.certificate import unmatched_certificate
from casebound.controls.decision import applicable_rule_confirmed
from casebound.controls.lane import channel_exception, online_form_checked
from casebound.controls.packet import packet_complete
from casebound.controls.tracking import status_check_due
from casebound.model.judgment import JudgedCase, State
from casebound.model.rules import CaseControl


def state(case: JudgedCase, control: CaseControl) -> State:
    return next(outcome.state for outcome in case.outcomes if outcome.control == control.id)


def test_the_rule_of_an_escalated_case_is_not_reached() -> None:
    case = judged(bench("FR-2026-005"))
    assert state(case, applicable_rule_confirmed) is State.NOT_REACHED
    assert state(case, packet_complete) is State.NOT_REACHED
    counts = Counter(outcome.state for outcome in case.outcomes)
    assert counts[State.NOT_REACHED] > counts[State.NOT_APPLICABLE] > 0


@pytest.mark.parametrize("case", ["DK-2026-016", "SG-2026-006", "CZ-2026-017", "BE-2025-018"])
def test_nothing_but_the_retention_of_the_file_is_still_to_come_in_a_case_that_has_ended(case: str) -> None:
    found = {outcome.control for outcome in judged(bench(case)).outcomes if outcome.state is State.NOT_REACHED}
    assert found <= {"F10"}


def test_a_request_that_is_out_has_reached_its_tracking_and_waits_for_its_certificate() -> None:
    case = judged(bench("PL-2026-012"))
    assert state(case, status_check_due) is State.NOT_MET
    assert state(case, unmatched_certificate) is State.NOT_REACHED


def test_the_exception_to_the_online_channel_does_not_apply_once_the_channel_is_online() -> None:
    case = judged(bench("FI-2026-021"))
    assert state(case, online_form_checked) is State.NOT_REACHED
    assert state(case, channel_exception) is State.NOT_APPLICABLE


@pytest.mark.parametrize("case", case_ids())
def test_what_applies_is_never_counted_as_still_to_come(case: str) -> None:
    one = judged(bench(case))
    by_id = {control.id: control for control in CONTROLS if isinstance(control, CaseControl)}
    for outcome in one.outcomes:
        if outcome.control in by_id and outcome.state is State.NOT_REACHED:
            assert not by_id[outcome.control].applies(one.facts)
