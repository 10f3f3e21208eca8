"""Writes a project of many valid, varied cases that are based on the sample. The same seed gives the same bytes.

Each new case has a base case in the sample and differs from it in its id, worker, references, last four digits, the
last day of its assignment (and of the certificate and the claim with the same last day), the bytes of its certificate
and the length of its log.
Its decision sheets are written again, with the same answers, so that it has the same stage as its base. Every case has
its own evidence files.
"""

import datetime as dt
import hashlib
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from specimens.decision_files import plan_of, written

from casebound.load.strict_yaml import read
from casebound.load.workspace import workspace
from casebound.model.case import Case, Exhibit
from casebound.model.decisions import FOLDER
from casebound.model.facts import Facts
from casebound.model.record_base import structure
from casebound.model.requests import sent_requests
from casebound.pipeline.check import check

ROOT = Path(__file__).resolve().parents[1]

_TODAY = dt.date.max  # the sample's policy sets the as-of date, which must have come
_FIRST_ID = 10001
_MOST_DAYS_EARLIER = 20
_MOST_LOG_ENTRIES = 8
_GIVEN = (
    "Ada", "Björn", "Chiara", "Dragan", "Elif", "Françoise", "Grzegorz", "Hana", "Ingeborg", "João", "Katalin",
    "Lukas", "María", "Nils", "Oona", "Petru", "Rikard", "Sébastien", "Tomáš", "Ursula", "Veikko", "Yuki", "Zoë",
)  # fmt: skip
_FAMILY = (
    "Abelsen", "Bianchi", "Castellanos", "Dvořák", "Ekström", "Figueiredo", "Grünwald", "Hallgrímsson", "Ito", "Jansen",
    "Kowalczyk", "Lefèvre", "Mäkinen", "Nakagawa", "O'Rourke", "Papadakis", "Quist", "Rossi", "Søndergaard",
    "Tanaka", "Ulrich", "Vandenberghe", "Weiss", "Żukowski",
)  # fmt: skip
_DID = (
    "Reviewed the file again; nothing to add.",
    "Answered a question of the worker by telephone. No number was given and none was asked for.",
    "Informed the payroll reviewer of the status. Payroll does not change.",
    "Reviewed the exhibit list with the data-quality owner.",
    "Moved the original documents to the cabinet named in the vault reference.",
)


_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Base:
    """A sample case: its folder, the text of its record, and its facts."""

    folder: Path
    text: str
    facts: Facts


def bases(project: Path) -> tuple[Base, ...]:
    """The base cases: those whose sheets show what the record still says.

    A case that was filed again, or whose certificate was replaced, is left out.

    Raises ValueError if the project has blocking findings.
    """
    judgment = check(workspace(project), None, _TODAY)
    if judgment.blocked or judgment.unjudged:
        raise ValueError("the sample has blocking findings; fix them first")
    return tuple(
        Base(folder := project / "cases" / case.folder, (folder / "case.yml").read_text(encoding="utf-8"), case.facts)
        for case in judgment.cases
        if len(case.case.requests) < _SEVERAL
        and not any(certificate.replaces for certificate in case.case.certificates.values())
    )


def generate(target: Path, count: int, *, seed: int = 1, project: Path = ROOT) -> None:
    """Write a project of `count` cases into a new folder. The first n cases do not depend on `count`."""
    target.mkdir(parents=True)
    shutil.copytree(project / "registers", target / "registers", copy_function=shutil.copyfile)
    base_cases = bases(project)
    for number in range(count):
        base = base_cases[number % len(base_cases)]
        case, text = variant(base, _FIRST_ID + number, random.Random(f"{seed}/{number}"))
        folder = target / "cases" / case
        folder.mkdir(parents=True)
        (folder / "case.yml").write_text(text, encoding="utf-8")
        for exhibit in base.facts.case.exhibits.values():
            file = folder / exhibit.file
            file.parent.mkdir(exist_ok=True)
            shutil.copyfile(base.folder / exhibit.file, file)
        for exhibit in _certificate_documents(base.facts.case):
            (folder / exhibit.file).write_bytes(_own_document(base, exhibit, _FIRST_ID + number))
        _write_decisions(folder, base, text)


def variant(base: Base, number: int, chance: random.Random) -> tuple[str, str]:
    """The id and the record of a new case."""
    case = base.facts.case
    new = f"{case.case.rpartition('-')[0]}-{number}"
    text = base.text
    for was, becomes in _changes(case, number, chance):
        text = text.replace(was, becomes)
    for exhibit in _certificate_documents(case):
        text = text.replace(exhibit.sha256, hashlib.sha256(_own_document(base, exhibit, number)).hexdigest())
    return new, text.replace(case.case, new) + "".join(_more_log(case, chance))


def _certificate_documents(case: Case) -> Iterator[Exhibit]:
    yield from (case.exhibits[certificate.document] for certificate in case.certificates.values())


def _own_document(base: Base, exhibit: Exhibit, number: int) -> bytes:
    """The PDF of a certificate with a comment at its end, because no two workers have the same document."""
    return (base.folder / exhibit.file).read_bytes() + f"% {number}\n".encode()


def _changes(case: Case, number: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    # With the number, because two workers of one name with one exemption are asked about.
    yield case.worker.name, f"{chance.choice(_GIVEN)} {chance.choice(_FAMILY)} {number}"
    yield case.worker.reference, f"W-{number}"
    yield case.worker.reference.lower(), f"w-{number}"
    if case.worker.us_number_last4:
        # In quotation marks, because other YAML readers would read bare digits as a number.
        yield f"us_number_last4: {case.worker.us_number_last4}", f'us_number_last4: "{chance.randrange(1, 10000):04}"'
    for _, _, sent in sent_requests(case):
        if sent.reference:
            yield sent.reference, f"{sent.reference.rpartition('-')[0]}-{number}"
    for key, certificate in case.certificates.items():
        yield certificate.number, f"{certificate.number.rpartition('-')[0]}-{number}-{key}"
    if case.assignment.ends:
        earlier = case.assignment.ends - dt.timedelta(days=chance.randint(0, _MOST_DAYS_EARLIER))
        yield f"ends: {case.assignment.ends}", f"ends: {earlier}"


def _more_log(case: Case, chance: random.Random) -> Iterator[str]:
    """New entries for the end of the log. Closed cases get none, because there the log is not the last section."""
    if not case.log or case.closure:
        return
    at = case.log[-1].at
    for _ in range(chance.randint(0, _MOST_LOG_ENTRIES)):
        at += dt.timedelta(minutes=chance.randint(1, 20))
        yield f"  - at: {at.isoformat(timespec='minutes')}\n    by: {case.people.operations}\n"
        yield f"    did: {chance.choice(_DID)}\n"


def _write_decisions(folder: Path, base: Base, text: str) -> None:
    """Write the decision sheets of the base case for the new record, with the same people and moments."""
    case = structure(read(text.encode(), base.folder.name).data, Case)
    found = {key: replace(file, sha256=case.exhibits[key].sha256) for key, file in base.facts.exhibits.items()}
    facts = replace(base.facts, case=case, exhibits=found)
    files = written(facts, plan_of(base.facts.decisions)).files
    if files:
        (folder / FOLDER).mkdir()
    for file in files:
        (folder / FOLDER / file.name).write_bytes(file.data)
