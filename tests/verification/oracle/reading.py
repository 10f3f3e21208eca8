"""One claim of one case, read as plain mappings of text; a look at what is not there raises and so answers no."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from tests.verification.oracle.answers import FORMS, is_proved, says_unknown, supports
from tests.verification.oracle.dates import NEVER, Day, day, day_of_moment, days_between
from tests.verification.oracle.names import is_placeholder, may_be_one, without_accents, words
from tests.verification.oracle.sheets import Folder, Sheet

Plain = Mapping[str, Any]

ROLES = ("operations", "data_quality", "approver", "legal", "payroll")
PACKET = ("worker_identity", "assignment_dates", "employer_details", "jurisdiction", "filing_lane")

_CITING = frozenset(
    {"authority", "copies", "evidence", "proof", "sent", "health_cover", "capture", "document", "exhibit", *PACKET}
)
_NAMING = frozenset({"by", "checked_by", "confirmed_by", "decided_by", "approved_by", "escalated_to"})


@dataclass(frozen=True)
class Reading:
    """A claim, its case and the registers, with the questions that several sentences of the policy ask."""

    case: Plain
    claim_id: str
    registers: Mapping[str, Plain]
    as_of: Day
    found: Mapping[str, str | None]
    captures: Mapping[str, str | None]
    others: Sequence[Plain] = ()
    """The other cases of the project."""
    folder: Folder = field(default_factory=lambda: Folder((), ()))
    hashes: Mapping[str, str] = field(default_factory=dict)
    log_kept: Mapping[str, bool] = field(default_factory=dict)
    clean_mails: Collection[str] = ()
    capture_texts: Mapping[str, str] = field(default_factory=dict)
    filed: bool = False
    """Whether the facts are those of the filing sheet of the only request."""

    # ── the record ──

    @cached_property
    def claim(self) -> Plain:
        return entry(self.case["claims"], self.claim_id)

    @cached_property
    def outbound(self) -> bool:
        return {"outbound": True, "inbound": False}[self.case["direction"]]

    @property
    def covering(self) -> str:
        return "US" if self.outbound else str(self.case["partner"])

    @property
    def exempt(self) -> str:
        return str(self.case["partner"]) if self.outbound else "US"

    @property
    def lane(self) -> str:
        return {"employer": "employer", "self-employed": "self-employed"}[self.case["filing"]["lane"]]

    @property
    def rule(self) -> str:
        return str(self.case["rule"]["kind"])

    @property
    def recorded(self) -> Plain:
        """Every exhibit of the record, in use or not."""
        return self.case.get("exhibits") or {}

    @cached_property
    def exhibits(self) -> Plain:
        """The exhibits in use: neither withdrawn nor kept as received."""
        return {
            one: held
            for one, held in self.recorded.items()
            if held.get("withdrawn") is None and held.get("as_received") is None
        }

    @cached_property
    def certificates(self) -> Sequence[Plain]:
        """The certificates that the claim names: at least one, and the case holds each."""
        named = self.claim["certificates"]
        if not named:
            raise ValueError("no certificate named")
        return [entry(self.case["certificates"], one) for one in named]

    @property
    def assignment_period(self) -> tuple[Day, Day | None]:
        """The assignment's first day and its last one, where it has one."""
        return day(self.case["assignment"]["begins"]), day_or_none(self.case["assignment"].get("ends"))

    @property
    def worker(self) -> str:
        return plain_reference(self.case)

    @property
    def other_workers(self) -> list[Plain]:
        """The other cases that are about another worker."""
        return [one for one in self.others if plain_reference(one) != self.worker]

    @property
    def activity_name(self) -> str | None:
        activity = self.case.get("activity")
        return None if activity is None else str(activity["name"])

    # ── the registers ──

    def rows(self, register: str) -> Plain:
        return {key: row for key, row in self.registers[register].items() if isinstance(row, Mapping)}

    @property
    def agreement(self) -> Plain:
        """The terms on the first day of the assignment."""
        return self.terms(self.assignment_period[0])

    def terms(self, a_day: Day) -> Plain:
        row = entry(self.registers["agreements"], self.case["partner"])
        later = {one["until"]: one for one in row.get("earlier_terms") or () if day(one["until"]) >= a_day}
        changes = [change for _, change in sorted(later.items(), reverse=True)]
        return {**row, **{key: value for change in changes for key, value in change.items() if key != "until"}}

    @property
    def policy(self) -> Plain:
        return self.registers["policy"]

    @property
    def limit(self) -> int:
        """The longest transfer in the case's direction, in months."""
        return count(self.agreement["limit"]["outbound_months" if self.outbound else "inbound_months"])

    @property
    def fresh_days(self) -> int:
        return count(self.policy["source_fresh_days"])

    # ── words the policy uses ──

    def lately(self, text: str, a_day: Day) -> bool:
        """Whether something was done on that day, or at most `source_fresh_days` before it."""
        return 0 <= days_between(self.done(text), a_day) <= self.fresh_days

    def done(self, text: str) -> Day:
        """The day something was done; what is dated after the as-of date has not been done."""
        return self._not_ahead(day(text))

    def done_at(self, text: str) -> Day:
        """The day of a moment at which something was done."""
        return self._not_ahead(day_of_moment(text))

    def _not_ahead(self, a_day: Day) -> Day:
        if a_day > self.as_of:
            raise ValueError("after the as-of date")
        return a_day

    @cached_property
    def requests(self) -> Sequence[Plain]:
        """The requests that the claim's certificates name; every request, where they name none. At least one."""
        requests, papers = self.case["requests"], self.case.get("certificates") or {}
        if self.filed:
            return list(requests.values())
        held = [papers[one] for one in self.claim["certificates"] if one in papers]
        named = [paper["request"] for paper in held if paper.get("request") is not None]
        found = [entry(requests, one) for one in dict.fromkeys(named)] or list(requests.values())
        if not found:
            raise ValueError("no request")
        return found

    def sent_on(self, request: Plain) -> Day:
        return self.done(request["sent"]["on"])

    @property
    def last_sent(self) -> Day:
        """The day on which the last request of the case was sent."""
        sent = [request for request in self.case["requests"].values() if request.get("sent") is not None]
        return self.sent_on(sent[-1])

    @property
    def decided(self) -> Day:
        """The decision day: the as-of date where no day is recorded."""
        text = (self.case.get("filing") or {}).get("decided_on")
        return self.as_of if text is None else self.done(text)

    def on_file(self, one: str) -> bool:
        source = self.registers["sources"].get(one)
        return one in self.exhibits or (source is not None and day(source["accessed_on"]) <= self.as_of)

    def has_evidence(self, cited: Sequence[str] | None) -> bool:
        return any(self.on_file(one) for one in cited or ())

    def cites_kind(self, cited: Sequence[str] | None, kind: str) -> bool:
        return any(self.exhibits[one]["kind"] == kind for one in cited or () if one in self.exhibits)

    def dates_of(self, cited: Sequence[str] | None, kind: str) -> list[Day]:
        """The dates on the cited exhibits of a kind; where none is recorded, the days on which they were recorded."""
        found = [self.exhibits[one] for one in cited or () if one in self.exhibits]
        return [day(one.get("effective") or one["recorded"]) for one in found if one["kind"] == kind]

    def known(self, name: str) -> bool:
        """Whether `questions` records the question as known, and as nothing else, with evidence and a good answer."""
        question = (self.case.get("questions") or {}).get(name) or {}
        return self._is_recorded_as("known", question) and (name not in FORMS or self._is_answered(name, question))

    def _is_recorded_as(self, word: str, question: Plain) -> bool:
        recorded = [word for word in ("known", "unknown", "not_applicable") if question.get(word) is not None]
        return recorded == [word] and not is_placeholder(question[word]) and self.has_evidence(question.get("evidence"))

    def _is_answered(self, name: str, question: Plain) -> bool:
        answer, cited = question.get("answer"), question["evidence"]
        kinds = {one: self.exhibits[one]["kind"] for one in cited if one in self.exhibits}
        sources = {one: self.registers["sources"][one] for one in cited if one in self.registers["sources"]}
        if says_unknown(question["known"]) or (answer == "each-certified" and not self._is_certified_elsewhere(kinds)):
            return False
        if answer is None or not FORMS[name](answer) or not is_proved(name, kinds, sources, self.case["partner"]):
            return False
        return supports(name, answer, self.case, self.covering)

    def _is_certified_elsewhere(self, kinds: Mapping[str, str]) -> bool:
        """Whether a letter is cited, or another case of the worker has a final certificate for a day of the stay."""
        if "correspondence" in kinds.values():
            return True
        first, last = self.assignment_period
        papers = [
            paper
            for case in self.others
            if plain_reference(case) == self.worker
            for paper in (case.get("certificates") or {}).values()
            if paper.get("state", "final") == "final" and paper.get("received_on") is not None
        ]
        return any(
            day(paper["begins"]) <= (last or NEVER) and first <= last_or_never(paper.get("ends")) for paper in papers
        )

    def answer(self, name: str) -> str | None:
        """What a question that is recorded as known is answered with, in a form that the table of answers allows."""
        question = (self.case.get("questions") or {}).get(name) or {}
        answer = question.get("answer") if question.get("known") is not None else None
        return answer if answer is not None and FORMS[name](answer) else None

    def not_applicable(self, name: str) -> bool:
        return self._is_recorded_as("not_applicable", self.case["questions"][name])

    def reported(self, a_day: Day) -> bool:
        agreement = self.agreement
        begun = agreement["status"] == "in_force" and day(agreement["in_force"]) <= a_day
        return begun and a_day <= last_or_never(agreement.get("ended_on"))

    def in_force(self, a_day: Day) -> bool:
        return self.reported(a_day) and confirmed(self.agreement)

    def cites_fresh(self, cited: Sequence[str], topic: str, a_day: Day) -> bool:
        """Whether one of the cited sources is on the topic and fresh on that day."""
        sources = self.registers["sources"]
        return any(self._fresh(sources[one], topic, a_day) for one in cited if one in sources)

    def cites_live(self, cited: Sequence[str] | None, topic: str) -> bool:
        """Whether one of the cited sources is on the topic, and was live when it was read."""
        sources = self.registers["sources"]
        return any(self._on_topic(sources[one], topic) for one in cited or () if one in sources)

    def _on_topic(self, source: Plain, topic: str) -> bool:
        right_country = topic not in {"rule", "issuer"} or self.case["partner"] in (source.get("countries") or ())
        return source["state"] == "live" and topic in (source.get("supports") or ()) and right_country

    def _fresh(self, source: Plain, topic: str, a_day: Day) -> bool:
        age = days_between(day(source["accessed_on"]), a_day)
        return self._on_topic(source, topic) and 0 <= age <= self.fresh_days

    # ── people ──

    def has_had_role(self, person: str, role: str) -> bool:
        rows = self.registers["people"][person]["roles"]
        return any(row["role"] == role and day(row["from"]) <= self.as_of for row in rows)

    def holds(self, person: str, role: str, a_day: Day) -> bool:
        rows = (self.registers["people"].get(person) or {}).get("roles") or ()
        return any(row["role"] == role and day(row["from"]) <= a_day <= last_or_never(row.get("until")) for row in rows)

    def acts(self, person: str, role: str, a_day: Day) -> bool:
        """Whether a person holds a role on a day, or was then appointed for somebody who does."""
        if self.holds(person, role, a_day):
            return True
        appointed = self.registers["people"][person].get("deputy_for") or ()
        return any(one["person"] != person and self.is_deputy(person, one["person"], role, a_day) for one in appointed)

    def is_deputy(self, person: str, principal: str, role: str, a_day: Day) -> bool:
        """Whether a person was the deputy on a day of somebody who then held the role."""
        appointed = (self.registers["people"].get(person) or {}).get("deputy_for") or ()
        return self.holds(principal, role, a_day) and any(
            (one["person"], one["role"]) == (principal, role)
            and day(one["appointed_on"]) <= a_day
            and day(one["from"]) <= a_day <= day(one["until"])
            for one in appointed
        )

    def same_person(self, first: str, second: str) -> bool:
        one, other = self._main(first), self._main(second)
        rows: list[Plain] = [self.registers["people"][key] for key in (one, other) if key in self.registers["people"]]
        if one == other or len(rows) < 2:
            return one == other
        mails = [re.sub(r"\+.*@", "@", (row.get("email") or "").lower()) for row in rows]
        if mails[0] and mails[0] == mails[1]:
            return True
        apart = [entry["person"] for row in rows for entry in row.get("not_same_as") or ()]
        alike = same_words(rows[0]["name"], rows[1]["name"]) or may_be_one(rows[0]["name"], rows[1]["name"])
        return alike and not {one, other} & set(apart)

    def is_worker(self, person: str) -> bool:
        """Whether an entry of the people register, or its main entry, has a name of the worker."""
        worker, rows = self.case["worker"], self.registers["people"]
        own = [worker["name"], *(one["name"] for one in worker.get("aliases") or ())]
        named = [rows[key]["name"] for key in (person, self._main(person)) if key in rows]
        return not self.known("shared-name") and any(may_be_one(one, other) for one in named for other in own)

    def _main(self, person: str) -> str:
        """The main entry of a person; the first id of a circle by the alphabet."""
        path = [person]
        while named := (self.registers["people"].get(path[-1]) or {}).get("same_as"):
            if named["person"] in path:
                return min(path[path.index(named["person"]) :])
            path.append(named["person"])
        return path[-1]

    # ── the decision sheets ──

    def is_past(self, text: str) -> bool:
        return day(text) <= self.as_of

    @property
    def needed_questions(self) -> list[str]:
        lists = self.policy["needed_questions"]
        keys = ("all", self.case["direction"], (self.case.get("filing") or {}).get("lane"), self.case["partner"])
        listed = [name for key in keys for name in lists.get(key) or ()]
        return list(dict.fromkeys((*listed, *self.asked_by_rule)))

    @property
    def asked_by_rule(self) -> list[str]:
        """The questions that this policy asks whatever the policy register lists."""
        rule, lane = (self.case.get("rule") or {}).get("kind"), (self.case.get("filing") or {}).get("lane")
        hired = ["prior-hire"] if lane == "employer" and rule in {"detached-worker", "extension"} else []
        listed = self.outbound and self.case["partner"] in self.registers["agreements"]
        cover = (self.agreement.get("health_cover") or {}) if listed else {}
        health = ["health-cover"] if cover.get("required") is True else []
        return ["coverage-assignment", "single-employment", *hired, *health]

    @property
    def sent_requests(self) -> list[str]:
        requests = self.case.get("requests") or {}
        return [key for key, request in requests.items() if request.get("sent") is not None]

    @property
    def taken_over(self) -> Sequence[str]:
        return (self.case.get("takeover") or {}).get("requests") or ()

    def deviates(self, kind: str, request: str) -> bool:
        entries = (self.case.get("deviations") or {}).values()
        return any((one["kind"], one["request"]) == (kind, request) for one in entries)

    def filing_sheet(self, request: str) -> Sheet | None:
        """The filing sheet of a request that was sent; a late one where the record has that deviation."""
        sent = day(self.case["requests"][request]["sent"]["on"])
        about = list(self.folder.about("filing", request))
        in_time = [sheet for sheet in about if self.folder.approvals(sheet, min(sent, self.as_of)) is not None]
        approved = [(sheet, on) for sheet in about if (on := self.folder.approved_on(sheet, self.as_of)) is not None]
        papers = (self.case.get("certificates") or {}).values()
        received = [
            day(paper["received_on"])
            for paper in papers
            if paper.get("received_on") is not None and paper.get("request") in (None, request)
        ]
        late = self.deviates("late-sign-off", request)
        last = in_time or [sheet for sheet, on in approved if late and all(on < one for one in received)]
        return last[-1] if last else None

    @property
    def exemption_sheet(self) -> Sheet | None:
        about = self.folder.about("exemption", self.claim_id)
        approved = [sheet for sheet in about if self.folder.approvals(sheet, self.as_of) is not None]
        return approved[-1] if approved else None

    def of_its_requests(self) -> "Reading":
        """The claim with the requests on which it rests; with all, where its certificates name none."""
        requests = self.case.get("requests") or {}
        papers = self.case.get("certificates") or {}
        named = [papers[one].get("request") for one in self.claim["certificates"] if one in papers]
        own = {key: request for key, request in requests.items() if key in named}
        return replace(self, case={**self.case, "requests": own or requests})

    @cached_property
    def as_filed(self) -> list["Reading"]:
        """The claim with the facts of each filing sheet; with those of the record where a request has none."""
        taken = self.taken_over
        sent = [key for key in self.sent_requests if key not in taken]
        if taken and not sent:
            return []
        sheets = {key: self.filing_sheet(key) for key in sent}
        filed = [self._with(key, sheet) for key, sheet in sheets.items() if sheet is not None]
        return filed if len(filed) == len(sent) and sent else [self, *filed]

    def _with_replacements(self, sheet: Sheet, sent: Day) -> dict[str, Any]:
        """The lines of a sheet; beside an exhibit that was withdrawn since, those that the record cites there now."""
        gone = {one for one, held in self.recorded.items() if held.get("withdrawn")}
        gone = {one for one in gone if day(self.recorded[one]["withdrawn"]["on"]) >= sent}
        found = dict(sheet.lines)
        for path, line in sheet.lines.items():
            if isinstance(line, tuple) and gone & set(line):
                found[path] = (*line, *(one for one in at_path(self.case, path) or () if one in self.recorded))
        return found

    def _with(self, request: str, sheet: Sheet) -> "Reading":
        parts = ("people", "assignment", "conditions", "rule", "filing", "packet")
        record = self.case["requests"][request]
        facts = unfolded(self._with_replacements(sheet, day(record["sent"]["on"])))
        sent = dict(record["sent"])
        if self.deviates("form-check-not-noted", request):
            sent.setdefault("form_checked_on", sent["on"])
        route = {**(facts.get("requests") or {}).get(request, {}), "sent": sent}
        route |= {key: record[key] for key in ("refusal", "withdrawn", "tracker") if key in record}
        case = {**self.case, **{part: facts.get(part, {}) for part in parts}, "requests": {request: route}}
        dated = {key: value.get("accessed_on") for key, value in (facts.get("sources") or {}).items()}
        sources = {
            key: {**row, "accessed_on": dated.get(key) or row["accessed_on"]}
            for key, row in self.rows("sources").items()
        }
        policy = {**self.policy, **facts.get("policy", {})}
        policy["source_fresh_days"] = str(min(count(policy["source_fresh_days"]), 92))
        if self.deviates("stale-page", request):
            policy["source_fresh_days"] = str(2 * count(policy["source_fresh_days"]))
        return replace(self, case=case, registers={**self.registers, "sources": sources, "policy": policy}, filed=True)


def plain_reference(case: Plain) -> str:
    """The letters and digits of the worker's reference, without capitals."""
    text = unicodedata.normalize("NFKC", str(case["worker"]["reference"])).casefold()
    return "".join(one for one in text if one.isalnum()) or text


def at_path(node: Any, path: str) -> Any:
    """What a mapping has at a path; None where it has nothing."""
    for part in path.split("."):
        node = node.get(part) if isinstance(node, Mapping) else None
    return node


def unfolded(lines: Mapping[str, Any]) -> dict[str, Any]:
    """The lines of a sheet as nested mappings."""
    found: dict[str, Any] = {}
    for path, value in lines.items():
        *way, last = path.split(".")
        place = found
        for part in way:
            place = place.setdefault(part, {})
        place[last] = list(value) if isinstance(value, tuple) else value
    return found


def same_words(first: str, second: str) -> bool:
    return sorted(without_accents(words(first))) == sorted(without_accents(words(second)))


def entry(mapping: Plain, key: str) -> Plain:
    """What is held under a key, where it is a mapping itself."""
    value = mapping[key]
    if not isinstance(value, Mapping):
        raise TypeError(key)
    return value


def confirmed(fact: Plain) -> bool:
    return bool(fact["label"] == "official") and fact.get("confidence") != "uncertain"


def count(text: str) -> int:
    """A whole number written in digits."""
    if not re.fullmatch(r"[0-9]{1,6}", text, re.ASCII):
        raise ValueError(text)
    return int(text)


def day_or_none(text: str | None) -> Day | None:
    return None if text is None else day(text)


def last_or_never(text: str | None) -> Day:
    """The last day of a period; later than everything where none is written."""
    return NEVER if text is None else day(text)


def cited_in(node: object) -> Iterator[str]:
    """Every id of an exhibit or a source that a part of the record cites."""
    yield from _texts_under(node, _CITING)


def people_in(node: object) -> Iterator[str]:
    """Every person whom a part of the record names as having acted, or as having to."""
    yield from _texts_under(node, _NAMING)


def _texts_under(node: object, keys: frozenset[str]) -> Iterator[str]:
    if isinstance(node, str):
        return
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key in keys:
                yield from _texts(value)
            yield from _texts_under(value, keys)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _texts_under(value, keys)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        yield from (one for one in value if isinstance(one, str))
