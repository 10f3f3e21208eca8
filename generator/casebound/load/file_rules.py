"""The rules that reading itself applies, before any control sees a record."""

from casebound.model.rules import Basis, BasisKind, Rule, Section
from casebound.model.terms import Severity

_DESIGN = (Basis(BasisKind.DESIGN, "strict YAML, DESIGN section 4"),)

READABLE = Rule(
    "F01",
    "readable",
    Section.FILE,
    Severity.BLOCKING,
    "Can the file be read as YAML?",
    "What cannot be read cannot be judged, and what was not judged is not supported.",
    "Mend the line shown. Most often it is an indentation, a missing colon, or a quote that was not closed.",
    _DESIGN,
)
ONE_MEANING = Rule(
    "F02",
    "one-meaning",
    Section.FILE,
    Severity.BLOCKING,
    "Does the file say each thing once, in plain words?",
    "A repeated key, an alias or a tag can mean two things to two readers; a record means one.",
    "Write the value out where it is needed, and each key once.",
    _DESIGN,
)
NOTHING_HIDDEN = Rule(
    "F03",
    "nothing-hidden",
    Section.FILE,
    Severity.BLOCKING,
    "Is the file free of characters that do not show or that turn the direction of text?",
    "Such a character can make a reader see something else than the machine judges.",
    "Delete the character and type the word again.",
    _DESIGN,
)
CASE_FOLDER = Rule(
    "F07",
    "one-folder-one-case",
    Section.FILE,
    Severity.BLOCKING,
    "Does every folder under cases/ hold one case, named like its folder and like no other?",
    "A case that is not found, or is found twice, is not under control.",
    "Give the folder a case.yml whose `case` is the folder's name, or move the folder out of cases/.",
    (Basis(BasisKind.DESIGN, "layout, DESIGN section 2"),),
)
REGISTER_PRESENT = Rule(
    "F13",
    "registers-present",
    Section.FILE,
    Severity.BLOCKING,
    "Is every register there that cases cite?",
    "Without its registers no case can be judged.",
    "Restore the file from history.",
    (Basis(BasisKind.DESIGN, "layout, DESIGN section 2"),),
)
STRAY_FILE = Rule(
    "F14",
    "nothing-unlisted",
    Section.FILE,
    Severity.WARNING,
    "Is every file in the case's evidence folder listed as an exhibit?",
    "A paper that lies in the folder but not in the record has no date, no hash and no reader.",
    "List it under exhibits, or take it out of the folder.",
    (Basis(BasisKind.POLICY, "one case file"),),
)

RULES = (READABLE, ONE_MEANING, NOTHING_HIDDEN, CASE_FOLDER, REGISTER_PRESENT, STRAY_FILE)
