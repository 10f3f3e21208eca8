"""Every result is kept under the hash of everything it was made from.

That is the tool chain (casebound's code, Python, distributions, libraries), templates, fonts and schemas, the
registers, the as-of date, the record and what was found of its evidence.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import casebound
from casebound.load.workspace import files_below
from casebound.model.days import Day
from casebound.model.evidence import EvidenceFile
from casebound.model.judgment import JudgedCase, Judgement
from casebound.model.record_base import canonical, plain
from casebound.model.registers import Registers
from casebound.release.settings import Workshop
from casebound.runtime.toolchain import toolchain


def digest(kind: str, *parts: object) -> str:
    """The key of a result: the hash of everything it is made from."""
    return hashlib.sha256(b"casebound/build/2\0" + canonical([kind, *parts])).hexdigest()


def _toolset(shop: Workshop) -> str:
    """The hash of everything that is not a record, a register or a date."""
    package = Path(casebound.__file__).parent
    files = [(name, package / name) for name in files_below(package) if name.endswith(".json")]
    schemas = (shop.workspace.own_or_shipped("schema"), shop.workspace.shipped("schema"))  # those that are read
    for kind, folders in (("templates", shop.folders), ("schema", schemas)):
        for index, folder in enumerate(folders):
            files += [(f"{kind}/{index}/{name}", folder / name) for name in files_below(folder)]
    configuration = shop.workspace.own_or_shipped("mkdocs.yml")
    files.append(("mkdocs.yml", configuration))
    documentation = shop.workspace.shipped("docs")
    files += [(f"docs/{name}", documentation / name) for name in files_below(documentation) if name.endswith(".md")]
    hashes = [[name, hashlib.sha256(file.read_bytes()).hexdigest()] for name, file in files]
    return digest("toolset", toolchain().digest, hashes)


def shell_key(shop: Workshop, registers: Registers | None, as_of: Day) -> str:
    """The key of the printed shell, which hangs on no case."""
    return digest("shell", _toolset(shop), digest("registers", plain(registers)), as_of.isoformat())


def case_keys(shell: str, judgement: Judgement, *, preview: bool) -> dict[str, str]:
    """The key of all that is made for a case, by its folder; `shell` is that of the shell."""
    captures = next((one.facts.captures for one in judgement.cases), {})  # the same for all of them
    shared = digest("cases", shell, _all_found(captures), preview)

    def key(one: JudgedCase) -> str:
        facts = one.facts
        return digest(
            "case", shared, one.folder, one.record_sha256, _all_found(facts.exhibits), facts.competing_requests
        )

    return {one.folder: key(one) for one in judgement.cases}


def _all_found(files: Mapping[str, EvidenceFile]) -> dict[str, list[object]]:
    return {key: _found(file) for key, file in files.items()}


def _found(file: EvidenceFile) -> list[object]:
    """What was found of a file, the limits included that its reader may have come up against."""
    inside = file.inside
    seen = [inside.unusable, inside.acting, inside.words and inside.words.problem] if inside else []
    return [file.sha256, file.problem, *seen]
