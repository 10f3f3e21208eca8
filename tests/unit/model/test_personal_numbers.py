"""Numbers that identify a person are found in their usual spellings, and other numbers pass."""

import time
from pathlib import Path

import pytest

from casebound.model.personal_numbers import BIRTH_DATE, ITIN, PASSPORT, SSN, masked, numbers_in_field, personal_numbers

IDENTIFYING = [
    ("219-09-9999", SSN),
    ("219 09 9999", SSN),
    ("219.09.9999", SSN),
    ("219099999", SSN),
    ("219–09–9999", SSN),
    ("219\u201109\u20119999", SSN),
    ("219\u221209\u22129999", SSN),
    ("219 - 09 - 9999", SSN),
    ("219/09/9999", SSN),
    ("２１９－０９－９９９９", SSN),
    ("٢١٩-٠٩-٩٩٩٩", SSN),
    ("21\u00ad9-09-9999", SSN),
    ("219\u00a009\u00a09999", SSN),
    ("SSN219-09-9999", SSN),
    ("SSN: 219099999", SSN),
    ("Social Security number 219099999", SSN),
    ("her social security no. is 219 099999", SSN),
    ("card-219-09-9999.pdf", SSN),
    ("ssn_219-09-9999", SSN),
    ("Employee record with SSN 219099999", SSN),
    ("certificate copy, SSN 219-09-9999", SSN),
    ("certificate of the worker with 219-09-9999", SSN),
    ("912-70-1234", ITIN),
    ("912 88 1234", ITIN),
    ("ITIN 912941234", ITIN),
    ("900-50-0001", ITIN),
    ("999-99-9999", ITIN),
    ("born 1987-05-04", BIRTH_DATE),
    ("Born: 4 May 1987", BIRTH_DATE),
    ("born on May 4, 1987", BIRTH_DATE),
    ("born in Lyon on 4 May 1987", BIRTH_DATE),
    ("DOB 04/05/1987", BIRTH_DATE),
    ("D.O.B. 4.5.87", BIRTH_DATE),
    ("date of birth 4/5/1987", BIRTH_DATE),
    ("Date of birth: 1987/05/04", BIRTH_DATE),
    ("birthday 4-May-1987", BIRTH_DATE),
    ("birth date is 19870504", BIRTH_DATE),
    ("geboren am 4. Mai 1987", BIRTH_DATE),
    ("née le 4 mai 1987", BIRTH_DATE),
    ("nacida el 4 de mayo de 1987", BIRTH_DATE),
    ("生年月日 1987年5月4日", BIRTH_DATE),
    ("4 May 1987 (date of birth)", BIRTH_DATE),
    ("Geburtsdatum 04.05.1987", BIRTH_DATE),
    ("date de naissance : 04/05/1987", BIRTH_DATE),
    ("1987-05-04, DOB", BIRTH_DATE),
    ("Passport no. X12345678", PASSPORT),
    ("Passport TZ0123456, extract", PASSPORT),
    ("passport number: 123456789", PASSPORT),
    ("US passport # 512 345 678", PASSPORT),
    ("Passport (France) 12AB34567", PASSPORT),
    ("Reisepass C01X00T47", PASSPORT),
    ("passeport n° 12AB34567", PASSPORT),
    ("pasaporte AAB123456", PASSPORT),
    ("Passport: x1234567", PASSPORT),
    ("passport of Japan, TR 1234567", PASSPORT),
    ("旅券番号 TR1234567", PASSPORT),
    ("passport_no_X12345678.pdf", PASSPORT),
    ("ssn_number_219099999.pdf", SSN),
    ("letter_219-09-9999_final.pdf", SSN),
    ("SSN sent via fax: 219-09-9999", SSN),
    ("2 1 9 - 0 9 - 9 9 9 9", SSN),
    ("219·09·9999", SSN),
    ("ITIN by the phone 912-70-1234", ITIN),
    ("dob_04051987", BIRTH_DATE),
    ("DOB 04 05 1987", BIRTH_DATE),
    ("Date of birth (dd/mm/yyyy): 04/05/1987", BIRTH_DATE),
    ("urodzony 4 września 1987", BIRTH_DATE),
    ("data urodzenia: 4.05.1987", BIRTH_DATE),
]
HARMLESS = [
    "certificate 219099999",
    "P.O. Box 17775, Baltimore, MD 21235-7775",
    "ZIP 21235 7775",
    "Certificate number: 219-09-9999",
    "employee no. 219-09-9999",
    "Certificate no. 219099999",
    "employee number 219099999",
    "Personnel no.: 219099999",
    "tracking 219099999",
    "courier receipt 219099999",
    "tel. 219099999",
    "phone 219-09-9999",
    "EIN 12-3456789",
    "company register HRB 219099999",
    "reference 219099999",
    "K219099999",
    "219099999A",
    "US-219099999",
    "INV/219099999",
    "000-12-3456",
    "666-12-3456",
    "219-00-9999",
    "219-09-0000",
    "900-12-3456",
    "950-69-1234",
    "912-93-1234",
    "212-555-0143",
    "+1 202 555 0143",
    "(212) 555-0143",
    "0170 1234567",
    "+49 30 1234 5678",
    "2026-03-01",
    "from 2026-03-01 to 2027-02-28",
    "order 12 of 2026-09-4321",
    "USD 219099999",
    "€ 219099999",
    "1,219,099,999",
    "12190999990",
    "219-09-99990",
    "1219-09-9999",
    "219-09-9999-1",
    "9400 1000 0000 0000 0000 00",
    "DE89 3704 0044 0532 0130 00",
    "ISBN 978-3-16-148410-0",
    "born in 1987",
    "born 1987",
    "birth year 1987",
    "birth certificate received 2026-03-01",
    "place of birth: Lyon, hired 2019-03-01",
    "the born-digital file of 2026-03-01",
    "newborn leave from 2026-03-01",
    "passport copy seen 2026-03-01",
    "passport expires 2031-05-04",
    "passport valid until 20310504",
    "passport checked, certificate 219099999",
    "passport page 2",
    "passport seen; employee number 21909999",
    "compass 12345678",
    "the passport office, room 1234",
    "SHA-256 219099999a3f",
    "version 1.2.3",
    "IP 219.09.99.99",
    "4 May 1987",
    "D.O.B. in the vault",
    "FR 12 345678901",
    "219099999 00012",
    "certificate_219-09-9999.pdf",
    "scan_219099999.pdf",
    "2 1 9 0 9 9 9 9 9",
    "Questions 1 2 3 - 4 5 - 6 7 8 9 10",
    "passport_2026-03-01.pdf",
    "birth_certificate_2026-03-01.pdf",
    "dob_verified_2026-03-01.pdf",
    "date of birth in the vault, hired 4 May 1987",
]


def independent(name: str) -> list[str]:
    """Lines of the form `field: value` that were written without knowledge of the code."""
    return (Path(__file__).parent / "personal_numbers" / name).read_text(encoding="utf-8").splitlines()


def kinds_in(line: str) -> list[str]:
    """What the record control finds in the value of a field."""
    field, _, value = line.partition(": ")
    return [kind for kind, _, _ in numbers_in_field(field.rpartition(".")[2], value)]


@pytest.mark.parametrize("line", independent("identifying.txt"))
def test_an_identifying_number_of_an_independent_list_is_found(line: str) -> None:
    assert kinds_in(line)


@pytest.mark.parametrize("line", independent("harmless.txt"))
def test_another_number_of_an_independent_list_passes(line: str) -> None:
    assert not kinds_in(line)


@pytest.mark.parametrize(("text", "kind"), IDENTIFYING)
def test_an_identifying_number_is_found(text: str, kind: str) -> None:
    assert [found for found, _, _ in personal_numbers(f"See {text}.")] == [kind]


@pytest.mark.parametrize("text", HARMLESS)
def test_another_number_passes(text: str) -> None:
    assert list(personal_numbers(f"See {text}.")) == []


def test_nine_digits_pass_in_a_field_for_another_number() -> None:
    assert list(personal_numbers("219099999"))
    assert not list(personal_numbers("219099999", names_a_number=True))
    assert list(personal_numbers("219-09-9999", names_a_number=True))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Gave 219-09-9999 on 2026-03-01.", "Gave xxx-xx-xxxx on 2026-03-01."),
        ("２１９－０９－９９９９ again", "xxx－xx－xxxx again"),
        ("21\u00ad9-09-9999", "xx\u00adx-xx-xxxx"),
        ("nothing here, 12", "nothing here, 12"),
    ],
)
def test_the_digits_are_masked_and_nothing_else(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "piece", ["1", "1-", "219-09-", "born ", "born in a ", "passport ", "12 May ", "ab 1", "1 2 3 - "]
)
def test_the_time_grows_with_the_length_of_the_text(piece: str) -> None:
    def seconds(count: int) -> float:
        text, begins = piece * count, time.process_time()
        list(personal_numbers(text))
        return time.process_time() - begins

    seconds(100)
    assert seconds(40_000) < 30 * max(seconds(4_000), 0.002)
