"""Attacks of the kinds 1 and 2: a worker and a certificate in two cases."""

import copy
import unicodedata
from collections.abc import Callable

from tests.support.sample import Bench, Edit
from tests.verification.outside.records import (
    PAYROLL,
    Attack,
    all_of,
    attack,
    begins,
    beside,
    changes,
    covering,
    drops,
    ends,
    exempting,
    later,
    sets,
    value,
    writes,
)

Name = Callable[[str], str]


def wide(text: str) -> str:
    """The text in letters of full width."""
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


def other_side(bench: Bench) -> None:
    """The case is about the same work, seen from the other country: the same days are exempt on the other side."""
    here, there, leaves = covering(bench), exempting(bench), bench.case["direction"] == "outbound"
    bench.case["direction"] = "inbound" if leaves else "outbound"
    for held in bench.case["certificates"].values():
        held.update(issuing_country=there, covered_by=there, exempt_in=here)
    programs = ["fica-oasdi", "fica-hi"] if leaves else ["old-age", "survivors", "disability"]
    for claim in bench.case["claims"].values():
        claim.update(exempt_in=here, programs=programs)


def crossed(*edits: Edit) -> Edit:
    """Another case exempts the same worker on the other side."""
    return beside("XX-2026-950", other_side, *edits)


def referred(change: Name) -> Edit:
    """The case has the worker's reference in another form."""
    return all_of(changes("worker/reference", change), changes("claims/C1/worker", change))


def named(change: Name, reference: str = "P-4410") -> Edit:
    """The case has the worker's name in another form, and another reference."""
    return all_of(
        referred(lambda _: reference), changes("worker/name", change), changes("certificates/K1/worker", change)
    )


def touching(first: bool) -> Edit:
    """The claim has only its first or its last day in common with the claim of the other case."""

    def edit(bench: Bench) -> None:
        day = begins(0)(bench) if first else ends(0)(bench)
        days = {"begins": later(day, -200), "ends": day} if first else {"begins": day, "ends": later(day, 200)}
        for part in ("assignment", "certificates/K1", "claims/C1"):
            value(bench, part).update(days)

    return edit


def again(bench: Bench) -> None:
    """The claim was relied on, reversed, and is relied on again."""
    claim = bench.case["claims"]["C1"]
    claim["reversed"] = [{"on": "2026-09-10", "by": PAYROLL(bench), "because": "It stopped.", "evidence": ["E1"]}]
    claim["relied"].append({**claim["relied"][0], "from": "2026-10-01", "entered_on": "2026-09-20"})


def second_claim(bench: Bench) -> None:
    """The case has a second claim, on the other side."""
    claims = bench.case["claims"]
    claims["C2"] = {**copy.deepcopy(claims["C1"]), "exempt_in": covering(bench)}


CLOSED = {"outcome": "issued", "closed_on": "2026-09-30", "because": "It ended.", "retain_until": "2040-01-01"}

BOTH_SIDES = (
    attack(1, "the same worker is exempt on the other side", crossed()),
    attack(1, "the reference is in small letters there", crossed(referred(str.lower))),
    attack(1, "the reference has spaces there", crossed(referred(lambda text: text.replace("-", " ")))),
    attack(1, "the reference has no hyphen there", crossed(referred(lambda text: text.replace("-", "")))),
    attack(1, "the reference is in wide letters there", crossed(referred(wide))),
    attack(1, "the same name has another reference there", crossed(named(lambda name: name))),
    attack(1, "the name is in capitals there", crossed(named(str.upper))),
    attack(1, "the name is decomposed there", crossed(named(lambda name: unicodedata.normalize("NFD", name)))),
    attack(
        1, "the name has more spaces and a period there", crossed(named(lambda name: f"{name}.".replace(" ", "  ")))
    ),
    attack(1, "the first day alone is in common", crossed(touching(first=True))),
    attack(1, "the last day alone is in common", crossed(touching(first=False))),
    attack(1, "nobody relies on the claim there yet", crossed(drops("claims/C1/relied"))),
    attack(
        1,
        "the days of the claim there are in the wrong order",
        crossed(lambda bench: value(bench, "claims/C1").update(begins=ends(0)(bench), ends=begins(0)(bench))),
    ),
    attack(1, "the case there is closed", crossed(writes({"closure": CLOSED}))),
    attack(1, "the claim there was reversed, and is relied on again", crossed(again)),
    attack(1, "a second case for the same side and employer", beside("XX-2026-952")),
    attack(1, "a second case for the same side, one day in common", beside("XX-2026-952", touching(first=False))),
    attack(1, "a second case for the same side, fewer programs", beside("XX-2026-952", drops("claims/C1/programs/0"))),
    attack(1, "a second claim of the same case on the other side", second_claim, right="E01"),
)


def another_worker(bench: Bench) -> None:
    named(lambda _: "Amelia Thornbury", "W-7001")(bench)


def numbered(change: Name) -> Edit:
    """The certificate has its number in another form."""
    return changes("certificates/K1/number", change)


def scanned_again(bench: Bench) -> None:
    """The document of the certificate has other bytes."""
    document = bench.case["exhibits"][value(bench, "certificates/K1")["document"]]
    document["sha256"] = "cd" + document["sha256"][2:]


def also(place: str) -> Edit:
    """The bytes of the certificate are on file a second time, and cited at a place of the certificate."""

    def edit(bench: Bench) -> None:
        held = value(bench, "certificates/K1")
        bench.case["exhibits"]["E80"] = {**bench.case["exhibits"][held["document"]], "file": "evidence/copy.pdf"}
        held.setdefault(place, []).append("E80")

    return edit


def shared(*edits: Edit) -> Edit:
    """Another worker's case has the same certificate."""
    return beside("XX-2026-951", another_worker, *edits, own=False)


SERVES_TWICE = (
    attack(2, "another worker has the same certificate", shared()),
    attack(2, "the same number, another scan", shared(scanned_again)),
    attack(2, "another number, the same scan", shared(numbered(lambda _: "Z-778-1"))),
    attack(2, "the same number in small letters, another scan", shared(scanned_again, numbered(str.lower))),
    attack(2, "no hyphens, another scan", shared(scanned_again, numbered(lambda text: text.replace("-", "")))),
    attack(2, "slashes, another scan", shared(scanned_again, numbered(lambda text: text.replace("-", "/")))),
    attack(2, "spaces, another scan", shared(scanned_again, numbered(lambda text: text.replace("-", " - ")))),
    attack(2, "other dashes, another scan", shared(scanned_again, numbered(lambda text: text.replace("-", "‑")))),
    attack(2, "the scan is a copy there", shared(numbered(lambda _: "Z-1"), also("copies"), scanned_again)),
    attack(2, "the scan is evidence there", shared(numbered(lambda _: "Z-1"), also("evidence"), scanned_again)),
    attack(2, "it is a draft there", shared(writes({"certificates/K1/state": "draft"}))),
    attack(2, "it is superseded there", shared(writes({"certificates/K1/state": "superseded"}))),
    attack(2, "no claim names it there", shared(drops("claims"))),
    attack(
        2, "no number is shown, the scan is the same", all_of(sets("certificates/K1/number", "none shown"), shared())
    ),
    attack(
        2,
        "the other worker has almost the same reference",
        beside("XX-2026-951", referred(lambda text: text + "A"), own=False),
    ),
    attack(
        2,
        "the other worker's case is on the other side",
        shared(other_side, sets("certificates/K1/issuing_country", covering)),
        right="I03 I04",
    ),
)

ATTACKS: tuple[Attack, ...] = (*BOTH_SIDES, *SERVES_TWICE)
