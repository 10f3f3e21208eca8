"""The schemas say what the types say, in words, closed, and in the same way to both validators."""

import copy
import json
import types
import typing
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import msgspec
import pytest

from casebound.controls.exemption import US_PROGRAMS
from casebound.model.case import Case
from casebound.model.days import Day, Moment
from casebound.model.judgment import State, Verdict
from casebound.model.people import Person
from casebound.model.record_base import plain, structure
from casebound.model.registers import Agreement, Employer, OfficialSource, Policy, Waiver
from casebound.model.rules import Link
from casebound.model.terms import Disclosure, Severity, Stage

SCHEMA = Path(__file__).parents[3] / "schema"
TYPES: dict[str, Any] = {
    "case": Case,
    "agreements": dict[str, Agreement],
    "people": dict[str, Person],
    "employers": dict[str, Employer],
    "sources": dict[str, OfficialSource],
    "policy": Policy,
    "waivers": dict[str, Waiver],
}
NAMES = [*TYPES, "report"]

# Where a schema knowingly allows fewer words than the type: these words would mean nothing there.
NARROWER = {
    ("agreements", "rules"): {"residence", "place-of-work", "temporary-transfer", "nationality"},
    ("policy", "intake_labels"): {"employer", "self-employed"},
}

# What a file has to say although the type could do without.
STRICTER: dict[tuple[str, ...], set[str]] = {("agreements",): {"sources"}}

# A record that uses every section and every field, however unlikely all of them are in one case.
WHOLE: dict[str, Any] = {
    "format": "2",
    "case": "NO-2026-001",
    "stage": "exemption-in-effect",
    "direction": "outbound",
    "partner": "NO",
    "people": {
        "operations": "ingrid-dahl",
        "data_quality": "tomas-novak",
        "approver": "helen-okafor",
        "legal": "miriam-katz",
        "payroll": "carla-jensen",
    },
    "worker": {
        "name": "Nora Whitcombe",
        "reference": "EMP-20417",
        "citizenships": ["US", "NO"],
        "residence": "US",
        "intake_label": "Employer Certificate",
        "us_number_last4": "0412",
        "vault": "vault:workers/20417",
        "aliases": [
            {
                "name": "Nora Lund",
                "kind": "former",
                "because": "Married.",
                "from": "1990-01-01",
                "until": "2026-01-05",
                "evidence": ["E1"],
            }
        ],
    },
    "employer": "fjordline-subsea",
    "assignment": {
        "begins": "2026-03-01",
        "ends": "2028-02-29",
        "hired_on": "2019-05-06",
        "exception_until": "2021-05-06",
        "affiliate": {
            "employer": "fjordline-norge",
            "form_2032_effective": "2010-01-01",
            "affiliate_until": "2027-12-31",
            "evidence": ["E1"],
        },
        "earlier": {"first": {"begins": "2018-01-01", "ends": "2018-12-31", "evidence": ["E1"]}},
        "via": "SE",
        "extension": {
            "first_began": "2021-03-01",
            "first_ended": "2026-02-28",
            "asked_on": "2025-12-01",
            "both_agreed_on": "2026-01-20",
            "evidence": ["E1"],
        },
        "pension_plan": "cpp",
        "health_cover": ["E1"],
        "evidence": ["E1"],
    },
    "conditions": {
        "cross_border": {
            "met": "yes",
            "because": "Sent from Texas to Stavanger.",
            "checked_on": "2026-01-10",
            "checked_by": "miriam-katz",
            "evidence": ["E1"],
        },
        "agreement": {"met": "yes", "because": "On the list.", "evidence": ["ssa-agreements-list-2026-01"]},
        "double_contributions": {"met": "unknown", "because": "Payroll is asked."},
    },
    "rule": {
        "confirmed": "yes",
        "because": "24 months, hired before the transfer.",
        "kind": "detached-worker",
        "confirmed_on": "2026-01-12",
        "confirmed_by": "miriam-katz",
        "evidence": ["E1", "ssa-norway-rule"],
        "escalated_to": "joao-ferreira",
    },
    "questions": {
        "coverage-assignment": {"answer": "US", "known": "United States.", "evidence": ["E1"]},
        "prior-hire": {"unknown": "No proof yet.", "escalated_to": "ingrid-dahl", "escalated_on": "2026-01-11"},
        "health-cover": {"not_applicable": "Asked for France only."},
    },
    "filing": {
        "decision": "file",
        "because": "All three conditions hold.",
        "lane": "employer",
        "lane_because": "The employer sends an employee.",
        "reclassified": {"by": "helen-okafor", "on": "2026-01-12", "because": "An employee by contract."},
        "decided_on": "2026-01-13",
        "decided_by": "helen-okafor",
    },
    "packet": {
        "worker_identity": ["E1"],
        "assignment_dates": ["E1"],
        "employer_details": ["E1"],
        "jurisdiction": ["E1"],
        "filing_lane": ["E1"],
    },
    "requests": {
        "R1": {"requester": "employer"},
        "R2": {
            "requester": "agent",
            "authority": ["E1"],
            "follows": {"request": "R1", "as": "filed-again"},
            "route": {
                "channel": "fax",
                "destination": "(410) 966-1861",
                "destination_seen_on": "2026-01-14",
                "evidence": ["ssa-fax-mail-instruction"],
                "exception": {
                    "why_not_online": "The form would not take two employers.",
                    "approved_by": "helen-okafor",
                    "approved_on": "2026-01-14",
                    "sent": ["E1"],
                },
            },
            "sent": {
                "on": "2026-01-15",
                "by": "ingrid-dahl",
                "reference": "20260115",
                "form_checked_on": "2026-01-15",
                "form_country": "NO",
                "proof": ["E1"],
                "as_sent": {
                    "worker": "Maren Oestby",
                    "employer": "Fjordline Subsea",
                    "activity": "Diving",
                    "begins": "2026-05-01",
                    "ends": "2028-04-30",
                },
            },
            "waiting": {"days": "90", "unit": "business-days", "evidence": ["E1"]},
            "tracker": [
                {"at": "2026-02-02T09:14-05:00", "by": "ingrid-dahl", "shown": "Pending", "capture": "E1"},
                {
                    "at": "2026-02-03T09:14-05:00",
                    "by": "ingrid-dahl",
                    "shown": "Pending",
                    "how": "phone",
                    "spoke_with": "SSA",
                },
            ],
            "refusal": {
                "refused_on": "2026-02-18",
                "received_on": "2026-02-20",
                "because": "Withdrawn later.",
                "evidence": ["E1"],
            },
            "withdrawn": {"on": "2026-02-21", "by": "ingrid-dahl", "because": "The dates changed."},
        },
    },
    "contacts": [
        {
            "at": "2026-02-03T10:00:30Z",
            "by": "ingrid-dahl",
            "to": "The office named in the notice",
            "about": "Asked for the state.",
            "follow_up": "R2",
            "evidence": ["E1"],
        }
    ],
    "certificates": {
        "K1": {
            "number": "SPECIMEN-0417",
            "request": "R2",
            "replaces": "K1",
            "copies": ["E2"],
            "issuer": "Social Security Administration",
            "issuing_country": "US",
            "covered_by": "US",
            "exempt_in": "NO",
            "worker": "Nora Whitcombe",
            "employer": "Fjordline Subsea Inc. (SPECIMEN)",
            "activity": "Whitcombe Survey",
            "begins": "2026-03-01",
            "ends": "2028-02-29",
            "no_end_shown": False,
            "issued_on": "2026-02-25",
            "received_on": "2026-03-04",
            "document": "E1",
            "state": "final",
            "defect": {"kind": "spelling", "asked_on": "2026-03-05", "evidence": ["E1"]},
        }
    },
    "claims": {
        "C1": {
            "exempt_in": "NO",
            "programs": ["old-age", "survivors"],
            "contributions": ["CPP"],
            "worker": "EMP-20417",
            "employer": "fjordline-subsea",
            "activity": "Whitcombe Survey",
            "begins": "2026-03-01",
            "ends": "2026-12-31",
            "certificates": ["K1"],
            "relied": [
                {
                    "from": "2026-04-01",
                    "until": "2026-11-30",
                    "how": "payroll",
                    "entered_on": "2026-03-20",
                    "by": "carla-jensen",
                    "evidence": ["E1"],
                }
            ],
            "reversed": [{"on": "2026-11-01", "by": "carla-jensen", "because": "She came home.", "evidence": ["E1"]}],
            "contributions_continue": [{"by": "carla-jensen", "on": "2026-11-02", "evidence": ["E1"]}],
            "breach": {
                "noticed_on": "2026-04-02",
                "remedy": "contributions-paid",
                "cured_on": "2026-04-20",
                "because": "Payroll changed before the certificate came.",
                "evidence": ["E1"],
            },
        }
    },
    "deviations": {"V1": {"kind": "late-sign-off", "request": "R1", "because": "The approver was ill."}},
    "takeover": {
        "claims": ["C1"],
        "requests": ["R1"],
        "stated_on": "2026-01-10",
        "by": "ingrid-dahl",
        "because": "The home employer sent it.",
        "evidence": ["E1"],
    },
    "exhibits": {
        "E1": {
            "kind": "assignment-letter",
            "title": "Assignment letter",
            "file": "evidence/e1.pdf",
            "sha256": "cd" * 32,
            "recorded": "2026-01-09",
            "received": "2026-01-09",
            "effective": "2026-03-01",
            "as_received": "it is encrypted with a password",
            "withdrawn": {"on": "2026-03-02", "by": "ann-price", "because": "E2 replaces it."},
        }
    },
    "quotes": {"Q1": {"exhibit": "E1", "page": "1", "words": "may recall you", "says": "The tie holds."}},
    "side_topics": [{"topic": "FBAR", "note": "Decides nothing about coverage.", "evidence": ["E1"]}],
    "harmless_numbers": [
        {
            "sha256": "ef" * 32,
            "because": "It is a building permit.",
            "by": "ingrid-dahl",
            "confirmed_by": "ann-price",
            "on": "2026-03-02",
        }
    ],
    "log": [{"at": "2026-01-09T08:00Z", "by": "ingrid-dahl", "did": "Opened the case."}],
    "closure": {
        "outcome": "issued",
        "closed_on": "2026-11-01",
        "because": "The assignment ended early.",
        "retain_until": "2031-12-31",
    },
}

ACTIVITY = {
    "name": "Whitcombe Survey",
    "nature": "Surveying",
    "us_address": "12 Pier Road, Galveston, TX 77550, United States",
    "partner_address": "Kaiveien 14, 4006 Stavanger, Norway",
    "principal_country": "US",
}

# What each shared piece takes, and what it must refuse although it looks alike.
PIECES: dict[str, tuple[list[Any], list[Any]]] = {
    "day": (["2026-03-01"], ["2026-3-1", "2026-03-01\n", "01.03.2026", "", 20260301]),
    "moment": (["2026-02-02T09:14-05:00", "2026-02-02T09:14:10Z"], ["2026-02-02T09:14", "2026-02-02T09:14Z\n", "now"]),
    "count": (["0", "60", 60], ["-1", "60\n", "6.5", "six", "99999", 10000, -1, True, None]),
    "line": (["Stavanger"], ["", " ", "two\nlines", "trailing\n", 4, None]),
    "prose": (["Because."], ["", "  \n", None]),
    "number": (["SPECIMEN-7", 20260115], ["", "a\n", None]),
    "slug": (["ingrid-dahl"], ["Ingrid", "ingrid--dahl", "ingrid-", "ingrid-dahl\n", "ingríd"]),
    "country": (["NO"], ["no", "NOR", "NO\n", False]),
    "sha256": (["0f" * 32], ["0F" * 32, "0f" * 31, "0f" * 32 + "\n"]),
    "exhibit-id": (["E1", "E40"], ["E0", "e1", "E1\n", "K1"]),
    "certificate-id": (["K1"], ["K", "K1\n"]),
    "claim-id": (["C1"], ["C01", "C1\n"]),
    "case-id": (["NO-2026-001"], ["no-2026-001", "NO", "NO-2026-001\n", "../NO"]),
    "cited-id": (["E1", "ssa-norway-rule"], ["E1\n", "Source", "K1", None]),
}

NASTY: tuple[Any, ...] = (None, "", "x", "x\n", "E1\n", 5, True, ["x"], {"x": "y"})


def schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SCHEMA / f"{name}.schema.json").read_bytes())
    return loaded


def resolved(node: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in node:
        return node
    target: dict[str, Any] = root["$defs"][node["$ref"].removeprefix("#/$defs/")]
    return target


def nodes(node: Any, path: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping that is a schema, with where it stands; the conditions of an `if` apart."""
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from nodes(item, f"{path}/{index}")
    if not isinstance(node, dict):
        return
    yield path, node
    for key in ("properties", "$defs"):
        for name, item in node.get(key, {}).items():
            yield from nodes(item, f"{path}/{key}/{name}")
    for key in ("items", "additionalProperties", "propertyNames", "else", "oneOf"):
        yield from nodes(node.get(key), f"{path}/{key}")


def leaves(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, item in pairs:
        yield from leaves(item, (*path, key))


def changed(record: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    whole = copy.deepcopy(record)
    place = whole
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return whole


def compare(kind: Any, node: dict[str, Any], root: dict[str, Any], at: tuple[str, ...]) -> None:
    """Hold a type and a schema against each other, all the way down."""
    node = resolved(node, root)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        compare(next(one for one in arguments if one is not type(None)), node, root, at)
    elif origin is tuple:
        assert node["type"] == "array", at
        compare(arguments[0], node["items"], root, at)
    elif origin is dict:
        compare_mapping(arguments[0], arguments[1], node, root, at)
    elif origin is typing.Literal:
        assert set(node["enum"]) <= set(arguments), at
    elif issubclass(kind, msgspec.Struct):
        compare_struct(kind, node, root, at)
    elif issubclass(kind, StrEnum):
        expected = NARROWER.get((at[0], at[-1])) or {member.value for member in kind}
        assert set(node["enum"]) == expected, at
    elif kind in (Day, Moment):
        assert node["format"] == ("date" if kind is Day else "moment"), at
    elif kind is int:
        assert node["type"] == ["string", "integer"], at
    elif kind is bool:
        assert node["type"] == "boolean", at
    else:
        assert kind is str, at
        assert "enum" in node or node["type"] in ("string", ["string", "integer"]), at


def compare_mapping(key: Any, value: Any, node: dict[str, Any], root: dict[str, Any], at: tuple[str, ...]) -> None:
    assert node["type"] == "object", at
    if issubclass(key, StrEnum):
        assert set(node["properties"]) == {member.value for member in key}, at
        for item in node["properties"].values():
            compare(value, item, root, at)
    else:
        assert node["propertyNames"], at
        compare(value, node["additionalProperties"], root, at)


def compare_struct(kind: type[msgspec.Struct], node: dict[str, Any], root: dict[str, Any], at: tuple[str, ...]) -> None:
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    assert set(node["properties"]) == set(fields), at
    required = {name for name, field in fields.items() if field.required} | STRICTER.get(at, set())
    assert set(node.get("required", ())) == required, at
    for name, field in fields.items():
        compare(field.type, node["properties"][name], root, (*at, name))


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_a_schema(name: str) -> None:
    found = schema(name)
    jsonschema.Draft202012Validator.check_schema(found)
    jsonschema_rs.Draft202012Validator(found)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["$id"].endswith(f"/{name}.schema.json")


@pytest.mark.parametrize("name", TYPES)
def test_types_and_schemas_agree_field_by_field(name: str) -> None:
    found = schema(name)
    compare(TYPES[name], found, found, (name,))


@pytest.mark.parametrize("name", NAMES)
def test_every_property_is_titled_described_and_classed(name: str) -> None:
    classes = {member.value for member in Disclosure}
    for path, node in nodes(schema(name)):
        for field, value in node.get("properties", {}).items():
            at = f"{path}/{field}"
            assert value["title"].strip(), at
            assert value["description"].endswith((".", "?")), at
            # beside a $ref, an editor's language server would show what $ref says in place of the field's own words
            assert node["x-disclosure"][field] in classes, at
        assert set(node.get("x-disclosure", ())) == set(node.get("properties", ())), path


@pytest.mark.parametrize("name", NAMES)
def test_every_shared_piece_is_titled_and_described(name: str) -> None:
    for key, value in schema(name)["$defs"].items():
        assert value["description"].endswith("."), key
        assert value["title"], key


@pytest.mark.parametrize("name", NAMES)
def test_every_object_is_closed(name: str) -> None:
    for path, node in nodes(schema(name)):
        if "properties" in node and "propertyNames" not in node:
            assert node["additionalProperties"] is False, path
        elif node.get("type") == "object":
            assert isinstance(node["additionalProperties"], dict), path
            assert "propertyNames" in node, path


@pytest.mark.parametrize("name", NAMES)
def test_every_shared_piece_is_used_and_found(name: str) -> None:
    found = schema(name)
    used = {node["$ref"].removeprefix("#/$defs/") for _, node in nodes(found) if "$ref" in node}
    assert used == set(found["$defs"])


@pytest.mark.parametrize("piece", PIECES)
def test_a_shared_piece_takes_what_it_should_and_nothing_that_looks_alike(piece: str) -> None:
    good, bad = PIECES[piece]
    node = schema("case")["$defs"][piece]
    slow, fast = jsonschema.Draft202012Validator(node), jsonschema_rs.Draft202012Validator(node)
    for value in good:
        assert slow.is_valid(value), value
        assert fast.is_valid(value), value
    for value in bad:
        assert not slow.is_valid(value), value
        assert not fast.is_valid(value), value


@pytest.mark.parametrize(
    ("name", "piece", "low", "high"),
    [
        ("policy", "days", 1, 92),
        ("policy", "days-ahead", 1, 366),
        ("policy", "years", 3, 99),
        ("agreements", "months", 0, 120),
    ],
)
def test_a_number_of_a_register_has_bounds(name: str, piece: str, low: int, high: int) -> None:
    node = schema(name)["$defs"][piece]
    slow, fast = jsonschema.Draft202012Validator(node), jsonschema_rs.Draft202012Validator(node)
    for number in (*range(max(low - 2, 0), low + 2), high - 1, high, high + 1, 9999):
        for value in (number, str(number), f"0{number}"):
            inside = low <= number <= high
            assert slow.is_valid(value) is fast.is_valid(value) is inside, value


@pytest.mark.parametrize("piece", ["country", "day", "line", "prose", "sha256", "slug", "url"])
def test_a_shared_piece_reads_the_same_in_every_file(piece: str) -> None:
    definitions = [schema(name)["$defs"] for name in NAMES if name != "report"]
    found = [defined[piece] for defined in definitions if piece in defined]
    assert len(found) > 1
    assert [node for node in found if node != found[0]] == []


def test_a_record_with_every_section_is_valid_and_reads_back_the_same() -> None:
    found = schema("case")
    assert list(jsonschema.Draft202012Validator(found).iter_errors(WHOLE)) == []
    assert jsonschema_rs.Draft202012Validator(found).is_valid(WHOLE)
    assert structure(plain(structure(WHOLE, Case)), Case) == structure(WHOLE, Case)


def test_the_record_of_these_tests_leaves_no_field_of_the_schema_out() -> None:
    found = schema("case")
    seen = {path[-1] for path in leaves({**WHOLE, "activity": ACTIVITY}) if path and isinstance(path[-1], str)}
    wanted = {field for _, node in nodes(found) for field in node.get("properties", {})}
    assert wanted - seen == set()


def test_both_validators_give_the_same_verdict_whatever_stands_in_a_field() -> None:
    found = schema("case")
    slow, fast = jsonschema.Draft202012Validator(found), jsonschema_rs.Draft202012Validator(found)
    for path in leaves(WHOLE):
        for value in NASTY:
            record = changed(WHOLE, path, value)
            assert slow.is_valid(record) == fast.is_valid(record), (path, value)


def test_an_unknown_key_is_refused_in_every_section() -> None:
    fast = jsonschema_rs.Draft202012Validator(schema("case"))
    for path in leaves(WHOLE):
        place: Any = WHOLE
        for key in path:
            place = place[key]
        if isinstance(place, dict):
            assert not fast.is_valid(changed(WHOLE, (*path, "proven"), "yes")), path


def test_a_point_is_exactly_one_of_known_unknown_and_not_applicable() -> None:
    validator = jsonschema.Draft202012Validator(schema("case"))
    for point in (
        {},
        {"known": "a", "unknown": "b"},
        {"unknown": "b", "not_applicable": "c"},
        {"answer": "yes", "unknown": "b"},
    ):
        assert not validator.is_valid(changed(WHOLE, ("questions", "prior-hire"), point)), point


def test_a_case_has_an_employer_or_an_activity_never_both_and_never_neither() -> None:
    validator = jsonschema.Draft202012Validator(schema("case"))
    alone = {key: value for key, value in WHOLE.items() if key != "employer"}
    assert validator.is_valid({**alone, "activity": ACTIVITY})
    assert not validator.is_valid({**WHOLE, "activity": ACTIVITY})
    assert not validator.is_valid(alone)


def test_claims_speak_of_the_register_programs_and_of_the_us_taxes() -> None:
    claimed = schema("case")["$defs"]["claim"]["properties"]["programs"]["items"]["enum"]
    abroad = schema("agreements")["$defs"]["program"]["enum"]
    assert claimed[: len(abroad)] == abroad
    assert set(claimed[len(abroad) :]) == frozenset().union(*US_PROGRAMS.values())


def test_the_report_speaks_the_words_of_the_verdict() -> None:
    found = schema("report")["$defs"]
    assert found["link"]["properties"]["link"]["enum"] == [link.value for link in Link]
    assert found["outcome"]["properties"]["state"]["enum"] == [state.value for state in State]
    assert found["case"]["properties"]["verdict"]["enum"] == [verdict.value for verdict in Verdict]
    assert found["case"]["properties"]["stage"]["enum"] == [stage.value for stage in Stage]
    assert found["finding"]["properties"]["severity"]["enum"] == [severity.value for severity in Severity]
    assert found["claim"]["properties"]["chain"]["minItems"] == len(Link)
