"""A team at work: a project with one supported case, and a clock that a test sets."""

from pathlib import Path
from unittest.mock import patch

from tests.support.commands import Ran, Run

from casebound.cli import options
from casebound.load.workspace import workspace
from casebound.model.days import parse_moment
from casebound.pipeline.build import BuildRequest, BuildResult, build

NO = "NO-2026-001"


class Office:
    """A project with one supported case, and a clock that a test sets."""

    def __init__(self, root: Path, run: Run, case: str = NO) -> None:
        self.root, self.case, self._run = root, case, run
        policy = root / "registers" / "policy.yml"
        policy.write_text("".join(line for line in policy.read_text().splitlines(True) if not line.startswith("as_of")))
        self.now = "2026-11-22T10:00-05:00"

        self.edit("stage: exemption-in-effect\n", "")

    def do(self, *words: object) -> Ran:
        moment = parse_moment(self.now)
        with patch.object(options, "this_minute", lambda: moment), patch.object(options, "this_day", lambda: moment.on):
            return self._run(*words, "-C", self.root)

    def build(self) -> BuildResult:
        """Publish the handbook without the PDFs."""
        return build(workspace(self.root), BuildRequest(None, parse_moment(self.now).on, documents=False))

    def edit(self, was: str, becomes: str) -> None:
        record = self.root / "cases" / self.case / "case.yml"
        text = record.read_text()
        assert text.count(was) == 1, (was, text.count(was))
        record.write_text(text.replace(was, becomes))

    def approve(self, *people: str) -> list[Ran]:
        return [self.do("approve", self.case, "exemption", "--by", person) for person in people]

    @property
    def home(self) -> Path:
        return self.root / "cases" / self.case / "decisions"

    def blocking(self) -> set[str]:
        told = self.do("check", self.case, "--format", "github").out
        return {line.split("title=")[1].split(" ")[0].split("%")[0] for line in told.splitlines() if "::error" in line}
