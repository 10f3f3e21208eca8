"""What an attack from outside is, how it is tried, and the edits that attacks and honest records are written in.

The lists in this folder were written from the guide, the policy text, the how-to pages and the schemas alone. Their
author had not read the controls or the lists of faults.
"""

import copy
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from tests.support.sample import AS_OF, FAR_AHEAD, Bench, Edit, another_pdf, bench, judgment_of, put, refiled, sealed
from tests.support.tool_answers import approve_exemption

from casebound.model.judgment import Judgment, Verdict
from casebound.model.terms import Severity

NO, IT, JP, KR = BASES = ("NO-2026-001", "IT-2026-003", "JP-2026-014", "KR-2026-015")
"""The base cases: an employee and a self-employed person who leave, an employee and a self-employed person who come."""

EMPLOYEES, SELF_EMPLOYED, OUTBOUND, INBOUND = (NO, JP), (IT, KR), (NO, IT), (JP, KR)
TODAY, TOMORROW = "2026-11-22", "2026-11-23"

Of = Callable[[Bench], Any]
"""A value that depends on the case."""


class DoesNotApply(Exception):
    """The edit does not apply to this case."""


class Way(Enum):
    """Who approved the changed record."""

    EDITED = "nobody: it was changed after everybody had approved it"
    APPROVED = "the people of the case, again"
    FROM_START = "everybody: it was like this from the start"


EDITED, APPROVED, FROM_START = (Way.EDITED,), (Way.APPROVED,), (Way.FROM_START,)
SIGNED = (Way.APPROVED, Way.FROM_START)


@dataclass(frozen=True)
class Kind:
    """A kind of attack: why it deserves no support, and the controls of which at least one has to object."""

    because: str
    right: frozenset[str]


@dataclass(frozen=True)
class Attack:
    """A record that deserves no support. `right` are the controls for this attack, if not those of its kind."""

    kind: int
    says: str
    edit: Edit
    ways: tuple[Way, ...]
    bases: tuple[str, ...]
    right: frozenset[str]

    @property
    def name(self) -> str:
        return f"{self.kind}: {self.says}"


def attack(
    kind: int,
    says: str,
    edit: Edit,
    ways: tuple[Way, ...] = tuple(Way),
    bases: tuple[str, ...] = (),
    right: str = "",
) -> Attack:
    """A row of a list of attacks."""
    return Attack(kind, says, edit, ways, bases, frozenset(right.split()))


@dataclass(frozen=True)
class Outcome:
    """What came of a record: whether the claims are supported, the controls that block, or why the tool refused."""

    supported: bool
    blocking: Mapping[str, str]
    refused: str = ""

    @property
    def passed(self) -> bool:
        return not self.blocking and not self.refused


def alone(case: str) -> Bench:
    """A case with the agreement of its partner only, which is checked sooner."""
    made = bench(case)
    agreements, partner_country = made.registers["agreements"], made.case["partner"]
    made.registers["agreements"] = {key: agreements[key] for key in ("format", partner_country)}
    return made


def tried(bench: Bench, edit: Edit, way: Way) -> Outcome:
    """Make an edit, have it approved in a way, and check the case."""
    bench.case.pop("stage", None)
    bench.exhibits, bench.captures = dict(bench.exhibits), dict(bench.captures)
    edit(bench)
    try:
        if way is Way.APPROVED:
            approve_exemption(bench)
        elif way is Way.FROM_START:
            sealed(bench)
    except Exception as error:  # noqa: BLE001  # the tool writes no sheet about it
        return Outcome(False, {}, f"{type(error).__name__}: {error}")
    today = AS_OF if bench.as_of > AS_OF else FAR_AHEAD
    return outcome_of(judgment_of(bench, today), bench.case["case"])


def outcome_of(judgment: Judgment, case: str) -> Outcome:
    """What a check says about a case and about the project."""
    verdicts = [judged.verdict for judged in judgment.cases if judged.case.case == case]
    blocking = {
        finding.control: finding.message
        for finding in judgment.findings
        if finding.severity is Severity.BLOCKING and finding.case in (None, case)
    }
    return Outcome(verdicts == [Verdict.SUPPORTED], blocking)


# ---- places of a record ----


def place(bench: Bench, path: str) -> str:
    """A place with the certificate of the claim as K1, and the request that it answers as R1."""
    held = bench.case.get("certificates", {})
    claimed = next((claim["certificates"][-1] for claim in bench.case.get("claims", {}).values()), "K1")
    request = held.get(claimed, {}).get("request", "R1")
    return path.replace("certificates/K1", f"certificates/{claimed}").replace("requests/R1", f"requests/{request}")


def value(bench: Bench, path: str) -> Any:
    """The value at a place of the record."""
    content: Any = bench.case
    for part in place(bench, path).split("/"):
        try:
            content = content[int(part)] if isinstance(content, list) else content[part]
        except (KeyError, IndexError):
            raise DoesNotApply(path) from None
    return content


def exhibit(kind: str, nth: int = 0) -> Of:
    """The id of an exhibit of a kind."""

    def found(bench: Bench) -> str:
        keys = [key for key, held in bench.case["exhibits"].items() if held["kind"] == kind]
        if len(keys) <= nth:
            raise DoesNotApply(kind)
        return str(keys[nth])

    return found


def letter(bench: Bench) -> str:
    """The id of the letter of assignment."""
    return "E1"


def certificate(bench: Bench) -> str:
    """The id of the document of the certificate."""
    return str(value(bench, "certificates/K1/document"))


def payroll_record(bench: Bench) -> str:
    """The id of the document of the payroll change."""
    return str(value(bench, "claims/C1/relied/0/evidence")[0])


def proof_of_sending(bench: Bench) -> str:
    """The id of the document that proves the sending of the request."""
    kinds = ("portal-confirmation", "fax-report", "mailing-proof", "agency-acknowledgement")
    return str(next(key for key, held in bench.case["exhibits"].items() if held["kind"] in kinds))


def role(name: str) -> Of:
    """The person of the case in a role."""
    return lambda bench: bench.case["people"][name]


OPERATIONS, APPROVER, LEGAL, PAYROLL = role("operations"), role("approver"), role("legal"), role("payroll")


def covering(bench: Bench) -> str:
    return "US" if bench.case["direction"] == "outbound" else str(bench.case["partner"])


def exempting(bench: Bench) -> str:
    return str(bench.case["partner"]) if bench.case["direction"] == "outbound" else "US"


def partner(bench: Bench) -> str:
    return str(bench.case["partner"])


def employer(bench: Bench) -> str:
    """The id of the employer."""
    return str(value(bench, "employer"))


def page(topic: str) -> Of:
    """The id of the source that the record cites on a topic."""
    places = {
        "rule": "rule/evidence",
        "agreement": "conditions/agreement/evidence",
        "destination": "requests/R1/route/evidence",
    }

    def found(bench: Bench) -> str:
        return str(next(key for key in value(bench, places[topic]) if key in bench.registers["sources"]))

    return found


def later(day: str, days: int) -> str:
    """A day so many days later."""
    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()


def after(path: str, days: int) -> Of:
    """The day so many days after a day of the record."""
    return lambda bench: later(value(bench, path), days)


def issued(days: int) -> Of:
    return after("certificates/K1/issued_on", days)


def received(days: int) -> Of:
    return after("certificates/K1/received_on", days)


def sent(days: int) -> Of:
    return after("requests/R1/sent/on", days)


def decided(days: int) -> Of:
    return after("filing/decided_on", days)


def confirmed(days: int) -> Of:
    return after("rule/confirmed_on", days)


def entered(days: int) -> Of:
    return after("claims/C1/relied/0/entered_on", days)


def begins(days: int) -> Of:
    return after("claims/C1/begins", days)


def ends(days: int) -> Of:
    return after("claims/C1/ends", days)


# ---- edits ----


def found(content: Any, bench: Bench) -> Any:
    """A value, computed from the case if it is a function."""
    return content(bench) if callable(content) else copy.deepcopy(content)


def writes(changes: Mapping[str, Any]) -> Edit:
    """Write values at places whose parents exist."""

    def edit(bench: Bench) -> None:
        for path, content in changes.items():
            if "/" in path:
                value(bench, path.rpartition("/")[0])
            put(bench.case, place(bench, path), found(content, bench))

    return edit


def sets(path: str, content: Any) -> Edit:
    """Change a value that exists."""

    def edit(bench: Bench) -> None:
        value(bench, path)
        put(bench.case, place(bench, path), found(content, bench))

    return edit


def changes(path: str, change: Callable[[Any], Any]) -> Edit:
    """Change a value that exists, computed from what it is."""
    return lambda bench: put(bench.case, place(bench, path), change(value(bench, path)))


def drops(path: str) -> Edit:
    """Remove a value that exists."""

    def edit(bench: Bench) -> None:
        value(bench, path)
        parent, _, last = path.rpartition("/")
        holder: Any = value(bench, parent) if parent else bench.case
        del holder[int(last) if isinstance(holder, list) else last]

    return edit


def appends(path: str, content: Any) -> Edit:
    """Add an entry to a list, which is created if there is none."""

    def edit(bench: Bench) -> None:
        parent, _, last = path.rpartition("/")
        holder = value(bench, parent) if parent else bench.case
        holder.setdefault(last, []).append(found(content, bench))

    return edit


def all_of(*edits: Edit) -> Edit:
    """Several edits that are one event."""

    def edit(bench: Bench) -> None:
        for change in edits:
            change(bench)

    return edit


def later_by(days: int, *paths: str) -> Edit:
    """Move days of the record."""
    return all_of(*(sets(path, after(path, days)) for path in paths))


def filed_as(which: Of, **fields: Any) -> Edit:
    """Change fields of an exhibit; with None a field is removed."""

    def edit(bench: Bench) -> None:
        held = bench.case["exhibits"][which(bench)]
        for name, content in fields.items():
            if content is None:
                held.pop(name, None)
            else:
                held[name] = found(content, bench)

    return edit


def row(register: str, key: Any, path: str, content: Any) -> Edit:
    """Change a row of a register."""

    def edit(bench: Bench) -> None:
        rows = bench.registers[register]
        name = found(key, bench)
        if name not in rows:
            raise DoesNotApply(name)
        put(rows[name], path, found(content, bench))

    return edit


def drops_in_row(register: str, key: Any, path: str) -> Edit:
    """Remove a value of a row of a register."""

    def edit(bench: Bench) -> None:
        content = bench.registers[register][found(key, bench)]
        *parents, last = path.split("/")
        for part in parents:
            content = content[part]
        del content[last]

    return edit


def person(key: str, name: str, *roles: str, **more: Any) -> Edit:
    """A person of the people register."""
    entry = {
        "name": name,
        "title": "Analyst",
        "roles": [{"role": held, "from": "2019-01-01"} for held in roles],
        **more,
    }
    return lambda bench: bench.registers["people"].update({key: copy.deepcopy(entry)})


def new_exhibit(kind: str, title: str, **fields: Any) -> Of:
    """File one more document, which opens and has bytes of its own; the value is its id."""

    def filed(bench: Bench) -> str:
        number = 1 + max(int(key[1:]) for key in bench.case["exhibits"])
        key, name = f"E{number}", f"evidence/more-{number}.pdf"
        entry = {"kind": kind, "title": title, "file": name, "recorded": "2026-11-20", "sha256": ""}
        bench.case["exhibits"][key] = {**entry, **{field: found(content, bench) for field, content in fields.items()}}
        refiled(key, another_pdf(f"{kind} {title}"))(bench)
        return key

    return filed


def files(kind: str, title: str, cited: str = "", **fields: Any) -> Edit:
    """File one more document, and cite it in a list of the record if a place is named."""

    def edit(bench: Bench) -> None:
        key = new_exhibit(kind, title, **fields)(bench)
        if cited:
            value(bench, cited).append(key)

    return edit


def same_file(copy_to: Of, copy_of: Of) -> Edit:
    """The file of one exhibit is the file of another."""

    def edit(bench: Bench) -> None:
        to, of = copy_to(bench), copy_of(bench)
        bench.case["exhibits"][to]["sha256"] = bench.case["exhibits"][of]["sha256"]
        bench.exhibits[to] = replace(bench.exhibits[of], name=bench.exhibits[to].name)

    return edit


def other_file(which: Of, data: bytes, name: str = "") -> Edit:
    """An exhibit has other bytes, on record too, and perhaps another file name."""

    def edit(bench: Bench) -> None:
        key = which(bench)
        held = bench.case["exhibits"][key]
        held["file"] = f"evidence/{name}" if name else held["file"].rpartition(".")[0] + ".pdf"
        refiled(key, data)(bench)

    return edit


def beside(case: str, *edits: Edit, own: bool = True) -> Edit:
    """Another case of the project: a copy of this one, with a certificate of its own unless `own` is false."""

    def edit(bench: Bench) -> None:
        other = copy.deepcopy(bench)
        other.case["case"] = case
        if own:
            for held in other.case["certificates"].values():
                held["number"] += "-B"
                document = other.case["exhibits"][held["document"]]
                document["sha256"] = "ab" + document["sha256"][2:]
        all_of(*edits)(other)
        bench.others.append(other.case)

    return edit


def status(shown: str, at: Any = "2026-11-10T10:00-05:00") -> Edit:
    """A status text of the request with its capture, in its place by day."""

    def edit(bench: Bench) -> None:
        when = found(at, bench)
        capture = new_exhibit("status-capture", shown, recorded=when[:10])(bench)
        tracker = value(bench, "requests/R1").setdefault("tracker", [])
        tracker.append({"at": when, "by": OPERATIONS(bench), "shown": shown, "capture": capture})
        tracker.sort(key=lambda entry: entry["at"][:10])

    return edit


def logged(did: str, at: str = "2026-11-12T10:00-05:00") -> Edit:
    """An entry of the log."""
    return appends("log", lambda bench: {"at": at, "by": OPERATIONS(bench), "did": did})
