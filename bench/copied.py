"""How many foreign PDFs a bundle of exhibits copies, and why it draws the others: `python bench/copied.py FOLDER`.

A copied page keeps its text; a drawn page is an image. FOLDER holds PDFs from outside the project, such as the test
files of a PDF library. The figures depend on the files, not on the machine.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
sys.path[0:1] = [str(_ROOT), str(_ROOT / "generator")]  # in place of this folder, so that one import path serves all

from casebound.render.exhibits.draw.pdf_pages import PdfContent, read_pdf  # noqa: E402 - after the path
from casebound.runtime.sandbox import UnreadableFile, run_sandboxed  # noqa: E402 - the same


def main() -> int:
    """Read every PDF of a folder and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    files = sorted(parser.parse_args().folder.rglob("*.pdf"))
    outcomes = Counter(outcome(file.read_bytes()) for file in files)
    total = sum(count for (kind, _), count in outcomes.items() if kind != "not shown")
    copied = outcomes["copied", ""]
    share = f" ({copied / total:.0%} of those that can be shown)" if total else ""
    print(f"{len(files)} PDFs: {copied} copied{share}, {total - copied} drawn, {len(files) - total} not shown")
    for (kind, reason), count in sorted(outcomes.items(), key=lambda entry: (-entry[1], entry[0])):
        if reason:
            print(f"{count:7}  {kind}: {reason}")
    return 0


def outcome(data: bytes) -> tuple[str, str]:
    """Whether a PDF is copied, drawn or not shown, and why it is not copied."""
    try:
        content = run_sandboxed(read_pdf, data, PdfContent)
    except UnreadableFile as refusal:
        return "not shown", str(refusal)
    return ("drawn", content.because) if content.pdf is None else ("copied", "")


if __name__ == "__main__":
    sys.exit(main())
