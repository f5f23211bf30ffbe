"""What is looked for, with every form that is accepted, and its phrases for FTS5. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

# Beyond this many combinations of forms in one phrase or proximity, the rarest are left out.
MAX_COMBINATIONS = 120


@dataclass(frozen=True, slots=True)
class Form:
    """One spelling that is accepted. `token` is what the full-text index holds; when `guarded`,
    other words share that token and the accents decide."""

    text: str
    token: str
    guarded: bool = False
    occurrences: int = 0


@dataclass(frozen=True, slots=True)
class Sought:
    """A word: any of `forms`, or any word that begins with one of `prefixes`."""

    forms: tuple[Form, ...]
    prefixes: tuple[str, ...] = ()

    @property
    def guarded(self) -> bool:
        """True when the full-text index alone cannot tell this word from others."""
        return any(form.guarded for form in self.forms)


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


def phrase_expression(words: tuple[Sought, ...]) -> str:
    """The phrase, or the beginnings of words, for FTS5. Everything is quoted, so that nothing in
    it is syntax."""
    if len(words) == 1 and words[0].prefixes:
        return " OR ".join(f'"{prefix}" *' for prefix in words[0].prefixes)
    return " OR ".join(f'"{phrase}"' for phrase in _phrases(words))


def near_expression(target: Close) -> str:
    """The proximity for FTS5."""
    groups = [
        [
            phrase
            for sequence in group
            for variant in sequence.variants
            for phrase in _phrases(variant)
        ]
        for group in target.groups
    ]
    _shorten(groups)
    return " OR ".join(
        "NEAR(" + " ".join(f'"{one}"' for one in phrases) + f", {target.distance})"
        for phrases in itertools.product(*groups)
    )


def guards(target: Sequence | Close) -> Iterator[Sought]:
    """The words that a passage must hold with their accents, besides its phrase: those that no
    other variant or group can stand for."""
    if isinstance(target, Close):
        for group in target.groups:
            if len(group) == 1:
                yield from guards(group[0])
    elif len(target.variants) == 1:
        yield from (word for word in target.variants[0] if word.guarded)


def _phrases(words: tuple[Sought, ...]) -> list[str]:
    """The phrases that the forms of `words` make, the commonest when there are too many."""
    choices = [
        list(dict.fromkeys(form.token for form in word.forms)) or [prefix]
        for word in words
        for prefix in (word.prefixes or ("",))[:1]
    ]
    _shorten(choices)
    return [" ".join(tokens) for tokens in itertools.product(*choices)]


def _shorten(choices: list[list[str]]) -> None:
    """Leave out the last of the longest list until the combinations are few enough."""
    while _product(choices) > MAX_COMBINATIONS:
        max(choices, key=len).pop()


def _product(choices: list[list[str]]) -> int:
    total = 1
    for choice in choices:
        total *= max(1, len(choice))
    return total
