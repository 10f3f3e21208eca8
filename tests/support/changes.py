"""Changes to a case or to what it is judged with, each drawn at random near a place where the verdict may turn.

A change keeps the record in its shape, so that it can be judged; whether it matters is for the two sides to say.
Every draw comes from the generator given, so the same seed makes the same change.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from tests.support.sample import Bench, day_after, put, second_document

from casebound.model.evidence import Inspection

Change = Callable[[Random, Bench], None]

TINY = (-1, 0, 1)
RULES = (
    "detached-worker",
    "nationality",
    "residence",
    "place-of-work",
    "temporary-transfer",
    "extension",
    "special-exception",
    "ship-or-aircraft-crew",
    "government-employee",
    "territorial-coverage",
)
KINDS = (
    "assignment-letter",
    "certificate",
    "correspondence",
    "fax-report",
    "health-cover-statement",
    "mailing-proof",
    "portal-confirmation",
    "power-of-attorney",
    "side-topic",
)
POINTS = (
    "coverage-assignment",
    "single-employment",
    "prior-hire",
    "issuing-authority",
    "election",
    "detachment-limit",
    "self-employed-rule",
    "special-exception",
    "coverage-provision",
    "provision-limit",
    "election-by-payment",
)
PLACES = {
    "NO": ("US", "NO"),
    "IT": ("US", "IT"),
    "JP": ("JP", "US"),
    "KR": ("KR", "US"),
    "PT": ("US", "PT"),
    "DE": ("US", "DE"),
    "CA": ("US", "CA"),
    "SE": ("US", "SE"),
}
"""The covering and the exempt country of the cases that claims are made from, by how their ids begin."""

_DAYS = (
    "conditions/agreement/checked_on",
    "conditions/double_contributions/checked_on",
    "rule/confirmed_on",
    "filing/decided_on",
    "requests/R1/route/destination_seen_on",
    "requests/R1/sent/on",
    "requests/R1/sent/form_checked_on",
    "certificates/K1/issued_on",
    "certificates/K1/received_on",
    "certificates/K1/begins",
    "certificates/K1/ends",
    "claims/C1/begins",
    "claims/C1/ends",
    "claims/C1/relied/0/from",
    "claims/C1/relied/0/entered_on",
    "assignment/begins",
    "assignment/ends",
    "assignment/hired_on",
    "exhibits/E1/recorded",
    "assignment/affiliate/form_2032_effective",
    "assignment/extension/first_ended",
    "assignment/extension/asked_on",
    "assignment/extension/both_agreed_on",
    "filing/reclassified/on",
    "requests/R1/route/exception/approved_on",
    "certificates/K2/issued_on",
    "certificates/K2/begins",
)


def at(content: Any, path: str) -> Any:
    """The value at a path, or None where the way does not lead there."""
    for part in path.split("/"):
        if isinstance(content, list):
            content = content[int(part)] if int(part) < len(content) else None
        else:
            content = content.get(part) if isinstance(content, dict) else None
    return content


def near(rng: Random, one: Bench) -> str:
    """A day on, just before or just after one that the case already turns on, or at the edge of freshness."""
    known = [day for day in (at(one.case, path) for path in _DAYS) if day]
    day = rng.choice([*known, one.as_of.isoformat()])
    return day_after(day, rng.choice(TINY) + rng.choice((0, 0, 0, 30, -30)))


def move_day(rng: Random, one: Bench) -> None:
    """A day moves by little, or to where another one lies."""
    path = rng.choice([path for path in _DAYS if at(one.case, path.rpartition("/")[0]) is not None])
    old = at(one.case, path)
    day = day_after(old, rng.choice((-2, -1, 1, 2))) if old and rng.random() < 0.5 else near(rng, one)
    put(one.case, path, day)
    received = "exhibits/{}/received".format(at(one.case, "certificates/K1/document"))
    if path == "certificates/K1/received_on" and rng.random() < 0.8:
        put(one.case, received, day)


def move_moment(rng: Random, one: Bench) -> None:
    """An answer, a look at the status or an entry of the log is given at another time, in any zone."""
    clock = rng.choice(("09:00-05:00", "23:59-05:00", "00:00+14:00", "12:00Z"))
    answers = [answer for sheet in one.plan.values() for answer in sheet["answers"]]
    part = rng.choice(("answers", "answers", "answers", "requests/R1/tracker", "log"))
    if moments := answers if part == "answers" else at(one.case, part):
        rng.choice(moments)["at"] = f"{near(rng, one)}T{clock}"


def whole_period(rng: Random, one: Bench) -> None:
    """Assignment, certificate and claim run longer or shorter together, often around a limit in months."""
    begins = at(one.case, "assignment/begins")
    months = rng.choice((1, 5, 6, 12, 24, 36, 60))
    ends = day_after(_months_on(begins, months), rng.choice((-2, -1, -1, 0)))
    for path in ("assignment/ends", "certificates/K1/ends", "claims/C1/ends"):
        put(one.case, path, ends)


def _months_on(day: str, months: int) -> str:
    first = dt.date.fromisoformat(day)
    years, month = divmod(first.month - 1 + months, 12)
    return dt.date(first.year + years, month + 1, 1).isoformat()[:8] + f"{min(first.day, 28):02}"


def second_certificate(rng: Random, one: Bench) -> None:
    """The days are covered by two certificates, which meet, overlap or leave a day open."""
    first = at(one.case, "certificates/K1")
    if not first.get("ends"):
        return
    middle = day_after(first["begins"], rng.randrange(1, 90))
    second = {**first, "number": first["number"] + "-2", "begins": day_after(middle, 1 + rng.choice(TINY))}
    first["ends"] = middle
    if rng.random() < 0.8 and first.get("document") in one.exhibits:
        second["document"] = second_document(one, first["document"])
    put(one.case, "certificates/K2", second)
    put(one.case, "claims/C1/certificates", rng.choice((["K1", "K2"], ["K2", "K1"], ["K1", "K2"], ["K2"])))


def open_end(rng: Random, one: Bench) -> None:
    """The certificate shows no end, or the assignment has none."""
    paper, way = at(one.case, "certificates/K1"), rng.randrange(4)
    if way < 3:
        paper["no_end_shown"] = way != 1
    if way in {0, 1}:
        paper.pop("ends", None)
    if way == 3:
        one.case["assignment"].pop("ends", None)


def cite(rng: Random, one: Bench) -> None:
    """A list of evidence loses an entry, gains one, or cites something else."""
    path = rng.choice([path for path in _CITING if at(one.case, path.rpartition("/")[0]) is not None])
    cited = list(at(one.case, path) or ())
    other = rng.choice([*one.case["exhibits"], *_SOME_SOURCES, "E99"])
    if cited and rng.random() < 0.4:
        cited.pop(rng.randrange(len(cited)))
    elif cited and rng.random() < 0.5:
        cited[rng.randrange(len(cited))] = other
    else:
        cited.append(other)
    put(one.case, path, list(dict.fromkeys(cited)))


_SOME_SOURCES = ("ssa-certificates", "irs-totalization", "ssa-online-service-2026-01", "ssa-norway-rule")
_CITING = (
    "conditions/cross_border/evidence",
    "conditions/agreement/evidence",
    "conditions/double_contributions/evidence",
    "rule/evidence",
    "packet/worker_identity",
    "packet/employer_details",
    "packet/filing_lane",
    "requests/R1/route/evidence",
    "requests/R1/sent/proof",
    "claims/C1/relied/0/evidence",
    "questions/coverage-assignment/evidence",
    "questions/single-employment/evidence",
    "assignment/evidence",
    "assignment/affiliate/evidence",
    "assignment/extension/evidence",
)


def exhibit(rng: Random, one: Bench) -> None:
    """An exhibit is of another kind or a side topic's, or its file has changed, gone or does not open."""
    key = rng.choice(list(one.case["exhibits"]))
    way = rng.randrange(6)
    if way < 2:
        one.case["exhibits"][key]["kind"] = rng.choice(KINDS)
    elif way == 2:
        topic = {"topic": "fbar", "note": "Lies in the file.", "evidence": [key]}
        one.case["side_topics"] = [*one.case.get("side_topics", ()), topic]
    elif way == 3:
        one.exhibits[key] = replace(one.exhibits[key], inspection=Inspection(unusable="it is damaged"))
    else:
        problem = "it is missing" if way == 4 else None
        one.exhibits[key] = replace(one.exhibits[key], sha256=None if problem else "0" * 64, problem=problem)


_ANSWERS = ("yes", "yes", "no", "US", "NO", "JP", "60", "24", "9999", "cpp", "residence", "NAV", "TBD")


def _evidence_of_rule(one: Bench) -> list[str]:
    return [*one.case["rule"].get("evidence", ())]


def point(rng: Random, one: Bench) -> None:
    """A point of the ledger becomes known, unknown, not applicable, or is not there."""
    name = rng.choice(POINTS)
    handed_on = {"escalated_to": "miriam-katz", "escalated_on": near(rng, one)}
    one.case["questions"][name] = rng.choice(
        (
            {"answer": rng.choice(_ANSWERS), "known": "It is.", "evidence": ["E1"]},
            {"answer": rng.choice(_ANSWERS), "known": "It is.", "evidence": _evidence_of_rule(one)},
            {"answer": rng.choice(_ANSWERS), "known": rng.choice(("It is.", "?")), "evidence": []},
            {"known": "It is.", "evidence": ["E1"]},
            {"unknown": "Whether it is.", **handed_on},
            {"not_applicable": "It does not arise.", "evidence": rng.choice((["E1"], []))},
        )
    )
    if rng.random() < 0.15:
        del one.case["questions"][name]
