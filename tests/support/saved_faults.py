"""Judge all faults again as they were saved, and stop at the first verdict that differs from before.

Mutation testing asks this first: `python -m tests.support.saved_faults FILE` imports little, makes no fault, and begins
with the faults that concern the changed module. `tests.support.verdicts` saves the faults.
"""

import gc
import pickle
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from casebound.judge import judge
from casebound.load.project import LoadedProject
from casebound.load.schema import Schema
from casebound.model.days import Day
from casebound.model.findings import Finding
from casebound.model.judgment import JudgedCase, State
from casebound.plan.project_plan import plan_for

SCHEMAS = Path("schema")
_OF_A_REMEDY = 20  # enough to tell one from another
_CONTROLS = "generator/casebound/controls/"

Told = dict[str, Any]


@dataclass(frozen=True)
class SavedFault:
    """A case with a fault in it, as a project that can be judged, and what it was judged to be."""

    entry: str
    objects: frozenset[str]
    case: str
    project: LoadedProject
    as_of: Day
    today: Day
    told: Told

    def verdict(self, schemas: Mapping[str, Schema]) -> Told | None:
        """What the case is judged to be now; None if it cannot be judged."""
        cases = judge(self.project, schemas, self.as_of, self.today).cases
        case = next((case for case in cases if case.case.case == self.case), None)
        return told_of(case, State.NOT_REACHED.value in self.told) if case else None


def told_of(case: JudgedCase, with_idle: bool) -> Told:
    """What the judge says of a case, and perhaps which controls do not apply to it."""
    idle: dict[State, list[list[str | None]]] = {State.NOT_REACHED: [], State.NOT_APPLICABLE: []}
    for outcome in case.outcomes:
        if outcome.state in idle:
            idle[outcome.state].append([outcome.control, outcome.claim])
    return {
        "stage": case.stage.value,
        "next": plan_for(case).next_step,
        "broken": {claim.claim: [link.link.value for link in claim.chain if not link.holds] for claim in case.claims},
        "findings": [_told(found) for found in case.findings],
        **({state.value: found for state, found in idle.items()} if with_idle else {}),
    }


def _told(found: Finding) -> list[Any]:
    related = [place.path for place in found.related]
    return [found.control, found.claim, found.location.path, related, found.message, found.remedy[:_OF_A_REMEDY]]


def nearest_first(faults: Sequence[SavedFault], concerned: frozenset[str]) -> list[SavedFault]:
    """The faults that these controls object to, then a fault of each other kind, then a second of each, and so on."""
    seen: Counter[frozenset[str]] = Counter()
    places: dict[str, tuple[bool, int]] = {}
    for fault in faults:
        seen[fault.objects] += 1
        places[fault.entry] = (not fault.objects & concerned, seen[fault.objects])
    return sorted(faults, key=lambda fault: places[fault.entry])


def _changed_controls() -> frozenset[str]:
    """The controls of the modules whose files differ from what was committed."""
    changed = subprocess.run(["git", "diff", "--name-only"], capture_output=True, text=True, check=True)
    files = [Path(line) for line in changed.stdout.split() if line.startswith(_CONTROLS)]
    modules = [import_module(f"casebound.controls.{file.stem}") for file in files if file.stem != "__init__"]
    return frozenset(control.id for module in modules for control in getattr(module, "CONTROLS", ()))


def main(file: str) -> str | None:
    """The first fault whose verdict differs; None if there is none."""
    gc.disable()  # what is read here stays to the end
    faults: list[SavedFault] = pickle.loads(Path(file).read_bytes())
    gc.freeze()
    gc.enable()
    schemas = {path.name.partition(".")[0]: Schema(path) for path in SCHEMAS.glob("*.schema.json")}
    for fault in nearest_first(faults, _changed_controls()):
        if fault.verdict(schemas) != fault.told:
            return fault.entry
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
