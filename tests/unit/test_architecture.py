"""The floors hold, each heavy library has one owner, and only the command line prints, exits or sees the clock."""

import ast
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from tests.support.sample import PROJECT

from casebound.controls.file import nothing_too_personal
from casebound.judge.engine import STAGE
from casebound.render.handbook.verification_figures import judging_modules
from casebound.report import text

PACKAGE = PROJECT / "generator" / "casebound"
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
COMMANDS = (
    "add_command",
    "asking",
    "check_build_commands",
    "decision_commands",
    "event_commands",
    "explain_doctor_commands",
    "import_command",
    "init_new_commands",
    "inspect_command",
    "list_command",
    "main",
    "migrate_command",
    "next_command",
    "options",
    "output",
    "record_command",
    "record_group",
    "record_request_commands",
    "serve_command",
    "team_questions",
    "worklist_command",
)
DRAWING = ("appearances", "page_boxes", "overlay", "page_forms", "pdf_pages")
CHECKING = ("colorspaces", "content_stream", "font_check", "pdfa_check", "streams")
STRUCTURE = (
    "active_content",
    "automatic_actions",
    "layers",
    "page_damage",
    "pdf_streams",
    "pdf_structure",
    "pdf_values",
)
OWNERS = {
    "yaml": {"load/strict_yaml.py"},
    "mkdocs": {"render/handbook/site.py"},
    "weasyprint": {"render/documents/pdf.py", "cli/doctor.py"},
    "jsonschema": {"load/schema_messages.py"},
    "jsonschema_rs": {"load/schema.py"},
    "xlsxwriter": {"report/spreadsheet_tables.py"},
    "click": {f"cli/{name}.py" for name in COMMANDS},
    "rich": {"cli/output.py", "report/excerpt.py"},
    "pikepdf": {f"render/exhibits/draw/{name}.py" for name in DRAWING}
    | {f"render/exhibits/pdfa/{name}.py" for name in CHECKING}
    | {"render/exhibits/page_numbers.py"}
    | {f"load/inspect/pdf/{name}.py" for name in STRUCTURE},
    "pypdfium2": {"load/inspect/pdf/pdfs.py"},
    "PIL": {
        "load/inspect/pictures/image_colors.py",
        "load/inspect/pictures/images.py",
        "render/exhibits/draw/image_pages.py",
    },
    "packaging": {"runtime/distributions.py"},
    "dask": {"runtime/cluster.py", "runtime/cluster_address.py"},
    "distributed": {"runtime/cluster.py", "runtime/cluster_address.py", "runtime/cluster_worker.py"},
    "importlib.metadata": {"runtime/distributions.py"},
    "ctypes": {f"runtime/{name}.py" for name in ("children", "flush", "libraries")}
    | {"load/inspect/pdf/pdf_fonts.py", "load/inspect/pdf/substitutes.py"},
}
NETWORK = {"socket", "urllib.request", "http", "ftplib", "smtplib", "requests", "httpx", "ssl", "asyncio"}
ANSWERING = "cli/preview_server.py"  # the server of the preview, which answers this machine's browser and asks nobody
RUNNING = {"runtime/parallel.py", "runtime/sandbox.py"}  # how the judging code is run, which changes no verdict
CHANCE = {"random", "secrets", "uuid", "locale"}
CONSOLE = {"sys.exit", "sys.argv", "sys.stdout", "sys.stderr", "os._exit"}
SHOW_A_DAY = ("agenda", "duties", "portfolio", "recent", "selection", "urgency", "worklist")
READ_THE_DATE = {
    "judge/engine.py",  # sets the clocks
    "judge/regressions.py",  # compares two checks, each of a day
    *(f"plan/{name}.py" for name in SHOW_A_DAY),
}
CLOCK = {"now", "today", "utcnow", "time", "localtime", "gmtime", "monotonic", "time_ns"}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse((PACKAGE / module).read_text(encoding="utf-8"))


@cache
def imported(module: str) -> frozenset[str]:
    return frozenset(_imported(module))


def _imported(module: str) -> Iterator[str]:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def importers(library: str) -> set[str]:
    return {
        module
        for module in MODULES
        if any(name == library or name.startswith(f"{library}.") for name in imported(module))
    }


@pytest.mark.parametrize("library", OWNERS)
def test_a_library_is_imported_by_its_owner_alone(library: str) -> None:
    assert importers(library) == OWNERS[library]


def test_only_the_command_line_prints_exits_or_reads_arguments() -> None:
    assert MODULES
    offenders = [place for module in MODULES if not module.startswith("cli/") for place in _console_uses(module)]
    assert offenders == []
    assert list(_console_uses("cli/main.py"))


def _console_uses(module: str) -> Iterator[str]:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found = node.func.id in ("print", "exit", "quit", "input")
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found = f"{node.value.id}.{node.attr}" in CONSOLE
        else:
            found = isinstance(node, ast.Name) and node.id == "SystemExit"
        if found:
            yield f"{module}:{getattr(node, 'lineno', 0)}"


def test_only_the_command_line_sees_the_clock() -> None:
    clocks = {"cli/options.py", ANSWERING}  # the server measures how long a client takes, which no judgment sees
    offenders = [place for module in MODULES if module not in clocks for place in _clock_uses(module)]
    assert offenders == []
    assert list(_clock_uses("cli/options.py"))


def _clock_uses(module: str) -> Iterator[str]:
    if "time" in imported(module):
        yield f"{module} imports time"
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK:
            yield f"{module}:{node.lineno}"


def test_judging_and_planning_a_case_never_read_the_date() -> None:
    """What reads the date depends on it, and the clock cannot know that."""
    offenders = [place for module in MODULES if module not in READ_THE_DATE for place in _date_uses(module)]
    assert offenders == []
    assert all(any(_date_uses(module)) for module in READ_THE_DATE)


def _date_uses(module: str) -> Iterator[str]:
    if not module.startswith(("controls/", "judge/", "plan/")):
        return
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.expr | ast.arg | ast.keyword):
            names = {getattr(node, name, None) for name in ("id", "attr", "arg")}
            if names & {"as_of", "_as_of", "today", "_today", "known_until"}:
                yield f"{module}:{getattr(node, 'lineno', 0)}"


def test_only_the_preview_knows_a_network_and_no_module_knows_chance() -> None:
    offenders = [
        f"{module} imports {name}"
        for module in MODULES
        for name in sorted(imported(module))
        if {name, name.partition(".")[0]} & ((NETWORK | CHANCE) - ({"http"} if module == ANSWERING else set()))
    ]
    assert offenders == []
    assert "http" in {name.partition(".")[0] for name in imported(ANSWERING)}


def test_every_module_has_a_docstring_and_a_name_of_the_field() -> None:
    contents = {module: tree(module) for module in MODULES}
    assert [module for module, content in contents.items() if content.body and not ast.get_docstring(content)] == []
    vague = {"utils", "helpers", "misc", "common", "manager"}
    assert [module for module in MODULES if set(re.split(r"[/._]", module)) & vague] == []


def test_every_module_and_every_class_has_a_name_of_its_own() -> None:
    modules = Counter(name for module in MODULES if (name := module.rpartition("/")[2]) != "__init__.py")
    assert [name for name, count in modules.items() if count > 1] == []
    classes = Counter(
        node.name for module in MODULES for node in ast.walk(tree(module)) if isinstance(node, ast.ClassDef)
    )
    assert [name for name, count in classes.items() if count > 1] == []


def test_no_test_module_is_imported_by_another() -> None:
    importing = re.compile(r"^\s*(?:from|import)\s+tests\b.*\b(?:test_\w+|conftest)\b", re.MULTILINE)
    files = sorted((PROJECT / "tests").rglob("*.py"))
    assert importing.search("    from tests.unit.judge.test_stage import told")
    assert [path.name for path in files if importing.search(path.read_text(encoding="utf-8"))] == []


def test_no_browser_test_waits_for_a_function_given_as_text() -> None:
    """The browser evaluates such a text again and again, which the page's own policy forbids."""
    waiting = "wait_for" + "_function"
    files = sorted((PROJECT / "tests").rglob("*.py"))
    assert [path.name for path in files if waiting in path.read_text(encoding="utf-8")] == []


def test_the_command_line_imports_nothing_heavy_before_it_has_work() -> None:
    script = "import sys; import casebound.cli.main; print([m for m in sys.argv[1:] if m in sys.modules])"
    told = subprocess.run(
        [sys.executable, "-c", script, "weasyprint", "mkdocs", "jinja2", "jsonschema", "casebound.load.project"],
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        check=True,
    )
    assert told.stdout == b"[]\n"


def test_a_check_imports_no_printer(tmp_path: Path) -> None:
    script = (
        "import sys\nsys.argv = ['casebound', 'check', '-C', sys.argv[1]]\nimport casebound.cli.main\n"
        "casebound.cli.main.main()\n"
        "heavy = ('weasyprint', 'mkdocs', 'material', 'jinja2', 'jsonschema', 'packaging', 'dask', 'distributed')\n"
        "print([m for m in heavy if m in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, str(PROJECT)],
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        check=True,
    )
    assert told.stdout.endswith(b"\n[]\n")


def test_everything_that_judging_imports_is_judging_code_too() -> None:
    judging = judging_modules()
    reached = {file for module in judging for name in imported(module) for file in _files(name)}
    assert reached >= RUNNING
    assert reached - RUNNING <= set(judging)


def _files(name: str) -> Iterator[str]:
    """The module of the package that an imported name stands for; none for anything else."""
    package, _, inside = name.replace(".", "/").partition("/")
    if package == "casebound":
        yield from {f"{inside}.py", f"{inside}/__init__.py".lstrip("/")}.intersection(MODULES)


def test_the_floors_hold() -> None:
    told = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo", "--no-cache"],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout.decode()


def test_rendering_and_reports_ask_no_control() -> None:
    shown = [module for module in MODULES if module.startswith(("render/", "report/"))]
    assert len(shown) > 30
    assert {module for module in shown if _asks_a_control(tree(module))} == set()


def test_an_import_of_a_control_is_seen_in_every_form() -> None:
    for line in (
        "import casebound.controls",
        "import casebound.controls.lane as lane",
        "from casebound import controls",
        "from casebound.controls import lane",
        "from casebound.controls.predicates import matches",
    ):
        assert _asks_a_control(ast.parse(line)), line
    assert not _asks_a_control(ast.parse("from casebound.plan.case_plan import Plan"))


def _asks_a_control(module: ast.Module) -> bool:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        if any(f"{name}.".startswith("casebound.controls.") for name in names):
            return True
    return False


def test_a_template_shows_only_what_its_view_holds() -> None:
    templates = sorted((PROJECT / "site_templates").rglob("*.j2"))
    assert len(templates) > 30
    beyond = re.compile(r"\bview\.judged\b|\.(?:facts|registers)\b")
    code = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
    for template in templates:
        assert not [part for part in code.findall(template.read_text()) if beyond.search(part)], template.name


def test_the_ids_that_the_text_report_knows_are_those_of_their_controls() -> None:
    assert (nothing_too_personal.id, STAGE.id) == (text._TOO_PERSONAL, text._STATED)


def test_nothing_in_the_package_says_that_the_authority_requires_a_field() -> None:
    for folder in (PACKAGE, PROJECT / "site_templates"):
        for path in folder.rglob("*"):
            if path.suffix in (".py", ".j2", ".md"):
                assert "SSA-required" not in path.read_text(encoding="utf-8"), path
