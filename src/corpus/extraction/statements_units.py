"""Units: the sentences and list items in which statements are looked for, as token ranges."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import compress

from corpus.extraction import statements_grammar as g
from corpus.extraction.statements_ruled import ruled_zones, spoken_rules, told_sections
from corpus.extraction.statements_sentence import View
from corpus.french.tokens import Tokens
from corpus.model import Passage, Span, Structure

_SILENT = frozenset(("heading", "furniture", "header", "caption"))
_ASIDE = frozenset(("note",))
# Without a structure: a blank line, a line that begins an item, or a stop before a capital cuts.
_PLAIN_CUT = re.compile(r"\n\s*\n|\n(?=\s*(?:[-–―•*]|\d+°|[a-z]\))\s)|(?<=[.!?])\s+(?=[A-ZÀÉÈÎÔ«])")
_LABEL = re.compile(
    r"\s*(?:(?:art(?:icle)?s?\.?\s*)?(?:[LRDA]\.?\s?\*?\s?)?\d[\d.\-*]*\s?(?:er|°|\)|\.)?"
    r"|[a-zA-Z]\)|[IVX]+\s?[.)°]?\s?[-–—]|[-–—―•*●▪])?\s*[-–—.:)]*\s*",
    re.IGNORECASE,
)
# A heading of so many words may be a sentence.
_SENTENCE = 9
_TALKING = frozenset(("circular", "letter", "page"))
# A text without any stop is read in slices of this many tokens: cost stays linear.
LONGEST = 400


# Built once a sentence, so not frozen: a frozen dataclass costs five times as much to make.
@dataclass(slots=True)
class Unit:
    """The tokens `start:end` of one sentence or item, and where it stands. `previous` are the
    tokens of the sentence before."""

    start: int
    end: int
    span: Span
    genre: str
    operative: bool
    question: bool
    interviewer: bool
    colon: bool
    charter: bool
    professional: bool
    host: bool
    section: int | None
    turn: int | None
    lead_in: Span | None
    previous: tuple[int, int]


def main_tokens(structure: Structure, tokens: Tokens) -> Iterator[Tokens]:
    """The running text without furniture, then each note that stands inside it: a sentence that
    runs over a page break is whole again."""
    aside = [p for p in structure.passages if p.kind in ("furniture", "note")]
    if not aside:
        yield tokens
        return
    keep = bytearray(b"\x01") * len(tokens)
    for passage in aside:
        low, high = tokens.within(passage.start, passage.end)
        keep[low:high] = bytes(max(0, high - low))
    yield _chosen(tokens, list(compress(range(len(tokens)), keep)))
    for passage in aside:
        if passage.kind == "note":
            low, high = tokens.within(passage.start, passage.end)
            yield _chosen(tokens, list(range(low, high)))


def _chosen(tokens: Tokens, indexes: list[int]) -> Tokens:
    return Tokens(
        tokens.text,
        [tokens.starts[i] for i in indexes],
        [tokens.ends[i] for i in indexes],
        [tokens.words[i] for i in indexes],
        [tokens.stems[i] for i in indexes],
        [tokens.ids[i] for i in indexes],
        tokens.vocabulary,
    )


Wanted = Callable[[int, int, Passage | None], bool]


def units(view: View, structure: Structure, wanted: Wanted) -> Iterator[Unit]:
    """The units of the view that are `wanted` (tokens `start:end`, passage), in order; headings,
    furniture and recitals state nothing."""
    if not view.starts:
        return
    low, high = view.starts[0], view.ends[-1]
    places = _Places(view, structure)
    recitals = view.grammar.classes.get("visa", frozenset())
    legal = structure.genre == "legal"
    previous = (0, 0)
    for span in structure.sentences or _plain_sentences(view.text):
        if span.end <= low or span.start >= high:
            continue
        first = bisect_left(view.starts, span.start)
        last = bisect_right(view.ends, span.end, first)
        if last - first < 2:
            continue
        passage = places.passage(span)
        if wanted(first, last, passage) and not _silent(passage, last - first, structure.genre):
            for unit in _cut(view, span, passage, places, first, last, previous):
                if not legal or view.words[unit.start] not in recitals:
                    yield unit
        previous = (first, last)


def _silent(passage: Passage | None, length: int, genre: str) -> bool:
    """Furniture and titles state nothing; a circular's heading that is a whole sentence does (`41.
    La mise en œuvre devra s'appuyer sur …`)."""
    if passage is None or passage.kind not in _SILENT:
        return False
    return passage.kind != "heading" or genre not in _TALKING or length < _SENTENCE


def _plain_sentences(text: str) -> Iterator[Span]:
    start = 0
    for match in _PLAIN_CUT.finditer(text):
        if match.start() > start:
            yield Span(start, match.start())
        start = match.end()
    if start < len(text):
        yield Span(start, len(text))


def _cut(
    view: View,
    span: Span,
    passage: Passage | None,
    places: _Places,
    first: int,
    last: int,
    previous: tuple[int, int],
) -> Iterator[Unit]:
    if passage is not None and span.start == passage.start:
        label = _after_label(view.text, span)
        while first < last and view.starts[first] < label:
            first += 1
        if last - first < 2:
            return
    turns = places.turns_in(span)
    for number, start, end in turns or [(None, span.start, span.end)]:
        low = max(first, bisect_left(view.starts, start))
        high = min(last, bisect_right(view.ends, end))
        while low < high:
            stop = min(high, low + LONGEST)
            if high - low > LONGEST:
                stop = _soft_stop(view, low, stop)
            yield places.unit(view, span, passage, (low, stop), number, previous)
            low = stop


def _soft_stop(view: View, low: int, stop: int) -> int:
    for index in range(stop, low + LONGEST // 2, -1):
        if view.tags[index - 1] & (g.SEMI | g.STOP):
            return index
    return stop


def _after_label(text: str, span: Span) -> int:
    match = _LABEL.match(text, span.start, min(span.end, span.start + 40))
    return match.end() if match else span.start


class _Places:
    """Looks up the passage, the turn and the zone of a span (spans come in order)."""

    def __init__(self, view: View, structure: Structure) -> None:
        self.view, self.structure = view, structure
        self.lay: frozenset[str | None] | None = None
        self.starts = [p.start for p in structure.passages]
        self.turn_starts = [t.start for t in structure.turns]
        self.ruled = ruled_zones(view, structure)
        self.told = told_sections(view, structure)
        self.zones = structure.operative or self.ruled or spoken_rules(view, structure)
        self.zone_starts = [z.start for z in self.zones]

    # A table's row stands around its cells: the innermost passage, the last to begin, is wanted.
    def passage(self, span: Span) -> Passage | None:
        index = bisect_right(self.starts, span.start) - 1
        while index >= 0:
            passage = self.structure.passages[index]
            if passage.end >= span.end:
                return passage
            if passage.start < span.start - 50_000:
                break
            index -= 1
        return None

    def turns_in(self, span: Span) -> list[tuple[int | None, int, int]]:
        turns = self.structure.turns
        if not turns:
            return []
        index = max(0, bisect_right(self.turn_starts, span.start) - 1)
        found: list[tuple[int | None, int, int]] = []
        while index < len(turns) and turns[index].start < span.end:
            if turns[index].end > span.start:
                start = max(span.start, turns[index].start)
                found.append((index, start, min(span.end, turns[index].end)))
            index += 1
        return found

    def operative(self, offset: int) -> bool:
        index = bisect_right(self.zone_starts, offset) - 1
        return index >= 0 and offset < self.zones[index].end

    def _commands(self, passage: Passage | None) -> bool:
        """Neither a heading nor a part that only presents."""
        return passage is None or (passage.kind != "heading" and passage.section not in self.told)

    def _in_charter(self, passage: Passage | None) -> bool:
        """Inside a charter's principles or a house's rules, where only what somebody does is a
        norm."""
        if self.structure.genre == "charter" or self.ruled:
            return True
        if passage is None or passage.section is None:
            return False
        return self.structure.sections[passage.section].kind == "principle"

    def _professional(self, turn: int | None) -> bool:
        """Somebody who speaks for a service: what is known of the speaker says so, or nothing says
        that a parent is heard."""
        if turn is None:
            return False
        spoken = self.structure.turns[turn]
        if spoken.category:
            return spoken.category.startswith(("profession", "gestionnaire", "chercheu"))
        return spoken.organisation is not None or not self._lay(spoken.speaker or spoken.label)

    def _lay(self, speaker: str) -> bool:
        """Somebody who speaks of `mon fils`, `ma fille`, and of whom nothing else is known."""
        if self.lay is None:
            self.lay = frozenset(
                turn.speaker or turn.label
                for turn in self.structure.turns
                if turn.organisation is None and self._of_family(turn.start, turn.end)
            )
        return speaker in self.lay

    def _of_family(self, start: int, end: int) -> bool:
        view, classes = self.view, self.view.grammar.classes
        family = classes.get("proche", frozenset())
        low, high = bisect_left(view.starts, start), bisect_right(view.ends, end)
        return any(
            view.words[i] in ("mon", "ma", "mes") and view.words[i + 1] in family
            for i in range(low, high - 1)
        )

    @staticmethod
    def _lead_in(span: Span, passage: Passage | None) -> Span | None:
        """What an item completes; only its first sentence does, the next ones stand alone."""
        if passage is None or passage.lead_in is None or span.start > passage.start:
            return None
        return passage.lead_in

    def unit(
        self,
        view: View,
        span: Span,
        passage: Passage | None,
        tokens: tuple[int, int],
        turn: int | None,
        previous: tuple[int, int],
    ) -> Unit:
        low, high = tokens
        last = view.words[high - 1]
        colon = last == ":" or (high - low > 2 and view.words[high - 2] == ":")
        role = self.structure.turns[turn].role if turn is not None else None
        interviewer = role in ("interviewer", "chair")
        return Unit(
            low,
            high,
            span,
            self.structure.genre,
            self.operative(span.start) and self._commands(passage),
            last == "?",
            interviewer,
            colon,
            self._in_charter(passage),
            not interviewer and self._professional(turn),
            interviewer or role == "rapporteur",
            passage.section if passage is not None else None,
            turn,
            self._lead_in(span, passage),
            previous,
        )
