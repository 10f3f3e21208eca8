"""The reference page of each schema: every field with its title, meaning, type and disclosure."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

FROM_SCHEMA = "<!-- Generated from schema/{name}. Edit the schema, then run `make reference`. -->"
FILES = {
    "agreements": "registers/agreements.yml",
    "case": "cases/CASE/case.yml",
    "changes": "registers/changes.yml",
    "employers": "registers/employers.yml",
    "people": "registers/people.yml",
    "policy": "registers/policy.yml",
    "report": "report.json, and what `casebound check --format json` writes",
    "sources": "registers/sources.yml",
    "waivers": "registers/waivers.yml",
    "worklist": "what `casebound worklist --format json` writes",
}
"""The file that each schema describes. The page of any other schema names no file."""

DISCLOSURE = """\
The *disclosure* of a field is its confidentiality. *public* means that everyone may see the field. *internal* means
that only the people who work on the case may see it. *personal-indirect* means that it is information about a person.
*personal-direct* means that it identifies a person.
"""

Node = Mapping[str, Any]


_WHOLE = "The file"
_BAR, _BREAK = "\\|", "\n"


class _Part(NamedTuple):
    """An object of a schema: its heading on the page and its definition."""

    name: str
    node: Node


def schema_page(stem: str, file: str, schema: Node) -> str:
    """The page of a schema: its fields, the fields of every object in it, and the values that they share."""
    defined: Node = schema.get("$defs", {})
    lines = [FROM_SCHEMA.format(name=file), "", f"# {schema['title']}", "", _end(plain(schema["description"])), ""]
    if stem in FILES:
        found = FILES[stem]
        lines += [f"This schema describes {found if ' ' in found else f'the file `{found}`'}.", ""]
    lines += [*DISCLOSURE.splitlines(), ""]
    parts = [_Part(_WHOLE, schema)]
    parts += [_Part(name, node) for name, node in defined.items() if _has_fields(node)]
    for part in parts:
        lines += _section(part)
    values = {name: node for name, node in defined.items() if not _has_fields(node)}
    if values:
        lines += ["## values", "", "| Value | Meaning | Form |", "|---|---|---|"]
        lines += [
            row(f"{_anchor(name)}`{name}`", node["description"], _type(node, name)) for name, node in values.items()
        ]
        lines += [""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _section(part: _Part) -> Iterator[str]:
    """A heading and a table of the fields, followed by the sections of nested objects."""
    node = part.node
    yield from (f"## {part.name}", "")
    if "$defs" not in node:
        yield from (f"{node['title']}. {_end(node['description'])}", "")
    if rules := list(_rules(node)):
        yield from (f"{' '.join(rules)}", "")
    fields: Node = node.get("properties", {})
    inside: list[_Part] = []
    if not fields:
        yield from (f"A {_type(node, part.name)}.", "")
        return
    yield from ("| Field | Title | Meaning | Type | Required | Disclosure |", "|---|---|---|---|---|---|")
    for name, field in fields.items():
        of = name if part.name == _WHOLE else f"{part.name}-{name}"
        below = _Part(of, field.get("items", field) if _has_fields(field.get("items", {})) else field)
        if _has_fields(below.node):
            inside.append(below)
        yield row(
            f"`{name}`",
            field["title"],
            field["description"],
            _type(field, of),
            "yes" if name in node.get("required", ()) else "",
            node.get("x-disclosure", {}).get(name, ""),
        )
    yield ""
    if isinstance(node.get("additionalProperties"), Mapping):
        yield from (f"In addition to {codes(fields)}, the file contains a {_map(node, part.name)}.", "")
    for nested in inside:
        yield from _section(nested)


def _rules(node: Node) -> Iterator[str]:
    """Rules that involve several fields of an object."""
    if "$comment" in node:
        yield _end(str(node["$comment"])[:1].upper() + str(node["$comment"])[1:])
    if "if" in node:
        condition = " and ".join(_case_of(name, rule) for name, rule in node["if"]["properties"].items())
        yield f"If {condition}, {codes(node['then']['required'])} is required."


def _case_of(name: str, node: Node) -> str:
    if "contains" in node:
        return f"`{name}` contains {codes(node['contains']['enum'])}"
    return f"`{name}` is `{node['const']}`"


def _type(node: Node, name: str) -> str:
    """The type of a value, in words. An object with fields becomes a link to its own table."""
    if "$ref" in node:
        target = str(node["$ref"]).removeprefix("#/$defs/")
        return f"[{target}](#{target})"
    if "enum" in node:
        return codes(dict.fromkeys(str(value) for value in node["enum"]))
    if "const" in node:
        return f"`{node['const']}`"
    if _has_fields(node):
        return f"[{name}](#{name})"
    if "oneOf" in node:
        return " or ".join(_type(choice, name) for choice in node["oneOf"])
    kinds = node.get("type", "string")
    return " or ".join(_KINDS[kind](node, name) for kind in ([kinds] if isinstance(kinds, str) else kinds))


def _map(node: Node, name: str) -> str:
    names = node.get("propertyNames", {})
    return f"map from {_type(names.get('else', names), name)} to {_type(node['additionalProperties'], name)}"


_KINDS: Mapping[str, Callable[[Node, str], str]] = {
    "array": lambda node, name: f"list{_size(node, 'minItems', 'maxItems')} of {_type(node['items'], name)}",
    "boolean": lambda node, name: "`true` or `false`",
    "integer": lambda node, name: f"whole number{_size(node, 'minimum', 'maximum')}",
    "null": lambda node, name: "`null`",
    "object": _map,
    "string": lambda node, name: _text(node),
}
"""The description of a value, by its type."""


def _text(node: Node) -> str:
    examples = node.get("examples", ())
    return f"text{_size(node, 'minLength', 'maxLength', ' characters')}" + (
        f", as {codes(examples)}" if examples else ""
    )


def _size(node: Node, least: str, most: str, unit: str = "") -> str:
    bounds = [f"at least {node[least]}"] if node.get(least) else []
    bounds += [f"at most {node[most]}"] if most in node else []
    return f" ({', '.join(bounds)}{unit})" if bounds else ""


def _has_fields(node: Node) -> bool:
    return "properties" in node


def codes(many: Any) -> str:
    """Values as they are typed, in code marks."""
    return ", ".join(f"`{value}`" for value in many)


def _anchor(name: str) -> str:
    """The target of links to a value that has no heading."""
    return f'<a id="{name}"></a>'


def _end(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def row(*cells: str) -> str:
    """A row of a table."""
    return f"| {' | '.join(plain(cell).replace('|', _BAR).replace(_BREAK, ' ') for cell in cells)} |"


def plain(text: str) -> str:
    """Text in which angle brackets are escaped, except in the anchors that this module writes."""
    return re.sub(r"<(?!/?a\b)(?=[^`]*(?:`[^`]*`[^`]*)*$)", "&lt;", text)
