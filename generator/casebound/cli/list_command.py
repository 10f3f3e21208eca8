"""`list` and `export`: the cases as a list, and the register, the worklist and the chains as spreadsheets."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casebound.cli.options import DAY, as_of_day, in_folder, output_file
from casebound.cli.output import write_output
from casebound.cli.worklist_command import DAYS_AHEAD, places, plan_to_list
from casebound.load.workspace import workspace
from casebound.model.countries import country_name
from casebound.model.days import Day
from casebound.model.judgment import Verdict
from casebound.model.labels import STAGES, VERDICTS
from casebound.model.near_match import did_you_mean
from casebound.model.terms import Stage

if TYPE_CHECKING:
    from casebound.plan.case_plan import ProjectPlan
    from casebound.plan.selection import Selection

_STAGES = {stage.value: STAGES[stage].label for stage in Stage}
_VERDICTS = {verdict.value: VERDICTS[verdict].label for verdict in Verdict}
_FILTERS = (
    click.option("--owner", metavar="PERSON", help="Only cases in which this person (id or name) has a step to do."),
    click.option("--stage", metavar="STAGE", help="Only cases in this stage, as pages name it: `submitted`."),
    click.option("--country", metavar="COUNTRY", help="Only cases with this other country (code or name)."),
    click.option("--employer", metavar="EMPLOYER", help="Only cases of this employer (id or name)."),
    click.option("--verdict", metavar="VERDICT", help="Only cases with this verdict: `not supported`."),
    click.option("--due", type=DAY, help="Only cases with a step that is due by this day."),
)


def _filtered(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that select cases."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


@click.command("list")
@_filtered
@click.option("--format", "form", type=click.Choice(("table", "json", "csv")), default="table", show_default=True)
@output_file
@as_of_day
@in_folder
def list_command(form: str, output: Path | None, as_of: Day | None, folder: Path, **filters: Any) -> None:
    """List the cases, the most urgent first, each with its next step, the owner and the day on which it is due."""
    from casebound.plan.selection import selected
    from casebound.report.case_list import as_table
    from casebound.report.spreadsheet_tables import as_csv, as_json
    from casebound.report.work_tables import register_table

    plan = plan_to_list(workspace(folder), as_of)
    cases = selected(plan, _selection(plan, filters))
    if form == "table":
        write_output(as_table(plan, cases), output)
        return
    table = register_table(plan.judgment, cases)
    write_output(as_json(table) if form == "json" else as_csv(table).decode(), output)


@click.command("export")
@click.argument("what", type=click.Choice(("register", "worklist", "chain")))
@_filtered
@click.option("--format", "form", type=click.Choice(("xlsx", "csv")), default="xlsx", show_default=True)
@output_file
@click.option(
    "--days",
    type=click.IntRange(0, 3660),
    default=DAYS_AHEAD,
    show_default=True,
    help="The number of days that the worklist looks ahead.",
)
@as_of_day
@in_folder
def export_command(
    what: str, form: str, output: Path | None, days: int, as_of: Day | None, folder: Path, **filters: Any
) -> None:
    """Write a spreadsheet: the register has a row for each case, the worklist for each task, the chain for each link.

    An existing output file is replaced.
    """
    from casebound.plan.selection import selected
    from casebound.plan.worklist import worklist
    from casebound.report import spreadsheet_tables, work_tables

    if form == "xlsx" and output is None:
        raise click.UsageError(f"an Excel file needs a name: --output {what}.xlsx")
    project = workspace(folder)
    plan = plan_to_list(project, as_of)
    cases = selected(plan, _selection(plan, filters))
    if what == "worklist":
        plans = {planned.judged.folder: planned.plan for planned in cases}
        table = work_tables.worklist_table(worklist(replace(plan, plans=plans), places(project), days))
    else:
        make = work_tables.register_table if what == "register" else work_tables.chain_table
        table = make(plan.judgment, cases)
    if form == "xlsx":
        write_output(spreadsheet_tables.as_xlsx(table, what.title()), output)
    else:
        write_output(spreadsheet_tables.as_csv(table).decode(), output)


def _selection(plan: "ProjectPlan", filters: Mapping[str, Any]) -> "Selection":
    """The selection that the options ask for. What is in no register is an error, not an empty list."""
    from casebound.plan.selection import Selection

    registers = plan.judgment.registers
    assert registers is not None  # plan_to_list has refused
    people = {key: person.name for key, person in registers.people.items()}
    employers = {key: employer.name for key, employer in registers.employers.items()}
    countries = {code: country_name(code) for code in registers.agreements}
    return Selection(
        owner=_known(filters["owner"], people, "--owner"),
        stage=Stage(stage) if (stage := _known(filters["stage"], _STAGES, "--stage")) else None,
        country=_known(filters["country"], countries, "--country"),
        employer=_known(filters["employer"], employers, "--employer"),
        verdict=Verdict(verdict) if (verdict := _known(filters["verdict"], _VERDICTS, "--verdict")) else None,
        due=filters["due"],
    )


def _known(wanted: str | None, names: Mapping[str, str], option: str) -> str | None:
    """The key of an entry, given by its key or its name in any case."""
    if wanted is None:
        return None
    for key, name in names.items():
        if wanted.casefold() in (key.casefold(), name.casefold()):
            return key
    meant = did_you_mean(wanted, (*names, *names.values())) or f"; known are {', '.join(names.values())}"
    raise click.BadParameter(f"{wanted!r} is not known{meant}", param_hint=f"'{option}'")
