"""How far a trigger reaches: the end of its clause, of a noun phrase, of a quotation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpus.extraction import statements_grammar as g
from corpus.extraction.statements_circumstances import Circumstance
from corpus.extraction.statements_frames import Frame
from corpus.extraction.statements_match import is_adverb
from corpus.extraction.statements_sentence import Clause, Sentence, Verb, View
from corpus.extraction.statements_subjects import SubjectFinder

Range = tuple[int, int]
EDGE = g.COMMA | g.SEMI | g.COLON | g.STOP | g.COORD
_BEFORE_DET = g.PREP | g.COORD | g.DET | g.PREADJ | g.ADV
_OPENING = {"»": "«", ")": "(", "”": "“", "]": "["}


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is known of one sentence when its parts are sought."""

    view: View
    sentence: Sentence
    subjects: SubjectFinder
    circumstances: list[Circumstance]
    frames: list[Frame]
    mention_end: Callable[[int], int]

    def words_of(self, name: str) -> frozenset[str]:
        """A class of words of the `grammaire` files, empty when it is not there."""
        return self.view.grammar.classes.get(name, frozenset())

    def circumstance_at(self, index: int) -> Circumstance | None:
        """The circumstance that covers a token."""
        return next((one for one in self.circumstances if one.start <= index < one.end), None)


class RegionFinder:
    """Finds ends to the right, in one sentence."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.view, self.sentence = scene, scene.view, scene.sentence

    def end(self, frame: Frame) -> int:
        """Where the frame's clause ends: before the first verb that is not its own."""
        verb = frame.verb
        anchor = max(frame.end - 1, verb.index if verb is not None else 0)
        limit = self._hard_stop(anchor)
        if self._closed_relative(frame):
            limit = frame.end
        for other in self.sentence.order:
            if anchor < other.index < limit:
                stop = self._stop_at(frame, other, anchor)
                if stop is not None:
                    limit = min(stop, limit)
                    break
        return max(frame.end, self.trim(limit, frame.end))

    def _closed_relative(self, frame: Frame) -> bool:
        """`qui le préside, le responsable…`: nothing follows the verb inside the relative."""
        if frame.verb is None or frame.end >= self.sentence.end:
            return False
        clause = self.sentence.clauses[frame.verb.clause]
        return clause.kind == "rel" and bool(self.view.tags[frame.end] & g.COMMA)

    def _stop_at(self, frame: Frame, other: Verb, anchor: int) -> int | None:
        """The token before which `other` ends the region, or None when it belongs inside."""
        clause = self.sentence.clauses[other.clause]
        own_trigger = any(f.verb is other and f is not frame for f in self.scene.frames)
        if frame.verb is not None and other.clause == frame.verb.clause:
            return other.first if own_trigger else None
        if self._inside(other, frame, anchor):
            return self._loose_opener(clause) if own_trigger and clause.kind == "rel" else None
        subject = self.scene.subjects.of(other)
        if subject.kind in ("noun", "pronoun") and subject.start > anchor:
            return max(subject.start, anchor + 1)
        return clause.opener if clause.opener > anchor else other.first

    def _loose_opener(self, clause: Clause) -> int | None:
        """Where a relative clause after a comma begins, its preposition included."""
        index = clause.opener
        while index > self.sentence.start and self.view.tags[index - 1] & g.PREP:
            index -= 1
        return index if self.view.tags[index - 1] & g.COMMA else None

    def _inside(self, other: Verb, frame: Frame, anchor: int) -> bool:
        clauses = self.sentence.clauses
        number = other.clause
        if frame.verb is None and clauses[number].opener == anchor:
            # `une chose : que les services …`
            return True
        while number >= 0:
            if frame.verb is not None and number == frame.verb.clause:
                return True
            if clauses[number].opener > anchor and clauses[number].kind != "main":
                return True
            number = clauses[number].parent
        return False

    def _hard_stop(self, index: int) -> int:
        """A semicolon that no coordination goes over, or a colon after which a sentence of its
        own begins."""
        tags = self.view.tags
        for position in range(index + 1, self.sentence.end):
            if tags[position] & g.SEMI or (
                tags[position] & g.COLON and self._clause_after(position)
            ):
                return position
        return self.sentence.end

    def _clause_after(self, position: int) -> bool:
        clauses = self.sentence.clauses
        return any(
            v.index > position and clauses[v.clause].kind == "main" for v in self.sentence.order
        )

    def trim(self, end: int, low: int) -> int:
        """Back over punctuation, `et`, `tandis que` and articles left hanging at an end."""
        tags, words = self.view.tags, self.view.words
        against = self.scene.words_of("que-adversatif")
        while end > low + 1 and tags[end - 1] & g.ADV and tags[end - 2] & g.COMMA:
            end -= 2
        while end > low:
            tag = tags[end - 1]
            hanging = tag & EDGE or words[end - 1] in against or words[end - 1] in ("que", "qu'")
            if not hanging or words[end - 1] == "donc":
                break
            end -= 1
        return end

    def reaches_colon(self, high: int) -> bool:
        """True when nothing but adverbs parts `high` from the colon that closes the sentence."""
        tags, end = self.view.tags, self.sentence.end
        index = high
        while index < end and (is_adverb(self.view, index) or tags[index] & (g.COMMA | g.PREP)):
            index += 1
        return index < end and bool(tags[index] & g.COLON) and index >= end - 2

    def group_end(self, start: int, high: int) -> int:
        """The end of a noun phrase that begins at `start`: complements in `de`, a coordination."""
        tags, words = self.view.tags, self.view.words
        stops = [one.start for one in self.scene.circumstances if one.start > start]
        blocking = self.scene.words_of("hors-groupe")
        limit = min([high, *stops])
        index = start
        while index < limit:
            tag = tags[index]
            if tag & (g.COMMA | g.SEMI | g.COLON | g.OPEN | g.CLOSE | g.REL | g.SUBORD):
                break
            if index in self.sentence.verbs or (index > start and words[index] in blocking):
                break
            if tag & g.PREP and index + 1 < limit and tags[index + 1] & g.INFINITIVE:
                break
            if (
                index > start
                and tag & g.DET
                and not tag & g.PREP
                and not tags[index - 1] & _BEFORE_DET
            ):
                # `aux Caf le pilotage`: a second noun phrase begins
                break
            if tag & g.COORD and not self._coordinates(index, limit):
                break
            index += 1
        # A name that the lexicon knows is never cut (`comité des services aux familles`).
        return max(self.trim(index, start), min(high, self.scene.mention_end(start)))

    def _coordinates(self, index: int, limit: int) -> bool:
        """`et` goes on with the group when a noun phrase follows it."""
        if index + 1 >= limit:
            return False
        return bool(self.view.tags[index + 1] & (g.DET | g.PREADJ)) or not self.view.tags[index + 1]

    def balanced(self, start: int, end: int) -> Range:
        """No closing mark whose opening one lies outside, no punctuation at the edges."""
        tags, words = self.view.tags, self.view.words
        while end > start and tags[end - 1] & (g.QUOTE | g.CLOSE):
            opening = _OPENING.get(words[end - 1])
            inner = words[start:end]
            if opening is None or inner.count(opening) >= inner.count(words[end - 1]):
                break
            end -= 1
        while start < end and (
            tags[start] & g.QUOTE or (tags[start] & EDGE and words[start] != "donc")
        ):
            if words[start] == "«" and "»" in words[start:end]:
                break
            start += 1
        return start, self.trim(end, start)

    def strip(self, start: int) -> int:
        """Past the articles of a noun phrase (`aucun`, `seul` and numbers stay)."""
        tags = self.view.tags
        while start < self.sentence.end - 1 and tags[start] & g.DET and not tags[start] & g.NEGSUBJ:
            start += 1
        return start
