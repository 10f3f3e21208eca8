"""`init` and `new`: set up a project, and open a case in it."""

import sys
from pathlib import Path
from typing import Any

import click

from casebound.cli import options
from casebound.cli.options import DAY, as_of_day, in_folder
from casebound.cli.output import report_done
from casebound.load.workspace import Workspace, workspace
from casebound.model.case import People
from casebound.model.days import Day
from casebound.model.errors import CannotJudge
from casebound.model.terms import Direction, Role


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--empty", is_flag=True, help="Without sample cases: with your own company, people and policy.")
@click.option("--company", help="The exact name of the company that sends workers, as a certificate must show it.")
@click.option("--country", metavar="CC", help="The country of the company, by its two-letter code.")
@click.option("--address", help="The address of the company.")
@click.option(
    "--person",
    "people",
    multiple=True,
    metavar="ROLES;NAME;TITLE[;EMAIL]",
    help="A person; the roles are operations, data_quality, approver, legal and payroll. Can be repeated.",
)
@click.option("--starts", type=DAY, help="The first day on which the team records its requests in casebound.")
@click.option(
    "--separation", type=click.Choice(("two", "three")), help="How many people share the roles. Default: three."
)
@click.option("--paper", type=click.Choice(("a4", "letter")), help="The paper size of the documents. Default: letter.")
def init_command(folder: Path, *, empty: bool, **given: Any) -> None:
    """Set up a small project with sample cases in FOLDER, which must be empty or not exist.

    With --empty, the project has no sample data. On a terminal, the command asks for the missing options.
    """
    from casebound.cli.team_questions import team_of
    from casebound.edit.scaffold import start

    if not empty and any(given.values()):
        raise click.UsageError("the options of the company, the people and the policy belong to --empty")
    if empty:
        from casebound.edit.empty_project import start_empty

        start_empty(folder, team_of(given))
        report_done(
            f"set up: {folder} without cases\nNext: read README.md and registers/policy.yml in that folder, then run"
            " casebound new CASE or casebound import FILE, and casebound build."
        )
        return
    started = start(folder)
    report_done(
        f"set up: {started.folder} with {len(started.cases)} sample cases ({', '.join(started.cases)})\n"
        "Next: read README.md in that folder, then run casebound check, casebound build and casebound new CASE."
    )


@click.command("new")
@click.argument("case")
@click.option(
    "--direction",
    type=click.Choice([direction.value for direction in Direction]),
    help="outbound for U.S. coverage, or inbound for coverage in the partner country.",
)
@click.option("--partner", metavar="CC", help="The partner country, by its two-letter code.")
@click.option("--worker-name", help="The worker's full name, as the certificate must show it.")
@click.option("--worker-reference", help="The company's internal reference for the worker.")
@click.option("--citizenship", "citizenships", multiple=True, metavar="CC", help="A country code. Can be repeated.")
@click.option("--residence", metavar="CC", help="The country of permanent residence.")
@click.option("--intake-label", help="The label of the request at intake, verbatim.")
@click.option("--employer", help="The sending employer, as an id in registers/employers.yml.")
@click.option("--activity", help="The business of a self-employed worker, instead of an employer.")
@click.option("--activity-nature", help="What the business does.")
@click.option("--begins", type=DAY, help="The first day of work in the other country.")
@click.option("--ends", type=DAY, help="The last planned day, if one is set.")
@click.option("--hired-on", type=DAY, help="The day the sending employer hired the worker.")
@click.option(
    "--operations", metavar="PERSON", help="The operations owner, who keeps the file and writes to the agency."
)
@click.option(
    "--data-quality", metavar="PERSON", help="The data-quality owner, who compares the packet with its documents."
)
@click.option("--approver", metavar="PERSON", help="The approver of the request and of the exemption.")
@click.option("--legal", metavar="PERSON", help="The legal owner, who confirms the agreement and the rule.")
@click.option(
    "--payroll",
    metavar="PERSON",
    help="The payroll owner, who confirms double contributions and enters the payroll change.",
)
@as_of_day
@in_folder
def new_command(case: str, folder: Path, as_of: Day | None, **entered: Any) -> None:
    """Create CASE with a new record in which all questions are unknown.

    On a terminal, the command asks for missing options.
    """
    from casebound.edit.case_template import CaseIntake
    from casebound.edit.new_case import open_case

    project = workspace(folder)
    given = _complete(project, entered)
    activity = (given["activity"], given["activity_nature"]) if given["activity"] else None
    intake = CaseIntake(
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
    opened = open_case(project, intake, as_of, options.this_minute())
    report_done(
        f"opened: {opened.file}, {opened.stage.value}\nopen questions: {', '.join(opened.questions) or 'none'}\n"
        f"Next: {opened.next_step}"
    )


def _complete(project: Workspace, entered: dict[str, Any]) -> dict[str, Any]:
    """The options, the missing ones asked for on a terminal. Elsewhere they raise CannotJudge, which lists them."""
    from casebound.edit.new_case import people_for
    from casebound.load.register_reader import rows_of

    if entered["employer"] and entered["activity"]:
        raise CannotJudge("--employer and --activity are both given", "Give one of them.")
    choices: dict[str, tuple[str, ...]] = {"direction": tuple(direction.value for direction in Direction)}
    for role in Role:
        choices[role.value] = people_for(role, project)
        if entered[role.value] is None and len(choices[role.value]) == 1:
            entered[role.value] = choices[role.value][0]
    sender = "activity" if entered["activity"] or entered["activity_nature"] else "employer"
    needed = [*_ALWAYS, sender, *(["activity_nature"] if sender == "activity" else []), *(role.value for role in Role)]
    missing = [name for name in needed if not entered[name]]
    if missing and not sys.stdin.isatty():
        flags = ", ".join(_FLAGS.get(name, "--" + name.replace("_", "-")) for name in missing)
        remedy = "Give these options, or run the command on a terminal, where it asks for them."
        if "employer" in missing:
            flags = flags.replace("--employer", "--employer (or --activity and --activity-nature)")
        raise CannotJudge(f"missing options: {flags}", remedy)
    if "employer" in missing:
        choices["employer"] = tuple(rows_of(project, "employers"))
    for name in missing:
        entered[name] = _asked(name, choices.get(name, ()))
    return entered


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
    "citizenships": "Citizenships, two letters each, separated by spaces",
    "residence": "Country of residence, two letters",
    "intake_label": "Intake label, verbatim",
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
