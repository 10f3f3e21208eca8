"""What the long comparisons came to, kept as small files that `make gate` can print as a table."""

import json
import os
from collections.abc import Mapping

from tests.sample import PROJECT

FOLDER = PROJECT / "build" / "gate"


def record(name: str, figures: Mapping[str, int]) -> None:
    """Write a comparison's figures to `build/gate/<name>.json`."""
    os.makedirs(FOLDER, exist_ok=True)
    (FOLDER / f"{name}.json").write_text(json.dumps(dict(figures), indent=2) + "\n", encoding="utf-8")
