"""Changes of a YAML file in place: the new lines are added, and no other line is touched, or nothing is changed."""

import difflib

import pytest

from casebound.edit.yaml_edit import CannotAmend, with_entry, with_values
from casebound.load.strict_yaml import read


def changes(before: str, after: str) -> list[str]:
    old, new = before.splitlines(), after.splitlines()
    found: list[str] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            found += [f"-{line}" for line in old[a:b]] + [f"+{line}" for line in new[c:d]]
    return found


ENTRY = {"by": "a-b", "did": 'Said: "yes" # really', "number": "true"}


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\n",
        "a: 1",
        "a: 1\nlog:\nb: 2\n",
        "a: 1\nlog: []  # nothing yet\nb: 2\n",
        "log:\n- by: x\n\n# of b\nb: 2\n",
        "log:\n    - by: x\n      did: y # why\n    # still of the log\n\nb: 2\n",
        "a: 1\r\nlog:\r\n  - by: x\r\nb: 2\r\n",
        "log:\n  - by: x\n    did: >-\n      folded\n      text\n",
    ],
)
def test_an_entry_is_added_and_everything_else_stays(text: str) -> None:
    before = read(text.encode(), "").data
    after = with_entry(text.encode(), ("log",), ENTRY)
    assert read(after, "").data == {**before, "log": [*(before.get("log") or []), ENTRY]}
    assert [line for line in changes(text, after.decode()) if line.startswith("-") and "[]" not in line] == []


@pytest.mark.parametrize("text", ["log: [{by: x}]\n", "a: [\n", "- a\n", "a: 1\na: 2\n"])
def test_what_cannot_be_amended_safely_is_refused(text: str) -> None:
    with pytest.raises(CannotAmend):
        with_entry(text.encode(), ("log",), ENTRY)


@pytest.mark.parametrize("path", [("a",), ("b", "c"), ("d", 0, "e")])
def test_a_value_is_changed_where_it_stands(path: tuple[str | int, ...]) -> None:
    text = b"a: 1 # one\nb:\n  c: two\nd:\n  - e: three\n    f: {g: 4}\n"
    after = with_values(text, {path: "other words"}).decode()
    assert len(changes(text.decode(), after)) == 2
    assert "# one" in after


@pytest.mark.parametrize("path", [("z",), ("d", 0, "f", "g")])
def test_a_value_that_shares_its_line_is_left_alone(path: tuple[str | int, ...]) -> None:
    with pytest.raises(CannotAmend):
        with_values(b"a: 1\nd:\n  - e: 3\n    f: {g: 4}\n", {path: "5"})
