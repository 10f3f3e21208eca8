"""Records that deserve support are supported, at once or after the steps that an honest team takes."""

from collections.abc import Mapping

import pytest
from tests.support.sample import Bench, judgment_of
from tests.verification.outside.circumstances import CIRCUMSTANCES
from tests.verification.outside.deserving import DESERVING, Honest
from tests.verification.outside.records import alone, outcome_of

ALL = (*DESERVING, *CIRCUMSTANCES)


def blocking(bench: Bench) -> Mapping[str, str]:
    """What blocks a case, or that nothing supports it."""
    outcome = outcome_of(judgment_of(bench), bench.case["case"])
    return outcome.blocking if outcome.blocking or outcome.supported else {"": "not supported"}


def followed(record: Honest, base: str) -> list[Mapping[str, str]]:
    """What blocks the case after the event, and after each step that was needed."""
    bench = alone(base)
    bench.case.pop("stage", None)
    bench.exhibits, bench.captures = dict(bench.exhibits), dict(bench.captures)
    record.event(bench)
    found = [blocking(bench)]
    for step in record.steps:
        if found[-1]:
            step(bench)
            found.append(blocking(bench))
    return found


@pytest.mark.parametrize("record", ALL, ids=lambda record: record.says)
def test_an_honest_record_is_supported_after_its_steps(record: Honest) -> None:
    base = record.bases[ALL.index(record) % len(record.bases)]
    assert followed(record, base)[-1] == {}


@pytest.mark.long
@pytest.mark.parametrize("record", ALL, ids=lambda record: record.says)
def test_an_honest_record_is_supported_on_every_base_case(record: Honest) -> None:
    assert {base: found for base in record.bases if (found := followed(record, base)[-1])} == {}


def test_there_are_a_hundred_and_fifty_honest_records() -> None:
    assert len(ALL) >= 150
    assert len({record.says for record in ALL}) == len(ALL)
