"""Read the decisions folder of a case: sheets, answers and messages, each with its hash."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from casebound.load.strict_yaml import READ_BYTES, Problem, read
from casebound.load.workspace import Unreadable, Workspace, files_below
from casebound.model.decisions import FOLDER, is_answer_file, is_sheet_file

_MESSAGE = ".eml"


@dataclass(frozen=True, slots=True)
class DecisionFile:
    """A file of the decisions folder. `content` is None for a message and for a file that cannot be read.

    `problems` are errors in a sheet or an answer, and `unreadable` is the reason why there are no bytes.
    """

    file: str
    data: bytes = b""
    content: Any = None
    problems: tuple[Problem, ...] = ()
    unreadable: str | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def name(self) -> str:
        return self.file.rpartition("/")[2]

    @property
    def is_sheet(self) -> bool:
        return is_sheet_file(self.name)

    @property
    def is_answer(self) -> bool:
        return is_answer_file(self.name)

    @property
    def is_message(self) -> bool:
        return self.name.endswith(_MESSAGE)


DecisionFiles = Mapping[str, DecisionFile]


def decision_files(workspace: Workspace, folder: str) -> DecisionFiles:
    """The sheets, answers and messages of a case, by the name of the file. Other files are not read."""
    home = f"cases/{folder}/{FOLDER}"
    names = sorted(files_below(workspace.root / home))
    return {name: _read(workspace, f"{home}/{name}") for name in names if _is_decision(name)}


def messages_of(workspace: Workspace) -> Iterator[DecisionFile]:
    """The messages with answers in all cases. What cannot be read has no bytes."""
    for folder in workspace.case_folders():
        home = f"cases/{folder}/{FOLDER}"
        for name in sorted(files_below(workspace.root / home)):
            if name.endswith(_MESSAGE):
                yield _read(workspace, f"{home}/{name}")


def _is_decision(name: str) -> bool:
    return is_sheet_file(name) or is_answer_file(name) or (name.endswith(_MESSAGE) and "/" not in name)


def _read(workspace: Workspace, file: str) -> DecisionFile:
    try:
        data = workspace.read(file, READ_BYTES)
    except Unreadable as problem:
        return DecisionFile(file, unreadable=str(problem))
    return as_read(file, data)


def as_read(file: str, data: bytes) -> DecisionFile:
    """A decision file with these bytes. The content of a message is not YAML and is read elsewhere."""
    if file.endswith(_MESSAGE):
        return DecisionFile(file, data)
    document = read(data, file)
    return DecisionFile(file, data, document.data, document.problems)


def problems_of(files: DecisionFiles) -> Iterator[tuple[DecisionFile, Problem]]:
    """Every error in the sheets and answers, with its file."""
    for file in files.values():
        for problem in file.problems:
            yield file, problem
