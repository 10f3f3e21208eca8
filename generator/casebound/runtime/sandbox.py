"""Reading an untrusted file in a child process with limits on memory and time.

A file that harms its reader harms only the child. The result is decoded as plain values, never as code. There are
three outcomes: a value; a reason why the file cannot be read, such as a limit or a crash of the child; and a failure
of casebound itself, which says nothing about the file.
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
from casebound.runtime.children import end_with

Argument = TypeVar("Argument")
Result = TypeVar("Result")

MEMORY = 1536 << 20
SECONDS = 120
_CLOCK_FACTOR = 10  # the child may take this many times its computing time by the clock, on a busy machine
_MAX_BYTES = 1 << 30


class UnreadableFile(Exception):
    """A file that cannot be read. The message completes the sentence “it is not shown: …”.

    `advice` is the way out in whole sentences, if there is a better one than another copy of the file.
    """

    def __init__(self, reason: str, advice: str | None = None) -> None:
        super().__init__(reason)
        self.advice = advice


class Failed(Exception):
    """Casebound itself failed while it read a file. The message is the class of the error and its location."""

    def on(self, file: str) -> InternalError:
        """The failure as an error message for the user, with the name of the file."""
        return InternalError(
            f"internal error ({self}) while reading {file}; nothing is known to be wrong with the file",
            "Report this error to the casebound project. Until it is fixed, print the document to a plain PDF and "
            "record that PDF instead.",
        )


@dataclass(frozen=True, slots=True)
class _Answer:
    """The answer of a child: a value, or the reason (and the way out) or the failure of the other two outcomes."""

    value: bytes = b""
    reason: str | None = None
    advice: str | None = None
    failure: str | None = None


def run_sandboxed(
    work: Callable[[Argument], Result],
    argument: Argument,
    result_type: type[Result],
    *,
    memory: int = MEMORY,
    seconds: int = SECONDS,
) -> Result:
    """The result of `work` for the argument, from a child process.

    Raises UnreadableFile if the work raises it, if the child crashes, or if it reaches a limit. Any other exception of
    the work raises Failed: the work itself turns what a library raises for a bad file into UnreadableFile. `memory`,
    in bytes, is what the child may take in addition to what it starts with; `seconds` is computing time.
    """
    forking = multiprocessing.get_context("fork")
    receiver, sender = forking.Pipe(duplex=False)
    child = forking.Process(target=_in_child, args=(work, argument, sender, memory, seconds, os.getpid()), daemon=False)
    child.start()
    sender.close()
    try:
        answer = _received(receiver, seconds)
    finally:
        child.kill()
        child.join()
        receiver.close()
    if answer is None:
        raise UnreadableFile(_ending(child.exitcode, seconds))
    if answer.reason is not None:
        raise UnreadableFile(answer.reason, answer.advice)
    if answer.failure is not None:
        raise Failed(answer.failure)
    try:
        return msgspec.msgpack.decode(answer.value, type=result_type)
    except msgspec.MsgspecError as error:
        raise Failed(origin(error)) from error


def _received(receiver: Connection, seconds: int) -> _Answer | None:
    try:
        if not receiver.poll(seconds * _CLOCK_FACTOR):
            return None
        return msgspec.msgpack.decode(receiver.recv_bytes(_MAX_BYTES), type=_Answer)
    except (EOFError, OSError, msgspec.MsgspecError):
        return None


def _ending(code: int | None, seconds: int) -> str:
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return f"reading it took longer than {seconds} seconds"
    return "the program that reads it crashed"


def _in_child(
    work: Callable[[Any], Any], argument: object, sender: Connection, memory: int, seconds: int, parent: int
) -> None:  # pragma: no cover - runs in the child
    end_with(parent)
    _limit(memory, seconds)
    try:
        answer = _Answer(msgspec.msgpack.encode(work(argument)))
    except UnreadableFile as refusal:
        answer = _Answer(reason=str(refusal), advice=refusal.advice)
    except MemoryError:
        answer = _Answer(reason=f"reading it needs more than {memory >> 20} MiB of memory")
    except RecursionError:
        answer = _Answer(reason="its parts are nested too deeply")
    except Exception as error:  # noqa: BLE001 - the parent raises it as a failure of casebound
        answer = _Answer(failure=origin(error))
    with contextlib.suppress(OSError, MemoryError):
        sender.send_bytes(msgspec.msgpack.encode(answer))


def _limit(memory: int, seconds: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    faulthandler.disable()  # it would write to the standard error of the parent
    gc.freeze()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    limit = _address_space() + memory
    limits = (
        (resource.RLIMIT_AS, limit, limit),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, 0, 0),
    )
    for kind, soft, hard in limits:
        with contextlib.suppress(OSError, ValueError):  # the system has no such limit, or a lower one
            resource.setrlimit(kind, (soft, hard))


def _address_space() -> int:
    """The address space of the child at its start, in bytes; 0 except on Linux, which alone reports it."""
    if not sys.platform.startswith("linux"):
        return 0
    with open("/proc/self/statm", "rb") as sizes:
        return int(sizes.read().split()[0]) * resource.getpagesize()
