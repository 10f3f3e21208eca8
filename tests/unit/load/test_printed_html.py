"""Foreign HTML as it is printed: nothing foreign in its markup, no word lost, hidden words marked, bounded work."""

import re
import time

import pytest

from casebound.load.inspect.html import colors
from casebound.load.inspect.html.page import PrintedHtml, printed_html
from casebound.load.inspect.html.printing import HIDDEN_MARK

_MARKUP = re.compile(
    r"(?:[^<>&]|&(?:amp|lt|gt|quot|#x27);|<br>|</?(?:div|span|b|i|u|s|sub|sup|code|small|ul|ol|li|table|tr|td|th)"
    r'(?: colspan="\d+")?(?: rowspan="\d+")?(?: class="[a-z0-9 ]+")?(?: style="[^"<>]*")?>'
    r'|<col style="width:[0-9.]+%">|<img src="picture:\d+"(?: style="[a-z0-9.:;]+")?>)*'
)


def page(source: str) -> PrintedHtml:
    found = printed_html(source, lambda address: 0 if address == "cid:known" else None)
    assert _MARKUP.fullmatch(found.markup), found.markup
    return found


def test_a_table_stays_a_table_and_struck_words_stay_struck() -> None:
    markup = page("<table border=1><tr><td>a<td><s>old</s> new<tr><td colspan=2>sum</table>").markup
    assert re.sub(r' style="width:[0-9.]+%"|<col[^>]*>', "", markup) == (
        '<table class="grid"><tr><td>a</td><td><s>old</s> new</td></tr><tr><td colspan="2">sum</td></tr></table>'
    )
    assert "text-decoration:line-through" in page("<span style='text-decoration: line-through'>x</span>").markup


def test_a_table_that_only_places_things_becomes_blocks() -> None:
    markup = page("<table><tr><td>&nbsp;</td><td><p>Words</td></tr><tr><td></td><td>more</td></tr></table>").markup
    assert "<table" not in markup
    assert page("<table><tr><td>a<td>b</table>").markup.startswith('<table class="plain"')


def test_the_address_of_a_link_is_shown_where_its_words_differ() -> None:
    assert page("<a href='https://bad.example/x'>https://good.example</a>").text.endswith("[https://bad.example/x]")
    assert page("<a href='https://good.example/'>good.example</a>").text == "good.example"
    assert page("<a href='mailto:a@example.org'>a@example.org</a>").text == "a@example.org"


@pytest.mark.parametrize(
    "source",
    [
        "<div style='display:none'>SECRET</div>",
        "<style>.h{display:none}</style><p class='a h'>SECRET",
        "<style>div > p.h, td .x {visibility: hidden}</style><div><p class=h>SECRET</div>",
        "<style>@media screen { #a {display:none !important} }</style><p id=a style='display:block'>SECRET",
        "<p style='color:#fff'>SECRET",
        "<p style='color:rgba(0,0,0,0)'>SECRET",
        "<font color=white>SECRET</font>",
        "<body bgcolor=black><p style='color:black'>SECRET",
        "<table bgcolor='#004080'><tr><td style='color:rgb(0,64,129)'>SECRET</table>",
        "<p style='font-size:0'>SECRET",
        "<p style='font-size:1px;line-height:1px'>SECRET",
        "<p style='font:0/0 a'>SECRET",
        "<font style='font-size:.01em'>SECRET</font>",
        "<p style='opacity:0.01'>SECRET",
        "<body text=white><p>SECRET",
        "<p style='font-size:3px'>SECRET",
        "<p style='position:absolute;left:-5000px'>SECRET",
        "<p style='text-indent:-9999px'>SECRET",
        "<p style='margin-left:-999em'>SECRET",
        "<p style='max-height:0;overflow:hidden'>SECRET",
        "<p style='width:0px;overflow-x:hidden'>SECRET",
        "<p style='transform:translate(-9999px, 0)'>SECRET",
        "<p style='transform: scale(0)'>SECRET",
        "<p style='clip:rect(0 0 0 0);position:absolute'>SECRET",
        "<p hidden>SECRET",
        "<template><p>SECRET</template>",
        "<table><tr style='display:none'><td>SECRET</table>",
        "<table border=1><tr><td>a</td><td style='display:none'>SECRET</td></tr></table>",
        "<ul style='visibility:hidden'><li>SECRET</ul>",
    ],
)
def test_hidden_words_are_shown_and_marked(source: str) -> None:
    found = page(f"<p>Seen</p>{source}")
    assert re.search(rf"{HIDDEN_MARK} SECRET", found.text), found.markup
    assert "hidden text" in found.active_content


@pytest.mark.parametrize(
    "source",
    [
        "<td style='font-size:0'><p style='font-size:14px'>Words",
        "<p style='visibility:hidden'><b style='visibility:visible'>Words</b>",
        "<style>@media (max-width:600px) {.a{display:none}} @media print {.a{display:none}}</style><p class=a>Words",
        "<style>@media (prefers-color-scheme:dark){.a{color:#fff}}</style><p class=a>Words",
        "<style>.a .b{display:none} b > .a{display:none}</style><p class=a>Words",
        "<div style='background:#c00'><p style='color:white'>Words",
        "<div style='background:url(https://x.example/a.png)'><p style='color:white'>Words",
        "<p style='color:#fffffz'>Words",
        "<p style='opacity:.5;height:0'>Words",
        "<p style='color:#999'>Words",
    ],
)
def test_words_that_are_seen_are_not_marked(source: str) -> None:
    found = page(source)
    assert "hidden text" not in found.active_content
    assert found.text == "Words"


def test_words_that_would_be_pale_on_paper_are_printed_dark() -> None:
    markup = page("<div style='background-image:url(//x.example/a)'><p style='color:#ffffff'>Words").markup
    assert "#ffffff" not in markup
    assert "color:#ffffff" in page("<p style='background:#000080;color:#ffffff'>Words").markup


def test_scripts_forms_and_remote_content_are_reported_and_left_out() -> None:
    found = page(
        "<script>alert(1)</script><p onclick=x()>a<form><input value=typed><select><option>one<option>two</select>"
        "<button>Send</button></form><img src='https://t.example/p.gif' alt='Chart'>"
        "<iframe src='//f.example/'>no</iframe><div style='background:url(https://b.example/x)'></div>"
        "<link rel=stylesheet href='https://s.example/a.css'>"
    )
    assert {"a script in its HTML", "a form in its HTML"} <= set(found.active_content)
    assert "alert" not in found.text
    for words in ("typed", "one | two", "Send", "Chart", "a page inside the page"):
        assert words in found.text
    for address in ("https://t.example/p.gif", "//f.example/", "https://b.example/x", "https://s.example/a.css"):
        assert any(address in what for what in found.left_out), address


@pytest.mark.parametrize("address", ["javascript:alert(1)", "vbscript:x", "JaVaScRiPt:x"])
def test_the_address_of_a_script_is_reported(address: str) -> None:
    assert page(f'<a href="{address}">Words</a>').active_content == ("a script in its HTML",)


def test_a_picture_inside_the_mail_is_shown_and_another_is_named() -> None:
    found = page("<img src='cid:known' width=4000 height=10><img src='cid:lost' alt='Stamp'>")
    assert found.pictures == (0,)
    assert '<img src="picture:0" style="width:480pt">' in found.markup
    assert "[Picture not in the file: Stamp]" in found.text
    assert found.left_out == ("a picture that is not in the file: cid:lost",)


def test_words_in_odd_elements_are_kept() -> None:
    source = (
        "<noscript>n1</noscript><noframes>n2</noframes><xmp>n3</xmp><svg><desc>n4 </desc><text>n5 </text></svg>"
        "<marquee>n6</marquee> <o:p>n7</o:p><details><summary>n8</summary>n9</details><ruby>n10<rt>n11</rt></ruby>"
        "<textarea>n12</textarea><object>n13</object><video>n14</video> <custom-tag>n15</custom-tag><q>n16</q>"
        "<dl><dt>n17<dd>n18</dl><fieldset><legend>n19</legend></fieldset><math><mi>n20</mi></math><center>n21</center>"
        "<table><caption>n22</caption>n23<tr><th>n24</table><map>n25</map><plaintext>n26</b>"
    )
    text = page(source).text
    assert [n for n in range(1, 27) if not re.search(rf"n{n}\b", text)] == []


@pytest.mark.parametrize(
    "style",
    [
        "position:fixed;top:0", "width:9999px", "margin:-5px -5px", "page-break-before:always", "float:left",
        "height:99999px", "columns:9", "content:'x'", "color:expression(1)", "font-family:'</style>'",
        "background:red;}", "color:red;;;:;a:b:c", "list-style-type:url(x)", "text-align:-moz-center",
        "vertical-align:9999px", 'font-family:"a\\22 b"', "color:\\72 ed", "font-size:999999999999999999px",
        "font-size:-3px", "border:9999px solid", "white-space:nowrap", "display:grid", "-weasy-x:1", "string-set:a b",
        "bookmark-level:1", "page:landscape", "running:above", "position:running(above)", "counter-reset:page 9",
        "transform:rotate(90deg)", "color:#12",
    ],
)  # fmt: skip
def test_no_foreign_style_reaches_the_page(style: str) -> None:
    markup = page(f'<div style="{style.replace(chr(34), "&quot;")}">Words</div>').markup
    allowed = "color|background-color|font-size|font-weight|font-style|text-align|text-decoration|font-family"
    for found in re.findall(r'style="([^"]*)"', markup):
        assert re.fullmatch(rf"(?:(?:{allowed}):[#a-zA-Z0-9.,; &-]+)+", found), found


def test_a_color_is_read_as_browsers_read_it() -> None:
    for text in ("#FF0000", "#f00", "red", "rgb(255,0,0)", "rgb(100% 0% 0%)", "hsl(0, 100%, 50%)", "rgba(255,0,0,1)"):
        assert colors.parsed(text) == ((255, 0, 0), 1.0), text
    assert colors.parsed("transparent") == (colors.WHITE, 0.0)
    assert colors.parsed("none") is None
    assert round(colors.contrast((0, 0, 0), (255, 255, 255))) == 21


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 10_000 + "Words",
        "<div>" * 200_000 + "Words",
        "<table><tr><td>" * 3000 + "Words",
        "<b><p>" * 8000 + "Words",
        "<!--" * 200_000 + "-->Words",
        "<a " * 300_000 + ">Words",
        "&" * 1_000_000 + "Words",
        "<p " + "a=b " * 300_000 + ">Words",
        "<p style='" + "color:red;" * 100_000 + "'>Words",
        "<style>" + ".a .b .c .d{color:red}" * 3_000 + "</style>" + "<i class='a b c d'>" * 1000 + "Words",
        "<style>" + "{" * 300_000 + "</style>Words",
        "<style>" + "@media screen{" * 30_000 + "</style>Words",
        "<style>" + "/*" * 200_000 + "</style>Words",
        "<td rowspan=99999 colspan=99999>" * 3000 + "Words",
        "<table>" + "<tr><td rowspan=900 colspan=900>x" * 3000 + "</table>Words",
        "<span>x</span> " * 700_000 + "Words",
        "<p>" + "x" * 10_000_000 + " Words",
        "<svg>" * 30_000 + "Words",
        "<select><option>" * 20_000 + "</select>Words",
    ],
    ids=range(19),
)
def test_hostile_html_takes_bounded_time(source: str) -> None:
    start = time.process_time()
    found = printed_html(source, lambda _: None)
    assert time.process_time() - start < 6
    assert "Words" in found.text or "<a " in source
    assert len(found.markup) < 20 * len(source) + 1000


def test_html_too_large_to_be_laid_out_is_printed_as_lines_and_said_so() -> None:
    found = page("<p>Line</p>" * 20_000 + "<!-- x --><script>y</script><style>z</style>")
    assert found.text.split() == ["Line"] * 20_000
    assert "too large" in found.notes[0]
    assert found.left_out == ("the layout of the HTML",)
