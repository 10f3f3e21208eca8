"""`add`: add a person, an employer or an official source to its register."""

from pathlib import Path
from typing import Any

import click

from casebound.cli import options
from casebound.cli.options import DAY, PAST_DAY, AskedOption, in_folder
from casebound.cli.output import report_done
from casebound.load.workspace import workspace
from casebound.model.days import Day
from casebound.model.terms import Role, SourceTopic


@click.group("add")
def add_command() -> None:
    """Add a person, an employer or an official source to its register.

    On a terminal, the command asks for missing options.
    """


_id = click.option("--id", "wanted", help="The id in the register. Default: made of the name or the title.")


@add_command.command("person")
@click.option("--name", cls=AskedOption, help="The person's full name.")
@click.option("--title", cls=AskedOption, help="The person's job title.")
@click.option("--role", "roles", multiple=True, type=click.Choice([role.value for role in Role]), help="A role.")
@click.option("--from", "first_day", type=DAY, help="The first day of the roles. Default: today.")
@click.option("--email", help="The person's e-mail address inside the company.")
@_id
@in_folder
def add_person_command(folder: Path, wanted: str | None, **given: Any) -> None:
    """Add a person to the people register. Without a role, the person is outside of the team."""
    from casebound.edit.add_row import NewRow, add_row, roles_from

    fields = _stated(given, "name", "title", "email")
    roles = roles_from(given["roles"], given["first_day"] or options.this_day())
    _say(add_row(workspace(folder), NewRow("people", {**fields, "roles": roles}, wanted)))


@add_command.command("employer")
@click.option("--name", cls=AskedOption, help="The company's legal name, as a certificate must show it.")
@click.option("--country", cls=AskedOption, metavar="CC", help="The country of the company, by its two-letter code.")
@click.option("--address", cls=AskedOption, help="The street address of the company.")
@click.option("--number-ref", help="A reference to the system with the company's number, never the number itself.")
@_id
@in_folder
def add_employer_command(folder: Path, wanted: str | None, **given: Any) -> None:
    """Add a company to the employers register."""
    from casebound.edit.add_row import NewRow, add_row

    fields = _stated(given, "name", "country", "address", "number_ref")
    _say(add_row(workspace(folder), NewRow("employers", fields, wanted)))


@add_command.command("source")
@click.argument("capture", type=click.Path(path_type=Path))
@click.option("--publisher", cls=AskedOption, help="The authority that published the page.")
@click.option("--title", cls=AskedOption, help="The heading or section number of the page.")
@click.option("--url", cls=AskedOption, help="The web address at which the page was read.")
@click.option("--accessed-on", type=PAST_DAY, help="The day on which the page was read. Default: today.")
@click.option("--accessed-by", cls=AskedOption, metavar="PERSON", help="The person who read the page.")
@click.option("--attested-by", metavar="PERSON", help="The second person who compared a capture without text.")
@click.option("--relevant-because", cls=AskedOption, help="Why the page matters for a case.")
@click.option("--state", type=click.Choice(("live", "archived")), default="live", show_default=True)
@click.option("--supports", multiple=True, type=click.Choice([topic.value for topic in SourceTopic]), help="A topic.")
@click.option("--country", "countries", multiple=True, metavar="CC", help="A partner country of the page.")
@click.option("--establishes", cls=AskedOption, help="What the page says, in a sentence.")
@_id
@in_folder
def add_source_command(folder: Path, capture: Path, wanted: str | None, accessed_on: Day | None, **given: Any) -> None:
    """Add an official page to the sources register, with its CAPTURE: a PDF, a text file or a picture.

    The capture is copied into registers/captures, and its hash is recorded.
    """
    from casebound.edit.add_row import NewRow, add_source, refuse_unknown_person

    project = workspace(folder)
    for person in (given["accessed_by"], given["attested_by"]):
        refuse_unknown_person(project, person)
    read = (accessed_on or options.this_day()).isoformat()
    fields = {
        **_stated(given, "publisher", "title", "url"),
        "accessed_on": read,
        **_stated(given, "accessed_by", "attested_by", "relevant_because", "state"),
        "supports": given["supports"],
        **_stated(given, "countries"),
        "establishes": (given["establishes"],),
    }
    _say(add_source(project, NewRow("sources", fields, wanted), capture))


def _stated(given: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: given[name] for name in names if given[name]}


def _say(added: Any) -> None:
    capture = f"\nfiled: {added.capture}" if added.capture else ""
    report_done(f"added: {added.file}: {added.id}{capture}")
