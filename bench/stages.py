"""Runs a check or build in this process and prints the time of each stage as JSON.

The stages are measured from outside, with a stopwatch around the functions that carry them out. Time that a stage
spends in another stage counts for the other stage.
"""

import argparse
import datetime as dt
import functools
import gc
import importlib
import json
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

STAGES = ("load", "validate", "judge", "preflight", "views", "templates", "pages", "documents", "publish", "other")

# The function of each stage: the module that calls it, its name there, and the stage.
_JUDGING = (
    ("casebound.pipeline.check", "load", "load"),
    ("casebound.pipeline.check", "schemas_for", "validate"),
    ("casebound.load.schema", "Schema.errors", "validate"),
    ("casebound.judge.engine", "structure", "validate"),
    ("casebound.judge", "judge", "judge"),
    ("casebound.pipeline.preflight", "unprintable", "preflight"),
)
_BUILDING = (
    *_JUDGING,
    ("casebound.pipeline.build", "schemas_for", "validate"),
    ("casebound.release.context", "case_view", "views"),
    ("casebound.pipeline.build", "open_page_templates", "templates"),
    ("casebound.release.release_files", "case_pages", "pages"),
    ("casebound.pipeline.build", "publish", "publish"),
)
_PRINTING = (*_BUILDING, ("casebound.release.document_files", "documents", "documents"))


class Stopwatch:
    """Seconds by stage. Of nested stages, only the innermost is measured."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._running = ["other"]
        self._since = time.perf_counter()

    def around(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same function with time measurement. Generators are run to their end at once."""

        @functools.wraps(work)
        def timed(*args: Any, **named: Any) -> Any:
            self._enter(stage)
            try:
                result = work(*args, **named)
                return iter(list(result)) if isinstance(result, Iterator) else result
            finally:
                self._leave()

        return timed

    def stop(self) -> dict[str, float]:
        """The seconds of every stage. Time outside all stages is `other`."""
        self._count()
        return {stage: self.seconds[stage] for stage in STAGES}

    def _enter(self, stage: str) -> None:
        self._count()
        self._running.append(stage)

    def _leave(self) -> None:
        self._count()
        self._running.pop()

    def _count(self) -> None:
        now = time.perf_counter()
        self.seconds[self._running[-1]] += now - self._since
        self._since = now


def install(stopwatch: Stopwatch, functions: Iterable[tuple[str, str, str]]) -> None:
    """Put the stopwatch around every function. Raises AttributeError if a function does not exist."""
    for module, name, stage in functions:
        owner: Any = importlib.import_module(module)
        *within, last = name.split(".")
        for part in within:
            owner = getattr(owner, part)
        setattr(owner, last, stopwatch.around(stage, getattr(owner, last)))


def main() -> None:
    """Run the requested work and print a line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", choices=("check", "build"))
    parser.add_argument("project", type=Path)
    parser.add_argument("--documents", action="store_true", help="also create the PDFs")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()

    from casebound.load.workspace import workspace
    from casebound.model.terms import Severity

    project, today = workspace(options.project), dt.date.max
    output: dict[str, Any] = {}
    stopwatch = Stopwatch()
    if options.work == "check":
        gc.freeze()
        gc.disable()  # as the command does
        from casebound.pipeline.check import check

        install(stopwatch, _JUDGING)
        judgment = check(project, None, today, jobs=options.jobs)
    else:
        from casebound.pipeline.build import BuildRequest, build

        install(stopwatch, _PRINTING if options.documents else _BUILDING)
        built = build(project, BuildRequest(None, today, options.jobs, documents=options.documents))
        judgment = built.judgment
        output = {name: getattr(built.rebuilt, name) for name in ("pages", "documents", "page_templates")}
        output |= {"files": built.release.files, "digest": built.release.digest} if built.release else {}
    blocking = [finding for finding in judgment.findings if finding.severity is Severity.BLOCKING]
    output["blocked"] = [f"{finding.location.file}: {finding.control}: {finding.message}" for finding in blocking[:1]]
    print(json.dumps({"stages": stopwatch.stop(), **output}))


if __name__ == "__main__":
    main()
