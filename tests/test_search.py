"""French search that is right: forms, accents, elisions, ligatures, identifiers, operators."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.store.concordance import concordance
from corpus.store.filters import Filters
from corpus.store.search import Search
from passages import store_of

# Each passage is named by its first word, which no query uses.
PASSAGES = {
    "p01": "L'obligation d'informer les parents pèse sur le préfet.",
    "p02": "Les obligations du service sont fixées par décret.",
    "p03": "Le bilan est transmis à la direction avant le 31 décembre.",
    "p04": "Ils transmettent les résultats de l’enquête.",
    "p05": "Le délai de réponse est de deux mois.",
    "p06": "Le délit est puni d'une amende.",
    "p07": "La somme due est versée ; le solde reste dû.",
    "p08": "Le président du conseil signe.",
    "p09": "La mise en œuvre de la charte est suivie.",
    "p10": "Le maître d'oeuvre remet son rapport.",
    "p11": "Vu l'article L. 214-1-2 du code de l'action sociale et des familles ;",
    "p12": "Vu l'article L214-1-2 du CASF et la lettre circulaire n° 2012-093 ;",
    "p13": "Le marché est attribué à l'entreprise.",
    "p14": "La marche à suivre est affichée.",
    "p15": "ARRÊTÉ PORTANT CHARTE NATIONALE",
    "p16": "ARRETE DU 9 MARS 2022",
    "p17": "Il arrête la liste des membres.",
    "p18": "L'Etat contrôle les services ; l'état des lieux est joint.",
    "p19": "Les contrôles sont annuels, le contrôleur est désigné.",
    "p20": "Les réseaux locaux et le réseau départemental coopèrent.",
    "p21": "La médiatrice familiale et les médiateurs se concertent.",
    "p22": "Les sous-traitants sont agréés ; le sous-traitant répond.",
    "p23": "Le relais accueille les familles, puis organise une formation.",
    "p24": "La compétence du juge et les personnes compétentes.",
    "p25": "Ils doivent répondre ; chacun doit signer.",
    "p26": "Entre l'entrée et la sortie, on entre par la cour, au cours de la journée.",
    "p27": "Les entreprises ont entrepris des travaux ; le travail continue.",
}


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("recherche") / "corpus.db"
    passages = [f"{name} {text}" for name, text in PASSAGES.items()]
    store = store_of(path, {"textes": passages}, kind="circulaire", date="2012-05-23")
    with store.session() as opened:
        yield opened


def found(connection: sqlite3.Connection, query: str, **options: bool) -> list[str]:
    results = Search(connection, **options).run(query, size=100)
    return sorted(hit.text[:3] for hit in results.hits)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # The forms of a word, and nothing that only looks like it.
        ("obligation", ["p01", "p02"]),
        ("obligations", ["p01", "p02"]),
        ("l'obligation", ["p01", "p02"]),
        ("l’obligation", ["p01", "p02"]),
        ("OBLIGATION", ["p01", "p02"]),
        ("transmettre", ["p03", "p04"]),
        ("transmis", ["p03", "p04"]),
        ("transmettra", ["p03", "p04"]),
        ("délai", ["p05"]),
        ("delai", ["p05"]),
        ("délit", ["p06"]),
        ("compétence", ["p24"]),
        ("réseau", ["p20"]),
        ("local", ["p20"]),
        ("médiateur", ["p21"]),
        ("travail", ["p27"]),
        # The noun is not the verb that looks like it; the verb finds the noun.
        ("entreprise", ["p13", "p27"]),
        ("entrée", ["p26"]),
        ("contrôles", ["p18", "p19"]),
        ("contrôler", ["p18", "p19"]),
        # Accents decide where they make another word.
        ("dû", ["p07", "p25"]),
        ("devoir", ["p07", "p25"]),
        ("du", ["p02", "p08", "p11", "p12", "p16", "p24"]),
        ("marché", ["p13"]),
        ("marche", ["p14"]),
        ("arrêté", ["p15", "p16"]),
        ("état", ["p18"]),
        ("etat", ["p18"]),
        # Ligatures and apostrophes.
        ("oeuvre", ["p09", "p10"]),
        ("œuvre", ["p09", "p10"]),
        ("« mise en oeuvre »", ["p09"]),
        ("« l'enquête »", ["p04"]),
        # Identifiers are phrases.
        ("L. 214-1-2", ["p11", "p12"]),
        ("L214-1-2", ["p11", "p12"]),
        ("2012-093", ["p12"]),
        ("n° 2012-093", ["p12"]),
        ("214-2", []),
        # Phrases, compounds, beginnings.
        ('"mise en œuvre de la charte"', ["p09"]),
        ('"charte de la"', []),
        ("sous-traitant", ["p22"]),
        ("compét*", ["p24"]),
        # Operators.
        ("charte ET nationale", ["p15"]),
        ("délai OU délit", ["p05", "p06"]),
        ("service SAUF obligations", ["p18"]),
        ("service -obligations", ["p18"]),
        ("relais PRES formation", ["p23"]),
        ("relais PRES/2 formation", []),
        ("formation PRES familles", ["p23"]),
        ("(délai OU délit) puni", ["p06"]),
        # Small words do not count, unless they are alone or quoted.
        ("les obligations de la", ["p01", "p02"]),
        ('"du conseil"', ["p08"]),
        ('"dû"', ["p07"]),
        # Cour and cours, entre and entrer, délai and délit stay apart.
        ("cour", ["p26"]),
        ("personne", ["p24"]),
    ],
)
def test_finds(connection: sqlite3.Connection, query: str, expected: list[str]) -> None:
    assert found(connection, query) == expected


def test_widening_can_be_switched_off(connection: sqlite3.Connection) -> None:
    assert found(connection, "obligations", widen=False) == ["p02"]
    assert found(connection, "transmettre", widen=False) == []
    assert found(connection, "oeuvre", widen=False) == ["p09", "p10"]


def test_says_what_was_looked_for(connection: sqlite3.Connection) -> None:
    meanings = {one.typed: one for one in Search(connection).plan("le transmis").meanings}
    assert meanings["le"].stop
    assert [form.text for form in meanings["transmis"].forms] == ["transmettent", "transmis"]
    assert meanings["transmis"].lemmas == ("transmettre",)


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("obligation", ["obligations"]),
        ("service PRES fixer", ["service", "fixées"]),
        ('"par décret"', ["par décret"]),
        ("obligation SAUF délai", ["obligations"]),
    ],
)
def test_marks_the_original_words(
    connection: sqlite3.Connection, query: str, marked: list[str]
) -> None:
    hits = Search(connection).run(query).hits
    hit = next(one for one in hits if one.text.startswith("p02"))
    assert [hit.text[mark.start : mark.end] for mark in hit.marks] == marked


def test_marks_accents_that_decide(connection: sqlite3.Connection) -> None:
    [hit] = Search(connection).run('"dû"').hits
    assert [hit.text[mark.start : mark.end] for mark in hit.marks] == ["dû"]


@pytest.mark.parametrize(
    "query",
    ["'", '"', "a:b -c *", "NEAR(", "text : x", "(((", "ET", "* *", "é" * 5000, "\0", "-", "{a}:b"],
)
def test_no_query_fails(connection: sqlite3.Connection, query: str) -> None:
    results = Search(connection).run(query)
    assert results.total >= 0
    assert results.searched == 1


def test_nothing_found_is_told(connection: sqlite3.Connection) -> None:
    results = Search(connection).run("obligatoin")
    assert (results.total, results.searched) == (0, 1)
    assert results.suggestions == {}  # a word must be there twice to be proposed


def test_page_beyond_the_last_is_the_last(connection: sqlite3.Connection) -> None:
    results = Search(connection).run("obligation", page=99, size=1)
    assert (results.page, results.pages, len(results.hits)) == (2, 2, 1)


def test_concordance_sorts_by_context(connection: sqlite3.Connection) -> None:
    search = Search(connection)
    right = concordance(search, connection, "obligation", sort="droite").lines
    assert [(line.word, line.right.split()[0]) for line in right] == [
        ("obligation", "d'informer"),
        ("obligations", "du"),
    ]
    left = concordance(search, connection, "obligation", sort="gauche").lines
    assert [line.left.split()[-1] for line in left] == ["L'", "Les"]
    line = right[0]
    assert line.row["text"][line.start : line.end] == "obligation"


# ---------------------------------------------------------------- filters


def test_filters_count_and_narrow(database: sqlite3.Connection) -> None:
    search = Search(database)
    everything = search.run("relais OU charte OU parents")
    kinds = {one.value: one.count for one in everything.facets["kind"]}
    assert set(kinds) == {"lettre circulaire", "arrêté", "audition"}
    narrowed = search.run("relais OU charte OU parents", filters=Filters({"kind": ("arrêté",)}))
    assert narrowed.total == kinds["arrêté"]
    assert {hit.row["document_kind"] for hit in narrowed.hits} == {"arrêté"}
    # A filter does not narrow its own counts, so that another value can be chosen.
    assert {one.value: one.count for one in narrowed.facets["kind"]} == kinds
    assert [one.value for one in narrowed.facets["kind"] if one.selected] == ["arrêté"]
    assert narrowed.searched == 1


def test_every_facet_value_leads_to_as_many_hits(database: sqlite3.Connection) -> None:
    search = Search(database)
    query = "relais OU charte OU parents OU pratiques OU bilan"
    counts = search.run(query).facets
    assert {"body", "service", "competency", "modality", "category", "departement"} <= {
        name for name, values in counts.items() if values
    }
    for name, values in counts.items():
        for value in values:
            chosen = search.run(query, filters=Filters({name: (value.value,)}))
            assert chosen.total == value.count, (name, value)


def test_dates_bound_both_ways(database: sqlite3.Connection) -> None:
    search = Search(database)
    found_ = search.run("parents", filters=Filters(date_from="2022-01-01", date_to="2022-12-31"))
    assert {hit.row["date"] for hit in found_.hits} == {"2022-03-09"}
    assert search.run("parents", filters=Filters(date_from="2030")).searched == 0


def test_orders(database: sqlite3.Connection) -> None:
    search = Search(database)
    dates = [hit.row["date"] for hit in search.run("parents", order="recent").hits]
    assert dates == sorted(dates, reverse=True)
    dates = [hit.row["date"] for hit in search.run("parents", order="ancien").hits]
    assert dates == sorted(dates)
    ids = [hit.row["passage_id"] for hit in search.run("parents", order="texte").hits]
    assert ids == sorted(ids)


def test_a_suggestion_for_a_slip(tmp_path: Path) -> None:
    store = store_of(tmp_path / "corpus.db", {"a": ["une obligation", "deux obligation"]})
    with store.session() as opened:
        assert Search(opened).run("obligatoin").suggestions == {"obligatoin": "obligation"}
