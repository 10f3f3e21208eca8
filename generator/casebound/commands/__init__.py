"""The commands, one function each. Only here and in `cli` is anything printed, read from arguments or ended."""

import click

from casebound.commands.asking import doctor_command, explain_command
from casebound.commands.due import worklist_command
from casebound.commands.judging import approve_command, build_command, check_command
from casebound.commands.record import record_command
from casebound.commands.serve import serve_command
from casebound.commands.start import init_command, new_command

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
