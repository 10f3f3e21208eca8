"""`serve`: a preview in the browser that is rebuilt when a file changes."""

import threading
from pathlib import Path

import click

from casebound.cli import options
from casebound.cli.options import as_of_day, in_folder
from casebound.load.workspace import workspace
from casebound.model.days import Day

_PORT = 8765


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=_PORT, show_default=True, help="0 selects a free port.")
@as_of_day
@in_folder
def serve_command(port: int, as_of: Day | None, folder: Path) -> None:
    """Serve a preview of the handbook to browsers on this machine, and rebuild it when a file changes.

    The preview has no PDFs, and nothing is published. Stop it with Ctrl-C.
    """
    from casebound.cli.preview import Preview, PreviewBuild, PreviewState, watch
    from casebound.cli.preview_server import HOST, server
    from casebound.pipeline.build import BuildRequest, build

    project = workspace(folder)

    def build_preview() -> PreviewBuild:
        built = build(project, BuildRequest(as_of, options.this_day(), preview=True, documents=False))
        return PreviewBuild(built.judgment, built.release.folder if built.release else None)

    def report(state: PreviewState) -> None:
        click.echo(f"rebuilt ({state.version}): {state.problem or f'{len(state.findings)} blocking'}")

    folders = [project.cases, project.root / "registers", *project.template_folders()]
    preview, ended = Preview(build_preview, folders), threading.Event()
    with server(preview, port) as http_server:
        report(preview.rebuild())
        click.echo(f"http://{HOST}:{http_server.server_port}/")
        threading.Thread(target=watch, args=(preview, report, ended), daemon=True).start()
        try:
            http_server.serve_forever()
        except KeyboardInterrupt:
            click.echo("stopped")
        finally:
            ended.set()
