"""Conjugation of administrative verbs, from tables: which verb a form belongs to, and back.

Lookup lemmas of the usual libraries miss `doit`, `tenu`, `chargé` and `veille`; here every form is
generated from `conjugation.yaml` (regular patterns computed, irregular models as data), so what is
known is right and what is not known is said to be unknown (an empty answer).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml

from corpus.french.fold import fold_word

Tense = Literal[
    "infinitif",
    "présent",
    "futur",
    "conditionnel",
    "imparfait",
    "passé simple",
    "subjonctif",
    "impératif",
    "participe passé",
    "participe présent",
]
Person = Literal[0, 1, 2, 3]
FINITE: frozenset[str] = frozenset(
    ("présent", "futur", "conditionnel", "imparfait", "passé simple", "subjonctif", "impératif")
)
_PERSONS: tuple[tuple[Person, bool], ...] = (
    (1, False),
    (2, False),
    (3, False),
    (1, True),
    (2, True),
    (3, True),
)
_FUTURE = ("ai", "as", "a", "ons", "ez", "ont")
_IMPERFECT = ("ais", "ais", "ait", "ions", "iez", "aient")
_ER_PRESENT = ("e", "es", "e", "ons", "ez", "ent")
_IR_PRESENT = ("is", "is", "it", "issons", "issez", "issent")
_SUBJUNCTIVE = ("e", "es", "e", "ions", "iez", "ent")
_ABSENT = "-"
_CONSONANTS = "bcdfghjklmnpqrstvwxz"


class VerbForm(NamedTuple):
    """One form of one verb. `person` is 0 for infinitives and participles; `plural` and `feminine`
    tell the agreement of the form."""

    form: str
    lemma: str
    tense: Tense
    person: Person = 0
    plural: bool = False
    feminine: bool = False

    @property
    def finite(self) -> bool:
        """True when the form carries a person."""
        return self.tense in FINITE


def conjugate(lemma: str) -> tuple[VerbForm, ...]:
    """Every form of a known verb; `()` when the verb is in no table."""
    return _tables()[0].get(lemma, ())


def lemmas() -> frozenset[str]:
    """The infinitives of all known verbs."""
    return frozenset(_tables()[0])


def analyse(word: str) -> tuple[VerbForm, ...]:
    """The verb forms that `word` may be, accents counting: `charge` is a present, `chargé` not.

    A word in capitals is also read without its accents, because capitals often lose them.
    """
    folded = fold_word(word)
    candidates = _tables()[1].get(folded, ())
    if word.isupper() and len(word) > 1:
        return candidates
    lowered = word.lower()
    return tuple(one for one in candidates if one.form == lowered)


def by_folded(folded: str) -> tuple[VerbForm, ...]:
    """The verb forms whose folded spelling (see `fold_word`) is `folded`, accents aside."""
    return _tables()[1].get(folded, ())


def folded_forms() -> Mapping[str, tuple[VerbForm, ...]]:
    """Every known form by its folded spelling; shared, not to be changed."""
    return _tables()[1]


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, tuple[VerbForm, ...]], dict[str, tuple[VerbForm, ...]]]:
    source = Path(__file__).with_name("conjugation.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data = yaml.load(source, Loader=loader)
    verbs: dict[str, tuple[VerbForm, ...]] = {}
    doubling = frozenset(str(data["doublent"]).split())
    for lemma in str(data["réguliers"]).split():
        verbs[lemma] = tuple(_first_group(lemma, lemma in doubling))
    for lemma in str(data["deuxième"]).split():
        verbs[lemma] = tuple(_second_group(lemma))
    for name, model in data["modèles"].items():
        verbs.update(_model(name, model))
    index: dict[str, list[VerbForm]] = {}
    for forms in verbs.values():
        for form in forms:
            index.setdefault(fold_word(form.form), []).append(form)
    return verbs, {folded: tuple(forms) for folded, forms in index.items()}


# ------------------------------------------------------------------------------ regular patterns


def _first_group(lemma: str, doubles: bool) -> Iterator[VerbForm]:
    stem = lemma[:-2]
    strong = _strong_stem(stem, doubles)
    soft = _softened(stem)
    present = [
        strong + "e",
        strong + "es",
        strong + "e",
        soft + "ons",
        stem + "ez",
        strong + "ent",
    ]
    subjunctive = [
        strong + "e",
        strong + "es",
        strong + "e",
        stem + "ions",
        stem + "iez",
        strong + "ent",
    ]
    imperfect = [(soft if ending[0] == "a" else stem) + ending for ending in _IMPERFECT]
    yield VerbForm(lemma, lemma, "infinitif")
    yield from _persons(lemma, "présent", present)
    yield from _persons(lemma, "subjonctif", subjunctive)
    yield from _persons(lemma, "imparfait", imperfect)
    for future in _future_stems(stem, strong):
        yield from _futures(lemma, future)
    yield VerbForm(soft + "a", lemma, "passé simple", 3)
    yield VerbForm(stem + "èrent", lemma, "passé simple", 3, True)
    yield VerbForm(strong + "e", lemma, "impératif", 2)
    yield VerbForm(stem + "ez", lemma, "impératif", 2, True)
    yield VerbForm(soft + "ant", lemma, "participe présent")
    yield from _participles(lemma, stem + "é")


def _softened(stem: str) -> str:
    """The stem before `a` and `o`: `commençons`, `obligeons`."""
    if stem.endswith("c"):
        return stem[:-1] + "ç"
    return stem + "e" if stem.endswith("g") else stem


def _strong_stem(stem: str, doubles: bool) -> str:
    """The stem before a mute `e`: `appelle`, `emploie`, `procède`, `achève`."""
    if doubles:
        return stem + stem[-1]
    if stem.endswith(("oy", "uy", "ay")):
        return stem[:-1] + "i"
    vowel = len(stem) - 1
    while vowel > 0 and stem[vowel] in _CONSONANTS:
        vowel -= 1
    tail = stem[vowel + 1 :]
    if stem[vowel] == "é" and tail:
        return stem[:vowel] + "è" + tail
    if stem[vowel] == "e" and len(tail) == 1 and tail not in "x":
        return stem[:vowel] + "è" + tail
    return stem


def _future_stems(stem: str, strong: str) -> tuple[str, ...]:
    """Both spellings of `procédera` are in use; `paiera` and `payera` too."""
    if strong != stem and (("è" in strong and "é" in stem) or stem.endswith("ay")):
        return (stem + "er", strong + "er")
    return (strong + "er",)


def _second_group(lemma: str) -> Iterator[VerbForm]:
    stem = lemma[:-2]
    yield VerbForm(lemma, lemma, "infinitif")
    yield from _persons(lemma, "présent", [stem + ending for ending in _IR_PRESENT])
    yield from _persons(lemma, "subjonctif", [stem + "iss" + one for one in _SUBJUNCTIVE])
    yield from _persons(lemma, "imparfait", [stem + "iss" + one for one in _IMPERFECT])
    yield from _futures(lemma, lemma)
    yield VerbForm(stem + "it", lemma, "passé simple", 3)
    yield VerbForm(stem + "irent", lemma, "passé simple", 3, True)
    yield VerbForm(stem + "issez", lemma, "impératif", 2, True)
    yield VerbForm(stem + "issant", lemma, "participe présent")
    yield from _participles(lemma, stem + "i")


# ------------------------------------------------------------------------------ irregular models


def _model(name: str, model: Mapping[str, Any]) -> dict[str, tuple[VerbForm, ...]]:
    """A model's own forms (unless its name starts with `-`: a stem that is no verb) and those of
    its compounds, which differ by the prefix alone."""
    base = name.removeprefix("-")
    result: dict[str, tuple[VerbForm, ...]] = {}
    if base == name:
        result[name] = tuple(_irregular(name, "", model))
    for derived in model.get("dérivés", ()):
        if not derived.endswith(base):
            raise ValueError(f"{derived} ne dérive pas de {base}")
        result[derived] = tuple(_irregular(derived, derived[: -len(base)], model))
    return result


def _irregular(lemma: str, prefix: str, model: Mapping[str, Any]) -> Iterator[VerbForm]:
    present: list[str] = model["présent"]
    imperfect = model.get("imparfait") or present[3].removesuffix("ons")
    subjunctive = model.get("subjonctif") or _regular_subjunctive(present, imperfect)
    yield VerbForm(lemma, lemma, "infinitif")
    yield from _persons(lemma, "présent", present, prefix)
    yield from _persons(lemma, "subjonctif", subjunctive, prefix)
    yield from _persons(lemma, "imparfait", [imperfect + one for one in _IMPERFECT], prefix)
    yield from _futures(lemma, prefix + model["futur"])
    for plural, form in enumerate(model["passé"]):
        if form != _ABSENT:
            yield VerbForm(prefix + form, lemma, "passé simple", 3, bool(plural))
    for form in model.get("impératif", [present[4]]):
        if form != _ABSENT:
            yield VerbForm(prefix + form, lemma, "impératif", 2, True)
    yield VerbForm(prefix + model.get("gérondif", imperfect + "ant"), lemma, "participe présent")
    yield from _participles(lemma, prefix + model["participe"], model.get("féminin"))


def _regular_subjunctive(present: list[str], imperfect: str) -> list[str]:
    strong = present[5].removesuffix("ent")
    return [
        (imperfect if number in (3, 4) else strong) + ending
        for number, ending in enumerate(_SUBJUNCTIVE)
    ]


# ---------------------------------------------------------------------------------------- pieces


def _persons(lemma: str, tense: Tense, forms: list[str], prefix: str = "") -> Iterator[VerbForm]:
    for (person, plural), form in zip(_PERSONS, forms, strict=True):
        if form != _ABSENT:
            yield VerbForm(prefix + form, lemma, tense, person, plural)


def _futures(lemma: str, stem: str) -> Iterator[VerbForm]:
    yield from _persons(lemma, "futur", [stem + ending for ending in _FUTURE])
    yield from _persons(lemma, "conditionnel", [stem + ending for ending in _IMPERFECT])


def _participles(lemma: str, masculine: str, feminine: str | None = None) -> Iterator[VerbForm]:
    feminine = feminine or masculine + "e"
    plural = masculine if masculine.endswith("s") else masculine.replace("û", "u") + "s"
    yield VerbForm(masculine, lemma, "participe passé")
    yield VerbForm(feminine, lemma, "participe passé", feminine=True)
    if plural != masculine:
        yield VerbForm(plural, lemma, "participe passé", plural=True)
    yield VerbForm(feminine + "s", lemma, "participe passé", plural=True, feminine=True)
