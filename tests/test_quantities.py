"""Quantities: marked-up sentences in, figures with what they count out."""

from __future__ import annotations

import pytest

from corpus.extraction.quantities import QuantityFinder
from corpus.french.tokens import tokenize
from corpus.model import Document, Metadata, NoteCall, Quantity, Reference, Span, Structure
from corpus.rules import load_rules, parse_markup

FINDER = QuantityFinder(load_rules())


def find(text: str, **facts: object) -> tuple[Quantity, ...]:
    """The quantities of one text."""
    structure = facts.pop("structure", Structure(Metadata()))
    document = Document("essai", text)
    return FINDER.find(document, structure, tokenize(text), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("marked", "value", "unit", "counted"),
    [
        ("[Soixante-dix-sept Caf]{q} participent.", 77, None, "caf"),
        ("Un fonds de [37 millions d’euros]{q} est créé.", 37_000_000, "euro", None),
        ("soit [6,9  millions\nd'euros]{q} de plus", 6_900_000, "euro", None),
        ("une subvention de [38 000 €]{q}", 38_000, "euro", None),
        ("dans la limite de [10 déplacements par personne]{q}", 10, None, "déplacements"),
        ("[62 %]{q} des bénévoles", 62, "pour cent", None),
        ("[douze heures par an]{q} de supervision", 12, "heure", None),
        ("[1 200 ETP]{q} sont financés", 1200, "équivalent temps plein", None),
        ("un budget de [3 M€]{q}", 3_000_000, "euro", None),
    ],
)
def test_a_figure_is_found_with_what_it_counts(
    marked: str, value: float, unit: str | None, counted: str | None
) -> None:
    example = parse_markup(marked)
    (found,) = find(example.text)
    (expected,) = example.spans
    assert (found.start, found.end) == (expected.start, expected.end)
    assert found.text == example.text[found.start : found.end]
    assert (found.value, found.unit, found.counted) == (value, unit, counted)


def test_a_range_keeps_both_ends() -> None:
    (found,) = find("Les crédits passent de 15 à 24 millions d'euros.")
    assert (found.value, found.value_to, found.unit) == (15_000_000, 24_000_000, "euro")


@pytest.mark.parametrize(
    "text",
    [
        "L'article 3 est abrogé.",
        "Le 31 décembre 2012, le comité se réunit.",
        "La circulaire n° 2012-093 demeure.",
        "En 2009 les Caf ont financé ce service.",
        "La séance est ouverte à dix heures.",
        "un diplôme de niveau 6",
        "Tél : 01 45 65 54 70\nCéline Barbosa",
        "une commission est créée",
    ],
)
def test_a_number_that_names_or_dates_is_no_quantity(text: str) -> None:
    assert find(text) == ()


def test_a_number_inside_a_citation_is_no_quantity() -> None:
    text = "la loi du 5 mars 2007 relative à la prévention"
    cited = Reference(3, 21, text[3:21], "r", "loi")
    assert find(text, references=(cited,)) == ()


def test_a_footnote_call_is_no_quantity() -> None:
    text = "des dispositifs 5 relevant du ministère\n5  Maisons des adolescents"
    call = NoteCall("5", Span(16, 17), Span(40, 66))
    assert find(text, structure=Structure(Metadata(), calls=(call,))) == ()
