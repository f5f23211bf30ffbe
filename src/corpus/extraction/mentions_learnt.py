"""Skills that people name and then say are learnt: `parler à un père en colère, ne pas promettre,
ça s'apprend dehors`.

Nothing before them says that they are skills; what follows does, and each infinitive that it takes
up names one.
"""

from __future__ import annotations

import re

from corpus.extraction.heads_grammar import NameGrammar
from corpus.extraction.mentions_entity import skill
from corpus.french.fold import fold_word
from corpus.model import Mention

RULE = "liste/ca-s-apprend"
_LEARNT = re.compile(r"\bs['’]apprend\b")
# What takes the infinitives up, just before the verb.
_TAKEN_UP = re.compile(r"[,.…]\s*(?:tout\s+)?(?:ça|cela)\s+(?:ne\s+)?\Z", re.IGNORECASE)
_BOUND = re.compile(r"[.!?…:;\n–—]")
_FARTHEST = 160
_SHORTEST = 2
_PIECE = re.compile(
    r"\s*(?:(?:et|ou|mais)\s+)?(?P<clause>(?:(?:ne|pas|se|le|la|les|lui|leur|y|en)\s+|[ns]['’])*"
    r"(?P<verb>[^\W\d_]+)\b[^,]*)",
    re.IGNORECASE,
)


def learnt(text: str, grammar: NameGrammar, mentions: list[Mention]) -> list[Mention]:
    """`mentions` with the infinitives that a `ça s'apprend` of `text` takes up."""
    spans: list[tuple[int, int]] = []
    for match in _LEARNT.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        link = _TAKEN_UP.search(before)
        if link is not None:
            end = match.start() - len(before) + link.start()
            spans.extend(_clauses(text, end, grammar))
    if not spans:
        return mentions
    taken = [one for one in mentions if one.label == "COMPETENCY"]
    return mentions + [
        skill(text, start, end, RULE)
        for start, end in spans
        if not any(one.start < end and start < one.end for one in taken)
    ]


def _clauses(text: str, end: int, grammar: NameGrammar) -> list[tuple[int, int]]:
    """The infinitive clauses of the sentence that stops at `end`, between its commas."""
    low = max(0, end - _FARTHEST)
    sentence = text[low:end].rstrip(" .…")
    end = low + len(sentence)
    bounds = [bound.end() for bound in _BOUND.finditer(sentence)]
    if not bounds and low:
        return []  # too long a sentence to tell
    at = low + (bounds[-1] if bounds else 0)
    found: list[tuple[int, int]] = []
    for piece in text[at:end].split(","):
        match = _PIECE.match(piece)
        if match is not None and grammar.is_infinitive(fold_word(match.group("verb"))):
            words = match.group("clause").rstrip()
            if len(words) > _SHORTEST:
                found.append((at + match.start("clause"), at + match.start("clause") + len(words)))
        at += len(piece) + 1
    return found
