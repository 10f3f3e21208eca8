"""Runs what drives a browser in a process of its own: in that of the tests the clock stands and sockets are blocked."""

import json
import os
import subprocess
import sys
from typing import Any

from tests.support.sample import PROJECT

CHROMIUM = "/usr/bin/chromium"
PATIENCE = 900
"""Seconds until a silent browser has failed."""


def browsed(module: str, *words: object) -> Any:
    """What a module of these tests prints when it is run with these words."""
    told = subprocess.run(
        [sys.executable, "-m", module, *map(str, words)],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": f"{PROJECT / 'generator'}:{PROJECT}"},
        capture_output=True,
        check=False,
        timeout=PATIENCE,
    )
    assert told.returncode == 0, told.stderr.decode(errors="replace")
    return json.loads(told.stdout)
