"""Subjects that stand after their verb: `Sont tenus de … les communes`, `que doivent signer les
parents`."""

from __future__ import annotations

from corpus.extraction import statements_grammar as g
from corpus.extraction.statements_sentence import Sentence, Verb, View

_NOWHERE = (0, 0)
# How far behind the verb it begins, and how much further when an insertion stands between.
_NEAR = 8
_INSERTED = 4


def inverted(view: View, sentence: Sentence, verb: Verb) -> tuple[int, int]:
    """The tokens of the noun phrase after `verb` that is its subject; an empty range for none."""
    if not any(form.person == 3 for form in verb.forms):
        # `Ne laissez jamais un enfant seul`: an imperative has its object there
        return _NOWHERE
    tags, words = view.tags, view.words
    index = verb.index + 1
    limit = min(sentence.end, verb.index + _NEAR)
    opener = sentence.clauses[verb.clause].opener
    modal = index < limit and bool(tags[index] & g.INFINITIVE)
    if modal and opener >= 0 and words[opener] in ("que", "qu'"):
        # `l'entretien que doivent proposer les médecins`
        index += 1
    while index < limit and (
        tags[index] & (g.PARTICIPLE | g.ADV | g.PAS | g.COMMA) and not tags[index] & g.DET
    ):
        index += 1
    further = min(sentence.end, limit + _INSERTED)
    if index < limit and tags[index - 1] & g.COMMA and tags[index] & g.PREP:
        # `sont mentionnées, pour chaque classe, les absences`
        index = next((i + 1 for i in range(index, further) if tags[i] & g.COMMA), index)
    if index == verb.index + 1 or index >= further:
        return _NOWHERE
    if not tags[index] & (g.DET | g.DEM) or words[index] in ("du", "au", "aux"):
        return _NOWHERE
    end = _phrase_end(view, sentence, index)
    if modal:
        far = view.grammar.classes.get("hors-groupe", frozenset())
        end = next((i for i in range(index + 1, end) if words[i] in far), end)
    return index, end


def _phrase_end(view: View, sentence: Sentence, start: int) -> int:
    for index in range(start, sentence.end):
        if view.tags[index] & (g.SEMI | g.COLON | g.STOP) or index in sentence.verbs:
            return index
    return sentence.end
