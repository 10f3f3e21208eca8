"""Files of the project that a release holds as they are, byte for byte the ones that were judged."""

import hashlib
from collections.abc import Iterator

from casebound.binding.bench import Bench
from casebound.errors import CannotJudge
from casebound.publish import Output
from casebound.store import Stored
from casebound.workspace import Unreadable


def evidence(bench: Bench) -> Iterator[Output]:
    """The files of every case."""
    for one in bench.judgement.cases:
        for file in one.facts.exhibits.values():
            if file.sha256 is not None:
                name = file.name.rpartition("/")[2]
                yield _copied(
                    bench, f"cases/{one.folder}/evidence/{name}", f"cases/{one.folder}/{file.name}", file.sha256
                )


def captures(bench: Bench) -> Iterator[Output]:
    """The captures of official pages."""
    found = next((one.facts.captures for one in bench.judgement.cases), {})
    for file in {one.name: one for one in found.values()}.values():
        if file.sha256 is not None:
            yield _copied(bench, f"captures/{file.name.rpartition('/')[2]}", file.name, file.sha256)


def _copied(bench: Bench, path: str, relative: str, sha256: str) -> Output:
    return Output(path, sha256, lambda: as_judged(bench, relative, sha256))


def as_judged(bench: Bench, relative: str, sha256: str) -> bytes:
    """A file's bytes once more, which must be the ones that were judged."""
    try:
        data = bench.shop.workspace.read(relative)
    except Unreadable as problem:
        raise CannotJudge(f"{relative} cannot be read any more: {problem}", "Run the build again.") from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise CannotJudge(f"{relative} changed while the release was made", "Run the build again.")
    return data


def stored(path: str, one: Stored) -> Output:
    """A file of the release from the store."""
    return Output(path, one.sha256, one.read, one.file)
