"""Keeps replaced words out of every surface: documentation, templates, schemas, records, messages and names.

A failure shows each word with its place and its replacement. A word that is correct in prose may be wrong as a name, so
prose and names have their own lists. Every exception has its reason.
"""

import ast
import io
import json
import re
import tokenize
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.support.sample import PROJECT

PACKAGE = PROJECT / "generator" / "casebound"

PROSE: Mapping[str, str] = {
    r"postures?": "stage",
    r"programmes?": "program",
    r"judgements?": "judgment, or result of the check",
    r"acknowledgements?": "acknowledgment",
    r"mend(?:s|ed|ing)?": "fix",
    r"anew": "again, or rebuilt",
    r"told|tells?|telling": "reported, shows",
    r"wanting": "missing, or still needed",
    r"who(?:so)?ever|anybody": "the person or role",
    r"likewise": "also",
    r"st(?:ands?|ood) (?:in|at|there|here|behind|beside|on)": "is in, is missing, supports",
    r"(?:holds?|held) against": "validates, compared with",
    r"in hand|in the house|on the desk": "received",
    r"look(?:s|ed|ing)? into": "inspect",
    r"of no use": "cannot be opened, with the reason",
    r"r(?:un|uns|an|unning) ahead": "overstates",
    r"bolder": "less cautious",
    r"misspelt": "unknown, with the closest match",
    r"(?:page |empty )shells?|the shell": "page template",
    r"the press": "print assets",
    r"workshops?": "build settings",
    r"papers": "documents",
    r"rivals?": "competing requests",
    r"ledgers?": "open questions, known and unknown",
    r"no bar to": "does not prevent",
    r"(?:is|are|was|were) no (?:certificates?|copy|secret|part of|fault|pass|proof|exhibit|success)": "is not a ...",
    r"says? of itself": "states",
    r"of the pair|for the pair|this pair|the pair": "between the two countries",
    r"DOMAIN \d|DESIGN section|the guide says": "a source that is published",
}
"""Patterns that must not occur in text, with their replacements."""

NAMES: Mapping[str, str] = {
    "posture": "stage",
    "programme": "program",
    "programmes": "programs",
    "told": "report, output or result",
    "anew": "rebuilt",
    "mend": "fix",
    "mended": "fixed",
    "wanting": "missing",
    "whoever": "the role",
    "desk": "transaction",
    "workshop": "settings",
    "press": "print_assets",
    "rival": "competing_request",
    "rivals": "competing_requests",
    "ledger": "questions",
    "papers": "documents",
    "deed": "actor",
    "nobody": "what is missing",
    "somebody": "person",
    "bolder": "less_cautious",
}
"""Words that must not be part of a name in the code, with their replacements."""

WHOLE_NAMES = frozenset({"one", "two", "other", "ones", "others"})
"""Words that must not be a whole name, because they do not say what the value is."""

EXCEPTIONS: Mapping[str, str] = {
    "`posture`": "the change log lists renamed keys",
    "`programmes`": "the change log lists renamed keys",
    "evidence/acknowledgement": "a file name in a sample case",
    "agency-acknowledgement": "a kind of exhibit, whose key has not been renamed",
}
"""Text in which a word is allowed, with the reason. It is removed before the search."""

_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_PATTERNS = [(re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE), use) for pattern, use in PROSE.items()]
_TEXT_FILES: Mapping[str, tuple[str, ...]] = {
    "documentation": ("*.md", "docs/**/*.md", "specimens/*.md"),
    "records": ("cases/*/case.yml", "registers/*.yml", "tests/unsupported/*.yml", "tests/unsupported/*/case.yml"),
    "specimens": ("specimens/*.yml", "specimens/templates/*"),
    "templates": ("site_templates/**/*.j2", "site_templates/**/*.html", "site_templates/assets/js/*.js"),
    "project files": (
        "Makefile", "action.yml", "mkdocs.yml", "pyproject.toml", ".pre-commit-hooks.yaml", "ci/*", ".ci/*",
        ".github/**/*.yml", "mutants/*.yml",
    ),
}  # fmt: skip
_ROOMS = tuple(sorted(folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").is_file()))
_CODE: Mapping[str, tuple[Path, ...]] = {
    **{room: tuple(sorted((PACKAGE / room).rglob("*.py"))) for room in _ROOMS},
    **{name: tuple(sorted((PROJECT / name).rglob("*.py"))) for name in ("specimens", "bench", "mutants")},
}


def replaced_words(text: str) -> Iterator[tuple[int, str, str]]:
    """Each replaced word in a text: its line, the word, and what to write instead."""
    for allowed in EXCEPTIONS:
        text = text.replace(allowed, "")
    for pattern, use in _PATTERNS:
        for match in pattern.finditer(text):
            yield text.count("\n", 0, match.start()) + 1, match.group(), use


def replaced_names(name: str) -> Iterator[str]:
    """What to use instead of each replaced word in a name."""
    if name in WHOLE_NAMES:
        yield "the thing itself"
    for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name):
        if word.lower() in NAMES:
            yield NAMES[word.lower()]


def schema_texts(node: Any) -> Iterator[str]:
    """Titles, descriptions and comments of a schema."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("title", "description", "$comment") and isinstance(value, str):
                yield value
            else:
                yield from schema_texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from schema_texts(value)


def code_texts(source: str) -> Iterator[tuple[int, str]]:
    """Docstrings, messages and comments of a module with their lines. A string without a space is a value, not text."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.lineno, node.value
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def code_names(source: str) -> Iterator[tuple[int, str]]:
    """Names that a module defines or uses, with their lines."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield node.lineno, name
            case ast.arg(arg=name) | ast.keyword(arg=str(name)) | ast.alias(name=name):
                yield node.lineno, name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name


def text_of(file: Path) -> str:
    """The text of a file. Expressions of a template are code and are left out."""
    text = file.read_text(encoding="utf-8")
    if file.suffix in (".j2", ".html"):
        return _EXPRESSION.sub(lambda found: "\n" * found.group().count("\n"), text)
    return text


def found_in_files(patterns: tuple[str, ...]) -> list[str]:
    """Replaced words in text files."""
    files = sorted({file for pattern in patterns for file in PROJECT.glob(pattern) if file.is_file()})
    assert files
    return [
        f"{file.relative_to(PROJECT)}:{line}: {word}: write {use}"
        for file in files
        for line, word, use in replaced_words(text_of(file))
    ]


@pytest.mark.parametrize("surface", _TEXT_FILES)
def test_no_text_file_contains_a_replaced_word(surface: str) -> None:
    found = found_in_files(_TEXT_FILES[surface])
    assert found == [], "\n".join(found)


def test_no_schema_contains_a_replaced_word() -> None:
    schemas = sorted((PROJECT / "schema").glob("*.json"))
    texts = [(file.name, text) for file in schemas for text in schema_texts(json.loads(file.read_bytes()))]
    assert len(texts) > 500
    assert [(name, text, use) for name, text in texts for _, _, use in replaced_words(text)] == []


@pytest.mark.parametrize("room", _CODE)
def test_no_docstring_message_or_comment_contains_a_replaced_word(room: str) -> None:
    found = [
        f"{file.relative_to(PROJECT)}:{line}: {word}: write {use}"
        for file in _CODE[room]
        for line, text in code_texts(file.read_text(encoding="utf-8"))
        for _, word, use in replaced_words(text)
    ]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("room", _CODE)
def test_no_name_in_the_code_is_a_replaced_word(room: str) -> None:
    found = [
        f"{file.relative_to(PROJECT)}:{line}: {name}: use {use}"
        for file in _CODE[room]
        for line, name in [*code_names(file.read_text(encoding="utf-8")), (1, file.stem)]
        for use in replaced_names(name)
    ]
    assert found == [], "\n".join(found)


def test_every_exception_is_needed() -> None:
    files = [file for patterns in _TEXT_FILES.values() for pattern in patterns for file in PROJECT.glob(pattern)]
    texts = [file.read_text(encoding="utf-8") for file in files if file.is_file()]
    texts += [file.read_text(encoding="utf-8") for code in _CODE.values() for file in code]
    assert [allowed for allowed in EXCEPTIONS if not any(allowed in text for text in texts)] == []


@pytest.mark.parametrize("text", ["a story told twice", "Mend it.", "what is still wanting", "E13 is no certificate"])
def test_a_replaced_word_is_found_in_text(text: str) -> None:
    assert list(replaced_words(text))


@pytest.mark.parametrize("name", ["one", "told", "told_of", "RecordDesk", "_press", "made_anew"])
def test_a_replaced_word_is_found_in_a_name(name: str) -> None:
    assert list(replaced_names(name))


@pytest.mark.parametrize("name", ["one_day", "compressed", "expression", "oneself", "stage", "another"])
def test_a_word_that_only_contains_a_replaced_word_is_allowed(name: str) -> None:
    assert not list(replaced_names(name))


def test_docstrings_messages_comments_and_names_are_read() -> None:
    source = 'x = "a b"  # c d\n\n\ndef f(one):\n    """e f"""\n    return one.g\n'
    assert [text for _, text in code_texts(source)] == ["a b", "e f", "# c d"]
    assert {name for _, name in code_names(source)} == {"x", "f", "one", "g"}
