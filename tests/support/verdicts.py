"""What every sample case, fault and boundary is judged to be, in full: stage, next step, links and findings.

`tests/golden/verdicts.json` keeps it, so that a change of any word or place shows. `python -m tests.support.verdicts
FILE` saves it for mutation testing, with all that has to be judged again.
"""

import json
import pickle
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

from tests.support.sample import FAR_AHEAD, PROJECT, Bench, case_ids, frozen_registers, judged, loaded, schemas
from tests.support.saved_faults import SavedFault, Told, told_of
from tests.verification.faults import BOUNDARIES, FAULTS, Fault

from casebound.model.judgment import JudgedCase

FILE = PROJECT / "tests" / "golden" / "verdicts.json"


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
    return told_of(made_and_judged(fault)[1], with_idle=not fault.says)


def as_text() -> str:
    """The new contents of the golden file, one line each."""
    lines = [f"{json.dumps(entry(one))}: {json.dumps(told(one), ensure_ascii=False)}" for one in every()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def saved(fault: Fault) -> SavedFault:
    """A fault as a project that can be judged quickly without the sample at hand: with few rows of the agreements."""
    one, case = made_and_judged(fault)
    project, sample_rows = loaded([one]), frozen_registers().plain["agreements"]
    source, rows = project.registers["agreements"]
    partners = {content["partner"] for content in (one.case, *one.others)}
    few = {key: row for key, row in rows.items() if key in partners or row != sample_rows.get(key) or key == "format"}
    project = replace(project, registers={**project.registers, "agreements": (source, few)})
    found = SavedFault(entry(fault), fault.objects, case.case.case, project, one.as_of, FAR_AHEAD, told(fault))
    assert found.verdict(schemas()) == found.told, found.entry
    return found


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(pickle.dumps([saved(fault) for fault in every()]))
