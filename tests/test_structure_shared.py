"""The founding texts and the real interviews that lie beside a checkout; skipped without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import Document
from corpus.structure import analyse

SHARED = Path(__file__).resolve().parents[2] / "shared"
SEEDS = SHARED / "seeds"
GOLD = SHARED / "gold"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not beside the checkout"),
]


def analysed(path: Path):
    text = path.read_text(encoding="utf-8")
    return text, analyse(Document(name=path.name, text=text))


def test_founding_circular():
    text, structure = analysed(SEEDS / "lettre-circulaire-cnaf-2012-093.txt")
    metadata = structure.metadata
    assert (metadata.kind, metadata.number, metadata.date) == (
        "lettre circulaire",
        "2012-093",
        "2012-05-23",
    )
    assert metadata.issuer == "directeur général de la Cnaf"
    assert metadata.addressee == "directeurs des caisses d'allocations familiales"
    labels = ["1", "11", "12", "13", "2", "21", "22", "3", "31", "32", "33", "34", "341", "342"]
    labels += ["4", "41", "42", "43", "5"]
    assert [s.label for s in structure.sections] == labels
    assert [s.level for s in structure.sections] == [len(label) for label in labels]
    assert [c.label for c in structure.calls] == [str(n) for n in range(1, 13)]
    assert structure.operative == ()
    glued = [text[c.call.start - 4 : c.call.end] for c in structure.calls]
    assert glued[0] == "20101" and glued[10] == "Clas11" and glued[5] == "aire6"
    last = structure.calls[8].note.of(text)
    assert last.startswith("9  L’article 16") and last.endswith("guideobservatoire.pdf")
    assert not structure.problems


@pytest.mark.parametrize(
    ("name", "date", "addressee", "signatory"),
    [
        (
            "lettre-ministre-2022-03-30.txt",
            "2022-03-30",
            "directrice générale de la cohésion sociale",
            "Adrien TAQUET, Secrétaire d'Etat",
        ),
        (
            "lettre-mission-2022-04-15.txt",
            "2022-04-15",
            "Madame Anne RAYNAUD et Monsieur Charles INGLES",
            "Virginie LASSERRE, Directrice Générale",
        ),
    ],
)
def test_founding_letters(name, date, addressee, signatory):
    _, structure = analysed(SEEDS / name)
    metadata = structure.metadata
    assert (metadata.date, metadata.addressee, metadata.signatory) == (date, addressee, signatory)


def test_order_with_its_charter():
    text, structure = analysed(GOLD / "arrete-charte-laep.txt")
    assert structure.metadata.date == "2022-11-14"
    kinds = [s.kind for s in structure.sections]
    assert kinds.count("article") == 7 and kinds.count("principle") == 7
    assert [s.label for s in structure.sections if s.kind == "principle"] == list("1234567")
    crossing = next(s for s in structure.sentences if "dix heures par" in s.of(text))
    assert crossing.of(text).endswith("an au minimum.")
    operative = " ".join(span.of(text) for span in structure.operative)
    assert "Quarante ans plus" not in operative and "Les familles viennent" in operative


def test_extracts_of_a_code():
    _, structure = analysed(GOLD / "crpa-extraits.txt")
    assert structure.genre == "legal"
    assert [s.kind for s in structure.sections] == ["article"] * 18
    assert len(structure.operative) == 18


def test_hearing_of_parents():
    text, structure = analysed(GOLD / "audition-parents.txt")
    assert len(structure.turns) == text.count("\n[00:")
    assert {t.speaker for t in structure.turns if t.role == "interviewee"} == {
        "Mme B.", "M. K.", "Mme S.", "Mme T.", "M. D.",
    }  # fmt: skip
    assert all(t.category for t in structure.turns if t.role == "interviewee")


def test_real_interviews_lose_no_labelled_turn():
    from corpus.reading import read

    wanted = {"chercheur": "interviewer", "checheur": "interviewer", "interviewe": "interviewee"}
    for path in sorted((SHARED / "data" / "interviews").glob("*.docx")):
        document = read(path)
        printed = [
            line.split("]")[0].strip("[ ").lower()
            for line in document.text.split("\n")
            if line.startswith("[") and "]" in line
        ]
        turns = analyse(document).turns
        assert [t.role for t in turns] == [wanted[label] for label in printed], path.name
