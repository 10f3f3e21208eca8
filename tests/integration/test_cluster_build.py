"""A build on a cluster publishes the release of a build without one, or nothing and says why."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import msgspec
import pytest
from tests.support import documents
from tests.support.commands import Run
from tests.support.dask_cluster import dask_cluster
from tests.support.exhibit_bundles import sample_task
from tests.support.projects import verifies
from tests.support.sample import PROJECT

from casebound.model.errors import BrokenDocument, InternalError
from casebound.pipeline.build import BuildResult
from casebound.render import pdf_printing, remote_printing
from casebound.render.pdf_printing import PrintKit
from casebound.runtime.call_process import CallProcess

CASE = "NO-2026-001"
PAGE = (PROJECT / "docs" / "how-to" / "cluster.md").read_text(encoding="utf-8")
SETTINGS = {"PYTHONPATH": str(PROJECT / "generator")}
LISTED = "build/handbook/SHA256SUMS"


def kit() -> PrintKit:
    return PrintKit(documents.print_assets(), documents.templates())


@pytest.fixture
def process() -> Iterator[CallProcess]:
    started = CallProcess()
    yield started
    started.end()


def test_another_process_prints_the_same_bytes_from_bytes_alone(process: CallProcess) -> None:
    packed_kit = remote_printing.packed_kit(kit())
    assert len(packed_kit) < 100_000  # the fonts of casebound are not sent
    for task in (sample_task(CASE), *documents.sample(CASE).tasks.values()):
        assert task is not None
        result = process.call(remote_printing.PRINT, remote_printing.packed(task, packed_kit))
        assert result is not None
        assert remote_printing.unpacked(result, task) == pdf_printing.render(task, kit())


def test_a_font_of_the_project_is_sent_too() -> None:
    assets = documents.print_assets()
    fonts = {**assets.fonts, "IBMPlexMono-Regular.woff2": assets.fonts["IBMPlexSans-Bold.woff2"]}
    own = PrintKit(replace(assets, fonts=fonts), documents.templates())
    task = replace(documents.sample(CASE).tasks["decision-note.pdf"], print_assets=own.print_assets.digest)
    result = remote_printing.print_packed(remote_printing.packed(task, remote_printing.packed_kit(own)))
    assert remote_printing.unpacked(result, task) == pdf_printing.render(task, own)


def test_an_error_of_another_process_is_raised_here() -> None:
    task = replace(documents.sample(CASE).tasks["decision-note.pdf"], html="<p>no title, no language")
    for packed_kit, error, message in (
        (remote_printing.packed_kit(kit()), BrokenDocument, rf"{CASE}, decision-note\.pdf: "),
        (b"", InternalError, r"internal error \(DecodeError in render/remote_printing\.py"),
    ):
        result = remote_printing.print_packed(remote_printing.packed(task, packed_kit))
        with pytest.raises(error, match=message):
            remote_printing.unpacked(result, task)


def test_a_document_that_another_tool_chain_would_print_is_not_printed() -> None:
    task = replace(documents.sample(CASE).tasks["decision-note.pdf"], print_assets="of another tool chain")
    result = remote_printing.print_packed(remote_printing.packed(task, remote_printing.packed_kit(kit())))
    with pytest.raises(BrokenDocument, match="meant for other print assets"):
        remote_printing.unpacked(result, task)


def test_a_difference_is_named() -> None:
    here = remote_printing.described()
    tools = here.toolchain
    first, *others = tools.distributions
    library, *libraries = tools.libraries
    for toolchain, words in (
        (tools, None),
        (replace(tools, python="cpython 3.9"), "its Python is cpython 3.9, and here it is cpython 3"),
        (replace(tools, platform="win32"), "its platform is win32, and here it is "),
        (replace(tools, distributions=tuple(others)), f"its package {first.name} is missing, and here it is "),
        (
            replace(tools, distributions=(replace(first, record="0"), *others)),
            f"its package {first.name} {first.version} has other files than here",
        ),
        (replace(tools, libraries=(replace(library, version="0.1"), *libraries)), f"its library {library.name} is 0.1"),
        (replace(tools, code="0"), "its casebound is another version"),
    ):
        found = remote_printing.difference(msgspec.msgpack.encode(replace(here, toolchain=toolchain)))
        assert (found or "").startswith(words or "")
        assert (found is None) == (words is None)
    assert remote_printing.difference(msgspec.msgpack.encode(replace(here, fonts="0"))) == "its fonts differ"
    assert remote_printing.difference(b"\x00") == "its casebound is another version"


def test_a_process_that_ended_answers_nothing(process: CallProcess) -> None:
    assert process.call("builtins:bytes.upper", b"words") == b"WORDS"
    assert process.call("os:abort", b"") is None
    assert process.call("builtins:bytes.upper", b"words") is None


def test_an_address_that_is_not_encrypted_is_refused(run: Run, small: Path) -> None:
    told = run("build", "-C", small, "--cluster", "tcp://10.0.0.7:8786")
    assert told.code == 2
    assert "use tls://HOST:PORT" in told.err
    assert not (small / "build").exists()


@pytest.mark.long
def test_three_workers_of_which_one_is_killed_publish_the_release_of_a_build_without_them(
    first_build: tuple[Path, BuildResult], small: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "casebound.cli.main", "build", "-C", str(small), "--cluster"]
    with dask_cluster(tmp_path / "cluster", SETTINGS, 3) as cluster:
        with subprocess.Popen([*command, cluster.address], env={**os.environ, **SETTINGS}) as building:
            printed = small / "build" / "cache" / "files"
            while building.poll() is None and b"%PDF" not in {
                file.read_bytes()[:4] for file in printed.glob("??/[!.]*")
            }:
                Event().wait(0.1)
            cluster.workers[0].kill()
        assert building.returncode == 0
        logged = cluster.log()
    assert (small / LISTED).read_bytes() == (first_build[0] / LISTED).read_bytes()
    assert verifies(small / "build" / "handbook")
    case = documents.sample(CASE).view.case
    assert "Register worker" in logged
    assert [word for word in (CASE, case.worker.name, "<html", "%PDF") if word in logged] == []


@pytest.mark.long
def test_a_worker_of_another_version_prints_nothing(casebound: Run, small: Path, tmp_path: Path) -> None:
    other = shutil.copytree(PROJECT / "generator" / "casebound", tmp_path / "other" / "casebound").parent
    for name in ("site_templates", "schema"):
        (tmp_path / name).symlink_to(PROJECT / name)
    with open(other / "casebound" / "render" / "view.py", "a") as module:
        module.write("# another version\n")
    with dask_cluster(tmp_path / "cluster", SETTINGS) as cluster:
        cluster.start_worker(generator=other)
        told = casebound("build", "-C", small, "--cluster", cluster.address)
    assert told.code == 2
    assert "no worker of the cluster can be used; of tcp://127.0.0.1:" in told.err
    assert "its casebound is another version" in told.err
    assert not (small / "build" / "handbook").exists()


@pytest.mark.long
def test_the_page_works(first_build: tuple[Path, BuildResult], small: Path) -> None:
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    assert blocks[0] == "pip install 'casebound[cluster]'\n"
    port = str(20_000 + os.getpid() % 20_000)
    script = f"set -e\n{blocks[1].replace('8786', port)}kill %1 %2\nwait\n"
    assert script.count(port) == 3
    (small / "casebound").write_text(f'#!/bin/sh\nexec {sys.executable} -m casebound.cli.main "$@"\n')
    (small / "casebound").chmod(0o755)
    path = os.pathsep.join([str(small), str(Path(sys.executable).parent), os.environ["PATH"]])
    told = subprocess.run(
        ["bash", "-c", script],
        cwd=small,
        env={**os.environ, **SETTINGS, "PATH": path},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert "published: " in told.stdout, told.stderr
    assert (small / LISTED).read_bytes() == (first_build[0] / LISTED).read_bytes()
