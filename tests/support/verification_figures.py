"""The results of the verification comparisons: one small file for each, and a table of all of them.

With `--save`, the results become the package's verification figures, which the handbook shows, if every comparison ran
with the same judging code and none found a disagreement.
"""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support.sample import PROJECT

from casebound.render.handbook.verification_figures import PLACE, Comparison, Figures, as_json, judging_code

FOLDER = PROJECT / "build" / "verification"
RANDOM = frozenset({"claims", "claims-slice"})
SLICE = "-slice"
COMPARISONS = {
    "reasons": "reasons",
    "singles": "singles",
    "pairs": "pairs",
    "triples": "triples",
    "boundary-cases": "boundary_cases",
    "orders-of-seven": "orders",
    "events": "events",
    "claims": "claims",
}
"""The comparisons of a complete run: the name of the file, and the name among the figures."""

# The last column counts the claims that were judged wrongly; supported and refused are the others.
_COLUMNS = ("tried", "supported", "refused", "invalid", "canceled out", "skipped", "disagreements")

_CODE = judging_code()  # when the test process starts: later changes of the files are not the code that ran


@dataclass(frozen=True, slots=True)
class Recorded:
    """The counts of one comparison, and the judging code that it ran with."""

    code: str
    counts: Mapping[str, int]


def record(name: str, counts: Mapping[str, int], folder: Path = FOLDER) -> None:
    """Write the counts of a comparison and the judging code to `build/verification/<name>.json`."""
    os.makedirs(folder, exist_ok=True)
    text = json.dumps({"code": _CODE, "counts": dict(counts)}, indent=2)
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def recorded(folder: Path = FOLDER) -> dict[str, Recorded]:
    """Every recorded comparison, those of a complete run first. A slice is left out if the whole ran too."""
    order, every = list(COMPARISONS), sorted(file.stem for file in folder.glob("*.json"))
    names = [name for name in every if not name.endswith(SLICE) or name.removesuffix(SLICE) not in every]
    names.sort(key=lambda name: order.index(name) if name in order else len(order))
    return {name: Recorded(**json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))) for name in names}


def table(found: Mapping[str, Recorded]) -> str:
    """A line for each comparison; for random claims with 3/N, the 95 % bound on the rate of errors."""
    lines = [f"{'comparison':<26}" + "".join(f"{name:>15}" for name in _COLUMNS) + "  bound"]
    for name, result in found.items():
        counts = "".join(f"{result.counts.get(column, '-'):>15}" for column in _COLUMNS)
        lines.append(f"{name:<26}{counts}  {_bound(name, _comparison(result.counts))}")
    complete = figures(found)
    return "\n".join([*lines, "", *(_headline(complete) if complete else [_incomplete(found)])]) + "\n"


def _bound(name: str, result: Comparison) -> str:
    if name in RANDOM:
        return "none" if result.wrong else f"{3 / result.judged:.1e}"
    return "a sample" if name == "events" or name.endswith(SLICE) else "every one"


def figures(found: Mapping[str, Recorded]) -> Figures | None:
    """The figures of a complete run; None if a comparison is missing or two ran with different judging code."""
    if _missing(found) or len(codes := _codes(found)) > 1:
        return None
    counts = {field: _comparison(found[name].counts) for name, field in COMPARISONS.items()}
    return Figures(code=codes[0], **counts)


def save(found: Mapping[str, Recorded], place: Path = PLACE) -> bool:
    """Write the figures of a complete run without disagreements; returns whether this was one."""
    complete = figures(found)
    if complete is None or not complete.agreed:
        return False
    place.write_bytes(as_json(complete))
    return True


def _comparison(counts: Mapping[str, int]) -> Comparison:
    return Comparison(
        tried=counts["tried"],
        supported=counts.get("supported", 0),
        refused=counts.get("refused", 0),
        invalid=counts.get("invalid", 0),
        canceled_out=counts.get("canceled out", 0),
        skipped=counts.get("skipped", 0),
        wrong=counts["disagreements"],
    )


def _headline(complete: Figures) -> list[str]:
    return [
        f"unsupported claims that passed: {complete.passed} of {complete.unsupported}",
        f"supported claims refused:       {complete.refused} of {complete.supported}",
        f"right reason given:             {complete.right} of {complete.reasons.tried} faults",
        f"judging code:                   {complete.code}",
    ]


def _incomplete(found: Mapping[str, Recorded]) -> str:
    if missing := _missing(found):
        return f"not a complete run: {', '.join(missing)} did not run"
    return f"not one run: the comparisons ran with different judging code, {', '.join(_codes(found))}"


def _missing(found: Mapping[str, Recorded]) -> list[str]:
    return [name for name in COMPARISONS if name not in found]


def _codes(found: Mapping[str, Recorded]) -> list[str]:
    return sorted({found[name].code for name in COMPARISONS})


if __name__ == "__main__":
    now = recorded()
    print(table(now), end="")
    if "--save" in sys.argv[1:] and not save(now):
        sys.exit("The figures are not saved: the run was not complete, or it found disagreements.")
