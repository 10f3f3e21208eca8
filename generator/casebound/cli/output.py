"""Where the words of a command go: one report in several formats, text on a screen, in a pipe or in a file."""

import os
import re
import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from casebound import report
from casebound.load.workspace import Unreadable, Workspace, write_whole
from casebound.model.errors import CannotJudge

_FILES_AT_HAND = 8  # findings come by file, and a few lead to another


@dataclass(frozen=True, slots=True)
class Copy:
    """One format of the report, and the file it goes to; to the standard output without one."""

    form: str
    file: Path | None = None


class CopyType(click.ParamType[Copy]):
    name = "NAME[=FILE]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Copy:
        form, named, file = str(value).partition("=")
        if form not in report.FORMATS:
            self.fail(f"{form!r} is not one of {', '.join(report.FORMATS)}.", param, ctx)
        if named and not file:
            self.fail(f"{value!r} names no file.", param, ctx)
        return Copy(form, Path(file) if file else None)


def copies_of(wanted: Sequence[Copy], output: Path | None) -> list[Copy]:
    """Where each format goes. The files come first, so that nothing is left out where a reader turns away."""
    loose = [one for one in wanted if one.file is None]
    if len(loose) > 1:
        raise click.UsageError(
            f"two formats cannot share the standard output: give one a file, --format {loose[1].form}=FILE"
        )
    if output is not None and not loose:
        raise click.UsageError("--output is for a format without a file, and every one has one")
    copies = [replace(one, file=one.file or output) for one in wanted]
    files = [os.path.realpath(one.file) for one in copies if one.file]
    for file in files:
        if files.count(file) > 1:
            raise click.UsageError(f"two formats cannot share the file {file}")
        _must_have_its_folder(file)
    return sorted(copies, key=lambda one: one.file is None)


def lines_of(project: Workspace) -> report.Lines:
    """The lines of a project's files, as they stand now."""
    from casebound.load.strict_yaml import MOST_BYTES

    @lru_cache(_FILES_AT_HAND)
    def lines(file: str) -> Sequence[str]:
        try:
            return re.split("\r\n|\r|\n", project.read(file, MOST_BYTES).decode("utf-8", "replace"))
        except Unreadable:
            return ()

    return lines


def below_repository(root: Path) -> str:
    """The project's folder from the top of the git repository that holds it, as forges count; empty at the top."""
    for top in (root, *root.parents):
        if os.path.exists(top / ".git"):
            return f"{root.relative_to(top).as_posix()}/" if top != root else ""
    return ""


def look() -> report.Look:
    """How text looks where the standard output leads. https://no-color.org, https://force-color.org"""
    screen = sys.stdout.isatty()
    color = bool(os.environ.get("FORCE_COLOR")) or (screen and os.environ.get("TERM") != "dumb")
    return report.Look(
        color=color and not os.environ.get("NO_COLOR"), width=shutil.get_terminal_size().columns if screen else None
    )


def _must_have_its_folder(file: str) -> None:
    if not os.path.isdir(os.path.dirname(file)):
        raise CannotJudge(f"{file} cannot be written: there is no such folder", "Make the folder, or name another.")


def tell(text: str, output: Path | None) -> None:
    if output is None:
        try:
            click.echo(text, nl=False, color=True)  # whether there is color has been decided
        except BrokenPipeError:  # click would leave with 1, which means blocked
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise CannotJudge("nobody read the report to its end", "Let the reader take all of it.") from None
        return
    _must_have_its_folder(os.path.realpath(output))
    try:
        _write(output, text.encode())
    except OSError as error:
        raise CannotJudge(f"{output} cannot be written: {error.strerror}", "Name another file.") from error


def _write(file: Path, data: bytes) -> None:
    """Write a report whole or not at all; what is no ordinary file, such as /dev/stderr, takes it as it comes."""
    there = file.stat() if file.exists() else None
    if there and (file.is_relative_to("/dev") or not stat.S_ISREG(there.st_mode)):
        with open(file, "ab") as stream:
            stream.write(data)
        return
    os.umask(mask := os.umask(0))
    write_whole(Path(os.path.realpath(file)), data, stat.S_IMODE(there.st_mode) if there else 0o666 & ~mask)


@contextmanager
def progress_bars() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each stage where a person watches; nothing otherwise."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _stage, _done, _total: None
        return
    columns = (TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=console, transient=True) as bar:
        stages: dict[str, Any] = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in stages:
                stages[stage] = bar.add_task(stage, total=total)
            bar.update(stages[stage], completed=done, total=total)

        yield advance
