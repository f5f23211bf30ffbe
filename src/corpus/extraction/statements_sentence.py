"""A sentence taken apart: its clauses and finite verbs, over a document's tagged tokens."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.extraction import statements_grammar as g
from corpus.french.conjugation import VerbForm
from corpus.french.tokens import Tokens


@dataclass(slots=True)
class Verb:
    """A finite verb. `first` is the first of its clitics and negations, `clause` its clause's
    number, `shares` the earlier verb whose subject it takes over (`et préside`)."""

    index: int
    first: int
    clause: int
    forms: tuple[VerbForm, ...]
    shares: Verb | None = None

    def has(self, tenses: frozenset[str]) -> bool:
        """True when one reading of the form is in one of these tenses."""
        return any(form.tense in tenses for form in self.forms)


@dataclass(slots=True)
class Clause:
    """`kind`: main, rel, cond, comp, sub. `opener` is the token that opens it (-1: none)."""

    kind: str
    opener: int
    start: int
    parent: int
    verbs: list[Verb] = field(default_factory=list)


@dataclass(slots=True)
class Sentence:
    """Clauses and finite verbs (by token index) of the tokens `start:end`."""

    start: int
    end: int
    clauses: list[Clause]
    verbs: dict[int, Verb]
    order: list[Verb]


class View:
    """A document's tokens with their tags: what every later step reads."""

    __slots__ = ("ends", "grammar", "starts", "tags", "text", "words")

    def __init__(self, tokens: Tokens, grammar: g.Grammar) -> None:
        self.text = tokens.text
        self.words = tokens.words
        self.starts = tokens.starts
        self.ends = tokens.ends
        self.grammar = grammar
        self.tags = grammar.tags(tokens)

    def raw(self, index: int) -> str:
        """The token as printed."""
        return self.text[self.starts[index] : self.ends[index]]

    def quote(self, first: int, end: int) -> str:
        """The text from token `first` to the token before `end`."""
        return self.text[self.starts[first] : self.ends[end - 1]]
