"""Reads the records behind the specimens and creates the files that the records list."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from specimens import screens
from specimens.decision_files import Plan, PlannedSheet, written
from specimens.document_kinds import document_bytes, sheet_bytes
from specimens.specimen_facts import SpecimenFacts

from casebound.edit.yaml_edit import with_values
from casebound.load.strict_yaml import read
from casebound.model.case import Case
from casebound.model.clock import Clock
from casebound.model.decisions import FOLDER
from casebound.model.evidence import EvidenceFile
from casebound.model.facts import Facts
from casebound.model.record_base import structure
from casebound.model.registers import Registers, rows_by_register

ROOT = Path(__file__).parent.parent
REGISTERS = ROOT / "registers"
SOURCES = REGISTERS / "sources.yml"
DECISIONS = Path(__file__).with_name("decisions.yml")

Files = dict[Path, bytes]
Values = dict[tuple[str | int, ...], str]


def plain(path: Path, text: str | None = None) -> Any:
    """The content of a YAML file, as mappings, lists and text."""
    document = read(path.read_bytes() if text is None else text.encode(), path.name)
    if document.problems:
        problem = document.problems[0]
        raise ValueError(f"{path}:{problem.line}:{problem.column}: {problem.message}")
    return document.data


def registers(sources: str | None = None) -> Registers:
    """All registers, with `sources` instead of the content of `sources.yml` if given."""
    contents = {
        path.stem: plain(path, sources if path == SOURCES else None) for path in sorted(REGISTERS.glob("*.yml"))
    }
    return structure(rows_by_register(contents), Registers)


def captures(only: set[str]) -> tuple[Files, str]:
    """The capture of each official source, and `sources.yml` with their hashes."""
    known = registers()
    files: Files = {}
    for name, source in known.sources.items():
        path = ROOT / source.capture
        if only and name not in only:
            files[path] = path.read_bytes()
            continue
        reader = known.people[source.accessed_by].name
        files[path] = sheet_bytes(screens.source_capture(source, reader), path.suffix)
    hashes: Values = {(name, "sha256"): _hash(files[ROOT / source.capture]) for name, source in known.sources.items()}
    return files, with_values(SOURCES.read_bytes(), hashes).decode()


def case_files(folder: Path, text: str, known: Registers, words: Mapping[str, Any], plan: Plan) -> Files:
    """Every file of a case folder: its evidence, the record with the hashes, and the decisions of the plan."""
    record = folder / "case.yml"
    case = structure(plain(record, text), Case)
    files = {
        folder / exhibit.file: document_bytes(SpecimenFacts(case, known, key, words.get(key, {})))
        for key, exhibit in case.exhibits.items()
    }
    hashes: Values = {
        ("exhibits", key, "sha256"): _hash(files[folder / item.file]) for key, item in case.exhibits.items()
    }
    data = with_values(text.encode(), hashes)
    files[record] = data
    facts = _facts(structure(plain(record, data.decode()), Case), known)
    return files | {folder / FOLDER / file.name: file.data for file in written(facts, plan).files}


def decision_plans() -> dict[str, Plan]:
    """The decisions of each sample case that has some."""
    return {case: structure(plan, dict[str, PlannedSheet]) for case, plan in plain(DECISIONS).items()}


def _facts(case: Case, known: Registers) -> Facts:
    if known.policy.as_of is None:
        raise ValueError("the sample's policy needs an as-of date")
    exhibits = {key: EvidenceFile(item.file, item.sha256) for key, item in case.exhibits.items()}
    sources = {key: EvidenceFile(source.capture, source.sha256) for key, source in known.sources.items()}
    return Facts(case, known, Clock(known.policy.as_of), exhibits, sources)


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()
