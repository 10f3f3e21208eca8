"""Find the earlier state of a project: in a saved report, or in a commit of the project's git repository."""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from casebound.load.schema import Schema
from casebound.load.workspace import Workspace, files_below
from casebound.model.days import Day, Moment
from casebound.model.errors import CannotJudge

_OR_A_REPORT = "Name the report.json of an earlier check instead."
_TOOL = "generator/casebound"
_DEFINED = re.compile(rb'\b(?:case_control|claim_control|CaseControl|ClaimControl|Rule)\(\s*"([A-Z][0-9]{2})"')
_KEPT = ("GIT_CONFIG", "GIT_SSH", "GIT_CEILING")  # others, such as those of a hook, can name another repository


@dataclass(frozen=True, slots=True)
class Tree:
    """The project at a commit, in a temporary folder, and the controls that the repository defined at that commit.

    `since` is the earliest calendar day, anywhere, at the moment from which the current state and the commit differ.
    """

    workspace: Workspace
    controls: frozenset[str]
    since: Day


def report_at(file: Path, schema: Schema) -> Mapping[str, Any]:
    """The report in a file. Raises CannotJudge if the file has no report, or a report without cases."""
    try:
        value = msgspec.json.decode(file.read_bytes())
    except OSError as error:
        raise CannotJudge(f"{file} cannot be read: {error.strerror}", _OR_A_REPORT) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CannotJudge(f"{file} is not valid JSON: {error}", _remade(file)) from error
    for wrong in schema.errors(value):
        place = "/".join(str(part) for part in wrong.path)
        where = f"{place}: " if place else ""
        message = f"{file} is not a report of this version of casebound: {where}{wrong.message}"
        raise CannotJudge(message, _remade(file))
    if not value["cases"]:
        raise CannotJudge(f"{file} contains no cases, so there is nothing to compare", _OR_A_REPORT)
    return dict(value)


def _remade(file: Path) -> str:
    return f"Create it with casebound check --format json={file.name} at the state to compare with."


@contextmanager
def tree_at(root: Path, ref: str) -> Iterator[Tree]:
    """The project's folder at a commit, in a temporary folder that exists inside the `with` block.

    The repository does not change: git uses a separate index, and writes links as plain text files.
    Raises CannotJudge if git or the commit is missing, or if the commit contains no project.
    """
    top = Path(_git(root, "rev-parse", "--show-toplevel").removesuffix("\n"))
    commit = _commit(root, ref)
    before = _git(root, "rev-parse", "--show-prefix").removesuffix("\n")
    with _scratch() as scratch:
        files = _git(top, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit, "--", *_wanted(before))
        index = {"GIT_INDEX_FILE": os.path.join(scratch, "index")}
        _git(top, "read-tree", commit, **index)
        where = f"--prefix={os.path.join(scratch, 'tree', '')}"
        _git(top, "-c", "core.symlinks=false", "checkout-index", "-z", "--stdin", where, stdin=files, **index)
        written = Path(scratch, "tree")
        there = Workspace(written / before)
        if not (there.cases.is_dir() and there.registers.is_dir()):
            raise CannotJudge(f"{ref} contains no casebound project here", f"Name a later commit. {_OR_A_REPORT}")
        yield Tree(there, frozenset(_defined(written / _TOOL)), _since(top, commit))


def _since(top: Path, commit: str) -> Day:
    """The day of the newest commit that the current state and `commit` share; of `commit` itself if they share none."""
    try:
        shared = _git(top, "merge-base", commit, "HEAD").strip()
    except CannotJudge:
        shared = commit
    moment = Moment.fromisoformat(_git(top, "show", "--no-patch", "--format=%cI", shared).strip())
    return moment.earliest_day


def _scratch() -> TemporaryDirectory[str]:
    try:
        return TemporaryDirectory(prefix="casebound-")
    except OSError as error:
        raise CannotJudge(f"a temporary folder cannot be created: {error.strerror}", _OR_A_REPORT) from error


def _wanted(before: str) -> tuple[str, ...]:
    return (f"{before}cases/", f"{before}registers/", f"{_TOOL}/")


def _commit(root: Path, ref: str) -> str:
    try:
        return _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}").strip()
    except CannotJudge:
        remedy = f"Fetch the commit first: a shallow clone lacks older commits. {_OR_A_REPORT}"
        raise CannotJudge(f"{ref} is neither a file nor a commit", remedy) from None


def _defined(folder: Path) -> Iterator[str]:
    """The ids of the controls that the source files define. The files are read as text and never run."""
    for name in files_below(folder):
        if name.endswith(".py"):
            yield from (control.decode() for control in _DEFINED.findall((folder / name).read_bytes()))


def _git(where: Path, *words: str, stdin: str = "", **settings: str) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= {key: value for key, value in os.environ.items() if key.startswith(_KEPT)}
    environment |= {"LC_ALL": "C", "GIT_NO_REPLACE_OBJECTS": "1", "GIT_LITERAL_PATHSPECS": "1", **settings}
    try:
        done = subprocess.run(  # noqa: S603 - a list, no shell; what a person typed follows --end-of-options
            ["git", "-C", os.fspath(where), *words],  # noqa: S607 - the git on the PATH of the user
            input=os.fsencode(stdin),
            env=environment,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise CannotJudge("git is not installed, so the commit cannot be read", _OR_A_REPORT) from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["it gave no reason"]
        raise CannotJudge(f"git cannot read the commit: {said[0]}", _OR_A_REPORT)
    return os.fsdecode(done.stdout)
