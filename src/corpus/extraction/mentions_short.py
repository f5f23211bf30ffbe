"""Short names: once a text has spoken of `mandataires judiciaires à la protection des majeurs`, its
`le mandataire` is one of them, though the word alone names nobody elsewhere; and once it has named
the `union nationale des associations familiales`, `l'union nationale` is that body.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.extraction.heads_grammar import NameGrammar
from corpus.extraction.lexicon_gender import singular
from corpus.extraction.mentions_view import View
from corpus.model import Mention

RULE = "abrege/tete"
BODY_RULE = "abrege/tete-et-adjectif"
# A shorter head (`chef`, `aide`) is a word of too many meanings.
_SHORTEST = 6
_COMPLEMENT = frozenset(("de", "du", "des", "d'"))
_CERTAINTY = 0.8

# A head and the adjective after it, as stems.
_Pair = tuple[str, str]


def short_names(view: View, grammar: NameGrammar, mentions: Sequence[Mention]) -> list[Mention]:
    """The heads that stand alone, after a determiner, of the practitioners among `mentions`, and
    those that keep their first adjective of the bodies."""
    heads = _heads(view, grammar, mentions)
    pairs = _pairs(view, grammar, mentions)
    if not heads and not pairs:
        return []
    covered = {i for one in mentions for i in range(*view.tokens.within(one.start, one.end))}
    firsts = {head for head, _ in pairs}
    found: list[Mention] = []
    for index, stem in enumerate(view.stems):
        if stem not in heads and stem not in firsts:
            continue
        if index in covered:
            continue
        if stem in heads and _stands_alone(view, grammar, index, index + 1):
            found.append(_person(view, index, heads[stem]))
        elif stem in firsts and index + 1 < view.count and index + 1 not in covered:
            entities = pairs.get((stem, view.stems[index + 1]))
            if entities and _stands_alone(view, grammar, index, index + 2):
                found.append(_body(view, index, entities))
    return found


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


def _pairs(view: View, grammar: NameGrammar, mentions: Sequence[Mention]) -> dict[_Pair, set[str]]:
    """The bodies that a head with the adjective of its level may be short for: those whose name
    goes on with a complement (`caisse nationale des allocations familiales`)."""
    pairs: dict[_Pair, set[str]] = {}
    for one in mentions:
        if one.label != "BODY":
            continue
        first, end = view.tokens.within(one.start, one.end)
        if end - first < 4 or view.words[first + 2] not in _COMPLEMENT:
            continue
        head, level = view.stems[first], view.stems[first + 1]
        if len(head) < _SHORTEST - 1 or level not in grammar.levels or head in grammar.never_short:
            continue
        pair = (head, level)
        pairs.setdefault(pair, set()).add(one.entity)
    return pairs


def _stands_alone(view: View, grammar: NameGrammar, index: int, end: int) -> bool:
    """After a determiner, and without a complement or an adjective that would make it another."""
    if not index or view.words[index - 1] not in grammar.before_short or view.has_break(index, end):
        return False
    if view.is_break(index):
        return False
    if end >= view.count or view.is_break(end):
        return True
    return view.words[end] not in _COMPLEMENT and not grammar.is_adjective(view.raw(end))


def _person(view: View, index: int, entities: set[str]) -> Mention:
    start, end = view.starts[index], view.ends[index]
    text = view.text[start:end]
    entity = next(iter(entities)) if len(entities) == 1 else singular(text.lower())
    return Mention("PRACTITIONER", start, end, text, entity, RULE, certainty=_CERTAINTY)


def _body(view: View, index: int, entities: set[str]) -> Mention:
    start, end = view.starts[index], view.ends[index + 1]
    text = view.text[start:end]
    plain = f"{singular(view.raw(index).lower())} {singular(view.raw(index + 1).lower())}"
    entity = next(iter(entities)) if len(entities) == 1 else plain
    return Mention("BODY", start, end, text, entity, BODY_RULE, certainty=_CERTAINTY)
