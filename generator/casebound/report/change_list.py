"""The days on which time alone changes the verdict on a case, as text."""

from collections.abc import Mapping, Sequence

from casebound.model.days import Period
from casebound.model.judgment import VerdictChange
from casebound.report.sanitize import escape_unprintable


def changes_as_text(changes: Mapping[str, Sequence[VerdictChange]], days: Period) -> str:
    """A line for each change, in order of the days, and a line with their number."""
    lines = sorted(
        f"{change.on} {escape_unprintable(folder)}: {escape_unprintable(' '.join(change.says))}"
        for folder, found in changes.items()
        for change in found
    )
    number = f"{len(lines)} {'change' if len(lines) == 1 else 'changes'} of a verdict"
    return "\n".join((*lines, f"{number} from {days.begins} to {days.ends}, if nothing is recorded.")) + "\n"
