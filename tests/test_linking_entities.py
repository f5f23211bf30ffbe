"""Entities: mentions in, one record an entity out, with the analyst's corrections."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.linking.corrections import load_corrections
from corpus.linking.duplicates import find_duplicates
from corpus.linking.entities import Resolved, resolve_entities
from corpus.linking.model import Entity, Source
from corpus.model import Document, Extraction, Label, Mention, Metadata, Structure
from corpus.rules import parse_markup

PLACES = frozenset({"de", "la", "du", "d'", "l'"})
ABBREVIATIONS: dict[str, Label] = {"organisme": "BODY", "service": "SERVICE"}


def source(key: str, marked: str) -> Source:
    """A document whose mentions are marked `[words]{organisme = canonical name}`."""
    markup = parse_markup(marked)
    mentions = []
    for span in markup.spans:
        label, _, entity = span.role.partition(" = ")
        text = markup.text[span.start : span.end]
        mentions.append(
            Mention(
                ABBREVIATIONS[label], span.start, span.end, text, entity or text.lower(), "essai"
            )
        )
    document = Document(key, markup.text)
    return Source(key, Extraction(document, Structure(Metadata()), "v", tuple(mentions)))


def names(resolved: Resolved) -> dict[str, dict[str, int]]:
    return {entity.name: dict(entity.aliases) for entity in resolved.entities}


def corrected(tmp_path: Path, text: str, *sources: Source) -> Resolved:
    path = tmp_path / "entites.yaml"
    path.write_text(f"famille: corrections-entites\ncorrections:\n{text}", encoding="utf-8")
    return resolve_entities(sources, load_corrections(path), PLACES)


def test_an_acronym_and_its_full_name_are_one_entity() -> None:
    text = (
        "La [Caf]{organisme = caisse d'allocations familiales} et la "
        "[caisse d'Allocations familiales]{organisme = caisse d'allocations familiales}."
    )
    resolved = resolve_entities([source("a", text)])
    assert names(resolved) == {
        "caisse d'allocations familiales": {"Caf": 1, "caisse d'Allocations familiales": 1}
    }


def test_an_acronym_left_unexplained_takes_the_only_name_the_corpus_gives_it() -> None:
    first = source("a", "Le [Cnsp]{organisme = comité national de soutien} siège.")
    second = source("b", "Le [Cnsp]{organisme = cnsp} siège.")
    resolved = resolve_entities([first, second])
    assert list(names(resolved)) == ["comité national de soutien"]
    assert resolved.mention_entities["b"] == ("BODY:comite national de soutien",)


def test_an_acronym_with_two_names_stays_apart() -> None:
    sources = [
        source("a", "La [CDA]{organisme = commission des droits} siège."),
        source("b", "La [CDA]{organisme = commission d'agrément} siège."),
        source("c", "La [CDA]{organisme = cda} siège."),
    ]
    resolved = resolve_entities(sources)
    assert sorted(names(resolved)) == ["cda", "commission d'agrément", "commission des droits"]


def test_a_place_or_proper_name_makes_a_particular_one() -> None:
    text = (
        "[caisse d'allocations familiales]{organisme} "
        "[Caisse d'allocations familiales de la Gironde]"
        "{organisme = caisse d'allocations familiales de la gironde} "
        "[relais de parentalité]{service} "
        "[Relais de parentalité L'Escale]{service = relais de parentalité l'escale} "
        "[ministère des solidarités]{organisme} "
        "[ministère des solidarités et de la santé]{organisme}"
    )
    resolved = resolve_entities([source("a", text)], place_words=PLACES)
    parents = {e.name: e.parent for e in resolved.entities if e.parent}
    assert parents == {
        "caisse d'allocations familiales de la gironde": "BODY:caisse d'allocations familiales",
        "relais de parentalité l'escale": "SERVICE:relais de parentalite",
    }


def test_the_analyst_merges_renames_and_sets_parents(tmp_path: Path) -> None:
    text = (
        "[caisse locale]{organisme} [caisse d'allocations familiales]{organisme} [Msa]{organisme}"
    )
    resolved = corrected(
        tmp_path,
        "  - fusionner: [caisse locale]\n    vers: caisse d'allocations familiales\n"
        "  - renommer: msa\n    en: mutualité sociale agricole\n"
        "  - rattacher: msa\n    a: organisme de protection sociale\n",
        source("a", text),
    )
    assert "caisse locale" not in names(resolved)
    assert names(resolved)["mutualité sociale agricole"] == {"Msa": 1}
    msa = next(e for e in resolved.entities if e.name == "mutualité sociale agricole")
    assert msa.parent == "BODY:organisme de protection sociale"
    assert resolved.problems == ()


def test_the_analyst_splits_a_name_in_one_document(tmp_path: Path) -> None:
    sources = [
        source("a", "La [commission]{organisme}."),
        source("b", "La [commission]{organisme}."),
    ]
    resolved = corrected(
        tmp_path,
        "  - separer: commission\n    documents: [b]\n    vers: commission d'agrément\n",
        *sources,
    )
    assert resolved.mention_entities == {
        "a": ("BODY:commission",),
        "b": ("BODY:commission d'agrement",),
    }


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("  - fusionner: a\n    vers: b\n  - fusionner: a\n    vers: c\n", "contradictoires", 5),
        ("  - fusionner: a\n    vers: b\n  - fusionner: b\n    vers: a\n", "circulaire", 5),
        ("  - rattacher: a\n    a: a\n", "circulaire", 3),
        ("  - fusionner: a\n", "incomplete", 3),
        ("  - separer: a\n    vers: b\n", "incomplete", 3),
        ("  - etiquette: service\n", "vide", 3),
        ("  - fusionner: zzz\n    vers: b\n", "sans-objet", 3),
        ("  - fusioner: a\n    vers: b\n", "R005", 3),
    ],
)
def test_a_faulty_correction_is_named_with_its_line(
    tmp_path: Path, text: str, code: str, line: int
) -> None:
    resolved = corrected(
        tmp_path, text, source("x", "[a]{organisme} [b]{organisme} [c]{organisme}")
    )
    problem = next(problem for problem in resolved.problems if code in problem.code)
    assert problem.line == line
    assert problem.remedy


def test_names_that_look_alike_are_proposed_and_never_merged() -> None:
    entities = [
        Entity("BODY:1", "BODY", "comité départemental des services aux familles"),
        Entity("BODY:2", "BODY", "comité départemental de services aux familles"),
        Entity("BODY:3", "BODY", "comité départemental de la médiation familiale"),
        Entity("SERVICE:1", "SERVICE", "comité départemental des services aux familles"),
    ]
    (proposed,) = find_duplicates(entities)
    assert {proposed.first, proposed.second} == {"BODY:1", "BODY:2"}
    assert proposed.score > 0.9


def test_names_that_differ_by_a_figure_are_no_duplicates() -> None:
    entities = [
        Entity("BODY:1", "BODY", "commission territoriale n° 1"),
        Entity("BODY:2", "BODY", "commission territoriale n° 2"),
    ]
    assert find_duplicates(entities) == ()
