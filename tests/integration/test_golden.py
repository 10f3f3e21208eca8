"""What people read, word for word. `make golden` rewrites the files; the difference is there to be read.

What really came out lands in tests/actual/ when a test fails.
"""

import json
from pathlib import Path

import pypdfium2
import pytest
from tests.support import verdicts
from tests.support.commands import Run
from tests.support.sample import PROJECT

from casebound.pipeline.build import BuildResult

GOLDEN = PROJECT / "tests" / "golden"
ACTUAL = PROJECT / "tests" / "actual"


def compare(name: str, text: str, request: pytest.FixtureRequest) -> None:
    golden = GOLDEN / name
    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
        return
    wanted = golden.read_text(encoding="utf-8")
    if text != wanted:
        ACTUAL.mkdir(exist_ok=True)
        (ACTUAL / name).write_text(text, encoding="utf-8")
    assert text == wanted, f"compare tests/golden/{name} with tests/actual/{name}"


def test_the_check_of_the_samples(run: Run, request: pytest.FixtureRequest) -> None:
    compare("check.txt", run("check", "-C", PROJECT).out, request)


def test_the_report_of_two_cases(run: Run, request: pytest.FixtureRequest, small: Path) -> None:
    report = json.loads(run("check", "--format", "json", "-C", small).out)
    compare("report.json", json.dumps(report, indent=1, ensure_ascii=False) + "\n", request)


def test_the_list_of_controls(run: Run, request: pytest.FixtureRequest) -> None:
    compare("controls.txt", run("explain").out, request)


def test_what_every_case_and_every_fault_is_judged_to_be(request: pytest.FixtureRequest) -> None:
    compare(verdicts.FILE.name, verdicts.as_text(), request)


@pytest.mark.parametrize("kind", ["decision-note", "dossier", "exhibits"])
def test_the_words_of_a_document(
    kind: str, request: pytest.FixtureRequest, first_build: tuple[Path, BuildResult]
) -> None:
    data = (first_build[0] / "build" / "handbook" / "cases" / "NO-2026-001" / f"{kind}.pdf").read_bytes()
    with pypdfium2.PdfDocument(data) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    compare(f"{kind}.txt", "\n\f\n".join(pages).replace("\r\n", "\n") + "\n", request)
