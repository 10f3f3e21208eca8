"""What several commands share: days and times as they are typed, common options, the minute, and where text goes."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from casebound.model.days import Day, Moment, parse_day, parse_moment

BLOCKED = 1
COULD_NOT_JUDGE = 2
"""The exit codes that are not 0, for every claim supported and every record valid."""


class _Parsed(click.ParamType[Any]):
    """A day or a time, read by the one reader there is of it."""

    def __init__(self, name: str, read: Callable[[str], Day | Moment]) -> None:
        self.name = name
        self.read = read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Day | Moment:
        try:
            return value if isinstance(value, dt.date) else self.read(str(value))
        except ValueError as error:
            self.fail(f"{value!r}: {error}", param, ctx)


DAY = _Parsed("YYYY-MM-DD", parse_day)
MOMENT = _Parsed("YYYY-MM-DDTHH:MM±HH:MM", parse_moment)

in_folder = click.option(
    "-C", "folder", type=click.Path(path_type=Path), default=".", help="The project's folder.", show_default="here"
)
as_of_day = click.option("--as-of", type=DAY, help="The day to judge for; else the policy's, else today.")
done_by = click.option("--by", help="Who did it: an id in registers/people.yml.", required=True)
done_at = click.option("--at", type=MOMENT, help="When it was done; else now.")


def this_minute() -> Moment:
    """This minute, with the offset of this machine."""
    return parse_moment(dt.datetime.now().astimezone().isoformat(timespec="minutes"))


def this_day() -> Day:
    """The user's own calendar day."""
    return dt.date.today()  # noqa: DTZ011 - that day is what "today" means to them
