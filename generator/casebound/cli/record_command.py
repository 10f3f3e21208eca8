"""`record`: what happened goes into a case's record."""

import os
from pathlib import Path
from typing import Any

import click

from casebound.cli import options
from casebound.cli.options import DAY, done_at, done_by, in_folder
from casebound.load.workspace import Workspace, workspace
from casebound.model.days import Day
from casebound.model.errors import CannotJudge


@click.group("record")
@click.argument("case")
@click.pass_context
def record_command(context: click.Context, case: str) -> None:
    """Put on record what happened in CASE: an exhibit, a status, a contact, or a receipt.

    Only the lines of what is new are added; the log gets a line too.
    """
    context.obj = case


@record_command.command("exhibit")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", required=True, help="The sort of document, as the schema lists them.")
@click.option("--title", required=True, help="What the document calls itself, or a short description.")
@click.option("--received", type=DAY, help="The day it reached us.")
@click.option("--effective", type=DAY, help="The day it bears.")
@click.option("--by", help="Who filed it: an id in registers/people.yml; else the operations owner.")
@done_at
@in_folder
@click.pass_obj
def exhibit_command(case: str, /, file: Path, folder: Path, **told: Any) -> None:
    """Copy FILE into the case's evidence and list it, with its hash and the day."""
    from casebound.edit.events import file_exhibit
    from casebound.edit.transaction import Paper

    paper = Paper(file, told["kind"], told["title"], told["received"], told["effective"])
    project = _with_case(folder, case)
    _say(project, file_exhibit(project, case, paper, _deed(told)))


@record_command.command("status")
@click.option("--shown", required=True, help="The words on the screen, exactly.")
@click.option("--capture", required=True, metavar="EXHIBIT|FILE", help="What shows them.")
@done_by
@done_at
@in_folder
@click.pass_obj
def status_command(case: str, /, shown: str, capture: str, folder: Path, **told: Any) -> None:
    """Add a look at the tracker."""
    from casebound.edit.events import note_status

    project, deed = _with_case(folder, case), _deed(told)
    document = _paper(capture, "status-capture", f"Status on {deed.at.on}")
    _say(project, note_status(project, case, shown, document, deed))


@record_command.command("contact")
@click.option("--to", required=True, help="The office it went to.")
@click.option("--about", required=True, help="What it said or asked.")
@click.option("--follow-up", is_flag=True, help="It asks about a request already sent.")
@click.option(
    "--evidence", multiple=True, required=True, metavar="ID|FILE", help="The message; an exhibit or source too."
)
@done_by
@done_at
@in_folder
@click.pass_obj
def contact_command(case: str, /, evidence: tuple[str, ...], folder: Path, *, follow_up: bool, **told: Any) -> None:
    """Add a message that went out."""
    from casebound.edit.events import Message, note_contact
    from casebound.load.register_reader import rows_of

    project, deed = _with_case(folder, case), _deed(told)
    sources = rows_of(project, "sources")
    title = f"Message of {deed.at.on}"
    shown = [
        one if one in sources or not os.path.lexists(one) else _paper(one, "correspondence", title) for one in evidence
    ]
    message = Message(told["to"], told["about"], follow_up)
    _say(project, note_contact(project, case, message, shown, deed))


@record_command.command("receipt")
@click.argument("certificate")
@click.option("--on", type=DAY, required=True, help="The day it reached us.")
@click.option("--document", required=True, metavar="EXHIBIT|FILE", help="The certificate itself.")
@done_by
@done_at
@in_folder
@click.pass_obj
def receipt_command(case: str, /, certificate: str, on: Day, document: str, folder: Path, **told: Any) -> None:
    """Write down that CERTIFICATE, which the record describes, is in hand."""
    from casebound.edit.events import note_receipt

    project = _with_case(folder, case)
    paper = _paper(document, "certificate", f"Certificate of coverage {certificate}")
    _say(project, note_receipt(project, case, certificate, on, paper, _deed(told)))


def _with_case(folder: Path, case: str) -> Workspace:
    project = workspace(folder)
    if case not in project.case_folders():
        raise CannotJudge(f"there is no case {case}", "Name a folder that is under cases/, or open one with new.")
    return project


def _deed(told: dict[str, Any]) -> Any:
    from casebound.edit.transaction import Deed

    now = options.this_minute()
    return Deed(told["at"] or now, now, told["by"])


def _paper(word: str, kind: str, title: str) -> Any:
    from casebound.edit.events import is_exhibit_id
    from casebound.edit.transaction import Paper

    return word if is_exhibit_id(word) else Paper(Path(word), kind, title)


def _say(project: Workspace, done: Any) -> None:
    from casebound.load.register_reader import register

    click.echo(f"recorded: {done.file}: {done.did}")
    for key, name in done.exhibits:
        click.echo(f"filed: {key}, evidence/{name}")
    pinned = register(project, "policy")[1].get("as_of")
    if isinstance(pinned, str) and done.on.isoformat() > pinned:
        told = (
            f"registers/policy.yml pins the as-of date to {pinned}; until it moves, what was recorded lies ahead of it"
        )
        click.echo(f"casebound: {told}.", err=True)
