"""What is looked for, with every form that is accepted, and the same for FTS5. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.store.lexicon import accent_token

# Beyond this many combinations of forms in one phrase or proximity, the rarest are left out.
MAX_COMBINATIONS = 120


@dataclass(frozen=True, slots=True)
class Form:
    """One spelling that is accepted. `token` is what the index holds; when `guarded`, other words
    share that token and the accents decide."""

    text: str
    token: str
    guarded: bool = False
    occurrences: int = 0

    @property
    def expression(self) -> str:
        """This form for FTS5."""
        if self.guarded:
            return f'homographs : "{accent_token(self.text)}"'
        return f'"{self.token}"'


@dataclass(frozen=True, slots=True)
class Sought:
    """A word: any of `forms`, or any word that begins with `prefixes`."""

    forms: tuple[Form, ...]
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sequence:
    """Words that follow each other, each in any of its forms; one of `variants` in full."""

    variants: tuple[tuple[Sought, ...], ...]


@dataclass(frozen=True, slots=True)
class Close:
    """Sequences at most `distance` words apart: one of each group."""

    groups: tuple[tuple[Sequence, ...], ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Compound:
    """`kind` is AND or OR over `items`."""

    kind: str
    items: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Except:
    """`wanted`, without `banned`."""

    wanted: Target
    banned: Target


Target = Sequence | Close | Compound | Except


def compile_target(target: Target) -> str:
    """`target` as an FTS5 expression. Every word is quoted, so that nothing in it is syntax."""
    match target:
        case Sequence():
            return _any([_sequence(variant) for variant in target.variants])
        case Close():
            return _close(target)
        case Except():
            return f"({compile_target(target.wanted)} NOT {compile_target(target.banned)})"
        case Compound():
            return (
                _all(target)
                if target.kind == "AND"
                else _any([compile_target(item) for item in target.items])
            )


def _all(target: Compound) -> str:
    return "(" + " AND ".join(compile_target(item) for item in target.items) + ")"


def _any(expressions: list[str]) -> str:
    unique = list(dict.fromkeys(expressions))
    return unique[0] if len(unique) == 1 else "(" + " OR ".join(unique) + ")"


def _sequence(words: tuple[Sought, ...]) -> str:
    if len(words) == 1:
        return _sought(words[0])
    phrases = [f'"{phrase}"' for phrase in _combinations(words)]
    return _guarded(_any(phrases), words)


def _sought(word: Sought) -> str:
    expressions = [f'text : "{prefix}" *' for prefix in word.prefixes]
    return _any(expressions + [form.expression for form in word.forms])


def _combinations(words: tuple[Sought, ...]) -> list[str]:
    """The phrases that the forms of `words` make, the commonest when there are too many."""
    choices = [list(dict.fromkeys(form.token for form in word.forms)) for word in words]
    while _product(choices) > MAX_COMBINATIONS:
        max(choices, key=len).pop()
    return [" ".join(tokens) for tokens in itertools.product(*choices)]


def _product(choices: list[list[str]]) -> int:
    total = 1
    for choice in choices:
        total *= max(1, len(choice))
    return total


def _guarded(expression: str, words: Iterable[Sought]) -> str:
    """Where a word of a phrase is told by its accents, the passage must hold it with them."""
    guards = [
        _any([form.expression for form in word.forms])
        for word in words
        if word.forms and all(form.guarded for form in word.forms)
    ]
    return "(" + " AND ".join([expression, *dict.fromkeys(guards)]) + ")" if guards else expression


def _close(target: Close) -> str:
    groups = [
        [
            phrase
            for sequence in group
            for variant in sequence.variants
            for phrase in _combinations(variant)
        ]
        for group in target.groups
    ]
    while _product(groups) > MAX_COMBINATIONS:
        max(groups, key=len).pop()
    nears = [
        "NEAR(" + " ".join(f'"{one}"' for one in phrases) + f", {target.distance})"
        for phrases in itertools.product(*groups)
    ]
    words = [
        variant[0]
        for group in target.groups
        if len(group) == 1
        for variant in group[0].variants
        if len(variant) == 1
    ]
    return _guarded(_any(nears), words)
