"""Conditions, exceptions and deadlines of a sentence: their openers are data (`circonstances`),
their ends follow from the clauses."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.extraction import statements_grammar as g
from corpus.extraction.statements_match import number_end, special_end
from corpus.extraction.statements_patterns import Element, PatternError, compile_pattern
from corpus.extraction.statements_sentence import Clause, Sentence, Verb, View
from corpus.extraction.statements_subjects import SubjectFinder
from corpus.french.tokens import Anchors
from corpus.rules import RuleProblem, Ruleset

KINDS = {"condition": "condition", "delai": "deadline", "fondement": "basis", "liaison": "link"}
_ENDS = ("ici", "groupe", "proposition")
_HARD = g.COMMA | g.SEMI | g.COLON | g.STOP | g.CLOSE
# A group longer than this has lost its end in a text without punctuation.
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Opener:
    """One way in which a circumstance begins."""

    rule: str
    kind: str
    end: str


@dataclass(slots=True)
class Circumstance:
    """The tokens `start:end` of a condition or deadline; `head` is where its opener ends."""

    kind: str
    rule: str
    start: int
    end: int
    head: int


@dataclass(slots=True)
class Node:
    """A step of the tree of openers: the next words, the next number or date, and who ends here."""

    words: dict[str, Node] = field(default_factory=dict)
    specials: dict[str, Node] = field(default_factory=dict)
    opener: Opener | None = None


@dataclass(slots=True)
class Openers:
    """All openers in one tree: the cost of a token does not grow with their number. `flags` finds
    the tokens at which one may begin."""

    root: Node = field(default_factory=Node)
    flags: Anchors = field(default_factory=lambda: Anchors(whole=True))
    problems: list[RuleProblem] = field(default_factory=list)


def compile_openers(ruleset: Ruleset, grammar: g.Grammar) -> Openers:
    """Compile the family `circonstances`; a faulty line is named and left out."""
    openers = Openers()
    for file, item in ruleset.family("circonstances"):
        kind = KINDS.get(str(item.data.get("genre", file.header.get("genre", ""))))
        end = str(item.data.get("fin", "groupe"))
        for source in item.texts("ouverture"):
            try:
                if kind is None or end not in _ENDS:
                    raise PatternError("« genre » ou « fin » n'a pas une valeur connue.")
                for elements in compile_pattern(source, grammar):
                    _insert(openers.root, elements, Opener(item.id, kind, end))
            except PatternError as error:
                openers.problems.append(
                    RuleProblem(
                        "R021",
                        f"Circonstance « {item.id} » : {error.args[0]}",
                        "Corrigez cette ouverture ; elle est laissée de côté en attendant.",
                        file.path,
                        item.lines.get("ouverture", item.line),
                    )
                )
    openers.flags = Anchors(like=_Starts(openers.root, grammar).__contains__, whole=True)
    return openers


class _Starts:
    """The words at which an opener may begin: its first word, or a number."""

    def __init__(self, root: Node, grammar: g.Grammar) -> None:
        self.words, self.numbers = root.words, "nombre" in root.specials
        self.grammar = grammar

    def __contains__(self, word: object) -> bool:
        text = str(word)
        if text in self.words:
            return True
        return self.numbers and (text[:1].isdigit() or bool(self.grammar.tag(text) & g.NUMBER))


def _insert(node: Node, elements: tuple[Element, ...], opener: Opener) -> None:
    if not elements:
        node.opener = node.opener or opener
        return
    first, rest = elements[0], elements[1:]
    if first.optional:
        _insert(node, rest, opener)
    if first.special:
        _insert(node.specials.setdefault(first.special, Node()), rest, opener)
    for word in first.words:
        _insert(node.words.setdefault(word, Node()), rest, opener)


class CircumstanceFinder:
    """Finds the circumstances of one parsed sentence."""

    def __init__(
        self,
        view: View,
        openers: Openers,
        positions: list[int],
        sentence: Sentence,
        subjects: SubjectFinder,
    ) -> None:
        self.view, self.openers, self.positions = view, openers, positions
        self.sentence, self.subjects = sentence, subjects

    def find(self) -> list[Circumstance]:
        """Every circumstance, in order; of two that overlap the longer opener wins."""
        heads = sorted(self._heads(), key=lambda one: (one[0], -one[1]))
        self.starts = {start for start, _, _ in heads}
        found: list[Circumstance] = []
        for start, head, opener in heads:
            if found and start < found[-1].head:
                continue
            # A condition that is a clause may hold a deadline of its own: it stays inside.
            if found and start < found[-1].end:
                continue
            end = self._end(opener, start, head)
            if end > start:
                found.append(Circumstance(opener.kind, opener.rule, start, end, head))
        return self._merged(found)

    def _heads(self) -> Iterator[tuple[int, int, Opener]]:
        """Where openers begin and end; of those that begin at one token, the longest."""
        words, tags = self.view.words, self.view.tags
        root, end = self.openers.root, self.sentence.end
        first = root.words
        number = root.specials.get("nombre")
        low = bisect_left(self.positions, self.sentence.start)
        high = bisect_left(self.positions, end, low)
        for index in self.positions[low:high]:
            found = None
            node = first.get(words[index])
            if node is not None:
                # most `à` and `dans` open nothing: one look at the next word tells
                following = words[index + 1] if index + 1 < end else ""
                counted = node.specials and (
                    tags[index + 1] & (g.NUMBER | g.MONTH | g.DET) or following[:1].isdigit()
                    if following
                    else False
                )
                if following in node.words or node.opener or counted:
                    found = self._walk(node, index + 1, end)
            if found is None and number is not None:
                # `trois mois avant`, where `trois fois par an` opens something too
                stop = number_end(self.view, index, end)
                if index < stop < end and words[stop] in number.words:
                    found = self._walk(number, stop, end)
            if found is not None:
                yield index, *found

    def _walk(self, node: Node, index: int, end: int) -> tuple[int, Opener] | None:
        """The longest path of the tree that the tokens from `index` on follow."""
        best = (index, node.opener) if node.opener is not None else None
        if index < end:
            child = node.words.get(self.view.words[index])
            found = self._walk(child, index + 1, end) if child is not None else None
            for name, special in node.specials.items():
                stop = special_end(self.view, index, end, name)
                other = self._walk(special, stop, end) if stop > index else None
                if other is not None and (found is None or other[0] > found[0]):
                    found = other
            if found is not None:
                return found
        return best

    def _end(self, opener: Opener, start: int, head: int) -> int:
        if opener.end == "ici":
            return self._trim(head)  # a month takes the full stop after it for its own
        if opener.end == "proposition":
            clause = self._clause(start, head)
            if clause is not None and clause.kind == "comp" and clause.opener == start:
                # `vérifier si le local convient` asks, it sets no condition
                return start
            if clause is not None and clause.verbs:
                return self._clause_end(clause)
            if clause is None and head == start + 1 and self.view.words[start] == "si":
                # `Enfin si : j'inscrirai …`
                return start
        return self.group_end(head)

    def _clause(self, start: int, head: int) -> Clause | None:
        for clause in self.sentence.clauses:
            if start <= clause.opener < max(head, start + 1):
                return clause
        return None

    def _clause_end(self, clause: Clause) -> int:
        """Up to the verb (or its subject) of the clause around, or to the sentence's next stop."""
        last = clause.verbs[-1].index
        for verb in self.sentence.order:
            if verb.index > clause.verbs[0].index and not self._within(verb, clause):
                subject = self.subjects.of(verb)
                stop = subject.start if subject.start > last else verb.first
                return self._trim(stop)
        stop = self._stop_after(last)
        if self._inserted(clause):
            stop = next((i for i in range(last + 1, stop) if self.view.tags[i] & g.COMMA), stop)
        for index in range(last + 1, stop):
            if index in self.starts and self.view.tags[index - 1] & g.COMMA:
                return self._trim(index)
        return self._trim(stop)

    def _inserted(self, clause: Clause) -> bool:
        """`doit mentionner, s'il s'agit de X, les noms`: the verb before awaits its object."""
        tags, at = self.view.tags, clause.opener
        if at - 2 < self.sentence.start or not tags[at - 1] & g.COMMA:
            return False
        return bool(tags[at - 2] & (g.INFINITIVE | g.COORD)) or at - 2 in self.sentence.verbs

    def _within(self, verb: Verb, clause: Clause) -> bool:
        clauses = self.sentence.clauses
        number = verb.clause
        while number >= 0:
            if clauses[number] is clause:
                return True
            number = clauses[number].parent
        return False

    def _stop_after(self, index: int) -> int:
        tags = self.view.tags
        for position in range(index + 1, self.sentence.end):
            if tags[position] & (g.SEMI | g.COLON):
                return position
        return self.sentence.end

    def group_end(self, head: int) -> int:
        """The end of a group without a verb of its own (relative clauses inside it count)."""
        tags, sentence = self.view.tags, self.sentence
        waiting = 0
        index = head
        limit = min(sentence.end, head + _LONGEST)
        while index < limit:
            tag = tags[index]
            if tag & g.OPEN and (after := self._after_brackets(index, limit)):
                index = after
                continue
            if tag & _HARD and not self._abbreviation(index) and not self._enumerates(index, limit):
                break
            if index > head and index in self.starts and not tags[index - 1] & g.PREP:
                break
            if tag & (g.REL | g.SUBORD):
                waiting += 1
            elif index in sentence.verbs:
                if not waiting:
                    return self._before_verb(sentence.verbs[index], head)
                waiting -= 1
            elif tag & g.INFINITIVE:
                before = self._before_clitics(index)
                if before >= head and self.view.words[before] in ("pour", "afin"):
                    index = before
                    break
            index += 1
        return self._trim(index)

    def _after_brackets(self, index: int, limit: int) -> int:
        """`en cas de difficulté (interne, ou avec un tiers)`: what stands between brackets is part
        of the group, commas and all; 0 where they are not closed."""
        for position in range(index + 1, limit):
            if self.view.tags[position] & g.CLOSE:
                return position + 1
        return 0

    def _before_clitics(self, index: int) -> int:
        """The token before an infinitive and its pronouns (`pour se mettre`)."""
        tags = self.view.tags
        index -= 1
        while index > self.sentence.start and tags[index] & g.CLITIC and not tags[index] & g.PREP:
            index -= 1
        return index

    def _enumerates(self, index: int, limit: int) -> bool:
        """`à l'exclusion des bureaux, vestiaires et locaux`: a bare noun after a comma goes on."""
        tags = self.view.tags
        if not tags[index] & g.COMMA or index + 2 >= limit or tags[index + 1] & ~g.NOUNISH:
            return False
        return any(tags[i] & g.COORD for i in range(index + 1, min(limit, index + 6)))

    def _abbreviation(self, index: int) -> bool:
        """The point of `L. 214-1` ends nothing."""
        return bool(self.view.tags[index] & g.STOP) and index < self.sentence.end - 1

    def _before_verb(self, verb: Verb, head: int) -> int:
        subject = self.subjects.of(verb)
        if subject.kind in ("noun", "pronoun") and subject.start > head:
            return self._trim(subject.start)
        return self._trim(verb.first)

    def _trim(self, end: int) -> int:
        tags = self.view.tags
        while end > self.sentence.start and tags[end - 1] & (
            g.COMMA | g.COORD | g.SEMI | g.STOP | g.COLON
        ):
            if tags[end - 1] & g.ADV and not tags[end - 1] & g.COORD:
                break
            end -= 1
        return end

    def _merged(self, found: list[Circumstance]) -> list[Circumstance]:
        """Deadlines parted by a comma, `et` or `puis` are one (`chaque année, avant le …`)."""
        merged: list[Circumstance] = []
        for one in found:
            last = merged[-1] if merged else None
            if last is not None and last.kind == one.kind == "deadline":
                between = range(last.end, one.start)
                if len(between) <= 4 and all(self._links(index) for index in between):
                    merged[-1] = Circumstance("deadline", one.rule, last.start, one.end, last.head)
                    continue
            merged.append(one)
        return merged

    def _links(self, index: int) -> bool:
        tag = self.view.tags[index]
        return bool(tag & (g.COMMA | g.COORD)) or self.view.words[index] in ("ensuite", "puis")
