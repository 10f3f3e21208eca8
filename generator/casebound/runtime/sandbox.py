"""Reading a foreign file in a child process with bounds on memory and time.

Whatever such a file does to its reader happens to the child. What comes back is decoded as plain values,
never as code. There are three outcomes: a value; a reason in words why the file cannot be shown, which includes a
child that reaches its limits or crashes; and a failure of casebound itself, which says nothing about the file.
"""

import contextlib
import faulthandler
import gc
import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, TypeVar

import msgspec

from casebound.model.errors import InternalError, origin

Given = TypeVar("Given")
Told = TypeVar("Told")

MEMORY = 1536 << 20
SECONDS = 120
_WAITING = 10  # how many times the computing time a child may take by the clock, on a busy machine
_LARGEST = 1 << 30


class Unshowable(Exception):
    """A file that cannot be shown, with the reason in words that complete “it is not shown: …”."""


class Failed(Exception):
    """Casebound itself failed while it read a file; the words are the class of the error and where it arose."""

    def on(self, file: str) -> InternalError:
        """The same failure, with the file that was being read, in words for the user."""
        return InternalError(
            f"internal error ({self}) while reading {file}; nothing is known to be wrong with the file",
            "Report this error to the casebound project. Until it is fixed, print the document to a plain PDF and "
            "record that PDF instead.",
        )


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a child sends: `reason` and `failure` are the other two outcomes, and exclude a value."""

    value: bytes = b""
    reason: str | None = None
    failure: str | None = None


def confined(
    work: Callable[[Given], Told], given: Given, told: type[Told], *, memory: int = MEMORY, seconds: int = SECONDS
) -> Told:
    """What `work` makes of what it is given, in a child.

    Raises Unshowable where the work raises it, where the child crashes or where it is stopped at a limit; Failed
    where the work raises anything else, for whatever a library raises on a bad file is Unshowable by then.
    `memory` in bytes is what the child may take beyond what it starts with; `seconds` is computing time.
    """
    forking = multiprocessing.get_context("fork")
    receiver, sender = forking.Pipe(duplex=False)
    child = forking.Process(target=_in_child, args=(work, given, sender, memory, seconds), daemon=False)
    child.start()
    sender.close()
    try:
        answer = _received(receiver, seconds)
    finally:
        child.kill()
        child.join()
        receiver.close()
    if answer is None:
        raise Unshowable(_ending(child.exitcode, seconds))
    if answer.reason is not None:
        raise Unshowable(answer.reason)
    if answer.failure is not None:
        raise Failed(answer.failure)
    try:
        return msgspec.msgpack.decode(answer.value, type=told)
    except msgspec.MsgspecError as error:
        raise Failed(origin(error)) from error


def _received(receiver: Connection, seconds: int) -> _Answer | None:
    try:
        if not receiver.poll(seconds * _WAITING):
            return None
        return msgspec.msgpack.decode(receiver.recv_bytes(_LARGEST), type=_Answer)
    except (EOFError, OSError, msgspec.MsgspecError):
        return None


def _ending(code: int | None, seconds: int) -> str:
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return f"reading it took longer than {seconds} seconds"
    return "the program that reads it broke down on it"


def _in_child(
    work: Callable[[Any], Any], given: object, sender: Connection, memory: int, seconds: int
) -> None:  # pragma: no cover - runs in the child
    _bind(memory, seconds)
    try:
        answer = _Answer(msgspec.msgpack.encode(work(given)))
    except Unshowable as refusal:
        answer = _Answer(reason=str(refusal))
    except MemoryError:
        answer = _Answer(reason=f"reading it takes more than {memory >> 20} MiB of memory")
    except RecursionError:
        answer = _Answer(reason="its parts are nested too deep to be read")
    except Exception as error:  # noqa: BLE001 - the parent raises it, as a failure that is not the file's
        answer = _Answer(failure=origin(error))
    with contextlib.suppress(OSError, MemoryError):
        sender.send_bytes(msgspec.msgpack.encode(answer))


def _bind(memory: int, seconds: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    faulthandler.disable()  # it would write where the parent's words go
    gc.freeze()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    room = _taken() + memory
    limits = (
        (resource.RLIMIT_AS, room, room),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, 0, 0),
    )
    for kind, soft, hard in limits:
        with contextlib.suppress(OSError, ValueError):  # where the system knows no such limit, or has a lower one
            resource.setrlimit(kind, (soft, hard))


def _taken() -> int:
    """The address space that the child came with; only Linux tells."""
    if not sys.platform.startswith("linux"):
        return 0
    with open("/proc/self/statm", "rb") as told:
        return int(told.read().split()[0]) * resource.getpagesize()
