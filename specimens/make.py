"""Makes the sample's evidence from its records: `python specimens/make.py [--check] [CASE…]`.

Writes the file of each exhibit and of each capture, and puts its hash into the record that names it.
With `--check` it writes nothing, tells what differs and exits 1 if anything does.
"""

import argparse
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
sys.path[0:1] = [str(_ROOT), str(_ROOT / "generator")]  # in place of this folder, so that one import path serves all

from specimens.folders import ROOT, SOURCES, Files, captures, case_files, plain, registers  # noqa: E402 - after the path
from specimens.twins import FAULTS, twin_texts  # noqa: E402 - the same

CASES = ROOT / "cases"
WORDS = Path(__file__).parent / "words.yml"


def wanted(only: set[str]) -> Files:
    """Every file the records ask for, or those of the named cases."""
    files, sources = captures(only)
    files[SOURCES] = sources.encode()
    known, words = registers(sources), plain(WORDS)
    texts = {path.parent: path.read_text() for path in sorted(CASES.glob("*/case.yml"))}
    for folder, text in texts.items():
        if not only or folder.name in only:
            files |= case_files(folder, text, known, words.get(folder.name, {}))
    faults = plain(FAULTS)
    for folder, text in twin_texts(faults, texts).items():
        if not only or folder.name in only:
            own = {**words.get(faults[folder.name]["base"], {}), **words.get(folder.name, {})}
            files |= case_files(folder, text, known, own)
    return files


def differing(files: Files) -> list[Path]:
    """Which files are missing or say something else."""
    return [path for path, data in files.items() if not path.is_file() or path.read_bytes() != data]


def left_over(files: Files) -> list[Path]:
    """Evidence and captures that no record asks for."""
    folders = {path.parent for path in files if path.name != "case.yml" and path != SOURCES}
    return sorted(path for folder in folders if folder.is_dir() for path in folder.iterdir() if path not in files)


def main(arguments: list[str]) -> int:
    """Make or compare; the exit code says whether a comparison failed."""
    parser = argparse.ArgumentParser(description="Make the sample's evidence from its records.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if anything differs")
    parser.add_argument("cases", nargs="*", metavar="CASE", help="only these cases")
    chosen = parser.parse_args(arguments)
    files = wanted(set(chosen.cases))
    changed, old = differing(files), left_over(files)
    for path in changed:
        if not chosen.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[path])
        print(f"{'differs' if chosen.check else 'wrote'}: {path.relative_to(ROOT)}")
    for path in old:
        print(f"no record asks for: {path.relative_to(ROOT)}")
    print(f"{len(files)} files, {len(changed)} {'differ' if chosen.check else 'written'}, {len(old)} left over")
    return 1 if old or (chosen.check and changed) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
