"""The command line: the group of commands, and the exit codes.

Exit codes: 0 if every claim is supported and every record valid; 1 for a blocking finding; 2 if the cases could not be
checked, which includes an internal error of casebound.
"""

import os
import sys
import traceback
from contextlib import suppress

import click

from casebound import __version__
from casebound.cli.add_command import add_command
from casebound.cli.check_build_commands import build_command, check_command
from casebound.cli.decision_commands import approve_command, propose_command, withdraw_command
from casebound.cli.explain_doctor_commands import doctor_command, explain_command
from casebound.cli.import_command import import_command
from casebound.cli.init_new_commands import init_command, new_command
from casebound.cli.inspect_command import inspect_command
from casebound.cli.list_command import export_command, list_command
from casebound.cli.migrate_command import migrate_command
from casebound.cli.next_command import next_command
from casebound.cli.options import BLOCKED, COULD_NOT_CHECK
from casebound.cli.record_command import record_command
from casebound.cli.record_request_commands import REQUEST_COMMANDS
from casebound.cli.serve_command import serve_command
from casebound.cli.worklist_command import worklist_command
from casebound.model.errors import CannotDecide, CannotJudge, origin


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="casebound %(version)s")
def cli() -> None:
    """Check Certificate of Coverage cases, and publish a handbook with the evidence for each."""


COMMANDS: tuple[click.Command, ...] = (
    init_command,
    new_command,
    import_command,
    inspect_command,
    add_command,
    record_command,
    next_command,
    migrate_command,
    worklist_command,
    list_command,
    export_command,
    check_command,
    build_command,
    serve_command,
    propose_command,
    approve_command,
    withdraw_command,
    explain_command,
    doctor_command,
)
for command in COMMANDS:
    cli.add_command(command)
for command in REQUEST_COMMANDS:
    record_command.add_command(command)


def _event_commands() -> tuple[click.Command, ...]:
    from casebound.cli.event_commands import event_commands

    return event_commands()


record_command.further = _event_commands


def main() -> None:
    """Run the command line. Any error that prevents a check ends with exit code 2 and a message.

    A decision that the record or the people do not allow ends with exit code 1.
    """
    _open_streams()
    try:
        cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        with suppress(OSError):
            error.show()
        sys.exit(COULD_NOT_CHECK)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - Python would end with 1, for blocking findings
        sys.exit(_failed(*_explained(error), BLOCKED if isinstance(error, CannotDecide) else COULD_NOT_CHECK))


def _explained(error: BaseException) -> tuple[str, str]:
    """What happened and what to do next. The traceback of an internal error is printed."""
    if isinstance(error, CannotJudge):
        return error.message, error.remedy
    if isinstance(error, click.Abort | KeyboardInterrupt):
        return "stopped", ""
    if isinstance(error, BrokenPipeError):
        return "the output was not read to its end", "Read the whole output of the command."
    if isinstance(error, OSError):
        return f"{error.filename or 'the output'}: {error.strerror or error}", "Check the disk and the permissions."
    if isinstance(error, MemoryError):
        return "the memory of this machine is used up", "Close other programs, or try again with --jobs 1."
    with suppress(OSError):
        traceback.print_exception(error)
    return f"internal error ({origin(error)})", "Report this error, with the lines above, to the casebound project."


def _failed(message: str, remedy: str = "", code: int = COULD_NOT_CHECK) -> int:
    """Print why the command failed; returns its exit code, also where nothing can be printed."""
    with suppress(OSError):
        click.echo(f"casebound: {message}", err=True)
        if remedy:
            click.echo(f"           {remedy}", err=True)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # Python would try again at its end, and then change the exit code
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return code


def _open_streams() -> None:
    """Give streams that are closed the null device, so that no file of a project takes their number."""
    closed = sys.stdout is None
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8")  # noqa: SIM115 - open until the end
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8")  # noqa: SIM115 - the same
    if closed:
        sys.exit(_failed("the standard output is closed", "Send the output to a file, or to /dev/null."))


if __name__ == "__main__":
    main()
