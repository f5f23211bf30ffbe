"""Quotations: passages that repeat another document's words, quoted or not, with what differs."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.french.fold import fold_word
from corpus.french.tokens import tokenize
from corpus.linking.alignment import Alignment, align
from corpus.linking.model import Quotation, Source
from corpus.linking.seeds import Candidate, candidates
from corpus.model import Span

# A repetition shorter than ten words is a set phrase. Words of the author's own are those longer
# than three letters that belong to no citation and no body's name: two letters that cite the same
# article, or the same council, do not quote each other.
LEAST_WORDS = 10
LEAST_OWN = 5
LONG = 4
LEAST_SIMILARITY = 0.55
# Words looked at beyond the outermost seeds when the ends are sought.
MARGIN = 20
# Fewer words than this beyond a full stop or closing quotation mark belong to the next sentence.
STRAY = 5
# A change of this many words at most may part the end of a sentence from the rest of it.
SMALL_CHANGE = 2
# The title of a text cited runs to the next comma, stop or closing mark.
_TITLE = re.compile(r"\W{1,3}(\w+)[^,.;»)]{0,300}")
_BREAK = re.compile(r"[.!?;:»”]|\n\s*\n")
_OPEN, _CLOSE = '«“"', '»”"'


@dataclass(slots=True)
class _Text:
    """One document's words as numbers, with their places in its text (compact: a corpus of a
    million passages has forty million words)."""

    text: str
    words: array[int]
    starts: array[int]
    ends: array[int]
    own: bytearray

    def breaks_before(self, word: int) -> bool:
        """True when a sentence or a quotation ends between this word and the one before."""
        if not 0 < word < len(self.words):
            return True
        return _BREAK.search(self.text, self.ends[word - 1], self.starts[word]) is not None

    def span(self, start: int, end: int) -> Span:
        """The span of a range of words."""
        return Span(self.starts[start], self.ends[end - 1])

    def printed(self, words: range) -> str:
        """A range of words as they stand, blanks made one."""
        if not words:
            return ""
        return " ".join(self.span(words.start, words.stop).of(self.text).split())


def find_quotations(
    sources: Sequence[Source],
    formulas: frozenset[str] = frozenset(),
    titles: frozenset[str] = frozenset(),
) -> tuple[Quotation, ...]:
    """Every passage of at least ten words that two of the documents share.

    `formulas` are the folded words of courtesy (`agréer`, `salutations`) that prove nothing;
    `titles` those that open the title of a text cited (`relatif`, `portant`), which is no
    quotation either.

    Time grows with the number of words and of shared rare triples, not with the number of pairs.
    """
    numbers: dict[str, int] = {}
    texts = [_words(source, numbers, formulas, titles) for source in sources]
    found: list[tuple[int, int, Alignment]] = []
    for candidate in candidates([text.words for text in texts]):
        alignment = _verify(candidate, texts)
        if alignment is not None:
            found.append((candidate.first, candidate.second, alignment))
    quotations = [_quotation(sources, texts, *one) for one in _distinct(found)]
    return _grouped(quotations)


def _words(
    source: Source, numbers: dict[str, int], formulas: frozenset[str], titles: frozenset[str]
) -> _Text:
    extraction = source.extraction
    tokens = tokenize(extraction.document.text)
    skipped = _Spans(
        (passage.start, passage.end)
        for passage in extraction.structure.passages
        if passage.kind == "furniture"
    )
    named = _Spans(
        [(one.start, _title_end(tokens.text, one.end, titles)) for one in extraction.references]
        + [(m.start, m.end) for m in extraction.mentions if m.label == "BODY"]
    )
    text = _Text(extraction.document.text, array("i"), array("i"), array("i"), bytearray())
    for word, stem, start, end in zip(
        tokens.words, tokens.stems, tokens.starts, tokens.ends, strict=True
    ):
        if word[0].isalnum() and start not in skipped:
            text.words.append(numbers.setdefault(stem, len(numbers)))
            text.starts.append(start)
            text.ends.append(end)
            text.own.append(len(word) >= LONG and word not in formulas and start not in named)
    return text


def _title_end(text: str, end: int, titles: frozenset[str]) -> int:
    """Where the title of the text cited ends, when its words follow the citation."""
    title = _TITLE.match(text, end)
    return title.end() if title and fold_word(title[1]) in titles else end


class _Spans:
    """Spans that may nest, asked whether an offset lies in any of them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted(spans):
            if self.ends and start <= self.ends[-1]:
                self.ends[-1] = max(self.ends[-1], end)
            else:
                self.starts.append(start)
                self.ends.append(end)

    def __contains__(self, offset: int) -> bool:
        index = bisect_right(self.starts, offset) - 1
        return index >= 0 and offset < self.ends[index]


def _verify(candidate: Candidate, texts: list[_Text]) -> Alignment | None:
    first, second = texts[candidate.first], texts[candidate.second]
    a, b = max(0, candidate.first_from - MARGIN), max(0, candidate.second_from - MARGIN)
    left = first.words[a : candidate.first_to + MARGIN]
    right = second.words[b : candidate.second_to + MARGIN]
    aligned = align(left, right)
    if aligned is None or aligned.kept < LEAST_WORDS:
        return None
    aligned = _whole_ends(aligned.shifted(a, b), first)
    aligned = _without_stray_ends(aligned, first)
    if aligned is None or aligned.kept < LEAST_WORDS or aligned.similarity < LEAST_SIMILARITY:
        return None
    own = sum(
        1
        for start, there, size in aligned.blocks
        for shift in (there - start,)
        for word in range(start, start + size)
        if first.own[word] and second.own[word + shift]
    )
    return aligned if own >= LEAST_OWN else None


def _whole_ends(aligned: Alignment, text: _Text) -> Alignment:
    """Take in the last words of a sentence after a small change (`analyse de|des pratiques`)."""
    after, before = aligned.after, aligned.before
    if after is not None:
        gap = max(after[0] - aligned.first_to, after[1] - aligned.second_to)
        if gap <= SMALL_CHANGE and text.breaks_before(after[0] + after[2]):
            aligned = aligned.extended(after)
    if before is not None:
        gap = max(
            aligned.first_from - before[0] - before[2], aligned.second_from - before[1] - before[2]
        )
        if gap <= SMALL_CHANGE and text.breaks_before(before[0]):
            aligned = aligned.extended(before)
    return aligned


def _without_stray_ends(aligned: Alignment, text: _Text) -> Alignment | None:
    """Cut the few words of the neighbouring sentence that happen to agree too."""
    start, end = aligned.first_from, aligned.first_to
    for word in range(start + 1, min(start + STRAY, end)):
        if text.breaks_before(word):
            start = word
    for word in range(end - 1, max(end - STRAY, start + 1), -1):
        if text.breaks_before(word):
            end = word
    return aligned.cut(start, end)


def _distinct(found: list[tuple[int, int, Alignment]]) -> list[tuple[int, int, Alignment]]:
    """Of alignments of the same two places, the one that keeps most words."""
    found.sort(key=lambda one: (one[0], one[1], -one[2].kept, one[2].first_from))
    distinct: list[tuple[int, int, Alignment]] = []
    begin = 0
    for index, (first, second, alignment) in enumerate(found):
        if index and (first, second) != found[index - 1][:2]:
            begin = len(distinct)
        if not any(_same_place(alignment, other) for _, _, other in distinct[begin:]):
            distinct.append((first, second, alignment))
    return distinct


def _same_place(one: Alignment, other: Alignment) -> bool:
    return (
        one.first_from < other.first_to
        and other.first_from < one.first_to
        and one.second_from < other.second_to
        and other.second_from < one.second_to
    )


def _quotation(
    sources: Sequence[Source], texts: list[_Text], first: int, second: int, found: Alignment
) -> Quotation:
    here, there = second, first
    spans = {
        first: texts[first].span(found.first_from, found.first_to),
        second: texts[second].span(found.second_from, found.second_to),
    }
    if _date(sources[first]) > _date(sources[second]):
        here, there = first, second
    differences = []
    for left, right in found.differences():
        there_words = texts[first].printed(left)
        here_words = texts[second].printed(right)
        pair = (there_words, here_words) if there == first else (here_words, there_words)
        differences.append(pair)
    return Quotation(
        document=sources[here].key,
        span=spans[here],
        source=sources[there].key,
        source_span=spans[there],
        similarity=round(found.similarity, 3),
        quoted=_between_quotes(texts[here].text, spans[here]),
        differences=tuple(differences),
    )


def _date(source: Source) -> str:
    return source.extraction.structure.metadata.date or "9999"


def _between_quotes(text: str, span: Span) -> bool:
    """True when quotation marks open before (or at) the words and close after them."""
    before = text[max(0, span.start - 300) : span.start + 1]
    opened = max(before.rfind(mark) for mark in _OPEN)
    closed = max(before.rfind(mark) for mark in "»”")
    after = text[span.end - 1 : span.end + 300]
    return opened > closed and any(mark in after for mark in _CLOSE)


def _grouped(quotations: list[Quotation]) -> tuple[Quotation, ...]:
    """Number the quotations so that all the places of the same words share one number."""
    quotations.sort(key=lambda q: (q.document, q.span, q.source, q.source_span))
    places: dict[str, list[tuple[Span, int]]] = {}
    parent = list(range(len(quotations)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for index, quotation in enumerate(quotations):
        for key, span in (
            (quotation.document, quotation.span),
            (quotation.source, quotation.source_span),
        ):
            places.setdefault(key, []).append((span, index))
    for spans in places.values():
        spans.sort()
        for (one, a), (other, b) in pairwise(spans):
            shared = min(one.end, other.end) - max(one.start, other.start)
            if shared * 2 > min(one.end - one.start, other.end - other.start):
                parent[root(b)] = root(a)
    numbers: dict[int, int] = {}
    return tuple(
        replace(quotation, group=numbers.setdefault(root(index), len(numbers) + 1))
        for index, quotation in enumerate(quotations)
    )
