"""Compares PDF throughput with the direct use of WeasyPrint: `python bench/pdf.py [--documents N] [--jobs N]`.

The peer starts a process for each document, as WeasyPrint's command line does, uses automatic table layout and loads
the fonts each time. Text, style sheet and attached files are the same. casebound creates all documents in one process
with workers. Both times run from the start of the first process to the end of the last.
"""

import argparse
import os
import pickle
import re
import sys
import tempfile
import time
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
sys.path[0:1] = [str(_ROOT), str(_ROOT / "generator")]  # instead of this folder: one import path for all scripts

from bench.measure import timed  # noqa: E402 - the import path is set above

from casebound import report  # noqa: E402 - same reason
from casebound.judge import RULES  # noqa: E402 - same reason
from casebound.load.workspace import Workspace  # noqa: E402 - same reason
from casebound.model.days import Day  # noqa: E402 - same reason
from casebound.pipeline.check import check  # noqa: E402 - same reason
from casebound.plan.project_plan import planned  # noqa: E402 - same reason
from casebound.render.documents import document_tasks  # noqa: E402 - same reason
from casebound.render.templates import Templates  # noqa: E402 - same reason
from casebound.render.view import case_view  # noqa: E402 - same reason

_FOLDERS = (_ROOT / "site_templates",)
_TARGET = 4
_OURS = """
import pickle, sys
from pathlib import Path
from casebound.render.pdf_printing import PrintKit, render_all
from casebound.render.templates import Templates
work, jobs = Path(sys.argv[1]), int(sys.argv[2])
tasks, print_assets = pickle.loads((work / "tasks").read_bytes())
for number, document in enumerate(render_all(tasks, PrintKit(print_assets, Templates(())), jobs)):
    (work / f"ours-{number}.pdf").write_bytes(document.data)
"""


def main() -> int:
    """Run the comparison. The exit code does not depend on the speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=8, help="the number of documents, notes and dossiers in turn")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print_assets = document_tasks.gather_print_assets(Templates(_FOLDERS), _FOLDERS)
    tasks = paper_tasks(print_assets, options.documents)
    with tempfile.TemporaryDirectory(prefix="bench-pdf-") as folder:
        work = Path(folder)
        (work / "tasks").write_bytes(pickle.dumps((tasks, print_assets)))
        commands = [_peer(work, number, task, print_assets) for number, task in enumerate(tasks)]
        ours, theirs = [], []
        for _ in range(options.rounds):
            ours.append(timed((sys.executable, "-c", _OURS, str(work), str(options.jobs))).wall)
            started = time.perf_counter()
            for command in commands:
                timed(command)
            theirs.append(time.perf_counter() - started)
    ours.sort()
    theirs.sort()
    rates = [len(tasks) * 60 / times[len(times) // 2] for times in (ours, theirs)]
    print(f"{len(tasks)} documents, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, median of {options.rounds}")
    print(f"casebound, {options.jobs} jobs          {rates[0]:6.1f} documents a minute")
    print(f"weasyprint, a process each {rates[1]:6.1f} documents a minute")
    print(f"{rates[0] / rates[1]:.1f} times as many; the target is {_TARGET}")
    return 0


def paper_tasks(print_assets: document_tasks.PrintAssets, count: int) -> list[document_tasks.DocumentTask]:
    """The notes and dossiers of the sample cases, in turn."""
    judgment = check(Workspace(_ROOT), None, Day(2026, 11, 22))
    rules = {rule.id: rule for rule in RULES}
    found: list[document_tasks.DocumentTask] = []
    for case in judgment.cases:
        folder = _ROOT / "cases" / case.folder
        evidence = {key: (folder / exhibit.file).read_bytes() for key, exhibit in case.case.exhibits.items()}
        found += document_tasks.inputs(
            case_view(planned(case), rules, judgment.as_of),
            print_assets,
            Templates(_FOLDERS),
            document_tasks.Enclosed(
                evidence,
                (folder / "case.yml").read_bytes(),
                report.to_json(report.case_value(planned(case))).encode(),
            ),
            document_tasks.Bundle(places={key: (number, number) for number, key in enumerate(evidence, start=2)}),
        )
        if len(found) >= count:
            break
    return found[:count]


def _peer(
    work: Path, number: int, task: document_tasks.DocumentTask, print_assets: document_tasks.PrintAssets
) -> tuple[str, ...]:
    """The command that creates a document with WeasyPrint's command line."""
    sheet, page = work / "plain.css", work / f"{number}.html"
    css = print_assets.css.replace("table-layout: fixed; ", "")
    sheet.write_text(re.sub(r'"asset:([^"]+)"', lambda name: f'"{_FOLDERS[0]}/assets/fonts/{name[1]}"', css))
    page.write_text(re.sub("<colgroup>.*?</colgroup>", "", task.html))
    attached = []
    for attachment in task.attached:
        file = work / f"{number}-{attachment.name}"
        file.write_bytes(attachment.data)
        attached += ["-a", str(file)]
    output = str(work / f"theirs-{number}.pdf")
    return (
        sys.executable,
        "-m",
        "weasyprint",
        "-s",
        str(sheet),
        "--pdf-variant",
        "pdf/a-3a",
        *attached,
        str(page),
        output,
    )


if __name__ == "__main__":
    sys.exit(main())
