"""Citations tied to texts: one record however they are written, sections reached, reasons given."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.linking.model import Citation, Source, TextCited
from corpus.linking.texts import resolve
from corpus.linking.texts_addresses import eli_of
from corpus.linking.texts_identity import name_key, number_key
from corpus.linking.texts_targets import expand
from corpus.model import Document, Extraction, Metadata, Problem, Reference, Section, Structure
from hard_citations import finder

SHARED = Path(__file__).parents[2] / "shared"
Result = tuple[tuple[TextCited, ...], tuple[Citation, ...], tuple[Problem, ...]]


def source(
    key: str, text: str, *, sections: tuple[Section, ...] = (), **metadata: str | None
) -> Source:
    document = Document(key, text, path=key)
    structure = Structure(Metadata(**metadata), sections=sections)  # type: ignore[arg-type]
    references = finder().find(document, structure)
    return Source(key, Extraction(document, structure, "essai", references=references))


def linked(*texts: str) -> Result:
    return resolve([source(f"{number}.txt", text) for number, text in enumerate(texts)])


def keys_of(result: Result) -> list[str | None]:
    return [citation.text for citation in result[1]]


def test_one_law_however_it_is_cited() -> None:
    result = linked(
        "La loi n° 2007-293 du 5 mars 2007 réformant la protection de l'enfance.",
        "Depuis la loi du 5 mars 2007, tout a changé ; la loi 2007-293 aussi.",
        "Voir l'article 16 de la loi du 5 mars 2007.",
    )
    assert set(keys_of(result)) == {"loi:2007-293"}
    (text,) = result[0]
    assert text.date == "2007-03-05"
    assert text.title == "loi n° 2007-293 du 5 mars 2007 réformant la protection de l'enfance"


def test_two_laws_of_one_day_are_told_by_their_object() -> None:
    result = linked(
        "La loi n° 2007-293 du 5 mars 2007 réformant la protection de l'enfance ; la loi "
        "n° 2007-297 du 5 mars 2007 relative à la prévention de la délinquance.",
        "La loi du 5 mars 2007 relative à la prévention de la délinquance s'applique.\n\n"
        "La loi du 5 mars 2007 le dit.",
        "La loi du 5 mars 2007 n'en dit rien.",
    )
    assert keys_of(result) == ["loi:2007-293", "loi:2007-297", "loi:2007-297", "loi:2007-297", None]
    assert result[1][-1].reason == (
        "plusieurs textes de ce genre portent cette date : n° 2007-293 et n° 2007-297"
    )


def test_an_order_cited_by_its_day_alone_is_one_text() -> None:
    first = source("lettre.txt", "J'ai pris le 9 mars dernier un arrêté.", date="2022-03-30")
    second = source("page.txt", "L'arrêté du 9 mars 2022 définit la charte.")
    third = source("avis.txt", "Prise par arrêté du ministre chargé de la famille le 9 mars 2022.")
    result = resolve([first, second, third])
    assert keys_of(result) == ["arrete:2022-03-09"] * 3


def test_orders_of_one_day_by_two_authorities_are_two() -> None:
    result = linked(
        "L'arrêté ministériel du 3 mai 2010 et l'arrêté préfectoral du 3 mai 2010 s'appliquent."
    )
    first, second = keys_of(result)
    assert first == "arrete:2010-05-03"
    assert second == "arrete:2010-05-03:prefectoral"


def test_orders_of_one_day_with_nothing_in_common_are_two() -> None:
    result = linked(
        "L'arrêté du 3 mai 2010 relatif aux rejets des tanneries industrielles.",
        "L'arrêté du 3 mai 2010 relatif aux diplômes de travail social.",
    )
    assert len(set(keys_of(result))) == 2


def test_a_charter_is_one_under_its_variants() -> None:
    result = linked(
        "La charte nationale du soutien à la parentalité est publiée.",
        "La Charte Nationale de Soutien à la Parentalité est affichée.",
        "La charte des réseaux de quartier est signée ; la charte du réseau de quartier aussi.",
    )
    first, second, third, fourth = keys_of(result)
    assert first == second == "charte:charte-nationale-soutien-parentalite"
    assert third == fourth


def test_a_short_number_is_completed_only_when_one_text_has_it() -> None:
    result = linked(
        "La lettre circulaire n° 2009-077 du 3 mai 2009 et la lettre circulaire 2009-077.",
        "L'arrêté préfectoral n° 12 du 3 mai 2009.",
        "L'arrêté préfectoral n° 12 du 7 juin 2010, puis l'arrêté n° 12.",
    )
    keys = keys_of(result)
    assert keys[0] == keys[1] == "lettre-circulaire:2009-077"
    assert keys[2] != keys[3]
    assert keys[3] == keys[4]


def test_codes_have_one_key_and_an_address() -> None:
    result = linked(
        "L'article L. 214-1-2 du CASF.", "Vu le code de l'action sociale et des familles ;"
    )
    assert keys_of(result) == ["code:casf", "code:casf"]
    (text,) = result[0]
    assert text.url == "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074069"


def test_a_range_gives_one_citation_an_article() -> None:
    _, citations, _ = linked("Les articles D. 141-9 à D. 141-12 et D. 142-1 du CASF.")
    assert [one.article for one in citations] == [
        "D141-9", "D141-10", "D141-11", "D141-12", "D142-1",
    ]  # fmt: skip


def test_a_range_too_wide_or_backwards_keeps_its_ends() -> None:
    def reference(low: str, high: str) -> Reference:
        return Reference(0, 1, "x", "r", "code", articles=(low, high), ranges=((low, high),))

    assert expand(reference("1", "2000")) == ("1", "2000")
    assert expand(reference("9", "2")) == ("9", "2")
    assert expand(reference("L1-2", "R1-4")) == ("L1-2", "R1-4")


def test_a_held_text_is_reached_down_to_its_article() -> None:
    held = source(
        "decret.txt",
        "Décret n° 2021-1812 du 22 décembre 2021 relatif aux relais\n\n"
        "Article 1er\nUn.\n\nArticle 3\nTrois, dans les conditions de l'article 1er.\n",
        sections=(
            Section("1er", "", 1, 60, 78, "article"),
            Section("3", "", 1, 79, 140, "article"),
        ),
        kind="décret",
        number="2021-1812",
        date="2021-12-22",
        title="Décret n° 2021-1812 du 22 décembre 2021 relatif aux relais",
    )
    other = source("lettre.txt", "Voir l'article 3 du décret du 22 décembre 2021.")
    texts, citations, _ = resolve([held, other])
    assert [text.document for text in texts] == ["decret.txt"]
    own, cited = citations
    assert (own.text, own.article, own.section) == ("decret:2021-1812", "1", 0)
    assert (cited.text, cited.article, cited.section) == ("decret:2021-1812", "3", 1)


def test_a_charter_printed_in_an_order_is_held_there_with_its_principles() -> None:
    held = source(
        "arrete.txt",
        "Arrêté du 14 novembre 2022 relatif à la charte nationale des lieux d'accueil\n\nANNEXE\n",
        sections=(
            Section("", "CHARTE NATIONALE DES LIEUX D'ACCUEIL", 1, 80, 200, "annex"),
            Section("1", "Un accès libre", 2, 100, 150, "principle"),
            Section("8", "La formation", 2, 150, 200, "principle"),
        ),
        kind="arrêté",
        date="2022-11-14",
    )
    other = source(
        "page.txt",
        "La charte nationale des lieux d'accueil est claire. Le huitième principe l'est.",
    )
    texts, citations, _ = resolve([held, other])
    charter = next(text for text in texts if text.kind == "charte")
    assert charter.document == "arrete.txt"
    mine = [one for one in citations if one.document == "page.txt"]
    assert [(one.article, one.section) for one in mine] == [(None, 0), ("8", 2)]


def test_an_open_citation_says_why() -> None:
    _, citations, _ = linked("L'article L. 999-9 n'est nulle part.", "L'arrêté du 9 mars.")
    assert [(one.text, one.reason) for one in citations] == [
        (None, "le code n'est pas indiqué et le contexte n'en impose aucun"),
        (None, "date sans année"),
    ]


def test_typed_links_are_kept() -> None:
    _, citations, _ = linked("Vu l'arrêté du 3 mai 2010 modifié par l'arrêté du 4 juin 2011 ;")
    assert [one.relation for one in citations] == ["vu", "modifié par"]


def test_two_days_for_one_number_are_reported_where_they_stand() -> None:
    _, _, problems = linked(
        "Le décret n° 2010-1308 du 2 novembre 2010. Le décret n° 2010-1308 du 2 novembre 2010.",
        "Ligne.\nLe décret n° 2010-1308 du 3 novembre 2010.",
    )
    (problem,) = problems
    assert (problem.code, problem.path, problem.line) == ("dates-contradictoires", "1.txt", 2)


def test_texts_that_amend_each_other_are_reported() -> None:
    first = source(
        "a.txt", "Arrêté du 3 mai 2010 modifiant l'arrêté du 4 juin 2011.", kind="arrêté",
        date="2010-05-03",
    )  # fmt: skip
    second = source(
        "b.txt", "Arrêté du 4 juin 2011 modifiant l'arrêté du 3 mai 2010.", kind="arrêté",
        date="2011-06-04",
    )  # fmt: skip
    _, _, problems = resolve([first, second])
    assert {problem.code for problem in problems} == {"renvoi-circulaire"}


def test_one_text_held_twice_is_reported() -> None:
    one = source("a.txt", "Texte.", kind="décret", number="2010-1308", date="2010-11-02")
    two = source("b.txt", "Texte.", kind="décret", number="2010-1308", date="2010-11-02")
    _, _, problems = resolve([one, two])
    assert [problem.code for problem in problems] == ["texte-en-double"]


def test_the_order_of_the_documents_changes_nothing() -> None:
    texts = [
        source("a.txt", "La loi du 5 mars 2007 et l'arrêté du 3 mai 2010."),
        source("b.txt", "La loi n° 2007-293 du 5 mars 2007."),
        source("c.txt", "L'arrêté préfectoral du 3 mai 2010."),
    ]
    forwards, backwards = resolve(texts), resolve(texts[::-1])
    assert forwards[0] == backwards[0]
    assert sorted(forwards[1], key=repr) == sorted(backwards[1], key=repr)


@pytest.mark.parametrize(
    ("kind", "number", "day", "nor", "eli"),
    [
        ("loi", "2007-293", "2007-03-05", None,
         "https://www.legifrance.gouv.fr/eli/loi/2007/3/5/2007-293/jo/texte"),
        ("arrêté", None, "2022-03-09", "SSAA2205824A",
         "https://www.legifrance.gouv.fr/eli/arrete/2022/3/9/SSAA2205824A/jo/texte"),
        ("arrêté", "2011-12", "2011-05-04", None, None),
        ("décret", "2010-1308", None, None, None),
        ("circulaire", "2012/63", "2012-02-07", None, None),
        ("directive", "2010/75/UE", None, None, "http://data.europa.eu/eli/dir/2010/75/oj"),
        ("directive", "96/61/CE", None, None, "http://data.europa.eu/eli/dir/1996/61/oj"),
        ("règlement", "2016/679", None, None, "http://data.europa.eu/eli/reg/2016/679/oj"),
        ("règlement", "1907/2006", None, None, "http://data.europa.eu/eli/reg/2006/1907/oj"),
        ("règlement", "2016/2006", None, None, None),
    ],
)  # fmt: skip
def test_addresses(
    kind: str, number: str | None, day: str | None, nor: str | None, eli: str | None
) -> None:
    assert eli_of(kind, number, day, nor) == eli


def test_keys_forgive_printing_and_nothing_else() -> None:
    assert number_key("1983-663", "loi") == number_key("83-663", "loi")
    assert number_key("dgcs/sd2c/2012/63", "circulaire") == "DGCS/SD2C/2012/63"
    assert name_key("charte du soutien à la parentalité") == name_key(
        "Charte de soutien à parentalité"
    )
    assert name_key("charte de la laïcité") != name_key("charte de la laïcité à l'école")


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared est absent")
def test_the_founding_texts_share_their_order_and_their_ordinance() -> None:
    from corpus.structure import analyse

    sources = []
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        document = Document(path.name, path.read_text(encoding="utf-8"))
        structure = analyse(document)
        references = finder().find(document, structure)
        sources.append(
            Source(path.name, Extraction(document, structure, "essai", references=references))
        )
    _, citations, _ = resolve(sources)
    reached: dict[str, set[str]] = {}
    for citation in citations:
        if citation.text:
            reached.setdefault(citation.text, set()).add(citation.document[:14])
    assert reached["arrete:2022-03-09"] == {"lettre-ministr", "page-commissio", "page-epe-chart"}
    assert reached["ordonnance:2021-611"] == {"lettre-ministr", "lettre-mission"}
