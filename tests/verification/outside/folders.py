"""Attacks of the kinds 4 and 25: a schema of the project that asks for less, and cases that are not checked."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.sample import PROJECT

Change = Callable[[Path], None]


@dataclass(frozen=True)
class FolderAttack:
    """A change of a project folder after which the check must fail; `right` are the controls that may say why."""

    kind: int
    says: str
    change: Change
    right: frozenset[str]

    @property
    def name(self) -> str:
        return f"{self.kind}: {self.says}"


CASE = "cases/NO-2026-001"


def schema(name: str, content: Any, *changes: Change) -> Change:
    """The project has a schema of its own, and a file that only this schema accepts."""

    def change(project: Path) -> None:
        shutil.copytree(PROJECT / "schema", project / "schema")
        text = content if isinstance(content, str) else json.dumps(content)
        (project / "schema" / f"{name}.schema.json").write_text(text)
        for further in changes:
            further(project)

    return change


def swaps(file: str, old: str, new: str) -> Change:
    """Words of a file are exchanged."""

    def change(project: Path) -> None:
        path = project / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def adds(file: str, text: str) -> Change:
    """A text is added to a file, which is created if there is none."""

    def change(project: Path) -> None:
        path = project / file
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as written:
            written.write(text)

    return change


def copies(target: str, *changes: Change) -> Change:
    """The case is in the project a second time."""

    def change(project: Path) -> None:
        shutil.copytree(PROJECT / CASE, project / target)
        for further in changes:
            further(project)

    return change


def drops(file: str) -> Change:
    def change(project: Path) -> None:
        path = project / file
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()

    return change


ANYTHING = {"type": "object"}
UNKNOWN_FIELD = swaps(f"{CASE}/case.yml", "direction: outbound", "approved: yes\ndirection: outbound")


def weaker(says: str, change: Change, right: str = "F04") -> FolderAttack:
    return FolderAttack(4, says, change, frozenset(right.split()))


NO_ROLES = swaps(
    "registers/policy.yml", "  exemption:\n    - approver\n    - legal\n    - payroll\n", "  exemption: []\n"
)
ANY_APPROVALS = {"type": "object", "properties": {"approvals": ANYTHING}}

SCHEMAS = (
    weaker("the policy is any object, and nobody approves", schema("policy", ANYTHING, NO_ROLES)),
    weaker("approvals are any object, and nobody approves", schema("policy", ANY_APPROVALS, NO_ROLES)),
    weaker("the schema of the policy is true", schema("policy", "true", NO_ROLES)),
    weaker(
        "a case may have other fields", schema("case", {"type": "object", "additionalProperties": True}, UNKNOWN_FIELD)
    ),
    weaker(
        "a case is any object, and has no rule",
        schema("case", ANYTHING, swaps(f"{CASE}/case.yml", "\nrule:\n", "\nrules:\n")),
    ),
    weaker(
        "a person is any object, and has no roles",
        schema(
            "people",
            ANYTHING,
            swaps(
                "registers/people.yml",
                "  roles:\n    - role: operations\n      from: 2019-01-01\n  email: ingrid",
                "  email: ingrid",
            ),
        ),
    ),
    weaker(
        "an agreement is any object, and has no label",
        schema(
            "agreements",
            ANYTHING,
            swaps(
                "registers/agreements.yml",
                "  in_force: 1984-07-01\n  label: official\n",
                "  in_force: 1984-07-01\n",
            ),
        ),
    ),
    weaker(
        "a source is any object, and has no capture",
        schema(
            "sources",
            ANYTHING,
            swaps("registers/sources.yml", "  capture: registers/captures/ssa-agreements-list-2026-01.pdf\n", ""),
        ),
    ),
    weaker(
        "an answer is any object, and has no hash",
        schema("answer", ANYTHING, swaps(f"{CASE}/decisions/D2.legal.miriam-katz.yml", "sha256: ", "hash: ")),
    ),
    weaker(
        "a sheet is any object",
        schema("sheet", ANYTHING, swaps(f"{CASE}/decisions/D2.exemption.txt", "step: exemption", "step: anything")),
        "F04 A08",
    ),
    weaker(
        "a waiver is any object",
        schema("waivers", ANYTHING, adds("registers/waivers.yml", "format: 1\nw1:\n  control: A02\n")),
    ),
)

BROKEN = "case: [\n"


def unread(says: str, change: Change, right: str = "F07 F14") -> FolderAttack:
    return FolderAttack(25, says, change, frozenset(right.split()))


STUB = "format: 2\ncase: NO-2026-002\n"
UNCHECKED = (
    unread("a record beside the folders", adds("cases/NO-2026-002.yml", STUB)),
    unread("a second record in the folder", adds(f"{CASE}/case2.yml", STUB)),
    unread("a record among the registers", adds("registers/NO-2026-002/case.yml", STUB)),
    unread("a competing case that cannot be read", adds("cases/NO-2026-002/case.yml", BROKEN), "F01"),
    unread("a case in a hidden folder", copies("cases/.NO-2026-002")),
    unread("a case in a folder of a case", copies(f"{CASE}/NO-2026-002")),
    unread("a case among the evidence", copies(f"{CASE}/evidence/NO-2026-002")),
    unread("a case two folders deep", copies("cases/2026/NO-2026-002")),
    unread("a record with another ending", adds("cases/NO-2026-002/case.yaml", "format: 2\ncase: NO-2026-002\n")),
    unread("a record with capitals", adds("cases/NO-2026-002/CASE.YML", "format: 2\ncase: NO-2026-002\n")),
    unread("a folder without a record", adds("cases/NO-2026-002/evidence/letter.txt", "A letter.\n")),
    unread("a folder whose record names another case", copies("cases/NO-2026-002")),
    unread("an agreements register that cannot be read", adds("registers/agreements.yml", BROKEN), "F01"),
    unread("a people register that is missing", drops("registers/people.yml"), "F13"),
    unread("a policy register that is missing", drops("registers/policy.yml"), "F13"),
    unread("the decisions are missing", drops(f"{CASE}/decisions"), "A01 A02"),
    unread("the evidence is missing", drops(f"{CASE}/evidence"), "F05 X05"),
)

FOLDER_ATTACKS: tuple[FolderAttack, ...] = (*SCHEMAS, *UNCHECKED)
