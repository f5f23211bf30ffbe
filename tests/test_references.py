"""Citations found in sentences: spans, identity, context, and what is no citation."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from corpus.extraction.references import ReferenceFinder
from corpus.extraction.references.codes import FLOOR
from corpus.model import Document, Metadata, Reference, Structure
from corpus.rules import load_rules, parse_markup
from hard_citations import Case, faults, finder, load_cases

CASES = load_cases()
SHARED = Path(__file__).parents[2] / "shared"


def find(text: str, **metadata: Any) -> tuple[Reference, ...]:
    return finder().find(Document("essai", text), Structure(Metadata(**metadata)))


def quoted(text: str, **metadata: Any) -> list[str]:
    return [" ".join(reference.text.split()) for reference in find(text, **metadata)]


# ------------------------------------------------------------------ the hard list, case by case


@pytest.mark.parametrize("case", CASES, ids=[case.text[case.skipped :][:60] for case in CASES])
def test_hard_citation(case: Case) -> None:
    assert faults(case) == []


def test_the_hard_list_is_long_enough() -> None:
    assert sum(len(case.expected) for case in CASES) >= 150


# ------------------------------------------------------------------ the rules' own examples


def _examples() -> list[tuple[str, str, bool]]:
    families = ("genres-de-textes", "textes-nommes", "divisions", "codes")
    return [
        (item.id, example if isinstance(example, str) else str(example["texte"]), key == "exemples")
        for family in families
        for _, item in load_rules().family(family)
        for key in ("exemples", "contre_exemples")
        for example in item.data.get(key) or []
    ]


@pytest.mark.parametrize(("rule", "example", "positive"), _examples())
def test_rule_example(rule: str, example: str, positive: bool) -> None:
    markup = parse_markup(example)
    found = find(markup.text, date="2023-05-10")
    expected = [(span.start, span.end) for span in markup.spans] if positive else []
    assert sorted((one.start, one.end) for one in found) == sorted(expected), rule


# ------------------------------------------------------------------ headings are labels


def test_a_texts_own_title_and_article_headings_are_labels() -> None:
    text = (
        "Arrêté du 14 novembre 2022 relatif à la charte nationale des lieux d'accueil\n\n"
        "Le ministre,\nVu le code pénal ;\nArrête :\n\n"
        "Article 1er\nLa charte est approuvée.\n\nArt. 2. – L'engagement est souscrit.\n"
    )
    assert quoted(text) == ["charte nationale des lieux d'accueil", "code pénal"]


def test_an_article_heading_is_told_from_a_line_that_starts_with_an_article() -> None:
    text = "Il s'assure du respect de l'\narticle 3 de la loi du 5 mars 2007.\n\nArticle 4\nFin.\n"
    assert quoted(text) == ["article 3 de la loi du 5 mars 2007"]


def test_a_running_header_that_repeats_the_title_is_a_label() -> None:
    page = "Circulaire n° DGCS/SD2C/2018/112 du 4 mai 2018 relative à la parentalité\n"
    text = page + "\nTexte.\n\n" + page + "\nSuite, voir la circulaire du 3 mai 2010.\n"
    assert quoted(text) == ["circulaire du 3 mai 2010"]


def test_a_bare_number_in_a_letters_head_is_a_citation() -> None:
    text = "Paris, le 23 mai 2012\n\nLettre circulaire n° 2012-093\n\nObjet : Coordination\n"
    assert quoted(text) == ["Lettre circulaire n° 2012-093"]


def test_a_charters_name_alone_on_its_line_is_its_title() -> None:
    text = "ANNEXE\n\nCHARTE NATIONALE DES LIEUX D'ACCUEIL\n\nPréambule\nLe lieu accueille.\n"
    assert quoted(text) == []


# ------------------------------------------------------------------ context


def test_bare_articles_of_a_code_extract_belong_to_it() -> None:
    text = (
        "Code des relations entre le public et l'administration\n\n"
        "Article R. 134-12\nLe préfet qui a pris l'arrêté prévu à l'article R. 134-10 publie.\n\n"
        "Article D. 572-4\nLes dispositions du livre Ier sont applicables.\n"
    )
    first, article, book = find(text)
    assert first.code == article.code == book.code
    assert (article.articles, article.own) == (("R134-10",), True)
    assert book.points == ("livre 1",)


def test_a_bare_article_takes_the_code_whose_numbering_can_hold_it() -> None:
    text = (
        "Vu le code de la santé publique, notamment l'article L. 2112-2 ;\n"
        "Vu le code de l'action sociale et des familles ;\n\nL'article L. 2112-8 s'applique."
    )
    last = find(text)[-1]
    assert last.code == "code de la santé publique"
    assert last.antecedent is not None
    assert last.antecedent.of(text).startswith("code de la santé publique")


def test_an_article_that_two_codes_may_hold_stays_open() -> None:
    text = (
        "Vu le code de l'éducation ;\nVu le code de l'environnement ;\nVu le code pénal ;\n\n"
        "L'article L. 123-7 s'applique."
    )
    last = find(text)[-1]
    assert last.code is None
    assert last.abstention == "plusieurs codes cités ont un article de ce numéro"


def test_susvise_stays_open_when_several_texts_are_cited_above() -> None:
    text = (
        "Vu l'arrêté du 4 octobre 2010 ;\nVu l'arrêté du 2 février 1998 ;\n\n"
        "Comme l'indique l'article 3 de l'arrêté susvisé, il est procédé à la visite."
    )
    assert find(text)[-1].abstention == "plusieurs textes de ce genre sont cités auparavant"


def test_susvise_chooses_by_authority() -> None:
    text = (
        "Vu l'arrêté ministériel du 4 octobre 2010 ;\nVu l'arrêté préfectoral du 2 mai 1998 ;\n\n"
        "L'article 3 de l'arrêté préfectoral susvisé est abrogé."
    )
    assert find(text)[-1].date == "1998-05-02"


def test_relations_are_read_before_the_citation() -> None:
    text = (
        "Vu le décret n° 2005-11 du 6 mai 2005 modifié par le décret n° 2006-12 du 7 mai 2006 ;\n"
        "Vu l'arrêté du 3 mai 2007 pris en application de la loi n° 2002-2 du 2 janvier 2002 ;\n\n"
        "L'arrêté du 9 mai 2001 est abrogé par l'arrêté du 3 juin 2009."
    )
    relations = [reference.relation for reference in find(text)]
    assert relations == ["vu", "modifié par", "vu", "application", None, "abrogé par"]


def test_a_principle_needs_a_charter() -> None:
    assert quoted("Le troisième principe est l'écoute.") == []
    text = "La charte de la laïcité est affichée. Le troisième principe est l'écoute."
    assert find(text)[-1].articles == ("3",)


def test_a_relative_date_needs_the_texts_day() -> None:
    text = "J'ai pris le 9 mars dernier un arrêté."
    assert find(text, date="2022-03-30")[0].date == "2022-03-09"
    alone = find(text)[0]
    assert (alone.date, alone.abstention) == (
        None,
        "date relative, dans un texte dont la date n'est pas connue",
    )


def test_the_day_is_read_in_the_head_when_nothing_gives_it() -> None:
    text = "Paris, le 30 mars 2022\n\nMadame,\n\nJ'ai pris le 9 mars dernier un arrêté.\n"
    assert find(text)[0].date == "2022-03-09"


# ------------------------------------------------------------------ noise and bounds


@pytest.mark.parametrize(
    "name",
    ["code de l'envirronement", "code de la sécurité socale", "CODE DE LA SANTE PUBLIQUE"],
)
def test_a_misprinted_code_is_recognised(name: str) -> None:
    assert find(f"Vu le {name} ;")[0].code is not None


@pytest.mark.parametrize("name", ["code de la musique", "code de bonne conduite", "code du bois"])
def test_a_name_below_the_floor_is_left_alone(name: str) -> None:
    assert FLOOR >= 85
    assert find(f"Vu le {name} ;") == ()


def test_impossible_dates_and_ranges_are_reported_with_their_place() -> None:
    text = "Une ligne.\nVu le décret du 31 février 2020 ;\nVu les articles L. 214-9 à L. 214-2."
    references, problems = finder().examine(
        Document("essai", text, path="essai.txt"), Structure(Metadata())
    )
    assert references[0].date is None
    assert [(problem.code, problem.line) for problem in problems] == [
        ("date-impossible", 2),
        ("plage-a-rebours", 3),
    ]
    assert all(text[p.start : p.end] for p in problems)


def test_every_span_quotes_the_text_and_none_overlap() -> None:
    text = " ".join(case.text for case in CASES)
    found = find(text)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "L." * 5000,
        "article " * 5000,
        "(" * 10000,
        "du I de l'" * 3000,
        "n° " * 5000,
        "arrêté du ",
    ],
)
def test_odd_texts_give_few_results_and_no_crash(text: str) -> None:
    assert len(find(text)) <= 1


def test_a_foreign_text_gives_nothing() -> None:
    assert (
        quoted("The committee shall meet on 5 March 2007 under article one of its charter.") == []
    )


def test_two_finders_agree() -> None:
    text = CASES[0].text
    again = ReferenceFinder(load_rules())
    assert again.find(Document("a", text), Structure(Metadata())) == find(text)


# ------------------------------------------------------------------ the gold, when it is there


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared est absent")
def test_the_gold_is_found() -> None:
    hits = wrong = missed = 0
    for path in sorted((SHARED / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        found = find(text)
        wanted = [one for one in gold["mentions"] if one["label"] == "REFERENCE"]
        for one in wanted:
            near = any(f.start < one["end"] and one["start"] < f.end for f in found)
            hits, missed = hits + near, missed + (not near)
        wrong += sum(
            not any(f.start < one["end"] and one["start"] < f.end for one in wanted) for f in found
        )
    assert hits / (hits + missed) >= 0.96
    assert wrong / (hits + wrong) <= 0.04


def test_the_letter_of_a_bureau_is_no_verb() -> None:
    text = "Il applique la circulaire DGAS/4A n° 2010-87 du 26 février 2010 aux lieux d'accueil.\n"
    assert quoted(text) == ["circulaire DGAS/4A n° 2010-87 du 26 février 2010"]
