"""PDF throughput beside the straightforward use of WeasyPrint: `python bench/pdf.py [--documents N] [--jobs N]`.

The peer starts a process for each document, as its own command line does, lays tables out by their content and
loads the fonts anew; the text, the stylesheet and the files attached are the same. Ours makes all of them in one
process with so many workers. Both times run from the start of the first process to the end of the last.
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
sys.path[0:1] = [str(_ROOT), str(_ROOT / "generator")]  # in place of this folder, so that one import path serves all

from bench.measure import timed  # noqa: E402 - after the path

from casebound import report  # noqa: E402 - the same
from casebound.judge import RULES  # noqa: E402 - the same
from casebound.load.workspace import Workspace  # noqa: E402 - the same
from casebound.model.days import Day  # noqa: E402 - the same
from casebound.pipeline.check import check  # noqa: E402 - the same
from casebound.render.documents import document_tasks  # noqa: E402 - the same
from casebound.render.templates import Templates  # noqa: E402 - the same
from casebound.render.view import case_view  # noqa: E402 - the same

_FOLDERS = (_ROOT / "site_templates",)
_TARGET = 4
_OURS = """
import pickle, sys
from pathlib import Path
from casebound.render.documents import document_tasks
work, jobs = Path(sys.argv[1]), int(sys.argv[2])
tasks, print_assets = pickle.loads((work / "tasks").read_bytes())
for number, one in enumerate(document_tasks.render_all(tasks, print_assets, jobs)):
    (work / f"ours-{number}.pdf").write_bytes(one.data)
"""


def main() -> int:
    """Run the comparison; the exit code says nothing about speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=8, help="how many, notes and dossiers in turn")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    print_assets = document_tasks.gather_print_assets(Templates(_FOLDERS), _FOLDERS)
    tasks = _tasks(print_assets, asked.documents)
    with tempfile.TemporaryDirectory(prefix="bench-pdf-") as folder:
        work = Path(folder)
        (work / "tasks").write_bytes(pickle.dumps((tasks, print_assets)))
        commands = [_peer(work, number, task, print_assets) for number, task in enumerate(tasks)]
        ours, theirs = [], []
        for _ in range(asked.rounds):
            ours.append(timed((sys.executable, "-c", _OURS, str(work), str(asked.jobs))).wall)
            begun = time.perf_counter()
            for command in commands:
                timed(command)
            theirs.append(time.perf_counter() - begun)
    ours.sort()
    theirs.sort()
    rates = [len(tasks) * 60 / one[len(one) // 2] for one in (ours, theirs)]
    print(f"{len(tasks)} documents, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, median of {asked.rounds}")
    print(f"casebound, {asked.jobs} jobs          {rates[0]:6.1f} documents a minute")
    print(f"weasyprint, one by one     {rates[1]:6.1f} documents a minute")
    print(f"{rates[0] / rates[1]:.1f} times as many; the target is {_TARGET}")
    return 0


def _tasks(print_assets: document_tasks.PrintAssets, count: int) -> list[document_tasks.DocumentTask]:
    judgement = check(Workspace(_ROOT), None, Day(2026, 11, 22))
    rules = {rule.id: rule for rule in RULES}
    found: list[document_tasks.DocumentTask] = []
    for one in judgement.cases:
        folder = _ROOT / "cases" / one.folder
        evidence = {key: (folder / exhibit.file).read_bytes() for key, exhibit in one.case.exhibits.items()}
        found += document_tasks.inputs(
            case_view(one, rules),
            print_assets,
            Templates(_FOLDERS),
            document_tasks.Enclosed(
                evidence, (folder / "case.yml").read_bytes(), report.to_json(report.case_value(one)).encode()
            ),
            places={key: (number, number) for number, key in enumerate(evidence, start=2)},
        )
        if len(found) >= count:
            break
    return found[:count]


def _peer(
    work: Path, number: int, task: document_tasks.DocumentTask, print_assets: document_tasks.PrintAssets
) -> tuple[str, ...]:
    """The command that makes one document with WeasyPrint's own command line."""
    sheet, page = work / "plain.css", work / f"{number}.html"
    css = print_assets.css.replace("table-layout: fixed; ", "")
    sheet.write_text(re.sub(r'"asset:([^"]+)"', lambda name: f'"{_FOLDERS[0]}/assets/fonts/{name[1]}"', css))
    page.write_text(re.sub("<colgroup>.*?</colgroup>", "", task.html))
    attached = []
    for one in task.attached:
        place = work / f"{number}-{one.name}"
        place.write_bytes(one.data)
        attached += ["-a", str(place)]
    made = str(work / f"theirs-{number}.pdf")
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
        made,
    )


if __name__ == "__main__":
    sys.exit(main())
