"""Claims made from supported ones by changing them at random, always the same for the same numbers.

Claims come in batches that share registers, captures and as-of date, so that a batch is one project. In every second
batch those are as the sample has them; in the others one to three things about them differ. Each claim then goes
through none to four changes of its own, in every third batch mostly later events, and every second one is approved
again afterwards.
"""

import copy
from functools import cache
from random import Random

from tests.support import changes, swaps
from tests.support.batch_changes import SURROUNDINGS
from tests.support.changes import Change
from tests.support.later_events import LATER_EVENTS
from tests.support.oracle_pairs import Pair, pairs_of, renew
from tests.support.sample import Bench, bench, for_worker, sealed

BASES = ("NO-2026-001", "IT-2026-003", "JP-2026-014", "KR-2026-015")
"""An employee and a self-employed person sent abroad, an employee and a self-employed person who came."""

SPECIAL = ("PT-2026-013", "DE-2026-002", "CA-2026-023", "SE-2026-019")
"""An extension, an affiliate and a fax, a pension plan to name, a lane settled by hand; drawn less often."""

BATCH = 40

_CHANGES: tuple[Change, ...] = (
    *(changes.move_day,) * 8,
    *(changes.move_moment,) * 3,
    *(changes.whole_period,) * 3,
    *(changes.second_certificate,) * 2,
    changes.open_end,
    *(changes.cite,) * 3,
    changes.exhibit,
    *(changes.point,) * 3,
    *(swaps.word,) * 4,
    *(swaps.another_name,) * 2,
    *(swaps.side,) * 2,
    *(swaps.nationals,) * 2,
    swaps.turned_round,
    swaps.programs,
    *(swaps.answers,) * 3,
    *(swaps.line,) * 2,
    *(swaps.two_roles,) * 2,
    swaps.moved_lane,
    *(swaps.route,) * 2,
    swaps.affiliate,
    swaps.requester,
    *(swaps.sent_before,) * 2,
    swaps.country_extras,
    swaps.extension,
    swaps.ended,
    swaps.parties,
    swaps.set_aside,
)

_WITH_EVENTS = (*LATER_EVENTS * 2, *_CHANGES[::6])


@cache
def _signed(base: str, place: int) -> Bench:
    """A base case under an id of its own, for a worker of its own, approved by everybody."""
    one = bench(base)
    one.case["case"] = f"{base[:3]}{place:03}-{base[-3:]}"
    for_worker(one, f"W-{place:05}")
    return sealed(one)


def batch(number: int) -> list[Bench]:
    """The claims of one batch, each on a bench."""
    rng = Random(f"claims of batch {number}")
    ground = bench(BASES[0])
    for change in rng.sample(SURROUNDINGS, rng.randrange(1, 4)) if number % 2 else ():
        change(rng, ground)
    some = _WITH_EVENTS if number % 3 == 2 else _CHANGES
    benches = [_changed(rng, ground, place, some) for place in range(BATCH)]
    for one in benches:
        if rng.random() < 0.5:
            renew(one)
        if rng.random() < 0.1:
            swaps.by_hand(rng, one)
    return benches


def _changed(rng: Random, ground: Bench, place: int, some: tuple[Change, ...]) -> Bench:
    base = rng.choice((*BASES * 3, *SPECIAL))
    whole = _signed(base, place)
    case, plan, exhibits = copy.deepcopy(whole.case), copy.deepcopy(whole.plan), dict(whole.exhibits)
    one = Bench(case, ground.registers, exhibits, ground.captures, ground.as_of, plan, dict(whole.decisions))
    for change in rng.choices(some, k=rng.choice((0, 1, 1, 1, 1, 2, 2, 2, 3, 4))):
        change(rng, one)
    return one


def both_sides(number: int) -> list[Pair]:
    """What controls and oracle say of a batch."""
    return pairs_of(batch(number))
