"""Creates the sample's evidence from its records: `python specimens/make.py [--check] [CASE…]`.

Writes the file of each exhibit and capture, and enters its hash into the record that lists it. With `--check` it writes
nothing, lists the files that differ, and exits with code 1 if there are any.
"""

import argparse
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
sys.path[0:1] = [str(_ROOT), str(_ROOT / "generator")]  # instead of this folder: one import path for all scripts

from specimens.case_folders import (  # noqa: E402 - the import path is set above
    ROOT,
    SOURCES,
    Files,
    captures,
    case_files,
    decision_plans,
    plain,
    registers,
)
from specimens.unsupported_cases import FAULTS, unsupported_texts  # noqa: E402 - same reason

CASES = ROOT / "cases"
TEXTS = Path(__file__).parent / "texts.yml"


def required_files(only: set[str]) -> Files:
    """Every file that the records list, or the files of the named cases."""
    files, sources = captures(only)
    files[SOURCES] = sources.encode()
    known, texts_by_case, plans = registers(sources), plain(TEXTS), decision_plans()
    texts = {path.parent: path.read_text() for path in sorted(CASES.glob("*/case.yml"))}
    for folder, text in texts.items():
        if not only or folder.name in only:
            files |= case_files(folder, text, known, texts_by_case.get(folder.name, {}), plans.get(folder.name, {}))
    faults = plain(FAULTS)
    for folder, text in unsupported_texts(faults, texts).items():
        if not only or folder.name in only:
            base = faults[folder.name]["base"]
            own = {**texts_by_case.get(base, {}), **texts_by_case.get(folder.name, {})}
            files |= case_files(folder, text, known, own, plans.get(folder.name, plans.get(base, {})))
    return files


def differing(files: Files) -> list[Path]:
    """The files that are missing or differ."""
    return [path for path, data in files.items() if not path.is_file() or path.read_bytes() != data]


def unlisted(files: Files) -> list[Path]:
    """Evidence and captures that no record lists."""
    folders = {path.parent for path in files if path.name != "case.yml" and path != SOURCES}
    return sorted(path for folder in folders if folder.is_dir() for path in folder.iterdir() if path not in files)


def main(arguments: list[str]) -> int:
    """Create or compare the files; returns the exit code."""
    parser = argparse.ArgumentParser(description="Create the sample's evidence from its records.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if anything differs")
    parser.add_argument("cases", nargs="*", metavar="CASE", help="only these cases")
    chosen = parser.parse_args(arguments)
    files = required_files(set(chosen.cases))
    changed, surplus = differing(files), unlisted(files)
    for path in changed:
        if not chosen.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[path])
        print(f"{'differs' if chosen.check else 'wrote'}: {path.relative_to(ROOT)}")
    for path in surplus:
        print(f"no record lists: {path.relative_to(ROOT)}")
    print(f"{len(files)} files, {len(changed)} {'differ' if chosen.check else 'written'}, {len(surplus)} not listed")
    return 1 if surplus or (chosen.check and changed) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
