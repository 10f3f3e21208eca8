"""The sample project taken apart, so that a test can change one thing and judge again.

A `Bench` holds one case and all that is judged with it as plain values. Edits change it; `sign` renews the
approvals' fingerprints and the stated stage, so that only the change itself can be objected to.
"""

import copy
import datetime as dt
import hashlib
import io
import json
import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import yaml
from specimens.case_folders import decision_plans
from specimens.decision_files import PlannedSheet, written

from casebound.controls import CONTROL_SET
from casebound.controls.filed import with_filed
from casebound.judge import judge
from casebound.judge.decision_records import decisions_of
from casebound.load.decision_files import DecisionFile
from casebound.load.inspect import inspection
from casebound.load.inspect.inspection import InspectionRequest
from casebound.load.project import (
    DECISION_FILES,
    OPTIONAL_REGISTERS,
    REGISTERS,
    LoadedCase,
    LoadedProject,
    Source,
    load,
)
from casebound.load.schema import Schema
from casebound.load.strict_yaml import read
from casebound.load.workspace import workspace
from casebound.model.case import Case
from casebound.model.clock import Clock
from casebound.model.days import Day, parse_day
from casebound.model.decisions import Decisions
from casebound.model.evidence import EvidenceFile, FileText, Inspection
from casebound.model.facts import Facts
from casebound.model.findings import Finding
from casebound.model.judgment import JudgedCase, Judgment, State
from casebound.model.personal_numbers import harmless_digest
from casebound.model.record_base import canonical, structure
from casebound.model.registers import Registers, rows_by_register

PROJECT = Path(__file__).parents[2]
AS_OF = parse_day(read((PROJECT / "registers" / "policy.yml").read_bytes(), "policy.yml").data["as_of"])
"""The day that the sample's policy pins."""

FAR_AHEAD = Day(2093, 3, 3)
"""The day that passes for today in tests: every date of the sample lies before it."""

A_PDF = PROJECT / "cases" / "NO-2026-001" / "evidence" / "certificate.pdf"
"""A file that opens, where a test needs one more."""

GONE: Any = object()
"""Stands for a value that an edit takes away."""


@cache
def sample() -> LoadedProject:
    """The sample project as it is read from disk."""
    return load(workspace(PROJECT))


@cache
def schemas() -> dict[str, Schema]:
    """The schemas that judging asks for."""
    return {
        name: Schema(PROJECT / "schema" / f"{name}.schema.json")
        for name in (*REGISTERS, *OPTIONAL_REGISTERS, *DECISION_FILES, "case")
    }


@cache
def case_ids() -> tuple[str, ...]:
    """The ids of the sample cases, in order."""
    return tuple(one.folder for one in sample().cases)


@dataclass(frozen=True)
class FrozenRegisters:
    """Registers that nobody changes: as plain values, pickled, and as a control sees them."""

    plain: Mapping[str, Any]
    pickled: Mapping[str, bytes]
    typed: Registers


@cache
def frozen_registers() -> FrozenRegisters:
    """The registers of the sample."""
    plain = {name: content for name, (_, content) in sample().registers.items()}
    pickled = {name: pickle.dumps(content) for name, content in plain.items()}
    return FrozenRegisters(plain, pickled, structure(rows_by_register(plain), Registers))


class BenchRegisters(dict[str, Any]):
    """The registers as plain values, each copied when it is first asked for; what was asked for may have changed."""

    def __init__(self, frozen: FrozenRegisters) -> None:
        super().__init__()
        self.frozen = frozen

    def __missing__(self, name: str) -> Any:
        copied = self[name] = pickle.loads(self.frozen.pickled[name])
        return copied

    def whole(self) -> dict[str, Any]:
        """All registers. Nobody may change them."""
        return {**self.frozen.plain, **self}

    def typed(self) -> Registers:
        """The registers as a control sees them."""
        asked_for = {name: structure(value, _KINDS[name]) for name, value in rows_by_register(self).items()}
        return msgspec.structs.replace(self.frozen.typed, **asked_for)


_KINDS = {one.name: one.type for one in msgspec.structs.fields(Registers)}


@cache
def standing(case: str) -> frozenset[str]:
    """The controls that object to a sample case as it is: warnings that time has brought."""
    return objecting(judged(bench(case)))


@dataclass
class Bench:
    """One case on the bench, everything changeable."""

    case: dict[str, Any]
    registers: BenchRegisters
    exhibits: dict[str, EvidenceFile]
    captures: dict[str, EvidenceFile]
    as_of: Day = AS_OF
    plan: dict[str, Any] = field(default_factory=dict)
    """Who decides what and when, by the number of the sheet; `sign` writes the sheets and answers from it."""
    decisions: dict[str, DecisionFile] = field(default_factory=dict)
    """The files of the decisions folder, by name."""
    others: list[dict[str, Any]] = field(default_factory=list)
    added: dict[str, bytes] = field(default_factory=dict)
    """What the files hold that edits have put beside those of the sample, by exhibit or source."""


Edit = Callable[[Bench], None]


def bench(case: str, edits: Iterable[Edit] = ()) -> Bench:
    """A sample case on the bench, with edits made."""
    whole = sample()
    one = next(one for one in whole.cases if one.folder == case)
    result = Bench(
        copy.deepcopy(one.content),
        BenchRegisters(frozen_registers()),
        dict(one.exhibits),
        dict(whole.captures),
        plan=copy.deepcopy(_plans()[case]),
        decisions=dict(one.decisions),
    )
    for edit in edits:
        edit(result)
    return result


@cache
def _plans() -> dict[str, Any]:
    """The plan behind the decisions of each sample case, as plain values."""
    plans = decision_plans()
    return {case: json.loads(canonical(plans.get(case, {}))) for case in case_ids()}


def _decisions(files: Mapping[str, DecisionFile], folder: str) -> Decisions:
    found: list[Finding] = []
    loaded = LoadedCase(folder, Source("case.yml", b""), {}, {}, files)
    decisions = decisions_of(loaded, schemas(), found)
    assert decisions is not None, found
    return decisions


def put(content: Any, path: str, value: Any) -> None:
    """Set, add or (with GONE) remove the value at a path such as `claims/C1/begins`; lists count from 0."""
    *way, last = path.split("/")
    for part in way:
        content = content[int(part)] if isinstance(content, list) else content.setdefault(part, {})
    key: Any = int(last) if isinstance(content, list) else last
    if value is GONE:
        del content[key]
    elif isinstance(content, list) and key == len(content):
        content.append(value)
    else:
        content[key] = copy.deepcopy(value)


def at(path: str, value: Any) -> Edit:
    """Change the record."""
    return lambda one: put(one.case, path, value)


def request(path: str, value: Any) -> Edit:
    """Change the first request of the record."""
    return at(f"requests/R1/{path}", value)


def plan(path: str, value: Any) -> Edit:
    """Change who decides what and when, such as `D2/answers/0/at`. Takes effect when the case is signed."""
    return lambda one: put(one.plan, path, value)


def in_decisions(name: str, key: str, value: Any) -> Edit:
    """Change a value of a decision file by hand, such as a line of a sheet; with GONE it is taken away."""

    def edit(one: Bench) -> None:
        content = dict(one.decisions[name].content)
        if value is GONE:
            del content[key]
        else:
            content[key] = value
        one.decisions[name] = decision_file(one, name, content)

    return edit


def decision_file(one: Bench, name: str, content: dict[str, Any]) -> DecisionFile:
    """A file of the decisions folder with this content, as if it were written by hand."""
    data = yaml.safe_dump(content, allow_unicode=True, sort_keys=False).encode()
    return DecisionFile(f"cases/{one.case['case']}/decisions/{name}", data, content)


def register(name: str, path: str, value: Any) -> Edit:
    """Change a register."""
    return lambda one: put(one.registers[name], path, value)


def hosts(*names: str, country: str = "US") -> dict[str, dict[str, str]]:
    """The official hosts of the policy, all of one country."""
    return {name: {"authority": "An authority", "country": country} for name in names}


def roles(*names: str, **days: str) -> list[dict[str, str]]:
    """The rows of a person's roles in the people register; `until` gives them a last day."""
    return [{"role": name, "from": "2019-01-01", **days} for name in names]


def exhibit_file(key: str, *, sha256: str | None = None, problem: str | None = None) -> Edit:
    """Change what is found on disk for an exhibit: other bytes, or a problem."""

    def edit(one: Bench) -> None:
        one.exhibits[key] = replace(one.exhibits[key], sha256=sha256, problem=problem)

    return edit


def refiled(key: str, data: bytes) -> Edit:
    """Put other bytes in place of an exhibit's, on record too, and inspect them."""

    def edit(one: Bench) -> None:
        entry = one.case["exhibits"][key]
        name, digest = entry["file"], hashlib.sha256(data).hexdigest()
        one.added[key] = data
        one.case["exhibits"][key] = {**entry, "sha256": digest}
        one.exhibits[key] = EvidenceFile(name, digest, len(data), inspection=_inspection_of(name, data))

    return edit


@cache
def _inspection_of(name: str, data: bytes, *, quoted: bool = False) -> Inspection:
    return inspection._inspection(InspectionRequest(name, data, quoted))  # our own bytes, so that no child is needed


def capture_file(key: str, *, sha256: str | None = None, problem: str | None = None) -> Edit:
    """Change what is found on disk for a source's capture."""

    def edit(one: Bench) -> None:
        one.captures[key] = replace(one.captures[key], sha256=sha256, problem=problem)

    return edit


def saying(capture: EvidenceFile, words: str) -> EvidenceFile:
    """A capture whose text is other words."""
    inspection = capture.inspection or Inspection()
    return replace(capture, inspection=replace(inspection, text=FileText((words,))))


def recaptured(key: str, data: bytes) -> Edit:
    """Put other bytes in place of a source's capture, in the register too, and inspect them."""

    def edit(one: Bench) -> None:
        name, digest = one.captures[key].name, hashlib.sha256(data).hexdigest()
        one.added[key] = data
        one.registers["sources"][key]["sha256"] = digest
        one.captures[key] = EvidenceFile(name, digest, len(data), inspection=_inspection_of(name, data, quoted=True))

    return edit


def second_document(one: Bench, of: str) -> str:
    """Put a copy of an exhibit on the bench, with bytes of its own, and return its id."""
    key, name = f"E9{of[1:]}", f"evidence/second-{of.lower()}.pdf"
    one.case["exhibits"][key] = {**one.case["exhibits"][of], "file": name}
    refiled(key, another_pdf(f"{of} once more"))(one)
    return key


def harmless_number(case: str, number: str, **changes: str) -> dict[str, str]:
    """The entry of a number that two people confirmed as harmless."""
    entry = {
        "sha256": harmless_digest(case, number),
        "because": "It is the number of a permit.",
        "by": "ingrid-dahl",
        "confirmed_by": "tomas-novak",
        "on": "2026-02-02",
    }
    return {**entry, **changes}


@cache
def another_pdf(title: str) -> bytes:
    """The certificate of the sample under another title, so that its bytes differ."""
    written = io.BytesIO()
    with pikepdf.open(A_PDF) as document:
        document.docinfo["/Title"] = title
        document.save(written, deterministic_id=True)
    return written.getvalue()


def second_certificate(**changes: Any) -> Edit:
    """Put a second certificate on the bench: like the first, under K2, with a document of its own, and changed."""

    def edit(one: Bench) -> None:
        first = one.case["certificates"]["K1"]
        document = second_document(one, first["document"])
        second = {**copy.deepcopy(first), "document": document, **changes}
        issued, came = second["issued_on"], second["received_on"]
        came = issued if came is GONE else came
        one.case["exhibits"][document].update(effective=issued, received=came, recorded=came)
        one.case["certificates"]["K2"] = {key: value for key, value in second.items() if value is not GONE}

    return edit


def for_worker(one: Bench, reference: str) -> None:
    """Make the case one of another worker, with certificates whose numbers and documents are its own."""
    one.case["worker"]["reference"] = reference
    name = one.case["worker"]["name"]
    one.case["worker"]["name"] = f"{name} {reference}"
    for claim in one.case["claims"].values():
        claim["worker"] = reference
    one.exhibits = dict(one.exhibits)
    for certificate in one.case["certificates"].values():
        certificate["number"] += f"-{reference}"
        certificate["worker"] = certificate["worker"].replace(name, f"{name} {reference}")
        key = certificate["document"]
        digest = hashlib.sha256(f"{key} {reference}".encode()).hexdigest()
        one.case["exhibits"][key]["sha256"] = digest
        one.exhibits[key] = replace(one.exhibits[key], sha256=digest)


def as_of(day: str) -> Edit:
    """Judge as of another day."""

    def edit(one: Bench) -> None:
        one.as_of = Day.fromisoformat(day)

    return edit


def beside(case: str, *changes: tuple[str, Any]) -> Edit:
    """Put a copy of the case beside it, under another id and with changes of its own."""

    def edit(one: Bench) -> None:
        other = copy.deepcopy(one.case)
        for path, value in (("case", case), *changes):
            put(other, path, value)
        one.others.append(other)

    return edit


def facts_of(one: Bench) -> Facts:
    """What a control is given for the case on the bench, without what other cases record."""
    case, decisions = structure(one.case, Case), _decisions(one.decisions, one.case["case"])
    found = (one.exhibits, one.captures)
    facts = Facts(case, one.registers.typed(), Clock(one.as_of), *found, control_set=CONTROL_SET, decisions=decisions)
    return with_filed(facts)


def sealed(one: Bench) -> Bench:
    """Write the decisions again, in the order of the plan, for the record as it is."""
    case = structure(one.case, Case)
    facts = Facts(case, one.registers.typed(), Clock(one.as_of), one.exhibits, one.captures, control_set=CONTROL_SET)
    plan = {key: structure(planned, PlannedSheet) for key, planned in one.plan.items()}
    home = f"cases/{case.case}/decisions"
    one.decisions = {
        file.name: DecisionFile(f"{home}/{file.name}", file.data, read(file.data, file.name).data)
        for file in written(facts, plan).files
    }
    return one


def sign(one: Bench) -> Bench:
    """The same, and let the record say of itself what is true."""
    one.case["stage"] = judged(sealed(one)).stage.value
    return one


def judgment_of(one: Bench, today: Day = FAR_AHEAD) -> Judgment:
    """The judgment of the case on the bench and of those beside it."""
    return judgment([one], today)


def judgment(benches: Sequence[Bench], today: Day = FAR_AHEAD) -> Judgment:
    """The judgment of a project that holds just these cases."""
    return judge(loaded(benches), schemas(), benches[0].as_of, today)


def loaded(benches: Sequence[Bench]) -> LoadedProject:
    """A project that holds just these cases, with the registers and captures of the first."""
    first = benches[0]
    contents = first.registers.whole().items()
    registers = {name: (Source(f"registers/{name}.yml", b""), content) for name, content in contents}
    cases = tuple(_loaded(content, one) for one in benches for content in (one.case, *one.others))
    return LoadedProject(registers, cases, first.captures, (), ())


def _loaded(content: dict[str, Any], one: Bench) -> LoadedCase:
    source = Source(f"cases/{content['case']}/case.yml", b"")
    return LoadedCase(content["case"], source, content, one.exhibits, one.decisions if content is one.case else {})


def judged(one: Bench) -> JudgedCase:
    """The judged case; fails where the record cannot be judged at all."""
    judgment = judgment_of(one)
    wanted = one.case["case"]
    found = [case for case in judgment.cases if case.case.case == wanted]
    assert found, [finding.message for finding in judgment.findings]
    return found[0]


def objecting(case: JudgedCase) -> frozenset[str]:
    """The controls that object to a judged case or to a claim of it."""
    return frozenset(outcome.control for outcome in case.outcomes if outcome.state is State.NOT_MET)


def day_after(day: str, days: int = 1) -> str:
    """The date so many days later, as text."""
    return (Day.fromisoformat(day) + dt.timedelta(days=days)).isoformat()
