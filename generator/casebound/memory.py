"""When Python looks for garbage. Nearly all that a command makes is kept to its end, so that looking costs and finds
little.
"""

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MADE_BEFORE_A_LOOK = 50_000  # objects; Python's own 700 has the imports alone looked through a hundred times


def of_one_command() -> None:
    """Look seldom, and not once more at the end, when the process hands everything back anyway."""
    gc.set_threshold(_MADE_BEFORE_A_LOOK, *gc.get_threshold()[1:])
    atexit.register(gc.freeze)


@contextmanager
def keeping_all() -> Iterator[None]:
    """Work whose every result is kept: looking for garbage among them again and again finds none and takes long.

    Nor are they looked through at the end of it, but with everything that is old already.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.freeze()
            gc.unfreeze()  # among the old ones
            gc.enable()
