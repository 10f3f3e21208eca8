"""Read a whole project once: registers, case records, and the evidence files with their hashes."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import Any

from casebound.load.decision_files import DecisionFiles, decision_files
from casebound.load.evidence_reader import (
    NOTHING_KNOWN,
    Content,
    Inspections,
    LocatedFile,
    hashed,
    inspect_evidence,
    prepare,
)
from casebound.load.file_names import name_problems, printable, same_published
from casebound.load.file_rules import (
    CASE_FOLDER,
    NAMES_FOR_ALL_SYSTEMS,
    NOTHING_HIDDEN,
    ONE_MEANING,
    READABLE,
    REGISTER_PRESENT,
)
from casebound.load.strict_yaml import READ_BYTES, Problem, positions, read
from casebound.load.unread_files import unread_beside_cases, unread_in_case, unread_in_registers
from casebound.load.workspace import Unreadable, Workspace, files_below
from casebound.model.decisions import FOLDER
from casebound.model.evidence import EvidenceFile, Inspection
from casebound.model.findings import Finding, Location, Path
from casebound.model.rules import Rule
from casebound.runtime.parallel import map_small_tasks

REGISTERS = ("agreements", "people", "employers", "sources", "policy")
DECISION_FILES = ("sheet", "answer")
"""The files of the decisions folder that have a schema."""
OPTIONAL_REGISTERS = ("waivers",)
_READ_FOR_COMPARISON = ("changes",)
RECORD = "case.yml"
_RENAME_FOLDER = (
    "Open the case under another id with casebound new and carry its record over, or rename the folder and `case`"
    " before anything is approved. Approvals cover the id of the case."
)
_CHUNK_SIZE = 32  # cases in a task of a worker
_YAML_RULES = {rule.id: rule for rule in (READABLE, ONE_MEANING, NOTHING_HIDDEN)}


@dataclass(slots=True)
class Source:
    """A YAML file of the project. Positions are computed when the first finding needs one."""

    file: str
    data: bytes
    _places: Mapping[Path, tuple[int, int]] | None = field(default=None, repr=False)

    def locate(self, path: Path) -> Location:
        """The location of a key, or of the nearest enclosing key in the file."""
        if self._places is None:
            self._places = positions(self.data)
        nearest = path
        while nearest not in self._places:
            nearest = nearest[:-1]
        line, column = self._places[nearest]
        return Location(self.file, line, column, pointer(path))


@dataclass(frozen=True, slots=True)
class LoadedCase:
    """The content of one case folder: the record as plain data, and the files of its exhibits."""

    folder: str
    source: Source
    content: dict[str, Any]
    exhibits: Mapping[str, EvidenceFile]
    decisions: DecisionFiles = field(default_factory=dict)

    def locate(self, path: Path) -> Location:
        """The location of a key of the record, or of a line of a sheet or an answer under `decisions`."""
        if path[:1] == (FOLDER,) and len(path) > 1 and path[1] in self.decisions:
            file = self.decisions[str(path[1])]
            return Source(file.file, file.data).locate(path[2:])
        return self.source.locate(path)


@dataclass(frozen=True, slots=True)
class _Read:
    """The result of reading one folder under cases/. Without `loaded`, the folder has no case that can be checked."""

    folder: str
    loaded: LoadedCase | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class LoadedProject:
    """Everything that was read. A case or register that could not be read has a finding and is not in the lists."""

    registers: Mapping[str, tuple[Source, Any]]
    cases: tuple[LoadedCase, ...]
    captures: Mapping[str, EvidenceFile]
    findings: tuple[Finding, ...]
    unreadable: tuple[str, ...]
    inspections: Mapping[Content, Inspection] = field(default_factory=dict, repr=False)


def pointer(path: Path) -> str:
    """A path as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def load(workspace: Workspace, jobs: int = 1, known: Mapping[Content, Inspection] = NOTHING_KNOWN) -> LoadedProject:
    """Read the project's registers and cases, in up to `jobs` workers if there are many cases.

    A file whose content has a `known` inspection is hashed, but not inspected again.
    """
    findings: list[Finding] = []
    registers = _registers(workspace, findings)
    captures = _captures(workspace, registers)
    folders = workspace.case_folders()
    findings += _in_registers(workspace, registers, captures)
    findings += _folder_names(folders)
    findings += _beside_cases(workspace, folders)
    if not folders:
        findings.append(_no_case())
    read_all: list[_Read] = []
    located = [_located_captures(captures)]
    for result in map_small_tasks(partial(_read_case, workspace), folders, jobs, _CHUNK_SIZE):
        read_all.append(result)
        if result.loaded is not None:
            located.append(_located_exhibits(result.loaded))
            prepare(located[-1].values(), known)  # while the workers read other cases
    findings += [finding for result in read_all for finding in result.findings]
    loaded = [result.loaded for result in read_all if result.loaded is not None]
    inspections = inspect_evidence(workspace, chain.from_iterable(files.values() for files in located), jobs, known)
    captures, cases = _inspected(inspections, located, loaded)
    _same_id(cases, findings)
    unreadable = tuple(result.folder for result in read_all if result.loaded is None)
    return LoadedProject(registers, cases, captures, tuple(findings), unreadable, inspections.found)


def _read_case(workspace: Workspace, folder: str) -> _Read:
    shown, findings = printable(folder), list[Finding]()
    if folder != shown:
        message = f"the name of the folder {shown} contains characters that cannot be printed"
        findings.append(_found(CASE_FOLDER, message, Location("cases", 1, 1)))
        return _Read(shown, None, tuple(findings))
    loaded = _case(workspace, folder, findings)
    return _Read(folder, loaded, tuple(findings))


def _no_case() -> Finding:
    remedy = "Add a folder with a case.yml, or name the project folder with -C."
    return Finding(
        CASE_FOLDER.id, CASE_FOLDER.severity, "there are no cases under cases/", remedy, Location("cases", 1, 1)
    )


def _found(rule: Rule, message: str, location: Location, case: str | None = None, remedy: str | None = None) -> Finding:
    return Finding(rule.id, rule.severity, message, remedy or rule.remedy, location, case)


def _yaml(workspace: Workspace, file: str, findings: list[Finding], case: str | None) -> tuple[Source, Any] | None:
    """The content of a YAML file, or None if the file has problems, which are added to the findings."""
    data = workspace.read(file, READ_BYTES)
    document = read(data, file)
    findings += [_from_problem(problem, file, case) for problem in document.problems]
    return None if document.problems else (Source(file, data), document.data)


def _from_problem(problem: Problem, file: str, case: str | None) -> Finding:
    place = Location(file, problem.line, problem.column, pointer(problem.path))
    return _found(_YAML_RULES[problem.rule], problem.message, place, case)


def _registers(workspace: Workspace, findings: list[Finding]) -> dict[str, tuple[Source, Any]]:
    registers: dict[str, tuple[Source, Any]] = {}
    optional = [name for name in OPTIONAL_REGISTERS if os.path.lexists(workspace.registers / f"{name}.yml")]
    for name in (*REGISTERS, *optional):
        file = f"registers/{name}.yml"
        try:
            loaded = _yaml(workspace, file, findings, None)
        except Unreadable as problem:
            findings.append(_found(REGISTER_PRESENT, f"{file} cannot be used: {problem}", Location(file, 1, 1)))
            continue
        if loaded is not None and (name in REGISTERS or loaded[1] is not None):  # an optional register may be empty
            registers[name] = loaded
    return registers


def _captures(workspace: Workspace, registers: Mapping[str, tuple[Source, Any]]) -> dict[str, EvidenceFile]:
    content = registers["sources"][1] if "sources" in registers else {}
    entries = content if isinstance(content, dict) else {}
    return {
        key: hashed(workspace, entry["capture"], entry["capture"], entry.get("sha256"))
        for key, entry in entries.items()
        if isinstance(entry, dict) and isinstance(entry.get("capture"), str)
    }


def _case(workspace: Workspace, folder: str, findings: list[Finding]) -> LoadedCase | None:
    file = f"cases/{folder}/{RECORD}"
    try:
        loaded = _yaml(workspace, file, findings, folder)
    except Unreadable as problem:
        findings.append(_found(CASE_FOLDER, f"{file} cannot be used: {problem}", Location(file, 1, 1), folder))
        return None
    if loaded is None:
        return None
    source, content = loaded
    if not isinstance(content, dict):
        findings.append(
            _found(
                READABLE,
                "the record is not a mapping of sections",
                Location(file, 1, 1),
                folder,
            )
        )
        return None
    if isinstance(content.get("case"), str) and content["case"] != folder:
        message = f"the folder is named {folder}, but `case` is {content['case']}"
        findings.append(_found(CASE_FOLDER, message, source.locate(("case",)), folder))
    exhibits = _exhibits(workspace, folder, content)
    decisions = decision_files(workspace, folder)
    listed = (RECORD, *(file.name for file in exhibits.values()), *(f"{FOLDER}/{name}" for name in decisions))
    findings += [
        _found(entry.rule, entry.message, source.locate(("exhibits",)), folder, entry.remedy)
        for entry in unread_in_case(files_below(workspace.cases / folder), listed)
    ]
    findings += _file_names(folder, source, exhibits)
    return LoadedCase(folder, source, content, exhibits, decisions)


def _exhibits(workspace: Workspace, folder: str, content: Mapping[str, Any]) -> dict[str, EvidenceFile]:
    listed = content.get("exhibits")
    entries = listed if isinstance(listed, dict) else {}
    return {
        key: hashed(workspace, entry["file"], f"cases/{folder}/{entry['file']}", entry.get("sha256"))
        for key, entry in entries.items()
        if isinstance(entry, dict) and isinstance(entry.get("file"), str)
    }


def _located_captures(captures: Mapping[str, EvidenceFile]) -> dict[str, LocatedFile]:
    return {key: LocatedFile(file.name, file, quoted=True) for key, file in captures.items()}


def _inspected(
    inspections: Inspections, located: Iterable[dict[str, LocatedFile]], cases: Iterable[LoadedCase]
) -> tuple[dict[str, EvidenceFile], tuple[LoadedCase, ...]]:
    """The captures and the cases, with the inspections of their files."""
    captures, *exhibits = ({key: inspections.inspected(file) for key, file in files.items()} for files in located)
    return captures, tuple(replace(case, exhibits=files) for case, files in zip(cases, exhibits, strict=True))


def _located_exhibits(case: LoadedCase) -> dict[str, LocatedFile]:
    quotes = case.content.get("quotes")
    listed = quotes.values() if isinstance(quotes, dict) else ()
    quoted = [quote.get("exhibit") for quote in listed if isinstance(quote, dict)]
    return {
        key: LocatedFile(f"cases/{case.folder}/{file.name}", file, key in quoted) for key, file in case.exhibits.items()
    }


def _file_names(folder: str, source: Source, exhibits: Mapping[str, EvidenceFile]) -> Iterator[Finding]:
    """A finding for each exhibit whose file name some system refuses, or takes for the name of another file.

    A file that is not listed is not published, and is reported as unlisted already.
    """
    listed = {file.name: ("exhibits", key, "file") for key, file in exhibits.items()}
    for name, problem in (*name_problems(f"cases/{folder}", listed), *same_published(listed)):
        message = f"the name {printable(name)} does not work everywhere: {printable(problem)}"
        yield _found(NAMES_FOR_ALL_SYSTEMS, message, source.locate(listed[name]), folder)


def _in_registers(
    workspace: Workspace, registers: Mapping[str, tuple[Source, Any]], captures: Mapping[str, EvidenceFile]
) -> Iterator[Finding]:
    """A finding for each file in registers/ that nothing reads, and for each capture whose name some system refuses."""
    names = (*REGISTERS, *OPTIONAL_REGISTERS, *_READ_FOR_COMPARISON)
    listed = {file.name.removeprefix("registers/"): key for key, file in captures.items()}
    known = {*(f"{name}.yml" for name in names), *listed}
    paths = tuple(files_below(workspace.registers))
    source, _ = registers.get("sources", (None, None))
    if source is None:  # it is not known which captures are cited
        paths = tuple(path for path in paths if not path.startswith("captures/"))
    for entry in unread_in_registers(paths, known):
        yield _found(entry.rule, entry.message, Location("registers", 1, 1), remedy=entry.remedy)
    for name, problem in name_problems("registers", listed):
        message = f"the name {printable(name)} does not work everywhere: {printable(problem)}"
        place = source.locate((listed[name], "capture")) if source else Location("registers", 1, 1)
        yield _found(NAMES_FOR_ALL_SYSTEMS, message, place)


def _beside_cases(workspace: Workspace, folders: tuple[str, ...]) -> Iterator[Finding]:
    for entry in unread_beside_cases(workspace, folders):
        yield _found(entry.rule, entry.message, Location("cases", 1, 1), remedy=entry.remedy)


def _folder_names(folders: tuple[str, ...]) -> Iterator[Finding]:
    for name, problem in name_problems("cases", folders):
        message = f"the folder {printable(name)} does not work everywhere: {printable(problem)}"
        place = Location(f"cases/{printable(name)}/{RECORD}", 1, 1)
        yield _found(NAMES_FOR_ALL_SYSTEMS, message, place, printable(name), _RENAME_FOLDER)


def _same_id(cases: Iterable[LoadedCase], findings: list[Finding]) -> None:
    seen: dict[str, LoadedCase] = {}
    for case in cases:
        key = str(case.content.get("case", "")).casefold()
        if key and key in seen:
            message = f"the id {case.content['case']} is also the id of cases/{seen[key].folder}"
            location = case.source.locate(("case",))
            findings.append(_found(CASE_FOLDER, message, location, case.folder))
        seen.setdefault(key, case)
