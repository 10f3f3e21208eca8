"""The error of a decision that the record does not allow."""

from casebound.model.errors import CannotJudge


class CannotDecide(CannotJudge):
    """The record, a register or the choice of people does not allow a decision (exit code 1)."""
