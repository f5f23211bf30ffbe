"""Our own fast spaCy language: a tokenizer made of one regular expression.

spaCy's French tokenizer knows 15,600 exceptions, takes seconds to import and cuts `L.121-3` and
`L. 121-3` differently. This one knows what administrative French needs: elisions (`l'`), `n°`, the
numbers of texts and articles as one token each (`2012-093`, `214-1-2`), `c'est-à-dire`; other
hyphens are tokens, so that every mention begins and ends between tokens. `doc.text == text`
always holds.

    nlp = blank()
    doc = nlp("La Caf finance les Laep.")
    doc.spans["mentions"]
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any

import yaml
from spacy.language import BaseDefaults, Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab
from thinc.api import Config

from corpus.collector import collector_at_rest
from corpus.french.tokens import LONGEST_KEPT, MOST_KEPT, chunks_of

COMPONENTS = ("corpus_structure", "corpus_mentions", "corpus_references", "corpus_statements")
_LETTERS = "A-Za-zÀ-ÖØ-öø-ſﬀ-ﬆ"
_FIRST, _SECOND = itemgetter(0), itemgetter(1)


# A piece is a word with all that hyphens and apostrophes join to it, a number or one mark, and the
# blanks after it. A text is cut into the chunks of `french.tokens`; chunks are cut into pieces and
# these into tokens once, when they are first met.
_PIECE = re.compile(
    rf"(?:(?:LO|[LRDAC])\.(?=\s?\*?\s?\d)"  # the letter of an article, `L.`
    rf"|[nN][°º]"  # n°, kept apart from its number
    rf"|[{_LETTERS}]+(?:['’‘-][{_LETTERS}]+)*['’‘]?"
    rf"|\d+(?:[-.,/]\d+)*"  # 2012-093, 214-1-2, 12/03/2022, 1.500
    rf"|_+|[^\W\d_]+|\S)\s*"
)
_WORD = re.compile(rf"[{_LETTERS}]+['’‘]?|-")


@lru_cache(maxsize=1)
def _whole_words() -> frozenset[str]:
    data = yaml.safe_load(Path(__file__).with_name("language_words.yaml").read_text("utf-8"))
    return frozenset(map(str, data["mots"]))


def _cut(piece: str) -> list[str]:
    """The tokens of a piece without its blanks: `l'école` is two, `c'est-à-dire` one."""
    if not piece[0].isalpha() or piece[-1] in ".°º":
        return [piece]
    if piece.lower().replace("’", "'") in _whole_words():
        return [piece]
    tokens = _WORD.findall(piece)
    # A word with letters of another alphabet (`ΔT`, `ρair`) is one token.
    return tokens if "".join(tokens) == piece else [piece]


def in_zone(vocab: Any) -> bool:
    """True inside a memory zone of spaCy: what it adds to the vocabulary is gone with it, and its
    numbers with that."""
    return bool(vocab.in_memory_zone)


class ChunkTable(dict[str, tuple[tuple[int, ...], tuple[bool, ...]]]):
    """For each distinct chunk: the numbers of its tokens' strings, and their trailing spaces."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        self.vocab = vocab

    def __missing__(self, chunk: str) -> tuple[tuple[int, ...], tuple[bool, ...]]:
        tokens: list[str] = []
        spaces: list[bool] = []
        for piece in _PIECE.findall(chunk) or [chunk]:
            core = piece.rstrip()
            blanks = piece[len(core) :]
            cut = _cut(core) if core else []
            tokens += cut
            spaces += [False] * len(cut)
            if cut and blanks.startswith(" "):
                spaces[-1] = True
                blanks = blanks[1:]
            if blanks:
                tokens.append(blanks)
                spaces.append(False)
        known = (tuple(map(self.vocab.strings.add, tokens)), tuple(spaces))
        if len(chunk) <= LONGEST_KEPT:
            self[chunk] = known
        return known


# The texts of the last documents and their chunks: a `Doc` rebuilds its text token by token, which
# costs more than cutting it did.
_recent: deque[tuple[Doc, str, list[str]]] = deque(maxlen=4)


def text_of(doc: Doc) -> tuple[str, list[str] | None]:
    """`doc.text`, without rebuilding it when `doc` was made here just now, and then its chunks."""
    for known, text, chunks in _recent:
        if known is doc:
            return text, chunks
    return str(doc.text), None


class Tokenizer:
    """Cuts a text into a spaCy `Doc`. Cost: linear in the text, whatever it holds."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self._table = ChunkTable(vocab)

    def __call__(self, text: str) -> Doc:
        """The `Doc` of `text`, with `doc.text == text`."""
        with collector_at_rest():
            chunks = chunks_of(text)
            doc = self._cut(text, chunks)
        _recent.append((doc, text, chunks))
        return doc

    def _cut(self, text: str, chunks: list[str]) -> Doc:
        if len(self._table) > MOST_KEPT:
            self._table = ChunkTable(self.vocab)
        table = ChunkTable(self.vocab) if in_zone(self.vocab) else self._table
        opening = text[: len(text) - len(text.lstrip())]
        cuts = [table[opening]] if opening else []
        cuts.extend(map(table.__getitem__, chunks))
        words = list(chain.from_iterable(map(_FIRST, cuts)))
        spaces = list(chain.from_iterable(map(_SECOND, cuts)))
        # spaCy takes the numbers of strings it holds for the strings, five times faster.
        return Doc(self.vocab, words=words, spaces=spaces)

    def __reduce__(self) -> tuple[type[Tokenizer], tuple[Vocab]]:
        return Tokenizer, (self.vocab,)

    # The tokenizer holds nothing but its code; spaCy asks these of every tokenizer it saves.
    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to save."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> Tokenizer:
        """Nothing to restore."""
        return self

    def to_disk(self, _path: str | Path, **_: Any) -> None:
        """Nothing to save."""

    def from_disk(self, _path: str | Path, **_: Any) -> Tokenizer:
        """Nothing to restore."""
        return self


@registry.tokenizers("corpus.Tokenizer.v1")  # type: ignore[untyped-decorator]
def create_tokenizer() -> Callable[[Language], Tokenizer]:
    """The tokenizer's factory, as a spaCy configuration names it."""
    return lambda nlp: Tokenizer(nlp.vocab)


class AdministrativeFrench(Language):  # type: ignore[no-untyped-call]
    """French without spaCy's exception tables: ready in milliseconds."""

    lang = "fr"

    class Defaults(BaseDefaults):
        """Nothing but the tokenizer above."""

        config = Config({"nlp": {"tokenizer": {"@tokenizers": "corpus.Tokenizer.v1"}}})


def blank(*, rules: str | Path | None = None, components: bool = True) -> Language:
    """A pipeline of our own: the tokenizer, then structure, mentions, references and statements.

    `rules` is the folder of a rule set (the package's own by default); without `components` only
    the tokenizer is there.
    """
    nlp = AdministrativeFrench()
    if components:
        import corpus.extraction.components  # noqa: F401  (registers the factories)

        for name in COMPONENTS:
            nlp.add_pipe(name, config={"rules": str(rules)} if rules else {})
    return nlp
