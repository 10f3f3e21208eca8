"""The command line: the only place that prints, exits or reads arguments.

Exit codes: 0 every claim supported and every record valid; 1 at least one blocking finding; 2 could not judge.
"""

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from casebound import __version__, explain, report
from casebound.errors import CannotJudge
from casebound.model.days import Day, Moment, parse_day, parse_moment
from casebound.model.terms import Gate, Role
from casebound.verdict import Judgement
from casebound.workspace import workspace

BLOCKED = 1
COULD_NOT_JUDGE = 2

_DEFAULT_JOBS = max(1, min(8, os.cpu_count() or 1))


class _DayType(click.ParamType[Day]):
    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Day:
        try:
            return parse_day(str(value))
        except ValueError as error:
            self.fail(f"{value!r}: {error}", param, ctx)


class _MomentType(click.ParamType[Moment]):
    name = "YYYY-MM-DDTHH:MM±HH:MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Moment:
        try:
            return parse_moment(str(value))
        except ValueError as error:
            self.fail(f"{value!r}: {error}", param, ctx)


def _project(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "-C", "folder", type=click.Path(path_type=Path), default=".", help="The project's folder.", show_default="here"
    )(command)


def _as_of(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--as-of", type=_DayType(), help="The day to judge for; else the policy's, else today.")(
        command
    )


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="casebound %(version)s")
def cli() -> None:
    """Certificate of Coverage cases, judged and bound. No certificate, no exemption."""


@cli.command("check")
@click.argument("cases", nargs=-1)
@_as_of
@click.option("--format", "form", type=click.Choice(tuple(report.FORMATS)), default="text", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the report there instead.")
@_project
def check_command(cases: tuple[str, ...], as_of: Day | None, form: str, output: Path | None, folder: Path) -> None:
    """Judge every case, or only the CASES named, and report every finding."""
    from casebound.pipeline import check

    project = workspace(folder)
    if unknown := sorted(set(cases) - set(project.case_folders())):
        raise CannotJudge(f"there is no case {unknown[0]}", "Name a folder that is under cases/.")
    judgement = check(project, as_of, _today(), cases)
    _tell(report.FORMATS[form](judgement), output)
    _leave(judgement)


@cli.command("build")
@_as_of
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=_DEFAULT_JOBS, help="Workers for the PDFs.", show_default=True
)
@click.option("--preview", is_flag=True, help="Render unsupported cases too, watermarked, into build/preview/.")
@_project
def build_command(as_of: Day | None, jobs: int, folder: Path, *, preview: bool) -> None:
    """Check, then publish the handbook, the notes and the dossiers."""
    from casebound.pipeline import Order, build

    with _progress() as progress:
        built = build(workspace(folder), Order(as_of, _today(), jobs, preview), progress)
    _tell(report.as_text(built.judgement), None)
    if built.release is None:
        click.echo("Nothing was published; the last release, if there is one, still stands.", err=True)
    else:
        state = "published" if built.release.new else "unchanged"
        made = built.made
        click.echo(
            f"{state}: {built.release.folder} ({built.release.files} files, {made.documents} PDFs and {made.pages}"
            f" pages made anew)\nrelease {built.release.digest}"
        )
    _leave(built.judgement)


@cli.command("approve")
@click.argument("case")
@click.argument("gate", type=click.Choice([gate.value for gate in Gate]))
@click.option("--by", required=True, help="Who approves: an id in registers/people.yml.")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), help="The part, where somebody plays several."
)
@click.option("--claim", help="The claim, at the exemption gate; where there is one only, that one.")
@click.option("--at", type=_MomentType(), help="When the yes was given; else now.")
@_as_of
@_project
def approve_command(case: str, gate: str, folder: Path, **told: Any) -> None:
    """Write one person's approval of a GATE into the record of a CASE, sealed over what was decided on."""
    from casebound.approving import Yes
    from casebound.pipeline import approve

    role = Role(told["role"]) if told["role"] else None
    yes = Yes(Gate(gate), told["by"], told["at"] or _now(), role, told["claim"])
    project = workspace(folder)
    if case not in project.case_folders():
        raise CannotJudge(f"there is no case {case}", "Name a folder that is under cases/.")
    came = approve(project, case, yes, told["as_of"], _today())
    for finding in came.objections:
        click.echo(f"{finding.control}: {finding.message}\n    {finding.remedy}", err=True)
    if came.objections:
        click.echo("Nothing was written.", err=True)
        raise SystemExit(BLOCKED)
    given = came.proposal.approval
    click.echo(f"{'renewed' if came.proposal.renews else 'approved'}: {case}, {gate}, {given.role.value} {given.by}")
    left = ", ".join(role.value for role in came.wanting)
    click.echo(f"still wanting: {left}" if left else "every approval of this gate is given")


@cli.command("explain")
@click.argument("control", required=False)
def explain_command(control: str | None) -> None:
    """Say what a CONTROL asks, why, and what to do; without one, list them all."""
    from casebound.pipeline import RULES

    if control is None:
        click.echo(explain.listing(RULES), nl=False)
        return
    rule = explain.find(RULES, control)
    if rule is None:
        near = ", ".join(explain.nearest(RULES, control))
        raise CannotJudge(
            f"there is no control {control}", f"Did you mean {near}?" if near else "Run casebound explain."
        )
    click.echo(explain.explanation(rule), nl=False)


@cli.command("doctor")
@_project
def doctor_command(folder: Path) -> None:
    """Check that this machine has what a build needs."""
    from casebound.doctor import examine

    complaints = 0
    for one in examine(folder):
        click.echo(f"{'ok  ' if one.well else 'MEND'}  {one.name}: {one.told}")
        if not one.well:
            complaints += 1
            click.echo(f"      {one.remedy}")
    if complaints:
        raise SystemExit(COULD_NOT_JUDGE)


def main() -> None:
    """Run the command line. Whatever keeps casebound from judging ends with exit code 2 and a sentence."""
    try:
        cli.main(standalone_mode=False)
    except CannotJudge as error:
        click.echo(f"casebound: {error.message}", err=True)
        if error.remedy:
            click.echo(f"           {error.remedy}", err=True)
        sys.exit(COULD_NOT_JUDGE)
    except click.ClickException as error:
        error.show()
        sys.exit(COULD_NOT_JUDGE)
    except click.Abort:
        click.echo("casebound: stopped", err=True)
        sys.exit(COULD_NOT_JUDGE)


def _today() -> Day:
    return dt.date.today()  # noqa: DTZ011 - the user's own calendar day is what "today" means to them


def _now() -> Moment:
    return parse_moment(dt.datetime.now().astimezone().isoformat(timespec="minutes"))


def _tell(text: str, output: Path | None) -> None:
    if output is None:
        try:
            click.echo(text, nl=False)
        except BrokenPipeError:  # click would leave with 1, which means blocked
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise CannotJudge("nobody read the report to its end", "Let the reader take all of it.") from None
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CannotJudge(f"{output} cannot be written: {error.strerror}", "Name another file.") from error


def _leave(judgement: Judgement) -> None:
    if judgement.blocked:
        raise SystemExit(BLOCKED)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
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


if __name__ == "__main__":
    main()
