"""Facts on a text become HTML that always nests and never takes the text for markup."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.browse import typography
from corpus.browse.markup import Mark, render

TEXT = "La Caf de l'Oise & <b>ses</b> relais"


def marks(*spans: tuple[int, int, str]) -> list[Mark]:
    return [Mark(start, end, css) for start, end, css in spans]


def test_text_is_escaped_before_anything_is_added() -> None:
    assert render("a < b & c", []) == "a &lt; b &amp; c"
    assert render(TEXT, marks((19, 22, "x"))).startswith("La Caf de l&#39;Oise &amp; <span")
    assert "<b>" not in render(TEXT, marks((16, 28, "x")))


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(0, 2, "x")], '<span class="x">ab</span>cdef'),
        # One inside the other.
        ([(0, 4, "x"), (1, 2, "y")], '<span class="x">a<span class="y">b</span>cd</span>ef'),
        # Crossing: the second is closed and opened again.
        (
            [(0, 3, "x"), (1, 5, "y")],
            '<span class="x">a<span class="y">bc</span></span><span class="y">de</span>f',
        ),
        # The same words twice: by rank.
        ([(0, 2, "x"), (0, 2, "y")], '<span class="x"><span class="y">ab</span></span>cdef'),
        # Empty and outside: nothing.
        ([(2, 2, "x"), (9, 12, "y")], "abcdef"),
    ],
)
def test_overlapping_marks_nest(spans: list[tuple[int, int, str]], expected: str) -> None:
    assert render("abcdef", marks(*spans)) == expected


def test_a_piece_of_text_has_the_link_of_its_innermost_fact() -> None:
    html = render("abcd", [Mark(0, 4, "x", href="/a"), Mark(1, 2, "y", href="/b?c=1&d=2")])
    assert html == (
        '<span class="x"><a href="/a" data-carte>a</a>'
        '<span class="y"><a href="/b?c=1&amp;d=2" data-carte>b</a></span>'
        '<a href="/a" data-carte>cd</a></span>'
    )


def test_a_chip_says_in_words_what_a_colour_says() -> None:
    html = render("doit agir", [Mark(0, 4, "e", chip="Obl", chip_href="/x", describe="obligation")])
    assert html.startswith('<a class="puce e" href="/x" data-carte>Obl<span class="lecteur">')
    assert "(obligation)" in html


def test_a_mark_is_cut_at_the_edges_of_the_piece_shown() -> None:
    html = render("abcdef", [Mark(0, 6, "x", chip="Obl")], start=2, end=4)
    assert html == '<span class="x">cd</span>'


@settings(deadline=None)
@given(
    st.text("ab<&\"' \n", max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=12),
)
def test_whatever_the_marks_the_words_stay_and_the_tags_balance(
    text: str, spans: list[tuple[int, int]]
) -> None:
    made = [Mark(min(s), max(s), f"c{n}", href=f"/{n}") for n, s in enumerate(spans)]
    html = str(render(text, made))
    assert unescape(re.sub("<[^>]*>", "", html)) == text
    opened: list[str] = []
    for closing, name in re.findall(r"<(/?)(\w+)", html):
        if closing:
            assert opened.pop() == name
        else:
            assert name != "a" or "a" not in opened
            opened.append(name)
    assert opened == []


# ---------------------------------------------------------------- French typography


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (typography.number(1234567), "1\u202f234\u202f567"),
        (typography.number(3.5), "3,5"),
        (typography.number(None), ""),
        (typography.plural(0, "passage cité"), "0\u00a0passage cité"),
        (typography.plural(1, "passage cité"), "1\u00a0passage cité"),
        (typography.plural(2, "passage cité"), "2\u00a0passages cités"),
        (typography.plural(3, "avis"), "3\u00a0avis"),
        (typography.day("2012-05-01"), "1er\u00a0mai\u00a02012"),
        (typography.day("2012-05"), "mai\u00a02012"),
        (typography.day("2012-19-45"), "2012-19-45"),
        (typography.day(None), ""),
        (typography.period("P5W"), "5\u00a0semaines"),
        (typography.period("P1M"), "1\u00a0mois"),
        (typography.period("R/P1Y"), "tous les ans"),
        (typography.period("R/P6M"), "tous les 6\u00a0mois"),
        (typography.period("R/P1W"), "toutes les semaines"),
        (typography.period("P0D"), "sans délai"),
        (typography.period("--01-31"), "31\u00a0janvier"),
        (typography.period("R/--04-01"), "chaque année, 1er\u00a0avril"),
        (typography.label("[00:00:15] Question :"), "Question"),
        (typography.label("M. Roy, rapporteur. –"), "M. Roy, rapporteur"),
        (typography.article("L214-1-2"), "L.\u00a0214-1-2"),
        (typography.article("R*133-14"), "R.*\u00a0133-14"),
        (typography.article("3"), "3"),
        (typography.period("2012-12-31"), "31\u00a0décembre\u00a02012"),
        (typography.shorten("un deux trois quatre", 12), "un deux…"),
    ],
)
def test_figures_dates_and_periods(made: str, expected: str) -> None:
    assert made == expected
