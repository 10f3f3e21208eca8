"""The installed distributions that casebound runs with, as their installer recorded them.

The list is the run-time closure: every distribution that casebound's own metadata requires, and those that they
require in turn, with the extras that are requested on the way. Casebound's own extras are left out, so development
tools are not in the list.
"""

import csv
import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_string
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from casebound.model.errors import CannotJudge

_OURS = "casebound"


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution of the closure. `record` is the SHA-256 of its RECORD, which lists every file with its hash.

    A distribution without RECORD, as some system packages are, has the SHA-256 of its modules' contents there. Both
    `version` and `record` are None where a required distribution is not installed. Of an editable installation only
    the version and the place are known: its RECORD does not list its modules.
    """

    name: str
    version: str | None
    record: str | None


def closure(root: str = _OURS) -> tuple[Distribution, ...]:
    """Every distribution that `root` requires at run time, by normalized name; `root` itself is left out.

    Raises CannotJudge where `root` has no metadata, since its requirements are unknown then.
    """
    return tuple(
        Distribution(name, found.version, _record(name, found.installed)) if found else Distribution(name, None, None)
        for name, found in sorted(_closure(root).items())
        if name != root
    )


def edited(root: str = _OURS) -> Iterator[str]:
    """The installed files of the closure whose contents are not what RECORD lists, or that are missing.

    Scripts beside the folder of the modules are left out, since nothing imports them. This reads every file, which
    takes a second or two, so a build does not do it.
    """
    for name, found in sorted(_closure(root).items()):
        record = found.installed.read_text("RECORD") if found and name != root else None
        for file, recorded, _ in csv.reader((record or "").splitlines()):
            if found and recorded and not file.startswith("../"):
                algorithm, _, digest = recorded.partition("=")
                if _digest(str(found.installed.locate_file(file)), algorithm) != digest:
                    yield file


@dataclass(frozen=True, slots=True)
class _Installed:
    """An installed distribution with the parts of its metadata that matter here, parsed once."""

    installed: metadata.Distribution
    version: str
    requires: Sequence[str]


def _closure(root: str) -> dict[str, _Installed | None]:
    """The closure by normalized name, `root` included; None for a distribution that is not installed."""
    closed: dict[str, _Installed | None] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [(root, "")]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) not in seen:
            seen.add((name, extra))
            found = closed[name] if name in closed else closed.setdefault(name, _find(name))
            waiting += _required(found.requires, extra) if found else ()
    if closed[root] is None:
        raise CannotJudge(f"the package metadata of {root} is missing", f"Install {root} with pip.")
    return closed


def _find(name: str) -> _Installed | None:
    try:
        installed = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None
    text = installed.read_text("METADATA")
    if text is None:  # an older installation, whose metadata has another name and form
        return _Installed(installed, installed.version, installed.requires or ())
    headers = message_from_string(text.partition("\n\n")[0])  # the description is long and not needed
    return _Installed(installed, headers["Version"], headers.get_all("Requires-Dist", ()))


def _required(requires: Sequence[str], extra: str) -> Iterator[tuple[str, str]]:
    """The names that are required on this system, each alone and with every extra that is requested."""
    for text in requires:
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            name = canonicalize_name(requirement.name)
            yield name, ""
            yield from ((name, requested) for requested in requirement.extras)


def _record(name: str, installed: metadata.Distribution) -> str:
    record = installed.read_text("RECORD")
    return hashlib.sha256(record.encode() if record else _contents(name, installed)).hexdigest()


def _contents(name: str, installed: metadata.Distribution) -> bytes:
    """The hash of every module file of a distribution without RECORD, by path."""
    modules = (installed.read_text("top_level.txt") or name.replace("-", "_")).split()
    place = Path(str(installed.locate_file("")))
    found = (file for module in modules for top in place.glob(f"{module}*") for file in (top, *top.rglob("*")))
    hashes = {
        file.relative_to(place).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in found
        if file.is_file() and file.suffix != ".pyc"
    }
    return repr(sorted(hashes.items())).encode()


def _digest(file: str, algorithm: str) -> str | None:
    """The hash of a file as RECORD writes it; None where the file cannot be read."""
    try:
        with open(file, "rb") as opened:
            digest = hashlib.file_digest(opened, algorithm).digest()
    except OSError:
        return None
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
