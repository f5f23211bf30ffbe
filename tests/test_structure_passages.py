"""Passages, lists with their lead-in, and sentences."""

from __future__ import annotations

import pytest

from corpus.model import Block, Document
from corpus.structure import analyse
from corpus.structure.sentences import split_sentences


def lists(text: str, **more: object) -> list[tuple[str, str | None, list[str], int]]:
    """(item, lead-in, outer lead-ins, depth) of each list item, on one line each."""
    structure = analyse(Document(name="texte.txt", text=text, **more))  # type: ignore[arg-type]
    return [
        (
            " ".join(text[p.start : p.end].split()),
            " ".join(p.lead_in.of(text).split()) if p.lead_in else None,
            [" ".join(span.of(text).split()) for span in p.parents],
            p.level,
        )
        for p in structure.passages
        if p.kind == "item"
    ]


def passages(text: str) -> list[str]:
    structure = analyse(Document(name="texte.txt", text=text))
    return [" ".join(text[p.start : p.end].split()) for p in structure.passages]


def test_items_keep_the_last_sentence_that_leads_them_in():
    assert lists(
        "Il est ouvert à tous. Le dossier comprend :\n1° Un projet, qui précise :\n"
        "   a) Les horaires ;\n   b) La composition de\n   l'équipe ;\n2° Une convention.\n"
        "Il est gratuit.\n"
    ) == [
        ("1° Un projet, qui précise :", "Le dossier comprend :", [], 1),
        ("a) Les horaires ;", "1° Un projet, qui précise :", ["Le dossier comprend :"], 2),
        ("b) La composition de l'équipe ;", "1° Un projet, qui précise :",
         ["Le dossier comprend :"], 2),
        ("2° Une convention.", "Le dossier comprend :", [], 1),
    ]  # fmt: skip


@pytest.mark.parametrize("bullet", ["-", "–", "•", "▪", "\uf0b7", "➢", "*", "\ufffd"])
def test_bullets(bullet):
    found = lists(f"Vous pourrez :\n\n{bullet} réaliser des auditions ;\n{bullet} écrire.\n")
    assert [(item[2:], lead) for item, lead, _, _ in found] == [
        ("réaliser des auditions ;", "Vous pourrez :"),
        ("écrire.", "Vous pourrez :"),
    ]


def test_bullets_nested_by_sign_and_by_indent():
    found = lists(
        "Il faut :\n• accueillir :\n  – les parents ;\n  – les enfants ;\n• écouter.\n\n"
        "Puis :\n- trier :\n    - le verre ;\n    - le papier ;\n- jeter.\n"
    )
    assert [(item, level) for item, _, _, level in found] == [
        ("• accueillir :", 1), ("– les parents ;", 2), ("– les enfants ;", 2), ("• écouter.", 1),
        ("- trier :", 1), ("- le verre ;", 2), ("- le papier ;", 2), ("- jeter.", 1),
    ]  # fmt: skip


def test_a_list_goes_on_after_a_paragraph_when_its_numbers_do():
    found = lists(
        "Le service :\n1° Informe ;\nIl le fait gratuitement.\n2° Oriente.\n\n"
        "Il ferme :\n1° L'été.\n"
    )
    assert [(item, lead) for item, lead, _, _ in found] == [
        ("1° Informe ;", "Le service :"),
        ("2° Oriente.", "Le service :"),
        ("1° L'été.", "Il ferme :"),
    ]


def test_an_item_broken_by_a_blank_line_stays_one():
    found = lists("Vous pourrez :\n\n- entendre des profils\n\nde professionnels ;\n- écrire.\n")
    assert found[0][0] == "- entendre des profils de professionnels ;"


def test_numbers_that_end_like_sentences_are_items_and_no_headings():
    text = "Sont dangereux :\n1. Le mercure.\n2. Le cadmium et ses composés.\n3. Les fluorures.\n"
    assert [item for item, _, _, _ in lists(text)] == [
        "1. Le mercure.", "2. Le cadmium et ses composés.", "3. Les fluorures.",
    ]  # fmt: skip
    assert not analyse(Document(name="liste.txt", text=text)).sections


def test_a_measure_at_a_line_start_is_no_bullet():
    text = (
        "La ligne budgétaire affectée aux relais de parents dans ce programme public baisse de\n"
        "- 48 % entre 2008 et 2009, et les partenaires publics ont dû se retirer de ces\n"
        "actions de proximité.\n"
    )
    assert lists(text) == []


def test_wrapped_lines_are_joined_and_short_lines_are_not():
    assert passages(
        "Le ministre des solidarités,\n"
        "Les gestionnaires des lieux disposent d'un délai de dix-huit mois pour souscrire cet\n"
        "engagement. Passé ce délai, le versement est suspendu par la caisse, qui en informe le\n"
        "préfet.\n"
        "Celui-ci peut s'y opposer dans un délai d'un mois à compter de la réception de cette\n"
        "information.\n"
    ) == [
        "Le ministre des solidarités,",
        "Les gestionnaires des lieux disposent d'un délai de dix-huit mois pour souscrire cet"
        " engagement. Passé ce délai, le versement est suspendu par la caisse, qui en informe le"
        " préfet.",
        "Celui-ci peut s'y opposer dans un délai d'un mois à compter de la réception de cette"
        " information.",
    ]


def test_one_line_a_paragraph_is_kept_so():
    text = "Le service est gratuit.\nLes horaires sont affichés (*)\nnon concerné\nFin\n"
    assert passages(text) == text.strip().split("\n")


def test_a_sentence_goes_on_after_a_list_that_ends_with_commas():
    text = "Les lieux :\n- en mer,\n- en ville,\nsont fermés l'hiver.\n"
    assert passages(text)[2:] == ["- en ville,", "sont fermés l'hiver."]


def test_rows_hold_their_cells_and_sentences_come_from_the_cells():
    text = "Service\tNombre\nRelais. Ouvert.\t12\n"
    row = text.index("Relais")
    blocks = (
        Block("row", row, len(text) - 1),
        Block("cell", row, row + 15),
        Block("cell", row + 16, len(text) - 1),
    )
    structure = analyse(Document(name="t.docx", text=text, format="docx", blocks=blocks))
    kinds = [p.kind for p in structure.passages]
    assert kinds == ["paragraph", "row", "cell", "cell"]
    assert [s.of(text) for s in structure.sentences] == [
        "Service\tNombre", "Relais.", "Ouvert.", "12",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "marked",
    [
        "M. É. Vautrelle et Mme B. Martin signent.|L'art. L. 214-1 du code dit non.",
        "Voir l'annexe I.|L'exploitant tient un registre.",
        "Les crédits sont de 191 M.|Ils montent.",
        "Elle dit : « C'est bien. » et part.|« Oui. »|Elle revient.",
        "Les Caf, la DGCS, etc. sont prévenues.|Non... mais si.|Quoi ?!|Ah !",
        "À l'art. R. * 132-4, cf. p. 12, n° 3, il est dit (ex. : jeux) que c'est possible.|Fin.",
        "J.-P. Rameau a signé le 5 mars 2007.|15 Caf l'ont suivi.",
        "Aucune inscription n'est demandée ; seul le prénom est relevé.|C'est gratuit.",
        "Le comité (présidé par le préfet) se réunit.|(Il est consulté.)|Il vote.",
        "Vu la loi n° 2007-293 du 5 mars 2007, notamment son art. 16, al. 2 ; vu le code",
        "C'est… long.|On attend…|Puis rien.",
    ],
)
def test_sentences(marked):
    text = marked.replace("|", " ")
    assert [span.of(text) for span in split_sentences(text, 0, len(text))] == marked.split("|")


def test_a_heading_number_ends_no_sentence():
    text = "1. Le cadre\n\nIl est fixé.\n"
    structure = analyse(Document(name="texte.txt", text=text))
    assert [s.of(text) for s in structure.sentences] == ["1. Le cadre", "Il est fixé."]
