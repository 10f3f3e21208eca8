"""The command line: one group of commands, and how it ends.

Exit codes: 0 every claim supported and every record valid; 1 at least one blocking finding; 2 could not judge.
"""

import sys

import click

from casebound import __version__
from casebound.commands import COMMANDS
from casebound.commands.options import COULD_NOT_JUDGE
from casebound.errors import CannotJudge


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="casebound %(version)s")
def cli() -> None:
    """Certificate of Coverage cases, judged and bound. No certificate, no exemption."""


for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Run the command line. Whatever keeps casebound from judging ends with exit code 2 and a sentence."""
    try:
        cli.main(standalone_mode=False)
    except CannotJudge as error:
        click.echo(f"casebound: {error.message}", err=True)
        if error.remedy:
            click.echo(f"           {error.remedy}", err=True)
        sys.exit(COULD_NOT_JUDGE)
    except click.ClickException as error:
        error.show()
        sys.exit(COULD_NOT_JUDGE)
    except click.Abort:
        click.echo("casebound: stopped", err=True)
        sys.exit(COULD_NOT_JUDGE)


if __name__ == "__main__":
    main()
