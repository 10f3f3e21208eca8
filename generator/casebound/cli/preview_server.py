"""The web server of the preview, for browsers on this machine only.

A client has a few seconds for its request and for the answer, and only so many clients are served at a time, so that
no client can keep the server from the others.
"""

import http.server
import io
import threading
import time
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from casebound.cli.preview import Preview
from casebound.cli.preview_pages import response, safety_headers
from casebound.model.errors import CannotJudge, origin

HOST = "127.0.0.1"
_HOSTS = (HOST, "localhost")
_MOST_CLIENTS = 32
_REQUEST_SECONDS, _ANSWER_SECONDS = 5, 30
_TEXT = "text/plain; charset=utf-8"


class _Server(http.server.ThreadingHTTPServer):
    """A server with a limited number of threads; further clients wait in the queue of the system."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, handler: type["_Handler"]) -> None:
        super().__init__((HOST, port), handler)
        self._free = threading.BoundedSemaphore(_MOST_CLIENTS)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._free.acquire()
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print nothing: the client closed the connection, or was too slow."""


def server(preview: Preview, port: int) -> http.server.ThreadingHTTPServer:
    """A server of the preview for this machine only. Raises CannotJudge if the port cannot be used."""

    class Handler(_Handler):
        served = preview

    try:
        return _Server(port, Handler)
    except OSError as error:
        raise CannotJudge(f"port {port} cannot be used: {error.strerror}", "Name another one with --port.") from None


class _UntilDeadline(io.RawIOBase):
    """The bytes that a client sends until the deadline, however slowly they arrive."""

    def __init__(self, connection: Any, seconds: float) -> None:
        super().__init__()
        self._connection, self._deadline = connection, time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        received: int = self._connection.recv_into(buffer)
        return received


class _Handler(http.server.BaseHTTPRequestHandler):
    served: Preview

    def setup(self) -> None:
        super().setup()
        self.rfile = io.BufferedReader(_UntilDeadline(self.connection, _REQUEST_SECONDS))

    def do_GET(self) -> None:
        """Answer, unless the browser was directed here under a name that is not this machine's."""
        if not self._is_for_this_machine():
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        path = self.path.partition("#")[0].partition("?")[0]
        try:
            status, media_type, data = response(self.served.state, path)
        except Exception as error:  # noqa: BLE001 - a sentence in place of a traceback
            self.send_error(HTTPStatus.INTERNAL_SERVER_ERROR, f"internal error ({origin(error)})")
            return
        self._send(status, media_type, data, safety_headers(path))

    do_HEAD = do_GET  # noqa: N815 - the name is that of the base class

    def _is_for_this_machine(self) -> bool:
        """Whether the request names this machine as its only host, which a name that was redirected here does not."""
        hosts = self.headers.get_all("Host", [])
        try:
            return len(hosts) == 1 and urlsplit(f"//{hosts[0]}").hostname in _HOSTS and self.path.startswith("/")
        except ValueError:
            return False

    def send_error(
        self,
        code: int,
        message: str | None = None,
        explain: str | None = None,  # noqa: ARG002 - the base class has it
    ) -> None:
        """Send the error as plain text."""
        text = message or HTTPStatus(code).phrase
        self._send(code, _TEXT, f"{code} {text}\n".encode(errors="replace"), safety_headers("/"))

    def _send(self, status: int, media_type: str, data: bytes, headers: dict[str, str]) -> None:
        self.connection.settimeout(_ANSWER_SECONDS)  # for all of the answer
        self.close_connection = True
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        for header, value in headers.items():
            self.send_header(header, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def version_string(self) -> str:
        """The name of the program, without the versions of its parts."""
        return "casebound"

    def log_message(self, format: str, *args: object) -> None:
        """Log no requests; each rebuild is reported where it happens."""
