"""Names that the text itself defines. (first version)"""

from __future__ import annotations

from corpus.extraction.heads_grammar import NameGrammar
from corpus.extraction.lexicon import Lexicon
from corpus.extraction.mentions_view import View
from corpus.model import Mention


class Definitions:
    def __init__(self, lexicon: Lexicon, grammar: NameGrammar) -> None:
        self.lexicon, self.grammar = lexicon, grammar

    def apply(self, view: View, mentions: list[Mention]) -> list[Mention]:
        return mentions
