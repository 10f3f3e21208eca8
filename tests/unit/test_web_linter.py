"""ESLint and CSSTree find nothing in the scripts and the style sheet of the pages, and find what is planted."""

import subprocess
from pathlib import Path

from playwright._impl._driver import compute_driver_executable
from tests.support.sample import PROJECT

LINTER = PROJECT / "tests" / "support" / "web_linter.js"
ASSETS = PROJECT / "site_templates" / "assets"
FILES = (
    *sorted((ASSETS / "js").iterdir()),
    *sorted((ASSETS / "css").iterdir()),
    PROJECT / "generator" / "casebound" / "cli" / "preview_templates" / "reload.js",
)
PLANTED = {
    "an unknown name.js": ('"use strict"; window.shown = unknown();', "no-undef"),
    "an unused name.js": ('(function () { "use strict"; const unused = 1; })();', "no-unused-vars"),
    "a loose comparison.js": ('(function () { "use strict"; return location == 1; })();', "eqeqeq"),
    "an old declaration.js": ('(function () { "use strict"; var a = 1; return a; })();', "no-var"),
    "no strict mode.js": ("(function () { return 1; })();", "strict"),
    "a syntax error.js": ("(function () {", "Parsing error"),
    "an unknown property.css": ("b { colour: red }", "Unknown property"),
    "a value that does not fit.css": ("b { display: inlin }", "display: Mismatch"),
    "a variable that is set nowhere.css": ("b { color: var(--toen) }", "--toen is set nowhere"),
    "an empty rule.css": ("b { }", "a rule without declarations"),
    "a lost brace.css": ("b { color: red; i { color: blue }", "expected"),
}


def problems(*files: Path) -> list[str]:
    """What the linters find, a problem in each line."""
    node, _ = compute_driver_executable()
    run = subprocess.run([node, "--no-warnings", LINTER, *files], capture_output=True, check=True, timeout=60)
    return run.stdout.decode().splitlines()


def test_the_scripts_and_the_style_sheet_of_the_pages_have_no_problem() -> None:
    assert len(FILES) >= 4
    assert problems(*FILES) == []


def test_each_planted_problem_is_found(tmp_path: Path) -> None:
    for name, (text, _) in PLANTED.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = problems(*(tmp_path / name for name in PLANTED))
    for name, (_, expected) in PLANTED.items():
        assert any(line.startswith(f"{name}, ") and expected in line for line in found), name
