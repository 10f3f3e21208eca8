"""The unsupported cases: each is a supported sample case with one change from `tests/unsupported/expected.yml`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from specimens.case_folders import ROOT

UNSUPPORTED = ROOT / "tests" / "unsupported"
FAULTS = UNSUPPORTED / "expected.yml"


def unsupported_texts(faults: Mapping[str, Any], texts: Mapping[Path, str]) -> dict[Path, str]:
    """The record of each unsupported case, by folder."""
    bases = {folder.name: text for folder, text in texts.items()}
    return {UNSUPPORTED / name: _unsupported_text(name, fault, bases[fault["base"]]) for name, fault in faults.items()}


def _unsupported_text(name: str, fault: Mapping[str, Any], text: str) -> str:
    """A record: the base case with a new id and worker reference, the stage of an unsupported case, and one change."""
    base = fault["base"]
    body = text[text.index("format: ") :].replace(f"W-1{base[-3:]}", f"W-1{name[-3:]}")
    body = body.replace(f"workers/w-1{base[-3:]}", f"workers/w-1{name[-3:]}")
    replacements = {
        f"case: {base}\n": f"case: {name}\n",
        "stage: exemption-in-effect\n": "stage: exemption-unsupported\n",
    }
    if "was" in fault:
        replacements[fault["was"].rstrip("\n")] = fault["becomes"].rstrip("\n")
    for was, becomes in replacements.items():
        if body.count(was) != 1:
            raise ValueError(f"{name}: its base {base} contains {was!r} {body.count(was)} times, not once")
        body = body.replace(was, becomes)
    source = f"# Created from {base} by specimens/make.py, with one change; see ../expected.yml."
    return f"# {fault['because']}\n{source}\n{body}"
