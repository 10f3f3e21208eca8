"""The reference pages, made from the commands and the schemas: `python -m tests.reference` rewrites them.

`tests/test_docs.py` holds the pages to what is made here, so a change of a command or a schema shows until they are
made again.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from tests.sample import PROJECT
from tests.schema_pages import FROM_SCHEMA, codes, plain, row, schema_page

from casebound.cli.main import cli

PLACE = PROJECT / "docs" / "reference"
SCHEMAS = PROJECT / "schema"
FROM_COMMANDS = "<!-- Made by `python -m tests.reference` from the commands. Change those, then make it again. -->"
OF_THE_MACHINE = {("build", "jobs"): "one for each processor, eight at most"}
"""Defaults that differ from one machine to the next."""


def pages() -> dict[str, str]:
    """Every page of the reference, by its file's name."""
    made = {"cli.md": _commands_page()}
    lines = [FROM_SCHEMA.format(name=""), "", "# Reference", "", "- [The commands](cli.md)"]
    for file in sorted(SCHEMAS.glob("*.schema.json")):
        stem = file.name.removesuffix(".schema.json")
        schema = json.loads(file.read_bytes())
        made[f"schema-{stem}.md"] = schema_page(stem, file.name, schema)
        lines += [f"- [{schema['title']}](schema-{stem}.md): {plain(schema['description'])}"]
    return {"README.md": "\n".join(lines) + "\n", **made}


def _commands_page() -> str:
    lines = [FROM_COMMANDS, "", "# The commands", ""]
    lines += ["`-h` or `--help` after any of them says the same; `casebound --version` names the version.", ""]
    for words, command in _commands((), cli):
        lines += _command(words, command)
    lines += ["## Exit codes", "", "| Code | Meaning |", "|---|---|"]
    lines += ["| 0 | every claim is supported and every record valid |"]
    lines += ["| 1 | at least one blocking finding |", "| 2 | could not judge |"]
    return "\n".join(lines) + "\n"


def _commands(words: tuple[str, ...], group: click.Group) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command in order, with the words before it: the arguments of the groups it is in stand in capitals."""
    for name in sorted(group.commands):
        command = group.commands[name]
        if isinstance(command, click.Group):
            placed = (one.make_metavar(click.Context(command)) for one in command.params if _is_argument(one))
            yield from _commands((*words, name, *placed), command)
        else:
            yield (*words, name), command


def _command(words: tuple[str, ...], command: click.Command) -> list[str]:
    context = click.Context(command)
    spoken = " ".join(("casebound", *words))
    usage = " ".join((spoken, *command.collect_usage_pieces(context)))
    plain = " ".join(word for word in words if not word.isupper())
    lines = [f"## {plain}", "", "```text", usage, "```", "", *(command.help or "").split("\n"), ""]
    options = [one for one in command.params if isinstance(one, click.Option)]
    if options:
        lines += ["| Option | Value | Meaning | Without it |", "|---|---|---|---|"]
        lines += [_option(plain, one, context) for one in options]
        lines += [""]
    return lines


def _option(command: str, option: click.Option, context: click.Context) -> str:
    value = "" if option.is_flag else _value(option, context)
    meaning = option.help or ""
    meaning += " May be given more than once." if option.multiple and "more than once" not in meaning else ""
    return row(", ".join(f"`{name}`" for name in option.opts), value, meaning, _without(command, option))


def _value(option: click.Option, context: click.Context) -> str:
    if isinstance(option.type, click.IntRange):
        return f"{option.type.min} to {option.type.max}"
    if isinstance(option.type, click.Choice):
        return codes(option.type.choices)
    return f"`{option.make_metavar(context)}`"


def _without(command: str, option: click.Option) -> str:
    """What holds where the option is left out."""
    if option.required:
        return "*required*"
    if isinstance(option.show_default, str):
        return option.show_default
    if not option.show_default:
        return ""
    default = option.default[0] if isinstance(option.default, tuple) else option.default
    return OF_THE_MACHINE.get((command, option.name or ""), f"`{default}`")


def _is_argument(one: click.Parameter) -> bool:
    return isinstance(one, click.Argument)


def rewrite(place: Path = PLACE) -> None:
    """Write every page, and take away those that nothing is made for any more."""
    place.mkdir(parents=True, exist_ok=True)
    made = pages()
    for old in place.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (place / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit("python -m tests.reference takes no argument.")
    rewrite()
