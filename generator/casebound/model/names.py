"""Names as printed: which spellings are the same name, what differs, and which texts stand for an unknown value.

Names are the same by form if they differ only in capitals, spaces, punctuation, the Unicode form of a letter or, for
a company, in the spelling of one legal form (Inc. and Incorporated). Any other difference, for example a letter without
its accent, makes a different name.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations, groupby

_NO_SPACE = re.compile("[.'’‘ʼ′`´]")
_LEGAL_FORMS = {
    "incorporated": "inc",
    "corporation": "corp",
    "company": "co",
    "limited": "ltd",
    "proprietary": "pty",
    "public limited company": "plc",
    "limited liability company": "llc",
    "limited liability partnership": "llp",
    "limited partnership": "lp",
    "gesellschaft mit beschränkter haftung": "gmbh",
    "aktiengesellschaft": "ag",
    "aktiebolag": "ab",
    "aksjeselskap": "as",
    "aktieselskab": "as",
    "osakeyhtiö": "oy",
    "besloten vennootschap": "bv",
    "naamloze vennootschap": "nv",
    "société anonyme": "sa",
    "société par actions simplifiée": "sas",
    "société à responsabilité limitée": "sarl",
    "sàrl": "sarl",
    "sà rl": "sarl",
    "società per azioni": "spa",
    "società a responsabilità limitata": "srl",
    "limitada": "lda",
    "ltda": "lda",
    "kabushiki kaisha": "kk",
}
_LONGEST_FIRST = sorted(
    ((tuple(long.split()), short) for long, short in _LEGAL_FORMS.items()), key=lambda f: -len(f[0])
)
_SHORT_FORMS = frozenset({*_LEGAL_FORMS.values(), "se", "ulc", "kg", "ohg"})
_SHORT_WORD = 4  # letters
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_LOOKALIKES = {
    **str.maketrans("авеіјкмнорсѕтухһԁӏԛԝѵүьӕ", "abeijkmhopcstyxhdlqwvybæ"),  # Cyrillic
    **str.maketrans("αβεζηικμνορτυχωγϳ", "abezhikmnoptyxwyj"),  # Greek
    **str.maketrans("ագզլհյոռստցօ", "wqqlhjnnusgo"),  # Armenian
    **str.maketrans("ⲁⲃⲍⲏⲓⲕⲙⲛⲟⲣⲥⲧⲩⲭ", "abzhikmnopctyx"),  # Coptic
    **str.maketrans("ᎪᏴᏟᎠᎬᏀᏳᎻᎥᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᎽᏃ", "abcdegghijklmprstvwyz"),  # Cherokee
    **str.maketrans("ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ", "abcdefghijklmnoprstuvwxyz"),  # Lisu
    **str.maketrans("ɑᴀʙᴄᴅᴇꜰɡɢʜɩɪȷᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜʋᴠɯᴡʏᴢ", "aabcdefgghiijjklmnoprstuvvwwyz"),  # phonetic
    **str.maketrans("01", "ol"),
}
"""Letters without accents and digits that look like Latin letters, as capitals or as small letters."""

_UNKNOWN = re.compile(
    "x[x ]*|0[0 ]*|na|nn|nil|null|none|blank|(?:john|jane) doe|(?:max|erika) mustermann"
    "|(?:not|none|no)(?: yet)?(?: number| name)?"
    " (?:known|available|assigned|issued|named|received|shown|provided|applicable)(?: yet)?"
    "|(?:to|will) (?:be|follow)\\b.*|as (?:above|attached|enclosed|stated)"
    "|see (?:above|attached|below|certificate|confirmation|document|e ?mail|enclosed|letter|mail|pdf|portal)"
    "|.*\\b(?:tb[acd]|todo|xxx+)\\b.*"
)
_GENERIC = frozenset({
    "activity", "applicant", "assignee", "awaiting", "business", "candidate", "certificate", "company", "dummy",
    "employee", "employer", "expat", "first", "freelance", "freelancer", "hire", "last", "missing", "name", "new",
    "frau", "herr", "mr", "mrs", "ms", "newco", "number", "pending", "person", "request", "sample", "self", "sender",
    "test", "unassigned", "unknown",
    "worker",
})  # fmt: skip
"""Words that name nobody: a text of such words, with or without figures, stands for an unknown value."""


def same_name(first: str, second: str) -> bool:
    """Whether two names of a person, an activity or an authority are the same by form."""
    return _words(first) == _words(second)


def same_company(first: str, second: str) -> bool:
    """Whether two names of a company are the same by form. Different legal forms are different companies."""
    return _company_words(first) == _company_words(second)


def same_words(first: str, second: str) -> bool:
    """Whether two names consist of the same words in any order, without regard to accents and special letters."""
    return sorted(_without_accents(_words(first))) == sorted(_without_accents(_words(second)))


def reference_form(reference: str) -> str:
    """A key that is equal for two spellings of one reference: its letters and digits, without capitals."""
    plain = unicodedata.normalize("NFKC", reference).casefold()
    return "".join(filter(str.isalnum, plain)) or plain


def form(name: str) -> str:
    """A key that is equal for two names that are the same by form."""
    return " ".join(_words(name))


def company_form(name: str) -> str:
    """A key that is equal for two names of a company that are the same by form."""
    return " ".join(_company_words(name))


def difference(first: str, second: str) -> str:
    """How two names differ that are not the same by form, as the end of a message."""
    words, compared = _company_words(first), _company_words(second)
    if _without_accents(words) == _without_accents(compared):
        return "they differ in accents or special letters"
    if sorted(words) == sorted(compared):
        return "they have the same words in a different order"
    if words and compared and _without_form(words) == _without_form(compared):
        return "the legal form differs"
    says = f"only the first has {_listed(words, compared)}, only the second has {_listed(compared, words)}"
    scripts, second_scripts = _scripts(first), _scripts(second)
    if scripts == second_scripts:
        return says
    return f"{says}; the letters of the first are {_and(scripts)}, those of the second {_and(second_scripts)}"


def _scripts(name: str) -> list[str]:
    """The scripts of the letters, such as Latin and Cyrillic. Their letters can look the same."""
    return sorted({unicodedata.name(char, "unknown").split()[0].capitalize() for char in name if char.isalpha()})


def _and(scripts: list[str]) -> str:
    return " and ".join(scripts) or "missing"


def is_visible_variant(first: str, second: str) -> bool:
    """Whether a reader sees that two names belong together: a reordered, shortened or transliterated spelling.

    Each word of the shorter name is a word of the longer name or its initial, and two words are the same, or the only
    word. Two words of the longer name that follow each other can be written as one word.
    """
    shorter, longer = sorted((_bare(first), _bare(second)), key=len)
    pairs = ((*longer[:at], longer[at] + longer[at + 1], *longer[at + 2 :]) for at in range(len(longer) - 1))
    return any(_shortens(shorter, words) for words in (longer, *pairs))


def _shortens(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """Whether each word of a name is a word of the longer name or its initial, and enough words are the same."""
    rest = list(longer)
    for word in sorted(shorter, key=len, reverse=True):
        found = next((full for full in rest if word == full or (len(word) == 1 and full[:1] == word)), None)
        if found is None:
            return False
        rest.remove(found)
    return len(set(shorter) & set(longer)) >= min(2, len(longer))


def is_company_variant(first: str, second: str) -> bool:
    """Whether a reader sees that two names are of one company: the same words, at most without the legal form.

    A word more or less may be another company of the group.
    """
    more = _words_of_one_alone(*(_bare(f"0 {name}") for name in (first, second)))  # a legal form may come first
    return more is not None and more <= _SHORT_FORMS


def _words_of_one_alone(first: tuple[str, ...], second: tuple[str, ...]) -> frozenset[str] | None:
    """The words that only one of two names has, in any order; None if each name has words of its own."""
    words, compared = Counter(first), Counter(second)
    more, fewer = words - compared, compared - words
    return None if more and fewer else frozenset(more + fewer)


def may_be_same_worker(first: str, second: str) -> bool:
    """Whether two names have the same words in any order, where one of the two may lack initials."""
    more = _words_of_one_alone(_bare(first), _bare(second))
    return more is not None and all(len(word) == 1 for word in more)


def words_in_full(name: str) -> tuple[str, ...]:
    """A key that is equal for two names that may be those of one worker: the words that are no initials."""
    return tuple(sorted(word for word in _bare(name) if len(word) > 1))


def abbreviates(short: str, full: str) -> bool:
    """Whether the first name only shortens the second: initials in place of given names, with a family name in full.

    Each of its two or more words is a word of the full name or consists of initials of other words of it, and at
    least one word of more than one letter is the same.
    """
    words, rest = _bare(short), list(_bare(full))
    same = [word for word in dict.fromkeys(words) if word in rest]
    for word in same:
        rest.remove(word)
    for letter in "".join(word for word in words if word not in same):
        found = next((whole for whole in rest if whole[0] == letter), None)
        if found is None:
            return False
        rest.remove(found)
    return len(words) > 1 and any(len(word) > 1 for word in same)


def is_misspelling(printed: str, recorded: str, *, of_person: bool) -> bool:
    """Whether a reader takes the printed name for a misspelling of the recorded one.

    The words are compared in order, without accents. A person's printed name may lack words in the middle.
    """
    words, full = _bare(printed), _bare(recorded)
    lacks = len(full) - len(words)
    if not words or lacks < 0 or (lacks and not (of_person and len(words) > 1)):
        return False
    middles = combinations(full[1:-1], len(words) - 2) if lacks else (full[1:-1],)
    return any(all(map(_is_misspelled_word, words, (full[0], *middle, *full[1:][-1:]))) for middle in middles)


def _is_misspelled_word(printed: str, recorded: str) -> bool:
    """Whether two words are the same but for two letters after the first, or one letter in a short word.

    A digit or another legal form makes a different name.
    """
    if printed == recorded:
        return True
    is_other_name = {printed, recorded} <= _SHORT_FORMS or any(map(str.isdigit, printed + recorded))
    allowed = 1 if len(recorded) <= _SHORT_WORD else 2
    return printed[:1] == recorded[:1] and not is_other_name and _letters_apart(printed, recorded) <= allowed


def _letters_apart(first: str, second: str) -> int:
    """How many letters must be added, left out or replaced to turn a word into another (Levenshtein distance)."""
    row = list(range(len(second) + 1))
    for place, letter in enumerate(first, 1):
        above, row[0] = row[:], place
        for index, compared in enumerate(second, 1):
            row[index] = min(above[index] + 1, row[index - 1] + 1, above[index - 1] + (letter != compared))
    return row[-1]


def may_be_same_person(first: str, second: str) -> bool:
    """Whether a reader takes two names for one person: reordered, shortened, with or without an initial.

    Other letters, and digits, that look like Latin letters count as these Latin letters.
    """
    first, second = (_as_latin(name) for name in (first, second))
    return is_visible_variant(first, second) or abbreviates(first, second) or abbreviates(second, first)


def contains_name(text: str, name: str) -> bool:
    """Whether a text contains all words of a name, in any order."""
    return set(_bare(_as_latin(name))) <= set(_bare(_as_latin(text)))


@lru_cache(maxsize=1 << 14)
def _as_latin(name: str) -> str:
    return unicodedata.normalize("NFKD", name).casefold().translate(_LOOKALIKES)


def _bare(name: str) -> tuple[str, ...]:
    """The words of a company's or a person's name without accents, with oe as o, ae as a, ue as u and aa as a."""
    return tuple(
        re.sub("oe|ae|ue|aa", lambda pair: pair[0][0], word) for word in _without_accents(_company_words(name))
    )


def is_placeholder(text: str) -> bool:
    """Whether a text stands for an unknown value, such as TBD, pending, n/a, xxx or a question mark."""
    words = _without_form(_company_words(text))
    generic = any(word in _GENERIC for word in words) and all(word in _GENERIC or word.isdigit() for word in words)
    return not words or generic or _UNKNOWN.fullmatch(" ".join(words)) is not None


_NO_NUMBER_YET = re.compile(
    "(?:.* )?(?:pending|unknown|awaited|awaiting|missing|unnumbered)(?: .*)?"
    "|(?:see|refer to|according to|as in|as per|as on|same as) [^\\W\\d].*"
    "|per (?:attached|confirmation|document|e ?mail|enclosed|exhibit|letter|mail|our|phone|portal|the|your)\\b.*"
    "|(?:letter|document|certificate|e ?mail|mail|fax) (?:dated|from|of)\\b.*"
    "|(?:applied|asked) for\\b.*|(?:dated|expected|promised|requested|none yet)\\b.*|(?:none|not) [^\\W\\d].*"
)
_NOT_APPLICABLE = re.compile(r"\s*n\s*/\s*a\b.*", re.IGNORECASE | re.DOTALL)


def is_placeholder_number(text: str) -> bool:
    """Whether a text stands for an unknown number, such as a reference to a letter or “pending since May 3”."""
    unknown = _NO_NUMBER_YET.fullmatch(" ".join(_words(text))) or _NOT_APPLICABLE.fullmatch(text)
    return is_placeholder(text) or unknown is not None


@lru_cache(maxsize=1 << 14)
def _words(text: str) -> tuple[str, ...]:
    """The words of a name in one form: small letters, without punctuation, initials in a row as one word."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    text = _NO_SPACE.sub("", text).replace("&", " and ")
    spaced = "".join(" " if unicodedata.category(char)[0] == "P" else char for char in text)
    return tuple(_initials_joined(spaced.split()))


def _initials_joined(words: Iterable[str]) -> Iterator[str]:
    for initials, group in groupby(words, key=lambda word: len(word) == 1 and word.isalpha()):
        joined = list(group)
        yield from ("".join(joined),) if initials else joined


@lru_cache(maxsize=1 << 14)
def _company_words(text: str) -> tuple[str, ...]:
    """The words of a company's name, each legal form in its short spelling. The first word is never a legal form."""
    words, found = _words(text), list[str]()
    place = 0
    while place < len(words):
        long, short = next(
            (pair for pair in _LONGEST_FIRST if place and words[place : place + len(pair[0])] == pair[0]),
            (words[place : place + 1], words[place]),
        )
        found.append(short)
        place += len(long)
    return tuple(found)


def _without_form(words: tuple[str, ...]) -> tuple[str, ...]:
    return (*words[:1], *(word for word in words[1:] if word not in _SHORT_FORMS))


def _without_accents(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(_plain_letters(word) for word in words)


def _plain_letters(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(char for char in letters if not unicodedata.combining(char))


def _listed(words: tuple[str, ...], without: tuple[str, ...]) -> str:
    extra = [word for word in words if word not in without]
    return f"“{' '.join(extra)}”" if extra else "no other word"
