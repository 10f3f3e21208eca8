"""The reference pages, generated from the commands and the schemas. `make reference` rewrites them.

A test compares the pages with the output of this module, so it fails after a change of a command or a schema until
the pages are rewritten.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from tests.support.sample import PROJECT
from tests.support.schema_pages import FROM_SCHEMA, codes, plain, row, schema_page

from casebound.cli.main import cli
from casebound.controls.decision_table import ON_SHEETS, Compare

PLACE = PROJECT / "docs" / "reference"
SCHEMAS = PROJECT / "schema"
FROM_TABLE = "<!-- Generated from ON_SHEETS in casebound.controls.decision_table by `make reference`. -->"
FROM_COMMANDS = "<!-- Generated from the commands. Edit their help texts, then run `make reference`. -->"
MACHINE_DEPENDENT = {("build", "jobs"): "the number of processors, eight at most"}
"""Descriptions of defaults that differ between machines."""


def pages() -> dict[str, str]:
    """Every page of the reference, by file name."""
    made = {"cli.md": _commands_page(), "changes.md": _changes_page()}
    lines = [FROM_SCHEMA.format(name=""), "", "# Reference", "", "- [The commands](cli.md)"]
    lines += ["- [Changes](changes.md): what a change to each fact does after people approved it"]
    for file in sorted(SCHEMAS.glob("*.schema.json")):
        stem = file.name.removesuffix(".schema.json")
        schema = json.loads(file.read_bytes())
        made[f"schema-{stem}.md"] = schema_page(stem, file.name, schema)
        lines += [f"- [{schema['title']}](schema-{stem}.md): {plain(schema['description'])}"]
    return {"README.md": "\n".join(lines) + "\n", **made}


_COMPARED = {
    None: "not on the sheet",
    Compare.FREE: "no effect",
    Compare.SAME: "any change: not approved",
    Compare.IDENTITY: "any change: needs another request",
    Compare.MORE: "more entries: no effect; an entry that is removed or changed: not approved",
    Compare.FEWER: "fewer entries: narrows; otherwise not approved",
    Compare.LATER: "a later day: narrows; an earlier day: not approved",
    Compare.EARLIER: "an earlier day: narrows; a later day: not approved",
    Compare.BEGINS: "a later day: narrows; an earlier day: no effect",
    Compare.ENDS: "an earlier day: narrows; a later day or none: no effect",
    Compare.AGAINST: "counts against; no longer there: no effect",
    Compare.EVENT: "counts against; no longer there: not approved",
    Compare.STATED: "other words: no effect; an answer that is added or removed: not approved",
}
_CHANGES = """\
# Changes

People approve the facts on a decision sheet. This page lists the facts, and what a change to each fact does after the
sheet was approved. `*` is any id or field. A fact is compared as in the first row that it matches.

- **no effect**: the sheet still counts.
- **narrows**: the claim stays supported for the rest, and a warning asks for a new sheet (A07).
- **not approved**: the claim is not supported until a new sheet is approved (A05).
- **counts against**: the claim is not supported until a new sheet, on which the fact is listed, is approved (A05).
- **needs another request**: no new sheet helps; the certificate answers other facts (A05, A09).

The filing sheet counts until the request is sent. Until then, any change but one without effect asks for a new filing
sheet (A04). After that, the sheet is history.

A fact that is on no sheet decides nothing: reasons, titles, names of files, addresses, contacts, status checks, the
log after the sheet, and the day on which a register was read again.

| Fact | Filing sheet | Exemption sheet |
|---|---|---|
"""


def _changes_page() -> str:
    rows = [row(f"`{line.place}`", _COMPARED[line.filing], _COMPARED[line.exemption]) for line in ON_SHEETS]
    return "\n".join([FROM_TABLE, "", _CHANGES + "\n".join(rows), ""])


def _commands_page() -> str:
    lines = [FROM_COMMANDS, "", "# The commands", ""]
    lines += ["`-h` or `--help` after a command shows the same text. `casebound --version` shows the version.", ""]
    for words, command in _commands((), cli):
        lines += _command(words, command)
    lines += ["## Exit codes", "", "| Code | Meaning |", "|---|---|"]
    lines += ["| 0 | every claim is supported and every record is valid |"]
    lines += [
        (
            "| 1 | at least one blocking finding; for `inspect`, a file that cannot serve as evidence; for `propose`"
            " and `approve`, a record or people that do not allow the decision; for `record`, a value or a decision"
            " that the record does not allow |"
        ),
        "| 2 | the cases could not be checked |",
    ]
    return "\n".join(lines) + "\n"


def _commands(words: tuple[str, ...], group: click.Group) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command in order, preceded by the names of its groups and, in capitals, the arguments of those groups."""
    context = click.Context(group)
    for name in sorted(group.list_commands(context)):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            arguments = (param.make_metavar(click.Context(command)) for param in command.params if _is_argument(param))
            yield from _commands((*words, name, *arguments), command)
        else:
            yield (*words, name), command


def _command(words: tuple[str, ...], command: click.Command) -> list[str]:
    context = click.Context(command)
    invocation = " ".join(("casebound", *words))
    usage = " ".join((invocation, *command.collect_usage_pieces(context)))
    plain = " ".join(word for word in words if not word.isupper())
    lines = [f"## {plain}", "", "```text", usage, "```", "", *(command.help or "").split("\n"), ""]
    options = [param for param in command.params if isinstance(param, click.Option)]
    if options:
        lines += ["| Option | Value | Meaning | Without it |", "|---|---|---|---|"]
        lines += [_option(plain, option, context) for option in options]
        lines += [""]
    return lines


def _option(command: str, option: click.Option, context: click.Context) -> str:
    value = "" if option.is_flag else _value(option, context)
    meaning = option.help or ""
    meaning += " Can be repeated." if option.multiple and "Can be repeated" not in meaning else ""
    return row(", ".join(f"`{name}`" for name in option.opts), value, meaning, _without(command, option))


def _value(option: click.Option, context: click.Context) -> str:
    if isinstance(option.type, click.IntRange):
        return f"{option.type.min} to {option.type.max}"
    if isinstance(option.type, click.Choice):
        return codes(option.type.choices)
    return f"`{option.make_metavar(context)}`"


def _without(command: str, option: click.Option) -> str:
    """The value that applies without the option."""
    if option.required:
        return "*required*"
    if isinstance(option.show_default, str):
        return option.show_default
    if not option.show_default:
        return ""
    default = option.default[0] if isinstance(option.default, tuple) else option.default
    return MACHINE_DEPENDENT.get((command, option.name or ""), f"`{default}`")


def _is_argument(parameter: click.Parameter) -> bool:
    return isinstance(parameter, click.Argument)


def rewrite(place: Path = PLACE) -> None:
    """Write every page and delete pages that are no longer generated."""
    place.mkdir(parents=True, exist_ok=True)
    made = pages()
    for old in place.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (place / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit("python -m tests.support.reference takes no argument.")
    rewrite()
