"""Faults of identity: names and aliases, placeholders, the successor of an employer, the end of an agreement."""

from typing import Any

from tests.support.sample import GONE, Bench, Edit, at, beside, register, request
from tests.verification.faults.table import (
    ANOTHER_REFERENCE,
    ANOTHER_WORKER,
    CA,
    DE,
    IT,
    JP,
    KR,
    NO,
    NOT_ISSUED_TO_OTHERS,
    PT,
    REVERSED,
    Fault,
    another_document,
    fault,
    inside,
    on_sheet,
)

EMPLOYER = "Fjordline Subsea Inc. (SPECIMEN)"
PRINTED = "Maren K. Oestby"
TRADE = "Deepwater Partners (SPECIMEN)"
MERGED = {"employer": "brightwater-instruments", "on": "2027-01-01", "because": "Merger notice of 2026-10-01."}


def alias(name: str = PRINTED, kind: str = "printed", **changes: Any) -> dict[str, Any]:
    """Another name of a worker, an activity or an employer."""
    return {"name": name, "kind": kind, "because": "The office prints it so.", **changes}


OWN_CERTIFICATE: tuple[tuple[str, Any], ...] = (
    ("certificates/K1/number", "SPECIMEN-US-NO-0991"),
    ("exhibits/E13/sha256", "1" * 64),
)
"""In a case beside: the certificate has a number and a document of its own."""


def worker_alias(printed: str = PRINTED, **changes: Any) -> tuple[Edit, ...]:
    """The certificate prints another name of the worker, and the record has it as an alias."""
    return at("certificates/K1/worker", printed), at("worker/aliases", [alias(printed, **changes)])


def employer_alias(printed: str, **changes: Any) -> tuple[Edit, ...]:
    """The certificate prints another name of the employer, and the register has it as an alias."""
    aliases = register("employers", "fjordline-subsea/aliases", [alias(printed, **changes)])
    return at("certificates/K1/employer", printed), aliases


def misspelled(printed: str, field: str = "worker", recorded: str = "Maren Østby") -> tuple[Edit, ...]:
    """The certificate prints a name that a defect of the certificate calls a wrong spelling, as the sheet shows."""
    return (
        at(f"certificates/K1/{field}", printed),
        at("certificates/K1/defect", {"kind": "spelling", "asked_on": "2026-04-17"}),
        on_sheet("D2", f"certificates.K1.{field}", printed),
        on_sheet("D2", f"aliases.K1.{field}", f"{printed} (misspelled name of {recorded})"),
    )


def name_source(one: Bench) -> None:
    """A source in use in the sample is also about the name of a company."""
    one.registers["sources"]["ssa-norway-rule"]["supports"].append("name")


def name_record(one: Bench) -> None:
    """The proof of citizenship in the sample is a record of a change of name."""
    one.case["exhibits"]["E3"]["kind"] = "name-change-record"


def earlier_terms(until: str, **terms: Any) -> Edit:
    return register("agreements", "NO/earlier_terms", [{"until": until, **terms}])


def programs(*confirmed: str) -> dict[str, Any]:
    return {"confirmed": list(confirmed), "text": "The earlier scope.", "label": "official"}


IDENTITY: tuple[Fault, ...] = (
    fault("X07 X09", "the certificate names a company with another legal form", NO,
          at("certificates/K1/employer", "Fjordline Subsea GmbH (SPECIMEN)")),
    fault("X07 X09", "the certificate has a middle initial, and the record has no alias", NO,
          at("certificates/K1/worker", "Maren K. Østby")),
    fault("A05 X07 X09", "the alias of the worker is the name of another worker in the project", NO,
          beside("NO-2026-009", ("worker/name", "Maren K. Oestby"), ("worker/reference", "W-1900"),
                 ("claims/C1/worker", "W-1900"), *NOT_ISSUED_TO_OTHERS), *worker_alias()),
    fault("X07 X09", "the alias of the worker is the name of a person in the register", NO,
          *worker_alias("Ingrid Dahl", kind="former", until="2026-12-31", evidence=["E3"]), name_record),
    fault("X07 X09", "a former name of the worker was given up before the request", NO,
          *worker_alias("Maren Lund", kind="former", until="2026-01-21", evidence=["E3"]), name_record),
    fault("X07 X09", "an exhibit about something else is cited for the former name of the worker", NO,
          *worker_alias("Maren Lund", kind="former", until="2026-12-31", evidence=["E5"])),
    fault("X07 X09", "a proof of citizenship is older than the change of the name", NO,
          *worker_alias("Maren Lund", kind="former", until="2026-03-01", evidence=["E3"])),
    fault("A05 X07 X09", "another worker has the same alias", NO,
          beside("NO-2026-009", ("worker/name", "Sara Berg"), ("worker/reference", "W-1900"),
                 ("worker/aliases", [alias("MAREN K. OESTBY")]), *NOT_ISSUED_TO_OTHERS), *worker_alias()),
    fault("X07 X09", "only an initial of the name of the business is printed", IT,
          at("certificates/K1/activity", "H. Illustration (SPECIMEN)"),
          at("activity/aliases", [alias("H. Illustration (SPECIMEN)")])),
    fault("A09", "the worker has another name than on the filing sheet, also on the certificate", NO,
          at("worker/name", "Sara Berg"), at("certificates/K1/worker", "Sara Berg"),
          on_sheet("D1", "worker.name", "Maren Østby")),
    fault("A09", "the employer has another name than on the filing sheet, also on the certificate", NO,
          register("employers", "fjordline-subsea/name", "Other Drilling Inc."),
          at("certificates/K1/employer", "Other Drilling Inc."),
          on_sheet("D1", "register.employer.name", "Fjordline Subsea Inc. (SPECIMEN)")),
    fault("A09", "the worker has another name than on an exemption sheet that was approved", JP,
          on_sheet("D2", "worker.name", "Kenta Mori")),
    fault("X07 X09", "no evidence supports the former name of the worker", NO,
          *worker_alias("Maren Lund", kind="former", until="2026-12-31")),
    fault("X09", "the certificate prints the worker without the special letter, which is reported as a spelling", NO,
          *misspelled("Maren Ostbye")),
    fault("X09", "the certificate leaves letters out of the employer's name, which is reported as a spelling", NO,
          *misspelled("Fjordlin Subsea Inc (SPECIMN)", "employer", EMPLOYER)),
    fault("X07 X09 A05", "the name of another person is reported as a wrong spelling", NO, *misspelled("Maren Lund")),
    fault("X07 X09 A05", "the family name of another letter is reported as a wrong spelling", NO,
          *misspelled("Maren Vstby")),
    fault("X07 X09 A05", "another legal form of the employer is reported as a wrong spelling", NO,
          *misspelled("Fjordline Subsea Plc (SPECIMEN)", "employer", EMPLOYER)),
    fault("X07 X09", "no evidence supports a printed name that shares only the first name", NO,
          *worker_alias("Maren Lund")),
    fault("X07 X09", "the alias of the employer is the name of another company", NO,
          *employer_alias("Brightwater Instruments Corporation (SPECIMEN)", evidence=["ssa-norway-rule"]), name_source),
    fault("X07 X09", "the name of a sister company is printed, and no evidence supports it", NO,
          *employer_alias("Fjordline Subsea Norway Inc. (SPECIMEN)")),
    fault("X07 X09", "the trade name of the employer cites a source about something else", NO,
          *employer_alias(TRADE, kind="trade", evidence=["ssa-norway-rule"])),
    fault("X07 X09", "the alias of the activity came into use after the certificate was issued", IT,
          at("certificates/K1/activity", "Harlow Art (SPECIMEN)"),
          at("activity/aliases", [alias("Harlow Art (SPECIMEN)", "trade", evidence=["E1"], **{"from": "2026-11-01"})])),
    fault("I01", "the certificate number is pending", NO, at("certificates/K1/number", "Pending")),
    fault("I01", "the certificate number is the note that it will follow", NO,
          at("certificates/K1/number", "will follow (2026)")),
    fault("I01", "the reference of a request that was sent online is missing", NO, request("sent/reference", GONE)),
    fault("I01", "the certificate number has no digit", KR, at("certificates/K1/number", "SPECIMEN")),
    fault("I01", "the request has the reference that its form shows only as see portal", IT,
          request("sent/reference", "See portal")),
    fault("I01", "the reference of the request is a question mark", JP, request("sent/reference", "?")),
    fault("I01", "the case and the certificate name the worker as to be determined", KR,
          at("worker/name", "T.B.D."), at("certificates/K1/worker", "TBD")),
    fault("I01", "the employer is unknown in the register and on the certificate", NO,
          register("employers", "fjordline-subsea/name", "Unknown"), at("certificates/K1/employer", "unknown")),
    fault("I02", "another company succeeds the employer on the last claimed day", NO,
          register("employers", "fjordline-subsea/succeeded_by", {**MERGED, "on": "2028-04-30"})),
    fault("I02", "the authority did not confirm the certificate for the successor", NO,
          register("employers", "fjordline-subsea/succeeded_by", MERGED),
          at("questions/employer-succession", {"answer": "no", "known": "It ends.", "evidence": ["E1"]})),
    fault("I02", "the certificate does not continue for a new employer that the register does not have", KR,
          at("questions/employer-succession", {"answer": "no", "known": "It ends.", "evidence": ["E2"]})),
    fault("I02", "another company succeeded the affiliate during the claim", DE,
          register("employers", "brightwater-messtechnik/succeeded_by", MERGED)),
    fault("I03", "the case of another worker has the same certificate", NO, beside("NO-2026-991", *ANOTHER_WORKER)),
    fault("I03", "the case of another worker has the same number in another form", NO,
          beside("NO-2026-991", *ANOTHER_WORKER, ("certificates/K1/number", "specimen us no 0001"),
                 ("exhibits/E13/sha256", "1" * 64))),
    fault("I03", "the case of another worker has the same number in wide letters, with a label", NO,
          beside("NO-2026-991", *ANOTHER_WORKER, ("certificates/K1/number", "No. ＳＰＥＣＩＭＥＮ-US-NO-0001"),
                 ("exhibits/E13/sha256", "1" * 64))),
    fault("I03", "the case of another worker has the certificate filed as a letter that nothing cites", JP,
          beside("JP-2026-991", *ANOTHER_WORKER, ("certificates/K1/number", "SPECIMEN-9"),
                 ("certificates/K1/document", "E1"), ("exhibits/E9/kind", "correspondence"))),
    fault("I03", "the case of another worker has the same document under another number", IT,
          beside("IT-2026-991", *ANOTHER_WORKER, ("certificates/K1/number", "SPECIMEN-9"))),
    fault("I03", "the case of another worker has the document as a copy of its certificate", NO,
          beside("NO-2026-991", *ANOTHER_WORKER, ("certificates/K1/number", "SPECIMEN-9"),
                 ("certificates/K1/document", "E1"), ("certificates/K1/copies", ["E13"]))),
    fault("I03", "the case of another worker cites the document as evidence of its certificate", IT,
          beside("IT-2026-991", *ANOTHER_WORKER, ("certificates/K1/number", "SPECIMEN-9"),
                 ("certificates/K1/document", "E1"), ("certificates/K1/evidence", ["E10"]))),
    fault("I03", "the case of another worker has the same certificate and cannot be checked", NO,
          beside("NO-2026-991", *ANOTHER_WORKER, ("certificates/K1/ends", "2026-04-30"))),
    fault("I04", "another case claims the same exemption for the same employer", NO, beside("NO-2026-991")),
    fault("I04", "another case claims an exemption for another employer, and there is said to be no other work", NO,
          beside("NO-2026-991", ("claims/C1/employer", "northmoor-analytics"), ("employer", "northmoor-analytics"))),
    fault("I04", "another case claims an exemption in another country, and there is said to be no other work", NO,
          beside("SE-2026-991", ("claims/C1/exempt_in", "SE"), ("partner", "SE"))),
    fault("I04", "two exemptions on the same days are answered with no", NO,
          beside("NO-2026-991", ("claims/C1/exempt_in", "US")),
          at("questions/two-exemptions", {"answer": "no", "known": "One of them is wrong.", "evidence": ["E1"]})),
    fault("X02 X09", "the question about the issuer is answered with another name than the certificate prints", JP,
          register("agreements", "JP/agency/label", "copy"),
          at("questions/issuing-authority/answer", "Japan Tax Agency")),
    fault("X02 X09", "only an internal note names the issuer", JP, register("agreements", "JP/agency/label", "copy"),
          at("questions/issuing-authority/evidence", ["E5"])),
    fault("I04", "another case claims the same exemption and relies on it until before it begins", NO,
          beside("NO-2026-991", ("claims/C1/relied/0/until", "2026-04-30"))),
    fault("I04", "another case claims the same exemption, with the last claimed day as the first of two days", NO,
          beside("NO-2026-991", ("claims/C1/begins", "2028-05-01"), ("claims/C1/ends", "2028-04-30"))),
    fault("I04", "another case claims the same exemption under another spelling of the reference", NO,
          beside("NO-2026-991", ("worker/reference", "w 1001"), ("claims/C1/worker", "w 1001"))),
    fault("I04", "another case claims the same exemption for a worker of the same name", NO,
          beside("NO-2026-991", *ANOTHER_REFERENCE, ("worker/name", "MAREN ØSTBY"), *OWN_CERTIFICATE)),
    fault("I04", "another case claims the same exemption for a name in another order, without accents", NO,
          beside("NO-2026-991", *ANOTHER_REFERENCE, ("worker/name", "Ostby, Maren"), *OWN_CERTIFICATE)),
    fault("I04", "another case claims the same exemption for a name with an initial more", IT,
          beside("IT-2026-991", *ANOTHER_REFERENCE, ("worker/name", "Teresa H. Mancuso-Reed"),
                 ("certificates/K1/number", "SPECIMEN-9"), ("exhibits/E10/sha256", "1" * 64))),
    fault("I04", "another case claims the same exemption for a worker whose former name is the same", KR,
          beside("KR-2026-991", *ANOTHER_WORKER,
                 ("worker/aliases", [alias("Seo-yeon Park", "former", until="2020-01-01")]),
                 ("certificates/K1/number", "SPECIMEN-9"), ("exhibits/E8/sha256", "1" * 64))),
    fault("I04", "another case exempts the worker in the United States on the last claimed day", NO,
          beside("NO-2026-991", ("claims/C1/exempt_in", "US"), ("claims/C1/begins", "2028-04-30"),
                 ("employer", "copper-ridge-foods"), ("claims/C1/employer", "copper-ridge-foods"))),
    fault("I04", "another case claims an exemption for the same activity, written in another form", KR,
          beside("KR-2026-991", ("claims/C1/activity", "PARK ACOUSTIC CONSULTING (SPECIMEN)"))),
    fault("I04", "the exemption of another case was reversed and is relied on again", JP,
          beside("JP-2026-991", ("claims/C1/exempt_in", "JP"),
                 ("claims/C1/reversed", [{**REVERSED, "on": "2026-01-01"}]))),
    fault("D03", "the agreement ends the day before the claim ends", NO,
          register("agreements", "NO/ended_on", "2028-04-29")),
    fault("E02", "a claimed program was added by terms that apply only from the second claimed day", NO,
          earlier_terms("2026-05-01", programs=programs("old-age"))),
    fault("R01", "the assignment began under an earlier limit that it exceeds", NO,
          earlier_terms("2026-05-01", limit={"outbound_months": "12", "basis": "agreement_specific",
                                             "label": "official"})),
)  # fmt: skip

SAME_IDENTITY: tuple[Fault, ...] = (
    inside("the certificate prints the name of the worker in capitals", NO,
           at("certificates/K1/worker", "MAREN ØSTBY")),
    inside("the certificate spells out the legal form of the employer", NO,
           at("certificates/K1/employer", "FJORDLINE SUBSEA, INCORPORATED (SPECIMEN)")),
    inside("the certificate prints the name of the authority in capitals and with the country", NO,
           at("certificates/K1/issuer", "U.S. SOCIAL SECURITY ADMINISTRATION")),
    inside("the certificate names the office of the authority", IT,
           at("certificates/K1/issuer", "Social Security Administration, Office of International Programs")),
    inside("the certificate prints a middle initial and other letters, and the record has the alias", NO,
           *worker_alias()),
    inside("the certificate prints the name of the worker in another order, and the record has the alias", JP,
           *worker_alias("SAKAMOTO, Haruto")),
    inside("the worker changed the name on the day before the request was sent", NO,
           *worker_alias("Maren Lund", kind="former", until="2026-01-22", evidence=["E3"]), name_record),
    inside("the worker married after the request, and the passport of later shows both names", NO,
           another_document("E3"), at("exhibits/E93/effective", "2026-03-01"),
           at("exhibits/E93/recorded", "2026-03-02"),
           *worker_alias("Maren Lund", kind="former", until="2026-03-01", evidence=["E93"])),
    inside("the certificate prints only the initial and the family name", NO, *worker_alias("M. Østby")),
    inside("the question of the name of two workers is answered", NO,
           beside("NO-2026-009", ("worker/name", PRINTED), ("worker/reference", "W-1900"), *NOT_ISSUED_TO_OTHERS),
           *worker_alias(), at("questions/shared-name", {"answer": "yes", "known": "Two people.", "evidence": ["E1"]})),
    inside("two workers of one name have the same exemption, and the question of their name is answered", NO,
           beside("NO-2026-991", *ANOTHER_REFERENCE, *OWN_CERTIFICATE),
           at("questions/shared-name", {"answer": "yes", "known": "Two people.", "evidence": ["E1"]})),
    inside("two workers of one name work for two employers", NO,
           beside("NO-2026-991", *ANOTHER_REFERENCE, *OWN_CERTIFICATE, ("employer", "copper-ridge-foods"),
                  ("claims/C1/employer", "copper-ridge-foods"))),
    inside("two workers of one name have the same exemption one after the other", NO,
           beside("NO-2026-991", *ANOTHER_REFERENCE, *OWN_CERTIFICATE, ("claims/C1/begins", "2028-05-01"),
                  ("claims/C1/ends", "2028-06-30"))),
    inside("another case of the worker claims the days after the claim and ends before it begins", NO,
           beside("NO-2026-991", ("claims/C1/begins", "2028-06-30"), ("claims/C1/ends", "2028-05-01"))),
    inside("the certificate prints the trade name of the employer, which an official source shows", NO,
           *employer_alias(TRADE, kind="trade", evidence=["ssa-norway-rule"]), name_source),
    inside("the certificate prints the employer in capitals and without the legal form", NO,
           *employer_alias("FJORDLINE SUBSEA (SPECIMEN)")),
    inside("the certificate prints the trade name of the activity, which an exhibit shows", KR,
           at("certificates/K1/activity", "Park Sound (SPECIMEN)"),
           at("activity/aliases", [alias("Park Sound (SPECIMEN)", "trade", evidence=["E2"])])),
    inside("another company succeeds the employer the day after the claim", NO,
           register("employers", "fjordline-subsea/succeeded_by", {**MERGED, "on": "2028-05-01"})),
    inside("the authority has confirmed that the certificate continues for the successor", NO,
           register("employers", "fjordline-subsea/succeeded_by", MERGED),
           at("questions/employer-succession", {"answer": "yes", "known": "It continues.", "evidence": ["E1"]})),
    inside("the agreement ends on the last claimed day", NO, register("agreements", "NO/ended_on", "2028-04-30")),
    inside("earlier terms with fewer programs ended the day before the claim", NO,
           earlier_terms("2026-04-30", programs=programs("old-age"))),
    inside("the claim names no contribution beside its program", CA, at("claims/C1/contributions", GONE)),
    inside("the worker is stateless", CA, at("worker/citizenships", ["stateless"])),
    inside("the first period of the extension was long ago under other terms for the self-employed", PT,
           register("agreements", "PT/earlier_terms",
                    [{"until": "2010-01-01", "extension": {"months": "0", "label": "official"}}])),
)  # fmt: skip
