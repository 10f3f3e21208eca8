"""Attacks the preview server with raw requests and slow clients, and prints as JSON what it answered.

Runs in a process of its own, because in that of the tests the clock stands still and sockets are blocked.
"""

import json
import os
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

from casebound.cli import preview_server
from casebound.cli.preview import Preview, PreviewBuild, PreviewState

SECONDS = 1
SECRET = "secret of this machine"
LONG = "x" * 5000

PATHS = (
    *("/../secret.txt", "/../../secret.txt", "/cases/../../secret.txt", "/./../secret.txt", "/..", "/../"),
    *("/..;/secret.txt", "/;/../secret.txt"),
    *("/%2e%2e/secret.txt", "/%2E%2E%2Fsecret.txt", "/..%2fsecret.txt", "/%2e%2e%5csecret.txt", "/..\\secret.txt"),
    *("/%252e%252e/secret.txt", "/%c0%ae%c0%ae/secret.txt", "/..%c0%afsecret.txt", "/%uff0e%uff0e/secret.txt"),
    *("/index.html%00.txt", "/%00", "/a%00b", "/index.html/../../secret.txt", "/cases", "/cases/"),
    *("/link.txt", "/linked/secret.txt", "/cases/linked-file.pdf", "/pipe", "/.hidden/../../secret.txt"),
    *(f"/{LONG}", f"/{'a/' * 5000}", f"/{'../' * 2000}secret.txt", "/%", "/%zz", "/%ff%fe", "/~root"),
    *("/proc/self/environ", "/etc/passwd", "//etc/passwd", "///secret.txt", "/./secret.txt"),
    *("/secret.txt", "/C:/secret.txt"),
)  # fmt: skip
METHODS = ("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "PROPFIND", "get", "\x00", "G" * 1000)
STRANGE_HOSTS = (
    *("", "elsewhere.example", "elsewhere.example:80", "127.0.0.1.elsewhere.example", "localhost.elsewhere.example"),
    *("127.0.0.1@elsewhere.example", "[::1]:80", "0.0.0.0", "169.254.1.1", "[", "localhost, elsewhere.example"),
)
LINES = {
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: elsewhere.example\r\n\r\n",
    "absolute address": b"GET http://elsewhere.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "absolute address here": b"GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "asterisk": b"GET * HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "long line": b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 200 + b"\r\n",
    "long header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
    "no words": b"\r\n\r\n",
    "bytes": bytes(range(128, 256)) + b"\r\n\r\n",
    "version": b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
    "no version": b"GET / HTTP/x\r\nHost: localhost\r\n\r\n",
}


def pages(folder: Path) -> Path:
    """A preview with links that lead out of it and a pipe, and a secret beside it."""
    release = folder / "releases" / "1"
    (release / "cases").mkdir(parents=True)
    (release / "index.html").write_text('<html><head></head><article id="content">a page</article></html>')
    (folder / "secret.txt").write_text(SECRET)
    (folder / "releases" / "secret.txt").write_text(SECRET)
    os.symlink(folder / "secret.txt", release / "link.txt")
    os.symlink(folder, release / "linked")
    os.symlink("../../secret.txt", release / "cases" / "linked-file.pdf")
    os.mkfifo(release / "pipe")
    os.symlink("releases/1", folder / "preview")
    return folder / "preview"


def answer(port: int, request: bytes) -> str:
    """All that the server sends for a request."""
    with socket.create_connection((preview_server.HOST, port), timeout=20) as client:
        client.sendall(request)
        received = b""
        try:
            while piece := client.recv(65536):
                received += piece
        except ConnectionResetError:  # it did not read all of a long request
            pass
    return received.decode(errors="replace")


def got(port: int, path: str, method: str = "GET", host: str = "localhost") -> str:
    return answer(port, f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode(errors="replace"))


def dripped(port: int) -> float:
    """The seconds until the server gave up on a client that sends a byte at a time."""
    begun = time.monotonic()
    with socket.create_connection((preview_server.HOST, port), timeout=20) as client:
        try:
            for byte in b"GET / HTTP/1.1\r\nX-Slow: " + b"y" * 1000:
                client.sendall(bytes([byte]))
                time.sleep(0.1)
        except OSError:
            pass
    return time.monotonic() - begun


def crowded(port: int) -> tuple[str, float, int]:
    """The answer to a request behind 200 clients that send nothing, its seconds, and the most threads meanwhile."""
    idle = [socket.create_connection((preview_server.HOST, port), timeout=20) for _ in range(200)]
    begun = time.monotonic()
    threads, ended = [threading.active_count()], threading.Event()

    def count() -> None:
        while not ended.wait(0.02):
            threads.append(threading.active_count())

    counting = threading.Thread(target=count)
    counting.start()
    page = got(port, "/")
    ended.set()
    counting.join()
    for client in idle:
        client.close()
    return page, time.monotonic() - begun, max(threads)


def main() -> None:
    preview_server._REQUEST_SECONDS = SECONDS
    with tempfile.TemporaryDirectory() as folder:
        preview = Preview(lambda: PreviewBuild(None, None))  # type: ignore[arg-type]  # never built
        preview.state = PreviewState(folder=pages(Path(folder).resolve()))
        with preview_server.server(preview, 0) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            port = server.server_port
            found = {
                "page": got(port, "/"),
                "head": got(port, "/", "HEAD"),
                "query": got(port, "/index.html?a=../..#b"),
                "own port": got(port, "/", host=f"LOCALHOST:{port}"),
                "paths": {path[:60]: got(port, path) for path in PATHS},
                "methods": {method[:20]: got(port, "/", method) for method in METHODS},
                "hosts": {host: got(port, "/", host=host) for host in STRANGE_HOSTS},
                "lines": {name: answer(port, line) for name, line in LINES.items()},
                "dripped": dripped(port),
                "crowded": crowded(port),
                "after": got(port, "/"),
            }
            server.shutdown()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
