"""`record`: add an event to the record of a case."""

import os
from pathlib import Path
from typing import Any

import click

from casebound.cli import options
from casebound.cli.options import DAY, PAST_DAY, AskedOption, done_at, done_by, in_folder, of_request
from casebound.cli.output import say_if_pinned
from casebound.cli.record_group import RecordGroup
from casebound.load.workspace import Workspace, workspace
from casebound.model.days import Day
from casebound.model.errors import CannotJudge


@click.group("record", cls=RecordGroup)
@click.argument("case")
@click.pass_context
def record_command(context: click.Context, case: str) -> None:
    """Record an event in CASE: a fact, a decision, a document, a request, a status, a certificate, a payroll change.

    Only the lines of the event change, and the log gets an entry.
    """
    context.obj = case


@record_command.command("exhibit")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", cls=AskedOption, help="The kind of document, as listed in the schema.")
@click.option("--title", cls=AskedOption, help="The title of the document, or a short description.")
@click.option("--received", type=PAST_DAY, help="The day that it was received.")
@click.option("--effective", type=DAY, help="The date on the document.")
@click.option("--as-received", is_flag=True, help="Keep a file that cannot serve as evidence. It supports nothing.")
@click.option("--by", help="The person who filed it, as an id in registers/people.yml. Default: the operations owner.")
@done_at
@in_folder
@click.pass_obj
def exhibit_command(case: str, /, file: Path, folder: Path, *, as_received: bool, **given: Any) -> None:
    """Inspect FILE, copy it into the evidence of the case, and list it with its hash and dates.

    A file that cannot serve as evidence is refused, with the reason and the way out.
    """
    from casebound.edit.events import file_exhibit
    from casebound.edit.transaction import NewExhibit

    document = NewExhibit(file, given["kind"], given["title"], given["received"], given["effective"], as_received)
    project = with_case(folder, case)
    say(project, file_exhibit(project, case, document, actor_of(given)))


@record_command.command("withdraw")
@click.argument("exhibit")
@click.option("--because", cls=AskedOption, help="Why the exhibit is no longer used.")
@click.option("--by", help="The person who withdraws it: an id in registers/people.yml. Default: the operations owner.")
@done_at
@in_folder
@click.pass_obj
def withdraw_command(case: str, /, exhibit: str, because: str, folder: Path, **given: Any) -> None:
    """Take EXHIBIT out of use. Its entry and its file stay, and nothing may rely on it any more."""
    from casebound.edit.events import citations_of, withdraw_exhibit

    project, actor = with_case(folder, case), actor_of(given)
    say(project, withdraw_exhibit(project, case, exhibit, because, actor))
    for place in citations_of(project, case, exhibit, actor):
        click.echo(f"still cited: {place}. Cite the exhibit that replaces {exhibit}.")


@record_command.command("harmless-number")
@click.argument("number")
@click.option("--because", cls=AskedOption, help="What the number is, without the number itself.")
@click.option("--confirmed-by", cls=AskedOption, help="The second person who looked at it, by the id in the register.")
@click.option("--by", help="The person who looked at it: an id in the people register. Default: the operations owner.")
@done_at
@in_folder
@click.pass_obj
def harmless_number_command(case: str, /, number: str, because: str, folder: Path, **given: Any) -> None:
    """Confirm that NUMBER in the record is no personal number, although F09 reports it.

    The confirmation applies to this number in this case only, and the record contains its digest.
    """
    from casebound.edit.events import confirm_harmless_number

    project = with_case(folder, case)
    say(project, confirm_harmless_number(project, case, number, given["confirmed_by"], because, actor_of(given)))


@record_command.command("status")
@click.option("--shown", cls=AskedOption, help="The status text, exactly as the agency's channel shows it.")
@click.option("--capture", metavar="EXHIBIT|FILE", help="The exhibit or file that shows the status.")
@click.option("--spoke-with", help="The person and office that gave the status by phone, in place of a capture.")
@of_request
@done_by
@done_at
@in_folder
@click.pass_obj
def status_command(case: str, /, shown: str, capture: str | None, folder: Path, **given: Any) -> None:
    """Record a status check: the words on the screen with a capture, or the words said by phone."""
    from casebound.edit.events import SeenStatus, note_status

    if (capture is None) is (given["spoke_with"] is None):
        raise click.UsageError(
            "give the capture of the status (--capture), or name who said it by phone (--spoke-with)"
        )
    project, actor = with_case(folder, case), actor_of(given)
    document = new_exhibit(capture, "status-capture", f"Status on {actor.at.on}") if capture is not None else None
    say(project, note_status(project, case, SeenStatus(shown, document, given["spoke_with"], given["request"]), actor))


@record_command.command("contact")
@click.option("--to", cls=AskedOption, help="The office that the message was sent to.")
@click.option("--about", cls=AskedOption, help="The content of the message.")
@click.option("--follow-up", is_flag=True, help="The message follows up on a request that was sent before.")
@click.option(
    "--evidence",
    multiple=True,
    cls=AskedOption,
    metavar="ID|FILE",
    help="The message, given as a file, an exhibit or a source. Can be repeated.",
)
@of_request
@done_by
@done_at
@in_folder
@click.pass_obj
def contact_command(case: str, /, evidence: tuple[str, ...], folder: Path, *, follow_up: bool, **given: Any) -> None:
    """Record a message that was sent."""
    from casebound.edit.events import Message, note_contact
    from casebound.load.register_reader import rows_of

    project, actor = with_case(folder, case), actor_of(given)
    sources = rows_of(project, "sources")
    title = f"Message of {actor.at.on}"
    shown = [
        word if word in sources or not os.path.lexists(word) else new_exhibit(word, "correspondence", title)
        for word in evidence
    ]
    message = Message(given["to"], given["about"], follow_up, given["request"])
    say(project, note_contact(project, case, message, shown, actor))


@record_command.command("receipt")
@click.argument("certificate")
@click.option("--on", type=PAST_DAY, cls=AskedOption, help="The day that it was received.")
@click.option(
    "--document", cls=AskedOption, metavar="EXHIBIT|FILE", help="The certificate, given as a file or an exhibit."
)
@done_by
@done_at
@in_folder
@click.pass_obj
def receipt_command(case: str, /, certificate: str, on: Day, document: str, folder: Path, **given: Any) -> None:
    """Record the receipt of CERTIFICATE, which must already be in the record."""
    from casebound.edit.events import note_receipt

    project = with_case(folder, case)
    scan = new_exhibit(document, "certificate", f"Certificate of coverage {certificate}")
    say(project, note_receipt(project, case, certificate, on, scan, actor_of(given)))


@record_command.command("stage")
@click.option("--by", help="The person who states it, as an id in the people register. Default: the operations owner.")
@done_at
@in_folder
@click.pass_obj
def stage_command(case: str, /, folder: Path, **given: Any) -> None:
    """State the stage that the facts show, in place of the stage that the record states."""
    from casebound.pipeline.record_effect import state_stage

    project = with_case(folder, case)
    say(project, state_stage(project, case, actor_of(given), options.this_day()))


def with_case(folder: Path, case: str) -> Workspace:
    """The project, which has the case."""
    project = workspace(folder)
    if case not in project.case_folders():
        raise CannotJudge(f"there is no case {case}", "Name a folder in cases/, or open a case with casebound new.")
    return project


def actor_of(given: dict[str, Any]) -> Any:
    """Who acted and when, from the options of a command."""
    from casebound.edit.transaction import Actor

    now = options.this_minute()
    return Actor(given["at"] or now, now, given["by"])


def new_exhibit(word: str, kind: str, title: str) -> Any:
    """The exhibit that a word names, or the file that becomes an exhibit."""
    from casebound.edit.events import is_exhibit_id
    from casebound.edit.transaction import NewExhibit

    return word if is_exhibit_id(word) else NewExhibit(Path(word), kind, title)


def say(project: Workspace, done: Any) -> None:
    """Print what was recorded."""
    from casebound.report.sanitize import escape_unprintable

    click.echo(f"recorded: {done.file}: {done.did}")
    for key, name in done.exhibits:
        click.echo(f"filed: {key}, evidence/{name}")
    for remark in done.remarks:
        click.echo(escape_unprintable(remark))
    _say_effect(project, done)
    say_if_pinned(project, done.on)


def _say_effect(project: Workspace, done: Any) -> None:
    """Print the stage and the next step of the case, and the findings that the event brought."""
    from casebound.pipeline.record_effect import effect_of
    from casebound.report.sanitize import escape_unprintable

    effect = effect_of(project, done, options.this_day())
    if effect.stage is not None:
        before = "unchanged" if effect.before is effect.stage else f"before: {effect.before}"
        click.echo(f"stage: {effect.stage} ({before}). Next: {escape_unprintable(effect.next_step)}")
    for finding in effect.findings:
        place, says = finding.location, escape_unprintable(finding.message)
        click.echo(f"{place.file}:{place.line}: {finding.severity} {finding.control}: {says}")
