"""Hostile files and records: ten times the size takes about ten times the time, and the limits are not reached."""

import os
import time
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest
from tests.support.growing_inputs import FILES, RECORDS
from tests.support.projects import SMALL, copy_project
from tests.support.sample import PROJECT

from casebound import report
from casebound.cli.output import lines_of
from casebound.load.inspect.inspection import InspectionRequest, inspect_files
from casebound.load.inspect.readers import import_readers
from casebound.load.workspace import Workspace, workspace
from casebound.model.days import Day
from casebound.pipeline.check import RULES, plan_of
from casebound.render.documents.document_tasks import gather_print_assets
from casebound.render.documents.print_assets import PrintAssets
from casebound.render.exhibits.showing import showing, warm_up
from casebound.render.templates import Templates

pytestmark = pytest.mark.long

_SIZE, _TIMES = 100_000, 10
_SLACK = 2.5  # linear work passes on a busy machine; quadratic work takes ten times as long as linear work
_LEAST = 0.1  # seconds of processor time; shorter times are not comparable
_MOST_REPORTED = 16 << 20


def _processor_time(work: Callable[[], object]) -> float:
    """The processor time of some work and of its child processes, in seconds."""
    before = os.times()
    begins = time.process_time()
    work()
    after = os.times()
    children = after.children_user + after.children_system - before.children_user - before.children_system
    return time.process_time() - begins + children


def _grows_linearly(work: Callable[[int], object]) -> bool:
    work(_SIZE // _TIMES)  # loads what the first run needs
    small, large = (_processor_time(partial(work, size)) for size in (_SIZE, _SIZE * _TIMES))
    return large <= max(small, _LEAST) * _TIMES * _SLACK


@cache
def _print_assets() -> PrintAssets:
    folders = Workspace(PROJECT).template_folders()
    assets = gather_print_assets(Templates(folders), folders)
    warm_up(assets)
    import_readers(name for name, _ in FILES.values())
    return assets


@pytest.mark.parametrize("shape", FILES)
def test_the_time_for_a_hostile_file_grows_with_its_size(shape: str) -> None:
    name, make = FILES[shape]
    reasons: list[str | None] = []

    def read(size: int) -> None:
        data = make(size)
        (found,) = inspect_files((InspectionRequest(name, data, quoted=True),))
        reasons.append(found.unusable)
        if found.unusable is None:
            reasons.append(showing(name, data, _print_assets()).reason)

    assert _grows_linearly(read)
    assert not any("longer than" in reason or "crashed" in reason for reason in reasons if reason)


@pytest.mark.parametrize("shape", RECORDS)
def test_the_time_for_a_hostile_record_grows_with_its_size(shape: str, tmp_path: Path) -> None:
    project = workspace(copy_project(tmp_path / "project"))
    record = project.cases / SMALL[1] / "case.yml"
    valid = record.read_text(encoding="utf-8")

    def check(size: int) -> None:
        record.write_text(RECORDS[shape](size, valid), encoding="utf-8")
        found = report.Report(plan_of(project, None, Day.max), RULES, lines_of(project), "")
        for form in ("text", "json", "sarif"):
            assert len(report.FORMATS[form](found)) < _MOST_REPORTED

    assert _grows_linearly(check)
