"""Child processes that end with their parent, however the parent ends."""

import os
import signal
import sys
import threading

_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
_SECONDS = 0.5


def end_with(parent: int) -> None:
    """End this process when the parent has ended. To be called in a child right after the fork."""
    if sys.platform.startswith("linux"):
        import ctypes  # only in a child: a check that starts none need not load it

        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:  # the parent ended before the line above
            os.kill(os.getpid(), signal.SIGKILL)
    else:
        threading.Thread(target=watch, args=(parent,), daemon=True).start()


def watch(parent: int) -> None:
    """End this process once its parent is another process, which adopts the children of one that ended."""
    while os.getppid() == parent:
        threading.Event().wait(_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)
