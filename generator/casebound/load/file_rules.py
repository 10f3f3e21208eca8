"""The rules for reading files. They are applied before any control sees a record."""

from casebound.model.rules import Rule, Section, support_policy
from casebound.model.terms import Severity

READABLE = Rule(
    "F01",
    "readable",
    Section.FILE,
    Severity.BLOCKING,
    "Can the file be read as YAML?",
    "A file that cannot be read cannot be checked, and a claim that was not checked is not supported.",
    "Fix the line shown. The usual causes are wrong indentation, a missing colon or an unclosed quotation mark.",
    (support_policy("How files are read"),),
)
ONE_MEANING = Rule(
    "F02",
    "one-meaning",
    Section.FILE,
    Severity.BLOCKING,
    "Is every key in the file unique, and is the file free of aliases and tags?",
    "Different programs can read a repeated key, an alias or a tag in different ways. A record must have only one"
    " meaning.",
    "Use each key only once, and repeat a value in full instead of using an alias.",
    (support_policy("How files are read"),),
)
NOTHING_HIDDEN = Rule(
    "F03",
    "nothing-hidden",
    Section.FILE,
    Severity.BLOCKING,
    "Is the file free of invisible characters and of characters that change the direction of text?",
    "Such a character can make the text that a person reads differ from the text that is checked.",
    "Delete the character and type the word again.",
    (support_policy("How files are read"),),
)
CASE_FOLDER = Rule(
    "F07",
    "one-folder-one-case",
    Section.FILE,
    Severity.BLOCKING,
    "Does every folder under cases/ contain one case with the same name as the folder?",
    "If a case is missing or exists twice, it cannot be checked reliably.",
    "Add a `case.yml` file in which `case` is the name of the folder, or move the folder out of `cases/`.",
    (support_policy("How files are read"),),
)
REGISTER_PRESENT = Rule(
    "F13",
    "registers-present",
    Section.FILE,
    Severity.BLOCKING,
    "Are all required registers present?",
    "No case can be checked without the registers.",
    "Restore the file from version control.",
    (support_policy("How files are read"),),
)
STRAY_FILE = Rule(
    "F14",
    "nothing-unlisted",
    Section.FILE,
    Severity.WARNING,
    "Is every file in the folders of cases and registers a record, a register, an exhibit or a capture?",
    "A file that no record or register lists is not read. It has no recorded date or hash, so no claim can rely on it.",
    "List the file under `exhibits`, or remove it from the folder.",
    (support_policy("How files are read"),),
)

NAMES_FOR_ALL_SYSTEMS = Rule(
    "F28",
    "names-for-all-systems",
    Section.FILE,
    Severity.BLOCKING,
    "Can every file and folder be stored under its name on Windows, macOS and Linux?",
    "A handbook with such a name cannot be copied to, checked out or verified on every computer.",
    "Rename the file, and correct the name in the record or register. Approvals stay valid, because they cover the"
    " content and not the name. `casebound record` gives new files a safe name.",
    (support_policy("How files are read"),),
)

RULES = (READABLE, ONE_MEANING, NOTHING_HIDDEN, CASE_FOLDER, REGISTER_PRESENT, STRAY_FILE, NAMES_FOR_ALL_SYSTEMS)
