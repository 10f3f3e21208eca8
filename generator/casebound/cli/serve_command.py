"""`serve`: a preview in the browser that follows the files."""

import threading
from pathlib import Path

import click

from casebound.cli import options
from casebound.cli.options import as_of_day, in_folder
from casebound.load.workspace import workspace
from casebound.model.days import Day

_PORT = 8765


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=_PORT, show_default=True, help="0 takes a free one.")
@as_of_day
@in_folder
def serve_command(port: int, as_of: Day | None, folder: Path) -> None:
    """Show a preview of the handbook to this machine's browser, and renew it whenever a file changes. Ctrl-C ends it.

    It makes no PDFs and publishes nothing.
    """
    from casebound.cli.preview_server import HERE, Made, Preview, Shown, server, watch
    from casebound.pipeline.build import BuildRequest, build

    project = workspace(folder)

    def make() -> Made:
        built = build(project, BuildRequest(as_of, options.this_day(), preview=True, documents=False))
        return Made(built.judgement, built.release.folder if built.release else None)

    def told(shown: Shown) -> None:
        wrong = shown.problem or f"{len(shown.findings)} blocking"
        click.echo(f"rebuilt ({shown.version}): {wrong}")

    preview, ended = Preview(make), threading.Event()
    with server(preview, port) as answering:
        told(preview.renew())
        click.echo(f"http://{HERE}:{answering.server_port}/")
        folders = [project.cases, project.root / "registers", *project.template_folders()]
        threading.Thread(target=watch, args=(preview, folders, told, ended), daemon=True).start()
        try:
            answering.serve_forever()
        except KeyboardInterrupt:
            click.echo("stopped")
        finally:
            ended.set()
