"""Tokens for matching: words and punctuation with their offsets and their folded forms.

A token is a word piece (elided articles keep their apostrophe: `l'`), a number, or one punctuation
mark. Hyphens inside words, blanks and line breaks are no tokens, so `enfants-parents`,
`enfants parents` and `enfants-⏎parents` are the same two tokens; offsets stay exact. The spaCy
tokenizer of the pipeline is built apart (`extraction.language`), with tokens that rejoin the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from corpus.french.fold import fold_word, stem_word

# Elisions first, so that `l'`, `qu’`, `aujourd'` end at their apostrophe. A hyphen at a line end
# stays between two tokens because blanks and hyphens are both skipped.
_TOKEN = re.compile(
    r"""[^\W\d_]+['’](?=\w)      # elided word
      | [^\W\d_]+                # word
      | \d+(?:[.,]\d+)*          # number
      | [^\w\s-]                 # punctuation, one mark a token
      | _+ | -(?=\s) | (?<=\s)-  # a dash standing alone
    """,
    re.VERBOSE,
)


@dataclass(slots=True)
class Tokens:
    """Parallel lists over one stretch of text: offsets, folded words and plural-less stems."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    stems: list[str]

    def __len__(self) -> int:
        return len(self.starts)

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The range of token indexes that lie inside `start:end` of the text."""
        return bisect_left(self.starts, start), bisect_right(self.ends, end)


def tokenize(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """The tokens of `text[start:end]`, with offsets into `text`."""
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    stems: list[str] = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        starts.append(match.start())
        ends.append(match.end())
        raw = match.group()
        words.append(fold_word(raw))
        stems.append(stem_word(raw))
    return Tokens(text, starts, ends, words, stems)
