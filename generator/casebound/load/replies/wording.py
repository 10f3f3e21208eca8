"""Lines that mail programs and people write around an answer: quotation lines, signatures and notices.

The lists are closed. A line that is in none of them is text of the person, and an approval with text is no approval.
"""

import re

_CONDITION = re.compile(
    r"\b(?:approv\w*|refus\w*|reject\w*|agree\w*|if|unless|but|however|provided|providing|condition\w*|except\w*|only"
    r"|until|till|once|pending|subject to|assuming|not|don'?t|cannot|can'?t|won'?t|wait|hold|before|after|when|although"
    r"|though|instead|chang\w*|correct\w*|must|need\w*|requir\w*|should|please|see|also|still|wrong|error\w*|withdr\w*"
    r"|cancel\w*|p\.? ?s|genehmig\w*|ablehn\w*|wenn|falls|sofern|aber|jedoch|nur|sobald|bevor|nachdem|vorbehalt\w*"
    r"|bedingung\w*|nicht|kein\w*|muss|bitte|approuv\w*|sauf|seulement|réserve|mais|pas|avant|après|pero|salvo|solo|sólo"
    r"|siempre|antes|después|condición|condizion\w*|soltanto|purché|mas|exceto|desde que|mits|maar|alleen|niet|men|ikke"
    r"|inte|alone|part\w*|no(?!\.)|nein|non|(?-i:first))\b|\?",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"(?:(?:many |with |kind |kindest |best |warm |warmest )*(?:regards|wishes|thanks)|best|thank you(?: very much)?"
    r"|thanks(?: a lot| again)?|thx|cheers|sincerely|sincerely yours|yours (?:sincerely|truly|faithfully)|respectfully"
    r"|mfg|lg|(?:mit |viele |beste |freundliche[nm]? |herzliche |liebe )+(?:grüße|grüßen|grüssen|gruß|grüsse|gruss)"
    r"|danke|(?:bien )?cordialement|bien à vous|merci|(?:un )?(?:cordial )?saludos?(?: cordial(?:es)?)?|atentamente"
    r"|gracias|(?:cordiali |distinti )?saluti|grazie|(?:met )?(?:vriendelijke |hartelijke |beste )*groet(?:en|jes)?|mvg"
    r"|(?:com os melhores )?cumprimentos"
    r"|atenciosamente|obrigad[oa]|(?:(?:med )?(?:venlig|vennlig|bedste|beste) )?hilsen"
    r"|(?:(?:med )?(?:vänliga?|bästa) )?hälsning(?:ar)?|mvh|vh"
    r"|(?:ystävällisin )?terveisin|pozdrawiam|z poważaniem|s pozdravem)"
    r"(?!\w)\s*[,.!]*",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"(?:sent (?:from|via|with|by)|get outlook for|gesendet (?:von|mit|über)|von meinem|envoyé (?:de|depuis|avec)"
    r"|enviado (?:desde|do|de)|inviato da|verzonden (?:vanaf|met)|skickat från|sendt fra)\b[^?]{1,60}",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"(?:this|the|any|notice|disclaimer|confidential|privileged|important|die|der|ce|les?|este|il|la|questa|dit|e-mail)"
    r"(?=.*\b(?:confidential\w*|privileged|vertraulich\w*|confidentiel\w*|confidencial\w*|riservat\w*)\b)"
    r"(?=.*\b(?:recipients?|addressees?|adressat\w*|empfänger\w*|destinat\w*)\b)",
    re.IGNORECASE | re.DOTALL,
)
_ENVIRONMENT = re.compile(
    r"(?:please )?consider the environment before printing this (?:e-?mail|message)[.!]?", re.IGNORECASE
)
_DECISION = re.compile(r"\b(?:approv|refus|condition)\w*", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"[-_=*–—\s]{2,}|-{2,}\s*(?:original message|ursprüngliche nachricht|message d'origine|mensaje original"
    r"|messaggio originale|oorspronkelijk bericht|mensagem original)\s*-{2,}",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"[-\s]{3,}\s*(?:forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado"
    r"|messaggio inoltrato)\s*[-\s]{3,}|begin forwarded message:|anfang der weitergeleiteten nachricht:",
    re.IGNORECASE,
)
_ATTRIBUTION = re.compile(
    r"(?:on|am|le|el|il|op|em|den|på)\b.{6,200}\b(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|skrev)"
    r"\b[^:]{0,120}:",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,4}\D.*\d")
_HEADER_KEY = re.compile(
    r"from|sent|date|to|cc|bcc|subject|importance|priority|reply-to|von|gesendet|datum|an|betreff|wichtigkeit"
    r"|antwort an|de|envoyé|à|objet|para|enviado|fecha|asunto|da|inviato|data|a|oggetto|van|verzonden|aan|onderwerp"
    r"|enviada(?: em)?|assunto|från|skickat|till|ämne|fra|sendt|til|emne"
)
_FIRST_KEYS = frozenset({"from", "von", "de", "da", "van", "från", "fra"})
_LAST_KEYS = frozenset({"subject", "betreff", "objet", "asunto", "oggetto", "onderwerp", "assunto", "ämne", "emne"})
_HEADER_LINE = re.compile(r"\*?([^\W\d_][^:*]{0,20})\*?\s*:\*?\s*(.*)")
_MOST_HEADER_LINES = 12
_MOST_ATTRIBUTION_LINES = 4
_LONGEST_NOTICE = 3_000
_LONGEST_LINE = 120
_MOST_WORDS = 14


def is_separator(line: str) -> bool:
    """Whether a line only separates, such as `-----Original Message-----`."""
    return _SEPARATOR.fullmatch(line) is not None


def announces_forward(line: str) -> bool:
    """Whether a line announces a forwarded message."""
    return _FORWARD.fullmatch(line.strip()) is not None


def begins_signature(line: str, name: str) -> bool:
    """Whether a signature begins with this line: `--`, a closing phrase, the person's name or a device."""
    if line.rstrip() in ("--", "—", "–", "__"):
        return True
    text = line.strip()
    phrase = _SIGN_OFF.match(text)
    rest = text[phrase.end() :] if phrase else text
    known = set(re.findall(r"\w+", name.casefold()))
    words = re.findall(r"\w+", rest.casefold())
    return (bool(phrase) and not words) or (bool(words) and set(words) <= known) or _DEVICE.fullmatch(text) is not None


def fits_signature(line: str) -> bool:
    """Whether a line can be part of a signature: short, and without words that could be a condition."""
    short = len(line) <= _LONGEST_LINE and len(line.split()) <= _MOST_WORDS
    return short and not _CONDITION.search(line)


def notice_length(lines: list[str]) -> int:
    """The number of lines of a notice at the beginning: on confidentiality, or on printing."""
    paragraph = []
    for line in lines:
        if not line.strip():
            break
        paragraph.append(line.strip())
    text = " ".join(paragraph)
    if len(text) > _LONGEST_NOTICE or _DECISION.search(text):
        return 0
    return len(paragraph) if _NOTICE.match(text) or _ENVIRONMENT.fullmatch(text) else 0


def attribution_length(lines: list[str]) -> int:
    """The number of lines at the beginning that say who wrote the quoted text, such as `On Monday, … wrote:`."""
    for count in range(1, min(_MOST_ATTRIBUTION_LINES, len(lines)) + 1):
        text = " ".join(" ".join(lines[:count]).split())
        if _ATTRIBUTION.fullmatch(text) and _DATE.search(text) and not _CONDITION.search(text):
            return count
    return 0


def header_length(lines: list[str]) -> int:
    """The number of lines at the beginning that repeat the header of the quoted message, from sender to subject."""
    keys: list[str] = []
    for line in lines[:_MOST_HEADER_LINES]:
        found = _HEADER_LINE.fullmatch(line.strip())
        key = found[1].strip().casefold() if found else ""
        if not found or not _HEADER_KEY.fullmatch(key) or (key not in _LAST_KEYS and _CONDITION.search(found[2])):
            break
        keys.append(key)
    complete = bool(keys) and keys[0] in _FIRST_KEYS and not _LAST_KEYS.isdisjoint(keys)
    return len(keys) if complete else 0
