"""A request that is refused, filed again, granted, corrected and extended, in one case: nothing is overwritten."""

import re
from typing import Any

import pytest
from tests.support.long_case import LongCase
from tests.support.office import NO, Office

FILING = ("tomas-novak", "helen-okafor")
EXEMPTION = ("miriam-katz", "helen-okafor", "carla-jensen")
BY = ("--by", "ingrid-dahl")


@pytest.fixture
def case(office: Office) -> LongCase:
    """The case on its first day, with the documents of the packet only."""
    case = LongCase(office)
    case.keep_exhibits(6)
    return case


def test_refused_filed_again_granted_corrected_and_extended(case: LongCase) -> None:
    _refused(case)
    _filed_again(case)
    _granted(case)
    _corrected(case)
    _extended(case)
    assert list(case.content()["requests"]) == ["R1", "R2", "R3"]
    assert [name for name in sorted(path.name for path in case.office.home.iterdir()) if name.endswith(".txt")] == [
        "D1.filing.txt", "D2.filing.txt", "D3.exemption.txt", "D4.exemption.txt", "D5.filing.txt", "D6.exemption.txt"
    ]  # fmt: skip


def _refused(case: LongCase) -> None:
    case.on("2026-01-20", "propose", NO, "filing")
    case.approved_on("2026-01-21", "filing", *FILING)
    assert case.verdict() == "ready-to-file no"
    _sent(case, "2026-01-22", "SPECIMEN-OC-1")
    assert case.verdict() == "submitted no"
    letter = case.paper("letter of refusal")
    refusal = (
        "record",
        NO,
        "refusal",
        "--refused-on",
        "2026-03-10",
        "--received-on",
        "2026-03-16",
        "--document",
        letter,
    )
    case.on("2026-03-16", *refusal, "--because", "The employment before the transfer was not proven.", *BY)
    assert case.verdict() == "denied no"


def _filed_again(case: LongCase) -> None:
    case.on(
        "2026-06-15", "record", NO, "request", "--requester", "employer", "--follows", "R1", "--as", "filed-again", *BY
    )
    statements = case.paper("payroll statements of five years")
    case.on("2026-06-15", "record", NO, "exhibit", statements, "--kind", "hire-proof", "--title", "Payroll statements")
    _decided_again(case, "R2", "2026-06", "2026-06-15", "2026-06-18")
    assert case.verdict() == "preparing no"
    case.on("2026-06-18", "propose", NO, "filing")
    case.approved_on("2026-06-19", "filing", *FILING)
    assert case.verdict() == "ready-to-file no"
    _sent(case, "2026-06-22", "SPECIMEN-OC-2")
    assert case.verdict() == "submitted no"


def _granted(case: LongCase) -> None:
    _certificate(case, "K1", "R2", "2026-08-20", "2026-09-01", ends="2028-03-31")
    assert case.verdict() == "certificate-matched no"
    claim = {key: value for key, value in case.whole["claims"]["C1"].items() if key != "relied"}
    claim |= {"begins": "2026-10-01", "ends": "2028-03-31"}  # until then, contributions are paid in Norway
    case.change(lambda content: content.update(claims={"C1": claim}))
    assert case.verdict() == "exemption-proposed PROPOSED,"
    case.on("2026-09-02", "propose", NO, "exemption")
    case.approved_on("2026-09-03", "exemption", *EXEMPTION)
    assert case.verdict() == "exemption-proposed PROPOSED,"
    _relied(case, "2026-09-10", "2026-10-01")
    assert case.verdict() == "exemption-in-effect supported"


def _corrected(case: LongCase) -> None:
    """The certificate ends a month before the assignment does; while that is clarified, no day is supported."""
    message = case.paper("request for correction")
    case.on(
        "2026-10-05", "record", NO, "exhibit", message, "--kind", "correspondence", "--title", "Asked for a correction"
    )
    defect = {"kind": "days", "asked_on": "2026-10-05", "evidence": [_last_exhibit(case)]}
    case.change(lambda content: content["certificates"]["K1"].update(defect=defect))
    assert case.verdict() == "exemption-unsupported unsupported A05 X03"
    _certificate(case, "K2", "R2", "2026-10-28", "2026-11-09", ends="2028-04-30", replaces="K1")
    case.change(lambda content: content["claims"]["C1"].update(certificates=["K2"], ends="2028-04-30"))
    assert case.verdict() == "exemption-unsupported unsupported A05"
    case.on("2026-11-09", "propose", NO, "exemption")
    case.approved_on("2026-11-10", "exemption", *EXEMPTION)
    assert case.verdict() == "exemption-in-effect supported"


def _extended(case: LongCase) -> None:
    letter = case.paper("letter about the third year")
    case.on("2027-11-01", "record", NO, "exhibit", letter, "--kind", "assignment-letter", "--title", "A third year")
    evidence = ["E1", "E2", _last_exhibit(case)]
    case.change(lambda content: content["assignment"].update(ends="2029-04-30", evidence=evidence))
    assert case.verdict() == "exemption-in-effect supported"
    case.on("2027-11-02", "record", NO, "request", "--requester", "employer", "--follows", "R2", "--as", "extends", *BY)
    _read_again(case, "2027-11", "2027-11-03")
    _decided_again(case, "R3", "2027-11", "2027-11-03", "2027-11-05")
    assert case.verdict() == "exemption-in-effect supported"
    case.on("2027-11-05", "propose", NO, "filing")
    case.approved_on("2027-11-08", "filing", *FILING)
    _sent(case, "2027-11-09", "SPECIMEN-OC-3")
    assert case.verdict() == "exemption-in-effect supported"
    _certificate(case, "K3", "R3", "2028-02-01", "2028-02-14", begins="2028-05-01", ends="2029-04-30")
    assert case.verdict() == "exemption-in-effect supported"
    more = {**case.content()["claims"]["C1"], "begins": "2028-05-01", "ends": "2029-04-30", "certificates": ["K3"]}
    del more["relied"]
    case.change(lambda content: content["claims"].update(C2=more))
    assert case.verdict() == "exemption-in-effect supported"
    case.on("2028-02-15", "propose", NO, "exemption", "--claim", "C2")
    case.approved_on("2028-02-16", "exemption", *EXEMPTION)
    _relied(case, "2028-03-01", "2028-05-01", "--claim", "C2")
    assert case.verdict() == "exemption-in-effect supported"


def _sent(case: LongCase, day: str, reference: str) -> None:
    sent = ("record", NO, "sent", "--on", day, "--reference", reference, "--form-checked-on", day)
    proof = case.paper(f"confirmation {reference}")
    case.on(day, *sent, "--waiting-unknown", "The notice states no waiting time.", "--proof", proof, *BY)


def _decided_again(case: LongCase, request: str, read: str, checked: str, decided: str) -> None:
    """The route of a further request, and the decision to file it, on pages that were read for it."""

    def edit(content: dict[str, Any]) -> None:
        route = {**case.whole["requests"]["R1"]["route"], "destination_seen_on": checked}
        content["requests"][request]["route"] = {**route, "evidence": [f"ssa-online-service-{read}"]}
        agreement = {"checked_on": checked, "evidence": [f"ssa-agreements-list-{read}"]}
        content["conditions"]["agreement"].update(agreement)
        content["conditions"]["double_contributions"]["checked_on"] = checked
        content["packet"]["filing_lane"] = ["E2", f"ssa-online-service-{read}"]
        content["filing"]["decided_on"] = decided

    case.office.now = f"{decided}T09:00-04:00"
    case.change(edit)


def _read_again(case: LongCase, month: str, day: str) -> None:
    """The two official pages are read once more, with rows of their own in the register."""
    register = case.office.root / "registers" / "sources.yml"
    text = register.read_text()
    for page in ("ssa-online-service", "ssa-agreements-list"):
        row = re.search(rf"(?m)^{page}-2026-06:\n(?:  .*\n)+", text)
        assert row is not None
        again = row[0].replace(f"{page}-2026-06:", f"{page}-{month}:")
        text += "\n" + re.sub(r"accessed_on: \S+", f"accessed_on: {day}", again)
    register.write_text(text)


def _certificate(case: LongCase, key: str, request: str, issued: str, received: str, **changes: str) -> None:
    number = {"number": f"SPECIMEN-US-NO-{key}", "request": request, "issued_on": issued}
    certificate = {**case.whole["certificates"]["K1"], **number, **changes}
    title = f"certificate {key}"
    dates = ("--effective", issued, "--received", received)
    case.on(received, "record", NO, "exhibit", case.paper(title), "--kind", "certificate", "--title", title, *dates)
    certificate["document"] = _last_exhibit(case)
    del certificate["received_on"]
    case.change(lambda content: content.setdefault("certificates", {}).update({key: certificate}))
    case.on(received, "record", NO, "receipt", key, "--on", received, "--document", certificate["document"], *BY)


def _relied(case: LongCase, day: str, first: str, *more: str) -> None:
    relied = ("record", NO, "relied", "--from", first, "--entered-on", day, "--document", case.paper(f"payroll {day}"))
    case.on(day, *relied, *more, "--by", "carla-jensen")


def _last_exhibit(case: LongCase) -> str:
    return str(list(case.content()["exhibits"])[-1])
