"""The tool chain: everything besides the project's own files that turns records into a release.

The key of every cached result contains its digest.
"""

import hashlib
import json
import sys
import sysconfig
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from casebound.runtime.distributions import Distribution, closure
from casebound.runtime.libraries import Library, libraries

_PACKAGE = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Toolchain:
    """Python, the run-time closure of distributions, the system's libraries, and the hash of casebound's own code.

    `platform` names the system and the processor, on which arithmetic may depend; `zlib` compresses what is in a PDF.
    """

    python: str
    platform: str
    zlib: str
    distributions: tuple[Distribution, ...]
    libraries: tuple[Library, ...]
    code: str

    @property
    def digest(self) -> str:
        """The SHA-256 of all parts together."""
        described = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(b"casebound/toolchain/1\0" + described.encode()).hexdigest()


@cache
def toolchain() -> Toolchain:
    """The tool chain of this process, determined once: a later installation does not change the modules in use.

    Raises CannotJudge where casebound itself is not installed.
    """
    return Toolchain(
        python=f"{sys.implementation.name} {sys.version}",
        platform=sysconfig.get_platform(),
        zlib=zlib.ZLIB_RUNTIME_VERSION,
        distributions=closure(),
        libraries=tuple(libraries()),
        code=_code(),
    )


def _code() -> str:
    """The hash of every module of this package, whose installation may be editable and then has no RECORD of them."""
    hashes = [[name, hashlib.sha256(data).hexdigest()] for name, data in _modules()]
    return hashlib.sha256(json.dumps(hashes).encode()).hexdigest()


def _modules() -> Iterator[tuple[str, bytes]]:
    for file in sorted(_PACKAGE.rglob("*.py")):
        yield file.relative_to(_PACKAGE).as_posix(), file.read_bytes()
