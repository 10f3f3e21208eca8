"""The unsupported cases: a supported case of the sample each, with one change from `tests/unsupported/expected.yml`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from specimens.folders import ROOT

UNSUPPORTED = ROOT / "tests" / "unsupported"
FAULTS = UNSUPPORTED / "expected.yml"


def twin_texts(faults: Mapping[str, Any], texts: Mapping[Path, str]) -> dict[Path, str]:
    """The record of each unsupported case by its folder."""
    bases = {folder.name: text for folder, text in texts.items()}
    return {UNSUPPORTED / name: _twin(name, fault, bases[fault["base"]]) for name, fault in faults.items()}


def _twin(name: str, fault: Mapping[str, Any], text: str) -> str:
    """One record: the base under another name and worker reference, stated as unsupported, with its one change."""
    base = fault["base"]
    body = text[text.index("format: ") :].replace(f"W-1{base[-3:]}", f"W-1{name[-3:]}")
    body = body.replace(f"workers/w-1{base[-3:]}", f"workers/w-1{name[-3:]}")
    once = {
        f"case: {base}\n": f"case: {name}\n",
        "stage: exemption-in-effect\n": "stage: exemption-unsupported\n",
        fault["was"].rstrip("\n"): fault["becomes"].rstrip("\n"),
    }
    for was, becomes in once.items():
        if body.count(was) != 1:
            raise ValueError(f"{name}: its base {base} holds {was!r} {body.count(was)} times, not once")
        body = body.replace(was, becomes)
    made_from = f"# Made from {base} by specimens/make.py, with one change; see ../expected.yml."
    return f"# {fault['because']}\n{made_from}\n{body}"
