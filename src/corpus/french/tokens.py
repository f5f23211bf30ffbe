"""Tokens for matching: words and punctuation with their offsets and their folded forms.

A token is a word piece (elided articles keep their apostrophe: `l'`), a number, or one punctuation
mark. Hyphens inside words, blanks and line breaks are no tokens, so `enfants-parents`,
`enfants parents` and `enfants-⏎parents` are the same two tokens; offsets stay exact. The spaCy
tokenizer of the pipeline is built apart (`extraction.language`), with tokens that rejoin the text.

The text is cut at its blanks into chunks (`l'école,`), a chunk into pieces, each a token with what
follows it and is none; tables know every chunk and piece met before. Cutting, folding and stemming
are thus paid once a distinct chunk, and a token costs well under a microsecond.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from operator import add
from typing import Any

from corpus.french.fold import fold_word, stem_word

# A plain class of letters is twice as fast as `[^\W\d_]`; rarer alphabets fall to the last branch.
_LETTERS = "A-Za-zÀ-ÖØ-öø-ſﬀ-ﬆ"
# What follows a token and is none itself: blanks, or the hyphen (and line break) inside a word.
_AFTER = r"(?:\s+|-\n\s*(?=\w)|-(?=\w))?"
_TOKEN = re.compile(rf"[{_LETTERS}]+['’‘]?|\d+(?:[.,]\d+)*|_+|[^\W\d_]+|\S")
_PIECE = re.compile(rf"(?:{_TOKEN.pattern}){_AFTER}")
_BLANKS = re.compile(r"\s*")
# Some blanks part nothing: those after a hyphen at a line end, and after the letter of an article
# number (`L. 214-1`, `R.* 133-4`), which the spaCy tokenizer must see together.
_CHUNK = re.compile(
    r"\S++(?:(?<=[-.*])(?:(?<=-)\n\s*(?=\w)|(?<=[LRDACO]\.)\s(?:\*?\s)?(?=\*?\s?\d)"
    r"|(?<=[LRDACO]\.\*)\s(?=\d))\S++)*\s*+"
)
# An apostrophe after any other word closes a quotation.
_ELIDED = frozenset("ldjmtsncyz") | frozenset(
    ("qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu", "presqu", "aujourd", "entr", "prud")
)
#: A table of more chunks or pieces is begun anew, so that memory stays bounded.
MOST_KEPT = 400_000
#: A longer chunk is hardly a word that comes back; keeping it would cost memory only.
LONGEST_KEPT = 60
# From so many tokens on, arrays are faster than lists: half the time on an order of 2,000.
_MANY = 100


class Column:
    """A list that only grows, as an array that grows with it."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._array: Any = None
        self._filled = 0

    def of(self, values: Sequence[Any]) -> Any:
        """The array of `values`, and room after them."""
        count = len(values)
        if self._array is None or count > len(self._array):
            import numpy as np

            array: Any = np.empty(2 * count, dtype=self.kind)
            if self._filled:
                array[: self._filled] = self._array[: self._filled]
            self._array = array
        if count > self._filled:
            self._array[self._filled : count] = values[self._filled :]
            self._filled = count
        return self._array


class Vocabulary:
    """Every distinct piece met by a process: its length, its token's, folded word and stem.

    `ids` numbers the pieces; the lists are indexed by that number. When a table is full a new
    vocabulary takes its place, so that memory stays bounded on an endless stream of texts.
    """

    def __init__(self) -> None:
        self.ids = _Ids(self)
        self.chunks = _Chunks(self.ids)
        self.pieces: list[str] = []
        self.sizes: list[int] = []
        self.lengths: list[int] = []
        self.words: list[str] = []
        self.stems: list[str] = []
        self.columns = [Column(kind) for kind in ("intp", "intp", "object", "object")]

    def look_up(self, numbers: Any) -> tuple[Any, Any, list[str], list[str]]:
        """The sizes and lengths (arrays), words and stems (lists) of an array of pieces."""
        sizes, lengths, words, stems = self.columns
        return (
            sizes.of(self.sizes).take(numbers),
            lengths.of(self.lengths).take(numbers),
            words.of(self.words).take(numbers).tolist(),
            stems.of(self.stems).take(numbers).tolist(),
        )

    def add(self, piece: str) -> int:
        """The number of a piece never met before."""
        match = _TOKEN.match(piece)
        token = match.group() if match else piece
        if len(token) > 1 and token[-1] in "'’‘" and fold_word(token[:-1]) not in _ELIDED:
            token = token[:-1]
        self.pieces.append(piece)
        self.sizes.append(len(piece))
        self.lengths.append(len(token))
        self.words.append(fold_word(token))
        self.stems.append(stem_word(token))
        return len(self.lengths) - 1


class _Ids(dict[str, int]):
    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    def __missing__(self, piece: str) -> int:
        self[piece] = number = self.vocabulary.add(piece)
        return number


class _Chunks(dict[str, tuple[int, ...]]):
    """The numbers of the pieces of each chunk."""

    def __init__(self, ids: _Ids) -> None:
        super().__init__()
        self.ids = ids

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        ids = tuple([self.ids[piece] for piece in _PIECE.findall(chunk)])
        if len(chunk) <= LONGEST_KEPT:
            self[chunk] = ids
        return ids


_vocabulary = Vocabulary()


@dataclass(slots=True)
class Tokens:
    """Parallel lists over one stretch of text: offsets, folded words and plural-less stems.

    `ids` are the numbers of the pieces in `vocabulary`, for `Anchors`.
    """

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    stems: list[str]
    ids: list[int]
    vocabulary: Vocabulary
    _numbers: Any = None

    def numbers(self) -> Any:
        """`ids` as an array, made once: half a dozen scans go over it at memory speed."""
        if self._numbers is None:
            import numpy as np

            self._numbers = np.fromiter(self.ids, dtype=np.intp, count=len(self.ids))
        return self._numbers

    def __len__(self) -> int:
        return len(self.starts)

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The range of token indexes that lie inside `start:end` of the text."""
        return bisect_left(self.starts, start), bisect_right(self.ends, end)


class Anchors:
    """Where any of a set of stems, or of folded words, stands in a text, at a cost that does not
    grow with the set."""

    def __init__(
        self,
        forms: Iterable[str] = (),
        like: Callable[[str], bool] | None = None,
        *,
        whole: bool = False,
    ) -> None:
        """`forms` are folded words if `whole`, else stems; `like` may let in others; it is asked
        once for each distinct word met."""
        self._wanted = like or frozenset(forms).__contains__
        self._whole = whole
        self._vocabulary: Vocabulary | None = None
        self._flags = bytearray()

    def positions(self, tokens: Tokens) -> list[int]:
        """The indexes of the tokens that are one of the forms, in order."""
        import numpy as np

        vocabulary = tokens.vocabulary
        if vocabulary is not self._vocabulary:
            self._vocabulary, self._flags = vocabulary, bytearray()
        known = vocabulary.words if self._whole else vocabulary.stems
        if len(self._flags) < len(known):
            self._flags.extend(map(self._wanted, known[len(self._flags) :]))
        if not tokens.ids:
            return []
        hits = np.frombuffer(self._flags, dtype=np.bool_)[tokens.numbers()]
        return np.flatnonzero(hits).tolist()


def chunks_of(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """`text[start:end]` cut at its blanks, each chunk with those after it; blanks before the first
    one are left out."""
    stop = len(text) if end is None else end
    blanks = _BLANKS.match(text, start, stop)
    return _CHUNK.findall(text, blanks.end() if blanks else start, stop)


def tokenize(
    text: str, start: int = 0, end: int | None = None, chunks: list[str] | None = None
) -> Tokens:
    """The tokens of `text[start:end]`, with offsets into `text`. `chunks` are its chunks, where
    somebody has cut them already."""
    global _vocabulary
    vocabulary = _vocabulary
    if max(len(vocabulary.lengths), len(vocabulary.chunks)) > MOST_KEPT:
        vocabulary = _vocabulary = Vocabulary()
    blanks = _BLANKS.match(text, start, len(text) if end is None else end)
    first = blanks.end() if blanks else start
    if chunks is None:
        chunks = chunks_of(text, start, end)
    ids = list(chain.from_iterable(map(vocabulary.chunks.__getitem__, chunks)))
    if len(ids) > _MANY:
        return _in_arrays(text, first, ids, vocabulary)
    starts = list(accumulate(map(vocabulary.sizes.__getitem__, ids), initial=first))
    starts.pop()
    return Tokens(
        text=text,
        starts=starts,
        ends=list(map(add, starts, map(vocabulary.lengths.__getitem__, ids))),
        words=list(map(vocabulary.words.__getitem__, ids)),
        stems=list(map(vocabulary.stems.__getitem__, ids)),
        ids=ids,
        vocabulary=vocabulary,
    )


def _in_arrays(text: str, first: int, ids: list[int], vocabulary: Vocabulary) -> Tokens:
    """The tokens of the pieces `ids`, which follow each other from offset `first` on."""
    import numpy as np

    numbers = np.fromiter(ids, dtype=np.intp, count=len(ids))
    sizes, lengths, words, stems = vocabulary.look_up(numbers)
    starts = sizes.cumsum() - sizes + first
    ends = starts + lengths
    return Tokens(text, starts.tolist(), ends.tolist(), words, stems, ids, vocabulary, numbers)
