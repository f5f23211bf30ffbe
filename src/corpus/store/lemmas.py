"""Which word a form belongs to, for search: from verb tables, plural and feminine endings, and the
exceptions of `rules/recherche/`. Nothing is stemmed, so that délai and délit stay two words.

A form may have several readings (`contrôle` is a noun and a form of contrôler); the preferred ones
are those a query for that very form is widened to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from corpus.french import conjugation
from corpus.rules import Ruleset

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
# Person 2 of the singular is not written in these texts; its forms are plurals of nouns.
_UNWRITTEN = 2
_PARTICIPLES = ("participe passé", "participe présent")
_UNKNOWN_VERB = ("é", "ée", "és", "ées", "e", "ent", "ait", "aient", "era", "eront", "ant")


@dataclass(frozen=True, slots=True)
class Reading:
    """One word that a form may be. `category` is `verbe` or `nom` (nouns, adjectives, the rest)."""

    lemma: str
    category: str
    source: str
    preferred: bool = True


@dataclass(frozen=True, slots=True)
class Exceptions:
    """What `rules/recherche/*.yaml` says. Every text is lower case, with its accents."""

    forms: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # form -> lemma, rule
    never: Mapping[str, frozenset[str]] = field(default_factory=dict)  # form -> lemmas
    stop_words: frozenset[str] = frozenset()
    invariable: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    plurals: Mapping[str, str] = field(default_factory=dict)
    feminines: tuple[tuple[str, str], ...] = ()


def load_exceptions(ruleset: Ruleset) -> Exceptions:
    """The exceptions of a rule set (family `recherche`)."""
    forms: dict[str, tuple[str, str]] = {}
    never: dict[str, set[str]] = {}
    words: dict[str, set[str]] = {"mots_vides": set(), "invariables": set(), "noms": set()}
    plurals: dict[str, str] = {}
    feminines: list[tuple[str, str]] = []
    for _, item in ruleset.family("recherche"):
        for form in item.texts("formes"):
            forms[form.lower()] = (str(item.data.get("lemme", form)).lower(), item.id)
            never.setdefault(form.lower(), set()).update(item.texts("jamais_avec"))
        for key, found in words.items():
            found.update(one for text in item.texts(key) for one in text.lower().split())
        plurals.update({str(k): str(v) for k, v in _table(item.data.get("pluriels")).items()})
        for feminine, masculines in _table(item.data.get("feminins")).items():
            feminines += [(str(feminine), one) for one in str(masculines).split()]
    return Exceptions(
        forms=forms,
        never={form: frozenset(lemmas) for form, lemmas in never.items()},
        stop_words=frozenset(words["mots_vides"]),
        invariable=frozenset(words["invariables"]),
        nouns=frozenset(words["noms"]),
        plurals=plurals,
        feminines=tuple(sorted(feminines, key=lambda pair: -len(pair[0]))),
    )


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def lemma_key(lemma: str) -> str:
    """A lemma written without ligature, so that œuvre and oeuvre are one."""
    return lemma.translate(_LIGATURES)


class Lemmatizer:
    """Readings of forms, given which forms the corpus attests and how often."""

    def __init__(self, attested: Mapping[str, int], exceptions: Exceptions) -> None:
        self._attested, self._exceptions = attested, exceptions

    def readings(self, form: str) -> tuple[Reading, ...]:
        """Every word that `form` (lower case, with its accents) may be, at least one."""
        said = self._exceptions.forms.get(form)
        never = self._exceptions.never.get(form, frozenset())
        verbs = [one for one in self._verbs(form) if one.lemma not in never]
        if said is not None:
            noun = Reading(lemma_key(said[0]), "nom", said[1])
            return (noun, *(_second(one) for one in verbs))
        if form in self._exceptions.stop_words:
            return (Reading(lemma_key(form), "nom", "mot vide"), *(_second(v) for v in verbs))
        if form in self._exceptions.nouns:
            return (self._noun(form), *(_second(one) for one in verbs))
        if not any(one.preferred for one in verbs):
            return (self._noun(form), *verbs)
        noun_too = self._is_noun_too(form, verbs[0])
        if noun_too is None:
            return tuple(verbs)
        return (self._noun(form), *(verbs if noun_too else (_second(one) for one in verbs)))

    # ------------------------------------------------------------ verbs

    def _verbs(self, form: str) -> Iterator[Reading]:
        analyses = conjugation.analyse(form)
        for lemma in dict.fromkeys(one.lemma for one in analyses):
            written = any(one.lemma == lemma and not _is_unwritten(one) for one in analyses)
            yield Reading(lemma_key(lemma), "verbe", "conjugaison", preferred=written)
        if not analyses and (infinitive := self._unknown_verb(form)):
            yield Reading(infinitive, "verbe", "terminaison")

    def _unknown_verb(self, form: str) -> str | None:
        """A regular verb that no table knows: its infinitive and its participle must be there."""
        for ending in ("er", *_UNKNOWN_VERB):
            stem = form.removesuffix(ending)
            if stem == form or len(stem) < 3:
                continue
            if f"{stem}er" in self._attested and f"{stem}é" in self._attested:
                return f"{stem}er"
        return None

    def _is_noun_too(self, form: str, verb: Reading) -> bool | None:
        """None: a verb form and nothing else; True: both at once; False: rather a noun.

        The plural in -s tells: `contrôles`, `intervenants` are no verb forms one writes, whereas
        the plural of a past participle proves nothing.
        """
        if verb.source != "conjugaison" or form.endswith(("s", "x", "z")):
            return None
        tenses = {one.tense for one in conjugation.analyse(form)}
        if "participe passé" in tenses or f"{form}s" not in self._attested:
            return None
        return "infinitif" in tenses

    # ------------------------------------------------------------ nouns and adjectives

    def _noun(self, form: str) -> Reading:
        singular = self._singular(form)
        masculine = self._masculine(singular)
        source = "forme" if masculine == form else "terminaison"
        return Reading(lemma_key(masculine), "nom", source)

    def _singular(self, form: str) -> str:
        if form in self._exceptions.plurals:
            return self._exceptions.plurals[form]
        if form in self._exceptions.invariable or len(form) <= 3:
            return form
        if form.endswith("aux") and not form.endswith("eaux"):
            regular, other = form[:-3] + "al", form[:-1]
            return other if other in self._attested and regular not in self._attested else regular
        if form.endswith("eux") and form[:-1] not in self._attested:
            return form
        if form.endswith("s") and not form.endswith("ss"):
            return form[:-1]
        return form[:-1] if form.endswith("x") and form[:-1] in self._attested else form

    def _masculine(self, form: str) -> str:
        """The masculine that a feminine ending points to, when the corpus has it."""
        if form in self._exceptions.nouns:
            return form
        for feminine, masculine in self._exceptions.feminines:
            if form.endswith(feminine) and len(form) > len(feminine) + 1:
                candidate = form[: -len(feminine)] + masculine
                plural = candidate[:-2] + "aux" if candidate.endswith("al") else candidate + "s"
                if candidate in self._attested or plural in self._attested:
                    return candidate
        return form


def _is_unwritten(form: conjugation.VerbForm) -> bool:
    return form.person == _UNWRITTEN and not form.plural and form.form.endswith("s")


def _second(reading: Reading) -> Reading:
    return Reading(reading.lemma, reading.category, reading.source, preferred=False)
