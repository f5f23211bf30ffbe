"""The engine inside spaCy: our language, other people's pipelines, DocBin, displaCy, processes."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from corpus.errors import RuleError
from corpus.extraction.engine import Engine, engine_for
from corpus.extraction.language import COMPONENTS, blank
from corpus.model import Document
from corpus.rules import load_rules

TEXT = """\
Circulaire n° 2012-093 du 23 mai 2012

Les Caf doivent adresser un bilan au préfet avant le 31 décembre 2012, dans les conditions de
l'article L. 214-1-2 du code de l'action sociale et des familles.

L’accueil en Laep – c'est-à-dire sans inscription –  ne peut être refusé.
"""
TEXTS = [
    TEXT,
    "",
    "La Cnaf publie une charte.\n\n\tFin.",
    "Le préfet peut convoquer la commission.",
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return blank()


# ---------------------------------------------------------------- tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("l'école d’Alice", ["l'", "école", "d’", "Alice"]),
        ("n° 2012-093", ["n°", "2012-093"]),
        ("L. 214-1-2 et L.121-3", ["L.", "214-1-2", "et", "L.", "121-3"]),
        ("R.* 133-4", ["R.", "*", "133-4"]),
        ("C'est-à-dire aujourd’hui", ["C'est-à-dire", "aujourd’hui"]),
        ("enfants-parents", ["enfants", "-", "parents"]),
        ("a  b\n c", ["a", " ", "b", "\n ", "c"]),
        ("« Reaap-Clas »", ["«", "Reaap", "-", "Clas", "»"]),
        ("10 000,50 € le 12/03/2022.", ["10", "000,50", "€", "le", "12/03/2022", "."]),
        ("Le ΔT de l'air", ["Le", "ΔT", "de", "l'", "air"]),
        (
            "l'article R.*\n133-4, la média-\ntion",
            ["l'", "article", "R.", "*", "\n", "133-4", ",", "la", "média", "-", "\n", "tion"],
        ),
    ],
)
def test_the_tokenizer_knows_administrative_french(
    nlp: Language, text: str, tokens: list[str]
) -> None:
    assert [token.text for token in nlp.make_doc(text)] == tokens


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        " ",
        "\n\n x",
        "x \n",
        "\u00a0«\u202fx\u202f»",
        "œuvre ﬁn",
        "Ελλάς 漢字 🙂",
        "_a_ b-",
        "ρair, 5 µm et ΔT",
    ],
)
def test_the_text_is_never_changed(nlp: Language, text: str) -> None:
    assert nlp.make_doc(text).text == text


# ---------------------------------------------------------------- what is written into the Doc


def test_facts_are_spans_and_attributes(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert [(s.text, s.label_, s._.entity) for s in doc.spans["mentions"]][:2] == [
        ("Caf", "BODY", "caisse d'allocations familiales"),
        ("préfet", "BODY", "préfet"),
    ]
    assert "L. 214-1-2" in doc.spans["references"][-1].text
    assert doc.spans["statements"][0].label_ == "obligation"
    assert next(s.text for s in doc.spans["statement_parts"] if s.label_ == "bearer") == "Caf"
    assert all(s._.rule for s in doc.spans["mentions"])
    assert [m.text for m in doc._.mentions] == [s.text for s in doc.spans["mentions"]]


def test_the_pipeline_finds_what_the_engine_finds(nlp: Language) -> None:
    doc, extraction = nlp(TEXT), engine().run(Document("texte", TEXT))
    assert doc._.mentions == extraction.mentions
    assert doc._.references == extraction.references
    assert doc._.statements == extraction.statements
    assert doc._.structure == extraction.structure


def test_a_part_of_the_pipeline_does_the_work_that_it_needs() -> None:
    nlp = blank(components=False)
    nlp.add_pipe("corpus_statements")
    doc = nlp(TEXT)
    assert doc._.statements == engine().run(Document("texte", TEXT)).statements
    assert "mentions" not in doc.spans


# ---------------------------------------------------------------- other people's tools


def test_components_work_in_another_pipeline() -> None:
    other = spacy.blank("fr")
    other.add_pipe("sentencizer")
    for name in COMPONENTS:
        other.add_pipe(name)
    doc = other(TEXT)
    assert doc._.mentions == blank()(TEXT)._.mentions
    assert "Caf" in [span.text for span in doc.spans["mentions"]]


def test_spans_that_another_tokenizer_cuts_otherwise_are_widened() -> None:
    other = spacy.blank("xx")
    other.add_pipe("corpus_mentions")
    doc = other("L'école_des Caf. Les Reaap-Clas.")
    assert [m.text for m in doc._.mentions][-2:] == ["Reaap", "Clas"]
    assert all(span.text for span in doc.spans["mentions"])


def test_facts_survive_a_docbin(nlp: Language, tmp_path: Path) -> None:
    path = tmp_path / "corpus.spacy"
    DocBin(docs=list(nlp.pipe(TEXTS)), store_user_data=True).to_disk(path)
    again = list(DocBin().from_disk(path).get_docs(nlp.vocab))
    assert [facts(doc) for doc in again] == [facts(nlp(text)) for text in TEXTS]
    assert [s._.entity for s in again[0].spans["mentions"]] == [
        s._.entity for s in nlp(TEXT).spans["mentions"]
    ]


def test_displacy_shows_them(nlp: Language) -> None:
    html = displacy.render(nlp(TEXT), style="span", options={"spans_key": "mentions"})
    assert "Caf" in html
    assert "BODY" in html


def test_a_saved_pipeline_loads_again(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    assert facts(again(TEXT)) == facts(nlp(TEXT))


# ---------------------------------------------------------------- streams and processes


def test_a_memory_zone_may_end() -> None:
    """What a zone adds to the vocabulary is forgotten with it; the next text is cut all the same."""
    nlp, text = blank(), "Les xylophonistes doivent informer la caisse d'allocations familiales."
    for _ in range(2):
        with nlp.memory_zone():
            doc = nlp(text)
            assert doc.text == text
            assert [span.kb_id_ for span in doc.spans["mentions"]] == [
                "caisse d'allocations familiales"
            ]
    assert nlp(text).text == text


def test_streams_and_processes_give_the_same(nlp: Language) -> None:
    alone = [facts(nlp(text)) for text in TEXTS]
    assert [facts(doc) for doc in nlp.pipe(TEXTS, batch_size=2)] == alone
    assert [facts(doc) for doc in nlp.pipe(TEXTS, n_process=2, batch_size=1)] == alone


def engine() -> Engine:
    return engine_for(load_rules())


def facts(doc: Doc) -> tuple[object, ...]:
    spans = {
        key: [(s.start_char, s.end_char, s.label_, s.kb_id_, s.id_) for s in group]
        for key, group in doc.spans.items()
    }
    return doc.text, doc._.mentions, doc._.references, doc._.statements, doc._.structure, spans


# ---------------------------------------------------------------- a trained pipeline as witness


@Language.component("analyse_de_test", assigns=["token.dep", "token.head"])
def hand_made_parse(doc: Doc) -> Doc:
    """Stands in for a trained parser, which the tests cannot download: the tree of one sentence."""
    tree = {"comité": ("doit", "nsubj"), "aide": ("comité", "nmod"), "siéger": ("doit", "xcomp")}
    for token in doc:
        head, dep = tree.get(token.text, ("doit", "dep"))
        token.head = next(other for other in doc if other.text == head)
        token.dep_ = dep if token.text != "doit" else "ROOT"
    doc[1].head, doc[2].head = doc[1].head, doc[3]
    return doc


def test_a_parse_makes_facts_more_or_less_certain(tmp_path: Path) -> None:
    other = spacy.blank("fr")
    other.add_pipe("analyse_de_test")
    other.to_disk(tmp_path / "modele")
    text = "Le comité d'aide doit siéger"
    rules = load_rules()
    plain = Engine(rules).run(Document("texte", text))
    heard = Engine(rules, model=str(tmp_path / "modele")).run(Document("texte", text))
    assert heard.mentions[0].certainty > plain.mentions[0].certainty
    assert [m.text for m in heard.mentions] == [m.text for m in plain.mentions]
    assert "confirme le porteur" in heard.statements[0].steps[-1]


def test_a_model_that_is_not_installed_is_told_in_french() -> None:
    with pytest.raises(RuleError, match="n'est pas installé"):
        Engine(load_rules(), model="fr_modele_inexistant")
