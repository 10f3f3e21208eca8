"""The output of a command: a report in several formats, to a terminal, a pipe or a file."""

import datetime as dt
import os
import re
import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from casebound import report
from casebound.load.workspace import Unreadable, Workspace, write_whole
from casebound.model.days import Day
from casebound.model.errors import CannotJudge

_LONG_STAGE = 500  # items; a stage of as many has a line at each tenth where there is no terminal
_CACHED_FILES = 8  # findings are sorted by file; a few refer to another file


@dataclass(frozen=True, slots=True)
class Copy:
    """A format of the report and the file that it is written to; None for the standard output."""

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
    """Each format with its file. Files come first, so they are complete even if the reader of a pipe stops early."""
    without_file = [copy for copy in wanted if copy.file is None]
    if len(without_file) > 1:
        raise click.UsageError(
            "only one format can go to the standard output; name a file for the other: "
            f"--format {without_file[1].form}=FILE"
        )
    if output is not None and not without_file:
        raise click.UsageError("--output needs a format without a file; every --format names a file")
    copies = [replace(copy, file=copy.file or output) for copy in wanted]
    files = [os.path.realpath(copy.file) for copy in copies if copy.file]
    for file in files:
        if files.count(file) > 1:
            raise click.UsageError(f"two formats cannot be written to the same file, {file}")
        _must_have_its_folder(file)
    return sorted(copies, key=lambda copy: copy.file is None)


def lines_of(project: Workspace) -> report.Lines:
    """A function that reads the current lines of a file of the project."""
    from casebound.load.strict_yaml import MOST_BYTES

    @lru_cache(_CACHED_FILES)
    def lines(file: str) -> Sequence[str]:
        try:
            return re.split("\r\n|\r|\n", project.read(file, MOST_BYTES).decode("utf-8", "replace"))
        except Unreadable:
            return ()

    return lines


def below_repository(root: Path) -> str:
    """The path of the project in its git repository, with a slash at the end; empty for the repository itself."""
    for top in (root, *root.parents):
        if os.path.exists(top / ".git"):
            return f"{root.relative_to(top).as_posix()}/" if top != root else ""
    return ""


def text_style() -> report.TextStyle:
    """Color and width of the standard output. https://no-color.org, https://force-color.org"""
    terminal = sys.stdout.isatty()
    color = bool(os.environ.get("FORCE_COLOR")) or (terminal and os.environ.get("TERM") != "dumb")
    width = shutil.get_terminal_size().columns if terminal else None
    return report.TextStyle(color=color and not os.environ.get("NO_COLOR"), width=width)


def _must_have_its_folder(file: str) -> None:
    if not os.path.isdir(os.path.dirname(file)):
        raise CannotJudge(
            f"{file} cannot be written: its folder does not exist", "Create the folder, or name another file."
        )


def write_output(text: str | bytes, output: Path | None) -> None:
    """Write text or a whole file's bytes to a file, or to the standard output."""
    if output is None:
        click.echo(text, nl=False, color=True)  # the text contains colors only if they are wanted
        return
    _must_have_its_folder(os.path.realpath(output))
    try:
        _write(output, text if isinstance(text, bytes) else text.encode())
    except OSError as error:
        raise CannotJudge(f"{output} cannot be written: {error.strerror}", "Name another file.") from error


def report_done(text: str) -> None:
    """Print what was done. If that fails, the error says what was done: it is not undone."""
    try:
        click.echo(text, color=True)
    except OSError as error:
        raise CannotJudge(f"{text}\nThis output could not be written: {error.strerror}") from error


def _write(file: Path, data: bytes) -> None:
    """Write a report completely or not at all; a special file such as /dev/stderr is written directly."""
    there = file.stat() if file.exists() else None
    if there and (file.is_relative_to("/dev") or not stat.S_ISREG(there.st_mode)):
        with open(file, "ab") as stream:
            stream.write(data)
        return
    os.umask(mask := os.umask(0))
    write_whole(Path(os.path.realpath(file)), data, stat.S_IMODE(there.st_mode) if there else 0o666 & ~mask)


@contextmanager
def progress_bars() -> Iterator[Callable[[str, int, int], None]]:
    """For each stage, what is done and the time that is left: a bar on a terminal, elsewhere lines if it is long."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description:<12}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    bar = Bar(*columns, console=console, transient=True)
    stages: dict[str, TaskID] = {}

    def advance(stage: str, done: int, total: int) -> None:
        if stage not in stages:
            stages[stage] = bar.add_task(stage, total=total)
        bar.update(stages[stage], completed=done, total=total)
        if not console.is_terminal and done and total >= _LONG_STAGE and done * 10 // total > (done - 1) * 10 // total:
            left = bar.tasks[stages[stage]].time_remaining
            ending = "" if left is None else f", {dt.timedelta(seconds=round(left))} left"
            click.echo(f"casebound: {stage} {done} of {total}{ending}", err=True)

    with bar if console.is_terminal else nullcontext():
        yield advance


def say_if_pinned(project: Workspace, day: Day) -> None:
    """Print that something recorded on a day does not count yet, if the policy sets an earlier as-of date."""
    from casebound.load.register_reader import register

    pinned = register(project, "policy")[1].get("as_of")
    if isinstance(pinned, str) and day.isoformat() > pinned:
        message = f"registers/policy.yml sets the as-of date to {pinned}, which is before the recorded event"
        click.echo(f"casebound: {message}. The event counts once that date is later.", err=True)
