"""Large tables in aligned columns, and the widths of the columns of small ones."""

from tests.support.documents import print_assets

from casebound.load.inspect.office.office_model import Block, Run, TableCell
from casebound.render.exhibits.draw.aligned_tables import aligned_lines, cells_in, column_widths
from casebound.render.exhibits.draw.printable import COLUMNS, Printable


def cell(text: str, **options: object) -> TableCell:
    return TableCell((Block((Run(text),)),), **options)  # type: ignore[arg-type]


def lines(*rows: list[TableCell]) -> tuple[str, ...]:
    return aligned_lines(rows, Printable(print_assets()))


def test_cells_stand_below_each_other_and_numbers_at_the_right() -> None:
    found = lines(
        [cell("Name"), cell("Pay")], [cell("Ann"), cell("5", number=True)], [cell("Bo"), cell("1,250", number=True)]
    )
    assert found == ("Name Pay", "Ann      5", "Bo   1,250")


def test_a_long_cell_goes_on_below_and_no_word_is_lost() -> None:
    words = [f"word{number}" for number in range(40)]
    found = lines([cell(" ".join(words)), cell("x")], [cell("short"), cell("y")])
    assert [word for line in found for word in line.split() if word.startswith("word")] == words
    assert found[0].endswith(" x")
    assert max(map(len, found)) <= COLUMNS


def test_a_table_with_more_columns_than_fit_is_wrapped_and_keeps_every_cell() -> None:
    found = lines([cell(f"c{number}") for number in range(80)])
    assert "".join(found).replace(" ", "").split("|") == [f"c{number}" for number in range(80)]


def test_columns_are_as_wide_as_their_content_and_fit_on_the_page() -> None:
    narrow, wide = column_widths([[cell("a"), cell("some words")]], small=False)
    assert narrow < wide < 100
    many = column_widths([[cell("long words " * 9)] * 30], small=True)
    assert len(many) == 30
    assert 470 < sum(many) < 481


def test_cells_that_reach_down_push_the_cells_of_the_next_row_aside() -> None:
    rows = [[cell("a", rows=2), cell("b")], [cell("a long cell in the second column")], [cell("c"), cell("d")]]
    first, second = column_widths(rows, small=False)
    assert first < 30 < second
    assert column_widths([[cell("wide", columns=3)]], small=False) == (23.6,) * 3


def test_the_cells_of_inner_tables_count() -> None:
    inner = Block(rows=((cell("a"), cell("b")),))
    assert cells_in(Block(rows=((TableCell((inner,)), cell("c")),))) == 4
