"""Quotations: texts in, the passages they share out, with the differences."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.linking.model import Quotation, Source
from corpus.linking.quotations import find_quotations
from corpus.model import Document, Extraction, Metadata, Passage, Reference, Structure

PRINCIPLE = (
    "garantir aux parents que les bénévoles et les professionnels qui les reçoivent suivent une "
    "formation en matière d'écoute et disposent de temps d'analyse des pratiques"
)


def source(key: str, text: str, date: str | None = None, **structure: object) -> Source:
    anatomy = Structure(Metadata(date=date), **structure)  # type: ignore[arg-type]
    return Source(key, Extraction(Document(key, text), anatomy, "v"))


def words(sources: list[Source], quotation: Quotation) -> tuple[str, str]:
    texts = {one.key: one.extraction.document.text for one in sources}
    return (
        quotation.span.of(texts[quotation.document]),
        quotation.source_span.of(texts[quotation.source]),
    )


def test_a_quotation_is_found_with_its_small_change() -> None:
    changed = PRINCIPLE.replace("des pratiques", "de pratiques")
    sources = [
        source("charte", f"Les relais s'engagent à {PRINCIPLE}.", "2022-05-12"),
        source("lettre", f"Il est demandé de « {changed} ». Je vous remercie.", "2022-06-08"),
    ]
    (quotation,) = find_quotations(sources)
    assert (quotation.document, quotation.source) == ("lettre", "charte")
    assert words(sources, quotation) == (changed, PRINCIPLE)
    assert quotation.differences == (("des", "de"),)
    assert quotation.quoted


def test_the_older_text_is_the_source_whatever_the_order() -> None:
    sources = [
        source("a", f"{PRINCIPLE}.", "2023-01-01"),
        source("b", f"{PRINCIPLE}.", "2020-01-01"),
    ]
    (quotation,) = find_quotations(sources)
    assert (quotation.document, quotation.source) == ("a", "b")
    assert not quotation.quoted


def test_one_quotation_in_three_texts_has_one_number() -> None:
    sources = [
        source(key, f"{start} {PRINCIPLE}.") for key, start in zip("abc", "XYZ", strict=True)
    ]
    found = find_quotations(sources)
    assert len(found) == 3
    assert {quotation.group for quotation in found} == {1}


def test_words_left_out_and_added_show_as_differences() -> None:
    longer = PRINCIPLE.replace("une formation", "chaque année une solide formation")
    sources = [source("a", f"{PRINCIPLE}."), source("b", f"{longer}.")]
    (quotation,) = find_quotations(sources)
    assert quotation.differences == (("", "chaque année"), ("", "solide"))


@pytest.mark.parametrize(
    "shared",
    [
        "Je vous prie d'agréer, Madame, Monsieur, l'expression de mes salutations distinguées.",
        "le soutien à la parentalité dans les territoires",
    ],
)
def test_courtesy_and_set_phrases_are_no_quotation(shared: str) -> None:
    formulas = frozenset(["prie", "agreer", "madame", "monsieur", "expression", "salutations"])
    sources = [source("a", f"Début. {shared}"), source("b", f"Autre texte. {shared}")]
    assert find_quotations(sources, formulas) == ()


def test_the_title_of_a_text_that_both_cite_is_no_quotation() -> None:
    visa = (
        "Vu le décret n° 2021-1812 relatif aux conditions de fonctionnement des relais de "
        "parentalité ouverts aux familles des communes rurales ;"
    )
    cited = Reference(6, 25, visa[6:25], "r", "décret")
    sources = [
        Source(
            key, Extraction(Document(key, visa), Structure(Metadata()), "v", references=(cited,))
        )
        for key in "ab"
    ]
    assert len(find_quotations(sources)) == 1
    assert find_quotations(sources, titles=frozenset({"relatif"})) == ()


def test_running_headers_are_no_quotation() -> None:
    header = "Journal officiel de la République, édition des lois et décrets du dix-sept novembre"
    sources = [
        source(key, f"{header}\n\nTexte {key}.", passages=(Passage(0, len(header), "furniture"),))
        for key in "ab"
    ]
    assert find_quotations(sources) == ()


def test_the_sentence_after_the_quotation_stays_out() -> None:
    sources = [
        source("a", f"« {PRINCIPLE} ». Dans ce cadre, vous êtes chargés d'une mission."),
        source("b", f"« {PRINCIPLE} ». Dans ce contexte, je souhaite une réunion."),
    ]
    (quotation,) = find_quotations(sources)
    assert words(sources, quotation)[0] == PRINCIPLE


def test_the_eighth_principle_is_one_quotation_in_three_founding_texts(shared: Path) -> None:
    sources = [
        source(path.stem, path.read_text(encoding="utf-8"))
        for path in sorted((shared / "seeds").glob("*.txt"))
    ]
    found = [
        quotation
        for quotation in find_quotations(sources)
        if any("garantir aux personnes" in text for text in words(sources, quotation))
    ]
    texts = {quotation.document for quotation in found} | {quotation.source for quotation in found}
    assert len({quotation.group for quotation in found}) == 1
    assert len(texts) == 3
    differences = {pair for quotation in found for pair in quotation.differences}
    assert ("des", "de") in differences or ("de", "des") in differences
