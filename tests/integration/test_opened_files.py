"""No path and no file of evidence makes casebound open a file outside of the project, or a connection.

strace lists every file that a build and its child processes open, with the path that the system resolved.
"""

import hashlib
import os
import re
import shutil
import site
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.hostile_files import hostile_files
from tests.support.projects import copy_project
from tests.support.sample import PROJECT

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed"),
]

CASE = "NL-2026-011"
OPENED = re.compile(r"\b(?:open|openat|openat2|execve|creat)\((.*)\) = (\d+(?:<(.*)>)?)$")
CONNECTED = re.compile(r"\bconnect\(\d+.*?(sun_path=\"[^\"]*\"|sa_family=AF_INET6?[^)]*)")
SYSTEM = (
    *("/lib", "/usr/lib", "/usr/local/lib", "/usr/bin", "/etc/ld.so", "/proc", "/dev/null", "/dev/urandom", "/dev/shm"),
    *("/usr/share/fonts", "/usr/share/fontconfig", "/etc/fonts", "/var/cache/fontconfig", "/usr/share/locale"),
    *("/etc/locale.alias", "/etc/localtime", "/usr/share/zoneinfo", "/etc/mime.types", "/usr/share/mime"),
    *("/sys/devices/system/cpu", "/sys/fs/cgroup", "/etc/ssl/openssl.cnf"),
)
MOST_SECONDS, MOST_PARENT_MEGABYTES = 60, 500
MEASURED = """
import atexit, resource, sys
from casebound.cli.main import main
atexit.register(lambda: print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10, file=sys.stderr))
main()
"""


def traced(project: Path, *words: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """A command that has ended, and the paths outside of the project that it opened and the hosts that it called."""
    log = project.parent / "opened"
    # Python searches libraries with a compiler, if there is one, and the compiler has files of its own.
    environment = {"PYTHONPATH": str(PROJECT / "generator"), "TMPDIR": str(project)}
    done = subprocess.run(
        ["strace", "-f", "-y", "-s", "4096", "-e", "trace=open,openat,openat2,creat,execve,connect", "-o", str(log),
         sys.executable, "-c", MEASURED, *words, "-C", str(project)],
        env={**os.environ, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done, sorted(set(_strange(log.read_text(errors="replace"), project)))


def _strange(log: str, project: Path) -> Iterator[str]:
    prefixes = {
        sys.prefix,
        sys.base_prefix,
        *site.getsitepackages(),
        str(PROJECT),
        str(Path(sys.executable).resolve().parent),
    }
    allowed = tuple(f"{prefix}/" for prefix in (str(project), *prefixes))
    for line in log.splitlines():
        if (opened := OPENED.search(line)) and opened[3]:
            path = os.path.normpath(opened[3])
            if not (path.startswith((*allowed, *SYSTEM)) or f"{path}/" in allowed):
                yield path
        elif called := CONNECTED.search(line):
            yield called[1]


def with_exhibits(project: Path, files: dict[str, str]) -> None:
    """List files, with their hashes, as the last exhibits of the case."""
    record = project / "cases" / CASE / "case.yml"
    entries = "".join(
        f"  E{100 + at}:\n    kind: internal-note\n    title: Note {at}\n    file: {name!r}\n"
        f"    effective: 2026-10-22\n    recorded: 2026-10-22\n    sha256: {digest}\n"
        for at, (name, digest) in enumerate(files.items())
    )
    text = record.read_text()
    assert text.count("\nexhibits:\n") == 1
    record.write_text(text.replace("\nexhibits:\n", f"\nexhibits:\n{entries}"))


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "outside" / "secret.pdf"
    file.parent.mkdir()
    shutil.copy(PROJECT / "cases" / CASE / "evidence" / "intake-label.pdf", file)
    return file


def test_hostile_evidence_opens_nothing_and_takes_bounded_time_and_memory(tmp_path: Path, secret: Path) -> None:
    files = hostile_files(str(secret))
    assert len(files) >= 40
    project = copy_project(tmp_path / "project", (CASE,))
    listed = {}
    for name, data in files.items():
        (project / "cases" / CASE / "evidence" / name).write_bytes(data)
        listed[f"evidence/{name}"] = hashlib.sha256(data).hexdigest()
    with_exhibits(project, listed)
    begun = time.monotonic()
    done, strange = traced(project, "build", "--preview", "--jobs", "2", "--as-of", "2026-11-22")
    seconds = time.monotonic() - begun
    assert done.returncode in (0, 1), done.stderr
    peak = int(done.stderr.rpartition("peak ")[2])
    print(f"{len(files)} files: {seconds:.0f} s, parent {peak} MB")
    assert "published: " in done.stdout
    assert strange == []
    assert peak < MOST_PARENT_MEGABYTES
    assert seconds < MOST_SECONDS * len(files)


def test_no_path_leads_out_of_the_project(tmp_path: Path, secret: Path) -> None:
    project = copy_project(tmp_path / "project", (CASE,))
    evidence, digest = project / "cases" / CASE / "evidence", hashlib.sha256(secret.read_bytes()).hexdigest()
    up = "../" * 20
    paths = [
        *(str(secret), f"file://{secret}", f"{up}{str(secret)[1:]}", f"evidence/{up}{str(secret)[1:]}"),
        *("/etc/passwd", "//etc/passwd", "evidence//etc/passwd", "evidence/./intake-label.pdf", "evidence/..", ".."),
        *("~/.bashrc", "$HOME/.bashrc", "evidence\\..\\..\\x", "C:\\x", "\\\\host\\x", "%2e%2e/x", "..%2f..%2fx"),
        *("..;/x", ".", "", f"evidence/../../{CASE}/x"),
        *("/proc/self/environ", "/proc/self/fd/0", "/dev/stdin", "/dev/zero", "/dev/tty", "evidence/link.pdf"),
        *("evidence/linked/secret.pdf", "evidence/chain.pdf", "evidence/hard.pdf", "evidence/pipe", "evidence/folder"),
        *("evidence/circle.pdf", "evidence/above/secret.pdf", "evidence/proc", "evidence/zero"),
        *("evidence/" + "x" * 300, "a/" * 3000 + "x", "evidence/\u202efdp.x", "evidence/\ud7ff"),
        *("evidence/intake-label.pdf/x", "registers/people.yml"),
    ]  # fmt: skip
    assert len(paths) >= 40
    os.symlink(secret, evidence / "link.pdf")
    os.symlink(secret.parent, evidence / "linked")
    os.symlink("link.pdf", evidence / "chain.pdf")
    os.link(secret, evidence / "hard.pdf")
    os.mkfifo(evidence / "pipe")
    (evidence / "folder").mkdir()
    os.symlink("circle.pdf", evidence / "circle.pdf")
    os.symlink("../../../../outside", evidence / "above")
    os.symlink("/proc/self/environ", evidence / "proc")
    os.symlink("/dev/zero", evidence / "zero")
    os.symlink(secret.parent, project / "cases" / "XX-2026-001")
    os.symlink(secret.parent, project / "cases" / ".hidden")
    os.symlink(secret, project / "registers" / "captures" / "linked.pdf")
    os.symlink(secret.parent, project / "registers" / "linked")
    with_exhibits(project, dict.fromkeys(paths, digest))
    for words in (("check",), ("build", "--preview", "--as-of", "2026-11-22"), ("worklist",)):
        done, strange = traced(project, *words)
        assert done.returncode in (0, 1), done.stderr
        assert strange == []
