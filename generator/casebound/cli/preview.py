"""The preview of a project that is rebuilt when a file changes.

Errors and blocking findings are part of the state. If a preview cannot be built, the last pages remain. `build` is
called for each new preview.
"""

import os
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from casebound.model.errors import CannotJudge, origin
from casebound.model.findings import Finding
from casebound.model.judgment import Judgment
from casebound.model.terms import Severity

POLL_SECONDS = 0.25
"""Seconds between two checks for changed files."""

_POLLS_BEFORE_RETRY = 12


@dataclass(frozen=True, slots=True)
class PreviewBuild:
    """A judgment and the folder of its pages; None if no pages could be built."""

    judgment: Judgment
    folder: Path | None


@dataclass(frozen=True, slots=True)
class PreviewState:
    """What the browser is shown: the folder of the last pages, blocking findings, and an error of the last build."""

    version: int = 0
    folder: Path | None = None
    findings: tuple[Finding, ...] = ()
    problem: str = ""


class Preview:
    """The current state, rebuilt by one thread and read by the threads that answer the browser.

    `files` are the states of the files before the last build, so that a change during a build is noticed after it.
    """

    def __init__(self, build: Callable[[], PreviewBuild], folders: Sequence[Path] = ()) -> None:
        self._build, self.folders = build, folders
        self.state, self.files = PreviewState(), file_states(())

    def rebuild(self) -> PreviewState:
        """Build a new preview. If that fails, the error becomes part of the state."""
        self.files, before = file_states(self.folders), self.state
        version = before.version + 1
        try:
            built = self._build()
        except CannotJudge as error:
            self.state = replace(before, version=version, problem=f"{error.message}. {error.remedy or ''}".strip())
        except Exception as error:  # noqa: BLE001 - the thread that watches the files goes on
            problem = f"internal error ({origin(error)}). Report this error to the casebound project."
            self.state = replace(before, version=version, problem=problem)
        else:
            findings = built.judgment.findings
            blocking = tuple(finding for finding in findings if finding.severity is Severity.BLOCKING)
            self.state = PreviewState(version, built.folder or before.folder, blocking)
        return self.state


def file_states(folders: Iterable[Path]) -> frozenset[tuple[str, int, int]]:
    """The time and the size of every file below the folders; a changed, new or missing file changes the result."""
    states = []
    for folder in folders:
        for parent, _, names in os.walk(folder):
            for name in names:
                file = os.path.join(parent, name)
                try:
                    status = os.stat(file, follow_symlinks=False)
                except OSError:
                    continue  # deleted since it was listed; the next call notices
                states.append((file, status.st_mtime_ns, status.st_size))
    return frozenset(states)


def watch(preview: Preview, report: Callable[[PreviewState], None], ended: threading.Event) -> None:
    """Rebuild the preview whenever a file below its folders changes, until `ended` is set.

    After an error the build is also tried again without a change, since another build may have held the lock.
    """
    polls = 0
    while not ended.wait(POLL_SECONDS):
        polls += 1
        changed = file_states(preview.folders) != preview.files
        if changed or (preview.state.problem and polls % _POLLS_BEFORE_RETRY == 0):
            report(preview.rebuild())
