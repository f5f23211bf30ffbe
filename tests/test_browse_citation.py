"""The reference of a quotation, as a French report prints it."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.browse.citation import cite, heading

NOTHING: dict[str, Any] = dict.fromkeys(
    (
        "title", "document_kind", "genre", "number", "date", "issuer", "page", "page_label",
        "page_end", "page_end_label", "approximate", "page_status", "section_label", "part",
        "section_title", "section_kind", "speaker", "role", "time", "attribution",
        "turn_organisation", "speaker_organisation", "turn_category", "speaker_category",
    )
)  # fmt: skip


def reference(**known: Any) -> str:
    return cite({**NOTHING, "name": "fichier.txt", **known}).plain().replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        # A title that says nothing of the text's identity stands between guillemets.
        (
            {
                "document_kind": "lettre circulaire", "number": "2012-093", "date": "2012-05-23",
                "title": "coordination des relais", "issuer": "Cnaf", "page": 7, "page_label": "6",
                "section_label": "34", "section_title": "Le pilotage", "section_kind": "section",
            },
            "Lettre circulaire n° 2012-093 du 23 mai 2012, « Coordination des relais », Cnaf, "
            "p. 6 (page 7 du fichier), § 34 « Le pilotage ».",
        ),
        # One that says it all is not said twice.
        (
            {
                "document_kind": "arrêté", "date": "2022-03-09", "section_label": "2",
                "section_title": "", "section_kind": "article",
                "title": "Arrêté du 9 mars 2022 portant charte nationale",
            },
            "Arrêté du 9 mars 2022 portant charte nationale, article 2.",
        ),
        # What it leaves out is added.
        (
            {
                "document_kind": "audition", "genre": "hearing", "date": "2023-11-21",
                "title": "Audition de parents", "speaker": "Mme B.", "role": "interviewee",
                "speaker_category": "parents", "time": "00:12:04", "attribution": "explicit",
            },
            "Mme B. (parents), Audition de parents (21 novembre 2023), à 00:12:04.",
        ),
        (
            {"speaker": "Mme B.", "attribution": "inferred"},
            "Mme B. (attribution déduite), fichier.txt.",
        ),
        ({"page": 3, "page_label": None, "approximate": 1}, "fichier.txt, p. 3 environ."),
        (
            {"page": 3, "page_label": "1", "page_end": 4, "page_end_label": "2"},
            "fichier.txt, p. 1-2 (pages 3-4 du fichier).",
        ),
        (
            {"page": 1, "page_status": "ocr-layer"},
            "fichier.txt, p. 1, texte reconnu automatiquement.",
        ),
        (
            {"document_kind": "questionnaire", "title": "Vos compétences ?", "part": "ligne 3"},
            "Questionnaire, ligne 3, « Vos compétences ? ».",
        ),
        ({"genre": "page", "title": "Une charte"}, "Page web, « Une charte »."),
        ({"date": "2024-02", "document_kind": "charte"}, "Charte de février 2024."),
        ({}, "fichier.txt."),
    ],
)  # fmt: skip
def test_references(known: dict[str, Any], expected: str) -> None:
    assert reference(**known) == expected


def test_a_quotation_ready_to_paste() -> None:
    row = {**NOTHING, "name": "a.txt", "page": 2}
    words = cite(row).quote("mot\npour  mot", "http://ici/passage/x")
    assert words == "«\u00a0mot pour mot\u00a0» (a.txt, p.\u00a02, http://ici/passage/x)."


def test_the_title_is_marked_as_one_and_nothing_else_is() -> None:
    html = cite({**NOTHING, "document_kind": "note", "name": "n", "title": "<b>Titre</b>"}).html()
    assert "<cite>&lt;b&gt;Titre&lt;/b&gt;</cite>" in html


@pytest.mark.parametrize(
    ("kind", "label", "title", "expected"),
    [
        ("article", "1er", "", "Article\u00a01er"),
        ("article", "Article L. 421-2", "Refus", "Article L. 421-2 Refus"),
        ("section", "341", "Le pilotage", "341 Le pilotage"),
        ("principle", "8", "Disposer de temps", "Principe n°\u00a08 Disposer de temps"),
        ("visa", "", "Visas", "Visas"),
    ],
)
def test_names_of_sections(kind: str, label: str, title: str, expected: str) -> None:
    assert heading({"kind": kind, "label": label, "title": title}) == expected
