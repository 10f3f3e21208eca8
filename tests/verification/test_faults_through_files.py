"""Faults as a folder, through the command line: the right exit code, the right objections, and no release.

By default one fault for each control, one boundary for each base case, and every one that changes a file or evidence;
the others with `make long`. In process, `test_faults.py` judges all of them.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from tests.support.commands import Ran, Run
from tests.support.sample import AS_OF, PROJECT, Bench, bench, sample, schemas, sign, standing
from tests.verification.faults import BOUNDARIES, FAULTS, OTHER, Fault

from casebound.controls import CONTROLS
from casebound.judge.engine import STAGE
from casebound.load.project import RECORD
from casebound.model.decisions import FOLDER
from casebound.model.evidence import EvidenceFile
from casebound.model.rules import ClaimControl
from casebound.model.terms import Severity
from casebound.pipeline import build, check

ABOUT_CLAIMS = frozenset(one.id for one in CONTROLS if isinstance(one, ClaimControl))
BLOCKING = frozenset(one.id for one in CONTROLS if one.severity is Severity.BLOCKING)

Lay = Callable[[Fault], tuple[Path, Bench]]

_OBJECTION = re.compile(r"^(\S+):[0-9]+:[0-9]+: (?:blocking|warning|note) ([A-Z][0-9]{2}): ", re.MULTILINE)


def _named(fault: Fault) -> str:
    return f"{fault.base}: {fault.says}"


@cache
def _bytes(file: str) -> bytes:
    return (PROJECT / file).read_bytes()


def _put(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def _yaml(content: object) -> bytes:
    """JSON is YAML, and all that the strict reader asks of it is that text be quoted, as it is."""
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _lay(file: Path, source: str, before: EvidenceFile, found: EvidenceFile) -> None:
    """Put a file where it belongs: as it is in the sample, with other bytes, or not at all."""
    if replace(found, inspection=before.inspection) == before:
        _put(file, _bytes(source))
    elif found.problem is None:
        _put(file, OTHER)
    else:
        file.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that holds the sample's registers and captures and no case yet."""
    folder = tmp_path_factory.mktemp("faults") / "project"
    shutil.copytree(PROJECT / "registers", folder / "registers")
    return folder


@pytest.fixture
def lay(registers: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lay]:
    """Makes a fault the one case of the project on disk; afterwards the project is as it was.

    The project's registers are written once and its schemas are read once: both would cost more than the judging.
    """
    for module in (build, check):
        monkeypatch.setattr(module, "schemas_for", lambda _workspace: schemas())
    undo: list[tuple[Path, str]] = []

    def laid(fault: Fault) -> tuple[Path, Bench]:
        one = sign(fault.made()) if fault.renewed else fault.made()
        for name, content in one.registers.items():
            if content != sample().registers[name][1]:
                file = f"registers/{name}.yml"
                _put(registers / file, _yaml(content))
                undo.append((registers / file, file))
        for key, before in sample().captures.items():
            if one.captures[key] != before:
                if key in one.added:
                    _put(registers / before.name, one.added[key])
                else:
                    _lay(registers / before.name, before.name, before, one.captures[key])
                undo.append((registers / before.name, before.name))
        _lay_cases(registers / "cases", one, fault.base)
        return registers, one

    yield laid
    for name in ("cases", "build"):
        shutil.rmtree(registers / name, ignore_errors=True)
    for file, source in undo:
        _put(file, _bytes(source))


def _lay_cases(cases: Path, one: Bench, base: str) -> None:
    before = next(two for two in sample().cases if two.folder == base).exhibits
    for content in (one.case, *one.others):
        here = cases / content["case"]
        _put(here / RECORD, _yaml(content))
        for name, file in one.decisions.items() if content is one.case else ():
            _put(here / FOLDER / name, file.data)
        for key, found in one.exhibits.items():
            if key in content["exhibits"]:
                file = here / content["exhibits"][key]["file"]
                if key in one.added:
                    same = hashlib.sha256(one.added[key]).hexdigest() == found.sha256
                    _put(file, one.added[key] if same else OTHER)
                else:
                    _lay(file, f"cases/{base}/{found.name}", before[key], found)


def _told(run: Run, command: str, folder: Path, one: Bench) -> Ran:
    when = [] if one.as_of == AS_OF else ["--as-of", one.as_of.isoformat()]
    return run(command, "-C", folder, *when)


def _objections(told: Ran, case: str) -> frozenset[str]:
    """The controls that the output names for a case; that it says too much of itself follows from them."""
    home = f"cases/{case}"
    places = (f"{home}/{RECORD}", f"{home}/{FOLDER}/")
    named = {control for file, control in _OBJECTION.findall(told.out) if file.startswith(places)}
    return frozenset(named - {STAGE.id})


@cache
def _unchanged(base: str) -> Bench:
    return bench(base)


def _is_relied_on(one: Bench) -> bool:
    """Whether somebody relies on each claim: what a proposed claim lacks is only noted."""
    claims = one.case.get("claims", {}).values()
    return all(claim.get("relied") and not claim.get("reversed") for claim in claims)


def _changes_files(fault: Fault) -> bool:
    before, after = _unchanged(fault.base), bench(fault.base, fault.edits)
    return bool(after.added) or (before.exhibits, before.captures) != (after.exhibits, after.captures)


def _each(faults: Sequence[Fault], shows: Callable[[Fault], frozenset[str]]) -> list[object]:
    """The faults as parameters; long are those that change no file and show nothing that an earlier one did not."""
    shown, chosen = set[str](), list[object]()
    for fault in faults:
        new = shows(fault) - shown
        shown |= new
        marks = () if new or _changes_files(fault) else (pytest.mark.long,)
        chosen.append(pytest.param(fault, id=_named(fault), marks=marks))
    return chosen


@pytest.mark.parametrize("fault", _each(FAULTS, lambda fault: fault.objects))
def test_a_fault_on_disk_ends_as_it_must(fault: Fault, lay: Lay, run: Run) -> None:
    folder, one = lay(fault)
    blocks = bool(fault.objects & (BLOCKING if _is_relied_on(one) else BLOCKING - ABOUT_CLAIMS))
    told = _told(run, "build" if blocks else "check", folder, one)
    assert told.code == int(blocks), told.out
    assert _objections(told, fault.base) - (standing(fault.base) - fault.objects) == fault.objects
    assert not (folder / "build" / "handbook").exists()
    assert not (folder / "build" / "releases").exists()


@pytest.mark.parametrize("boundary", _each(BOUNDARIES, lambda fault: frozenset({fault.base})))
def test_what_lies_just_inside_the_rules_passes_as_a_folder(boundary: Fault, lay: Lay, run: Run) -> None:
    folder, one = lay(boundary)
    told = _told(run, "check", folder, one)
    assert _objections(told, boundary.base) <= standing(boundary.base)
    assert re.search(rf"^{boundary.base} +\S+ +supported ", told.out, re.MULTILINE)
