"""Parameter types and options that several commands share, the exit codes, and the current time."""

import datetime as dt
import shlex
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from casebound.model.days import Day, Moment, Period, parse_day, parse_days, parse_moment

BLOCKED = 1
COULD_NOT_CHECK = 2
"""The exit codes for blocking findings and for a check that was not possible. 0 means no blocking finding."""


class _Parsed(click.ParamType[Any]):
    """A day, a time or days, parsed as in records."""

    def __init__(self, name: str, read: Callable[[str], Day | Moment | Period]) -> None:
        self.name = name
        self.read = read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return value if isinstance(value, dt.date) else self.read(str(value))
        except ValueError as error:
            self.fail(f"{value!r}: {error}", param, ctx)


class _Past(_Parsed):
    """A day or a time that is not in the future."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Day | Moment:
        parsed: Day | Moment = super().convert(value, param, ctx)
        now = this_minute()
        if parsed > (now if isinstance(parsed, dt.datetime) else now.date()):
            self.fail(f"{value} is in the future. Record an event after it has happened.", param, ctx)
        return parsed


DAY = _Parsed("YYYY-MM-DD", parse_day)
DAYS = _Parsed("YYYY-MM-DD..YYYY-MM-DD", parse_days)
PAST_DAY = _Past("YYYY-MM-DD", parse_day)
PAST_MOMENT = _Past("YYYY-MM-DDTHH:MM±HH:MM", parse_moment)


class AskedOption(click.Option):
    """A required option. On a terminal it is asked for, and each answer is checked at once."""

    def __init__(self, *words: Any, **settings: Any) -> None:
        super().__init__(*words, **{"required": True, **settings})

    def consume_value(self, ctx: click.Context, opts: Mapping[str, Any]) -> tuple[Any, ParameterSource]:
        """The given value, or the answer on a terminal."""
        value, source = super().consume_value(ctx, opts)
        if self.name not in opts and not ctx.resilient_parsing and on_terminal():
            return self.prompt_for_value(ctx), ParameterSource.PROMPT
        return value, source

    def prompt_for_value(self, ctx: click.Context) -> Any:
        """Ask until the answer is valid. Several values are separated by spaces."""
        words = str(self.opts[0]).lstrip("-").replace("-", " ")
        form = self.type.get_metavar(self, ctx) or ""
        question = f"{words[:1].upper()}{words[1:]}{' ' if form else ''}{form}"

        def checked(answer: str) -> Any:
            return self.process_value(ctx, tuple(shlex.split(answer)) if self.multiple else answer)

        return click.prompt(question, value_proc=checked, err=True)


def on_terminal() -> bool:
    """Whether somebody can answer questions."""
    return sys.stdin.isatty()


in_folder = click.option(
    "-C", "folder", type=click.Path(path_type=Path), default=".", help="The project folder.", show_default="here"
)
output_file = click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The output file. Default: the standard output.",
)
as_of_day = click.option(
    "--as-of",
    type=DAY,
    help="The as-of date of the check. A check for a day after today is a forecast. Default: the date in the policy"
    " register, or today.",
)
done_by = click.option("--by", cls=AskedOption, help="The person who did this, as an id in registers/people.yml.")
of_request = click.option("--request", help="The request, for example R2. Default: the only open request.")
done_at = click.option("--at", type=PAST_MOMENT, help="When it was done. Default: now.")


def this_minute() -> Moment:
    """The current minute, with the UTC offset of this machine."""
    return parse_moment(dt.datetime.now().astimezone().isoformat(timespec="minutes"))


def this_day() -> Day:
    """The current day on this machine."""
    return dt.date.today()  # noqa: DTZ011 - the local day is what "today" means to the user
