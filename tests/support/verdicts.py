"""What every sample case, fault and boundary is judged to be, in full: stage, next step, links and findings.

`tests/golden/verdicts.json` keeps it, so that a change of any word or place shows. `python -m tests.support.verdicts`
looks through them without a test runner and ends with 1 at the first that differs: mutation testing asks that first.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.support.sample import PROJECT, Bench, case_ids, judged
from tests.verification.faults import BOUNDARIES, FAULTS, Fault

from casebound.model.findings import Finding
from casebound.model.judgment import JudgedCase, State
from casebound.plan.project_plan import plan_for

FILE = PROJECT / "tests" / "golden" / "verdicts.json"
_OF_A_REMEDY = 20  # enough to tell one from another
_PACKAGE = "generator/casebound/"

Told = dict[str, Any]


def entry(fault: Fault) -> str:
    """What the entry of a fault is kept under."""
    return f"{fault.base}: {fault.says}" if fault.says else fault.base


def every() -> tuple[Fault, ...]:
    """The sample cases as they are, then all changes to them."""
    return (*(Fault("", case, (), renewed=False) for case in case_ids()), *BOUNDARIES, *FAULTS)


@cache
def made_and_judged(fault: Fault) -> tuple[Bench, JudgedCase]:
    """The case with the change in it and its judgment, made once for all tests of a process. Nobody may change them."""
    one = fault.made()
    return one, judged(one)


def told(fault: Fault) -> Told:
    """What the judge says of one of them, and of a sample case which controls do not apply."""
    _, case = made_and_judged(fault)
    idle: dict[State, list[list[str | None]]] = {State.NOT_REACHED: [], State.NOT_APPLICABLE: []}
    for one_outcome in case.outcomes:
        if one_outcome.state in idle:
            idle[one_outcome.state].append([one_outcome.control, one_outcome.claim])
    return {
        "stage": case.stage.value,
        "next": plan_for(case).next_step,
        "broken": {one.claim: [link.link.value for link in one.chain if not link.holds] for one in case.claims},
        "findings": [_told(found) for found in case.findings],
        **({} if fault.says else {state.value: found for state, found in idle.items()}),
    }


def _told(found: Finding) -> list[Any]:
    related = [place.path for place in found.related]
    return [found.control, found.claim, found.location.path, related, found.message, found.remedy[:_OF_A_REMEDY]]


@cache
def kept() -> dict[str, Told]:
    """What the golden file says."""
    found: dict[str, Told] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def as_text() -> str:
    """The new contents of the golden file, one line each."""
    lines = [f"{json.dumps(entry(one))}: {json.dumps(told(one), ensure_ascii=False)}" for one in every()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _nearest_first() -> Iterator[Fault]:
    """All of them, those first that concern a module whose file differs from what was committed."""
    changed = subprocess.run(["git", "diff", "--name-only"], capture_output=True, text=True, check=True, cwd=PROJECT)
    files = [Path(line) for line in changed.stdout.split() if line.startswith(f"{_PACKAGE}controls/")]
    modules = [import_module(f"casebound.controls.{file.stem}") for file in files if file.stem != "__init__"]
    concerned = {control.id for module in modules for control in getattr(module, "CONTROLS", ())}
    return iter(sorted(every(), key=lambda one: not (one.objects & concerned)))


if __name__ == "__main__":
    for one in _nearest_first():
        if told(one) != kept()[entry(one)]:
            sys.exit(entry(one))
