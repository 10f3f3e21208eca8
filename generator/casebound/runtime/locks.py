"""Locks on files and folders. A lock ends with the process that took it, even if a child of the process goes on."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

_held: set[int] = set()


@contextmanager
def locked(descriptor: int, *, wait: bool) -> Iterator[None]:
    """Hold an exclusive lock on an open file or folder, and close the descriptor at the end.

    Raises BlockingIOError if another process holds the lock and `wait` is false.
    """
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        _held.add(descriptor)
        yield
    finally:
        _held.discard(descriptor)
        os.close(descriptor)


def _close_in_child() -> None:
    """Close the descriptors that a fork copied: the lock would last until the last copy is closed."""
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_close_in_child)
