"""Editors: with the schemas, the real YAML language server underlines, offers and explains."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.support.commands import Run
from tests.support.language_server import Editor, editor
from tests.support.projects import copy_project
from tests.support.sample import PROJECT

pytestmark = pytest.mark.long

PAGE = (PROJECT / "docs" / "how-to" / "editor.md").read_text(encoding="utf-8")
CASE = "NO-2026-001"
RECORD = f"cases/{CASE}/case.yml"
REGISTERS = ("agreements", "employers", "people", "policy", "sources")


def settings() -> dict[str, Any]:
    """The settings that the page gives for Visual Studio Code, as the extension hands them to the server."""
    (block,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    given = json.loads(block)
    return {"schemas": given["yaml.schemas"], "schemaStore": {"enable": given["yaml.schemaStore.enable"]}}


@dataclass(frozen=True)
class Key:
    """A key of a record that a schema knows by name: where it stands, its level, and what the schema says of it."""

    name: str
    line: int
    column: int
    level: int
    says: dict[str, Any]
    value: yaml.Node


def keys_of(text: str, schema: dict[str, Any]) -> list[Key]:
    """Every key of a YAML text that stands for a property of the schema, read by a YAML library and by hand."""
    found: list[Key] = []

    def resolved(node: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in node:
            node = {**schema["$defs"][node["$ref"].rsplit("/", 1)[1]], **{k: v for k, v in node.items() if k != "$ref"}}
        return node

    def walk(node: yaml.Node, told: dict[str, Any], level: int) -> None:
        told = resolved(told)
        if isinstance(node, yaml.SequenceNode):
            for item in node.value:
                walk(item, told.get("items", {}), level)
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                own = told.get("properties", {}).get(key.value)
                if own is not None:
                    at = key.start_mark
                    found.append(Key(key.value, at.line, at.column, level, resolved(own), value))
                walk(value, own or told.get("additionalProperties") or {}, level + 1)

    root = yaml.compose(text, yaml.SafeLoader)
    assert root is not None
    walk(root, schema, 0)
    return found


def as_plain(markdown: str) -> str:
    return re.sub(r"\\([^a-zA-Z0-9\s])", r"\1", markdown.replace("&nbsp;", " "))


def schema(name: str) -> dict[str, Any]:
    return dict(json.loads((PROJECT / "schema" / f"{name}.schema.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole sample project with the schemas where the page puts them."""
    folder = tmp_path_factory.mktemp("editor") / "project"
    copy_project(folder, tuple(path.name for path in sorted((PROJECT / "cases").iterdir())))
    shutil.copytree(PROJECT / "schema", folder / ".vscode" / "schema")
    return folder


@pytest.fixture(scope="module")
def opened(project: Path) -> Iterator[Editor]:
    with editor(project, settings()) as one:
        yield one


def test_nothing_is_underlined_in_a_record_or_a_register_that_is_valid(project: Path, opened: Editor) -> None:
    files = [*project.glob("cases/*/case.yml"), *(project / "registers" / f"{name}.yml" for name in REGISTERS)]
    assert len(files) == len(list((PROJECT / "cases").iterdir())) + len(REGISTERS)
    for file in files:
        assert opened.view(file, file.read_text(encoding="utf-8")) == [], file


@pytest.mark.parametrize("name", ["case", *REGISTERS])
def test_a_misspelt_key_is_underlined_where_it_stands(name: str, project: Path, opened: Editor) -> None:
    file = project / (RECORD if name == "case" else f"registers/{name}.yml")
    text = file.read_text(encoding="utf-8")
    keys = keys_of(text, schema(name))
    assert len(keys) >= 4
    for level in sorted({key.level for key in keys}):
        lines = text.split("\n")
        wrong = [key for key in keys if key.level == level]
        for key in sorted(wrong, key=lambda one: (one.line, -one.column)):
            line, end = lines[key.line], key.column + len(key.name)
            lines[key.line] = f"{line[: key.column]}{key.name[:-1]}{line[end:]}"  # its last letter is missing
        found = opened.view(file, "\n".join(lines))
        places = {
            (one["range"]["start"]["line"], one["range"]["start"]["character"])
            for one in found
            if re.fullmatch(r"Property .* is not allowed\.", one["message"])
        }
        expected = {
            (key.line, key.column - sum(one.line == key.line and one.column < key.column for one in wrong))
            for key in wrong
        }
        assert places == expected, level


def test_a_wrong_value_is_underlined_where_it_stands(project: Path, opened: Editor) -> None:
    text = (project / RECORD).read_text(encoding="utf-8")
    assert "  lane: employer\n" in text
    found = opened.view(project / RECORD, text.replace("  lane: employer\n", "  lane: performer\n", 1))
    line = text.split("\n").index("  lane: employer")
    assert [one["range"]["start"] for one in found] == [{"line": line, "character": len("  lane: ")}]
    assert all(lane in found[0]["message"] for lane in ("employer", "self-employed", "unconfirmed"))


def test_the_lanes_are_offered_and_every_other_choice_that_a_record_has(project: Path, opened: Editor) -> None:
    text = (project / RECORD).read_text(encoding="utf-8")
    opened.view(project / RECORD, text)
    lane = text.split("\n").index("  lane: employer")
    assert opened.offered(lane, len("  lane: ")) == ["employer", "self-employed", "unconfirmed"]
    choices = [key for key in keys_of(text, schema("case")) if "enum" in key.says]
    assert len(choices) > 10
    for key in choices:
        start = key.value.start_mark
        assert set(opened.offered(start.line, start.column)) == set(key.says["enum"]), key.name


def test_a_section_s_keys_are_offered_that_it_does_not_have_yet(project: Path, opened: Editor) -> None:
    lines = (project / RECORD).read_text(encoding="utf-8").split("\n")
    line = lines.index("  lane: employer") + 1
    lines.insert(line, "  ")
    opened.view(project / RECORD, "\n".join(lines))
    (filing,) = [key for key in keys_of("\n".join(lines), schema("case")) if key.name == "filing"]
    there = {key.value for key, _ in filing.value.value}
    assert set(opened.offered(line, 2)) == set(filing.says["properties"]) - there


@pytest.mark.parametrize("name", ["case", *REGISTERS])
def test_over_every_key_stands_what_the_schema_says_of_it(name: str, project: Path, opened: Editor) -> None:
    file = project / (RECORD if name == "case" else f"registers/{name}.yml")
    text = file.read_text(encoding="utf-8")
    opened.view(file, text)
    keys = {(key.name, key.says["title"], key.says["description"]): key for key in keys_of(text, schema(name))}
    otherwise = []
    for (word, title, description), key in keys.items():
        shown = as_plain(opened.hover(key.line, key.column + 1))
        if not shown.startswith(f"#### {title}\n\n{description}"):
            otherwise.append((word, key.line + 1, shown))
    assert otherwise == []


def test_the_first_line_that_new_writes_is_enough(tmp_path: Path, run: Run) -> None:
    folder = copy_project(tmp_path / "project")
    words = (
        "--direction outbound --partner SE --worker-reference W-1 --citizenship US --residence US --begins 2027-02-01"
    )
    people = "--operations ingrid-dahl --data-quality tomas-novak --approver helen-okafor --legal miriam-katz"
    label = ("--worker-name", "Elin Sandvik", "--intake-label", "Employer Certificate")
    sender = "--begins 2027-02-01 --employer fjordline-subsea --payroll carla-jensen"
    told = run("new", "SE-2027-001", *words.split(), *people.split(), *sender.split(), *label, "-C", folder)
    assert told.code == 0, told.err
    file = folder / "cases" / "SE-2027-001" / "case.yml"
    text = file.read_text(encoding="utf-8")
    with editor(folder, {"schemaStore": {"enable": False}}) as opened:
        assert opened.view(file, text) == []
        (found, *more) = opened.view(file, text.replace("stage:", "pasture:", 1))
        assert "pasture" in found["message"] + "".join(one["message"] for one in more)
        assert opened.view(file, text.split("\n", 1)[1].replace("stage:", "pasture:", 1)) == []


def test_the_first_line_of_the_page_is_enough(project: Path) -> None:
    (line,) = re.findall(r"```yaml\n(.*)\n```", PAGE)
    text = (project / RECORD).read_text(encoding="utf-8")
    wrong = text.replace("stage:", "pasture:", 1)
    with editor(project, {"schemaStore": {"enable": False}}) as opened:
        assert opened.view(project / RECORD, f"{line}\n{text}") == []
        assert [one for one in opened.view(project / RECORD, f"{line}\n{wrong}") if "pasture" in one["message"]]
        assert opened.view(project / RECORD, wrong) == []


def test_the_page_s_settings_name_every_schema_and_are_the_same_for_every_editor() -> None:
    schemas = settings()["schemas"]
    assert set(schemas) == {f".vscode/schema/{name}.schema.json" for name in ("case", *REGISTERS, "waivers")}
    assert dict(re.findall(r'\["(.*?)"\] = "(.*?)"', PAGE)) == schemas
