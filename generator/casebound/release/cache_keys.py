"""The cache key of a result: the hash of everything that the result is made from.

That is the tool chain (casebound's code, Python, distributions, libraries), templates, fonts and schemas, the
registers, the as-of date, the record, its decisions and what was found in its evidence.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, astuple, replace
from pathlib import Path

import casebound
from casebound.load.workspace import files_below
from casebound.model.days import Day
from casebound.model.evidence import EvidenceFile
from casebound.model.judgment import JudgedCase, Judgment
from casebound.model.record_base import canonical, plain
from casebound.model.registers import Registers
from casebound.release.settings import BuildSettings
from casebound.runtime.toolchain import toolchain


def digest(kind: str, *parts: object) -> str:
    """The key of a result made from `parts`."""
    return hashlib.sha256(b"casebound/build/2\0" + canonical([kind, *parts])).hexdigest()


def _toolset(settings: BuildSettings) -> str:
    """The hash of everything that is not a record, a register or a date."""
    package = Path(casebound.__file__).parent
    files = [(name, package / name) for name in files_below(package) if name.endswith(".json")]
    schemas = (settings.workspace.own_or_shipped("schema"), settings.workspace.shipped("schema"))  # both are read
    for kind, folders in (("templates", settings.folders), ("schema", schemas)):
        for index, folder in enumerate(folders):
            files += [(f"{kind}/{index}/{name}", folder / name) for name in files_below(folder)]
    configuration = settings.workspace.own_or_shipped("mkdocs.yml")
    files.append(("mkdocs.yml", configuration))
    documentation = settings.workspace.shipped("docs")
    files += [(f"docs/{name}", documentation / name) for name in files_below(documentation) if name.endswith(".md")]
    hashes = [[name, hashlib.sha256(file.read_bytes()).hexdigest()] for name, file in files]
    return digest("toolset", toolchain().digest, hashes)


def page_templates_key(settings: BuildSettings, registers: Registers | None, as_of: Day) -> str:
    """The key of the page templates, which depend on no case."""
    return digest("page-templates", _toolset(settings), digest("registers", plain(registers)), as_of.isoformat())


def case_keys(page_templates: str, judgment: Judgment, *, preview: bool) -> dict[str, str]:
    """The key of everything that is made for a case, by its folder; `page_templates` is their key."""
    captures = next((case.facts.captures for case in judgment.cases), {})  # the same for all cases
    today = judgment.today.isoformat() if judgment.is_forecast else None
    shared = digest("cases", page_templates, _all_found(captures), preview, today)

    def key(case: JudgedCase) -> str:
        facts = case.facts
        found, elsewhere = _all_found(facts.exhibits), asdict(facts.elsewhere)
        decided = facts.decisions.hashes
        return digest("case", shared, case.folder, case.record_sha256, decided, found, elsewhere)

    return {case.folder: key(case) for case in judgment.cases}


def _all_found(files: Mapping[str, EvidenceFile]) -> dict[str, list[object]]:
    return {key: _found(file) for key, file in files.items()}


def _found(file: EvidenceFile) -> list[object]:
    """What was found in a file, including any limit that stopped its reader."""
    found = file.inspection
    seen = [astuple(replace(found, text=None)), found.text and found.text.problem] if found else []
    return [file.sha256, file.problem, *seen]
