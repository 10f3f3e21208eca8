"""The examples on the controls' pages are what the table of faults gives, and they can be read."""

import json
from typing import Any

import pytest
from tests.support.control_examples import FILE, HASH_CHARACTERS, MOST_LINES, as_text
from tests.support.sample import sample
from tests.verification.faults import FAULTS

from casebound.controls import CONTROLS
from casebound.load.strict_yaml import read

EXAMPLES: dict[str, list[dict[str, Any]]] = json.loads(FILE.read_bytes())
ALL = [(control, example) for control, some in EXAMPLES.items() for example in some]


def _named(value: object) -> str:
    return value["says"] if isinstance(value, dict) else str(value)


def test_the_file_is_what_the_table_gives() -> None:
    assert FILE.read_text(encoding="utf-8") == as_text(), (
        "run python -m tests.support.control_examples and read the difference"
    )


def test_every_control_has_an_example_and_no_page_has_many() -> None:
    assert list(EXAMPLES) == sorted(one.id for one in CONTROLS)
    assert {len(some) for some in EXAMPLES.values()} <= {1, 2}


@pytest.mark.parametrize(("control", "example"), ALL, ids=_named)
def test_an_example_is_a_fault_of_the_table_in_short_yaml_that_changes(control: str, example: dict[str, Any]) -> None:
    (fault,) = [one for one in FAULTS if (one.says, one.base) == (example["says"], example["case"])]
    assert control in example["objects"]
    assert example["objects"] == sorted(fault.objects)
    assert example["changes"]
    for change in example["changes"]:
        assert set(change) == {"file", "path", "before", "after"}
        assert change["before"] != change["after"]
        for text in (change["before"], change["after"]):
            if text is not None:
                assert read(text.encode(), change["file"]).problems == ()
                assert text.count("\n") <= MOST_LINES


def test_no_example_hangs_on_what_is_renewed() -> None:
    """Signing again after a change of the controls leaves the examples as they are."""
    text = as_text()
    decided = [file for case in sample().cases for file in case.decisions.values()]
    assert decided
    for file in decided:
        assert file.content["controls"] not in text
        assert file.sha256[:HASH_CHARACTERS] not in text
    assert [example for _, example in ALL for change in example["changes"] if change["path"] == "stage"] == []
