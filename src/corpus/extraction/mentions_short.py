"""Short names of people: once a text has spoken of `mandataires judiciaires à la protection des
majeurs`, its `le mandataire` is one of them, though the word alone names nobody elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.extraction.heads_grammar import NameGrammar
from corpus.extraction.lexicon_gender import singular
from corpus.extraction.mentions_view import View
from corpus.model import Mention

RULE = "abrege/tete"
# A shorter head (`chef`, `aide`) is a word of too many meanings.
_SHORTEST = 6
_COMPLEMENT = frozenset(("de", "du", "des", "d'"))
_CERTAINTY = 0.8


def short_names(view: View, grammar: NameGrammar, mentions: Sequence[Mention]) -> list[Mention]:
    """The heads that stand alone, after a determiner, of the practitioners among `mentions`."""
    heads = _heads(view, grammar, mentions)
    if not heads:
        return []
    covered = _covered(view, mentions)
    return [
        _mention(view, index, heads[view.stems[index]])
        for index, stem in enumerate(view.stems)
        if stem in heads and index not in covered and _stands_alone(view, grammar, index)
    ]


def _heads(view: View, grammar: NameGrammar, mentions: Sequence[Mention]) -> dict[str, set[str]]:
    """The entities that each head may be short for."""
    heads: dict[str, set[str]] = {}
    for one in mentions:
        if one.label != "PRACTITIONER":
            continue
        first, end = view.tokens.within(one.start, one.end)
        stem = view.stems[first] if end - first > 1 else ""
        if len(stem) < _SHORTEST or stem in grammar.never_short or stem in grammar.prenominal:
            continue
        heads.setdefault(stem, set()).add(one.entity)
    return heads


def _covered(view: View, mentions: Sequence[Mention]) -> set[int]:
    return {index for one in mentions for index in _tokens(view, one)}


def _tokens(view: View, one: Mention) -> Iterator[int]:
    yield from range(*view.tokens.within(one.start, one.end))


def _stands_alone(view: View, grammar: NameGrammar, index: int) -> bool:
    """After a determiner, and without a complement or an adjective that would make it another."""
    if not index or view.words[index - 1] not in grammar.before_short or view.is_break(index):
        return False
    if index + 1 >= view.count or view.is_break(index + 1):
        return True
    following = view.words[index + 1]
    return following not in _COMPLEMENT and not grammar.is_adjective(view.raw(index + 1))


def _mention(view: View, index: int, entities: set[str]) -> Mention:
    start, end = view.starts[index], view.ends[index]
    text = view.text[start:end]
    entity = next(iter(entities)) if len(entities) == 1 else singular(text.lower())
    return Mention("PRACTITIONER", start, end, text, entity, RULE, certainty=_CERTAINTY)
