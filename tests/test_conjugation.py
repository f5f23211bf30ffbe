"""Conjugation: forms to verbs and back, on the words that lookup lemmas get wrong."""

from __future__ import annotations

import pytest

from corpus.french.conjugation import VerbForm, analyse, conjugate, lemmas


def readings(word: str) -> set[tuple[str, str, int, bool]]:
    return {(form.lemma, form.tense, form.person, form.plural) for form in analyse(word)}


@pytest.mark.parametrize(
    ("word", "lemma", "tense", "person", "plural"),
    [
        ("doit", "devoir", "présent", 3, False),
        ("doivent", "devoir", "présent", 3, True),
        ("devrait", "devoir", "conditionnel", 3, False),
        ("tenu", "tenir", "participe passé", 0, False),
        ("chargé", "charger", "participe passé", 0, False),
        ("veille", "veiller", "présent", 3, False),
        ("appartiendra", "appartenir", "futur", 3, False),
        ("transmet", "transmettre", "présent", 3, False),
        ("délivre", "délivrer", "présent", 3, False),
        ("statue", "statuer", "présent", 3, False),
        ("interdite", "interdire", "participe passé", 0, False),
        ("procédera", "procéder", "futur", 3, False),
        ("procèdera", "procéder", "futur", 3, False),
        ("emploiera", "employer", "futur", 3, False),
        ("appelle", "appeler", "présent", 3, False),
        ("achève", "achever", "présent", 3, False),
        ("commençons", "commencer", "présent", 1, True),
        ("obligeait", "obliger", "imparfait", 3, False),
        ("reçoivent", "recevoir", "présent", 3, True),
        ("établissent", "établir", "présent", 3, True),
        ("souscrit", "souscrire", "présent", 3, False),
        ("puisse", "pouvoir", "subjonctif", 3, False),
        ("veuillez", "vouloir", "impératif", 2, True),
        ("faudrait", "falloir", "conditionnel", 3, False),
        ("dû", "devoir", "participe passé", 0, False),
        ("maintiennent", "maintenir", "présent", 3, True),
        ("prévoit", "prévoir", "présent", 3, False),
        ("enverra", "envoyer", "futur", 3, False),
    ],
)
def test_a_form_gives_its_verb(
    word: str, lemma: str, tense: str, person: int, plural: bool
) -> None:
    assert (lemma, tense, person, plural) in readings(word)


def test_accents_tell_a_present_from_a_participle() -> None:
    assert {form.tense for form in analyse("chargé")} == {"participe passé"}
    assert "participe passé" not in {form.tense for form in analyse("charge")}
    assert analyse("à") == ()


def test_capitals_lose_their_accents() -> None:
    assert {form.lemma for form in analyse("DOIT")} == {"devoir"}
    assert "participe passé" in {form.tense for form in analyse("CHARGE")}


def test_an_unknown_word_is_said_to_be_unknown() -> None:
    assert analyse("parentalité") == ()
    assert conjugate("parentaliser") == ()


def test_every_verb_has_its_infinitive_and_third_persons() -> None:
    impersonal = {"falloir", "échoir"}
    for lemma in lemmas() - impersonal:
        forms = conjugate(lemma)
        assert VerbForm(lemma, lemma, "infinitif") in forms
        for plural in (False, True):
            assert any(f.tense == "présent" and f.person == 3 and f.plural is plural for f in forms)


def test_participles_agree() -> None:
    shapes = {(f.form, f.plural, f.feminine) for f in conjugate("tenir") if "passé" in f.tense}
    assert ("tenues", True, True) in shapes
    soumis = [f.form for f in conjugate("soumettre") if f.tense == "participe passé"]
    assert soumis == ["soumis", "soumise", "soumises"]
