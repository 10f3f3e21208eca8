"""Set up a handbook in an empty folder with a few sample cases and the registers that they need.

The sample is part of casebound, in the wheel and in the source tree. The registers are reduced to the rows that the
cases cite, with their comments. The agreements register is complete, because every new case needs an agreement.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casebound.edit.yaml_edit import with_rows_only, without_key
from casebound.load import git_attributes
from casebound.load.project import RECORD
from casebound.load.strict_yaml import read
from casebound.load.workspace import Workspace, files_below, read_within, write_whole
from casebound.model.errors import CannotJudge

SAMPLE = ("FR-2026-005", "NL-2026-011", "NO-2026-001", "SG-2026-006")
"""One case is escalated, one on hold, one supported, and one not filed. Their stages do not depend on the date, so the
policy needs no fixed as-of date."""

BESIDE = frozenset({".git", ".venv"})
"""The entries that a folder may contain and still count as empty."""

_WHOLE = ("agreements",)
_CHANNEL = "ssa-online-service-2026-10"
"""The official source for the channel of the next request. No case of the sample cites it."""
_CUT = ("sources", "people", "employers")
_OF_THE_SAMPLE = ("as_of", "cut_over")
"""The settings of the policy that are days of the sample project."""
_MOST = 8 << 20

_IGNORED = "build/\n.venv/\n"
_README = """\
# A handbook of certificate of coverage cases

```sh
casebound check              # checks every case; exit code 1 if a claim is not supported
casebound build              # checks, then publishes build/handbook; open index.html in that folder
casebound worklist           # lists what is due, and for whom
casebound new SE-2027-001    # opens a case; asks for the required values
casebound explain            # lists the questions of the controls
```

`cases/` has a folder for each case with its record, `case.yml`, and its evidence. `registers/` has what the cases
cite: agreements, people, employers, official sources with their captures, and the policy of this project. `build/`
contains output only.

| Case | Shows |
|---|---|
| `NO-2026-001` | a supported exemption: requested, received, matched, approved and claimed |
| `NL-2026-011` | a hold: the label on the request does not belong to a confirmed request type |
| `FR-2026-005` | a case under review: nobody has confirmed yet that a rule applies |
| `SG-2026-006` | do not file: there is no agreement with the country |

The people, employers, cases, documents and captures are fictional and marked SPECIMEN. Read the cases, then delete
them, replace the people, employers and sources with your own, and remove `sample: true` from `registers/policy.yml`,
which puts a note about fictional people into the footer. `registers/agreements.yml` states for each fact its label, the
pages that state it, and the day on which they were read. Check the official list before you rely on an agreement.

Keep this folder under version control: the history of a case is part of its evidence. `.gitattributes` keeps git from
changing the line endings of evidence and captures, whose hashes are recorded.
"""


@dataclass(frozen=True, slots=True)
class NewProject:
    """The folder of a new handbook, and its cases."""

    folder: Path
    cases: tuple[str, ...]


def start(folder: Path) -> NewProject:
    """Set up a handbook with the sample. Raises CannotJudge, with nothing left behind, if the folder is not empty."""
    set_up(folder, _files())
    return NewProject(folder, SAMPLE)


def set_up(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write the files of a new handbook, all or none. Raises CannotJudge if the folder is not empty."""
    there = _empty(folder)
    stage = folder / f".casebound.{os.getpid()}" if there else folder.parent / f".{folder.name}.{os.getpid()}"
    placed: list[Path] = []
    try:
        for name, data in files:
            write_whole(stage / name, data)
        if not there:
            os.rename(stage, folder)
        else:
            for name in sorted(os.listdir(stage)):
                placed.append(folder / name)
                os.rename(stage / name, folder / name)
            os.rmdir(stage)
    except OSError as error:
        raise CannotJudge(
            f"{folder} cannot be set up: {error.strerror}", "Name a folder that you can write to."
        ) from error
    finally:
        if stage.exists():  # after success it no longer exists
            _take_back((*placed, stage))


def _empty(folder: Path) -> bool:
    """Whether the folder exists and is empty; False if it does not exist."""
    try:
        found = set(os.listdir(folder)) - BESIDE
    except FileNotFoundError:
        if os.path.lexists(folder):
            raise CannotJudge(f"{folder} is a broken link", "Name another folder.") from None
        return False
    except OSError as error:
        raise CannotJudge(f"{folder} cannot be used: {error.strerror}", "Name an empty or new folder.") from None
    if found:
        message = f"{folder} is not empty: it contains {min(found)}"
        raise CannotJudge(message, "Name an empty folder or a new folder. Nothing was written.")
    return True


def _take_back(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def beside_records() -> Iterator[tuple[str, bytes]]:
    """The files for version control that every handbook has."""
    yield ".gitignore", _IGNORED.encode()
    yield git_attributes.NAME, git_attributes.CONTENT.encode()


def _files() -> Iterator[tuple[str, bytes]]:
    """Every file of a new handbook, by its name within it."""
    yield "README.md", _README.encode()
    yield from beside_records()
    contents = []
    for case in SAMPLE:
        for name in files_below(_shipped(f"cases/{case}")):
            data = shipped_file(f"cases/{case}/{name}")
            if name == RECORD:
                contents.append(read(data, name).data)
            yield f"cases/{case}/{name}", data
    mentioned = {*_texts(contents), _CHANNEL}
    for register in (*_WHOLE, *_CUT, "policy"):
        file = f"registers/{register}.yml"
        data = shipped_file(file)
        if register in _CUT:
            mentioned |= set(_referred_to(read(data, file).data, mentioned))
            data = with_rows_only(data, mentioned)
        elif register == "policy":
            for setting in _OF_THE_SAMPLE:
                data = without_key(data, setting)
        mentioned |= set(_texts(read(data, file).data)) if register == "sources" else set()
        yield file, data
    for capture in sorted(text for text in mentioned if text.startswith("registers/captures/")):
        yield capture, shipped_file(capture)


def _referred_to(rows: dict[str, Any], mentioned: set[str]) -> Iterator[str]:
    """The rows to which the mentioned rows of a register lead, for example the person for whom a deputy acts."""
    queue = [key for key in rows if key in mentioned]
    for key in queue:
        yield key
        queue += [text for text in _texts(rows[key]) if text in rows and text not in queue]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _shipped(name: str) -> Path:
    return Workspace(Path()).shipped(name)


def shipped_file(name: str) -> bytes:
    """A file that comes with casebound."""
    file = _shipped(name)
    return read_within(file.parent, file.name, _MOST)
