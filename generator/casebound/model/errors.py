"""What stops casebound from judging at all. A finding about a record is a value, never one of these."""

from pathlib import Path
from traceback import walk_tb

_PACKAGE = Path(__file__).parents[1]


class CannotJudge(Exception):
    """The work could not be done (exit code 2): a bad invocation, a missing folder, a broken template.

    `remedy` says what to do about it, in one sentence.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class NotAProject(CannotJudge):
    """The folder named is not a casebound project."""


class BrokenSchema(CannotJudge):
    """A file under schema/ is missing or is not a schema."""


class BrokenTemplate(CannotJudge):
    """A template could not be read or rendered."""


class BrokenDocument(CannotJudge):
    """A PDF or the handbook could not be made as it should be."""


class CannotPublish(CannotJudge):
    """The release could not be written or swapped in; the last one still stands."""


class InternalError(CannotJudge):
    """A failure of casebound itself. No file and no record of the user's is said to be at fault."""


def origin(error: BaseException) -> str:
    """The class of an unforeseen error and the last line of casebound that it came through, for a report of it.

    The error's own message is left out: it may repeat what a record or an exhibit says.
    """
    lines = [(Path(frame.f_code.co_filename), number) for frame, number in walk_tb(error.__traceback__)]
    ours = [f"{file.relative_to(_PACKAGE)}, line {number}" for file, number in lines if file.is_relative_to(_PACKAGE)]
    place = ours[-1] if ours else "code outside of casebound"
    return f"{type(error).__name__} in {place}"
