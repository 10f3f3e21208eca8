"""Files of the project that a release holds as they are, byte for byte the ones that were judged."""

import hashlib
from collections.abc import Iterator

from casebound.load.workspace import Unreadable, Workspace
from casebound.model.errors import CannotJudge
from casebound.release.cache import Stored
from casebound.release.context import Bench
from casebound.release.publish import Output


def evidence(bench: Bench) -> Iterator[Output]:
    """The files of every case."""
    for one in bench.judgement.cases:
        for file in one.facts.exhibits.values():
            if file.sha256 is not None:
                path = f"cases/{one.folder}/evidence/{file.name.rpartition('/')[2]}"
                yield _copied(bench.shop.workspace, path, f"cases/{one.folder}/{file.name}", file.sha256)


def captures(bench: Bench) -> Iterator[Output]:
    """The captures of official pages."""
    found = next((one.facts.captures for one in bench.judgement.cases), {})
    for file in {one.name: one for one in found.values()}.values():
        if file.sha256 is not None:
            yield _copied(bench.shop.workspace, f"captures/{file.name.rpartition('/')[2]}", file.name, file.sha256)


def _copied(workspace: Workspace, path: str, relative: str, sha256: str) -> Output:
    return Output(path, sha256, lambda: as_judged(workspace, relative, sha256))


def as_judged(workspace: Workspace, relative: str, sha256: str) -> bytes:
    """A file's bytes once more, which must be the ones that were judged."""
    try:
        data = workspace.read(relative)
    except Unreadable as problem:
        raise CannotJudge(f"{relative} cannot be read any more: {problem}", "Run the build again.") from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise CannotJudge(f"{relative} changed while the release was made", "Run the build again.")
    return data


def stored(path: str, one: Stored) -> Output:
    """A file of the release from the store."""
    return Output(path, one.sha256, one.read, one.file)
