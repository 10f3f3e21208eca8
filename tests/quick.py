"""The catalogue of faults without a test runner, for mutation testing: `python -m tests.quick` ends with 1 at the
first fault whose controls are not exactly its own, or boundary that is refused.

What it lets pass is tested again with everything; it only spares the many mutants that fall at once the wait for that.
"""

import sys

from tests.faults import BOUNDARIES, FAULTS, Fault
from tests.sample import judged, objecting, standing


def found_out() -> str | None:
    """The first fault that is judged otherwise, in words; None where all are judged as they should be."""
    return next((fault.says for fault in (*BOUNDARIES, *FAULTS) if not _as_it_should(fault)), None)


def _as_it_should(fault: Fault) -> bool:
    case = judged(fault.made())
    return objecting(case) - (standing(fault.base) - fault.objects) == fault.objects


if __name__ == "__main__":
    said = found_out()
    if said is not None:
        sys.exit(said)
