"""Strict YAML: text stays text, everything has one meaning, and nothing makes the reader fall over."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casebound.load.strict_yaml import MOST_BYTES, MOST_LEVELS, MOST_PROBLEMS, Document, comments, positions, read

plain = st.recursive(
    st.none() | st.booleans() | st.text(st.characters(codec="ascii", categories=("L", "N", "P", "Zs")), max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.from_regex(r"[a-z]{1,6}", fullmatch=True), inner, max_size=4)
    ),
    max_leaves=12,
)


def value(text: str) -> Any:
    document = read(text.encode(), "case.yml")
    assert document.problems == ()
    return document.data


def problem(text: str | bytes) -> tuple[str, int, int]:
    data = text if isinstance(text, bytes) else text.encode()
    document = read(data, "case.yml")
    assert document.data is None
    one = document.problems[0]
    return one.rule, one.line, one.column


@pytest.mark.parametrize(
    "word",
    ["NO", "no", "yes", "on", "off", "True", "FALSE", "Null", "~", "0012345", "1e3", "1_000", "0x1F", "12:30:45",
     "2026-01-02", ".inf", "nan", "1.0", "-1", "=", "0b1", "0o7"],
)  # fmt: skip
def test_a_plain_word_stays_the_text_it_is(word: str) -> None:
    assert value(f"partner: {word}\n") == {"partner": word}


def test_norway_is_norway() -> None:
    assert value("country: NO\nother: [NO, US]\n") == {"country": "NO", "other": ["NO", "US"]}


def test_three_words_and_nothing_at_all_mean_something() -> None:
    assert value("a: true\nb: false\nc: null\nd:\n") == {"a": True, "b": False, "c": None, "d": None}


def test_a_quoted_word_is_text_whatever_it_says() -> None:
    assert value("a: 'true'\nb: \"null\"\nc: ''\nd: |\n  true\n") == {"a": "true", "b": "null", "c": "", "d": "true\n"}


def test_an_empty_file_says_nothing() -> None:
    assert value("") is None
    assert value("# only a comment\n") is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 1\nb: 2\na: 3\n", ("F02", 3, 1)),
        ("a:\n  b: 1\n  b: 2\n", ("F02", 3, 3)),
        ("a: &x 1\n", ("F02", 1, 4)),
        ("a: 1\nb: *x\n", ("F02", 2, 4)),
        ("a: !!str 1\n", ("F02", 1, 4)),
        ("a: !python/object:os.system x\n", ("F02", 1, 4)),
        ("<<: {a: 1}\n", ("F02", 1, 1)),
        ("&x a: 1\n", ("F02", 1, 1)),
        ("? [a, b]\n: 1\n", ("F02", 1, 3)),
        ("a: 1\n---\nb: 2\n", ("F02", 2, 1)),
        ("a: [1, 2\n", ("F01", 2, 1)),
        ("a: 'open\n", ("F01", 2, 1)),
        ("a:\n\t- b\n", ("F01", 2, 1)),
        ("a: b: c\n", ("F01", 1, 5)),
        ("a: x\u202ey\n", ("F03", 1, 5)),
        ("a: 1\nb: 'x\u200by'\n", ("F03", 2, 6)),
        ("\ufeff\ufeffa: 1\n", ("F03", 1, 1)),
        ("a: 1\n\ufeffb: 1\n", ("F03", 2, 1)),
        ("# harmless\rb: 1\n", ("F03", 1, 11)),
        ("a: 1\r\r\nb: 1\n", ("F03", 1, 5)),
        ("a: x\u00ady\n", ("F03", 1, 5)),
        ("a: \u3164\n", ("F03", 1, 4)),
        ("a: x\U000e0041y\n", ("F03", 1, 5)),
        ("a: x\ue000\n", ("F03", 1, 5)),
        ("a: x\u0378\n", ("F03", 1, 5)),
        ("a: x\u200dy\n", ("F03", 1, 5)),
        ("a: x\ufe0f\n", ("F03", 1, 5)),
        ("a: \u2764\ufe0f\n", ("F03", 1, 5)),
        ("a: x\ny: z\u2800\n", ("F03", 2, 5)),
        ("a: x\u115f\u1160\n", ("F03", 1, 5)),
        ("a: \u0915\u200dx\n", ("F03", 1, 5)),
        ("a: x\x07\n", ("F03", 1, 5)),
        ('a: "x\\u202ey"\n', ("F03", 1, 4)),
        ('a: 1\nb: "x\\0y"\n', ("F03", 2, 4)),
        ('a: ["\\x1b[31m"]\n', ("F03", 1, 5)),
        ('"a\\u200b": 1\n', ("F03", 1, 1)),
    ],
)
def test_what_could_mean_two_things_is_refused_where_it_stands(text: str, place: tuple[str, int, int]) -> None:
    assert problem(text) == place


def test_bytes_that_are_no_text_are_refused_where_they_stand() -> None:
    assert problem(b"a: 1\nb: caf\xe9\n") == ("F01", 2, 7)
    assert problem(b"\xff\xfea\x00") == ("F01", 1, 1)


def test_a_file_beyond_the_limit_is_not_read() -> None:
    assert problem(b"a: 1\n" + b"#" * MOST_BYTES) == ("F01", 1, 1)


@pytest.mark.parametrize("opens", ["[", "{a: ", "- ", "? ", "? - ", "{? ", "[? "])
@pytest.mark.parametrize("levels", [MOST_LEVELS + 1, 400, 20_000])
def test_nesting_without_end_is_a_problem_and_not_a_crash(opens: str, levels: int) -> None:
    document = read((opens * levels).encode(), "case.yml")
    assert document.data is None
    assert document.problems


def test_nesting_up_to_the_limit_is_read() -> None:
    assert value("[" * MOST_LEVELS + "]" * MOST_LEVELS)


def test_every_problem_of_a_file_is_told_at_once() -> None:
    document = read(b"a: 1\na: 2\nb: &x 1\nc: !t 2\n", "case.yml")
    assert [(one.line, one.rule) for one in document.problems] == [(2, "F02"), (3, "F02"), (4, "F02")]


@given(st.binary(max_size=300))
def test_any_bytes_give_a_document(data: bytes) -> None:
    assert isinstance(read(data, "x"), Document)
    assert positions(data)[()] == (1, 1)


@given(st.text(max_size=300))
def test_any_text_gives_data_or_problems_with_a_place(text: str) -> None:
    document = read(text.encode("utf-8", "surrogatepass"), "x")
    for one in document.problems:
        assert one.line >= 1
        assert one.column >= 1
        assert one.message
    assert document.data is None or document.problems == ()


@given(st.text(st.sampled_from("[]{}:,-?&*!|>'\"#%@` \nab~<="), max_size=60))
def test_any_heap_of_signs_gives_a_document(text: str) -> None:
    assert isinstance(read(text.encode(), "x"), Document)


@given(plain)
def test_what_a_plain_writer_writes_reads_back_the_same(content: Any) -> None:
    told = read(yaml.safe_dump(content).encode(), "x")
    assert told.problems == ()
    assert told.data == content


@given(plain)
def test_reading_twice_says_the_same(content: Any) -> None:
    written = yaml.safe_dump(content).encode()
    assert read(written, "x") == read(written, "x")


def test_the_place_of_an_entry_is_that_of_its_key_and_of_an_item_that_of_the_item() -> None:
    places = positions(b"# a comment\na: 1\nb:\n  c: [x, y]\n  d:\n    - e: 2\n")
    assert places[("a",)] == (2, 1)
    assert places[("b", "c")] == (4, 3)
    assert places[("b", "c", 1)] == (4, 10)
    assert places[("b", "d", 0)] == (6, 7)
    assert places[("b", "d", 0, "e")] == (6, 7)


def test_places_of_a_broken_file_reach_up_to_the_break() -> None:
    places = positions(b"a: 1\nb: [1\nc")
    assert places[("a",)] == (1, 1)
    assert places[()] == (1, 1)


def test_text_is_read_in_one_normal_form_and_positions_stay_those_of_the_file() -> None:
    decomposed, composed = "Ame\u0301lie", "Am\u00e9lie"
    text = f'{decomposed}: "{decomposed}"\nlist: [Ka\u0308te, Ka\\u0308te]\nafter: |\n  {decomposed}\n'
    assert value(text) == {composed: composed, "list": ["K\u00e4te", "Ka\\u0308te"], "after": f"{composed}\n"}
    assert positions(text.encode())[composed,] == (1, 1)
    assert positions(text.encode())["list", 1] == (2, 15)


def test_two_keys_that_differ_in_their_normal_form_alone_are_one_key_twice() -> None:
    assert problem("Am\u00e9lie: 1\nAme\u0301lie: 2\n") == ("F02", 2, 1)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("\ufeffa: 1\n", "1"),  # a byte order mark, as Notepad writes it
        ("a: \u0915\u094d\u200d\u0937\n", "\u0915\u094d\u200d\u0937"),  # Devanagari needs the joiner
        ("a: \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645\n", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("a: \u845b\U000e0100\u57ce\n", "\u845b\U000e0100\u57ce"),  # a variant of an ideograph in a Japanese name
        ("a: \u0605 1\n", "\u0605 1"),
        ("a: x\r\nb: y\r\n", "x"),
        ("a: x\u00a0y\n", "x\u00a0y"),
    ],
)
def test_a_character_that_a_script_needs_is_accepted(text: str, value: str) -> None:
    document = read(text.encode(), "case.yml")
    assert document.problems == ()
    assert document.data["a"] == value


def test_a_byte_order_mark_shifts_no_position() -> None:
    assert positions(b"\xef\xbb\xbfa: 1\nb: 2\n") == positions(b"a: 1\nb: 2\n")
    (problem,) = read(b"\xef\xbb\xbfa: \xff\n", "case.yml").problems
    assert (problem.line, problem.column) == (1, 4)


@pytest.mark.parametrize("text", ["\x07" * 5000, "\x07\n" * 5000, "a: 1\na: 1\n" * 2000])
def test_many_problems_are_counted_and_the_first_are_named(text: str) -> None:
    problems = read(text.encode(), "case.yml").problems
    assert len(problems) == MOST_PROBLEMS
    count = text.count("\x07") or text.count("a") - 1
    assert problems[-1].message.endswith(f"; and {count - MOST_PROBLEMS} more problems follow in this file")


def test_comments_are_found_and_values_are_not() -> None:
    text = "# first\na: 'x # no'  # second\nb:\n  - |  # third\n    text # not\n  # fourth\n  - \"#\"\n#"
    assert [(line, column, found) for line, column, found in comments(text.encode())] == [
        (1, 1, "# first"),
        (2, 14, "# second"),
        (4, 8, "# third"),
        (6, 3, "# fourth"),
        (8, 1, "#"),
    ]
    assert list(comments(b"a: 1\n")) == []
