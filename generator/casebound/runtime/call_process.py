"""A child process that answers calls one after another, bytes in and bytes out, for a process that has threads.

The engine that prints PDFs and the sandbox that reads exhibits are made for a process with a single thread, which may
start children of its own. A worker of a cluster is no such process, so it has one of these for each thread.
"""

import pkgutil
import subprocess
import sys
from multiprocessing import Pipe
from multiprocessing.connection import Connection

import msgspec

_IDLE_SECONDS = 120
_START = "from casebound.runtime.call_process import serve; serve({})"


class CallProcess:
    """A child process. It ends with this one, and when it has had no call for two minutes."""

    def __init__(self) -> None:
        self._connection, theirs = Pipe()
        with theirs:
            number = theirs.fileno()
            self._child = subprocess.Popen(  # noqa: S603 - this interpreter with code of this module
                [sys.executable, "-P", "-c", _START.format(number)],
                pass_fds=(number,),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

    def call(self, function: str, argument: bytes) -> bytes | None:
        """What a function returns, by its name as `pkgutil.resolve_name` reads it; None if the child has ended."""
        try:
            self._connection.send_bytes(msgspec.msgpack.encode((function, argument)))
            return self._connection.recv_bytes()
        except (EOFError, OSError):
            self.end()
            return None

    def end(self) -> None:
        """End the child."""
        self._connection.close()
        self._child.kill()
        self._child.wait()


def serve(descriptor: int) -> None:
    """Answer the calls that come in; runs in the child."""
    with Connection(descriptor) as connection:
        while connection.poll(_IDLE_SECONDS):
            try:
                function, argument = msgspec.msgpack.decode(connection.recv_bytes(), type=tuple[str, bytes])
            except EOFError:
                return
            connection.send_bytes(pkgutil.resolve_name(function)(argument))
