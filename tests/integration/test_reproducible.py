"""The same input gives the same bytes, wherever, whenever and by whomever it is built."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from tests.support.projects import SMALL, copy_project
from tests.support.sample import FAR_AHEAD, PROJECT

from casebound.load.workspace import workspace
from casebound.pipeline.build import BuildRequest, BuildResult, build

ELSEWHERE = {
    "TZ": "Pacific/Kiritimati",
    "LANG": "C",
    "LC_ALL": "C",
    "PYTHONHASHSEED": "4711",
    "SOURCE_DATE_EPOCH": "1",
    "COLUMNS": "40",
    "HOME": "/nonexistent",
}


def digests(release: Path) -> dict[str, str]:
    return {
        path.relative_to(release).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in release.rglob("*")
        if path.is_file()
    }


def test_another_folder_zone_language_mask_seed_and_moment_give_the_same_release(
    first_build: tuple[Path, BuildResult], tmp_path: Path
) -> None:
    project = copy_project(tmp_path / "another place" / "ünder" / "project", tuple(reversed(SMALL)))
    script = (
        "import os, runpy, sys\nos.umask(0o077)\n"
        "sys.argv = ['casebound', 'build', '--jobs', '1', '-C', sys.argv[1]]\n"
        "runpy.run_module('casebound.cli.main', run_name='__main__')"
    )
    environment = {**os.environ, **ELSEWHERE, "PYTHONPATH": str(PROJECT / "generator")}
    told = subprocess.run(
        [sys.executable, "-c", script, str(project)], env=environment, cwd="/", capture_output=True, check=False
    )
    assert told.returncode == 0, told.stderr.decode()
    first = digests(first_build[0] / "build" / "handbook")
    second = digests(project / "build" / "handbook")
    assert {path for path in first.keys() | second.keys() if first.get(path) != second.get(path)} == set()
    assert first_build[1].release is not None
    assert (project / "build" / "handbook").resolve().name == first_build[1].release.digest
    for path in (project / "build" / "handbook").resolve().rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644)


def test_what_lies_in_the_store_does_not_show_in_the_release(
    built: Path, first_build: tuple[Path, BuildResult]
) -> None:
    """Built over another release and out of a half-filled store, it is still the same."""
    record = built / "cases" / "NL-2026-011" / "case.yml"
    text = record.read_text(encoding="utf-8")
    record.write_text(f"# Another comment.\n{text}", encoding="utf-8")
    build(workspace(built), BuildRequest(None, FAR_AHEAD))
    record.write_text(text, encoding="utf-8")
    for result in sorted((built / "build" / "cache" / "results").iterdir())[::2]:
        result.unlink()
    again = build(workspace(built), BuildRequest(None, FAR_AHEAD))
    assert again.release is not None
    assert first_build[1].release is not None
    assert again.release.digest == first_build[1].release.digest
