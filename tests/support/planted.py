"""Sixty faults planted over 25 files of the sample project, each by one small change to a file.

Every fault says which control must object, and where: at a key, at the value below it, at the second of two keys of
one name, at a character, or where a file stops being readable. Nothing else may be found.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from tests.support.sample import PROJECT, sample

CASES = (
    "BE-2025-018", "BE-2026-020", "CA-2026-023", "CH-2026-010", "CZ-2026-017", "CZ-2026-022", "DE-2026-002",
    "DE-2026-024", "DK-2026-016", "FI-2026-021", "FR-2026-004", "FR-2026-005", "GB-2026-009", "IT-2026-003",
    "JP-2026-014", "NL-2026-011", "PT-2026-013", "RO-2026-007", "SE-2026-019", "SG-2026-006",
)  # fmt: skip


class At(Enum):
    """What stands at the place that a finding must name."""

    KEY = "the key, or the item of a list"
    VALUE = "the value below the key"
    SECOND = "the second key of that name"
    CHARACTER = "a character of the value below the key"
    END = "the first thing that cannot be read"


@dataclass(frozen=True, slots=True)
class Planted:
    """One fault: the file, the control that must object, the key it is about, and the change that makes it."""

    file: str
    control: str
    key: str
    was: str
    becomes: str
    at: At = At.KEY

    @property
    def path(self) -> tuple[str | int, ...]:
        return tuple(int(part) if part.isdigit() else part for part in self.key.split("/"))


def plant(target: Path) -> Path:
    """The project with all of them in it."""
    shutil.copytree(PROJECT / "registers", target / "registers")
    for case in CASES:
        shutil.copytree(PROJECT / "cases" / case, target / "cases" / case)
    for one in PLANTED:
        file = target / one.file
        if not one.was:  # nothing is changed in the record: a file of evidence goes or comes
            _move(file.parent, one)
            continue
        text = file.read_text(encoding="utf-8")
        assert text.count(one.was) == 1, f"{one.file}: {one.was!r} stands there {text.count(one.was)} times"
        file.write_text(text.replace(one.was, one.becomes), encoding="utf-8")
    return target


def _move(case: Path, one: Planted) -> None:
    file = case / one.becomes
    if file.exists():
        file.unlink()
    else:
        file.write_bytes(b"x")


def _another_hash(case: str, exhibit: str) -> tuple[str, str]:
    """The line of a recorded hash, and the same line with another last digit."""
    (record,) = [found for found in sample().cases if found.folder == case]
    recorded = record.content["exhibits"][exhibit]["sha256"]
    return f"sha256: {recorded}", f"sha256: {recorded[:-1]}{'1' if recorded[-1] == '0' else '0'}"


def _of_case(case: str, *faults: tuple[str, str, str, str] | tuple[str, str, str, str, At]) -> Iterator[Planted]:
    yield from (Planted(f"cases/{case}/case.yml", *one) for one in faults)


def _of_register(name: str, *faults: tuple[str, str, str, str]) -> Iterator[Planted]:
    yield from (Planted(f"registers/{name}.yml", *one) for one in faults)


PLANTED: tuple[Planted, ...] = (
    # What is no YAML, where reading ends.
    *_of_case("PT-2026-013", ("F01", "worker/residence", "citizenships: [US, PT]", "citizenships: [US, PT", At.END)),
    *_of_case(
        "SE-2026-019",
        ("F01", "assignment/ends", "  ends: 2027-12-31\n  hired_on", "\tends: 2027-12-31\n  hired_on", At.END),
    ),
    *_of_case("CA-2026-023", ("F01", "activity/name", "name: Tremblay Bridge", "name: Tremblay: Bridge", At.END)),

    # What could mean two things.
    *_of_case(
        "DE-2026-002",
        ("F02", "worker/residence", "  residence: US\n", "  residence: US\n  residence: DE\n", At.SECOND),
        ("F02", "worker/reference", "reference: W-1002", "reference: !number W-1002", At.VALUE),
        ("F02", "assignment/begins", "  begins: 2026-07-01\n  ends: 2029-06-30\n  hired_on",
         "  begins: &day 2026-07-01\n  ends: 2029-06-30\n  hired_on", At.VALUE),
    ),
    *_of_case(
        "BE-2025-018",
        ("F02", "assignment/hired_on", "hired_on: 2012-02-20", "hired_on: &hired 2012-02-20", At.VALUE),
        ("F02", "questions/prior-hire/known",
         "    known: The worker has been on the sending employer's payroll since 2012-02-20.",
         "    known: *hired", At.VALUE),
        ("F02", "people/legal", "legal: joao-ferreira\n", "legal: joao-ferreira\n  legal: miriam-katz\n", At.SECOND),
    ),

    # What does not show. One file holds the characters themselves, the other spells them out.
    *_of_case(
        "BE-2026-020",
        ("F03", "worker/name", "name: Amélie Lambert\n  ref", "name: Amélie\u200b Lambert\n  ref", At.CHARACTER),
        ("F03", "employer", "employer: brightwater-", "employer: \u202ebrightwater-", At.CHARACTER),
        ("F03", "conditions/cross_border/because", "a measuring station", "a 計測\u2066 station", At.CHARACTER),
    ),
    *_of_case(
        "FI-2026-021",
        ("F03", "worker/name", "name: Aino Mäkelä", 'name: "Aino\\u200b Mäkelä"', At.VALUE),
        ("F03", "conditions/cross_border/because",
         "because: The worker will work at a shipyard in Turku for two years.",
         'because: "The worker will work at a shipyard in \\u202eTurku for two years."', At.VALUE),
    ),

    # What the schema does not know, or knows otherwise.
    *_of_case(
        "CH-2026-010",
        ("F04", "worker/us_number_last_4", "us_number_last4:", "us_number_last_4:"),
        ("F04", "assignment/ends", "  ends: 2028-09-30\n  hired_on", "  ends: 2028-09-31\n  hired_on"),
        ("F04", "conditions/cross_border/met", "cross_border:\n    met: yes", "cross_border:\n    met: jes"),
        ("F04", "rule/kind", "kind: detached-worker", "kind: detached-workers"),
    ),
    *_of_case(
        "CZ-2026-017",
        ("F04", "direction", "direction: outbound", "direction: outwards"),
        ("F04", "worker/citizenships", "citizenships: [CZ]", "citizenships: CZ"),
        ("F04", "filing/lane", "  lane: employer\n", "  lane: employers\n"),
        ("F04", "requests/R1/tracker/0/at", "2026-02-12T09:15-05:00", "2026-02-12 09:15"),
    ),
    *_of_case(
        "GB-2026-009",
        ("F04", "stage", "stage: completed-not-received", "stage: completed"),
        ("F04", "people/data_qualty", "  data_quality: tomas-novak\n",
         "  data_quality: tomas-novak\n  data_qualty: tomas-novak\n"),
        ("F04", "questions/single-employment/evidnce", "    known: The worker has no other work in the United Kingdom.",
         "    known: The worker has no other work in the United Kingdom.\n    evidnce: [E5]"),
        ("F04", "packet/filing_lane", "filing_lane: [E2, ssa-online-service-2026-07]", "filing_lane: E2"),
    ),
    *_of_case(
        "IT-2026-003",
        ("F04", "people/legal", "legal: joao-ferreira", "legal: João Ferreira"),
        ("F04", "worker", "  reference: W-1003\n", ""),
        ("F04", "assignment/begins", "  begins: 2026-06-01\n  ends: 2029-05-31\n  evidence",
         "  begins: 2026-06-31\n  ends: 2029-05-31\n  evidence"),
        ("F04", "conditions/agreement/checked_bye", "    checked_by: joao-ferreira\n    evidence: [ssa-agreements",
         "    checked_by: joao-ferreira\n    checked_bye: joao-ferreira\n    evidence: [ssa-agreements"),
    ),
    *_of_case(
        "JP-2026-014",
        ("F04", "worker/name", "name: Haruto Sakamoto", "name:"),
        ("F04", "employer", "employer: kitanami-robotics\n\n", "employer: [kitanami-robotics]\n\n"),
        ("F04", "requests/R1/route/channel", "channel: foreign-agency", "channel: foreign-agent"),
        ("F04", "claims/C1/programs/0", "programs: [", "programs: [widows, "),
    ),

    # What can be read, and does not hold.
    *_of_case(
        "CZ-2026-022",
        ("F08", "conditions/double_contributions/evidence/1", "    evidence: [E2]", "    evidence: [E2, E20]"),
        ("F12", "log/1/at", "at: 2026-11-10T09:00-05:00", "at: 2026-10-15T10:19-04:00"),
        ("F09", "log/1/did", "did: Asked the worker", "did: Asked 219-09-9999"),
    ),
    *_of_case(
        "DK-2026-016",
        ("F08", "log/0/by", "by: priya-raman\n    did:", "by: prya-raman\n    did:"),
        ("F09", "contacts/0/about", "about: The detached", "about: Born 1987-05-04. The detached"),
        ("F11", "log/1/at", "2026-06-24T11:30-04:00", "2026-12-24T11:30-05:00"),
    ),
    *_of_case(
        "FR-2026-004",
        ("F06", "exhibits/E1/sha256", *_another_hash("FR-2026-004", "E1")),
        ("F05", "exhibits/E2/file", "", "evidence/exposure-note.pdf"),
        ("F14", "exhibits", "", "evidence/stray.txt"),
    ),
    *_of_case(
        "FR-2026-005",
        ("F08", "log/0/by", "    by: ingrid-dahl\n    did", "    by: ingrid-dhal\n    did"),
        ("F08", "questions/form-2032/evidence/0", "    evidence: [E3]", "    evidence: [E33]"),
        ("F09", "exhibits/E2/title", "title: Personnel register, hired 2023-02-06", "title: Passport no. X12345678"),
    ),
    *_of_case(
        "NL-2026-011",
        ("F15", "stage", "stage: hold-lane", "stage: preparing"),
        ("F06", "exhibits/E2/sha256", *_another_hash("NL-2026-011", "E2")),
    ),
    *_of_case(
        "RO-2026-007",
        ("F07", "case", "case: RO-2026-007", "case: RO-2026-070"),
        ("F12", "log/1/at", "2026-07-08T16:00-04:00", "2026-06-08T16:00-04:00"),
    ),
    *_of_case(
        "SG-2026-006",
        ("F08", "contacts/0/evidence/1", "    evidence: [E3]", "    evidence: [E3, E30]"),
        ("F16", "exhibits/E3/title", "title: Question to local counsel", "title: 𓀀𒀀 to local counsel"),
    ),
    *_of_case(
        "DE-2026-024",
        ("F09", "exhibits/E3/title", "title: Citizenship, extract without numbers", "title: Citizenship, 219-09-9999"),
        ("F14", "exhibits", "", "evidence/stray.txt"),
    ),

    # The registers.
    *_of_register(
        "people",
        ("F17", "ingrid-dah1", "ruth-abernathy:\n",
         "ingrid-dah1:\n  name: I. Dahl\n  title: X\n  roles: [{role: legal, from: 2020-01-01}]\n\nruth-abernathy:\n"),
        ("F16", "ruth-abernathy/title", "title: Controller", "title: 𓀀"),
    ),
    *_of_register("employers", ("F16", "vesterhav-wind/address", "address: Molevej 21", "address: 𓀀 21")),
    *_of_register("sources", ("F16", "us-federal-holidays/title", "title: Federal holidays", "title: 𓀀")),
    *_of_register(
        "agreements",
        ("F16", "ES/special_rules/0/text", "text: A new agreement to replace", "text: 𓀀 agreement to replace"),
    ),
    *_of_register("policy", ("F16", "mailing_allowance/note", "note: Mailing", "note: 𓀀")),
)  # fmt: skip
