"""What was typed is understood: words, phrases, identifiers, operators, and nothing ever raises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.store.query import All, Any, Near, Phrase, Without, Word, parse

A, B, C = Word("a"), Word("b"), Word("c")


def identifier(*words: str) -> Phrase:
    return Phrase(words, quoted=False, identifier=True)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("obligation", Word("obligation")),
        ("l'obligation", Word("obligation")),
        ("l’obligation", Word("obligation")),
        ("qu'informer", Word("informer")),
        ("devoir informer", All((Word("devoir"), Word("informer")))),
        ("« mise en œuvre »", Phrase(("mise", "en", "œuvre"))),
        ('"mise en œuvre"', Phrase(("mise", "en", "œuvre"))),
        ("“mise en œuvre”", Phrase(("mise", "en", "œuvre"))),
        ('"sans fin', Phrase(("sans", "fin"))),
        ("sous-traitants", Phrase(("sous", "traitants"), quoted=False)),
        ("aujourd'hui", Phrase(("aujourd", "hui"), quoted=False)),
        ("parental*", Word("parental", prefix=True)),
        ("L. 214-1-2", identifier("L", "214", "1", "2")),
        ("R*421-1", identifier("R", "421", "1")),
        ("2012-093", identifier("2012", "093")),
        ("n° 2012-093", identifier("2012", "093")),
        ("DGCS/SD2C/2012/63", identifier("DGCS", "SD2C", "2012", "63")),
        ("SD2C", Word("SD2C")),
        ("a ET b", All((A, B))),
        ("a AND b", All((A, B))),
        ("a OU b c", Any((A, All((B, C))))),
        ("(a OU b) c", All((Any((A, B)), C))),
        ("a SAUF b", Without(A, B)),
        ("a -b", Without(A, B)),
        ("a SAUF b SAUF c", Without(A, Any((B, C)))),
        ("-b a", Without(A, B)),
        ("a PRES b", Near((A, B), 10)),
        ("a PRÈS/5 b", Near((A, B), 5)),
        ("a PRES (b OU c)", Near((A, Any((B, C))), 10)),
        ("et ou sauf", All((Word("et"), Word("ou"), Word("sauf")))),
        ("OUVERTURE ETAT", All((Word("OUVERTURE"), Word("ETAT")))),
    ],
)
def test_understood(typed: str, understood: object) -> None:
    query = parse(typed)
    assert query.node == understood
    assert query.notes == ()


@pytest.mark.parametrize(
    ("typed", "node", "note"),
    [
        ("SAUF b", None, "SAUF"),
        ("a OU", A, "OU"),
        ("a PRES", A, "PRES"),
        ("(a", A, "parenthèse"),
        ("a) b", All((A, B)), "parenthèse"),
        ("(a ET b) PRES c", All((All((A, B)), C)), "PRES"),
        ("a" * 2000, Word("a" * 1000), "1000 caractères"),
        ("(" * 100 + "a", A, "parenthèses"),
    ],
)
def test_left_out_and_said(typed: str, node: object, note: str) -> None:
    query = parse(typed)
    assert note in " ".join(query.notes)
    if node is not A or "(" not in typed:
        assert query.node == node


@pytest.mark.parametrize("typed", ["", "   ", "'", "°", "* - :", "()", "« »", "\0", "ET OU SAUF"])
def test_nothing_to_look_for(typed: str) -> None:
    assert parse(typed).node is None


@given(st.text(alphabet="ab('\"«»)*-:/ °L2ETOUSAFPRÈéœ’", max_size=60))
def test_anything_is_understood_somehow(typed: str) -> None:
    assert parse(typed).text == typed


def test_many_words_are_cut() -> None:
    query = parse("mot " * 60)
    assert isinstance(query.node, All)
    assert len(query.node.items) == 40
    assert "40 premiers" in query.notes[0]
