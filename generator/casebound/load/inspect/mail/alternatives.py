"""The versions of the same message in a mail: which one is shown, and which words the others have besides."""

import re
import unicodedata
from collections import Counter
from dataclasses import replace

from casebound.load.inspect.mail.content import Content

_ADDRESS = re.compile(r"\b(?:https?|ftp)://[^\s<>\"')\]]+|\bmailto:[^\s<>\"')\]]+", re.IGNORECASE)
_PICTURE = re.compile(r"\[(?:cid|image|picture)\b[^\]\n]{0,200}\]", re.IGNORECASE)
_MOST_NAMED = 8


def chosen(versions: list[tuple[str, Content]]) -> tuple[Content, list[str]]:
    """One content from all versions, by their types, and what is not shown.

    The last version in HTML with words or pictures is shown; without one, the last version. A version with words that
    the shown one lacks is shown too, below it.
    """
    filled = [at for at, (_, content) in enumerate(versions) if not content.is_blank]
    rich = [at for at in filled if any(part.html is not None for part in versions[at][1].parts)]
    main = (rich or [at for at in filled if versions[at][0] == "text/plain"] or filled or [len(versions) - 1])[-1]
    made, left_out = Content(), list[str]()
    made.extend(versions[main][1])
    shown_name = _name(versions[main][0])
    for at, (kind, content) in enumerate(versions):
        if at == main:
            continue
        name = _name(kind)
        made.attachments += content.attachments
        if content.is_blank:
            if content.parts:
                made.notes.append(f"Its {name} version is blank; the {shown_name} version is shown.")
            continue
        made.notes += content.notes
        more, fewer = _compared(content.words, versions[main][1].words)
        if more:
            made.notes.append(
                f"Its {name} version has words that the {shown_name} version lacks ({more}). Both are shown."
            )
            label = f"The {name} version of the message above"
            made.parts += [replace(part, label=label if not part.label else part.label) for part in content.parts]
            continue
        left_out.append(f"the {name} version of the message, whose words are all in the {shown_name} version")
        lacking = f"; it lacks some of them ({fewer})" if fewer else ""
        made.notes.append(
            f"Its {name} version has no other words than the {shown_name} version{lacking}. It is not shown."
        )
    return made, left_out


def _compared(left: str, shown: str) -> tuple[str, str]:
    """The words that only the first text has, and those that only the second has, as a short list each."""
    mine, theirs = _words(left), _words(shown)
    return _listed(mine - theirs), _listed(theirs - mine)


def _words(text: str) -> Counter[str]:
    found = (address.rstrip(".,;:!?/").casefold() for address in _ADDRESS.findall(text))
    addresses = list(dict.fromkeys(found))  # each once, in order: the note is the same on every run
    plain = _PICTURE.sub(" ", _ADDRESS.sub(" ", text))
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", plain).casefold().replace("_", " "))
    return Counter(words) + Counter(addresses)


def _listed(words: Counter[str]) -> str:
    named = ", ".join(f"“{word[:40]}”" for word in list(words)[:_MOST_NAMED])
    return f"{named} and others" if len(words) > _MOST_NAMED else named


def _name(kind: str) -> str:
    return {"text/plain": "plain-text", "text/html": "HTML", "text/rtf": "rich-text"}.get(kind, kind)
