"""What the long comparisons came to, kept as small files and printed as a table: `python -m tests.figures`."""

import json
import os
from collections.abc import Mapping

from tests.sample import PROJECT

FOLDER = PROJECT / "build" / "gate"
RANDOM = frozenset({"claims", "claims-slice"})


def record(name: str, figures: Mapping[str, int]) -> None:
    """Write a comparison's figures to `build/gate/<name>.json`."""
    os.makedirs(FOLDER, exist_ok=True)
    (FOLDER / f"{name}.json").write_text(json.dumps(dict(figures), indent=2) + "\n", encoding="utf-8")


def table() -> str:
    """Every comparison on a line; for random claims with the 95 % bound on the rate of what was not seen, 3/N."""
    lines = [f"{'compared with the oracle':<26}{'tried':>9}{'supported':>11}{'refused':>10}{'disagree':>10}  bound"]
    for file in sorted(FOLDER.glob("*.json")):
        told = json.loads(file.read_text(encoding="utf-8"))
        bound = f"{3 / told['tried']:.1e}" if file.stem in RANDOM and not told["disagreements"] else "every one"
        counts = f"{told['tried']:>9}{told['supported']:>11}{told['refused']:>10}{told['disagreements']:>10}"
        lines.append(f"{file.stem:<26}{counts}  {bound}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(table(), end="")
