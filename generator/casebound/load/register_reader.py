"""Read one register for a command that does not need the whole project."""

from typing import Any

from casebound.load.project import Source
from casebound.load.strict_yaml import MOST_BYTES, read
from casebound.load.workspace import Unreadable, Workspace
from casebound.model.errors import CannotJudge
from casebound.model.registers import rows

_CHECK = "Run casebound check and fix the errors that it reports."


def register(workspace: Workspace, name: str) -> tuple[Source, dict[str, Any]]:
    """The content of a register. Raises CannotJudge, with the name of the file, if it cannot be read."""
    file = f"registers/{name}.yml"
    try:
        data = workspace.read(file, MOST_BYTES + 1)
    except Unreadable as problem:
        raise CannotJudge(f"{file} cannot be used: {problem}", _CHECK) from None
    document = read(data, file)
    if document.problems or not isinstance(document.data, dict):
        raise CannotJudge(f"{file} cannot be read", _CHECK)
    return Source(file, data), document.data


def rows_of(workspace: Workspace, name: str) -> dict[str, Any]:
    """The rows of a register by id. Raises CannotJudge, with the name of the file, if it cannot be read."""
    return rows(register(workspace, name)[1])
