"""The parts of a message in order: what is shown, what is listed, and what a reader must know."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import unquote, unquote_to_bytes

from casebound.load.inspect.content_kinds import ADVICE_FOR_DAMAGED, ContentKind, advice_for
from casebound.load.inspect.html.page import printed_html
from casebound.load.inspect.mail import alternatives, charsets, mime, rich_text, secured, texts, transfer
from casebound.load.inspect.mail.collected import Collected
from casebound.load.inspect.mail.content import Attachment, Content, Part, attachment, has_words
from casebound.load.inspect.mail.mime import Entity
from casebound.load.inspect.mail.secured import Secured
from casebound.load.inspect.mail.structure import Node, Resources, collect, kind_of, root_first
from casebound.load.inspect.rejection import DECRYPT, ENCRYPTED

_MESSAGES = frozenset({"message/rfc822", "message/global", "message/news"})
_HTML = frozenset({"text/html", "text/x-amp-html", "text/watch-html"})
_ENVELOPED = frozenset({"enveloped-data", "authenveloped-data"})
_ENCRYPTED_TYPES = frozenset({"application/x-microsoft-rpmsg-message", "application/pgp-encrypted"})
_PACKAGES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_ELSEWHERE = "its content is stored elsewhere, and not in the file"
_CUT = "it is incomplete: the end of a part is missing"
_OUTSIDE = "Text outside of the parts of the mail, which mail programs do not show"
_TOO_LONG = "The text of the mail is too long to be shown in full; its end is left out."

ReadAttached = Callable[[Entity, str], bool]
"""Reads an attached e-mail under its number; false where there are too many."""


class Walk:
    """Goes through the parts of one message in order."""

    def __init__(self, collected: Collected, number: str, resources: Resources, read_attached: ReadAttached) -> None:
        self._collected = collected
        self._read_attached = read_attached
        self._number = number
        self._resources = resources
        self._attached = 0

    def content(self, node: Node, *, main: bool = False) -> Content:
        """What a part holds. A `main` part is the text of the message, whatever its disposition."""
        entity = node.entity
        made = self._multipart(node, main=main) if entity.is_multipart else self._single(entity, main=main)
        about = f"The part {entity.name or entity.type}: " if self._number or not main else ""
        made.notes += [f"{about}{problem}." if about else _sentence(problem) for problem in entity.problems]
        return made

    def next_number(self) -> str:
        """The number of the next e-mail attached to this one."""
        self._attached += 1
        return f"{self._number}.{self._attached}" if self._number else str(self._attached)

    def _multipart(self, node: Node, *, main: bool) -> Content:
        entity, made = node.entity, Content()
        if not node.children:
            text = charsets.decode(entity.body, None).text
            if entity.at_end or (text.strip() and not self._number):
                self._collected.refuse("its parts cannot be separated", ADVICE_FOR_DAMAGED)
            made.parts += self._text_parts(text, "The text of the mail as it is in the file", made)
            return made
        if entity.type == "multipart/encrypted":
            self._found_encrypted(made)
            for child in node.children:
                made.attachments.append(self._listed(child.entity, "encrypted"))
            return made
        if entity.type == "multipart/signed":
            self._collected.signed = True
        if entity.type == "multipart/alternative":
            versions = [(kind_of(child), self.content(child, main=True)) for child in node.children]
            chosen, left_out = alternatives.chosen(versions)
            for what in left_out:
                self._collected.leave_out(what)
            made.extend(chosen)
        else:
            ordered = root_first(node) if entity.type == "multipart/related" else node.children
            for at, child in enumerate(ordered):
                made.extend(self.content(child, main=main and at == 0))
        for outside in node.outside:
            made.parts += self._text_parts(charsets.decode(outside, None).text, _OUTSIDE, made)
            made.notes.append(f"{_OUTSIDE}, is shown.")
        return made

    def _single(self, entity: Entity, *, main: bool) -> Content:
        kind = entity.type
        special = self._special(entity, main=main)
        if special is not None:
            return special
        inline = main or entity.disposition != "attachment"
        if kind == "message/partial" and entity.parameters.get("total") != "1":
            self._collected.refuse("it is one part of a message that was sent in several parts", ADVICE_FOR_DAMAGED)
        if inline and (kind.startswith(("text/", "message/")) or kind == "application/rtf"):
            return self._text(entity)
        if kind.startswith("image/") and (entity.disposition != "attachment" or self._is_used(entity)):
            return self._picture(entity)
        is_package = kind in _PACKAGES or entity.name.lower() == "winmail.dat"
        if is_package:
            self._collected.lacks("its words are in a package of Outlook (TNEF)", advice_for(ContentKind.TNEF))
        elif _is_encrypted_file(entity):
            self._collected.lacks(ENCRYPTED, DECRYPT)
        else:
            self._collected.has_files = True
        why = "a package of Outlook (TNEF), whose content is not shown" if is_package else "not shown"
        return Content(attachments=[self._listed(entity, why)])

    def _special(self, entity: Entity, *, main: bool) -> Content | None:
        """What a part holds that is neither text nor a picture nor just a file."""
        if entity.type in _MESSAGES:
            return self._attached_message(entity)
        if entity.type == "message/external-body":
            return self._external(entity)
        if entity.type in secured.SIGNATURE_TYPES:
            self._collected.signed = True
            return Content(attachments=[self._listed(entity, "signature", shown=True)])
        if entity.type in _ENCRYPTED_TYPES or entity.name.lower().endswith(".rpmsg"):
            made = Content(attachments=[self._listed(entity, "encrypted")])
            self._found_encrypted(made)
            return made
        if entity.type in secured.SMIME_TYPES or entity.name.lower().endswith(".p7m"):
            return self._smime(entity, main=main)
        return None

    def _text(self, entity: Entity) -> Content:
        made, decoded = Content(), self._decoded(entity)
        content = decoded.data
        is_html = entity.type in _HTML
        charset = entity.parameters.get("charset") or (charsets.declared_in_html(decoded.data) if is_html else None)
        if decoded.data.lstrip().startswith(b"{\\rtf"):
            decoded, charset = self._rich(entity, decoded.data), "utf-8"
        found = charsets.decode(decoded.data, charset)
        if found.doubt:
            entity.problems.append(found.doubt)
        if is_html:
            if entity.at_end and "<html" in found.text.lower() and "</html" not in found.text.lower():
                self._collected.refuse(_CUT, ADVICE_FOR_DAMAGED)
            made.parts += self._html_parts(found.text, made)
        else:
            made.parts += self._text_parts(_readable(entity, found.text), _label(entity), made)
        if decoded.rest:
            rest = charsets.decode(decoded.rest, charset).text
            made.parts += self._text_parts(rest, "Text behind the encoded text", made)
        if entity.name:
            made.attachments.append(attachment(entity.name, entity.type, content, "shown", shown=True))
        return made

    def _rich(self, entity: Entity, data: bytes) -> transfer.PartData:
        """The words of rich text, in UTF-8."""
        found = rich_text.read_rich_text(data)
        if found.has_pictures:
            entity.problems.append("pictures and formatting of its formatted text are not shown")
            self._collected.leave_out("pictures and formatting of a rich text")
        return transfer.PartData(found.text.encode())

    def _html_parts(self, source: str, made: Content) -> list[Part]:
        page = printed_html(source, self._referred)
        made.notes += page.notes
        if page.title and page.title.casefold() not in " ".join(page.text.split()).casefold():
            made.notes.append(f"The HTML has a title, which mail programs do not show: “{page.title[:300]}”.")
        for what in page.active_content:
            self._collected.found_active(what)
        for what in page.left_out:
            self._collected.leave_out(what)
        rest, is_encrypted = secured.without_encrypted(page.text)
        if is_encrypted:
            self._found_encrypted(made)
            if not has_words(rest):
                return []
        if not page.shows_anything and page.left_out:
            self._collected.lacks(_ELSEWHERE, ADVICE_FOR_DAMAGED)
        text, cut = self._collected.within_limits(page.text)
        if cut:
            made.notes.append(_TOO_LONG)
            return [Part("The words of the HTML", text=text)]
        return [Part(html=page)]

    def _text_parts(self, text: str, label: str, made: Content) -> list[Part]:
        if not has_words(text):
            return [] if label else [Part(text="")]
        rest, is_encrypted = secured.without_encrypted(text)
        if is_encrypted:
            self._found_encrypted(made)
            text = rest
        if secured.is_signed_text(text):
            self._collected.signed = True
        text, cut = self._collected.within_limits(text)
        if cut:
            made.notes.append(_TOO_LONG)
        return [Part(label, text=text)]

    def _picture(self, entity: Entity) -> Content:
        decoded = self._decoded(entity)
        name = entity.name or "picture"
        if self._is_used(entity):
            return Content(attachments=[self._file(entity, decoded.data, "shown in the message", shown=True)])
        number = self._collected.picture(name, decoded.data)
        if number is None:
            return Content(attachments=[self._file(entity, decoded.data, "not shown")])
        listed = self._file(entity, decoded.data, "shown", shown=True)
        return Content(parts=[Part(f"Picture {name}", picture=number)], attachments=[listed])

    def _attached_message(self, entity: Entity) -> Content:
        made, decoded = Content(), self._decoded(entity)
        inner = mime.parsed(mime.beginning(decoded.data))
        name = entity.name or " ".join(inner.values("subject")[:1])[:80] or "attached e-mail"
        if not inner.fields:
            text = charsets.decode(decoded.data, None).text
            made.parts += self._text_parts(text, "An attached e-mail without a header", made)
        else:
            number = self.next_number()
            if self._read_attached(inner, number):
                remark = f"shown below as attached e-mail {number}"
                made.attachments.append(attachment(name, entity.type, decoded.data, remark, shown=True))
                return made
            made.notes.append("There are more attached e-mails than are shown.")
        made.attachments.append(attachment(name, entity.type, decoded.data, "not shown as an e-mail"))
        return made

    def _external(self, entity: Entity) -> Content:
        where = entity.parameters.get("url") or entity.parameters.get("site") or entity.parameters.get("name") or ""
        where = "".join(where.split())[:300]
        self._collected.leave_out(f"content that is stored elsewhere and is not loaded: {where or 'no address'}")
        made = Content(
            attachments=[self._listed(entity, f"stored elsewhere, not loaded: {where or 'no address'}", shown=True)]
        )
        about = charsets.decode(mime.parsed(entity.body).body, None).text
        made.parts += [
            replace(part, is_content=False)
            for part in self._text_parts(about, "Text of a part that is stored elsewhere", made)
        ]
        self._collected.lacks(_ELSEWHERE, ADVICE_FOR_DAMAGED)
        return made

    def _smime(self, entity: Entity, *, main: bool) -> Content:
        made, decoded = Content(), self._decoded(entity)
        what, content = secured.secured(decoded.data)
        declared = entity.parameters.get("smime-type", "").lower()
        is_text = main or entity.name.lower() in ("", "smime.p7m")
        if what is Secured.ENCRYPTED or (what is Secured.UNKNOWN and declared in _ENVELOPED):
            self._found_encrypted(made, is_text=is_text)
            made.attachments.append(self._file(entity, decoded.data, "encrypted"))
        elif what is Secured.SIGNED and content:
            self._collected.signed = True
            made.attachments.append(self._file(entity, decoded.data, "signed; its content is shown", shown=True))
            notes: list[str] = []
            tree = self._collected.tree(mime.parsed(content), notes)
            collect(tree, self._resources)
            made.extend(self.content(tree, main=True))
            made.notes += notes
        elif what is Secured.SIGNED:
            self._collected.signed = True
            self._collected.lacks("it consists of a signature without the signed content", ADVICE_FOR_DAMAGED)
            made.attachments.append(self._file(entity, decoded.data, "a signature", shown=True))
        else:
            problem = "compressed" if what is Secured.COMPRESSED else "not readable"
            refuse = self._collected.refuse if is_text and not self._number else self._collected.lacks
            refuse(f"its content is in an S/MIME part that is {problem}", advice_for(ContentKind.SMIME))
            made.notes.append(f"The S/MIME part {entity.name or entity.type} is {problem}; it is not shown.")
            made.attachments.append(self._file(entity, decoded.data, f"{problem}, not shown"))
        return made

    def _found_encrypted(self, made: Content, *, is_text: bool = True) -> None:
        """Note a part that is encrypted. The mail cannot serve if the part belongs to its own text."""
        refuse = self._collected.refuse if is_text and not self._number else self._collected.lacks
        refuse(ENCRYPTED, DECRYPT)
        self._collected.leave_out("an encrypted part, which nobody can read without a key")
        made.notes.append("A part of the message is encrypted; nobody can read it without a key.")

    def _decoded(self, entity: Entity, *, shown: bool = True) -> transfer.PartData:
        """The bytes of a part. The mail cannot serve where their end is missing, if they are shown or end the file."""
        decoded = entity.decoded()
        if decoded.problem:
            entity.problems.append(decoded.problem)
        if (decoded.is_cut and (shown or entity.at_end)) or (entity.at_end and not entity.body.strip()):
            self._collected.refuse(_CUT, ADVICE_FOR_DAMAGED)
        return decoded

    def _referred(self, address: str) -> int | None:
        """The number of the picture inside the mail to which its HTML refers."""
        scheme, _, rest = address.partition(":")
        if scheme.lower() == "data":
            data = data_of(rest)
            return None if data is None else self._collected.picture("picture in the HTML", data)
        if scheme.lower() == "cid":
            name = unquote(rest).strip("<> ")
            entity = self._resources.by_id.get(name) or self._resources.by_id.get(rest)
        else:
            entity = self._resources.by_location.get(address) or self._resources.by_name.get(unquote(address))
        if entity is None or not (entity.type.startswith("image/") or entity.type == "application/octet-stream"):
            return None
        number = self._collected.picture(entity.name or "picture", entity.decoded().data)
        if number is not None:
            self._resources.used.add(id(entity))
        return number

    def _is_used(self, entity: Entity) -> bool:
        return id(entity) in self._resources.used

    def _listed(self, entity: Entity, remark: str, *, shown: bool = False) -> Attachment:
        decoded = self._decoded(entity, shown=False)
        return self._file(entity, decoded.data, remark, shown=shown)

    def _file(self, entity: Entity, data: bytes, remark: str, *, shown: bool = False) -> Attachment:
        return attachment(entity.name or f"{entity.type}, without a name", entity.type, data, remark, shown=shown)


def data_of(rest: str) -> bytes | None:
    """The bytes of a `data:` address behind its scheme; None if it is no picture."""
    kind, comma, content = rest.partition(",")
    if not comma or not kind.lower().startswith("image/"):
        return None
    if not kind.lower().rstrip().endswith(";base64"):
        return unquote_to_bytes(content)
    try:
        letters = re.sub(r"[^A-Za-z0-9+/]", "", unquote(content))
        return base64.b64decode(letters + "=" * (-len(letters) % 4))
    except binascii.Error:
        return None


def _readable(entity: Entity, text: str) -> str:
    if entity.type == "text/plain" and entity.parameters.get("format", "").lower() == "flowed":
        return texts.flowed(text, joined_without_space=entity.parameters.get("delsp", "").lower() == "yes")
    if entity.type in ("text/enriched", "text/richtext"):
        return texts.enriched(text)
    return text


def _label(entity: Entity) -> str:
    if entity.type == "text/plain":
        return f"Text {entity.name}" if entity.name else ""
    named = _LABELS.get(entity.type, f"Part of the type {entity.type}")
    return f"{named}: {entity.name}" if entity.name else named


_LABELS: Mapping[str, str] = {
    "text/calendar": "Calendar entry",
    "text/vcard": "Contact (vCard)",
    "text/x-vcard": "Contact (vCard)",
    "text/directory": "Contact (vCard)",
    "text/rtf": "Formatted text, without its formatting",
    "application/rtf": "Formatted text, without its formatting",
    "text/enriched": "Text with formatting that is not shown (text/enriched)",
    "text/richtext": "Text with formatting that is not shown (text/richtext)",
    "message/delivery-status": "Delivery status",
    "message/disposition-notification": "Notice of receipt",
    "text/rfc822-headers": "Header of the original e-mail",
}


def _is_encrypted_file(entity: Entity) -> bool:
    """Whether an attached file is encrypted with OpenPGP."""
    name = entity.name.lower()
    return name.endswith((".pgp", ".gpg")) or (
        name.endswith((".asc", ".txt")) and b"-----BEGIN PGP MESSAGE-----" in entity.decoded().data[:1000]
    )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
