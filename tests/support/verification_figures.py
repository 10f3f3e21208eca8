"""What the long comparisons came to: kept as small files, and printed as a table.

With `--keep`, a run in which every comparison took part and all came out right is written beside the package's own
modules, from where the handbook shows it.
"""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.support.sample import PROJECT

from casebound.render.handbook.verification_figures import PLACE, Comparison, Figures, as_json, judging_code

FOLDER = PROJECT / "build" / "gate"
RANDOM = frozenset({"claims", "claims-slice"})
SLICE = "-slice"
KEPT = {
    "reasons": "reasons",
    "singles": "singles",
    "pairs": "pairs",
    "triples": "triples",
    "acceptors": "acceptors",
    "orders-of-seven": "orders",
    "events": "events",
    "claims": "claims",
}
"""The comparisons that a whole run consists of, by the names they are recorded under and those they are kept under."""

# Supported and refused are those of which it was said rightly; what was said wrongly stands in the last column.
_COLUMNS = ("tried", "supported", "refused", "not in shape", "mended", "skipped", "disagreements")


def record(name: str, figures: Mapping[str, int]) -> None:
    """Write a comparison's figures to `build/gate/<name>.json`."""
    os.makedirs(FOLDER, exist_ok=True)
    (FOLDER / f"{name}.json").write_text(json.dumps(dict(figures), indent=2) + "\n", encoding="utf-8")


def recorded(folder: Path = FOLDER) -> dict[str, dict[str, int]]:
    """Every comparison that was recorded, those of a whole run first and in their order; no slice of one that is."""
    order, every = list(KEPT), sorted(file.stem for file in folder.glob("*.json"))
    names = [name for name in every if not name.endswith(SLICE) or name.removesuffix(SLICE) not in every]
    names.sort(key=lambda name: order.index(name) if name in order else len(order))
    return {name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in names}


def table(found: Mapping[str, Mapping[str, int]]) -> str:
    """Every comparison on a line; for random claims with the 95 % bound on the rate of what was not seen, 3/N."""
    lines = [f"{'comparison':<26}" + "".join(f"{name:>15}" for name in _COLUMNS) + "  bound"]
    for name, told in found.items():
        counts = "".join(f"{told.get(one, '-'):>15}" for one in _COLUMNS)
        lines.append(f"{name:<26}{counts}  {_bound(name, _comparison(told))}")
    whole = figures(found)
    return "\n".join([*lines, "", *(_headline(whole) if whole else [f"not a whole run: {_missing(found)}"])]) + "\n"


def _bound(name: str, told: Comparison) -> str:
    if name in RANDOM:
        return "none" if told.wrong else f"{3 / told.judged:.1e}"
    return "a sample" if name == "events" or name.endswith(SLICE) else "every one"


def figures(found: Mapping[str, Mapping[str, int]]) -> Figures | None:
    """The figures of a whole run; None where a comparison is missing."""
    if set(KEPT) - set(found):
        return None
    return Figures(code=judging_code(), **{KEPT[name]: _comparison(found[name]) for name in KEPT})


def keep(found: Mapping[str, Mapping[str, int]], place: Path = PLACE) -> bool:
    """Write the figures of a whole run in which all came out right; tells whether it was one."""
    whole = figures(found)
    if whole is None or not whole.agreed:
        return False
    place.write_bytes(as_json(whole))
    return True


def _comparison(told: Mapping[str, int]) -> Comparison:
    return Comparison(
        tried=told["tried"],
        supported=told.get("supported", 0),
        refused=told.get("refused", 0),
        unshaped=told.get("not in shape", 0),
        mended=told.get("mended", 0),
        skipped=told.get("skipped", 0),
        wrong=told["disagreements"],
    )


def _headline(whole: Figures) -> list[str]:
    return [
        f"unsupported claims that passed: {whole.passed} of {whole.unsupported}",
        f"supported claims refused:       {whole.refused} of {whole.supported}",
        f"right reason given:             {whole.right} of {whole.reasons.tried} faults",
        f"judging code:                   {whole.code}",
    ]


def _missing(found: Mapping[str, object]) -> str:
    return ", ".join(name for name in KEPT if name not in found) + " did not run"


if __name__ == "__main__":
    now = recorded()
    print(table(now), end="")
    if "--keep" in sys.argv[1:] and not keep(now):
        sys.exit("The figures are not kept: not every comparison ran, or not all came out right.")
