"""What a fault is, and the words that the sections of the table share."""

import copy
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.support.sample import (
    AS_OF,
    GONE,
    PROJECT,
    Bench,
    Edit,
    at,
    bench,
    day_after,
    put,
    register,
    sealed,
    second_document,
)

OTHER = b"Other bytes than the ones that were recorded.\n"
"""What a changed file holds, where a fault is made on disk."""

OTHER_BYTES = hashlib.sha256(OTHER).hexdigest()
AFTER = day_after(AS_OF.isoformat())


@dataclass(frozen=True, slots=True)
class Fault:
    """One change to a sample case, in a sentence, and the controls that must object to it and no others."""

    says: str
    base: str
    edits: tuple[Edit, ...]
    objects: frozenset[str] = frozenset()
    renewed: bool = True

    def made(self) -> Bench:
        """The case with the change in it. The stated stage is not renewed: no control asks about it."""
        one = bench(self.base, self.edits)
        return sealed(one) if self.renewed else one


def fault(objects: str, says: str, base: str, *edits: Edit, renewed: bool = True) -> Fault:
    """A change that these controls must object to."""
    return Fault(says, base, edits, frozenset(objects.split()), renewed)


def inside(says: str, base: str, *edits: Edit, renewed: bool = True) -> Fault:
    """A change that nobody may object to."""
    return Fault(says, base, edits, renewed=renewed)


NO, IT, JP, KR = "NO-2026-001", "IT-2026-003", "JP-2026-014", "KR-2026-015"
BASES = (NO, IT, JP, KR)
"""The four kinds of case: an employee and a self-employed person going out, and one of each coming in."""

DE, PT, SE, CA, BE = "DE-2026-002", "PT-2026-013", "SE-2026-019", "CA-2026-023", "BE-2025-018"
GB, WAITING, FI = "GB-2026-009", "DE-2026-024", "FI-2026-021"

EXTENDED: tuple[Edit, ...] = (
    at("rule/kind", "extension"),
    at("exhibits/E1/kind", "extension-agreement"),
    at(
        "assignment/extension",
        {
            "first_began": "2026-09-01",
            "first_ended": "2026-12-31",
            "asked_on": "2026-06-08",
            "both_agreed_on": "2026-07-27",
            "evidence": ["E1"],
        },
    ),
    register("agreements", "KR/extension", {"months": "2", "label": "official"}),
)
"""The self-employed case from Korea as an extension by two months of a transfer of four."""


EXCEPTION_ASKED_BY_EMPLOYER: tuple[Edit, ...] = (
    at("rule/kind", "special-exception"),
    at("assignment/exception_until", "2028-04-30"),
    at("exhibits/E1/kind", "exception-agreement"),
    at("questions/special-exception", {"answer": "yes", "known": "Both agencies agreed.", "evidence": ["E1"]}),
    register("agreements", "NO/special_exception",
             {"text": "Only the employer may ask.", "asked_by": ["employer"], "label": "official"}),
)  # fmt: skip

POWER_OF_ATTORNEY: tuple[Edit, ...] = (at("requests/R1/authority", ["E4"]), at("exhibits/E4/kind", "power-of-attorney"))
"""The authority of an agent."""

LATE_ELECTION: tuple[Edit, ...] = (
    at("worker/citizenships", ["US", "IT"]),
    at("questions/election", {"answer": "US", "known": "Elected U.S. coverage.", "evidence": ["E1"]}),
    at("assignment/begins", "2025-09-30"),
)
"""A dual national in Italy began to work in September, and the request was sent in January."""


def repeated(begins: str, ends: str) -> tuple[Edit, ...]:
    """The worker was sent to Norway before, and the agreement counts transfers as that with France does."""
    rule = {"text": "Five years, or a year apart.", "within_months": "60", "apart_months": "12", "label": "official"}
    return (
        at("assignment/earlier", {"first": {"begins": begins, "ends": ends}}),
        register("agreements", "NO/series", rule),
    )


def another_document(of: str) -> Edit:
    """Put a copy of an exhibit on file, with bytes of its own."""

    def edit(one: Bench) -> None:
        second_document(one, of)

    return edit


def same_bytes(first: str, second: str) -> Edit:
    """Put the bytes of the first exhibit in place of those of the second, on record too."""

    def edit(one: Bench) -> None:
        one.case["exhibits"][second]["sha256"] = one.case["exhibits"][first]["sha256"]
        home = PROJECT / "cases" / one.case["case"]
        one.added[second] = (home / one.exhibits[first].name).read_bytes()
        kind = Path(one.exhibits[first].name).suffix
        held = one.case["exhibits"][second]
        held["file"] = str(Path(held["file"]).with_suffix(kind))
        one.exhibits[second] = replace(one.exhibits[first], name=held["file"])

    return edit


def entered(day: str, payroll_record: str = "E14") -> tuple[Edit, ...]:
    """The change was entered on another day, on which its record was printed."""
    record = f"exhibits/{payroll_record}"
    days = (at(f"{record}/{field}", day) for field in ("effective", "recorded"))
    return at("claims/C1/relied/0/entered_on", day), *days


def answered(sheet: str, role: str, **changes: str) -> Edit:
    """Change who answers a sheet in a role, when or how."""

    def edit(one: Bench) -> None:
        for answer in one.plan[sheet]["answers"]:
            if answer["role"] == role:
                answer.update(changes)

    return edit


def unanswered(sheet: str, role: str) -> Edit:
    """Leave out the answer in a role."""

    def edit(one: Bench) -> None:
        answers = one.plan[sheet]["answers"]
        one.plan[sheet]["answers"] = [answer for answer in answers if answer["role"] != role]

    return edit


def also_answered(sheet: str, role: str, by: str, at: str, **more: str) -> Edit:
    """Add an answer to a sheet."""
    added = {"role": role, "by": by, "at": at, **more}
    return lambda one: one.plan[sheet].update(answers=[*one.plan[sheet]["answers"], dict(added)])


def decided(sheet: str, moment: str) -> Edit:
    """Propose a sheet, and have everybody approve it, at the same time."""

    def edit(one: Bench) -> None:
        one.plan[sheet]["proposed_at"] = moment
        for answer in one.plan[sheet]["answers"]:
            answer["at"] = moment

    return edit


def on_sheet(sheet: str, path: str, line: str | list[str] | None) -> Edit:
    """Have a sheet say something other than the record; with None, the line is not there."""
    return lambda one: one.plan[sheet].setdefault("instead", {}).update({path: line})


def decided_again(moment: str, sheet: str = "D3") -> Edit:
    """Add a third or later sheet, on which the same people approve the exemption as the record is now."""

    def edit(one: Bench) -> None:
        again = copy.deepcopy({key: value for key, value in one.plan["D2"].items() if key != "instead"})
        one.plan[sheet] = again
        decided(sheet, moment)(one)

    return edit


STARTED_LATER: tuple[Edit, ...] = (
    at("assignment/begins", "2026-05-15"),
    on_sheet("D2", "assignment.begins", "2026-05-01"),
    at("claims/C1/begins", "2026-05-15"),
    on_sheet("D2", "claims.C1.begins", "2026-05-01"),
    decided_again("2026-10-01T10:00-04:00"),
)
"""The work in Norway began two weeks later than planned, and the people approved the narrower claim."""


def dropped(field: str, now: str | list[str], approved_at: str) -> tuple[Edit, ...]:
    """A claim became smaller in a field after payroll had been changed, and the people approved that."""

    def edit(one: Bench) -> None:
        on_sheet("D2", f"claims.C1.{field}", one.case["claims"]["C1"][field])(one)

    return edit, at(f"claims/C1/{field}", now), decided_again(approved_at)


def paid(day: str, by: str = "carla-jensen", of: str = "E14", **changes: str) -> Edit:
    """A statement that contributions are paid, with a record like an exhibit that was printed on that day."""

    def edit(one: Bench) -> None:
        record = second_document(one, of)
        one.case["exhibits"][record].update({"effective": day, "recorded": day, **changes})
        entry = {"by": by, "on": day, "evidence": [record]}
        one.case["claims"]["C1"].setdefault("contributions_continue", []).append(entry)

    return edit


def changed_again(day: str, first_day: str, **more: str) -> Edit:
    """Payroll entered another change on a day, and its record was printed on that day."""

    def edit(one: Bench) -> None:
        relied = one.case["claims"]["C1"]["relied"]
        record = second_document(one, relied[0]["evidence"][0])
        one.case["exhibits"][record].update(effective=day, recorded=day)
        relied.append({**relied[0], "from": first_day, "entered_on": day, "evidence": [record], **more})

    return edit


def split_in_two(one: Bench) -> None:
    """The claim of the sample from Norway as two claims on one sheet, the second from 2027-05-01."""
    claims = one.case["claims"]
    claims["C2"] = {**claims["C1"], "begins": "2027-05-01"}
    claims["C1"] = {**claims["C1"], "ends": "2027-04-30"}
    claims["C2"]["relied"] = [{**claims["C1"]["relied"][0], "from": "2027-05-01"}]
    one.plan["D2"]["subject"] = ["C1", "C2"]


_FOLLOW_UP = {
    "at": "2026-03-09T10:00-04:00",
    "by": "ingrid-dahl",
    "to": "Social Security Administration",
    "about": "Asking for the state of the request.",
    "follow_up": "R1",
    "evidence": ["ssa-online-service-2026-02"],
}


def contacted(**changes: object) -> dict[str, Any]:
    """A message to the authority: a follow-up, unless `follow_up` is None."""
    return {key: value for key, value in {**_FOLLOW_UP, **changes}.items() if value is not None}


def deputy(**changes: str) -> dict[str, str]:
    """An appointment as deputy for the approver Helen Okafor in January 2026."""
    days = {"from": "2026-01-01", "until": "2026-01-31", "appointed_on": "2025-12-30"}
    return {"person": "helen-okafor", "role": "approver", **days, **changes}


def contact(**changes: object) -> Edit:
    """Put one message to the authority on record."""
    return at("contacts", [contacted(**changes)])


def letter_of_refusal(one: Bench, day: str) -> str:
    """Put a letter of refusal on file that is dated and received on a day."""
    key = second_document(one, "E1")
    one.case["exhibits"][key].update(kind="denial-letter", effective=day, received=day, recorded=day)
    return key


def letter(day: str) -> Edit:
    """Put a letter of refusal on file that no refusal cites."""

    def edit(one: Bench) -> None:
        letter_of_refusal(one, day)

    return edit


def filed_again(one: Bench) -> None:
    """The sample's request as the second one, after a first one that was refused."""
    requests = one.case["requests"]
    first = copy.deepcopy(requests["R1"])
    first["sent"] |= {"on": "2026-01-21", "form_checked_on": "2026-01-21"}
    letter = letter_of_refusal(one, "2026-01-21")
    first["refusal"] = {"refused_on": "2026-01-21", "received_on": "2026-01-22", "because": "No.", "evidence": [letter]}
    del first["tracker"]
    requests["R2"] = {**requests["R1"], "follows": {"request": "R1", "as": "filed-again"}}
    requests["R1"] = first
    one.case["certificates"]["K1"]["request"] = "R2"
    again, exemption = {**one.plan["D1"], "subject": ["R2"]}, one.plan["D2"]
    one.plan = {"D1": one.plan["D1"], "D2": again, "D3": exemption}


def sent_on(one: Bench, request: dict[str, Any], day: str) -> None:
    """Send a copied request on a day, with a proof of its own."""
    proof = second_document(one, request["sent"]["proof"][-1])
    one.case["exhibits"][proof].update(effective=day, received=day, recorded=day)
    request["sent"] |= {"on": day, "proof": [proof]}


def sent_again(relation: str) -> Edit:
    """Send a second request on the day after the first of the sample from Norway, decided on a sheet of its own."""

    def edit(one: Bench) -> None:
        second = copy.deepcopy(one.case["requests"]["R1"])
        sent_on(one, second, "2026-01-23")
        second["follows"] = {"request": "R1", "as": relation}
        del second["tracker"]
        one.case["requests"]["R2"] = second
        again = copy.deepcopy({**one.plan["D1"], "subject": ["R2"]})
        one.plan = {"D1": one.plan["D1"], "D2": again, "D3": one.plan["D2"]}

    return edit


def refusal(refused_on: str) -> Edit:
    """Put a refusal on record that arrived on its own date."""

    def edit(one: Bench) -> None:
        letter = letter_of_refusal(one, refused_on)
        because = {"because": "The facts were different.", "evidence": [letter]}
        put(one.case, "requests/R1/refusal", {"refused_on": refused_on, "received_on": refused_on, **because})

    return edit


def defect(asked_on: str) -> Edit:
    """Put on record that a corrected certificate was requested, because the certificate names somebody else."""
    return at("certificates/K1/defect", {"kind": "identity", "asked_on": asked_on})


REVERSED = {"on": "2026-11-10", "by": "carla-jensen", "because": "The employment ended."}


NOT_ISSUED: tuple[tuple[str, Any], ...] = (("certificates", {}), ("claims", {}))
"""In a case beside: the request still waits for a certificate."""

NOT_ISSUED_TO_OTHERS: tuple[tuple[str, Any], ...] = (*NOT_ISSUED, ("exhibits", {}))
"""In a case beside of another worker: the request still waits, and no file is that of this worker's certificate."""

ANOTHER_REFERENCE: tuple[tuple[str, Any], ...] = (("worker/reference", "W-9999"), ("claims/C1/worker", "W-9999"))
ANOTHER_WORKER: tuple[tuple[str, Any], ...] = (*ANOTHER_REFERENCE, ("worker/name", "Sara Berg"))
"""In a case beside: the case is about another worker."""


def second_request(relation: str | None, earlier: str = "R1") -> Edit:
    """Put a second request in preparation on record, which follows an earlier request."""
    follows = {"follows": {"request": earlier, "as": relation}} if relation else {}
    return at("requests/R2", {"requester": "employer", **follows})


def proposed(payroll_record: str = "E14") -> tuple[Edit, ...]:
    """Let nobody rely on the claim, and let the payroll record show no change."""
    return at("claims/C1/relied", GONE), at(f"exhibits/{payroll_record}/kind", "internal-note")
