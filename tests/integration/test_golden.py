"""What people read, word for word."""

import json
from pathlib import Path

import pypdfium2
import pytest
from tests.support.commands import Run
from tests.support.golden import compare
from tests.support.sample import PROJECT

from casebound.pipeline.build import BuildResult


def test_the_check_of_the_samples(run: Run, request: pytest.FixtureRequest) -> None:
    compare("check.txt", run("check", "-C", PROJECT).out, request)


def test_the_report_of_two_cases(run: Run, request: pytest.FixtureRequest, small: Path) -> None:
    report = json.loads(run("check", "--format", "json", "-C", small).out)
    compare("report.json", json.dumps(report, indent=1, ensure_ascii=False) + "\n", request)


def test_the_list_of_controls(run: Run, request: pytest.FixtureRequest) -> None:
    compare("controls.txt", run("explain").out, request)


@pytest.mark.parametrize("kind", ["decision-note", "dossier", "exhibits"])
def test_the_words_of_a_document(
    kind: str, request: pytest.FixtureRequest, first_build: tuple[Path, BuildResult]
) -> None:
    data = (first_build[0] / "build" / "handbook" / "cases" / "NO-2026-001" / f"{kind}.pdf").read_bytes()
    with pypdfium2.PdfDocument(data) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    compare(f"{kind}.txt", "\n\f\n".join(pages).replace("\r\n", "\n") + "\n", request)
