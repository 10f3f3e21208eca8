"""`init` and `new`: setting up a handbook, and opening a case in it."""

import sys
from pathlib import Path
from typing import Any

import click

from casebound.cli import options
from casebound.cli.options import DAY, as_of_day, in_folder
from casebound.load.workspace import Workspace, workspace
from casebound.model.case import People
from casebound.model.days import Day
from casebound.model.errors import CannotJudge
from casebound.model.terms import Direction, Role


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
def init_command(folder: Path) -> None:
    """Set up a small handbook in FOLDER, which is empty or not there yet. It builds at once."""
    from casebound.edit.scaffold import start

    started = start(folder)
    click.echo(f"set up: {started.folder} with {len(started.cases)} sample cases ({', '.join(started.cases)})")
    click.echo("Next: read README.md there, then casebound check, casebound build, casebound new CASE.")


@click.command("new")
@click.argument("case")
@click.option(
    "--direction", type=click.Choice([one.value for one in Direction]), help="Whose coverage: see the README."
)
@click.option("--partner", metavar="CC", help="The partner country, by its two-letter code.")
@click.option("--worker-name", help="The worker's full name, as a certificate has to show it.")
@click.option("--worker-reference", help="The worker's reference inside the company.")
@click.option("--citizenship", "citizenships", multiple=True, metavar="CC", help="May be given more than once.")
@click.option("--residence", metavar="CC", help="Where the worker permanently lives.")
@click.option("--intake-label", help="The label under which the request came in, word for word.")
@click.option("--employer", help="The sending employer: an id in registers/employers.yml.")
@click.option("--activity", help="In place of an employer: the name of a self-employed worker's business.")
@click.option("--activity-nature", help="What that business does.")
@click.option("--begins", type=DAY, help="The first day of work in the other country.")
@click.option("--ends", type=DAY, help="The last planned day, where one is set.")
@click.option("--hired-on", type=DAY, help="The day the sending employer hired the worker.")
@click.option("--operations", metavar="PERSON", help="Keeps the file and alone writes to the authority.")
@click.option("--data-quality", metavar="PERSON", help="Checks the packet against its documents.")
@click.option("--approver", metavar="PERSON", help="Releases the request and, later, the exemption.")
@click.option("--legal", metavar="PERSON", help="Confirms the agreement and the rule.")
@click.option("--payroll", metavar="PERSON", help="Confirms the exposure and enters the change.")
@as_of_day
@in_folder
def new_command(case: str, folder: Path, as_of: Day | None, **told: Any) -> None:
    """Open CASE: write a record whose open points are unknown. On a terminal, what no flag gives is asked for."""
    from casebound.edit.case_template import Opening
    from casebound.edit.new_case import open_case

    project = workspace(folder)
    given = _complete(project, told)
    activity = (given["activity"], given["activity_nature"]) if given["activity"] else None
    opening = Opening(
        case=case,
        direction=Direction(given["direction"]),
        partner=given["partner"],
        people=People(**{role.value: given[role.value] for role in Role}),
        name=given["worker_name"],
        reference=given["worker_reference"],
        citizenships=tuple(given["citizenships"]),
        residence=given["residence"],
        intake_label=given["intake_label"],
        begins=given["begins"],
        ends=given["ends"],
        hired_on=given["hired_on"],
        employer=given["employer"],
        activity=activity,
    )
    opened = open_case(project, opening, as_of, options.this_minute())
    click.echo(f"opened: {opened.file}, {opened.stage.value}")
    click.echo(f"unknown: {', '.join(opened.questions) or 'no point of the ledger'}")
    click.echo(f"Next: {opened.next_step}")


def _complete(project: Workspace, told: dict[str, Any]) -> dict[str, Any]:
    """What was told, with the rest asked for on a terminal. Raises CannotJudge, naming every flag, elsewhere."""
    from casebound.edit.new_case import people_for
    from casebound.load.register_reader import rows_of

    if told["employer"] and told["activity"]:
        raise CannotJudge("both an employer and an activity are given", "A case has one of them.")
    choices: dict[str, tuple[str, ...]] = {"direction": tuple(one.value for one in Direction)}
    for role in Role:
        choices[role.value] = people_for(role, project)
        if told[role.value] is None and len(choices[role.value]) == 1:
            told[role.value] = choices[role.value][0]
    sender = "activity" if told["activity"] or told["activity_nature"] else "employer"
    needed = [*_ALWAYS, sender, *(["activity_nature"] if sender == "activity" else []), *(one.value for one in Role)]
    missing = [name for name in needed if not told[name]]
    if missing and not sys.stdin.isatty():
        flags = ", ".join(_FLAGS.get(name, "--" + name.replace("_", "-")) for name in missing)
        remedy = "Give them, or run the command on a terminal, where it asks."
        if "employer" in missing:
            flags = flags.replace("--employer", "--employer (or --activity and --activity-nature)")
        raise CannotJudge(f"these flags are missing: {flags}", remedy)
    if "employer" in missing:
        choices["employer"] = tuple(rows_of(project, "employers"))
    for name in missing:
        told[name] = _asked(name, choices.get(name, ()))
    return told


_ALWAYS = (
    "direction",
    "partner",
    "worker_name",
    "worker_reference",
    "citizenships",
    "residence",
    "intake_label",
    "begins",
)
_FLAGS = {"citizenships": "--citizenship"}
_QUESTIONS = {
    "direction": "Direction (outbound: U.S. coverage; inbound: the partner's)",
    "partner": "Partner country, two letters",
    "worker_name": "Worker's full name",
    "worker_reference": "Worker's reference inside the company",
    "citizenships": "Citizenships, two letters each, with spaces between",
    "residence": "Country of residence, two letters",
    "intake_label": "Intake label, word for word",
    "employer": "Sending employer",
    "activity_nature": "What the business does",
    "begins": "First day of work in the other country",
    "data_quality": "Data-quality owner",
    "operations": "Operations owner",
}


def _asked(name: str, choices: tuple[str, ...]) -> Any:
    question = _QUESTIONS.get(name, name.capitalize())
    kind: Any = click.Choice(choices) if choices else DAY if name == "begins" else str
    answer = click.prompt(question, type=kind, err=True)
    return tuple(answer.split()) if name == "citizenships" else answer
