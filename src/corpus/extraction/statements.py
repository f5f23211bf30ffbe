"""Statements: who must, must not, may, should, undertakes or is given a task.

A sentence is parsed only when an anchor of some rule stands in it; the rules are data
(`rules/enonces/`). What each step does is in the modules named after it: grammar, patterns, rules,
clauses, subjects, circumstances, frames, parts, lists, bearers, deadlines.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from corpus.extraction.statements_bearers import BearerResolver
from corpus.extraction.statements_circumstances import CircumstanceFinder, compile_openers
from corpus.extraction.statements_clauses import ClauseParser
from corpus.extraction.statements_frames import Frame, FrameFinder
from corpus.extraction.statements_lists import LeadIn, LeadIns
from corpus.extraction.statements_parts import Draft, PartFinder
from corpus.extraction.statements_regions import Scene
from corpus.extraction.statements_requirements import Setting
from corpus.extraction.statements_rules import Anchor, RuleBook, compile_rules
from corpus.extraction.statements_sentence import Sentence, View
from corpus.extraction.statements_spans import Writer
from corpus.extraction.statements_subjects import NONE, Subject, SubjectFinder
from corpus.extraction.statements_units import Unit, main_tokens, units
from corpus.french.tokens import Anchors, Tokens
from corpus.model import Document, Mention, Passage, Reference, Statement, Structure
from corpus.rules import Ruleset, load_rules

Watch = Callable[[FrameFinder, Sequence[int]], None]


class StatementFinder:
    """Finds the statements of documents. Building one compiles the rules; running is pure."""

    def __init__(self, ruleset: Ruleset | None = None, watch: Watch | None = None) -> None:
        """`watch` is shown every sentence before its rules are tried: explanations tell with it why
        a rule did not fire."""
        ruleset = ruleset if ruleset is not None else load_rules()
        self.book: RuleBook = compile_rules(ruleset)
        self.openers = compile_openers(ruleset, self.book.grammar)
        self.flags = Anchors(self.book.words, whole=True)
        self.watch = watch
        self.problems = (*self.book.problems, *self.openers.problems)

    def find(
        self,
        document: Document,
        structure: Structure,
        tokens: Tokens,
        mentions: Sequence[Mention] = (),
        references: Sequence[Reference] = (),
    ) -> tuple[Statement, ...]:
        """The statements of `document`, in order of position; offsets into its text.

        `structure` may be bare: without passages and sentences the text is cut here, plainly.
        """
        found: list[Statement] = []
        for part in main_tokens(structure, tokens):
            run = _Run(self, part, structure, mentions, references)
            found.extend(run.statements())
        found.sort(key=lambda one: (one.trigger.start, one.action.start, one.rule))
        return tuple(found)


class _Run:
    """One document's pass: keeps what later sentences need of earlier ones."""

    def __init__(
        self,
        finder: StatementFinder,
        tokens: Tokens,
        structure: Structure,
        mentions: Sequence[Mention],
        references: Sequence[Reference],
    ) -> None:
        self.view = view = View(tokens, finder.book.grammar)
        self.finder, self.structure = finder, structure
        self.parser = ClauseParser(view)
        self.lead_ins = LeadIns(view)
        self.resolver = BearerResolver(view, structure, mentions, self.parser.parse)
        self.writer = Writer(view, structure, references, self.resolver)
        self.anchored = finder.flags.positions(tokens)
        self.circumstantial = finder.openers.flags.positions(tokens)

    def statements(self) -> Iterator[Statement]:
        for unit in units(self.view, self.structure, self._wanted):
            yield from self._unit(unit)
        for draft, unit in self.lead_ins.pending():
            yield self.writer.write(draft, unit)

    def _wanted(self, start: int, end: int, passage: Passage | None) -> bool:
        """A sentence is looked at when an anchor stands in it, when it is an item of a list that
        was left open, or when it may go on with the one before."""
        index = bisect_left(self.anchored, start)
        if index < len(self.anchored) and self.anchored[index] < end:
            return True
        if self.lead_ins.previous is not None:
            return True
        return passage is not None and self.lead_ins.known_at(passage.lead_in)

    def _unit(self, unit: Unit) -> list[Statement]:
        low = bisect_left(self.anchored, unit.start)
        anchors = self.anchored[low : bisect_left(self.anchored, unit.end, low)]
        lead = self.lead_ins.of(unit)
        if lead is not None and lead.settled:
            lead = None
        hopes = self.finder.book.candidates(self.view, unit.genre, unit.start, anchors)
        parsed = bool(hopes or lead or self.finder.watch or self.lead_ins.goes_on(unit))
        drafts = self._drafts(unit, lead, anchors, hopes) if parsed else []
        if unit.colon:
            drafts = self.lead_ins.remember(unit, drafts, lead)
        self.lead_ins.last(unit, drafts)
        written = [self.writer.write(draft, unit) for draft in drafts]
        self.resolver.leave(unit, parsed)
        return written

    def _drafts(
        self, unit: Unit, lead: LeadIn | None, anchors: list[int], hopes: list[tuple[int, Anchor]]
    ) -> list[Draft]:
        self.resolver.begin(unit)
        sentence = self.parser.parse(unit.start, unit.end)
        subjects = SubjectFinder(self.view, sentence)
        self.resolver.enter(sentence, subjects)
        heading = self._heading(unit, sentence, subjects)
        ruled = unit.turn is not None and unit.operative
        setting = Setting(
            unit.genre,
            (unit.operative and not ruled)
            or heading.found
            or (lead is not None and lead.normative),
            unit.question,
            unit.interviewer,
            unit.charter,
            unit.professional,
            unit.host,
            heading.found,
            ruled and not unit.host,
        )
        finder = FrameFinder(
            self.view, self.finder.book, sentence, subjects, setting, self.resolver
        )
        if self.finder.watch is not None:
            self.finder.watch(finder, anchors)
        frames = finder.find(hopes)
        goes_on = self.lead_ins.goes_on(unit)
        drafts: list[Draft] = []
        if frames or lead is not None or goes_on:
            parts = self._parts(sentence, subjects, frames)
            drafts = [draft for frame in frames for draft in parts.all(frame)]
            if heading.found:
                parts.head(drafts, heading)
            if lead is not None:
                drafts = self.lead_ins.items(unit, lead, drafts, parts)
            if not drafts and goes_on:
                drafts = self.lead_ins.continued(unit, parts)
        return drafts

    def _parts(
        self, sentence: Sentence, subjects: SubjectFinder, frames: list[Frame]
    ) -> PartFinder:
        circumstances = CircumstanceFinder(
            self.view, self.finder.openers, self.circumstantial, sentence, subjects
        ).find()
        return PartFinder(
            Scene(
                self.view,
                sentence,
                subjects,
                circumstances,
                frames,
                self.resolver.actors.mention_end,
            )
        )

    def _heading(self, unit: Unit, sentence: Sentence, subjects: SubjectFinder) -> Subject:
        """`Le gestionnaire : 1° Transmet un bilan ; 2° Informe la caisse`: the subject of an item
        that begins with its verb is the noun phrase before the colon."""
        span, verb = unit.lead_in, sentence.order[0] if sentence.order else None
        commands = unit.operative or unit.genre == "circular"
        if span is None or not commands or verb is None or verb.first != unit.start:
            return NONE
        if subjects.of(verb).kind not in ("none", "inverted"):
            return NONE
        low = bisect_left(self.view.starts, span.start)
        high = bisect_left(self.view.starts, span.end, low)
        lead = self.parser.parse(low, high)
        if any(lead.clauses[one.clause].kind == "main" for one in lead.order):
            return NONE
        return SubjectFinder(self.view, lead).phrase(low, high - 1)
