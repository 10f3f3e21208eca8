"""The group of the commands that record an event; those that a form describes are made when a command is used."""

from collections.abc import Callable, Iterable

import click


class RecordGroup(click.Group):
    """A group with further commands. The forms of the events need the schema and the controls, which take time."""

    further: Callable[[], Iterable[click.Command]] | None = None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in order."""
        self._complete()
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name not in self.commands:
            self._complete()
        return super().get_command(ctx, cmd_name)

    def _complete(self) -> None:
        if self.further is not None:
            for command in self.further():
                self.commands.setdefault(str(command.name), command)
            self.further = None
