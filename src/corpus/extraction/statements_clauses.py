"""Clauses of a sentence, found by a stack machine over its small words: no part-of-speech tagger.

An opener (relative, `lorsque`, `si`, `que`) pushes a clause; a finite verb belongs to the innermost
clause that has none yet; a second verb joins the first when only `et`, `ou` or a comma stands
between them and the number agrees, and otherwise closes the clause. One pass, no backtracking,
so that a sentence without end costs no more than its length.
"""

from __future__ import annotations

from corpus.extraction import statements_grammar as g
from corpus.extraction.statements_sentence import Clause, Sentence, Verb, View
from corpus.extraction.statements_verbs import VerbReader, agrees
from corpus.french.conjugation import VerbForm

_INTEREST = g.FINITE | g.REL | g.SUBORD | g.SEMI | g.COLON | g.OPEN | g.CLOSE | g.STOP
_SEPARATOR = g.COMMA | g.COORD
_FOLLOWING = frozenset(("suit", "suivent", "precede", "precedent"))
# A bracket that is never closed must not swallow the rest of a document.
_LONGEST_BRACKET = 120


class ClauseParser:
    """Parses one sentence of a `View` at a time."""

    def __init__(self, view: View) -> None:
        self.view = view
        classes = view.grammar.classes
        self.verbs = VerbReader(view)
        self.neutral = classes.get("antécédent-neutre", frozenset())
        self.guarantee = view.grammar.finite_forms("garantie")
        self.frozen_que = classes.get("que-figé", frozenset())
        self.condition_que = classes.get("que-condition", frozenset())
        self.against_que = classes.get("que-adversatif", frozenset())
        self.frozen_si = classes.get("si-figé", frozenset())
        self.asking = classes.get("verbe-de-question", frozenset())

    def parse(self, start: int, end: int) -> Sentence:
        """The clauses of the tokens `start:end`."""
        self.sentence = Sentence(start, end, [Clause("main", -1, start, -1)], {}, [])
        self.stack = [0]
        self.before_stop: list[int] = []
        tags = self.view.tags
        closing = -1
        for index in range(start, end):
            tag = tags[index]
            if not tag & _INTEREST or index < closing:
                continue
            if tag & g.FINITE:
                forms = self.verbs.read(index, tag, self.sentence, self.stack)
                if forms:
                    self._verb(index, forms)
            elif tag & (g.REL | g.SUBORD):
                self._opener(index, tag)
            elif tag & g.OPEN:
                closing = self._closing(index, end)
            elif not tag & g.CLOSE and (not tag & g.STOP or self._pause(index, end)):
                self._boundary(index)
        return self.sentence

    def _pause(self, index: int, end: int) -> bool:
        """`…`, `?` and `!` part clauses; a point inside a sentence is an abbreviation's."""
        if index >= end - 2:
            return False
        word = self.view.words[index]
        return word != "." or (self.view.words[index + 1] == ".")

    # ------------------------------------------------------------------------------ the stack

    def _opener(self, index: int, tag: int) -> None:
        kind = self._opener_kind(index, tag)
        if kind is None:
            return
        clauses = self.sentence.clauses
        if kind == "against":
            self._sibling(index)
            return
        clauses.append(Clause(kind, index, index + 1, self.stack[-1]))
        self.stack.append(len(clauses) - 1)

    def _sibling(self, index: int) -> None:
        """`tandis que`: a clause of the same rank as the last one that has its verb."""
        clauses = self.sentence.clauses
        while len(self.stack) > 1 and not clauses[self.stack[-1]].verbs:
            self.stack.pop()
        while len(self.stack) > 1 and clauses[self.stack[-1]].kind == "rel":
            self.stack.pop()
        top = clauses[self.stack.pop()]
        clauses.append(Clause(top.kind, top.opener, index + 1, top.parent))
        self.stack.append(len(clauses) - 1)

    def _opener_kind(self, index: int, tag: int) -> str | None:
        words, tags = self.view.words, self.view.tags
        word = words[index]
        following = words[index + 1] if index + 1 < self.sentence.end else ""
        previous = words[index - 1] if index > self.sentence.start else ""
        if word == "s'":
            return "cond" if following in ("il", "ils") else None
        if word in ("si", "quand", "comme"):
            return self._short_opener(index, word, following)
        if tag & g.COND:
            return "cond"
        if tag & g.SUBORD:
            return "sub"
        if word == "dont" and (tags[index + 1] if following else 0) & g.NUMBER:
            return None
        if word in ("que", "qu'"):
            return self._que(index, previous)
        before = words[index - 2] if index - 2 >= self.sentence.start else ""
        return "comp" if before in self.neutral else "rel"

    def _short_opener(self, index: int, word: str, following: str) -> str | None:
        if word == "comme":
            return "sub" if following in ("le", "l'", "cela", "il", "elle") else None
        if following in self.frozen_si or not following:
            return None
        if word == "si" and index and self.view.words[index - 1] in self.asking:
            # `vérifier si le local convient`: a question, no condition
            return "comp"
        opens = g.DET | g.SUBJECT | g.DEM | g.CLITIC | g.PREADJ | g.NUMBER
        if word == "si" and not self.view.tags[index + 1] & opens:
            return "cond" if self._starts_clause(index) else None
        return "cond"

    def _starts_clause(self, index: int) -> bool:
        return index == self.sentence.start or bool(self.view.tags[index - 1] & _SEPARATOR)

    def _que(self, index: int, previous: str) -> str | None:
        if previous in self.against_que:
            return "against"
        two_before = self.view.words[index - 2] if index - 2 >= self.sentence.start else ""
        if previous == "tant" and two_before == "en":
            # `en tant que gestionnaire` is no clause, `en tant qu'elle garantit` no condition
            after = self.view.tags[index + 1] if index + 1 < self.sentence.end else 0
            return "sub" if after & g.SUBJECT and not after & g.DET else None
        if previous in self.condition_que and (previous != "moins" or two_before == "a"):
            return "cond"
        if previous in self.frozen_que:
            # `un état tel qu'il ne s'y manifeste` is a clause, `tels que les plans` is none
            after = self.view.tags[index + 1] if index + 1 < self.sentence.end else 0
            return "rel" if after & g.SUBJECT and not after & g.DET else None
        if previous == "ce" or index == self.sentence.start:
            return "comp"
        last = self.sentence.order[-1] if self.sentence.order else None
        if last is not None and self._restricts(last, index):
            return None
        if index - 1 in self.sentence.verbs or self.view.tags[index - 1] & (g.INFINITIVE | g.ADV):
            return "comp"
        if self.view.tags[index - 1] & (g.PREP | g.COORD | g.COMMA | g.COLON):
            return "rel" if self._loose_object(index) else "comp"
        low = max(self.sentence.start, index - 20)
        if any(word in self.guarantee for word in self.view.words[low:index]):
            # `garantir aux parents que les intervenants suivent …`
            return "comp"
        return "comp" if last is not None and self._predicate(last, index) else "rel"

    def _loose_object(self, index: int) -> bool:
        """`tient à jour le répertoire, qu'il adresse aux mairies`: a pronoun follows, a noun stands
        before the comma, and no clause in `que` is open that this one could go on with."""
        tags = self.view.tags
        after = tags[index + 1] if index + 1 < self.sentence.end else 0
        if not tags[index - 1] & g.COMMA or index - 2 < self.sentence.start:
            return False
        if not after & g.SUBJECT or after & g.DET:
            return False
        if tags[index - 2] & (g.SMALL_WORDS | g.FINITE | g.INFINITIVE) or (
            index - 2 in self.sentence.verbs
        ):
            return False
        if tags[index - 2] & g.PARTICIPLE and index - 3 in self.sentence.verbs:
            return False
        return not any(clause.kind == "comp" for clause in self.sentence.clauses)

    def _predicate(self, verb: Verb, index: int) -> bool:
        """`il est souhaitable que`: no noun phrase stands between the verb and `que`."""
        between = self.view.tags[verb.index + 1 : index]
        return len(between) <= 5 and not any(tag & (g.DET | g.PREP) for tag in between)

    def _restricts(self, verb: Verb, index: int) -> bool:
        """`ne … que`: the negation before the last verb has no `pas` before this `que`."""
        view = self.view
        if any(view.words[i] in ("que", "qu'") for i in range(verb.index + 1, index)):
            return False
        if not any(view.tags[i] & g.NE for i in range(verb.first, verb.index)):
            return False
        return not any(
            view.tags[i] & g.PAS for i in range(verb.index + 1, min(index, verb.index + 6))
        )

    def _verb(self, index: int, forms: tuple[VerbForm, ...]) -> None:
        first = self._first_clitic(index, forms)
        shares = None
        clauses = self.sentence.clauses
        if self._goes_on(first, forms):
            self.stack = self.before_stop
        top = clauses[self.stack[-1]]
        if top.verbs:
            shares = self._joined(first, forms)
            if shares is None:
                self._pop(first)
        number = self.stack[-1] if shares is None else shares.clause
        verb = Verb(index, first, number, forms, shares)
        clauses[number].verbs.append(verb)
        self.sentence.verbs[index] = verb
        self.sentence.order.append(verb)

    def _waiting(self) -> bool:
        """Close the clauses that have their verb when one opened before them still waits."""
        clauses = self.sentence.clauses
        for depth in range(len(self.stack) - 1, 0, -1):
            if not clauses[self.stack[depth]].verbs:
                del self.stack[depth + 1 :]
                return True
        return False

    def _goes_on(self, first: int, forms: tuple[VerbForm, ...]) -> bool:
        """`… ; et disposent`: a verb right after a semicolon and `et` has the subject before it."""
        clauses = self.sentence.clauses
        top = clauses[self.stack[-1]]
        if top.verbs or not self.before_stop or self.view.tags[top.start - 1] & g.COLON:
            return False
        between = self.view.tags[top.start : first]
        if not between or not all(tag & (g.COORD | g.ADV) for tag in between):
            return False
        earlier = clauses[self.before_stop[-1]].verbs
        return bool(earlier) and _same_number(earlier[-1].forms, forms)

    def _joined(self, first: int, forms: tuple[VerbForm, ...]) -> Verb | None:
        """The verb this one is coordinated with, when nothing but `et` or a comma precedes it."""
        position = first - 1
        tags = self.view.tags
        while (
            position > self.sentence.start
            and tags[position] & g.ADV
            and not tags[position] & _SEPARATOR
        ):
            position -= 1
        if position <= self.sentence.start or not tags[position] & (_SEPARATOR | g.SEMI):
            return None
        for number in reversed(self.stack):
            verbs = self.sentence.clauses[number].verbs
            if verbs and _same_number(verbs[-1].forms, forms) and not self._follows(number):
                while self.stack[-1] != number:
                    self.stack.pop()
                # a comma right before a verb may as well close an inserted clause
                if tags[position] & g.COMMA and self._open_ancestor(number):
                    return None
                return verbs[-1]
        return None

    def _follows(self, number: int) -> bool:
        """`les principes qui suivent et s'engagent`: nothing goes on with `qui suivent`."""
        clause = self.sentence.clauses[number]
        last = clause.verbs[-1].index
        frozen = clause.kind == "rel" and self.view.words[last] in _FOLLOWING
        return frozen and bool(self.view.tags[last + 1] & _SEPARATOR)

    def _open_ancestor(self, number: int) -> bool:
        parent = self.sentence.clauses[number].parent
        while parent >= 0:
            if not self.sentence.clauses[parent].verbs:
                return True
            parent = self.sentence.clauses[parent].parent
        return False

    def _pop(self, first: int) -> None:
        """Close clauses until one still waits for its verb; else begin a new main clause."""
        clauses = self.sentence.clauses
        popped = None
        while len(self.stack) > 1 and clauses[self.stack[-1]].verbs:
            popped = clauses[self.stack.pop()]
        if not clauses[self.stack[-1]].verbs:
            return
        root = clauses[self.stack[0]]
        start = self._new_start(first, self.sentence.order[-1].index, popped)
        clauses.append(Clause(root.kind, -1, start, root.parent))
        self.stack = [len(clauses) - 1]

    def _new_start(self, first: int, last: int, popped: Clause | None) -> int:
        """Where a coordinated clause begins: after the nearest `et` or comma that a noun phrase
        or a pronoun follows, else with the condition that leads it (`et si …, on n'ouvre pas`)."""
        tags = self.view.tags
        for position in range(first - 1, last, -1):
            if tags[position] & _SEPARATOR and tags[position + 1] & (g.DET | g.SUBJECT | g.DEM):
                return position + 1
        if popped is not None and popped.kind == "cond" and self._starts_clause(popped.opener):
            return popped.opener
        return last + 1

    def _boundary(self, index: int) -> None:
        clauses = self.sentence.clauses
        if self.view.tags[index] & g.COLON and self._waiting():
            # `que les bénévoles qui interviennent : ont une compétence ; et disposent de temps`
            return
        self.before_stop = list(self.stack)
        clauses.append(Clause("main", -1, index + 1, -1))
        self.stack = [len(clauses) - 1]

    def _closing(self, index: int, end: int) -> int:
        depth = 0
        tags = self.view.tags
        for position in range(index, min(end, index + _LONGEST_BRACKET)):
            if tags[position] & g.OPEN:
                depth += 1
            elif tags[position] & g.CLOSE:
                depth -= 1
                if depth == 0:
                    return position
        return index

    def _doubled(self, index: int) -> bool:
        """The second of `vous vous engagez` is the reflexive, not the subject."""
        before = self.view.words[index - 1] if index > self.sentence.start else ""
        return before == self.view.words[index]

    def _first_clitic(self, index: int, forms: tuple[VerbForm, ...]) -> int:
        tags, words = self.view.tags, self.view.words
        first = index
        while first > self.sentence.start and tags[first - 1] & (g.CLITIC | g.NE):
            word = words[first - 1]
            if word in ("nous", "vous") and agrees(word, forms) and not self._doubled(first - 1):
                break
            first -= 1
        return first


def _same_number(one: tuple[VerbForm, ...], other: tuple[VerbForm, ...]) -> bool:
    numbers = {form.plural for form in one}
    return any(form.plural in numbers for form in other)
