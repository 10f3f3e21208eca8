"""What a worker of a Dask cluster does for a build. The functions are sent to it by name, so it needs casebound too.

The worker must not log anything about a case. Dask logs the arguments of a call that fails, so a call never fails: an
error is a result.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, LifoQueue

from distributed import get_worker

from casebound.runtime.call_process import CallProcess

_idle: LifoQueue[CallProcess] = LifoQueue()
"""The child processes that answer no call now: there are as many as the worker has threads, at most."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a function, by its name, with bytes."""

    function: str
    argument: bytes = field(repr=False)


def answer(call: Call) -> bytes | None:
    """Answer a call in a child process of this worker; None if the process ended before."""
    data = None
    with suppress(Empty):
        process = _idle.get_nowait()
        data = process.call(call.function, call.argument)
    if data is None:  # none was idle, or the idle one had ended
        process = CallProcess()
        data = process.call(call.function, call.argument)
    if data is not None:
        _idle.put(process)
    return data


def examined(function: str) -> tuple[bool, bytes | None]:
    """Whether Dask may write results of this worker to its disk, and what the worker answers to a first call.

    Without spilling, Dask keeps results in a plain dict.
    """
    return type(get_worker().data) is not dict, answer(Call(function, b""))
