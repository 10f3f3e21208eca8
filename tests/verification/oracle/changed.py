"""What a change since the exemption sheet does: the handbook's page Changes as a table, and the comparison."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.verification.oracle.answers import FORMS
from tests.verification.oracle.dates import day, day_of_moment, minutes
from tests.verification.oracle.proof import is_numbered_alike, printed_aliases
from tests.verification.oracle.reading import Reading
from tests.verification.oracle.sheets import Sheet, Value, entries

ANOTHER_REQUEST = ("direction", "partner", "filing.lane", "worker.reference", "employer", "activity.name")

AGAINST = (
    "abandon", "abgelehn", "abgewies", "afgewezen", "afgewijz", "afslag", "afslå", "afvis", "annul", "anula", "anulo",
    "aufgehoben", "avbrut", "avskriv", "avslag", "avslå", "avvis", "bortfal", "caduc", "cancel", "ceased",
    "deactivat", "declin", "deleted", "deneg", "denial", "denied", "deny", "desestim", "desist", "disallow",
    "disapprov", "discontinu", "dismiss", "elutas", "erlosch", "evät", "expired", "forfeit", "geannul", "geweigerd",
    "henlagt", "hinfällig", "hylkä", "hylät", "inactiv", "indeferid", "ineligible", "ingetrokken", "invalid",
    "irrecevab", "kanseller", "lapsed", "makuler", "mitätö", "negad", "negativ", "neplatn", "nullif", "odmow",
    "odrzuc", "ogiltig", "ongeldig", "overturn", "perutt", "peruut", "preklic", "quash", "rauen", "razveljav",
    "recall", "rechaz", "recus", "refus", "refuz", "reject", "rejet", "rescind", "respins", "respint", "retract",
    "retras", "returned", "revoc", "revog", "revok", "rifiut", "rigett", "révoq", "storn", "suspend", "terminat",
    "tilbagekald", "tilbakekal", "trukket", "ugyldig", "umakn", "umorz", "unapprov", "ungültig", "unieważ",
    "unprocessed", "unsuccessful", "upphäv", "vacated", "verfallen", "vervallen", "visszavon", "void", "widerruf",
    "withdr", "withheld", "wycofan", "zamiet", "zamít", "zavrn", "zruš", "zurückgewies", "zurückgezog", "återkall",
    "érvénytelen", "ακυρ", "ανακλ", "απορρ",
)  # fmt: skip
GRANTED = (
    "accepted", "approved", "authorized", "certified", "covered", "effective", "eligible", "entitled", "force",
    "granted", "issued", "qualified", "valid",
)  # fmt: skip
UNABLE = "unable to (approve|certify|grant|issue|process)\\b"
ABROAD = "(nicht|ikke|inte|niet|non) (accord|approuv|beviljad|bewillig|erteil|geldig|genehmig|godk|gültig|innvilg)"
SPANISH = "no (aprob|autoriz|conced)"
ANYWHERE = (
    "sans suite", "却下", "不承認", "取り下げ", "取り消", "取下", "取消", "失効", "拒否", "無効",
    "거부", "거절", "무효", "반려", "철회", "취소", "취하",
)  # fmt: skip
"""How the words of a status begin that says no, the words that do after “not”, and the texts that do anywhere."""

# The first pattern that matches a fact decides; a fact that none matches is on no sheet. `*` is one part of the path.
TABLE: tuple[tuple[str, str], ...] = (
    *((place, "another request") for place in ANOTHER_REQUEST),
    *((place, "printed only") for place in (
        "worker.name", "register.employer.name", "register.agreement.*", "rule.confirmed_on", "rule.confirmed_by",
        "requests.*.filing_sheet", "sources.*.accessed_on", "people.*", "policy.*",
    )),
    *((place, "may grow") for place in (
        "assignment.affiliate.evidence", "assignment.earlier.*.evidence", "assignment.extension.evidence",
        "assignment.health_cover",
        "assignment.evidence", "rule.evidence", "questions.*.evidence", "requests.*.authority",
        "requests.*.sent.proof", "certificates.*.evidence", "claims.*.breach.evidence", "takeover.evidence",
        "exhibits.*.*", "sources.*.*",
    )),
    *((f"questions.*.{word}", "words may change") for word in ("known", "unknown", "not_applicable")),
    ("assignment.begins", "neutral if earlier"),
    ("assignment.ends", "neutral if later"),
    ("claims.*.begins", "narrows if later"),
    ("claims.*.ends", "narrows if earlier"),
    ("assignment.affiliate.affiliate_until", "narrows if earlier"),
    ("claims.*.programs", "narrows if fewer"),
    ("claims.*.contributions", "narrows if fewer"),
    ("adverse.state-*", "counts against"),
    ("adverse.status-*", "counts against"),
    ("adverse.*", "as approved"),
    *((place, "as approved") for place in (
        "aliases.*.*", "worker.citizenships", "worker.residence", "register.employer.country",
        "activity.principal_country", "assignment.hired_on", "assignment.pension_plan",
        "assignment.affiliate.employer", "assignment.affiliate.form_2032_effective", "assignment.extension.*",
        "assignment.earlier.*.*", "assignment.via", "assignment.exception_until",
        "conditions.*.met", "rule.kind", "rule.confirmed", "filing.decision", "questions.*.*", "requests.*.requester",
        "requests.*.follows.*", "requests.*.sent.on", "requests.*.sent.reference", "requests.*.sent.as_sent.*",
        "certificates.*.*", "claims.*.breach.noticed_on", "claims.*.breach.remedy", "claims.*.breach.cured_on",
        "deviations.*.kind", "deviations.*.request", "takeover.requests", "takeover.claims", "takeover.stated_on",
        "claims.*.*",
    )),
)  # fmt: skip
_TABLE = tuple((re.compile(re.escape(place).replace(r"\*", "[^.]+")), kind) for place, kind in TABLE)


def kind_of(path: str) -> str | None:
    """How a fact is compared; None if it is on no exemption sheet."""
    return next((kind for pattern, kind in _TABLE if pattern.fullmatch(path)), None)


def lost_since(r: Reading, sheet: Sheet) -> bool:
    """Whether a fact that the claim rests on changed in a way that the sheet does not cover."""
    now = facts_now(r, sheet)
    claims = entries(sheet.head["subject"])
    concerns = {path for path in (*sheet.lines, *now) if _concerns(path, r.claim_id, claims)}
    return any(
        not _covered(path, sheet.lines.get(path), now.get(path))
        for path in concerns
        if sheet.lines.get(path) != now.get(path)
    )


def _concerns(path: str, claim: str, claims: tuple[str, ...]) -> bool:
    part = path.split(".")
    return part[0] != "claims" or part[1] == claim or len(claims) == 1


def _covered(path: str, before: Value | None, now: Value | None) -> bool:
    """Whether a change is neutral or narrows the exemption. Days are text that sorts as the days do."""
    kind, no_end = kind_of(path) or "as approved", "9999"
    was, is_now = before or no_end, now or no_end
    texts = isinstance(was, str) and isinstance(is_now, str)
    if kind in {"neutral if earlier", "neutral if later", "narrows if later", "narrows if earlier"} and not texts:
        return False
    return {
        "another request": False,
        "as approved": False,
        "printed only": True,
        "words may change": before is not None and now is not None,
        "may grow": set(entries(before)) <= set(entries(now)),
        "neutral if earlier": True,
        "neutral if later": True,
        "narrows if later": str(is_now) >= str(was),
        "narrows if earlier": str(is_now) <= str(was),
        "narrows if fewer": set(entries(now)) <= set(entries(before)),
        "counts against": now is None,
    }[kind]


def facts_now(r: Reading, sheet: Sheet) -> dict[str, Value]:
    """The facts of the record that a sheet about these claims would have today; some that are printed only are not."""
    case, claims = r.case, entries(sheet.head["subject"])
    found: dict[str, Value] = {}
    for part in (
        "direction",
        "partner",
        "worker",
        "employer",
        "activity",
        "assignment",
        "conditions",
        "rule",
        "filing",
    ):
        _spread(case.get(part), part, found)
    for name in (*r.needed_questions, *FORMS):
        _spread((case.get("questions") or {}).get(name), f"questions.{name}", found)
    papers = _papers(r, claims)
    for key in _requests(r, claims):
        _spread(case["requests"][key], f"requests.{key}", found)
    for key in papers:
        _spread(_unusual(case["certificates"][key]), f"certificates.{key}", found)
        found |= {f"aliases.{key}.{field}": text for field, text in printed_aliases(r, case["certificates"][key])}
    for key in claims:
        _spread((case.get("claims") or {}).get(key), f"claims.{key}", found)
    for part in ("deviations", "takeover"):
        _spread(case.get(part), part, found)
    asked = {"worker.citizenships": "nationality", "worker.residence": "residence"}
    rule = (case.get("rule") or {}).get("kind")
    found = {
        path: value for path, value in found.items() if kind_of(path) is not None and asked.get(path, rule) == rule
    }
    return found | dict(_evidence(r, found)) | dict(_register(r)) | {
        f"adverse.{name}": what for name, what in _against(r)
    }  # fmt: skip


def identity_now(r: Reading) -> dict[str, Value]:
    """The facts of the record whose change needs another request."""
    found: dict[str, Value] = {}
    for part in ("direction", "partner", "worker", "employer", "activity", "filing"):
        _spread(r.case.get(part), part, found)
    return {path: value for path, value in found.items() if path in ANOTHER_REQUEST}


def _papers(r: Reading, claims: tuple[str, ...]) -> list[str]:
    named = [key for claim in claims for key in ((r.case.get("claims") or {}).get(claim) or {}).get("certificates", ())]
    return [key for key in dict.fromkeys(named) if key in (r.case.get("certificates") or {})]


def _requests(r: Reading, claims: tuple[str, ...]) -> list[str]:
    """The requests that the claims' certificates name; all, for a claim whose certificates name none."""
    every, found = list(r.case.get("requests") or {}), []
    for claim in claims:
        if claim in (r.case.get("claims") or {}):
            named = [r.case["certificates"][key].get("request") for key in _papers(r, (claim,))]
            found += [key for key in every if key in named] or every
    return list(dict.fromkeys(found))


def _unusual(paper: Mapping[str, Any]) -> dict[str, Any]:
    """A certificate without what is the same as not saying it."""
    return {
        key: part for key, part in paper.items() if (key, part) not in (("state", "final"), ("no_end_shown", False))
    }


def _spread(value: Any, path: str, found: dict[str, Value]) -> None:
    if isinstance(value, Mapping):
        for key, part in value.items():
            _spread(part, f"{path}.{key}", found)
    elif isinstance(value, list | tuple):
        if value and not any(isinstance(one, Mapping) for one in value):
            found[path] = tuple(_text(one) for one in value)
    elif value is not None:
        found[path] = _text(value)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _evidence(r: Reading, found: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    cited = {one for value in found.values() for one in entries(value)}
    for key, held in r.exhibits.items():
        if key in cited:
            yield f"exhibits.{key}.kind", held["kind"]
            yield f"exhibits.{key}.sha256", (r.found.get(key) or "missing").removeprefix("unreadable ")
    for key, source in r.registers["sources"].items():
        if key in cited:
            yield from ((f"sources.{key}.{part}", source[part]) for part in ("sha256", "state", "url"))


def _register(r: Reading) -> Iterator[tuple[str, Value]]:
    employer = r.registers["employers"].get(r.case.get("employer") or "")
    if employer is not None:
        yield "register.employer.country", employer["country"]


def _against(r: Reading) -> Iterator[tuple[str, Value]]:
    """What is known by the as-of date and counts against an exemption."""
    yield from _requests_against(r)
    yield from _papers_against(r)
    yield from _against_the_filing(r)


def _requests_against(r: Reading) -> Iterator[tuple[str, Value]]:
    papers = (r.case.get("certificates") or {}).values()
    for key, request in (r.case.get("requests") or {}).items():
        refusal, extends = request.get("refusal"), (request.get("follows") or {}).get("as") == "extends"
        counts = not extends or key in [paper.get("request") for paper in papers]
        if counts and refusal is not None and r.is_past(refusal["received_on"]):
            yield f"refusal-{key}", f"refused on {refusal['refused_on']}"
        withdrawn = request.get("withdrawn")
        if withdrawn is not None and r.is_past(withdrawn["on"]):
            yield f"withdrawal-{key}", f"withdrawn on {withdrawn['on']}"
        if refusal is None and withdrawn is None and key in [paper.get("request") for paper in papers]:
            seen = [check for check in request.get("tracker") or () if day_of_moment(check["at"]) <= r.as_of]
            last = max(seen, key=lambda check: minutes(check["at"]), default=None)
            came = [paper.get("received_on") for paper in papers if paper.get("request") == key]
            later = last is not None and all(one and day_of_moment(last["at"]) > day(one) for one in came)
            completed = [word.lower() for word in r.policy["completed_words"]]
            unknown = last is not None and later and str(last["shown"]).strip().lower() not in completed
            if last is not None and (unknown or speaks_against(str(last["shown"]))):
                yield f"status-{key}", f"shown as “{last['shown']}”"


def speaks_against(shown: str) -> bool:
    said = re.findall(r"\w+", shown.lower())
    text = " ".join(said)
    denied = re.search(
        rf"\b((cannot|not|no longer) (a |an |be |in )?({'|'.join(GRANTED)})\b|{UNABLE}|{ABROAD}|{SPANISH})", text
    )
    return (
        denied is not None or any(word.startswith(AGAINST) for word in said) or any(part in text for part in ANYWHERE)
    )


def _papers_against(r: Reading) -> Iterator[tuple[str, Value]]:
    for key, paper in (r.case.get("certificates") or {}).items():
        if paper.get("state", "final") != "final" and _bears_on_claims(r, key):
            yield f"state-{key}", paper["state"]
        defect = paper.get("defect")
        if defect is not None and defect["kind"] != "spelling" and r.is_past(defect["asked_on"]):
            yield f"defect-{key}", defect["kind"]
    of_no_matter = set(_letters_of_refused_extensions(r))
    papers = (r.case.get("certificates") or {}).values()
    named = {one for paper in papers for one in (paper["document"], *(paper.get("copies") or ()))}
    for key, held in r.recorded.items():
        if held["kind"] == "denial-letter" and r.is_past(held["recorded"]) and key not in of_no_matter:
            yield f"exhibit-{key}", _with_reason(held)
        if held["kind"] == "certificate" and r.is_past(held["recorded"]) and key not in {*named, *r.exhibits}:
            yield f"exhibit-{key}", _with_reason(held)


def _with_reason(held: Mapping[str, Any]) -> str:
    why = f", withdrawn because: {held['withdrawn']['because']}" if held.get("withdrawn") else ""
    return f"{held['kind']}{why}"


def _bears_on_claims(r: Reading, key: str) -> bool:
    """Whether a claim names a certificate, or an older or equally old one with its number or request."""
    papers = r.case["certificates"]
    claims = (r.case.get("claims") or {}).values()
    named = [one for claim in claims for one in claim["certificates"] if one in papers]
    paper = papers[key]
    return key in named or any(
        day(papers[one]["issued_on"]) <= day(paper["issued_on"])
        and (is_numbered_alike(paper, papers[one]) or paper.get("request") in {papers[one].get("request")} - {None})
        for one in named
    )


def _against_the_filing(r: Reading) -> Iterator[tuple[str, Value]]:
    """The documents and the approvals of a filing that were withdrawn after the request was sent."""
    for request in r.sent_requests:
        sheet, sent = r.filing_sheet(request), day(r.case["requests"][request]["sent"]["on"])
        if sheet is None:
            continue
        for key, held in r.recorded.items():
            gone = held.get("withdrawn")
            if gone is not None and sent <= day(gone["on"]) <= r.as_of and f"exhibits.{key}.kind" in sheet.lines:
                yield f"document-{key}", f"withdrawn on {gone['on']}"
        for answer in r.folder.to(sheet):
            counts = sent < answer.counts_on <= r.as_of and answer.content["role"] in sheet.asked
            if counts and not answer.approves:
                done = {"refuse": "refused", "withdraw": "withdrawn"}[answer.content["answer"]]
                yield f"approval-{sheet.id}-{answer.content['by']}", f"{done} on {answer.counts[:10]}"


def _letters_of_refused_extensions(r: Reading) -> Iterator[str]:
    """The letters that only refuse more time: they take nothing from an earlier certificate."""
    papers = (r.case.get("certificates") or {}).values()
    for key, request in (r.case.get("requests") or {}).items():
        extends = (request.get("follows") or {}).get("as") == "extends"
        if extends and request.get("refusal") and key not in [paper.get("request") for paper in papers]:
            yield from request["refusal"]["evidence"]
