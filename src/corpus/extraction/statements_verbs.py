"""Finite verbs among words that are also nouns, adjectives or participles: neighbours tell."""

from __future__ import annotations

from functools import lru_cache

from corpus.extraction import statements_grammar as g
from corpus.extraction.statements_sentence import Sentence, View
from corpus.french import conjugation
from corpus.french.conjugation import VerbForm

_SEPARATOR = g.COMMA | g.COORD
_AFTER_VERB = g.DET | g.CLITIC | g.PREP | g.ADV | g.NE | g.REL | g.INFINITIVE | g.PREADJ
_NAME_MAY_START = g.QUOTE | g.COLON | g.STOP | g.CLOSE | g.COMMA
_NOUN_LIKE = g.GERUND | g.PARTICIPLE | g.NOUNISH
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


@lru_cache(maxsize=20_000)
def finite_forms(word: str) -> tuple[VerbForm, ...]:
    """The conjugated readings of a printed word (accents count)."""
    return tuple(form for form in conjugation.analyse(word) if form.finite)


@lru_cache(maxsize=20_000)
def _third_person(word: str) -> tuple[VerbForm, ...]:
    """What a form may be where nobody says `je`, `tu`, `nous` or `vous`: `mesures`, `actions` are
    nouns there."""
    return tuple(form for form in finite_forms(word) if form.person == 3)


class VerbReader:
    """Reads the verbs of a `View`, one token at a time, from left to right."""

    def __init__(self, view: View) -> None:
        self.view = view
        classes = view.grammar.classes
        self.tied = classes.get("second-mot-composé", frozenset())
        self.tying = classes.get("premier-mot-composé", frozenset())
        self.half_pronouns = classes.get("début-de-pronom", frozenset())
        self.sentence = Sentence(0, 0, [], {}, [])
        self.stack: list[int] = []

    def read(
        self, index: int, tag: int, sentence: Sentence, stack: list[int]
    ) -> tuple[VerbForm, ...]:
        """The finite readings of a token, or `()` when its neighbours make it a noun, an
        adjective or a participle. `stack` are the clauses of `sentence` that are open there."""
        self.sentence, self.stack = sentence, stack
        view = self.view
        if self._compound(index) or self._is_name(index):
            return ()
        raw = view.raw(index)
        forms = finite_forms(raw)
        if forms and (index == self.sentence.start or view.words[index - 1] not in _NOT_THIRD):
            third = _third_person(raw)
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
        first = index
        while first > self.sentence.start and self.view.tags[first - 1] & g.NE:
            first -= 1
        starts = first == self.sentence.start or bool(self.view.tags[first - 1] & _SEPARATOR)
        return starts and words[index].endswith("ez")

    def _is_name(self, index: int) -> bool:
        """A capital inside a sentence begins a name (`Boucle du Pic`), unless all are capitals."""
        raw = self.view.raw(index)
        if raw.islower() or (raw.isupper() and len(raw) > 1):
            return False
        first = index == self.sentence.start
        return not (first or self.view.tags[index - 1] & _NAME_MAY_START) or not raw[1:].islower()

    def _compound(self, index: int) -> bool:
        """`peut-être`, `un rendez-vous`: a hyphen ties the form to the next word."""
        view = self.view
        if index + 1 >= len(view.words):
            return False
        if view.words[index + 1] not in self.tied and (
            view.words[index] not in self.tying or index == self.sentence.start
        ):
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
        if before & g.SUBJECT and not before & g.DET and agrees(previous, forms):
            return True
        clitic = before & g.CLITIC and not before & (g.DET | g.PREP)
        if tag & g.PARTICIPLE and not clitic and self._is_participle(index, before, after):
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
        return not self.view.tags[position] & g.DET and agrees(self.view.words[position], forms)

    def _nounish_is_verb(
        self, index: int, before: int, after: int, forms: tuple[VerbForm, ...]
    ) -> bool:
        if before & g.PLURAL_DET and before & g.CLITIC:
            return not any(form.plural for form in forms) and bool(after & (g.DET | g.PREP))
        if index == self.sentence.start:
            return self._opens_item(index)
        if before & g.CLITIC and self.view.words[index - 2] == "qui":
            # `à chaque bénévole, qui la signe`
            return not self.view.tags[index] & g.PARTICIPLE
        if before & g.DET and self.view.words[index - 2] in self.half_pronouns:
            # `que quelqu'un téléphone avant`
            return True
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
        participle = self.view.tags[index] & g.PARTICIPLE and index - 1 not in self.sentence.verbs
        if participle and after & g.COMMA and self._only_verb(index):
            # `Le gestionnaire qui sollicite l'aide produit, chaque année, un bilan`
            return True
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
            return not before and not self._only_verb(index)
        if self.view.words[index + 1] == "par" and before & g.COMMA:
            # `Un groupe de parole, conduit par une psychologue, se réunit`
            return True
        if not after & g.PREP or after & g.DET or before & _SEPARATOR:
            return False
        return not self._only_verb(index)

    def _only_verb(self, index: int) -> bool:
        """`Toute structure qui sollicite une aide joint à sa demande la charte`: the main clause
        waits for a verb, and no other word of the sentence can be it."""
        if self.sentence.clauses[self.stack[0]].verbs or not self.sentence.order:
            return False
        tags = self.view.tags
        return not any(
            tags[i] & g.FINITE
            and not tags[i] & (g.NOUNISH | g.PREP | g.DET | g.ADV | g.PARTICIPLE)
            and not (tags[i - 1] & g.DET and not tags[i - 1] & g.CLITIC)
            for i in range(index + 1, self.sentence.end)
        )


def agrees(pronoun: str, forms: tuple[VerbForm, ...]) -> bool:
    """True when a form has the person and number of a subject pronoun."""
    person, plural = _PERSON_OF.get(pronoun, (3, False))
    return any(form.person == person and form.plural == plural for form in forms)
