"""What holds for every text, well formed or not: spans stand in the text and nest."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Block, Document, Structure
from corpus.structure import analyse

LINES = st.sampled_from(
    [
        "Arrête :", "Article 1er", "Art. 2. – Le préfet décide :", "Vu le code ;", "TITRE II",
        "ANNEXE", "1. Le cadre", "11. Suite", "1.1.1 Détail", "I. – A.", "A. Les moyens",
        "1° Un ;", "a) Deux ;", "- item ;", "• item :", "\x0c", "   1", "12/34", "1  Une note",
        "¹ Une note", "mot1 suite", "Paris, le 3 mars 2022", "Objet : charte",
        "Madame la directrice,", "M. X. – Oui.", "[Chercheur] (0:01 - 0:11)", "[Interviewé] ()",
        "Question : Et ?", "R : Non. (Rires.)", "Mme B., directrice. – Voilà.",
        "00:01:02 --> 00:01:03", "Paul Durand  0:03", "**", "#", "> ",
        "Je vous prie d'agréer, Madame, mes salutations.", "Fait à Lyon, le 31 février 2022",
        "Charte nationale", "Principe n° 8 – Se former", "La séance est levée.",
        "Participants :", "phrase qui continue sans point", "", "", "…", "« Non. » Oui ! Ah ?",
        "\u00a0\u00a0",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(LINES, max_size=40).map("\n".join),
    st.text(max_size=200),
    st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=30).map("\n".join),
)


def check(document: Document, structure: Structure) -> None:
    text = document.text
    for span in (
        *structure.sections, *structure.passages, *structure.sentences, *structure.turns,
        *structure.operative, *structure.directions, *structure.metadata.evidence.values(),
    ):  # fmt: skip
        assert 0 <= span.start <= span.end <= len(text)
    for passage in structure.passages:
        words = text[passage.start : passage.end]
        assert words and words == words.strip()
        assert passage.section is None or passage.section < len(structure.sections)
        if passage.turn is not None:
            turn = structure.turns[passage.turn]
            assert turn.start <= passage.start and passage.end <= turn.end
    starts = [p.start for p in structure.passages]
    assert starts == sorted(starts)
    assert list(structure.sentences) == sorted(structure.sentences)
    for before, after in zip(structure.sentences, structure.sentences[1:], strict=False):
        assert before.end <= after.start or after.end <= before.end
    for before, after in zip(structure.turns, structure.turns[1:], strict=False):
        assert before.end <= after.start
    for before, after in zip(structure.operative, structure.operative[1:], strict=False):
        assert before.end <= after.start
    for section in structure.sections:
        assert section.level >= 1
    for call in structure.calls:
        assert text[call.call.start : call.call.end].strip()
        assert call.call.end <= call.note.start or call.note.end <= call.call.start


@settings(max_examples=250, deadline=None)
@given(TEXTS)
def test_any_text(text):
    document = Document(name="texte.txt", text=text)
    check(document, analyse(document))


KINDS = st.sampled_from(["paragraph", "heading", "item", "row", "cell", "note", "cue", "question",
                         "answer", "caption", "header"])  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(LINES, KINDS, st.integers(0, 4)), max_size=20), st.booleans())
def test_any_blocks(parts, voices):
    text, blocks = "", []
    for index, (words, kind, level) in enumerate(parts):
        attributes = (
            {"from": str(index), "to": str(index + 1)} if kind == "cue" else {"bold": "yes"}
        )
        if kind == "cue" and voices:
            attributes["speaker"] = f"Voix {index % 2}"
        if words:
            end = len(text) + len(words)
            blocks.append(Block(kind, len(text), end, level, "", index // 3 + 1, attributes))
        text += words + "\n"
    document = Document(name="texte.docx", text=text, format="docx", blocks=tuple(blocks))
    check(document, analyse(document))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x0c", "a", ".", "\ufeff", "🙂\n" * 3])
def test_next_to_nothing(text):
    document = Document(name="vide.txt", text=text)
    check(document, analyse(document))


def test_the_same_text_always_gives_the_same_structure():
    text = "Arrêté du 3 mars 2022\n\nArrête :\n\nArticle 1\nLe préfet décide.\n"
    assert analyse(Document(name="a.txt", text=text)) == analyse(Document(name="a.txt", text=text))
