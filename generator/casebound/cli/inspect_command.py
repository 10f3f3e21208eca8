"""`inspect`: what casebound sees in a file, before or after it is recorded."""

import os
from pathlib import Path

import click

from casebound.cli.options import BLOCKED
from casebound.cli.output import write_output
from casebound.load.workspace import Workspace

FORMATS = {"text": "as_text", "json": "as_json"}
"""The formats, and the functions of report.inspect_formats that write them; the module is imported when it is used."""

_DEFAULT_JOBS = max(1, min(8, os.cpu_count() or 1))


@click.command("inspect")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--format", "form", type=click.Choice(tuple(FORMATS)), default="text", show_default=True)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The output file. Default: the standard output.",
)
def inspect_command(files: tuple[Path, ...], form: str, output: Path | None) -> None:
    """Show what FILES contain: their type, whether they can serve as evidence, and how a bundle shows them.

    For a folder, all files below it are inspected, without hidden ones. Needs no project. Ends with 1 if a file cannot
    serve as evidence; the advice then names the way out.
    """
    from casebound.pipeline.inspect import inspect_paths
    from casebound.report import inspect_formats

    found = inspect_paths(files, Workspace(Path.cwd()), _DEFAULT_JOBS)
    write_output(getattr(inspect_formats, FORMATS[form])(found), output)
    if not all(file.opens for file in found):
        raise SystemExit(BLOCKED)
