"""The notation of triggers: `il {appartenir} (à|au|aux) … de`, compiled to token elements.

- a word stands for itself, folded, with its elided form (`de` is also `d'`);
- `(à|au|aux)` is a choice, `(bien)?` or `bien?` may be absent;
- `{verbe}` is every present and future form of the verb when it comes first in the trigger, and
  every form of it afterwards; `{verbe:conditionnel}` names the tenses; `{@groupe}` is a group of
  verbs and `{classe}` a class of words of the `grammaire` files;
- `…` is a gap inside the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from rapidfuzz import process

from corpus.extraction.statements_grammar import SMALL_WORDS, Grammar
from corpus.french import conjugation
from corpus.french.fold import fold_word
from corpus.french.tokens import tokenize

_PIECE = re.compile(r"\{[^{}]*\}\??|\([^()]*\)\??|…|[^\s(){}…]+")
_ELISIONS = {
    word: word[:-1] + "'" for word in ("de", "que", "ne", "se", "le", "la", "je", "me", "te", "ce")
} | {"lorsque": "lorsqu'", "jusque": "jusqu'", "puisque": "puisqu'"}
NORM_TENSES = ("présent", "futur")
TENSES = {
    "présent": ("présent",),
    "futur": ("futur",),
    "conditionnel": ("conditionnel",),
    "imparfait": ("imparfait",),
    "passé": ("passé simple",),
    "subjonctif": ("subjonctif",),
    "impératif": ("impératif",),
    "infinitif": ("infinitif",),
    "participe": ("participe passé",),
    "gérondif": ("participe présent",),
}


_SPECIAL = ("nombre", "date", "infinitif", "participe")


class PatternError(ValueError):
    """A trigger that cannot be compiled; the message is French and says what to do."""


@dataclass(frozen=True, slots=True)
class Element:
    """One step of a trigger. `words` are folded; `gap` steps have none. `finite` asks that the
    token be the verb of a clause in one of `tenses`; `participle` that it be printed as one;
    `special` steps (`nombre`, `date`) take as many tokens as a number or a date has."""

    words: frozenset[str] = frozenset()
    optional: bool = False
    gap: bool = False
    special: str = ""
    finite: bool = False
    participle: bool = False
    tenses: frozenset[str] = frozenset()
    weight: int = 0


GAP = Element(gap=True)


def compile_pattern(source: str, grammar: Grammar) -> list[tuple[Element, ...]]:
    """The variants of one trigger. Raises `PatternError` for an unknown verb, group or class."""
    if source.count("(") != source.count(")") or source.count("{") != source.count("}"):
        raise PatternError(f"Une parenthèse ou une accolade n'est pas fermée dans « {source} ».")
    pieces = _PIECE.findall(source)
    if not pieces:
        raise PatternError("Le déclencheur est vide.")
    seen_verb = False
    steps: list[list[tuple[Element, ...]]] = []
    for piece in pieces:
        options = list(_options(piece, grammar, seen_verb))
        seen_verb = seen_verb or any(e.finite for option in options for e in option)
        steps.append(options)
    return [tuple(e for option in choice for e in option) for choice in product(*steps)]


def _options(piece: str, grammar: Grammar, seen_verb: bool) -> Iterator[tuple[Element, ...]]:
    optional = piece.endswith("?") and len(piece) > 1
    body = piece[:-1] if optional else piece
    if body == "…":
        yield (GAP,)
    elif body.startswith("{"):
        yield (_braces(body[1:-1].strip(), grammar, optional, seen_verb),)
    elif body.startswith("("):
        yield from _choice(body[1:-1], grammar, optional, seen_verb)
    else:
        yield tuple(_words([body], optional, grammar))


def _choice(
    body: str, grammar: Grammar, optional: bool, seen_verb: bool
) -> Iterator[tuple[Element, ...]]:
    choices = [choice.strip() for choice in body.split("|")]
    optional = optional or "" in choices
    choices = [choice for choice in choices if choice]
    simple = [c for c in choices if " " not in c and "{" not in c and len(_split(c)) == 1]
    if simple:
        yield tuple(_words(simple, optional and len(simple) == len(choices), grammar))
    for choice in choices:
        if choice not in simple:
            for variant in product(
                *(list(_options(piece, grammar, seen_verb)) for piece in _PIECE.findall(choice))
            ):
                yield tuple(element for option in variant for element in option)
    if optional and len(simple) != len(choices):
        yield ()


def _words(choices: list[str], optional: bool, grammar: Grammar) -> Iterator[Element]:
    """One element per token of a plain word (`celui-ci` is two), all choices being one token."""
    if len(choices) == 1:
        for word in _split(choices[0]):
            yield Element(_with_elision(word), optional, weight=_weight(word, grammar))
        return
    words = frozenset().union(*(_with_elision(fold_word(choice)) for choice in choices))
    yield Element(
        words, optional, weight=min(_weight(fold_word(choice), grammar) for choice in choices)
    )


def _split(word: str) -> list[str]:
    """The tokens of a written word; a final apostrophe marks an elision (`d'`)."""
    if word[-1] in "'’" and word[:-1].isalpha():
        return [fold_word(word)]
    return tokenize(word).words


def _with_elision(word: str) -> frozenset[str]:
    elided = _ELISIONS.get(word)
    return frozenset((word, elided)) if elided else frozenset((word,))


def _weight(word: str, grammar: Grammar) -> int:
    """How well a word serves as an anchor: prepositions, articles and pronouns are everywhere."""
    return 0 if len(word) <= 3 or grammar.tag(word) & SMALL_WORDS else 2


def _braces(name: str, grammar: Grammar, optional: bool, seen_verb: bool) -> Element:
    if name in _SPECIAL:
        return Element(optional=optional, special=name)
    name, _, tense_list = name.partition(":")
    names = [one.strip() for one in tense_list.split(",") if one.strip()]
    for one in names:
        if one not in TENSES:
            raise PatternError(_unknown("Temps inconnu", one, list(TENSES)))
    tenses = tuple(t for one in names for t in TENSES[one])
    if name.startswith("@"):
        if name[1:] not in grammar.groups:
            raise PatternError(_unknown("Groupe de verbes inconnu", name[1:], list(grammar.groups)))
        lemmas: frozenset[str] = grammar.groups[name[1:]]
        return _verb_element(lemmas, tenses, optional, seen_verb, grammar)
    if grammar.classes.get(name):
        return Element(grammar.classes[name], optional, weight=0)
    if conjugation.conjugate(name):
        return _verb_element(frozenset((name,)), tenses, optional, seen_verb, grammar)
    raise PatternError(_unknown("Verbe ou classe inconnus", name, sorted(conjugation.lemmas())))


def _unknown(what: str, name: str, known: list[str]) -> str:
    best = process.extractOne(name, known, score_cutoff=60)
    hint = f" Vouliez-vous dire « {best[0]} » ?" if best else ""
    return f"{what} : « {name} ».{hint}"


# These verbs are in every sentence: never the anchor when another word can be.
_LIGHT = frozenset(("être", "avoir", "faire", "pouvoir", "devoir"))


def _forms(lemmas: frozenset[str], tenses: tuple[str, ...]) -> frozenset[str]:
    unknown = [lemma for lemma in lemmas if not conjugation.conjugate(lemma)]
    if unknown:
        raise PatternError(_unknown("Verbe inconnu", unknown[0], sorted(conjugation.lemmas())))
    return frozenset(
        fold_word(form.form)
        for lemma in lemmas
        for form in conjugation.conjugate(lemma)
        if not tenses or form.tense in tenses
    )


def _verb_element(
    lemmas: frozenset[str],
    tenses: tuple[str, ...],
    optional: bool,
    seen_verb: bool,
    grammar: Grammar,
) -> Element:
    if not tenses and not seen_verb:
        tenses = NORM_TENSES
    # Many rules name one group of verbs: its thousands of forms are gathered once.
    words = grammar.form_sets.get((lemmas, tenses))
    if words is None:
        words = grammar.form_sets[lemmas, tenses] = _forms(lemmas, tenses)
    finite = bool(tenses) and all(tense in conjugation.FINITE for tense in tenses)
    participle = bool(tenses) and set(tenses) == {"participe passé"}
    weight = 1 if lemmas <= _LIGHT else 3
    return Element(words, optional, False, "", finite, participle, frozenset(tenses), weight)
