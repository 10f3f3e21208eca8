"""Every order in which the key days of a case can fall, ties included.

Seven days have 47,293 such orders: the look-up of the agreement, the decision to file, the filing approvals, the
request, the issue and the receipt of the certificate, and the approvals of the claim. The entry in payroll falls on
the day of the last. A second set turns the last five around, the entry in payroll among them: 541 orders.

An order becomes days one apart from `FIRST` on. Everything else of the case lies before or leaves room, so that only
the order decides; the approvals of a gate share a day, so one of them stands for all.
"""

import copy
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, product

from tests.support.oracle_pairs import Pair, pairs_of
from tests.support.sample import Bench, bench, for_worker, put, sealed

BASE = "NO-2026-001"
FIRST = dt.date(2026, 1, 20)
SEVEN = ("checked", "decided", "filing approved", "sent", "issued", "received", "claim approved")
LAST_FIVE = ("sent", "issued", "received", "claim approved", "entered")

Order = tuple[int, ...]


def orders(of: int) -> Iterator[Order]:
    """Every weak order of so many days, as each one's place; places count from 0 without a gap."""
    return (one for one in product(range(of), repeat=of) if set(one) == set(range(max(one) + 1)))


def in_turn(order: Order) -> bool:
    """Whether no day falls before the one that the process puts before it."""
    return all(earlier <= later for earlier, later in pairwise(order))


def both_sides(names: Sequence[str], some: Sequence[Order]) -> list[Pair]:
    """What controls and oracle say of cases whose named days fall in the given orders."""
    base = bench(BASE, [_room])
    cases = [_case(base, names, order, place) for place, order in enumerate(some)]
    for one in cases:
        sealed(one)
    return pairs_of(cases)


def _room(one: Bench) -> None:
    """Let nothing else stand in the way of an early day, and let as few approvals be enough as any policy may."""
    put(one.case, "requests/R1/route/destination_seen_on", "2026-01-19")
    put(one.case, "requests/R1/sent/form_checked_on", "2026-01-19")
    one.registers["policy"]["approvals"] = {"filing": ["data_quality", "approver"], "exemption": ["approver"]}
    answers = one.plan["D2"]["answers"]
    one.plan["D2"]["answers"] = [answer for answer in answers if answer["role"] == "approver"]
    _approved(one, "D1", FIRST.isoformat())


def _case(base: Bench, names: Sequence[str], order: Order, place: int) -> Bench:
    case, plan = copy.deepcopy(base.case), copy.deepcopy(base.plan)
    one = Bench(case, base.registers, base.exhibits, base.captures, base.as_of, plan)
    case["case"] = f"NO-2026-{place:05}"
    for_worker(one, f"W-{place:05}")
    for name, days in zip(names, order, strict=True):
        _SET[name](one, (FIRST + dt.timedelta(days=days)).isoformat())
    return one


def _approved(one: Bench, sheet: str, day: str) -> None:
    """Propose a sheet on a day, and have everybody approve it."""
    one.plan[sheet]["proposed_at"] = moment = f"{day}T04:00-05:00"
    for answer in one.plan[sheet]["answers"]:
        answer["at"] = moment


def _set_sent(one: Bench, day: str) -> None:
    one.case["requests"]["R1"]["sent"]["on"] = day
    one.case["exhibits"]["E8"].update(effective=day, recorded=day)


def _set_issued(one: Bench, day: str) -> None:
    one.case["certificates"]["K1"]["issued_on"] = one.case["exhibits"]["E13"]["effective"] = day


def _set_received(one: Bench, day: str) -> None:
    one.case["certificates"]["K1"]["received_on"] = day
    one.case["exhibits"]["E13"].update(received=day, recorded=day)


def _set_claim_approved(one: Bench, day: str) -> None:
    _approved(one, "D2", day)
    _set_entered(one, day)


def _set_entered(one: Bench, day: str) -> None:
    one.case["claims"]["C1"]["relied"][0]["entered_on"] = day
    one.case["exhibits"]["E14"].update(effective=day, recorded=day)


_SET: dict[str, Callable[[Bench, str], None]] = {
    "checked": lambda one, day: one.case["conditions"]["agreement"].update(checked_on=day),
    "decided": lambda one, day: one.case["filing"].update(decided_on=day),
    "filing approved": lambda one, day: _approved(one, "D1", day),
    "sent": _set_sent,
    "issued": _set_issued,
    "received": _set_received,
    "claim approved": _set_claim_approved,
    "entered": _set_entered,
}
