"""Names as the policy compares them: by form, as visible variants, and as placeholders."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

SPECIAL = {"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
SHORT = (
    ("Gesellschaft mit beschränkter Haftung", "GmbH"), ("Société à responsabilité limitée", "SARL"),
    ("Société par actions simplifiée", "SAS"), ("Società a responsabilità limitata", "Srl"),
    ("Limited Liability Partnership", "LLP"), ("Limited Liability Company", "LLC"), ("Public Limited Company", "PLC"),
    ("Società per azioni", "SpA"), ("Limited Partnership", "LP"), ("Besloten Vennootschap", "BV"),
    ("Naamloze Vennootschap", "NV"), ("Société anonyme", "SA"), ("Kabushiki Kaisha", "KK"), ("S.à r.l.", "SARL"),
    ("Incorporated", "Inc"), ("Corporation", "Corp"), ("Company", "Co"), ("Limited", "Ltd"), ("Proprietary", "Pty"),
    ("Aktiengesellschaft", "AG"), ("Aktiebolag", "AB"), ("Aksjeselskap", "AS"), ("Aktieselskab", "AS"),
    ("Osakeyhtiö", "Oy"), ("Limitada", "Lda"), ("Ltda", "Lda"),
)  # fmt: skip
"""Legal forms and their short spelling; a longer one comes before its parts."""

LEGAL = {short.lower() for _, short in SHORT} | {"se", "ulc", "kg", "ohg"}

_UNKNOWN = re.compile(
    "x+|0+|na|nn|nil|null|none|blank|(john|jane) doe|(max|erika) mustermann|(to|will) (be|follow)( .+)?"
    "|(no|not|none)( yet)?( number| name)?"
    " (known|available|assigned|issued|named|received|shown|provided|applicable)( yet)?"
    "|as (above|attached|enclosed|stated)"
    "|see (above|attached|below|certificate|confirmation|document|e ?mail|enclosed|letter|mail|pdf|portal)"
)
_SAYS_NOTHING = {
    "activity", "business", "company", "newco", "self", "freelance", "freelancer",
    "applicant", "assignee", "candidate", "employee", "employer", "expat", "hire", "person", "sender", "worker",
    "first", "last", "new", "name", "number", "certificate", "request",
    "frau", "herr", "mr", "mrs", "ms",
    "awaiting", "dummy", "missing", "pending", "sample", "test", "unassigned", "unknown",
}  # fmt: skip
_LOOKS_LIKE = {
    looks: latin
    for latin, some in {
        "a": "аαⲁᎪꓮɑᴀ", "b": "вьβⲃᏴꓐʙ", "c": "сⲥᏟꓚᴄ", "d": "ԁᎠꓓᴅ", "e": "еεᎬꓰᴇ", "f": "ꓝꜰ", "g": "ցᏀᏳꓖɡɢ",
        "h": "нһηհⲏᎻꓧʜ", "i": "іιⲓᎥꓲɩɪ", "j": "јϳյᎫꓙȷᴊ", "k": "кκⲕᏦꓗᴋ", "l": "ӏլᏞꓡʟ1", "m": "мμⲙᎷꓟᴍ", "n": "νոռⲛꓠɴ",
        "o": "оοօⲟꓳᴏ0", "p": "рρⲣᏢꓑᴘ", "q": "ԛգզ", "r": "Ꭱꓣʀ", "s": "ѕտᏚꓢꜱ", "t": "тτⲧᎢꓔᴛ", "u": "սꓴᴜ", "v": "ѵᏙꓦʋᴠ",
        "w": "ԝωաᎳꓪɯᴡ", "x": "хχⲭꓫ", "y": "уүυγⲩᎽꓬʏ", "z": "ζⲍᏃꓜᴢ", "æ": "ӕ",
    }.items()
    for looks in some
}  # fmt: skip


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of a name by form."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    text = re.sub("[.'’‘ʼ′`´]", "", text).replace("&", " and ")
    text = "".join(" " if unicodedata.category(one).startswith("P") else one for one in text)
    return tuple(_runs_joined(text.split()))


def _runs_joined(some: list[str]) -> list[str]:
    """The words, with single letters that follow each other as one word."""
    return re.sub(r"(?<= [^\W\d_]) (?=[^\W\d_] )", "", f" {' '.join(some)} ").split()


@cache
def company_words(name: str) -> tuple[str, ...]:
    """The words of a company's name, with legal forms after the first word in short."""
    first, *rest = words(name) or ("",)
    text = f" {' '.join(rest)} "
    for long, short in SHORT:
        text = text.replace(f" {' '.join(words(long))} ", f" \0{short.lower()} ")
    return (first, *text.replace("\0", "").split())


def without_accents(some: Iterable[str]) -> list[str]:
    """The words without accents and special letters."""
    return [_plain(one) for one in some]


@cache
def _plain(word: str) -> str:
    for letter, written in SPECIAL.items():
        word = word.replace(letter, written)
    return "".join(one for one in unicodedata.normalize("NFKD", word) if unicodedata.category(one)[0] != "M")


@cache
def visible_variant(first: str, second: str) -> bool:
    """Whether each word of the shorter name is a word of the longer one or its initial, with enough words the same."""
    short, long = sorted((_bare(first), _bare(second)), key=len)
    as_one = [[*long[:at], long[at] + long[at + 1], *long[at + 2 :]] for at in range(len(long) - 1)]
    return any(_is_shortened(short, words) for words in (long, *as_one))


def _is_shortened(short: Sequence[str], long: Sequence[str]) -> bool:
    left, same = list(long), 0
    for word in short:
        if word in left:
            left.remove(word)
            same += 1
    rest = [word for word in short if short.count(word) > long.count(word) or word not in long]
    initials = all(len(word) == 1 and any(one.startswith(word) for one in left) for word in rest)
    return initials and same >= min(2, len(long))


def company_variant(first: str, second: str) -> bool:
    """Whether two names have the same words in any order, where one of the two may lack its legal form."""
    pair = [sorted(_bare(f"1 {one}")) for one in (first, second)]
    bare = [[word for word in some if word not in LEGAL] for some in pair]
    return pair[0] == pair[1] or (bare[0] == bare[1] and any(one == some for one, some in zip(bare, pair, strict=True)))


@cache
def may_be_one_worker(first: str, second: str) -> bool:
    """Whether two names have the same words in any order, where one of them may lack initials."""
    left, missing = list(_bare(first)), list[str]()
    for word in _bare(second):
        (left.remove if word in left else missing.append)(word)
    return not (left and missing) and all(len(word) == 1 for word in (*left, *missing))


@cache
def may_be_one(first: str, second: str) -> bool:
    """Whether one of two names is a visible variant or an abbreviation of the other, with letters that look alike."""
    decomposed = [unicodedata.normalize("NFKD", name).casefold() for name in (first, second)]
    first, second = ("".join(_LOOKS_LIKE.get(one, one) for one in name) for name in decomposed)
    return visible_variant(first, second) or abbreviates(first, second) or abbreviates(second, first)


@cache
def abbreviates(short: str, full: str) -> bool:
    """Whether a name of two or more words has a word of the full name in full and otherwise its words or initials."""
    some, left = _bare(short), list(_bare(full))
    kept = {word for word in some if word in left}
    for word in kept:
        left.remove(word)
    for letter in (letter for word in some if word not in kept for letter in word):
        initials = [word[0] for word in left]
        if letter not in initials:
            return False
        del left[initials.index(letter)]
    return len(some) >= 2 and any(len(word) >= 2 for word in kept)


@cache
def _bare(name: str) -> tuple[str, ...]:
    return tuple(re.sub("([oau])e|a(a)", r"\1\2", word) for word in without_accents(company_words(name)))


def misspells(printed: str, recorded: str, field: str) -> bool:
    """Whether each printed word is a word of the name with few wrong letters; a worker's middle words may be left out.

    Both names are read from the back: a word of the name that is not printed is neither its first nor its last.
    """
    wrong, right = _bare(printed), _bare(recorded)
    if len(wrong) != len(right) and (field != "worker" or len(wrong) < 2):
        return False
    return _read_backwards(wrong, right, last=True)


def _read_backwards(wrong: Sequence[str], right: Sequence[str], *, last: bool) -> bool:
    if not wrong or not right:
        return wrong == right
    if _is_same_word(wrong[-1], right[-1]) and _read_backwards(wrong[:-1], right[:-1], last=False):
        return True
    return not last and len(right) > 1 and _read_backwards(wrong, right[:-1], last=False)


def _is_same_word(wrong: str, right: str) -> bool:
    legal = {short.lower() for _, short in SHORT} | {"se", "ulc", "kg", "ohg"}
    if wrong == right:
        return True
    if wrong[:1] != right[:1] or re.search(r"\d", wrong + right) or (wrong in legal and right in legal):
        return False
    return right in _with_wrong_letters(wrong, right, 1 if len(right) <= 4 else 2)


def _with_wrong_letters(wrong: str, right: str, most: int) -> set[str]:
    """The printed word, and what it becomes if up to so many letters are put right."""
    reached = {wrong}
    for _ in range(most):
        reached |= {
            changed
            for word in reached
            for at in range(len(word) + 1)
            for changed in (
                word[:at] + word[at + 1 :],
                *(word[:at] + letter + word[at + end :] for letter in set(right) for end in (0, 1)),
            )
        }
    return reached


def is_placeholder(text: str) -> bool:
    if text.lower() == "none shown":
        return False
    first, *rest = company_words(text) or ("",)
    some = [one for one in (first, *rest) if one and (one == first or one not in LEGAL)]
    joined = " ".join(some)
    if not joined or _UNKNOWN.fullmatch(joined) or re.fullmatch("[x ]+|[0 ]+", joined):
        return True
    if any(one in {"tba", "tbc", "tbd", "todo"} or re.fullmatch("xxx+", one) for one in some):
        return True
    named = [one for one in some if not one.isdigit()]
    return bool(named) and set(named) <= _SAYS_NOTHING


_PROMISED = {"pending", "unknown", "awaited", "awaiting", "missing", "unnumbered"}
_REFERRING = ("see", "refer to", "according to", "as in", "as per", "as on", "same as", "none", "not")
_PER = (
    "attached", "confirmation", "document", "email", "mail", "enclosed", "exhibit", "letter", "our", "phone", "portal",
    "the", "your", "e mail",
)  # fmt: skip
_OTHER_BEGINNINGS = tuple(
    [f"{paper} {of}" for paper in ("letter", "document", "certificate", "email", "e mail", "mail", "fax")
     for of in ("dated", "from", "of")]
    + ["applied for", "asked for", "dated", "expected", "promised", "requested", "none yet"]
    + [f"per {word}" for word in _PER]
)  # fmt: skip


def is_no_number(text: str) -> bool:
    """Whether a text is no number, by the entry “Placeholder for a number”."""
    if text.lower() == "none shown":
        return False
    said = words(text)
    if is_placeholder(text) or _PROMISED & set(said) or re.match(r"\s*n\s*/\s*a\b", text.lower()):
        return True
    joined = " ".join(said) + " "
    for begun in _REFERRING:
        if joined.startswith(f"{begun} ") and joined[len(begun) + 1 :][:1].isalpha():
            return True
    return any(joined.startswith(f"{begun} ") for begun in _OTHER_BEGINNINGS)
