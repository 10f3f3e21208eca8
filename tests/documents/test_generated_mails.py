"""500 e-mails by a fixed seed: every word of every part is printed, or is in the list of what is not shown."""

import email
import hashlib
import html
import re
from email.message import Message

import pytest
from tests.support.documents import pages, print_assets, templates
from tests.support.exhibit_bundles import bundle_of, task_of
from tests.support.generated_mails import GeneratedMail, generated_mail

from casebound.load.inspect import emails
from casebound.render.exhibits.draw import bundle
from casebound.render.exhibits.draw.page_model import PAPER_SIZES

_DEFAULT, _ALL = 60, 500


def printed(mail: GeneratedMail) -> str:
    """The text of the pages before they are laid out, and what the inspection says is left out."""
    task = task_of({"mail.eml": mail.data})
    printable = bundle._printable(print_assets())
    shown = {item.id: bundle._pages(task, item, printable, PAPER_SIZES["letter"]) for item in task.items}
    assert all(exhibit.shown for exhibit in shown.values())
    source = bundle._html(task, shown, print_assets(), templates())
    body = source[source.index('<section class="exhibit') :]
    text = html.unescape(re.sub(r"<[^>]*>", " ", body))
    found = emails.inspected(mail.data)
    return "\n".join([text, *found.left_out, *found.notes])


def lost(mail: GeneratedMail) -> list[str]:
    """The words, names and hashes that are neither printed nor listed."""
    text = printed(mail)
    printable = bundle._printable(print_assets())
    words = [printable.text(word) for word in [*mail.words, *mail.names]]
    return [word for word in [*words, *mail.hashes] if word not in text]


@pytest.mark.parametrize("tens", range(_DEFAULT // 10))
def test_no_word_of_a_mail_is_lost(tens: int) -> None:
    for number in range(tens * 10, tens * 10 + 10):
        assert lost(generated_mail(number)) == [], number


@pytest.mark.long
@pytest.mark.parametrize("tens", range(_DEFAULT // 10, _ALL // 10))
def test_no_word_of_any_mail_is_lost(tens: int) -> None:
    for number in range(tens * 10, tens * 10 + 10):
        assert lost(generated_mail(number)) == [], number


def unread(numbers: range) -> list[tuple[int, str]]:
    """The words of e-mails that cannot be read in the PDF of their bundle."""
    mails = [generated_mail(number) for number in numbers]
    read = "".join("".join(pages(bundle_of({f"{mail.number}.eml": mail.data for mail in mails}))).split())
    found = []
    for mail in mails:
        inspection = emails.inspected(mail.data)
        listed = "".join([*inspection.left_out, *inspection.notes])
        found += [(mail.number, word) for word in mail.words if word.isascii() and word not in read + listed]
    return found


def test_the_words_can_be_read_in_the_pdf() -> None:
    assert unread(range(500, 502)) == []


@pytest.mark.long
def test_the_words_of_more_mails_can_be_read_in_the_pdf() -> None:
    assert unread(range(502, 540)) == []


@pytest.mark.long
def test_a_text_of_characters_that_print_as_numbers_is_cut_and_never_refused() -> None:
    data = (
        b"From: a@example.org\nContent-Type: text/plain; charset=utf-8\n\nx" + ("\ue000" * 79 + "\n").encode() * 15_000
    )
    task = task_of({"mail.eml": data})
    printable = bundle._printable(print_assets())
    (found,) = (bundle._pages(task, item, printable, PAPER_SIZES["letter"]) for item in task.items)
    assert found.shown
    assert found.text is not None
    assert found.text.messages[0].parts[0].lines[-1] == "[The rest of the text is too long to be shown.]"


def _files(message: Message) -> list[str]:
    """The hash of every named file as Python's own parser extracts it."""
    found = []
    for part in message.walk():
        if part.get_filename() and not part.is_multipart():
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            found.append(hashlib.sha256(content).hexdigest())
    return found


def test_the_hash_of_a_file_is_that_of_the_bytes_which_another_program_extracts() -> None:
    compared = 0
    for number in range(100):
        mail = generated_mail(number)
        if mail.broken or mail.data[:4] == b"From" or mail.data[:1] not in b"FTSMC":
            continue
        hashes = {file.sha256 for message in emails.read_email(mail.data).messages for file in message.attachments}
        found = _files(email.message_from_bytes(mail.data))
        compared += len(found)
        assert set(found) <= hashes, number
    assert compared > 50


def test_a_mail_is_the_same_on_every_run() -> None:
    assert generated_mail(7).data == generated_mail(7).data
    assert len({generated_mail(number).data for number in range(50)}) == 50
