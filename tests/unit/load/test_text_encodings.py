"""The character set of a text file: marked, declared, or guessed and said so."""

import codecs

import pytest

from casebound.load.inspect import text_files
from casebound.load.inspect.text_encodings import decoded
from casebound.model.evidence import FileText, Inspection
from casebound.runtime.sandbox import UnreadableFile

GUESSED = {
    "cp1251": ("windows-1251", "Уважаемая госпожа Абернати, высылаем справку о страховом стаже работника."),
    "koi8_r": ("KOI8-R", "Уважаемая госпожа Абернати, высылаем справку о страховом стаже работника."),
    "cp1253": ("windows-1253", "Αγαπητή κυρία, σας στέλνουμε το πιστοποιητικό κάλυψης του εργαζομένου."),
    "cp1255": ("windows-1255", "שלום רב, מצורף אישור הביטוח של העובד לשנת 2026."),
    "cp1256": ("windows-1256", "السلام عليكم، مرفق شهادة التغطية للعامل."),
    "cp874": ("windows-874", "เรียนคุณรูธ แนบหนังสือรับรองการประกันสังคมมาด้วย"),
    "cp932": ("Shift-JIS", "お世話になっております。適用証明書を添付いたします。"),
    "euc_jp": ("EUC-JP", "お世話になっております。適用証明書を添付いたします。"),
    "cp949": ("EUC-KR", "안녕하세요. 적용증명서를 첨부합니다. 감사합니다."),
    "gb18030": ("GB 18030", "您好，附件是该员工的参保证明，请查收。谢谢！"),
    "big5": ("Big5", "您好，附件是該員工的參保證明，請查收。謝謝！"),
    "cp1252": ("windows-1252", "Sehr geehrte Frau Müller, für 500 € erhalten Sie die „Bescheinigung“ – José"),
    "cp1250": ("windows-1250", "Vážená paní, zasíláme potvrzení. Děkujeme, Žofie Šťastná"),
}


@pytest.mark.parametrize("codec", GUESSED)
def test_a_character_set_that_nothing_names_is_guessed_and_said_so(codec: str) -> None:
    name, text = GUESSED[codec]
    found = decoded(text.encode(codec))
    assert (found.text, found.coding) == (text, name)
    assert found.doubt is not None
    assert "which is a guess" in found.doubt
    assert text_files.inspected(text.encode(codec)) == Inspection(
        words=True, notes=(found.doubt,), text=FileText((text,))
    )


@pytest.mark.parametrize("codec", ["cp932", "euc_jp", "cp949", "gb18030", "big5"])
@pytest.mark.parametrize("shift", ["", "a", "ab"])
def test_a_long_text_without_line_ends_is_guessed_as_well(codec: str, shift: str) -> None:
    text = shift + GUESSED[codec][1] * 900
    assert decoded(text.encode(codec)).text == text


WESTERN = (
    "Grüße",
    "Madame, Monsieur, général à l’été",
    "Kjære fru, vi sender attesten på søndag. Hilsen Bjørg Ålesund Sæther",
    "São Paulo, informação sobre a contribuição não é necessária",
    "Él envió el certificado a España el año pasado; ¿está bien?",
    "500 €",
    "naïve café",
)


@pytest.mark.parametrize("text", WESTERN)
def test_a_western_text_is_never_taken_for_another_script(text: str) -> None:
    found = decoded(text.encode("cp1252"))
    assert (found.text, found.coding) == (text, "windows-1252")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "iso2022_jp"])
def test_a_text_that_tells_its_character_set_is_read_without_a_doubt(codec: str, ending: str) -> None:
    text = f"適用証明書{ending}Certificate{ending}"
    assert (decoded(text.encode(codec)).text, decoded(text.encode(codec)).doubt) == (text, None)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["Plain words\r\nand more", "Größe: 適用証明書 is here, and more words follow"])
def test_utf_16_without_a_mark_is_recognized(codec: str, text: str) -> None:
    found = decoded(text.encode(codec))
    assert found.text == text
    assert found.doubt is not None
    assert "no byte order mark" in found.doubt


def test_a_declared_character_set_counts() -> None:
    page = '<?xml version="1.0" encoding="windows-1251"?><a>Да</a>'
    assert decoded(page.encode("cp1251")).text == page
    page = '<html><meta charset="shift_jis">証明'
    assert decoded(page.encode("cp932")).text == page
    page = '<?xml version="1.0" encoding="klingon"?>é'
    assert decoded(page.encode("latin-1")).text == page


def test_a_few_damaged_bytes_are_shown_as_such_and_said() -> None:
    found = decoded("ünïcödé ".encode() * 20 + b"\xff end")
    assert found.text.endswith("\ufffd end")
    assert found.doubt == "1 place does not belong to UTF-8, and is shown as \ufffd."
    assert decoded("\ufeffabc def".encode("utf-16-le") + b"x").doubt is not None


@pytest.mark.parametrize("data", [bytes(range(32)) * 9, b"\xff\xfe\0\xd8", b"PK\x03\x04" + bytes(200), b"\0" * 99])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        decoded(data)


def test_single_control_characters_and_zero_bytes_are_no_obstacle() -> None:
    assert decoded(b"a log\0with \x07 some \x1b[1mcolors\x1b[0m and words\x0c").text.count("\0") == 1


@pytest.mark.parametrize(
    "data",
    [
        b" \r\n\t",
        b"\0\0\0",
        b"\x01\x02",
        codecs.BOM_UTF16_LE,
        *(text.encode() for text in ("\ufeff", "\u200b\n", "\U000e0041\U000e0042", "\u202e", "\u3164\u2800")),
    ],
)
def test_a_text_in_which_nothing_is_visible_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="nothing that can be displayed") as refusal:
        decoded(data)
    assert refusal.value.advice


def test_a_text_that_is_encrypted_is_refused() -> None:
    armored = "-----BEGIN PGP MESSAGE-----\n\n" + "hQEMA\n" * 20 + "-----END PGP MESSAGE-----\n"
    with pytest.raises(UnreadableFile, match="encrypted"):
        decoded(armored.encode())
    assert decoded(f"{'Words about encryption. ' * 20}\n{armored}".encode()).text


def test_hidden_characters_in_a_text_are_named() -> None:
    found = text_files.inspected("paid\u200b 5 \u202e00\u202c".encode())
    assert found == Inspection(
        words=True,
        active_content=("characters that are not visible or change the order of the text (U+200B, U+202E, U+202C)",),
        text=FileText(("paid\u200b 5 \u202e00\u202c",)),
    )
    assert text_files.inspected("\ufeffGrüße\r\n\f\u05d0 \u2764\ufe0f".encode()).active_content == ()


@pytest.mark.parametrize("text", ["x" * 5_000_000, "line\n" * 50_000, "漢" * 2_000_000])
def test_a_text_beyond_the_limits_is_shown_in_part(text: str) -> None:
    found = text_files.text_within_limits(text)
    assert 0 < len(found.text) < len(text)
    assert found.left_out == f"the text after its first {len(found.text):,} characters"
    assert text_files.text_within_limits("short\n" * 900).left_out == ""
