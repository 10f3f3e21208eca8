"""The note and the dossier of sample cases, made in memory, and the text of their pages."""

import dataclasses
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pypdfium2

from casebound.judge import RULES
from casebound.load.workspace import Workspace
from casebound.model.days import Day
from casebound.model.judgment import JudgedCase
from casebound.pipeline import check
from casebound.plan.project_plan import planned
from casebound.render.documents import document_tasks
from casebound.render.documents.document_tasks import Bundle, DocumentTask, Enclosed, PrintAssets
from casebound.render.templates import Templates
from casebound.render.view import CaseView, case_view

ROOT = Path(__file__).parents[2]
AS_OF = Day(2026, 11, 20)
EXTRACT = b'{"case": "extract"}\n'
BUNDLE = Bundle(places={"E1": (2, 2), "E2": (3, 14)})
UNSUPPORTED = sorted(one.name for one in (ROOT / "tests/unsupported").iterdir() if one.is_dir())


@dataclasses.dataclass(frozen=True)
class Made:
    """A case with the tasks of its two documents."""

    judged: JudgedCase
    view: CaseView
    tasks: Mapping[str, DocumentTask]

    def pdf(self, name: str) -> bytes:
        return rendered(self.tasks[name])


@cache
def templates() -> Templates:
    return Templates((ROOT / "site_templates",))


@cache
def print_assets() -> PrintAssets:
    return document_tasks.gather_print_assets(templates(), (ROOT / "site_templates",))


@cache
def rendered(task: DocumentTask) -> bytes:
    return document_tasks.render(task, print_assets()).data


@cache
def sample_judgment() -> Mapping[str, JudgedCase]:
    judgment = check.check(Workspace(ROOT), AS_OF, AS_OF)
    return {one.folder: one for one in judgment.cases}


@cache
def sample(name: str) -> Made:
    return made(ROOT / "cases" / name, sample_judgment()[name])


def made(
    folder: Path,
    judged: JudgedCase,
    *,
    preview: bool = False,
    evidence: Mapping[str, bytes] | None = None,
    bundle: Bundle = BUNDLE,
) -> Made:
    """The documents of a case; the evidence comes from the folder unless it is given."""
    view = case_view(planned(judged), {rule.id: rule for rule in RULES}, AS_OF, preview=preview)
    evidence = evidence or {key: (folder / one.file).read_bytes() for key, one in judged.case.exhibits.items()}
    record = (folder / "case.yml").read_bytes()
    tasks = document_tasks.inputs(view, print_assets(), templates(), Enclosed(evidence, record, EXTRACT), bundle)
    return Made(judged, view, {task.name: task for task in tasks})


def unsupported(name: str, tmp_path: Path) -> Made:
    shutil.copytree(ROOT / "registers", tmp_path / "registers")
    shutil.copytree(ROOT / "tests/unsupported" / name, tmp_path / "cases" / name)
    (judged,) = check.check(Workspace(tmp_path), AS_OF, AS_OF).cases
    return made(tmp_path / "cases" / name, judged, preview=True)


@cache
def unsupported_judgment() -> dict[str, JudgedCase]:
    """Every case of the unsupported set, checked at once."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "registers", Path(folder, "registers"))
        for name in UNSUPPORTED:
            shutil.copytree(ROOT / "tests/unsupported" / name, Path(folder, "cases", name))
        return {case.folder: case for case in check.check(Workspace(Path(folder)), AS_OF, AS_OF).cases}


def pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [one_page(document, index) for index in range(len(document))]
    finally:
        document.close()


def one_page(document: pypdfium2.PdfDocument, index: int) -> str:
    page = document[index]
    text = page.get_textpage()
    try:
        return " ".join(str(text.get_text_bounded()).split())
    finally:
        text.close()
        page.close()
