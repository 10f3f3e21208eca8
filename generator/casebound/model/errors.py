"""Errors that prevent the check itself. A finding about a record is a value, never one of these errors."""

from pathlib import Path
from traceback import walk_tb

_PACKAGE = Path(__file__).parents[1]


class CannotJudge(Exception):
    """The work could not be done (exit code 2): a bad invocation, a missing folder, a broken template.

    `remedy` is the next step for the user, in one sentence.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class CannotDecide(CannotJudge):
    """The record, a register or the choice of people does not allow a decision (exit code 1)."""


class NotAProject(CannotJudge):
    """The folder named is not a casebound project."""


class BrokenSchema(CannotJudge):
    """A file under schema/ is missing or is not a schema."""


class BrokenTemplate(CannotJudge):
    """A template could not be read or rendered."""


class BrokenDocument(CannotJudge):
    """A PDF or the handbook could not be created correctly."""


class CannotPublish(CannotJudge):
    """The release could not be written or published; the previous release is unchanged."""


class InternalError(CannotJudge):
    """An error in casebound itself, not in a file or record of the user."""


def origin(error: BaseException) -> str:
    """The class of an unexpected error and the last line of casebound in its traceback, for a bug report.

    The error's message is left out, because it may contain text from a record or an exhibit.
    """
    lines = [(Path(frame.f_code.co_filename), number) for frame, number in walk_tb(error.__traceback__)]
    ours = [f"{file.relative_to(_PACKAGE)}, line {number}" for file, number in lines if file.is_relative_to(_PACKAGE)]
    place = ours[-1] if ours else "code outside of casebound"
    return f"{type(error).__name__} in {place}"
