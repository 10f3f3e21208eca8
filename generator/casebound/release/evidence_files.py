"""Files of the project that a release contains unchanged, byte for byte as they were judged."""

import hashlib
from collections.abc import Iterator

from casebound.load.workspace import Unreadable, Workspace
from casebound.model.decisions import FOLDER, published_file
from casebound.model.errors import CannotJudge
from casebound.model.published_name import published_names
from casebound.release.cache import CachedFile
from casebound.release.context import BuildContext
from casebound.release.publish import Output


def evidence(context: BuildContext) -> Iterator[Output]:
    """The evidence of every case."""
    for case in context.judgment.cases:
        paths = published_names(case.facts.exhibits)
        for path, file in {paths[key]: file for key, file in case.facts.exhibits.items()}.items():
            if file.sha256 is not None:
                place = f"cases/{case.folder}"
                yield _copied(context.settings.workspace, f"{place}/{path}", f"{place}/{file.name}", file.sha256)


def decisions(context: BuildContext) -> Iterator[Output]:
    """The decision sheets of every case, with the answers to them. A message is published as text, never live."""
    for case in context.judgment.cases:
        for name, sha256 in case.facts.decisions.hashes.items():
            place = f"cases/{case.folder}/{FOLDER}"
            yield _copied(context.settings.workspace, f"{place}/{published_file(name)}", f"{place}/{name}", sha256)


def captures(context: BuildContext) -> Iterator[Output]:
    """The captures of official pages."""
    found = next((case.facts.captures for case in context.judgment.cases), {})
    for file in {capture.name: capture for capture in found.values()}.values():
        if file.sha256 is not None:
            path = f"captures/{file.name.rpartition('/')[2]}"
            yield _copied(context.settings.workspace, path, file.name, file.sha256)


def _copied(workspace: Workspace, path: str, relative: str, sha256: str) -> Output:
    return Output(path, sha256, lambda: as_judged(workspace, relative, sha256))


def as_judged(workspace: Workspace, relative: str, sha256: str) -> bytes:
    """Read a file again. Raises CannotJudge unless its bytes are the ones that were judged."""
    try:
        data = workspace.read(relative)
    except Unreadable as problem:
        raise CannotJudge(f"{relative} can no longer be read: {problem}", "Run the build again.") from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise CannotJudge(f"{relative} changed while the release was made", "Run the build again.")
    return data


def cached_output(path: str, cached: CachedFile) -> Output:
    """A file of the release from the cache."""
    return Output(path, cached.sha256, cached.read, cached.file)
