"""What stops casebound from judging at all. A finding about a record is a value, never one of these."""


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
