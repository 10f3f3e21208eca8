"""The command line: the group of commands, and the exit codes.

Exit codes: 0 if every claim is supported and every record valid; 1 for a blocking finding; 2 if the cases could not be
checked, which includes an internal error of casebound.
"""

import sys
import traceback

import click

from casebound import __version__
from casebound.cli.check_build_approve_commands import approve_command, build_command, check_command
from casebound.cli.explain_doctor_commands import doctor_command, explain_command
from casebound.cli.init_new_commands import init_command, new_command
from casebound.cli.options import COULD_NOT_CHECK
from casebound.cli.record_command import record_command
from casebound.cli.serve_command import serve_command
from casebound.cli.worklist_command import worklist_command
from casebound.model.errors import CannotJudge, origin


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="casebound %(version)s")
def cli() -> None:
    """Check Certificate of Coverage cases, and publish a handbook with the evidence for each."""


COMMANDS: tuple[click.Command, ...] = (
    init_command,
    new_command,
    record_command,
    worklist_command,
    check_command,
    build_command,
    serve_command,
    approve_command,
    explain_command,
    doctor_command,
)
for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Run the command line. Any error that prevents a check ends with exit code 2 and a message."""
    try:
        cli.main(standalone_mode=False)
    except CannotJudge as error:
        click.echo(f"casebound: {error.message}", err=True)
        if error.remedy:
            click.echo(f"           {error.remedy}", err=True)
        sys.exit(COULD_NOT_CHECK)
    except click.ClickException as error:
        error.show()
        sys.exit(COULD_NOT_CHECK)
    except click.Abort:
        click.echo("casebound: stopped", err=True)
        sys.exit(COULD_NOT_CHECK)
    except Exception as error:  # noqa: BLE001 - Python would end with 1, which means blocking findings
        traceback.print_exc()
        click.echo(f"casebound: internal error ({origin(error)})", err=True)
        click.echo("           Report this error, with the lines above, to the casebound project.", err=True)
        sys.exit(COULD_NOT_CHECK)


if __name__ == "__main__":
    main()
