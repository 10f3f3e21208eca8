"""Publishing: the old release or the new one, whatever interrupts, and nothing that was tampered with."""

import errno
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.commands import Run
from tests.support.projects import verifies
from tests.support.sample import PROJECT

from casebound.model.errors import CannotPublish
from casebound.release import publish as publishing
from casebound.release.manifest import FILE_NAME, Manifest, parse
from casebound.release.publish import Output, locked, output, publish

KILLS = 25
WRITER = """
import sys
from pathlib import Path
from casebound.release.publish import output, publish
build, mark = Path(sys.argv[1]), sys.argv[2].encode()
files = [output(f"cases/C-{n:02}/page-{n % 7}.html", mark * (n % 5) + b"%d" % n) for n in range(60)]
print("ready", flush=True)
publish(build, "handbook", files)
print("done", flush=True)
"""


@pytest.fixture
def build(tmp_path: Path) -> Path:
    folder = tmp_path / "build"
    folder.mkdir()
    return folder


def files(**contents: str) -> list[Output]:
    return [output(f"cases/{name}.html", text.encode()) for name, text in contents.items()]


def content(build: Path) -> dict[str, str]:
    release = build / "handbook"
    found = {path.relative_to(release).as_posix(): path.read_text() for path in release.rglob("*") if path.is_file()}
    found.pop(FILE_NAME)
    return found


def releases(build: Path) -> list[str]:
    return sorted(one.name for one in (build / "releases").iterdir())


def test_a_release_holds_exactly_its_files_and_verifies_with_the_stock_tool(build: Path) -> None:
    release = publish(build, "handbook", files(a="1", b="2"))
    assert content(build) == {"cases/a.html": "1", "cases/b.html": "2"}
    assert verifies(build / "handbook")
    assert (release.new, release.files) == (True, 2)
    assert releases(build) == [release.digest]
    assert (build / "handbook").resolve().name == release.digest


def test_the_same_files_are_the_same_release_whatever_their_order(build: Path) -> None:
    first = publish(build, "handbook", files(a="1", b="2"))
    again = publish(build, "handbook", list(reversed(files(a="1", b="2"))))
    assert again.digest == first.digest
    assert not again.new


def test_a_new_release_takes_unchanged_files_over_as_they_lie(build: Path) -> None:
    publish(build, "handbook", files(a="1", b="2"))
    before = (build / "handbook" / "cases" / "a.html").stat()
    publish(build, "handbook", files(a="1", b="3", c="4"))
    assert (build / "handbook" / "cases" / "a.html").stat().st_ino == before.st_ino
    assert content(build) == {"cases/a.html": "1", "cases/b.html": "3", "cases/c.html": "4"}
    assert len(releases(build)) == 1


def test_a_file_that_is_no_longer_wanted_is_gone(build: Path) -> None:
    publish(build, "handbook", files(a="1", b="2"))
    publish(build, "handbook", files(b="2"))
    assert content(build) == {"cases/b.html": "2"}


def test_handbook_and_preview_stand_beside_each_other(build: Path) -> None:
    publish(build, "handbook", files(a="1"))
    publish(build, "preview", files(a="draft"))
    assert content(build) == {"cases/a.html": "1"}
    assert (build / "preview" / "cases" / "a.html").read_text() == "draft"
    assert verifies(build / "preview")
    assert len(releases(build)) == 2


@pytest.mark.parametrize("names", [("a.html", "a.html"), (FILE_NAME, "b.html")])
def test_two_files_of_one_name_are_refused(build: Path, names: tuple[str, str]) -> None:
    with pytest.raises(CannotPublish, match="two files"):
        publish(build, "handbook", [output(name, b"x") for name in names])
    assert not (build / "handbook").exists()


def tamper_bytes(release: Path) -> None:
    (release / "cases" / "a.html").write_text("forged")


def tamper_list(release: Path) -> None:
    text = (release / FILE_NAME).read_text()
    (release / FILE_NAME).write_text(text.replace(text[:64], "0" * 64))


def tamper_both(release: Path) -> None:
    tamper_bytes(release)
    forged = Manifest(
        {**parse((release / FILE_NAME).read_text()).entries, "cases/a.html": output("x", b"forged").sha256}
    )
    (release / FILE_NAME).write_text(forged.text)


def tamper_more(release: Path) -> None:
    (release / "cases" / "extra.html").write_text("forged")


def tamper_less(release: Path) -> None:
    (release / "cases" / "a.html").unlink()


def tamper_link(release: Path) -> None:
    (release / "cases" / "a.html").unlink()
    os.symlink("/etc/passwd", release / "cases" / "a.html")


@pytest.mark.parametrize("tamper", [tamper_bytes, tamper_list, tamper_both, tamper_more, tamper_less, tamper_link])
@pytest.mark.parametrize("after", [{"a": "1", "b": "2"}, {"a": "1", "b": "3"}])
def test_nothing_of_a_tampered_release_is_carried_into_the_next(
    build: Path, tamper: Callable[[Path], None], after: dict[str, str]
) -> None:
    publish(build, "handbook", files(a="1", b="2"))
    tamper((build / "handbook").resolve())
    publish(build, "handbook", files(**after))
    assert content(build) == {f"cases/{name}.html": text for name, text in after.items()}
    assert not any(path.is_symlink() for path in (build / "handbook").rglob("*"))
    assert verifies(build / "handbook")


@pytest.mark.parametrize("call", ["replace", "fsync", "link", "symlink", "chmod", "fchmod"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_write_that_fails_leaves_the_last_release(
    build: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    publish(build, "handbook", files(a="1", b="2"))
    before = (releases(build), content(build))

    def fails(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, call, fails)
    if call == "link":  # a file system without links: it is copied instead
        publish(build, "handbook", files(a="1", b="3"))
    else:
        with pytest.raises(CannotPublish, match="could not be written"):
            publish(build, "handbook", files(a="1", b="3"))
        assert content(build) == before[1]
    monkeypatch.undo()
    assert verifies(build / "handbook")
    publish(build, "handbook", files(a="1", b="3"))
    assert content(build) == {"cases/a.html": "1", "cases/b.html": "3"}
    assert len(releases(build)) == 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_release_that_the_disk_refuses_leaves_the_last_release(
    build: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    publish(build, "handbook", files(a="1"))

    def fails(_folder: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(publishing, "flush", fails)
    with pytest.raises(CannotPublish, match="could not be written: Input/output error"):
        publish(build, "handbook", files(a="2"), jobs)
    assert content(build) == {"cases/a.html": "1"}
    assert len(releases(build)) == 1


def test_a_release_is_on_the_disk_before_it_gets_its_name(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Staged files, the name of the release, and the link, each written to the disk before the next step."""
    steps: list[str] = []

    def noted(owner: object, name: str) -> None:
        call = getattr(owner, name)

        def wrapped(path: Path, *more: Path) -> None:
            steps.append(f"{name} {'staged' if '.staging' in path.name else path.name}")
            call(path, *more)

        monkeypatch.setattr(owner, name, wrapped)

    noted(publishing, "flush")
    noted(publishing, "flush_entry")
    noted(os, "replace")
    publish(build, "handbook", files(a="1"))
    assert steps == ["flush staged", "replace staged", "flush_entry releases", "replace .handbook", "flush_entry build"]


def test_a_file_that_changes_between_judging_and_writing_stops_the_release(build: Path) -> None:
    publish(build, "handbook", files(a="1"))
    lying = Output("cases/a.html", output("x", b"2").sha256, lambda: b"3")
    with pytest.raises(CannotPublish, match="was not written correctly"):
        publish(build, "handbook", [lying])
    assert content(build) == {"cases/a.html": "1"}
    assert verifies(build / "handbook")


def test_a_disk_that_is_full_leaves_the_last_release(build: Path) -> None:
    publish(build, "handbook", files(a="1"))
    script = (
        "import resource, signal, sys\nfrom pathlib import Path\n"
        "from casebound.release.publish import output, publish\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nresource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "publish(Path(sys.argv[1]), 'handbook', [output('cases/a.html', b'x' * 10_000)])"
    )
    told = _python(script, build)
    assert told.returncode == 1
    assert b"CannotPublish: the release could not be written" in told.stderr
    assert content(build) == {"cases/a.html": "1"}
    assert verifies(build / "handbook")


def _python(script: str, *words: object) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "generator")}
    command = [sys.executable, "-c", script, *(str(word) for word in words)]
    return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=300)


def test_a_kill_at_any_moment_leaves_the_old_release_or_the_new_one(build: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "generator")}
    chance = random.Random(20260122)
    assert _python(WRITER, build, "0").returncode == 0
    finished = 0
    for number in range(1, KILLS + 1):
        before = _page(build)
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(build), str(number)], env=environment, stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            try:
                writer.wait(chance.uniform(0, 0.06))
            except subprocess.TimeoutExpired:
                writer.send_signal(signal.SIGKILL)
            finished += writer.wait() == 0
        assert verifies(build / "handbook")
        assert _page(build) in (before, f"{number}1")
    assert finished < KILLS
    assert _python(WRITER, build, "last").returncode == 0
    assert verifies(build / "handbook")
    assert releases(build) == [(build / "handbook").resolve().name]


def test_a_link_that_a_killed_build_did_not_swap_in_keeps_no_release(build: Path) -> None:
    publish(build, "handbook", files(a="1"))
    (build / ".handbook").symlink_to((build / "handbook").readlink())
    publish(build, "handbook", files(a="2"))
    publish(build, "handbook", files(a="3"))
    assert releases(build) == [(build / "handbook").resolve().name]
    assert not (build / ".handbook").is_symlink()


def _page(build: Path) -> str:
    return (build / "handbook" / "cases" / "C-01" / "page-1.html").read_text()


def test_one_build_at_a_time(build: Path) -> None:
    with locked(build), pytest.raises(CannotPublish, match="another build is running"), locked(build):
        pass
    with locked(build):
        pass


def test_a_second_build_ends_with_two_and_a_sentence(small: Path, casebound: Run) -> None:
    with locked(small / "build"):
        told = casebound("build", "-C", small)
    assert told.code == 2
    assert "another build is running in this folder" in told.err
    assert "Traceback" not in told.err


def test_what_stands_under_the_name_and_is_no_link_is_left_alone(build: Path) -> None:
    (build / "handbook").mkdir()
    (build / "handbook" / "mine.txt").write_text("mine")
    with pytest.raises(CannotPublish, match="not a link that a build made"):
        publish(build, "handbook", files(a="1"))
    assert (build / "handbook" / "mine.txt").read_text() == "mine"


def test_what_an_earlier_build_left_half_done_is_swept_away(build: Path) -> None:
    (build / "releases" / ".staging-old" / "cases").mkdir(parents=True)
    (build / "releases" / ("0" * 64)).mkdir()
    publish(build, "handbook", files(a="1"))
    assert len(releases(build)) == 1


def test_a_list_that_is_none_is_refused() -> None:
    digest = "0" * 64
    assert parse(f"{digest}  a b\n").entries == {"a b": digest}
    for text in ("x\n", f"{digest} a\n", f"{digest}  a\n{digest}  a\n", f"{digest[:-1]}  a\n", "\n"):
        with pytest.raises(ValueError, match="is not a hash"):
            parse(text)


def test_a_list_reads_back_as_it_was_written() -> None:
    manifest = Manifest({"b/c.html": "1" * 64, "a ä.html": "2" * 64})
    assert parse(manifest.text) == manifest
    assert manifest.text.splitlines()[0].endswith("a ä.html")
    assert len(manifest.digest) == 64
