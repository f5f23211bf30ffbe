"""Clauses of a sentence, found by a stack machine over its small words: no part-of-speech tagger.

An opener (relative, `lorsque`, `si`, `que`) pushes a clause; a finite verb belongs to the innermost
clause that has none yet; a second verb joins the first when only `et`, `ou` or a comma stands
between them and the number agrees, and otherwise closes the clause. One
pass, no backtracking, so that a
sentence without end costs no more than its length.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from corpus.extraction import statements_grammar as g
from corpus.french import conjugation
from corpus.french.conjugation import VerbForm
from corpus.french.fold import fold_word
from corpus.french.tokens import Tokens

_INTEREST = g.FINITE | g.REL | g.SUBORD | g.SEMI | g.COLON | g.OPEN | g.CLOSE | g.STOP
_SEPARATOR = g.COMMA | g.COORD
_AFTER_VERB = g.DET | g.CLITIC | g.PREP | g.ADV | g.NE | g.REL | g.INFINITIVE | g.PREADJ
_NAME_MAY_START = g.QUOTE | g.COLON | g.STOP | g.CLOSE | g.COMMA
_NOUN_LIKE = g.GERUND | g.PARTICIPLE | g.NOUNISH
# A bracket that is never closed must not swallow the rest of a document.
_LONGEST_BRACKET = 120


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


@lru_cache(maxsize=20_000)
def finite_forms(word: str) -> tuple[VerbForm, ...]:
    """The conjugated readings of a printed word (accents count)."""
    return tuple(form for form in conjugation.analyse(word) if form.finite)


@lru_cache(maxsize=20_000)
def _third_person(forms: tuple[VerbForm, ...]) -> tuple[VerbForm, ...]:
    """What a form may be where nobody says `je`, `tu`, `nous` or `vous`: `mesures`, `actions` are
    nouns there."""
    return tuple(form for form in forms if form.person == 3)


class ClauseParser:
    """Parses one sentence of a `View` at a time."""

    def __init__(self, view: View) -> None:
        self.view = view
        classes = view.grammar.classes
        self.tied = classes.get("second-mot-composé", frozenset())
        self.half_pronouns = classes.get("début-de-pronom", frozenset())
        self.neutral = classes.get("antécédent-neutre", frozenset())
        self.guarantee = frozenset(
            fold_word(form.form)
            for lemma in view.grammar.groups.get("garantie", frozenset())
            for form in conjugation.conjugate(lemma)
            if not form.tense.startswith("participe")
        )
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
                forms = self._finite(index, tag)
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

    # -------------------------------------------------------------------------- finite verbs

    def _finite(self, index: int, tag: int) -> tuple[VerbForm, ...]:
        """The finite readings of a token, or `()` when its neighbours make it a noun, an
        adjective or a participle."""
        view = self.view
        forms = finite_forms(view.raw(index))
        if self._compound(index) or self._is_name(index):
            return ()
        if forms and (index == self.sentence.start or view.words[index - 1] not in _NOT_THIRD):
            third = _third_person(forms)
            if third or not self._spoken_to(index):
                forms = third
        if not forms:
            return ()
        before = view.tags[index - 1] if index > self.sentence.start else g.COMMA
        after = view.tags[index + 1] if index + 1 < self.sentence.end else g.STOP
        if not self._verbal(index, tag, before, after, forms):
            return ()
        return forms

    def _spoken_to(self, index: int) -> bool:
        """A pronoun of the first or second person stands close before, or an imperative may."""
        words = self.view.words
        low = max(self.sentence.start, index - 5)
        if any(word in _PERSON_OF and _PERSON_OF[word][0] != 3 for word in words[low:index]):
            return True
        starts = index == self.sentence.start or bool(self.view.tags[index - 1] & _SEPARATOR)
        return starts and words[index].endswith("ez")

    def _is_name(self, index: int) -> bool:
        """A capital inside a sentence begins a name (`Boucle du Pic`), unless all are capitals."""
        raw = self.view.raw(index)
        if raw.islower() or (raw.isupper() and len(raw) > 1):
            return False
        first = index == self.sentence.start
        return not (first or self.view.tags[index - 1] & _NAME_MAY_START) or not raw[1:].islower()

    def _compound(self, index: int) -> bool:
        """`peut-être`: a hyphen ties the form to the next word."""
        view = self.view
        if index + 1 >= len(view.words) or view.words[index + 1] not in self.tied:
            return False
        return view.text[view.ends[index] : view.starts[index + 1]] == "-"

    def _verbal(  # noqa: C901  (a list of what may stand before a verb)
        self, index: int, tag: int, before: int, after: int, forms: tuple[VerbForm, ...]
    ) -> bool:
        previous = self.view.words[index - 1] if index > self.sentence.start else ""
        if self.view.words[index] == "soit" and self._either(index):
            return False
        if before & (g.NE | g.RELSUBJ):
            return True
        if before & g.SUBJECT and not before & g.DET and _agrees(previous, forms):
            return True
        if tag & g.PARTICIPLE and self._is_participle(index, before, after):
            return False
        if tag & (g.PREP | g.COORD | g.ADV | g.SUBORD | g.DET):
            return False
        if before & g.CLITIC and (not before & (g.DET | g.PREP) or self._clitics(index, forms)):
            return True
        if before & g.CLITIC and before & g.DET and self._after_governor(index - 1):
            return False
        if tag & g.NOUNISH:
            return self._nounish_is_verb(index, before, after, forms)
        if before & g.PREP and not before & (g.CLITIC | g.ADV):
            return False
        if before & g.DET and index - 2 >= self.sentence.start:
            # `quelqu'un veut`, `l'un doit`: a pronoun in two pieces
            if self.view.words[index - 2] in self.half_pronouns:
                return True
        return not (before & g.DET and not before & (g.CLITIC | g.ADV | g.SUBJECT))

    def _either(self, index: int) -> bool:
        """`soit à la caisse, soit à la commune`: no verb, unless a clause waits for one."""
        clause = self.sentence.clauses[self.stack[-1]]
        return clause.kind == "main" or bool(clause.verbs)

    def _after_governor(self, article: int) -> bool:
        """`prendre l'attache`, `de la demande`: what stands before takes a noun, so `l'` is an
        article and no pronoun."""
        if article <= self.sentence.start:
            return False
        tag = self.view.tags[article - 1]
        if article - 1 in self.sentence.verbs:
            return True
        return bool(tag & (g.INFINITIVE | g.GERUND)) or bool(tag & g.PREP and not tag & g.CLITIC)

    def _clitics(self, index: int, forms: tuple[VerbForm, ...]) -> bool:
        """A `ne`, a reflexive or a subject further back in the clitics before: `n'en sort pas`,
        `on leur demande`."""
        position = index - 1
        while position >= self.sentence.start and self.view.tags[position] & (g.CLITIC | g.NE):
            if self.view.tags[position] & g.NE or self.view.words[position] in ("se", "s'"):
                return True
            position -= 1
        if position < self.sentence.start or not self.view.tags[position] & g.SUBJECT:
            return False
        return not self.view.tags[position] & g.DET and _agrees(self.view.words[position], forms)

    def _nounish_is_verb(
        self, index: int, before: int, after: int, forms: tuple[VerbForm, ...]
    ) -> bool:
        if before & g.PLURAL_DET and before & g.CLITIC:
            return not any(form.plural for form in forms) and bool(after & (g.DET | g.PREP))
        if index == self.sentence.start:
            return self._opens_item(index)
        if before & (g.DET | g.PREP | g.PREADJ | g.NUMBER):
            return False
        top = self.sentence.clauses[self.stack[-1]]
        if after & (g.COMMA | g.STOP) and top.kind in ("cond", "sub") and not top.verbs:
            # `Lorsque le local ferme, …`
            return True
        if after & g.COMMA and index + 2 < self.sentence.end and not before & ~_NOUN_LIKE:
            # `L'accueillant écoute, soutient, met en relation`
            following = self.view.tags[index + 2]
            return bool(following & g.FINITE) and not following & g.NOUNISH and not top.verbs
        if self.view.words[index + 1] in ("de", "d'"):
            return False
        follows = after & _AFTER_VERB
        waiting = any(not self.sentence.clauses[number].verbs for number in self.stack)
        return bool(follows) and (waiting or bool(before & _SEPARATOR))

    def _opens_item(self, index: int) -> bool:
        """`1° Fixe notamment les tarifs ; 2° Contrôle leur emploi`, not `Contrôle des accès`."""
        tags, after = self.view.tags, index + 1
        while after < self.sentence.end and tags[after] & g.ADV and not tags[after] & g.DET:
            after += 1
        determined = after < self.sentence.end and tags[after] & g.DET
        return bool(determined and not tags[after] & g.PREP)

    def _is_participle(self, index: int, before: int, after: int) -> bool:
        """`est prescrit`, `a fait`, `prescrit par`: the form is shared with the past participle."""
        position = index - 1
        while position > self.sentence.start and self.view.tags[position] & (g.ADV | g.PAS):
            position -= 1
        verb = self.sentence.verbs.get(position)
        if verb is not None and any(form.lemma in ("être", "avoir") for form in verb.forms):
            return True
        if self.view.words[position] in ("ete", "etre", "avoir", "ayant", "etant"):
            return True
        if after & (g.STOP | g.COMMA | g.SEMI | g.COLON | g.CLOSE):
            return not before
        return bool(after & g.PREP) and not after & g.DET and not before & _SEPARATOR

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
        if previous == "ce":
            return "comp"
        last = self.sentence.order[-1] if self.sentence.order else None
        if last is not None and self._restricts(last, index):
            return None
        if index - 1 in self.sentence.verbs or self.view.tags[index - 1] & (g.INFINITIVE | g.ADV):
            return "comp"
        if self.view.tags[index - 1] & (g.PREP | g.COORD | g.COMMA | g.COLON):
            return "comp"
        low = max(self.sentence.start, index - 20)
        if any(word in self.guarantee for word in self.view.words[low:index]):
            # `garantir aux parents que les intervenants suivent …`
            return "comp"
        return "comp" if last is not None and self._predicate(last, index) else "rel"

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
            if verbs and _same_number(verbs[-1].forms, forms):
                while self.stack[-1] != number:
                    self.stack.pop()
                # a comma right before a verb may as well close an inserted clause
                if tags[position] & g.COMMA and self._open_ancestor(number):
                    return None
                return verbs[-1]
        return None

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
            if word in ("nous", "vous") and _agrees(word, forms) and not self._doubled(first - 1):
                break
            first -= 1
        return first


_NOT_THIRD = frozenset(("je", "j'", "tu", "nous", "vous"))
_PERSON_OF = {
    "je": (1, False),
    "j'": (1, False),
    "tu": (2, False),
    "nous": (1, True),
    "vous": (2, True),
    "ils": (3, True),
    "elles": (3, True),
}


def _agrees(pronoun: str, forms: tuple[VerbForm, ...]) -> bool:
    person, plural = _PERSON_OF.get(pronoun, (3, False))
    return any(form.person == person and form.plural == plural for form in forms)


def _same_number(one: tuple[VerbForm, ...], other: tuple[VerbForm, ...]) -> bool:
    numbers = {form.plural for form in one}
    return any(form.plural in numbers for form in other)
